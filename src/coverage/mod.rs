//! The third stage: which clauses are met, by what, and how far that may be relied on.
//!
//! Always computed from the whole handbook: a figure kept from an earlier build could only be wrong.

mod ahead;

pub(crate) use ahead::{EvidenceLoss, LossCause};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Authority, Clause, ClauseKey, Date, Evidence, EvidenceKind, Handbook, Handle, Specification, Standing,
    track,
};

/// How far a clause is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Every kind of evidence that it takes is there, approved and in force.
    Covered,
    /// Every kind is there, but some is not approved, or its date has not come.
    Drafted,
    /// Some kinds are there, some are missing.
    Partial,
    /// None is there.
    Uncovered,
    /// The clause was revised after its evidence was last reviewed.
    Unconfirmed,
    /// Waived, with a reason.
    NotApplicable,
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
            Self::Informative => "informative",
            Self::Heading => "heading",
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
    /// The day to come from which an open clause is met, by versions that are approved already.
    pub(crate) met_from: Option<Date>,
}

impl ClauseCoverage {
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
    /// Met by what was last reviewed before the clause was revised.
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
            Status::Informative | Status::Heading => return,
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
    let waived: BTreeSet<ClauseKey> = handbook.waivers.iter().map(|w| w.clause).collect();
    let mut citing: BTreeMap<ClauseKey, Vec<Handle<Evidence>>> = BTreeMap::new();
    for (handle, evidence) in Handle::each(&handbook.evidence) {
        citing.entry(evidence.clause).or_default().push(handle);
    }
    let clauses = handbook
        .clauses()
        .filter(|(_, clause)| track::meet(&clause.tracks, &offered))
        .map(|(key, clause)| {
            let evidence = citing.remove(&key).unwrap_or_default();
            let cited: Vec<Cited> =
                evidence.iter().map(|one| Cited::of(one.of(&handbook.evidence))).collect();
            let (status, missing) = status(clause, &cited, waived.contains(&key));
            let coverage = ClauseCoverage { status, evidence, missing, met_from: None };
            (key, coverage)
        })
        .collect();
    let mut coverage = Coverage { clauses, losses: Vec::new() };
    ahead::look_ahead(handbook, &mut coverage);
    coverage
}

/// What the status of a clause depends on, of a piece of its evidence.
#[derive(Debug, Clone, Copy)]
struct Cited {
    kind: EvidenceKind,
    in_force: bool,
    reviewed: Option<Date>,
}

impl Cited {
    fn of(evidence: &Evidence) -> Self {
        let Standing { in_force, reviewed } = evidence.standing;
        Self { kind: evidence.kind, in_force, reviewed }
    }
}

fn status(clause: &Clause, cited: &[Cited], waived: bool) -> (Status, Vec<EvidenceKind>) {
    use crate::model::ClauseKind;
    if clause.kind == ClauseKind::Heading {
        return (Status::Heading, Vec::new());
    }
    if !clause.kind.takes_evidence() || clause.authority != Authority::Binding {
        return (Status::Informative, Vec::new());
    }
    if waived {
        return (Status::NotApplicable, Vec::new());
    }
    let of_kind = |kind: EvidenceKind| cited.iter().filter(move |evidence| evidence.kind == kind);
    let missing: Vec<EvidenceKind> =
        clause.needs.iter().copied().filter(|kind| of_kind(*kind).next().is_none()).collect();
    let status = if missing.len() == clause.needs.len() {
        Status::Uncovered
    } else if !missing.is_empty() {
        Status::Partial
    } else {
        let confirmed = |evidence: &&Cited| evidence.reviewed.is_some_and(|day| day >= clause.revised);
        let every_kind = |test: &dyn Fn(&Cited) -> bool| {
            clause.needs.iter().all(|kind| of_kind(*kind).filter(confirmed).any(test))
        };
        if every_kind(&|evidence| evidence.in_force) {
            Status::Covered
        } else if every_kind(&|_| true) {
            Status::Drafted
        } else {
            Status::Unconfirmed
        }
    };
    (status, missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, ClauseKind, DocumentKind};
    use crate::source::{Files, Placed, Span};
    use jiff::civil::date;

    const REVISED: Date = date(2025, 4, 1);

    fn span() -> Span {
        Span::top(Files::default().add("a", ""))
    }

    fn placed(text: &str) -> Placed<String> {
        Placed::new(text.to_owned(), span())
    }

    fn clause(needs: &[EvidenceKind]) -> Clause {
        Clause {
            id: "components/5/1".into(),
            label: placed("Components 5.1"),
            title: placed("Needs assessment"),
            summary: placed("Assess needs."),
            kind: ClauseKind::Requirement,
            needs: needs.to_vec(),
            tracks: Vec::new(),
            figures: Vec::new(),
            revised: REVISED,
            authority: Authority::Binding,
            source: placed("item 5"),
            formerly: Vec::new(),
            span: span(),
        }
    }

    fn evidence(kind: EvidenceKind, in_force: bool, reviewed: Option<Date>) -> Evidence {
        Evidence {
            kind,
            clause: ClauseKey { specification: Handle::FIRST, clause: Handle::FIRST },
            document: DocumentKind::Policy.id("intake"),
            document_title: "Intake".into(),
            anchor: Anchor::Heading("a".into()),
            title: "Policy".into(),
            standing: Standing { in_force, reviewed },
            passage: String::new(),
            span: span(),
        }
    }

    const AFTER: Option<Date> = Some(date(2026, 1, 1));
    const BEFORE: Option<Date> = Some(date(2024, 1, 1));
    use EvidenceKind::{Form, Policy};

    fn status_of(needs: &[EvidenceKind], cited: &[Evidence]) -> Status {
        let cited: Vec<Cited> = cited.iter().map(Cited::of).collect();
        status(&clause(needs), &cited, false).0
    }

    #[test]
    fn approved_and_in_force_is_covered() {
        assert_eq!(status_of(&[Policy], &[evidence(Policy, true, AFTER)]), Status::Covered);
    }

    #[test]
    fn text_that_nobody_adopted_is_only_drafted() {
        assert_eq!(status_of(&[Policy], &[evidence(Policy, false, AFTER)]), Status::Drafted);
        let one_of_two = [evidence(Policy, true, AFTER), evidence(Form, false, AFTER)];
        assert_eq!(status_of(&[Policy, Form], &one_of_two), Status::Drafted);
    }

    #[test]
    fn a_missing_kind_leaves_it_partial() {
        assert_eq!(status_of(&[Policy, Form], &[evidence(Policy, true, AFTER)]), Status::Partial);
    }

    #[test]
    fn evidence_of_a_kind_that_is_not_needed_covers_nothing() {
        assert_eq!(status_of(&[Form], &[evidence(Policy, true, AFTER)]), Status::Uncovered);
        assert_eq!(status_of(&[Form], &[]), Status::Uncovered);
    }

    #[test]
    fn a_clause_revised_since_the_last_review_is_unconfirmed() {
        for reviewed in [BEFORE, None] {
            assert_eq!(status_of(&[Policy], &[evidence(Policy, true, reviewed)]), Status::Unconfirmed);
        }
        let one_is_newer = [evidence(Policy, true, BEFORE), evidence(Policy, true, AFTER)];
        assert_eq!(status_of(&[Policy], &one_is_newer), Status::Covered);
    }

    #[test]
    fn a_draft_or_informative_source_earns_nothing() {
        let mut draft = clause(&[Policy]);
        draft.authority = Authority::Draft;
        let cited = Cited::of(&evidence(Policy, true, AFTER));
        assert_eq!(status(&draft, &[cited], false).0, Status::Informative);
    }

    #[test]
    fn a_waived_clause_does_not_apply() {
        assert_eq!(status(&clause(&[Policy]), &[], true).0, Status::NotApplicable);
    }
}
