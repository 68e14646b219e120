//! The translation of a form. The original is copied, and its texts are replaced one by one: ids, kinds, rules and the names of boxes stay
//! what they are, so that data of a form are the same in every language.

use std::collections::{BTreeMap, BTreeSet};

use super::{Translated, TranslationReader, given};
use crate::diagnostic::Findings;
use crate::load::{
    ColumnTranslation, FieldSource, FieldTranslation, FormFile, FormTranslation, ReadKeys,
    SectionTranslation, Spanned,
};
use crate::markdown;
use crate::model::FormVersion;
use crate::model::form::{
    CellKind, Choice, Column, Compared, Comparison, Condition, DayFrom, DayRule, DefaultAnswer, Field,
    FieldGroup, FieldKind, Options, RowLabel, Rows, Rules, Score, Section, Table,
};
use crate::model::text::Line;
use crate::source::{Placed, Span};
use crate::words::FixedWords;

/// The form with the texts of a translation.
pub(super) fn translated(
    reader: &TranslationReader<'_>,
    original: &FormVersion,
    source: &FormFile,
    texts: &ReadKeys<FormTranslation>,
    words: &FixedWords,
    findings: &mut Findings,
) -> Translated<FormVersion> {
    let mut version = original.clone();
    let FormTranslation { side_by_side: _, title, summary, due, options, section, field } = &texts.keys;
    let written = WrittenIds::of(source);
    written.refuse_others(reader, section, field, findings);
    let mut walk =
        TextWalk { reader, words, shared: options, used: BTreeSet::new(), missing: Vec::new(), findings };
    let FormVersion {
        header,
        tasks: _,
        due: due_place,
        text_size: _,
        needs_language_notice: _,
        identity,
        sections,
    } = &mut version;
    walk.plain(title.as_ref(), &mut header.title, || "`title`".to_owned());
    walk.line(summary.as_ref(), &mut header.summary, || "`summary`".to_owned());
    walk.line(due.as_ref(), due_place, || "`due`".to_owned());
    header.span = Span::top(reader.file.file);
    for one in identity.iter_mut() {
        walk.field(field, one);
    }
    for one in sections.iter_mut() {
        let id = one.id.clone();
        walk.section(section.get(&id).map(Spanned::get_ref), one);
        for one in &mut one.fields {
            walk.field(field, one);
        }
    }
    let missing = walk.missing;
    let labels = TranslatedLabels::of(&version);
    for one in version.identity.iter_mut().chain(version.sections.iter_mut().flat_map(|one| &mut one.fields))
    {
        labels.put_into_field(one);
    }
    version.sections.iter_mut().for_each(|section| labels.put_into_condition(&mut section.only_if));
    Translated { version, missing }
}

/// The ids that the file of the original has, whether or not their service lines are offered.
struct WrittenIds<'s> {
    sections: BTreeSet<&'s str>,
    fields: BTreeMap<&'s str, &'s FieldSource>,
}

impl<'s> WrittenIds<'s> {
    fn of(source: &'s FormFile) -> Self {
        let id = |id: &'s Option<Spanned<String>>| id.as_ref().map(|id| id.get_ref().trim());
        let sections = source.sections.iter().filter_map(|(_, section)| id(&section.keys.id)).collect();
        let in_sections = source.sections.iter().flat_map(|(_, section)| section.keys.every_field());
        let all = source.head.own.identity.iter().map(Spanned::get_ref).chain(in_sections);
        Self { sections, fields: all.filter_map(|field| Some((id(&field.id)?, field))).collect() }
    }

    /// Findings about sections, fields and columns that the original doesn't have.
    fn refuse_others(
        &self,
        reader: &TranslationReader<'_>,
        sections: &BTreeMap<String, Spanned<SectionTranslation>>,
        fields: &BTreeMap<String, Spanned<FieldTranslation>>,
        findings: &mut Findings,
    ) {
        for (id, written) in sections {
            if !self.sections.contains(id.as_str()) {
                reader.names_nothing(&format!("section `{id}`"), written, findings);
            }
        }
        for (id, written) in fields {
            let Some(field) = self.fields.get(id.as_str()) else {
                reader.names_nothing(&format!("field `{id}`"), written, findings);
                continue;
            };
            for (column, written) in &written.get_ref().column {
                let is_it = |one: &Spanned<crate::load::ColumnSource>| {
                    one.get_ref().id.as_ref().is_some_and(|id| id.get_ref().trim() == column)
                };
                if !field.columns.iter().any(is_it) {
                    reader.names_nothing(
                        &format!("column `{column}` of the field `{id}`"),
                        written,
                        findings,
                    );
                }
            }
        }
    }
}

type WrittenWords = BTreeMap<String, Spanned<String>>;

/// Puts texts into the places of the original's, and notes those that are missing.
struct TextWalk<'w, 'f> {
    reader: &'w TranslationReader<'w>,
    words: &'w FixedWords,
    /// Words of options that are used in several fields.
    shared: &'w WrittenWords,
    used: BTreeSet<String>,
    missing: Vec<String>,
    findings: &'f mut Findings,
}

impl TextWalk<'_, '_> {
    fn plain(
        &mut self,
        written: Option<&Spanned<String>>,
        place: &mut Placed<String>,
        name: impl FnOnce() -> String,
    ) {
        match given(written) {
            Some(text) => *place = self.filled(text),
            None if place.is_empty() => {}
            None => self.missing.push(name()),
        }
    }

    fn filled(&mut self, text: &Spanned<String>) -> Placed<String> {
        let span = self.reader.span(text);
        Placed::new(self.reader.reader.filled(text.get_ref().trim(), span, self.findings), span)
    }

    fn line(&mut self, written: Option<&Spanned<String>>, place: &mut Line, name: impl FnOnce() -> String) {
        match given(written) {
            Some(text) => {
                let span = self.reader.span(text);
                *place = self.reader.reader.line(text.get_ref().trim(), span, self.findings);
            }
            None if place.is_empty() => {}
            None => self.missing.push(name()),
        }
    }

    fn section(&mut self, written: Option<&SectionTranslation>, place: &mut Section) {
        let none = SectionTranslation::default();
        let SectionTranslation { title, text, repeat_name } = written.unwrap_or(&none);
        let Section {
            id,
            title: title_place,
            text: text_place,
            repeat,
            covers: _,
            start: _,
            is_kept: _,
            // Its words are put in when all labels are known.
            only_if: _,
            annex: _,
            fields: _,
            span,
        } = place;
        self.plain(title.as_ref(), title_place, || format!("`title` of the section `{id}`"));
        match given(text.as_ref()) {
            Some(text) => {
                let at = self.reader.span(text);
                let reader = &self.reader.reader;
                let (document, problems) =
                    markdown::parse_text(text.get_ref(), at, reader.own, &reader.known);
                self.findings.extend(problems);
                *text_place = document;
            }
            None if text_place.blocks.is_empty() => {}
            None => self.missing.push(format!("`text` of the section `{id}`")),
        }
        if let Some(repeat) = repeat {
            self.plain(repeat_name.as_ref(), &mut repeat.name, || {
                format!("`repeat_name` of the section `{id}`")
            });
        }
        *span = title_place.span;
    }

    fn field(&mut self, written: &BTreeMap<String, Spanned<FieldTranslation>>, place: &mut Field) {
        let none = FieldTranslation::default();
        let all = written;
        let written = all.get(&place.id).map_or(&none, Spanned::get_ref);
        let FieldTranslation { label, help, row_heading, repeat_name, options, column } = written;
        let Field {
            id,
            label: label_place,
            help: help_place,
            kind,
            from: _,
            required: _,
            // Their words are put in when all labels are known.
            rules: _,
            default,
            alerts,
            width: _,
            covers: _,
            span,
        } = place;
        self.plain(label.as_ref(), label_place, || format!("`label` of the field `{id}`"));
        self.line(help.as_ref(), help_place, || format!("`help` of the field `{id}`"));
        *span = label_place.span;
        self.used.clear();
        match kind {
            FieldKind::Choice(places) | FieldKind::Choices(places) => {
                let Options { listed, other } = places;
                self.choices(options, listed, id);
                if let Some(other) = other {
                    other.label = self.words.sheet.other.to_string();
                }
            }
            FieldKind::Table(table) => self.table(row_heading.as_ref(), options, column, table, id),
            FieldKind::Score(Score { of: _, bands }) => {
                for band in bands {
                    self.said(options, &mut band.says, id);
                }
            }
            FieldKind::Group(group) => self.plain(repeat_name.as_ref(), &mut group.repeat.name, || {
                format!("`repeat_name` of the field `{id}`")
            }),
            FieldKind::Line(_)
            | FieldKind::Paragraph { lines: _ }
            | FieldKind::Checkbox
            | FieldKind::Signature { .. } => {}
        }
        for alert in alerts {
            self.said(options, &mut alert.says, id);
        }
        if let Some(DefaultAnswer::Text(text)) = default {
            self.said(options, text, id);
        }
        self.refuse_others(options, id);
        if let FieldKind::Group(FieldGroup { repeat: _, fields }) = kind {
            for field in fields {
                self.field(all, field);
            }
        }
    }

    fn table(
        &mut self,
        row_heading: Option<&Spanned<String>>,
        options: &WrittenWords,
        columns: &BTreeMap<String, Spanned<ColumnTranslation>>,
        table: &mut Table,
        field: &str,
    ) {
        let Table { columns: places, rows } = table;
        if let Rows::Labeled { heading, labels } = rows {
            self.plain(row_heading, heading, || format!("`row_heading` of the field `{field}`"));
            let mut rows = labels.to_vec();
            // The words of a condition are put in when all labels are known.
            for RowLabel { id, label, only_if: _ } in &mut rows {
                self.option(options, id, label, field);
            }
            *labels = Placed::new(rows, labels.span);
        }
        for place in places {
            let written = columns.get(&place.id).map(Spanned::get_ref);
            self.column(written, options, place, field);
        }
    }

    fn column(
        &mut self,
        written: Option<&ColumnTranslation>,
        of_field: &WrittenWords,
        place: &mut Column,
        field: &str,
    ) {
        let Column { id, label, kind, lines: _, required: _, share: _, rules: _, covers: _ } = place;
        self.plain(written.and_then(|one| one.label.as_ref()), label, || {
            format!("`label` of the column `{id}` of the field `{field}`")
        });
        match kind {
            CellKind::Choice { options, layout: _ } => {
                let own = written.map(|one| &one.options).filter(|own| !own.is_empty());
                self.choices(own.unwrap_or(of_field), options, field);
            }
            CellKind::Line(_) | CellKind::Checkbox | CellKind::Signed(_) => {}
        }
    }

    fn choices(&mut self, written: &WrittenWords, places: &mut Placed<Vec<Choice>>, field: &str) {
        let mut choices = places.to_vec();
        for Choice { id, label, state: _, points: _ } in &mut choices {
            self.option(written, id, label, field);
        }
        *places = Placed::new(choices, places.span);
    }

    /// Other words of a field: what a sum or an answer means, or what is already written in it.
    fn said(&mut self, written: &WrittenWords, place: &mut Placed<String>, field: &str) {
        let mut words = place.to_string();
        self.option(written, "", &mut words, field);
        *place = Placed::new(words, place.span);
    }

    /// An option or the label of a row.
    fn option(&mut self, written: &WrittenWords, id: &str, label: &mut String, field: &str) {
        let choice = Choice::new(id, label.as_str());
        let found = self.find(written, &choice).or_else(|| self.find(self.shared, &choice));
        match found {
            Some((key, text)) => {
                self.used.insert(key);
                *label = text;
            }
            None => self.missing.push(format!("“{label}” of the field `{field}`")),
        }
    }

    /// The words that are written for an option, and by which words of the original.
    fn find(&mut self, written: &WrittenWords, choice: &Choice) -> Option<(String, String)> {
        let (key, text) = written.iter().find(|(key, _)| self.reads_as(key, choice))?;
        let text = given(Some(text))?;
        Some((key.clone(), self.filled(text).into_inner()))
    }

    /// Whether `key` is what the author of the original wrote for an option, with its placeholders and marks or without.
    fn reads_as(&self, key: &str, choice: &Choice) -> bool {
        let top = Span::top(self.reader.file.file);
        let filled = self.reader.reader.filled_entry(key.trim(), top, &mut Findings::default());
        choice.is_meant_by(key) || filled.is_some_and(|label| choice.is_meant_by(&label))
    }

    /// Findings about words of options that the field doesn't have.
    fn refuse_others(&mut self, written: &WrittenWords, field: &str) {
        let top = Span::top(self.reader.file.file);
        for (key, text) in written {
            let is_offered =
                self.reader.reader.filled_entry(key.trim(), top, &mut Findings::default()).is_some();
            if is_offered && !self.used.contains(key) && given(Some(text)).is_some() {
                let what = format!("option or row “{key}” of the field `{field}`");
                self.reader.names_nothing(&what, text, self.findings);
            }
        }
    }
}

/// What the fields and their options are called, for the rules that name them.
struct TranslatedLabels {
    labels: BTreeMap<String, String>,
    options: BTreeMap<(String, String), String>,
}

impl TranslatedLabels {
    fn of(version: &FormVersion) -> Self {
        let mut all = Self { labels: BTreeMap::new(), options: BTreeMap::new() };
        for field in version.identity.iter().chain(version.fields().map(|(_, field)| field)) {
            all.labels.insert(field.id.clone(), field.label.to_string());
            if let FieldKind::Choice(options) | FieldKind::Choices(options) = &field.kind {
                for choice in options.all() {
                    all.options.insert((field.id.clone(), choice.id.clone()), choice.label.clone());
                }
            }
        }
        all
    }

    fn put_into_field(&self, field: &mut Field) {
        self.put_into(&mut field.rules);
        let chosen = match &mut field.default {
            Some(DefaultAnswer::Chosen(choice)) => Some(choice),
            Some(DefaultAnswer::Text(_)) | None => None,
        };
        let raising = field.alerts.iter_mut().flat_map(|alert| &mut alert.options);
        for choice in raising.chain(chosen) {
            if let Some(label) = self.options.get(&(field.id.clone(), choice.id.clone())) {
                choice.label.clone_from(label);
            }
        }
        if let FieldKind::Group(FieldGroup { repeat: _, fields }) = &mut field.kind {
            for field in fields {
                self.put_into_field(field);
            }
        }
        if let FieldKind::Table(Table { columns, rows }) = &mut field.kind {
            for column in columns {
                self.put_into(&mut column.rules);
            }
            if let Rows::Labeled { heading: _, labels } = rows {
                let mut rows = labels.to_vec();
                for row in &mut rows {
                    self.put_into_condition(&mut row.only_if);
                }
                *labels = Placed::new(rows, labels.span);
            }
        }
    }

    fn put_into_condition(&self, condition: &mut Option<Condition>) {
        if let Some(Condition { any }) = condition {
            any.iter_mut().flatten().for_each(|one| self.compare(one));
        }
    }

    fn put_into(&self, rules: &mut Rules) {
        let Rules {
            only_if,
            not_before,
            not_after,
            due,
            least: _,
            most: _,
            format: _,
            digits: _,
            letters: _,
        } = rules;
        self.put_into_condition(only_if);
        for DayRule { from, count: _, unit: _ } in [not_before, not_after, due].into_iter().flatten() {
            if let DayFrom::Field { place, question } = from
                && let Some(label) = self.label(&place.path)
            {
                question.clone_from(label);
            }
        }
    }

    fn compare(&self, comparison: &mut Comparison) {
        let Comparison { field, question, relation: _, to } = comparison;
        if let Some(label) = self.label(&field.path) {
            question.clone_from(label);
        }
        if let Compared::Chosen(choice) | Compared::Among(choice) = to
            && let Some(label) = self.options.get(&(field.path.clone(), choice.id.clone()))
        {
            choice.label.clone_from(label);
        }
    }

    /// The label of the field that is at `path`, or that has a part there: the date of a signature.
    fn label(&self, path: &str) -> Option<&String> {
        self.labels.get(path).or_else(|| self.labels.get(path.split_once('/')?.0))
    }
}
