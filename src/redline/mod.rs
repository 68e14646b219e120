//! What changed from one version to another: which blocks, and in them which words. A passage that moved is not one that was deleted and
//! another that was added.
//!
//! ```text
//! old: Answer within 1 hour. Call the nurse.     new: Answer within 24 hours. Call the nurse.
//! Same(Answer within) Deleted(1 hour.) Added(24 hours.) Same(Call the nurse.)
//! ```
//!
//! Blocks that are the same in both versions come first (`blocks`). Between two of them, the blocks that were there and those that are
//! there now are paired by what they are (a field by its id) and by how many words they share, in order (`pairing`). What is left on both
//! sides and is nearly the same was moved. In a pair, rows, items and lines are paired in the same way (`parts`), then words (`runs`).

mod blocks;
mod facts;
mod marks;
mod numbers;
mod pairing;
mod parts;
mod runs;
#[cfg(test)]
mod tests;

use crate::model::read_blocks::{LineStep, ReadBlock, ReadLine, ReadToken};

pub(crate) use facts::{FactChange, compare_facts};
pub(crate) use marks::with_marks_apart;

/// What changed from one version to another.
#[derive(Debug)]
pub(crate) struct Redline<'a> {
    /// In reading order. What was deleted is where it was.
    pub(crate) changes: Vec<BlockChange<'a>>,
}

/// What became of a block.
#[derive(Debug)]
pub(crate) enum BlockChange<'a> {
    /// Word for word the same. The key of the new version may count it differently.
    Same(&'a ReadBlock<'a>),
    Added(&'a ReadBlock<'a>),
    Deleted(&'a ReadBlock<'a>),
    Changed {
        new: &'a ReadBlock<'a>,
        parts: Vec<PartChange<'a>>,
    },
    /// It was here, and is elsewhere now.
    MovedAway {
        old: &'a ReadBlock<'a>,
        new: &'a ReadBlock<'a>,
    },
    /// It is here, and was elsewhere.
    MovedHere {
        old: &'a ReadBlock<'a>,
        new: &'a ReadBlock<'a>,
        parts: Vec<PartChange<'a>>,
    },
}

/// A row of a table, a column of a form's table, or any other line.
#[derive(Debug)]
pub(crate) struct PartChange<'a> {
    pub(crate) lines: Vec<LineChange<'a>>,
}

#[derive(Debug)]
pub(crate) enum LineChange<'a> {
    Added(&'a ReadLine<'a>),
    Deleted(&'a ReadLine<'a>),
    /// In both versions; its words may have changed.
    Kept {
        old: &'a ReadLine<'a>,
        new: &'a ReadLine<'a>,
        words: Vec<WordChange<'a>>,
    },
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum WordChange<'a> {
    Same { old: &'a ReadToken<'a>, new: &'a ReadToken<'a> },
    Added(&'a ReadToken<'a>),
    Deleted(&'a ReadToken<'a>),
}

/// Compares the blocks of two versions.
#[must_use]
pub(crate) fn compare<'a>(old: &'a [ReadBlock<'a>], new: &'a [ReadBlock<'a>]) -> Redline<'a> {
    blocks::compare(old, new)
}

impl<'a> BlockChange<'a> {
    pub(crate) fn is_change(&self) -> bool {
        !matches!(self, Self::Same(_))
    }

    /// The block as the new version has it; as the old one had it where it is gone from here.
    pub(crate) fn block(&self) -> &'a ReadBlock<'a> {
        match self {
            Self::Same(new) | Self::Added(new) | Self::Changed { new, .. } | Self::MovedHere { new, .. } => {
                new
            }
            Self::Deleted(old) | Self::MovedAway { old, .. } => old,
        }
    }

    /// Its rows and lines, whatever became of it.
    pub(crate) fn into_parts(self) -> Vec<PartChange<'a>> {
        match self {
            Self::Changed { parts, .. } | Self::MovedHere { parts, .. } => parts,
            Self::Added(block) => whole(block, LineChange::Added),
            Self::Deleted(block) | Self::MovedAway { old: block, .. } => whole(block, LineChange::Deleted),
            Self::Same(new) => whole(new, |line| {
                let words = line.tokens.iter().map(|token| WordChange::Same { old: token, new: token });
                LineChange::Kept { old: line, new: line, words: words.collect() }
            }),
        }
    }
}

fn whole<'a>(
    block: &'a ReadBlock<'a>,
    change: impl Fn(&'a ReadLine<'a>) -> LineChange<'a>,
) -> Vec<PartChange<'a>> {
    let row = |line: &ReadLine<'_>| match line.path.first() {
        Some(LineStep::Cell { row, column: _ }) => Some(*row),
        _ => None,
    };
    let groups = block.lines.chunk_by(|a, b| row(a).is_some() && row(a) == row(b));
    groups.map(|group| PartChange { lines: group.iter().map(&change).collect() }).collect()
}

impl Redline<'_> {
    /// Whether the two versions read the same.
    pub(crate) fn is_empty(&self) -> bool {
        !self.changes.iter().any(BlockChange::is_change)
    }
}

impl WordChange<'_> {
    pub(crate) fn is_change(&self) -> bool {
        !matches!(self, Self::Same { .. })
    }
}
