//! The text of a policy as blocks and inlines: what both the site and the PDFs are set from.

use super::anchor::{Anchor, AnchorSet, NumberedHeading, lasting};
use super::element::ElementId;
use super::kind::DocumentId;
use super::passages::{self, Words};
use super::specification::ClauseKey;
use crate::source::{Placed, Span};

/// A line of Markdown that is a value of its own, such as a summary.
pub(crate) type Line = Placed<Vec<Inline>>;

/// A text with its headings and citations.
#[derive(Debug, Clone, Default)]
pub struct BodyText {
    pub blocks: Vec<Block>,
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the start of the line.
    Start,
    Center,
    End,
}

/// What a set-off paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Callout {
    /// A plain quotation.
    Quote,
    Note,
    Tip,
    Important,
    Warning,
}

/// Where the name of a heading comes from, by which links find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorOrigin {
    /// Its author wrote it: `## Deadlines {#deadlines-urgent}`.
    Author,
    /// It is made of the heading's words.
    Words,
    /// The same, with a number, since an earlier place has that name. Another heading before it changes the number.
    Numbered,
}

/// How far apart the items of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Like the lines of one paragraph.
    Tight,
    /// Like paragraphs: the author left a blank line between them.
    Loose,
}

/// A piece of text that is on its own lines.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading, level 2 to 6: the title of the document is level 1.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Anchor, unique in its document.
        id: String,
        /// Where the anchor comes from.
        origin: AnchorOrigin,
        text: Vec<Inline>,
        span: Span,
    },
    Paragraph {
        text: Vec<Inline>,
        span: Span,
    },
    /// A list; `start` is the first number of an ordered one.
    List {
        /// First number, for an ordered list.
        start: Option<u64>,
        /// How far apart its items are.
        spacing: Spacing,
        items: Vec<Vec<Block>>,
        span: Span,
    },
    /// A table with a heading row.
    Table {
        /// One a column.
        columns: Vec<Align>,
        head: Vec<Vec<Inline>>,
        /// The other rows.
        rows: Vec<Vec<Vec<Inline>>>,
        span: Span,
    },
    /// Terms and what they mean.
    Definitions {
        /// A term with its meanings.
        entries: Vec<(Vec<Inline>, Vec<Vec<Block>>)>,
        span: Span,
    },
    /// Blocks set off from the rest.
    Callout {
        kind: Callout,
        blocks: Vec<Block>,
        span: Span,
    },
    /// Text to be shown letter by letter.
    Code {
        text: String,
        span: Span,
    },
    Rule {
        span: Span,
    },
}

impl Block {
    /// Where the block is in its file.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Heading { span, .. }
            | Self::Paragraph { span, .. }
            | Self::List { span, .. }
            | Self::Table { span, .. }
            | Self::Definitions { span, .. }
            | Self::Callout { span, .. }
            | Self::Code { span, .. }
            | Self::Rule { span } => *span,
        }
    }
}

/// A piece of text within a line.
#[derive(Debug, Clone)]
pub enum Inline {
    Text(String),
    /// Words to be shown letter by letter.
    Code(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    /// Words that are no longer valid: shown with a line through them, and counted nowhere.
    Strikethrough(Vec<Inline>),
    Link {
        to: LinkTarget,
        text: Vec<Inline>,
        span: Span,
    },
    Image {
        /// Path from the handbook's folder.
        path: String,
        /// What it shows, for those who do not see it.
        alt: String,
        /// Where it comes from, as it is printed below it; empty when its author does not say.
        source: String,
        span: Span,
    },
    /// A mark that says: this meets that clause.
    Citation(Citation),
    /// A line end the author asked for.
    Break,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// Another host, a mail address or a telephone number.
    External(String),
    /// A place of the same page.
    Here(Anchor),
    Document {
        document: DocumentId,
        /// A place in it; `None` for its page.
        anchor: Option<Anchor>,
    },
    /// A term of the glossary, by its name there. No author writes it: an acronym leads there at its first use.
    Term(String),
}

#[derive(Debug, Clone)]
pub struct Citation {
    pub(crate) clause: ClauseKey,
    /// The part of the clause that is met; `None` for the clause as a whole.
    pub(crate) element: Option<ElementId>,
    /// Position among the citations of its document, from 1.
    pub(crate) number: usize,
    /// Unique in its document.
    pub(crate) anchor: Anchor,
    pub(crate) span: Span,
}

/// The source of a picture that is alone on its line; it is printed below it.
#[must_use]
pub(crate) fn own_source(line: &[Inline]) -> Option<&str> {
    match line {
        [Inline::Image { source, .. }] if !source.is_empty() => Some(source),
        _ => None,
    }
}

/// Whether each item of a list of bullets begins with a label of its own, such as `1.1` or `(a)`: then bullets would only be in its way.
#[must_use]
pub(crate) fn has_own_labels(items: &[Vec<Block>]) -> bool {
    let is_labeled = |item: &Vec<Block>| match item.first() {
        Some(Block::Paragraph { text, .. }) => match text.first() {
            Some(Inline::Text(words)) => begins_with_label(words),
            _ => false,
        },
        _ => false,
    };
    !items.is_empty() && items.iter().all(is_labeled)
}

/// `(a) …`, `a. …`, `iv) …`, `1.1 …`
fn begins_with_label(words: &str) -> bool {
    let Some((label, _)) = words.split_once(char::is_whitespace) else { return false };
    let inner = label.trim_start_matches('(').trim_end_matches([')', '.']);
    let is_marked = inner.len() < label.len() && label.ends_with([')', '.']);
    let parts: Vec<&str> = inner.split('.').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    let is_letter = |part: &str| {
        part.len() == 1 && part.bytes().all(|c| c.is_ascii_alphabetic())
            || (1..=5).contains(&part.len()) && part.to_lowercase().bytes().all(|c| b"ivxlc".contains(&c))
    };
    match parts.as_slice() {
        [only] => is_marked && (is_letter(only) || is_number(only) && label.starts_with('(')),
        [first, rest @ ..] => (is_number(first) || is_letter(first)) && rest.iter().all(is_number),
        [] => false,
    }
}

/// The words that are valid, as they are read aloud; citations and pictures are silent, and so is what is struck out: most places
/// that take plain words can't show a line through them.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_words(inlines, Struck::LeftOut, &mut text);
    text
}

/// A word in the parts after which a line may end on paper: `name@`, `example.`, `org`.
pub(crate) fn word_parts(word: &str) -> impl Iterator<Item = &str> {
    word.split_inclusive(['-', '@', '/', '.', '_'])
}

/// Every word that is shown, what is struck out as well.
#[must_use]
pub(crate) fn shown_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_words(inlines, Struck::Kept, &mut text);
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Struck {
    Kept,
    LeftOut,
}

fn push_words(inlines: &[Inline], struck: Struck, into: &mut String) {
    let mut left_out = false;
    for inline in inlines {
        match inline {
            // One of the spaces around words that are left out goes with them.
            Inline::Text(text) if left_out && !into.ends_with(|c: char| !c.is_whitespace()) => {
                into.push_str(text.trim_start());
            }
            Inline::Text(text) | Inline::Code(text) => into.push_str(text),
            Inline::Emphasis(text) | Inline::Strong(text) | Inline::Link { text, .. } => {
                push_words(text, struck, into);
            }
            Inline::Strikethrough(text) if struck == Struck::Kept => push_words(text, struck, into),
            Inline::Break => into.push(' '),
            Inline::Strikethrough(_) | Inline::Image { .. } | Inline::Citation(_) => {}
        }
        left_out = matches!(inline, Inline::Strikethrough(_)) && struck == Struck::LeftOut;
    }
}

/// Calls `visit` with every run of inlines of the blocks, in reading order.
pub(crate) fn each_line<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a [Inline])) {
    for passage in passages::of_blocks(blocks) {
        if let Words::Line(line) = passage.words {
            visit(line);
        }
    }
}

/// Calls `visit` with every inline, outer ones before those within.
pub(crate) fn each_inline<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(text)
            | Inline::Strong(text)
            | Inline::Strikethrough(text)
            | Inline::Link { text, .. } => each_inline(text, visit),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Image { .. }
            | Inline::Citation(_)
            | Inline::Break => {}
        }
    }
}

/// The citations of the blocks, in reading order.
#[must_use]
pub(crate) fn citations(blocks: &[Block]) -> Vec<&Citation> {
    let mut found = Vec::new();
    each_line(blocks, &mut |line| {
        each_inline(line, &mut |inline| {
            if let Inline::Citation(citation) = inline {
                found.push(citation);
            }
        });
    });
    found
}

/// A heading with all that is under it.
#[derive(Debug, Clone)]
pub(crate) struct TextSection<'a> {
    /// Anchor of the heading; empty for what is before the first.
    pub id: &'a str,
    pub(crate) title: String,
    /// The heading and what follows, up to the next heading of any level.
    pub(crate) own: &'a [Block],
    /// The heading and what follows, up to the next heading of its own level or higher.
    pub(crate) whole: &'a [Block],
}

impl BodyText {
    /// The headings and citations that a link may lead to; `own` names the document that this is the text of.
    pub(crate) fn anchors(&self, own: &DocumentId) -> AnchorSet {
        let mut anchors = lasting(citations(&self.blocks).iter().map(|citation| citation.anchor.clone()));
        // The names of the headings that the next one is below, by their levels.
        let mut above: Vec<(u8, &str)> = Vec::new();
        for block in &self.blocks {
            let Block::Heading { level, id, origin, text, .. } = block else { continue };
            above.retain(|(other, _)| other < level);
            let numbered = (*origin == AnchorOrigin::Numbered).then(|| NumberedHeading {
                level: *level,
                title: plain_text(text),
                section: above.last().map(|(_, id)| (*id).to_owned()),
            });
            anchors.insert(Anchor::read(own, id), numbered);
            above.push((*level, id));
        }
        anchors
    }

    #[must_use]
    pub(crate) fn sections(&self) -> Vec<TextSection<'_>> {
        let starts: Vec<(usize, u8)> = self
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(at, block)| match block {
                Block::Heading { level, .. } => Some((at, *level)),
                _ => None,
            })
            .collect();
        let mut sections = Vec::new();
        let first = starts.first().map_or(self.blocks.len(), |(at, _)| *at);
        if first > 0 {
            sections.push(TextSection {
                id: "",
                title: String::new(),
                own: &self.blocks[..first],
                whole: &self.blocks[..first],
            });
        }
        for (index, &(at, level)) in starts.iter().enumerate() {
            let next = starts.get(index + 1).map_or(self.blocks.len(), |(at, _)| *at);
            let close = starts[index + 1..]
                .iter()
                .find(|(_, other)| *other <= level)
                .map_or(self.blocks.len(), |(at, _)| *at);
            if let Block::Heading { id, text, .. } = &self.blocks[at] {
                sections.push(TextSection {
                    id,
                    title: plain_text(text),
                    own: &self.blocks[at..next],
                    whole: &self.blocks[at..close],
                });
            }
        }
        sections
    }
}

/// The words of the blocks, a line each.
#[must_use]
pub fn blocks_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    each_line(blocks, &mut |line| {
        push_words(line, Struck::LeftOut, &mut text);
        text.push('\n');
    });
    text
}

#[cfg(test)]
mod label_tests {
    use super::begins_with_label;

    #[test]
    fn letters_in_brackets_and_numbers_of_several_parts_are_labels_and_words_are_not() {
        for words in ["(a) call", "a. call", "iv) call", "1.1 call", "A.2.3. call", "(12) call"] {
            assert!(begins_with_label(words), "{words}");
        }
        for words in ["call", "5 days", "A dog", "No. 5", "(see below)", "12. call", "e.g. this"] {
            assert!(!begins_with_label(words), "{words}");
        }
    }
}
