use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::import_policy::import_policy;
use super::import_specification::import_specification;
use super::typed::{day, id};
use super::{CommandError, Exit, Place, said};

/// A larger file is refused: with its pictures, no policy is so large.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Import a policy from a Word file, or a specification from its publisher's document
///
/// With --policy: writes the draft of a new policy with the headings, paragraphs, lists, tables and links of a Word file (.docx), and
/// says what could not be carried over, and where it was. Neither the Word file nor an existing policy is changed.
///
/// With --specification: reads plain text, Markdown, Word, CSV, a workbook (.xlsx) or an OSCAL catalog (.json). It first writes an outline,
/// with an entry on each line, and marks what it isn't sure of. Correct its indentation, and run the same command again: it writes the
/// catalog, with ids, labels, places, figures and the likely kind of each clause, and an empty summary for you to fill in. In a catalog that
/// is there, it adds what is missing and changes nothing that somebody wrote.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook import \"Telehealth Policy 2024.docx\" --policy telehealth\n  clausebook import payer.txt --specification payer --effective 2026-03-01\n  clausebook import NIST_catalog.json --specification nist\n\nThe publisher's words stay in content/specifications/payer/2026-03-01.txt, which is never published: keep it out of what you share.\n\nExit codes: 0 the draft, the outline or the catalog is written; 1 refused: the file can't be read, or what it would write is there; 2 the command was not understood, or there is no such file."
)]
pub(crate) struct ImportCommand {
    /// The Word file, or the publisher's document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The policy's name, which becomes a part of its address: lowercase letters, digits and hyphens
    #[arg(long, value_name = "NAME", value_parser = id, required_unless_present = "specification", conflicts_with = "specification")]
    policy: Option<String>,
    /// The specification's id: lowercase letters, digits and hyphens
    #[arg(long, value_name = "ID", value_parser = id)]
    specification: Option<String>,
    /// The day on which this revision of the specification takes effect [default: that of its newest outline, else today]
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "policy")]
    effective: Option<Date>,
}

pub(crate) fn run(command: &ImportCommand) -> Exit {
    let ImportCommand { file, place, policy, specification, effective } = command;
    said(match (policy, specification) {
        (_, Some(specification)) => import_specification(place, file, specification, *effective),
        (Some(policy), None) => import_policy(place, file, policy),
        // Clap asks for one of the two.
        (None, None) => Err(CommandError::NoNames),
    })
}

pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| CommandError::UnreadableInput { file: path.to_owned(), error })?;
    if bytes.len() as u64 > LARGEST {
        return Err(CommandError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}
