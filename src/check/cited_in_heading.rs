//! A citation in a heading says that all under the heading meets the clause. This looks at what is there: no text at all, or a text
//! with none of the words that the clause's title and summary are made of, meets nothing that a reader could find. It is a crude
//! measure, and says which words it looked for: words of four letters and more that are not everyday ones, alike when their first five
//! letters are.

use std::collections::BTreeSet;

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Policy;
use crate::model::text::{TextSection, blocks_text, citations};

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

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let versions = context.handbook.policies.iter().flat_map(Policy::versions);
    let mut findings = Vec::new();
    for version in versions {
        for section in version.body.sections().iter().filter(|section| !section.id.is_empty()) {
            of_section(section, context, &mut findings);
        }
    }
    findings
}

fn of_section(section: &TextSection<'_>, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let cited = citations(&section.own[..1]);
    if cited.is_empty() {
        return;
    }
    let text = blocks_text(&section.whole[1..]);
    let stems: BTreeSet<String> = words(&text).map(|word| stem(&word)).collect();
    for citation in cited {
        let clause = context.handbook.clause(citation.clause);
        let name = format!("{}/{}", context.handbook.specification(citation.clause).id, clause.id);
        let mut wanted: Vec<String> = Vec::new();
        for word in words(&format!("{} {}", clause.title, clause.summary)) {
            if !wanted.iter().any(|known| stem(known) == stem(&word)) {
                wanted.push(word);
            }
        }
        let title = &section.title;
        if text.trim().is_empty() {
            let message = format!("the heading “{title}” cites {name}, but there is no text under it");
            findings.push(
                Diagnostic::new(RULE.code, citation.span, message)
                    .hint("write what you do to meet it, or cite the clause where that is written"),
            );
        } else if !wanted.is_empty() && !wanted.iter().any(|word| stems.contains(&stem(word))) {
            let message = format!(
                "the heading “{title}” cites {name}, but the text under it has none of that clause's words"
            );
            let words = wanted.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
            findings.push(Diagnostic::new(RULE.code, citation.span, message).hint(format!(
                "check that it is the right clause, and say what you do in its words; looked for: {words}"
            )));
        }
    }
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
