//! Finds what became of each block.

use std::collections::HashSet;

use super::numbers::{Bag, Numbers, TokenNumbers};
use super::pairing::stretches;
use super::parts::{self, NumberedLines, paired};
use super::{BlockChange, Redline};
use crate::model::read_blocks::{BlockKey, CardPart, LineStep, ReadBlock};
use crate::model::text::Callout;

/// Blocks that share fewer of 1,000 words, in the same place, are different ones.
const LEAST_SHARED: u32 = 400;

/// A block in another place that shares at least this number of 1,000 words was moved.
const LEAST_MOVED: u32 = 800;

/// A block with fewer words says nothing of where it was before.
const FEWEST_MOVED: usize = 5;

/// What two blocks must have in common to be versions of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum BlockRole<'a> {
    Title,
    Number,
    Summary,
    Card(CardPart),
    Heading(u8),
    Text(TextShape),
    Due,
    Section(&'a str),
    Field(&'a str),
    Audience,
    Note,
    Unit(&'a str),
    ForTrainer(TextShape),
    Question,
}

/// What a text looks like. Another shape is another text: a list that becomes a table was deleted, and the table was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum TextShape {
    Paragraph,
    /// With its first number, if it has numbers.
    List(Option<u64>),
    Table,
    Definitions,
    Callout(Callout),
    Code,
}

impl TextShape {
    fn of(block: &ReadBlock<'_>) -> Self {
        match block.lines.first().and_then(|line| line.path.first()) {
            Some(LineStep::Item { number, .. }) => Self::List(*number),
            Some(LineStep::Cell { .. }) => Self::Table,
            Some(LineStep::Term(_) | LineStep::Meaning { .. }) => Self::Definitions,
            Some(LineStep::Callout(kind)) => Self::Callout(*kind),
            Some(LineStep::Code) => Self::Code,
            _ => Self::Paragraph,
        }
    }
}

impl<'a> BlockRole<'a> {
    fn of(block: &'a ReadBlock<'a>) -> Self {
        match &block.key {
            BlockKey::Title => Self::Title,
            BlockKey::Number => Self::Number,
            BlockKey::Summary => Self::Summary,
            BlockKey::Card(part, _) => Self::Card(*part),
            BlockKey::Heading(_) => match block.lines.first().and_then(|line| line.path.first()) {
                Some(LineStep::HeadingLevel(level)) => Self::Heading(*level),
                _ => Self::Heading(0),
            },
            BlockKey::Text { .. }
            | BlockKey::SectionText { .. }
            | BlockKey::Opening(_)
            | BlockKey::UnitText { .. } => Self::Text(TextShape::of(block)),
            BlockKey::Due => Self::Due,
            BlockKey::Section(id) => Self::Section(id),
            BlockKey::Field(id) => Self::Field(id),
            BlockKey::Audience => Self::Audience,
            BlockKey::Note(_) => Self::Note,
            BlockKey::Unit(id) => Self::Unit(id),
            BlockKey::ForTrainer { .. } => Self::ForTrainer(TextShape::of(block)),
            BlockKey::Question { .. } => Self::Question,
        }
    }

    /// Whether a version has at most one block of this role, so that two of them are versions of each other whatever their words.
    fn is_only_one(self) -> bool {
        match self {
            Self::Title
            | Self::Number
            | Self::Summary
            | Self::Due
            | Self::Section(_)
            | Self::Field(_)
            | Self::Audience
            | Self::Unit(_) => true,
            Self::Card(_)
            | Self::Heading(_)
            | Self::Text(_)
            | Self::Note
            | Self::ForTrainer(_)
            | Self::Question => false,
        }
    }
}

struct NumberedBlock<'a> {
    block: &'a ReadBlock<'a>,
    role: BlockRole<'a>,
    lines: NumberedLines<'a>,
    words: Bag,
}

impl<'a> NumberedBlock<'a> {
    fn new(block: &'a ReadBlock<'a>, numbers: &mut TokenNumbers<'a>) -> Self {
        let words: Vec<Vec<u32>> = block.lines.iter().map(|line| numbers.line(line)).collect();
        let bag = Bag::new(words.iter().flatten());
        Self { block, role: BlockRole::of(block), lines: NumberedLines::new(block, words), words: bag }
    }

    /// The words in the head of a table, cell by cell; empty for anything else.
    fn head(&self) -> Vec<(usize, &[u32])> {
        let cells = self.block.lines.iter().zip(self.lines.words());
        let head = cells.filter_map(|(line, words)| match line.path.as_slice() {
            [LineStep::Cell { row: 0, column }] => Some((*column, words.as_slice())),
            _ => None,
        });
        head.collect()
    }

    fn columns(&self) -> usize {
        let column = |step: Option<&LineStep>| match step {
            Some(LineStep::Cell { column, .. }) => column + 1,
            _ => 0,
        };
        self.block.lines.iter().map(|line| column(line.path.first())).max().unwrap_or(0)
    }

    /// Whether both are tables of the same columns, or no tables. A column may be called differently if most are not.
    fn has_columns_of(&self, other: &Self) -> bool {
        let (old, new) = (self.head(), other.head());
        let same = old.iter().filter(|cell| new.contains(cell)).count();
        self.columns() == other.columns() && same * 2 >= old.len().max(new.len())
    }

    /// Of 1,000 words, how many they share; more where they are surely versions of each other; 0 where they can't be.
    fn likeness(&self, other: &Self) -> u32 {
        if self.role != other.role || !self.has_columns_of(other) {
            return 0;
        }
        match self.words.likeness(&other.words) {
            shared if self.role.is_only_one() => 1000 + shared,
            shared if shared >= LEAST_SHARED => shared,
            _ => 0,
        }
    }

    /// How likely it is that it was moved to where `other` is; 0 where it wasn't.
    fn moved(&self, other: &Self) -> u32 {
        let is_telling = self.words.len() > FEWEST_MOVED || matches!(self.role, BlockRole::Heading(_));
        match self.likeness(other) {
            // Words that are all the same are a moved heading, however few.
            1000.. => 1000,
            shared if is_telling && shared >= LEAST_MOVED => shared,
            _ => 0,
        }
    }
}

pub(super) fn compare<'a>(old: &'a [ReadBlock<'a>], new: &'a [ReadBlock<'a>]) -> Redline<'a> {
    let mut tokens = TokenNumbers::default();
    let old: Vec<NumberedBlock<'a>> =
        old.iter().map(|block| NumberedBlock::new(block, &mut tokens)).collect();
    let new: Vec<NumberedBlock<'a>> =
        new.iter().map(|block| NumberedBlock::new(block, &mut tokens)).collect();
    let mut numbers = Numbers::default();
    let old_numbers = numbers_of(&old, &mut numbers);
    let new_numbers = numbers_of(&new, &mut numbers);
    let pairs = paired(&old_numbers, &new_numbers, |a, b| old[a].likeness(&new[b]));
    let moves = moves(&old, &new, &pairs);
    let mut changes = Vec::new();
    for (deleted, added, both) in stretches(&pairs, old.len(), new.len()) {
        let moved_to = |at: usize| moves.iter().find(|(from, _)| *from == at).map(|(_, to)| *to);
        let gone = |at: usize| match moved_to(at) {
            Some(to) => BlockChange::MovedAway { old: old[at].block, new: new[to].block },
            None => BlockChange::Deleted(old[at].block),
        };
        // What was moved away after the last deleted block comes after what replaces that: else the new table of one section would seem to be
        // in the next, which was moved away.
        let replaced =
            deleted.clone().rev().find(|at| moved_to(*at).is_none()).map_or(deleted.start, |at| at + 1);
        let replaced = if added.is_empty() { deleted.end } else { replaced };
        changes.extend((deleted.start..replaced).map(gone));
        changes.extend(added.map(|at| match moves.iter().find(|(_, to)| *to == at) {
            Some((from, _)) => BlockChange::MovedHere {
                old: old[*from].block,
                new: new[at].block,
                parts: parts::compare(&old[*from].lines, &new[at].lines),
            },
            None => BlockChange::Added(new[at].block),
        }));
        changes.extend((replaced..deleted.end).map(gone));
        if let Some((a, b)) = both {
            changes.push(if old_numbers[a] == new_numbers[b] {
                BlockChange::Same(new[b].block)
            } else {
                let parts = parts::compare(&old[a].lines, &new[b].lines);
                BlockChange::Changed { new: new[b].block, parts }
            });
        }
    }
    Redline { changes }
}

/// What makes two blocks the same: what they are, and the places and words of their lines.
type BlockIdentity<'n, 'a> = (BlockRole<'a>, Vec<(&'n [LineStep], &'n [u32])>);

/// A number for each block: the same for blocks that read the same and are the same thing.
fn numbers_of<'n, 'a>(
    blocks: &'n [NumberedBlock<'a>],
    numbers: &mut Numbers<BlockIdentity<'n, 'a>>,
) -> Vec<u32> {
    let number = |block: &'n NumberedBlock<'a>| {
        let paths = block.block.lines.iter().map(|line| line.path.as_slice());
        let lines = paths.zip(block.lines.words().iter().map(Vec::as_slice));
        numbers.of((block.role, lines.collect()))
    };
    blocks.iter().map(number).collect()
}

/// Which of the blocks that have no pair were moved, as places in both versions.
fn moves(
    old: &[NumberedBlock<'_>],
    new: &[NumberedBlock<'_>],
    pairs: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let (from, to): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
    let mut left: Vec<usize> = (0..new.len()).filter(|at| !to.contains(at)).collect();
    let mut moves = Vec::new();
    for from in (0..old.len()).filter(|at| !from.contains(at)) {
        let likely = left.iter().enumerate().map(|(at, to)| (old[from].moved(&new[*to]), at));
        // The first of several that are equally likely.
        let best = likely.max_by_key(|(likeness, at)| (*likeness, std::cmp::Reverse(*at)));
        if let Some((1.., at)) = best {
            moves.push((from, left.remove(at)));
        }
    }
    moves
}
