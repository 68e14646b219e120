//! The documents with their passages, for rules about words.

use std::borrow::Cow;
use std::hash::Hash;
use std::ops::Range;

use crate::memo::{Key, Keyed, Memo};
use crate::model::passages::{Passage, Role, Words};
use crate::model::phrases::{self, Hit, Phrases};
use crate::model::text::{Block, Inline, LinkTarget};
use crate::model::{
    CurriculumVersion, FormVersion, GuidePage, Handbook, HandbookTranslations, Header, PolicyVersion,
    Specification, Versioned,
};
use crate::source::FileId;

/// A text with its words cut: the runs of letters and digits, by their bytes.
pub(crate) struct CutText<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) words: Vec<Range<usize>>,
}

impl<'a> CutText<'a> {
    pub(crate) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        Self { words: phrases::words(&text), text }
    }

    pub(crate) fn find_all<'p, T>(&self, phrases: &'p Phrases<T>) -> Vec<Hit<'p, T>> {
        phrases.find_in(&self.text, &self.words)
    }
}

/// A passage of running text.
pub(crate) struct ProseLine<'p, 'a> {
    pub(crate) passage: &'p Passage<'a>,
    /// Words set letter by letter, in backticks, are not among them: such a word is named, not used.
    pub(crate) words: CutText<'a>,
}

/// One version of a document, or one page of the guide.
pub(crate) struct Text<'a> {
    pub(crate) title: &'a str,
    /// Whether the handbook shows it now; a version to come it doesn't.
    pub(crate) is_shown: bool,
    document: CheckedDocument<'a>,
}

enum CheckedDocument<'a> {
    Policy(&'a Keyed<PolicyVersion>),
    Form(&'a Keyed<FormVersion>),
    Curriculum(&'a Keyed<CurriculumVersion>),
    Guide(&'a Keyed<GuidePage>),
}

/// Every policy, form, page of the guide and curriculum, versions to come included.
pub(crate) fn of_documents(handbook: &Handbook) -> impl Iterator<Item = Text<'_>> {
    let policies =
        handbook.policies.iter().flat_map(|one| of_versions(one, CheckedDocument::Policy, |one| &one.header));
    let forms =
        handbook.forms.iter().flat_map(|one| of_versions(one, CheckedDocument::Form, |one| &one.header));
    let pages = handbook.guide.iter();
    let pages =
        pages.map(|page| Text { title: &page.title, is_shown: true, document: CheckedDocument::Guide(page) });
    let curricula = handbook.curricula.iter();
    let curricula =
        curricula.flat_map(|one| of_versions(one, CheckedDocument::Curriculum, |one| &one.header));
    policies.chain(forms).chain(pages).chain(curricula)
}

fn of_versions<'a, V>(
    versions: &'a Versioned<V>,
    document: fn(&'a Keyed<V>) -> CheckedDocument<'a>,
    header: fn(&V) -> &Header,
) -> impl Iterator<Item = Text<'a>> {
    versions.versions().enumerate().map(move |(at, version)| Text {
        title: &header(version).title,
        // The first is the version shown.
        is_shown: at == 0,
        document: document(version),
    })
}

/// What a reader sees besides the documents: their translations, the glossary, the handbook file, the sheets of every curriculum, and the
/// specifications.
pub(crate) fn besides_documents(handbook: &Handbook) -> impl Iterator<Item = Vec<Passage<'_>>> {
    let specifications = handbook.specifications.iter().map(Specification::passages);
    let sheets = handbook.sheets.all().into_iter().map(FormVersion::passages);
    let HandbookTranslations { policies, forms, guide } = &handbook.translations;
    let translations = policies.iter().map(|one| one.version.passages());
    let translations = translations.chain(forms.iter().map(|one| one.version.passages()));
    let translations = translations.chain(guide.iter().map(|one| one.version.passages()));
    let others = [handbook.glossary.passages(), handbook.passages()].into_iter();
    others.chain(sheets).chain(specifications).chain(translations)
}

impl<'a> Text<'a> {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'a>> {
        match self.document {
            CheckedDocument::Policy(version) => version.passages(),
            CheckedDocument::Form(version) => version.passages(),
            CheckedDocument::Curriculum(version) => version.passages(),
            CheckedDocument::Guide(page) => page.passages(),
        }
    }

    /// The blocks of its texts, in reading order.
    pub(crate) fn blocks(&self) -> Vec<&'a [Block]> {
        match self.document {
            CheckedDocument::Policy(version) => vec![&version.body.blocks],
            CheckedDocument::Form(version) => {
                version.sections.iter().map(|one| one.text.blocks.as_slice()).collect()
            }
            CheckedDocument::Curriculum(version) => {
                let units = version.own_units().flat_map(|unit| [&*unit.text, &*unit.for_trainer]);
                [&*version.opening].into_iter().chain(units).collect()
            }
            CheckedDocument::Guide(page) => vec![&page.body.blocks],
        }
    }

    /// The file that it is written in.
    pub(crate) fn file(&self) -> FileId {
        match self.document {
            CheckedDocument::Policy(version) => version.header.span.file,
            CheckedDocument::Form(version) => version.header.span.file,
            CheckedDocument::Curriculum(version) => version.header.span.file,
            CheckedDocument::Guide(page) => page.span.file,
        }
    }

    /// The policy that it is a version of; `None` of any other document.
    pub(crate) fn policy(&self) -> Option<&'a PolicyVersion> {
        match self.document {
            CheckedDocument::Policy(version) => Some(version),
            CheckedDocument::Form(_) | CheckedDocument::Curriculum(_) | CheckedDocument::Guide(_) => None,
        }
    }

    pub(crate) fn is_curriculum(&self) -> bool {
        matches!(self.document, CheckedDocument::Curriculum(_))
    }

    /// What `make` makes of it and of the handbook's glossary and particulars, unless an earlier build has; `what` names it.
    pub(crate) fn remembered<T: Clone + Send + 'static>(
        &self,
        memo: &Memo,
        what: &(impl Hash + ?Sized),
        make: impl FnOnce() -> T,
    ) -> T {
        let key = match self.document {
            CheckedDocument::Policy(version) => version.key,
            CheckedDocument::Form(version) => version.key,
            CheckedDocument::Curriculum(version) => version.key,
            CheckedDocument::Guide(page) => page.key,
        };
        memo.get(Key::of(&(what, key)), make)
    }
}

/// The running text among passages.
pub(crate) fn prose<'p, 'a>(passages: &'p [Passage<'a>]) -> Vec<ProseLine<'p, 'a>> {
    let prose = passages.iter().filter(|passage| passage.role.is_prose());
    prose.map(|passage| ProseLine { passage, words: CutText::new(words(passage)) }).collect()
}

/// Titles of publications, as they are: they may explain a word, and say nothing in the program's own.
pub(crate) fn titles<'a>(passages: &[Passage<'a>]) -> Vec<Cow<'a, str>> {
    passages.iter().filter(|passage| passage.role == Role::Publication).map(words).collect()
}

/// The words of a passage; a backtick replaces those that are set letter by letter.
pub(crate) fn words<'a>(passage: &Passage<'a>) -> Cow<'a, str> {
    match passage.words {
        Words::Plain(words) => Cow::Borrowed(words),
        Words::Line([Inline::Text(words)]) => Cow::Borrowed(words),
        Words::Line(line) => {
            let mut text = String::new();
            push(line, true, &mut text);
            Cow::Owned(text)
        }
        Words::Code(_) => Cow::Borrowed("`"),
    }
}

/// The words of a line without those of links, but for acronyms that lead to the glossary.
pub(crate) fn words_outside_links(line: &[Inline]) -> Cow<'_, str> {
    if let [Inline::Text(words)] = line {
        return Cow::Borrowed(words);
    }
    let mut text = String::new();
    push(line, false, &mut text);
    Cow::Owned(text)
}

fn push(line: &[Inline], links: bool, into: &mut String) {
    for inline in line {
        match inline {
            Inline::Text(text) => into.push_str(text),
            Inline::Emphasis(text) | Inline::Strong(text) => push(text, links, into),
            Inline::Link { to, text, .. } if links || matches!(to, LinkTarget::Term(_)) => {
                push(text, links, into);
            }
            Inline::Code(_) | Inline::Link { .. } => into.push('`'),
            Inline::Break => into.push(' '),
            Inline::Strikethrough(_) | Inline::Image { .. } | Inline::Citation(_) => {}
        }
    }
}
