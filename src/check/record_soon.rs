//! A record expires within the next 60 days, and no other one for the same clause lasts longer. Who renews a license must know early.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{RecordState, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::RecordSoon, look };

/// In days.
const SOON: i32 = 60;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let records = handbook.records.iter();
    let in_force = records.filter(|record| {
        record.state(handbook.as_of) == RecordState::InForce && !record.is_renewed(&handbook.records)
    });
    in_force
        .filter_map(|record| {
            let until = record.period.until?;
            let days = (until - handbook.as_of).get_days();
            let message = format!(
                "“{}” expires after {}, in {days} {}",
                record.what.as_str(),
                long_date(until),
                if days == 1 { "day" } else { "days" }
            );
            (days <= SOON).then(|| {
                Diagnostic::new(RULE.code, record.span, message).hint(
                    "renew it, and add the new one as a record of its own, with its `since` and `until`",
                )
            })
        })
        .collect()
}
