//! What our policies promise by themselves: lengths of time that they state and that no clause cited in the same section sets.

use serde::Serialize;

use super::address;
use super::place::LinkView;
use crate::figures::{Amount, Grammar, QuotedText};
use crate::impact::excerpt;
use crate::model::text::{TextSection, citations};
use crate::model::{Anchor, DocumentKind, Handbook, Policy, passages, stated_figures};

/// The promises of a policy.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OwnPromises {
    pub(crate) number: String,
    pub(crate) policy: LinkView,
    pub(crate) promises: Vec<OwnPromise>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct OwnPromise {
    /// `2 business days`
    pub(crate) value: String,
    /// The words around it.
    pub(crate) text: String,
    /// Its section, from the site's root.
    pub(crate) url: String,
}

#[must_use]
pub(crate) fn promises(handbook: &Handbook) -> Vec<OwnPromises> {
    let grammar = Grammar::for_language(handbook.language.language());
    let all = handbook.policies.iter().map(|policy| of_policy(policy, handbook, grammar));
    all.filter(|one| !one.promises.is_empty()).collect()
}

fn of_policy(policy: &Policy, handbook: &Handbook, grammar: &Grammar) -> OwnPromises {
    let header = &policy.current.header;
    let page = address::page(DocumentKind::Policy, &policy.id);
    let sections = policy.current.body.sections();
    let promises =
        sections.iter().flat_map(|section| of_section(section, &page, handbook, grammar)).collect();
    OwnPromises { number: header.number.to_string(), policy: LinkView::new(&header.title, &page), promises }
}

fn of_section(
    section: &TextSection<'_>,
    page: &str,
    handbook: &Handbook,
    grammar: &Grammar,
) -> Vec<OwnPromise> {
    let set = amounts_of_clauses(section, handbook);
    let url = match section.id {
        "" => page.to_owned(),
        id => format!("{page}#{}", Anchor::Heading(id.to_owned())),
    };
    let mut promises = Vec::new();
    for passage in passages::of_blocks(section.own).iter().filter(|one| one.role.is_our_statement()) {
        let text = passage.text();
        let quoted = QuotedText::read(&text, grammar);
        for (at, _) in quoted.promised_times(grammar).filter(|(_, amount)| !set.contains(amount)) {
            let value = quoted.words[at].clone();
            promises.push(OwnPromise { text: excerpt(&text, &value), value, url: url.clone() });
        }
    }
    promises
}

/// The amounts that the clauses cited in a section set.
fn amounts_of_clauses(section: &TextSection<'_>, handbook: &Handbook) -> Vec<Amount> {
    let clauses = citations(section.own).into_iter().map(|citation| handbook.clause(citation.clause));
    clauses.flat_map(stated_figures::amounts).collect()
}
