//! Whole words and phrases in a text.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A longer phrase is never found: it is a sentence, and nobody uses one as a word.
const LONGEST: usize = 12;

/// When a phrase of a text is one that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The very letters, as acronyms are; `CSP` does not stand in `CSP-JI`.
    Exact,
    /// The same words, in capitals or not, one or several; `client` stands in `Client-centered` and in `clients’`.
    Spoken,
}

/// Phrases that are looked for, each with what it stands for.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    likeness: Likeness,
    known: BTreeMap<String, T>,
    /// The first words of all that is known: most words of a text begin nothing.
    firsts: HashSet<String>,
    longest: usize,
}

/// A phrase that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'p, T> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it stands for.
    pub value: &'p T,
}

impl<T> Phrases<T> {
    /// Phrases to look for; of two that are the same, the first counts.
    pub fn new(likeness: Likeness, phrases: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut this = Self { likeness, known: BTreeMap::new(), firsts: HashSet::new(), longest: 0 };
        for (phrase, value) in phrases {
            let words = words(&phrase);
            let Some(normal) = this.normal(&phrase, &words, words.len()) else { continue };
            this.longest = this.longest.max(words.len());
            this.firsts.extend(this.normal(&phrase, &words, 1));
            this.known.entry(normal).or_insert(value);
        }
        this.longest = this.longest.min(LONGEST);
        this
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// All that stand in the text, in its order; of several at one place the longest.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<Hit<'_, T>> {
        let mut hits = Vec::new();
        if self.is_empty() {
            return hits;
        }
        let words = words(text);
        let mut at = 0;
        let mut first = String::new();
        while at < words.len() {
            first.clear();
            self.push_normal(&text[words[at].clone()], &mut first);
            if !self.may_begin(&first) {
                at += 1;
                continue;
            }
            let hit = (1..=self.longest.min(words.len() - at)).rev().find_map(|count| {
                let range = words[at].start..words[at + count - 1].end;
                let value = self.value(text, &words[at..], count)?;
                (self.likeness == Likeness::Spoken || stands_alone(text, &range))
                    .then_some((count, range, value))
            });
            match hit {
                Some((count, range, value)) => {
                    hits.push(Hit { range, value });
                    at += count;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// Whether a known phrase, or several of one, begins with this word.
    fn may_begin(&self, word: &str) -> bool {
        let known = |word: &str| self.firsts.contains(word);
        let several = || {
            let one = word.strip_suffix('s')?;
            Some(known(one) || one.strip_suffix('e').is_some_and(known))
        };
        known(word) || (self.likeness == Likeness::Spoken && several().unwrap_or(false))
    }

    /// What the first `count` words stand for.
    fn value(&self, text: &str, words: &[Range<usize>], count: usize) -> Option<&T> {
        let normal = self.normal(text, words, count)?;
        let several = || {
            let one = normal.strip_suffix('s')?;
            self.known.get(one).or_else(|| self.known.get(one.strip_suffix('e')?))
        };
        let found = self.known.get(&normal);
        if self.likeness == Likeness::Exact { found } else { found.or_else(several) }
    }

    /// The first `count` words and what stands between them, in a form in which like phrases are the same.
    fn normal(&self, text: &str, words: &[Range<usize>], count: usize) -> Option<String> {
        let range = words.first()?.start..words.get(count.checked_sub(1)?)?.end;
        let mut normal = String::new();
        self.push_normal(text.get(range)?, &mut normal);
        Some(normal)
    }

    fn push_normal(&self, text: &str, normal: &mut String) {
        for c in text.chars() {
            match c {
                c if c.is_whitespace() => {
                    if !normal.ends_with(' ') {
                        normal.push(' ');
                    }
                }
                '’' => normal.push('\''),
                c if self.likeness == Likeness::Exact => normal.push(c),
                c if c.is_ascii() => normal.push(c.to_ascii_lowercase()),
                c => normal.extend(c.to_lowercase()),
            }
        }
    }
}

/// The runs of letters and digits.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        match words.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

/// Whether what stands at `range` is not a part of a longer name, such as `CSP-JI` or `2.31`.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |mut chars: [Option<char>; 2]| {
        let other = chars[1].take();
        matches!(chars[0], Some('-' | '.')) && other.is_some_and(char::is_alphanumeric)
    };
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    !joins([before.next(), before.next()]) && !joins([after.next(), after.next()])
}

#[cfg(test)]
mod tests {
    use super::{Likeness, Phrases};

    fn found<'t>(likeness: Likeness, phrases: &[&str], text: &'t str) -> Vec<&'t str> {
        let phrases = Phrases::new(likeness, phrases.iter().map(|phrase| ((*phrase).to_owned(), ())));
        phrases.find_all(text).into_iter().map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn an_acronym_is_the_very_letters_and_a_word_of_its_own() {
        let acronyms = ["CSP", "CSP-JI", "ACT", "42 CFR Part 2"];
        let text = "CSP, CSP-JI; act, CSPs, CSP’s; CSP-funded; (ACT) 42 CFR\nPart 2. 42 CFR Part 2.31";
        let expected = ["CSP", "CSP-JI", "CSP", "ACT", "42 CFR\nPart 2"];
        assert_eq!(found(Likeness::Exact, &acronyms, text), expected);
    }

    #[test]
    fn a_spoken_word_is_found_in_capitals_and_when_there_are_several() {
        let words = ["client", "the mentally ill", "committed suicide", "user's guide"];
        let text = "Clients’ rights, CLIENT-centered, subclient. The  mentally ill; committed, suicide. User’s guides";
        let expected = ["Clients", "CLIENT", "The  mentally ill", "User’s guides"];
        assert_eq!(found(Likeness::Spoken, &words, text), expected);
    }

    #[test]
    fn the_longest_phrase_at_a_place_is_meant() {
        assert_eq!(
            found(Likeness::Spoken, &["plan", "plan of care"], "a plan of care, a plan"),
            ["plan of care", "plan"]
        );
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        assert!(found(Likeness::Spoken, &["", " ", "!?"], "a ! ?").is_empty());
        assert!(found(Likeness::Exact, &[], "a").is_empty());
    }
}
