//! Evidence that is a paper of somebody else's: a letter, a license, an approval, an agreement.

use super::Date;
use super::element::CitedPart;
use super::handbook::Confirmation;
use super::period::HoldingPeriod;
use crate::source::{Placed, Span};

/// A record that the program keeps, as the handbook file lists it.
#[derive(Debug, Clone)]
pub(crate) struct KeptRecord {
    /// Such as `Clinic license`.
    pub(crate) what: Placed<String>,
    /// What it is evidence of: several, if the clause was split.
    pub(crate) parts: Vec<CitedPart>,
    pub(crate) number: Option<Placed<String>>,
    /// The days on which it is in force.
    pub(crate) period: HoldingPeriod,
    /// Where somebody finds the paper.
    pub(crate) kept: Placed<String>,
    /// Whether the clause still means what it meant in the revision that the entry cites.
    pub(crate) confirmation: Confirmation,
    pub(crate) span: Span,
}

/// Where a record is in its life on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordState {
    /// It is not in force yet.
    ToCome,
    InForce,
    Expired,
}

impl RecordState {
    /// The word that JSON uses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::ToCome => "to-come",
            Self::InForce => "in-force",
            Self::Expired => "expired",
        }
    }
}

impl KeptRecord {
    pub(crate) fn state(&self, day: Date) -> RecordState {
        if self.period.until.is_some_and(|until| until < day) {
            RecordState::Expired
        } else if self.period.has(day) {
            RecordState::InForce
        } else {
            RecordState::ToCome
        }
    }

    /// Whether one of `others`, for the same, lasts longer.
    pub(crate) fn is_renewed(&self, others: &[Self]) -> bool {
        let Some(until) = self.period.until else { return false };
        let is_for_the_same = |other: &Self| other.parts.iter().any(|part| self.parts.contains(part));
        others.iter().any(|other| {
            other.span != self.span
                && is_for_the_same(other)
                && other.period.until.is_none_or(|theirs| theirs > until)
        })
    }
}
