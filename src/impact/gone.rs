//! Citations of clauses that a revision in force removed: no clause of the handbook is what they mean, so they are found where they are
//! written.

use std::collections::{BTreeMap, BTreeSet};

use super::{RevisionPair, VersionsOnDay};
use crate::model::version::Version;
use crate::model::{Clause, DocumentId, Handle};
use crate::source::{Files, Span};

/// Where each version cites clauses, by the path of its file.
pub(crate) type WrittenCitations = BTreeMap<String, Vec<Span>>;

/// A citation of a clause that is gone.
#[derive(Clone)]
pub(crate) struct GoneCitation<'h> {
    /// The clause, in the older revision.
    pub(super) clause: Handle<Clause>,
    pub(crate) document: DocumentId,
    pub(crate) version: &'h dyn Version,
    pub(crate) span: Span,
}

pub(super) fn citations<'h>(
    pair: &RevisionPair<'h>,
    versions: &VersionsOnDay<'h>,
    written: &WrittenCitations,
    files: &Files,
) -> Vec<GoneCitation<'h>> {
    let mut gone = Vec::new();
    for (path, spans) in written {
        let found = files.find(path).and_then(|file| Some((file, versions.get(&file)?)));
        let Some((file, (document, version))) = found else { continue };
        let text = &files.get(file).text;
        // A bracket with several citations is one place.
        for span in spans.iter().collect::<BTreeSet<_>>() {
            let cited = text.get(span.range()).unwrap_or_default();
            gone.extend(names(cited, &pair.after().id).filter_map(|id| {
                let clause = removed(pair, *version, id)?;
                Some(GoneCitation { clause, document: document.clone(), version: *version, span: *span })
            }));
        }
    }
    gone
}

/// The ids after `payer/` in a citation.
fn names<'t>(cited: &'t str, specification: &str) -> impl Iterator<Item = &'t str> {
    let is_end = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-./".contains(c));
    let names = cited.split(is_end).filter_map(move |name| name.split_once('/'));
    names.filter(move |(own, _)| *own == specification).map(|(_, id)| id).collect::<Vec<_>>().into_iter()
}

/// The clause of the older revision that is meant, if the newer one has nothing that was it.
fn removed(pair: &RevisionPair<'_>, version: &dyn Version, id: &str) -> Option<Handle<Clause>> {
    let RevisionPair { revisions, old, new } = *pair;
    let cited = version.header().revisions.cites.get(&pair.after().id).map(|day| **day);
    let find = |at: usize| Handle::find(&revisions.all[at].specification.clauses, |one| one.id == id);
    let (at, clause) = match cited {
        Some(day) => revisions.find(day).and_then(|at| Some((at, find(at)?)))?,
        None => (0..revisions.all.len()).find_map(|at| Some((at, find(at)?)))?,
    };
    let before = revisions.counterparts(at, clause, old).clauses;
    before.into_iter().find(|one| revisions.counterparts(old, *one, new).removed_in.is_some())
}
