//! A particular that the program has still to confirm: the starter's (name, telephone, hours …) say of themselves that they are samples,
//! each with the word "sample" in it, and `to_confirm` says what to do before others are relied on.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::OpenFact;

pub(crate) const RULE: Rule = Rule { code: FindingCode::SampleValue, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let open =
        context.handbook.values.iter().filter_map(|(name, value)| Some((name, value, value.open_fact()?)));
    open.map(|(name, value, fact)| match fact {
        OpenFact::Sample => {
            let message = format!("`{name}` is still a sample: {}", value.text);
            Diagnostic::new(RULE.code, value.span, message).hint("write your program's own")
        }
        OpenFact::ToConfirm(reason) => {
            let message = format!("`{name}` is still to be confirmed: {reason}");
            Diagnostic::new(RULE.code, value.span, message).hint("once that is done, remove `to_confirm`")
        }
    })
    .collect()
}
