//! Guide pages and the glossary: what helps to understand the handbook. Nothing of it meets a clause.

use super::document::{Document, Line};
use crate::source::{Placed, Span};

pub use super::made::{DEADLINES, GLOSSARY, MADE, WHOM_TO_CALL};

/// Anchor of the figures of no event in the list of deadlines.
pub const OTHER_FIGURES: &str = "other-figures";

/// A guide page.
#[derive(Debug, Clone)]
pub struct GuidePage {
    /// Short id, the name of its file.
    pub id: String,
    /// What it is called.
    pub title: Placed<String>,
    /// What it is for.
    pub summary: Line,
    /// Its place among the others.
    pub order: i64,
    /// Its text.
    pub body: Document,
    /// The top of its file.
    pub span: Span,
}

/// The words of the field, for the service lines offered.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    /// By the alphabet.
    pub terms: Vec<Term>,
    /// Terms that are taken for one another.
    pub confused: Vec<Confused>,
}

/// A term.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its anchor.
    pub anchor: String,
    /// The term.
    pub term: Placed<String>,
    /// Its acronym.
    pub short: Option<Placed<String>>,
    /// What it means.
    pub meaning: Line,
    /// Other words that people look for it by.
    pub also: Vec<Placed<String>>,
    /// Words to avoid for it.
    pub not: Vec<Placed<String>>,
    /// Where it is.
    pub span: Span,
}

/// Terms that are taken for one another.
#[derive(Debug, Clone)]
pub struct Confused {
    /// The terms, two or more.
    pub terms: Vec<Placed<String>>,
    /// What sets them apart.
    pub why: Line,
    /// The same, as it is written.
    pub reason: String,
    /// Where they are.
    pub span: Span,
}
