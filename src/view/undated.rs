//! What an as-of build can't know of its day: whatever the handbook file says without dates is as of today.

use serde::Serialize;

use crate::model::{Dating, Handbook, name_of};

/// What has no dates.
#[derive(Debug, Serialize)]
pub(crate) struct UndatedPage {
    /// Service lines, by their names.
    pub(crate) tracks: Vec<String>,
    pub(crate) values: Vec<UndatedEntry>,
    /// Clauses that are waived, with the reasons.
    pub(crate) waivers: Vec<UndatedEntry>,
}

#[derive(Debug, Serialize)]
pub(crate) struct UndatedEntry {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The page of a handbook that is not as of today.
#[must_use]
pub(crate) fn page(handbook: &Handbook) -> Option<UndatedPage> {
    if handbook.is_today {
        return None;
    }
    let tracks = handbook.tracks.iter().filter(|(track, _)| handbook.undated_tracks.contains(track));
    let values = handbook.values.iter().filter(|(_, value)| value.dating == Dating::Undated);
    let waivers = handbook.waivers.iter().filter(|waiver| waiver.dating == Dating::Undated);
    Some(UndatedPage {
        tracks: tracks.map(|(_, name)| name.to_string()).collect(),
        values: values
            .map(|(name, value)| UndatedEntry { name: name.clone(), text: value.text.clone() })
            .collect(),
        waivers: waivers
            .map(|waiver| {
                let specification = &handbook.specification(waiver.part.clause).short_title;
                let label = name_of(&handbook.clause(waiver.part.clause).label, waiver.part.element.as_ref());
                let name = format!("{} {label}", **specification);
                UndatedEntry { name, text: waiver.reason.to_string() }
            })
            .collect(),
    })
}
