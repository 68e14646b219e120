//! A question has the same option twice, in other capitals or with another period. If one of them is right, so is the other.

use std::collections::BTreeMap;

use super::{Context, Rule, curricula};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::question::{Question, Response};
use crate::model::text::shown_text;
use crate::source::Span;

pub(crate) const RULE: Rule = Rule { code: FindingCode::RepeatedOption, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    curricula::questions(context.handbook).flat_map(of_question).collect()
}

fn of_question(question: &Question) -> Vec<Diagnostic> {
    let Response::Options(list) = &question.response else { return Vec::new() };
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut findings = Vec::new();
    for option in &list.options {
        let words = shown_text(&option.text);
        let span = option.text.span;
        if let Some(first) = first.insert(plain(&words), span) {
            let message = format!("this question has the option “{}” twice", words.trim());
            findings.push(
                Diagnostic::new(RULE.code, span, message)
                    .label(first, "the other")
                    .hint("say something else in one of them, or remove it"),
            );
        }
    }
    findings
}

/// The words in lower case, with one space between them and without a period at the end.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").to_lowercase().trim_end_matches('.').to_owned()
}
