//! A version to come leaves out the last passage, field or unit that meets a clause: from its day on the clause is open. It is looked for on
//! each future day on which a version takes effect, as if every version that has a date is approved by then.

use super::{Context, Rule};
use crate::coverage::EvidenceLoss;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::long_date;

pub(crate) const RULE: Rule = Rule { code: FindingCode::EvidenceEnds, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let losses = context.coverage.losses.iter();
    losses
        .map(|EvidenceLoss { clause, evidence, day, version }| {
            let evidence = evidence.of(&handbook.evidence);
            let (specification, clause) = (handbook.specification(*clause), handbook.clause(*clause));
            let name = format!("{}/{}", specification.id, clause.id);
            Diagnostic::new(
                RULE.code,
                evidence.span,
                format!(
                    "from {} on, no {} meets {name} “{}”: only this one does, and the version of that day leaves it out",
                    long_date(*day),
                    evidence.kind.word(),
                    clause.title
                ),
            )
            .label(*version, "the version that takes effect then")
            .hint(format!("say there how it is met from then on, and cite {name}; or waive the clause"))
        })
        .collect()
}
