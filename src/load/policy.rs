//! A version of a policy as it is written: a header between `+++` lines, then Markdown.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::header::{ReadHeader, SourceHeader, VersionSource, fenced};
use super::spanned::Spanned;
use super::toml;
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// A version of a policy: its header, and where its Markdown is.
#[derive(Debug)]
pub(crate) struct PolicyFile {
    pub(crate) header: ReadHeader<PolicyKeys>,
    /// The bytes of its Markdown.
    pub(crate) body: Range<usize>,
}

impl VersionSource for PolicyFile {
    fn header(&self) -> &SourceHeader {
        &self.header.every
    }

    fn unread(&self) -> &[String] {
        &self.header.unread
    }

    fn read_file(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<Self> {
        read(file, id, findings)
    }
}

/// What the header of a policy has besides the keys of every version.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PolicyKeys {
    /// The card at the top.
    pub(crate) card: CardSource,
}

/// The header of a policy.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholePolicyHeader {
    #[serde(flatten)]
    every: SourceHeader,
    #[serde(flatten)]
    own: PolicyKeys,
}

/// The card at the top of a policy.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CardSource {
    /// What to do.
    #[serde(rename = "do")]
    pub(crate) what: Vec<Spanned<String>>,
    /// By when.
    pub(crate) by_when: Vec<Spanned<String>>,
    /// Whom to call.
    pub(crate) call: Vec<Spanned<String>>,
    /// Which form.
    pub(crate) form: Vec<Spanned<String>>,
}

/// Reads a version of a policy; `None` when it has no header, which becomes a finding.
pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<PolicyFile> {
    let (fenced, body) = fenced(&file.text, id, "policy", "title, number, owner …", findings)?;
    let table = toml::parse(&fenced, id, findings);
    let header = ReadHeader::read(table, "a policy header", id, findings);
    Some(PolicyFile { header, body })
}
