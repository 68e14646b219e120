//! The third stage: which clauses are met, by what, and how far that may be relied on.
//!
//! Always computed from the whole handbook: a figure kept from an earlier build could only be wrong.

mod ahead;

pub(crate) use ahead::{EvidenceLoss, LossCause};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Authority, Clause, ClauseKey, Confirmation, Date, Evidence, EvidenceKind, Handbook, Handle,
    MeaningChange, Specification, Standing, track,
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
    /// Some of its evidence was read against another meaning of the clause, or nobody has decided whether its meaning changed.
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
            let change = handbook.origin(key).meaning;
            let (status, missing) = status(clause, change, &cited, waived.contains(&key));
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
    confirmation: Confirmation,
}

impl Cited {
    fn of(evidence: &Evidence) -> Self {
        let Standing { in_force, read: _ } = evidence.standing;
        Self { kind: evidence.kind, in_force, confirmation: evidence.confirmation }
    }
}

/// `change` is how its meaning changed with the revision in force.
fn status(
    clause: &Clause,
    change: MeaningChange,
    cited: &[Cited],
    waived: bool,
) -> (Status, Vec<EvidenceKind>) {
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
        let mut needed = cited.iter().filter(|evidence| clause.needs.contains(&evidence.kind));
        let is_relied_on =
            |evidence: &Cited| evidence.in_force && evidence.confirmation == Confirmation::Confirmed;
        if change == MeaningChange::Undecided
            || needed.any(|evidence| evidence.confirmation == Confirmation::Unconfirmed)
        {
            Status::Unconfirmed
        } else if clause.needs.iter().all(|kind| of_kind(*kind).any(is_relied_on)) {
            Status::Covered
        } else {
            Status::Drafted
        }
    };
    (status, missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, ClauseKind, DocumentKind, Was};
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
            own_revised: None,
            authority: Authority::Binding,
            source: placed("item 5"),
            formerly: Vec::new(),
            was: Was::SameId,
            meaning: None,
            sentence: None,
            span: span(),
        }
    }

    fn evidence(kind: EvidenceKind, in_force: bool, confirmation: Confirmation) -> Evidence {
        Evidence {
            kind,
            clause: ClauseKey { specification: Handle::FIRST, clause: Handle::FIRST },
            document: DocumentKind::Policy.id("intake"),
            document_title: "Intake".into(),
            anchor: Anchor::Heading("a".into()),
            title: "Policy".into(),
            standing: Standing { in_force, read: None },
            confirmation,
            passage: String::new(),
            span: span(),
        }
    }

    use Confirmation::{Confirmed, NeverRead, Unconfirmed};
    use EvidenceKind::{Form, Policy};

    fn status_of(needs: &[EvidenceKind], cited: &[Evidence]) -> Status {
        let cited: Vec<Cited> = cited.iter().map(Cited::of).collect();
        status(&clause(needs), MeaningChange::Same, &cited, false).0
    }

    #[test]
    fn approved_and_in_force_is_covered() {
        assert_eq!(status_of(&[Policy], &[evidence(Policy, true, Confirmed)]), Status::Covered);
    }

    #[test]
    fn text_that_nobody_adopted_is_only_drafted() {
        assert_eq!(status_of(&[Policy], &[evidence(Policy, false, Confirmed)]), Status::Drafted);
        let one_of_two = [evidence(Policy, true, Confirmed), evidence(Form, false, Confirmed)];
        assert_eq!(status_of(&[Policy, Form], &one_of_two), Status::Drafted);
    }

    #[test]
    fn a_missing_kind_leaves_it_partial() {
        assert_eq!(status_of(&[Policy, Form], &[evidence(Policy, true, Confirmed)]), Status::Partial);
    }

    #[test]
    fn evidence_of_a_kind_that_is_not_needed_covers_nothing() {
        assert_eq!(status_of(&[Form], &[evidence(Policy, true, Confirmed)]), Status::Uncovered);
        assert_eq!(status_of(&[Form], &[]), Status::Uncovered);
    }

    #[test]
    fn one_passage_that_was_not_read_again_leaves_the_clause_unconfirmed() {
        assert_eq!(status_of(&[Policy], &[evidence(Policy, true, Unconfirmed)]), Status::Unconfirmed);
        let one_of_two = [evidence(Policy, true, Unconfirmed), evidence(Policy, true, Confirmed)];
        assert_eq!(status_of(&[Policy], &one_of_two), Status::Unconfirmed);
    }

    #[test]
    fn a_passage_of_a_kind_that_is_not_needed_leaves_nothing_unconfirmed() {
        let both = [evidence(Form, true, Unconfirmed), evidence(Policy, true, Confirmed)];
        assert_eq!(status_of(&[Policy], &both), Status::Covered);
    }

    #[test]
    fn what_nobody_ever_read_counts_as_a_draft() {
        assert_eq!(status_of(&[Policy], &[evidence(Policy, true, NeverRead)]), Status::Drafted);
        let beside_one_that_was = [evidence(Policy, true, NeverRead), evidence(Policy, true, Confirmed)];
        assert_eq!(status_of(&[Policy], &beside_one_that_was), Status::Covered);
    }

    #[test]
    fn a_clause_is_unconfirmed_until_somebody_decides_what_its_new_words_mean() {
        let cited = [Cited::of(&evidence(Policy, true, Confirmed))];
        let of = |cited| status(&clause(&[Policy]), MeaningChange::Undecided, cited, false).0;
        assert_eq!(of(&cited), Status::Unconfirmed);
        assert_eq!(of(&[]), Status::Uncovered);
    }

    #[test]
    fn a_draft_or_informative_source_earns_nothing() {
        let mut draft = clause(&[Policy]);
        draft.authority = Authority::Draft;
        let cited = Cited::of(&evidence(Policy, true, Confirmed));
        assert_eq!(status(&draft, MeaningChange::Same, &[cited], false).0, Status::Informative);
    }

    #[test]
    fn a_waived_clause_does_not_apply() {
        assert_eq!(status(&clause(&[Policy]), MeaningChange::Same, &[], true).0, Status::NotApplicable);
    }
}
