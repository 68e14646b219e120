//! The first use of an acronym in a text leads to the glossary: in running text, not in headings, links and code.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use crate::memo::Key;
use crate::model::Glossary;
use crate::model::phrases::{Likeness, Phrases};
use crate::model::text::{Block, BodyText, Inline, LinkTarget};
use crate::source::Span;

/// Finds the acronyms of a glossary.
#[derive(Default)]
pub(crate) struct Acronyms {
    /// Each with the anchor of its term; `None` without a glossary.
    phrases: Option<Phrases<String>>,
    key: Option<Key>,
}

impl Hash for Acronyms {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { phrases: _, key } = self;
        key.hash(state);
    }
}

impl Acronyms {
    /// Those of `glossary`, which has this `key`.
    pub(crate) fn new(glossary: &Glossary, key: Key) -> Self {
        let terms = glossary.terms.iter();
        let pairs = terms.filter_map(|term| Some((term.short.as_ref()?.to_string(), term.anchor.clone())));
        Self { phrases: Some(Phrases::new(Likeness::Exact, pairs)), key: Some(key) }
    }

    /// Links the first use of each in a document.
    pub(crate) fn link(&self, document: &mut BodyText) {
        if let Some(acronyms) = self.phrases.as_ref().filter(|phrases| !phrases.is_empty()) {
            Linker { acronyms, linked: BTreeSet::new() }.blocks(&mut document.blocks);
        }
    }
}

struct Linker<'a> {
    acronyms: &'a Phrases<String>,
    linked: BTreeSet<&'a str>,
}

impl Linker<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { text, span } => self.line(text, *span),
                Block::List { items, .. } => items.iter_mut().for_each(|item| self.blocks(item)),
                Block::Table { rows, span, .. } => {
                    rows.iter_mut().flatten().for_each(|cell| self.line(cell, *span));
                }
                Block::Definitions { entries, .. } => {
                    let meanings = entries.iter_mut().flat_map(|(_, meanings)| meanings);
                    meanings.for_each(|meaning| self.blocks(meaning));
                }
                Block::Callout { blocks, .. } => self.blocks(blocks),
                Block::Heading { .. } | Block::Code { .. } | Block::Rule { .. } => {}
            }
        }
    }

    fn line(&mut self, line: &mut Vec<Inline>, span: Span) {
        for inline in std::mem::take(line) {
            match inline {
                Inline::Text(text) => self.text(&text, span, line),
                Inline::Emphasis(mut text) => {
                    self.line(&mut text, span);
                    line.push(Inline::Emphasis(text));
                }
                Inline::Strong(mut text) => {
                    self.line(&mut text, span);
                    line.push(Inline::Strong(text));
                }
                other => line.push(other),
            }
        }
    }

    fn text(&mut self, text: &str, span: Span, into: &mut Vec<Inline>) {
        let mut rest = 0;
        for hit in self.acronyms.find_all(text) {
            if !self.linked.insert(hit.value) {
                continue;
            }
            if hit.range.start > rest {
                into.push(Inline::Text(text[rest..hit.range.start].to_owned()));
            }
            rest = hit.range.end;
            let words = vec![Inline::Text(text[hit.range].to_owned())];
            into.push(Inline::Link { to: LinkTarget::Term(hit.value.clone()), text: words, span });
        }
        if rest < text.len() {
            into.push(Inline::Text(text[rest..].to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::guide::Term;
    use crate::model::text::{AnchorOrigin, plain_text};
    use crate::source::{Files, Placed};

    #[test]
    fn the_first_use_leads_to_the_glossary_and_the_words_stay() {
        let span = Span::top(Files::default().add("a", ""));
        let term = Term {
            anchor: "community-support-program".into(),
            term: Placed::new("Community Support Program".into(), span),
            short: Some(Placed::new("CSP".into(), span)),
            meaning: Placed::new(Vec::new(), span),
            also: Vec::new(),
            not: Vec::new(),
            span,
        };
        let text = |words: &str| vec![Inline::Text(words.into())];
        let heading = Block::Heading {
            level: 2,
            id: "csp".into(),
            origin: AnchorOrigin::Words,
            text: text("CSP"),
            span,
        };
        let words = "The CSP-JI, the CSP (CSP)";
        let paragraph =
            Block::Paragraph { text: vec![Inline::Strong(text(words)), Inline::Code("CSP".into())], span };
        let mut document = BodyText { blocks: vec![heading, paragraph] };
        Acronyms::new(&Glossary { terms: vec![term], confused: Vec::new() }, Key::of(&1)).link(&mut document);
        assert!(
            matches!(&document.blocks[0], Block::Heading { text, .. } if matches!(text[0], Inline::Text(_)))
        );
        let Block::Paragraph { text, .. } = &document.blocks[1] else { panic!("a paragraph") };
        assert_eq!(plain_text(text), format!("{words}CSP"));
        let Inline::Strong(inner) = &text[0] else { panic!("strong words") };
        assert!(matches!(&inner[0], Inline::Text(text) if text == "The CSP-JI, the "));
        let to = LinkTarget::Term("community-support-program".into());
        assert!(matches!(&inner[1], Inline::Link { to: found, .. } if *found == to));
        assert!(matches!(&inner[2], Inline::Text(text) if text == " (CSP)"));
    }
}
