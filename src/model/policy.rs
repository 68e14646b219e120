//! A policy and its versions.

use super::document::{Document, Line};
use super::version::{Header, Versioned};

/// The card at the top: what a reader at the end of a long day needs first.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What to do.
    pub what: Vec<Line>,
    /// By when.
    pub by_when: Vec<Line>,
    /// Whom to call.
    pub call: Vec<Line>,
    /// Which form.
    pub form: Vec<Line>,
}

/// One version of a policy.
#[derive(Debug, Clone)]
pub struct PolicyVersion {
    /// Title, number, dates, approval.
    pub header: Header,
    /// The card.
    pub card: Card,
    /// Its text.
    pub body: Document,
}

/// A policy.
pub type Policy = Versioned<PolicyVersion>;
