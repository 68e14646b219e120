//! What people have to read and to learn: versions in force, and units of curricula in force.

use super::ledger::{Acknowledgement, LedgerItem};
use crate::model::curriculum::Unit;
use crate::model::staff_role::Pace;
use crate::model::{
    Anchor, Date, DocumentId, DocumentKind, DocumentVersions, Handbook, Header, StaffRole, Version,
};

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
    pace: Pace,
    /// Units that refresh this one: whoever has learned it once has learned it again with any of them.
    pub(super) renewed_by: Vec<LedgerItem>,
}

impl Duty<'_> {
    /// Until when somebody who is here since `since` has to know it.
    pub(super) fn due(&self, since: Date) -> Date {
        let days = jiff::Span::new().days(self.pace.within_days);
        since.max(self.readable.begun()).saturating_add(days)
    }

    /// Months after which it is learned again.
    pub(super) fn again_months(&self) -> Option<u32> {
        self.pace.again_months
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
        if role.is_to_read(&document.id) {
            duties.push(Duty {
                item: LedgerItem { document: document.id.clone(), unit: None },
                readable,
                title: title.clone(),
                pace: Pace { within_days: role.within_days, again_months: None },
                renewed_by: Vec::new(),
            });
        }
        for unit in units(&document.id, handbook) {
            let Some(pace) = pace(role, &document.id, unit) else { continue };
            duties.push(Duty {
                item: LedgerItem { document: document.id.clone(), unit: Some(unit.id.clone()) },
                readable,
                title: format!("{title}: {}", unit.title.as_str()),
                pace,
                renewed_by: renewed_by(&document.id, unit, handbook),
            });
        }
    }
    duties
}

/// By when somebody of a role learns a unit, and how often; `None` where it isn't for them.
fn pace(role: &StaffRole, curriculum: &DocumentId, unit: &Unit) -> Option<Pace> {
    let roles = &unit.course.roles;
    if !roles.is_empty() && roles.iter().all(|one| **one != *role.name) {
        return None;
    }
    let pace = role.pace_of(curriculum, &unit.id)?;
    Some(Pace { again_months: unit.course.valid_months.or(pace.again_months), ..pace })
}

/// The units that say that they refresh this one.
fn renewed_by(curriculum: &DocumentId, unit: &Unit, handbook: &Handbook) -> Vec<LedgerItem> {
    let of_curriculum = handbook.curricula.iter().flat_map(|one| {
        let document = DocumentKind::Curriculum.id(&one.id);
        one.current.units.iter().map(move |other| (document.clone(), other))
    });
    let renews = |other: &Unit| {
        other.course.renews.iter().any(|name| name.curriculum == curriculum.id && name.unit == unit.id)
    };
    let items = of_curriculum.filter(|(_, other)| renews(other));
    items.map(|(document, other)| LedgerItem { document, unit: Some(other.id.clone()) }).collect()
}

/// The units of the current version of a curriculum.
fn units<'h>(document: &DocumentId, handbook: &'h Handbook) -> &'h [Unit] {
    if document.kind != DocumentKind::Curriculum {
        return &[];
    }
    let curriculum = handbook.curricula.iter().find(|one| one.id == document.id);
    curriculum.map(|one| one.current.units.as_slice()).unwrap_or_default()
}
