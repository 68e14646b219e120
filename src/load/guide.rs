//! A page of the guide as it is written: a header between `+++` lines, then Markdown.

use std::collections::BTreeMap;
use std::ops::Range;

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;

use super::fact_source::FactSourceKeys;
use super::header::fenced;
use super::places::stem;
use super::spanned::{Day, Spanned};
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// A guide page that could be read.
#[derive(Debug)]
pub(crate) struct GuideFile {
    /// The name of the file without its ending.
    pub(crate) id: String,
    pub(crate) file: FileId,
    pub(crate) header: ReadKeys<GuideHeader>,
    /// The bytes of its Markdown.
    pub(crate) body: Range<usize>,
}

/// The header of a page of the guide.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GuideHeader {
    /// Its title.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// What it is for, in a sentence or two.
    #[schemars(required)]
    pub(crate) summary: Option<Spanned<String>>,
    /// Its position among the pages; the smallest number comes first.
    #[schemars(required)]
    pub(crate) order: Option<Spanned<i64>>,
    /// Whom it is for: `everybody`, or `authors`, who write the handbook. A page for authors is on the site, and not in `handbook.pdf`.
    /// It is for everybody when not set.
    pub(crate) readers: Option<Spanned<String>>,
    /// The ids that it had before, which `clausebook rename` writes.
    pub(crate) formerly: Vec<Spanned<String>>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// By specification: the revision whose ids the citations of this page use.
    #[schemars(with = "Option<BTreeMap<String, Day>>")]
    pub(crate) cites: Option<Spanned<BTreeMap<String, Spanned<Datetime>>>>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<Spanned<FactSourceKeys>>,
}

/// Reads a page; `None` when it has no header, which becomes a finding.
pub(crate) fn read(written: &SourceFile, file: FileId, findings: &mut Findings) -> Option<GuideFile> {
    let (fenced, body) = fenced(&written.text, file, "guide page", "title, summary, order", findings)?;
    let table = toml::parse(&fenced, file, findings);
    let header = toml::read(table, "a guide page’s header", file, findings);
    Some(GuideFile { id: stem(&written.path), file, header, body })
}
