//! How far a clause is met by what cites it on some day.

use super::Status;
use crate::model::{
    Authority, CitedPart, Clause, ClauseElement, ClauseKey, ClauseKind, Confirmation, ElementId, Evidence,
    EvidenceKind, Handbook, MeaningChange, Standing,
};

/// What the status of a clause depends on, of a piece of its evidence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cited<'a> {
    pub(super) kind: EvidenceKind,
    /// The element that it meets; `None` for the clause as a whole.
    pub(super) element: Option<&'a ElementId>,
    pub(super) in_force: bool,
    pub(super) confirmation: Confirmation,
}

/// Something without which a clause is not met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NeededPart {
    Kind(EvidenceKind),
    Element(ElementId),
}

/// What is asked of what cites a clause.
pub(super) struct ClauseQuestion<'a> {
    pub(super) clause: &'a Clause,
    /// How its meaning changed with the revision in force.
    pub(super) change: MeaningChange,
    pub(super) is_waived: bool,
    /// Its elements that are not waived.
    pub(super) elements: Vec<&'a ClauseElement>,
}

#[derive(Debug, Clone)]
pub(super) struct Judgement {
    pub(super) status: Status,
    /// Kinds that it takes and that are not there.
    pub(super) missing: Vec<EvidenceKind>,
    /// Elements that nothing meets.
    pub(super) open_elements: Vec<ElementId>,
}

impl Judgement {
    /// The same once the specification doesn't apply any more.
    pub(super) fn superseded(self) -> Self {
        if !self.status.takes_evidence() {
            return self;
        }
        Self { status: Status::Superseded, missing: Vec::new(), open_elements: Vec::new() }
    }
}

impl<'a> Cited<'a> {
    pub(super) fn of(evidence: &'a Evidence) -> Self {
        let Standing { in_force, read: _ } = evidence.standing;
        Self {
            kind: evidence.kind,
            element: evidence.element.as_ref(),
            in_force,
            confirmation: evidence.confirmation,
        }
    }

    fn is_relied_on(&self) -> bool {
        self.in_force && self.confirmation == Confirmation::Confirmed
    }
}

impl<'a> ClauseQuestion<'a> {
    pub(super) fn of(key: ClauseKey, handbook: &'a Handbook) -> Self {
        let clause = handbook.clause(key);
        let is_waived = |element: Option<&ElementId>| {
            let part = CitedPart { clause: key, element: element.cloned() };
            handbook.waivers.iter().any(|waiver| waiver.part == part)
        };
        Self {
            clause,
            change: handbook.origin(key).meaning,
            is_waived: is_waived(None),
            elements: clause.elements.iter().filter(|element| !is_waived(Some(&element.id))).collect(),
        }
    }

    /// All without which it is not met.
    pub(super) fn parts(&self) -> Vec<NeededPart> {
        let kinds = self.clause.needs.iter().map(|kind| NeededPart::Kind(*kind));
        kinds.chain(self.elements.iter().map(|element| NeededPart::Element(element.id.clone()))).collect()
    }

    /// Whether a piece of evidence meets a part: an element is met by any kind that the clause takes.
    pub(super) fn meets(&self, cited: &Cited<'_>, part: &NeededPart) -> bool {
        match part {
            NeededPart::Kind(kind) => cited.kind == *kind,
            NeededPart::Element(element) => {
                cited.element == Some(element) && self.clause.needs.contains(&cited.kind)
            }
        }
    }

    pub(super) fn judge(&self, cited: &[Cited<'_>]) -> Judgement {
        let without_evidence = |status| Judgement { status, missing: Vec::new(), open_elements: Vec::new() };
        if self.clause.kind == ClauseKind::Heading {
            return without_evidence(Status::Heading);
        }
        if !self.clause.kind.takes_evidence() || self.clause.authority != Authority::Binding {
            return without_evidence(Status::Informative);
        }
        if self.is_waived {
            return without_evidence(Status::NotApplicable);
        }
        let (mut missing, mut open_elements) = (Vec::new(), Vec::new());
        for part in self.parts() {
            if !cited.iter().any(|one| self.meets(one, &part)) {
                match part {
                    NeededPart::Kind(kind) => missing.push(kind),
                    NeededPart::Element(element) => open_elements.push(element),
                }
            }
        }
        let status = if missing.len() == self.clause.needs.len() {
            Status::Uncovered
        } else if !missing.is_empty() || !open_elements.is_empty() {
            Status::Partial
        } else {
            self.how_far_relied_on(cited)
        };
        Judgement { status, missing, open_elements }
    }

    /// The status of a clause of which nothing is missing.
    fn how_far_relied_on(&self, cited: &[Cited<'_>]) -> Status {
        let mut needed = cited.iter().filter(|one| self.clause.needs.contains(&one.kind));
        if self.change == MeaningChange::Undecided
            || needed.any(|one| one.confirmation == Confirmation::Unconfirmed)
        {
            return Status::Unconfirmed;
        }
        let is_relied_on =
            |part: &NeededPart| cited.iter().any(|one| one.is_relied_on() && self.meets(one, part));
        if self.parts().iter().all(is_relied_on) { Status::Covered } else { Status::Drafted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Date, DocumentKind, Handle, Was};
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
            elements: Vec::new(),
            met_by: None,
            same_as: Vec::new(),
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
            element: None,
            document: DocumentKind::Policy.id("intake"),
            document_title: "Intake".into(),
            anchor: Anchor::Heading("a".into()),
            title: "Policy".into(),
            standing: Standing { in_force, read: None },
            confirmation,
            passage: "".into(),
            span: span(),
        }
    }

    use Confirmation::{Confirmed, NeverRead, Unconfirmed};
    use EvidenceKind::{Form, Policy};

    fn judged(clause: &Clause, change: MeaningChange, cited: &[Evidence]) -> Judgement {
        let cited: Vec<Cited<'_>> = cited.iter().map(Cited::of).collect();
        ClauseQuestion { clause, change, is_waived: false, elements: clause.elements.iter().collect() }
            .judge(&cited)
    }

    fn status_of(needs: &[EvidenceKind], cited: &[Evidence]) -> Status {
        judged(&clause(needs), MeaningChange::Same, cited).status
    }

    fn element(id: &str) -> ClauseElement {
        ClauseElement { id: ElementId(id.into()), label: placed(id) }
    }

    fn evidence_of(kind: EvidenceKind, element: &str, in_force: bool) -> Evidence {
        Evidence { element: Some(ElementId(element.into())), ..evidence(kind, in_force, Confirmed) }
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
        let of = |cited: &[Evidence]| judged(&clause(&[Policy]), MeaningChange::Undecided, cited).status;
        assert_eq!(of(&[evidence(Policy, true, Confirmed)]), Status::Unconfirmed);
        assert_eq!(of(&[]), Status::Uncovered);
    }

    #[test]
    fn a_draft_or_informative_source_earns_nothing() {
        let mut draft = clause(&[Policy]);
        draft.authority = Authority::Draft;
        let cited = [evidence(Policy, true, Confirmed)];
        assert_eq!(judged(&draft, MeaningChange::Same, &cited).status, Status::Informative);
    }

    #[test]
    fn a_waived_clause_does_not_apply() {
        let clause = clause(&[Policy]);
        let waived = ClauseQuestion {
            clause: &clause,
            change: MeaningChange::Same,
            is_waived: true,
            elements: Vec::new(),
        };
        assert_eq!(waived.judge(&[]).status, Status::NotApplicable);
    }

    #[test]
    fn a_clause_with_elements_is_met_when_each_of_them_is() {
        let clause = Clause { elements: vec![element("name"), element("phone")], ..clause(&[Policy, Form]) };
        let of = |cited: &[Evidence]| {
            let Judgement { status, open_elements, .. } = judged(&clause, MeaningChange::Same, cited);
            (status, open_elements.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        let policy = evidence(Policy, true, Confirmed);
        let (name, phone) = (evidence_of(Form, "name", true), evidence_of(Form, "phone", true));
        let open = |status, elements: &str| (status, elements.to_owned());
        assert_eq!(of(&[]), open(Status::Uncovered, "name phone"));
        let whole = [policy.clone(), evidence(Form, true, Confirmed)];
        assert_eq!(of(&whole), open(Status::Partial, "name phone"));
        assert_eq!(of(&[policy.clone(), name.clone()]), open(Status::Partial, "phone"));
        assert_eq!(of(&[name.clone(), phone.clone()]), open(Status::Partial, ""));
        assert_eq!(of(&[policy.clone(), name.clone(), phone]), open(Status::Covered, ""));
        let drafted = evidence_of(Form, "phone", false);
        assert_eq!(of(&[policy.clone(), name.clone(), drafted]), open(Status::Drafted, ""));
        // A kind that isn't needed meets no element.
        let taught = evidence_of(EvidenceKind::Training, "phone", true);
        assert_eq!(of(&[policy, name, taught]), open(Status::Partial, "phone"));
    }
}
