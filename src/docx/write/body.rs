//! The text of a policy as Word's paragraphs and tables.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::ImageReader;

use super::look::{self, NumberedList};
use super::package::PictureFiles;
use super::parts::{LinkTo, Run, WordBlock, WordParagraph, WordPicture};
use super::tables::{WordCell, WordRow, WordTable};
use crate::model::text::{Align, Block, Callout, Inline, LinkTarget, Spacing, has_own_labels, own_source};
use crate::model::{Anchor, DocumentId};
use crate::picture::PictureKind;
use crate::view::policy::CitationView;
use crate::view::words::column_weight;
use crate::words::FixedWords;

/// English metric units in a pixel of a screen, and in a twentieth of a point.
const OF_PIXEL: u64 = 9525;
const OF_TWENTIETH: u64 = 635;
/// A picture is at most so high, in twentieths of a point.
const HIGHEST: u64 = 10_800;

/// Writes the texts of a document.
pub(crate) struct DocxWriter<'a> {
    words: &'a FixedWords,
    pictures: &'a PictureFiles,
    /// The bookmarks of all documents in the file and of their headings.
    bookmarks: BTreeMap<(DocumentId, String), String>,
    /// The document that is being written, and its citations; the first has number 1.
    own: &'a DocumentId,
    citations: &'a [CitationView],
    pub(crate) lists: Vec<NumberedList>,
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
    pub(crate) fn new(own: &'a DocumentId, words: &'a FixedWords, pictures: &'a PictureFiles) -> Self {
        Self { words, pictures, bookmarks: BTreeMap::new(), own, citations: &[], lists: Vec::new() }
    }

    /// Makes a place for links of the document and of each of its headings.
    pub(crate) fn add_places(&mut self, document: &DocumentId, blocks: &[Block]) {
        let headings = blocks.iter().filter_map(|block| match block {
            Block::Heading { id, .. } => Some(id.as_str()),
            _ => None,
        });
        for place in std::iter::once("").chain(headings) {
            let name = format!("section_{}", self.bookmarks.len());
            self.bookmarks.entry((document.clone(), place.to_owned())).or_insert(name);
        }
    }

    /// What follows is of this document.
    pub(crate) fn begin(&mut self, own: &'a DocumentId, citations: &'a [CitationView]) {
        (self.own, self.citations) = (own, citations);
    }

    pub(crate) fn has_several_documents(&self) -> bool {
        let mut documents = self.bookmarks.keys().map(|(document, _)| document);
        let first = documents.next();
        documents.any(|other| Some(other) != first)
    }

    /// The bookmark of a place in the document; the empty place is its beginning.
    pub(crate) fn bookmark(&self, place: &str) -> Option<&str> {
        self.bookmarks.get(&(self.own.clone(), place.to_owned())).map(String::as_str)
    }

    pub(crate) fn blocks(&mut self, blocks: &[Block]) -> Vec<WordBlock> {
        let mut parts = Vec::new();
        for block in blocks {
            self.block(block, None, &mut parts);
        }
        parts
    }

    pub(crate) fn line(&self, line: &[Inline]) -> WordParagraph {
        self.inlines(line, Look::default(), WordParagraph::new())
    }

    /// `within` is the level of the list item that the block is in.
    fn block(&mut self, block: &Block, within: Option<usize>, parts: &mut Vec<WordBlock>) {
        let place = |paragraph: WordParagraph| match within {
            Some(level) => look::below_item(paragraph, level),
            None => paragraph,
        };
        match block {
            Block::Heading { level, id, text, .. } => {
                let style = format!("Heading{}", level.saturating_sub(1).clamp(1, 5));
                let heading = self.line(text).style(&style);
                parts.push(WordBlock::Paragraph(match self.bookmark(id) {
                    Some(name) => heading.bookmarked(name.to_owned()),
                    None => heading,
                }));
            }
            Block::Paragraph { text, .. } => {
                parts.push(WordBlock::Paragraph(place(self.line(text))));
                if let Some(source) = own_source(text) {
                    parts.push(WordBlock::Paragraph(place(WordParagraph::new().add_run(Run::of(source)))));
                }
            }
            Block::List { start, spacing, items, .. } => {
                let list =
                    List { start: *start, spacing: *spacing, level: within.map_or(0, |level| level + 1) };
                self.list(list, items, parts);
            }
            Block::Table { columns, head, rows, .. } => {
                parts.push(WordBlock::Table(self.table(columns, head, rows)));
                parts.push(gap());
            }
            Block::Definitions { entries, .. } => {
                for (term, meanings) in entries {
                    let look = Look { bold: true, ..Look::default() };
                    parts.push(WordBlock::Paragraph(place(self.inlines(
                        term,
                        look,
                        WordParagraph::new().keep_next(),
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
                            parts.push(WordBlock::Paragraph(self.line(text).style("Quote")));
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
                let mut inner = vec![WordBlock::Paragraph(
                    WordParagraph::new().keep_next().add_run(Run::of(name).bold()),
                )];
                for block in blocks {
                    self.block(block, None, &mut inner);
                }
                parts.push(WordBlock::Table(look::boxed(inner)));
                parts.push(gap());
            }
            Block::Code { text, .. } => {
                for line in text.trim_end().lines() {
                    let look = Look { face: Face::Code, ..Look::default() };
                    parts
                        .push(WordBlock::Paragraph(place(WordParagraph::new().add_run(dressed(line, look)))));
                }
            }
            Block::Rule { .. } => parts.push(WordBlock::Paragraph(look::rule())),
        }
    }

    fn list(&mut self, list: List, items: &[Vec<Block>], parts: &mut Vec<WordBlock>) {
        let List { start, spacing, level } = list;
        let numbers = start.map(|start| {
            let id = look::FIRST_LIST + self.lists.len();
            self.lists.push(NumberedList { level, start });
            id
        });
        // Labels that are typed are not numbered again.
        let has_labels = numbers.is_none() && has_own_labels(items);
        for item in items {
            let (first, rest) = match item.split_first() {
                Some((Block::Paragraph { text, .. }, rest)) => (self.line(text), rest),
                _ => (WordParagraph::new(), item.as_slice()),
            };
            parts.push(WordBlock::Paragraph(if has_labels {
                look::below_item(first, level)
            } else {
                look::item(first, numbers, level, spacing)
            }));
            for block in rest {
                self.block(block, Some(level), parts);
            }
        }
    }

    fn table(&self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> WordTable {
        let weights: Vec<usize> = (0..columns.len()).map(|at| column_weight(at, head, rows)).collect();
        let widths = look::widths(&weights);
        let row = |cells: &[Vec<Inline>], bold| {
            let cells = cells.iter().zip(columns).zip(&widths).map(|((line, align), width)| {
                let look = Look { bold, ..Look::default() };
                let align = match align {
                    Align::Start => "left",
                    Align::Center => "center",
                    Align::End => "right",
                };
                let paragraph =
                    self.inlines(line, look, WordParagraph::new().style("TableText").align(align));
                WordCell::new(*width, vec![WordBlock::Paragraph(paragraph)])
            });
            WordRow { cells: cells.collect(), ..WordRow::default() }
        };
        let all = std::iter::once(row(head, true)).chain(rows.iter().map(|cells| row(cells, false)));
        look::headed_table(all.collect(), widths.clone())
    }

    fn inlines(&self, line: &[Inline], look: Look, mut paragraph: WordParagraph) -> WordParagraph {
        for inline in line {
            paragraph = match inline {
                Inline::Link { to, text, .. } => match self.link(to) {
                    Some(to) => paragraph.add_link(to, self.runs(text, Look { face: Face::Link, ..look })),
                    None => self.inlines(text, look, paragraph),
                },
                Inline::Emphasis(inner) => self.inlines(inner, Look { italic: true, ..look }, paragraph),
                Inline::Strong(inner) => self.inlines(inner, Look { bold: true, ..look }, paragraph),
                Inline::Strikethrough(inner) => self.inlines(inner, Look { struck: true, ..look }, paragraph),
                other => self
                    .runs(std::slice::from_ref(other), look)
                    .into_iter()
                    .fold(paragraph, WordParagraph::add_run),
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
                Inline::Image { path, alt, .. } => runs.push(match self.picture(path, alt) {
                    Some(picture) => Run::new().picture(picture),
                    None => Run::of(&format!("[{alt}]")).italic(),
                }),
                Inline::Break => runs.push(Run::new().line_break()),
                Inline::Citation(citation) => {
                    if let Some(view) = self.citations.get(citation.number - 1) {
                        runs.push(Run::of(&format!("\u{a0}[{}]", view.mark)).style("Citation"));
                    }
                }
            }
        }
        runs
    }

    /// A picture as large as on a screen, or as the page allows; `None` where Word has no such pictures.
    fn picture(&self, path: &str, alt: &str) -> Option<WordPicture> {
        let bytes = self.pictures.get(path)?;
        PictureKind::of(path, bytes).filter(|kind| *kind != PictureKind::Svg)?;
        let reader = ImageReader::new(Cursor::new(&**bytes)).with_guessed_format().ok()?;
        let (width, height) = reader.into_dimensions().ok()?;
        let (width, height) = (u64::from(width.max(1)) * OF_PIXEL, u64::from(height.max(1)) * OF_PIXEL);
        let (widest, highest) = (look::WIDTH as u64 * OF_TWENTIETH, HIGHEST * OF_TWENTIETH);
        let (mut own_width, mut own_height) = (width, height);
        if own_width > widest {
            (own_width, own_height) = (widest, (height * widest / width).max(1));
        }
        if own_height > highest {
            (own_width, own_height) = ((width * highest / height).max(1), highest);
        }
        Some(WordPicture { path: path.to_owned(), alt: alt.to_owned(), width: own_width, height: own_height })
    }

    /// A link, if it leads somewhere from a file outside of the site.
    fn link(&self, to: &LinkTarget) -> Option<LinkTo> {
        let place = |document: &DocumentId, anchor: Option<&Anchor>| {
            let anchor = anchor.map(Anchor::to_string).unwrap_or_default();
            self.bookmarks.get(&(document.clone(), anchor)).cloned().map(LinkTo::Bookmark)
        };
        match to {
            LinkTarget::External(url) => Some(LinkTo::Address(url.clone())),
            LinkTarget::Here(anchor) => place(self.own, Some(anchor)),
            LinkTarget::Document { document, anchor } => place(document, anchor.as_ref()),
            LinkTarget::Term(_) => None,
        }
    }
}

/// Room below a table; Word would join two tables without it.
pub(crate) fn gap() -> WordBlock {
    WordBlock::Paragraph(WordParagraph::new())
}

fn dressed(words: &str, look: Look) -> Run {
    let mut run = Run::of(words);
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
        run = run.font("Consolas");
    }
    run
}

/// A line of plain words in a cell of a table.
pub(crate) fn words_cell(words: &str, width: usize) -> WordCell {
    let paragraph = WordParagraph::new().style("TableText").add_run(Run::of(words));
    WordCell::new(width, vec![WordBlock::Paragraph(paragraph)])
}

/// The same, bold.
pub(crate) fn name_cell(words: &str, width: usize) -> WordCell {
    let paragraph = WordParagraph::new().style("TableText").add_run(Run::of(words).bold());
    WordCell::new(width, vec![WordBlock::Paragraph(paragraph)])
}
