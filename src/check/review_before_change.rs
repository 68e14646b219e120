//! A policy, form or curriculum was changed after its last review, so nobody has recorded that its present text was read against its
//! specification. A correction of an approved text is no such change. An approval is for its text, so it isn't older than that.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::version::ApprovedText;
use crate::model::{Date, Header, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::ReviewBeforeChange, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let today = context.handbook.as_of;
    context
        .handbook
        .shown()
        .filter_map(|(kind, header)| {
            let reviewed = header.reviewed.filter(|reviewed| !is_read_as_approved(header, *reviewed))?;
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

/// Whether the last who read it approved it as it is now.
fn is_read_as_approved(header: &Header, reviewed: Date) -> bool {
    header
        .approval
        .as_ref()
        .is_some_and(|approval| approval.on >= reviewed && approval.text == ApprovedText::Unchanged)
}
