//! Data for a form, such as the export of a record system: read, checked, and laid out.
//!
//! What is in the data is about Members. No message holds any of it: a problem names the place and what is wrong with it.

mod blank;
mod value;

pub use blank::blank;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::nearest;
use crate::model::form::{
    Answer, Answers, Choice, Extent, Field, FieldKind, FormVersion, Item, OTHER, Parts, Rows, Sheet, Signer,
    Signing, Slot, SlotKind,
};

/// So many groups or rows are more than any plan has, and a slip.
const MOST: usize = 100;

/// Something that is wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: the names of keys, and the numbers of entries from 1, with `/` between them.
    pub place: String,
    /// What is wrong and what to do; nothing of the data.
    pub message: String,
}

/// How many groups and rows `data` asks for, and what is filled in.
///
/// # Errors
/// All that is wrong.
pub fn read(form: &FormVersion, data: &Value) -> Result<(Extent, Answers), Vec<Problem>> {
    let mut reader = Reader { answers: Answers::new(), problems: Vec::new() };
    let Some(data) = data.as_object() else {
        reader.problem("", "the data are an object: { \"field\": \"value\" }");
        return Err(reader.problems);
    };
    let extent = extent(form, data);
    let sheet = Sheet::new(form, &extent);
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for item in &sheet.identity {
        known.insert(&item.field.id);
        reader.item(item, data.get(&item.field.id));
    }
    for section in &sheet.sections {
        if section.section.repeat.is_none() {
            for item in section.groups.iter().flat_map(|group| &group.items) {
                known.insert(&item.field.id);
                reader.item(item, data.get(&item.field.id));
            }
            continue;
        }
        let id = section.section.id.as_str();
        known.insert(id);
        let entries = reader.list(id, data.get(id), "a list of groups: [ { … }, { … } ]");
        for ((at, entry), group) in entries.iter().enumerate().zip(&section.groups) {
            let place = format!("{id}/{}", at + 1);
            let Some(entry) = reader.object(&place, entry) else { continue };
            let ids: BTreeSet<&str> = group.items.iter().map(|item| item.field.id.as_str()).collect();
            reader.only(&place, entry, &ids);
            for item in &group.items {
                reader.item(item, entry.get(&item.field.id));
            }
        }
    }
    reader.only("", data, &known);
    if reader.problems.is_empty() { Ok((extent, reader.answers)) } else { Err(reader.problems) }
}

/// How many groups and rows the data have; what is no list counts as none, and is reported later.
fn extent(form: &FormVersion, data: &Map<String, Value>) -> Extent {
    let mut extent = Extent::default();
    let count = |value: Option<&Value>| value.and_then(Value::as_array).map_or(0, Vec::len).min(MOST);
    let mut tables = |fields: &[Field], data: &Map<String, Value>, prefix: &str| {
        for field in fields {
            if let FieldKind::Table(table) = &field.kind
                && matches!(table.rows, Rows::Blank(_))
            {
                extent.rows.insert(format!("{prefix}{}", field.id), count(data.get(&field.id)));
            }
        }
    };
    let mut groups = Vec::new();
    for section in &form.sections {
        if section.repeat.is_none() {
            tables(&section.fields, data, "");
            continue;
        }
        let entries = data.get(&section.id).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        groups.push((section.id.clone(), entries.len().min(MOST)));
        for (at, entry) in entries.iter().take(MOST).enumerate() {
            if let Some(entry) = entry.as_object() {
                tables(&section.fields, entry, &format!("{}/{}/", section.id, at + 1));
            }
        }
    }
    extent.groups.extend(groups);
    extent
}

struct Reader {
    answers: Answers,
    problems: Vec<Problem>,
}

impl Reader {
    fn problem(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem { place: place.to_owned(), message: message.into() });
    }

    fn item(&mut self, item: &Item<'_>, value: Option<&Value>) {
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        match &item.parts {
            Parts::One(slot) => self.one(slot, value),
            Parts::Choice { choice, other } => self.choice(choice, other.as_ref(), value),
            Parts::Choices { boxes, other } => self.choices(&item.name, boxes, other.as_ref(), value),
            Parts::Table { rows, .. } => {
                let labeled = rows.first().is_some_and(|row| row.label.is_some());
                let slots: Vec<(Option<&Choice>, &[Slot])> =
                    rows.iter().map(|row| (row.label, row.cells.as_slice())).collect();
                if labeled {
                    self.labeled(&item.name, &slots, value);
                } else {
                    self.rows(&item.name, &slots, value);
                }
            }
            Parts::Signature(signing) => {
                let Signing { name, standing, date, declined, .. } = signing.as_ref();
                let Some(given) = self.object(&item.name, value) else { return };
                let signer = if declined.is_some() { Signer::Member } else { Signer::Staff };
                let (standing_key, _) = signer.standing();
                let mut slots = vec![("name", name), (standing_key, standing), ("date", date)];
                if let Some((declined, reason)) = declined {
                    slots.extend([("declined", declined), ("reason", reason)]);
                }
                self.only(&item.name, given, &slots.iter().map(|(key, _)| *key).collect());
                for (key, slot) in slots {
                    if let Some(value) = given.get(key).filter(|value| !value.is_null()) {
                        self.one(slot, value);
                    }
                }
            }
        }
    }

    fn one(&mut self, slot: &Slot, value: &Value) {
        let answer = match &slot.kind {
            SlotKind::Line(entry) => value::line(*entry, value).map(|text| text.map(Answer::Text)),
            SlotKind::Paragraph(_) => value::paragraph(value).map(|text| text.map(Answer::Text)),
            SlotKind::Check => match value {
                Value::Bool(ticked) => Ok(ticked.then_some(Answer::Ticked)),
                _ => Err("write true or false, without quotes".to_owned()),
            },
            SlotKind::Choice(choices) => match value.as_str() {
                Some("") => Ok(None),
                Some(label) => {
                    match choices.iter().find(|choice| choice.label == label || choice.id == label) {
                        Some(choice) if choice.id != OTHER => Ok(Some(Answer::Chosen(choice.id.clone()))),
                        _ => Err(one_of(choices)),
                    }
                }
                None => Err(one_of(choices)),
            },
            SlotKind::Signature => Err("a signature is made on paper".to_owned()),
        };
        match answer {
            Ok(Some(answer)) => {
                self.answers.insert(slot.name.clone(), answer);
            }
            Ok(None) => {}
            Err(message) => self.problem(&slot.name, message),
        }
    }

    fn choice(&mut self, slot: &Slot, other: Option<&Slot>, value: &Value) {
        match (other, other_words(value)) {
            (Some(words), Some(given)) => {
                self.answers.insert(slot.name.clone(), Answer::Chosen(OTHER.to_owned()));
                self.one(words, given);
            }
            _ => self.one(slot, value),
        }
    }

    fn choices(&mut self, name: &str, boxes: &[Slot], other: Option<&Slot>, value: &Value) {
        let labels: Vec<Choice> = boxes
            .iter()
            .map(|slot| Choice {
                id: slot.name.rsplit('/').next().unwrap_or_default().to_owned(),
                label: slot.label.rsplit(": ").next().unwrap_or_default().to_owned(),
            })
            .collect();
        for (at, entry) in self.list(name, Some(value), "a list: [\"one\", \"another\"]").iter().enumerate() {
            let place = format!("{name}/{}", at + 1);
            if let (Some(words), Some(given), Some(last)) = (other, other_words(entry), boxes.last()) {
                self.answers.insert(last.name.clone(), Answer::Ticked);
                self.one(words, given);
                continue;
            }
            let label = entry.as_str();
            let found = labels.iter().position(|choice| {
                choice.id != OTHER
                    && (Some(choice.label.as_str()) == label || Some(choice.id.as_str()) == label)
            });
            match found {
                Some(at) => {
                    self.answers.insert(boxes[at].name.clone(), Answer::Ticked);
                }
                None => self.problem(&place, one_of(&labels)),
            }
        }
    }

    fn rows(&mut self, name: &str, rows: &[(Option<&Choice>, &[Slot])], value: &Value) {
        let entries = self.list(name, Some(value), "a list of rows: [ { … }, { … } ]");
        for ((at, entry), (_, cells)) in entries.iter().enumerate().zip(rows) {
            self.cells(&format!("{name}/{}", at + 1), cells, entry);
        }
    }

    fn labeled(&mut self, name: &str, rows: &[(Option<&Choice>, &[Slot])], value: &Value) {
        let Some(given) = self.object(name, value) else { return };
        let labels: Vec<&Choice> = rows.iter().filter_map(|(label, _)| *label).collect();
        let keys = labels.iter().flat_map(|choice| [choice.label.as_str(), choice.id.as_str()]).collect();
        self.only(name, given, &keys);
        for (label, cells) in rows {
            let Some(label) = label else { continue };
            if let Some(entry) = given.get(&label.label).or_else(|| given.get(&label.id)) {
                self.cells(&format!("{name}/{}", label.id), cells, entry);
            }
        }
    }

    fn cells(&mut self, place: &str, cells: &[Slot], entry: &Value) {
        let Some(entry) = self.object(place, entry) else { return };
        let key = |slot: &'_ Slot| slot.name.rsplit('/').next().unwrap_or_default().to_owned();
        let keys: Vec<String> = cells.iter().map(key).collect();
        self.only(place, entry, &keys.iter().map(String::as_str).collect());
        for (slot, key) in cells.iter().zip(&keys) {
            if let Some(value) = entry.get(key).filter(|value| !value.is_null()) {
                self.one(slot, value);
            }
        }
    }

    fn list<'v>(&mut self, place: &str, value: Option<&'v Value>, what: &str) -> &'v [Value] {
        match value {
            None | Some(Value::Null) => &[],
            Some(Value::Array(entries)) if entries.len() > MOST => {
                self.problem(place, format!("there are more than {MOST} entries"));
                &[]
            }
            Some(Value::Array(entries)) => entries,
            Some(_) => {
                self.problem(place, format!("this is {what}"));
                &[]
            }
        }
    }

    fn object<'v>(&mut self, place: &str, value: &'v Value) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.problem(place, "this is an object: { \"key\": \"value\" }");
        }
        object
    }

    /// Reports keys that are none of those known.
    fn only(&mut self, place: &str, given: &Map<String, Value>, known: &BTreeSet<&str>) {
        for key in given.keys().filter(|key| !known.contains(key.as_str())) {
            let hint = match nearest(key, known.iter().copied()) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            };
            // A key is written by whoever made the export, not about a Member; it may still be long.
            let key: String = key.chars().take(60).collect();
            let place = if place.is_empty() { key } else { format!("{place}/{key}") };
            self.problem(&place, format!("the form has nothing of this name{hint}"));
        }
    }
}

/// The words of `{ "other": … }`.
fn other_words(value: &Value) -> Option<&Value> {
    value.as_object().filter(|object| object.len() == 1).and_then(|object| object.get(OTHER))
}

fn one_of(choices: &[Choice]) -> String {
    let listed = choices.iter().filter(|choice| choice.id != OTHER);
    let mut listed: Vec<String> = listed.map(|choice| format!("\"{}\"", choice.label)).collect();
    if choices.iter().any(|choice| choice.id == OTHER) {
        listed.push("{ \"other\": \"…\" }".to_owned());
    }
    format!("write one of: {}", listed.join(", "))
}
