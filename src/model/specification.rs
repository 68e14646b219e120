//! A payer's or regulator's specification, clause by clause.

use super::Date;
use super::element::{ClauseElement, ElementId};
use super::handle::Handle;
use super::mapping::SameAs;
use super::track::Track;
use crate::figures::{self, Grammar, Statement, TelephoneNumber};
use crate::source::{Placed, Span};

/// What weight a specification, or one clause of it, carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authority {
    /// Must be met; earns coverage.
    Binding,
    /// Proposed; earns none.
    Draft,
    /// Background; earns none.
    Informative,
}

impl Authority {
    /// The word that files and JSON use.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Binding => "binding",
            Self::Draft => "draft",
            Self::Informative => "informative",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseKind {
    /// Names a part of the document.
    Heading,
    /// Must be met.
    Requirement,
    /// Should be met.
    Recommendation,
    /// Must be met to be paid.
    PaymentCondition,
    /// Explains.
    Informative,
}

impl ClauseKind {
    /// The word that files and JSON use.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Requirement => "requirement",
            Self::Recommendation => "recommendation",
            Self::PaymentCondition => "payment-condition",
            Self::Informative => "informative",
        }
    }

    /// Whether evidence can meet a clause of this kind.
    #[must_use]
    pub fn takes_evidence(self) -> bool {
        matches!(self, Self::Requirement | Self::Recommendation | Self::PaymentCondition)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceKind {
    /// A section of a policy.
    Policy,
    /// A field of a form.
    Form,
    /// A unit of a curriculum.
    Training,
    /// A letter, license, approval or agreement that the handbook file lists.
    Record,
}

impl EvidenceKind {
    pub(crate) const ALL: [Self; 4] = [Self::Policy, Self::Form, Self::Training, Self::Record];

    /// The word that files and JSON use.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Form => "form",
            Self::Training => "training",
            Self::Record => "record",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// Time within which something must be done.
    Deadline,
    /// How often something must be done.
    Interval,
    /// A number of one thing for a number of another.
    Ratio,
    /// A number of people, visits and the like.
    Count,
    /// Hours of a day or week.
    Hours,
    Telephone,
}

impl FigureKind {
    /// The word that files and pages use.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Interval => "interval",
            Self::Ratio => "ratio",
            Self::Count => "count",
            Self::Hours => "hours",
            Self::Telephone => "telephone",
        }
    }
}

/// A deadline, ratio, count or telephone number in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// For people, such as `30 days`.
    pub(crate) written: Placed<String>,
    /// The same as a value, for comparing.
    pub(crate) value: FigureValue,
    /// What it measures.
    pub kind: FigureKind,
    pub what: Placed<String>,
    /// The occasion on which it matters; the list of deadlines is sorted by it.
    pub event: Option<Event>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FigureValue {
    Telephone(TelephoneNumber),
    /// `1 staff person for every 20` is several statements in a row.
    Statements(Vec<Statement>),
}

impl FigureValue {
    pub(crate) fn read(written: &str, kind: FigureKind, grammar: &Grammar) -> Self {
        match kind {
            FigureKind::Telephone => Self::Telephone(TelephoneNumber::new(written)),
            FigureKind::Deadline
            | FigureKind::Interval
            | FigureKind::Ratio
            | FigureKind::Count
            | FigureKind::Hours => Self::Statements(figures::read(written, grammar)),
        }
    }
}

/// An occasion on which figures matter, such as `Ending services`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub name: Placed<String>,
    /// Its anchor in the list of deadlines; two events with one anchor are one event.
    pub anchor: String,
}

#[derive(Debug, Clone)]
pub struct Clause {
    /// Path within the specification, such as `components/6/4/3`.
    pub id: String,
    /// How a citation names it, such as `Components 6.4.3`.
    pub(crate) label: Placed<String>,
    pub(crate) title: Placed<String>,
    /// What it asks, in our own words.
    pub(crate) summary: Placed<String>,
    pub kind: ClauseKind,
    /// The kinds of evidence that it takes; empty for headings and informative clauses.
    pub needs: Vec<EvidenceKind>,
    /// The parts of what it asks, each of which has to be met; most clauses list none.
    pub(crate) elements: Vec<ClauseElement>,
    /// The specification all of whose clauses must be met for this one to be.
    pub(crate) met_by: Option<Placed<String>>,
    /// Clauses of other specifications that ask the same, or nearly so.
    pub(crate) same_as: Vec<SameAs>,
    /// The service lines it applies to.
    pub(crate) tracks: Vec<Track>,
    pub figures: Vec<Figure>,
    /// When its meaning last changed.
    pub(crate) revised: Date,
    /// The same, where the clause itself says it.
    pub(crate) own_revised: Option<Date>,
    /// Its own weight, which may be less than the specification's.
    pub(crate) authority: Authority,
    /// Its place in the original document.
    pub(crate) source: Placed<String>,
    /// Ids that it had before.
    pub(crate) formerly: Vec<String>,
    /// What it was in the revision before.
    pub(crate) was: Was,
    /// What somebody decided of its meaning.
    pub(crate) meaning: Option<Meaning>,
    /// A fingerprint of the publisher's sentence.
    pub(crate) sentence: Option<String>,
    /// Its id in the catalog file.
    pub(crate) span: Span,
}

/// What a clause says that it was in the revision before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Was {
    /// It says nothing: it was the clause of the same id.
    SameId,
    /// Nothing: it is new.
    New,
    /// These ids, and where they are written.
    Ids(Placed<Vec<String>>),
}

/// What somebody decided of the meaning of a clause whose words changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Same,
    Changed,
}

/// A clause of the revision before that this one doesn't have.
#[derive(Debug, Clone)]
pub(crate) struct RemovedClause {
    pub(crate) id: Placed<String>,
    pub(crate) reason: Placed<String>,
}

impl Clause {
    /// Whether evidence has to meet it.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.authority == Authority::Binding && self.kind.takes_evidence()
    }

    /// Whether the publisher's words are known to be other ones.
    #[must_use]
    pub(crate) fn has_other_sentence(&self, other: &Self) -> bool {
        matches!((&self.sentence, &other.sentence), (Some(one), Some(other)) if one != other)
    }

    pub(crate) fn element(&self, id: &ElementId) -> Option<&ClauseElement> {
        self.elements.iter().find(|element| element.id == *id)
    }

    /// The part of the document that it is in: `components` for `components/6/4/3`.
    #[must_use]
    pub(crate) fn part(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(part, _)| part)
    }

    /// How many levels deep it is: 1 for `components`, 4 for `components/6/4/3`.
    #[must_use]
    pub(crate) fn depth(&self) -> usize {
        self.id.split('/').count()
    }
}

/// A dated change of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) date: Date,
    pub(crate) change: Placed<String>,
    /// Set when it corrects an approved text without a new version.
    pub(crate) minor: Option<MinorCorrection>,
    /// Whether whoever acknowledged the version before has to read the new one.
    pub(crate) is_material: bool,
}

/// A correction of an approved text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MinorCorrection {
    /// Who approved it.
    pub(crate) by: Placed<String>,
}

/// A document that a specification refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) title: Placed<String>,
    /// Why it matters and where it is named.
    pub(crate) note: Placed<String>,
    /// Whether the handbook has a catalog of it.
    pub(crate) at_hand: bool,
}

/// A specification: the clauses in the document's order.
#[derive(Debug, Clone)]
pub struct Specification {
    /// Short id, such as `cca-csp`.
    pub id: String,
    pub(crate) title: Placed<String>,
    /// What citations call it, such as `CCA CSP`.
    pub(crate) short_title: Placed<String>,
    pub(crate) publisher: Placed<String>,
    pub(crate) jurisdiction: Placed<String>,
    pub(crate) authority: Authority,
    /// The date of the text at hand.
    pub(crate) revision: Date,
    /// The day on which this revision takes effect.
    pub(crate) effective: Date,
    /// Whether every clause of the document is at hand.
    pub(crate) is_complete: bool,
    /// The first day on which it doesn't apply any more.
    pub(crate) ends: Option<Placed<Date>>,
    /// The id of the specification that takes its place.
    pub(crate) superseded_by: Option<Placed<String>>,
    pub(crate) history: Vec<Change>,
    pub(crate) refers_to: Vec<Reference>,
    /// Its clauses, in the document's order.
    pub clauses: Vec<Clause>,
    /// The clauses that the revision before had.
    pub(crate) removed: Vec<RemovedClause>,
    /// The top of its file.
    pub(crate) span: Span,
}

impl Specification {
    /// Whether it doesn't apply any more on `day`.
    #[must_use]
    pub(crate) fn has_ended(&self, day: Date) -> bool {
        self.ends.as_ref().is_some_and(|ends| **ends <= day)
    }
}

/// Names one clause of a [`super::Handbook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseKey {
    pub(crate) specification: Handle<Specification>,
    pub(crate) clause: Handle<Clause>,
}

/// Every clause with its key, in the order of the documents.
pub(crate) fn each_clause(specifications: &[Specification]) -> impl Iterator<Item = (ClauseKey, &Clause)> {
    Handle::each(specifications).flat_map(|(specification, one)| {
        Handle::each(&one.clauses).map(move |(clause, one)| (ClauseKey { specification, clause }, one))
    })
}
