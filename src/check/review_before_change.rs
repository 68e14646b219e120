//! A policy, form or curriculum was changed after its last review, so nobody has recorded that its present text was read against its
//! specification. A correction of an approved text is no such change.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::long_date;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ReviewBeforeChange, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let today = context.handbook.as_of;
    context
        .handbook
        .shown()
        .filter_map(|(kind, header)| {
            let reviewed = header.reviewed?;
            let changed = header.last_change(today).filter(|changed| *changed > reviewed)?;
            let message = format!(
                "the {} “{}” was last reviewed on {}, and changed on {}",
                kind.word(),
                header.title,
                long_date(reviewed),
                long_date(changed)
            );
            Some(
                Diagnostic::new(RULE.code, header.span, message).hint(
                    "review the present text, then record it: clausebook review NAME --by \"…\" --on DATE",
                ),
            )
        })
        .collect()
}
