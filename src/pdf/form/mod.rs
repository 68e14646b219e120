//! Forms: the code that Typst sets them from, and what is done to make its boxes into fields.

pub mod appearance;
pub mod fields;
pub mod font;
mod tags;

use crate::model::FormVersion;
use crate::model::document::Inline;
use crate::model::form::{
    Entry, Field, Item, Number, OptionBox, Other, Parts, Sheet, SheetSection, Signing, Slot, SlotKind,
};
use crate::pdf::body::{Reach, Writer};
use crate::pdf::code::Code;
use crate::view::Shell;
use crate::view::document::DocumentRow;

/// How a form is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For most.
    Standard,
    /// At 18 pt, everything below one another.
    LargePrint,
}

impl Edition {
    /// The size of typed letters, in points.
    pub fn typed(self) -> f32 {
        match self {
            Self::Standard => 10.0,
            Self::LargePrint => 18.0,
        }
    }
}

/// The code of a form. `note` is added to its title, such as `continuation sheet`.
pub fn code(
    shell: &Shell,
    row: &DocumentRow,
    version: &FormVersion,
    sheet: &Sheet<'_>,
    edition: Edition,
    note: &str,
) -> Code {
    let mut code = Code::default();
    let header = &version.header;
    let title = if note.is_empty() { header.title.to_string() } else { format!("{}: {note}", header.title) };
    let writer = Writer { document: &row.id, citations: &[], reach: Reach::Alone };
    code.from(header.span, |code| {
        start(shell, row, sheet, edition, &title, code);
        code.raw("#form-title(");
        code.string(&title);
        code.raw(", ");
        writer.line(&header.summary, code);
        code.raw(", ");
        if version.due.is_empty() {
            code.raw("none");
        } else {
            writer.line(&version.due, code);
        }
        code.raw(")\n");
    });
    for section in &sheet.sections {
        code.from(section.section.span, |code| one_section(section, &writer, code));
    }
    code
}

fn start(
    shell: &Shell,
    row: &DocumentRow,
    sheet: &Sheet<'_>,
    edition: Edition,
    title: &str,
    code: &mut Code,
) {
    let (language, region) = shell.language.split_once('-').unwrap_or((&shell.language, ""));
    let version = format!("{}, effective {}", row.standing.word, row.effective);
    code.raw("#import \"look.typ\": *\n#import \"form.typ\": *\n#show: form-style.with(");
    code.arguments(&[
        ("title", title),
        ("number", &row.number),
        ("version", &version),
        ("handbook", &shell.title),
        ("organization", &shell.organization),
        ("paper", shell.paper),
        ("language", language),
        ("region", region),
        ("accent", &shell.accent),
    ]);
    code.raw(if edition == Edition::LargePrint { "large: true, " } else { "large: false, " });
    code.raw("identity: (");
    for item in &sheet.identity {
        if let Parts::One(slot) = &item.parts {
            code.raw("(");
            code.arguments(&[("name", &slot.name), ("label", &item.field.label), ("hint", hint(&slot.kind))]);
            flag("required", item.field.required, code);
            code.raw("), ");
        }
    }
    code.raw("))\n");
}

fn one_section(section: &SheetSection<'_>, writer: &Writer<'_>, code: &mut Code) {
    code.raw("#form-section(");
    code.string(&section.section.title);
    code.raw(", ");
    if section.section.text.blocks.is_empty() {
        code.raw("none");
    } else {
        code.raw("{ [] \n");
        writer.blocks(&section.section.text.blocks, code);
        code.raw("}");
    }
    code.raw(", (");
    for group in &section.groups {
        code.raw("(");
        code.arguments(&[("name", group.name)]);
        code.raw("number: ");
        match &group.number {
            Number::None => code.raw("none"),
            Number::Printed(number) => code.raw(&number.to_string()),
            Number::Blank(slot) => {
                code.raw("(");
                code.arguments(&[("name", &slot.name), ("label", &slot.label())]);
                code.raw(")");
            }
        }
        code.raw(", items: (");
        for item in &group.items {
            code.from(item.field.span, |code| one_item(item, writer, code));
            code.raw(", ");
        }
        code.raw(")), ");
    }
    code.raw("))\n");
}

fn one_item(item: &Item<'_>, writer: &Writer<'_>, code: &mut Code) {
    let field = item.field;
    code.raw("(");
    code.arguments(&[("label", &field.label)]);
    flag("required", field.required, code);
    code.raw(&format!("width: {}, letters: {}, help: ", field.width.0, letters(field)));
    help(&field.help, writer, code);
    code.raw(", ");
    match &item.parts {
        Parts::One(slot) => entry(slot, code),
        Parts::Choice { choice, other } => {
            code.arguments(&[("kind", "choice")]);
            options(choice, code);
            others(other.as_ref(), code);
        }
        Parts::Choices { boxes, other } => {
            code.arguments(&[("kind", "choices")]);
            code.raw("options: (");
            for OptionBox { choice, slot } in boxes {
                pair(&slot.name, &choice.label, code);
            }
            code.raw("), ");
            others(other.as_ref(), code);
        }
        Parts::Table { table, rows } => {
            code.arguments(&[("kind", "table")]);
            code.raw("head: ");
            match &table.rows {
                crate::model::form::Rows::Labeled { heading, .. } => code.string(heading),
                crate::model::form::Rows::Blank(_) => code.raw("none"),
            }
            code.raw(", columns: (");
            for (at, column) in table.columns.iter().enumerate() {
                let kind = rows.first().map(|row| &row.cells[at].kind);
                code.raw(&format!("(share: {}, ", column.share));
                code.arguments(&[("label", &column.label), ("hint", kind.map_or("", hint))]);
                code.raw("), ");
            }
            code.raw("), rows: (");
            for row in rows {
                code.raw("(");
                code.arguments(&[("label", row.label.map_or("", |label| &label.label))]);
                code.raw("cells: (");
                for slot in &row.cells {
                    code.raw("(");
                    match &slot.kind {
                        SlotKind::Check => code.arguments(&[("kind", "check"), ("name", &slot.name)]),
                        SlotKind::Choice(_) => {
                            code.arguments(&[("kind", "choice")]);
                            options(slot, code);
                        }
                        _ => {
                            code.arguments(&[("kind", "line"), ("name", &slot.name)]);
                            code.raw(&format!("lines: {}, ", table.lines));
                        }
                    }
                    code.raw("), ");
                }
                code.raw(")), ");
            }
            code.raw("), ");
        }
        Parts::Signature(signing) => {
            let Signing { signer, signature, name, standing, date, declined } = signing.as_ref();
            code.arguments(&[
                ("kind", "signature"),
                ("signature", &signature.name),
                ("name", &name.name),
                ("date", &date.name),
            ]);
            code.raw("standing: ");
            pair(&standing.name, signer.standing().words, code);
            code.raw("declined: ");
            match declined {
                None => code.raw("none, "),
                Some((choice, reason)) => {
                    code.raw("((");
                    states(choice, code);
                    code.raw("), ");
                    code.string(&reason.name);
                    code.raw("), ");
                }
            }
        }
    }
    code.raw(")");
}

/// How many letters a field has in all: a field of few is lower than a page.
fn letters(field: &Field) -> usize {
    field.passages().iter().map(|passage| passage.letters().chars().count()).sum()
}

fn entry(slot: &Slot, code: &mut Code) {
    match &slot.kind {
        SlotKind::Paragraph(lines) => {
            code.arguments(&[("kind", "paragraph"), ("name", &slot.name)]);
            code.raw(&format!("lines: {lines}, "));
        }
        SlotKind::Check => code.arguments(&[("kind", "check"), ("name", &slot.name)]),
        kind => code.arguments(&[("kind", "line"), ("name", &slot.name), ("hint", hint(kind))]),
    }
}

/// How a value is written, beside the label.
pub fn hint(kind: &SlotKind) -> &'static str {
    match kind {
        SlotKind::Line(Entry::Date) => "mm/dd/yyyy",
        _ => "",
    }
}

fn options(slot: &Slot, code: &mut Code) {
    code.raw("options: (");
    states(slot, code);
    code.raw("), ");
}

/// The options of a choice, each by the name of its box.
fn states(slot: &Slot, code: &mut Code) {
    if let SlotKind::Choice(choices) = &slot.kind {
        for choice in choices {
            pair(&fields::option_box(slot, choice), &choice.label, code);
        }
    }
}

fn others(other: Option<&Other>, code: &mut Code) {
    code.raw("other: ");
    match other {
        Some(other) => code.string(&other.words.name),
        None => code.raw("none"),
    }
    code.raw(", ");
}

fn help(line: &[Inline], writer: &Writer<'_>, code: &mut Code) {
    if line.is_empty() {
        code.raw("none");
    } else {
        writer.line(line, code);
    }
}

fn pair(one: &str, other: &str, code: &mut Code) {
    code.raw("(");
    code.string(one);
    code.raw(", ");
    code.string(other);
    code.raw("), ");
}

fn flag(key: &str, value: bool, code: &mut Code) {
    code.raw(&format!("{key}: {value}, "));
}
