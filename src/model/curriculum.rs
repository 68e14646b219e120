//! A curriculum and its versions: units, each with what is taught, to whom it is due, and how it is checked.

use super::document::{Block, Inline};
use super::form::Cover;
use super::version::{Header, Versioned};
use crate::source::Span;

/// One version of a curriculum.
#[derive(Debug, Clone)]
pub struct CurriculumVersion {
    /// Title, number, dates, approval.
    pub header: Header,
    /// Who learns.
    pub audience: String,
    /// What must be known before it is taught.
    pub notes: Vec<Vec<Inline>>,
    /// What stands before the first unit.
    pub opening: Vec<Block>,
    /// The units, in the order in which they are taught.
    pub units: Vec<Unit>,
}

/// A curriculum.
pub type Curriculum = Versioned<CurriculumVersion>;

/// A unit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Short name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// Who may teach it.
    pub teacher: String,
    /// Clauses that it teaches.
    pub covers: Vec<Cover>,
    /// What a learner can be seen to do afterwards.
    pub objectives: Vec<Vec<Inline>>,
    /// Where the facts come from.
    pub sources: Vec<Vec<Inline>>,
    /// A short knowledge check.
    pub questions: Vec<Question>,
    /// What both editions say.
    pub text: Vec<Block>,
    /// What the trainer's edition says besides.
    pub for_trainer: Vec<Block>,
    /// Its table in the file.
    pub span: Span,
}

/// A question of a knowledge check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub question: String,
    /// What there is to choose.
    pub options: Vec<String>,
    /// The place of the right one.
    pub answer: usize,
    /// Why it is right.
    pub why: String,
}

impl CurriculumVersion {
    /// How long all of it takes, in minutes.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.units.iter().map(|unit| unit.minutes).sum()
    }

    /// The places that a link may lead to.
    pub fn anchors(&self) -> impl Iterator<Item = String> {
        self.units.iter().map(|unit| unit_anchor(&unit.id))
    }

    /// Every line of Markdown that it has.
    pub fn each_line<'a>(&'a self, visit: &mut dyn FnMut(&'a [Inline])) {
        visit(&self.header.summary);
        self.notes.iter().for_each(|note| visit(note));
        super::document::each_line(&self.opening, visit);
        for unit in &self.units {
            unit.objectives.iter().chain(&unit.sources).for_each(|line| visit(line));
            super::document::each_line(&unit.text, visit);
            super::document::each_line(&unit.for_trainer, visit);
        }
    }
}

/// The anchor of a unit.
#[must_use]
pub fn unit_anchor(id: &str) -> String {
    format!("unit-{id}")
}
