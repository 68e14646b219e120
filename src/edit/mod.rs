//! Changes of a file that an author wrote. The text is never rewritten: some of its bytes are replaced, and all others stay,
//! comments and line ends included (`docs/decisions/headers-are-spliced.md`).
//!
//! `approved_by` for a header, as bytes that are added:
//!
//! ```text
//! approver = "Board"   # meets monthly        approver = "Board"   # meets monthly
//! summary = "…"                         ->    approved_by = "The Board"
//!                                             approved_on = 2026-12-01
//!                                             summary = "…"
//!                                             approved_text = "v1: 8k2m0q4t"
//! ```

mod block;
mod catalog;
mod catalog_text;
mod citations;
mod contact;
mod header;
mod header_edit;
mod mapping_text;
mod recorded;
mod splice;
pub(crate) mod toml_text;

pub use block::replace_block;
pub use catalog::next_revision;
pub(crate) use catalog::was_for_formerly;
pub(crate) use catalog_text::{
    MergedCatalog, NextClause, OldClause, catalog_text, merged_catalog, next_catalog,
};
pub use citations::{RewrittenCitation, bracketed_citations, rewrite_citations};
pub use contact::mark_contacts;
pub use header::{HeaderChange, HeaderFormat, change_header};
pub(crate) use mapping_text::mapping_text;
pub use recorded::{ClausesRead, TextRecord};

/// Why a text was not changed. Completes the sentence "FILE was not changed: …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// Its first line is not `+++`.
    NoHeader,
    /// The second `+++` is missing.
    OpenHeader,
    /// The parser's reason.
    NotToml(String),
    /// This key must have a value, and is a table.
    KeyIsTable(&'static str),
    /// `history` is there and can't take an entry.
    HistoryIsNoList,
    /// The block is not in this text.
    OutsideText,
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoHeader => write!(f, "it does not begin with a `+++` line"),
            Self::OpenHeader => write!(f, "its header does not end with a `+++` line"),
            Self::NotToml(reason) => write!(f, "its header is not valid TOML: {reason}"),
            Self::KeyIsTable(key) => write!(f, "`{key}` in its header must be a value, but is a table"),
            Self::HistoryIsNoList => write!(
                f,
                "`history` in its header is not a list. Write each change below a line `[[history]]`, with `date` and `change`"
            ),
            Self::OutsideText => write!(f, "it is shorter than it was, or another text"),
        }
    }
}

impl std::error::Error for EditError {}
