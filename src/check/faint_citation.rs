//! A citation of a heading, or of a clause that only explains or is only a draft, meets nothing: coverage counts
//! the clauses that bind. Cite the item under the heading that the passage meets. Citing background is allowed, so
//! that readers can follow it up; this says that it does not count.

use super::{Context, Rule};
use crate::coverage::Status;
use crate::diagnostic::{Diagnostic, FindingCode, Severity};

pub(crate) const RULE: Rule = Rule { code: FindingCode::FaintCitation, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    handbook
        .evidence
        .iter()
        .chain(&handbook.evidence_to_come)
        .filter_map(|evidence| {
            let clause = context.handbook.clause(evidence.clause);
            let name = || format!("{}/{}", context.handbook.specification(evidence.clause).id, clause.id);
            match context.coverage.of(evidence.clause)?.status {
                Status::Heading => {
                    let below = format!("{}/", clause.id);
                    let specification = handbook.specification(evidence.clause);
                    let met = specification
                        .clauses
                        .iter()
                        .find(|other| other.id.starts_with(&below) && other.kind.takes_evidence());
                    let hint = match met {
                        Some(other) => {
                            format!(
                                "cite the clause that is met, such as `{}/{}`",
                                specification.id, other.id
                            )
                        }
                        None => "there is no clause under it: remove the citation".to_owned(),
                    };
                    let message = format!("`{}` is a heading: citing it covers nothing", name());
                    Some(
                        Diagnostic::new(RULE.code, evidence.span, message)
                            .at_level(Severity::Warning)
                            .hint(hint),
                    )
                }
                Status::Informative => {
                    let message = format!("`{}` is not binding: citing it covers nothing", name());
                    Some(
                        Diagnostic::new(RULE.code, evidence.span, message)
                            .hint("keep it as background, or cite a binding clause"),
                    )
                }
                _ => None,
            }
        })
        .collect()
}
