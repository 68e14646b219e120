//! The documents with their passages, for rules about words.

use crate::diagnostic::FindingCode;
use crate::memo::{Key, Keyed, Memo};
use crate::model::document::{Block, Inline, Target};
use crate::model::passages::{Passage, Role, Words};
use crate::model::{
    Curriculum, CurriculumVersion, Form, FormVersion, GuidePage, Handbook, Policy, PolicyVersion,
    Specification,
};
use crate::source::Span;

/// Texts that stand at one place.
#[derive(Debug)]
pub struct Texts {
    /// The lines. Words set letter by letter, in backticks, are not among them: such a word is named, not used.
    pub lines: Vec<String>,
    /// Where.
    pub span: Span,
}

/// One version of a document, or one page of the guide.
pub struct Text<'a> {
    /// What it is called.
    pub title: &'a str,
    document: Document<'a>,
}

enum Document<'a> {
    Policy(&'a Keyed<PolicyVersion>),
    Form(&'a Keyed<FormVersion>),
    Curriculum(&'a Keyed<CurriculumVersion>),
    Guide(&'a GuidePage),
}

/// Every policy, form and page of the guide, versions to come included.
pub fn all(handbook: &Handbook) -> Vec<Text<'_>> {
    let policies = handbook.policies.iter().flat_map(Policy::versions);
    let policies = policies.map(|one| Text { title: &one.header.title, document: Document::Policy(one) });
    let forms = handbook.forms.iter().flat_map(Form::versions);
    let forms = forms.map(|one| Text { title: &one.header.title, document: Document::Form(one) });
    let pages = handbook.guide.iter();
    let pages = pages.map(|page| Text { title: &page.title, document: Document::Guide(page) });
    policies.chain(forms).chain(pages).collect()
}

/// Every curriculum, versions to come included.
pub fn of_curricula(handbook: &Handbook) -> Vec<Text<'_>> {
    let versions = handbook.curricula.iter().flat_map(Curriculum::versions);
    versions.map(|one| Text { title: &one.header.title, document: Document::Curriculum(one) }).collect()
}

/// Every document: what both of these have.
pub fn of_documents(handbook: &Handbook) -> impl Iterator<Item = Text<'_>> {
    all(handbook).into_iter().chain(of_curricula(handbook))
}

/// What a reader sees besides the documents: the glossary, the handbook file, and the specifications.
pub fn besides_documents(handbook: &Handbook) -> impl Iterator<Item = Vec<Passage<'_>>> {
    let specifications = handbook.specifications.iter().map(Specification::passages);
    [handbook.glossary.passages(), handbook.passages()].into_iter().chain(specifications)
}

impl<'a> Text<'a> {
    /// Everything that a reader of it sees.
    pub fn passages(&self) -> Vec<Passage<'a>> {
        match self.document {
            Document::Policy(version) => version.passages(),
            Document::Form(version) => version.passages(),
            Document::Curriculum(version) => version.passages(),
            Document::Guide(page) => page.passages(),
        }
    }

    /// The blocks of its texts, in reading order.
    pub fn blocks(&self) -> Vec<&'a [Block]> {
        match self.document {
            Document::Policy(version) => vec![&version.body.blocks],
            Document::Form(version) => {
                version.sections.iter().map(|one| one.text.blocks.as_slice()).collect()
            }
            Document::Curriculum(version) => {
                let units = version.units.iter().flat_map(|unit| [&*unit.text, &*unit.for_trainer]);
                [&*version.opening].into_iter().chain(units).collect()
            }
            Document::Guide(page) => vec![&page.body.blocks],
        }
    }

    /// Its running text, with the passages of one place together.
    pub fn texts(&self) -> Vec<Texts> {
        let mut texts: Vec<Texts> = Vec::new();
        for passage in self.passages().iter().filter(|passage| passage.role.is_prose()) {
            match texts.last_mut() {
                Some(last) if last.span == passage.span => last.lines.push(words(passage)),
                _ => texts.push(Texts { lines: vec![words(passage)], span: passage.span }),
            }
        }
        texts
    }

    /// Titles of publications, as they are: they may explain a word, and say nothing in the program's own.
    pub fn titles(&self) -> Vec<String> {
        let passages = self.passages();
        passages.iter().filter(|passage| passage.role == Role::Publication).map(words).collect()
    }

    /// What `make` makes of it and of the handbook's glossary and particulars, unless an earlier build has; `what` names it.
    pub fn remembered<T: Clone + Send + 'static>(
        &self,
        memo: &Memo,
        rule: FindingCode,
        make: impl FnOnce() -> T,
    ) -> T {
        let key = match self.document {
            Document::Policy(version) => version.key,
            Document::Form(version) => version.key,
            Document::Curriculum(version) => version.key,
            Document::Guide(_) => return make(),
        };
        memo.get(Key::of(&(rule, key)), make)
    }
}

/// The words of a passage; a backtick stands for those that are set letter by letter.
pub fn words(passage: &Passage<'_>) -> String {
    let mut text = String::new();
    match passage.words {
        Words::Plain(words) => text.push_str(words),
        Words::Line(line) => push(line, true, &mut text),
        Words::Code(_) => text.push('`'),
    }
    text
}

/// The words of a line without those of links, but for acronyms that lead to the glossary.
pub fn words_outside_links(line: &[Inline]) -> String {
    let mut text = String::new();
    push(line, false, &mut text);
    text
}

fn push(line: &[Inline], links: bool, into: &mut String) {
    for inline in line {
        match inline {
            Inline::Text(text) => into.push_str(text),
            Inline::Emphasis(text) | Inline::Strong(text) => push(text, links, into),
            Inline::Link { to, text, .. } if links || matches!(to, Target::Term(_)) => {
                push(text, links, into);
            }
            Inline::Code(_) | Inline::Link { .. } => into.push('`'),
            Inline::Break => into.push(' '),
            Inline::Strikethrough(_) | Inline::Image { .. } | Inline::Citation(_) => {}
        }
    }
}
