//! What the rules about curricula have in common.

use crate::model::curriculum::{CurriculumVersion, Unit};
use crate::model::text::{Block, plain_text};
use crate::model::{Handbook, Versioned, question::Question};
use crate::words::Word;

/// Every version that is shown or to come.
pub(super) fn versions(handbook: &Handbook) -> impl Iterator<Item = &CurriculumVersion> {
    handbook.curricula.iter().flat_map(Versioned::versions).map(|version| &**version)
}

/// The units of these, each once: a unit that is taught in two curricula is looked at where its text is.
pub(super) fn units(handbook: &Handbook) -> impl Iterator<Item = &Unit> {
    versions(handbook).flat_map(CurriculumVersion::own_units)
}

pub(super) fn questions(handbook: &Handbook) -> impl Iterator<Item = &Question> {
    units(handbook).flat_map(|unit| &unit.questions)
}

/// The blocks of a unit under the heading `name`, up to the next heading of its level or above; `None` where it has no such heading. The
/// heading is found in English too, which handbooks in other languages may keep.
pub(super) fn under_heading<'a>(unit: &'a Unit, name: &Word, english: &str) -> Option<&'a [Block]> {
    let heading = |block: &Block| match block {
        Block::Heading { level, text, .. } if *level <= 3 => Some(plain_text(text)),
        _ => None,
    };
    let is_named = |block: &Block| {
        heading(block)
            .is_some_and(|title| [&**name, english].iter().any(|name| title.trim().starts_with(name)))
    };
    let start = unit.text.iter().position(is_named)? + 1;
    let after = &unit.text[start..];
    let end = after.iter().position(|block| heading(block).is_some()).unwrap_or(after.len());
    Some(&after[..end])
}
