//! A clause lists elements, and nothing meets some of them: it is met only in part, however much cites it as a whole.

use super::{Context, Rule};
use crate::coverage::Status;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::name_of;

pub(crate) const RULE: Rule = Rule { code: FindingCode::OpenElements, look };

/// Elements that a finding names; the coverage page has all.
const NAMED: usize = 5;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    // What nothing cites at all is counted by `gaps`.
    let partial = context.coverage.iter().filter(|(_, clause)| clause.status == Status::Partial);
    partial
        .filter_map(|(key, covered)| {
            let first = covered.open_elements.first()?;
            let clause = handbook.clause(key);
            let labels: Vec<&str> = covered
                .open_elements
                .iter()
                .filter_map(|id| Some(clause.element(id)?.label.as_str()))
                .collect();
            let rest = labels.len().saturating_sub(NAMED);
            let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            let name = format!("{}/{}", handbook.specification(key).id, clause.id);
            let message = format!(
                "{} of the {} elements of `{name}` “{}” {} not met: {}{more}",
                labels.len(),
                clause.elements.len(),
                clause.title,
                if labels.len() == 1 { "is" } else { "are" },
                labels[..labels.len() - rest].join(", ")
            );
            Some(Diagnostic::new(RULE.code, clause.span, message).hint(format!(
                "cite each where it is met, such as `{}`; or waive it, if it does not apply to you",
                name_of(&name, Some(first))
            )))
        })
        .collect()
}
