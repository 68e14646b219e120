//! A policy, form or curriculum that nobody has approved satisfies nothing: what it meets counts as drafted. Approval is never
//! inferred; it is recorded in the header as `approved_by` and `approved_on`.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};

pub(crate) const RULE: Rule = Rule { code: FindingCode::NotApproved, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .shown()
        .filter(|(_, header)| header.approval.is_none())
        .map(|(kind, header)| {
            Diagnostic::new(
                RULE.code,
                header.span,
                format!("the {} “{}” is not approved", kind.word(), header.title),
            )
            .hint("when it is, `clausebook approve` records by whom, when, and for which text")
        })
        .collect()
}
