//! The text of a policy as Typst values. How it looks is in `templates/pdf/look.typ`; this only names the parts.

use std::collections::{BTreeMap, BTreeSet};

use super::typst_value::{TypstCall, TypstValue, array, call, content, directed, tuple};
use crate::model::text::{
    Align, Block, Callout, Inline, LinkTarget, Spacing, each_inline, has_own_labels, own_source, shown_text,
};
use crate::model::{Anchor, DocumentId, DocumentKind};
use crate::picture::PictureKind;
use crate::view::Pages;
use crate::view::direction;
use crate::view::policy::CitationView;
use crate::view::words::{column_weight, whole};
use crate::writing_systems::Direction;

/// Where links to other policies lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach<'a> {
    /// Only a part of a document is printed: every link to a place in the handbook is words.
    Part,
    /// This policy alone is printed: a link to another is words.
    Alone,
    /// Several documents are printed: a link to one of them leads there.
    Book(&'a PaperContents),
}

/// So many of the longest words of a column are measured: the widest is seldom the longest.
const WORDS_TO_MEASURE: usize = 3;

/// As many letters as a line of a wide column has.
const LETTERS_OF_A_LINE: usize = 80;

/// Makes Typst values of the text of one policy, or of the texts of a form.
#[derive(Clone, Copy)]
pub(crate) struct TypstWriter<'a> {
    pub(crate) document: &'a str,
    /// The citations of the text; the first has number 1.
    pub(crate) citations: &'a [CitationView],
    /// Where links to other policies lead.
    pub(crate) reach: Reach<'a>,
    /// Which way the text around runs.
    pub(crate) around: Direction,
    /// The numbers of the documents whose links carry them on paper.
    pub(crate) numbers: &'a DocumentNumbers,
}

/// The numbers of documents. A reader of paper finds a document by its number: `Staff safety (CSP-12)`.
#[derive(Debug, Default)]
pub(crate) struct DocumentNumbers(BTreeMap<DocumentId, String>);

/// For texts whose links carry no numbers.
pub(crate) const NO_NUMBERS: &DocumentNumbers = &DocumentNumbers(BTreeMap::new());

impl DocumentNumbers {
    pub(crate) fn of(pages: &Pages<'_>) -> Self {
        let policies = pages.policies.iter().map(|page| (DocumentKind::Policy, &page.row));
        let forms = pages.forms.iter().map(|page| (DocumentKind::Form, &page.list.row));
        let curricula = pages.curricula.iter().map(|page| (DocumentKind::Curriculum, &page.row));
        let all = policies.chain(forms).chain(curricula);
        Self(all.map(|(kind, row)| (kind.id(&row.id), row.number.clone())).collect())
    }
}

impl DocumentNumbers {
    pub(crate) fn of_document(&self, document: &DocumentId) -> Option<&String> {
        self.0.get(document)
    }
}

/// The label of a heading; a policy's own label when `anchor` is empty.
pub(crate) fn label(policy: &str, anchor: &str) -> String {
    format!("{policy}#{anchor}")
}

/// The label of a document that is printed in a book.
pub(crate) fn document_label(document: &DocumentId) -> String {
    match document.kind {
        DocumentKind::Policy => label(&document.id, ""),
        DocumentKind::Guide => label(&in_guide(&document.id), ""),
        DocumentKind::Form | DocumentKind::Curriculum => {
            label(&format!("{}/{}", document.kind.word(), document.id), "")
        }
    }
}

/// A book, and the documents that are printed in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PaperContents {
    pub(super) title: String,
    pub(super) documents: BTreeSet<DocumentId>,
}

impl PaperContents {
    pub(super) fn has(&self, document: &DocumentId) -> bool {
        self.documents.contains(document)
    }
}

/// Comes before the labels of a guide page: a policy may have the same id.
pub(crate) fn in_guide(page: &str) -> String {
    format!("guide/{page}")
}

impl TypstWriter<'_> {
    /// The blocks, one after the other.
    pub(crate) fn blocks(&self, blocks: &[Block]) -> TypstValue {
        content(self.each_block(blocks))
    }

    /// A line by itself. One that runs another way than what is around it takes the whole width.
    pub(crate) fn line(&self, line: &[Inline]) -> TypstValue {
        match self.own_direction(line) {
            Some(direction) => {
                let wide = call("block").named("width", TypstValue::Constant("100%"));
                directed(direction, [wide.arg(call("par").arg(self.words(line))).into()])
            }
            None => self.words(line),
        }
    }

    /// A line in a cell or an item of a list. A line takes its direction from what is around its paragraph.
    pub(crate) fn line_within(&self, line: &[Inline]) -> TypstValue {
        match self.own_direction(line) {
            Some(direction) => directed(direction, [call("par").arg(self.words(line)).into()]),
            None => self.words(line),
        }
    }

    /// The direction of a line that runs another way than what is around it.
    fn own_direction(&self, line: &[Inline]) -> Option<Direction> {
        direction::of_line(line).filter(|direction| *direction != self.around)
    }

    /// A line, whose direction is said elsewhere.
    pub(crate) fn words(&self, line: &[Inline]) -> TypstValue {
        content(line.iter().filter_map(|inline| self.inline(inline)))
    }

    fn each_block(&self, blocks: &[Block]) -> impl Iterator<Item = TypstValue> {
        blocks.iter().map(|block| self.block(block).at(block.span()))
    }

    /// A block. One that runs right to left is set so as a whole: its lines start, and its marks are, at the right.
    fn block(&self, block: &Block) -> TypstValue {
        match direction::of_block(block) {
            Some(direction) if direction != self.around => {
                directed(direction, [TypstWriter { around: direction, ..*self }.block_as_it_is(block)])
            }
            _ => self.block_as_it_is(block),
        }
    }

    fn block_as_it_is(&self, block: &Block) -> TypstValue {
        match block {
            // A bookmark is made of a heading's words, and Typst finds none in a link.
            Block::Heading { level, id, text, .. } => call("section")
                .arg(*level)
                .arg(label(self.document, id))
                .arg(self.words(&without_links(text)))
                .into(),
            Block::Paragraph { text, .. } => self.paragraph(text).into(),
            Block::List { start, spacing, items, .. } => self.list(*start, *spacing, items).into(),
            Block::Table { columns, head, rows, .. } => self.table(columns, head, rows).into(),
            Block::Definitions { entries, .. } => call("terms")
                .args(entries.iter().map(|(term, meanings)| self.definition(term, meanings).into()))
                .into(),
            Block::Callout { kind, blocks, .. } => {
                call("callout").arg(callout_title(*kind)).arg(self.group(blocks)).into()
            }
            Block::Code { text, .. } => call("raw").named("block", true).arg(text.trim_end()).into(),
            Block::Rule { .. } => call("rule").into(),
        }
    }

    /// A picture by itself is as wide as it may be; Typst drops such a one from a paragraph.
    fn paragraph(&self, text: &[Inline]) -> TypstCall {
        if let [Inline::Image { path, alt, .. }] = text {
            return call("picture").arg(image(path, alt)).arg(own_source(text).unwrap_or_default());
        }
        call("par").arg(self.words(text))
    }

    fn list(&self, start: Option<u64>, spacing: Spacing, items: &[Vec<Block>]) -> TypstCall {
        let is_labeled = has_own_labels(items);
        let items = items.iter().map(|item| self.group(item));
        match (spacing, start) {
            (Spacing::Tight, Some(start)) => call("enum").named("start", start),
            (Spacing::Tight, None) if is_labeled => call("labeled-list"),
            (Spacing::Loose, None) if is_labeled => call("loose-labeled-list"),
            (Spacing::Tight, None) => call("list"),
            (Spacing::Loose, Some(start)) => call("loose-enum").named("start", start),
            (Spacing::Loose, None) => call("loose-list"),
        }
        .args(items)
    }

    fn definition(&self, term: &[Inline], meanings: &[Vec<Block>]) -> TypstCall {
        let meaning = match meanings {
            // One meaning makes one paragraph with its term, so that no page ends between them.
            [meaning] => self.group(meaning),
            meanings => content(meanings.iter().flat_map(|meaning| self.each_block(meaning))),
        };
        call("terms.item").arg(self.words(term)).arg(meaning)
    }

    fn group(&self, blocks: &[Block]) -> TypstValue {
        match blocks {
            // A lone paragraph of an item is set without space around it.
            [Block::Paragraph { text, span }] => self.line_within(text).at(*span),
            _ => self.blocks(blocks),
        }
    }

    fn table(&self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> TypstCall {
        let columns = columns.iter().enumerate().map(|(at, align)| {
            let (words, letters) = self.measures(at, head, rows);
            let weight = column_weight(at, head, rows);
            tuple([weight.into(), alignment(*align), array(words), letters.into()])
        });
        let cells = |row: &[Vec<Inline>]| array(row.iter().map(|cell| self.line_within(cell)));
        call("data-table").arg(array(columns)).arg(cells(head)).arg(array(rows.iter().map(|row| cells(row))))
    }

    /// What the print template measures before it sets a column: its longest words, and the letters of its longest cell.
    fn measures(&self, at: usize, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> (Vec<String>, usize) {
        let mut words: Vec<String> = Vec::new();
        let mut longest = 0;
        for cell in rows.iter().filter_map(|row| row.get(at)).chain(head.get(at)) {
            let mut text = shown_text(cell);
            each_inline(cell, &mut |inline| match inline {
                // A mark is set in small letters, and is not divided.
                Inline::Citation(citation) => {
                    let mark = self.citations.get(citation.number - 1).map_or("", |view| &view.mark);
                    text.push(' ');
                    text.extend(mark.chars().filter(|c| !c.is_whitespace()));
                }
                // A line break takes a line of its own.
                Inline::Break => text.push_str(&" ".repeat(LETTERS_OF_A_LINE)),
                _ => {}
            });
            longest = longest.max(text.chars().count());
            words.extend(text.split_whitespace().flat_map(whole));
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        words.truncate(WORDS_TO_MEASURE);
        (words, longest)
    }

    /// `None` where nothing is printed: the mark of a citation that is not offered.
    fn inline(&self, inline: &Inline) -> Option<TypstValue> {
        Some(match inline {
            Inline::Text(words) => words.into(),
            Inline::Code(words) => call("raw").arg(words).into(),
            Inline::Emphasis(inner) => call("emph").arg(self.words(inner)).into(),
            Inline::Strong(inner) => call("strong").arg(self.words(inner)).into(),
            Inline::Strikethrough(inner) => call("strike").arg(self.words(inner)).into(),
            Inline::Break => call("linebreak").into(),
            Inline::Link { to, text, .. } => self.link(to, text),
            Inline::Image { path, alt, .. } => call("small-picture").arg(image(path, alt)).into(),
            Inline::Citation(citation) => self.mark(self.citations.get(citation.number - 1)?).into(),
        })
    }

    /// The mark of a citation. In a book the crosswalk says on which page it is.
    fn mark(&self, citation: &CitationView) -> TypstCall {
        let mark = call("mark").arg(&citation.mark);
        match self.reach {
            Reach::Part | Reach::Alone => mark,
            Reach::Book(_) => mark.named("at", label(self.document, &citation.anchor)),
        }
    }

    /// The words of a link; those alone where the link leads nowhere on paper.
    fn link(&self, to: &LinkTarget, text: &[Inline]) -> TypstValue {
        let words = self.words(text);
        let inside = match to {
            LinkTarget::External(url) => return call("out").arg(url).arg(words).into(),
            // An acronym leads nowhere on paper.
            LinkTarget::Term(_) => None,
            LinkTarget::Here(anchor) => match self.reach {
                Reach::Part => None,
                Reach::Alone | Reach::Book(_) => inside(self.document, Some(anchor)),
            },
            LinkTarget::Document { document, anchor } => self.elsewhere(document, anchor.as_ref()),
        };
        match inside {
            Some(name) => call("go").arg(call("label").arg(name)).arg(words).into(),
            None => match self.number(to).filter(|number| !shown_text(text).contains(*number)) {
                Some(number) => content([words, format!(" ({number})").into()]),
                None => words,
            },
        }
    }

    fn number(&self, to: &LinkTarget) -> Option<&str> {
        match to {
            LinkTarget::Document { document, .. } => self.numbers.0.get(document).map(String::as_str),
            LinkTarget::External(_) | LinkTarget::Here(_) | LinkTarget::Term(_) => None,
        }
    }

    fn elsewhere(&self, document: &DocumentId, anchor: Option<&Anchor>) -> Option<String> {
        let Reach::Book(contents) = self.reach else { return None };
        if !contents.has(document) {
            return None;
        }
        let DocumentId { kind, id } = document;
        match kind {
            DocumentKind::Policy => inside(id, anchor),
            DocumentKind::Guide => inside(&in_guide(id), anchor),
            DocumentKind::Form | DocumentKind::Curriculum => Some(document_label(document)),
        }
    }
}

/// The label of a place within the PDF. The mark of a citation is not a place on paper.
fn inside(document: &str, anchor: Option<&Anchor>) -> Option<String> {
    match anchor {
        Some(Anchor::Citation(_)) => None,
        Some(anchor) => Some(label(document, &anchor.to_string())),
        None => Some(label(document, "")),
    }
}

fn callout_title(kind: Callout) -> &'static str {
    match kind {
        Callout::Quote => "",
        Callout::Note => "note",
        Callout::Tip => "tip",
        Callout::Important => "important",
        Callout::Warning => "warning",
    }
}

fn alignment(align: Align) -> TypstValue {
    TypstValue::Constant(match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    })
}

/// The same words, of which none leads anywhere.
fn without_links(line: &[Inline]) -> Vec<Inline> {
    line.iter()
        .flat_map(|inline| match inline {
            Inline::Link { text, .. } => without_links(text),
            Inline::Emphasis(text) => vec![Inline::Emphasis(without_links(text))],
            Inline::Strong(text) => vec![Inline::Strong(without_links(text))],
            Inline::Strikethrough(text) => vec![Inline::Strikethrough(without_links(text))],
            other => vec![other.clone()],
        })
        .collect()
}

/// A picture. It is called here and not in the looks, so that Typst can say which of the author's lines a broken one is in.
fn image(path: &str, alt: &str) -> TypstCall {
    let image = call("image").arg(format!("/{path}")).named("alt", alt);
    // By itself Typst doesn't know a name in capital letters, e.g. `MAP.SVG`.
    let format = match PictureKind::named(path) {
        Some(PictureKind::Png) => "png",
        Some(PictureKind::Jpeg) => "jpg",
        Some(PictureKind::Gif) => "gif",
        Some(PictureKind::Svg) => "svg",
        None => return image,
    };
    image.named("format", format)
}
