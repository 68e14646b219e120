//! A section of a policy uses terms that are taken for one another, such as safety plan (a Member's own) and safety
//! protocol (for staff). Often each is meant; sometimes one was written for the other, and a surveyor reads a duty that
//! nobody meant. The glossary lists such terms under `[[confused]]`. The words of a link to a document name it and are
//! not counted.

use std::collections::BTreeSet;

use super::texts::{self, ProseLine};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::PolicyVersion;
use crate::model::guide::Confused;
use crate::model::passages::{Part, Passage, Role};
use crate::model::phrases::{Likeness, Phrases};

pub(crate) const RULE: Rule = Rule { code: FindingCode::MixedTerms, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context.texts.iter().flat_map(|one| one.facts.mixed_terms.iter().cloned()).collect()
}

/// The pairs of terms that are taken for one another.
pub(super) struct MixedTerms<'a> {
    pairs: Vec<(&'a Confused, Phrases<&'a str>)>,
    /// The terms of all pairs: most sections have none.
    any: Phrases<()>,
}

impl<'a> MixedTerms<'a> {
    pub(super) fn new(pairs: &'a [Confused]) -> Self {
        let terms = pairs.iter().flat_map(|pair| pair.terms.iter());
        let any = Phrases::new(Likeness::Spoken, terms.map(|term| (term.to_string(), ())));
        let of_pair = |pair: &'a Confused| {
            let terms = pair.terms.iter().map(|term| (term.to_string(), term.as_str()));
            (pair, Phrases::new(Likeness::Spoken, terms))
        };
        Self { pairs: pairs.iter().map(of_pair).collect(), any }
    }

    pub(super) fn find(&self, version: &PolicyVersion, prose: &[ProseLine<'_, '_>]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        if self.any.is_empty() {
            return findings;
        }
        let sections = prose.chunk_by(|one, next| one.passage.part == next.passage.part);
        for section in sections.filter(|section| is_body(section)) {
            let likely = section.iter().filter(|line| !line.words.find_all(&self.any).is_empty());
            let lines: Vec<_> =
                likely.map(|line| texts::words_outside_links(line.passage.inlines())).collect();
            for (pair, phrases) in &self.pairs {
                let hits = lines.iter().flat_map(|line| phrases.find_all(line));
                let used: BTreeSet<&str> = hits.map(|hit| *hit.value).collect();
                if used.len() > 1 {
                    findings.push(finding(section[0].passage, version, pair, &used));
                }
            }
        }
        findings
    }
}

/// Whether passages of one part are a section of the text, not the head.
fn is_body(section: &[ProseLine<'_, '_>]) -> bool {
    section.first().is_some_and(|first| first.passage.part != Part::Head)
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
