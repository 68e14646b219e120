//! Which version of each document is in force, before any text is read: by the dates and approvals in their headers.

use std::collections::BTreeMap;

use super::header_fields::calendar_day;
use crate::load::{VersionFile, VersionSource};
use crate::model::version::{VersionDates, choose, statuses};
use crate::model::{Date, DocumentId, VersionStatus};

/// Whether somebody has approved it by `today`.
pub(crate) fn is_approved<S: VersionSource>(version: &VersionFile<S>, today: Date) -> bool {
    approved_on(version, today).is_some()
}

/// The day of its approval, if that came by `today`.
pub(crate) fn approved_on<S: VersionSource>(version: &VersionFile<S>, today: Date) -> Option<Date> {
    let on = version.source.header().approved_on.as_ref()?;
    calendar_day(on.get_ref()).filter(|on| *on <= today)
}

/// The day from which it is no longer in force without a version that takes its place.
pub(crate) fn ends_on<S: VersionSource>(version: &VersionFile<S>) -> Option<Date> {
    version.source.header().ends.as_ref().and_then(|on| calendar_day(on.get_ref()))
}

/// The status of each of the versions, sorted by date, drafts last, of which the one at `shown` is shown.
pub(crate) fn statuses_of<S: VersionSource>(
    versions: &[&VersionFile<S>],
    shown: usize,
    today: Date,
) -> Vec<VersionStatus> {
    let dates = |version: &&VersionFile<S>| VersionDates {
        effective: version.effective,
        approved: approved_on(version, today),
        ends: ends_on(version),
    };
    statuses(&versions.iter().map(dates).collect::<Vec<_>>(), shown, today)
}

pub(crate) fn by_document<S>(files: &[VersionFile<S>]) -> BTreeMap<&DocumentId, Vec<&VersionFile<S>>> {
    let mut by_document: BTreeMap<&DocumentId, Vec<&VersionFile<S>>> = BTreeMap::new();
    for file in files {
        by_document.entry(&file.document).or_default().push(file);
    }
    by_document
}

/// The place of the version in force, among versions sorted by date, drafts last; see [`choose`].
pub(crate) fn in_force<S: VersionSource>(versions: &[&VersionFile<S>], today: Date) -> Option<usize> {
    let dated: Vec<(Option<Date>, bool)> =
        versions.iter().map(|version| (version.effective, is_approved(version, today))).collect();
    choose(&dated, today)
}
