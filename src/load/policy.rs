//! A version of a policy as it is written: a header between `+++` lines, then Markdown.

use std::ops::Range;

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;

use super::ChangeSource;
use super::header::{fenced, has_header};
use super::spanned::{Day, Spanned};
use super::toml::{self, Read};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// A version of a policy: its header, and where its Markdown is.
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
