//! Data for a form, such as the export of a record system: read, checked, and laid out.
//!
//! What is in the data is about Members. No message holds any of it: a problem names the place and what is wrong with it.

mod blank;
mod broken_rules;
mod data;
mod mark;
mod member;
mod named;
mod problem;
mod reader;
mod unfill;
mod value;

pub(crate) use blank::blank;
pub(crate) use broken_rules::broken_rules;
pub use data::Data;
pub(crate) use data::Object;
pub use mark::take_mark;
pub(crate) use mark::{DataMark, form_of};
pub(crate) use member::MemberData;
pub use named::{FieldValues, ReadBack, read_back};
pub(crate) use named::{NamedCell, known_fields, read_row};
pub use problem::Problem;
pub(crate) use problem::ProblemKind;

use crate::model::form::{
    Answers, Extent, Field, FieldGroup, FieldKind, FormVersion, Item, Rows, Sheet, SheetSection,
};
use crate::words::FixedWords;
use reader::{DataKey, DataReader};

/// More groups or rows than any plan has: a slip.
const MOST: usize = 100;

/// How many groups and rows `data` asks for, and what is filled in.
///
/// # Errors
/// All that is wrong.
pub fn read(form: &FormVersion, words: &FixedWords, data: &Data) -> Result<(Extent, Answers), Vec<Problem>> {
    let (extent, answers, problems) = read_all(form, words, data);
    if problems.is_empty() { Ok((extent, answers)) } else { Err(problems) }
}

/// The same with everything that can be read, whatever is wrong with the rest: whether it fits is reported in the same run.
pub(crate) fn read_all(
    form: &FormVersion,
    words: &FixedWords,
    data: &Data,
) -> (Extent, Answers, Vec<Problem>) {
    let mut reader = DataReader::default();
    let Some(data) = data.as_object() else {
        reader.problem("", ProblemKind::NotFields);
        return (Extent::default(), reader.answers, reader.problems);
    };
    let extent = extent(form, data);
    let sheet = Sheet::new(form, words, &extent);
    let entries = entries(&sheet);
    let keys: Vec<DataKey<'_>> = entries.iter().map(DataEntry::key).collect();
    for (entry, value) in entries.iter().zip(reader.values("", data, &keys)) {
        match entry {
            DataEntry::Field(item) => reader.item(item, value),
            DataEntry::Groups(section) => reader.groups(&section.section.id, &section.groups, value),
        }
    }
    reader.complete(&sheet);
    (extent, reader.answers, reader.problems)
}

/// What a key of the data means.
enum DataEntry<'s> {
    Field(&'s Item<'s>),
    Groups(&'s SheetSection<'s>),
}

impl<'s> DataEntry<'s> {
    fn key(&self) -> DataKey<'s> {
        match self {
            Self::Field(item) => DataKey::Id(&item.field.id),
            Self::Groups(section) => DataKey::Id(&section.section.id),
        }
    }
}

/// What the keys of the data mean, in reading order.
fn entries<'s>(sheet: &'s Sheet<'s>) -> Vec<DataEntry<'s>> {
    let mut entries: Vec<DataEntry<'s>> = sheet.identity.iter().map(DataEntry::Field).collect();
    for section in &sheet.sections {
        if section.section.repeat.is_some() {
            entries.push(DataEntry::Groups(section));
        } else {
            entries.extend(section.groups.iter().flat_map(|group| &group.items).map(DataEntry::Field));
        }
    }
    entries
}

/// How many groups and rows the data have; what is not a list counts as none, and is reported later.
fn extent(form: &FormVersion, data: &Object) -> Extent {
    let mut extent = Extent::default();
    for section in &form.sections {
        if section.repeat.is_some() {
            extent_of_groups(&section.fields, data.get(&section.id), &section.id, &mut extent);
        } else {
            extent_of_fields(&section.fields, data, "", &mut extent);
        }
    }
    extent
}

fn extent_of_fields(fields: &[Field], data: &Object, prefix: &str, extent: &mut Extent) {
    for field in fields {
        let (name, value) = (format!("{prefix}{}", field.id), data.get(&field.id));
        match &field.kind {
            FieldKind::Table(table) if matches!(table.rows, Rows::Blank(_)) => {
                let rows = value.and_then(Data::as_list).map_or(0, <[Data]>::len).min(MOST);
                extent.rows.insert(name, rows);
            }
            FieldKind::Group(FieldGroup { repeat: _, fields }) => {
                extent_of_groups(fields, value, &name, extent);
            }
            _ => {}
        }
    }
}

fn extent_of_groups(fields: &[Field], value: Option<&Data>, name: &str, extent: &mut Extent) {
    let entries = value.and_then(Data::as_list).unwrap_or_default();
    extent.groups.insert(name.to_owned(), entries.len().min(MOST));
    for (at, entry) in entries.iter().take(MOST).enumerate() {
        if let Some(entry) = entry.as_object() {
            extent_of_fields(fields, entry, &format!("{name}/{}/", at + 1), extent);
        }
    }
}
