//! A particular of the program is blank, so the sentences that name it have a hole.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnsetValue, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .values
        .iter()
        .filter(|(_, value)| value.text.is_empty())
        .map(|(name, value)| {
            Diagnostic::new(RULE.code, value.span, format!("`{name}` is not set"))
                .hint("write it between the quotes, or remove the line and every placeholder that uses it")
        })
        .collect()
}
