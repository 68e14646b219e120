//! The documents of a handbook, whatever their kinds: one walk for all that treats them alike.

use super::curriculum::Curriculum;
use super::form::Form;
use super::guide::{Glossary, GuidePage};
use super::kind::DocumentId;
use super::policy::Policy;
use super::version::{Version, Versioned};
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
        }
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
}
