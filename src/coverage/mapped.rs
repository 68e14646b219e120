//! What counts for a clause because it meets another one that asks the same.
//!
//! ```text
//! cmr-461/414/b is equal to cca-csp/components/15
//! intake cites cmr-461/414/b          it counts for components/15 as well, through cmr-461/414/b
//! ```
//!
//! Only what cites the other clause itself counts, not what counts for it through a third one: somebody compared two clauses, not three.

use std::collections::BTreeMap;

use super::judgement::{Cited, ClauseQuestion};
use crate::model::{CitedPart, ClauseKey, ElementId, Evidence, Handbook, Handle, Mapping, MappingKind};

/// What cites each clause on some day.
pub(super) type CitedBy<'a> = BTreeMap<ClauseKey, Vec<Cited<'a>>>;

/// A passage, field or unit that meets another clause, which somebody compared with this one.
#[derive(Debug, Clone)]
pub(crate) struct MappedEvidence {
    pub(crate) evidence: Handle<Evidence>,
    /// The element of this clause that it meets; `None` for the clause as a whole.
    pub(crate) element: Option<ElementId>,
    /// The clause that it cites.
    pub(crate) through: ClauseKey,
    /// What that clause is, compared with this one.
    pub(crate) how: MappingKind,
    /// Whether it counts. What doesn't is only offered.
    pub(crate) counts: bool,
}

/// A mapping, read in one of its two directions.
struct MappedDirection<'a> {
    from: &'a CitedPart,
    to: &'a CitedPart,
    how: MappingKind,
    counts: bool,
}

impl<'a> MappedDirection<'a> {
    fn both(mapping: &'a Mapping) -> [Self; 2] {
        let Mapping { source, how, target, counts, span: _ } = mapping;
        [
            Self { from: source, to: target, how: *how, counts: *counts },
            Self { from: target, to: source, how: how.reversed(), counts: *counts },
        ]
    }

    /// What a citation of an element, or of the whole clause, is of the other clause. `is_whole` says whether each element of the clause
    /// that is cited is met: a part of a clause is not yet what the other one asks.
    fn carried(&self, element: Option<&ElementId>, is_whole: bool, handbook: &'a Handbook) -> Carried<'a> {
        let to = self.to.element.as_ref();
        if let Some(wanted) = &self.from.element {
            return if element == Some(wanted) { Carried::of(to) } else { Carried::Nothing };
        }
        let same = element.and_then(|element| handbook.clause(self.to.clause).element(element));
        match (same, to) {
            (Some(same), None) => Carried::Element(&same.id),
            _ if is_whole => Carried::of(to),
            _ => Carried::Nothing,
        }
    }
}

/// What a citation of one clause is of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carried<'a> {
    Nothing,
    /// Of the clause as a whole.
    Whole,
    Element(&'a ElementId),
}

impl<'a> Carried<'a> {
    fn of(element: Option<&'a ElementId>) -> Self {
        element.map_or(Self::Whole, Self::Element)
    }

    fn element(self) -> Option<&'a ElementId> {
        match self {
            Self::Nothing | Self::Whole => None,
            Self::Element(element) => Some(element),
        }
    }
}

/// Whether each element of a clause is met by what cites it.
fn is_whole(key: ClauseKey, cited: &[Cited<'_>], handbook: &Handbook) -> bool {
    ClauseQuestion::of(key, handbook).judge(cited).open_elements.is_empty()
}

/// Adds to what cites each clause what counts for it through others.
pub(super) fn add_mapped<'a>(cited: &mut CitedBy<'a>, handbook: &'a Handbook) {
    let mut added: Vec<(ClauseKey, Cited<'a>)> = Vec::new();
    for direction in handbook.mappings.iter().filter(|one| one.counts).flat_map(MappedDirection::both) {
        let own = cited.get(&direction.from.clause).map(Vec::as_slice).unwrap_or_default();
        if own.is_empty() {
            continue;
        }
        let is_whole = is_whole(direction.from.clause, own, handbook);
        added.extend(own.iter().filter_map(|one| {
            let carried = direction.carried(one.element, is_whole, handbook);
            let one = Cited { element: carried.element(), ..*one };
            (carried != Carried::Nothing).then_some((direction.to.clause, one))
        }));
    }
    for (key, one) in added {
        cited.entry(key).or_default().push(one);
    }
}

/// What each clause is offered by others, and what counts for it, in the order of the mappings.
pub(super) fn mapped_evidence(
    handbook: &Handbook,
    own: &BTreeMap<ClauseKey, Vec<Handle<Evidence>>>,
) -> BTreeMap<ClauseKey, Vec<MappedEvidence>> {
    let mut mapped: BTreeMap<ClauseKey, Vec<MappedEvidence>> = BTreeMap::new();
    for direction in handbook.mappings.iter().flat_map(MappedDirection::both) {
        let evidence = own.get(&direction.from.clause).map(Vec::as_slice).unwrap_or_default();
        if evidence.is_empty() {
            continue;
        }
        let cited: Vec<Cited<'_>> =
            evidence.iter().map(|one| Cited::of(one.of(&handbook.evidence))).collect();
        let is_whole = is_whole(direction.from.clause, &cited, handbook);
        for one in evidence {
            let element = one.of(&handbook.evidence).element.as_ref();
            let carried = direction.carried(element, is_whole, handbook);
            mapped.entry(direction.to.clause).or_default().push(MappedEvidence {
                evidence: *one,
                element: carried.element().cloned(),
                through: direction.from.clause,
                how: direction.how,
                counts: direction.counts && carried != Carried::Nothing,
            });
        }
    }
    mapped
}
