//! A record has expired, and no other one for the same clause lasts longer: the clause is no longer met by it.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{RecordState, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::RecordExpired, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let records = handbook.records.iter();
    let expired = records.filter(|record| {
        record.state(handbook.as_of) == RecordState::Expired && !record.is_renewed(&handbook.records)
    });
    expired
        .filter_map(|record| {
            let message = format!("“{}” expired on {}", record.what.as_str(), long_date(record.period.until?));
            Some(Diagnostic::new(RULE.code, record.span, message).hint(
                "renew it, and add the new one as a record of its own, with its `since` and `until`; this one can stay",
            ))
        })
        .collect()
}
