//! What is for service lines that the program does not offer: a link to it is printed as words.

use std::collections::BTreeSet;

use super::in_force::{by_document, in_force};
use super::program::Program;
use crate::load::{Sources, Spanned, TermSource, VersionFile, VersionSource};
use crate::markdown::slug;
use crate::model::guide::GLOSSARY;
use crate::model::text::LinkTarget;
use crate::model::{Anchor, Date, DocumentId, DocumentKind, Track, track};

/// What is for other service lines.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Elsewhere {
    documents: BTreeSet<DocumentId>,
    /// Terms of the glossary, by their anchors.
    terms: BTreeSet<String>,
}

impl Elsewhere {
    pub(crate) fn new(sources: &Sources, program: &Program, today: Date) -> Self {
        let mut elsewhere = Self::default();
        elsewhere.versions(&sources.policies, program, today);
        elsewhere.versions(&sources.forms, program, today);
        elsewhere.versions(&sources.curricula, program, today);
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

    /// Whether a link leads to any of it.
    pub(crate) fn holds(&self, to: &LinkTarget) -> bool {
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

    fn versions<S: VersionSource>(&mut self, files: &[VersionFile<S>], program: &Program, today: Date) {
        for (document, versions) in by_document(files) {
            let shown = in_force(&versions, today).map(|at| versions[at].source.header());
            if !is_offered(shown.and_then(|keys| keys.tracks.as_ref()), program) {
                self.documents.insert(document.clone());
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
