//! What readers don't have: what is for service lines that the program does not offer, documents of which there is only a draft, and
//! documents that have ended. A link to it is words, or leads to what takes its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::ends::Ends;
use super::in_force::{by_document, in_force};
use super::program::Program;
use crate::load::{CurriculumFile, FormFile, Sources, Spanned, TermSource, VersionFile, VersionSource};
use crate::markdown::{Input, LinkEnd, headings_left_out, slug};
use crate::model::guide::GLOSSARY;
use crate::model::text::LinkTarget;
use crate::model::{Anchor, Audience, DocumentId, DocumentKind, Track, Viewpoint, track};
use crate::source::{FileId, SourceFile};

/// What is for other service lines.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Elsewhere {
    /// Documents, with their titles as they are written.
    documents: BTreeMap<DocumentId, String>,
    /// Terms of the glossary, by their anchors.
    terms: BTreeSet<String>,
    /// Documents of which there is only a draft. Empty for authors, who see drafts.
    drafts: BTreeSet<DocumentId>,
    /// Places in the documents that readers have: headings, sections, fields and units.
    places: BTreeSet<(DocumentId, Anchor)>,
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
            elsewhere.leave_out(DocumentKind::Guide.id(&page.id), page.header.keys.title.as_ref());
        }
        elsewhere.terms(sources, program);
        elsewhere.places = PlaceReader { sources, program, view }.all();
        elsewhere
    }

    pub(crate) fn has(&self, document: &DocumentId) -> bool {
        self.documents.contains_key(document)
    }

    fn has_place(&self, document: &DocumentId, anchor: &Anchor) -> bool {
        !self.places.is_empty() && self.places.contains(&(document.clone(), anchor.clone()))
    }

    fn leave_out(&mut self, document: DocumentId, title: Option<&Spanned<String>>) {
        let title = title.map_or("", |title| title.get_ref().trim());
        self.documents.insert(document, title.to_owned());
    }

    /// The documents for other lines, with their titles.
    pub(crate) fn titles(&self) -> Vec<(DocumentId, String)> {
        self.documents.iter().map(|(document, title)| (document.clone(), title.clone())).collect()
    }

    /// Whether there is only a draft of it, which readers don't see.
    pub(crate) fn is_hidden_draft(&self, document: &DocumentId) -> bool {
        self.drafts.contains(document)
    }

    pub(crate) fn ends(&self) -> &Ends {
        &self.ends
    }

    /// Whether readers have what a link in the document `own` leads to.
    pub(crate) fn end(&self, own: &DocumentId, to: &LinkTarget) -> LinkEnd {
        match to {
            _ if self.holds(own, to) => LinkEnd::NotOffered,
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

    fn holds(&self, own: &DocumentId, to: &LinkTarget) -> bool {
        match to {
            LinkTarget::Document { document, anchor: Some(Anchor::Term(term)) }
                if document.kind == DocumentKind::Guide && document.id == GLOSSARY =>
            {
                self.terms.contains(term) || self.has(document)
            }
            LinkTarget::Document { document, anchor } => {
                self.has(document) || anchor.as_ref().is_some_and(|anchor| self.has_place(document, anchor))
            }
            LinkTarget::Here(anchor) => self.has_place(own, anchor),
            LinkTarget::External(_) | LinkTarget::Term(_) => false,
        }
    }

    fn versions<S: VersionSource>(&mut self, files: &[VersionFile<S>], program: &Program, view: Viewpoint) {
        for (document, versions) in by_document(files) {
            let Some(shown) = in_force(&versions, view.today).map(|at| versions[at]) else { continue };
            if !is_offered(shown.source.header().tracks.as_ref(), program) {
                self.leave_out(document.clone(), shown.source.header().title.as_ref());
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

/// Finds the places of documents that are for other service lines than those offered.
struct PlaceReader<'a> {
    sources: &'a Sources,
    program: &'a Program,
    view: Viewpoint,
}

impl PlaceReader<'_> {
    fn all(&self) -> BTreeSet<(DocumentId, Anchor)> {
        let Sources { policies, forms, curricula, guide, .. } = self.sources;
        let mut places = self.of_versions(policies, |version| {
            self.headings(&version.document, version.file, &version.source.body)
        });
        places.extend(self.of_versions(forms, |version| self.parts(&version.source)));
        places.extend(self.of_versions(curricula, |version| self.units(&version.source)));
        for page in guide {
            let id = DocumentKind::Guide.id(&page.id);
            let headings = self.headings(&id, page.file, &page.body);
            places.extend(headings.into_iter().map(|anchor| (id.clone(), anchor)));
        }
        places
    }

    fn of_versions<S: VersionSource>(
        &self,
        files: &[VersionFile<S>],
        read: impl Fn(&VersionFile<S>) -> Vec<Anchor>,
    ) -> BTreeSet<(DocumentId, Anchor)> {
        let mut places = BTreeSet::new();
        for (document, versions) in by_document(files) {
            let Some(shown) = in_force(&versions, self.view.today) else { continue };
            places.extend(read(versions[shown]).into_iter().map(|anchor| (document.clone(), anchor)));
        }
        places
    }

    fn headings(&self, own: &DocumentId, file: FileId, body: &Range<usize>) -> Vec<Anchor> {
        let SourceFile { path, text, .. } = &**self.sources.files.get(file);
        let text = text.get(body.clone()).unwrap_or_default();
        let input = Input { own, file, path, text, offset: body.start };
        headings_left_out(input, &|line| self.program.offered.iter().any(|track| track.0 == line))
    }

    fn parts(&self, form: &FormFile) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for (_, section) in &form.sections {
            let section = &section.keys;
            let section_is_offered = is_offered(section.tracks.as_ref(), self.program);
            if !section_is_offered {
                anchors.extend(section.id.as_ref().map(|id| Anchor::Section(id.get_ref().clone())));
            }
            for field in section.fields.iter().map(Spanned::get_ref) {
                let is_left_out = !section_is_offered || !is_offered(field.tracks.as_ref(), self.program);
                for inner in field.with_inner() {
                    if is_left_out || !is_offered(inner.tracks.as_ref(), self.program) {
                        anchors.extend(inner.id.as_ref().map(|id| Anchor::Field(id.get_ref().clone())));
                    }
                }
            }
        }
        anchors
    }

    fn units(&self, curriculum: &CurriculumFile) -> Vec<Anchor> {
        let units = curriculum.units.iter().map(|(_, unit)| &unit.keys);
        let others = units.filter(|unit| !is_offered(unit.tracks.as_ref(), self.program));
        others.filter_map(|unit| Some(Anchor::Unit(unit.own_id()?.to_owned()))).collect()
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
