//! The glossary as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::spanned::Spanned;
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// The glossary.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GlossarySource {
    /// The terms.
    #[serde(rename = "term")]
    pub(crate) terms: Vec<Spanned<TermSource>>,
    /// Terms that are easily confused.
    pub(crate) confused: Vec<Spanned<ConfusedSource>>,
}

pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> ReadKeys<GlossarySource> {
    let table = toml::parse(&file.text, id, findings);
    toml::read(table, "the glossary", id, findings)
}

/// A term.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TermSource {
    /// The term, spelled out.
    #[schemars(required)]
    pub(crate) term: Option<Spanned<String>>,
    /// Its acronym. The first one on a page of the site leads here.
    pub(crate) short: Option<Spanned<String>>,
    /// What it means, in a line of Markdown.
    #[schemars(required)]
    pub(crate) meaning: Option<Spanned<String>>,
    /// Other words that people search for; they find the term, and everything about it, too.
    pub(crate) also: Vec<Spanned<String>>,
    /// Words to avoid for it: `check` finds them.
    pub(crate) not: Vec<Spanned<String>>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Terms that are easily confused.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ConfusedSource {
    /// The terms, two or more.
    #[schemars(required)]
    pub(crate) terms: Option<Spanned<Vec<Spanned<String>>>>,
    /// What sets them apart, in a line of Markdown.
    #[schemars(required)]
    pub(crate) why: Option<Spanned<String>>,
}
