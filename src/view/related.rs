//! What belongs together: forms beside a policy, policies beside a form, policies beside the units that teach them. Two documents
//! belong together where they meet a clause both, or where the policy links to the form.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::address;
use super::place::LinkView;
use crate::coverage::Coverage;
use crate::model::{
    ClauseKey, Curriculum, DocumentId, DocumentKind, Evidence, Form, Handbook, Handle, Version, Versioned,
};

/// What meets each clause, by clause.
pub(crate) type Citing<'a> = BTreeMap<ClauseKey, Vec<&'a Evidence>>;

/// What each document cites and links to, looked up once.
pub(crate) struct Related<'a> {
    handbook: &'a Handbook,
    evidence: HashMap<&'a DocumentId, Citing<'a>>,
    /// By the id of the policy.
    beside: HashMap<&'a str, Beside>,
    forms: HashMap<&'a str, Handle<Form>>,
    curricula: HashMap<&'a str, Handle<Curriculum>>,
}

/// What belongs to a policy.
struct Beside {
    forms: BTreeSet<Handle<Form>>,
    curricula: BTreeSet<Handle<Curriculum>>,
}

impl<'a> Related<'a> {
    #[must_use]
    pub(crate) fn new(handbook: &'a Handbook, coverage: &Coverage) -> Self {
        let mut evidence: HashMap<_, Citing<'a>> = HashMap::new();
        for one in handbook.evidence.iter().filter(|one| coverage.of(one.clause).is_some()) {
            evidence.entry(&one.document).or_default().entry(one.clause).or_default().push(one);
        }
        let (forms, curricula) = (by_id(&handbook.forms), by_id(&handbook.curricula));
        let citing_forms = by_clause(&handbook.forms, DocumentKind::Form, &evidence);
        let citing_curricula = by_clause(&handbook.curricula, DocumentKind::Curriculum, &evidence);
        let of_policy = |(own, linked): &'a (DocumentId, Arc<BTreeSet<DocumentId>>)| {
            let linked = linked.iter().filter(|other| other.kind == DocumentKind::Form);
            let mut beside = Beside {
                forms: linked.filter_map(|form| forms.get(form.id.as_str()).copied()).collect(),
                curricula: BTreeSet::new(),
            };
            for clause in evidence.get(own).into_iter().flat_map(BTreeMap::keys) {
                beside.forms.extend(citing_forms.get(clause).into_iter().flatten());
                beside.curricula.extend(citing_curricula.get(clause).into_iter().flatten());
            }
            (own.id.as_str(), beside)
        };
        let policies = handbook.linked.par_iter().filter(|(own, _)| own.kind == DocumentKind::Policy);
        let beside = policies.map(of_policy).collect();
        Self { handbook, evidence, beside, forms, curricula }
    }

    /// What a document meets, by clause in the order of the specifications.
    pub(crate) fn cited_by(
        &self,
        document: &DocumentId,
    ) -> impl Iterator<Item = (ClauseKey, &[&'a Evidence])> {
        let clauses = self.evidence.get(document).into_iter().flatten();
        clauses.map(|(clause, evidence)| (*clause, evidence.as_slice()))
    }

    /// The forms beside a policy, by number.
    #[must_use]
    pub(crate) fn forms_of(&self, policy: &str) -> Vec<LinkView> {
        let forms = self.beside.get(policy).into_iter().flat_map(|beside| &beside.forms);
        forms.map(|form| link(form.of(&self.handbook.forms))).collect()
    }

    /// The curricula that teach what a policy meets, by number.
    #[must_use]
    pub(crate) fn curricula_of(&self, policy: &str) -> Vec<LinkView> {
        let curricula = self.beside.get(policy).into_iter().flat_map(|beside| &beside.curricula);
        curricula.map(|curriculum| link(curriculum.of(&self.handbook.curricula))).collect()
    }

    /// The policies beside a form, by number.
    #[must_use]
    pub(crate) fn policies_of_form(&self, form: &str) -> Vec<LinkView> {
        self.policies(|beside| self.forms.get(form).is_some_and(|form| beside.forms.contains(form)))
    }

    /// The policies that meet what a curriculum teaches, by number.
    #[must_use]
    pub(crate) fn policies_of_curriculum(&self, curriculum: &str) -> Vec<LinkView> {
        self.policies(|beside| {
            self.curricula.get(curriculum).is_some_and(|one| beside.curricula.contains(one))
        })
    }

    /// The policies that meet what any curriculum teaches, by number.
    #[must_use]
    pub(crate) fn policies_taught(&self) -> Vec<LinkView> {
        self.policies(|beside| !beside.curricula.is_empty())
    }

    fn policies(&self, belongs: impl Fn(&Beside) -> bool) -> Vec<LinkView> {
        let policies = self.handbook.policies.iter();
        policies
            .filter(|policy| self.beside.get(policy.id.as_str()).is_some_and(&belongs))
            .map(link)
            .collect()
    }
}

fn by_id<V>(documents: &[Versioned<V>]) -> HashMap<&str, Handle<Versioned<V>>> {
    Handle::each(documents).map(|(handle, document)| (document.id.as_str(), handle)).collect()
}

/// The documents of one kind that cite each clause.
fn by_clause<V>(
    documents: &[Versioned<V>],
    kind: DocumentKind,
    evidence: &HashMap<&DocumentId, Citing<'_>>,
) -> BTreeMap<ClauseKey, Vec<Handle<Versioned<V>>>> {
    let mut by_clause: BTreeMap<ClauseKey, Vec<Handle<Versioned<V>>>> = BTreeMap::new();
    for (handle, document) in Handle::each(documents) {
        for clause in evidence.get(&kind.id(&document.id)).into_iter().flat_map(BTreeMap::keys) {
            by_clause.entry(*clause).or_default().push(handle);
        }
    }
    by_clause
}

/// A link to the page of a document.
fn link<V: Version>(document: &Versioned<V>) -> LinkView {
    let version: &V = &document.current;
    LinkView::new(&version.header().title, &address::page(version.kind(), &document.id))
}
