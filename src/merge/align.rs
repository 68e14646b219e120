//! Which block of one text is which block of another.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::cut::TextBlock;

/// Two blocks are the same one with other words when at least this share of their words is the same.
const LIKENESS: f32 = 0.4;

/// For each block of a text, the block that it is in another text.
#[derive(Debug)]
pub(super) struct Alignment {
    of: Vec<Option<usize>>,
    before: BTreeMap<usize, usize>,
}

impl Alignment {
    /// Keys are found by their names, in any order; words by their order.
    pub(super) fn new(before: &[TextBlock], after: &[TextBlock]) -> Self {
        let mut of = vec![None; before.len()];
        let keys: BTreeMap<&str, usize> =
            after.iter().enumerate().filter_map(|(at, block)| Some((block.key.as_deref()?, at))).collect();
        for (at, block) in before.iter().enumerate() {
            of[at] = block.key.as_deref().and_then(|key| keys.get(key).copied());
        }
        let unkeyed = |blocks: &[TextBlock]| -> Vec<usize> {
            (0..blocks.len()).filter(|at| blocks[*at].key.is_none()).collect()
        };
        let (old, new) = (unkeyed(before), unkeyed(after));
        for (a, b) in by_words(&words_at(before, &old), &words_at(after, &new)) {
            of[old[a]] = Some(new[b]);
        }
        let before = of.iter().enumerate().filter_map(|(at, of)| Some(((*of)?, at))).collect();
        Self { of, before }
    }

    /// The block that the block at `at` is in the other text.
    pub(super) fn of(&self, at: usize) -> Option<usize> {
        self.of.get(at).copied().flatten()
    }

    /// The block of the first text that a block of the other one was.
    pub(super) fn before(&self, other: usize) -> Option<usize> {
        self.before.get(&other).copied()
    }

    /// The blocks of the other text, which has `length`, that the first one doesn't have.
    pub(super) fn added(&self, length: usize) -> impl Iterator<Item = usize> + use<> {
        let known: Vec<bool> = (0..length).map(|at| self.before.contains_key(&at)).collect();
        (0..length).filter(move |at| !known[*at])
    }
}

fn words_at<'a>(blocks: &'a [TextBlock], at: &[usize]) -> Vec<&'a str> {
    at.iter().map(|at| blocks[*at].words()).collect()
}

/// Pairs of the same text, and between them pairs of texts that are alike.
fn by_words(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for part in capture_diff_slices(Algorithm::Myers, old, new) {
        match part {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|at| (old_index + at, new_index + at)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let mut next = new_index;
                for (a, text) in old.iter().enumerate().skip(old_index).take(old_len) {
                    let likest = (next..new_index + new_len)
                        .map(|b| (b, likeness(text, new[b])))
                        .filter(|(_, likeness)| *likeness >= LIKENESS)
                        .max_by(|(_, a), (_, b)| a.total_cmp(b));
                    if let Some((b, _)) = likest {
                        pairs.push((a, b));
                        next = b + 1;
                    }
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
        }
    }
    pairs
}

/// The share of words that two texts have in common, in their order.
fn likeness(a: &str, b: &str) -> f32 {
    let words = |text: &'_ str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (a, b) = (words(a), words(b));
    let parts = capture_diff_slices(Algorithm::Myers, &a, &b);
    similar::diff_ratio(&parts, a.len(), b.len())
}
