//! The text of a policy as Word's paragraphs and tables.

use std::collections::BTreeMap;

use docx_rs::{
    AlignmentType, BreakType, Hyperlink, HyperlinkType, Numbering, Paragraph, Run, RunFonts, Table,
    TableCell, TableRow, WidthType,
};

use super::look;
use crate::model::text::{Align, Block, Callout, Inline, LinkTarget, Spacing, own_source};
use crate::view::policy::CitationView;
use crate::view::words::column_weight;
use crate::words::FixedWords;

pub(crate) enum DocxPart {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// Writes the text of one policy.
pub(crate) struct DocxWriter<'a> {
    /// The citations of the text; the first has number 1.
    pub(crate) citations: &'a [CitationView],
    words: &'a FixedWords,
    /// The names of the headings in Word, by their anchors.
    pub(crate) bookmarks: BTreeMap<&'a str, usize>,
    pub(crate) lists: Vec<Numbering>,
}

#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    italic: bool,
    struck: bool,
    face: Face,
}

/// A list, without its items.
#[derive(Clone, Copy)]
struct List {
    /// First number, for an ordered list.
    start: Option<u64>,
    spacing: Spacing,
    /// 0 for a list that is in no other.
    level: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Face {
    #[default]
    Usual,
    Code,
    Link,
}

impl<'a> DocxWriter<'a> {
    /// The headings of `blocks` may be linked to.
    pub(crate) fn new(blocks: &'a [Block], citations: &'a [CitationView], words: &'a FixedWords) -> Self {
        let headings = blocks.iter().filter_map(|block| match block {
            Block::Heading { id, .. } => Some(id.as_str()),
            _ => None,
        });
        let bookmarks = headings.enumerate().map(|(at, id)| (id, at + 1)).collect();
        Self { citations, words, bookmarks, lists: Vec::new() }
    }

    pub(crate) fn blocks(&mut self, blocks: &[Block]) -> Vec<DocxPart> {
        let mut parts = Vec::new();
        for block in blocks {
            self.block(block, None, &mut parts);
        }
        parts
    }

    pub(crate) fn line(&self, line: &[Inline]) -> Paragraph {
        self.inlines(line, Look::default(), Paragraph::new())
    }

    /// `within` is the level of the list item that the block is in.
    fn block(&mut self, block: &Block, within: Option<usize>, parts: &mut Vec<DocxPart>) {
        let place = |paragraph: Paragraph| match within {
            Some(level) => look::below_item(paragraph, level),
            None => paragraph,
        };
        match block {
            Block::Heading { level, id, text, .. } => {
                let name = self.bookmarks.get(id.as_str()).copied().unwrap_or_default();
                let paragraph =
                    Paragraph::new().style(&format!("Heading{}", level.saturating_sub(1).clamp(1, 5)));
                let paragraph = paragraph.add_bookmark_start(name, bookmark(name));
                parts.push(DocxPart::paragraph(
                    self.inlines(text, Look::default(), paragraph).add_bookmark_end(name),
                ));
            }
            Block::Paragraph { text, .. } => {
                parts.push(DocxPart::paragraph(place(self.line(text))));
                if let Some(source) = own_source(text) {
                    parts.push(DocxPart::paragraph(place(Paragraph::new().add_run(run(source)))));
                }
            }
            Block::List { start, spacing, items, .. } => {
                let list =
                    List { start: *start, spacing: *spacing, level: within.map_or(0, |level| level + 1) };
                self.list(list, items, parts);
            }
            Block::Table { columns, head, rows, .. } => {
                let table = self.table(columns, head, rows);
                parts.push(DocxPart::Table(Box::new(table)));
                parts.push(DocxPart::gap());
            }
            Block::Definitions { entries, .. } => {
                for (term, meanings) in entries {
                    let look = Look { bold: true, ..Look::default() };
                    parts.push(DocxPart::paragraph(place(self.inlines(
                        term,
                        look,
                        Paragraph::new().keep_next(true),
                    ))));
                    for meaning in meanings.iter().flatten() {
                        self.block(meaning, within, parts);
                    }
                }
            }
            Block::Callout { kind: Callout::Quote, blocks, .. } => {
                for block in blocks {
                    match block {
                        Block::Paragraph { text, .. } => {
                            parts.push(DocxPart::paragraph(self.line(text).style("Quote")));
                        }
                        other => self.block(other, within, parts),
                    }
                }
            }
            Block::Callout { kind, blocks, .. } => {
                let words = &self.words.callout;
                let name: &str = match kind {
                    Callout::Quote => "",
                    Callout::Note => &words.note,
                    Callout::Tip => &words.tip,
                    Callout::Important => &words.important,
                    Callout::Warning => &words.warning,
                };
                let mut inner =
                    vec![DocxPart::paragraph(Paragraph::new().keep_next(true).add_run(run(name).bold()))];
                for block in blocks {
                    self.block(block, None, &mut inner);
                }
                parts.push(DocxPart::Table(Box::new(look::boxed(cell(inner)))));
                parts.push(DocxPart::gap());
            }
            Block::Code { text, .. } => {
                for line in text.trim_end().lines() {
                    let look = Look { face: Face::Code, ..Look::default() };
                    parts.push(DocxPart::paragraph(place(Paragraph::new().add_run(dressed(line, look)))));
                }
            }
            Block::Rule { .. } => parts.push(DocxPart::paragraph(look::rule())),
        }
    }

    fn list(&mut self, list: List, items: &[Vec<Block>], parts: &mut Vec<DocxPart>) {
        let List { start, spacing, level } = list;
        let numbers = start.map(|start| {
            let id = look::FIRST_LIST + self.lists.len();
            self.lists.push(look::numbered(id, level, start));
            id
        });
        for item in items {
            let (first, rest) = match item.split_first() {
                Some((Block::Paragraph { text, .. }, rest)) => (self.line(text), rest),
                _ => (Paragraph::new(), item.as_slice()),
            };
            parts.push(DocxPart::paragraph(look::item(first, numbers, level, spacing)));
            for block in rest {
                self.block(block, Some(level), parts);
            }
        }
    }

    fn table(&self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Table {
        let weights: Vec<usize> = (0..columns.len()).map(|at| column_weight(at, head, rows)).collect();
        let widths = look::widths(&weights);
        let row = |cells: &[Vec<Inline>], bold| {
            let cells = cells.iter().zip(columns).zip(&widths).map(|((line, align), width)| {
                let look = Look { bold, ..Look::default() };
                let align = match align {
                    Align::Start => AlignmentType::Left,
                    Align::Center => AlignmentType::Center,
                    Align::End => AlignmentType::Right,
                };
                let paragraph = self.inlines(line, look, Paragraph::new().style("TableText").align(align));
                TableCell::new().width(*width, WidthType::Dxa).add_paragraph(paragraph)
            });
            TableRow::new(cells.collect()).cant_split()
        };
        let all = std::iter::once(row(head, true)).chain(rows.iter().map(|cells| row(cells, false)));
        look::table(all.collect(), widths.clone(), true)
    }

    fn inlines(&self, line: &[Inline], look: Look, mut paragraph: Paragraph) -> Paragraph {
        for inline in line {
            paragraph = match inline {
                Inline::Link { to, text, .. } => match self.link(to) {
                    Some(opened) => {
                        let runs = self.runs(text, Look { face: Face::Link, ..look });
                        paragraph.add_hyperlink(runs.into_iter().fold(opened, Hyperlink::add_run))
                    }
                    None => self.inlines(text, look, paragraph),
                },
                Inline::Emphasis(inner) => self.inlines(inner, Look { italic: true, ..look }, paragraph),
                Inline::Strong(inner) => self.inlines(inner, Look { bold: true, ..look }, paragraph),
                Inline::Strikethrough(inner) => self.inlines(inner, Look { struck: true, ..look }, paragraph),
                other => self
                    .runs(std::slice::from_ref(other), look)
                    .into_iter()
                    .fold(paragraph, Paragraph::add_run),
            };
        }
        paragraph
    }

    fn runs(&self, line: &[Inline], look: Look) -> Vec<Run> {
        let mut runs = Vec::new();
        for inline in line {
            match inline {
                Inline::Text(words) => runs.push(dressed(words, look)),
                Inline::Code(words) => runs.push(dressed(words, Look { face: Face::Code, ..look })),
                Inline::Emphasis(inner) => runs.extend(self.runs(inner, Look { italic: true, ..look })),
                Inline::Strong(inner) => runs.extend(self.runs(inner, Look { bold: true, ..look })),
                Inline::Strikethrough(inner) => runs.extend(self.runs(inner, Look { struck: true, ..look })),
                Inline::Link { text, .. } => runs.extend(self.runs(text, look)),
                Inline::Image { alt, .. } => runs.push(run(&format!("[Picture: {alt}]")).italic()),
                Inline::Break => runs.push(Run::new().add_break(BreakType::TextWrapping)),
                Inline::Citation(citation) => {
                    if let Some(view) = self.citations.get(citation.number - 1) {
                        runs.push(run(&format!("\u{a0}[{}]", view.mark)).style("Citation"));
                    }
                }
            }
        }
        runs
    }

    /// A link, if it leads somewhere from a file outside of the site.
    fn link(&self, to: &LinkTarget) -> Option<Hyperlink> {
        match to {
            LinkTarget::External(url) => Some(Hyperlink::new(url, HyperlinkType::External)),
            LinkTarget::Here(anchor) => {
                let name = self.bookmarks.get(anchor.to_string().as_str())?;
                Some(Hyperlink::new(bookmark(*name), HyperlinkType::Anchor))
            }
            _ => None,
        }
    }
}

impl DocxPart {
    pub(crate) fn paragraph(paragraph: Paragraph) -> Self {
        Self::Paragraph(Box::new(paragraph))
    }

    /// Room below a table; Word would join two tables without it.
    pub(crate) fn gap() -> Self {
        Self::paragraph(Paragraph::new())
    }
}

/// A cell with all of these in it.
pub(crate) fn cell(parts: Vec<DocxPart>) -> TableCell {
    parts.into_iter().fold(TableCell::new(), |cell, part| match part {
        DocxPart::Paragraph(paragraph) => cell.add_paragraph(*paragraph),
        DocxPart::Table(table) => cell.add_table(*table),
    })
}

pub(crate) fn run(words: &str) -> Run {
    Run::new().add_text(words.replace(['\n', '\t'], " "))
}

fn dressed(words: &str, look: Look) -> Run {
    let mut run = run(words);
    if look.face == Face::Link {
        run = run.style("Hyperlink");
    }
    if look.bold {
        run = run.bold();
    }
    if look.italic {
        run = run.italic();
    }
    if look.struck {
        run = run.strike();
    }
    if look.face == Face::Code {
        run = run.fonts(RunFonts::new().ascii("Consolas").hi_ansi("Consolas"));
    }
    run
}

/// What a heading is called in the file. Word allows few letters there, and no hyphens.
fn bookmark(number: usize) -> String {
    format!("section_{number}")
}

/// A line of plain words in a cell of a table.
pub(crate) fn words_cell(words: &str, width: usize, bold: bool) -> TableCell {
    let run = if bold { run(words).bold() } else { run(words) };
    TableCell::new()
        .width(width, WidthType::Dxa)
        .add_paragraph(Paragraph::new().style("TableText").add_run(run))
}
