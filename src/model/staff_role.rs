//! What a role of the staff has to read and to learn. Who has the role is not in the handbook (`people`).

use super::kind::{DocumentId, DocumentKind};
use super::pattern::fits;
use crate::source::Placed;

/// A role, as people have it: `CSP worker`.
#[derive(Debug, Clone)]
pub(crate) struct StaffRole {
    pub(crate) name: Placed<String>,
    /// Policies and forms.
    pub(crate) reads: Vec<Placed<DutyPattern>>,
    /// Curricula, or units of them.
    pub(crate) learns: Vec<Placed<DutyPattern>>,
    /// Days that somebody has for it, from the first day of work or of the version.
    pub(crate) within_days: u32,
    /// Months after which what was learned is learned again; `None` where once is enough.
    pub(crate) again_months: Option<u32>,
    /// Curricula with days and months of their own.
    pub(crate) training: Vec<TrainingDuty>,
}

/// A curriculum that a role has to learn.
#[derive(Debug, Clone)]
pub(crate) struct TrainingDuty {
    pub(crate) curriculum: Placed<DutyPattern>,
    /// Days that somebody has for it, from the first day of work or of the version.
    pub(crate) within_days: u32,
    /// Months after which a unit is learned again; `None` where once is enough.
    pub(crate) every_months: Option<u32>,
    /// Units that come before the others.
    pub(crate) first: Vec<Placed<DutyPattern>>,
    /// Days that somebody has for these.
    pub(crate) first_days: u32,
}

/// By when a unit is learned, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) within_days: u32,
    pub(crate) again_months: Option<u32>,
}

impl TrainingDuty {
    fn pace(&self, unit: &str) -> Pace {
        let is_first = self.first.iter().any(|one| one.fits_unit(unit));
        let within_days = if is_first { self.first_days } else { self.within_days };
        Pace { within_days, again_months: self.every_months }
    }
}

/// Days, where a role doesn't say.
pub(crate) const USUAL_DAYS: u32 = 30;

/// Documents or units as a handbook file names them: `intake`, `policy:csp-*`, `curriculum:orientation#rights`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DutyPattern {
    written: String,
    kind: Option<DocumentKind>,
    name: String,
    unit: Option<String>,
}

impl DutyPattern {
    pub(crate) fn parse(written: &str) -> Self {
        let kind_of = |scheme: &str| DocumentKind::VERSIONED.into_iter().find(|kind| kind.scheme() == scheme);
        let with_kind =
            written.split_once(':').and_then(|(scheme, rest)| Some((Some(kind_of(scheme)?), rest)));
        let (kind, rest) = with_kind.unwrap_or((None, written));
        let (name, unit) = match rest.split_once('#') {
            Some((name, unit)) => (name, Some(unit.to_owned())),
            None => (rest, None),
        };
        Self { written: written.to_owned(), kind, name: name.to_owned(), unit }
    }

    /// Documents of a kind.
    pub(crate) fn of_kind(kind: DocumentKind, name: &str) -> Self {
        Self { written: name.to_owned(), kind: Some(kind), name: name.to_owned(), unit: None }
    }

    /// Units of a curriculum.
    pub(crate) fn of_unit(curriculum: &str, unit: &str) -> Self {
        let unit_pattern = Some(unit.to_owned());
        Self {
            written: unit.to_owned(),
            unit: unit_pattern,
            ..Self::of_kind(DocumentKind::Curriculum, curriculum)
        }
    }

    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    pub(crate) fn fits_document(&self, document: &DocumentId) -> bool {
        self.kind.is_none_or(|kind| kind == document.kind) && fits(&self.name, &document.id)
    }

    /// Whether a unit of a document that fits is meant.
    pub(crate) fn fits_unit(&self, unit: &str) -> bool {
        self.unit.as_ref().is_none_or(|pattern| fits(pattern, unit))
    }
}

impl StaffRole {
    /// What everybody has to do where the handbook names no roles: read every policy.
    pub(crate) fn of_everybody(name: &Placed<String>) -> Self {
        let policies = DutyPattern::parse("policy:*");
        Self {
            name: name.clone(),
            reads: vec![Placed::new(policies, name.span)],
            learns: Vec::new(),
            within_days: USUAL_DAYS,
            again_months: None,
            training: Vec::new(),
        }
    }

    pub(crate) fn is_to_read(&self, document: &DocumentId) -> bool {
        document.kind != DocumentKind::Curriculum
            && self.reads.iter().any(|pattern| pattern.fits_document(document))
    }

    /// By when somebody of this role has to learn a unit, and how often; `None` where it isn't for them. An entry of `[[training]]` says
    /// more than `learns`.
    pub(crate) fn pace_of(&self, curriculum: &DocumentId, unit: &str) -> Option<Pace> {
        if curriculum.kind != DocumentKind::Curriculum {
            return None;
        }
        let is_it = |one: &&TrainingDuty| one.curriculum.fits_document(curriculum);
        if let Some(training) = self.training.iter().find(is_it) {
            return Some(training.pace(unit));
        }
        let is_learned = self.learns.iter().any(|one| one.fits_document(curriculum) && one.fits_unit(unit));
        is_learned.then_some(Pace { within_days: self.within_days, again_months: self.again_months })
    }
}
