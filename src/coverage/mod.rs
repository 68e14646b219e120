//! The third stage: which clauses are met, by what, and how far that may be relied on.
//!
//! Always computed from the whole handbook: a figure kept from an earlier build could only be wrong.

mod ahead;
mod incorporated;
mod judgement;
mod mapped;

pub(crate) use ahead::{EvidenceLoss, LossCause};
pub(crate) use incorporated::{Incorporation, IncorporationState};
pub(crate) use judgement::NeededPart;
pub(crate) use mapped::MappedEvidence;

use std::collections::BTreeMap;

use crate::model::{
    ClauseKey, Date, ElementId, Evidence, EvidenceKind, Handbook, Handle, KeptRecord, RecordState,
    Specification, track,
};
use judgement::{Cited, Judgement};
use mapped::CitedBy;

/// How far a clause is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Every kind of evidence that it takes is there, approved and in force.
    Covered,
    /// Every kind is there, but some is not approved, or its date has not come.
    Drafted,
    /// Some kinds are there, some are missing; or an element is.
    Partial,
    /// None is there.
    Uncovered,
    /// Some of its evidence was read against another meaning of the clause, or nobody has decided whether its meaning changed.
    Unconfirmed,
    /// Waived, with a reason.
    NotApplicable,
    /// Its specification doesn't apply any more.
    Superseded,
    /// It explains, or it does not bind; evidence earns nothing.
    Informative,
    /// It names a part of the document.
    Heading,
}

impl Status {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Drafted => "drafted",
            Self::Partial => "partial",
            Self::Uncovered => "uncovered",
            Self::Unconfirmed => "unconfirmed",
            Self::NotApplicable => "not-applicable",
            Self::Superseded => "superseded",
            Self::Informative => "informative",
            Self::Heading => "heading",
        }
    }

    /// Whether something has to meet a clause of this status.
    #[must_use]
    pub(crate) fn takes_evidence(self) -> bool {
        match self {
            Self::Covered | Self::Drafted | Self::Partial | Self::Uncovered | Self::Unconfirmed => true,
            Self::NotApplicable | Self::Superseded | Self::Informative | Self::Heading => false,
        }
    }

    /// Whether someone still has to do something for a clause of this status to be met.
    #[must_use]
    pub(crate) fn is_gap(self) -> bool {
        matches!(self, Self::Partial | Self::Uncovered | Self::Unconfirmed)
    }
}

#[derive(Debug, Clone)]
pub struct ClauseCoverage {
    /// How far.
    pub status: Status,
    pub(crate) evidence: Vec<Handle<Evidence>>,
    /// Kinds of evidence that it takes and that are not there.
    pub(crate) missing: Vec<EvidenceKind>,
    /// Its elements that nothing meets.
    pub(crate) open_elements: Vec<ElementId>,
    /// The records that are for it, in force or not.
    pub(crate) records: Vec<Handle<KeptRecord>>,
    /// What meets clauses that somebody compared with it.
    pub(crate) mapped: Vec<MappedEvidence>,
    /// How far the specification is met that it asks to comply with, if it does.
    pub(crate) met_by: Option<Incorporation>,
    /// The day to come from which an open clause is met, by versions that are approved already.
    pub(crate) met_from: Option<Date>,
    /// The last day on which a covered clause is met, where its record expires, its evidence ends, or its specification does.
    pub(crate) met_until: Option<Date>,
}

impl ClauseCoverage {
    pub(crate) fn lacks(&self, part: &NeededPart) -> bool {
        match part {
            NeededPart::Kind(kind) => self.missing.contains(kind),
            NeededPart::Element(element) => self.open_elements.contains(element),
        }
    }

    /// What doesn't count for it, and may be what it still needs.
    pub(crate) fn offers(&self) -> impl Iterator<Item = &MappedEvidence> {
        let is_open = self.status.is_gap();
        self.mapped.iter().filter(move |one| is_open && !one.counts)
    }

    /// All that cites it, in the order of the handbook.
    pub(crate) fn cited_by<'h>(&self, handbook: &'h Handbook) -> impl Iterator<Item = &'h Evidence> {
        self.evidence.iter().map(|evidence| evidence.of(&handbook.evidence))
    }
}

/// How many clauses have each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// All clauses that evidence must meet: the sum of the next five.
    pub applicable: usize,
    /// Met by what is in force.
    pub covered: usize,
    /// Met, but not all of it is in force.
    pub drafted: usize,
    pub(crate) partial: usize,
    pub(crate) uncovered: usize,
    /// Met, and some of it was read against another meaning of the clause.
    pub(crate) unconfirmed: usize,
    /// Waived; not counted as applicable.
    pub(crate) not_applicable: usize,
}

impl Totals {
    /// One clause more of this status.
    pub(crate) fn count(&mut self, status: Status) {
        let field = match status {
            Status::Covered => &mut self.covered,
            Status::Drafted => &mut self.drafted,
            Status::Partial => &mut self.partial,
            Status::Uncovered => &mut self.uncovered,
            Status::Unconfirmed => &mut self.unconfirmed,
            Status::NotApplicable => {
                self.not_applicable += 1;
                return;
            }
            Status::Superseded | Status::Informative | Status::Heading => return,
        };
        *field += 1;
        self.applicable += 1;
    }

    /// Percent of the applicable clauses that are covered; 100 where none applies.
    #[must_use]
    pub(crate) fn percent_covered(&self) -> f64 {
        if self.applicable == 0 {
            return 100.0;
        }
        // Counts of clauses are far below 2^52.
        #[allow(clippy::cast_precision_loss)]
        let percent = self.covered as f64 * 100.0 / self.applicable as f64;
        percent
    }
}

/// The coverage of a whole handbook. Clauses of service lines that are not offered are left out.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    clauses: BTreeMap<ClauseKey, ClauseCoverage>,
    /// What clauses lose on days to come.
    pub(crate) losses: Vec<EvidenceLoss>,
}

impl Coverage {
    /// How a clause is met; `None` when its service lines are not offered.
    #[must_use]
    pub(crate) fn of(&self, key: ClauseKey) -> Option<&ClauseCoverage> {
        self.clauses.get(&key)
    }

    /// Every clause with how it is met, in the order of the documents.
    pub fn iter(&self) -> impl Iterator<Item = (ClauseKey, &ClauseCoverage)> {
        self.clauses.iter().map(|(key, clause)| (*key, clause))
    }

    /// Whether any clause of the specification is for a service line that is offered.
    #[must_use]
    pub(crate) fn applies(&self, specification: Handle<Specification>) -> bool {
        self.clauses.keys().any(|key| key.specification == specification)
    }

    /// How many clauses have each status; of one specification or of all.
    #[must_use]
    pub fn totals(&self, specification: Option<Handle<Specification>>) -> Totals {
        let mut totals = Totals::default();
        for (key, clause) in &self.clauses {
            if specification.is_none_or(|wanted| wanted == key.specification) {
                totals.count(clause.status);
            }
        }
        totals
    }
}

/// Computes the coverage of a handbook.
#[must_use]
pub fn coverage(handbook: &Handbook) -> Coverage {
    let offered = handbook.offered();
    let mut citing: BTreeMap<ClauseKey, Vec<Handle<Evidence>>> = BTreeMap::new();
    for (handle, evidence) in Handle::each(&handbook.evidence) {
        citing.entry(evidence.clause).or_default().push(handle);
    }
    let own = citing.iter().map(|(key, evidence)| {
        (*key, evidence.iter().map(|one| Cited::of(one.of(&handbook.evidence))).collect())
    });
    let mut cited: CitedBy<'_> = own.collect();
    add_records(&mut cited, handbook, handbook.as_of);
    mapped::add_mapped(&mut cited, handbook);
    let mut mapped = mapped::mapped_evidence(handbook, &citing);
    let keys =
        handbook.clauses().filter(|(_, clause)| track::meet(&clause.tracks, &offered)).map(|(key, _)| key);
    let judged = incorporated::judge_all(handbook, keys, &cited, handbook.as_of);
    let clauses = judged.into_iter().map(|(key, (judgement, met_by))| {
        let Judgement { status, missing, open_elements } = judgement;
        let coverage = ClauseCoverage {
            status,
            evidence: citing.remove(&key).unwrap_or_default(),
            missing,
            open_elements,
            records: records_for(key, handbook),
            mapped: mapped.remove(&key).unwrap_or_default(),
            met_by,
            met_from: None,
            met_until: None,
        };
        (key, coverage)
    });
    let mut coverage = Coverage { clauses: clauses.collect(), losses: Vec::new() };
    ahead::look_ahead(handbook, &mut coverage);
    coverage
}

/// Adds the records in force on `day` to what cites each clause.
fn add_records<'a>(cited: &mut CitedBy<'a>, handbook: &'a Handbook, day: Date) {
    for record in handbook.records.iter().filter(|record| record.state(day) == RecordState::InForce) {
        for part in &record.parts {
            let one = Cited {
                kind: EvidenceKind::Record,
                element: part.element.as_ref(),
                in_force: true,
                confirmation: record.confirmation,
            };
            cited.entry(part.clause).or_default().push(one);
        }
    }
}

fn records_for(key: ClauseKey, handbook: &Handbook) -> Vec<Handle<KeptRecord>> {
    let records = Handle::each(&handbook.records);
    let for_it = records.filter(|(_, record)| record.parts.iter().any(|part| part.clause == key));
    for_it.map(|(handle, _)| handle).collect()
}
