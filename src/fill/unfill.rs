//! The inverse of reading data: what is filled in becomes data of the same shape. Options and rows are named by their ids, days are
//! written as `2026-11-30`, and what is empty is left out; an empty row or group stays where a filled one follows it.

use jiff::civil::Date;

use super::data::{Data, Object};
use crate::model::form::{
    Answer, Answers, Entry, GROUP_NUMBER, Group, Item, Number, Other, Parts, Row, Sheet, Signing, Slot,
    SlotKind, Table,
};

type KeyedData = Vec<(String, Data)>;

/// What is filled into a sheet, and the names of slots whose values have no place in data.
pub(super) fn unfill(sheet: &Sheet<'_>, answers: &Answers) -> (Data, Vec<String>) {
    let mut unfiller = Unfiller { answers, unplaced: Vec::new() };
    let mut entries = unfiller.items(&sheet.identity);
    for section in &sheet.sections {
        if section.section.repeat.is_some() {
            let groups = unfiller.groups(&section.groups);
            entries.extend(some_list(groups).map(|groups| (section.section.id.clone(), groups)));
        } else {
            entries.extend(section.groups.iter().flat_map(|group| unfiller.items(&group.items)));
        }
    }
    (Data::object(entries), unfiller.unplaced)
}

struct Unfiller<'a> {
    answers: &'a Answers,
    unplaced: Vec<String>,
}

impl Unfiller<'_> {
    fn items(&mut self, items: &[Item<'_>]) -> KeyedData {
        let mut value = |item: &Item<'_>| match self.item(item) {
            // Left out, the default would be meant.
            None if item.field.default.is_some() => Some(Data::text("")),
            value => value,
        };
        items.iter().filter_map(|item| Some((item.field.id.clone(), value(item)?))).collect()
    }

    fn groups(&mut self, groups: &[Group<'_>]) -> Vec<Data> {
        let groups = groups.iter().map(|group| {
            let mut entries = self.items(&group.items);
            if let Number::Blank(slot) = &group.number
                && let Some(number) = self.slot(slot)
            {
                entries.insert(0, (GROUP_NUMBER.to_owned(), number));
            }
            Data::object(entries)
        });
        groups.collect()
    }

    fn item(&mut self, item: &Item<'_>) -> Option<Data> {
        match &item.parts {
            Parts::One(slot) => self.slot(slot),
            Parts::Choice { choice, other } => self.choice(choice, other.as_ref()),
            Parts::Choices { boxes, other } => {
                let words = other.as_ref().and_then(|other| self.words(other));
                let is_other = |id: &str| other.as_ref().is_some_and(|other| other.choice.id == id);
                let ticked = boxes.iter().filter(|one| self.answers.contains_key(&one.slot.name));
                let mut list: Vec<Data> = ticked
                    .filter(|one| !is_other(&one.choice.id) || words.is_none())
                    .map(|one| {
                        let id = &one.choice.id;
                        if is_other(id) { other_data(id, "") } else { Data::text(id) }
                    })
                    .collect();
                if let (Some(other), Some(words)) = (other, words) {
                    list.push(other_data(&other.choice.id, words));
                }
                (!list.is_empty()).then_some(Data::List(list))
            }
            Parts::Table { table, rows } => self.table(table, rows),
            Parts::Groups(groups) => some_list(self.groups(groups)),
            Parts::Signature(signing) => self.signature(signing),
        }
    }

    fn slot(&self, slot: &Slot) -> Option<Data> {
        Some(match self.answers.get(&slot.name)? {
            Answer::Text(text) if slot.kind == SlotKind::Line(Entry::Date) => Data::text(written_day(text)),
            Answer::Text(text) => Data::text(text),
            Answer::Ticked => Data::Bool(true),
            Answer::Chosen(id) => Data::text(id),
        })
    }

    fn words(&self, other: &Other) -> Option<&str> {
        match self.answers.get(&other.words.name) {
            Some(Answer::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Words for "Other" beside another option are kept, but have no place in data.
    fn choice(&mut self, choice: &Slot, other: Option<&Other>) -> Option<Data> {
        let chosen = match self.answers.get(&choice.name) {
            Some(Answer::Chosen(id)) => Some(id.as_str()),
            _ => None,
        };
        let Some(other) = other else { return chosen.map(Data::text) };
        let words = self.words(other);
        match (chosen, words) {
            (Some(id), words) if id == other.choice.id => Some(other_data(id, words.unwrap_or_default())),
            (None, Some(words)) => Some(other_data(&other.choice.id, words)),
            (Some(id), words) => {
                let lost = words.is_some().then(|| other.words.name.clone());
                let chosen = Data::text(id);
                self.unplaced.extend(lost);
                Some(chosen)
            }
            (None, None) => None,
        }
    }

    fn table(&mut self, table: &Table, rows: &[Row<'_>]) -> Option<Data> {
        let rows = rows.iter().map(|row| {
            let cells = table.columns.iter().zip(&row.cells);
            let cells = cells.filter_map(|(column, slot)| Some((column.id.clone(), self.slot(slot)?)));
            (row.label, Data::object(cells.collect()))
        });
        let (labels, rows): (Vec<_>, Vec<Data>) = rows.unzip();
        match labels.into_iter().collect::<Option<Vec<_>>>() {
            Some(labels) if !labels.is_empty() => {
                let named = labels.into_iter().zip(rows).filter(|(_, row)| !is_empty(row));
                some_object(named.map(|(label, row)| (label.id.clone(), row)).collect())
            }
            _ => some_list(rows),
        }
    }

    fn signature(&mut self, signing: &Signing) -> Option<Data> {
        let Signing { signer, layout: _, signature: _, name, standing, date, declined } = signing;
        let mut slots = vec![("name", name), (signer.standing_key(), standing), ("date", date)];
        if let Some((declined, reason)) = declined {
            slots.extend([("declined", declined), ("reason", reason)]);
        }
        let entries = slots.into_iter().filter_map(|(key, slot)| Some((key.to_owned(), self.slot(slot)?)));
        some_object(entries.collect())
    }
}

fn other_data(id: &str, words: &str) -> Data {
    Data::object(vec![(id.to_owned(), Data::text(words))])
}

fn is_empty(data: &Data) -> bool {
    matches!(data, Data::Object(Object { entries }) if entries.is_empty())
}

fn some_object(entries: KeyedData) -> Option<Data> {
    (!entries.is_empty()).then(|| Data::object(entries))
}

/// Without the empty ones at its end.
fn some_list(mut list: Vec<Data>) -> Option<Data> {
    while list.last().is_some_and(is_empty) {
        list.pop();
    }
    (!list.is_empty()).then_some(Data::List(list))
}

/// `02/03/2026` as `2026-02-03`; what is no day stays as it is.
pub(super) fn written_day(text: &str) -> String {
    Date::strptime("%m/%d/%Y", text.trim()).map_or_else(|_| text.to_owned(), |day| day.to_string())
}
