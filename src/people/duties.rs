//! What people have to read and to learn: versions in force, and units of curricula in force.

use super::ledger::{Acknowledgement, LedgerItem};
use crate::model::curriculum::{NamedUnit, Unit};
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

    /// Whether it was in force on `day`, or nothing material was changed since.
    fn is_same_since(&self, day: Date) -> bool {
        let later = self.header().history.iter().filter(|change| change.date > day && change.minor.is_none());
        let mut later = later.peekable();
        self.begun() <= day || later.peek().is_some() && later.all(|change| !change.is_material)
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
    /// `None` where it is in one curriculum only.
    shared: Option<SharedUnit<'h>>,
}

/// A unit that several curricula teach: whoever has learned it in one of them has learned it.
struct SharedUnit<'h> {
    /// The unit of the curriculum that has the text.
    home: LedgerItem,
    /// `None` until that curriculum is approved.
    text: Option<Readable<'h>>,
    /// The same unit in the curricula that use it.
    uses: Vec<LedgerItem>,
}

impl Duty<'_> {
    /// Whether this is it, in whichever curriculum it is learned.
    pub(crate) fn is_of(&self, item: &LedgerItem) -> bool {
        let in_other = |shared: &SharedUnit<'_>| shared.home == *item || shared.uses.contains(item);
        self.item == *item || self.shared.as_ref().is_some_and(in_other)
    }

    /// The same for every curriculum that teaches the unit.
    pub(crate) fn home(&self) -> &LedgerItem {
        self.shared.as_ref().map_or(&self.item, |shared| &shared.home)
    }

    /// Whether an acknowledgement of it still holds.
    pub(super) fn is_met_by(&self, one: &Acknowledgement) -> bool {
        let is_own = self.item == one.item;
        let Some(shared) = &self.shared else { return is_own && self.readable.is_known_by(one) };
        let is_same_text = || shared.text.is_none_or(|text| text.is_same_since(one.on));
        if is_own {
            self.readable.is_known_by(one) && (shared.home == one.item || is_same_text())
        } else if shared.home == one.item {
            shared.text.is_some_and(|text| text.is_known_by(one))
        } else {
            shared.uses.contains(&one.item) && is_same_text()
        }
    }

    /// Until when somebody who is here since `since` has to know it.
    pub(super) fn due(&self, since: Date) -> Date {
        let days = jiff::Span::new().days(self.pace.within_days);
        let text = self.shared.as_ref().and_then(|shared| shared.text);
        let begun = text.map_or(self.readable.begun(), |text| text.begun().max(self.readable.begun()));
        since.max(begun).saturating_add(days)
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
                shared: None,
            });
        }
        for unit in units(&document.id, handbook) {
            let Some(pace) = pace(role, &document.id, unit) else { continue };
            let item = LedgerItem { document: document.id.clone(), unit: Some(unit.id.clone()) };
            let shared = shared(&item, unit, handbook);
            duties.push(Duty {
                renewed_by: renewed_by(&item, shared.as_ref(), handbook),
                item,
                readable,
                title: format!("{title}: {}", unit.title.as_str()),
                pace,
                shared,
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

/// The units that say that they refresh this one, in whichever curriculum.
fn renewed_by(item: &LedgerItem, shared: Option<&SharedUnit<'_>>, handbook: &Handbook) -> Vec<LedgerItem> {
    let is_it = |name: &NamedUnit| {
        let named = item_of(&name.curriculum, &name.unit);
        named == *item || shared.is_some_and(|shared| shared.home == named || shared.uses.contains(&named))
    };
    let renews = |other: &Unit| other.course.renews.iter().any(|name| is_it(name));
    every_unit(handbook).filter(|(_, other)| renews(other)).map(|(item, _)| item).collect()
}

/// The other curricula that teach a unit; `None` where there are none.
fn shared<'h>(item: &LedgerItem, unit: &Unit, handbook: &'h Handbook) -> Option<SharedUnit<'h>> {
    let home = match &unit.origin {
        Some(origin) => item_of(&origin.curriculum, &origin.unit),
        None => item.clone(),
    };
    let is_use = |unit: &Unit| {
        unit.origin.as_ref().is_some_and(|origin| item_of(&origin.curriculum, &origin.unit) == home)
    };
    let uses: Vec<LedgerItem> =
        every_unit(handbook).filter(|(_, unit)| is_use(unit)).map(|(item, _)| item).collect();
    if uses.is_empty() {
        return None;
    }
    let curriculum = handbook.curricula.iter().find(|one| one.id == home.document.id);
    let text = curriculum.and_then(|one| Readable::of(&*one.current));
    Some(SharedUnit { home, text, uses })
}

fn item_of(curriculum: &str, unit: &str) -> LedgerItem {
    LedgerItem { document: DocumentKind::Curriculum.id(curriculum), unit: Some(unit.to_owned()) }
}

/// The units of the current version of every curriculum.
fn every_unit(handbook: &Handbook) -> impl Iterator<Item = (LedgerItem, &Unit)> {
    handbook
        .curricula
        .iter()
        .flat_map(|one| one.current.units.iter().map(|unit| (item_of(&one.id, &unit.id), unit)))
}

/// The units of the current version of a curriculum.
fn units<'h>(document: &DocumentId, handbook: &'h Handbook) -> &'h [Unit] {
    if document.kind != DocumentKind::Curriculum {
        return &[];
    }
    let curriculum = handbook.curricula.iter().find(|one| one.id == document.id);
    curriculum.map(|one| one.current.units.as_slice()).unwrap_or_default()
}
