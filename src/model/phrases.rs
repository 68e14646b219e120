//! Whole words and phrases in a text.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// A longer phrase is never found: it is a sentence, and nobody uses one as a word.
const LONGEST: usize = 12;

/// When a phrase of a text counts as the phrase that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same letters, for acronyms; `CSP` is not found in `CSP-JI`.
    Exact,
    /// The same words, in capitals or not, singular or plural; `client` is found in `Client-centered` and in `clients’`.
    Spoken,
}

/// Phrases that are looked for, each with a value.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<T> {
    likeness: Likeness,
    known: FxHashMap<String, T>,
    /// The first words of all that is known, each with how many words those have, a bit for each number: most words of a text begin
    /// nothing, and nobody tries five words where only two are known.
    firsts: FxHashMap<String, u16>,
    /// The same first words, and the last words of all that is known.
    beginnings: WordSet,
    ends: WordSet,
}

/// A phrase that was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit<'p, T> {
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    pub(crate) value: &'p T,
}

impl<T> Phrases<T> {
    /// Phrases to look for; of two that are the same, the first counts.
    pub(crate) fn new(likeness: Likeness, phrases: impl IntoIterator<Item = (String, T)>) -> Self {
        let (beginnings, ends) = (WordSet::default(), WordSet::default());
        let (known, firsts) = (FxHashMap::default(), FxHashMap::default());
        let mut this = Self { likeness, known, firsts, beginnings, ends };
        for (phrase, value) in phrases {
            let words = words(&phrase);
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            if words.len() <= LONGEST {
                let first = this.normal(&phrase[first.clone()]);
                this.beginnings.add(&first);
                this.ends.add(&this.normal(&phrase[last.clone()]));
                *this.firsts.entry(first).or_default() |= 1 << words.len();
            }
            let normal = this.normal(&phrase[first.start..last.end]);
            this.known.entry(normal).or_insert(value);
        }
        this
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// All that are in the text, in its order; of several at one place the longest.
    #[must_use]
    pub(crate) fn find_all(&self, text: &str) -> Vec<Hit<'_, T>> {
        if self.is_empty() { Vec::new() } else { self.find_in(text, &words(text)) }
    }

    /// The same, of a text that [`words`] has cut already.
    pub(crate) fn find_in(&self, text: &str, words: &[Range<usize>]) -> Vec<Hit<'_, T>> {
        let mut hits = Vec::new();
        let mut at = 0;
        let mut normal = String::new();
        while at < words.len() {
            match self.hit(text, &words[at..], &mut normal) {
                Some((count, hit)) => {
                    hits.push(hit);
                    at += count;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// The longest phrase that begins with the first of `words`, and how many of them it has. `normal` is room to work in.
    fn hit(&self, text: &str, words: &[Range<usize>], normal: &mut String) -> Option<(usize, Hit<'_, T>)> {
        let first = words.first()?;
        if !self.beginnings.may_have(&text.as_bytes()[first.clone()]) {
            return None;
        }
        self.normalize(&text[first.clone()], normal);
        let lengths = self.lengths(normal);
        if lengths == 0 {
            return None;
        }
        let mut counts = (1..=LONGEST.min(words.len())).rev().filter(|count| lengths & (1 << count) != 0);
        counts.find_map(|count| {
            let last = &words[count - 1];
            if !self.ends.may_have(&text.as_bytes()[last.clone()]) {
                return None;
            }
            let range = first.start..last.end;
            self.normalize(&text[range.clone()], normal);
            let value = self.value(normal)?;
            let is_whole = self.likeness == Likeness::Spoken || stands_alone(text, &range);
            is_whole.then_some((count, Hit { range, value }))
        })
    }

    /// How many words those have that begin with this word, or with several of it.
    fn lengths(&self, word: &str) -> u16 {
        let of = |word: &str| self.firsts.get(word).copied().unwrap_or_default();
        if self.likeness == Likeness::Exact {
            return of(word);
        }
        let one = word.strip_suffix('s');
        let lengths = of(word) | one.map_or(0, of);
        lengths | one.and_then(|one| one.strip_suffix('e')).map_or(0, of)
    }

    /// The value of a phrase, which is given in its normal form.
    fn value(&self, normal: &str) -> Option<&T> {
        let several = || {
            let one = normal.strip_suffix('s')?;
            self.known.get(one).or_else(|| self.known.get(one.strip_suffix('e')?))
        };
        let found = self.known.get(normal);
        if self.likeness == Likeness::Exact { found } else { found.or_else(several) }
    }

    fn normal(&self, text: &str) -> String {
        let mut normal = String::new();
        self.normalize(text, &mut normal);
        normal
    }

    /// Writes a text in its normal form, which is the same for phrases that count as equal.
    fn normalize(&self, text: &str, normal: &mut String) {
        normal.clear();
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
pub(crate) fn words(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / 4);
    let mut start = None;
    let mut at = 0;
    while at < bytes.len() {
        let (is_letter, length) = match KINDS[usize::from(bytes[at])] {
            ByteKind::Letter => (true, 1),
            ByteKind::Sign => (false, 1),
            ByteKind::Beyond => {
                let c = text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
                (c.is_alphanumeric(), c.len_utf8())
            }
        };
        if is_letter != start.is_some() {
            match start.take() {
                Some(start) => words.push(start..at),
                None => start = Some(at),
            }
        }
        at += length;
    }
    words.extend(start.map(|start| start..at));
    words
}

/// What a byte of a text says about the character that begins there.
#[derive(Clone, Copy)]
enum ByteKind {
    /// A letter or digit of ASCII.
    Letter,
    /// Any other character of ASCII.
    Sign,
    /// A character beyond ASCII.
    Beyond,
}

const KINDS: [ByteKind; 256] = {
    let mut kinds = [ByteKind::Beyond; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = if byte.is_ascii_alphanumeric() { ByteKind::Letter } else { ByteKind::Sign };
        byte += 1;
    }
    kinds
};

/// A set of words that may have one too many, a bit for each hash, so that most words of a text are passed over without a look at their
/// letters. Capitals and lowercase letters count as the same: with `CSP` known, `csp` may be.
#[derive(Debug, Clone)]
struct WordSet(Box<[u64; 512]>);

impl Default for WordSet {
    fn default() -> Self {
        Self(Box::new([0; 512]))
    }
}

impl WordSet {
    /// Adds a word, and several of it.
    fn add(&mut self, word: &str) {
        for ending in ["", "s", "es"] {
            if let Some(at) = Self::place(format!("{word}{ending}").as_bytes()) {
                self.0[at / 64] |= 1 << (at % 64);
            }
        }
    }

    fn may_have(&self, word: &[u8]) -> bool {
        Self::place(word).is_none_or(|at| self.0[at / 64] & (1 << (at % 64)) != 0)
    }

    /// Fifteen bits of a hash; `None` where a byte isn't ASCII, whose lowercase letters are other bytes.
    fn place(word: &[u8]) -> Option<usize> {
        let mut hash: u32 = 0;
        for byte in word {
            if !byte.is_ascii() {
                return None;
            }
            // The bit in which a capital differs from its small letter.
            hash = (hash.rotate_left(5) ^ u32::from(byte | 0x20)).wrapping_mul(0x9e37_79b9);
        }
        Some((hash >> 17) as usize)
    }
}

/// Whether the text at `range` is not a part of a longer name, such as `CSP-JI` or `2.31`.
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
