//! The texts of policies, forms, curricula and the guide, each with its place, for rules about words.

use crate::memo::{Key, Keyed, Memo};
use crate::model::document::{Block, Document, Inline, Target};
use crate::model::form::Field;
use crate::model::{
    Curriculum, CurriculumVersion, Form, FormVersion, GuidePage, Handbook, Header, Policy, PolicyVersion,
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
    part: Part<'a>,
}

enum Part<'a> {
    Policy(&'a Keyed<PolicyVersion>),
    Form(&'a Keyed<FormVersion>),
    Curriculum(&'a Keyed<CurriculumVersion>),
    Guide(&'a GuidePage),
}

/// Every policy, form and page of the guide, versions to come included.
pub fn all(handbook: &Handbook) -> Vec<Text<'_>> {
    let policies = handbook.policies.iter().flat_map(Policy::versions);
    let policies = policies.map(|one| Text { title: &one.header.title, part: Part::Policy(one) });
    let forms = handbook.forms.iter().flat_map(Form::versions);
    let forms = forms.map(|one| Text { title: &one.header.title, part: Part::Form(one) });
    let pages = handbook.guide.iter().map(|page| Text { title: &page.title, part: Part::Guide(page) });
    policies.chain(forms).chain(pages).collect()
}

/// Every curriculum, versions to come included.
pub fn of_curricula(handbook: &Handbook) -> Vec<Text<'_>> {
    let versions = handbook.curricula.iter().flat_map(Curriculum::versions);
    versions.map(|one| Text { title: &one.header.title, part: Part::Curriculum(one) }).collect()
}

impl Text<'_> {
    /// Its texts.
    pub fn texts(&self) -> Vec<Texts> {
        let mut texts = Vec::new();
        match self.part {
            Part::Policy(version) => policy(version, &mut texts),
            Part::Form(version) => form(version, &mut texts),
            Part::Curriculum(version) => curriculum(version, &mut texts),
            Part::Guide(page) => guide(page, &mut texts),
        }
        texts
    }

    /// Titles of publications, as they are: they may explain a word, and say nothing in the program's own.
    pub fn titles(&self) -> Vec<String> {
        match self.part {
            Part::Curriculum(version) => {
                version.units.iter().flat_map(|unit| &unit.sources).map(|line| words(line)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What `make` makes of it and of the handbook's glossary and particulars, unless an earlier build has; `what` names it.
    pub fn remembered<T: Clone + Send + 'static>(
        &self,
        memo: &Memo,
        what: &str,
        make: impl FnOnce() -> T,
    ) -> T {
        let key = match self.part {
            Part::Policy(version) => version.key,
            Part::Form(version) => version.key,
            Part::Curriculum(version) => version.key,
            Part::Guide(_) => return make(),
        };
        memo.get(Key::of(&(what, key)), make)
    }
}

fn policy(version: &PolicyVersion, into: &mut Vec<Texts>) {
    let mut head = head(&version.header);
    head.lines.extend(version.card.lines().map(|line| words(line)));
    into.push(head);
    of_document(&version.body, into);
}

fn form(version: &FormVersion, into: &mut Vec<Texts>) {
    let mut head = head(&version.header);
    head.lines.push(words(&version.due));
    into.push(head);
    for section in &version.sections {
        into.push(Texts { lines: vec![section.title.clone()], span: section.span });
        of_document(&section.text, into);
    }
    let fields = version.identity.iter().chain(version.fields().map(|(_, field)| field));
    into.extend(fields.map(|field| Texts { lines: of_field(field), span: field.span }));
}

fn guide(page: &GuidePage, into: &mut Vec<Texts>) {
    into.push(Texts { lines: vec![page.title.clone(), words(&page.summary)], span: page.span });
    of_document(&page.body, into);
}

fn curriculum(version: &CurriculumVersion, into: &mut Vec<Texts>) {
    let mut head = head(&version.header);
    head.lines.push(version.audience.clone());
    head.lines.extend(version.notes.iter().map(|note| words(note)));
    into.push(head);
    of_blocks(&version.opening, into);
    for unit in &version.units {
        let mut lines = vec![unit.title.clone(), unit.teacher.clone()];
        lines.extend(unit.objectives.iter().map(|line| words(line)));
        for one in &unit.questions {
            lines.extend([one.question.clone(), one.why.clone()]);
            lines.extend(one.options.iter().cloned());
        }
        into.push(Texts { lines, span: unit.span });
        of_blocks(&unit.text, into);
        of_blocks(&unit.for_trainer, into);
    }
}

fn head(header: &Header) -> Texts {
    Texts { lines: vec![header.title.clone(), words(&header.summary)], span: header.span }
}

fn of_field(field: &Field) -> Vec<String> {
    let labels = field.labels().into_iter().map(str::to_owned);
    labels.chain([words(&field.help)]).collect()
}

/// The texts of a document.
pub fn of_document(document: &Document, into: &mut Vec<Texts>) {
    of_blocks(&document.blocks, into);
}

/// The texts of blocks: a paragraph, a heading, a table at a time.
pub fn of_blocks(blocks: &[Block], into: &mut Vec<Texts>) {
    for block in blocks {
        match block {
            Block::Heading { text, span, .. } | Block::Paragraph { text, span } => {
                into.push(Texts { lines: vec![words(text)], span: *span });
            }
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, into)),
            Block::Callout { blocks, .. } => of_blocks(blocks, into),
            Block::Table { head, rows, span, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                into.push(Texts { lines: cells.map(|cell| words(cell)).collect(), span: *span });
            }
            Block::Definitions { entries, span } => {
                let terms = entries.iter().map(|(term, _)| words(term)).collect();
                into.push(Texts { lines: terms, span: *span });
                for meaning in entries.iter().flat_map(|(_, meanings)| meanings) {
                    of_blocks(meaning, into);
                }
            }
            Block::Code { .. } | Block::Rule { .. } => {}
        }
    }
}

/// The words of a line; a backtick stands for those that are set letter by letter.
pub fn words(line: &[Inline]) -> String {
    let mut text = String::new();
    push(line, true, &mut text);
    text
}

/// The same without the words of links, but for acronyms that lead to the glossary.
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
