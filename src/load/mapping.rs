//! A set of mappings between two specifications as it is written.

use std::collections::BTreeMap;

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;

use super::spanned::{Day, Spanned};
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile, Span};

/// The keys of a set of mappings above its pairs.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MappingSetSource {
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// The specification whose clauses are compared.
    #[schemars(required)]
    pub(crate) source: Option<Spanned<String>>,
    /// The specification that they are compared with.
    #[schemars(required)]
    pub(crate) target: Option<Spanned<String>>,
    /// By specification: the revisions that somebody compared.
    #[schemars(with = "Option<BTreeMap<String, Day>>")]
    pub(crate) cites: Option<Spanned<BTreeMap<String, Spanned<Datetime>>>>,
}

/// Two clauses that somebody compared.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PairSource {
    /// The id of a clause of the source, such as `components/15`.
    #[schemars(required)]
    pub(crate) source: Option<Spanned<String>>,
    /// The id of a clause of the target.
    #[schemars(required)]
    pub(crate) target: Option<Spanned<String>>,
    /// What the source's clause asks, compared with the target's: equal, subset, superset or overlaps.
    #[schemars(required, extend("enum" = ["equal", "subset", "superset", "overlaps"]))]
    pub(crate) how: Option<Spanned<String>>,
}

/// A set of mappings that could be read.
#[derive(Debug)]
pub(crate) struct MappingFile {
    pub(crate) file: FileId,
    pub(crate) head: ReadKeys<MappingSetSource>,
    /// Its pairs, each with the place of its table.
    pub(crate) pairs: Vec<(Span, ReadKeys<PairSource>)>,
}

pub(crate) fn read(written: &SourceFile, file: FileId, findings: &mut Findings) -> MappingFile {
    let mut table = toml::parse(&written.text, file, findings);
    let pairs = toml::read_tables(&mut table, "pair", "a pair of clauses", file, findings);
    let head = toml::read(table, "a set of mappings", file, findings);
    MappingFile { file, head, pairs }
}

/// A set of mappings between two specifications.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholeMappingSet {
    #[serde(flatten)]
    head: MappingSetSource,
    /// The pairs of clauses.
    pair: Vec<PairSource>,
}
