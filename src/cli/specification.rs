//! Commands that are given a specification: its next revision, and what changed from one revision to another.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::publisher_file::outline_at_hand;
use super::typed::VersionTyped;
use super::{CommandError, Place, shell};
use crate::diagnostic;
use crate::edit;
use crate::files::{self, Access, FileError};
use crate::impact::{ClauseDifference, ClauseStep, MeaningDecision, RevisionPair, asked};
use crate::model::{Clause, Handbook, Handle, Revisions, Specification};
use crate::outline;
use crate::pipeline::Examined;

/// What is before the name of a specification that a document has, too.
pub(super) const SCHEME: &str = "specification:";

/// The specification that is meant: by `specification:payer`, or by `payer` where no document has that name.
pub(crate) fn find<'h>(
    place: &Place,
    name: &str,
    handbook: &'h Handbook,
    is_document: impl FnOnce() -> bool,
) -> Result<Option<&'h Revisions>, CommandError> {
    let named = name.strip_prefix(SCHEME);
    let id = named.unwrap_or(name);
    let known = || handbook.revisions.iter().map(|one| one.current().specification.id.as_str());
    let found = handbook.revisions.iter().find(|one| one.current().specification.id == id);
    match (named, found) {
        (None, Some(_)) if is_document() => Ok(None),
        (None, found) => Ok(found),
        (Some(_), Some(found)) => Ok(Some(found)),
        (Some(id), None) => Err(CommandError::UnknownName {
            what: "specification",
            name: id.to_owned(),
            near: diagnostic::nearest(id, known()).map(str::to_owned),
            start: crate::names::is_id(id).then(|| shell::command(place, &["new", "specification", id], &[])),
        }),
    }
}

/// Starts the revision that takes effect on a day.
pub(crate) fn revise(
    place: &Place,
    examined: &Examined,
    revisions: &Revisions,
    effective: Date,
    change: Option<&str>,
) -> Result<String, CommandError> {
    let Some(newest) = revisions.all.last() else { return Err(CommandError::NothingToRecord) };
    let specification = &newest.specification;
    let id = &specification.id;
    if newest.mark.effective >= effective {
        return Err(CommandError::EarlierRevision {
            specification: id.clone(),
            newest: newest.mark.effective,
        });
    }
    if examined.sources.is_common(specification.span.file) {
        return Err(CommandError::CommonText(format!("{SCHEME}{id}")));
    }
    let read = examined.sources.files.get(specification.span.file);
    let text = edit::next_revision(&read.text, effective, change)
        .map_err(|error| CommandError::Edit { path: read.path.clone(), error })?;
    let file = place.dir.join(format!("content/specifications/{id}/{effective}.toml"));
    files::create_with_folders(&file, text.as_bytes(), Access::Everyone).map_err(|error| match error {
        FileError::Exists(file) => {
            CommandError::FileExists { file, advice: "Change that file, or name another day" }
        }
        other => other.into(),
    })?;
    let name = format!("{SCHEME}{id}");
    Ok(format!(
        "Created the revision of {effective} in {}. The revision of {} stays in force until that day.\nChange what the publisher changed. A clause that has another id says its old one: `was = \"…\"`; a new one: `was = false`. Where words changed, decide: `meaning = \"changed\"` or `\"same\"`. What is gone is listed under `[[removed]]`, with `id` and `reason`.\nNext: {}",
        file.display(),
        newest.mark.effective,
        shell::command(place, &["diff", &name], &[])
    ))
}

/// What one clause of the newer revision, or one that is gone, is to the older.
#[derive(Debug, Serialize)]
pub(crate) struct ClauseChange {
    /// Its id in the newer revision; in the older one, if it was removed.
    pub(super) id: String,
    pub(super) title: String,
    /// Its ids in the older revision; none if it is new.
    pub(super) was: Vec<String>,
    /// new, removed, renumbered, split, merged, reworded, figures, kind, needs, elements, sentence.
    pub(super) changes: Vec<&'static str>,
    /// changed, same or undecided, where its words changed.
    pub(super) meaning: Option<&'static str>,
    /// What it asked; empty if it is new.
    pub(super) old: Vec<String>,
    /// What it asks; why it is gone, if it was removed.
    pub(super) new: String,
    /// The publisher's words, where both files of words are at hand and they differ; empty otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) old_sentences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) new_sentence: Option<String>,
}

/// The publisher's words of two revisions, by the ids of their clauses; none of a revision whose file of words isn't at hand.
#[derive(Debug, Default)]
pub(crate) struct PublisherWords {
    old: BTreeMap<String, String>,
    new: BTreeMap<String, String>,
}

impl PublisherWords {
    fn at_hand(place: &Place, pair: &RevisionPair<'_>) -> Result<Self, CommandError> {
        let words = |of: &Specification| -> Result<BTreeMap<String, String>, CommandError> {
            let outline = outline_at_hand(place, &of.id, of.effective)?;
            let entries = outline.map(|outline| outline::identified(&outline)).unwrap_or_default();
            Ok(entries.into_iter().map(|entry| (entry.id, entry.words)).collect())
        };
        Ok(Self { old: words(pair.before())?, new: words(pair.after())? })
    }

    /// The sentences of a clause before; none where its sentence is the same.
    fn before(&self, pair: &RevisionPair<'_>, step: &ClauseStep) -> Vec<String> {
        let clauses = step.before.iter().filter(|_| step.differences.contains(&ClauseDifference::Sentence));
        clauses.filter_map(|one| self.old.get(&one.of(&pair.before().clauses).id).cloned()).collect()
    }

    /// Its sentence now, where it is another one.
    fn now(&self, pair: &RevisionPair<'_>, step: &ClauseStep) -> Option<String> {
        let now: Handle<Clause> =
            step.now.filter(|_| step.differences.contains(&ClauseDifference::Sentence))?;
        self.new.get(&now.of(&pair.after().clauses).id).cloned()
    }
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct SpecificationDiff {
    specification: String,
    title: String,
    old: String,
    new: String,
    clauses: Vec<ClauseChange>,
}

/// Compares the revisions that are typed.
pub(crate) fn diff(
    place: &Place,
    revisions: &Revisions,
    wanted: &[VersionTyped],
) -> Result<SpecificationDiff, CommandError> {
    let pair = pair(place, revisions, wanted)?;
    let (before, after) = (pair.before(), pair.after());
    let words = PublisherWords::at_hand(place, &pair)?;
    Ok(SpecificationDiff {
        specification: after.id.clone(),
        title: after.title.to_string(),
        old: before.effective.to_string(),
        new: after.effective.to_string(),
        clauses: pair.steps().iter().map(|step| ClauseChange::new(&pair, step, &words)).collect(),
    })
}

/// The revisions that are typed: else the one in force with the next one to come, else with the one before.
pub(crate) fn pair<'r>(
    place: &Place,
    revisions: &'r Revisions,
    wanted: &[VersionTyped],
) -> Result<RevisionPair<'r>, CommandError> {
    let id = &revisions.current().specification.id;
    let find = |typed: &VersionTyped| match typed {
        VersionTyped::Of(day) => revisions.find(*day).ok_or_else(|| CommandError::UnknownRevision {
            specification: id.clone(),
            day: *day,
            known: revisions.all.iter().map(|one| one.mark.effective).collect(),
        }),
        VersionTyped::Draft => Err(CommandError::NotAVersion("draft".to_owned())),
    };
    let (old, new) = match wanted {
        [] => {
            return RevisionPair::usual(revisions).ok_or_else(|| {
                let name = format!("{SCHEME}{id}");
                let revise = shell::command(place, &["revise", &name], &["--effective", "YYYY-MM-DD"]);
                CommandError::OneRevision { specification: id.clone(), revise }
            });
        }
        [old] => (find(old)?, revisions.in_force),
        [old, new, ..] => (find(old)?, find(new)?),
    };
    // Revisions have an order of their own.
    Ok(RevisionPair { revisions, old: old.min(new), new: old.max(new) })
}

impl SpecificationDiff {
    /// A line a clause.
    pub(crate) fn table(&self) -> String {
        let Self { specification, title, old, new, clauses } = self;
        let mut text = format!("{title} ({specification}): {old} -> {new}\n");
        if clauses.is_empty() {
            text.push_str("No clause changed.\n");
        }
        let what: Vec<String> = clauses.iter().map(|one| one.changes.join(", ")).collect();
        let width = what.iter().map(String::len).max().unwrap_or(0);
        for (clause, what) in clauses.iter().zip(&what) {
            text.push_str(format!("  {what:width$}  {}", clause.line()).trim_end());
            text.push('\n');
            // The publisher's own words, for whoever has both documents.
            if let Some(new) = &clause.new_sentence {
                clause
                    .old_sentences
                    .iter()
                    .for_each(|old| text.push_str(&format!("  {:width$}  - {old}\n", "")));
                text.push_str(&format!("  {:width$}  + {new}\n", ""));
            }
        }
        text
    }
}

impl ClauseChange {
    /// `words` are the publisher's, as far as they are at hand.
    pub(super) fn new(pair: &RevisionPair<'_>, step: &ClauseStep, words: &PublisherWords) -> Self {
        let before: Vec<&Clause> = step.before.iter().map(|one| one.of(&pair.before().clauses)).collect();
        let now = step.now.map(|now| now.of(&pair.after().clauses));
        let (id, title) = now.or(before.first().copied()).map_or(("", ""), |one| (&one.id, &one.title));
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            was: before.iter().map(|one| one.id.clone()).collect(),
            changes: step.differences.iter().map(|one| one.word()).collect(),
            meaning: step.meaning.map(MeaningDecision::word),
            old: before.iter().map(|one| asked(one)).collect(),
            new: match now {
                Some(now) => asked(now),
                None => pair.reason_of_removal(step).map(|one| one.reason.to_string()).unwrap_or_default(),
            },
            old_sentences: words.before(pair, step),
            new_sentence: words.now(pair, step),
        }
    }

    pub(super) fn line(&self) -> String {
        let Self { id, title, was, changes, meaning, old, new, old_sentences: _, new_sentence: _ } = self;
        let ids =
            if was.iter().all(|one| one == id) { id.clone() } else { format!("{} -> {id}", was.join(", ")) };
        let ids = if was.is_empty() { id.clone() } else { ids };
        let meaning = meaning.map(|meaning| format!(" (meaning: {meaning})")).unwrap_or_default();
        let text = match changes.as_slice() {
            ["removed"] if new.is_empty() => String::new(),
            ["removed" | "new"] => format!(": {new}"),
            _ if old.iter().all(|old| old == new) => String::new(),
            _ => format!(": {} -> {new}", old.join(" + ")),
        };
        format!("{ids} “{title}”{meaning}{text}")
    }
}
