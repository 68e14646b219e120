//! Compares two blocks that are versions of each other: rows with rows, items with items, words with words.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::numbers::{Bag, Numbers};
use super::pairing::{pair, stretches};
use super::runs::{self, WordRun};
use super::{LineChange, PartChange, WordChange};
use crate::model::read_blocks::{LineStep, ReadBlock, ReadLine};

/// Items and rows that share fewer of 1,000 words are different ones.
const LEAST_SHARED: u32 = 350;

/// The lines of a block, with numbers for their words.
#[derive(Debug)]
pub(super) struct NumberedLines<'a> {
    lines: &'a [ReadLine<'a>],
    words: Vec<Vec<u32>>,
}

impl<'a> NumberedLines<'a> {
    pub(super) fn new(block: &'a ReadBlock<'a>, words: Vec<Vec<u32>>) -> Self {
        Self { lines: &block.lines, words }
    }

    pub(super) fn words(&self) -> &[Vec<u32>] {
        &self.words
    }
}

/// Lines that belong together: a row, a column, or one line.
struct LineGroup {
    lines: Range<usize>,
    shape: Vec<LineStep>,
    words: Bag,
}

/// Compares the lines of two blocks.
pub(super) fn compare<'a>(old: &NumberedLines<'a>, new: &NumberedLines<'a>) -> Vec<PartChange<'a>> {
    let (old_parts, new_parts) = (parts(old), parts(new));
    let mut numbers = Numbers::default();
    let old_numbers = numbers_of(&old_parts, old, &mut numbers);
    let new_numbers = numbers_of(&new_parts, new, &mut numbers);
    let score = |a: usize, b: usize| likeness(&old_parts[a], &new_parts[b]);
    let pairs = paired(&old_numbers, &new_numbers, score);
    let mut changes = Vec::new();
    for (deleted, added, both) in stretches(&pairs, old_parts.len(), new_parts.len()) {
        let deleted = old_parts[deleted].iter().map(|part| &old.lines[part.lines.clone()]);
        changes.extend(
            deleted.map(|lines| PartChange { lines: lines.iter().map(LineChange::Deleted).collect() }),
        );
        let added = new_parts[added].iter().map(|part| &new.lines[part.lines.clone()]);
        changes
            .extend(added.map(|lines| PartChange { lines: lines.iter().map(LineChange::Added).collect() }));
        if let Some((a, b)) = both {
            let lines = compare_lines((old, &old_parts[a]), (new, &new_parts[b]));
            changes.push(PartChange { lines });
        }
    }
    changes
}

/// Pairs two lists: what has the same number first, then by `score` what is between.
pub(super) fn paired(old: &[u32], new: &[u32], score: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        let (old, new) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => pairs.extend(old.zip(new)),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                let between = pair(old.len(), new.len(), |a, b| score(old.start + a, new.start + b));
                pairs.extend(between.into_iter().map(|(a, b)| (old.start + a, new.start + b)));
            }
        }
    }
    pairs
}

fn parts(block: &NumberedLines<'_>) -> Vec<LineGroup> {
    let mut parts = Vec::new();
    let mut start = 0;
    for group in block.lines.chunk_by(|a, b| row_of(a).is_some_and(|row| Some(row) == row_of(b))) {
        let lines = start..start + group.len();
        start = lines.end;
        let Some(first) = group.first() else { continue };
        let shape = shape(&row_of(first).unwrap_or_else(|| first.path.clone()));
        let words = Bag::new(block.words[lines.clone()].iter().flatten());
        parts.push(LineGroup { lines, shape, words });
    }
    parts
}

/// The way to the row or column that a line is in.
fn row_of(line: &ReadLine<'_>) -> Option<Vec<LineStep>> {
    let at = line.path.iter().position(|step| matches!(step, LineStep::Cell { .. } | LineStep::Column(_)))?;
    let mut path = line.path[..=at].to_vec();
    if let Some(LineStep::Cell { row: _, column }) = path.last_mut() {
        *column = 0;
    }
    Some(path)
}

/// Where a line is, without the places that change when something is inserted before it. A column is a place that lines have in common.
fn shape(path: &[LineStep]) -> Vec<LineStep> {
    let step = |step: &LineStep| match *step {
        LineStep::Item { at: _, number } => Some(LineStep::Item { at: 0, number: number.map(|_| 0) }),
        LineStep::Cell { row, column } => Some(LineStep::Cell { row: row.min(1), column }),
        LineStep::Term(_) => Some(LineStep::Term(0)),
        LineStep::Meaning { .. } => Some(LineStep::Meaning { term: 0, at: 0 }),
        // An item of one paragraph that gets a second one has both as blocks.
        LineStep::Block(_) => None,
        LineStep::Choice(_) => Some(LineStep::Choice(0)),
        LineStep::WhyChoice(_) => Some(LineStep::WhyChoice(0)),
        LineStep::RowLabel(_) => Some(LineStep::RowLabel(0)),
        LineStep::Column(_) => Some(LineStep::Column(0)),
        LineStep::Objective(_) => Some(LineStep::Objective(0)),
        LineStep::Publication(_) => Some(LineStep::Publication(0)),
        LineStep::Material(_) => Some(LineStep::Material(0)),
        LineStep::HeadingLevel(_)
        | LineStep::Callout(_)
        | LineStep::Code
        | LineStep::Label
        | LineStep::Help
        | LineStep::Kind
        | LineStep::Required
        | LineStep::Rules
        | LineStep::Course
        | LineStep::OtherChoice
        | LineStep::RepeatName
        | LineStep::RowHeading
        | LineStep::Covers
        | LineStep::Minutes
        | LineStep::Teacher
        | LineStep::Asked
        | LineStep::Answer
        | LineStep::Why => Some(*step),
    };
    path.iter().filter_map(step).collect()
}

/// Whether a block or row has one line of this shape only, such as a label or the cell of a column.
fn is_only_one(shape: &[LineStep]) -> bool {
    shape.iter().all(|step| {
        !matches!(
            step,
            LineStep::Item { .. }
                | LineStep::Cell { row: 1.., .. }
                | LineStep::Term(_)
                | LineStep::Meaning { .. }
                | LineStep::Choice(_)
                | LineStep::WhyChoice(_)
                | LineStep::RowLabel(_)
                | LineStep::Column(_)
                | LineStep::Objective(_)
                | LineStep::Publication(_)
                | LineStep::Material(_)
        )
    })
}

/// What parts of one block have in common. What is surely the same thing counts more than any words.
fn likeness(old: &LineGroup, new: &LineGroup) -> u32 {
    if old.shape != new.shape {
        return 0;
    }
    match old.words.likeness(&new.words) {
        shared if is_only_one(&old.shape) => 1000 + shared,
        shared if shared >= LEAST_SHARED => shared,
        _ => 0,
    }
}

/// A number for each part: the same for parts with the same words in the same places.
fn numbers_of<'n>(
    parts: &[LineGroup],
    block: &'n NumberedLines<'_>,
    numbers: &mut Numbers<Vec<(Vec<LineStep>, &'n [u32])>>,
) -> Vec<u32> {
    let number = |part: &LineGroup| {
        let lines = part.lines.clone();
        let key = lines.map(|at| (shape(&block.lines[at].path), block.words[at].as_slice()));
        numbers.of(key.collect())
    };
    parts.iter().map(number).collect()
}

fn compare_lines<'a>(
    (old, old_part): (&NumberedLines<'a>, &LineGroup),
    (new, new_part): (&NumberedLines<'a>, &LineGroup),
) -> Vec<LineChange<'a>> {
    let (old_lines, new_lines) = (&old.lines[old_part.lines.clone()], &new.lines[new_part.lines.clone()]);
    let (old_words, new_words) = (&old.words[old_part.lines.clone()], &new.words[new_part.lines.clone()]);
    let depth = old_part.shape.len().min(new_part.shape.len());
    let score = |a: usize, b: usize| {
        let (one, two) = (shape(&old_lines[a].path), shape(&new_lines[b].path));
        if one != two {
            return 0;
        }
        match Bag::new(&old_words[a]).likeness(&Bag::new(&new_words[b])) {
            shared if is_only_one(one.get(depth..).unwrap_or_default()) => 1000 + shared,
            shared if shared >= LEAST_SHARED => shared,
            _ => 0,
        }
    };
    let pairs = pair(old_lines.len(), new_lines.len(), score);
    let mut changes = Vec::new();
    for (deleted, added, both) in stretches(&pairs, old_lines.len(), new_lines.len()) {
        changes.extend(old_lines[deleted].iter().map(LineChange::Deleted));
        changes.extend(new_lines[added].iter().map(LineChange::Added));
        if let Some((a, b)) = both {
            let words = words((&old_lines[a], &old_words[a]), (&new_lines[b], &new_words[b]));
            changes.push(LineChange::Kept { old: &old_lines[a], new: &new_lines[b], words });
        }
    }
    changes
}

fn words<'a>(
    (old, old_words): (&'a ReadLine<'a>, &[u32]),
    (new, new_words): (&'a ReadLine<'a>, &[u32]),
) -> Vec<WordChange<'a>> {
    let mut words = Vec::new();
    for run in runs::compare(old_words, new_words) {
        match run {
            WordRun::Same(a, b) => {
                let both = old.tokens[a].iter().zip(&new.tokens[b]);
                words.extend(both.map(|(old, new)| WordChange::Same { old, new }));
            }
            WordRun::Replaced(a, b) => {
                words.extend(old.tokens[a].iter().map(WordChange::Deleted));
                words.extend(new.tokens[b].iter().map(WordChange::Added));
            }
        }
    }
    words
}
