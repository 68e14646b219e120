//! A translation of a form, a policy or a page of the guide as it is written: texts by the ids of the original, and nothing else of it.
//!
//! It is beside its original, and its name has the language: `forms/service-plan/2026-11-25.es.toml`, `content/guide/about.es.md`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use ::toml::value::Datetime;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::header::fenced;
use super::policy::CardSource;
use super::spanned::{Day, Spanned};
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::model::DocumentId;
use crate::source::{FileId, SourceFile};
use crate::words::Language;

/// A translation that could be read.
#[derive(Debug)]
pub(crate) struct TranslationFile {
    /// What it is a translation of.
    pub(crate) document: DocumentId,
    /// The day of the version beside which it was written; `None` for a draft and for a page of the guide.
    pub(crate) effective: Option<Date>,
    pub(crate) language: Language,
    pub(crate) file: FileId,
    pub(crate) source: Arc<TranslationSource>,
}

#[derive(Debug)]
pub(crate) struct TranslationSource {
    pub(crate) record: ReadKeys<TranslationRecord>,
    pub(crate) texts: TranslationTexts,
}

#[derive(Debug)]
pub(crate) enum TranslationTexts {
    Form(ReadKeys<FormTranslation>),
    /// Of a policy or a page of the guide: its header, and the bytes of its Markdown.
    Markdown(ReadKeys<MarkdownTranslation>, Range<usize>),
}

/// What is recorded of a translation, which `clausebook translate` writes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TranslationRecord {
    /// The text that was translated: a fingerprint of the original.
    pub(crate) made_from: Option<Spanned<String>>,
    /// When it was made from that text.
    #[schemars(with = "Option<Day>")]
    pub(crate) made_on: Option<Spanned<Datetime>>,
    /// The qualified translator who confirmed it.
    pub(crate) confirmed_by: Option<Spanned<String>>,
    /// When it was confirmed.
    #[schemars(with = "Option<Day>")]
    pub(crate) confirmed_on: Option<Spanned<Datetime>>,
}

/// The texts of a form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FormTranslation {
    /// Whether there is a PDF with both languages, side by side.
    pub(crate) side_by_side: Option<Spanned<bool>>,
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) summary: Option<Spanned<String>>,
    pub(crate) due: Option<Spanned<String>>,
    /// Options and labels of rows that are used in several fields, by their words in the original.
    pub(crate) options: BTreeMap<String, Spanned<String>>,
    /// The sections, by id.
    pub(crate) section: BTreeMap<String, Spanned<SectionTranslation>>,
    /// The fields, by id.
    pub(crate) field: BTreeMap<String, Spanned<FieldTranslation>>,
}

/// The texts of a section.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SectionTranslation {
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) text: Option<Spanned<String>>,
    pub(crate) repeat_name: Option<Spanned<String>>,
}

/// The texts of a field.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FieldTranslation {
    pub(crate) label: Option<Spanned<String>>,
    pub(crate) help: Option<Spanned<String>>,
    pub(crate) row_heading: Option<Spanned<String>>,
    /// Of a group.
    pub(crate) repeat_name: Option<Spanned<String>>,
    /// Its options and the labels of its rows, by their words in the original.
    pub(crate) options: BTreeMap<String, Spanned<String>>,
    /// Its columns, by id.
    pub(crate) column: BTreeMap<String, Spanned<ColumnTranslation>>,
}

/// The texts of a column.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ColumnTranslation {
    pub(crate) label: Option<Spanned<String>>,
    /// Its options, by their words in the original.
    pub(crate) options: BTreeMap<String, Spanned<String>>,
}

/// What the translation of a policy or a page of the guide has above its Markdown.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MarkdownTranslation {
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) summary: Option<Spanned<String>>,
    /// The card of a policy.
    pub(crate) card: CardSource,
}

/// The file of a form's translation.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholeFormTranslation {
    #[serde(flatten)]
    record: TranslationRecord,
    #[serde(flatten)]
    texts: FormTranslation,
}

/// Reads the translation of a form.
pub(crate) fn read_form(file: &SourceFile, id: FileId, findings: &mut Findings) -> TranslationSource {
    let table = toml::parse(&file.text, id, findings);
    let (record, texts) = toml::read_both(table, "the translation of a form", id, findings);
    TranslationSource { record, texts: TranslationTexts::Form(texts) }
}

/// Reads the translation of a policy or a page of the guide; `None` when it has no header, which becomes a finding.
pub(crate) fn read_markdown(
    file: &SourceFile,
    id: FileId,
    findings: &mut Findings,
) -> Option<TranslationSource> {
    let (fenced, body) = fenced(&file.text, id, "translation", "title, summary", findings)?;
    let table = toml::parse(&fenced, id, findings);
    let (record, texts) = toml::read_both(table, "a translation’s header", id, findings);
    Some(TranslationSource { record, texts: TranslationTexts::Markdown(texts, body) })
}
