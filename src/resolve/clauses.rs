//! What the clause of a citation is: it is looked up in the revision that its text cites, and followed to the revision of the day.
//!
//! A text that doesn't say which revision it cites was written before there were two of them, so the oldest that has such a clause is
//! meant.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, FindingCode, nearest};
use crate::model::clause_names::{ClauseNames, NamedThere, Translation};
use crate::model::revision::RevisionAt;
use crate::model::{
    CitedPart, Cites, Clause, ClauseKey, Date, ElementId, Handle, Revision, Revisions, Specification, Track,
    name_of, split_name, track,
};
use crate::source::Span;

/// Every clause of every revision, by the ids that citations use.
#[derive(Debug, Clone, Hash)]
pub(crate) struct KnownClauses {
    /// By id of the specification.
    specifications: BTreeMap<String, KnownRevisions>,
    names: ClauseNames,
}

#[derive(Debug, Clone, Hash)]
struct KnownRevisions {
    /// Oldest first.
    all: Vec<KnownRevision>,
    in_force: RevisionAt,
}

#[derive(Debug, Clone, Hash)]
struct KnownRevision {
    effective: Date,
    clauses: BTreeMap<String, KnownClause>,
    /// Ids that clauses had where there is no file of the revision before: what each is called now.
    formerly: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Hash)]
struct KnownClause {
    /// Names it among those of all revisions.
    own: ClauseKey,
    elements: Vec<ElementId>,
    /// What it is in the revision of the day.
    today: Vec<ClauseToday>,
    /// Whether that is one clause, which means today what it meant.
    is_unchanged: bool,
    /// The revision that removed it, and why.
    removed: Option<(Date, Option<String>)>,
}

/// What a clause is in the revision of the day.
#[derive(Debug, Clone, Hash)]
struct ClauseToday {
    key: ClauseKey,
    elements: Vec<ElementId>,
    /// Whether it is for a service line offered.
    is_offered: bool,
}

/// A clause, or an element of one, that a citation names.
#[derive(Debug, Clone)]
pub(crate) struct NamedClause<'a> {
    known: &'a KnownClause,
    element: Option<ElementId>,
    /// Whether the revision that is cited is not at hand, and this is only what the citation seems to mean.
    is_lost: bool,
    /// Its id now, where the citation uses an old one of a catalog without revisions.
    renamed: Option<&'a str>,
}

impl NamedClause<'_> {
    pub(crate) fn own(&self) -> CitedPart {
        CitedPart { clause: self.known.own, element: self.element.clone() }
    }

    /// Whether what it names is one clause today, which means what it meant in the revision that is cited.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.known.is_unchanged && !self.is_lost
    }
}

/// Why a citation names no clause.
#[derive(Debug, Clone)]
pub(crate) enum UnnamedClause {
    /// The revision that is cited is not at hand, which is reported once.
    LostRevision,
    /// There is no such clause.
    NoClause(CitedRevision),
    /// The clause has no such element, but these.
    NoElement(Vec<ElementId>),
}

/// Where a clause was looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CitedRevision {
    /// The text doesn't say which revision it cites, or there is only one.
    Any,
    Of(Date),
}

impl KnownClauses {
    pub(crate) fn new(revisions: &[Revisions], offered: &[Track]) -> Self {
        let mut known = Self { specifications: BTreeMap::new(), names: ClauseNames::default() };
        let mut others = revisions.len();
        for (specification, one) in Handle::each(revisions) {
            // The handbook has the revisions in force in this order.
            let keys = keys(specification.in_same_order(), one, &mut others);
            known.specifications.insert(
                one.current().specification.id.clone(),
                KnownRevisions { all: known_revisions(one, &keys, offered), in_force: one.in_force },
            );
            add_names(one, &keys, &mut known.names);
        }
        known
    }

    pub(crate) fn names(&self) -> &ClauseNames {
        &self.names
    }

    /// The clause that a citation names, e.g. `payer/items/1`.
    pub(crate) fn find(&self, written: &str, cites: &Cites) -> Result<NamedClause<'_>, UnnamedClause> {
        let (clause, element) = split_name(written);
        let named = self.find_clause(clause, cites)?;
        let Some(element) = element else { return Ok(named) };
        let elements = &named.known.elements;
        match elements.iter().find(|known| *known.0 == *element) {
            Some(known) => Ok(NamedClause { element: Some(known.clone()), ..named }),
            None => Err(UnnamedClause::NoElement(elements.clone())),
        }
    }

    fn find_clause(&self, written: &str, cites: &Cites) -> Result<NamedClause<'_>, UnnamedClause> {
        let (specification, id) = written.split_once('/').unwrap_or((written, ""));
        let none = |cited| Err(UnnamedClause::NoClause(cited));
        let Some(known) = self.specifications.get(specification) else {
            return none(CitedRevision::Any);
        };
        let Some(day) = cites.get(specification) else {
            let found = known.all.iter().find_map(|one| one.find(id));
            return found.map_or_else(|| none(CitedRevision::Any), Ok);
        };
        match known.all.iter().find(|one| one.effective == **day) {
            Some(revision) => match revision.find(id) {
                Some(named) => Ok(named),
                None if known.all.len() == 1 => none(CitedRevision::Any),
                None => none(CitedRevision::Of(**day)),
            },
            // Nobody knows what it meant; what it seems to mean isn't confirmed.
            None => known.all[known.in_force]
                .find(id)
                .map(|named| NamedClause { is_lost: true, ..named })
                .ok_or(UnnamedClause::LostRevision),
        }
    }

    /// The ids of the revision that is cited, for "did you mean".
    pub(crate) fn nearest(&self, written: &str, cites: &Cites) -> Option<String> {
        let (specification, id) = written.split_once('/').unwrap_or((written, ""));
        let known = self.specifications.get(specification)?;
        let of_day = |day| known.all.iter().find(|one| one.effective == day);
        let revision = cites.get(specification).and_then(|day| of_day(**day));
        let revision = revision.unwrap_or(&known.all[known.in_force]);
        let ids: Vec<String> = revision.clauses.keys().map(|id| format!("{specification}/{id}")).collect();
        let written = format!("{specification}/{id}");
        nearest(&written, ids.iter().map(String::as_str)).map(str::to_owned)
    }

    pub(crate) fn specifications(&self) -> impl Iterator<Item = &str> {
        self.specifications.keys().map(String::as_str)
    }
}

impl KnownRevision {
    fn find(&self, id: &str) -> Option<NamedClause<'_>> {
        if let Some(known) = self.clauses.get(id) {
            return Some(NamedClause { known, element: None, is_lost: false, renamed: None });
        }
        let now = self.formerly.get(id)?;
        Some(NamedClause { known: self.clauses.get(now)?, element: None, is_lost: false, renamed: Some(now) })
    }
}

/// What a citation means today, and what should be known of it.
pub(crate) fn today(
    named: &NamedClause<'_>,
    written: &str,
    span: Span,
) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
    let NamedClause { known, element, is_lost: _, renamed } = named;
    if let Some((on, reason)) = &known.removed {
        return Err(Some(removed(written, *on, reason.as_deref(), span)));
    }
    let is_there = |one: &&ClauseToday| element.as_ref().is_none_or(|element| one.elements.contains(element));
    let there: Vec<&ClauseToday> = known.today.iter().filter(is_there).collect();
    if let (Some(element), true) = (element, there.is_empty()) {
        return Err(Some(element_removed(written, element, span)));
    }
    let parts: Vec<CitedPart> = there
        .into_iter()
        .filter(|one| one.is_offered)
        .map(|one| CitedPart { clause: one.key, element: element.clone() })
        .collect();
    if parts.is_empty() {
        return Err(None);
    }
    let moved = renamed.map(|now| {
        let specification = written.split('/').next().unwrap_or_default();
        Diagnostic::new(
            FindingCode::MovedClause,
            span,
            format!("`{written}` is now `{specification}/{}`", name_of(now, element.as_ref())),
        )
        .hint("check that the passage still meets it, then write the new id")
    });
    Ok((parts, moved.into_iter().collect()))
}

fn element_removed(written: &str, element: &ElementId, span: Span) -> Diagnostic {
    Diagnostic::new(
        FindingCode::RemovedClause,
        span,
        format!("the revision in force has no element `{element}` any more in what was `{written}`"),
    )
    .hint("decide whether the text is still needed; cite another element, or remove the citation")
}

fn removed(written: &str, on: Date, reason: Option<&str>, span: Span) -> Diagnostic {
    let why = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    Diagnostic::new(
        FindingCode::RemovedClause,
        span,
        format!("the revision of {on} has no clause any more that was `{written}`{why}"),
    )
    .hint("decide whether the text is still needed, and remove the citation")
}

/// A key for each clause of each revision. Those of the revision in force are the handbook's; the others name nothing in its lists.
fn keys(
    specification: Handle<Specification>,
    revisions: &Revisions,
    others: &mut usize,
) -> Vec<Vec<ClauseKey>> {
    let of_revision = |(at, revision): (RevisionAt, &Revision)| {
        let specification = if at == revisions.in_force {
            specification
        } else {
            *others += 1;
            Handle::outside(*others - 1)
        };
        Handle::each(&revision.specification.clauses)
            .map(|(clause, _)| ClauseKey { specification, clause })
            .collect()
    };
    revisions.all.iter().enumerate().map(of_revision).collect()
}

fn known_revisions(revisions: &Revisions, keys: &[Vec<ClauseKey>], offered: &[Track]) -> Vec<KnownRevision> {
    let current = &revisions.current().specification.clauses;
    let is_offered = |clause: &Handle<Clause>| track::meet(&clause.of(current).tracks, offered);
    let of_revision = |(at, revision): (RevisionAt, &Revision)| {
        let specification = &revision.specification;
        let known = |(handle, clause): (Handle<Clause>, &Clause)| {
            let now = revisions.counterparts(at, handle, revisions.in_force);
            let today = |one: &Handle<Clause>| ClauseToday {
                key: *one.beside(&keys[revisions.in_force]),
                elements: element_ids(one.of(current)),
                is_offered: is_offered(one),
            };
            let is_same = |one| revisions.is_known_from(at, revisions.in_force, one);
            let removed = now.removed_in.map(|removed_in| {
                let reason = revisions.reason_of_removal(at, handle, removed_in);
                let reason = reason.map(|removed| removed.reason.trim_end_matches('.').to_owned());
                (revisions.all[removed_in].mark.effective, reason)
            });
            let known = KnownClause {
                own: *handle.beside(&keys[at]),
                elements: element_ids(clause),
                is_unchanged: matches!(now.clauses.as_slice(), [one] if is_same(*one)),
                today: now.clauses.iter().map(today).collect(),
                removed,
            };
            (clause.id.clone(), known)
        };
        KnownRevision {
            effective: specification.effective,
            clauses: Handle::each(&specification.clauses).map(known).collect(),
            formerly: former_ids(specification),
        }
    };
    revisions.all.iter().enumerate().map(of_revision).collect()
}

fn element_ids(clause: &Clause) -> Vec<ElementId> {
    clause.elements.iter().map(|element| element.id.clone()).collect()
}

fn former_ids(specification: &Specification) -> BTreeMap<String, String> {
    let clauses = specification.clauses.iter();
    clauses.flat_map(|clause| clause.formerly.iter().map(|old| (old.clone(), clause.id.clone()))).collect()
}

/// What the clauses of a specification are called, in each of its revisions.
fn add_names(revisions: &Revisions, keys: &[Vec<ClauseKey>], names: &mut ClauseNames) {
    let id = &revisions.current().specification.id;
    let clause = |at: RevisionAt, handle: Handle<Clause>| handle.of(&revisions.all[at].specification.clauses);
    let name = |clause: &Clause| format!("{id}/{}", clause.id);
    let there = |clause: &Clause| NamedThere { name: name(clause), elements: element_ids(clause) };
    let each = |at: RevisionAt| Handle::each(&revisions.all[at].specification.clauses);
    for (at, keys) in keys.iter().enumerate() {
        for (handle, clause) in each(at) {
            let former = clause.formerly.iter().map(|old| format!("{id}/{old}"));
            names.add(*handle.beside(keys), id, std::iter::once(name(clause)).chain(former).collect());
        }
    }
    if revisions.all.len() == 1 {
        return;
    }
    for to in 0..revisions.all.len() {
        let mut spelled = BTreeMap::new();
        for from in (0..revisions.all.len()).filter(|from| *from != to) {
            for (handle, _) in each(from) {
                let found = revisions.counterparts(from, handle, to).clauses;
                spelled.insert(
                    *handle.beside(&keys[from]),
                    found.into_iter().map(|one| there(clause(to, one))).collect::<Vec<_>>(),
                );
            }
        }
        names.add_translation(Translation { specification: id.clone(), names: spelled });
    }
}
