//! What a revision of a specification touches: the clauses that it changes, everything of ours that cites them, and every place that still
//! states a figure that the clause had before.
//!
//! ```text
//! items/1: 2 business days → 1 business day
//!   cites it         policy calls, “Answering”; form call-slip, “Answered on”
//!   still states it  policy calls, the card: “Within 2 business days”
//! ```
//!
//! The documents are looked at as they will read on the day on which the revision takes effect: a version of ours that is to take effect by
//! then counts, and not the one that it replaces.

mod comparison;
mod gone;
mod old_figures;

pub(crate) use comparison::{ClauseDifference, ClauseStep, MeaningDecision, RevisionPair, asked};
pub(crate) use gone::{GoneCitation, WrittenCitations};
pub(crate) use old_figures::{FigurePlace, OldFigure, PlaceOwner, excerpt};

use std::collections::{BTreeSet, HashMap};

use crate::model::revision::RevisionAt;
use crate::model::text::{Citation, citations};
use crate::model::version::Version;
use crate::model::{
    Clause, ClauseKey, Date, DocumentId, Evidence, GuidePage, Handbook, Handle, Header, KeptRecord, Mapping,
    Waiver,
};
use crate::source::{FileId, Files, Span};
use old_figures::FigureSearch;

/// What a revision touches.
pub(crate) struct RevisionImpact<'h> {
    pub(crate) pair: RevisionPair<'h>,
    /// The clauses that it changes, then those that it removes.
    pub(crate) clauses: Vec<ClauseImpact<'h>>,
    /// The documents that somebody has to read against it, or to change.
    pub(crate) to_read: BTreeSet<DocumentId>,
    /// How many citations have other ids in it.
    pub(crate) to_rewrite: usize,
}

pub(crate) struct ClauseImpact<'h> {
    pub(crate) step: ClauseStep,
    /// In the order of the handbook; waivers and guide pages last.
    pub(crate) citing: Vec<CitingPlace<'h>>,
    pub(crate) old_figures: Vec<OldFigure<'h>>,
    pub(crate) next: Option<NextStep>,
}

/// Something of ours that names a clause.
#[derive(Clone)]
pub(crate) enum CitingPlace<'h> {
    Evidence(&'h Evidence),
    Guide {
        page: &'h GuidePage,
        span: Span,
    },
    Waiver(&'h Waiver),
    Record(&'h KeptRecord),
    /// A pair of clauses of which one is meant; `other` is how a citation names the other one.
    Mapping {
        mapping: &'h Mapping,
        other: String,
    },
    /// It names a clause that a revision in force removed.
    Gone(GoneCitation<'h>),
}

/// What somebody does first about a changed clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// Decide whether its meaning changed; the clause in the catalog.
    Decide(Span),
    /// Write a new version of these documents: they state an old figure, or cite what is gone.
    Revise(Vec<DocumentId>),
    /// Write down where it is met.
    Meet,
    /// Read these documents against it.
    Read(Vec<DocumentId>),
    /// Rewrite citations, from the day on which the revision takes effect.
    Rewrite,
}

impl CitingPlace<'_> {
    /// Where it cites.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Evidence(evidence) => evidence.span,
            Self::Guide { page: _, span } => *span,
            Self::Waiver(waiver) => waiver.span,
            Self::Record(record) => record.span,
            Self::Mapping { mapping, other: _ } => mapping.span,
            Self::Gone(gone) => gone.span,
        }
    }

    /// The document that it is in; `None` of what is in no document of ours that has a version.
    pub(crate) fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Evidence(evidence) => Some(&evidence.document),
            Self::Gone(gone) => Some(&gone.document),
            Self::Guide { .. } | Self::Waiver(_) | Self::Record(_) | Self::Mapping { .. } => None,
        }
    }
}

/// What `pair` touches in a handbook. `written` are the citations as they are written: a revision in force may have removed what they name.
pub(crate) fn impact<'h>(
    pair: RevisionPair<'h>,
    handbook: &'h Handbook,
    written: &WrittenCitations,
    files: &Files,
) -> RevisionImpact<'h> {
    let versions = versions_on(handbook, pair.after().effective.max(handbook.as_of));
    let gone = gone::citations(&pair, &versions, written, files);
    let reader = ImpactReader::new(pair, handbook, &versions, gone);
    let search = FigureSearch::new(handbook, &versions, files);
    let mut to_read = reader.unread_documents();
    let clauses: Vec<ClauseImpact<'h>> =
        pair.steps().into_iter().map(|step| reader.clause(step, &search)).collect();
    for figure in clauses.iter().flat_map(|clause| &clause.old_figures) {
        to_read.extend(figure.in_citing_documents().filter_map(FigurePlace::document).cloned());
    }
    RevisionImpact { to_rewrite: reader.citations_to_rewrite(), pair, clauses, to_read }
}

/// A version that readers have on the day, by its file.
pub(crate) type VersionsOnDay<'h> = HashMap<FileId, (DocumentId, &'h dyn Version)>;

struct ImpactReader<'v, 'h> {
    pair: RevisionPair<'h>,
    versions: &'v VersionsOnDay<'h>,
    /// Everything that names a clause of the specification, each with the clause of the revision in force.
    citing: Vec<(Handle<Clause>, CitingPlace<'h>)>,
    gone: Vec<GoneCitation<'h>>,
}

impl<'v, 'h> ImpactReader<'v, 'h> {
    fn new(
        pair: RevisionPair<'h>,
        handbook: &'h Handbook,
        versions: &'v VersionsOnDay<'h>,
        gone: Vec<GoneCitation<'h>>,
    ) -> Self {
        let specification = Handle::find(&handbook.specifications, |one| one.id == pair.after().id);
        let is_meant = |key: ClauseKey| (Some(key.specification) == specification).then_some(key.clause);
        let evidence = handbook.evidence.iter().chain(&handbook.evidence_to_come);
        let mut citing: Vec<(Handle<Clause>, CitingPlace<'h>)> = evidence
            .filter(|one| versions.contains_key(&one.span.file))
            .filter_map(|one| Some((is_meant(one.clause)?, CitingPlace::Evidence(one))))
            .collect();
        for page in &handbook.guide {
            for Citation { clause, element: _, number: _, anchor: _, span } in citations(&page.body.blocks) {
                citing.extend(is_meant(*clause).map(|one| (one, CitingPlace::Guide { page, span: *span })));
            }
        }
        let waivers = handbook.waivers.iter();
        citing.extend(waivers.filter_map(|one| Some((is_meant(one.part.clause)?, CitingPlace::Waiver(one)))));
        for record in &handbook.records {
            let clauses = record.parts.iter().filter_map(|part| is_meant(part.clause));
            citing.extend(clauses.map(|clause| (clause, CitingPlace::Record(record))));
        }
        for mapping in &handbook.mappings {
            for (one, other) in [(&mapping.source, &mapping.target), (&mapping.target, &mapping.source)] {
                let place = || CitingPlace::Mapping { mapping, other: handbook.name(other.clause) };
                citing.extend(is_meant(one.clause).map(|clause| (clause, place())));
            }
        }
        Self { pair, versions, citing, gone }
    }

    fn clause(&self, step: ClauseStep, search: &FigureSearch<'_, 'h>) -> ClauseImpact<'h> {
        let about = self.citing.iter().filter(|(clause, _)| self.is_about(*clause, &step));
        let is_gone = |gone: &&GoneCitation<'_>| step.now.is_none() && step.before.contains(&gone.clause);
        let gone = self.gone.iter().filter(is_gone).map(|gone| CitingPlace::Gone(gone.clone()));
        let citing: Vec<CitingPlace<'h>> = about.map(|(_, place)| place.clone()).chain(gone).collect();
        let documents: BTreeSet<&DocumentId> = citing.iter().filter_map(CitingPlace::document).collect();
        let old_figures = self
            .pair
            .old_figures(&step)
            .into_iter()
            .map(|figure| OldFigure { figure, places: search.places(figure, &documents) })
            .collect();
        let mut impact = ClauseImpact { step, citing, old_figures, next: None };
        impact.next = self.next(&impact);
        impact
    }

    /// Whether something that names this clause of the revision in force names the clause of the step.
    fn is_about(&self, clause: Handle<Clause>, step: &ClauseStep) -> bool {
        let RevisionPair { revisions, old, new } = self.pair;
        match step.now {
            Some(now) => revisions.counterparts(revisions.in_force, clause, new).clauses.contains(&now),
            None => {
                let before = revisions.counterparts(revisions.in_force, clause, old).clauses;
                step.before.iter().any(|one| before.contains(one))
            }
        }
    }

    fn next(&self, impact: &ClauseImpact<'h>) -> Option<NextStep> {
        let ClauseImpact { step, citing, old_figures, next: _ } = impact;
        if step.meaning == Some(MeaningDecision::Undecided) {
            return step.now.map(|now| NextStep::Decide(now.of(&self.pair.after().clauses).span));
        }
        let documents =
            || -> BTreeSet<DocumentId> { citing.iter().filter_map(|one| one.document().cloned()).collect() };
        let stale: BTreeSet<DocumentId> = old_figures
            .iter()
            .flat_map(|figure| figure.in_citing_documents().filter_map(FigurePlace::document).cloned())
            .collect();
        let is = |difference| step.differences.contains(&difference);
        if is(ClauseDifference::Removed) {
            let documents = documents();
            return (!documents.is_empty()).then(|| NextStep::Revise(documents.into_iter().collect()));
        }
        if !stale.is_empty() {
            return Some(NextStep::Revise(stale.into_iter().collect()));
        }
        let takes_evidence = step.now.is_some_and(|now| now.of(&self.pair.after().clauses).binds());
        if is(ClauseDifference::New) && citing.is_empty() && takes_evidence {
            return Some(NextStep::Meet);
        }
        let unread: Vec<DocumentId> =
            documents().into_iter().filter(|document| self.is_unread(document, step)).collect();
        if !unread.is_empty() {
            return Some(NextStep::Read(unread));
        }
        let has_other_id =
            is(ClauseDifference::Renumbered) || is(ClauseDifference::Split) || is(ClauseDifference::Merged);
        (has_other_id && !citing.is_empty()).then_some(NextStep::Rewrite)
    }

    /// Whether nobody has read the document against what the clause of the step means.
    fn is_unread(&self, document: &DocumentId, step: &ClauseStep) -> bool {
        let versions = self.versions.values().filter(|(own, _)| own == document);
        step.now
            .is_some_and(|now| versions.into_iter().any(|(_, version)| !self.is_known(version.header(), now)))
    }

    /// Whether the clause of the newer revision means what it meant when somebody read the version; a version that nobody read was written
    /// for the older one.
    fn is_known(&self, header: &Header, clause: Handle<Clause>) -> bool {
        let RevisionPair { revisions, old, new } = self.pair;
        match header.revisions.read_against.get(&self.pair.after().id) {
            None => revisions.is_known_from(old, new, clause),
            Some(marks) => {
                let mut read = marks.iter().filter_map(|mark| revisions.at_hand(mark));
                read.any(|at| revisions.is_known_from(at, new, clause))
            }
        }
    }

    /// The documents that cite a clause whose meaning may not be what somebody read.
    fn unread_documents(&self) -> BTreeSet<DocumentId> {
        let RevisionPair { revisions, old: _, new } = self.pair;
        let mut unread: BTreeSet<DocumentId> = self.gone.iter().map(|gone| gone.document.clone()).collect();
        for (clause, place) in &self.citing {
            let CitingPlace::Evidence(evidence) = place else { continue };
            let Some((document, version)) = self.versions.get(&evidence.span.file) else { continue };
            let then = revisions.counterparts(revisions.in_force, *clause, new).clauses;
            if then.is_empty() || then.iter().any(|one| !self.is_known(version.header(), *one)) {
                unread.insert(document.clone());
            }
        }
        unread
    }

    fn citations_to_rewrite(&self) -> usize {
        let RevisionPair { revisions, old, new } = self.pair;
        let ids = |clause: Handle<Clause>, at: RevisionAt| -> Vec<&str> {
            let clauses = &revisions.all[at].specification.clauses;
            let there = revisions.counterparts(revisions.in_force, clause, at).clauses;
            there.iter().map(|one| one.of(clauses).id.as_str()).collect()
        };
        let to_rewrite: BTreeSet<(Span, Vec<&str>)> = self
            .citing
            .iter()
            .filter(|(_, place)| !self.cites_newer(place))
            .map(|(clause, place)| (place.span(), ids(*clause, old), ids(*clause, new)))
            .filter(|(_, old, new)| !new.is_empty() && old != new)
            .map(|(span, old, _)| (span, old))
            .collect();
        to_rewrite.len()
    }

    /// Whether its file has the ids of the newer revision already.
    fn cites_newer(&self, place: &CitingPlace<'_>) -> bool {
        let after = self.pair.after();
        let cited = match place {
            CitingPlace::Evidence(evidence) => self
                .versions
                .get(&evidence.span.file)
                .and_then(|(_, version)| version.header().revisions.cites.get(&after.id)),
            CitingPlace::Guide { .. }
            | CitingPlace::Waiver(_)
            | CitingPlace::Record(_)
            | CitingPlace::Mapping { .. }
            | CitingPlace::Gone(_) => None,
        };
        cited.is_some_and(|cited| **cited >= after.effective)
    }
}

/// The versions that readers have on a day, and those to come after it. Those that have a date by then are expected to be approved.
fn versions_on(handbook: &Handbook, day: Date) -> VersionsOnDay<'_> {
    let mut on_day = VersionsOnDay::new();
    for document in handbook.documents().versioned() {
        let versions: Vec<&dyn Version> = document.versions().collect();
        let takes_over = |header: &Header| {
            header
                .effective
                .filter(|date| *date <= day && (*date > handbook.as_of || header.approval.is_some()))
        };
        let newest = versions.iter().filter_map(|version| takes_over(version.header())).max();
        for version in versions {
            let header = version.header();
            let has_ended = header.end.as_ref().is_some_and(|end| end.on <= day);
            let is_replaced = newest.is_some_and(|newest| header.effective.is_some_and(|date| date < newest));
            if !has_ended && !is_replaced {
                on_day.insert(header.span.file, (document.id.clone(), version));
            }
        }
    }
    on_day
}
