//! A particular of the program is blank, so the sentences that name it have a hole.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{Dating, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnsetValue, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .values
        .iter()
        .filter(|(_, value)| value.text.is_empty())
        .map(|(name, value)| {
            let as_of = context.handbook.as_of;
            let (message, hint) = match value.dating {
                Dating::Undated | Dating::Dated => (
                    format!("`{name}` is not set"),
                    "write it between the quotes, or remove the line and every placeholder that uses it",
                ),
                Dating::NotThen => (
                    format!("`{name}` has no value on {}", long_date(as_of)),
                    "add an entry with the value of that day, or change `since` or `until`",
                ),
            };
            Diagnostic::new(RULE.code, value.span, message).hint(hint)
        })
        .collect()
}
