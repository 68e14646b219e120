//! A policy, form or curriculum falls due for review within the next 60 days. Reading one against its specification, and
//! having a change approved, takes weeks: a finding on the day itself would be too late.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::command::command;
use crate::model::long_date;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ReviewSoon, look };

/// In days.
const SOON: i32 = 60;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let today = context.handbook.as_of;
    let review = command(context.handbook, "review NAME", "--by WHO --on DATE");
    context
        .handbook
        .shown()
        .filter_map(|(kind, header)| {
            let due = header.next_review()?;
            let days = (due - today).get_days();
            let message = format!(
                "the {} “{}” is due for review on {}, in {days} {}",
                kind.word(),
                header.title,
                long_date(due),
                if days == 1 { "day" } else { "days" }
            );
            (0..=SOON).contains(&days).then(|| {
                Diagnostic::new(RULE.code, header.span, message)
                    .hint(format!("compare it with its specification, then record the review: {review}"))
            })
        })
        .collect()
}
