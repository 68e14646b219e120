//! `handbook.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::spanned::Spanned;
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// The handbook file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct HandbookSource {
    pub(crate) title: Option<Spanned<String>>,
    /// Language tag; `en-US` when not set.
    pub(crate) language: Option<Spanned<String>>,
    /// Accent color, `#rrggbb`.
    pub(crate) accent: Option<Spanned<String>>,
    /// `us-letter` or `a4`; `us-letter` when not set.
    pub(crate) page_size: Option<Spanned<String>>,
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// Every service line that files may name, with what it is called.
    pub(crate) track_names: BTreeMap<String, Spanned<String>>,
    /// When somebody reaches for a form, in the order of the list of forms.
    pub(crate) form_tasks: Vec<Spanned<String>>,
    /// Whether versions that nobody has approved yet are on the built site before their date; `false` when not set.
    pub(crate) publish_upcoming: Option<Spanned<bool>>,
    /// Particulars of the organization, for `{{ organization.… }}`.
    pub(crate) organization: BTreeMap<String, Spanned<String>>,
    /// Other particulars, for `{{ values.… }}`.
    pub(crate) values: BTreeMap<String, Spanned<String>>,
    /// Whom to call, in the order of the start page.
    pub(crate) contacts: Vec<Spanned<ContactSource>>,
    /// Clauses that do not apply, and why.
    pub(crate) waivers: Vec<Spanned<WaiverSource>>,
    /// Rules of `check` that are set to another level, and why.
    pub(crate) rules: Vec<Spanned<RuleSource>>,
}

/// A rule that is set to another level, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RuleSource {
    /// The rule, by the code of its findings.
    pub(crate) code: Option<Spanned<String>>,
    /// `error`, `warning`, `note` or `off`.
    pub(crate) level: Option<Spanned<String>>,
    pub(crate) reason: Option<Spanned<String>>,
}

pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> ReadKeys<HandbookSource> {
    let table = toml::parse(&file.text, id, findings);
    toml::read(table, "the handbook file", id, findings)
}

/// Someone to call, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ContactSource {
    pub(crate) what: Option<Spanned<String>>,
    /// The particular that holds the number, such as `organization.telephone`.
    pub(crate) value: Option<Spanned<String>>,
}

/// A waiver, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WaiverSource {
    /// The clause, as a citation names it.
    pub(crate) clause: Option<Spanned<String>>,
    pub(crate) reason: Option<Spanned<String>>,
}
