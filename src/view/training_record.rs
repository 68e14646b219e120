//! What somebody has learned, and still has to: their training record, for print. It is no part of the site.

use super::ledger::{LedgerSheet, LedgerTable, LedgerView, lead};
use crate::model::curriculum::Unit;
use crate::model::{Curriculum, CurriculumVersion, DocumentKind, Handbook, Version};
use crate::people::{Acknowledgement, DutyState, LedgerItem, Person, RoleMatrix};

/// A cell that nobody writes into.
const NOTHING: &str = "—";

/// The record of a person. `ledger` has the documents under their present names; `matrices` are of this person only.
#[must_use]
pub(crate) fn training_record(
    person: &Person,
    ledger: &[Acknowledgement],
    matrices: &[RoleMatrix<'_>],
    handbook: &Handbook,
) -> LedgerView {
    let (words, say) = (&handbook.words.ledger, &handbook.words.session);
    let mut learned: Vec<LearnedUnit<'_>> = ledger
        .iter()
        .filter(|one| one.name == person.name && one.item.unit.is_some() && one.on <= handbook.as_of)
        .map(|one| LearnedUnit::of(one, handbook))
        .collect();
    learned.sort_by_key(|one| one.row.on);
    let minutes: u32 = learned.iter().filter_map(|one| one.unit).map(|unit| unit.minutes).sum();
    let total = say.total.fill(&[("duration", &handbook.words.time.duration(minutes))]);
    let mut notes = vec![words.not_a_signature.to_string()];
    if minutes > 0 {
        notes.insert(0, total);
    }
    let tables = [learned_table(&learned, matrices, handbook), open_table(matrices, handbook)];
    if tables[0].is_none() {
        notes.push(say.nothing_learned.to_string());
    }
    if tables[1].is_none() {
        notes.push(say.nothing_to_learn.to_string());
    }
    let title = say.record_of.fill(&[("name", &person.name)]);
    let sheet = LedgerSheet {
        title: title.clone(),
        lead: words.role.fill(&[("role", &person.role), ("lead", &lead(handbook))]),
        notes,
        tables: tables.into_iter().flatten().collect(),
        statement: None,
    };
    LedgerView { title, sheets: vec![sheet] }
}

/// A row of the ledger, with what the handbook knows of its unit.
struct LearnedUnit<'a> {
    row: &'a Acknowledgement,
    curriculum: Option<&'a CurriculumVersion>,
    /// As the version that was learned has it, or else another version.
    unit: Option<&'a Unit>,
}

impl<'a> LearnedUnit<'a> {
    fn of(row: &'a Acknowledgement, handbook: &'a Handbook) -> Self {
        let LedgerItem { document, unit } = &row.item;
        let mut curricula =
            handbook.curricula.iter().chain(handbook.ended.curricula.iter().map(|one| &one.document));
        let is_it = |one: &&Curriculum| DocumentKind::Curriculum.id(&one.id) == *document;
        let curriculum = curricula.find(is_it);
        let versions: Vec<&CurriculumVersion> = curriculum
            .into_iter()
            .flat_map(|one| {
                std::iter::once(&*one.current).chain(one.others.iter().map(|other| &*other.version))
            })
            .collect();
        let unit_of =
            |version: &&'a CurriculumVersion| version.units.iter().find(|own| Some(&own.id) == unit.as_ref());
        let learned = versions.iter().find(|version| version.header().effective == Some(row.version));
        let unit = learned.and_then(unit_of).or_else(|| versions.iter().find_map(unit_of));
        Self { row, curriculum: learned.or(versions.first()).copied(), unit }
    }

    fn what(&self) -> String {
        let (number, title) = match self.curriculum {
            Some(version) => (version.header.number.as_str(), version.header.title.as_str()),
            None => ("", self.row.item.document.id.as_str()),
        };
        let id = self.row.item.unit.as_deref().unwrap_or_default();
        let unit = self.unit.map_or(id, |unit| unit.title.as_str());
        format!("{number} {title}: {unit}").trim().to_owned()
    }
}

fn learned_table(
    learned: &[LearnedUnit<'_>],
    matrices: &[RoleMatrix<'_>],
    handbook: &Handbook,
) -> Option<LedgerTable> {
    let (words, say, columns) = (&handbook.words.ledger, &handbook.words.session, &handbook.words.columns);
    let dates = &handbook.words.dates;
    let head = [
        &say.learned_on,
        &words.what,
        &handbook.words.versions.version,
        &columns.minutes,
        &say.how,
        &say.valid_until,
    ];
    let row = |one: &LearnedUnit<'_>| {
        let until = valid_until(one.row, matrices).map_or_else(|| NOTHING.to_owned(), |day| dates.day(day));
        let minutes = one.unit.map_or_else(|| NOTHING.to_owned(), |unit| unit.minutes.to_string());
        let how = if one.row.how.is_empty() { NOTHING } else { &one.row.how };
        vec![dates.day(one.row.on), one.what(), dates.day(one.row.version), minutes, how.to_owned(), until]
    };
    (!learned.is_empty()).then(|| LedgerTable {
        heading: say.learned.to_string(),
        weights: vec![19, 28, 19, 10, 12, 19],
        head: head.map(ToString::to_string).to_vec(),
        rows: learned.iter().map(row).collect(),
    })
}

/// Until when this row is enough, if it is the last that counts for a duty.
fn valid_until(row: &Acknowledgement, matrices: &[RoleMatrix<'_>]) -> Option<crate::model::Date> {
    let own = matrices
        .iter()
        .flat_map(|matrix| matrix.people.iter().flat_map(|one| matrix.duties.iter().zip(&one.states)));
    let mut until = own.filter(|(duty, _)| duty.is_of(&row.item)).filter_map(|(_, state)| match *state {
        DutyState::Done { on, until } if on == row.on => until,
        DutyState::Lapsed { last, version, due } if last == row.on && version == row.version => Some(due),
        DutyState::Done { .. } | DutyState::Open { .. } | DutyState::Lapsed { .. } => None,
    });
    until.next()
}

/// What has to be learned, or learned again.
fn open_table(matrices: &[RoleMatrix<'_>], handbook: &Handbook) -> Option<LedgerTable> {
    let (words, say) = (&handbook.words.ledger, &handbook.words.session);
    let list = super::due::due(matrices, None, handbook);
    let open = list.entries.iter().filter(|entry| entry.state != super::due::DueState::Again);
    let rows: Vec<Vec<String>> = open
        .map(|entry| {
            let again = entry.last.map(|last| say.again.fill(&[("day", &handbook.words.dates.day(last))]));
            let what = format!("{} {}", entry.number, entry.title);
            let what = again.map_or_else(|| what.clone(), |again| format!("{what}. {again}"));
            let day = handbook.words.dates.day(entry.due);
            let by = if entry.due < handbook.as_of { words.late.fill(&[("day", &day)]) } else { day };
            vec![what, by]
        })
        .collect();
    (!rows.is_empty()).then(|| LedgerTable {
        heading: say.to_learn.to_string(),
        weights: vec![64, 36],
        head: [&words.what, &words.by].map(ToString::to_string).to_vec(),
        rows,
    })
}
