//! Commands that are given a specification: its next revision, and what changed from one revision to another.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::clause_reading::asked;
use super::typed::VersionTyped;
use super::{CommandError, Place, shell};
use crate::diagnostic;
use crate::edit;
use crate::files::{self, Access, FileError};
use crate::model::revision::RevisionAt;
use crate::model::{Clause, ElementId, Handbook, Handle, MeaningChange, Revisions};
use crate::pipeline::Examined;

/// What is before the name of a specification that a document has, too.
const SCHEME: &str = "specification:";

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
    id: String,
    title: String,
    /// Its ids in the older revision; none if it is new.
    was: Vec<String>,
    /// new, removed, renumbered, split, merged, reworded, figures, kind, needs.
    changes: Vec<&'static str>,
    /// changed, same or undecided, where its words changed.
    meaning: Option<&'static str>,
    /// What it asked; empty if it is new.
    old: Vec<String>,
    /// What it asks; why it is gone, if it was removed.
    new: String,
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

/// Compares the revisions that are typed: else the one in force with the next one to come, else with the one before.
pub(crate) fn diff(
    place: &Place,
    revisions: &Revisions,
    wanted: &[VersionTyped],
) -> Result<SpecificationDiff, CommandError> {
    let id = &revisions.current().specification.id;
    let find = |typed: &VersionTyped| match typed {
        VersionTyped::Of(day) => revisions.find(*day).ok_or_else(|| CommandError::UnknownRevision {
            specification: id.clone(),
            day: *day,
            known: revisions.all.iter().map(|one| one.mark.effective).collect(),
        }),
        VersionTyped::Draft => Err(CommandError::NotAVersion("draft".to_owned())),
    };
    let now = revisions.in_force;
    let (old, new) = match wanted {
        [] if now + 1 < revisions.all.len() => (now, now + 1),
        [] if now > 0 => (now - 1, now),
        [] => {
            let name = format!("{SCHEME}{id}");
            let revise = shell::command(place, &["revise", &name], &["--effective", "YYYY-MM-DD"]);
            return Err(CommandError::OneRevision { specification: id.clone(), revise });
        }
        [old] => (find(old)?, now),
        [old, new, ..] => (find(old)?, find(new)?),
    };
    // Revisions have an order of their own.
    Ok(compared(revisions, old.min(new), old.max(new)))
}

fn compared(revisions: &Revisions, old: RevisionAt, new: RevisionAt) -> SpecificationDiff {
    let (before, after) = (&revisions.all[old].specification, &revisions.all[new].specification);
    let pair = RevisionPair { revisions, old, new };
    let mut clauses: Vec<ClauseChange> =
        Handle::each(&after.clauses).filter_map(|(handle, _)| pair.change(handle)).collect();
    clauses.extend(Handle::each(&before.clauses).filter_map(|(handle, clause)| pair.removal(handle, clause)));
    SpecificationDiff {
        specification: after.id.clone(),
        title: after.title.to_string(),
        old: before.effective.to_string(),
        new: after.effective.to_string(),
        clauses,
    }
}

struct RevisionPair<'a> {
    revisions: &'a Revisions,
    old: RevisionAt,
    new: RevisionAt,
}

impl RevisionPair<'_> {
    /// `None` where nothing changed.
    fn change(&self, handle: Handle<Clause>) -> Option<ClauseChange> {
        let Self { revisions, old, new } = self;
        let clause = handle.of(&revisions.all[*new].specification.clauses);
        let before_all = &revisions.all[*old].specification.clauses;
        let handles = revisions.counterparts(*new, handle, *old).clauses;
        let before: Vec<&Clause> = handles.iter().map(|one| one.of(before_all)).collect();
        let mut changes = Vec::new();
        let mut say = |word, is_so: bool| changes.extend(is_so.then_some(word));
        say("new", before.is_empty());
        say("merged", before.len() > 1);
        let parts = handles.iter().flat_map(|one| revisions.counterparts(*old, *one, *new).clauses);
        say("split", parts.collect::<BTreeSet<_>>().len() > 1 && before.len() == 1);
        say("renumbered", !before.is_empty() && before.iter().all(|one| one.id != clause.id));
        let differs = |is_other: &dyn Fn(&Clause) -> bool| before.iter().any(|one| is_other(one));
        say("reworded", differs(&|one| words(one) != words(clause)));
        say("figures", differs(&|one| figures(one) != figures(clause)));
        say("kind", differs(&|one| one.kind != clause.kind));
        say("needs", differs(&|one| one.needs != clause.needs));
        say("elements", differs(&|one| elements(one) != elements(clause)));
        let is_other = differs(&|one| asked(one) != asked(clause));
        (!changes.is_empty()).then(|| ClauseChange {
            id: clause.id.clone(),
            title: clause.title.to_string(),
            was: before.iter().map(|one| one.id.clone()).collect(),
            changes,
            meaning: is_other.then(|| self.meaning(handle)),
            old: before.iter().map(|one| asked(one)).collect(),
            new: asked(clause),
        })
    }

    fn meaning(&self, handle: Handle<Clause>) -> &'static str {
        let Self { revisions, old, new } = self;
        if revisions.is_known_from(*old, *new, handle) {
            "same"
        } else if revisions.all[*new].origin(handle).meaning == MeaningChange::Undecided {
            "undecided"
        } else {
            "changed"
        }
    }

    fn removal(&self, handle: Handle<Clause>, clause: &Clause) -> Option<ClauseChange> {
        let removed_in = self.revisions.counterparts(self.old, handle, self.new).removed_in?;
        let reason = self.revisions.reason_of_removal(self.old, handle, removed_in);
        Some(ClauseChange {
            id: clause.id.clone(),
            title: clause.title.to_string(),
            was: vec![clause.id.clone()],
            changes: vec!["removed"],
            meaning: None,
            old: vec![asked(clause)],
            new: reason.map(|one| one.reason.to_string()).unwrap_or_default(),
        })
    }
}

fn words(clause: &Clause) -> Vec<&str> {
    clause.summary.split_whitespace().collect()
}

fn elements(clause: &Clause) -> Vec<(&ElementId, &str)> {
    clause.elements.iter().map(|element| (&element.id, element.label.as_str())).collect()
}

fn figures(clause: &Clause) -> Vec<(&str, &'static str)> {
    clause.figures.iter().map(|figure| (figure.written.as_str(), figure.kind.word())).collect()
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
        }
        text
    }
}

impl ClauseChange {
    fn line(&self) -> String {
        let Self { id, title, was, changes, meaning, old, new } = self;
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
