//! A specification ends, or has ended: from that day none of its clauses counts.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{Specification, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::SpecificationEnds, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    handbook
        .specifications
        .iter()
        .filter_map(|one| {
            let Specification { id, ends, superseded_by, .. } = one;
            let ends = ends.as_ref()?;
            let day = long_date(**ends);
            let message = if one.has_ended(handbook.as_of) {
                format!("`{id}` ended on {day}: none of its clauses counts any more")
            } else {
                format!("`{id}` ends on {day}: from then on none of its clauses counts")
            };
            let hint = match superseded_by {
                Some(successor) => format!(
                    "cite the clauses of `{}` where texts meet them, or map the two: content/mappings/{}.toml",
                    successor.as_str(),
                    successor.as_str()
                ),
                None => "if another specification takes its place, name it: `superseded_by = \"…\"`".to_owned(),
            };
            Some(Diagnostic::new(RULE.code, ends.span, message).hint(hint))
        })
        .collect()
}
