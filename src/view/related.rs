//! What belongs together: forms beside a policy, policies beside a form, policies beside the units that teach them. Two documents
//! belong together where they meet a clause both, or where the policy links to the form.

use std::collections::{BTreeMap, BTreeSet};

use super::address;
use super::place::LinkView;
use crate::coverage::Coverage;
use crate::model::document::{Inline, Target, each_inline};
use crate::model::{ClauseKey, EvidenceKind, Handbook, Policy};

/// What each document cites and links to, looked up once.
pub struct Related<'a> {
    handbook: &'a Handbook,
    clauses: BTreeMap<(EvidenceKind, &'a str), BTreeSet<ClauseKey>>,
    linked: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Related<'a> {
    /// Looks at every document.
    #[must_use]
    pub fn new(handbook: &'a Handbook, coverage: &Coverage) -> Self {
        let mut clauses: BTreeMap<_, BTreeSet<ClauseKey>> = BTreeMap::new();
        for one in handbook.evidence.iter().filter(|one| coverage.of(one.clause).is_some()) {
            clauses.entry((one.kind, one.document.as_str())).or_default().insert(one.clause);
        }
        let linked = handbook.policies.iter().map(|policy| (policy.id.as_str(), linked(policy))).collect();
        Self { handbook, clauses, linked }
    }

    /// The forms beside a policy, by number.
    #[must_use]
    pub fn forms_of(&self, policy: &str) -> Vec<LinkView> {
        let forms = self.handbook.forms.iter().filter(|form| self.belong(policy, &form.id));
        forms.map(|form| LinkView::new(&form.current.header.title, &address::form(&form.id))).collect()
    }

    /// The curricula that teach what a policy meets, by number.
    #[must_use]
    pub fn curricula_of(&self, policy: &str) -> Vec<LinkView> {
        let curricula = self.handbook.curricula.iter().filter(|one| self.teaches(&one.id, policy));
        curricula.map(|one| LinkView::new(&one.current.header.title, &address::curriculum(&one.id))).collect()
    }

    /// The policies beside a form, by number.
    #[must_use]
    pub fn policies_of_form(&self, form: &str) -> Vec<LinkView> {
        self.policies(|policy| self.belong(policy, form))
    }

    /// The policies that meet what a curriculum teaches, by number.
    #[must_use]
    pub fn policies_of_curriculum(&self, curriculum: &str) -> Vec<LinkView> {
        self.policies(|policy| self.teaches(curriculum, policy))
    }

    /// The policies that meet what any curriculum teaches, by number.
    #[must_use]
    pub fn policies_taught(&self) -> Vec<LinkView> {
        self.policies(|policy| self.handbook.curricula.iter().any(|one| self.teaches(&one.id, policy)))
    }

    fn policies(&self, belongs: impl Fn(&str) -> bool) -> Vec<LinkView> {
        let policies = self.handbook.policies.iter().filter(|policy| belongs(&policy.id));
        policies.map(|one| LinkView::new(&one.current.header.title, &address::policy(&one.id))).collect()
    }

    fn belong(&self, policy: &str, form: &str) -> bool {
        self.linked.get(policy).is_some_and(|forms| forms.contains(form))
            || self.share((EvidenceKind::Policy, policy), (EvidenceKind::Form, form))
    }

    fn teaches(&self, curriculum: &str, policy: &str) -> bool {
        self.share((EvidenceKind::Training, curriculum), (EvidenceKind::Policy, policy))
    }

    fn share(&self, one: (EvidenceKind, &str), other: (EvidenceKind, &str)) -> bool {
        match (self.clauses.get(&one), self.clauses.get(&other)) {
            (Some(one), Some(other)) => !one.is_disjoint(other),
            _ => false,
        }
    }
}

/// The forms that a policy links to, in its text, card or summary.
fn linked(policy: &Policy) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for passage in policy.current.passages() {
        each_inline(passage.inlines(), &mut |inline| {
            if let Inline::Link { to: Target::Form { id, .. }, .. } = inline {
                found.insert(id.as_str());
            }
        });
    }
    found
}
