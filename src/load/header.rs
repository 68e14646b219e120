//! The keys at the head of every version, whatever its kind, and the header of a Markdown file.

use std::collections::BTreeMap;
use std::ops::Range;

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::ChangeSource;
use super::fact_source::FactSourceKeys;
use super::spanned::{Day, Spanned};
use super::toml::{self, TomlTable};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::fence::{self, Fenced, NoHeader};
use crate::source::{FileId, SourceFile, Span};

/// The keys that every version has, as they are written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SourceHeader {
    /// Its title.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// The program's number for it.
    #[schemars(required)]
    pub(crate) number: Option<Spanned<String>>,
    /// The role of the person who keeps it up to date.
    #[schemars(required)]
    pub(crate) owner: Option<Spanned<String>>,
    /// Who must approve it.
    #[schemars(required)]
    pub(crate) approver: Option<Spanned<String>>,
    /// Who approved it, once someone has.
    pub(crate) approved_by: Option<Spanned<String>>,
    /// When it was approved.
    #[schemars(with = "Option<Day>")]
    pub(crate) approved_on: Option<Spanned<Datetime>>,
    /// The text that was approved: a fingerprint, which `clausebook approve` writes.
    pub(crate) approved_text: Option<Spanned<String>>,
    /// What the values in the text were when it was approved.
    pub(crate) approved_values: Option<Spanned<BTreeMap<String, String>>>,
    /// Who says that the text is the approved one, where the approval itself doesn't.
    pub(crate) text_confirmed_by: Option<Spanned<String>>,
    /// When that was said.
    #[schemars(with = "Option<Day>")]
    pub(crate) text_confirmed_on: Option<Spanned<Datetime>>,
    /// When someone last compared it with the specification.
    #[schemars(with = "Option<Day>")]
    pub(crate) reviewed: Option<Spanned<Datetime>>,
    /// Who reviewed it, if that is recorded.
    pub(crate) reviewed_by: Option<Spanned<String>>,
    /// Months between reviews; 12 when not set.
    pub(crate) review_months: Option<Spanned<i64>>,
    /// The day from which it is no longer in force, without a version that takes its place.
    #[schemars(with = "Option<Day>")]
    pub(crate) ends: Option<Spanned<Datetime>>,
    /// Why it ends, in a sentence.
    pub(crate) ends_because: Option<Spanned<String>>,
    /// The document that takes its place, such as `policy:intake`.
    pub(crate) successor: Option<Spanned<String>>,
    /// The ids that the document had before, which `clausebook rename` writes.
    pub(crate) formerly: Vec<Spanned<String>>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// By specification: the revision whose ids the citations of this file use.
    #[schemars(with = "Option<BTreeMap<String, Day>>")]
    pub(crate) cites: Option<Spanned<BTreeMap<String, Spanned<Datetime>>>>,
    /// By specification: the revision that somebody read this text against, which `clausebook review` writes.
    pub(crate) read_against: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// What it is for, in a sentence or two.
    #[schemars(required)]
    pub(crate) summary: Option<Spanned<String>>,
    /// Its revisions.
    pub(crate) history: Vec<Spanned<ChangeSource>>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<Spanned<FactSourceKeys>>,
}

/// A file that is a version of a document.
pub(crate) trait VersionSource: Send + Sync {
    /// The keys at its head that every version has.
    fn header(&self) -> &SourceHeader;

    /// Keys at its head that are there and could not be read.
    fn unread(&self) -> &[String];

    /// Reads a file; `None` when it has no header.
    fn read_file(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<Self>
    where
        Self: Sized;
}

/// The head of a version that was read: the keys that every version has, and those of its kind.
#[derive(Debug)]
pub(crate) struct ReadHeader<K> {
    /// The keys that every version has.
    pub(crate) every: SourceHeader,
    /// The keys that its kind adds.
    pub(crate) own: K,
    /// Names of keys of both that did not fit, and have been reported.
    pub(crate) unread: Vec<String>,
}

impl<K: DeserializeOwned + Default> ReadHeader<K> {
    /// Reads it; `what` names it for people, such as `a policy header`.
    pub(super) fn read(table: TomlTable<'_>, what: &str, file: FileId, findings: &mut Findings) -> Self {
        let (every, own) = toml::read_both::<SourceHeader, K>(table, what, file, findings);
        Self { every: every.keys, own: own.keys, unread: [every.unread, own.unread].concat() }
    }
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
