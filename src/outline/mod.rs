//! A publisher's document becomes an outline, one entry on a line, that a person corrects; and the outline a draft of a catalog.
//!
//! ```text
//! 6. Service Planning: The program must          # [components] COMPONENTS OF SERVICE
//!    write a plan:                          →    6. Service Planning:
//! - with goals                                     [intro] The program must write a plan:
//! - signed                                         - with goals
//!                                                  - signed
//! ```
//!
//! What an entry is called follows from its place: `components/6/1`. So whoever corrects an outline moves lines, and no id is ever
//! typed twice. The outline holds the publisher's words, which no page, search or catalog ever gets: only fingerprints of them.

mod draft;
mod draft_mapping;
mod entries;
mod figures_found;
mod inline_list;
mod lines;
mod marks;
mod nesting;
mod paragraphs;
mod references;
mod sections;
mod sentence;
mod table;
mod written;

#[cfg(test)]
mod tests;

pub(crate) use draft::{
    CatalogHead, DraftCatalog, DraftChange, DraftClause, DraftElement, DraftFigure, DraftReference,
    DraftRemoved, DraftSameAs, DraftWas,
};
pub(crate) use draft_mapping::{DraftMapping, DraftPair};
pub(crate) use entries::identified;
pub(crate) use sentence::{fingerprint, likeness};
pub(crate) use table::{TableError, csv_rows, read_table, workbook_rows};
pub(crate) use written::{OutlineError, parse};

/// A document, entry by entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DocumentOutline {
    pub(crate) title: String,
    pub(crate) entries: Vec<OutlineEntry>,
    /// The documents that it refers to.
    pub(crate) references: Vec<String>,
}

/// One line of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutlineEntry {
    /// How many entries it is under: 0 for a section.
    pub(crate) depth: usize,
    /// Whether the depth of what follows is counted from it.
    pub(crate) is_section: bool,
    /// The last part of its id, where that doesn't follow from its place.
    pub(crate) own_id: Option<String>,
    pub(crate) mark: EntryMark,
    /// The publisher's words, with [`DOUBTFUL_JOIN`] where two pieces may not belong together.
    pub(crate) text: String,
}

/// What is before the words of an entry in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryMark {
    /// Nothing, as before a paragraph.
    Bare,
    Bullet,
    /// A number or letter as it is written: `6.`, `(a)`, `461.410`.
    Number(String),
}

impl EntryMark {
    /// A number or letter that an outline can have; a bullet for any other.
    pub(crate) fn numbered(label: &str) -> Self {
        if marks::numeral(label).is_some() { Self::Number(label.to_owned()) } else { Self::Bullet }
    }
}

/// Where two pieces of text were joined that may not belong together, such as the end of one page and the start of the next.
pub(crate) const DOUBTFUL_JOIN: &str = " ¦ ";

/// The id of the opening words of an entry that has others under it.
const INTRO: &str = "intro";

/// Reads plain text, as it is copied out of a PDF, or Markdown.
pub(crate) fn read_text(text: &str) -> DocumentOutline {
    let lines = lines::lines(text);
    let paragraphs = paragraphs::paragraphs(&lines);
    let (title, nested) = nesting::nested(paragraphs);
    let references = references::found(nested.iter().map(|entry| entry.text.as_str()));
    DocumentOutline { title, entries: sections::finished(&nested), references }
}

impl DocumentOutline {
    pub(crate) fn doubtful_joins(&self) -> usize {
        self.entries.iter().map(|entry| entry.text.matches(DOUBTFUL_JOIN).count()).sum()
    }
}
