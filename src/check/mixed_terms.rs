//! A section of a policy uses terms that are taken for one another, such as safety plan (a Member's own) and safety
//! protocol (for staff). Often each is meant; sometimes one was written for the other, and a surveyor reads a duty that
//! nobody meant. The glossary lists such terms under `[[confused]]`. The words of a link to a document name it and are
//! not counted.

use std::collections::BTreeSet;

use super::texts;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::memo::Key;
use crate::model::guide::Confused;
use crate::model::passages::{Part, Passage, Role};
use crate::model::phrases::{Likeness, Phrases};
use crate::model::{Policy, PolicyVersion};

pub const RULE: Rule = Rule { code: FindingCode::MixedTerms, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let pairs: Vec<(&Confused, Phrases<&str>)> = context
        .handbook
        .glossary
        .confused
        .iter()
        .map(|pair| {
            let terms = pair.terms.iter().map(|term| (term.to_string(), term.as_str()));
            (pair, Phrases::new(Likeness::Spoken, terms))
        })
        .collect();
    let versions = context.handbook.policies.iter().flat_map(Policy::versions);
    let found = versions
        .map(|version| context.memo.get(Key::of(&(RULE.code, version.key)), || of_version(version, &pairs)));
    found.flatten().collect()
}

fn of_version(version: &PolicyVersion, pairs: &[(&Confused, Phrases<&str>)]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let passages = version.passages();
    for section in passages.chunk_by(|one, next| one.part == next.part).filter(|section| is_body(section)) {
        let lines: Vec<String> =
            section.iter().map(|passage| texts::words_outside_links(passage.inlines())).collect();
        for (pair, phrases) in pairs {
            let hits = lines.iter().flat_map(|line| phrases.find_all(line));
            let used: BTreeSet<&str> = hits.map(|hit| *hit.value).collect();
            if used.len() > 1 {
                findings.push(finding(&section[0], version, pair, &used));
            }
        }
    }
    findings
}

/// Whether passages of one part are a section of the text, not the head.
fn is_body(section: &[Passage<'_>]) -> bool {
    section.first().is_some_and(|first| first.part != Part::Head)
}

fn finding(
    first: &Passage<'_>,
    version: &PolicyVersion,
    pair: &Confused,
    used: &BTreeSet<&str>,
) -> Diagnostic {
    let span = first.span;
    let title = if first.role == Role::Heading { &first.text() } else { version.header.title.as_str() };
    let terms: Vec<String> = used.iter().map(|term| format!("“{term}”")).collect();
    Diagnostic::new(RULE.code, span, format!("the section “{title}” says {}", terms.join(" and ")))
        .hint(format!("check that you mean each of them: {}", pair.reason))
}
