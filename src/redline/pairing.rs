//! Pairs the things of two lists in their order, so that the pairs have the highest total of scores. A score of 0 is no pair.
//!
//! ```text
//! old: a b c     new: b x c     score: 1,000 for the same letter, else 0
//! pairs: (b, b), (c, c); `a` and `x` are left
//! ```

/// Above this number of comparisons, things are paired by their places only: somebody replaced a whole long text.
const MOST: usize = 4_000_000;

/// Places in both lists, in order.
pub(super) fn pair(old: usize, new: usize, score: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    if old.saturating_mul(new) > MOST {
        return (0..old.min(new)).map(|at| (at, at)).filter(|(a, b)| score(*a, *b) > 0).collect();
    }
    let width = new + 1;
    let scores: Vec<u32> =
        (0..old).flat_map(|a| (0..new).map(move |b| (a, b))).map(|(a, b)| score(a, b)).collect();
    // The highest total from `a` of the old list and `b` of the new one on.
    let mut best = vec![0_u32; (old + 1) * width];
    for a in (0..old).rev() {
        for b in (0..new).rev() {
            let paired = match scores[a * new + b] {
                0 => 0,
                score => score.saturating_add(best[(a + 1) * width + b + 1]),
            };
            best[a * width + b] = paired.max(best[(a + 1) * width + b]).max(best[a * width + b + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old && b < new {
        let (score, here) = (scores[a * new + b], best[a * width + b]);
        if score > 0 && here == score.saturating_add(best[(a + 1) * width + b + 1]) {
            pairs.push((a, b));
            a += 1;
            b += 1;
        } else if here == best[(a + 1) * width + b] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// The stretches between pairs, with the pair after each: everything of both lists, in order.
pub(super) fn stretches(
    pairs: &[(usize, usize)],
    old: usize,
    new: usize,
) -> impl Iterator<Item = (std::ops::Range<usize>, std::ops::Range<usize>, Option<(usize, usize)>)> {
    let mut from = (0, 0);
    pairs.iter().copied().map(Some).chain([None]).map(move |pair| {
        let (a, b) = pair.unwrap_or((old, new));
        let stretch = (from.0..a, from.1..b, pair);
        from = (a + 1, b + 1);
        stretch
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(old: &str, new: &str) -> Vec<(usize, usize)> {
        let (a, b) = (old.as_bytes(), new.as_bytes());
        pair(a.len(), b.len(), |i, j| if a[i] == b[j] { 1000 } else { 0 })
    }

    #[test]
    fn what_is_in_both_lists_is_paired_in_order() {
        assert_eq!(letters("abc", "bxc"), [(1, 0), (2, 2)]);
        assert_eq!(letters("ab", "ba").len(), 1);
        assert_eq!(letters("", "ab"), []);
    }

    #[test]
    fn stretches_and_pairs_are_everything() {
        let pairs = letters("abcd", "xbd");
        let all: Vec<_> = stretches(&pairs, 4, 3).collect();
        assert_eq!(all, [(0..1, 0..1, Some((1, 1))), (2..3, 2..2, Some((3, 2))), (4..4, 3..3, None)]);
    }
}
