//! A citation in a heading says that all under the heading meets the clause. This looks at what is there: no text at all, or a text
//! with none of the words that the clause's title and summary are made of, meets nothing that a reader could find. It is a crude
//! measure, and says which words it looked for: words of four letters and more that are not everyday ones, alike when their first five
//! letters are.

use std::collections::BTreeSet;

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::text::{TextSection, blocks_text, citations};
use crate::model::{Clause, ClauseKey, PolicyVersion};
use crate::source::Span;

pub(crate) const RULE: Rule = Rule { code: FindingCode::CitedInHeading, look };

/// Letters by which words are compared: "assess" and "assessment" are one.
const STEM: usize = 5;

/// Words that are in any text.
const EVERYDAY: &str = "about above after again against also among another anyone because been before being below between both \
    cannot clause could does done down during each either every following from given gives good have having here into item items \
    keep kept least less made make makes many member members more most much must need needed needs neither never none only other \
    others ought over part parts program provider provides same section shall should since some such take taken takes text than that \
    their them then there these they thing things this those through time times under until upon used uses using very well were what \
    when where whether which while whom whose will with within without work worker workers would your";

/// A heading of a policy with citations in it, and the words under it.
#[derive(Debug)]
pub(super) struct CitingHeading {
    title: String,
    cited: Vec<(ClauseKey, Span)>,
    /// Whether there is any text under it.
    has_text: bool,
    stems: BTreeSet<String>,
}

pub(super) fn of_policy(version: &PolicyVersion) -> Vec<CitingHeading> {
    let sections = version.body.sections();
    let headings = sections.iter().filter(|section| !section.id.is_empty());
    headings.filter_map(of_section).collect()
}

fn of_section(section: &TextSection<'_>) -> Option<CitingHeading> {
    let cited = citations(&section.own[..1]);
    if cited.is_empty() {
        return None;
    }
    let text = blocks_text(&section.whole[1..]);
    Some(CitingHeading {
        title: section.title.clone(),
        cited: cited.into_iter().map(|citation| (citation.clause, citation.span)).collect(),
        has_text: !text.trim().is_empty(),
        stems: words(&text).map(|word| stem(&word)).collect(),
    })
}

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let headings = context.texts.iter().flat_map(|one| &one.facts.citing_headings);
    let findings = headings.flat_map(|heading| {
        heading.cited.iter().filter_map(|(clause, span)| finding(heading, *clause, *span, context))
    });
    findings.collect()
}

fn finding(
    heading: &CitingHeading,
    clause: ClauseKey,
    span: Span,
    context: &Context<'_>,
) -> Option<Diagnostic> {
    let name =
        format!("{}/{}", context.handbook.specification(clause).id, context.handbook.clause(clause).id);
    let title = &heading.title;
    if !heading.has_text {
        let message = format!("the heading “{title}” cites {name}, but there is no text under it");
        return Some(
            Diagnostic::new(RULE.code, span, message)
                .hint("write what you do to meet it, or cite the clause where that is written"),
        );
    }
    let wanted = wanted(context.handbook.clause(clause));
    if wanted.is_empty() || wanted.iter().any(|word| heading.stems.contains(&stem(word))) {
        return None;
    }
    let message =
        format!("the heading “{title}” cites {name}, but the text under it has none of that clause's words");
    let words = wanted.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    Some(Diagnostic::new(RULE.code, span, message).hint(format!(
        "check that it is the right clause, and say what you do in its words; looked for: {words}"
    )))
}

/// The words that a clause is about, each once.
fn wanted(clause: &Clause) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    for word in words(&format!("{} {}", clause.title, clause.summary)) {
        if !wanted.iter().any(|known| stem(known) == stem(&word)) {
            wanted.push(word);
        }
    }
    wanted
}

/// The words that a text is about, in lowercase letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    words.filter(|word| {
        word.chars().count() > 3 && !EVERYDAY.split_whitespace().any(|everyday| everyday == word)
    })
}

fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}
