//! An approval that doesn't say which text was approved: nobody can see whether the text was changed afterwards. Approvals recorded
//! before `approved_text` existed, or written by hand, are such. They count, and there is one note for all of them.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Header;
use crate::model::version::ApprovedText;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ApprovalWithoutText, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let is_without = |header: &Header| {
        header.approval.as_ref().is_some_and(|approval| approval.text == ApprovedText::NotRecorded)
    };
    let documents = context.handbook.documents();
    let count = documents
        .versioned()
        .map(|document| document.versions().filter(|version| is_without(version.header())).count())
        .sum::<usize>();
    let message = match count {
        0 => return Vec::new(),
        1 => "1 approval doesn't say which text was approved".to_owned(),
        _ => format!("{count} approvals don't say which text was approved"),
    };
    vec![Diagnostic::new(RULE.code, context.handbook_file, message).hint(
        "if these are the texts that were approved, have somebody confirm it: clausebook approve --all --confirm-text --by \"…\"",
    )]
}
