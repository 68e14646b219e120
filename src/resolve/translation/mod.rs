//! Translations beside the versions shown, and beside pages of the guide.

mod form;
mod markdown;
mod notices;
mod record;

pub(super) use notices::notices;
pub(crate) use record::originals_to_record;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::acronyms::Acronyms;
use super::approval::ApprovalReader;
use super::documents::{DocumentReader, ReadDocuments};
use super::links;
use super::outline::{Outline, Outlines};
use super::version::{Background, VersionReader};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{Sources, Spanned, TranslationFile, TranslationTexts};
use crate::memo::{Key, Keyed};
use crate::model::fingerprint::Fingerprint;
use crate::model::{
    AboutTranslation, Date, DocumentId, DocumentKind, Form, FormVersion, GuidePage, HandbookTranslations,
    Header, OriginalText, Policy, PolicyVersion, TranslatedVersion, Version,
};
use crate::source::{FileId, Span};
use crate::words::{self, FixedWords, Language, OwnWords};
use record::Originals;

/// A version, and the texts of it that nobody has translated, as people call them.
struct Translated<V> {
    version: V,
    missing: Vec<String>,
}

impl<'o> Original<'o> {
    fn of_version(
        id: &'o DocumentId,
        header: &'o Header,
        key: Key,
        is_it: &'o dyn Fn(&Fingerprint) -> bool,
    ) -> Self {
        Self { id, shown: header.effective, header: Some(header), title: &header.title, key, is_it }
    }
}

/// Reads the file of one translation.
struct TranslationReader<'a> {
    reader: VersionReader<'a>,
    file: &'a TranslationFile,
    /// Whether it was made from the text that is shown, so that whatever it names must be there.
    is_of_this_text: bool,
}

impl TranslationReader<'_> {
    fn span<T>(&self, written: &Spanned<T>) -> Span {
        Span::new(self.file.file, written.span())
    }

    /// An entry of the translation that is for nothing in the original. What an earlier version had may be gone.
    fn names_nothing<T>(&self, what: &str, written: &Spanned<T>, findings: &mut Findings) {
        if self.is_of_this_text {
            findings.push(
                Diagnostic::new(
                    FindingCode::TranslatesNothing,
                    self.span(written),
                    format!("there is no {what} in the original"),
                )
                .hint("use the ids of the original, and its own words for options; `clausebook translate` writes them all"),
            );
        }
    }
}

fn is_side_by_side(texts: &TranslationTexts) -> bool {
    let TranslationTexts::Form(texts) = texts else { return false };
    texts.keys.side_by_side.as_ref().is_some_and(|is| *is.get_ref())
}

/// The words that are written, unless they are blank: those are still to be translated.
fn given(written: Option<&Spanned<String>>) -> Option<&Spanned<String>> {
    written.filter(|text| !text.get_ref().trim().is_empty())
}

impl DocumentReader<'_> {
    /// The translations of what is shown. What is wrong with them, and what is still to do about them, becomes findings.
    pub(super) fn translations(
        &self,
        documents: &ReadDocuments,
        outlines: &Outlines,
        findings: &mut Findings,
    ) -> HandbookTranslations {
        let mut translations = HandbookTranslations::default();
        if self.sources.translations.is_empty() {
            return translations;
        }
        refuse_orphans(self.sources, findings);
        let known_tracks: Vec<_> = self.program.known_tracks.keys().cloned().collect();
        let none = Acronyms::default();
        let background = self.background(&known_tracks, self.names, &none);
        let as_approved = self.names.as_approved();
        let approvals = self.for_approval(&known_tracks, &as_approved, &none);
        let mut desk = Desk {
            sources: self.sources,
            background: &background,
            key: Key::of(&background),
            approvals: &approvals,
            outlines,
            words: BTreeMap::new(),
        };
        for form in &documents.forms {
            translations.forms.extend(desk.forms(form, findings));
        }
        for policy in &documents.policies {
            translations.policies.extend(desk.policies(policy, findings));
        }
        for page in &documents.guide {
            translations.guide.extend(desk.pages(page, findings));
        }
        translations
    }
}

/// A translation of what isn't there at all.
fn refuse_orphans(sources: &Sources, findings: &mut Findings) {
    for file in &sources.translations {
        let DocumentId { kind, id } = &file.document;
        let is_known = match kind {
            DocumentKind::Form => sources.forms.iter().any(|form| form.document == file.document),
            DocumentKind::Policy => sources.policies.iter().any(|policy| policy.document == file.document),
            DocumentKind::Guide => sources.guide.iter().any(|page| page.id == *id),
            DocumentKind::Curriculum => false,
        };
        if !is_known && !sources.unreadable.documents.contains(&file.document) {
            let message = format!("there is no {} `{id}` of which this is a translation", kind.word());
            findings.push(
                Diagnostic::new(FindingCode::TranslatesNothing, Span::top(file.file), message)
                    .hint("move it beside its original, or remove it"),
            );
        }
    }
}

/// What all translations are read with.
struct Desk<'a> {
    sources: &'a Sources,
    background: &'a Background<'a>,
    key: Key,
    approvals: &'a ApprovalReader<'a>,
    outlines: &'a Outlines,
    /// The words of the program, by language.
    words: BTreeMap<String, Arc<FixedWords>>,
}

/// What is translated.
struct Original<'o> {
    id: &'o DocumentId,
    /// The day of the version shown; `None` for a draft and for a page of the guide.
    shown: Option<Date>,
    /// `None` for a page of the guide.
    header: Option<&'o Header>,
    title: &'o str,
    key: Key,
    /// Whether it is the text with this fingerprint.
    is_it: &'o dyn Fn(&Fingerprint) -> bool,
}

impl<'a> Desk<'a> {
    fn originals(&self) -> Originals<'a> {
        Originals { sources: self.sources, approvals: self.approvals }
    }

    fn forms(&mut self, form: &Form, findings: &mut Findings) -> Vec<TranslatedVersion<FormVersion>> {
        let (id, english) = (DocumentKind::Form.id(&form.id), &form.current);
        let header = &english.header;
        let source = self.sources.forms.iter().find(|one| one.file == header.span.file);
        let Some(source) = source.filter(|_| self.has_any(&id)) else { return Vec::new() };
        let originals = self.originals();
        let is_it = |fingerprint: &Fingerprint| originals.is_version(source, fingerprint);
        let original = Original::of_version(&id, header, english.key, &is_it);
        self.each(&original, findings, |reader, words, findings| {
            let TranslationTexts::Form(texts) = &reader.file.source.texts else { return None };
            let read = form::translated(reader, english, &source.source, texts, words, findings);
            let outline = Outline::new(read.version.anchors(&id), &read.version.passages());
            Some((read, outline))
        })
    }

    fn policies(
        &mut self,
        policy: &Policy,
        findings: &mut Findings,
    ) -> Vec<TranslatedVersion<PolicyVersion>> {
        let (id, english) = (DocumentKind::Policy.id(&policy.id), &policy.current);
        let header = &english.header;
        let source = self.sources.policies.iter().find(|one| one.file == header.span.file);
        let Some(source) = source.filter(|_| self.has_any(&id)) else { return Vec::new() };
        let originals = self.originals();
        let is_it = |fingerprint: &Fingerprint| originals.is_version(source, fingerprint);
        let original = Original::of_version(&id, header, english.key, &is_it);
        self.each(&original, findings, |reader, _, findings| {
            let TranslationTexts::Markdown(texts, body) = &reader.file.source.texts else { return None };
            let read = markdown::policy(reader, english, &texts.keys, body, findings);
            let outline = Outline::new(read.version.anchors(&id), &read.version.passages());
            Some((read, outline))
        })
    }

    fn pages(
        &mut self,
        page: &Keyed<GuidePage>,
        findings: &mut Findings,
    ) -> Vec<TranslatedVersion<GuidePage>> {
        let id = DocumentKind::Guide.id(&page.id);
        let source = self.sources.guide.iter().find(|one| one.id == page.id);
        let Some(source) = source.filter(|_| self.has_any(&id)) else { return Vec::new() };
        let originals = self.originals();
        let is_it = |fingerprint: &Fingerprint| originals.is_page(source, fingerprint);
        let (title, key) = (&page.title, page.key);
        let original = Original { id: &id, shown: None, header: None, title, key, is_it: &is_it };
        self.each(&original, findings, |reader, _, findings| {
            let TranslationTexts::Markdown(texts, body) = &reader.file.source.texts else { return None };
            let read = markdown::page(reader, page, &texts.keys, body, findings);
            let outline = Outline::new(read.version.body.anchors(&id), &read.version.passages());
            Some((read, outline))
        })
    }

    /// Reads the translations of `original` with `read`, which also gives the places and links of what it has read.
    fn each<V>(
        &mut self,
        original: &Original<'_>,
        findings: &mut Findings,
        read: impl Fn(&TranslationReader<'_>, &FixedWords, &mut Findings) -> Option<(Translated<V>, Outline)>,
    ) -> Vec<TranslatedVersion<V>> {
        let mut all = Vec::new();
        for file in self.chosen(original.id, original.shown) {
            let words = self.words(&file.language, file.file, findings);
            let state = record::original(file, original.is_it, original.header);
            let written = self.sources.files.get(file.file);
            let reader = TranslationReader {
                reader: VersionReader::new(self.background, original.id, file.file, written),
                file,
                is_of_this_text: file.effective == original.shown || state == OriginalText::Unchanged,
            };
            let Some((translated, outline)) = read(&reader, &words, findings) else { continue };
            let unreadable = &self.sources.unreadable.documents;
            links::check_text(original.id, &outline, self.outlines, unreadable, findings);
            let about = self.about(file, state, original.title, &translated.missing, findings);
            let key = Key::of(&("translation", original.key, self.key, written.key));
            all.push(TranslatedVersion { about, words, version: Keyed::new(key, translated.version) });
        }
        all
    }

    fn has_any(&self, id: &DocumentId) -> bool {
        self.sources.translations.iter().any(|file| file.document == *id)
    }

    /// In each language the translation of the version shown: the one beside it, else the newest beside an earlier version, which may
    /// have another name since it was approved.
    fn chosen(&self, id: &DocumentId, shown: Option<Date>) -> Vec<&'a TranslationFile> {
        let mut by_language: BTreeMap<String, &TranslationFile> = BTreeMap::new();
        for file in self.sources.translations.iter().filter(|file| file.document == *id) {
            let is_usable = match (file.effective, shown) {
                (None, None) => true,
                (Some(own), Some(shown)) => own <= shown,
                (None, Some(_)) | (Some(_), None) => false,
            };
            if !is_usable {
                continue;
            }
            let tag = file.language.to_string();
            if by_language.get(&tag).is_none_or(|other| other.effective < file.effective) {
                by_language.insert(tag, file);
            }
        }
        by_language.into_values().collect()
    }

    /// What the program says in a language. What is wrong with these words is reported once.
    fn words(&mut self, language: &Language, file: FileId, findings: &mut Findings) -> Arc<FixedWords> {
        let tag = language.to_string();
        if let Some(known) = self.words.get(&tag) {
            return known.clone();
        }
        let own = self.sources.words.get(&words::path(language)).copied();
        let own = own.map(|file| OwnWords { file, text: &self.sources.files.get(file).text });
        let words = Arc::new(FixedWords::read(language, Span::top(file), own.as_ref(), findings));
        self.words.insert(tag, words.clone());
        words
    }

    /// What is known of a translation. What is still to do becomes a finding.
    fn about(
        &self,
        file: &TranslationFile,
        original: OriginalText,
        title: &str,
        missing: &[String],
        findings: &mut Findings,
    ) -> AboutTranslation {
        let about = AboutTranslation {
            document: file.document.clone(),
            language: file.language.clone(),
            original,
            confirmed: record::confirmation(file, self.background.calendar, findings),
            missing: missing.len(),
            is_side_by_side: is_side_by_side(&file.source.texts),
            title: title.to_owned(),
            span: Span::top(file.file),
        };
        findings.extend(record::to_do(&about, missing));
        about
    }
}
