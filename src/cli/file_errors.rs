//! The errors that some files of a handbook have, or would have: why a command refuses.

use super::refusal::{ErrorSubject, Refusal};
use super::{CommandError, shown_findings};
use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::pipeline::Examined;

pub(crate) struct Errors {
    findings: Findings,
    /// As a terminal shows them.
    shown: String,
}

impl Errors {
    pub(super) fn at(examined: &Examined, is_meant: impl Fn(&str) -> bool) -> Self {
        let files = &examined.sources.files;
        let is_error = |finding: &&Diagnostic| {
            finding.severity == Severity::Error && is_meant(&files.get(finding.span.file).path)
        };
        let mut findings = Findings::default();
        findings.extend(examined.findings.iter().filter(is_error).cloned());
        let shown = shown_findings(&findings, files);
        Self { findings, shown }
    }

    /// As a terminal shows them.
    pub(super) fn shown(self) -> String {
        self.shown
    }

    /// The findings of the whole handbook that count.
    pub(super) fn among(examined: &Examined, counts: impl Fn(&Diagnostic) -> bool) -> Self {
        let mut findings = Findings::default();
        findings.extend(examined.findings.iter().filter(|finding| counts(finding)).cloned());
        let shown = shown_findings(&findings, &examined.sources.files);
        Self { findings, shown }
    }

    pub(super) fn all(&self) -> usize {
        self.findings.iter().count()
    }

    pub(super) fn refuse_all(self, refusal: Refusal) -> CommandError {
        CommandError::HasErrors {
            count: self.all(),
            shown: self.shown,
            file: ErrorSubject::Several(0),
            refusal,
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.findings.count(Severity::Error)
    }

    pub(super) fn refuse(self, refusal: Refusal, file: ErrorSubject) -> CommandError {
        CommandError::HasErrors { count: self.count(), shown: self.shown, file, refusal }
    }
}
