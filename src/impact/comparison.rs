//! What one revision changes in another, clause by clause.

use std::collections::BTreeSet;

use crate::model::revision::RevisionAt;
use crate::model::{
    Clause, ElementId, Figure, Handle, MeaningChange, RemovedClause, Revisions, Specification,
};

/// What differs in a clause from one revision to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClauseDifference {
    New,
    Merged,
    Split,
    Renumbered,
    Reworded,
    Figures,
    Kind,
    Needs,
    Elements,
    /// The publisher's sentence, by its fingerprint.
    Sentence,
    Removed,
}

impl ClauseDifference {
    /// The word that JSON uses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Renumbered => "renumbered",
            Self::Reworded => "reworded",
            Self::Figures => "figures",
            Self::Kind => "kind",
            Self::Needs => "needs",
            Self::Elements => "elements",
            Self::Sentence => "sentence",
            Self::Removed => "removed",
        }
    }
}

/// What somebody decided of the meaning of a clause that asks something else, from one revision to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeaningDecision {
    Same,
    Changed,
    Undecided,
}

impl MeaningDecision {
    /// The word that JSON uses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Undecided => "undecided",
        }
    }
}

/// Two revisions of a specification, the older one first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RevisionPair<'a> {
    pub(crate) revisions: &'a Revisions,
    pub(crate) old: RevisionAt,
    pub(crate) new: RevisionAt,
}

/// A clause that isn't in both revisions as it is.
#[derive(Debug, Clone)]
pub(crate) struct ClauseStep {
    /// In the newer revision; `None` if it was removed.
    pub(crate) now: Option<Handle<Clause>>,
    /// What it was in the older one; nothing if it is new.
    pub(crate) before: Vec<Handle<Clause>>,
    pub(crate) differences: Vec<ClauseDifference>,
    /// `None` where it asks what it asked.
    pub(crate) meaning: Option<MeaningDecision>,
}

impl<'a> RevisionPair<'a> {
    /// The revision in force with the next one to come, else the one before with the one in force; `None` where there is one only.
    pub(crate) fn usual(revisions: &'a Revisions) -> Option<Self> {
        Self::to_come(revisions).or_else(|| {
            let now = revisions.in_force;
            Some(Self { revisions, old: now.checked_sub(1)?, new: now })
        })
    }

    /// The revision in force with the next one to come.
    pub(crate) fn to_come(revisions: &'a Revisions) -> Option<Self> {
        let now = revisions.in_force;
        (now + 1 < revisions.all.len()).then_some(Self { revisions, old: now, new: now + 1 })
    }

    pub(crate) fn before(&self) -> &'a Specification {
        &self.revisions.all[self.old].specification
    }

    pub(crate) fn after(&self) -> &'a Specification {
        &self.revisions.all[self.new].specification
    }

    /// What changed, in the order of the newer revision; then what was removed, in that of the older.
    pub(crate) fn steps(&self) -> Vec<ClauseStep> {
        let changed = Handle::each(&self.after().clauses).filter_map(|(handle, _)| self.change(handle));
        let removed = Handle::each(&self.before().clauses).filter_map(|(handle, _)| self.removal(handle));
        changed.chain(removed).collect()
    }

    /// `None` where nothing changed.
    fn change(&self, handle: Handle<Clause>) -> Option<ClauseStep> {
        use ClauseDifference::{
            Elements, Figures, Kind, Merged, Needs, New, Renumbered, Reworded, Sentence, Split,
        };
        let Self { revisions, old, new } = *self;
        let clause = handle.of(&self.after().clauses);
        let handles = revisions.counterparts(new, handle, old).clauses;
        let before: Vec<&Clause> = handles.iter().map(|one| one.of(&self.before().clauses)).collect();
        let parts: BTreeSet<Handle<Clause>> =
            handles.iter().flat_map(|one| revisions.counterparts(old, *one, new).clauses).collect();
        let differs = |is_other: &dyn Fn(&Clause) -> bool| before.iter().any(|one| is_other(one));
        let has_other_sentence = differs(&|one| one.has_other_sentence(clause));
        let found = [
            (New, before.is_empty()),
            (Merged, before.len() > 1),
            (Split, parts.len() > 1 && before.len() == 1),
            (Renumbered, !before.is_empty() && before.iter().all(|one| one.id != clause.id)),
            (Reworded, differs(&|one| words(one) != words(clause))),
            (Figures, differs(&|one| figures(one) != figures(clause))),
            (Kind, differs(&|one| one.kind != clause.kind)),
            (Needs, differs(&|one| one.needs != clause.needs)),
            (Elements, differs(&|one| elements(one) != elements(clause))),
            (Sentence, has_other_sentence),
        ];
        let differences: Vec<ClauseDifference> =
            found.into_iter().filter(|(_, is_so)| *is_so).map(|(difference, _)| difference).collect();
        let is_other = has_other_sentence || differs(&|one| asked(one) != asked(clause));
        (!differences.is_empty()).then(|| ClauseStep {
            now: Some(handle),
            before: handles,
            differences,
            meaning: is_other.then(|| self.meaning(handle)),
        })
    }

    fn meaning(&self, handle: Handle<Clause>) -> MeaningDecision {
        let Self { revisions, old, new } = *self;
        if revisions.is_known_from(old, new, handle) {
            MeaningDecision::Same
        } else if revisions.all[new].origin(handle).meaning == MeaningChange::Undecided {
            MeaningDecision::Undecided
        } else {
            MeaningDecision::Changed
        }
    }

    fn removal(&self, handle: Handle<Clause>) -> Option<ClauseStep> {
        self.revisions.counterparts(self.old, handle, self.new).removed_in?;
        Some(ClauseStep {
            now: None,
            before: vec![handle],
            differences: vec![ClauseDifference::Removed],
            meaning: None,
        })
    }

    /// Why a clause of the older revision was removed, if that is said.
    pub(crate) fn reason_of_removal(&self, step: &ClauseStep) -> Option<&'a RemovedClause> {
        let [clause] = step.before.as_slice() else { return None };
        let removed_in = self.revisions.counterparts(self.old, *clause, self.new).removed_in?;
        self.revisions.reason_of_removal(self.old, *clause, removed_in)
    }

    /// The figures that the clause had before and doesn't have now.
    pub(crate) fn old_figures(&self, step: &ClauseStep) -> Vec<&'a Figure> {
        let now = step.now.map(|now| now.of(&self.after().clauses).figures.as_slice()).unwrap_or_default();
        let before = step.before.iter().flat_map(|one| &one.of(&self.before().clauses).figures);
        before.filter(|old| !now.iter().any(|one| (one.kind, &one.value) == (old.kind, &old.value))).collect()
    }
}

fn words(clause: &Clause) -> Vec<&str> {
    clause.summary.split_whitespace().collect()
}

fn elements(clause: &Clause) -> Vec<(&ElementId, &str)> {
    clause.elements.iter().map(|element| (&element.id, element.label.as_str())).collect()
}

fn figures(clause: &Clause) -> Vec<(&str, &'static str)> {
    clause.figures.iter().map(|figure| (figure.written.as_str(), figure.kind.word())).collect()
}

/// What a clause asks, on one line: `Answer each call. [24 hours; requirement; policy, form]`
pub(crate) fn asked(clause: &Clause) -> String {
    let figures = clause.figures.iter().map(|figure| figure.written.to_string());
    let needs: Vec<&str> = clause.needs.iter().map(|kind| kind.word()).collect();
    let mut facts: Vec<String> = figures.collect();
    facts.push(clause.kind.word().to_owned());
    if !needs.is_empty() {
        facts.push(needs.join(", "));
    }
    let elements: Vec<&str> = clause.elements.iter().map(|element| element.label.as_str()).collect();
    if !elements.is_empty() {
        facts.push(format!("each of: {}", elements.join(", ")));
    }
    let summary = clause.summary.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{summary} [{}]", facts.join("; "))
}
