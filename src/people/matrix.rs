//! Who has to read or learn what, by role: what is done, open or lapsed.

use super::duties::{Duty, duties};
use super::ledger::{Acknowledgement, read_ledger};
use super::roster::{Person, read_people};
use crate::model::{Date, Handbook, LedgerCounts, StaffRole, months_after};
use crate::source::Placed;

/// What became of a duty of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DutyState {
    Done {
        on: Date,
        /// The last day for which it is enough.
        until: Option<Date>,
    },
    /// Never acknowledged.
    Open { due: Date },
    /// What was acknowledged last is another text, or too long ago.
    Lapsed { last: Date, version: Date, due: Date },
}

impl DutyState {
    pub(crate) fn is_done(self) -> bool {
        matches!(self, Self::Done { .. })
    }

    pub(crate) fn due(self) -> Option<Date> {
        match self {
            Self::Done { on: _, until } => until,
            Self::Open { due } | Self::Lapsed { last: _, version: _, due } => Some(due),
        }
    }

    /// Whether it should have been done by `today`.
    pub(crate) fn is_late(self, today: Date) -> bool {
        match self {
            Self::Done { .. } => false,
            Self::Open { due } | Self::Lapsed { last: _, version: _, due } => due < today,
        }
    }
}

pub(crate) struct RoleMatrix<'h> {
    pub(crate) role: String,
    pub(crate) duties: Vec<Duty<'h>>,
    pub(crate) people: Vec<PersonDuties>,
}

/// Somebody's part of a matrix.
pub(crate) struct PersonDuties {
    pub(crate) person: Person,
    /// One for each duty of the role.
    pub(crate) states: Vec<DutyState>,
}

/// Each role that somebody has on the day of the handbook, or will have, in the order of the handbook file.
pub(crate) fn matrix<'h>(
    people: &[Person],
    ledger: &[Acknowledgement],
    handbook: &'h Handbook,
) -> Vec<RoleMatrix<'h>> {
    let roles = roles(people, handbook);
    let ledger = under_present_names(ledger, handbook);
    let matrices = roles.iter().map(|role| {
        let duties = duties(role, handbook);
        let is_meant = |person: &&Person| person.role == *role.name && person.is_here(handbook.as_of);
        let mut people: Vec<PersonDuties> = people
            .iter()
            .filter(is_meant)
            .map(|person| PersonDuties {
                person: person.clone(),
                states: duties.iter().map(|duty| state(duty, person, &ledger, handbook.as_of)).collect(),
            })
            .collect();
        people.sort_by(|a, b| a.person.name.cmp(&b.person.name));
        RoleMatrix { role: role.name.to_string(), duties, people }
    });
    matrices.filter(|matrix| !matrix.people.is_empty()).collect()
}

/// The ledger with every document under its present name.
pub(crate) fn under_present_names(ledger: &[Acknowledgement], handbook: &Handbook) -> Vec<Acknowledgement> {
    ledger.iter().map(|one| of_present_name(one.clone(), handbook)).collect()
}

/// A document may have had another name when somebody read it.
fn of_present_name(mut acknowledgement: Acknowledgement, handbook: &Handbook) -> Acknowledgement {
    if let Some(present) = handbook.renamed.get(&acknowledgement.item.document) {
        acknowledgement.item.document = present.clone();
    }
    acknowledgement
}

/// The roles of the handbook; where it has none, those of the people, who all read every policy.
fn roles(people: &[Person], handbook: &Handbook) -> Vec<StaffRole> {
    if !handbook.staff_roles.is_empty() {
        return handbook.staff_roles.clone();
    }
    let mut names: Vec<&str> = people.iter().map(|person| person.role.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let name = |name: &str| Placed::new(name.to_owned(), handbook.title.span);
    names.into_iter().map(|one| StaffRole::of_everybody(&name(one))).collect()
}

fn state(duty: &Duty<'_>, person: &Person, ledger: &[Acknowledgement], today: Date) -> DutyState {
    let own =
        || ledger.iter().filter(|one| one.name == person.name && duty.is_of(&one.item) && one.on <= today);
    let known = own().filter(|one| duty.is_met_by(one)).max_by_key(|one| one.on);
    let Some(known) = known else {
        let due = duty.due(person.since);
        return match own().max_by_key(|one| one.on) {
            Some(last) => DutyState::Lapsed { last: last.on, version: last.version, due },
            None => DutyState::Open { due },
        };
    };
    let refreshed =
        ledger.iter().filter(|one| one.name == person.name && duty.renewed_by.contains(&one.item));
    let refreshed = refreshed.map(|one| one.on).filter(|on| *on <= today);
    let last = refreshed.chain([known.on]).max().unwrap_or(known.on);
    let until = duty.again_months().and_then(|months| months_after(last, months));
    match until {
        Some(due) if due < today => DutyState::Lapsed { last, version: known.version, due },
        until => DutyState::Done { on: last, until },
    }
}

/// How many duties there are in each state.
pub(crate) fn counts<'s>(states: impl IntoIterator<Item = &'s DutyState>, today: Date) -> LedgerCounts {
    let mut counts = LedgerCounts::default();
    for state in states {
        match state {
            DutyState::Done { .. } => counts.done += 1,
            DutyState::Open { .. } => counts.open += 1,
            DutyState::Lapsed { .. } => counts.lapsed += 1,
        }
        counts.late += usize::from(state.is_late(today));
    }
    counts
}

/// The same of everybody, for a page; `None` where a file has problems, which only `clausebook acknowledgements` lists.
pub(crate) fn counts_in(people: &[u8], ledger: &[u8], handbook: &Handbook) -> Option<LedgerCounts> {
    let roles: Vec<&str> = handbook.staff_roles.iter().map(|role| role.name.as_str()).collect();
    let people = read_people(people, &roles).ok()?;
    let ledger = if ledger.is_empty() { Vec::new() } else { read_ledger(ledger).ok()? };
    let matrices = matrix(&people, &ledger, handbook);
    let states = matrices.iter().flat_map(|matrix| &matrix.people).flat_map(|one| &one.states);
    Some(counts(states, handbook.as_of))
}
