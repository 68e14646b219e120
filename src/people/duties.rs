//! What people have to read and to learn: versions in force, and units of curricula in force.

use super::ledger::{Acknowledgement, LedgerItem};
use crate::model::{Anchor, Date, DocumentKind, DocumentVersions, Handbook, Header, StaffRole, Version};

/// A version that somebody can acknowledge: it is approved and has a date.
#[derive(Clone, Copy)]
pub(crate) struct Readable<'h> {
    pub(crate) version: &'h dyn Version,
    pub(crate) effective: Date,
    pub(crate) approved: Date,
}

impl<'h> Readable<'h> {
    pub(crate) fn of(version: &'h dyn Version) -> Option<Self> {
        let header = version.header();
        let approved = header.approval.as_ref()?.on;
        Some(Self { version, effective: header.effective?, approved })
    }

    pub(crate) fn header(&self) -> &'h Header {
        self.version.header()
    }

    /// A short fingerprint of the approved text; empty where the approval doesn't say which text it is for.
    pub(crate) fn mark(&self) -> String {
        let recorded = self.header().approval.as_ref().and_then(|approval| approval.recorded.as_ref());
        recorded.map(|recorded| recorded.fingerprint.mark()).unwrap_or_default()
    }

    pub(crate) fn has_unit(&self, document: &DocumentVersions<'_>, unit: &str) -> bool {
        self.version.anchors(&document.id).contains_key(&Anchor::Unit(unit.to_owned()))
    }

    /// The first day on which it was in force.
    fn begun(&self) -> Date {
        self.effective.max(self.approved)
    }

    /// Whether an acknowledgement holds for this version: it is of this text, or nothing material was changed since that version.
    pub(super) fn is_known_by(&self, one: &Acknowledgement) -> bool {
        let later = self.header().history.iter().filter(|change| change.date > one.version);
        let mut later = later.filter(|change| change.minor.is_none()).peekable();
        if one.version == self.effective {
            let is_corrected =
                self.header().history.iter().any(|change| change.minor.is_some() && change.date >= one.on);
            let mark = self.mark();
            return one.mark == mark || one.mark.is_empty() || mark.is_empty() || is_corrected;
        }
        one.version < self.effective && later.peek().is_some() && later.all(|change| !change.is_material)
    }
}

/// The versions of a document that somebody can acknowledge.
pub(crate) fn readable<'h>(document: &DocumentVersions<'h>) -> Vec<Readable<'h>> {
    let all = std::iter::once(document.current).chain(document.others.iter().copied());
    all.filter_map(Readable::of).collect()
}

/// Something that a role has to read or to learn.
pub(crate) struct Duty<'h> {
    pub(crate) item: LedgerItem,
    pub(crate) readable: Readable<'h>,
    /// The title of the document, and of the unit after it.
    pub(crate) title: String,
    within_days: u32,
    /// Months after which it is learned again.
    pub(super) again_months: Option<u32>,
}

impl Duty<'_> {
    /// Until when somebody who is here since `since` has to know it.
    pub(super) fn due(&self, since: Date) -> Date {
        let days = jiff::Span::new().days(self.within_days);
        since.max(self.readable.begun()).saturating_add(days)
    }

    pub(crate) fn number(&self) -> &str {
        &self.readable.header().number
    }

    /// Whether it is learned, not only read.
    pub(crate) fn is_learned(&self) -> bool {
        self.item.unit.is_some()
    }
}

/// What a role has to read and to learn, on the day of the handbook.
pub(crate) fn duties<'h>(role: &StaffRole, handbook: &'h Handbook) -> Vec<Duty<'h>> {
    let mut duties = Vec::new();
    for document in handbook.documents().versioned() {
        let is_in_force = |one: &Readable<'_>| one.begun() <= handbook.as_of;
        let Some(readable) = Readable::of(document.current).filter(is_in_force) else { continue };
        let title = readable.header().title.to_string();
        let duty = |unit: Option<String>, title| Duty {
            again_months: unit.as_ref().and(role.again_months),
            item: LedgerItem { document: document.id.clone(), unit },
            readable,
            title,
            within_days: role.within_days,
        };
        if role.is_to_read(&document.id) {
            duties.push(duty(None, title.clone()));
        }
        for (id, name) in units(&document, handbook) {
            if role.is_to_learn(&document.id, id) {
                duties.push(duty(Some(id.to_owned()), format!("{title}: {name}")));
            }
        }
    }
    duties
}

/// The units of the current version of a curriculum, with their titles.
fn units<'h>(document: &DocumentVersions<'_>, handbook: &'h Handbook) -> Vec<(&'h str, &'h str)> {
    let is_it = |id: &str| document.id.kind == DocumentKind::Curriculum && document.id.id == id;
    let curriculum = handbook.curricula.iter().find(|one| is_it(&one.id));
    let units = curriculum.into_iter().flat_map(|one| &one.current.units);
    units.map(|unit| (unit.id.as_str(), unit.title.as_str())).collect()
}
