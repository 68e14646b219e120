//! What a newer starter changed in each file of a handbook, and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::Starter;
use crate::merge::{MergeFormat, MergedBlock, MergedText, merge};
use crate::model::DocumentKind;

/// Where a file belongs in the report, in its order: what decides comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UpdateArea {
    Clauses,
    Policies,
    Forms,
    Curricula,
    Guide,
    HandbookFiles,
}

impl UpdateArea {
    pub(crate) const ALL: [Self; 6] =
        [Self::Clauses, Self::Policies, Self::Forms, Self::Curricula, Self::Guide, Self::HandbookFiles];

    fn of(path: &str) -> Self {
        let is_in = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        if is_in("content/specifications") || is_in("content/mappings") {
            return Self::Clauses;
        }
        match DocumentKind::ALL.into_iter().find(|kind| is_in(kind.folder())) {
            Some(DocumentKind::Policy) => Self::Policies,
            Some(DocumentKind::Form) => Self::Forms,
            Some(DocumentKind::Curriculum) => Self::Curricula,
            Some(DocumentKind::Guide) => Self::Guide,
            None if path.contains('/') => Self::Guide,
            None => Self::HandbookFiles,
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Clauses => "Clauses and figures",
            Self::Policies => "Policies",
            Self::Forms => "Forms",
            Self::Curricula => "Curricula",
            Self::Guide => "Guide and glossary",
            Self::HandbookFiles => "Handbook files",
        }
    }
}

/// A file in which the starter changed something.
#[derive(Debug)]
pub(crate) struct FileUpdate {
    pub(crate) area: UpdateArea,
    /// From the handbook's folder.
    pub(crate) path: String,
    pub(crate) kind: FileUpdateKind,
}

#[derive(Debug)]
pub(crate) enum FileUpdateKind {
    /// The starter has it since, and the handbook gets it: its text.
    New(String),
    Merged(MergedFile),
    /// Nothing is done.
    LeftOut(LeftOutReason),
}

/// A file of the handbook with the starter's changes.
#[derive(Debug)]
pub(crate) struct MergedFile {
    /// As it is on the disk.
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) blocks: Vec<MergedBlock>,
    /// Whether it is an approved version: then the changes become a draft beside it.
    pub(crate) is_approved: bool,
}

/// Why nothing is done with a file that the starter changed.
#[derive(Debug)]
pub(crate) enum LeftOutReason {
    /// The handbook no longer has it.
    Removed,
    /// The handbook has another file of that name already.
    Taken,
    /// The starter no longer has it.
    Ended,
    /// The handbook would have errors in it, as a terminal shows them.
    Errors(String),
    /// It is a translation of an approved version, which stays as it is.
    OriginalApproved,
    /// It has no blocks that could be compared.
    NotCompared,
}

/// Compares a handbook with two starters: the one that it began with, and a newer one. `own` reads a file of the handbook by its path.
pub(crate) fn compare(
    began: &Starter,
    newer: &Starter,
    handbook: &BTreeSet<String>,
    is_approved: &dyn Fn(&str) -> bool,
    own: &dyn Fn(&str) -> Option<String>,
) -> Vec<FileUpdate> {
    let (began_units, newer_units) = (units(began.texts.keys()), units(newer.texts.keys()));
    let own_units = units(handbook.iter());
    let all: BTreeSet<&str> = began_units.keys().chain(newer_units.keys()).copied().collect();
    let mut updates: Vec<FileUpdate> = all
        .into_iter()
        .filter_map(|unit| {
            let path = own_units.get(unit).or(newer_units.get(unit)).or(began_units.get(unit))?;
            let texts = StarterTexts {
                began: began_units.get(unit).and_then(|path| began.texts.get(*path)),
                newer: newer_units.get(unit).and_then(|path| newer.texts.get(*path)),
            };
            let own = own_units.get(unit).and_then(|path| own(path));
            let kind = texts.compare(path, own, is_approved(path))?;
            Some(FileUpdate { area: UpdateArea::of(path), path: (*path).to_owned(), kind })
        })
        .collect();
    updates.sort_by(|a, b| (a.area, &a.path).cmp(&(b.area, &b.path)));
    updates
}

/// Files that are compared with each other, by what they have in common: of a document its folder, whatever day is in the name of its
/// newest version; else the path.
fn units<'p>(paths: impl Iterator<Item = &'p String>) -> BTreeMap<&'p str, &'p str> {
    let mut units: BTreeMap<&str, &str> = BTreeMap::new();
    for path in paths {
        let newest = units.entry(unit(path)).or_insert(path);
        // `draft` is after every day.
        *newest = (*newest).max(path);
    }
    units
}

fn unit(path: &str) -> &str {
    let in_folder =
        |kind: DocumentKind| path.strip_prefix(kind.folder()).is_some_and(|rest| rest.starts_with('/'));
    let version = |kind: &DocumentKind| {
        let (folder, name) = path.rsplit_once('/')?;
        let (stem, ending) = name.rsplit_once('.')?;
        // A translation has its language in its name.
        (in_folder(*kind) && ending == kind.extension() && !stem.contains('.')).then_some(folder)
    };
    DocumentKind::VERSIONED.iter().find_map(version).unwrap_or(path)
}

/// What two starters say in a file.
struct StarterTexts<'a> {
    began: Option<&'a String>,
    newer: Option<&'a String>,
}

impl StarterTexts<'_> {
    /// `None` where there is nothing to say: nothing was changed, or the handbook says it already.
    fn compare(&self, path: &str, own: Option<String>, is_approved: bool) -> Option<FileUpdateKind> {
        if self.began == self.newer {
            return None;
        }
        Some(match (self.began, self.newer, own) {
            (_, None, None) => return None,
            (Some(_), None, Some(_)) => FileUpdateKind::LeftOut(LeftOutReason::Ended),
            (None, Some(newer), None) => FileUpdateKind::New(newer.clone()),
            (Some(_), Some(_), None) => FileUpdateKind::LeftOut(LeftOutReason::Removed),
            (None, Some(newer), Some(own)) if plain(&own) == *newer => return None,
            (None, _, Some(_)) => FileUpdateKind::LeftOut(LeftOutReason::Taken),
            (Some(began), Some(newer), Some(own)) => {
                let Some(format) = MergeFormat::of(path) else {
                    return Some(FileUpdateKind::LeftOut(LeftOutReason::NotCompared));
                };
                let MergedText { text, blocks } = merge(format, began, &plain(&own), newer);
                if blocks.is_empty() {
                    return None;
                }
                let new = as_in(&own, &text);
                FileUpdateKind::Merged(MergedFile { old: own, new, blocks, is_approved })
            }
        })
    }
}

/// Without a byte-order mark, and with `\n` between lines.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// `text` with the byte-order mark and the line ends of `own`.
fn as_in(own: &str, text: &str) -> String {
    let mark = if own.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let text = if own.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
    format!("{mark}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_compared_with_its_newest_version_whatever_day_is_in_its_name() {
        let paths: Vec<String> = [
            "content/policies/intake/2026-11-23.md",
            "content/policies/intake/2027-01-01.md",
            "content/policies/intake/2027-01-01.es.md",
            "content/specifications/cca-csp.toml",
            "forms/plan/2026-11-25.toml",
            "forms/plan/draft.toml",
        ]
        .map(str::to_owned)
        .to_vec();
        let newest: Vec<&str> = units(paths.iter()).into_values().collect();
        assert_eq!(newest, [&paths[1], &paths[2], &paths[3], &paths[5]].map(String::as_str));
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_stay_as_they_were() {
        let texts = |text: &str| Some(text.to_owned());
        let (began, newer) = (texts("a = 1\nb = 1\n"), texts("a = 2\nb = 1\n"));
        let texts = StarterTexts { began: began.as_ref(), newer: newer.as_ref() };
        let own = "\u{feff}a = 1\r\nb = 3\r\n".to_owned();
        let Some(FileUpdateKind::Merged(merged)) = texts.compare("handbook.toml", Some(own), false) else {
            panic!("it is merged");
        };
        assert_eq!(merged.new, "\u{feff}a = 2\r\nb = 3\r\n");
    }
}
