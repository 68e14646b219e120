//! The documents that a text refers to, as far as their names have a known shape.

use std::collections::BTreeSet;

/// The last words of names of documents.
const KINDS: [&str; 5] = ["Manual", "Guidelines", "Bulletin", "Handbook", "Code"];

/// Their names, each once, in the order of the alphabet.
pub(super) fn found<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        let words: Vec<&str> = text.split_whitespace().collect();
        for at in 0..words.len() {
            found.extend(regulation(&words, at));
            found.extend(named(&words, at));
        }
    }
    found.into_iter().collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '§')
}

fn is_numeric(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// `130 CMR 461.403`, `42 CFR 438`, `§ 3410.20`
fn regulation(words: &[&str], at: usize) -> Option<String> {
    if words[at].starts_with('§') {
        let number = if bare(words[at]).len() > '§'.len_utf8() {
            bare(words[at]).trim_start_matches('§')
        } else {
            bare(words.get(at + 1)?)
        };
        return is_numeric(number).then(|| format!("§ {number}"));
    }
    let code = bare(words[at]).replace('.', "");
    let (before, after) = (words.get(at.checked_sub(1)?)?, words.get(at + 1)?);
    (matches!(code.as_str(), "CMR" | "CFR" | "DCMR" | "USC")
        && is_numeric(bare(before))
        && is_numeric(bare(after)))
    .then(|| format!("{} {code} {}", bare(before), bare(after)))
}

/// `Example Provider Manual`, `Bulletin 316`
fn named(words: &[&str], at: usize) -> Option<String> {
    if !KINDS.contains(&bare(words[at])) {
        return None;
    }
    let is_name = |word: &&&str| {
        bare(word).starts_with(char::is_uppercase) && !matches!(bare(word), "The" | "All" | "Each" | "A")
    };
    let count = words[..at].iter().rev().take_while(is_name).take(5).count();
    if count == 0 {
        return None;
    }
    let mut name: Vec<&str> = words[at - count..=at].iter().map(|word| bare(word)).collect();
    name.extend(words.get(at + 1).map(|word| bare(word)).filter(|word| is_numeric(word)));
    Some(name.join(" "))
}
