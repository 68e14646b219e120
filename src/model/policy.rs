//! A policy and its versions.

use super::anchor::AnchorSet;
use super::document::{Document, Line};
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::version::{Header, Version, Versioned};

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

impl Version for PolicyVersion {
    fn kind(&self) -> DocumentKind {
        DocumentKind::Policy
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn lines(&self) -> Vec<Passage<'_>> {
        self.passages()
    }

    fn anchors(&self, own: &DocumentId) -> AnchorSet {
        self.body.anchors(own)
    }
}

/// A policy.
pub type Policy = Versioned<PolicyVersion>;
