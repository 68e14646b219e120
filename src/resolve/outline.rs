//! What the rest of the handbook asks of a document, found once and remembered with its version: its places, where its links lead, the
//! pictures it shows, what it meets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{evidence, training_sheet};
use crate::memo::{Key, Memo};
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::model::passages::Passage;
use crate::model::text::{Inline, LinkTarget, each_inline};
use crate::model::{
    Anchor, AnchorSet, Date, DocumentId, DocumentKind, Documents, Evidence, FormVersion, TrainingSheet,
    TrainingSheets, Version, Versioned, lasting,
};
use crate::source::Span;

/// One version of a document, or one page of the guide.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) anchors: AnchorSet,
    /// Its links to places of the handbook.
    pub(crate) links: Vec<(LinkTarget, Span)>,
    /// The documents that those lead to.
    linked: Arc<BTreeSet<DocumentId>>,
    /// The pictures it shows, by path.
    pictures: BTreeSet<String>,
    evidence: Vec<Evidence>,
}

/// A policy, form or curriculum.
pub(crate) struct OutlinedDocument {
    pub(crate) id: DocumentId,
    /// The version that the handbook shows.
    current: Arc<Outline>,
    /// The versions to come.
    later: Vec<Arc<Outline>>,
}

/// Every document of a handbook.
pub(crate) struct Outlines {
    /// Policies, then forms, then curricula, each by number.
    pub(crate) versioned: Vec<OutlinedDocument>,
    /// The pages of the guide, those that are made last.
    pub(crate) guide: Vec<(DocumentId, Arc<Outline>)>,
    /// The sheets of every curriculum. They are only printed, and have no places that a link could lead to.
    pub(crate) sheets: [(DocumentId, Outline); 2],
}

/// Finds what a version meets on a day.
type FindEvidence<V> = fn(&DocumentId, &V, Date) -> Vec<Evidence>;

impl Outline {
    pub(super) fn new(anchors: AnchorSet, lines: &[Passage<'_>]) -> Self {
        let mut outline = Self { anchors, ..Self::default() };
        let mut linked = BTreeSet::new();
        for line in lines {
            each_inline(line.inlines(), &mut |inline| match inline {
                Inline::Link { to, span, .. } => {
                    if let LinkTarget::Document { document, anchor: _ } = to {
                        linked.insert(document.clone());
                    }
                    if matches!(to, LinkTarget::Here(_) | LinkTarget::Document { .. }) {
                        outline.links.push((to.clone(), *span));
                    }
                }
                Inline::Image { path, .. } => drop(outline.pictures.insert(path.clone())),
                _ => {}
            });
        }
        Self { linked: Arc::new(linked), ..outline }
    }
}

impl OutlinedDocument {
    /// The version shown, and those to come.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &Outline> {
        std::iter::once(&self.current).chain(&self.later).map(|outline| &**outline)
    }
}

impl Outlines {
    /// Looks at every document. `events` are the anchors of the list of deadlines.
    pub(crate) fn new(
        documents: Documents<'_>,
        sheets: &TrainingSheets<FormVersion>,
        events: BTreeSet<String>,
        today: Date,
        memo: &Memo,
    ) -> Self {
        let Documents { policies, forms, curricula, guide, glossary } = documents;
        let mut versioned = of_documents(policies, evidence::of_policy, today, memo);
        versioned.extend(of_documents(forms, evidence::of_form, today, memo));
        versioned.extend(of_documents(curricula, evidence::of_curriculum, today, memo));
        let pages = guide.iter().map(|page| {
            let id = DocumentKind::Guide.id(&page.id);
            let outline =
                remembered(memo, page.key, || Outline::new(page.body.anchors(&id), &page.passages()));
            (id, outline)
        });
        let of_glossary = || {
            let terms = glossary.terms.iter().map(|term| Anchor::Term(term.anchor.clone()));
            Outline::new(lasting(terms), &glossary.passages())
        };
        let events = lasting(events.into_iter().map(Anchor::Event));
        let made = [
            (GLOSSARY, remembered(memo, glossary.key, of_glossary)),
            (DEADLINES, Arc::new(Outline::new(events, &[]))),
            (WHOM_TO_CALL, Arc::default()),
        ];
        let made = made.into_iter().map(|(id, outline)| (DocumentKind::Guide.id(id), outline));
        let sheets = TrainingSheet::ALL.map(|sheet| {
            (training_sheet::id(sheet), Outline::new(AnchorSet::new(), &sheets.get(sheet).passages()))
        });
        Self { versioned, guide: pages.chain(made).collect(), sheets }
    }

    /// The places of every document shown.
    pub(crate) fn places(&self) -> BTreeMap<&DocumentId, &AnchorSet> {
        self.shown().map(|(id, outline)| (id, &outline.anchors)).collect()
    }

    /// The pictures that the handbook shows, each once.
    pub(crate) fn pictures(&self) -> Vec<String> {
        let paths: BTreeSet<&String> = self.shown().flat_map(|(_, outline)| &outline.pictures).collect();
        paths.into_iter().cloned().collect()
    }

    /// The documents that each document shown leads to.
    pub(crate) fn linked(&self) -> Vec<(DocumentId, Arc<BTreeSet<DocumentId>>)> {
        self.shown().map(|(id, outline)| (id.clone(), outline.linked.clone())).collect()
    }

    /// What the versions shown meet, in reading order; not those that are hidden from readers.
    pub(crate) fn evidence(&self, is_hidden: &dyn Fn(&DocumentId) -> bool) -> Vec<Evidence> {
        let shown = self.versioned.iter().filter(|one| !is_hidden(&one.id));
        shown.flat_map(|one| one.current.evidence.iter().cloned()).collect()
    }

    /// What the versions to come meet, and what is hidden until it has a date.
    pub(crate) fn evidence_to_come(&self, is_hidden: &dyn Fn(&DocumentId) -> bool) -> Vec<Evidence> {
        let of_document = |one: &'_ OutlinedDocument| {
            let hidden = is_hidden(&one.id).then(|| one.current.clone());
            hidden.into_iter().chain(one.later.iter().cloned()).collect::<Vec<_>>()
        };
        let outlines = self.versioned.iter().flat_map(of_document);
        outlines.flat_map(|outline| outline.evidence.clone()).collect()
    }

    fn shown(&self) -> impl Iterator<Item = (&DocumentId, &Outline)> {
        let versioned = self.versioned.iter().map(|one| (&one.id, &*one.current));
        versioned.chain(self.guide.iter().map(|(id, outline)| (id, &**outline)))
    }
}

fn of_documents<V: Version>(
    documents: &[Versioned<V>],
    evidence: FindEvidence<V>,
    today: Date,
    memo: &Memo,
) -> Vec<OutlinedDocument> {
    let of_document = |document: &Versioned<V>| {
        let id = document.current.kind().id(&document.id);
        // The key of a version stands for the day as well.
        let outline = |version: &V, key: Key| {
            remembered(memo, key, || {
                let outline = Outline::new(version.anchors(&id), &version.lines());
                Outline { evidence: evidence(&id, version, today), ..outline }
            })
        };
        let current = outline(&document.current, document.current.key);
        let later = document.later.iter().map(|version| outline(version, version.key)).collect();
        OutlinedDocument { id, current, later }
    };
    documents.par_iter().map(of_document).collect()
}

/// The outline of what `key` stands for, unless an earlier build has made it.
fn remembered(memo: &Memo, key: Key, make: impl FnOnce() -> Outline) -> Arc<Outline> {
    memo.get(Key::of(&("outline", key)), || Arc::new(make()))
}
