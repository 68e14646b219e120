//! Who has read what, for print and for spreadsheets: a sheet for each person or for each version, to be signed, and a matrix by role.
//! It is no part of the site.

use super::report::inert;
use crate::model::{Date, DocumentId, Handbook, LedgerCounts, ORGANIZATION};
use crate::people::{Duty, DutyState, PersonDuties, RoleMatrix, counts};
use crate::words::FixedWords;

/// People side by side in one table of a matrix.
const PEOPLE_ABREAST: usize = 4;

#[derive(Debug)]
pub(crate) struct LedgerView {
    /// The title of the PDF.
    pub(crate) title: String,
    pub(crate) sheets: Vec<LedgerSheet>,
}

/// A sheet, which begins on a page of its own.
#[derive(Debug)]
pub(crate) struct LedgerSheet {
    pub(crate) title: String,
    /// Whose it is, and of which day.
    pub(crate) lead: String,
    /// What a reader must know first.
    pub(crate) notes: Vec<String>,
    pub(crate) tables: Vec<LedgerTable>,
    /// What somebody signs at the end.
    pub(crate) statement: Option<String>,
}

#[derive(Debug)]
pub(crate) struct LedgerTable {
    /// Empty where the sheet's title says it.
    pub(crate) heading: String,
    /// The share of each column.
    pub(crate) weights: Vec<usize>,
    pub(crate) head: Vec<String>,
    /// Cells that are empty are written into.
    pub(crate) rows: Vec<Vec<String>>,
}

/// What a sheet or a list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LedgerScope {
    /// By role.
    Matrix,
    /// Of these people.
    People(Vec<String>),
    Everyone,
    /// Of these documents.
    Documents(Vec<DocumentId>),
    /// Of the documents that somebody has acknowledged in an earlier version, which isn't enough any more.
    Changed,
}

impl LedgerScope {
    /// The same by role, with what it isn't about left out.
    pub(crate) fn select<'h>(&self, matrices: Vec<RoleMatrix<'h>>) -> Vec<RoleMatrix<'h>> {
        let changed: Vec<DocumentId> = match self {
            Self::Changed => changed(&matrices),
            _ => Vec::new(),
        };
        let has_person = |name: &str| match self {
            Self::People(names) => names.iter().any(|one| one == name),
            _ => true,
        };
        let has_document = |document: &DocumentId| match self {
            Self::Documents(documents) => documents.contains(document),
            Self::Changed => changed.contains(document),
            Self::Matrix | Self::People(_) | Self::Everyone => true,
        };
        let select = |matrix: RoleMatrix<'h>| {
            let RoleMatrix { role, duties, people } = matrix;
            let kept: Vec<bool> = duties.iter().map(|duty| has_document(&duty.item.document)).collect();
            let people = people.into_iter().filter(|one| has_person(&one.person.name));
            let people = people
                .map(|PersonDuties { person, states }| PersonDuties { person, states: keep(states, &kept) });
            RoleMatrix { role, people: people.collect(), duties: keep(duties, &kept) }
        };
        let selected = matrices.into_iter().map(select);
        selected.filter(|matrix| !matrix.people.is_empty() && !matrix.duties.is_empty()).collect()
    }
}

fn keep<T>(all: Vec<T>, kept: &[bool]) -> Vec<T> {
    all.into_iter().zip(kept).filter(|(_, is_kept)| **is_kept).map(|(one, _)| one).collect()
}

fn changed(matrices: &[RoleMatrix<'_>]) -> Vec<DocumentId> {
    let mut documents = Vec::new();
    for (_, _, duty, state) in entries(matrices) {
        let is_of_older =
            matches!(state, DutyState::Lapsed { version, .. } if version < duty.readable.effective);
        if is_of_older && !documents.contains(&duty.item.document) {
            documents.push(duty.item.document.clone());
        }
    }
    documents
}

/// Every duty of everybody: role, person, duty, state.
pub(crate) fn entries<'m, 'h>(
    matrices: &'m [RoleMatrix<'h>],
) -> impl Iterator<Item = (&'m str, &'m PersonDuties, &'m Duty<'h>, DutyState)> {
    matrices.iter().flat_map(|matrix| {
        matrix.people.iter().flat_map(move |one| {
            let of_duty = matrix.duties.iter().zip(&one.states);
            of_duty.map(move |(duty, state)| (matrix.role.as_str(), one, duty, *state))
        })
    })
}

/// The sheets of what is selected.
#[must_use]
pub(crate) fn ledger(scope: &LedgerScope, matrices: &[RoleMatrix<'_>], handbook: &Handbook) -> LedgerView {
    let writer = SheetWriter { words: &handbook.words, handbook };
    let words = &handbook.words.ledger;
    match scope {
        LedgerScope::Matrix => {
            LedgerView { title: words.matrix.to_string(), sheets: vec![writer.matrix(matrices)] }
        }
        LedgerScope::People(_) | LedgerScope::Everyone => {
            let of_role = |matrix| writer.people(matrix);
            LedgerView { title: words.title.to_string(), sheets: matrices.iter().flat_map(of_role).collect() }
        }
        LedgerScope::Documents(_) | LedgerScope::Changed => {
            LedgerView { title: words.title.to_string(), sheets: writer.documents(matrices) }
        }
    }
}

/// Whose a sheet is, and of which day.
pub(super) fn lead(handbook: &Handbook) -> String {
    let day = handbook.words.dates.day(handbook.as_of);
    handbook.words.packet.lead.fill(&[("organization", &handbook.value(ORGANIZATION)), ("day", &day)])
}

struct SheetWriter<'h> {
    words: &'h FixedWords,
    handbook: &'h Handbook,
}

impl SheetWriter<'_> {
    fn lead(&self) -> String {
        lead(self.handbook)
    }

    fn not_a_signature(&self) -> String {
        self.words.ledger.not_a_signature.to_string()
    }

    /// `January 1, 2027 (v1:8k2m0q4t1h7x)`
    fn version(&self, duty: &Duty<'_>) -> String {
        let (day, mark) = (self.words.dates.day(duty.readable.effective), duty.readable.mark());
        if mark.is_empty() { day } else { format!("{day} ({mark})") }
    }

    /// The day on which it was done; empty where it is still to be written.
    fn done(&self, state: DutyState) -> String {
        match state {
            DutyState::Done { on, until: _ } => self.words.dates.day(on),
            DutyState::Open { .. } | DutyState::Lapsed { .. } => String::new(),
        }
    }

    fn due(&self, state: DutyState) -> String {
        if state.is_done() { String::from("—") } else { self.words.dates.day_or_none(state.due()) }
    }

    /// A sheet for each person of a role.
    fn people(&self, matrix: &RoleMatrix<'_>) -> Vec<LedgerSheet> {
        let (words, columns) = (&self.words.ledger, &self.words.columns);
        let head = [&columns.number, &words.what, &words.version, &words.by, &words.read_on];
        let sheet = |one: &PersonDuties| {
            let rows = matrix.duties.iter().zip(&one.states).map(|(duty, state)| {
                vec![
                    duty.number().to_owned(),
                    duty.title.clone(),
                    self.version(duty),
                    self.due(*state),
                    self.done(*state),
                ]
            });
            LedgerSheet {
                title: words.of_person.fill(&[("name", &one.person.name)]),
                lead: words.role.fill(&[("role", &matrix.role), ("lead", &self.lead())]),
                notes: vec![self.not_a_signature()],
                tables: vec![LedgerTable {
                    heading: String::new(),
                    weights: vec![9, 26, 20, 18, 21],
                    head: head.map(ToString::to_string).to_vec(),
                    rows: rows.collect(),
                }],
                statement: Some(words.statement.to_string()),
            }
        };
        matrix.people.iter().map(sheet).collect()
    }

    /// A sheet for each version, with everybody who has to know it.
    fn documents(&self, matrices: &[RoleMatrix<'_>]) -> Vec<LedgerSheet> {
        let mut items: Vec<&Duty<'_>> = Vec::new();
        for (_, _, duty, _) in entries(matrices) {
            if !items.iter().any(|known| known.item == duty.item) {
                items.push(duty);
            }
        }
        let (words, columns) = (&self.words.ledger, &self.words.columns);
        let head = [&words.name, &words.role_name, &words.by, &words.read_on, &words.signature];
        let sheet = |wanted: &Duty<'_>| {
            let own = entries(matrices).filter(|(_, _, duty, _)| duty.item == wanted.item);
            let rows = own.map(|(role, one, _, state)| {
                let name = one.person.name.clone();
                vec![name, role.to_owned(), self.due(state), self.done(state), String::new()]
            });
            let change = wanted.readable.header().history.first();
            let change = change.map(|change| format!("{}: {}", columns.what_changed, *change.change));
            let version = self.version(wanted);
            let number = wanted.number();
            LedgerSheet {
                title: words.of_document.fill(&[("title", &wanted.title)]),
                lead: words.of_version.fill(&[
                    ("number", &number),
                    ("version", &version),
                    ("lead", &self.lead()),
                ]),
                notes: change.into_iter().chain([self.not_a_signature()]).collect(),
                tables: vec![LedgerTable {
                    heading: String::new(),
                    weights: vec![26, 18, 16, 18, 26],
                    head: head.map(ToString::to_string).to_vec(),
                    rows: rows.collect(),
                }],
                statement: None,
            }
        };
        items.into_iter().map(sheet).collect()
    }

    fn matrix(&self, matrices: &[RoleMatrix<'_>]) -> LedgerSheet {
        let words = &self.words.ledger;
        let of_role = |matrix| self.tables_of_role(matrix);
        LedgerSheet {
            title: words.matrix.to_string(),
            lead: self.lead(),
            notes: vec![self.counts(entries(matrices).map(|(_, _, _, state)| state)), self.not_a_signature()],
            tables: matrices.iter().flat_map(of_role).collect(),
            statement: None,
        }
    }

    fn counts(&self, states: impl Iterator<Item = DutyState>) -> String {
        let states: Vec<DutyState> = states.collect();
        in_words(counts(&states, self.handbook.as_of), self.words)
    }

    /// The people of a role side by side, a few in each table.
    fn tables_of_role(&self, matrix: &RoleMatrix<'_>) -> Vec<LedgerTable> {
        let words = &self.words.ledger;
        let table = |people: &[PersonDuties]| {
            let names = people.iter().map(|one| one.person.name.clone());
            let rows = matrix.duties.iter().enumerate().map(|(at, duty)| {
                let states = people.iter().filter_map(|one| one.states.get(at));
                let what = format!(
                    "{} {}, {}",
                    duty.number(),
                    duty.title,
                    self.words.dates.day(duty.readable.effective)
                );
                std::iter::once(what).chain(states.map(|state| self.state(*state))).collect()
            });
            LedgerTable {
                heading: matrix.role.clone(),
                weights: std::iter::once(30).chain(people.iter().map(|_| 18)).collect(),
                head: std::iter::once(words.what.to_string()).chain(names).collect(),
                rows: rows.collect(),
            }
        };
        matrix.people.chunks(PEOPLE_ABREAST).map(table).collect()
    }

    fn state(&self, state: DutyState) -> String {
        let (words, dates) = (&self.words.ledger, &self.words.dates);
        let is_late = state.is_late(self.handbook.as_of);
        match state {
            DutyState::Done { on, until: None } => words.done.fill(&[("day", &dates.day(on))]),
            DutyState::Done { on, until: Some(until) } => {
                words.done_until.fill(&[("day", &dates.day(on)), ("until", &dates.day(until))])
            }
            DutyState::Open { due } if is_late => words.late.fill(&[("day", &dates.day(due))]),
            DutyState::Open { due } => words.open.fill(&[("day", &dates.day(due))]),
            DutyState::Lapsed { last: _, version: _, due } if is_late => {
                words.lapsed_late.fill(&[("day", &dates.day(due))])
            }
            DutyState::Lapsed { last: _, version: _, due } => words.lapsed.fill(&[("day", &dates.day(due))]),
        }
    }
}

/// `34 done, 116 open, 0 lapsed; 0 of them late.`
#[must_use]
pub(crate) fn in_words(counts: LedgerCounts, words: &FixedWords) -> String {
    let LedgerCounts { done, open, lapsed, late } = counts;
    words.ledger.counts.fill(&[("done", &done), ("open", &open), ("lapsed", &lapsed), ("late", &late)])
}

/// What is still to be acknowledged, with a column for the day: `clausebook acknowledge --from` reads it once it is filled in.
///
/// # Panics
/// Never: it is written to memory.
#[must_use]
pub(crate) fn sheet_csv(matrices: &[RoleMatrix<'_>]) -> String {
    let head = ["name", "document", "number", "title", "version", "fingerprint", "date", "how"];
    let open = entries(matrices).filter(|(_, _, _, state)| !state.is_done());
    csv_of(
        &head,
        open.map(|(_, one, duty, _)| {
            vec![
                one.person.name.clone(),
                duty.item.to_string(),
                duty.number().to_owned(),
                duty.title.clone(),
                duty.readable.effective.to_string(),
                duty.readable.mark(),
                String::new(),
                String::new(),
            ]
        }),
    )
}

/// A row for each duty of everybody.
#[must_use]
pub(crate) fn matrix_csv(matrices: &[RoleMatrix<'_>], today: Date) -> String {
    let head = [
        "name",
        "role",
        "document",
        "number",
        "title",
        "version",
        "fingerprint",
        "duty",
        "state",
        "date",
        "due",
        "late",
    ];
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    csv_of(
        &head,
        entries(matrices).map(|(role, one, duty, state)| {
            let (word, last) = match state {
                DutyState::Done { on, until: _ } => ("done", Some(on)),
                DutyState::Open { due: _ } => ("open", None),
                DutyState::Lapsed { last, version: _, due: _ } => ("lapsed", Some(last)),
            };
            vec![
                one.person.name.clone(),
                role.to_owned(),
                duty.item.to_string(),
                duty.number().to_owned(),
                duty.title.clone(),
                duty.readable.effective.to_string(),
                duty.readable.mark(),
                if duty.is_learned() { "learn" } else { "read" }.to_owned(),
                word.to_owned(),
                day(last),
                day(state.due()),
                if state.is_late(today) { "yes" } else { "no" }.to_owned(),
            ]
        }),
    )
}

/// Begins with a byte-order mark, without which Excel misreads accents.
pub(super) fn csv_of(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut csv =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![0xef, 0xbb, 0xbf]);
    csv.write_record(head).expect("memory");
    for row in rows {
        csv.write_record(row.iter().map(|cell| inert(cell))).expect("memory");
    }
    String::from_utf8(csv.into_inner().expect("memory")).expect("text in, text out")
}
