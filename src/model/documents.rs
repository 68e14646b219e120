//! The documents of a handbook, whatever their kinds: one walk for all that treats them alike.

use std::collections::BTreeSet;

use super::curriculum::Curriculum;
use super::form::Form;
use super::guide::{GLOSSARY, Glossary, GuidePage};
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::policy::Policy;
use super::text::{Inline, LinkTarget, each_inline};
use super::version::{Version, Versioned};

/// Every document of a handbook.
#[derive(Clone, Copy)]
pub(crate) struct Documents<'a> {
    pub(crate) policies: &'a [Policy],
    pub(crate) forms: &'a [Form],
    pub(crate) curricula: &'a [Curriculum],
    pub(crate) guide: &'a [GuidePage],
    pub(crate) glossary: &'a Glossary,
}

pub(crate) struct DocumentVersions<'a> {
    pub(crate) id: DocumentId,
    /// The version that the handbook shows.
    pub(crate) current: &'a dyn Version,
    /// The versions to come.
    pub(crate) later: Vec<&'a dyn Version>,
}

impl<'a> DocumentVersions<'a> {
    fn of<V: Version>(document: &'a Versioned<V>) -> Self {
        let current: &V = &document.current;
        let later = document.later.iter().map(|version| {
            let version: &V = version;
            version as &dyn Version
        });
        Self { id: current.kind().id(&document.id), current, later: later.collect() }
    }

    /// The version shown, and those to come.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &'a dyn Version> {
        std::iter::once(self.current).chain(self.later.iter().copied())
    }
}

impl<'a> Documents<'a> {
    /// Policies, then forms, then curricula, each by number.
    pub(crate) fn versioned(self) -> impl Iterator<Item = DocumentVersions<'a>> {
        let Self { policies, forms, curricula, guide: _, glossary: _ } = self;
        let policies = policies.iter().map(DocumentVersions::of);
        policies
            .chain(forms.iter().map(DocumentVersions::of))
            .chain(curricula.iter().map(DocumentVersions::of))
    }

    /// The pages of the guide, the glossary last.
    pub(crate) fn guide_lines(self) -> impl Iterator<Item = (DocumentId, Vec<Passage<'a>>)> {
        let pages = self.guide.iter().map(|page| (DocumentKind::Guide.id(&page.id), page.passages()));
        pages.chain([(DocumentKind::Guide.id(GLOSSARY), self.glossary.passages())])
    }

    /// What the handbook shows of each document, in the order of their kinds.
    pub(crate) fn lines_shown(self) -> impl Iterator<Item = (DocumentId, Vec<Passage<'a>>)> {
        let versioned = self.versioned().map(|document| (document.id, document.current.lines()));
        versioned.chain(self.guide_lines())
    }
}

/// The documents that lines lead to.
pub(crate) fn documents_linked<'a>(lines: &[Passage<'a>]) -> BTreeSet<&'a DocumentId> {
    let mut linked = BTreeSet::new();
    for line in lines {
        each_inline(line.inlines(), &mut |inline| {
            if let Inline::Link { to: LinkTarget::Document { document, anchor: _ }, .. } = inline {
                linked.insert(document);
            }
        });
    }
    linked
}
