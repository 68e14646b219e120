//! Every link of the text must lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Findings, nearest};
use crate::model::Policy;
use crate::model::document::{Block, Inline, Target, citations, each_inline, each_line};

/// What a link may find besides the policies shown.
pub struct Others<'a> {
    /// Policies that are there but could not be read.
    pub unreadable: &'a BTreeSet<String>,
    /// Policies whose service lines are not offered.
    pub elsewhere: &'a BTreeSet<String>,
}

/// Checks the links of every policy.
pub fn check(policies: &[Policy], others: &Others<'_>, findings: &mut Findings) {
    let known: BTreeMap<&str, BTreeSet<&str>> =
        policies.iter().map(|policy| (policy.id.as_str(), anchors(&policy.current.body.blocks))).collect();
    for policy in policies {
        let mut visit = |line: &[Inline], own: &BTreeSet<&str>| {
            each_inline(line, &mut |inline| {
                if let Inline::Link { to, span, .. } = inline
                    && let Some(problem) = problem(to, (&policy.id, own), &known, others)
                {
                    findings.push(Diagnostic::error("broken-link", *span, problem.0).hint(problem.1));
                }
            });
        };
        for version in policy.versions() {
            let own = anchors(&version.body.blocks);
            each_line(&version.body.blocks, &mut |line| visit(line, &own));
            let card = &version.card;
            let lists = [&card.what, &card.by_when, &card.call, &card.form];
            for line in lists.into_iter().flatten().chain([&version.summary]) {
                visit(line, &own);
            }
        }
    }
}

fn anchors(blocks: &[Block]) -> BTreeSet<&str> {
    let headings = blocks.iter().filter_map(|block| match block {
        Block::Heading { id, .. } => Some(id.as_str()),
        _ => None,
    });
    let cited = citations(blocks);
    headings.chain(cited.iter().map(|citation| citation.anchor.as_str())).collect()
}

fn problem(
    to: &Target,
    own: (&str, &BTreeSet<&str>),
    anchors: &BTreeMap<&str, BTreeSet<&str>>,
    others: &Others<'_>,
) -> Option<(String, String)> {
    let (id, anchor) = match to {
        Target::External(_) => return None,
        Target::Here(anchor) => (own.0, Some(anchor)),
        Target::Policy { id, anchor } => (id.as_str(), anchor.as_ref()),
    };
    if others.unreadable.contains(id) {
        return None;
    }
    if others.elsewhere.contains(id) {
        return Some((
            format!(
                "the policy `{id}` is for service lines that are not offered, so it is not in this handbook"
            ),
            "remove the link, or offer the service line in the handbook file".to_owned(),
        ));
    }
    let known = if id == own.0 { Some(own.1) } else { anchors.get(id) };
    let Some(known) = known else {
        let hint = match nearest(id, anchors.keys().copied()) {
            Some(near) => format!("did you mean `policy:{near}`?"),
            None => format!("the policies are: {}", anchors.keys().copied().collect::<Vec<_>>().join(", ")),
        };
        return Some((format!("there is no policy `{id}`"), hint));
    };
    let anchor = anchor?;
    if known.contains(anchor.as_str()) {
        return None;
    }
    let hint = match nearest(anchor, known.iter().copied()) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => format!(
            "its headings are: {}",
            known
                .iter()
                .filter(|anchor| !anchor.starts_with("cites-"))
                .map(|anchor| format!("#{anchor}"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    Some((format!("the policy `{id}` has no heading `#{anchor}`"), hint))
}
