//! The levels that the handbook file sets.

use crate::diagnostic::{Findings, Severity};
use crate::model::{Level, RuleSetting};

/// The findings at the levels that `settings` say, without those that are off.
#[must_use]
pub(crate) fn set(findings: Findings, settings: &[RuleSetting]) -> Findings {
    findings.leveled(|finding| {
        match settings.iter().find(|setting| setting.code == finding.code).map(|setting| setting.level) {
            None => Some(finding.severity),
            Some(Level::Error) => Some(Severity::Error),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Note) => Some(Severity::Note),
            Some(Level::Off) => None,
        }
    })
}
