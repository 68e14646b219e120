//! What was read out of a Word file, before it is written as Markdown.

/// A piece of text that is on its own lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DraftBlock {
    Heading {
        /// As Word has it, from 1.
        level: u8,
        /// Which one it is, for links to it.
        key: usize,
        /// The number that Word puts before it, such as `2.`.
        label: Option<String>,
        text: DraftLine,
    },
    Paragraph(DraftLine),
    Item {
        /// How many lists it is within, from 0.
        depth: usize,
        mark: ItemMark,
        /// Its first paragraph.
        text: DraftLine,
        more: Vec<DraftLine>,
    },
    /// A table; the first row is its heading row. Every row has as many cells.
    Table(Vec<Vec<DraftLine>>),
    /// Blocks set off from the rest.
    Note(Vec<DraftBlock>),
    Quote(DraftLine),
    Picture(DraftPicture),
}

/// What is before an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ItemMark {
    Bullet,
    /// Written 1, 2, 3: Markdown counts the same.
    Number(u32),
    /// A letter, or a number of several parts, such as `(b)` or `1.1`.
    Label(String),
}

/// A picture of the document, in a paragraph of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftPicture {
    /// The path of its part, and then the name of its file beside the policy.
    pub(crate) file: String,
    /// What it shows; empty where the document doesn't say.
    pub(crate) alt: String,
}

pub(crate) type DraftLine = Vec<Piece>;

/// Words of one look, or a line end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Words { text: String, bold: bool, italic: bool, struck: bool, link: Option<Link> },
    Break,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// An address that the handbook may link to.
    Out(String),
    /// A bookmark of the document.
    Here(String),
}

impl ItemMark {
    /// As it is written where no list can be.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Bullet => "• ".to_owned(),
            Self::Number(number) => format!("{number}. "),
            Self::Label(label) => format!("{label} "),
        }
    }
}

impl DraftBlock {
    /// Blocks set off from the rest. A note within a note is not kept apart: nobody sees the difference.
    pub(crate) fn note(blocks: Vec<Self>) -> Self {
        Self::Note(
            blocks
                .into_iter()
                .flat_map(|block| match block {
                    Self::Note(inner) => inner,
                    other => vec![other],
                })
                .collect(),
        )
    }
}

impl Piece {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::Words { text: text.into(), bold: false, italic: false, struck: false, link: None }
    }

    pub(crate) fn bold(text: impl Into<String>) -> Self {
        Self::Words { text: text.into(), bold: true, italic: false, struck: false, link: None }
    }
}

pub(crate) fn words(line: &[Piece]) -> String {
    let mut text = String::new();
    for piece in line {
        match piece {
            Piece::Words { text: words, .. } => text.push_str(words),
            Piece::Break => text.push(' '),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether there are no words in it.
pub(crate) fn is_blank(line: &[Piece]) -> bool {
    line.iter().all(|piece| match piece {
        Piece::Words { text, .. } => text.trim().is_empty(),
        Piece::Break => true,
    })
}

/// Whether all of its words are bold.
pub(crate) fn is_bold(line: &[Piece]) -> bool {
    !is_blank(line)
        && line.iter().all(|piece| match piece {
            Piece::Words { text, bold, .. } => *bold || text.trim().is_empty(),
            Piece::Break => true,
        })
}

/// The same words, none of them bold.
pub(crate) fn not_bold(line: &mut DraftLine) {
    for piece in line {
        if let Piece::Words { bold, .. } = piece {
            *bold = false;
        }
    }
}
