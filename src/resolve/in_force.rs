//! Which version of each document is in force, before any text is read: by the dates and approvals in their headers.

use std::collections::BTreeMap;

use super::header_fields::calendar_day;
use crate::load::{VersionFile, VersionSource};
use crate::model::version::choose;
use crate::model::{Date, DocumentId};

/// Whether somebody has approved it by `today`.
pub(crate) fn is_approved<S: VersionSource>(version: &VersionFile<S>, today: Date) -> bool {
    let on = version.source.header().approved_on.as_ref();
    on.and_then(|on| calendar_day(on.get_ref())).is_some_and(|on| on <= today)
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
