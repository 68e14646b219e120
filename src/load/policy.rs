//! A version of a policy as it is written: a header between `+++` lines, then Markdown.

use std::ops::Range;

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;

use super::ChangeSource;
use super::header::has_header;
use super::spanned::{Day, Spanned};
use super::toml::{self, Read};
use crate::diagnostic::{Diagnostic, Findings};
use crate::source::{FileId, SourceFile, Span};

/// A version of a policy: its header, and where its Markdown stands.
#[derive(Debug)]
pub struct PolicyFile {
    /// Its header.
    pub header: Read<PolicyHeader>,
    /// The bytes of its Markdown.
    pub body: Range<usize>,
}

/// The header of a policy.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyHeader {
    /// What it is called.
    #[schemars(required)]
    pub title: Option<Spanned<String>>,
    /// The program's number for it.
    #[schemars(required)]
    pub number: Option<Spanned<String>>,
    /// Who keeps it.
    #[schemars(required)]
    pub owner: Option<Spanned<String>>,
    /// Who must approve it.
    #[schemars(required)]
    pub approver: Option<Spanned<String>>,
    /// Who approved it, once someone has.
    pub approved_by: Option<Spanned<String>>,
    /// When it was approved.
    #[schemars(with = "Option<Day>")]
    pub approved_on: Option<Spanned<Datetime>>,
    /// When it was last reviewed.
    #[schemars(with = "Option<Day>")]
    pub reviewed: Option<Spanned<Datetime>>,
    /// Who reviewed it, where that is recorded.
    pub reviewed_by: Option<Spanned<String>>,
    /// Months between reviews.
    pub review_months: Option<Spanned<i64>>,
    /// Service lines it is for; all when not set.
    pub tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// What it makes sure of.
    #[schemars(required)]
    pub summary: Option<Spanned<String>>,
    /// The card at the top.
    pub card: CardSource,
    /// Its revisions.
    pub history: Vec<Spanned<ChangeSource>>,
}

has_header!(PolicyHeader);

/// The card at the top of a policy.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CardSource {
    /// What to do.
    #[serde(rename = "do")]
    pub what: Vec<Spanned<String>>,
    /// By when.
    pub by_when: Vec<Spanned<String>>,
    /// Whom to call.
    pub call: Vec<Spanned<String>>,
    /// Which form.
    pub form: Vec<Spanned<String>>,
}

/// Reads a version of a policy; `None` when it has no header, which becomes a finding.
pub fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<PolicyFile> {
    let (fenced, body) = fenced(&file.text, id, "policy", "title, number, owner …", findings)?;
    let table = toml::parse(&fenced, id, findings);
    let header = toml::read(table, "a policy header", id, findings);
    Some(PolicyFile { header, body })
}

/// The header of a file of Markdown, and where its body stands. The fence is blanked, not cut, so that places in the header are places
/// in the file. `None` when it has none, which becomes a finding; `what` is such as
/// `policy`, `keys` are the first that its header has.
pub fn fenced(
    text: &str,
    file: FileId,
    what: &str,
    keys: &str,
    findings: &mut Findings,
) -> Option<(String, Range<usize>)> {
    match split(text) {
        Ok((header, body)) => Some((format!("{}{}", " ".repeat(header.start), &text[header]), body)),
        Err(problem) => {
            let message = match problem {
                NoHeader::Missing => format!("this {what} has no header"),
                NoHeader::Unclosed => format!("the header of this {what} does not end"),
            };
            findings.push(Diagnostic::error("missing-header", Span::top(file), message).hint(format!(
                "a {what} begins with a line `+++`, its keys ({keys}), and another line `+++`"
            )));
            None
        }
    }
}

/// Why a file has no header.
#[derive(Debug, PartialEq, Eq)]
enum NoHeader {
    /// It does not begin with `+++`.
    Missing,
    /// The second `+++` is missing.
    Unclosed,
}

/// Finds the header and the body of a policy: the bytes between the `+++` lines, and those after them.
fn split(text: &str) -> Result<(Range<usize>, Range<usize>), NoHeader> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "+++" {
        return Err(NoHeader::Missing);
    }
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "+++" {
            return Ok((first.len()..at, at + line.len()..text.len()));
        }
        at += line.len();
    }
    Err(NoHeader::Unclosed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_and_body_are_found_with_either_line_end() {
        for text in ["+++\na = 1\n+++\nbody", "+++\r\na = 1\r\n+++\r\nbody"] {
            let (header, body) = split(text).unwrap();
            assert_eq!(text[header].trim_end(), "a = 1");
            assert_eq!(&text[body], "body");
        }
    }

    #[test]
    fn a_missing_or_open_header_is_told_apart() {
        assert_eq!(split("# Title"), Err(NoHeader::Missing));
        assert_eq!(split(""), Err(NoHeader::Missing));
        assert_eq!(split("+++\na = 1\n"), Err(NoHeader::Unclosed));
    }
}
