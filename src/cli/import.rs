use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::import_mapping::{TypedSides, import_mapping};
use super::import_policy::import_policy;
use super::import_specification::import_specification;
use super::typed::{day, id};
use super::{CommandError, Exit, Place, said};

/// A larger file is refused: with its pictures, no policy is so large.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Import a policy from a Word file, a specification from its publisher's document, or mappings
///
/// With --policy: writes the draft of a new policy with the headings, paragraphs, lists, tables and links of a Word file (.docx), and
/// says what could not be carried over, and where it was. Neither the Word file nor an existing policy is changed.
///
/// With --specification: reads plain text, Markdown, Word, CSV, a workbook (.xlsx) or an OSCAL catalog (.json). It first writes an outline,
/// with an entry on each line, and marks what it isn't sure of. Correct its indentation, and run the same command again: it writes the
/// catalog, with ids, labels, places, figures and the likely kind of each clause, and an empty summary for you to fill in. In a catalog that
/// is there, it adds what is missing and changes nothing that somebody wrote.
///
/// With --mapping: reads an OSCAL mapping collection (.json), which says how the clauses of two specifications compare, and writes it as
/// content/mappings/NAME.toml.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook import \"Telehealth Policy 2024.docx\" --policy telehealth\n  clausebook import payer.txt --specification payer --effective 2026-03-01\n  clausebook import NIST_catalog.json --specification nist\n  clausebook import payer-mapping.json --mapping payer-and-state\n\nThe publisher's words stay in content/specifications/payer/2026-03-01.txt, which is never published: keep it out of what you share.\n\nExit codes: 0 the draft, the outline, the catalog or the mappings are written; 1 refused: the file can't be read, or what it would write is there; 2 the command was not understood, or there is no such file."
)]
pub(crate) struct ImportCommand {
    /// The Word file, or the publisher's document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The policy's name, which becomes a part of its address: lowercase letters, digits and hyphens
    #[arg(long, value_name = "NAME", value_parser = id, required_unless_present_any = ["specification", "mapping"], conflicts_with_all = ["specification", "mapping"])]
    policy: Option<String>,
    /// The specification's id: lowercase letters, digits and hyphens
    #[arg(long, value_name = "ID", value_parser = id, conflicts_with = "mapping")]
    specification: Option<String>,
    /// The name of the file for mappings between two specifications: lowercase letters, digits and hyphens
    #[arg(long, value_name = "NAME", value_parser = id)]
    mapping: Option<String>,
    /// The day on which this revision of the specification takes effect [default: that of its newest outline, else today]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "specification")]
    effective: Option<Date>,
    /// Which specification the mapping calls its source, where its file doesn't say that
    #[arg(long, value_name = "ID", value_parser = id, requires = "mapping")]
    source: Option<String>,
    /// Which specification the mapping calls its target
    #[arg(long, value_name = "ID", value_parser = id, requires = "mapping")]
    target: Option<String>,
}

pub(crate) fn run(command: &ImportCommand) -> Exit {
    let ImportCommand { file, place, policy, specification, mapping, effective, source, target } = command;
    said(match (policy, specification, mapping) {
        (_, Some(specification), _) => import_specification(place, file, specification, *effective),
        (_, _, Some(name)) => {
            let typed = TypedSides { source: source.as_deref(), target: target.as_deref() };
            import_mapping(place, file, name, &typed)
        }
        (Some(policy), None, None) => import_policy(place, file, policy),
        // Clap asks for one of the three.
        (None, None, None) => Err(CommandError::NoNames),
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
