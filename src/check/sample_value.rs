//! The starter's particulars (name, telephone, hours …) say of themselves that they are samples: each has the word
//! "sample" in it. This lists those not yet changed to the program's own.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};

pub(crate) const RULE: Rule = Rule { code: FindingCode::SampleValue, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .values
        .iter()
        .filter(|(_, value)| value.is_sample())
        .map(|(name, value)| {
            Diagnostic::new(RULE.code, value.span, format!("`{name}` is still a sample: {}", value.text))
                .hint("write your program's own")
        })
        .collect()
}
