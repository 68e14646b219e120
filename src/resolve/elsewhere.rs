//! What readers don't have: what is for service lines that the program does not offer, documents of which there is only a draft, and
//! documents that have ended. A link to it is words, or leads to what takes its place.

use std::collections::BTreeSet;

use super::ends::Ends;
use super::in_force::{by_document, in_force};
use super::program::Program;
use crate::load::{Sources, Spanned, TermSource, VersionFile, VersionSource};
use crate::markdown::{LinkEnd, slug};
use crate::model::guide::GLOSSARY;
use crate::model::text::LinkTarget;
use crate::model::{Anchor, Audience, DocumentId, DocumentKind, Track, Viewpoint, track};

/// What is for other service lines.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Elsewhere {
    documents: BTreeSet<DocumentId>,
    /// Terms of the glossary, by their anchors.
    terms: BTreeSet<String>,
    /// Documents of which there is only a draft. Empty for authors, who see drafts.
    drafts: BTreeSet<DocumentId>,
    ends: Ends,
}

impl Elsewhere {
    pub(crate) fn new(sources: &Sources, program: &Program, view: Viewpoint) -> Self {
        let mut elsewhere = Self { ends: Ends::new(sources, view.today), ..Self::default() };
        elsewhere.versions(&sources.policies, program, view);
        elsewhere.versions(&sources.forms, program, view);
        elsewhere.versions(&sources.curricula, program, view);
        for page in sources.guide.iter().filter(|page| !is_offered(page.header.keys.tracks.as_ref(), program))
        {
            elsewhere.documents.insert(DocumentKind::Guide.id(&page.id));
        }
        elsewhere.terms(sources, program);
        elsewhere
    }

    pub(crate) fn has(&self, document: &DocumentId) -> bool {
        self.documents.contains(document)
    }

    /// Whether there is only a draft of it, which readers don't see.
    pub(crate) fn is_hidden_draft(&self, document: &DocumentId) -> bool {
        self.drafts.contains(document)
    }

    pub(crate) fn ends(&self) -> &Ends {
        &self.ends
    }

    /// Whether readers have what a link leads to.
    pub(crate) fn end(&self, to: &LinkTarget) -> LinkEnd {
        match to {
            _ if self.holds(to) => LinkEnd::NotOffered,
            LinkTarget::Document { document, anchor: _ } => self.document_end(document),
            LinkTarget::External(_) | LinkTarget::Here(_) | LinkTarget::Term(_) => LinkEnd::Shown,
        }
    }

    fn document_end(&self, document: &DocumentId) -> LinkEnd {
        if let Some(present) = self.ends.present(document) {
            let is_shown = !self.has(present) && self.document_end(present) == LinkEnd::Shown;
            return if is_shown { LinkEnd::Renamed(present.clone()) } else { self.document_end(present) };
        }
        if self.is_hidden_draft(document) {
            return LinkEnd::Draft;
        }
        let is_shown = |successor: &&DocumentId| !self.has(successor) && !self.is_hidden_draft(successor);
        if self.ends.has_ended(document) {
            LinkEnd::Ended(self.ends.successor(document).filter(is_shown).cloned())
        } else if self.has(document) {
            LinkEnd::NotOffered
        } else {
            LinkEnd::Shown
        }
    }

    fn holds(&self, to: &LinkTarget) -> bool {
        match to {
            LinkTarget::Document { document, anchor: Some(Anchor::Term(term)) }
                if document.kind == DocumentKind::Guide && document.id == GLOSSARY =>
            {
                self.terms.contains(term) || self.has(document)
            }
            LinkTarget::Document { document, anchor: _ } => self.has(document),
            LinkTarget::External(_) | LinkTarget::Here(_) | LinkTarget::Term(_) => false,
        }
    }

    fn versions<S: VersionSource>(&mut self, files: &[VersionFile<S>], program: &Program, view: Viewpoint) {
        for (document, versions) in by_document(files) {
            let Some(shown) = in_force(&versions, view.today).map(|at| versions[at]) else { continue };
            if !is_offered(shown.source.header().tracks.as_ref(), program) {
                self.documents.insert(document.clone());
            }
            if shown.effective.is_none() && view.audience != Audience::Authors {
                self.drafts.insert(document.clone());
            }
        }
    }

    fn terms(&mut self, sources: &Sources, program: &Program) {
        let Some((_, glossary)) = &sources.glossary else { return };
        let anchor = |term: &TermSource| slug(term.term.as_ref().map_or("", |term| term.get_ref()));
        let terms = glossary.keys.terms.iter().map(Spanned::get_ref);
        let (offered, others): (Vec<_>, Vec<_>) =
            terms.partition(|term| is_offered(term.tracks.as_ref(), program));
        self.terms.extend(others.into_iter().map(anchor));
        // A term may have one meaning for some service lines and another for others.
        for term in offered {
            self.terms.remove(&anchor(term));
        }
    }
}

fn is_offered(written: Option<&Spanned<Vec<Spanned<String>>>>, program: &Program) -> bool {
    let words = written.map(|tracks| tracks.get_ref().as_slice()).unwrap_or_default();
    // An unknown name is reported where it is written.
    let tracks: Vec<Track> = words
        .iter()
        .map(|track| Track(track.get_ref().clone()))
        .filter(|track| program.known_tracks.contains_key(track))
        .collect();
    track::meet(&tracks, &program.offered)
}
