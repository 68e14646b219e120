//! Rules that the program has set to another level.

use crate::diagnostic::FindingCode;
use crate::source::Span;

/// How much the findings of a rule matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// They stop the build.
    Error,
    /// Someone should fix them soon.
    Warning,
    /// They are worth knowing.
    Note,
    /// They are not reported.
    Off,
}

impl Level {
    pub(crate) const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Note, Self::Off];

    /// The word that the handbook file and the JSON use.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Off => "off",
        }
    }
}

/// A rule that is set to another level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleSetting {
    pub(crate) code: FindingCode,
    pub(crate) level: Level,
    pub(crate) reason: String,
    pub(crate) span: Span,
}
