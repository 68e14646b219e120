//! A policy, form or curriculum was never reviewed, or its next review, `review_months` after `reviewed`, is past.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::long_date;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ReviewDue, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .shown()
        .filter_map(|(kind, header)| {
            let what = format!("the {} “{}”", kind.word(), header.title);
            let message = match header.next_review() {
                None if header.reviewed.is_some() => return None,
                None => format!("{what} has no review on record"),
                Some(due) if due < context.handbook.as_of => {
                    format!("{what} was due for review on {}", long_date(due))
                }
                Some(_) => return None,
            };
            Some(
                Diagnostic::new(RULE.code, header.span, message)
                    .hint("review it, then set `reviewed` in its header to the day of the review"),
            )
        })
        .collect()
}
