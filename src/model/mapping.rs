//! Clauses of different specifications that ask the same, or nearly so.
//!
//! ```text
//! cmr-461/414/b   equal      cca-csp/components/15   what meets one counts for the other
//! cmr-461/414/c   superset   cca-csp/components/16   what meets one is offered for the other, and counts for nothing there
//! ```

use super::element::CitedPart;
use super::revision::Cites;
use crate::source::{Placed, Span};

/// What one clause asks, compared with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MappingKind {
    Equal,
    /// Less than the other, and nothing else.
    Subset,
    /// The same as the other, and more.
    Superset,
    /// Some of it.
    Overlaps,
}

impl MappingKind {
    /// The word that files and JSON use.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Overlaps => "overlaps",
        }
    }

    /// The same, from the other clause's side.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            Self::Equal | Self::Overlaps => self,
        }
    }
}

/// What a clause says of a clause of another specification.
#[derive(Debug, Clone)]
pub(crate) struct SameAs {
    /// As a citation names it.
    pub(crate) clause: Placed<String>,
    pub(crate) how: MappingKind,
    /// The revisions that somebody compared.
    pub(crate) cites: Cites,
}

/// Two clauses of today that somebody compared.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    pub(crate) source: CitedPart,
    /// What the source is, compared with the target.
    pub(crate) how: MappingKind,
    pub(crate) target: CitedPart,
    /// Whether what meets one counts for the other: they are equal, and mean what they meant when somebody compared them.
    pub(crate) counts: bool,
    pub(crate) span: Span,
}
