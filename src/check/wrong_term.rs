//! A policy, a form or the guide says a word that the glossary lists under `not`: one that another term of this handbook
//! stands for, or that makes a person into a diagnosis. Staff write as their policies do, and Members read it. A word in
//! quotation marks, or in backticks, is named and not used: a lesson on language may say it. A glossary term, and a
//! particular of the program such as its name, may contain one. Curricula are not looked at: they give the titles of
//! publications and say what others say.

use std::ops::Range;

use super::texts::ProseLine;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Handbook;
use crate::model::guide::Term;
use crate::model::phrases::{Likeness, Phrases};
use crate::source::{Files, Span};

pub(crate) const RULE: Rule = Rule { code: FindingCode::WrongTerm, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context.texts.iter().flat_map(|one| one.facts.wrong_terms.iter().cloned()).collect()
}

/// The words to avoid, each with the term to use, and the words that may contain one. Empty where the glossary avoids none.
pub(super) struct WrongTerms<'a>(Phrases<Option<&'a Term>>);

impl<'a> WrongTerms<'a> {
    pub(super) fn new(handbook: &'a Handbook) -> Self {
        let terms = &handbook.glossary.terms;
        if terms.iter().all(|term| term.not.is_empty()) {
            return Self(Phrases::new(Likeness::Spoken, []));
        }
        let values = handbook.values.values().map(|value| &value.text);
        let right = terms.iter().map(|term| &*term.term).chain(values).map(|phrase| (phrase.clone(), None));
        let wrong =
            terms.iter().flat_map(|term| term.not.iter().map(move |word| (word.to_string(), Some(term))));
        Self(Phrases::new(Likeness::Spoken, right.chain(wrong)))
    }

    pub(super) fn find(&self, prose: &[ProseLine<'_, '_>], files: &Files) -> Vec<Diagnostic> {
        // Cells of one table, and options of one list, share a place.
        let places = prose.chunk_by(|one, next| one.passage.span == next.passage.span);
        places.flat_map(|lines| self.of_place(lines, files)).collect()
    }

    fn of_place(&self, lines: &[ProseLine<'_, '_>], files: &Files) -> Vec<Diagnostic> {
        let mut found: Vec<(&str, &Term)> = Vec::new();
        for ProseLine { words, .. } in lines {
            let used = words.find_all(&self.0).into_iter().filter(|hit| !is_named(&words.text, &hit.range));
            found.extend(used.filter_map(|hit| Some((&words.text[hit.range], (*hit.value)?))));
        }
        if found.is_empty() {
            return Vec::new();
        }
        let places = self.places(lines[0].passage.span, found.len(), files);
        let finding = |((word, term), span): ((&str, &Term), Span)| {
            Diagnostic::new(RULE.code, span, format!("“{word}” is a word that this handbook avoids"))
                .hint(format!("write “{}”; to mention the word itself, put it in quotation marks", term.term))
        };
        found.into_iter().zip(places).map(finding).collect()
    }

    /// Where `count` words within `within` are written: each at its own place where the file has as many of them as the text.
    fn places(&self, within: Span, count: usize, files: &Files) -> Vec<Span> {
        let written = files.get(within.file).text.get(within.range()).unwrap_or_default();
        let start = within.range().start;
        let mut own = Vec::new();
        let (mut seen, mut backticks) = (0, 0_usize);
        for hit in self.0.find_all(written) {
            backticks += written[seen..hit.range.start].matches('`').count();
            seen = hit.range.start;
            let in_code = !backticks.is_multiple_of(2);
            if hit.value.is_some() && !in_code && !is_named(written, &hit.range) {
                own.push(Span::new(within.file, hit.range.start + start..hit.range.end + start));
            }
        }
        if own.len() == count { own } else { vec![within; count] }
    }
}

/// Whether the words at `range` are in quotation marks of their own.
fn is_named(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    matches!((before, after), (Some('“'), Some('”')) | (Some('‘'), Some('’')) | (Some('"'), Some('"')))
}
