//! Versions: who keeps them, when they take effect, and which of them is in force.

use super::anchor::AnchorSet;
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::specification::Change;
use super::text::Line;
use super::track::Track;
use super::{Date, months_after};
use crate::memo::Keyed;
use crate::source::{Placed, Span};

/// A recorded approval. Nothing else counts as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Approval {
    pub(crate) by: Placed<String>,
    pub(crate) on: Date,
}

/// What is said of every version at its head.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// The date it takes effect, from the name of its file; `None` for a draft.
    pub(crate) effective: Option<Date>,
    pub(crate) title: Placed<String>,
    pub(crate) number: Placed<String>,
    pub(crate) owner: Placed<String>,
    pub(crate) approver: Placed<String>,
    /// The recorded approval, if there is one.
    pub(crate) approval: Option<Approval>,
    pub(crate) reviewed: Option<Date>,
    /// Who reviewed it; empty where that is not recorded.
    pub(crate) reviewed_by: Placed<String>,
    pub(crate) review_months: u32,
    /// The service lines it is for; none in particular when empty.
    pub(crate) tracks: Vec<Track>,
    pub(crate) summary: Line,
    /// Its revisions, newest first.
    pub(crate) history: Vec<Change>,
    /// The top of its file.
    pub(crate) span: Span,
}

impl Header {
    /// When the next review is due; `None` when it was never reviewed.
    #[must_use]
    pub(crate) fn next_review(&self) -> Option<Date> {
        months_after(self.reviewed?, self.review_months)
    }

    /// Whether it may be relied on at `day`: approved, and its date has come.
    #[must_use]
    pub(crate) fn in_force(&self, day: Date) -> bool {
        self.approval.as_ref().is_some_and(|a| a.on <= day) && self.effective.is_some_and(|date| date <= day)
    }
}

/// A version of a policy, form or curriculum.
pub(crate) trait Version: Send + Sync + 'static {
    fn kind(&self) -> DocumentKind;

    fn header(&self) -> &Header;

    /// Everything that a reader of it sees.
    fn lines(&self) -> Vec<Passage<'_>>;

    /// The places that a link may lead to; `own` names the document that this is a version of.
    fn anchors(&self, own: &DocumentId) -> AnchorSet;
}

/// A document: the version that the handbook shows, and those to come.
#[derive(Debug)]
pub struct Versioned<V> {
    /// Short id, the name of its folder.
    pub id: String,
    /// The version to show; see [`choose`].
    pub current: Keyed<V>,
    /// Versions whose date is to come, that wait for approval, or that have no date yet. They are not shown; they are
    /// looked at, so that nobody is surprised on the day they take effect.
    pub(crate) later: Vec<Keyed<V>>,
    /// The date of the approved version before it.
    pub(crate) supersedes: Option<Date>,
}

impl<V> Versioned<V> {
    /// The version shown, and those to come.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &Keyed<V>> {
        std::iter::once(&self.current).chain(&self.later)
    }
}

/// The index of the version in force on `day` among versions sorted by date, drafts last.
///
/// That is the newest approved one whose date has come. Where none is approved: the newest whose date has come, else the
/// first of the others. An unapproved text never displaces an approved one.
///
/// # Panics
/// Never: an empty slice gives `None`.
#[must_use]
pub(crate) fn choose(versions: &[(Option<Date>, bool)], day: Date) -> Option<usize> {
    let begun = |at: &usize| versions[*at].0.is_some_and(|date| date <= day);
    let mut newest_first = (0..versions.len()).rev();
    newest_first
        .clone()
        .find(|at| begun(at) && versions[*at].1)
        .or_else(|| newest_first.find(begun))
        .or(if versions.is_empty() { None } else { Some(0) })
}

#[cfg(test)]
mod tests {
    use super::choose;
    use jiff::civil::date;

    #[test]
    fn an_unapproved_version_does_not_displace_an_approved_one() {
        let versions = [(Some(date(2025, 1, 1)), true), (Some(date(2026, 1, 1)), false), (None, false)];
        assert_eq!(choose(&versions, date(2026, 6, 1)), Some(0));
    }

    #[test]
    fn where_none_is_approved_the_newest_begun_one_is_shown() {
        let versions = [
            (Some(date(2025, 1, 1)), false),
            (Some(date(2026, 1, 1)), false),
            (Some(date(2027, 1, 1)), false),
            (None, false),
        ];
        assert_eq!(choose(&versions, date(2026, 6, 1)), Some(1));
    }

    #[test]
    fn a_draft_is_shown_when_there_is_nothing_else() {
        assert_eq!(choose(&[(None, false)], date(2026, 6, 1)), Some(0));
        assert_eq!(choose(&[], date(2026, 6, 1)), None);
    }
}
