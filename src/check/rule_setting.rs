//! An entry of `[[rules]]` in the handbook file sets a rule that there is not, one twice, or one that stops the build by
//! itself: without it, something untrue or broken would be published.

use super::{Context, Rule, settable};
use crate::diagnostic::{Diagnostic, nearest};

pub const RULE: Rule = Rule { code: "rule-setting", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let settings = &context.handbook.rules;
    let mut findings = Vec::new();
    for (at, setting) in settings.iter().enumerate() {
        let code = setting.code.as_str();
        let error = |message| Diagnostic::error(RULE.code, setting.span, message);
        let first = settings[..at].iter().find(|other| other.code == code);
        if let Some(first) = first {
            findings.push(
                error(format!("the rule `{code}` is set twice"))
                    .label(first.span, "the other")
                    .hint("remove one of the two entries"),
            );
            continue;
        }
        if settable().any(|known| known == code) {
            continue;
        }
        if context.codes.iter().any(|known| known == code) {
            findings.push(
                error(format!("the level of `{code}` can't be changed"))
                    .hint("it stops a build because something would be published broken or untrue: fix what it finds, and remove this entry"),
            );
        } else {
            let finding = error(format!("there is no rule `{code}`"));
            findings.push(match nearest(code, settable()) {
                Some(near) => finding.hint(format!("did you mean `{near}`?")),
                None => finding.hint("`clausebook explain` lists them all"),
            });
        }
    }
    findings
}
