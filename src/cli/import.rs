use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::import_error::ImportError;
use super::import_mapping::{TypedSides, import_mapping};
use super::import_policy::{PolicyImport, SplitAt, import_policies};
use super::import_return::{RevisionImport, import_revision};
use super::import_specification::import_specification;
use super::typed::{day, id};
use super::{CommandError, Exit, Place, said};
use crate::model::pattern::fits;

/// A larger file is refused: with its pictures, no policy is so large.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Import policies from Word files, a specification from its publisher's document, or mappings
///
/// Of a Word file (.docx), it writes the draft of a new policy with the headings, paragraphs, lists, tables, links and pictures, and
/// says what could not be carried over, and where it was; the complete list is written beside the draft. With several files, each
/// becomes a policy named after its file, and a table shows the results. With --split heading-1, each part of a manual becomes one.
/// With --revises, the Word file is the next version of a policy: what is the same stays as it is written, with its citations and links,
/// and the differences are shown. Neither a Word file nor an existing policy is changed.
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
    after_help = "Examples:\n  clausebook import \"Telehealth Policy 2024.docx\" --policy telehealth\n  clausebook import \"policies/*.docx\" my-handbook\n  clausebook import manual.docx --split heading-1\n  clausebook import intake.docx --revises intake --effective 2027-01-01\n  clausebook import payer.txt --specification payer --effective 2026-03-01\n  clausebook import NIST_catalog.json --specification nist\n  clausebook import payer-mapping.json --mapping payer-and-state\n\nThe publisher's words stay in content/specifications/payer/2026-03-01.txt, which is never published: keep it out of what you share.\n\nExit codes: 0 the drafts, the outline, the catalog or the mappings are written; 1 refused: a file can't be read, or what it would write is there; 2 the command was not understood, or there is no such file."
)]
pub(crate) struct ImportCommand {
    /// The Word files, also as a pattern such as "policies/*.docx", or the publisher's document. The last word may be the handbook's
    /// folder
    #[arg(value_name = "FILE", required = true)]
    words: Vec<String>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
    /// The policy's name, which becomes a part of its address: lowercase letters, digits and hyphens [default: made of the file's name]
    #[arg(long, value_name = "NAME", value_parser = id, conflicts_with_all = ["specification", "mapping"])]
    policy: Option<String>,
    /// Make a policy of each part of a manual: heading-1 begins one at each heading of the highest level
    #[arg(long, value_enum, value_name = "WHERE", conflicts_with_all = ["policy", "specification", "mapping"])]
    split: Option<SplitAt>,
    /// The policy of which the Word file is the next version: its name or its number. Says what changes; needs --effective
    #[arg(long, value_name = "NAME", requires = "effective", conflicts_with_all = ["policy", "split", "specification", "mapping"])]
    revises: Option<String>,
    /// With --revises: what changes, in a sentence
    #[arg(long, value_name = "SENTENCE", requires = "revises")]
    change: Option<String>,
    /// The specification's id: lowercase letters, digits and hyphens
    #[arg(long, value_name = "ID", value_parser = id, conflicts_with = "mapping")]
    specification: Option<String>,
    /// The name of the file for mappings between two specifications: lowercase letters, digits and hyphens
    #[arg(long, value_name = "NAME", value_parser = id)]
    mapping: Option<String>,
    /// The day on which the version, or this revision of the specification, takes effect [default for a specification: that of its newest
    /// outline, else today]
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with_all = ["policy", "split", "mapping"])]
    effective: Option<Date>,
    /// Which specification the mapping calls its source, where its file doesn't say that
    #[arg(long, value_name = "ID", value_parser = id, requires = "mapping")]
    source: Option<String>,
    /// Which specification the mapping calls its target
    #[arg(long, value_name = "ID", value_parser = id, requires = "mapping")]
    target: Option<String>,
}

pub(crate) fn run(command: &ImportCommand) -> Exit {
    said(import(command))
}

fn import(command: &ImportCommand) -> Result<String, CommandError> {
    let ImportCommand {
        words,
        dir,
        config,
        policy,
        split,
        revises,
        change,
        specification,
        mapping,
        effective,
        source,
        target,
    } = command;
    let (files, place) = files_and_place(words, dir.as_deref(), config)?;
    if let (Some(name), Some(effective)) = (revises, effective) {
        let import = RevisionImport { place: &place, name, effective: *effective, change: change.as_deref() };
        return import_revision(&import, only(&files, "--revises")?);
    }
    match (specification, mapping) {
        (Some(specification), _) => {
            import_specification(&place, only(&files, "--specification")?, specification, *effective)
        }
        (_, Some(name)) => {
            let typed = TypedSides { source: source.as_deref(), target: target.as_deref() };
            import_mapping(&place, only(&files, "--mapping")?, name, &typed)
        }
        (None, None) => {
            if policy.is_some() {
                only(&files, "--policy")?;
            }
            let name = policy.as_deref();
            import_policies(&PolicyImport { place: &place, files: &files, name, split: *split })
        }
    }
}

/// The one file that a command with this option is for.
fn only<'f>(files: &'f [PathBuf], option: &'static str) -> Result<&'f Path, CommandError> {
    match files {
        [only] => Ok(only),
        _ => Err(ImportError::OneFile(option).into()),
    }
}

/// The files, with patterns filled in, and the handbook's folder, where that is the last word.
fn files_and_place(
    words: &[String],
    dir: Option<&Path>,
    config: &str,
) -> Result<(Vec<PathBuf>, Place), CommandError> {
    let (dir, words) = match (dir, words.split_last()) {
        (Some(dir), _) => (dir, words),
        (None, Some((last, others)))
            if !others.is_empty() && !Path::new(last).is_file() && !last.contains('*') =>
        {
            (Path::new(last), others)
        }
        (None, _) => (Path::new("."), words),
    };
    let mut files = Vec::new();
    for word in words {
        files.extend(fitting(word)?);
    }
    Ok((files, Place { dir: dir.to_owned(), config: config.to_owned() }))
}

/// The files that a word means. Windows leaves the `*` to us; what Word keeps beside an open file is left out.
fn fitting(word: &str) -> Result<Vec<PathBuf>, CommandError> {
    let path = Path::new(word);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !name.contains('*') || path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder)
        .map_err(|error| CommandError::UnreadableInput { file: folder.to_owned(), error })?;
    let pattern = name.to_lowercase();
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            fits(&pattern, &name) && !name.starts_with("~$")
        })
        .map(|entry| path.with_file_name(entry.file_name()))
        .collect();
    files.sort();
    if files.is_empty() { Err(ImportError::NoFiles(word.to_owned()).into()) } else { Ok(files) }
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
