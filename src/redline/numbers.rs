//! Words as numbers: equal words of both versions have the same number, so that they are compared once.

use std::collections::HashMap;
use std::hash::Hash;

use crate::model::read_blocks::{ReadLine, ReadToken, TokenKind};
use crate::model::text::LinkTarget;

/// Gives equal things the same number.
pub(super) struct Numbers<K> {
    known: HashMap<K, u32>,
}

impl<K: Eq + Hash> Default for Numbers<K> {
    fn default() -> Self {
        Self { known: HashMap::new() }
    }
}

impl<K: Eq + Hash> Numbers<K> {
    pub(super) fn of(&mut self, thing: K) -> u32 {
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        *self.known.entry(thing).or_insert(next)
    }
}

/// What makes two tokens the same: not the space before them.
type TokenIdentity<'a> = (&'a TokenKind<'a>, bool, Option<&'a LinkTarget>);

pub(super) type TokenNumbers<'a> = Numbers<TokenIdentity<'a>>;

impl<'a> TokenNumbers<'a> {
    pub(super) fn line(&mut self, line: &'a ReadLine<'a>) -> Vec<u32> {
        line.tokens.iter().map(|token| self.token(token)).collect()
    }

    fn token(&mut self, token: &'a ReadToken<'a>) -> u32 {
        let ReadToken { kind, is_struck, leads_to, is_spaced: _ } = token;
        self.of((kind, *is_struck, *leads_to))
    }
}

/// Words without their order, for comparing how many two texts share.
#[derive(Debug)]
pub(super) struct Bag {
    sorted: Vec<u32>,
}

impl Bag {
    pub(super) fn new<'n>(words: impl IntoIterator<Item = &'n u32>) -> Self {
        let mut sorted: Vec<u32> = words.into_iter().copied().collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    pub(super) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// How many of 1,000 words they share: 1,000 where all of them, 0 where none.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut shared = 0_usize;
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    shared += 2;
                    a.next();
                    b.next();
                }
            }
        }
        let all = self.len() + other.len();
        // Two empty texts are the same.
        (shared * 1000).checked_div(all).map_or(1000, |likeness| u32::try_from(likeness).unwrap_or(0))
    }
}
