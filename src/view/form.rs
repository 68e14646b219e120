//! A form as readers see it.

use serde::Serialize;

use super::address;
use super::document::{self, ChangeView, CitedClause, DocumentRow, Fact, FactSourceView};
use super::place::LinkView;
use super::related::Related;
use super::translation::{self, LanguageLink, LanguageLinks};
use super::versions::{self, VersionLinks};
use crate::coverage::Coverage;
use crate::memo::Key;
use crate::model::text::plain_text;
use crate::model::{DocumentKind, Form, FormVersion, Handbook, OtherVersion};

/// A form in the list, under a task.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FormRow {
    pub(crate) row: DocumentRow,
    /// When it is due, in plain words.
    pub(crate) due: String,
    /// Who signs; empty where nobody does.
    pub(crate) signers: String,
    pub(crate) large_print: String,
    /// More of the groups that repeat, where there are any.
    pub(crate) continuation: Option<String>,
    /// The same in other languages.
    pub(crate) in_languages: Vec<LanguageLink>,
}

/// The forms for one occasion.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TaskView {
    /// The occasion, such as `A new Member`.
    pub(crate) name: String,
    /// Its forms, by number.
    pub(crate) forms: Vec<FormRow>,
}

#[derive(Debug, Serialize)]
pub struct FormPage<'a> {
    /// Stands for what it shows; see [`super::Pages::policies`].
    #[serde(skip)]
    pub(crate) key: Key,
    #[serde(flatten)]
    pub(crate) list: FormRow,
    /// Number, dates, owner, approval.
    pub(crate) facts: Vec<Fact>,
    pub(crate) policies: Vec<LinkView>,
    /// Clauses in the order of the specifications.
    pub(crate) clauses: Vec<CitedClause>,
    pub(crate) history: Vec<ChangeView>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<FactSourceView>,
    /// The other versions.
    pub(crate) versions: VersionLinks,
    pub(crate) languages: LanguageLinks,
    /// Whether the notice of language assistance goes with it.
    pub(crate) needs_notice: bool,
    /// The version shown, for its sections.
    #[serde(skip)]
    pub version: &'a FormVersion,
}

#[must_use]
pub(crate) fn page<'a>(
    form: &'a Form,
    handbook: &'a Handbook,
    coverage: &Coverage,
    related: &Related<'_>,
) -> FormPage<'a> {
    let version = &form.current;
    let policies = related.policies_of_form(&form.id);
    let versions = versions::links(form, handbook);
    let languages = translation::of_original(&DocumentKind::Form.id(&form.id), handbook);
    FormPage {
        key: Key::of(&(
            form.current.key,
            form.supersedes,
            &policies,
            &versions,
            &languages,
            document::comes_from(&version.header, handbook),
        )),
        list: row(form, handbook),
        facts: document::facts(form, &version.header, handbook),
        policies,
        clauses: document::cited_clauses(
            &DocumentKind::Form.id(&form.id),
            handbook,
            coverage,
            related,
            &|_| None,
        ),
        history: document::history(&version.header, &handbook.words),
        sources: document::fact_sources(&version.header.sources, &handbook.words),
        versions,
        languages,
        needs_notice: version.needs_language_notice,
        version,
    }
}

/// The page of another version.
#[must_use]
pub(crate) fn page_of_other<'a>(
    form: &'a Form,
    other: &'a OtherVersion<FormVersion>,
    handbook: &'a Handbook,
) -> FormPage<'a> {
    let OtherVersion { status, version } = other;
    let id = DocumentKind::Form.id(&form.id);
    let name = versions::name(&version.header);
    let pdf = |edition: &str| address::version_pdf(DocumentKind::Form, &form.id, &name, edition);
    let versions = versions::links_of_other(form, &version.header, *status, handbook);
    FormPage {
        key: Key::of(&(version.key, &versions, document::comes_from(&version.header, handbook))),
        list: FormRow {
            row: document::row_of_other(&id, &version.header, *status, handbook),
            due: plain_text(&version.due),
            signers: version.signers().join("; "),
            large_print: pdf("-large-print"),
            continuation: version.repeats().then(|| pdf("-continuation")),
            in_languages: Vec::new(),
        },
        facts: document::facts_of_other(&version.header, *status, handbook),
        policies: Vec::new(),
        clauses: Vec::new(),
        history: document::history(&version.header, &handbook.words),
        sources: document::fact_sources(&version.header.sources, &handbook.words),
        versions,
        languages: LanguageLinks::default(),
        needs_notice: version.needs_language_notice,
        version,
    }
}

/// The forms by task, in the order that the handbook file gives; a task without forms is left out.
#[must_use]
pub(crate) fn tasks(handbook: &Handbook) -> Vec<TaskView> {
    handbook
        .form_tasks
        .iter()
        .map(|task| TaskView {
            name: task.to_string(),
            forms: handbook
                .forms
                .iter()
                .filter(|form| form.current.tasks.contains(task))
                .map(|form| row(form, handbook))
                .collect(),
        })
        .filter(|task| !task.forms.is_empty())
        .collect()
}

fn row(form: &Form, handbook: &Handbook) -> FormRow {
    let version = &form.current;
    FormRow {
        row: document::row(&DocumentKind::Form.id(&form.id), &version.header, handbook),
        due: plain_text(&version.due),
        signers: version.signers().join("; "),
        large_print: address::form_large_print(&form.id),
        continuation: version.repeats().then(|| address::form_continuation(&form.id)),
        in_languages: translation::of_original(&DocumentKind::Form.id(&form.id), handbook).others,
    }
}
