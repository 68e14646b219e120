//! Everything that a reader sees, in reading order: each text with what it is, where it is shown, and where its author wrote it.
//!
//! Rules about words, the font check, pictures, mentions, related documents and the search are filters of this walk; there is no
//! other. Every struct is taken apart without `..`: a field that is added to the model does not compile here until somebody decides
//! whether a reader sees it.

mod walk;

pub(crate) use walk::of_blocks;

use std::borrow::Cow;

use super::anchor::Anchor;
use super::text::{Inline, plain_text, shown_text};
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// What a document, a section of a form, a field, a unit or a term is called.
    Title,
    Number,
    /// Who keeps, approves or reviews something.
    Person,
    Change,
    /// A summary, or another line at the head of a document or a unit.
    Lead,
    /// A line of the card.
    Card,
    /// When a form is due.
    Due,
    Heading,
    /// A paragraph, in an item of a list or by itself.
    Paragraph,
    Cell,
    /// A term of a list of definitions.
    Term,
    /// Text that is shown letter by letter.
    Code,
    /// What a picture shows, for those who do not see it. Printed, it is read aloud and never set in letters.
    Alternative,
    /// The title of a publication, or where a picture comes from.
    Publication,
    /// The head of a column or of rows, or the name of a group.
    Label,
    /// Something to choose, or the label of a row.
    Option,
    Help,
    /// A question of a knowledge check, and why its answer is right.
    Question,
    /// A meaning in the glossary.
    Meaning,
    /// Another word for a term, or a word to avoid.
    Synonym,
    /// What a clause or a specification says.
    Clause,
    /// A particular of the program, or another text of the handbook file.
    Particular,
}

impl Role {
    /// The word that JSON uses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Number => "number",
            Self::Person => "person",
            Self::Change => "change",
            Self::Lead => "summary",
            Self::Card => "card",
            Self::Due => "due",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Cell => "cell",
            Self::Term => "term",
            Self::Code => "code",
            Self::Alternative => "picture",
            Self::Publication => "publication",
            Self::Label => "label",
            Self::Option => "option",
            Self::Help => "help",
            Self::Question => "question",
            Self::Meaning => "meaning",
            Self::Synonym => "synonym",
            Self::Clause => "clause",
            Self::Particular => "value",
        }
    }

    /// Whether what it says holds for the program now: titles of publications, histories and the catalogs themselves may say what was.
    pub(crate) fn is_our_statement(self) -> bool {
        self.is_prose() || matches!(self, Self::Question | Self::Meaning | Self::Particular)
    }

    /// Whether it is running text in the program's own words, for rules about words. Names, numbers, histories, code, and titles of
    /// publications are not.
    pub(crate) fn is_prose(self) -> bool {
        match self {
            Self::Title
            | Self::Lead
            | Self::Card
            | Self::Due
            | Self::Heading
            | Self::Paragraph
            | Self::Cell
            | Self::Term
            | Self::Label
            | Self::Option
            | Self::Help
            | Self::Question
            | Self::Alternative => true,
            Self::Number
            | Self::Person
            | Self::Change
            | Self::Code
            | Self::Publication
            | Self::Meaning
            | Self::Synonym
            | Self::Clause
            | Self::Particular => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// On the site and in a PDF.
    Everywhere,
    /// On the site only.
    OnScreen,
    /// In a PDF only, as the trainer's notes are.
    OnPaper,
    /// On the site once a learner asks why, and in a trainer's PDF. No search finds it.
    WhenAsked,
}

/// The part of its page that a text belongs to, by the id or anchor of the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// What is said at the head.
    Head,
    /// The text before the first heading.
    Opening,
    /// The text under a heading, which is its first passage.
    Under(&'a str),
    Section(&'a str),
    Field(&'a str),
    Unit(&'a str),
    Term(&'a str),
    Clause(&'a str),
}

impl Part<'_> {
    /// What an address calls it; `None` at the head of a page.
    pub(crate) fn anchor(&self) -> Option<Anchor> {
        match *self {
            Self::Head | Self::Opening | Self::Clause(_) => None,
            Self::Under(id) => Some(Anchor::Heading(id.to_owned())),
            Self::Section(id) => Some(Anchor::Section(id.to_owned())),
            Self::Field(id) => Some(Anchor::Field(id.to_owned())),
            Self::Unit(id) => Some(Anchor::Unit(id.to_owned())),
            Self::Term(anchor) => Some(Anchor::Term(anchor.to_owned())),
        }
    }
}

/// A text as the model has it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Words<'a> {
    Plain(&'a str),
    /// A line of Markdown. The texts of its pictures are passages of their own.
    Line(&'a [Inline]),
    /// A text that is shown letter by letter.
    Code(&'a str),
}

/// A text that a reader sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<'a> {
    pub(crate) role: Role,
    pub(crate) shown: Shown,
    pub(crate) part: Part<'a>,
    pub(crate) words: Words<'a>,
    /// Where its author wrote it. Cells of one table, and options of one list, share the place of the whole.
    pub(crate) span: Span,
}

impl<'a> Passage<'a> {
    /// The inlines, of a line of Markdown.
    pub(crate) fn inlines(&self) -> &'a [Inline] {
        match self.words {
            Words::Line(line) => line,
            Words::Plain(_) | Words::Code(_) => &[],
        }
    }

    /// The words that hold: without what is struck out.
    pub(crate) fn text(&self) -> String {
        match self.words {
            Words::Plain(text) | Words::Code(text) => text.to_owned(),
            Words::Line(line) => plain_text(line),
        }
    }

    /// Every letter that is shown.
    pub(crate) fn letters(&self) -> Cow<'a, str> {
        match self.words {
            Words::Plain(text) | Words::Code(text) => Cow::Borrowed(text),
            Words::Line([Inline::Text(text)]) => Cow::Borrowed(text),
            Words::Line(line) => Cow::Owned(shown_text(line)),
        }
    }

    /// Whether it is set in letters in a PDF.
    pub(crate) fn is_printed(&self) -> bool {
        self.shown != Shown::OnScreen && self.role != Role::Alternative
    }
}
