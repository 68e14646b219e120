//! Forms: the code that Typst sets them from, and what is done to make its boxes into fields.

pub(crate) mod appearance;
mod encoding;
pub(crate) mod error;
pub(crate) mod fields;
pub(crate) mod font;
mod objects;
mod room;
pub(crate) mod saved;
mod tags;

use crate::model::FormVersion;
use crate::model::form::{
    CellKind, Choice, Column, Entry, Field, Item, Number, OptionBox, OptionLayout, Other, Parts, Row, Rows,
    SectionStart, Sheet, SheetSection, SignatureLayout, Signing, Slot, SlotKind, Table, TextSize,
};
use crate::model::text::Inline;
use crate::pdf::body::{Reach, TypstWriter};
use crate::pdf::typst_source::TypstSource;
use crate::pdf::typst_value::{TypstCall, TypstValue, array, call, dict, tuple};
use crate::view::Shell;
use crate::view::document::DocumentRow;
use crate::words::SheetWords;

/// The entries of a dictionary of the print template.
type Entries = Vec<(&'static str, TypstValue)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edition {
    Standard,
    /// At 18 pt, everything below one another.
    LargePrint,
}

impl Edition {
    pub(crate) fn lettering(self, text_size: TextSize) -> Lettering {
        match (self, text_size) {
            (Self::Standard, TextSize::Ten) => Lettering { size: 10.0, rule: 24.0 },
            (Self::Standard, TextSize::Twelve) => Lettering { size: 12.0, rule: 26.0 },
            (Self::LargePrint, _) => Lettering { size: 18.0, rule: 36.0 },
        }
    }
}

/// How large letters in fields are, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lettering {
    /// The size of typed letters.
    pub(crate) size: f32,
    /// Between two lines to write on by hand.
    pub(crate) rule: f32,
}

/// What is above and around the fields of a form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormHead<'a> {
    pub(crate) title: &'a str,
    /// Where what has no room goes on, at the foot of each page; may be empty.
    pub(crate) rest: &'a str,
    /// What is to be known of a translation.
    pub(crate) notices: &'a [String],
    /// Whether the notice of language assistance goes with it.
    pub(crate) needs_notice: bool,
}

/// The Typst source of a form, or of its continuation sheet.
pub(crate) fn source(
    shell: &Shell,
    row: &DocumentRow,
    version: &FormVersion,
    sheet: &Sheet<'_>,
    edition: Edition,
    head: &FormHead<'_>,
) -> TypstSource {
    let FormHead { title, rest, notices, needs_notice } = *head;
    let mut source = TypstSource::default();
    let header = &version.header;
    let writer =
        TypstWriter { document: &row.id, citations: &[], reach: Reach::Alone, around: shell.direction() };
    source.import("look.typ");
    source.import("form.typ");
    source.style(&style(shell, row, version, sheet, edition, head));
    let form_title = call("form-title")
        .arg(title)
        .arg(writer.line(&header.summary))
        .arg((!version.due.is_empty()).then(|| writer.words(&version.due)))
        .named("rest", rest);
    source.show(form_title.at(header.span));
    super::documents::notices(notices, &mut source);
    if edition == Edition::LargePrint || may_be_shortened(row, sheet) {
        let identity = identity(sheet, &shell.words.sheet);
        source.show(call("whole-head").arg(title).arg(&row.number).arg(identity).at(header.span));
    }
    for section in &sheet.sections {
        source.show(form_section(section, &writer, &shell.words.sheet).at(section.section.span));
    }
    if needs_notice {
        language_notices(shell, &mut source);
    }
    source
}

/// The notice of language assistance, in the languages whose letters a font has.
fn language_notices(shell: &Shell, source: &mut TypstSource) {
    let printable = shell.language_notices.iter().filter(|notice| notice.is_printable);
    let notices: Vec<TypstValue> =
        printable.map(|notice| array([notice.tag, notice.text.as_str()])).collect();
    if !notices.is_empty() {
        source.show(call("language-notices").arg(&shell.words.translated.assistance).arg(array(notices)));
    }
}

fn style(
    shell: &Shell,
    row: &DocumentRow,
    version: &FormVersion,
    sheet: &Sheet<'_>,
    edition: Edition,
    head: &FormHead<'_>,
) -> TypstCall {
    let FormHead { title, rest, notices: _, needs_notice: _ } = *head;
    call("form-style")
        .named("title", title)
        .named("number", &row.number)
        .named("version", &row.version)
        .named("handbook", &shell.title)
        .named("organization", &shell.organization)
        .named("paper", shell.paper)
        .named("language", shell.language.language())
        .named("region", shell.language.country().unwrap_or_default())
        .named("accent", &shell.accent)
        .named("large", edition == Edition::LargePrint)
        .named("text-size", if version.text_size == TextSize::Twelve { 12_usize } else { 10 })
        .named("repeats", version.repeats())
        .named("rest", rest)
        .named("identity", identity(sheet, &shell.words.sheet))
}

/// Labels and numbers with no more letters than this always have room at the top of a page.
const LETTERS_OF_LABEL: usize = 60;
const LETTERS_OF_NUMBER: usize = 16;

/// Whether the top of a page may have no room for a label or the number of the form.
fn may_be_shortened(row: &DocumentRow, sheet: &Sheet<'_>) -> bool {
    let letters = |words: &str| words.chars().count();
    letters(&row.number) > LETTERS_OF_NUMBER
        || sheet.identity.iter().any(|item| letters(&item.field.label) > LETTERS_OF_LABEL)
}

fn identity(sheet: &Sheet<'_>, words: &SheetWords) -> TypstValue {
    array(sheet.identity.iter().filter_map(|item| identity_field(item, words)))
}

fn identity_field(item: &Item<'_>, words: &SheetWords) -> Option<TypstValue> {
    let Parts::One(slot) = &item.parts else { return None };
    Some(dict([
        ("name", (&slot.name).into()),
        ("label", item.field.label.as_str().into()),
        ("hint", hint(&slot.kind, words).into()),
        ("required", item.field.required.into()),
    ]))
}

fn form_section(section: &SheetSection<'_>, writer: &TypstWriter<'_>, words: &SheetWords) -> TypstCall {
    let blocks = &section.section.text.blocks;
    let text = (!blocks.is_empty()).then(|| writer.blocks(blocks));
    let groups = section.groups.iter().map(|group| {
        dict([
            ("name", group.name.into()),
            ("number", number(&group.number)),
            (
                "items",
                array(group.items.iter().map(|item| one_item(item, writer, words).at(item.field.span))),
            ),
        ])
    });
    call("form-section")
        .arg(section.section.title.as_str())
        .arg(text)
        .arg(array(groups))
        .named("new-page", section.section.start == SectionStart::NewPage)
        .named("kept", section.section.is_kept)
}

fn number(number: &Number) -> TypstValue {
    match number {
        Number::None => TypstValue::None,
        Number::Printed(number) => (*number).into(),
        Number::Blank(slot) => dict([("name", (&slot.name).into()), ("label", slot.label().into())]),
    }
}

fn one_item(item: &Item<'_>, writer: &TypstWriter<'_>, words: &SheetWords) -> TypstValue {
    let field = item.field;
    let mut entries = vec![
        ("label", field.label.as_str().into()),
        ("required", field.required.into()),
        ("width", field.width.0.into()),
        ("letters", letters(field).into()),
        ("help", optional(&field.help, writer)),
        ("only-if", only_if(item, words).into()),
        ("due", item.due.as_deref().unwrap_or_default().into()),
    ];
    entries.extend(parts(&item.parts, words));
    TypstValue::Dict(entries)
}

/// `If “Yes”:`; empty where a field is always filled in.
fn only_if(item: &Item<'_>, words: &SheetWords) -> String {
    item.condition.as_ref().map_or(String::new(), |condition| words.only_if.fill(&[("condition", condition)]))
}

fn parts(parts: &Parts<'_>, words: &SheetWords) -> Entries {
    match parts {
        Parts::One(slot) => entry(slot, words),
        Parts::Choice { choice, other } => {
            vec![("kind", "choice".into()), ("options", options(choice)), ("other", others(other.as_ref()))]
        }
        Parts::Choices { boxes, other } => {
            let options = boxes.iter().map(|OptionBox { choice, slot }| pair(&slot.name, &choice.label));
            vec![("kind", "choices".into()), ("options", array(options)), ("other", others(other.as_ref()))]
        }
        Parts::Table { table, rows } => table_parts(table, rows, words),
        Parts::Signature(signing) => signature(signing),
    }
}

fn table_parts(table: &Table, rows: &[Row<'_>], words: &SheetWords) -> Entries {
    let head = match &table.rows {
        Rows::Labeled { heading, .. } => heading.as_str().into(),
        Rows::Blank(_) => TypstValue::None,
    };
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let kind = rows.first().map(|row| &row.cells[at].kind);
        dict([
            ("share", column.share.into()),
            ("label", column.label.as_str().into()),
            ("hint", kind.map_or("", |kind| hint(kind, words)).into()),
        ])
    });
    let rows = rows.iter().map(|row| {
        let cells = table.columns.iter().zip(&row.cells);
        let cells = cells.map(|(column, slot)| TypstValue::Dict(cell(column, slot)));
        dict([("label", row.label.map_or("", |label| &label.label).into()), ("cells", array(cells))])
    });
    vec![("kind", "table".into()), ("head", head), ("columns", array(columns)), ("rows", array(rows))]
}

fn cell(column: &Column, slot: &Slot) -> Entries {
    let name = ("name", (&slot.name).into());
    match &slot.kind {
        SlotKind::Check => vec![("kind", "check".into()), name],
        SlotKind::Choice(_) => {
            let shown = match &column.kind {
                CellKind::Choice { options: _, layout: OptionLayout::Row } => "row",
                CellKind::Choice { options: _, layout: OptionLayout::Columns } => "columns",
                _ => "list",
            };
            vec![("kind", "choice".into()), ("shown", shown.into()), ("options", options(slot))]
        }
        SlotKind::Paragraph(lines) => vec![("kind", "line".into()), name, ("lines", (*lines).into())],
        SlotKind::Line(_) | SlotKind::Signature => {
            vec![("kind", "line".into()), name, ("lines", 1_usize.into())]
        }
    }
}

fn signature(signing: &Signing) -> Entries {
    let Signing { signer: _, layout, signature, name, standing, date, declined } = signing;
    let declined = declined.as_ref().map(|(choice, reason)| tuple([options(choice), (&reason.name).into()]));
    vec![
        ("kind", "signature".into()),
        ("signature", (&signature.name).into()),
        ("name", (&name.name).into()),
        ("date", (&date.name).into()),
        ("standing", pair(&standing.name, standing.own.as_deref().unwrap_or_default())),
        ("declined", declined.into()),
        ("compact", (*layout == SignatureLayout::Line).into()),
    ]
}

/// How many letters a field has in all: a field of few is lower than a page.
fn letters(field: &Field) -> usize {
    field.passages().iter().map(|passage| passage.letters().chars().count()).sum()
}

fn entry(slot: &Slot, words: &SheetWords) -> Entries {
    let name = ("name", (&slot.name).into());
    match &slot.kind {
        SlotKind::Paragraph(lines) => vec![("kind", "paragraph".into()), name, ("lines", (*lines).into())],
        SlotKind::Check => vec![("kind", "check".into()), name],
        kind => vec![("kind", "line".into()), name, ("hint", hint(kind, words).into())],
    }
}

/// How a value is written, beside the label.
pub(crate) fn hint<'w>(kind: &SlotKind, words: &'w SheetWords) -> &'w str {
    match kind {
        SlotKind::Line(Entry::Date) => &words.date_format,
        _ => "",
    }
}

/// The options of a choice, each by the name of its box.
fn options(slot: &Slot) -> TypstValue {
    let choices: &[Choice] = match &slot.kind {
        SlotKind::Choice(choices) => choices,
        _ => &[],
    };
    array(choices.iter().map(|choice| pair(&fields::option_box(slot, choice), &choice.label)))
}

fn others(other: Option<&Other>) -> TypstValue {
    other.map(|other| &other.words.name).into()
}

/// `none` where nothing is written.
fn optional(line: &[Inline], writer: &TypstWriter<'_>) -> TypstValue {
    (!line.is_empty()).then(|| writer.line(line)).into()
}

fn pair(one: &str, other: &str) -> TypstValue {
    array([one, other])
}
