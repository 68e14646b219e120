//! A policy, form or curriculum says in its header that nobody keeps it: `owner` is a word that stands for an answer to come. What nobody
//! owns, nobody reviews. An owner that is left out or blank is an error of its own (`missing-key`, `blank-key`), and a particular of the
//! handbook file that is not set, or still a sample, is looked at there (`unset-value`, `sample-value`).

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};

pub(crate) const RULE: Rule = Rule { code: FindingCode::NoOwner, look };

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
    let shown = context.handbook.shown();
    shown
        .filter(|(_, header)| is_nobody(&header.owner))
        .map(|(kind, header)| {
            let (kind, title, owner) = (kind.word(), &header.title, header.owner.trim());
            let message = format!("the {kind} “{title}” has no owner: “{owner}” doesn't name anyone");
            Diagnostic::new(RULE.code, header.span, message)
                .hint("under `owner`, write the role of the person responsible for it, such as \"Program Director\"")
        })
        .collect()
}

/// Whether the owner that is written is no person or office, such as `TBD`.
fn is_nobody(owner: &str) -> bool {
    let plain = owner.to_lowercase().replace('.', "");
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    !owner.trim().is_empty() && (plain.is_empty() || NOBODY.contains(&plain))
}
