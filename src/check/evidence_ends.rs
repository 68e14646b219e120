//! A version to come leaves out the last passage, field or unit that meets a clause, or its document ends: from that day on the clause is
//! open. It is looked for on each future day on which a version takes effect or a document ends, as if every version that has a date is
//! approved by then.

use super::{Context, Rule};
use crate::coverage::{EvidenceLoss, LossCause};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::long_date;

pub(crate) const RULE: Rule = Rule { code: FindingCode::EvidenceEnds, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let losses = context.coverage.losses.iter();
    losses
        .map(|EvidenceLoss { clause, evidence, day, cause }| {
            let evidence = evidence.of(&handbook.evidence);
            let (specification, clause) = (handbook.specification(*clause), handbook.clause(*clause));
            let name = format!("{}/{}", specification.id, clause.id);
            let (why, place, label, hint) = match cause {
                LossCause::NewVersion(version) => (
                    "the version of that day leaves it out",
                    version,
                    "the version that takes effect then",
                    "say there how it is met from then on",
                ),
                LossCause::DocumentEnds(last) => (
                    "its document ends on that day",
                    last,
                    "the version that ends then",
                    "say in another document how it is met from then on",
                ),
            };
            let (day, kind) = (long_date(*day), evidence.kind.word());
            Diagnostic::new(
                RULE.code,
                evidence.span,
                format!(
                    "from {day} on, no {kind} meets {name} “{}”: only this one does, and {why}",
                    clause.title
                ),
            )
            .label(*place, label)
            .hint(format!("{hint}, and cite {name}; or waive the clause"))
        })
        .collect()
}
