//! The documents of a handbook, whatever their kinds: one walk for all that treats them alike.

use super::Date;
use super::curriculum::{Curriculum, CurriculumVersion};
use super::form::{Form, FormVersion};
use super::guide::{Glossary, GuidePage};
use super::handbook::Handbook;
use super::kind::DocumentId;
use super::policy::{Policy, PolicyVersion};
use super::version::{DocumentEnd, EndedDocument, Version, VersionStatus, Versioned};
use crate::memo::Keyed;

#[derive(Clone, Copy)]
pub(crate) struct Documents<'a> {
    pub(crate) policies: &'a [Policy],
    pub(crate) forms: &'a [Form],
    pub(crate) curricula: &'a [Curriculum],
    pub(crate) guide: &'a [Keyed<GuidePage>],
    pub(crate) glossary: &'a Keyed<Glossary>,
}

pub(crate) struct DocumentVersions<'a> {
    pub(crate) id: DocumentId,
    /// The version that the handbook shows.
    pub(crate) current: &'a dyn Version,
    pub(crate) later: Vec<&'a dyn Version>,
    /// The others that have pages.
    pub(crate) others: Vec<&'a dyn Version>,
    /// Where each of `others` is in the life of the document.
    other_statuses: Vec<VersionStatus>,
}

impl<'a> DocumentVersions<'a> {
    fn of<V: Version>(document: &'a Versioned<V>) -> Self {
        let current: &V = &document.current;
        let later = document.later.iter().map(|version| {
            let version: &V = version;
            version as &dyn Version
        });
        let others = document.others.iter().map(|other| {
            let version: &V = &other.version;
            version as &dyn Version
        });
        Self {
            id: current.kind().id(&document.id),
            current,
            later: later.collect(),
            others: others.collect(),
            other_statuses: document.others.iter().map(|other| other.status).collect(),
        }
    }

    /// Every version that has a page, by date, the draft last, each with its place in the life of the document.
    pub(crate) fn statuses(&self, handbook: &Handbook) -> Vec<(&'a dyn Version, VersionStatus)> {
        let ended = handbook.ended.end_of(&self.id).map(|end| VersionStatus::Ended { on: end.on });
        let mut all: Vec<(&dyn Version, VersionStatus)> =
            self.others.iter().copied().zip(self.other_statuses.iter().copied()).collect();
        let current = ended.unwrap_or(match self.current.header().effective {
            Some(_) => VersionStatus::Shown,
            None => VersionStatus::Draft,
        });
        all.push((self.current, current));
        all.sort_by_key(|(version, _)| version.header().effective.unwrap_or(Date::MAX));
        all
    }

    /// Every version but those to come that have no page.
    pub(crate) fn with_pages(self) -> impl Iterator<Item = &'a dyn Version> {
        self.others.into_iter().chain(std::iter::once(self.current))
    }

    /// The version shown, and those to come.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &'a dyn Version> {
        std::iter::once(self.current).chain(self.later.iter().copied())
    }
}

/// The documents that have ended: out of every list but the archive.
#[derive(Debug, Default)]
pub(crate) struct EndedDocuments {
    pub(crate) policies: Vec<EndedDocument<PolicyVersion>>,
    pub(crate) forms: Vec<EndedDocument<FormVersion>>,
    pub(crate) curricula: Vec<EndedDocument<CurriculumVersion>>,
}

impl EndedDocuments {
    /// Policies, then forms, then curricula, each by number.
    pub(crate) fn versioned(&self) -> impl Iterator<Item = DocumentVersions<'_>> {
        let Self { policies, forms, curricula } = self;
        let policies = policies.iter().map(|one| DocumentVersions::of(&one.document));
        policies
            .chain(forms.iter().map(|one| DocumentVersions::of(&one.document)))
            .chain(curricula.iter().map(|one| DocumentVersions::of(&one.document)))
    }

    pub(crate) fn is_empty(&self) -> bool {
        let Self { policies, forms, curricula } = self;
        policies.is_empty() && forms.is_empty() && curricula.is_empty()
    }

    /// How a document has ended; `None` if it hasn't.
    pub(crate) fn end_of(&self, document: &DocumentId) -> Option<&DocumentEnd> {
        self.versioned().find(|one| one.id == *document)?.current.header().end.as_ref()
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
}
