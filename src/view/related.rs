//! What belongs together: forms beside a policy, policies beside a form, policies beside the units that teach them. Two documents
//! belong together where they meet a clause both, or where the policy links to the form.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::address;
use super::place::LinkView;
use crate::coverage::Coverage;
use crate::model::{ClauseKey, DocumentId, DocumentKind, Handbook, Version, Versioned, documents_linked};

/// What each document cites and links to, looked up once.
pub(crate) struct Related<'a> {
    handbook: &'a Handbook,
    clauses: BTreeMap<&'a DocumentId, BTreeSet<ClauseKey>>,
    /// The documents that each policy links to, in its text, card or summary.
    linked: BTreeMap<&'a str, BTreeSet<&'a DocumentId>>,
}

impl<'a> Related<'a> {
    #[must_use]
    pub(crate) fn new(handbook: &'a Handbook, coverage: &Coverage) -> Self {
        let mut clauses: BTreeMap<_, BTreeSet<ClauseKey>> = BTreeMap::new();
        for one in handbook.evidence.iter().filter(|one| coverage.of(one.clause).is_some()) {
            clauses.entry(&one.document).or_default().insert(one.clause);
        }
        let policies = handbook.policies.par_iter();
        let linked =
            policies.map(|policy| (policy.id.as_str(), documents_linked(&policy.current.passages())));
        Self { handbook, clauses, linked: linked.collect() }
    }

    /// The forms beside a policy, by number.
    #[must_use]
    pub(crate) fn forms_of(&self, policy: &str) -> Vec<LinkView> {
        links(&self.handbook.forms, |form| self.belong(policy, form))
    }

    /// The curricula that teach what a policy meets, by number.
    #[must_use]
    pub(crate) fn curricula_of(&self, policy: &str) -> Vec<LinkView> {
        links(&self.handbook.curricula, |curriculum| self.teaches(curriculum, policy))
    }

    /// The policies beside a form, by number.
    #[must_use]
    pub(crate) fn policies_of_form(&self, form: &str) -> Vec<LinkView> {
        links(&self.handbook.policies, |policy| self.belong(policy, form))
    }

    /// The policies that meet what a curriculum teaches, by number.
    #[must_use]
    pub(crate) fn policies_of_curriculum(&self, curriculum: &str) -> Vec<LinkView> {
        links(&self.handbook.policies, |policy| self.teaches(curriculum, policy))
    }

    /// The policies that meet what any curriculum teaches, by number.
    #[must_use]
    pub(crate) fn policies_taught(&self) -> Vec<LinkView> {
        let curricula = &self.handbook.curricula;
        links(&self.handbook.policies, |policy| curricula.iter().any(|one| self.teaches(&one.id, policy)))
    }

    fn belong(&self, policy: &str, form: &str) -> bool {
        let form = DocumentKind::Form.id(form);
        self.linked.get(policy).is_some_and(|linked| linked.contains(&form))
            || self.share(&DocumentKind::Policy.id(policy), &form)
    }

    fn teaches(&self, curriculum: &str, policy: &str) -> bool {
        self.share(&DocumentKind::Curriculum.id(curriculum), &DocumentKind::Policy.id(policy))
    }

    fn share(&self, one: &DocumentId, other: &DocumentId) -> bool {
        match (self.clauses.get(one), self.clauses.get(other)) {
            (Some(one), Some(other)) => !one.is_disjoint(other),
            _ => false,
        }
    }
}

/// Links to the pages of the documents that belong.
fn links<V: Version>(documents: &[Versioned<V>], belongs: impl Fn(&str) -> bool) -> Vec<LinkView> {
    let documents = documents.iter().filter(|document| belongs(&document.id));
    documents
        .map(|document| {
            let version: &V = &document.current;
            LinkView::new(&version.header().title, &address::page(version.kind(), &document.id))
        })
        .collect()
}
