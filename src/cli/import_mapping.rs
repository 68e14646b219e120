//! Mappings out of an OSCAL mapping collection.

use std::path::{Path, PathBuf};

use super::import::read_file;
use super::publisher_file::decoded;
use super::{CommandError, Place, count, shell};
use crate::edit;
use crate::files::{self, Access};
use crate::model::Specification;
use crate::oscal::{self, ImportedMappings, KnownSpecifications};
use crate::outline::DraftMapping;
use crate::pipeline;

/// Which specifications the two sides are, where the file itself doesn't say it.
pub(super) struct TypedSides<'a> {
    pub(super) source: Option<&'a str>,
    pub(super) target: Option<&'a str>,
}

/// Writes `content/mappings/<name>.toml`, and one more file for each further set of the collection.
pub(super) fn import_mapping(
    place: &Place,
    from: &Path,
    name: &str,
    typed: &TypedSides<'_>,
) -> Result<String, CommandError> {
    let world = place.world()?;
    let examined = pipeline::examine(&world);
    let all: Vec<&Specification> =
        examined.handbook.revisions.iter().map(|one| &one.current().specification).collect();
    let known = KnownSpecifications { all: &all, source: typed.source, target: typed.target };
    let read = oscal::read_mappings(&decoded(&read_file(from)?), known)
        .map_err(|error| CommandError::NotMappings { file: from.to_owned(), error })?;
    let sets: Vec<(PathBuf, &DraftMapping)> = read
        .sets
        .iter()
        .filter(|set| !set.pairs.is_empty())
        .enumerate()
        .map(|(at, set)| (place.dir.join("content/mappings").join(file_name(name, at)), set))
        .collect();
    for (file, _) in &sets {
        if file.exists() {
            let advice = "Import it under another name, with --mapping";
            return Err(CommandError::FileExists { file: file.clone(), advice });
        }
    }
    for (file, set) in &sets {
        files::create_with_folders(file, edit::mapping_text(set).as_bytes(), Access::Everyone)?;
    }
    Ok(report(place, &sets, &read))
}

/// `payer.toml`, `payer-2.toml`.
fn file_name(name: &str, at: usize) -> String {
    if at == 0 { format!("{name}.toml") } else { format!("{name}-{}.toml", at + 1) }
}

fn report(place: &Place, sets: &[(PathBuf, &DraftMapping)], read: &ImportedMappings) -> String {
    let ImportedMappings { sets: _, unknown, several } = read;
    let mut report = String::new();
    for (file, DraftMapping { title: _, source, target, cites: _, pairs }) in sets {
        report.push_str(&format!(
            "Created {}: {} of {source} and {target}.\n",
            file.display(),
            count(pairs.len(), "pair", "pairs")
        ));
    }
    if sets.is_empty() {
        report.push_str("Nothing was written: no pair has two clauses of this handbook.\n");
    }
    if *several > 0 {
        report.push_str(&format!(
            "{} of several controls at once: what is said of them together is not said of each, so each only overlaps.\n",
            count(*several, "entry is", "entries are")
        ));
    }
    if !unknown.is_empty() {
        let missing = count(unknown.len(), "pair was", "pairs were");
        report.push_str(&format!(
            "{missing} left out, because a control is no clause here: {}\n",
            unknown.join("; ")
        ));
    }
    let next = shell::command(place, &["check"], &[]);
    report.push_str(&format!(
        "Where it says `equal`, what meets one clause counts for the other: read these pairs first.\nNext: {next}"
    ));
    report
}
