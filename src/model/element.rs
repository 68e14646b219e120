//! The parts of what a clause asks, each of which has to be met.
//!
//! ```text
//! payer/items/4 “Face sheet” asks for   name, birth-date, address
//! covers = ["payer/items/4#name"]       meets one of them
//! ```

use std::fmt;
use std::sync::Arc;

use super::specification::ClauseKey;
use crate::source::Placed;

/// A part of what a clause asks, such as `Date of birth`. Its id stays when its label changes: citations use it.
#[derive(Debug, Clone)]
pub(crate) struct ClauseElement {
    pub(crate) id: ElementId,
    pub(crate) label: Placed<String>,
}

/// Unique in its clause; citations write it after a `#`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ElementId(pub(crate) Arc<str>);

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a citation names: a clause, or one of its elements.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CitedPart {
    pub(crate) clause: ClauseKey,
    /// `None` for the clause as a whole, which meets none of its elements.
    pub(crate) element: Option<ElementId>,
}

impl CitedPart {
    pub(crate) const fn whole(clause: ClauseKey) -> Self {
        Self { clause, element: None }
    }
}

/// The parts of a name such as `payer/items/4#birth-date`: the clause, and the id of an element.
pub(crate) fn split_name(written: &str) -> (&str, Option<&str>) {
    written.split_once('#').map_or((written, None), |(clause, element)| (clause, Some(element)))
}

/// The name of a clause or of one of its elements.
pub(crate) fn name_of(clause: &str, element: Option<&ElementId>) -> String {
    element.map_or_else(|| clause.to_owned(), |element| format!("{clause}#{element}"))
}
