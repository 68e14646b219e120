//! The keys that every version of a policy or form has.

use std::ops::Range;

use toml::value::Datetime;

use super::ChangeSource;
use super::spanned::Spanned;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::fence::{self, Fenced, NoHeader};
use crate::source::{FileId, Span};

/// The keys that every version has, as they are written.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a> {
    /// What it is called.
    pub title: Option<&'a Spanned<String>>,
    /// The program's number for it.
    pub number: Option<&'a Spanned<String>>,
    /// Who keeps it.
    pub owner: Option<&'a Spanned<String>>,
    /// Who must approve it.
    pub approver: Option<&'a Spanned<String>>,
    /// Who approved it, once someone has.
    pub approved_by: Option<&'a Spanned<String>>,
    /// When it was approved.
    pub approved_on: Option<&'a Spanned<Datetime>>,
    /// When it was last reviewed.
    pub reviewed: Option<&'a Spanned<Datetime>>,
    /// Who reviewed it.
    pub reviewed_by: Option<&'a Spanned<String>>,
    /// Months between reviews.
    pub review_months: Option<&'a Spanned<i64>>,
    /// Service lines it is for.
    pub tracks: Option<&'a Spanned<Vec<Spanned<String>>>>,
    /// What it is for.
    pub summary: Option<&'a Spanned<String>>,
    /// Its revisions.
    pub history: &'a [Spanned<ChangeSource>],
}

/// The header of a Markdown file, and the bytes of its Markdown. The fence is blanked, not cut, so that places in the header are places
/// in the file. `None` when it has no header, which becomes a finding; `what` is e.g. `policy`, `keys` are the first keys of its header.
pub(super) fn fenced(
    text: &str,
    file: FileId,
    what: &str,
    keys: &str,
    findings: &mut Findings,
) -> Option<(String, Range<usize>)> {
    match fence::find(text) {
        Ok(Fenced { header, body }) => Some((format!("{}{}", " ".repeat(header.start), &text[header]), body)),
        Err(problem) => {
            let message = match problem {
                NoHeader::Missing => format!("this {what} has no header"),
                NoHeader::Unclosed => format!("the header of this {what} is not closed"),
            };
            findings.push(Diagnostic::new(FindingCode::MissingHeader, Span::top(file), message).hint(
                format!("a {what} begins with a `+++` line, its keys ({keys}), and another `+++` line"),
            ));
            None
        }
    }
}

/// Gives the keys of a file as a [`Header`]. The files name them one by one, since a value's place is lost under serde's `flatten`.
macro_rules! has_header {
    ($keys:ty) => {
        impl $keys {
            /// The keys that every version has.
            #[must_use]
            pub fn header(&self) -> $crate::load::Header<'_> {
                $crate::load::Header {
                    title: self.title.as_ref(),
                    number: self.number.as_ref(),
                    owner: self.owner.as_ref(),
                    approver: self.approver.as_ref(),
                    approved_by: self.approved_by.as_ref(),
                    approved_on: self.approved_on.as_ref(),
                    reviewed: self.reviewed.as_ref(),
                    reviewed_by: self.reviewed_by.as_ref(),
                    review_months: self.review_months.as_ref(),
                    tracks: self.tracks.as_ref(),
                    summary: self.summary.as_ref(),
                    history: &self.history,
                }
            }
        }
    };
}

pub(super) use has_header;
