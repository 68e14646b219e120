//! Translations: the texts of a form, a policy or a page of the guide in another language. Everything else is the original's: ids, rules,
//! what meets which clause. A translation is never evidence of its own.

use std::sync::Arc;

use super::guide::GuidePage;
use super::kind::DocumentId;
use super::policy::PolicyVersion;
use super::{Date, FormVersion};
use crate::memo::Keyed;
use crate::source::{Placed, Span};
use crate::words::{FixedWords, Language};

/// The translations of what the handbook shows, by document and language.
#[derive(Debug, Default)]
pub(crate) struct HandbookTranslations {
    pub(crate) policies: Vec<TranslatedVersion<PolicyVersion>>,
    pub(crate) forms: Vec<TranslatedVersion<FormVersion>>,
    pub(crate) guide: Vec<TranslatedVersion<GuidePage>>,
}

/// That help in a language is free, said in that language (45 CFR 92.11).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LanguageNotice {
    /// Its tag, without a country.
    pub(crate) tag: &'static str,
    pub(crate) text: String,
    /// Whether a font at hand has its letters.
    pub(crate) is_printable: bool,
}

/// A version, or a page of the guide, with its texts in another language.
#[derive(Debug)]
pub(crate) struct TranslatedVersion<V> {
    pub(crate) about: AboutTranslation,
    /// What the program says, in that language.
    pub(crate) words: Arc<FixedWords>,
    /// Texts that nobody has translated are the original's.
    pub(crate) version: Keyed<V>,
}

/// What is known of a translation besides its texts.
#[derive(Debug, Clone)]
pub(crate) struct AboutTranslation {
    pub(crate) document: DocumentId,
    pub(crate) language: Language,
    pub(crate) original: OriginalText,
    pub(crate) confirmed: Option<TranslatorConfirmation>,
    /// How many texts are still the original's.
    pub(crate) missing: usize,
    /// Whether a PDF has both languages, side by side.
    pub(crate) is_side_by_side: bool,
    /// The title of the original.
    pub(crate) title: String,
    /// The top of its file.
    pub(crate) span: Span,
}

/// A qualified translator says that it is right.
#[derive(Debug, Clone)]
pub(crate) struct TranslatorConfirmation {
    pub(crate) by: Placed<String>,
    pub(crate) on: Date,
}

/// Whether the original is the text that was translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum OriginalText {
    Unchanged,
    /// The translation doesn't say which text was translated.
    NotRecorded,
    /// On this day, where its history tells.
    Changed(Option<Date>),
}

impl AboutTranslation {
    /// Whether somebody has to do something about it.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        self.original != OriginalText::Unchanged || self.confirmed.is_none() || self.missing > 0
    }
}

impl HandbookTranslations {
    /// What is known of each.
    pub(crate) fn all(&self) -> impl Iterator<Item = &AboutTranslation> {
        let Self { policies, forms, guide } = self;
        let policies = policies.iter().map(|one| &one.about);
        let forms = forms.iter().map(|one| &one.about);
        policies.chain(forms).chain(guide.iter().map(|one| &one.about))
    }

    /// Those of a document.
    pub(crate) fn of<'a>(&'a self, document: &'a DocumentId) -> impl Iterator<Item = &'a AboutTranslation> {
        self.all().filter(move |about| about.document == *document)
    }
}
