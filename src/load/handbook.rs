//! `handbook.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::spanned::Spanned;
use super::toml::{self, Read};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// The handbook file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HandbookSource {
    /// What the handbook is called.
    pub title: Option<Spanned<String>>,
    /// Language tag; `en-US` when not set.
    pub language: Option<Spanned<String>>,
    /// Accent color, `#rrggbb`.
    pub accent: Option<Spanned<String>>,
    /// `us-letter` or `a4`; `us-letter` when not set.
    pub page_size: Option<Spanned<String>>,
    /// Service lines offered.
    pub tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// Every service line that files may name, with what it is called.
    pub track_names: BTreeMap<String, Spanned<String>>,
    /// When somebody reaches for a form, in the order of the list of forms.
    pub form_tasks: Vec<Spanned<String>>,
    /// Particulars of the organization, for `{{ organization.… }}`.
    pub organization: BTreeMap<String, Spanned<String>>,
    /// Other particulars, for `{{ values.… }}`.
    pub values: BTreeMap<String, Spanned<String>>,
    /// Whom to call, in the order of the start page.
    pub contacts: Vec<Spanned<ContactSource>>,
    /// Clauses that do not apply, and why.
    pub waivers: Vec<Spanned<WaiverSource>>,
    /// Rules of `check` that are set to another level, and why.
    pub rules: Vec<Spanned<RuleSource>>,
}

/// A rule that is set to another level, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleSource {
    /// The rule, by the code of its findings.
    pub code: Option<Spanned<String>>,
    /// `error`, `warning`, `note` or `off`.
    pub level: Option<Spanned<String>>,
    /// Why.
    pub reason: Option<Spanned<String>>,
}

/// Reads the handbook file.
pub fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> Read<HandbookSource> {
    let table = toml::parse(&file.text, id, findings);
    toml::read(table, "the handbook file", id, findings)
}

/// Someone to call, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactSource {
    /// What for.
    pub what: Option<Spanned<String>>,
    /// The particular that holds the number, such as `organization.telephone`.
    pub value: Option<Spanned<String>>,
}

/// A waiver, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WaiverSource {
    /// The clause, as a citation names it.
    pub clause: Option<Spanned<String>>,
    /// Why it does not apply.
    pub reason: Option<Spanned<String>>,
}
