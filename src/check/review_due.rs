//! A policy was never reviewed, or its next review, `review_months` after `reviewed`, is past.

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::long_date;

pub const RULE: Rule = Rule { code: "review-due", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .policies
        .iter()
        .filter_map(|policy| {
            let version = &policy.current;
            let message = match version.next_review() {
                None if version.reviewed.is_some() => return None,
                None => format!("the policy “{}” has no review on record", version.title),
                Some(due) if due < context.handbook.as_of => {
                    format!("the policy “{}” was due for review on {}", version.title, long_date(due))
                }
                Some(_) => return None,
            };
            Some(
                Diagnostic::warning(RULE.code, version.span, message)
                    .hint("review it, then set `reviewed` in its header to the day of the review"),
            )
        })
        .collect()
}
