//! Guide pages and the glossary: what helps to understand the handbook. Nothing of it meets a clause.

use super::fact_source::FactSource;
use super::text::{BodyText, Line};
use crate::source::{Placed, Span};

pub(crate) use super::made::{DEADLINES, GLOSSARY, MADE, WHOM_TO_CALL};

/// Anchor of the figures without an event in the list of deadlines.
pub(crate) const OTHER_FIGURES: &str = "other-figures";

/// Whom a guide page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum GuideReaders {
    Everybody,
    /// Those who write the handbook. It is not in the printed book.
    Authors,
}

#[derive(Debug, Clone)]
pub struct GuidePage {
    /// Short id, the name of its file.
    pub(crate) id: String,
    pub(crate) title: Placed<String>,
    pub(crate) summary: Line,
    pub(crate) order: i64,
    pub(crate) readers: GuideReaders,
    pub body: BodyText,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<FactSource>,
    /// The top of its file.
    pub(crate) span: Span,
}

/// The terms, for the service lines offered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glossary {
    /// By the alphabet.
    pub(crate) terms: Vec<Term>,
    /// Terms that are taken for one another.
    pub(crate) confused: Vec<Confused>,
}

#[derive(Debug, Clone)]
pub struct Term {
    pub(crate) anchor: String,
    pub(crate) term: Placed<String>,
    /// Its acronym.
    pub(crate) short: Option<Placed<String>>,
    pub(crate) meaning: Line,
    /// Other words that people look for it by.
    pub(crate) also: Vec<Placed<String>>,
    /// Words to avoid for it.
    pub(crate) not: Vec<Placed<String>>,
    pub(crate) span: Span,
}

/// Terms that are taken for one another.
#[derive(Debug, Clone)]
pub(crate) struct Confused {
    /// The terms, two or more.
    pub(crate) terms: Vec<Placed<String>>,
    /// What sets them apart.
    pub(crate) why: Line,
    /// The same, as it is written.
    pub(crate) reason: String,
    pub(crate) span: Span,
}
