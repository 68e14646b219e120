//! A policy that nobody has approved satisfies nothing: what it meets counts as drafted. Approval is never
//! inferred; it is recorded in the header as `approved_by` and `approved_on`.

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;

pub const RULE: Rule = Rule { code: "not-approved", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .policies
        .iter()
        .filter(|policy| policy.current.approval.is_none())
        .map(|policy| {
            Diagnostic::note(
                RULE.code,
                policy.current.span,
                format!("the policy “{}” is not approved", policy.current.title),
            )
            .hint("when it is, record `approved_by = \"…\"` and `approved_on = 2026-11-23` in its header")
        })
        .collect()
}
