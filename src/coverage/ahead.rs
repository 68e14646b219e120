//! Coverage on the days to come on which a version takes effect, a document or a specification ends, or a record begins or expires: the open clauses that will be met, and the clauses
//! that lose their last evidence of a kind.
//!
//! ```text
//! today          intake, version of 2026-11-23, meets payer/visits/1
//! 2027-01-01     intake, version of 2027-01-01, doesn't, and nothing else does: payer/visits/1 loses a policy section
//! ```

use std::collections::{BTreeSet, HashMap};

use super::incorporated::judge_all;
use super::judgement::{Cited, ClauseQuestion, NeededPart};
use super::mapped::{CitedBy, MappedEvidence, add_mapped};
use super::{Coverage, Status, add_records};
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

/// The last evidence of a kind or of an element for a clause, which a version to come leaves out, or whose document ends.
#[derive(Debug, Clone)]
pub(crate) struct EvidenceLoss {
    pub(crate) clause: ClauseKey,
    /// What it lacks then.
    pub(crate) part: NeededPart,
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
        let keys: Vec<ClauseKey> = coverage.clauses.keys().copied().collect();
        let then = judge_all(handbook, keys.into_iter(), &cited, *day);
        for (key, clause) in &mut coverage.clauses {
            if clause.status.is_gap() && clause.met_from.is_none() {
                let is_met = then.get(key).is_some_and(|(judged, _)| judged.status == Status::Covered);
                clause.met_from = is_met.then_some(*day);
            }
            let status = then.get(key).map(|(judged, _)| judged.status);
            let is_lost = status.is_some_and(|status| status.is_gap() || status == Status::Superseded);
            if clause.status == Status::Covered && clause.met_until.is_none() && is_lost {
                clause.met_until = day.yesterday().ok();
            }
        }
    }
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
        for (key, clause) in coverage.iter().filter(|(_, clause)| clause.status.takes_evidence()) {
            if handbook.specification(key).has_ended(*day) {
                continue;
            }
            let then = cited.get(&key).map(Vec::as_slice).unwrap_or_default();
            let question = ClauseQuestion::of(key, handbook);
            for part in question.parts().into_iter().filter(|part| !clause.lacks(part)) {
                // What is lost on one day is lost on the next ones too.
                if then.iter().any(|one| question.meets(one, &part)) || !known.insert((key, part.clone())) {
                    continue;
                }
                let own = clause.evidence.iter().map(|evidence| {
                    let one = evidence.of(&handbook.evidence);
                    (*evidence, one.element.as_ref())
                });
                let counting = clause.mapped.iter().filter(|one| one.counts);
                let mapped =
                    counting.map(|MappedEvidence { evidence, element, .. }| (*evidence, element.as_ref()));
                losses.extend(own.chain(mapped).find_map(|(evidence, element)| {
                    let one = evidence.of(&handbook.evidence);
                    let was_met = question.meets(&Cited { element, ..Cited::of(one) }, &part);
                    let cause = *causes.get(&one.document).filter(|_| was_met)?;
                    let part = part.clone();
                    Some(EvidenceLoss { clause: key, part, evidence, day: *day, cause })
                }));
            }
        }
    }
    losses
}

/// The days to come on which a version takes effect, a document ends, a record begins or expires, or a specification ends.
fn days(handbook: &Handbook) -> BTreeSet<Date> {
    let versions =
        handbook.documents().versioned().flat_map(|document| document.versions().collect::<Vec<_>>());
    let days = versions.flat_map(|version| {
        let Header { effective, end, .. } = version.header();
        [*effective, end.as_ref().map(|end| end.on)]
    });
    let records = handbook.records.iter().flat_map(|record| {
        // The last day is still one of its days.
        let after = record.period.until.and_then(|until| until.tomorrow().ok());
        [record.period.since, after]
    });
    let ends = handbook.specifications.iter().map(|one| one.ends.as_ref().map(|ends| **ends));
    days.chain(records).chain(ends).flatten().filter(|day| *day > handbook.as_of).collect()
}

/// What cites each clause, and what happens to each document of which today's version isn't shown.
type CitedThen<'a> = (CitedBy<'a>, HashMap<&'a DocumentId, LossCause>);

struct Ahead<'a> {
    handbook: &'a Handbook,
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
            handbook,
            documents: handbook.documents().versioned().collect(),
            shown: by_file(&handbook.evidence),
            to_come: by_file(&handbook.evidence_to_come),
        }
    }

    fn cited_on(&self, day: Date, approvals: Approvals) -> CitedThen<'_> {
        let mut cited: CitedBy<'_> = CitedBy::new();
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
        add_records(&mut cited, self.handbook, day);
        add_mapped(&mut cited, self.handbook);
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
