//! What changed last, for the start page: of versions that are approved only, since a draft changes nothing for anybody.

use std::cmp::Reverse;
use std::fmt::Display;

use serde::Serialize;

use super::address;
use super::document;
use super::versions::name;
use crate::model::{Change, Date, DocumentVersions, Handbook, Header, VersionStatus, version::VersionDate};

/// As many changes as the start page lists.
const FIRST: usize = 5;

/// A change of a document.
#[derive(Debug, Serialize)]
pub(crate) struct RecentChange {
    pub(crate) title: String,
    /// The page of the version, from the site's root.
    pub(crate) url: String,
    /// The day and what changed, such as `November 12, 2026: one goal per page`.
    pub(crate) when: String,
}

/// The versions to come, the next one first; then the newest changes of what is in force.
#[must_use]
pub(crate) fn changes(handbook: &Handbook) -> Vec<RecentChange> {
    let documents: Vec<DocumentVersions<'_>> = handbook.documents().versioned().collect();
    let mut found: Vec<(Moment, RecentChange)> =
        documents.iter().flat_map(|document| changes_of(document, handbook)).collect();
    found.sort_by_key(|(moment, _)| *moment);
    found.into_iter().map(|(_, change)| change).take(FIRST).collect()
}

/// When a change is made, in the order of the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    ToCome(Date),
    Made(Reverse<Date>),
}

fn changes_of(document: &DocumentVersions<'_>, handbook: &Handbook) -> Vec<(Moment, RecentChange)> {
    let statuses = document.statuses(handbook).into_iter();
    let changes = statuses.filter_map(|(version, status)| {
        let header = version.header();
        header.approval.as_ref()?;
        let (id, say) = (&document.id, &handbook.words.home);
        let (moment, url, say, day) = match status {
            VersionStatus::Upcoming { on } => {
                (Moment::ToCome(on), address::version(id.kind, &id.id, &name(header)), &say.changes_on, on)
            }
            VersionStatus::Shown => {
                let VersionDate::Effective(since) = header.date(status, handbook.as_of)? else { return None };
                let corrected = newest(header).filter(|change| change.minor.is_some());
                let day = corrected.map_or(since, |change| change.date);
                (Moment::Made(Reverse(day)), address::page(id.kind, &id.id), &say.changed_on, day)
            }
            VersionStatus::Waiting { .. }
            | VersionStatus::Draft
            | VersionStatus::Superseded { .. }
            | VersionStatus::Ended { .. }
            | VersionStatus::NeverInForce => return None,
        };
        let change = newest(header).map(|change| document::change_text(change, &handbook.words));
        let gaps: [(&str, &dyn Display); 2] =
            [("day", &handbook.words.dates.day(day)), ("change", &change.unwrap_or_default())];
        let when = say.fill(&gaps);
        Some((moment, RecentChange { title: header.title.to_string(), url, when }))
    });
    changes.collect()
}

/// The newest entry of its history.
fn newest(header: &Header) -> Option<&Change> {
    header.history.first()
}
