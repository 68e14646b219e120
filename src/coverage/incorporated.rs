//! Clauses that ask to comply with all of another specification: they are met as far as each clause of it is.

use std::collections::{BTreeMap, BTreeSet};

use super::Status;
use super::judgement::{ClauseQuestion, Judgement};
use super::mapped::CitedBy;
use crate::model::{ClauseKey, Date, Handbook, Handle, Specification};

/// How far the specification is met that a clause asks to comply with.
#[derive(Debug, Clone)]
pub(crate) struct Incorporation {
    pub(crate) state: IncorporationState,
    /// How many of its clauses apply.
    pub(crate) applicable: usize,
    /// How many of those are covered.
    pub(crate) covered: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IncorporationState {
    /// It is in the handbook, and some of its clauses apply.
    AtHand(Handle<Specification>),
    /// The same, but its catalog has only a part of its clauses.
    InPart(Handle<Specification>),
    /// The handbook has no such specification.
    NotAtHand,
    /// It doesn't apply any more.
    Ended(Handle<Specification>),
    /// None of its clauses is for a service line offered, or all are waived.
    DoesNotApply(Handle<Specification>),
    /// It asks, directly or not, to comply with the specification of this clause.
    AsksForItself(Handle<Specification>),
}

/// What is known of every clause on a day.
pub(super) type JudgedClauses = BTreeMap<ClauseKey, (Judgement, Option<Incorporation>)>;

/// Judges every one of these clauses on `day`, when `cited` is what cites them.
pub(super) fn judge_all(
    handbook: &Handbook,
    keys: impl Iterator<Item = ClauseKey>,
    cited: &CitedBy<'_>,
    day: Date,
) -> JudgedClauses {
    let own = keys.map(|key| {
        let cited = cited.get(&key).map(Vec::as_slice).unwrap_or_default();
        let judged = ClauseQuestion::of(key, handbook).judge(cited);
        let is_over = handbook.specification(key).has_ended(day);
        (key, if is_over { judged.superseded() } else { judged })
    });
    let own: BTreeMap<ClauseKey, Judgement> = own.collect();
    let judging = Incorporating { handbook, own: &own, day };
    let all = own.iter().map(|(key, judged)| {
        let (status, incorporation) = judging.status(*key, &mut BTreeSet::new());
        (*key, (Judgement { status, ..judged.clone() }, incorporation))
    });
    all.collect()
}

struct Incorporating<'a> {
    handbook: &'a Handbook,
    own: &'a BTreeMap<ClauseKey, Judgement>,
    day: Date,
}

impl Incorporating<'_> {
    /// The status of a clause; `asked` are the specifications on the way to it.
    fn status(
        &self,
        key: ClauseKey,
        asked: &mut BTreeSet<Handle<Specification>>,
    ) -> (Status, Option<Incorporation>) {
        let Some(Judgement { status, .. }) = self.own.get(&key) else { return (Status::Uncovered, None) };
        let clause = self.handbook.clause(key);
        let Some(id) = clause.met_by.as_ref().filter(|_| status.takes_evidence()) else {
            return (*status, None);
        };
        let (other, incorporation) = self.whole(id, key, asked);
        let status = if clause.needs.is_empty() { other } else { together([*status, other]) };
        (status, Some(incorporation))
    }

    /// How far all of a specification is met.
    fn whole(
        &self,
        id: &str,
        key: ClauseKey,
        asked: &mut BTreeSet<Handle<Specification>>,
    ) -> (Status, Incorporation) {
        let open = |state| (Status::Uncovered, Incorporation { state, applicable: 0, covered: 0 });
        let Some(handle) = Handle::find(&self.handbook.specifications, |one| one.id == *id) else {
            return open(IncorporationState::NotAtHand);
        };
        if handle.of(&self.handbook.specifications).has_ended(self.day) {
            return open(IncorporationState::Ended(handle));
        }
        if handle == key.specification || !asked.insert(handle) {
            return open(IncorporationState::AsksForItself(handle));
        }
        let keys = self.own.keys().filter(|one| one.specification == handle);
        let mut loops = false;
        let mut statuses = Vec::new();
        for one in keys {
            let (status, incorporation) = self.status(*one, asked);
            loops |=
                incorporation.is_some_and(|one| matches!(one.state, IncorporationState::AsksForItself(_)));
            statuses.extend(Some(status).filter(|status| status.takes_evidence()));
        }
        asked.remove(&handle);
        if loops {
            return open(IncorporationState::AsksForItself(handle));
        }
        if statuses.is_empty() {
            return open(IncorporationState::DoesNotApply(handle));
        }
        let is_complete = handle.of(&self.handbook.specifications).is_complete;
        let incorporation = Incorporation {
            state: if is_complete {
                IncorporationState::AtHand(handle)
            } else {
                IncorporationState::InPart(handle)
            },
            applicable: statuses.len(),
            covered: statuses.iter().filter(|status| **status == Status::Covered).count(),
        };
        // Nobody knows how far the clauses are met that are not at hand.
        let rest = (!is_complete).then_some(Status::Uncovered);
        (together(statuses.into_iter().chain(rest)), incorporation)
    }
}

/// The status of something that is met when each of these is.
fn together(statuses: impl IntoIterator<Item = Status>) -> Status {
    let all: BTreeSet<Status> = statuses.into_iter().collect();
    let has = |status| all.contains(&status);
    if all.iter().all(|status| *status == Status::Uncovered) {
        Status::Uncovered
    } else if has(Status::Uncovered) || has(Status::Partial) {
        Status::Partial
    } else if has(Status::Unconfirmed) {
        Status::Unconfirmed
    } else if has(Status::Drafted) {
        Status::Drafted
    } else {
        Status::Covered
    }
}
