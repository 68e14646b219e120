//! A policy and its versions.

use super::anchor::AnchorSet;
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::read_blocks::ReadBlock;
use super::text::{BodyText, Line};
use super::version::{Header, Version, Versioned};

/// The card at the top: what a reader at the end of a long day needs first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Card {
    pub(crate) what: Vec<Line>,
    pub(crate) by_when: Vec<Line>,
    pub(crate) call: Vec<Line>,
    pub(crate) form: Vec<Line>,
}

#[derive(Debug, Clone)]
pub struct PolicyVersion {
    pub(crate) header: Header,
    pub(crate) card: Card,
    pub body: BodyText,
}

impl Version for PolicyVersion {
    fn kind(&self) -> DocumentKind {
        DocumentKind::Policy
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn header_mut(&mut self) -> &mut Header {
        &mut self.header
    }

    fn lines(&self) -> Vec<Passage<'_>> {
        self.passages()
    }

    fn blocks(&self) -> Vec<ReadBlock<'_>> {
        self.read_blocks()
    }

    fn anchors(&self, own: &DocumentId) -> AnchorSet {
        self.body.anchors(own)
    }
}

pub(crate) type Policy = Versioned<PolicyVersion>;
