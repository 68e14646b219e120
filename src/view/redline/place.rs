//! What a block is called, and where one that was moved is.

use super::{Fate, callout};
use crate::model::read_blocks::{BlockKey, CardPart, LineStep, ReadBlock};
use crate::words::FixedWords;

/// What a block is, where its own words don't say it.
pub(super) fn name(block: &ReadBlock<'_>, words: &FixedWords) -> String {
    let say = &words.redline;
    let name = match &block.key {
        BlockKey::Title => &say.title_of_version,
        BlockKey::Number => &words.facts.number,
        BlockKey::Summary => &say.summary,
        BlockKey::Card(CardPart::Do, _) => &words.card.what,
        BlockKey::Card(CardPart::ByWhen, _) => &words.card.by_when,
        BlockKey::Card(CardPart::Call, _) => &words.card.call,
        BlockKey::Card(CardPart::Form, _) => &words.card.form,
        BlockKey::Due => &words.form.when_due,
        BlockKey::Section(_) => &say.section,
        BlockKey::Field(_) => &say.field,
        BlockKey::Audience => &words.curriculum.who_learns,
        BlockKey::Note(_) => &words.curriculum.before,
        BlockKey::Unit(_) => &words.columns.unit,
        BlockKey::ForTrainer { .. } => &words.curriculum.for_trainer,
        BlockKey::Question { .. } => &words.curriculum.check,
        BlockKey::Heading(_)
        | BlockKey::Text { .. }
        | BlockKey::SectionText { .. }
        | BlockKey::Opening(_)
        | BlockKey::UnitText { .. } => {
            return match block.lines.first().and_then(|line| line.path.first()) {
                Some(LineStep::Callout(kind)) => callout(*kind, words),
                _ => String::new(),
            };
        }
    };
    name.to_string()
}

fn heading_above(key: &BlockKey) -> Option<&String> {
    match key {
        BlockKey::Text { under, number: _ } => under.as_ref(),
        _ => None,
    }
}

/// Where a block that was moved was before, or is now.
pub(super) fn moved(fate: Fate, here: &BlockKey, other: Option<&BlockKey>, words: &FixedWords) -> String {
    let say = &words.redline;
    // A block that was moved with its heading is where it was.
    let heading = other.and_then(heading_above).filter(|heading| Some(*heading) != heading_above(here));
    match (fate, heading) {
        (Fate::MovedHere, Some(heading)) => say.moved_here_from.fill(&[("heading", heading)]),
        (Fate::MovedHere, None) => say.moved_here.to_string(),
        (Fate::MovedAway, Some(heading)) => say.moved_away_to.fill(&[("heading", heading)]),
        (Fate::MovedAway, None) => say.moved_away.to_string(),
        (Fate::Same | Fate::Added | Fate::Deleted | Fate::Changed, _) => String::new(),
    }
}
