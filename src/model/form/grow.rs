//! Room for what is too long for the printed form: boxes and rows become taller, and lines become several.

use super::{Entry, Extent, Group, Parts, Sheet, Slot, SlotKind};

/// What there is too little room for, by the name of its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WantedRoom {
    /// It takes this many typed lines.
    Lines(usize),
    /// It is longer than its one line.
    MoreThanOneLine,
}

/// A box is no higher than a page.
const HIGHEST_BOX: usize = 24;
/// A row is no higher than a page with the heading of its table.
const HIGHEST_CELL: usize = 18;

impl Extent {
    /// Makes room in a form laid out as `sheet`; `false` when nothing could grow, so that trying again is in vain.
    pub(crate) fn grow<'n>(
        &mut self,
        sheet: &Sheet<'_>,
        wanted: impl Iterator<Item = (&'n str, WantedRoom)>,
    ) -> bool {
        let mut grown = false;
        for (name, room) in wanted {
            let Some((slot, most)) = growing(sheet, name) else { continue };
            // Two typed lines to one for handwriting.
            let lines = match room {
                WantedRoom::Lines(lines) => lines.div_ceil(2),
                WantedRoom::MoreThanOneLine => 1,
            };
            let lines = lines.min(most);
            let has = if let SlotKind::Paragraph(lines) = slot.kind { lines } else { 0 };
            if lines > has {
                self.lines.insert(slot.name.clone(), lines);
                grown = true;
            }
        }
        grown
    }
}

/// The slot of this name, if its box can grow, and the most lines it can have. The boxes at the top of every page, those of
/// signatures and the line of "Other" stay as they are.
fn growing<'s>(sheet: &'s Sheet<'_>, name: &str) -> Option<(&'s Slot, usize)> {
    let groups = sheet.sections.iter().flat_map(|section| &section.groups);
    groups.flat_map(Group::every_item).find_map(|item| {
        let (slot, most) = match &item.parts {
            Parts::One(slot) => (slot, HIGHEST_BOX),
            Parts::Table { rows, table: _ } => {
                let mut cells = rows.iter().flat_map(|row| &row.cells);
                (cells.find(|slot| slot.name == name)?, HIGHEST_CELL)
            }
            Parts::Choice { .. } | Parts::Choices { .. } | Parts::Groups(_) | Parts::Signature(_) => {
                return None;
            }
        };
        let may_grow = matches!(slot.kind, SlotKind::Line(Entry::Text) | SlotKind::Paragraph(_));
        (slot.name == name && may_grow).then_some((slot, most))
    })
}
