//! A policy, a form or the guide says a word that the glossary lists under `not`: one that another term of this handbook
//! stands for, or that makes a person into a diagnosis. Staff write as their policies do, and Members read it. A word in
//! quotation marks, or in backticks, is named and not used: a lesson on language may say it. A glossary term, and a
//! particular of the program such as its name, may contain one. Curricula are not looked at: they give the titles of
//! publications and say what others say.

use std::ops::Range;

use rayon::prelude::*;

use super::texts::{self, Text, Texts};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::guide::Term;
use crate::model::phrases::{Likeness, Phrases};
use crate::source::Span;

pub const RULE: Rule = Rule { code: FindingCode::WrongTerm, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let terms = &context.handbook.glossary.terms;
    if terms.iter().all(|term| term.not.is_empty()) {
        return Vec::new();
    }
    let phrases = phrases(context, terms);
    let found: Vec<Vec<Diagnostic>> = texts::all(context.handbook)
        .par_iter()
        .map(|text| text.remembered(context.memo, RULE.code, || of_text(text, &phrases, context)))
        .collect();
    found.into_iter().flatten().collect()
}

fn of_text(text: &Text<'_>, phrases: &Phrases<Option<&Term>>, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for texts in text.texts() {
        let mut found: Vec<(String, &Term)> = Vec::new();
        for line in &texts.lines {
            let hits = phrases.find_all(line).into_iter();
            let used = hits.filter(|hit| !is_named(line, &hit.range));
            found.extend(used.filter_map(|hit| Some((line[hit.range].to_owned(), (*hit.value)?))));
        }
        let places = places(&texts, found.len(), phrases, context);
        findings.extend(found.into_iter().zip(places).map(|((word, term), span)| {
            Diagnostic::new(RULE.code, span, format!("“{word}” is a word that this handbook avoids"))
                .hint(format!("write “{}”; to mention the word itself, put it in quotation marks", term.term))
        }));
    }
    findings
}

/// The words to avoid, each with the term to use, and the words that may contain one.
fn phrases<'a>(context: &Context<'a>, terms: &'a [Term]) -> Phrases<Option<&'a Term>> {
    let values = context.handbook.values.values().map(|value| &value.text);
    let right = terms.iter().map(|term| &*term.term).chain(values).map(|phrase| (phrase.clone(), None));
    let wrong = terms.iter().flat_map(|term| term.not.iter().map(move |word| (word.to_string(), Some(term))));
    Phrases::new(Likeness::Spoken, right.chain(wrong))
}

/// Where the words stand: each at its own place where the file has as many of them as the text.
fn places(texts: &Texts, count: usize, phrases: &Phrases<Option<&Term>>, context: &Context<'_>) -> Vec<Span> {
    let written = context.files.get(texts.span.file).text.get(texts.span.range()).unwrap_or_default();
    let start = texts.span.range().start;
    let mut own = Vec::new();
    let (mut seen, mut backticks) = (0, 0_usize);
    for hit in phrases.find_all(written) {
        backticks += written[seen..hit.range.start].matches('`').count();
        seen = hit.range.start;
        let in_code = !backticks.is_multiple_of(2);
        if hit.value.is_some() && !in_code && !is_named(written, &hit.range) {
            own.push(Span::new(texts.span.file, hit.range.start + start..hit.range.end + start));
        }
    }
    if own.len() == count { own } else { vec![texts.span; count] }
}

/// Whether the words at `range` stand in quotation marks by themselves.
fn is_named(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    matches!((before, after), (Some('“'), Some('”')) | (Some('‘'), Some('’')) | (Some('"'), Some('"')))
}
