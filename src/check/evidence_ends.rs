//! A version to come leaves out the last passage, field or unit that meets a clause, or its document ends: from that day on the clause is
//! open. It is looked for on each future day on which a version takes effect or a document ends, as if every version that has a date is
//! approved by then.

use super::{Context, Rule};
use crate::coverage::{EvidenceLoss, LossCause, NeededPart};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{long_date, name_of};

pub(crate) const RULE: Rule = Rule { code: FindingCode::EvidenceEnds, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let losses = context.coverage.losses.iter();
    losses
        .map(|EvidenceLoss { clause, part, evidence, day, cause }| {
            let evidence = evidence.of(&handbook.evidence);
            let (specification, clause) = (handbook.specification(*clause), handbook.clause(*clause));
            let name = format!("{}/{}", specification.id, clause.id);
            let (what, name) = match part {
                NeededPart::Kind(kind) => (format!("no {}", kind.word()), name),
                NeededPart::Element(element) => ("nothing".to_owned(), name_of(&name, Some(element))),
            };
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
            let day = long_date(*day);
            Diagnostic::new(
                RULE.code,
                evidence.span,
                format!(
                    "from {day} on, {what} meets {name} “{}”: only this one does, and {why}",
                    clause.title
                ),
            )
            .label(*place, label)
            .hint(format!("{hint}, and cite {name}; or waive the clause"))
        })
        .collect()
}
