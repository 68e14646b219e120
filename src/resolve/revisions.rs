//! The catalogs become the revisions of each specification, and each clause finds what it was in the revision before.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::model::revision::digest_of_words;
use crate::model::{
    Clause, ClauseOrigin, Date, Handle, Meaning, MeaningChange, Revision, Revisions, Specification, Was,
};
use crate::source::Span;

/// The revisions of each specification, by id. `catalogs` are sorted by id.
pub(crate) fn revisions(
    catalogs: Vec<Specification>,
    today: Date,
    findings: &mut Findings,
) -> Vec<Revisions> {
    let mut by_id: BTreeMap<String, Vec<Specification>> = BTreeMap::new();
    for catalog in catalogs {
        by_id.entry(catalog.id.clone()).or_default().push(catalog);
    }
    by_id.into_values().map(|catalogs| of_one(catalogs, today, findings)).collect()
}

fn of_one(mut catalogs: Vec<Specification>, today: Date, findings: &mut Findings) -> Revisions {
    catalogs.sort_by_key(|catalog| catalog.effective);
    let mut all: Vec<Revision> = Vec::new();
    for mut specification in catalogs {
        let Some(before) = all.last() else {
            all.push(Revision::oldest(specification));
            continue;
        };
        if before.specification.effective == specification.effective {
            findings.push(same_day(&specification, before.specification.span));
            continue;
        }
        let origins = RevisionStep { before: &before.specification, after: &specification }.origins(findings);
        date_changes(&mut specification, &origins, &before.specification);
        let revision = Revision::after(before, specification, origins);
        all.push(revision);
    }
    let in_force = all.iter().rposition(|one| one.mark.effective <= today).unwrap_or(0);
    for revision in &all[in_force..] {
        findings.extend(undecided(revision));
    }
    Revisions { all, in_force }
}

fn same_day(specification: &Specification, other: Span) -> Diagnostic {
    Diagnostic::new(
        FindingCode::DuplicateVersion,
        specification.span,
        format!("two revisions of `{}` take effect on {}", specification.id, specification.effective),
    )
    .label(other, "the other")
    .hint("each revision is one file, named after the date on which it takes effect")
}

/// A clause that doesn't say when its meaning last changed has the day of the revision that changed it.
fn date_changes(specification: &mut Specification, origins: &[ClauseOrigin], before: &Specification) {
    let effective = specification.effective;
    for (clause, origin) in specification.clauses.iter_mut().zip(origins) {
        let dates = origin.clauses.iter().map(|one| one.of(&before.clauses).revised);
        let kept = dates.max().filter(|_| origin.meaning == MeaningChange::Same);
        clause.revised = clause.own_revised.max(kept.or(Some(effective))).unwrap_or(effective);
    }
}

/// A finding for each clause whose words changed, and of whose meaning nobody has decided.
fn undecided(revision: &Revision) -> impl Iterator<Item = Diagnostic> {
    let clauses = revision.specification.clauses.iter().zip(&revision.origins);
    clauses.filter(|(_, origin)| origin.meaning == MeaningChange::Undecided).map(|(clause, _)| {
        Diagnostic::new(
            FindingCode::UndecidedChange,
            clause.span,
            format!("the words of `{}` changed, and nobody has decided whether its meaning did", clause.id),
        )
        .hint("write `meaning = \"changed\"`, and what cites it must be read again; or `meaning = \"same\"`. Until then it is unconfirmed")
    })
}

/// Two revisions, one after the other.
struct RevisionStep<'a> {
    before: &'a Specification,
    after: &'a Specification,
}

impl RevisionStep<'_> {
    fn origins(&self, findings: &mut Findings) -> Vec<ClauseOrigin> {
        let ids: BTreeMap<&str, Handle<Clause>> =
            Handle::each(&self.before.clauses).map(|(handle, clause)| (clause.id.as_str(), handle)).collect();
        let named: BTreeSet<&str> = self.after.clauses.iter().flat_map(named_origins).collect();
        let origins: Vec<ClauseOrigin> = self
            .after
            .clauses
            .iter()
            .map(|clause| {
                let clauses = self.origin(clause, &ids, &named, findings);
                ClauseOrigin { meaning: self.meaning(clause, &clauses), clauses }
            })
            .collect();
        self.check_removed(&ids, &origins, findings);
        origins
    }

    /// What a clause was in the revision before, in the order of the document.
    fn origin(
        &self,
        clause: &Clause,
        ids: &BTreeMap<&str, Handle<Clause>>,
        named: &BTreeSet<&str>,
        findings: &mut Findings,
    ) -> Vec<Handle<Clause>> {
        match &clause.was {
            Was::New => Vec::new(),
            Was::SameId => {
                let same = ids.get(clause.id.as_str()).copied();
                findings.extend(self.unclear(clause, same.is_some(), named));
                same.into_iter().collect()
            }
            Was::Ids(written) => {
                let mut found = BTreeSet::new();
                for id in written.iter() {
                    match ids.get(id.as_str()) {
                        Some(handle) => drop(found.insert(*handle)),
                        None => findings.push(self.unknown(id, written.span)),
                    }
                }
                found.into_iter().collect()
            }
        }
    }

    fn unclear(&self, clause: &Clause, is_known: bool, named: &BTreeSet<&str>) -> Option<Diagnostic> {
        let Specification { id, effective, .. } = self.before;
        let (message, hint) = if !is_known {
            (
                format!(
                    "the revision of {effective} has no clause `{}`, and this one doesn’t say what it was",
                    clause.id
                ),
                "write `was = \"…\"` with its id there; or `was = false`, if it is new".to_owned(),
            )
        } else if named.contains(clause.id.as_str()) {
            (
                format!(
                    "another clause says that it was `{}`, and the clause `{}` doesn’t say what it was",
                    clause.id, clause.id
                ),
                format!(
                    "write `was = \"{}\"`, if `{id}/{}` was split; or `was = false`, if it is new",
                    clause.id, clause.id
                ),
            )
        } else {
            return None;
        };
        Some(Diagnostic::new(FindingCode::ClauseOrigin, clause.span, message).hint(hint))
    }

    fn unknown(&self, id: &str, span: Span) -> Diagnostic {
        let finding = Diagnostic::new(
            FindingCode::ClauseOrigin,
            span,
            format!("the revision of {} has no clause `{id}`", self.before.effective),
        );
        let known = self.before.clauses.iter().map(|clause| clause.id.as_str());
        match crate::diagnostic::nearest(id, known) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding
                .hint("write the id that the clause has in that revision; or `was = false`, if it is new"),
        }
    }

    fn meaning(&self, clause: &Clause, before: &[Handle<Clause>]) -> MeaningChange {
        let before = || before.iter().map(|one| one.of(&self.before.clauses));
        let is_met = clause.kind.takes_evidence() || before().any(|one| one.kind.takes_evidence());
        match clause.meaning {
            Some(Meaning::Changed) => MeaningChange::Changed,
            None if is_met
                && before().any(|one| {
                    digest_of_words(one) != digest_of_words(clause) || one.has_other_sentence(clause)
                }) =>
            {
                MeaningChange::Undecided
            }
            Some(Meaning::Same) | None => MeaningChange::Same,
        }
    }

    /// What is gone must be said to be removed, and nothing else.
    fn check_removed(
        &self,
        ids: &BTreeMap<&str, Handle<Clause>>,
        origins: &[ClauseOrigin],
        findings: &mut Findings,
    ) {
        let kept: BTreeSet<Handle<Clause>> =
            origins.iter().flat_map(|origin| &origin.clauses).copied().collect();
        let removed: BTreeSet<&str> = self.after.removed.iter().map(|one| one.id.as_str()).collect();
        for (handle, clause) in Handle::each(&self.before.clauses) {
            let is_gone = !kept.contains(&handle) && !removed.contains(clause.id.as_str());
            if is_gone && clause.kind.takes_evidence() {
                findings.push(
                    Diagnostic::new(
                        FindingCode::ClauseOrigin,
                        self.after.span,
                        format!("`{}` of the revision of {} is gone, and nothing says what became of it", clause.id, self.before.effective),
                    )
                    .hint("name it in the `was` of the clause that took it over; or add `[[removed]]` with `id` and `reason`"),
                );
            }
        }
        for one in &self.after.removed {
            match ids.get(one.id.as_str()) {
                None if one.id.is_empty() => {}
                None => findings.push(self.unknown(&one.id, one.id.span)),
                Some(handle) if kept.contains(handle) => findings.push(
                    Diagnostic::new(
                        FindingCode::ClauseOrigin,
                        one.id.span,
                        format!(
                            "`{}` is said to be removed, and a clause of this revision was it",
                            one.id.as_str()
                        ),
                    )
                    .hint("remove this entry; or write `was = false` in the clause, if it is a new one"),
                ),
                Some(_) => {}
            }
        }
    }
}

/// The ids that a clause says it had.
fn named_origins(clause: &Clause) -> impl Iterator<Item = &str> {
    let ids = match &clause.was {
        Was::Ids(ids) => ids.as_slice(),
        Was::SameId | Was::New => &[],
    };
    ids.iter().map(String::as_str).filter(|id| *id != clause.id)
}
