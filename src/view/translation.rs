//! Forms, policies and pages of the guide in other languages: the same pages with other texts, and with what is to be known of a
//! translation at their head.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::{self, DocumentRow};
use super::form::{FormPage, FormRow};
use super::guide::{GuideRow, GuideView};
use super::policy::{self, PolicyPage};
use super::versions::VersionLinks;
use super::{Shell, address, words};
use crate::memo::Key;
use crate::model::text::plain_text;
use crate::model::{
    AboutTranslation, DocumentId, DocumentKind, FormVersion, GuidePage, Handbook, Header, LanguageNotice,
    OriginalText, PolicyVersion, TranslatedVersion, TranslatorConfirmation, VersionStatus,
};
use crate::words::{FixedWords, own_name};

/// The pages in one language.
#[derive(Debug)]
pub(crate) struct TranslatedPages<'a> {
    /// With the language and its words.
    pub(crate) shell: Shell,
    pub(crate) policies: Vec<PolicyPage<'a>>,
    pub(crate) forms: Vec<FormPage<'a>>,
    pub(crate) guide: Vec<GuideView<'a>>,
}

/// What the page of a document says about its languages.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(crate) struct LanguageLinks {
    /// The same in other languages.
    pub(crate) others: Vec<LanguageLink>,
    /// The PDFs that have it in two languages, each with the name and tag of the other language.
    pub(crate) side_by_side: Vec<LanguageLink>,
    /// What is to be known of a translation; empty where it is the original.
    pub(crate) notices: Vec<String>,
}

/// A document in another language.
#[derive(Debug, Clone, Hash, Serialize)]
pub(crate) struct LanguageLink {
    /// What its speakers call it, such as `Español`.
    pub(crate) name: String,
    /// Its tag (BCP 47).
    pub(crate) tag: String,
    /// From the site's root.
    pub(crate) url: String,
}

/// The languages of a document, for the page of the original.
#[must_use]
pub(crate) fn of_original(document: &DocumentId, handbook: &Handbook) -> LanguageLinks {
    let all = || handbook.translations.of(document);
    let side_by_side = all().filter(|about| about.is_side_by_side).map(link_to_both).collect();
    LanguageLinks { others: all().map(link).collect(), side_by_side, notices: Vec::new() }
}

fn link(about: &AboutTranslation) -> LanguageLink {
    LanguageLink {
        name: own_name(&about.language),
        tag: about.language.to_string(),
        url: address::page(about.document.kind, &name(about)),
    }
}

fn link_to_both(about: &AboutTranslation) -> LanguageLink {
    LanguageLink { url: address::form_side_by_side(&name(about)), ..link(about) }
}

/// What a translation is called in addresses: `service-plan.es`. No id has a period.
fn name(about: &AboutTranslation) -> String {
    format!("{}.{}", about.document.id, about.language)
}

/// The languages of a translation: the original first, then the other translations.
fn of_translation(about: &AboutTranslation, words: &FixedWords, handbook: &Handbook) -> LanguageLinks {
    let original = LanguageLink {
        name: own_name(&handbook.language),
        tag: handbook.language.to_string(),
        url: address::page(about.document.kind, &about.document.id),
    };
    let others = handbook.translations.of(&about.document).filter(|other| other.language != about.language);
    LanguageLinks {
        side_by_side: about
            .is_side_by_side
            .then(|| LanguageLink { url: address::form_side_by_side(&name(about)), ..original.clone() })
            .into_iter()
            .collect(),
        others: std::iter::once(original).chain(others.map(link)).collect(),
        notices: notices(about, words),
    }
}

/// What readers have to know of a translation, in its language.
fn notices(about: &AboutTranslation, words: &FixedWords) -> Vec<String> {
    let say = &words.translated;
    let mut notices = Vec::new();
    notices.push(match &about.confirmed {
        None => say.to_be_confirmed.to_string(),
        Some(TranslatorConfirmation { by, on }) => {
            say.confirmed.fill(&[("name", &**by), ("day", &words.dates.day(*on))])
        }
    });
    match about.original {
        OriginalText::Unchanged | OriginalText::NotRecorded => {}
        OriginalText::Changed(Some(day)) => {
            notices.push(say.changed_on.fill(&[("day", &words.dates.day(day))]));
        }
        OriginalText::Changed(None) => notices.push(say.changed.to_string()),
    }
    if about.missing > 0 {
        notices.push(say.partly.to_string());
    }
    notices.push(say.what_counts.to_string());
    notices
}

/// The pages in each language, in the order of the tags.
#[must_use]
pub(crate) fn pages<'a>(handbook: &'a Handbook, shell: &Shell) -> Vec<TranslatedPages<'a>> {
    let mut by_language: BTreeMap<String, TranslatedPages<'a>> = BTreeMap::new();
    let translations = &handbook.translations;
    for one in &translations.policies {
        shelf(&mut by_language, &one.about, &one.words, handbook, shell)
            .policies
            .push(policy_page(one, handbook));
    }
    for one in &translations.forms {
        shelf(&mut by_language, &one.about, &one.words, handbook, shell).forms.push(form_page(one, handbook));
    }
    for one in &translations.guide {
        shelf(&mut by_language, &one.about, &one.words, handbook, shell)
            .guide
            .push(guide_page(one, handbook));
    }
    by_language.into_values().collect()
}

fn shelf<'s, 'a>(
    shelves: &'s mut BTreeMap<String, TranslatedPages<'a>>,
    about: &AboutTranslation,
    words: &std::sync::Arc<FixedWords>,
    handbook: &Handbook,
    shell: &Shell,
) -> &'s mut TranslatedPages<'a> {
    shelves.entry(about.language.to_string()).or_insert_with(|| TranslatedPages {
        shell: Shell {
            language: about.language.clone(),
            words: words.clone(),
            as_of: words.dates.day(handbook.as_of),
            ..shell.clone()
        },
        policies: Vec::new(),
        forms: Vec::new(),
        guide: Vec::new(),
    })
}

fn row(about: &AboutTranslation, header: &Header, words: &FixedWords, handbook: &Handbook) -> DocumentRow {
    let (kind, name) = (about.document.kind, name(about));
    let standing = words::standing(header, handbook.as_of, words);
    let date = header.date(VersionStatus::Shown, handbook.as_of);
    DocumentRow {
        id: about.document.id.clone(),
        url: address::page(kind, &name),
        pdf: address::pdf(kind, &name),
        number: header.number.to_string(),
        title: header.title.to_string(),
        summary: plain_text(&header.summary),
        owner: String::new(),
        version: document::version(&standing.word, date, words),
        date: document::dated(date, words),
        standing,
        // Who approved and reviews it is said of the original.
        in_short: String::new(),
        last_review: String::new(),
        next_review: String::new(),
        review_late: false,
    }
}

/// What is said of versions is said of the original.
fn no_versions() -> VersionLinks {
    VersionLinks {
        status: VersionStatus::Shown,
        notice: None,
        next: Vec::new(),
        end: None,
        all: None,
        changes: None,
    }
}

fn form_page<'a>(one: &'a TranslatedVersion<FormVersion>, handbook: &'a Handbook) -> FormPage<'a> {
    let TranslatedVersion { about, words, version } = one;
    let languages = of_translation(about, words, handbook);
    let name = name(about);
    FormPage {
        key: Key::of(&(version.key, &languages)),
        list: FormRow {
            row: row(about, &version.header, words, handbook),
            due: plain_text(&version.due),
            signers: version.signers().join("; "),
            large_print: address::form_large_print(&name),
            continuation: version.repeats().then(|| address::form_continuation(&name)),
            in_languages: Vec::new(),
        },
        facts: Vec::new(),
        policies: Vec::new(),
        clauses: Vec::new(),
        history: Vec::new(),
        versions: no_versions(),
        languages,
        needs_notice: version.needs_language_notice,
        sources: Vec::new(),
        version,
    }
}

fn policy_page<'a>(one: &'a TranslatedVersion<PolicyVersion>, handbook: &'a Handbook) -> PolicyPage<'a> {
    let TranslatedVersion { about, words, version } = one;
    let languages = of_translation(about, words, handbook);
    PolicyPage {
        key: Key::of(&(version.key, &languages)),
        row: row(about, &version.header, words, handbook),
        facts: Vec::new(),
        toc: policy::toc(&version.body.blocks),
        citations: Vec::new(),
        clauses: Vec::new(),
        forms: Vec::new(),
        curricula: Vec::new(),
        history: Vec::new(),
        versions: no_versions(),
        languages,
        sources: Vec::new(),
        version,
    }
}

fn guide_page<'a>(one: &'a TranslatedVersion<GuidePage>, handbook: &'a Handbook) -> GuideView<'a> {
    let TranslatedVersion { about, words, version } = one;
    let languages = of_translation(about, words, handbook);
    let name = name(about);
    GuideView {
        key: Key::of(&(version.key, &languages)),
        row: GuideRow {
            url: address::guide(&name),
            title: version.title.to_string(),
            summary: plain_text(&version.summary),
        },
        toc: policy::toc(&version.body.blocks),
        citations: Vec::new(),
        clauses: Vec::new(),
        languages,
        pdf: Some(address::pdf(DocumentKind::Guide, &name)),
        sources: Vec::new(),
        page: version,
    }
}

/// The notice of language assistance in a language.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NoticeView {
    pub(crate) tag: &'static str,
    pub(crate) text: String,
    #[serde(skip)]
    pub(crate) is_printable: bool,
}

#[must_use]
pub(crate) fn language_notices(handbook: &Handbook) -> Vec<NoticeView> {
    let view = |LanguageNotice { tag, text, is_printable }: &LanguageNotice| NoticeView {
        tag,
        text: text.clone(),
        is_printable: *is_printable,
    };
    handbook.language_notices.iter().map(view).collect()
}

/// A translation that somebody has to take care of, on the director's page.
#[derive(Debug, Serialize)]
pub(crate) struct OpenTranslation {
    pub(crate) title: String,
    /// As its speakers call it.
    pub(crate) language: String,
    pub(crate) tag: String,
    pub(crate) url: String,
    /// What is to be done, in words.
    pub(crate) states: Vec<String>,
}

#[must_use]
pub(crate) fn open(handbook: &Handbook) -> Vec<OpenTranslation> {
    let say = &handbook.words.translated;
    let row = |about: &AboutTranslation| {
        let LanguageLink { name, tag, url } = link(about);
        let is_stale = matches!(about.original, OriginalText::Changed(_));
        let states = [
            (is_stale, &say.outdated),
            (about.missing > 0, &say.incomplete),
            (about.confirmed.is_none(), &say.unconfirmed),
        ];
        let states = states.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_string());
        OpenTranslation { title: about.title.clone(), language: name, tag, url, states: states.collect() }
    };
    handbook.translations.all().filter(|about| about.is_open()).map(row).collect()
}
