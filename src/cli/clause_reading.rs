//! What a document was last read against, which of the clauses that it cites have changed since, and what is recorded once somebody has
//! read it again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::count;
use crate::edit::ClausesRead;
use crate::impact::asked;
use crate::load::{SourceHeader, Sources, Spanned, VersionFile, VersionSource};
use crate::model::revision::RevisionAt;
use crate::model::{CitedRevisions, Clause, Evidence, Handle, Header, RevisionMark, Revisions, Version};
use crate::pipeline::Examined;
use crate::source::FileId;

/// A document and one of the specifications that it cites.
pub(crate) struct ClauseReading {
    specification: String,
    /// `2026-03-01 3f9a2c`: the revision in force, and those to come.
    read_against: String,
    /// The revision whose ids the file uses, if it doesn't say so.
    cites: Date,
    /// What it says in `cites` of this and other specifications.
    cited: Vec<(String, Date)>,
    /// The revision that the clauses are compared with: what this version or an earlier one was last read against, else what the file
    /// cites.
    since: Option<Date>,
    /// The clauses that it cites and that somebody has to read again.
    pub(crate) changed: Vec<ChangedClause>,
}

/// A clause whose meaning may not be what it was when a document was read.
pub(crate) struct ChangedClause {
    name: String,
    title: String,
    /// The day of the revision.
    revision: Date,
    /// What it asked then; empty if it is new, or nobody knows.
    old: Vec<String>,
    new: String,
}

/// By specification, for the version in the file at `path`.
pub(crate) fn readings(examined: &Examined, path: &str) -> Vec<ClauseReading> {
    let handbook = &examined.handbook;
    let Some((file, header)) = version_in(examined, path) else { return Vec::new() };
    let earlier = earlier_marks(&examined.sources, file);
    let all = handbook.evidence.iter().chain(&handbook.evidence_to_come);
    let evidence: Vec<&Evidence> = all.filter(|one| one.span.file == file).collect();
    Handle::each(&handbook.specifications)
        .filter_map(|(handle, _)| {
            let cited: BTreeSet<Handle<Clause>> = evidence
                .iter()
                .filter(|one| one.clause.specification == handle)
                .map(|one| one.clause.clause)
                .collect();
            reading(&cited, header, &earlier, handle.beside(&handbook.revisions))
        })
        .collect()
}

/// What the first approval of a document records: its text, and the citations in it, are accepted as they came, so it counts as read
/// against the revisions that it cites. That is only so for the oldest that is at hand: of a later one, nobody knows whether the text
/// was written for it or its ids were brought up to date.
pub(crate) fn adopted(examined: &Examined, path: &str) -> ClausesRead {
    let handbook = &examined.handbook;
    let Some((file, header)) = version_in(examined, path) else { return ClausesRead::default() };
    let CitedRevisions { cites, read_against } = &header.revisions;
    let was_taken_up = |header: &&SourceHeader| header.approved_on.is_some() || header.read_against.is_some();
    if !read_against.is_empty() || earlier_headers(&examined.sources, file).iter().any(was_taken_up) {
        return ClausesRead::default();
    }
    let oldest = handbook.revisions.iter().filter_map(|one| Some((one.current(), &one.all.first()?.mark)));
    let read_against = oldest
        .filter(|(current, mark)| {
            cites.get(&current.specification.id).is_some_and(|day| **day == mark.effective)
        })
        .map(|(current, mark)| (current.specification.id.clone(), mark.to_string()))
        .collect();
    ClausesRead { cites: Vec::new(), read_against }
}

/// Whether the version in the file at `path` cites a revision that nobody has read it against, once `recorded` is.
pub(crate) fn is_unread(examined: &Examined, path: &str, recorded: &ClausesRead) -> bool {
    version_in(examined, path).is_some_and(|(_, header)| {
        let CitedRevisions { cites, read_against } = &header.revisions;
        let is_recorded = |id: &String| recorded.read_against.iter().any(|(other, _)| other == id);
        cites.keys().any(|id| !read_against.contains_key(id) && !is_recorded(id))
    })
}

fn version_in<'a>(examined: &'a Examined, path: &str) -> Option<(FileId, &'a Header)> {
    let file = examined.sources.files.find(path)?;
    let documents = examined.handbook.documents().versioned();
    let versions = documents.flat_map(|document| document.versions().collect::<Vec<&dyn Version>>());
    let header = versions.map(Version::header).find(|header| header.span.file == file)?;
    Some((file, header))
}

/// Of the earlier versions of the document, newest first.
fn earlier_headers(sources: &Sources, file: FileId) -> Vec<&SourceHeader> {
    fn of<S: VersionSource>(files: &[VersionFile<S>], file: FileId) -> Option<Vec<&SourceHeader>> {
        let at = files.iter().position(|one| one.file == file)?;
        let earlier = files[..at].iter().rev().take_while(|one| one.document == files[at].document);
        Some(earlier.map(|one| one.source.header()).collect())
    }
    let Sources { policies, forms, curricula, .. } = sources;
    of(policies, file).or_else(|| of(forms, file)).or_else(|| of(curricula, file)).unwrap_or_default()
}

/// What the newest earlier version was read against, by specification.
fn earlier_marks(sources: &Sources, file: FileId) -> BTreeMap<String, Vec<RevisionMark>> {
    let written = earlier_headers(sources, file).into_iter().find_map(|one| one.read_against.as_ref());
    let marks = written.map(Spanned::get_ref).into_iter().flatten();
    marks
        .filter_map(|(id, written)| Some((id.clone(), RevisionMark::parse_all(written.get_ref())?)))
        .collect()
}

fn reading(
    cited: &BTreeSet<Handle<Clause>>,
    header: &Header,
    earlier: &BTreeMap<String, Vec<RevisionMark>>,
    revisions: &Revisions,
) -> Option<ClauseReading> {
    let id = &revisions.current().specification.id;
    let said = &header.revisions;
    if cited.is_empty() && !said.cites.contains_key(id) && !said.read_against.contains_key(id) {
        return None;
    }
    let own = said.read_against.get(id).map(|marks| marks.as_slice());
    let marks = own.or(earlier.get(id).map(Vec::as_slice)).unwrap_or_default();
    let read: Vec<RevisionAt> = marks.iter().filter_map(|mark| revisions.at_hand(mark)).collect();
    let revision_cited = said.cites.get(id).map(|day| **day);
    let compared: Vec<RevisionAt> = match read.as_slice() {
        [] => revision_cited.map_or(Some(0), |day| revisions.find(day)).into_iter().collect(),
        read => read.to_vec(),
    };
    let marks: Vec<String> = revisions.not_past().iter().map(|one| one.mark.to_string()).collect();
    Some(ClauseReading {
        specification: id.clone(),
        read_against: marks.join(", "),
        cites: revisions.all.first()?.mark.effective,
        cited: said.cites.iter().map(|(id, day)| (id.clone(), **day)).collect(),
        since: compared.iter().max().map(|at| revisions.all[*at].mark.effective),
        changed: if compared.is_empty() { Vec::new() } else { changed(revisions, cited, &compared) },
    })
}

/// The clauses of the revision in force, and of those to come, that are not known from what was read.
fn changed(
    revisions: &Revisions,
    cited: &BTreeSet<Handle<Clause>>,
    read: &[RevisionAt],
) -> Vec<ChangedClause> {
    let mut changed = Vec::new();
    let mut before: BTreeSet<Handle<Clause>> = BTreeSet::new();
    for at in revisions.in_force..revisions.all.len() {
        let there: BTreeSet<Handle<Clause>> = cited
            .iter()
            .flat_map(|clause| revisions.counterparts(revisions.in_force, *clause, at).clauses)
            .collect();
        let is_unread =
            |clause: &&Handle<Clause>| !read.iter().any(|read| revisions.is_known_from(*read, at, **clause));
        // A clause that stays as it is in the next revision was shown with this one.
        let was_shown = |clause: &Handle<Clause>| {
            at > revisions.in_force
                && revisions.is_known_from(at - 1, at, *clause)
                && revisions.all[at].origin(*clause).clauses.iter().any(|one| before.contains(one))
        };
        let unread: BTreeSet<Handle<Clause>> = there.iter().filter(is_unread).copied().collect();
        let last = read.iter().copied().filter(|read| *read <= at).max().or(read.iter().copied().max());
        for clause in unread.iter().filter(|clause| !was_shown(clause)) {
            changed.push(changed_clause(revisions, at, *clause, last));
        }
        before = unread;
    }
    changed
}

fn changed_clause(
    revisions: &Revisions,
    at: RevisionAt,
    clause: Handle<Clause>,
    read: Option<RevisionAt>,
) -> ChangedClause {
    let specification = &revisions.all[at].specification;
    let now = clause.of(&specification.clauses);
    let old = read.map(|read| {
        let then = revisions.counterparts(at, clause, read).clauses;
        then.iter().map(|one| asked(one.of(&revisions.all[read].specification.clauses))).collect()
    });
    ChangedClause {
        name: format!("{}/{}", specification.id, now.id),
        title: now.title.to_string(),
        revision: specification.effective,
        old: old.unwrap_or_default(),
        new: asked(now),
    }
}

/// What somebody has to read, old beside new; empty where there is nothing.
pub(crate) fn shown(path: &str, readings: &[ClauseReading]) -> String {
    let mut text = String::new();
    for reading in readings.iter().filter(|reading| !reading.changed.is_empty()) {
        let clauses = count(reading.changed.len(), "clause", "clauses");
        let since = reading.since.map(|day| format!(" since the revision of {day}")).unwrap_or_default();
        text.push_str(&format!("{path}: {clauses} of {} changed{since}\n", reading.specification));
        for ChangedClause { name, title, revision, old, new } in &reading.changed {
            text.push_str(&format!("  {name} “{title}” (revision of {revision})\n"));
            match old.as_slice() {
                [] => text.push_str("    old: -\n"),
                old => old.iter().for_each(|old| text.push_str(&format!("    old: {old}\n"))),
            }
            text.push_str(&format!("    new: {new}\n"));
        }
    }
    text
}

/// What is recorded once somebody has read the clauses.
pub(crate) fn recorded(readings: &[ClauseReading]) -> ClausesRead {
    let mut cites: BTreeMap<String, Date> = BTreeMap::new();
    for reading in readings {
        cites.extend(reading.cited.iter().cloned());
        cites.entry(reading.specification.clone()).or_insert(reading.cites);
    }
    let cites = cites.into_iter().collect();
    let read_against =
        readings.iter().map(|one| (one.specification.clone(), one.read_against.clone())).collect();
    ClausesRead { cites, read_against }
}
