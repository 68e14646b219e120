//! Service lines.

/// A service line by its short name, such as `csp-ji`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Track(pub(crate) String);

/// Whether a thing for `of` belongs into a handbook that offers `offered`; a thing for no track in particular always does.
#[must_use]
pub(crate) fn meet(of: &[Track], offered: &[Track]) -> bool {
    of.is_empty() || of.iter().any(|track| offered.contains(track))
}
