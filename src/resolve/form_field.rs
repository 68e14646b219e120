//! The fields of a form.

use std::collections::BTreeMap;

use super::form_rule::RuleBook;
use super::header_fields::Fields;
use super::options;
use super::version::{VersionReader, number};
use super::{form_alert, form_default, form_rows};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{ColumnSource, FieldSource, Spanned};
use crate::markdown::Lookup;
use crate::model::form::{
    CellKind, Column, Cover, Entry, Field, FieldGroup, FieldKind, OptionLayout, Particular, Repeat, Rows,
    SignatureLayout, Signed, Signer, Table, Width,
};
use crate::model::track;
use crate::names;
use crate::source::{Placed, Span};

/// A kind as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WrittenKind {
    Line(Entry),
    Paragraph,
    Choice,
    Choices,
    Checkbox,
    Score,
    Table,
    Group,
    Signature,
    Initials,
}

const KINDS: [(&str, WrittenKind); 12] = [
    ("text", WrittenKind::Line(Entry::Text)),
    ("paragraph", WrittenKind::Paragraph),
    ("date", WrittenKind::Line(Entry::Date)),
    ("number", WrittenKind::Line(Entry::Number)),
    ("phone", WrittenKind::Line(Entry::Phone)),
    ("choice", WrittenKind::Choice),
    ("choices", WrittenKind::Choices),
    ("checkbox", WrittenKind::Checkbox),
    ("score", WrittenKind::Score),
    ("table", WrittenKind::Table),
    ("group", WrittenKind::Group),
    ("signature", WrittenKind::Signature),
];
const CELL_KINDS: [(&str, WrittenKind); 8] = [
    ("text", WrittenKind::Line(Entry::Text)),
    ("date", WrittenKind::Line(Entry::Date)),
    ("number", WrittenKind::Line(Entry::Number)),
    ("phone", WrittenKind::Line(Entry::Phone)),
    ("checkbox", WrittenKind::Checkbox),
    ("choice", WrittenKind::Choice),
    ("signature", WrittenKind::Signature),
    ("initials", WrittenKind::Initials),
];
const OPTION_LAYOUTS: [(&str, OptionLayout); 3] =
    [("list", OptionLayout::List), ("row", OptionLayout::Row), ("columns", OptionLayout::Columns)];
const WIDTHS: [(&str, Width); 6] = [
    ("full", Width(12)),
    ("three-quarters", Width(9)),
    ("two-thirds", Width(8)),
    ("half", Width(6)),
    ("third", Width(4)),
    ("quarter", Width(3)),
];
const SIGNERS: [(&str, Signer); 2] = [("staff", Signer::Staff), ("member", Signer::Member)];

/// Inches between the margins of a form, on the narrower of the two papers.
const PAGE: f64 = 6.75;

/// Reads fields whose ids are unique among `ids`.
pub(crate) struct FieldReader<'r, 'a> {
    pub(crate) reader: &'r VersionReader<'a>,
    pub(crate) ids: &'r mut BTreeMap<String, Span>,
    pub(super) rules: &'r mut RuleBook,
}

impl FieldReader<'_, '_> {
    /// A field, and whether a service line that it is for is offered; `None` where its kind is not known.
    pub(crate) fn field(
        &mut self,
        written: &FieldSource,
        default_kind: Option<&str>,
        fields: &mut Fields<'_>,
    ) -> Option<(Field, bool)> {
        let noted = fields.findings.len();
        let id = fields.text("id", written.id.as_ref());
        let span = id.span;
        is_name(&id, span, self.ids, "field or repeating section", fields.findings);
        let label = self.reader.words("label", written.label.as_ref(), fields);
        refuse_social_security(&id, &label, label.span, fields.findings);
        let covers = covers(self.reader, &written.covers, fields);
        let tracks = fields.tracks(written.tracks.as_ref(), self.reader.background.known_tracks);
        let help = match &written.help {
            None => Placed::new(Vec::new(), span),
            Some(_) => self.reader.sentence("help", written.help.as_ref(), fields),
        };
        let width = match &written.width {
            None => None,
            Some(_) => fields.word("width", written.width.as_ref(), &WIDTHS),
        };
        let kind = match (&written.kind, default_kind) {
            (None, Some(word)) => fields.known_word("kind", word, span, &KINDS)?,
            _ => fields.word("kind", written.kind.as_ref(), &KINDS)?,
        };
        refuse_needless(written, kind, fields);
        let kind = match kind {
            WrittenKind::Group => FieldKind::Group(self.group(&id, written, fields)),
            _ => self.kind(kind, written, fields),
        };
        let rules = self.rules.rules(written, &kind, fields);
        let alerts = form_alert::alerts(self.reader, &written.alerts, &kind, fields);
        let default = form_default::default(self.reader, written, &kind, &label, fields);
        let field = Field {
            id: id.into_inner(),
            label: self.reader.marked(label, &tracks),
            help,
            kind,
            from: particular(written.from.as_ref(), fields),
            required: is_set(written.required.as_ref()),
            rules,
            default,
            alerts,
            width: width.unwrap_or(Width(12)),
            covers,
            span,
        };
        self.rules.add(&field);
        let is_offered = track::meet(&tracks, self.reader.background.offered);
        if !is_offered {
            fields.findings.forget(FindingCode::SentNowhere, noted);
        }
        Some((field, is_offered))
    }

    fn kind(&self, kind: WrittenKind, written: &FieldSource, fields: &mut Fields<'_>) -> FieldKind {
        match kind {
            WrittenKind::Line(entry) => FieldKind::Line(entry),
            WrittenKind::Paragraph => {
                FieldKind::Paragraph { lines: number("lines", written.lines.as_ref(), 3, 40, fields) }
            }
            WrittenKind::Choice => FieldKind::Choice(options::of_field(self.reader, written, 2..=20, fields)),
            WrittenKind::Choices => {
                FieldKind::Choices(options::of_field(self.reader, written, 1..=30, fields))
            }
            WrittenKind::Checkbox => FieldKind::Checkbox,
            WrittenKind::Score => FieldKind::Score(self.rules.score(self.reader, written, fields)),
            WrittenKind::Table => FieldKind::Table(self.table(written, fields)),
            // Groups are read before, and initials are a kind of cells only.
            WrittenKind::Group | WrittenKind::Signature | WrittenKind::Initials => FieldKind::Signature {
                signer: fields.word("signer", written.signer.as_ref(), &SIGNERS).unwrap_or(Signer::Staff),
                layout: match &written.compact {
                    Some(compact) if *compact.get_ref() => SignatureLayout::Line,
                    _ => SignatureLayout::Block,
                },
            },
        }
    }

    /// The fields of a group, read as those around it.
    fn group(&mut self, id: &str, written: &FieldSource, fields: &mut Fields<'_>) -> FieldGroup {
        let repeat =
            super::form::repeat(self.reader, written.repeat.as_ref(), written.repeat_name.as_ref(), fields);
        if repeat.is_none() {
            fields.missing("repeat");
        }
        let none = || Repeat { printed: 1, name: Placed::new(String::new(), fields.top) };
        let repeat = repeat.unwrap_or_else(none);
        if !self.rules.go_in(id) {
            fields.findings.push(
                Diagnostic::new(FindingCode::FormRule, fields.top, "this group is too deep within others")
                    .hint("there can be groups in a section that repeats, or groups in a group, but no third one within: use a table"),
            );
            return FieldGroup { repeat, fields: Vec::new() };
        }
        let mut kept = Vec::new();
        for one in &written.fields {
            let mut fields = fields.within(one, "field.", "this field");
            let field = self.field(one.get_ref(), None, &mut fields);
            kept.extend(field.filter(|(_, offered)| *offered).map(|(field, _)| field));
        }
        self.rules.go_out();
        if written.only_if.is_some() {
            form_default::refuse_in_section(&kept, fields);
        }
        if kept.is_empty() {
            fields.findings.push(
                Diagnostic::new(FindingCode::EmptySection, fields.top, "this group has no fields")
                    .hint("start each of its fields with a line `[[section.field.field]]`"),
            );
        }
        FieldGroup { repeat, fields: kept }
    }

    fn table(&self, written: &FieldSource, fields: &mut Fields<'_>) -> Table {
        let rows = form_rows::rows(self.reader, self.rules, written, fields);
        let lines = number("lines", written.lines.as_ref(), 1, 10, fields);
        let mut ids = BTreeMap::new();
        let columns: Vec<Column> = written
            .columns
            .iter()
            .map(|column| self.column(column, (lines, &written.columns), &mut ids, fields))
            .collect();
        if columns.is_empty() {
            fields.findings.push(
                Diagnostic::new(FindingCode::NoColumns, fields.top, "this table has no columns")
                    .hint("start each with a line `[[section.field.column]]`"),
            );
        }
        let table = Table { columns, rows };
        if let Some((column, width, needed)) = too_narrow(&table) {
            let span = written.columns.get(column).map_or(fields.top, |column| fields.span(column));
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::TableTooWide,
                    span,
                    format!("the table is too wide: this column would be {width:.1} inches wide, but needs {needed:.1}"),
                )
                .hint("give it a larger `share`, shorten its words, or take a column out"),
            );
        }
        table
    }

    fn column(
        &self,
        entry: &Spanned<ColumnSource>,
        (table_lines, siblings): (usize, &[Spanned<ColumnSource>]),
        ids: &mut BTreeMap<String, Span>,
        fields: &mut Fields<'_>,
    ) -> Column {
        let written = entry.get_ref();
        let mut fields = fields.within(entry, "column.", "this column");
        let id = fields.text("id", written.id.as_ref());
        let span = id.span;
        is_name(&id, span, ids, "column", fields.findings);
        let label = self.reader.words("label", written.label.as_ref(), &mut fields);
        refuse_social_security(&id, &label, span, fields.findings);
        let kind = match &written.kind {
            None => WrittenKind::Line(Entry::Text),
            Some(_) => fields
                .word("kind", written.kind.as_ref(), &CELL_KINDS)
                .unwrap_or(WrittenKind::Line(Entry::Text)),
        };
        let kind = match kind {
            WrittenKind::Line(entry) => CellKind::Line(entry),
            WrittenKind::Choice => self.options_of_column(written, &mut fields),
            WrittenKind::Signature => CellKind::Signed(Signed::Signature),
            WrittenKind::Initials => CellKind::Signed(Signed::Initials),
            _ => CellKind::Checkbox,
        };
        refuse_needless_in_column(written, &kind, &mut fields);
        let rules = self.rules.column_rules(written, &kind, siblings, &mut fields);
        let share = u8::try_from(number("share", written.share.as_ref(), 1, 12, &mut fields)).unwrap_or(1);
        Column {
            id: id.into_inner(),
            label,
            lines: number("lines", written.lines.as_ref(), table_lines, 10, &mut fields),
            required: is_set(written.required.as_ref()),
            rules,
            kind,
            share,
            covers: covers(self.reader, &written.covers, &mut fields),
        }
    }

    fn options_of_column(&self, written: &ColumnSource, fields: &mut Fields<'_>) -> CellKind {
        let layout = match &written.options_as {
            None => OptionLayout::List,
            Some(_) => {
                fields.word("options_as", written.options_as.as_ref(), &OPTION_LAYOUTS).unwrap_or_default()
            }
        };
        // Below one another, more would make a row too high.
        let most = if layout == OptionLayout::List { 4 } else { 8 };
        let options = options::of_column(self.reader, written, 2..=most, fields);
        CellKind::Choice { options, layout }
    }
}

fn is_set(written: Option<&Spanned<bool>>) -> bool {
    written.is_some_and(|written| *written.get_ref())
}

/// Keys that a column of this kind does not have.
fn refuse_needless_in_column(written: &ColumnSource, kind: &CellKind, fields: &mut Fields<'_>) {
    let chooses = matches!(kind, CellKind::Choice { .. });
    let is_text = matches!(kind, CellKind::Line(Entry::Text));
    let keys = [
        ("options", written.options.as_ref().map(Spanned::span), chooses, "a column that is not a choice"),
        (
            "options_as",
            written.options_as.as_ref().map(Spanned::span),
            chooses,
            "a column that is not a choice",
        ),
        ("points", written.points.as_ref().map(Spanned::span), chooses, "a column that is not a choice"),
        ("lines", written.lines.as_ref().map(Spanned::span), is_text, "a column that is not a text"),
    ];
    for (key, place, belongs, what) in keys {
        if let Some(place) = place.filter(|_| !belongs) {
            let span = Span::new(fields.file, place);
            fields.findings.push(needless(key, span, what));
        }
    }
}

/// The clauses that a section, field, column or unit says it meets.
pub(crate) fn covers(
    reader: &VersionReader<'_>,
    written: &[Spanned<String>],
    fields: &mut Fields<'_>,
) -> Vec<Cover> {
    let mut covers = Vec::new();
    for one in written {
        let span = fields.span(one);
        match reader.known.clauses(one.get_ref(), span) {
            Ok((clauses, more)) => {
                fields.findings.extend(more);
                covers.extend(clauses.into_iter().map(|part| Cover { part, span }));
            }
            Err(finding) => fields.findings.extend(finding),
        }
    }
    covers
}

/// Whether `id` may be a short name; notes findings when it may not, or when it is among `taken` already. `what` names what has it.
pub(crate) fn is_name(
    id: &str,
    span: Span,
    taken: &mut BTreeMap<String, Span>,
    what: &str,
    findings: &mut Findings,
) -> bool {
    if id.is_empty() {
        return false;
    }
    if !names::is_id(id) {
        findings.push(
            Diagnostic::new(FindingCode::BadId, span, format!("`{id}` cannot be an id"))
                .hint("use lowercase letters, digits and hyphens, at most 60"),
        );
        return false;
    }
    match taken.get(id) {
        Some(first) if *first != span => {
            findings.push(
                Diagnostic::new(FindingCode::DuplicateId, span, format!("another {what} has the id `{id}`"))
                    .label(*first, "the other")
                    .hint("give each one its own id"),
            );
            false
        }
        _ => {
            taken.insert(id.to_owned(), span);
            true
        }
    }
}

fn refuse_social_security(id: &str, label: &str, span: Span, findings: &mut Findings) {
    let text = format!("{} {}", id.replace('-', " "), label).to_lowercase();
    let words = || text.split(|c: char| !c.is_alphanumeric());
    if text.contains("social security n") || words().any(|word| word == "ssn") {
        findings.push(
            Diagnostic::new(
                FindingCode::SocialSecurityField,
                span,
                "a form must not ask for a Social Security number",
            )
            .hint("ask for the CCA identification number or your own case number"),
        );
    }
}

/// The field of another form that a field takes its value from.
fn particular(written: Option<&Spanned<String>>, fields: &mut Fields<'_>) -> Option<Placed<Particular>> {
    let written = written?;
    let (span, text) = (fields.span(written), written.get_ref().trim());
    let found = Particular::parse(text);
    if found.is_none() {
        fields.findings.push(
            Diagnostic::new(FindingCode::BadId, span, format!("`{text}` is not a field of a form"))
                .hint("write the ids of a form and of a field of it, such as `face-sheet/birth-date`"),
        );
    }
    Some(Placed::new(found?, span))
}

/// Keys that a field of this kind does not have.
fn refuse_needless(written: &FieldSource, kind: WrittenKind, fields: &mut Fields<'_>) {
    let (lines, options, other) = (written.lines.as_ref(), written.options.as_ref(), written.other.as_ref());
    let chooses = matches!(kind, WrittenKind::Choice | WrittenKind::Choices);
    let table = kind == WrittenKind::Table;
    let is_group = kind == WrittenKind::Group;
    let keys = [
        ("lines", lines.map(Spanned::span), table || kind == WrittenKind::Paragraph),
        ("options", options.map(Spanned::span), chooses),
        ("other", other.map(Spanned::span), chooses),
        ("points", written.points.as_ref().map(Spanned::span), chooses),
        ("of", written.of.as_ref().map(Spanned::span), kind == WrittenKind::Score),
        ("bands", written.bands.first().map(Spanned::span), kind == WrittenKind::Score),
        ("rows", written.rows.as_ref().map(Spanned::span), table),
        ("row_labels", written.row_labels.as_ref().map(Spanned::span), table),
        (
            "row_heading",
            written.row_heading.as_ref().map(Spanned::span),
            table && written.row_labels.is_some(),
        ),
        (
            "row_only_if",
            written.row_only_if.values().next().map(Spanned::span),
            table && written.row_labels.is_some(),
        ),
        ("column", written.columns.first().map(Spanned::span), table),
        ("repeat", written.repeat.as_ref().map(Spanned::span), is_group),
        ("repeat_name", written.repeat_name.as_ref().map(Spanned::span), is_group),
        ("field", written.fields.first().map(Spanned::span), is_group),
        ("required", written.required.as_ref().map(Spanned::span), !is_group),
        ("width", written.width.as_ref().map(Spanned::span), !is_group),
        ("from", written.from.as_ref().map(Spanned::span), !is_group),
        ("signer", written.signer.as_ref().map(Spanned::span), kind == WrittenKind::Signature),
        ("compact", written.compact.as_ref().map(Spanned::span), kind == WrittenKind::Signature),
    ];
    let word = KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word);
    for (key, place, belongs) in keys {
        if let Some(place) = place.filter(|_| !belongs) {
            let span = Span::new(fields.file, place);
            fields.findings.push(needless(key, span, &format!("a field of kind {word}")));
        }
    }
}

fn needless(key: &str, span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(FindingCode::NeedlessKey, span, format!("`{key}` has no effect in {what}"))
        .hint("remove it, or correct `kind`")
}

/// The first column that is too narrow to write in: its place, its width and the width it needs, in inches.
fn too_narrow(table: &Table) -> Option<(usize, f64, f64)> {
    let head = match &table.rows {
        Rows::Blank(_) => 0.0,
        Rows::Labeled { .. } => ROW_HEAD,
    };
    let shares: f64 = table.columns.iter().map(|column| f64::from(column.share)).sum();
    table.columns.iter().enumerate().find_map(|(at, column)| {
        let width = (PAGE - head) * f64::from(column.share) / shares;
        let needed = needs(column);
        (width + 0.005 < needed).then_some((at, width, needed))
    })
}

/// Inches that the labels at the head of the rows take.
const ROW_HEAD: f64 = 1.5;

/// Inches that a column needs: what is written into it, and the longest word of its heading.
fn needs(column: &Column) -> f64 {
    let written = match &column.kind {
        CellKind::Line(Entry::Text | Entry::Date | Entry::Phone) => 0.9,
        CellKind::Line(Entry::Number) | CellKind::Signed(Signed::Initials) => 0.6,
        CellKind::Checkbox => 0.4,
        CellKind::Choice { options, layout } => {
            let each = options.iter().map(|option| letters(&option.printed(), 0.065) + 0.35);
            match layout {
                OptionLayout::List => each.fold(0.6, f64::max),
                OptionLayout::Row => each.sum(),
                // Each word of a heading is on a line of its own.
                OptionLayout::Columns => {
                    options.iter().map(|option| longest_word(&option.printed()).max(0.4)).sum::<f64>()
                }
            }
        }
        CellKind::Signed(Signed::Signature) => 1.2,
    };
    if matches!(&column.kind, CellKind::Choice { layout: OptionLayout::Columns, .. }) {
        return written;
    }
    written.max(longest_word(&column.label))
}

/// Inches that a text of such letters takes.
fn letters(text: &str, each: f64) -> f64 {
    f64::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX)) * each
}

/// Inches that the longest word of a heading takes.
fn longest_word(heading: &str) -> f64 {
    heading.split([' ', '-', '/']).map(|word| letters(word, 0.08) + 0.1).fold(0.0, f64::max)
}
