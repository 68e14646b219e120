//! Versions: one file each, named after the date on which it takes effect.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::model::DocumentId;
use crate::source::{FileId, Span};

/// A version that could be read.
#[derive(Debug)]
pub(crate) struct VersionFile<T> {
    /// What it is a version of.
    pub(crate) document: DocumentId,
    /// The date in its file name; `None` for a draft.
    pub(crate) effective: Option<Date>,
    pub(crate) file: FileId,
    pub(crate) source: Arc<T>,
}

/// The date that the name of `file` states, without its `ending`; `None` for `draft`.
///
/// # Errors
/// A finding when it is neither.
pub(crate) fn effective(name: &str, file: FileId, ending: &str) -> Result<Option<Date>, Diagnostic> {
    match name.parse::<Date>() {
        // `2026-11-23` and nothing else: not the other ways to write a date, no year before 1.
        Ok(date) if date.year() > 0 && date.to_string() == name => Ok(Some(date)),
        _ if name.eq_ignore_ascii_case("draft") => Ok(None),
        _ => Err(Diagnostic::new(
            FindingCode::BadVersionName,
            Span::top(file),
            format!("`{name}` is not the date on which a version takes effect"),
        )
        .hint(format!(
            "name the file after the date, such as `2026-11-23.{ending}`, or `draft.{ending}` while there is none"
        ))),
    }
}

/// The finding about a revision of a specification that has no date: there are no drafts of what somebody else publishes.
pub(crate) fn not_a_date(name: &str, file: FileId, ending: &str) -> Diagnostic {
    Diagnostic::new(
        FindingCode::BadVersionName,
        Span::top(file),
        format!("`{name}` is not the date on which this revision takes effect"),
    )
    .hint(format!("name the file after the date, such as `2026-11-23.{ending}`"))
}

/// Sorts versions by id and date, drafts last, and finds those of one date.
pub(crate) fn sort<T>(versions: &mut [VersionFile<T>], findings: &mut Findings) {
    // `None` sorts before every date, but a draft comes after them all.
    versions.sort_by_key(|version| (version.document.clone(), version.effective.unwrap_or(Date::MAX)));
    for pair in versions.windows(2) {
        let [first, second] = pair else { continue };
        if first.document == second.document && first.effective == second.effective {
            findings.push(
                Diagnostic::new(
                    FindingCode::DuplicateVersion,
                    Span::top(second.file),
                    format!(
                        "two versions of the {} `{}` have the same date",
                        first.document.kind.word(),
                        first.document.id
                    ),
                )
                .label(Span::top(first.file), "the other")
                .hint("each version is one file, named after the date on which it takes effect"),
            );
        }
    }
}
