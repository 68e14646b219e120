//! A clause is waived until a day, and from the next day on it has to be met: nothing of a kind that it needs is there. Writing it, and having it
//! approved, takes weeks, so it is said 90 days before.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{EvidenceKind, Waiver, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::WaiverEnds, look };

/// In days.
const SOON: i32 = 90;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context.handbook.waivers.iter().filter_map(|waiver| of_waiver(waiver, context)).collect()
}

fn of_waiver(waiver: &Waiver, context: &Context<'_>) -> Option<Diagnostic> {
    let handbook = context.handbook;
    let last = waiver.until?;
    let key = waiver.part.clause;
    let clause = handbook.clause(key);
    let days = (last - handbook.as_of).get_days();
    let is_met =
        |kind: &EvidenceKind| handbook.evidence.iter().any(|one| one.clause == key && one.kind == *kind);
    let missing: Vec<&str> =
        clause.needs.iter().filter(|kind| !is_met(kind)).map(|kind| kind.word()).collect();
    if !clause.binds() || missing.is_empty() || days > SOON {
        return None;
    }
    let message = format!(
        "`{}/{}` is waived until {}, and nothing of this kind meets it from then on: {}",
        handbook.specification(key).id,
        clause.id,
        long_date(last),
        missing.join(", ")
    );
    Some(Diagnostic::new(RULE.code, waiver.span, message).hint("write what is missing and cite the clause there; or set a later `until`, if it still doesn’t apply to you"))
}
