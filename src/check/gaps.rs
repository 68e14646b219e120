//! Clauses of a specification that nothing meets yet, or only in part. One finding a specification: the coverage
//! page and `clausebook coverage` list them one by one.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Handle;
use crate::model::command::command;

pub(crate) const RULE: Rule = Rule { code: FindingCode::Gaps, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    Handle::each(&context.handbook.specifications)
        .filter_map(|(handle, specification)| {
            let totals = context.coverage.totals(Some(handle));
            let open = totals.uncovered + totals.partial + totals.unconfirmed;
            (open > 0).then(|| {
                Diagnostic::new(
                    RULE.code,
                    specification.span,
                    format!(
                        "{} of {} clauses of {} are open: {} uncovered, {} partial, {} unconfirmed",
                        open,
                        totals.applicable,
                        specification.id,
                        totals.uncovered,
                        totals.partial,
                        totals.unconfirmed
                    ),
                )
                .hint(command(
                    context.handbook,
                    "coverage",
                    &format!("--specification {}", specification.id),
                ))
            })
        })
        .collect()
}
