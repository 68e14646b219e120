//! Which way pages, blocks and lines run. Letters tell; what has none runs as what is around it.

use super::Shell;
use crate::model::text::{Block, Inline, each_line, plain_text};
use crate::writing_systems::{Direction, direction, direction_of_language};

impl Shell {
    /// Which way the pages of the handbook run.
    #[must_use]
    pub(crate) fn direction(&self) -> Direction {
        direction_of_language(&self.language.to_string())
    }
}

/// Which way a line runs: as its first letter.
#[must_use]
pub(crate) fn of_line(line: &[Inline]) -> Option<Direction> {
    direction(&plain_text(line))
}

/// Which way a block runs: as its first letter. A table runs as its cells where all run the same way, and else as what is around it, so
/// that its columns keep their order, whatever its first cell is written in.
#[must_use]
pub(crate) fn of_block(block: &Block) -> Option<Direction> {
    let mut lines = Vec::new();
    each_line(std::slice::from_ref(block), &mut |line| lines.push(line));
    let mut directions = lines.into_iter().filter_map(of_line);
    let first = directions.next();
    let is_mixed = matches!(block, Block::Table { .. }) && directions.any(|other| Some(other) != first);
    if is_mixed { None } else { first }
}
