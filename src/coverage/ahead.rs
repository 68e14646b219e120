//! Coverage on the days to come on which a version takes effect or a document ends: the open clauses that will be met, and the clauses
//! that lose their last evidence of a kind. A clause that a revision changes by then is not said to be met, and one that it removes loses
//! nothing.
//!
//! ```text
//! today          intake, version of 2026-11-23, meets payer/visits/1
//! 2027-01-01     intake, version of 2027-01-01, doesn't, and nothing else does: payer/visits/1 loses a policy section
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Cited, Coverage, Status, status};
use crate::model::version::choose;
use crate::model::{
    ClauseKey, Date, DocumentId, DocumentVersions, Evidence, Handbook, Handle, Header, Version,
};
use crate::source::{FileId, Span};

/// What takes evidence away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LossCause {
    /// A version leaves it out; the top of that version.
    NewVersion(Span),
    /// The document ends; the top of its last version.
    DocumentEnds(Span),
}

/// The last evidence of a kind for a clause, which a version to come leaves out, or whose document ends.
#[derive(Debug, Clone)]
pub(crate) struct EvidenceLoss {
    pub(crate) clause: ClauseKey,
    /// What meets it until then.
    pub(crate) evidence: Handle<Evidence>,
    /// The day from which it doesn't.
    pub(crate) day: Date,
    /// What happens on that day.
    pub(crate) cause: LossCause,
}

/// Which versions take effect on a day to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Approvals {
    /// Those whose approval is recorded.
    Recorded,
    /// All that have a date: they will be approved by then.
    Expected,
}

/// Looks ahead from `coverage`, which is that of today: from when open clauses are met, and what others lose.
pub(crate) fn look_ahead(handbook: &Handbook, coverage: &mut Coverage) {
    let days = days(handbook);
    if days.is_empty() {
        return;
    }
    let ahead = Ahead::new(handbook);
    note_when_met(&ahead, &days, handbook, coverage);
    coverage.losses = losses(&ahead, &days, handbook, coverage);
}

fn note_when_met(ahead: &Ahead<'_>, days: &BTreeSet<Date>, handbook: &Handbook, coverage: &mut Coverage) {
    for day in days {
        let (cited, _) = ahead.cited_on(*day, Approvals::Recorded);
        for (key, clause) in &mut coverage.clauses {
            if clause.status.is_gap() && clause.met_from.is_none() && is_the_same_on(*day, *key, handbook) {
                let cited = cited.get(key).map(Vec::as_slice).unwrap_or_default();
                let change = handbook.origin(*key).meaning;
                let (then, _) = status(handbook.clause(*key), change, cited, false);
                clause.met_from = (then == Status::Covered).then_some(*day);
            }
        }
    }
}

/// Whether a clause asks on a day to come what it asks today: no revision by then changes or removes it.
fn is_the_same_on(day: Date, key: ClauseKey, handbook: &Handbook) -> bool {
    let revisions = key.specification.beside(&handbook.revisions);
    let now = revisions.in_force;
    let newest = revisions.all.iter().rposition(|one| one.mark.effective <= day);
    newest.filter(|newest| *newest > now).is_none_or(|newest| {
        let then = revisions.counterparts(now, key.clause, newest).clauses;
        !then.is_empty() && then.iter().all(|one| revisions.is_known_from(now, newest, *one))
    })
}

/// Whether a revision by then removes a clause.
fn is_gone_on(day: Date, key: ClauseKey, handbook: &Handbook) -> bool {
    let revisions = key.specification.beside(&handbook.revisions);
    let newest = revisions.all.iter().rposition(|one| one.mark.effective <= day);
    let newest = newest.filter(|newest| *newest > revisions.in_force);
    newest.is_some_and(|newest| {
        revisions.counterparts(revisions.in_force, key.clause, newest).clauses.is_empty()
    })
}

fn losses(
    ahead: &Ahead<'_>,
    days: &BTreeSet<Date>,
    handbook: &Handbook,
    coverage: &Coverage,
) -> Vec<EvidenceLoss> {
    let mut losses = Vec::new();
    let mut known = BTreeSet::new();
    for day in days {
        let (cited, causes) = ahead.cited_on(*day, Approvals::Expected);
        let open = coverage.iter().filter(|(_, clause)| takes_evidence(clause.status));
        for (key, clause) in open.filter(|(key, _)| !is_gone_on(*day, *key, handbook)) {
            let then = cited.get(&key).map(Vec::as_slice).unwrap_or_default();
            for kind in handbook.clause(key).needs.iter().filter(|kind| !clause.missing.contains(kind)) {
                // What is lost on one day is lost on the next ones too.
                if then.iter().any(|one| one.kind == *kind) || !known.insert((key, *kind)) {
                    continue;
                }
                losses.extend(clause.evidence.iter().find_map(|evidence| {
                    let one = evidence.of(&handbook.evidence);
                    let cause = *causes.get(&one.document).filter(|_| one.kind == *kind)?;
                    Some(EvidenceLoss { clause: key, evidence: *evidence, day: *day, cause })
                }));
            }
        }
    }
    losses
}

fn takes_evidence(status: Status) -> bool {
    match status {
        Status::Covered | Status::Drafted | Status::Partial | Status::Uncovered | Status::Unconfirmed => true,
        Status::NotApplicable | Status::Informative | Status::Heading => false,
    }
}

/// The days to come on which a version takes effect or a document ends.
fn days(handbook: &Handbook) -> BTreeSet<Date> {
    let versions =
        handbook.documents().versioned().flat_map(|document| document.versions().collect::<Vec<_>>());
    let days = versions.flat_map(|version| {
        let Header { effective, end, .. } = version.header();
        [*effective, end.as_ref().map(|end| end.on)]
    });
    days.flatten().filter(|day| *day > handbook.as_of).collect()
}

/// What cites each clause, and what happens to each document of which today's version isn't shown.
type CitedThen<'a> = (BTreeMap<ClauseKey, Vec<Cited>>, HashMap<&'a DocumentId, LossCause>);

struct Ahead<'a> {
    documents: Vec<DocumentVersions<'a>>,
    /// By the file of the version, whose only evidence it is.
    shown: HashMap<FileId, Vec<&'a Evidence>>,
    to_come: HashMap<FileId, Vec<&'a Evidence>>,
}

impl<'a> Ahead<'a> {
    fn new(handbook: &'a Handbook) -> Self {
        let by_file = |all: &'a [Evidence]| {
            let mut by_file: HashMap<FileId, Vec<&Evidence>> = HashMap::new();
            for one in all {
                by_file.entry(one.span.file).or_default().push(one);
            }
            by_file
        };
        Self {
            documents: handbook.documents().versioned().collect(),
            shown: by_file(&handbook.evidence),
            to_come: by_file(&handbook.evidence_to_come),
        }
    }

    fn cited_on(&self, day: Date, approvals: Approvals) -> CitedThen<'_> {
        let mut cited: BTreeMap<ClauseKey, Vec<Cited>> = BTreeMap::new();
        let mut causes = HashMap::new();
        for document in &self.documents {
            let versions: Vec<&dyn Version> = document.versions().collect();
            let dates: Vec<(Option<Date>, bool)> =
                versions.iter().map(|version| dates(*version, day, approvals)).collect();
            let Some(at) = choose(&dates, day) else { continue };
            let header = versions[at].header();
            if header.end.as_ref().is_some_and(|end| end.on <= day) {
                causes.insert(&document.id, LossCause::DocumentEnds(header.span));
                continue;
            }
            let evidence = if at == 0 { &self.shown } else { &self.to_come };
            for one in evidence.get(&header.span.file).into_iter().flatten() {
                let in_force = header.in_force(day);
                cited.entry(one.clause).or_default().push(Cited { in_force, ..Cited::of(one) });
            }
            if at > 0 {
                causes.insert(&document.id, LossCause::NewVersion(header.span));
            }
        }
        (cited, causes)
    }
}

/// The date of a version, and whether it is approved by `day`.
fn dates(version: &dyn Version, day: Date, approvals: Approvals) -> (Option<Date>, bool) {
    let header = version.header();
    let approved = match approvals {
        Approvals::Recorded => header.approval.as_ref().is_some_and(|approval| approval.on <= day),
        Approvals::Expected => header.effective.is_some(),
    };
    (header.effective, approved)
}
