//! The levels that the handbook file sets.

use super::{RULES, rule_setting, unprintable_character};
use crate::diagnostic::{Findings, Severity};
use crate::model::{Level, RuleSetting};

/// Findings of earlier stages that do not stop a build: they can be set as those of rules can.
const OF_EARLIER_STAGES: [&str; 8] = [
    "accidental-mark",
    "broken-table",
    "day-to-come",
    "missing-cell",
    "moved-clause",
    "numbered-anchor",
    "stray-mark",
    "unapproved-version",
];

/// The codes that a handbook file may set to another level: all that do not stop a build by themselves.
pub fn settable() -> impl Iterator<Item = &'static str> {
    let fixed = [rule_setting::RULE.code, unprintable_character::RULE.code];
    let rules = RULES.iter().map(|rule| rule.code).filter(move |code| !fixed.contains(code));
    rules.chain(OF_EARLIER_STAGES)
}

/// The findings at the levels that `settings` say, without those that are off.
#[must_use]
pub fn set(findings: Findings, settings: &[RuleSetting]) -> Findings {
    let levels = |code: &str| {
        let known = settable().any(|other| other == code);
        let setting = settings.iter().find(|setting| known && setting.code == code);
        setting.map(|setting| setting.level)
    };
    findings.leveled(|finding| match levels(finding.code) {
        None => Some(finding.severity),
        Some(Level::Error) => Some(Severity::Error),
        Some(Level::Warning) => Some(Severity::Warning),
        Some(Level::Note) => Some(Severity::Note),
        Some(Level::Off) => None,
    })
}
