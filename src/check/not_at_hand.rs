//! A clause asks to comply with all of another specification, and that can't be judged: the handbook doesn't have it, or not all of it, it has ended, none of
//! it applies, or it asks for the specification of this clause. Until it is at hand, the clause is open. A specification that is said to be
//! superseded by one that isn't in the handbook is reported, too.

use super::{Context, Rule};
use crate::coverage::{Incorporation, IncorporationState};
use crate::diagnostic::{Diagnostic, FindingCode, nearest};
use crate::model::Handbook;

pub(crate) const RULE: Rule = Rule { code: FindingCode::NotAtHand, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = incorporated(context);
    findings.extend(successors(context.handbook));
    findings
}

fn incorporated(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let clauses = context.coverage.iter();
    clauses
        .filter_map(|(key, covered)| {
            let Incorporation { state, applicable: _, covered: _ } = covered.met_by.as_ref()?;
            let id = handbook.clause(key).met_by.as_ref()?;
            let name = format!("{}/{}", handbook.specification(key).id, handbook.clause(key).id);
            let (why, hint) = match state {
                IncorporationState::AtHand(_) => return None,
                IncorporationState::InPart(_) => {
                    let message = format!(
                        "`{name}` is met by complying with `{}`, which is only in part at hand: it is open",
                        id.as_str()
                    );
                    let hint =
                        "add the clauses that its catalog doesn’t have; then remove `complete = false` there";
                    return Some(Diagnostic::new(RULE.code, id.span, message).hint(hint));
                }
                IncorporationState::NotAtHand => {
                    ("is not in this handbook", add(id, &handbook.specification(key).id, handbook))
                }
                IncorporationState::Ended(_) => {
                    ("doesn’t apply any more", "name the specification that took its place".to_owned())
                }
                IncorporationState::DoesNotApply(_) => (
                    "has no clause that applies",
                    "waive this clause, if it does not apply either".to_owned(),
                ),
                IncorporationState::AsksForItself(_) => (
                    "asks in turn for the specification of this clause",
                    "remove `met_by` from one of the two, and say how that clause is met".to_owned(),
                ),
            };
            let message =
                format!("`{name}` is met by complying with `{}`, which {why}: it is open", id.as_str());
            Some(Diagnostic::new(RULE.code, id.span, message).hint(hint))
        })
        .collect()
}

/// How to get `id` into the handbook, as it is named by the specification `own`.
fn add(id: &str, own: &str, handbook: &Handbook) -> String {
    let others = handbook.specifications.iter().map(|one| one.id.as_str()).filter(|one| *one != own);
    match nearest(id, others) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add its catalog as `content/specifications/{id}.toml`"),
    }
}

fn successors(handbook: &Handbook) -> Vec<Diagnostic> {
    let specifications = handbook.specifications.iter();
    let successors = specifications.filter_map(|one| Some((one, one.superseded_by.as_ref()?)));
    successors
        .filter(|(_, successor)| !handbook.specifications.iter().any(|one| one.id == ***successor))
        .map(|(one, successor)| {
            let message = format!(
                "`{}` is superseded by `{}`, which is not in this handbook",
                one.id,
                successor.as_str()
            );
            Diagnostic::new(RULE.code, successor.span, message).hint(add(successor, &one.id, handbook))
        })
        .collect()
}
