//! A version as a reader reads it: blocks in reading order, each with lines, each with words. Approvals are fingerprints of these
//! blocks, and differences between versions are differences of these words.
//!
//! Spacing, stress and widths of fields are not in it, nor who owns, approved or reviewed the version. The paragraph
//!
//! ```text
//! Answer within *1 hour*, see [intake](policy:intake). [@payer/5]
//! ```
//!
//! is one block with the key `Text { under: Some("Deadlines"), number: 1 }` and one line of eight tokens: `Answer`, `within`, `1`,
//! `hour,`, `see`, `intake` (which leads to `policy:intake`), `.` and the citation.

mod tokens;
mod walk;

use std::fmt;

use super::element::CitedPart;
use super::text::{Callout, LinkTarget};
use crate::source::Span;

/// A block of a version, e.g. a paragraph, a list, a table or a field of a form.
#[derive(Debug, Clone)]
pub(crate) struct ReadBlock<'a> {
    pub(crate) key: BlockKey,
    /// Never empty.
    pub(crate) lines: Vec<ReadLine<'a>>,
    pub(crate) span: Span,
}

/// Which part of a version a block is. Numbers are from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockKey {
    Title,
    Number,
    Summary,
    /// A line of the card of a policy.
    Card(CardPart, usize),
    /// The heading with these words.
    Heading(String),
    /// A block of a policy's text.
    Text {
        /// The words of the heading above it; `None` before the first.
        under: Option<String>,
        number: usize,
    },
    /// When a form is due.
    Due,
    /// A section of a form, by its id.
    Section(String),
    SectionText {
        section: String,
        number: usize,
    },
    /// A field of a form, by its id.
    Field(String),
    Audience,
    /// What must be known before a curriculum is taught.
    Note(usize),
    /// What is before the first unit of a curriculum.
    Opening(usize),
    /// The facts of a unit of a curriculum, by its id.
    Unit(String),
    UnitText {
        unit: String,
        number: usize,
    },
    ForTrainer {
        unit: String,
        number: usize,
    },
    Question {
        unit: String,
        number: usize,
    },
}

/// A part of the card of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CardPart {
    Do,
    ByWhen,
    Call,
    Form,
}

impl CardPart {
    /// The key in the header.
    fn word(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::ByWhen => "by_when",
            Self::Call => "call",
            Self::Form => "form",
        }
    }
}

impl fmt::Display for BlockKey {
    /// As a finding names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("the title"),
            Self::Number => f.write_str("the number"),
            Self::Summary => f.write_str("the summary"),
            Self::Card(part, number) => write!(f, "entry {number} of `{}` on the card", part.word()),
            Self::Heading(words) => write!(f, "the heading “{words}”"),
            Self::Text { under: Some(heading), number } => write!(f, "block {number} under “{heading}”"),
            Self::Text { under: None, number } => write!(f, "block {number} before the first heading"),
            Self::Due => f.write_str("`due`"),
            Self::Section(section) => write!(f, "the section `{section}`"),
            Self::SectionText { section, number } => write!(f, "block {number} of the section `{section}`"),
            Self::Field(field) => write!(f, "the field `{field}`"),
            Self::Audience => f.write_str("`audience`"),
            Self::Note(number) => write!(f, "entry {number} of `notes`"),
            Self::Opening(number) => write!(f, "block {number} before the first unit"),
            Self::Unit(unit) => write!(f, "the unit `{unit}`"),
            Self::UnitText { unit, number } => write!(f, "block {number} of the unit `{unit}`"),
            Self::ForTrainer { unit, number } => {
                write!(f, "block {number} for the trainer in the unit `{unit}`")
            }
            Self::Question { unit, number } => write!(f, "question {number} of the unit `{unit}`"),
        }
    }
}

/// A line of a block: its words up to the end of a paragraph, item or cell.
#[derive(Debug, Clone)]
pub(crate) struct ReadLine<'a> {
    /// Where it is in its block, outermost first; empty for the one line of a paragraph.
    pub(crate) path: Vec<LineStep>,
    pub(crate) tokens: Vec<ReadToken<'a>>,
}

/// A step from a block to a line in it. Positions are from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LineStep {
    /// 2 to 6.
    HeadingLevel(u8),
    /// An item of a list, with its number in a list with numbers.
    Item {
        at: usize,
        number: Option<u64>,
    },
    /// A cell of a table; row 0 is its head.
    Cell {
        row: usize,
        column: usize,
    },
    Term(usize),
    Meaning {
        term: usize,
        at: usize,
    },
    Callout(Callout),
    Code,
    /// A block among the blocks of an item, a meaning or a callout.
    Block(usize),
    /// The label of a field, or the title of a section or unit.
    Label,
    Help,
    /// What is written into a field or a cell.
    Kind,
    /// A field must be filled in.
    Required,
    /// When a field is filled in, and what its answer must be.
    Rules,
    Choice(usize),
    /// Why an option of a question is right or wrong.
    WhyChoice(usize),
    /// There is an option for what is not listed.
    OtherChoice,
    /// What one of a group that repeats is called.
    RepeatName,
    RowHeading,
    RowLabel(usize),
    Column(usize),
    /// The clauses that a section, field or unit says it meets.
    Covers,
    Minutes,
    Teacher,
    Objective(usize),
    Publication(usize),
    Material(usize),
    /// Who learns a unit, after what, and for how long it is enough.
    Course,
    Asked,
    /// The number of the right choice, or a good answer in words.
    Answer,
    Why,
}

/// A word, a citation or a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadToken<'a> {
    pub(crate) kind: TokenKind<'a>,
    /// Whether a line is drawn through it.
    pub(crate) is_struck: bool,
    /// Where it leads, within a link. An acronym that leads to the glossary is no link of an author.
    pub(crate) leads_to: Option<&'a LinkTarget>,
    /// Whether a space comes before it.
    pub(crate) is_spaced: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum TokenKind<'a> {
    /// Letters without a space among them.
    Word(String),
    Citation(CitedPart),
    Picture {
        path: &'a str,
        alt: &'a str,
        source: &'a str,
    },
}

impl ReadLine<'_> {
    /// Its words, for a message. Citations are silent.
    pub(crate) fn words(&self) -> String {
        words_of(&self.tokens)
    }
}

/// The words of tokens, for a message. Citations are silent.
pub(crate) fn words_of(tokens: &[ReadToken<'_>]) -> String {
    let mut words = String::new();
    for token in tokens {
        if token.is_spaced && !words.is_empty() {
            words.push(' ');
        }
        match &token.kind {
            TokenKind::Word(word) => words.push_str(word),
            TokenKind::Picture { alt, .. } => words.push_str(alt),
            TokenKind::Citation(_) => {}
        }
    }
    words
}
