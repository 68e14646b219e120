//! Findings: what is wrong, where, and what to do about it.

mod code;
mod json;
mod text;

pub use code::FindingCode;
pub(crate) use json::{Report, SetRule};
pub use text::render;

use crate::source::{Files, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The handbook cannot be built, or says something untrue.
    Error,
    /// The handbook builds; someone should fix this soon.
    Warning,
    /// Worth knowing; nothing is wrong.
    Note,
}

impl Severity {
    /// The word that reports and JSON use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: FindingCode,
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    pub span: Span,
    /// Other places that matter, each with the reason.
    pub(crate) labels: Vec<(Span, String)>,
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A finding at the usual level of its code.
    #[must_use]
    pub(crate) fn new(code: FindingCode, span: Span, message: impl Into<String>) -> Self {
        let (severity, message) = (code.usual_level(), message.into());
        Self { code, severity, message, span, labels: Vec::new(), hints: Vec::new() }
    }

    /// The same finding at another level, for a rule that has two.
    #[must_use]
    pub(crate) fn at_level(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    #[must_use]
    pub(crate) fn label(mut self, span: Span, why: impl Into<String>) -> Self {
        self.labels.push((span, why.into()));
        self
    }
}

/// The findings of a run, sorted by place.
#[derive(Debug, Clone, Default)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings in their present order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Drops the findings with this code that were noted after the first `from`: what they are about turned out to be shown to nobody.
    pub(crate) fn forget(&mut self, code: FindingCode, from: usize) {
        let mut at = 0;
        self.0.retain(|finding| {
            at += 1;
            at <= from || finding.code != code
        });
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// How many findings have this severity.
    #[must_use]
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether anything stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Each at the level that `level` says, without those for which it says none.
    #[must_use]
    pub(crate) fn leveled(self, level: impl Fn(&Diagnostic) -> Option<Severity>) -> Self {
        let leveled = self.0.into_iter().filter_map(|finding| {
            let severity = level(&finding)?;
            Some(Diagnostic { severity, ..finding })
        });
        Self(leveled.collect())
    }

    #[must_use]
    pub(crate) fn without_notes(&self) -> Self {
        let kept = self.0.iter().filter(|d| d.severity != Severity::Note);
        Self(kept.cloned().collect())
    }

    /// Sorted by file, place and severity, and each finding once.
    #[must_use]
    pub(crate) fn sorted(self, files: &Files) -> Self {
        let with_path = |finding: Diagnostic| (files.get(finding.span.file).path.as_str(), finding);
        let mut placed: Vec<(&str, Diagnostic)> = self.0.into_iter().map(with_path).collect();
        placed.sort_by(|(path, a), (other, b)| {
            (path, a.span.start, a.severity, a.code, &a.message).cmp(&(
                other,
                b.span.start,
                b.severity,
                b.code,
                &b.message,
            ))
        });
        let mut sorted: Vec<Diagnostic> = placed.into_iter().map(|(_, finding)| finding).collect();
        sorted.dedup();
        Self(sorted)
    }
}

/// The candidate nearest to what was written, for "did you mean"; `None` when nothing is near.
#[must_use]
pub(crate) fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, candidate)| {
            let length = written.len().max(candidate.len());
            *distance <= (if length < 12 { length / 3 } else { length / 5 }).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_finds_a_slip_and_not_a_stranger() {
        let known = ["cca-csp/components/6/4/3", "cca-csp/staffing/1"];
        assert_eq!(nearest("cca-csp/component/6/4/3", known), Some("cca-csp/components/6/4/3"));
        assert_eq!(nearest("something-else", known), None);
    }
}
