//! A form as a Word file that people fill in: each field is a content control with the name and the key of its field.

use std::fmt::Display;
use std::io;

use super::body::{DocxWriter, gap, name_cell, words_cell};
use super::package::PictureFiles;
use super::parts::{ControlKind, InlineControl, Run, WordBlock, WordParagraph};
use super::tables::{TableLines, WordCell, WordRow, WordTable};
use super::{FileHead, look, packed};
use crate::model::form::{CellKind, Column, Entry, Field, FieldGroup, FieldKind, Rows, Section, Table};
use crate::model::{Date, DocumentKind};
use crate::view::Pages;
use crate::view::form::FormPage;
use crate::words::FixedWords;

/// Writes a form as a Word file with controls. `as_of` is the date of a version that has none of its own.
///
/// # Errors
/// What the file's zip cannot hold.
pub(crate) fn write_form(
    pages: &Pages<'_>,
    form: &FormPage<'_>,
    pictures: &PictureFiles,
    as_of: Date,
) -> io::Result<Vec<u8>> {
    let (shell, row, version) = (&pages.shell, &form.list.row, form.version);
    let own = DocumentKind::Form.id(&row.id);
    let mut writer =
        FormDocxWriter { text: DocxWriter::new(&own, &shell.words, pictures), words: &shell.words };
    let mut parts = vec![
        WordBlock::Paragraph(WordParagraph::new().style("Title").add_run(Run::of(&row.title))),
        WordBlock::Paragraph(writer.text.line(&version.header.summary).style("Subtitle")),
    ];
    let identity = version.identity.iter().map(|field| writer.field("", field));
    parts.extend(identity.flatten().collect::<Vec<_>>());
    for section in &version.sections {
        parts.extend(writer.section(section));
    }
    let day = version.header.effective.unwrap_or(as_of);
    let standing = [("standing", &row.standing.word as &dyn Display), ("date", &row.date)];
    let head = FileHead {
        title: &row.title,
        document: format!("{}  {}", row.number, row.title),
        version: shell.words.print.standing.fill(&standing),
        date: day.to_string(),
        identity: None,
    };
    let lists = std::mem::take(&mut writer.text.lists);
    packed(shell, head, parts, &lists, pictures)
}

struct FormDocxWriter<'a> {
    text: DocxWriter<'a>,
    words: &'a FixedWords,
}

impl FormDocxWriter<'_> {
    fn section(&mut self, section: &Section) -> Vec<WordBlock> {
        let mut parts = vec![WordBlock::Paragraph(
            WordParagraph::new().style("Heading1").add_run(Run::of(&section.title)),
        )];
        parts.extend(self.text.blocks(&section.text.blocks));
        let groups = section.repeat.as_ref().map_or(1, |repeat| repeat.printed);
        for group in 1..=groups {
            let mut place = format!("{}.", section.id);
            if let Some(repeat) = &section.repeat {
                place = format!("{}.{group}.", section.id);
                let name = format!("{} {group}", repeat.name.as_str());
                parts.push(WordBlock::Paragraph(
                    WordParagraph::new().style("Heading2").add_run(Run::of(&name)),
                ));
            }
            parts.extend(section.fields.iter().flat_map(|field| self.field(&place, field)));
        }
        parts
    }

    /// The label of a field, and what is filled in below it or beside it. `place` is what its key begins with.
    fn field(&self, place: &str, field: &Field) -> Vec<WordBlock> {
        let key = format!("{place}{}", field.id);
        let label = Run::of(&field.label).bold();
        let mut parts = Vec::new();
        let mut help = Vec::new();
        if !field.help.is_empty() {
            help.push(WordBlock::Paragraph(self.text.line(&field.help).style("TableText")));
        }
        let beside = |paragraph: WordParagraph, kind: ControlKind| {
            paragraph.add_run(Run::of(" ")).add_control(control_of(&field.label, &key, kind))
        };
        let labeled = || WordParagraph::new().add_run(label.clone());
        match &field.kind {
            FieldKind::Line(entry) => {
                parts.push(WordBlock::Paragraph(beside(labeled(), entry_control(*entry))));
                parts.append(&mut help);
            }
            FieldKind::Score(_) => {
                parts.push(WordBlock::Paragraph(beside(
                    labeled(),
                    ControlKind::Text { several_lines: false },
                )));
            }
            FieldKind::Paragraph { .. } => {
                parts.push(WordBlock::Paragraph(labeled().keep_next()));
                parts.append(&mut help);
                let control = control_of(&field.label, &key, ControlKind::Text { several_lines: true });
                parts.push(WordBlock::Paragraph(WordParagraph::new().add_control(control)));
            }
            FieldKind::Checkbox => {
                let control = control_of(&field.label, &key, ControlKind::CheckBox);
                let label = Run::of(&format!(" {}", field.label.as_str()));
                parts.push(WordBlock::Paragraph(WordParagraph::new().add_control(control).add_run(label)));
            }
            FieldKind::Choice(options) | FieldKind::Choices(options) => {
                parts.push(WordBlock::Paragraph(labeled().keep_next()));
                parts.append(&mut help);
                for choice in options.all() {
                    let tag = format!("{key}.{}", choice.id);
                    let control = control_of(&choice.label, &tag, ControlKind::CheckBox);
                    let words = Run::of(&format!(" {}", choice.label.as_str()));
                    let line = WordParagraph::new().add_control(control).add_run(words).indent(360).after(40);
                    parts.push(WordBlock::Paragraph(line));
                }
            }
            FieldKind::Table(table) => {
                parts.push(WordBlock::Paragraph(labeled().keep_next()));
                parts.append(&mut help);
                parts.push(WordBlock::Table(table_of(&key, table)));
                parts.push(gap());
            }
            FieldKind::Group(FieldGroup { repeat, fields }) => {
                parts.push(WordBlock::Paragraph(labeled().keep_next()));
                parts.append(&mut help);
                for group in 1..=repeat.printed {
                    let name = Run::of(&format!("{} {group}", repeat.name.as_str()));
                    parts.push(WordBlock::Paragraph(WordParagraph::new().style("Heading3").add_run(name)));
                    let place = format!("{key}.{group}.");
                    for field in fields {
                        parts.extend(self.field(&place, field));
                    }
                }
            }
            FieldKind::Signature { .. } => {
                let line =
                    WordParagraph::new().add_run(label).add_run(Run::of(": ")).add_run(Run::new().tab());
                parts.push(WordBlock::Paragraph(line.right_tab(look::WIDTH).line_below(look::LINE)));
                let day = control_of(&self.words.packet.day, &format!("{key}.date"), ControlKind::Date);
                let line = WordParagraph::new().add_run(Run::of(&format!("{}: ", &*self.words.packet.day)));
                parts.push(WordBlock::Paragraph(line.add_control(day)));
            }
        }
        parts.append(&mut help);
        parts
    }
}

fn table_of(key: &str, table: &Table) -> WordTable {
    let (heading, labels): (Option<&str>, Vec<&str>) = match &table.rows {
        Rows::Blank(count) => (None, vec![""; *count]),
        Rows::Labeled { heading, labels } => {
            (Some(heading.as_str()), labels.iter().map(|label| label.label.as_str()).collect())
        }
    };
    let mut weights: Vec<usize> =
        table.columns.iter().map(|column| usize::from(column.share.max(1))).collect();
    if heading.is_some() {
        weights.insert(0, weights.iter().max().copied().unwrap_or(1));
    }
    let widths = look::widths(&weights);
    let names = heading.into_iter().chain(table.columns.iter().map(|column| column.label.as_str()));
    let head = names.zip(&widths).map(|(name, width)| name_cell(name, *width)).collect();
    let mut rows = vec![WordRow { cells: head, is_head: true, ..WordRow::default() }];
    for (at, label) in labels.iter().enumerate() {
        let own = heading.is_some().then(|| words_cell(label, widths[0]));
        let rest = &widths[usize::from(heading.is_some())..];
        let cells = table.columns.iter().zip(rest).map(|(column, width)| {
            WordCell::new(*width, cell_of(&format!("{key}.{}.{}", at + 1, column.id), column))
        });
        rows.push(WordRow { cells: own.into_iter().chain(cells).collect(), ..WordRow::default() });
    }
    WordTable { rows, widths, style: None, lines: TableLines::Grid, margins: (50, 100) }
}

fn cell_of(key: &str, column: &Column) -> Vec<WordBlock> {
    let line = |paragraph: WordParagraph| WordBlock::Paragraph(paragraph.style("TableText"));
    let control = |kind| WordParagraph::new().add_control(control_of(&column.label, key, kind));
    match &column.kind {
        CellKind::Line(entry) => vec![line(control(entry_control(*entry)))],
        CellKind::Checkbox => vec![line(control(ControlKind::CheckBox))],
        CellKind::Choice { options, .. } => {
            let choices = options.iter().map(|choice| choice.label.clone()).collect();
            vec![line(control(ControlKind::Choice(choices)))]
        }
        CellKind::Signed(_) => vec![line(WordParagraph::new())],
    }
}

/// `tag` is its key in the form's data.
fn control_of(name: &str, tag: &str, kind: ControlKind) -> InlineControl {
    InlineControl { name: name.to_owned(), tag: tag.to_owned(), kind, placeholder: "__________".to_owned() }
}

fn entry_control(entry: Entry) -> ControlKind {
    match entry {
        Entry::Date => ControlKind::Date,
        Entry::Text | Entry::Number | Entry::Phone => ControlKind::Text { several_lines: false },
    }
}
