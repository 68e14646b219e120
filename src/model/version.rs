//! Versions: who keeps them, when they take effect, and which of them is in force.

use std::collections::BTreeMap;

use super::anchor::AnchorSet;
use super::fact_source::FactSource;
use super::fingerprint::Fingerprint;
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::read_blocks::ReadBlock;
use super::revision::CitedRevisions;
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
    /// What it is for, where that is recorded.
    pub(crate) recorded: Option<RecordedText>,
    /// Whether the present text is the approved one.
    pub(crate) text: ApprovedText,
    /// Who says what it is for, where that was recorded later.
    pub(crate) confirmed: Option<TextConfirmation>,
}

/// Somebody says that a text is the one that was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextConfirmation {
    pub(crate) by: Placed<String>,
    pub(crate) on: Date,
}

/// The text that an approval is for, as it is recorded with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RecordedText {
    pub(crate) fingerprint: Fingerprint,
    /// What the particulars in the text were, by their full names.
    pub(crate) values: BTreeMap<String, String>,
}

/// Whether the text of an approved version is the one that was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ApprovedText {
    /// The approval doesn't say what it is for.
    NotRecorded,
    Unchanged,
    Changed,
}

/// The end of a document, as it is recorded in its last version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentEnd {
    /// The first day on which it is no longer in force.
    pub(crate) on: Date,
    pub(crate) why: Placed<String>,
    /// What takes its place.
    pub(crate) successor: Option<DocumentId>,
}

/// What the date of a version says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VersionDate {
    /// It takes or took effect on this day.
    Effective(Date),
    /// It is to take effect on this day, once somebody has approved it.
    Planned(Date),
    /// It was written on this day, and nobody has approved it.
    Written(Date),
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
    /// The revisions of specifications that it was written for and read against.
    pub(crate) revisions: CitedRevisions,
    /// When it ends without a version that takes its place.
    pub(crate) end: Option<DocumentEnd>,
    /// The service lines it is for; none in particular when empty.
    pub(crate) tracks: Vec<Track>,
    pub(crate) summary: Line,
    /// Its revisions, newest first.
    pub(crate) history: Vec<Change>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<FactSource>,
    /// The top of its file.
    pub(crate) span: Span,
}

impl Header {
    /// The day on which somebody last read it against its specification: whoever approved it did. `None` when nobody has.
    #[must_use]
    pub(crate) fn last_reading(&self) -> Option<Date> {
        self.reviewed.max(self.approval.as_ref().map(|approval| approval.on))
    }

    /// When the next review is due; `None` for a version that nobody has approved: it is written, not reviewed.
    #[must_use]
    pub(crate) fn next_review(&self) -> Option<Date> {
        self.approval.as_ref()?;
        months_after(self.last_reading()?, self.review_months)
    }

    /// What is known on `day` of the time of a version of this status; `None` for a draft.
    ///
    /// ```text
    /// 2026-11-23.md, approved on 2026-12-01    Effective(2026-12-01)   nothing takes effect before it is approved
    /// 2027-01-01.md, approved on 2026-12-01    Effective(2027-01-01)
    /// 2027-01-01.md, not approved              Planned(2027-01-01)
    /// 2026-11-23.md, not approved              Written(2026-11-23)
    /// ```
    #[must_use]
    pub(crate) fn date(&self, status: VersionStatus, day: Date) -> Option<VersionDate> {
        let own = self.effective?;
        if let Some(approval) = &self.approval {
            return Some(VersionDate::Effective(own.max(approval.on)));
        }
        let is_planned = own > day || matches!(status, VersionStatus::Waiting { .. });
        Some(if is_planned { VersionDate::Planned(own) } else { VersionDate::Written(own) })
    }

    /// Whether it may be relied on at `day`: approved as it reads now, and its date has come.
    #[must_use]
    pub(crate) fn in_force(&self, day: Date) -> bool {
        self.approval.as_ref().is_some_and(|a| a.on <= day)
            && self.effective.is_some_and(|date| date <= day)
            && self.changed_since().is_none()
    }

    /// The day of the newest change of its text up to `day`; a correction of an approved text is none.
    #[must_use]
    pub(crate) fn last_change(&self, day: Date) -> Option<Date> {
        let changes = self.history.iter().filter(|change| change.minor.is_none() && change.date <= day);
        changes.map(|change| change.date).max()
    }

    /// The day of the approval after which the text was changed; `None` when it wasn't.
    #[must_use]
    pub(crate) fn changed_since(&self) -> Option<Date> {
        self.approval
            .as_ref()
            .filter(|approval| approval.text == ApprovedText::Changed)
            .map(|approval| approval.on)
    }
}

/// A version of a policy, form or curriculum.
pub(crate) trait Version: Send + Sync + 'static {
    fn kind(&self) -> DocumentKind;

    fn header(&self) -> &Header;

    fn header_mut(&mut self) -> &mut Header;

    /// Everything that a reader of it sees.
    fn lines(&self) -> Vec<Passage<'_>>;

    /// Everything that an approval of it is for.
    fn blocks(&self) -> Vec<ReadBlock<'_>>;

    /// The places that a link may lead to; `own` names the document that this is a version of.
    fn anchors(&self, own: &DocumentId) -> AnchorSet;
}

/// Where a version is in the life of its document, on the day of the handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum VersionStatus {
    /// The version that the handbook shows, whether or not somebody approved it.
    Shown,
    /// Approved; its date is to come.
    Upcoming { on: Date },
    /// It has a date and waits for approval. The date may have passed.
    Waiting { on: Date },
    /// It has no date yet.
    Draft,
    /// It was in force until another took its place on that day.
    Superseded { on: Date },
    /// It was in force until the document ended on that day.
    Ended { on: Date },
    /// A later version is shown, and nobody approved this one.
    NeverInForce,
}

impl VersionStatus {
    /// Whether it is to replace the version that the handbook shows.
    pub(crate) fn is_to_come(self) -> bool {
        match self {
            Self::Upcoming { .. } | Self::Waiting { .. } | Self::Draft => true,
            Self::Shown | Self::Superseded { .. } | Self::Ended { .. } | Self::NeverInForce => false,
        }
    }

    /// Whether its time is over: nobody changes it any more.
    #[must_use]
    pub(crate) fn is_past(self) -> bool {
        match self {
            Self::Superseded { on: _ } | Self::Ended { on: _ } | Self::NeverInForce => true,
            Self::Shown | Self::Upcoming { on: _ } | Self::Waiting { on: _ } | Self::Draft => false,
        }
    }
}

/// A version other than the one that the handbook shows.
#[derive(Debug)]
pub(crate) struct OtherVersion<V> {
    pub(crate) status: VersionStatus,
    pub(crate) version: Keyed<V>,
}

/// A document: the version that the handbook shows, and the others.
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
    /// The others that have pages of their own, by date, the draft last. Empty where no pages are made.
    pub(crate) others: Vec<OtherVersion<V>>,
}

/// A document that has ended.
#[derive(Debug)]
pub(crate) struct EndedDocument<V> {
    /// Its current version is the last one.
    pub(crate) document: Versioned<V>,
    pub(crate) last: OtherVersion<V>,
}

impl<V> EndedDocument<V> {
    /// The versions that have pages.
    pub(crate) fn pages(&self) -> impl Iterator<Item = &OtherVersion<V>> {
        self.document.others.iter().chain(std::iter::once(&self.last))
    }
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

/// What decides the status of a version: its date, the day of its approval if that counts on the day of the handbook, and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VersionDates {
    pub(crate) effective: Option<Date>,
    pub(crate) approved: Option<Date>,
    pub(crate) ends: Option<Date>,
}

/// The status of each of some versions sorted by date, drafts last, of which the one at `shown` is shown on `day`.
#[must_use]
pub(crate) fn statuses(versions: &[VersionDates], shown: usize, day: Date) -> Vec<VersionStatus> {
    let status = |(at, version): (usize, &VersionDates)| match (version.effective, version.approved) {
        _ if at == shown => match version.ends.filter(|on| *on <= day) {
            Some(on) => VersionStatus::Ended { on },
            None => VersionStatus::Shown,
        },
        (None, _) => VersionStatus::Draft,
        (Some(_), None) if at < shown => VersionStatus::NeverInForce,
        (Some(on), None) => VersionStatus::Waiting { on },
        (Some(on), Some(_)) if on > day => VersionStatus::Upcoming { on },
        // A later version takes over on its date, or on the day of its approval where that came after.
        (Some(_), Some(_)) => versions[at + 1..]
            .iter()
            .filter_map(|next| Some(next.effective?.max(next.approved?)))
            .min()
            .map_or(VersionStatus::NeverInForce, |on| match version.ends.filter(|end| *end < on) {
                Some(on) => VersionStatus::Ended { on },
                None => VersionStatus::Superseded { on },
            }),
    };
    versions.iter().enumerate().map(status).collect()
}

#[cfg(test)]
mod tests {
    use super::{VersionDates, VersionStatus, choose, statuses};
    use jiff::civil::date;

    #[test]
    fn an_unapproved_version_does_not_displace_an_approved_one() {
        let versions = [(Some(date(2025, 1, 1)), true), (Some(date(2026, 1, 1)), false), (None, false)];
        assert_eq!(choose(&versions, date(2026, 6, 1)), Some(0));
    }

    #[test]
    fn each_version_has_its_place_in_the_life_of_the_document() {
        use VersionStatus::{Draft, NeverInForce, Shown, Superseded, Upcoming, Waiting};
        let version = |effective, approved| VersionDates { effective, approved, ends: None };
        let april = date(2026, 4, 1);
        let versions = [
            version(Some(date(2024, 1, 1)), None),
            version(Some(date(2025, 1, 1)), Some(date(2024, 12, 1))),
            version(Some(date(2026, 1, 1)), Some(date(2026, 2, 1))),
            version(Some(april), Some(date(2026, 3, 1))),
            version(Some(date(2027, 1, 1)), None),
            version(None, None),
        ];
        assert_eq!(
            statuses(&versions, 2, date(2026, 3, 14)),
            [
                NeverInForce,
                Superseded { on: date(2026, 2, 1) },
                Shown,
                Upcoming { on: april },
                Waiting { on: date(2027, 1, 1) },
                Draft
            ]
        );
    }

    #[test]
    fn a_version_ends_on_its_day_unless_another_has_taken_its_place_before() {
        use VersionStatus::{Ended, Shown, Superseded};
        let version =
            |effective, ends| VersionDates { effective: Some(effective), approved: Some(effective), ends };
        let (may, july) = (date(2026, 5, 1), date(2026, 7, 1));
        let last = [version(date(2026, 1, 1), Some(may))];
        assert_eq!(statuses(&last, 0, date(2026, 4, 30)), [Shown]);
        assert_eq!(statuses(&last, 0, may), [Ended { on: may }]);
        // It was taken up again two months later.
        let again = [version(date(2026, 1, 1), Some(may)), version(july, None)];
        assert_eq!(statuses(&again, 1, july), [Ended { on: may }, Shown]);
        let replaced = [version(date(2026, 1, 1), Some(july)), version(may, None)];
        assert_eq!(statuses(&replaced, 1, july), [Superseded { on: may }, Shown]);
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
