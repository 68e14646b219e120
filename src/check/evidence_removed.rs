//! A clause that an earlier, approved version met is open: the version in force left out the passage, field or unit that met it, or the
//! document has ended.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{RemovedEvidence, long_date, name_of};

pub(crate) const RULE: Rule = Rule { code: FindingCode::EvidenceRemoved, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let is_missing = |one: &&RemovedEvidence| {
        let RemovedEvidence { evidence, ended: _ } = one;
        context.coverage.of(evidence.clause).is_some_and(|clause| {
            let element = evidence.element.as_ref();
            clause.missing.contains(&evidence.kind)
                || element.is_some_and(|element| clause.open_elements.contains(element))
        })
    };
    let removed = handbook.evidence_removed.iter().filter(is_missing);
    removed
        .map(|RemovedEvidence { evidence, ended }| {
            let (specification, clause) =
                (handbook.specification(evidence.clause), handbook.clause(evidence.clause));
            let name = name_of(&format!("{}/{}", specification.id, clause.id), evidence.element.as_ref());
            let document = match ended {
                None => format!("this earlier version of “{}” did", evidence.document_title),
                Some(on) => format!("“{}”, which ended on {}, did", evidence.document_title, long_date(*on)),
            };
            let hint = match ended {
                None => "say in the version in force how it is met",
                Some(_) => "say in a document that is in force how it is met",
            };
            Diagnostic::new(
                RULE.code,
                evidence.span,
                format!(
                    "nothing meets {name} “{}” any more: {document}, under “{}”",
                    clause.title, evidence.title
                ),
            )
            .hint(format!("{hint}, and cite {name}; or waive the clause"))
        })
        .collect()
}
