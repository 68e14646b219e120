//! Guide pages and the glossary: what helps to understand the handbook. Nothing of it meets a clause.

use super::document::{Document, Inline};
use crate::source::Span;

/// Ids of the pages of the guide that are made and not written.
pub const MADE: [&str; 3] = [DEADLINES, WHOM_TO_CALL, GLOSSARY];
/// Every deadline, interval, ratio and count of the clauses that bind.
pub const DEADLINES: &str = "deadlines";
/// Telephone numbers.
pub const WHOM_TO_CALL: &str = "whom-to-call";
/// The words of the field.
pub const GLOSSARY: &str = "glossary";

/// Anchor of the figures of no event in the list of deadlines.
pub const OTHER_FIGURES: &str = "other-figures";

/// A page of the guide.
#[derive(Debug, Clone)]
pub struct GuidePage {
    /// Short id, the name of its file.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub summary: Vec<Inline>,
    /// Its place among the others.
    pub order: i64,
    /// Its text.
    pub body: Document,
    /// The top of its file.
    pub span: Span,
}

impl GuidePage {
    /// Every line of Markdown that it has.
    pub fn each_line<'a>(&'a self, visit: &mut dyn FnMut(&'a [Inline])) {
        visit(&self.summary);
        super::document::each_line(&self.body.blocks, visit);
    }
}

impl Glossary {
    /// Every line of Markdown that it has.
    pub fn each_line<'a>(&'a self, visit: &mut dyn FnMut(&'a [Inline])) {
        self.terms.iter().for_each(|term| visit(&term.meaning));
        self.confused.iter().for_each(|pair| visit(&pair.why));
    }
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
    pub term: String,
    /// Its acronym.
    pub short: Option<String>,
    /// What it means.
    pub meaning: Vec<Inline>,
    /// Other words that people look for it by.
    pub also: Vec<String>,
    /// Words to avoid for it.
    pub not: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// Terms that are taken for one another.
#[derive(Debug, Clone)]
pub struct Confused {
    /// The terms, two or more.
    pub terms: Vec<String>,
    /// What sets them apart.
    pub why: Vec<Inline>,
    /// The same, as it is written.
    pub reason: String,
    /// Where they stand.
    pub span: Span,
}
