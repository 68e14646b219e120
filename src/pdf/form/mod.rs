//! Forms: the code that Typst sets them from, and what is done to make its boxes into fields.

pub(crate) mod appearance;
mod both;
mod encoding;
pub(crate) mod error;
pub(crate) mod fields;
pub(crate) mod font;
mod objects;
pub(crate) mod page_code;
mod room;
pub(crate) mod saved;
mod tags;

pub(crate) use objects::annotations;

use both::BothLanguages;

use crate::model::DocumentKind;
use crate::model::FormVersion;
use crate::model::form::{
    CellKind, Choice, Column, Entry, Field, Group, Item, Number, OptionBox, OptionLayout, Other, Parts, Row,
    Rows, SectionStart, Sheet, SheetSection, SignatureLayout, Signing, Slot, SlotKind, Table, TextSize,
};
use crate::model::text::Inline;
use crate::pdf::body::{NO_NUMBERS, Reach, TypstWriter, document_label};
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
    /// The original and a translation beside each other, with one set of fields.
    SideBySide,
}

impl Edition {
    pub(crate) fn lettering(self, text_size: TextSize) -> Lettering {
        match (self, text_size) {
            (Self::Standard | Self::SideBySide, TextSize::Ten) => Lettering { size: 10.0, rule: 24.0 },
            (Self::Standard | Self::SideBySide, TextSize::Twelve) => Lettering { size: 12.0, rule: 26.0 },
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

/// A form on its way to paper.
pub(crate) struct FormPaper<'a> {
    pub(crate) shell: &'a Shell,
    pub(crate) row: &'a DocumentRow,
    pub(crate) version: &'a FormVersion,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) edition: Edition,
    /// Where the rest is written, at the foot of each page; may be empty.
    pub(crate) rest: &'a str,
    pub(crate) title: &'a str,
    /// A summary that is of another document links to places that the form doesn't have.
    pub(crate) reach: Reach<'a>,
    /// What is to be known of a translation.
    pub(crate) notices: &'a [String],
    /// Whether the notice of language assistance goes with it.
    pub(crate) needs_notice: bool,
    /// What the QR codes of its pages say before the number of the page; `None` where they have none.
    pub(crate) code: Option<String>,
}

/// What is written into fields, by their names.
pub(crate) type Written = [(String, String)];

/// The Typst source of a form, or of its continuation sheet.
pub(crate) fn source(paper: &FormPaper<'_>) -> TypstSource {
    let mut source = with_looks();
    append(paper, &[], &mut source);
    source
}

fn with_looks() -> TypstSource {
    let mut source = TypstSource::default();
    source.import("look.typ");
    source.import("form.typ");
    source
}

/// The same within a document, with what is already written at the top of its pages. The names of `form.typ` are known there.
pub(crate) fn append(paper: &FormPaper<'_>, written: &Written, source: &mut TypstSource) {
    let FormPaper { shell, version, notices, needs_notice, .. } = paper;
    let printer = FormPrinter::of(paper);
    source.style(&style(paper, paper.title, paper.rest, printer.identity(written)));
    source.show(printer.title().at(version.header.span));
    super::documents::notices(notices, source);
    if paper.edition == Edition::LargePrint || may_be_shortened(paper.row, paper.sheet) {
        source.show(printer.whole_head(written).at(version.header.span));
    }
    for section in &paper.sheet.sections {
        source.show(printer.section(section).at(section.section.span));
    }
    if *needs_notice {
        language_notices(shell, source);
    }
}

/// The Typst source of a form and its translation, whose sheets are the same but for their words.
pub(crate) fn side_by_side(paper: &FormPaper<'_>, translation: &FormPaper<'_>) -> TypstSource {
    let mut source = with_looks();
    let language = translation.shell.language.language();
    let both = BothLanguages { language };
    let (own, other) = (FormPrinter::of(paper), FormPrinter::of(translation));
    let span = paper.version.header.span;
    let title = format!("{} / {}", paper.title, translation.title);
    let rest = both.value(paper.rest.into(), translation.rest.into());
    source.style(&style(paper, &title, rest, both.value(own.identity(&[]), other.identity(&[]))));
    source.show(both.call(own.title(), other.title()).at(span));
    let notices = translation.notices.iter().map(String::as_str);
    source.show(call("translation-notices").arg(array(notices)).named("language", language));
    if may_be_shortened(paper.row, paper.sheet) || may_be_shortened(translation.row, translation.sheet) {
        source.show(both.call(own.whole_head(&[]), other.whole_head(&[])).at(span));
    }
    for (section, translated) in paper.sheet.sections.iter().zip(&translation.sheet.sections) {
        source.show(both.call(own.section(section), other.section(translated)).at(section.section.span));
    }
    if paper.needs_notice {
        language_notices(paper.shell, &mut source);
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

fn style(paper: &FormPaper<'_>, title: &str, rest: impl Into<TypstValue>, identity: TypstValue) -> TypstCall {
    let FormPaper { shell, row, version, edition, reach, code, .. } = paper;
    let within = match reach {
        Reach::Book(contents) => Some(contents),
        Reach::Part | Reach::Alone => None,
    };
    call("form-style")
        .named("within", within.map(|book| &book.title))
        .named("title", title)
        .named("number", &row.number)
        .named("version", &row.version)
        .named("handbook", &shell.title)
        .named("organization", &shell.organization)
        .named("letterhead", super::documents::letterhead(shell))
        .named("paper", shell.paper)
        .named("language", shell.language.language())
        .named("region", shell.language.country().unwrap_or_default())
        .named("accent", &shell.accent)
        .named("large", *edition == Edition::LargePrint)
        .named("text-size", if version.text_size == TextSize::Twelve { 12_usize } else { 10 })
        .named("repeats", version.repeats())
        .named("rest", rest)
        .named("codes", array(code.as_deref().map(page_code::codes).unwrap_or_default()))
        .named("identity", identity)
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

/// Makes the values that the template prints, in the language of one paper.
struct FormPrinter<'p> {
    paper: &'p FormPaper<'p>,
    writer: TypstWriter<'p>,
    words: &'p SheetWords,
}

impl<'p> FormPrinter<'p> {
    fn of(paper: &'p FormPaper<'p>) -> Self {
        let writer = TypstWriter {
            document: &paper.row.id,
            citations: &[],
            reach: paper.reach,
            around: paper.shell.direction(),
            numbers: NO_NUMBERS,
        };
        Self { paper, writer, words: &paper.shell.words.sheet }
    }

    fn title(&self) -> TypstCall {
        let FormPaper { row, version, title, rest, reach, .. } = self.paper;
        let call = call("form-title")
            .arg(*title)
            .arg(self.writer.line(&version.header.summary))
            .arg((!version.due.is_empty()).then(|| self.writer.words(&version.due)))
            .named("rest", *rest);
        let call = match reach {
            Reach::Book(_) => call.named("name", document_label(&DocumentKind::Form.id(&row.id))),
            Reach::Part | Reach::Alone => call,
        };
        match self.words_of_both() {
            Some(words) => call.named("words", words),
            None => call,
        }
    }

    fn whole_head(&self, written: &Written) -> TypstCall {
        let FormPaper { row, title, .. } = self.paper;
        call("whole-head").arg(*title).arg(&row.number).arg(self.identity(written))
    }

    /// What the template says by itself, in this language; nothing where the form is in one language only.
    fn words_of_both(&self) -> Option<TypstValue> {
        if self.paper.edition != Edition::SideBySide {
            return None;
        }
        let words = self.words;
        Some(dict([
            ("tag", self.paper.shell.language.language().into()),
            ("required", (&words.required).into()),
            ("due", (&words.due).into()),
            ("signature", (&words.signature).into()),
            ("printed_name", (&words.printed_name).into()),
            ("date", (&words.date).into()),
            ("date_format", (&words.date_format).into()),
            ("if_not_signed", (&words.if_not_signed).into()),
            ("reason", (&words.reason).into()),
            ("other_words", (&words.other_words).into()),
        ]))
    }

    fn identity(&self, written: &Written) -> TypstValue {
        array(self.paper.sheet.identity.iter().filter_map(|item| self.identity_field(item, written)))
    }

    fn identity_field(&self, item: &Item<'_>, written: &Written) -> Option<TypstValue> {
        let Parts::One(slot) = &item.parts else { return None };
        let mut entries = vec![
            ("name", (&slot.name).into()),
            ("label", item.field.label.as_str().into()),
            ("hint", hint(&slot.kind, self.words).into()),
            ("required", item.field.required.into()),
        ];
        let own = written.iter().find(|(name, _)| *name == slot.name);
        entries.extend(own.map(|(_, words)| ("written", words.into())));
        entries.extend(self.words_of_both().map(|words| ("words", words)));
        Some(TypstValue::Dict(entries))
    }

    fn section(&self, section: &SheetSection<'_>) -> TypstCall {
        let blocks = &section.section.text.blocks;
        let text = (!blocks.is_empty()).then(|| self.writer.blocks(blocks));
        let groups = section.groups.iter().map(|group| self.group(group));
        let is_annex = section.section.annex.is_some();
        call("form-section")
            .arg(section.section.title.as_str())
            .arg(text)
            .arg(array(groups))
            .named("new-page", section.section.start == SectionStart::NewPage)
            .named("kept", section.section.is_kept)
            .named("annex", is_annex)
            .named("notes", array(section.notes(self.words)))
    }

    fn group(&self, group: &Group<'_>) -> TypstValue {
        let items = group.items.iter().map(|item| self.item(item).at(item.field.span));
        dict([("name", group.name.into()), ("number", number(&group.number)), ("items", array(items))])
    }

    fn item(&self, item: &Item<'_>) -> TypstValue {
        let (field, words) = (item.field, self.words);
        let mut entries = vec![
            ("label", field.label.as_str().into()),
            ("required", field.required.into()),
            ("width", field.width.0.into()),
            ("letters", letters(field).into()),
            ("help", optional(&field.help, &self.writer)),
            ("only-if", only_if(item.condition.as_ref(), words).into()),
            ("due", item.due.as_deref().unwrap_or_default().into()),
            ("alerts", alerts(field, None, words)),
            ("bands", array(field.kind.score().map(|score| score.band_lines(words)).unwrap_or_default())),
        ];
        entries.extend(self.words_of_both().map(|words| ("words", words)));
        entries.extend(self.parts(item));
        TypstValue::Dict(entries)
    }

    fn parts(&self, item: &Item<'_>) -> Entries {
        let words = self.words;
        match &item.parts {
            Parts::One(slot) => entry(slot, words),
            Parts::Choice { choice, other } => {
                vec![
                    ("kind", "choice".into()),
                    ("options", options(choice)),
                    ("other", others(other.as_ref())),
                ]
            }
            Parts::Choices { boxes, other } => {
                let options =
                    boxes.iter().map(|OptionBox { choice, slot }| pair(&slot.name, &choice.printed()));
                vec![
                    ("kind", "choices".into()),
                    ("options", array(options)),
                    ("other", others(other.as_ref())),
                ]
            }
            Parts::Table { table, rows } => table_parts(item.field, table, rows, words),
            Parts::Groups(groups) => {
                let groups = groups.iter().map(|group| self.group(group));
                vec![("kind", "group".into()), ("groups", array(groups))]
            }
            Parts::Signature(signing) => signature(signing),
        }
    }
}

fn number(number: &Number) -> TypstValue {
    match number {
        Number::None => TypstValue::None,
        Number::Printed(number) => (*number).into(),
        Number::Blank(slot) => dict([("name", (&slot.name).into()), ("label", slot.label().into())]),
    }
}

/// `If “Yes”:`; empty where a field or row is always filled in.
fn only_if(condition: Option<&String>, words: &SheetWords) -> String {
    condition.map_or(String::new(), |condition| words.only_if.fill(&[("condition", condition)]))
}

/// The alerts of a field, or of a row of it: when each is raised, and what it says.
fn alerts(field: &Field, row: Option<&str>, words: &SheetWords) -> TypstValue {
    let own = field.alerts.iter().filter(|alert| alert.row.as_deref() == row);
    array(own.map(|alert| pair(&alert.condition(words), &alert.says)))
}

fn table_parts(field: &Field, table: &Table, rows: &[Row<'_>], words: &SheetWords) -> Entries {
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
            ("required", (column.required && !column.is_grid()).into()),
        ])
    });
    let rows = rows.iter().map(|row| {
        let cells = table.columns.iter().zip(&row.cells);
        let cells = cells.map(|(column, slot)| TypstValue::Dict(cell(column, slot)));
        let alerts = row
            .label
            .map_or_else(|| array(Vec::<TypstValue>::new()), |label| alerts(field, Some(&label.id), words));
        dict([
            ("label", row.label.map_or("", |label| &label.label).into()),
            ("only-if", only_if(row.condition.as_ref(), words).into()),
            ("cells", array(cells)),
            ("alerts", alerts),
        ])
    });
    vec![
        ("kind", "table".into()),
        ("head", head),
        ("head-required", table.is_grid_required().into()),
        ("columns", array(columns)),
        ("rows", array(rows)),
    ]
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
    array(choices.iter().map(|choice| pair(&fields::option_box(slot, choice), &choice.printed())))
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
