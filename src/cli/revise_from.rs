//! The next revision of a specification out of its publisher's document: clauses are matched by their words.
//!
//! ```text
//! fingerprint the same            was = "items/4", for certain
//! words alike, or the same id     was = "items/4", and a comment asks a person to decide
//! neither                         was = false
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::import_specification::{grammar, write_outline};
use super::publisher_file::{self, PublisherFile, outline_at_hand};
use super::{CommandError, Place, count, shell};
use crate::edit::{self, NextClause, OldClause};
use crate::files::{self, Access, FileError};
use crate::model::{Clause, Revisions, Specification};
use crate::oscal::ImportedCatalog;
use crate::outline::{self, DocumentOutline, DraftClause};
use crate::pipeline::Examined;

/// From this much of the same words on, in percent, two sentences may be one clause.
const ALIKE: usize = 60;

pub(crate) fn revise_from(
    place: &Place,
    examined: &Examined,
    revisions: &Revisions,
    effective: Date,
    from: &Path,
) -> Result<String, CommandError> {
    let Some(newest) = revisions.all.last() else { return Err(CommandError::NothingToRecord) };
    let old = &newest.specification;
    if old.effective >= effective {
        return Err(CommandError::EarlierRevision { specification: old.id.clone(), newest: old.effective });
    }
    if old.clauses.iter().all(|clause| clause.sentence.is_none()) {
        let day = old.effective.to_string();
        let import =
            shell::command(place, &["import", "FILE"], &["--specification", &old.id, "--effective", &day]);
        return Err(CommandError::NoSentences { specification: old.id.clone(), import });
    }
    let Some(outline) = outline_at_hand(place, &old.id, effective)? else {
        return match publisher_file::read(from)? {
            PublisherFile::Outline(outline)
            | PublisherFile::Oscal(ImportedCatalog::Publishers { outline, .. }) => {
                write_outline(place, &old.id, effective, from, &outline)
            }
            PublisherFile::Oscal(ImportedCatalog::Ours(draft)) => {
                Err(CommandError::OtherSpecification { file: from.to_owned(), id: draft.head.id })
            }
        };
    };
    let before = outline_at_hand(place, &old.id, old.effective)?;
    let drafts = outline.clauses(grammar(&examined.handbook));
    let matched = Matching::new(old, before.as_ref(), &outline).matched(&drafts);
    write(place, examined, old, effective, &drafts, &matched)
}

fn write(
    place: &Place,
    examined: &Examined,
    old: &Specification,
    effective: Date,
    drafts: &[DraftClause],
    matched: &[OldClause],
) -> Result<String, CommandError> {
    let kept: BTreeSet<&str> = matched.iter().filter_map(old_id).collect();
    let is_gone = |clause: &&Clause| clause.kind.takes_evidence() && !kept.contains(clause.id.as_str());
    let gone: Vec<String> = old.clauses.iter().filter(is_gone).map(|clause| clause.id.clone()).collect();
    let clauses: Vec<NextClause<'_>> = drafts
        .iter()
        .zip(matched)
        .map(|(draft, origin)| NextClause { draft, origin: origin.clone() })
        .collect();
    let read = examined.sources.files.get(old.span.file);
    let text = edit::next_catalog(&read.text, effective, &clauses, &gone)
        .map_err(|error| CommandError::Edit { path: read.path.clone(), error })?;
    let file = place.dir.join(format!("content/specifications/{}/{effective}.toml", old.id));
    files::create_with_folders(&file, text.as_bytes(), Access::Everyone).map_err(|error| match error {
        FileError::Exists(file) => {
            CommandError::FileExists { file, advice: "Change that file, or name another day" }
        }
        other => other.into(),
    })?;
    let of = |is_it: fn(&OldClause) -> bool| matched.iter().filter(|one| is_it(one)).count();
    let next = shell::command(place, &["diff", &format!("specification:{}", old.id)], &[]);
    Ok(format!(
        "Created the revision of {effective} in {}: {} with the same words, {} to decide, {} new, {} gone.\nWhere the words are others, a comment asks: write `meaning = \"same\"` or \"changed\", or `was = false`. What is gone is listed under `[[removed]]`: say why, or name it in the `was` of the clause that took it over.\nNext: {next}",
        file.display(),
        count(of(|one| matches!(one, OldClause::Certain(_))), "clause", "clauses"),
        of(|one| matches!(one, OldClause::Likely(..))),
        of(|one| matches!(one, OldClause::New)),
        gone.len(),
    ))
}

fn old_id(origin: &OldClause) -> Option<&str> {
    match origin {
        OldClause::New => None,
        OldClause::Certain(id) | OldClause::Likely(id, _) => Some(id),
    }
}

struct Matching<'a> {
    old: &'a Specification,
    /// The words of the old clauses, where their outline is at hand.
    old_words: BTreeMap<String, String>,
    new_words: BTreeMap<String, String>,
    /// The old clauses that are matched already.
    taken: BTreeSet<&'a str>,
}

impl<'a> Matching<'a> {
    fn new(old: &'a Specification, before: Option<&DocumentOutline>, now: &DocumentOutline) -> Self {
        let words = |outline: &DocumentOutline| {
            outline::identified(outline).into_iter().map(|one| (one.id, one.words)).collect()
        };
        Self {
            old,
            old_words: before.map(words).unwrap_or_default(),
            new_words: words(now),
            taken: BTreeSet::new(),
        }
    }

    /// What each clause was, those for certain first.
    fn matched(mut self, drafts: &[DraftClause]) -> Vec<OldClause> {
        let mut found: Vec<Option<OldClause>> = vec![None; drafts.len()];
        // The same words at the same place first: “Other duties” may be there twice.
        for is_same_id in [true, false] {
            for (draft, found) in drafts.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
                *found = self.certain(draft, is_same_id);
            }
        }
        for (draft, found) in drafts.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *found = self.alike(draft);
        }
        found.into_iter().map(|found| found.unwrap_or(OldClause::New)).collect()
    }

    fn free(&self) -> impl Iterator<Item = &'a Clause> {
        self.old.clauses.iter().filter(|clause| !self.taken.contains(clause.id.as_str()))
    }

    fn certain(&mut self, draft: &DraftClause, is_same_id: bool) -> Option<OldClause> {
        let one = self
            .free()
            .find(|clause| clause.sentence == draft.sentence && (!is_same_id || clause.id == draft.id))?;
        // Entries without words of their own are told apart by their places alone.
        if draft.sentence.is_none() && one.id != draft.id {
            return None;
        }
        self.taken.insert(&one.id);
        Some(OldClause::Certain(one.id.clone()))
    }

    fn alike(&mut self, draft: &DraftClause) -> Option<OldClause> {
        let words = self.new_words.get(&draft.id)?;
        let likeness =
            |clause: &&Clause| self.old_words.get(&clause.id).map_or(0, |old| outline::likeness(old, words));
        let best = self.free().max_by_key(|clause| (likeness(clause), clause.id == draft.id))?;
        let percent = likeness(&best);
        let (one, percent) = if percent >= ALIKE {
            (best, Some(percent))
        } else {
            // Without the old words, the place is all there is.
            let same = self
                .free()
                .find(|clause| clause.id == draft.id && !self.old_words.contains_key(&clause.id))?;
            (same, None)
        };
        self.taken.insert(&one.id);
        Some(OldClause::Likely(one.id.clone(), percent))
    }
}
