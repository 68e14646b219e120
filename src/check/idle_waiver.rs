//! A waiver of a heading, or of a clause that does not bind, waives nothing: name the clauses that do not apply, one by one.

use super::{Context, Rule};
use crate::coverage::Status;
use crate::diagnostic::{Diagnostic, FindingCode};

pub(crate) const RULE: Rule = Rule { code: FindingCode::IdleWaiver, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    handbook
        .waivers
        .iter()
        .filter(|waiver| {
            let coverage = context.coverage.of(waiver.part.clause);
            let works = |status: Status| match waiver.part.element {
                None => matches!(status, Status::NotApplicable | Status::Superseded),
                // An element of a clause that takes evidence.
                Some(_) => !matches!(status, Status::Heading | Status::Informative),
            };
            coverage.is_some_and(|coverage| !works(coverage.status))
        })
        .map(|waiver| {
            let id = &handbook.clause(waiver.part.clause).id;
            let message =
                format!("waiving `{}/{id}` has no effect", handbook.specification(waiver.part.clause).id);
            Diagnostic::new(RULE.code, waiver.span, message).hint(
                "it is a heading, or is not binding: waive the clauses under it that do not apply to you",
            )
        })
        .collect()
}
