//! Findings as JSON: the contract of `clausebook check --format json`.

use serde::Serialize;

use super::{FindingCode, Findings, Severity};
use crate::source::Files;

/// `{"findings": […], "counts": {…}, "rules": […]}`.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    findings: Vec<Finding>,
    counts: FindingCounts,
    rules: Vec<SetRule>,
}

/// A rule that the handbook file sets to another level.
#[derive(Debug, Serialize)]
pub(crate) struct SetRule {
    code: &'static str,
    level: &'static str,
    reason: String,
}

impl SetRule {
    /// `level` is `error`, `warning`, `note` or `off`.
    #[must_use]
    pub(crate) fn new(code: FindingCode, level: &'static str, reason: &str) -> Self {
        Self { code: code.word(), level, reason: reason.to_owned() }
    }
}

#[derive(Debug, Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    line: usize,
    column: usize,
    hints: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FindingCounts {
    error: usize,
    warning: usize,
    note: usize,
}

impl Report {
    /// Whether anything stops the build.
    #[must_use]
    pub(crate) fn has_errors(&self) -> bool {
        self.counts.error > 0
    }

    /// The findings with their places as a person counts them, and the rules that are set to another level.
    #[must_use]
    pub(crate) fn new(findings: &Findings, files: &Files, rules: Vec<SetRule>) -> Self {
        Self {
            rules,
            counts: FindingCounts {
                error: findings.count(Severity::Error),
                warning: findings.count(Severity::Warning),
                note: findings.count(Severity::Note),
            },
            findings: findings
                .iter()
                .map(|diagnostic| {
                    let location = files.location(diagnostic.span);
                    Finding {
                        code: diagnostic.code.word(),
                        severity: diagnostic.severity.word(),
                        message: diagnostic.message.clone(),
                        file: location.file,
                        line: location.line,
                        column: location.column,
                        hints: diagnostic.hints.clone(),
                    }
                })
                .collect(),
        }
    }
}
