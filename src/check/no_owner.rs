//! A policy, form or curriculum says in its header that nobody keeps it: `owner` comes out empty, or as a word that stands for
//! an answer to come. What nobody owns, nobody reviews. A header without `owner` is an error of its own (`missing-key`), and an owner
//! that is a particular of the handbook file is looked at there (`sample-value`).

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;

pub const RULE: Rule = Rule { code: "no-owner", look };

/// What people write where they do not know yet.
const NOBODY: [&str; 14] = [
    "n/a",
    "na",
    "name",
    "nobody",
    "no one",
    "none",
    "open",
    "owner",
    "tba",
    "tbd",
    "to be announced",
    "to be decided",
    "to be determined",
    "unknown",
];

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .shown()
        .filter_map(|(kind, header)| {
            let owner = header.owner.trim();
            let what = format!("the {} “{}”", kind.document(), header.title);
            let message = if owner.is_empty() {
                format!("{what} has no owner: the particular that names one is not set")
            } else if is_nobody(owner) {
                format!("{what} has no owner: “{owner}” is nobody")
            } else {
                return None;
            };
            Some(Diagnostic::warning(RULE.code, header.span, message).hint(
                "write under `owner` the role of the person who keeps it, such as \"Program Director\"",
            ))
        })
        .collect()
}

fn is_nobody(owner: &str) -> bool {
    let plain = owner.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    plain.is_empty() || NOBODY.contains(&plain)
}
