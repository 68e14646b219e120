//! The words of two lines, as runs that are the same and runs that were replaced.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::numbers::Bag;

/// Lines that share fewer of 1,000 words are not compared word for word: one was deleted and the other added, and a few words like
/// `the` between them would only be in the way of reading.
const LEAST_SHARED: u32 = 250;

/// At most this number of words that stay between two longer changes is read with them.
const FEW: usize = 2;

/// Words that follow each other, by their places in both lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WordRun {
    /// The same number of words in both.
    Same(Range<usize>, Range<usize>),
    /// One of them may be empty.
    Replaced(Range<usize>, Range<usize>),
}

/// Compares lines whose words have these numbers.
pub(super) fn compare(old: &[u32], new: &[u32]) -> Vec<WordRun> {
    if Bag::new(old).likeness(&Bag::new(new)) < LEAST_SHARED {
        return vec![WordRun::Replaced(0..old.len(), 0..new.len())];
    }
    let runs = capture_diff_slices(Algorithm::Myers, old, new).into_iter().map(|op| match op {
        DiffOp::Equal { .. } => WordRun::Same(op.old_range(), op.new_range()),
        DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
            WordRun::Replaced(op.old_range(), op.new_range())
        }
    });
    join(runs)
}

/// Joins changes that only a few words are between:
///
/// ```text
/// [-Call the nurse-]{+Write an email+} to [-the desk-]{+all her doctors+}
/// [-Call the nurse to the desk-]{+Write an email to all her doctors+}
/// ```
fn join(runs: impl Iterator<Item = WordRun>) -> Vec<WordRun> {
    let mut joined: Vec<WordRun> = Vec::new();
    for run in runs {
        let WordRun::Replaced(old, new) = run else {
            joined.push(run);
            continue;
        };
        let mut whole = (old.clone(), new.clone());
        match joined.as_slice() {
            [.., WordRun::Replaced(a, b)] => {
                whole = (a.start..old.end, b.start..new.end);
                joined.pop();
            }
            [.., WordRun::Replaced(a, b), WordRun::Same(between, _)]
                if between.len() <= FEW
                    && between.len() < a.len().max(b.len())
                    && between.len() < old.len().max(new.len()) =>
            {
                whole = (a.start..old.end, b.start..new.end);
                joined.truncate(joined.len() - 2);
            }
            _ => {}
        }
        joined.push(WordRun::Replaced(whole.0, whole.1));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_the_middle_is_replaced_alone() {
        let runs = compare(&[1, 2, 3, 4], &[1, 9, 3, 4]);
        assert_eq!(
            runs,
            [WordRun::Same(0..1, 0..1), WordRun::Replaced(1..2, 1..2), WordRun::Same(2..4, 2..4)]
        );
    }

    #[test]
    fn a_word_between_two_longer_changes_is_read_with_them() {
        let runs = compare(&[1, 2, 3, 4, 5, 6, 7, 8], &[1, 2, 13, 14, 5, 16, 17, 8]);
        assert_eq!(
            runs,
            [WordRun::Same(0..2, 0..2), WordRun::Replaced(2..7, 2..7), WordRun::Same(7..8, 7..8)]
        );
    }

    #[test]
    fn lines_that_share_hardly_a_word_are_not_mixed() {
        let runs = compare(&[1, 2, 3, 4, 5, 6, 7, 8], &[11, 2, 13, 14, 15, 16, 17, 18]);
        assert_eq!(runs, [WordRun::Replaced(0..8, 0..8)]);
    }
}
