//! A curriculum and its versions: units, each with what is taught, to whom it is due, and how it is checked.

use super::anchor::{Anchor, AnchorSet, lasting};
use super::form::Cover;
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::read_blocks::ReadBlock;
use super::text::{Block, Line};
use super::version::{Header, Version, Versioned};
use crate::source::{Placed, Span};

#[derive(Debug, Clone)]
pub struct CurriculumVersion {
    pub(crate) header: Header,
    pub(crate) audience: Placed<String>,
    /// What must be known before it is taught.
    pub(crate) notes: Vec<Line>,
    /// What is before the first unit.
    pub opening: Vec<Block>,
    /// The units, in the order in which they are taught.
    pub units: Vec<Unit>,
}

pub(crate) type Curriculum = Versioned<CurriculumVersion>;

#[derive(Debug, Clone)]
pub struct Unit {
    pub(crate) id: String,
    pub(crate) title: Placed<String>,
    pub(crate) minutes: u32,
    pub(crate) teacher: Placed<String>,
    pub(crate) covers: Vec<Cover>,
    /// What a learner can be seen to do afterwards.
    pub(crate) objectives: Vec<Line>,
    /// Where the facts come from.
    pub(crate) sources: Vec<Line>,
    pub questions: Vec<Question>,
    /// What both editions say.
    pub text: Vec<Block>,
    /// What the trainer's edition says besides.
    pub for_trainer: Vec<Block>,
    /// Its table in the file.
    pub(crate) span: Span,
}

/// A question of a knowledge check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub(crate) question: Placed<String>,
    pub(crate) options: Vec<Placed<String>>,
    /// The place of the right one.
    pub(crate) answer: usize,
    /// Why it is right.
    pub why: Placed<String>,
}

impl CurriculumVersion {
    /// How long all of it takes, in minutes.
    #[must_use]
    pub(crate) fn minutes(&self) -> u32 {
        self.units.iter().map(|unit| unit.minutes).sum()
    }
}

impl Version for CurriculumVersion {
    fn kind(&self) -> DocumentKind {
        DocumentKind::Curriculum
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

    fn anchors(&self, _: &DocumentId) -> AnchorSet {
        lasting(self.units.iter().map(Unit::anchor))
    }
}

impl Unit {
    pub(crate) fn anchor(&self) -> Anchor {
        Anchor::Unit(self.id.clone())
    }
}
