//! Data are read field by field. Each value means one thing of the form, or is refused.

use std::collections::BTreeSet;

use super::data::{Data, Object};
use super::problem::KeyPlace;
use super::{MOST, Problem, ProblemKind, value};
use crate::diagnostic::nearest;
use crate::model::form::{
    Answer, Answers, Choice, Group, Item, OptionBox, Other, Parts, Row, RowLabel, Sheet, Signing, Slot,
    SlotKind, Table,
};

/// What the page in the browser calls a signature that was drawn or typed there.
const SIGNED_ON_PAGE: [&str; 2] = ["signature-drawn", "signature-typed"];

/// A longer key is not a slip of a known one.
const LONGEST_KEY: usize = 60;

/// A key that an object may have.
#[derive(Clone, Copy)]
pub(super) enum DataKey<'a> {
    /// Written as it is.
    Id(&'a str),
    /// The label of a row, or its id.
    Row(&'a RowLabel),
}

impl<'a> DataKey<'a> {
    fn is_meant_by(self, given: &str) -> bool {
        match self {
            Self::Id(id) => id == given,
            Self::Row(row) => row.is_meant_by(given),
        }
    }

    fn id(self) -> &'a str {
        match self {
            Self::Id(id) => id,
            Self::Row(row) => &row.id,
        }
    }

    /// For people who look for it in their data.
    fn words(self) -> &'a str {
        match self {
            Self::Id(id) => id,
            Self::Row(row) => &row.label,
        }
    }
}

#[derive(Default)]
pub(super) struct DataReader {
    pub(super) answers: Answers,
    pub(super) problems: Vec<Problem>,
    /// The names of the fields that have a value, be it an empty one.
    pub(super) given: BTreeSet<String>,
}

impl DataReader {
    pub(super) fn problem(&mut self, place: &str, kind: ProblemKind) {
        self.problems.push(Problem { place: place.to_owned(), kind });
    }

    /// What the data don't say: defaults, and sums.
    pub(super) fn complete(&mut self, sheet: &Sheet<'_>) {
        for (name, default) in sheet.default_answers() {
            if !self.given.contains(&name) {
                self.answers.entry(name).or_insert(default);
            }
        }
        sheet.add_up(&mut self.answers);
    }

    pub(super) fn groups(&mut self, name: &str, groups: &[Group<'_>], value: Option<&Data>) {
        let entries = self.list(name, value, "a list of groups: [ { … }, { … } ]");
        for ((at, entry), group) in entries.iter().enumerate().zip(groups) {
            let place = format!("{name}/{}", at + 1);
            let Some(entry) = self.object(&place, entry) else { continue };
            let keys: Vec<DataKey<'_>> = group.items.iter().map(|item| DataKey::Id(&item.field.id)).collect();
            for (item, value) in group.items.iter().zip(self.values(&place, entry, &keys)) {
                self.item(item, value);
            }
        }
    }

    pub(super) fn item(&mut self, item: &Item<'_>, value: Option<&Data>) {
        let Some(value) = value else { return };
        self.given.insert(item.name.clone());
        match &item.parts {
            Parts::One(slot) => self.one(slot, value),
            Parts::Choice { choice, other } => self.choice(choice, other.as_ref(), value),
            Parts::Choices { boxes, other } => self.choices(&item.name, boxes, other.as_ref(), value),
            Parts::Table { table, rows } => self.table(&item.name, table, rows, value),
            Parts::Groups(groups) => self.groups(&item.name, groups, Some(value)),
            Parts::Signature(signing) => self.signature(&item.name, signing, value),
        }
    }

    pub(super) fn one(&mut self, slot: &Slot, value: &Data) {
        let answer = match &slot.kind {
            SlotKind::Line(entry) => value::line(*entry, value).map(|text| text.map(Answer::Text)),
            SlotKind::Paragraph(_) => value::paragraph(value).map(|text| text.map(Answer::Text)),
            SlotKind::Check => match value {
                Data::Bool(ticked) => Ok(ticked.then_some(Answer::Ticked)),
                _ => Err(ProblemKind::NotBool),
            },
            SlotKind::Choice(choices) => chosen(choices, None, value),
            SlotKind::Signature => Err(ProblemKind::Signature),
        };
        self.answer(slot, answer);
    }

    fn answer(&mut self, slot: &Slot, answer: Result<Option<Answer>, ProblemKind>) {
        match answer {
            Ok(Some(answer)) => {
                self.answers.insert(slot.name.clone(), answer);
            }
            Ok(None) => {}
            Err(kind) => self.problem(&slot.name, kind),
        }
    }

    fn choice(&mut self, slot: &Slot, other: Option<&Other>, value: &Data) {
        if let Some((other, given)) = other.and_then(|other| Some((other, other_words(other, value)?))) {
            self.answers.insert(slot.name.clone(), Answer::Chosen(other.choice.id.clone()));
            return self.words_of_other(&slot.name, other, given);
        }
        if let SlotKind::Choice(choices) = &slot.kind {
            self.answer(slot, chosen(choices, other, value));
        }
    }

    fn choices(&mut self, name: &str, boxes: &[OptionBox], other: Option<&Other>, value: &Data) {
        let choices: Vec<Choice> = boxes.iter().map(|one| one.choice.clone()).collect();
        for (at, entry) in self.list(name, Some(value), "a list: [\"one\", \"another\"]").iter().enumerate() {
            let place = format!("{name}/{}", at + 1);
            let (id, words) = match other.and_then(|other| Some((other, other_words(other, entry)?))) {
                Some((other, given)) => (Ok(other.choice.id.clone()), Some((other, given))),
                None => (meant(&choices, other, entry).map(|choice| choice.id.clone()), None),
            };
            match id {
                Ok(id) => {
                    let ticked = boxes.iter().filter(|one| one.choice.id == id);
                    self.answers.extend(ticked.map(|one| (one.slot.name.clone(), Answer::Ticked)));
                }
                Err(kind) => self.problem(&place, kind),
            }
            if let Some((other, given)) = words {
                self.words_of_other(&place, other, given);
            }
        }
    }

    /// `given` are the values of `other` in one object; there is one line for all.
    fn words_of_other(&mut self, place: &str, other: &Other, given: &Object) {
        let before = self.answers.contains_key(&other.words.name);
        if before || given.entries.len() > 1 {
            self.problem(place, ProblemKind::SeveralOthers);
        }
        if let Some((_, value)) = given.entries.first() {
            self.one(&other.words, value);
        }
    }

    fn table(&mut self, name: &str, table: &Table, rows: &[Row<'_>], value: &Data) {
        let labels: Option<Vec<&RowLabel>> = rows.iter().map(|row| row.label).collect();
        match labels {
            Some(labels) if !labels.is_empty() => {
                let Some(given) = self.object(name, value) else { return };
                let keys: Vec<DataKey<'_>> = labels.iter().map(|label| DataKey::Row(label)).collect();
                for ((label, row), value) in labels.iter().zip(rows).zip(self.values(name, given, &keys)) {
                    if let Some(value) = value {
                        self.cells(&format!("{name}/{}", label.id), table, row, value);
                    }
                }
            }
            _ => {
                let entries = self.list(name, Some(value), "a list of rows: [ { … }, { … } ]");
                for ((at, entry), row) in entries.iter().enumerate().zip(rows) {
                    self.cells(&format!("{name}/{}", at + 1), table, row, entry);
                }
            }
        }
    }

    fn cells(&mut self, place: &str, table: &Table, row: &Row<'_>, value: &Data) {
        let keys = table.columns.iter().map(|column| column.id.as_str());
        self.slots(place, keys.zip(&row.cells).collect(), value);
    }

    fn signature(&mut self, place: &str, signing: &Signing, value: &Data) {
        let Signing { signer, layout: _, signature, name, standing, date, declined } = signing;
        let mut slots = vec![("name", name), (signer.standing_key(), standing), ("date", date)];
        if let Some((declined, reason)) = declined {
            slots.extend([("declined", declined), ("reason", reason)]);
        }
        slots.push(("signature", signature));
        slots.extend(SIGNED_ON_PAGE.map(|key| (key, signature)));
        self.slots(place, slots, value);
    }

    /// Slots by the keys of an object.
    fn slots(&mut self, place: &str, slots: Vec<(&str, &Slot)>, value: &Data) {
        let Some(given) = self.object(place, value) else { return };
        let keys: Vec<DataKey<'_>> = slots.iter().map(|(key, _)| DataKey::Id(key)).collect();
        for ((key, slot), value) in slots.into_iter().zip(self.values(place, given, &keys)) {
            match value {
                Some(_) if SIGNED_ON_PAGE.contains(&key) => {
                    self.problem(&below(place, key), ProblemKind::DrawnSignature);
                }
                Some(value) => self.one(slot, value),
                None => {}
            }
        }
    }

    fn list<'v>(&mut self, place: &str, value: Option<&'v Data>, what: &'static str) -> &'v [Data] {
        match value {
            None | Some(Data::Null) => &[],
            Some(Data::List(entries)) if entries.len() > MOST => {
                self.problem(place, ProblemKind::TooManyEntries);
                &[]
            }
            Some(Data::List(entries)) => entries,
            Some(_) => {
                self.problem(place, ProblemKind::NotList(what));
                &[]
            }
        }
    }

    fn object<'v>(&mut self, place: &str, value: &'v Data) -> Option<&'v Object> {
        let object = value.as_object();
        if object.is_none() {
            self.problem(place, ProblemKind::NotObject);
        }
        object
    }

    /// The value of each key that the object may have; `null` is no value. What it has besides, or has twice, is reported: by its
    /// number, since a key that the form does not know may be a Member's name.
    pub(super) fn values<'v>(
        &mut self,
        place: &str,
        object: &'v Object,
        known: &[DataKey<'_>],
    ) -> Vec<Option<&'v Data>> {
        let mut found: Vec<Option<&'v Data>> = vec![None; known.len()];
        for (number, (key, value)) in (1..).zip(&object.entries) {
            let Some(at) = known.iter().position(|known| known.is_meant_by(key)) else {
                self.unknown_key(place, number, key, known);
                continue;
            };
            if found[at].replace(value).is_some() {
                self.problem(&below(place, known[at].id()), ProblemKind::Twice);
            }
        }
        found.into_iter().map(|value| value.filter(|value| **value != Data::Null)).collect()
    }

    fn unknown_key(&mut self, place: &str, number: usize, key: &str, known: &[DataKey<'_>]) {
        let names = known.iter().flat_map(|key| [key.words(), key.id()]);
        let near = if key.chars().count() > LONGEST_KEY { None } else { nearest(key, names) };
        let within = if place.is_empty() { KeyPlace::Top } else { KeyPlace::Below };
        self.problem(place, ProblemKind::UnknownKey { number, within, near: near.map(str::to_owned) });
    }
}

fn below(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}/{key}") }
}

/// What is inside `{ "other": … }`.
fn other_words<'v>(other: &Other, value: &'v Data) -> Option<&'v Object> {
    let is_other = |object: &&Object| {
        !object.entries.is_empty() && object.entries.iter().all(|(key, _)| *key == other.choice.id)
    };
    value.as_object().filter(is_other)
}

/// The answer that `value` is to a question with one answer; nothing where it is empty.
fn chosen(choices: &[Choice], other: Option<&Other>, value: &Data) -> Result<Option<Answer>, ProblemKind> {
    if value.as_text() == Some("") {
        return Ok(None);
    }
    meant(choices, other, value).map(|choice| Some(Answer::Chosen(choice.id.clone())))
}

/// The one choice that `value` means. "Other" is meant by its words alone.
fn meant<'c>(choices: &'c [Choice], other: Option<&Other>, value: &Data) -> Result<&'c Choice, ProblemKind> {
    let is_other = |choice: &Choice| other.is_some_and(|other| other.choice.id == choice.id);
    let listed: Vec<&Choice> = choices.iter().filter(|choice| !is_other(choice)).collect();
    let given = value.as_text().unwrap_or_default();
    let meant: Vec<&Choice> = listed.iter().copied().filter(|choice| choice.is_meant_by(given)).collect();
    match meant.as_slice() {
        [one] => Ok(one),
        [] => Err(not_an_option(&listed, other)),
        _ => Err(ProblemKind::Ambiguous),
    }
}

fn not_an_option(listed: &[&Choice], other: Option<&Other>) -> ProblemKind {
    let labels = listed.iter().map(|choice| choice.label.clone()).collect();
    ProblemKind::NotAnOption { labels, or_other: other.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_means_two_options_is_refused() {
        let choices = [Choice::new("a", "yes"), Choice::new("yes", "No")];
        let meant = |given: &str| meant(&choices, None, &Data::Text(given.to_owned()));
        assert_eq!(meant("No").unwrap().id, "yes");
        assert_eq!(meant("yes").unwrap_err(), ProblemKind::Ambiguous);
    }
}
