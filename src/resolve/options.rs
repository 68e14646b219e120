//! Options and row labels: each gets a short name, and data can mean only one of them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::header_fields::Fields;
use super::training_sheet::{CurriculumValues, UnitValues};
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{ColumnSource, FieldSource, Spanned};
use crate::markdown::slug;
use crate::model::form::{Choice, ChoiceList, OTHER_WORDS, Options, RowLabel, data_names};
use crate::source::{Placed, Span};

/// The id of the option for what is not listed, in every language.
const OTHER: &str = "other";

type WrittenOptions = Spanned<Vec<Spanned<String>>>;

/// The options of a field, and "Other" where `other` is set.
pub(super) fn of_field(
    reader: &VersionReader<'_>,
    written: &FieldSource,
    count: RangeInclusive<usize>,
    fields: &mut Fields<'_>,
) -> Options {
    let has_other = written.other.as_ref().is_some_and(|other| *other.get_ref());
    let mut labels = Labels::new("options", "option", count);
    let label: &str = &reader.background.fixed_words.sheet.other;
    labels.reserved.extend(data_names(OTHER, label));
    if has_other {
        labels.reserved.push(OTHER_WORDS.to_owned());
    }
    let listed = labels.read(reader, written.options.as_ref(), fields);
    let points = points(written.points.as_ref(), written.options.as_ref(), fields);
    if let Some(written) = written.points.as_ref().filter(|_| has_other) {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::new(FindingCode::FormRule, span, "a choice has `points` or `other = true`, not both")
                .hint("nobody can say what “Other” counts: remove one of them"),
        );
    }
    Options { listed: choices(listed, &points), other: has_other.then(|| Choice::new(OTHER, label)) }
}

pub(super) fn of_column(
    reader: &VersionReader<'_>,
    written: &ColumnSource,
    count: RangeInclusive<usize>,
    fields: &mut Fields<'_>,
) -> ChoiceList {
    let options = written.options.as_ref();
    let labels = Labels::new("options", "option", count).read(reader, options, fields);
    choices(labels, &points(written.points.as_ref(), options, fields))
}

fn choices(labels: Placed<Vec<ReadLabel>>, points: &[i32]) -> ChoiceList {
    let choice = |ReadLabel { id, label, at }| Choice::new(id, label).with_points(points.get(at).copied());
    labels.map(|labels| labels.into_iter().map(choice).collect())
}

/// The most points of an option.
const MOST_POINTS: i32 = 1000;

/// What each option as it is written counts; empty where none does.
fn points(
    written: Option<&Spanned<Vec<Spanned<i64>>>>,
    options: Option<&WrittenOptions>,
    fields: &mut Fields<'_>,
) -> Vec<i32> {
    let (Some(written), Some(options)) = (written, options) else { return Vec::new() };
    let count =
        |one: &Spanned<i64>| i32::try_from(*one.get_ref()).ok().filter(|one| one.abs() <= MOST_POINTS);
    let points: Option<Vec<i32>> = written.get_ref().iter().map(count).collect();
    if let Some(points) = points.filter(|points| points.len() == options.get_ref().len()) {
        return points;
    }
    let span = fields.span(written);
    fields.findings.push(
        Diagnostic::new(FindingCode::FormRule, span, "`points` must have a whole number for each option")
            .hint(format!("write {} numbers, in the order of the options", options.get_ref().len())),
    );
    Vec::new()
}

/// A label with its short name.
struct ReadLabel {
    id: String,
    label: String,
    /// Its place in the list as it is written.
    at: usize,
}

/// What is attached to a form, with "Other".
pub(super) fn of_attachments(
    reader: &VersionReader<'_>,
    written: &WrittenOptions,
    fields: &mut Fields<'_>,
) -> Options {
    let label: &str = &reader.background.fixed_words.sheet.other;
    let mut labels = Labels::new("attachments", "attachment", 1..=20);
    labels.reserved.extend(data_names(OTHER, label));
    labels.reserved.push(OTHER_WORDS.to_owned());
    let listed = labels.read(reader, Some(written), fields);
    Options { listed: choices(listed, &[]), other: Some(Choice::new(OTHER, label)) }
}

/// The labels at the heads of rows.
pub(super) fn of_rows(
    reader: &VersionReader<'_>,
    written: Option<&WrittenOptions>,
    count: RangeInclusive<usize>,
    fields: &mut Fields<'_>,
) -> Placed<Vec<RowLabel>> {
    let labels = Labels::new("row_labels", "row", count).read(reader, written, fields);
    let row = |ReadLabel { id, label, at: _ }| RowLabel { id, label, only_if: None };
    labels.map(|labels| labels.into_iter().map(row).collect())
}

/// A list of labels while it is read.
struct Labels {
    key: &'static str,
    /// What one entry is, for people.
    entry: &'static str,
    count: RangeInclusive<usize>,
    /// Whatever data could say to mean an entry so far, and the place of that entry.
    taken: BTreeMap<String, Span>,
    /// What is kept for `other = true`, whether or not it is set.
    reserved: Vec<String>,
    /// Whether an entry so far stands for all units of a curriculum.
    has_units: bool,
}

impl Labels {
    fn new(key: &'static str, entry: &'static str, count: RangeInclusive<usize>) -> Self {
        Self { key, entry, count, taken: BTreeMap::new(), reserved: Vec::new(), has_units: false }
    }

    /// Ids and labels; what has no words of its own is a finding and left out.
    fn read(
        mut self,
        reader: &VersionReader<'_>,
        written: Option<&WrittenOptions>,
        fields: &mut Fields<'_>,
    ) -> Placed<Vec<ReadLabel>> {
        let Some(list) = written else {
            fields.missing(self.key);
            return Placed::new(Vec::new(), fields.top);
        };
        self.check_count(reader, list, fields);
        let mut kept = Vec::new();
        for (at, one) in list.get_ref().iter().enumerate() {
            let span = fields.span(one);
            if let Some(curriculum) = stands_for_units(reader, one) {
                let units = self.of_units(reader, &curriculum.units, one, fields);
                kept.extend(units.into_iter().map(|(id, label)| ReadLabel { id, label, at }));
                continue;
            }
            let Some(label) = reader.filled_entry(one.get_ref().trim(), span, fields.findings) else {
                continue;
            };
            let id = slug(&label);
            match self.refusal(&id, &label, span) {
                Some(finding) => fields.findings.push(finding),
                None => {
                    self.taken.extend(data_names(&id, &label).map(|name| (name, span)));
                    kept.push(ReadLabel { id, label, at });
                }
            }
        }
        Placed::new(kept, fields.span(list))
    }

    /// An entry for each unit. Data calls it by the id of the unit, which is unique; units may have the same title.
    fn of_units(
        &mut self,
        reader: &VersionReader<'_>,
        units: &[UnitValues],
        written: &Spanned<String>,
        fields: &mut Fields<'_>,
    ) -> Vec<(String, String)> {
        let (span, text) = (fields.span(written), written.get_ref().trim());
        if std::mem::replace(&mut self.has_units, true) {
            let message = format!("another {} stands for the units already", self.entry);
            fields.findings.push(
                Diagnostic::new(FindingCode::BadOptions, span, message)
                    .hint("remove one of them: it is repeated for each unit"),
            );
            return Vec::new();
        }
        let mut kept = Vec::new();
        for unit in units {
            let label = reader.in_unit(unit).filled(text, span, fields.findings);
            match self.clash(std::slice::from_ref(&unit.id), &label, span) {
                Some(finding) => fields.findings.push(finding),
                None => {
                    self.taken.insert(unit.id.clone(), span);
                    kept.push((unit.id.clone(), label));
                }
            }
        }
        kept
    }

    fn check_count(&self, reader: &VersionReader<'_>, list: &WrittenOptions, fields: &mut Fields<'_>) {
        let count = list.get_ref().len();
        let has_units = list.get_ref().iter().any(|one| stands_for_units(reader, one).is_some());
        if self.count.contains(&count) || (has_units && count <= *self.count.end()) {
            return;
        }
        let entries = if count == 1 { "entry" } else { "entries" };
        let message = format!("`{}` has {count} {entries}", self.key);
        let hint = format!("write from {} to {}", self.count.start(), self.count.end());
        fields.findings.push(Diagnostic::new(FindingCode::BadOptions, fields.span(list), message).hint(hint));
    }

    /// Why an entry cannot be taken.
    fn refusal(&self, id: &str, label: &str, span: Span) -> Option<Diagnostic> {
        let entry = self.entry;
        let refuse = |message: String| Diagnostic::new(FindingCode::BadOptions, span, message);
        if !label.chars().any(is_visible) {
            let hint = format!("write the words of this {entry} between the quotes, or remove it");
            return Some(refuse(format!("this {entry} is blank")).hint(hint));
        }
        self.clash(&data_names(id, label), label, span)
    }

    /// Why an entry cannot be taken that data means by `names`.
    fn clash(&self, names: &[String], label: &str, span: Span) -> Option<Diagnostic> {
        let entry = self.entry;
        let refuse = |message: String| Diagnostic::new(FindingCode::BadOptions, span, message);
        if names.iter().any(|name| self.reserved.contains(name)) {
            return Some(
                refuse(format!("`{label}` is reserved for `other = true`"))
                    .hint("write `other = true`, which adds \"Other\" and a line to write on; if this option means something else, use other words"),
            );
        }
        let other = names.iter().find_map(|name| self.taken.get(name))?;
        Some(
            refuse(format!("`{label}` is too similar to another {entry}"))
                .label(*other, "the other")
                .hint("data could mean either one: give each different words"),
        )
    }
}

/// The curriculum, where an entry of its sheet names a unit.
fn stands_for_units<'a>(reader: &VersionReader<'a>, entry: &Spanned<String>) -> Option<&'a CurriculumValues> {
    reader.known.curriculum.filter(|_| UnitValues::are_named(entry.get_ref()))
}

/// Whether a character leaves a mark on paper.
fn is_visible(c: char) -> bool {
    let is_zero_width = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    !c.is_whitespace() && !c.is_control() && !is_zero_width
}
