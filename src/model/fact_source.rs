//! Where a fact comes from that no specification states: a law, a publication, a page.

use super::{Date, months_after};
use crate::source::Placed;

/// A source as a text names it at its end. It is no part of what an approval is for: it changes without the text.
#[derive(Debug, Clone)]
pub(crate) struct FactSource {
    pub(crate) title: Placed<String>,
    /// Such as `42 CFR 2.31`.
    pub(crate) citation: Option<Placed<String>>,
    /// On the web, as every output writes it.
    pub(crate) address: Option<Placed<String>>,
    /// When somebody last looked it up.
    pub(crate) checked: Option<Date>,
}

impl FactSource {
    /// Whether nobody has looked it up within a year before `day`, though somebody once did.
    #[must_use]
    pub(crate) fn is_out_of_date(&self, day: Date) -> bool {
        self.checked.and_then(|checked| months_after(checked, 12)).is_some_and(|due| due < day)
    }
}
