//! Values by the names of slots: of the fields of a PDF, and of the cells below the heads of a table.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::data::{Data, Object};
use super::mark::{FORM, UNPLACED, VERSION};
use super::reader::DataReader;
use super::unfill::unfill;
use super::{MOST, Problem, ProblemKind, broken_rules, read_all, value};
use crate::model::form::{
    Answer, Answers, Extent, Field, FieldGroup, FieldKind, FormVersion, GROUP_NUMBER, Rows, Sheet, Slot,
    SlotKind,
};
use crate::words::FixedWords;

/// How many groups and rows there must be for slots of these names.
fn extent<'n>(form: &FormVersion, names: impl Iterator<Item = &'n str>) -> Extent {
    let names: BTreeSet<&str> = names.collect();
    let is_there = |prefix: &str| names.range(prefix..).next().is_some_and(|name| name.starts_with(prefix));
    let last =
        |list: &str| (1..=MOST).rev().find(|number| is_there(&format!("{list}/{number}/"))).unwrap_or(0);
    let mut extent = Extent::default();
    for section in &form.sections {
        if section.repeat.is_some() {
            extent_of_groups(&section.fields, &section.id, &last, &mut extent);
        } else {
            extent_of_fields(&section.fields, "", &last, &mut extent);
        }
    }
    extent
}

/// `last` is the number of the last group or row of a list.
fn extent_of_fields(fields: &[Field], prefix: &str, last: &dyn Fn(&str) -> usize, extent: &mut Extent) {
    for field in fields {
        let name = format!("{prefix}{}", field.id);
        match &field.kind {
            FieldKind::Table(table) if matches!(table.rows, Rows::Blank(_)) => {
                let rows = last(&name);
                extent.rows.insert(name, rows);
            }
            FieldKind::Group(FieldGroup { repeat: _, fields }) => {
                extent_of_groups(fields, &name, last, extent);
            }
            _ => {}
        }
    }
}

fn extent_of_groups(fields: &[Field], name: &str, last: &dyn Fn(&str) -> usize, extent: &mut Extent) {
    let count = last(name);
    extent.groups.insert(name.to_owned(), count);
    for number in 1..=count {
        extent_of_fields(fields, &format!("{name}/{number}/"), last, extent);
    }
}

/// The sheet that has fields of these names: the form with as many groups and rows, or its continuation sheet.
fn sheet_of<'a, 'n>(
    form: &'a FormVersion,
    words: &FixedWords,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Sheet<'a> {
    let mut repeated = form.sections.iter().filter(|section| section.repeat.is_some());
    let is_number = |name: &str| repeated.any(|section| name == format!("{}/1/{GROUP_NUMBER}", section.id));
    match Sheet::continuation(form, words) {
        Some(sheet) if names.clone().any(is_number) => sheet,
        _ => Sheet::new(form, words, &extent(form, names)),
    }
}

/// What a PDF has in its fields, by their names: a text, or the state of its boxes.
pub type FieldValues = BTreeMap<String, String>;

/// How many of these fields are fields of the form.
pub(crate) fn known_fields(form: &FormVersion, words: &FixedWords, values: &FieldValues) -> usize {
    let sheet = sheet_of(form, words, values.keys().map(String::as_str));
    sheet.slots().iter().filter(|slot| values.contains_key(&slot.name)).count()
}

/// What is filled into a PDF.
#[derive(Debug)]
pub struct ReadBack {
    /// In the shape in which data are filled in, with `$form` and `$version`.
    pub data: Data,
    /// The names of all slots of its sheet with what is filled in, days as data have them.
    pub(crate) named: Vec<(String, String)>,
    /// The names of fields whose values are in `$unplaced`.
    pub(crate) unplaced: Vec<String>,
    /// What would be refused if it were filled in again.
    pub(crate) problems: Vec<Problem>,
}

/// The data of a PDF of the form `id` in its version `version`.
#[must_use]
pub fn read_back(
    form: &FormVersion,
    words: &FixedWords,
    (id, version): (&str, &str),
    values: &FieldValues,
    today: Date,
) -> ReadBack {
    let sheet = sheet_of(form, words, values.keys().map(String::as_str));
    let slots: BTreeMap<&str, &Slot> =
        sheet.slots().into_iter().map(|slot| (slot.name.as_str(), slot)).collect();
    let mut answers = Answers::new();
    let mut unplaced = Vec::new();
    for (name, given) in values.iter().filter(|(_, given)| !given.is_empty()) {
        match slots.get(name.as_str()).map(|slot| saved_answer(slot, given)) {
            Some(Ok(answer)) => answers.extend(answer.map(|answer| (name.clone(), answer))),
            Some(Err(())) | None => unplaced.push(name.clone()),
        }
    }
    let (mut data, more) = unfill(&sheet, &answers);
    unplaced.extend(more);
    // The numbers of the groups on a continuation sheet have no place in data that are filled in.
    let problems = if sheet.is_continuation() { Vec::new() } else { refused(form, words, &data, today) };
    if let Data::Object(Object { entries }) = &mut data {
        let mark = [(FORM, id), (VERSION, version)];
        entries.splice(0..0, mark.map(|(key, text)| (key.to_owned(), Data::text(text))));
        if !unplaced.is_empty() {
            let kept = unplaced.iter().filter_map(|name| Some((name.clone(), Data::text(values.get(name)?))));
            entries.push((UNPLACED.to_owned(), Data::object(kept.collect())));
        }
    }
    let named = sheet.slots().into_iter().filter(|slot| slot.kind != SlotKind::Signature);
    let named = named.map(|slot| (slot.name.clone(), cell(slot, answers.get(&slot.name))));
    ReadBack { data, named: named.collect(), unplaced, problems }
}

/// What would be refused if `data` were filled in.
fn refused(form: &FormVersion, words: &FixedWords, data: &Data, today: Date) -> Vec<Problem> {
    let (extent, answers, mut problems) = read_all(form, words, data);
    problems.extend(broken_rules(&Sheet::new(form, words, &extent), &answers, today));
    problems
}

/// What a saved field means, `None` where it is empty; an error where it is nothing that the slot can have.
fn saved_answer(slot: &Slot, given: &str) -> Result<Option<Answer>, ()> {
    match &slot.kind {
        SlotKind::Line(_) => Ok(Some(Answer::Text(value::tidy(given).trim().to_owned()))),
        SlotKind::Paragraph(_) => Ok(Some(Answer::Text(value::tidy(given).trim_end().to_owned()))),
        SlotKind::Check => Ok(Some(Answer::Ticked)),
        SlotKind::Choice(choices) => {
            let chosen = choices.iter().find(|choice| choice.state == given).ok_or(())?;
            Ok(Some(Answer::Chosen(chosen.id.clone())))
        }
        SlotKind::Signature => Ok(None),
    }
    .map(|answer| answer.filter(|answer| !matches!(answer, Answer::Text(text) if text.is_empty())))
}

/// What a table has in the cell of a slot.
fn cell(slot: &Slot, answer: Option<&Answer>) -> String {
    match answer {
        None => String::new(),
        Some(Answer::Text(text)) if slot.kind == SlotKind::Line(crate::model::form::Entry::Date) => {
            super::unfill::written_day(text)
        }
        Some(Answer::Text(text)) => text.clone(),
        Some(Answer::Ticked) => TICKED.to_owned(),
        Some(Answer::Chosen(id)) => id.clone(),
    }
}

const TICKED: &str = "true";
/// What people write into the cell of a box that is checked, and of one that isn't.
const YES: [&str; 5] = [TICKED, "yes", "y", "x", "1"];
const NO: [&str; 4] = ["false", "no", "n", "0"];

/// The head of a column, and what a row has in it.
pub(crate) type NamedCell<'c> = (&'c str, &'c str);

/// What a row of a table fills in. `cells` are those of columns with a head, with the number of the column.
///
/// # Errors
/// All that is wrong, and what could be read.
pub(crate) fn read_row(
    form: &FormVersion,
    words: &FixedWords,
    cells: &[(usize, NamedCell<'_>)],
) -> (Extent, Answers, Vec<Problem>) {
    let extent =
        extent(form, cells.iter().filter(|(_, (_, text))| !text.is_empty()).map(|(_, (name, _))| *name));
    let sheet = Sheet::new(form, words, &extent);
    // A row that is empty here has columns for groups that others fill in.
    let most = self::extent(form, cells.iter().map(|(_, (name, _))| *name));
    let widest = Sheet::new(form, words, &most);
    let known: BTreeSet<&str> = widest.slots().into_iter().map(|slot| slot.name.as_str()).collect();
    let slots: BTreeMap<&str, &Slot> =
        sheet.slots().into_iter().map(|slot| (slot.name.as_str(), slot)).collect();
    let mut reader = DataReader::default();
    for (number, (name, text)) in cells {
        reader.given.insert((*name).to_owned());
        match slots.get(name) {
            Some(slot) if !text.is_empty() => reader.cell(slot, text),
            None if !known.contains(name) => {
                reader.problem("", ProblemKind::UnknownColumn { number: *number });
            }
            _ => {}
        }
    }
    reader.complete(&sheet);
    (extent, reader.answers, reader.problems)
}

impl DataReader {
    fn cell(&mut self, slot: &Slot, text: &str) {
        let given = text.trim().to_lowercase();
        let data = match slot.kind {
            SlotKind::Check if YES.contains(&given.as_str()) => Data::Bool(true),
            SlotKind::Check if NO.contains(&given.as_str()) => Data::Bool(false),
            _ => Data::text(text),
        };
        self.one(slot, &data);
    }
}
