//! Where a clause is met, for readers of paper: `CSP-05 § Referral at discharge, p. 58`. The page is looked up by the print template.

use super::body::{DocumentNumbers, PaperContents, document_label, label};
use super::typst_value::{TypstValue, array, tuple};
use crate::model::{DocumentId, DocumentKind};
use crate::view::Pages;
use crate::view::specification::{ClauseView, EvidenceView};
use crate::words::FixedWords;

pub(super) struct PaperPlaces<'a> {
    numbers: DocumentNumbers,
    contents: &'a PaperContents,
    words: &'a FixedWords,
}

/// A place as it is printed, and its label where it is in the book.
type PlaceOnPaper = (String, Option<String>);

impl<'a> PaperPlaces<'a> {
    pub(super) fn new(pages: &'a Pages<'_>, contents: &'a PaperContents) -> Self {
        Self { numbers: DocumentNumbers::of(pages), contents, words: &pages.shell.words }
    }

    /// The places of evidence. The number of a document is only before the first of its places.
    pub(super) fn each(&self, evidence: &[EvidenceView]) -> TypstValue {
        let mut places: Vec<PlaceOnPaper> = Vec::new();
        for of_one in evidence.chunk_by(|one, other| one.place.0 == other.place.0) {
            let mut titles: Vec<&str> = Vec::new();
            for one in of_one {
                if titles.contains(&one.title.as_str()) {
                    continue;
                }
                let passage = self.words.book.passage.fill(&[("title", &one.title)]);
                let place =
                    if titles.is_empty() { format!("{} {passage}", self.document_of(one)) } else { passage };
                // The page of a form is where it begins, and is said once.
                let is_at_passage = one.place.0.kind == DocumentKind::Policy;
                let name = self.name(one).filter(|_| is_at_passage || titles.is_empty());
                places.push((place, name));
                titles.push(&one.title);
            }
        }
        array(places.into_iter().map(written))
    }

    /// `CSP-05`, `form F-13`.
    fn document_of(&self, evidence: &EvidenceView) -> String {
        let (document, _) = &evidence.place;
        let number = self.numbers.of_document(document).unwrap_or(&evidence.document);
        match document.kind {
            DocumentKind::Policy | DocumentKind::Guide => number.to_owned(),
            DocumentKind::Form => self.words.book.form.fill(&[("number", number)]),
            DocumentKind::Curriculum => self.words.book.training.fill(&[("number", number)]),
        }
    }

    /// The label of a passage; of a form or a curriculum, where it begins.
    fn name(&self, evidence: &EvidenceView) -> Option<String> {
        let (document, anchor) = &evidence.place;
        let name = match document.kind {
            DocumentKind::Policy => label(&document.id, &anchor.to_string()),
            DocumentKind::Guide | DocumentKind::Form | DocumentKind::Curriculum => document_label(document),
        };
        self.contents.has(document).then_some(name)
    }

    /// A document with its title and the page where it begins.
    pub(super) fn document(&self, document: &DocumentId, number: &str, title: &str) -> TypstValue {
        let name = self.contents.has(document).then(|| document_label(document));
        array([written((format!("{number} {title}"), name))])
    }

    /// What is missing or waived: `Missing: form field`.
    pub(super) fn remarks(&self, clause: &ClauseView) -> String {
        if let Some(reason) = &clause.waived {
            return self.words.coverage.waived.fill(&[("reason", reason)]);
        }
        let mut sentences = Vec::new();
        if !clause.missing.is_empty() {
            let kinds: Vec<&str> = clause.missing.iter().map(|kind| &*kind.name).collect();
            sentences.push(self.words.coverage.missing.fill(&[("evidence", &kinds.join(", "))]));
        }
        if let Some(whole) = clause.met_by.as_ref().filter(|whole| whole.in_part) {
            let words = &self.words.specification;
            sentences.push(format!("{} {} ({})", words.met_by, whole.title, words.in_part));
        }
        sentences.join(". ")
    }
}

fn written((words, name): PlaceOnPaper) -> TypstValue {
    tuple([words.into(), name.into()])
}

/// The label of a clause; none for the heading of a part, whose title says the same.
pub(super) fn heading_label(clause: &ClauseView) -> &str {
    if clause.kind == "heading" && clause.depth == 1 { "" } else { &clause.label }
}
