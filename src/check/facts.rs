//! What one document says, for all rules about words. Its words are cut once, and each rule takes its part:
//!
//! ```text
//! read        Handbook           → the documents with their facts   on all cores, remembered between builds
//! rule.look   the facts of all   → findings                         what no document can say by itself
//! ```
//!
//! A version's facts depend on its file, on what its key stands for (the handbook file, the glossary, the specifications) and on the names
//! of what the handbook doesn't offer, on nothing else: whether a font has a character, say, is asked by the rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::cited_in_heading::CitingHeading;
use super::reading_grade::{ReadingCounts, SpokenWords};
use super::texts::{self, Text};
use super::{
    cited_in_heading, divided_word, image_without_source, mixed_terms, overlong_text, pictures, reading_grade,
};
use super::{sent_nowhere, unexplained_acronym, unprintable_character, wrong_term};
use crate::diagnostic::Diagnostic;
use crate::memo::Memo;
use crate::model::Handbook;
use crate::source::{Files, Span};

/// A document, and what its words say.
pub(crate) struct ReadText<'a> {
    pub(super) text: Text<'a>,
    pub(super) facts: Arc<Facts>,
}

#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) divided_words: Vec<Diagnostic>,
    pub(super) overlong_texts: Vec<Diagnostic>,
    pub(super) wrong_terms: Vec<Diagnostic>,
    pub(super) mixed_terms: Vec<Diagnostic>,
    pub(super) sent_nowhere: Vec<Diagnostic>,
    pub(super) pictures_without_source: Vec<Diagnostic>,
    pub(super) citing_headings: Vec<CitingHeading>,
    /// The acronyms that neither it nor the handbook explains, each where it first occurs.
    pub(super) unexplained: Vec<(String, Span)>,
    /// For its grade; `None` if it isn't a policy, or isn't in English.
    pub(super) counts: Option<ReadingCounts>,
    /// The characters in its printed passages that a font might lack.
    pub(super) unusual: BTreeSet<char>,
    /// The pictures it shows, by path.
    pub(super) pictures: Vec<(String, Span)>,
}

/// What the words of every document are held against.
struct Lookups<'h> {
    files: &'h Files,
    wrong: wrong_term::WrongTerms<'h>,
    mixed: mixed_terms::MixedTerms<'h>,
    absent: sent_nowhere::AbsentNames<'h>,
    known: BTreeSet<String>,
    is_english: bool,
}

/// Every document of the handbook, versions to come included.
#[must_use]
pub(crate) fn read<'h>(handbook: &'h Handbook, files: &'h Files, memo: &Memo) -> Vec<ReadText<'h>> {
    let lookups = Lookups {
        files,
        wrong: wrong_term::WrongTerms::new(handbook),
        mixed: mixed_terms::MixedTerms::new(&handbook.glossary.confused),
        absent: sent_nowhere::AbsentNames::new(handbook),
        known: unexplained_acronym::known(handbook),
        is_english: reading_grade::is_english(handbook),
    };
    let texts: Vec<Text<'h>> = texts::of_documents(handbook).collect();
    texts
        .into_par_iter()
        .map_init(SpokenWords::default, |spoken, text| {
            let facts = text
                .remembered(memo, &("facts", lookups.absent.key), || Arc::new(lookups.facts(&text, spoken)));
            ReadText { text, facts }
        })
        .collect()
}

impl Lookups<'_> {
    fn facts(&self, text: &Text<'_>, spoken: &mut SpokenWords) -> Facts {
        let passages = text.passages();
        let prose = texts::prose(&passages);
        let policy = text.policy();
        Facts {
            divided_words: divided_word::of_document(&passages, &text.blocks()),
            overlong_texts: overlong_text::of_passages(&passages, self.files),
            wrong_terms: if text.is_curriculum() { Vec::new() } else { self.wrong.find(&prose, self.files) },
            mixed_terms: policy.map(|policy| self.mixed.find(policy, &prose)).unwrap_or_default(),
            sent_nowhere: self.absent.find(&prose, self.files),
            pictures_without_source: image_without_source::of_passages(&passages),
            citing_headings: policy.map(cited_in_heading::of_policy).unwrap_or_default(),
            unexplained: unexplained_acronym::unexplained(&prose, &passages, &self.known, self.files),
            counts: policy.filter(|_| self.is_english).map(|_| ReadingCounts::of_prose(&prose, spoken)),
            unusual: unprintable_character::unusual(&passages),
            pictures: pictures::shown(&passages),
        }
    }
}
