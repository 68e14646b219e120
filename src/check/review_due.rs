//! The next review of an approved policy, form or curriculum, `review_months` after somebody last read it, is past.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::long_date;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ReviewDue, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .shown()
        .filter_map(|(kind, header)| {
            let due = header.next_review().filter(|due| *due < context.handbook.as_of)?;
            let message =
                format!("the {} “{}” was due for review on {}", kind.word(), header.title, long_date(due));
            Some(
                Diagnostic::new(RULE.code, header.span, message)
                    .hint("review it, then set `reviewed` in its header to the day of the review"),
            )
        })
        .collect()
}
