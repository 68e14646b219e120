//! Who has read what: the people who have to read a handbook, and a ledger of what they have acknowledged. Both are files of a folder that
//! is not a part of the handbook. Nothing here becomes a finding, a page or JSON, but for how many there are; a problem is named by its row, never by a person.
//!
//! ```text
//! people.toml             [[person]] name = "…", role = "CSP worker", since = 2026-01-05
//! acknowledgements.csv    …,policy:intake,2026-11-25,v1:8k2m0q4t1h7x,2026-12-01,signed sheet
//! ```

mod duties;
mod ledger;
mod matrix;
mod names;
mod problem;
mod roster;

pub(crate) use duties::{Duty, Readable, readable};
pub(crate) use ledger::{
    Acknowledgement, LEDGER_FILE, LedgerItem, LedgerRow, appended, read_ledger, read_rows,
};
pub(crate) use matrix::{
    DutyState, PersonDuties, RoleMatrix, counts, counts_in, matrix, under_present_names,
};
pub(crate) use names::read_names;
pub(crate) use problem::{PeopleError, PeopleProblem};
pub(crate) use roster::{Person, ROSTER_FILE, read_people};
