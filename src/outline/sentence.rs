//! What is kept of a sentence: a fingerprint. It says whether two are the same, and gives nothing of their words away.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

/// Enough for a document of thousands of sentences without two that are taken for one.
const DIGITS: usize = 10;

/// Of the words alone: capitals, punctuation and line ends don't count.
pub(crate) fn fingerprint(words: &str) -> String {
    let hash = Sha256::digest(plain(words).join(" ").as_bytes());
    let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    digits[..DIGITS].to_owned()
}

fn plain(words: &str) -> Vec<String> {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// How many of the words of two sentences are the same, in percent.
pub(crate) fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (plain(one), plain(other));
    let all = one.len() + other.len();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &one {
        *counts.entry(word).or_default() += 1;
    }
    let mut common: usize = 0;
    for word in &other {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    (200_usize * common).checked_div(all).unwrap_or(0)
}
