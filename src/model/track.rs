//! Service lines.

use super::kind::DocumentId;
use crate::source::Placed;

/// A service line by its short name, such as `csp-ji`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Track(pub(crate) String);

/// Whether a thing for `of` belongs into a handbook that offers `offered`; a thing for no track in particular always does.
#[must_use]
pub(crate) fn meet(of: &[Track], offered: &[Track]) -> bool {
    of.is_empty() || of.iter().any(|track| offered.contains(track))
}

/// What is in the handbook's folder for other service lines than those offered.
#[derive(Debug, Default)]
pub(crate) struct NotOffered {
    pub(crate) lines: Vec<(Track, Placed<String>)>,
    /// Documents with their titles.
    pub(crate) documents: Vec<(DocumentId, String)>,
}
