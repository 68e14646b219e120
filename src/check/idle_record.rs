//! A record is listed for a clause that takes no record: it meets nothing.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::EvidenceKind;

pub(crate) const RULE: Rule = Rule { code: FindingCode::IdleRecord, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let parts =
        handbook.records.iter().flat_map(|record| record.parts.iter().map(move |part| (record, part)));
    parts
        .filter(|(_, part)| !handbook.clause(part.clause).needs.contains(&EvidenceKind::Record))
        .map(|(record, part)| {
            let id = &handbook.clause(part.clause).id;
            let message = format!(
                "`{}/{id}` takes no record, so “{}” meets nothing",
                handbook.specification(part.clause).id,
                record.what.as_str()
            );
            Diagnostic::new(RULE.code, record.span, message).hint(
                "name the clause that asks for it; or add \"record\" to the `needs` of this one, if it does",
            )
        })
        .collect()
}
