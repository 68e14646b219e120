//! A set of mappings between the clauses of two specifications, as a file of its own holds it.

use jiff::civil::Date;

use crate::model::MappingKind;

/// Clauses of one specification compared with those of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftMapping {
    pub(crate) title: String,
    /// The ids of the two specifications.
    pub(crate) source: String,
    pub(crate) target: String,
    /// By specification: the revisions that somebody compared.
    pub(crate) cites: Vec<(String, Date)>,
    pub(crate) pairs: Vec<DraftPair>,
}

/// Two clauses: each an id, with its element after a `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftPair {
    pub(crate) source: String,
    /// What the source asks, compared with the target.
    pub(crate) how: MappingKind,
    pub(crate) target: String,
}
