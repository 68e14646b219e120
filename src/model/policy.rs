//! A policy and its versions.

use super::document::{Document, Inline};
use super::version::{Header, Versioned};

/// The card at the top: what a reader at the end of a long day needs first.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What to do.
    pub what: Vec<Vec<Inline>>,
    /// By when.
    pub by_when: Vec<Vec<Inline>>,
    /// Whom to call.
    pub call: Vec<Vec<Inline>>,
    /// Which form.
    pub form: Vec<Vec<Inline>>,
}

impl Card {
    /// Its lines, in the order of a reader.
    pub fn lines(&self) -> impl Iterator<Item = &Vec<Inline>> {
        [&self.what, &self.by_when, &self.call, &self.form].into_iter().flatten()
    }
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

impl PolicyVersion {
    /// Every line of Markdown that it has.
    pub fn each_line<'a>(&'a self, visit: &mut dyn FnMut(&'a [Inline])) {
        visit(&self.header.summary);
        self.card.lines().for_each(|line| visit(line));
        super::document::each_line(&self.body.blocks, visit);
    }
}

/// A policy.
pub type Policy = Versioned<PolicyVersion>;
