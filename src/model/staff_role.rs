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
        }
    }

    pub(crate) fn is_to_read(&self, document: &DocumentId) -> bool {
        document.kind != DocumentKind::Curriculum
            && self.reads.iter().any(|pattern| pattern.fits_document(document))
    }

    pub(crate) fn is_to_learn(&self, curriculum: &DocumentId, unit: &str) -> bool {
        curriculum.kind == DocumentKind::Curriculum
            && self.learns.iter().any(|one| one.fits_document(curriculum) && one.fits_unit(unit))
    }
}
