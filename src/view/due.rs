//! Who has to learn which unit by when: for people, for spreadsheets and calendars, and as a sheet. It has names in it, and is no part of
//! the site.

use std::collections::BTreeMap;

use super::calendar::{CalendarEntry, calendar};
use super::ledger::{LedgerSheet, LedgerTable, LedgerView, csv_of, entries};
use crate::model::{Date, DocumentKind, Handbook};
use crate::people::{Duty, DutyState, LedgerItem, PersonDuties, RoleMatrix};

/// What is due, the most urgent first.
#[derive(Debug)]
pub(crate) struct DueList {
    as_of: Date,
    pub(crate) entries: Vec<DueEntry>,
}

/// A unit that somebody has to learn, or to learn again.
#[derive(Debug)]
pub(crate) struct DueEntry {
    pub(crate) due: Date,
    pub(crate) state: DueState,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) number: String,
    /// `Core: Rights`
    pub(crate) title: String,
    /// When it was learned last.
    pub(crate) last: Option<Date>,
    /// Titles of units that come before it and that this person hasn't learned.
    pub(crate) first: Vec<String>,
    item: LedgerItem,
    /// The unit that has the text.
    home: LedgerItem,
    /// Since when it has to be learned, for calendars.
    changed: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DueState {
    /// Never learned.
    Open,
    /// What was learned last is not enough any more.
    Lapsed,
    /// It is enough until the day.
    Again,
}

impl DueState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Lapsed => "lapsed",
            Self::Again => "again",
        }
    }
}

/// What everybody has to learn by `until`, or at any time.
#[must_use]
pub(crate) fn due(matrices: &[RoleMatrix<'_>], until: Option<Date>, handbook: &Handbook) -> DueList {
    let learned = entries(matrices).filter(|(_, _, duty, _)| duty.is_learned());
    let mut due: Vec<DueEntry> = learned
        .filter_map(|(role, one, duty, state)| entry(role, one, duty, state, matrices, handbook))
        .filter(|entry| until.is_none_or(|until| entry.due <= until))
        .collect();
    due.sort_by(|a, b| (a.due, &a.name, &a.number, &a.title).cmp(&(b.due, &b.name, &b.number, &b.title)));
    once_each(&mut due);
    DueList { as_of: handbook.as_of, entries: due }
}

/// Keeps one entry of a unit that somebody has to learn in several curricula: the first one.
fn once_each(due: &mut Vec<DueEntry>) {
    let mut asked: BTreeMap<(String, LedgerItem), LedgerItem> = BTreeMap::new();
    due.retain(|entry| {
        let unit = (entry.name.clone(), entry.home.clone());
        *asked.entry(unit).or_insert_with(|| entry.item.clone()) == entry.item
    });
}

fn entry(
    role: &str,
    one: &PersonDuties,
    duty: &Duty<'_>,
    state: DutyState,
    matrices: &[RoleMatrix<'_>],
    handbook: &Handbook,
) -> Option<DueEntry> {
    let (due, state, last) = match state {
        DutyState::Open { due } => (due, DueState::Open, None),
        DutyState::Lapsed { last, version: _, due } => (due, DueState::Lapsed, Some(last)),
        DutyState::Done { on, until } => (until?, DueState::Again, Some(on)),
    };
    Some(DueEntry {
        due,
        state,
        name: one.person.name.clone(),
        role: role.to_owned(),
        number: duty.number().to_owned(),
        title: duty.title.clone(),
        last,
        first: if state == DueState::Again { Vec::new() } else { first(one, duty, matrices, handbook) },
        item: duty.item.clone(),
        home: duty.home().clone(),
        changed: last.unwrap_or(duty.readable.effective),
    })
}

/// The titles of units that come before this one, and that somebody hasn't learned.
fn first(
    one: &PersonDuties,
    duty: &Duty<'_>,
    matrices: &[RoleMatrix<'_>],
    handbook: &Handbook,
) -> Vec<String> {
    let curriculum = handbook.curricula.iter().find(|other| other.id == duty.item.document.id);
    let mut units = curriculum.into_iter().flat_map(|curriculum| &curriculum.current.units);
    let unit = units.find(|unit| Some(&unit.id) == duty.item.unit.as_ref());
    let wanted: Vec<LedgerItem> = unit
        .into_iter()
        .flat_map(|unit| &unit.course.after)
        .map(|name| LedgerItem {
            document: DocumentKind::Curriculum.id(&name.curriculum),
            unit: Some(name.unit.clone()),
        })
        .collect();
    let own = entries(matrices).filter(|(_, other, _, _)| other.person.name == one.person.name);
    let is_wanted = |duty: &Duty<'_>| wanted.iter().any(|item| duty.is_of(item));
    let open = own.filter(|(_, _, other, state)| !state.is_done() && is_wanted(other));
    open.map(|(_, _, other, _)| other.title.clone()).collect()
}

impl DueList {
    fn is_late(&self, entry: &DueEntry) -> bool {
        entry.due < self.as_of
    }

    pub(crate) fn late(&self) -> usize {
        self.entries.iter().filter(|entry| self.is_late(entry)).count()
    }

    #[must_use]
    pub(crate) fn to_csv(&self) -> String {
        let head =
            ["due", "late", "state", "name", "role", "document", "number", "title", "learned", "first"];
        let rows = self.entries.iter().map(|entry| {
            vec![
                entry.due.to_string(),
                if self.is_late(entry) { "yes" } else { "no" }.to_owned(),
                entry.state.word().to_owned(),
                entry.name.clone(),
                entry.role.clone(),
                entry.item.to_string(),
                entry.number.clone(),
                entry.title.clone(),
                entry.last.map(|last| last.to_string()).unwrap_or_default(),
                entry.first.join("; "),
            ]
        });
        csv_of(&head, rows)
    }

    #[must_use]
    pub(crate) fn to_ics(&self, handbook: &Handbook) -> String {
        let entries: Vec<CalendarEntry> = self.entries.iter().map(|one| event(one, handbook)).collect();
        calendar(&handbook.words.session.due_title, &entries)
    }

    /// The same to print, by role.
    #[must_use]
    pub(crate) fn to_sheet(&self, handbook: &Handbook) -> LedgerView {
        let (words, say, dates) = (&handbook.words.ledger, &handbook.words.session, &handbook.words.dates);
        let mut roles: Vec<&str> = self.entries.iter().map(|entry| entry.role.as_str()).collect();
        roles.sort_unstable();
        roles.dedup();
        let row = |entry: &DueEntry| {
            let what = format!("{} {}", entry.number, entry.title);
            let day = dates.day(entry.due);
            let state = match entry.state {
                DueState::Open if self.is_late(entry) => words.late.fill(&[("day", &day)]),
                DueState::Open => words.open.fill(&[("day", &day)]),
                DueState::Lapsed if self.is_late(entry) => words.lapsed_late.fill(&[("day", &day)]),
                DueState::Lapsed => words.lapsed.fill(&[("day", &day)]),
                DueState::Again => {
                    let last = entry.last.map(|last| dates.day(last)).unwrap_or_default();
                    format!("{day}. {}", say.again.fill(&[("day", &last)]))
                }
            };
            let first = entry.first.join("; ");
            let first = if first.is_empty() {
                String::new()
            } else {
                format!(". {}", say.first.fill(&[("units", &first)]))
            };
            vec![entry.name.clone(), what, format!("{state}{first}")]
        };
        let table = |role: &&str| LedgerTable {
            heading: (*role).to_owned(),
            weights: vec![24, 40, 36],
            head: [&words.name, &words.what, &words.by].map(ToString::to_string).to_vec(),
            rows: self.entries.iter().filter(|entry| entry.role == *role).map(row).collect(),
        };
        let title = say.due_title.to_string();
        let lead = super::ledger::lead(handbook);
        let tables = roles.iter().map(table).collect();
        let sheet = LedgerSheet { title: title.clone(), lead, notes: Vec::new(), tables, statement: None };
        LedgerView { title, sheets: vec![sheet] }
    }
}

fn event(entry: &DueEntry, handbook: &Handbook) -> CalendarEntry {
    let slug = |words: &str| -> String {
        words.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
    };
    CalendarEntry {
        uid: format!("{}-{}@{}.clausebook", slug(&entry.item.to_string()), slug(&entry.name), handbook.file),
        changed: entry.changed,
        day: entry.due,
        summary: format!("{}: {} {}", entry.name, entry.number, entry.title),
        description: entry.role.clone(),
    }
}
