//! A policy, a form or the guide says a word that the glossary lists under `not`: one that another term of this handbook
//! stands for, or that makes a person into a diagnosis. Staff write as their policies do, and Members read it. A word that
//! is named and not used, as in a lesson on language, is set in backticks; a glossary term, and a particular of the
//! program such as its name, may contain one.

use super::texts::{self, Texts};
use super::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::guide::Term;
use crate::model::phrases::{Likeness, Phrases};
use crate::source::Span;

pub const RULE: Rule = Rule { code: "wrong-term", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let terms = &context.handbook.glossary.terms;
    if terms.iter().all(|term| term.not.is_empty()) {
        return Vec::new();
    }
    let phrases = phrases(context, terms);
    let mut findings = Vec::new();
    for texts in texts::all(context.handbook) {
        let mut found: Vec<(String, &Term)> = Vec::new();
        for line in &texts.lines {
            let hits = phrases.find_all(line).into_iter();
            found.extend(hits.filter_map(|hit| Some((line[hit.range].to_owned(), (*hit.value)?))));
        }
        let places = places(&texts, found.len(), &phrases, context);
        findings.extend(found.into_iter().zip(places).map(|((word, term), span)| {
            Diagnostic::warning(RULE.code, span, format!("“{word}” is a word that this handbook avoids"))
                .hint(format!("say “{}”; to name the word itself, set it in backticks", term.term))
        }));
    }
    findings
}

/// The words to avoid, each with the term to use, and the words that may contain one.
fn phrases<'a>(context: &Context<'a>, terms: &'a [Term]) -> Phrases<Option<&'a Term>> {
    let values = context.handbook.values.values().map(|value| &value.text);
    let right = terms.iter().map(|term| &term.term).chain(values).map(|phrase| (phrase.clone(), None));
    let wrong = terms.iter().flat_map(|term| term.not.iter().map(move |word| (word.clone(), Some(term))));
    Phrases::new(Likeness::Spoken, right.chain(wrong))
}

/// Where the words stand: each at its own place where the file has as many of them as the text.
fn places(texts: &Texts, count: usize, phrases: &Phrases<Option<&Term>>, context: &Context<'_>) -> Vec<Span> {
    let written = context.files.get(texts.span.file).text.get(texts.span.range()).unwrap_or_default();
    let start = texts.span.range().start;
    let own: Vec<Span> = phrases
        .find_all(written)
        .into_iter()
        .filter(|hit| hit.value.is_some() && written[..hit.range.start].matches('`').count() % 2 == 0)
        .map(|hit| Span::new(texts.span.file, hit.range.start + start..hit.range.end + start))
        .collect();
    if own.len() == count { own } else { vec![texts.span; count] }
}
