//! A clause that an earlier, approved version met is open: the version in force left out the passage, field or unit that met it.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};

pub(crate) const RULE: Rule = Rule { code: FindingCode::EvidenceRemoved, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let is_missing = |one: &&crate::model::Evidence| {
        context.coverage.of(one.clause).is_some_and(|clause| clause.missing.contains(&one.kind))
    };
    let removed = handbook.evidence_removed.iter().filter(is_missing);
    removed
        .map(|evidence| {
            let (specification, clause) =
                (handbook.specification(evidence.clause), handbook.clause(evidence.clause));
            let name = format!("{}/{}", specification.id, clause.id);
            Diagnostic::new(
                RULE.code,
                evidence.span,
                format!(
                    "nothing meets {name} “{}” any more: this earlier version of “{}” did, under “{}”",
                    clause.title, evidence.document_title, evidence.title
                ),
            )
            .hint(format!("say in the version in force how it is met, and cite {name}; or waive the clause"))
        })
        .collect()
}
