//! Words, sentences with gaps, and sentences for a count.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Write};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words that are the same wherever they are used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word(Arc<str>);

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<&str> for Word {
    fn from(words: &str) -> Self {
        Self(words.into())
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|words| Self(words.into()))
    }
}

/// Words with gaps: `Page {page} of {pages}`.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Sentence(Word);

impl Sentence {
    pub(crate) fn pieces(&self) -> Vec<SentencePiece<'_>> {
        pieces(&self.0)
    }

    /// The words with each gap that `values` names filled in.
    pub(crate) fn fill(&self, values: &[(&str, &dyn Display)]) -> String {
        let mut filled = String::new();
        for piece in pieces(&self.0) {
            // Writing to a string cannot fail.
            let _ = match piece {
                SentencePiece::Words(words) => filled.write_str(words),
                SentencePiece::Gap(name) => match values.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => write!(filled, "{value}"),
                    None => write!(filled, "{{{name}}}"),
                },
            };
        }
        filled
    }
}

/// A sentence for one, and one for every other count.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    one: Sentence,
    other: Sentence,
}

impl Counted {
    pub(crate) fn fill(&self, count: usize) -> String {
        self.of(count).fill(&[("count", &count)])
    }

    fn of(&self, count: usize) -> &Sentence {
        if count == 1 { &self.one } else { &self.other }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SentencePiece<'a> {
    Words(&'a str),
    Gap(&'a str),
}

/// The parts of a sentence: `Page {page} of {pages}` is `Page `, the gap `page`, ` of `, the gap `pages`.
pub(crate) fn pieces(sentence: &str) -> Vec<SentencePiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((before, name, after)) = next_gap(rest) {
        if !before.is_empty() {
            pieces.push(SentencePiece::Words(before));
        }
        pieces.push(SentencePiece::Gap(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(SentencePiece::Words(rest));
    }
    pieces
}

fn next_gap(text: &str) -> Option<(&str, &str, &str)> {
    for (open, _) in text.match_indices('{') {
        let inside = &text[open + 1..];
        let end = inside.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(inside.len());
        if end > 0 && inside[end..].starts_with('}') {
            return Some((&text[..open], &inside[..end], &inside[end + 1..]));
        }
    }
    None
}

/// The names of the gaps of a sentence, and of where its links lead.
pub(super) fn gaps(sentence: &str) -> BTreeSet<&str> {
    let gaps = pieces(sentence).into_iter().filter_map(|piece| match piece {
        SentencePiece::Gap(name) => Some(name),
        SentencePiece::Words(_) => None,
    });
    let links = sentence.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    gaps.chain(links).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(words: &str) -> Sentence {
        Sentence(words.into())
    }

    #[test]
    fn gaps_are_filled_in_wherever_a_language_has_them() {
        let values: [(&str, &dyn Display); 2] = [("day", &1), ("month", &"junio")];
        assert_eq!(sentence("{day} de {month}").fill(&values), "1 de junio");
        assert_eq!(sentence("{month} {day}").fill(&values), "junio 1");
        assert_eq!(sentence("{Month} {} {year}").fill(&values), "{Month} {} {year}");
    }

    #[test]
    fn what_is_filled_in_is_not_looked_at_again() {
        assert_eq!(sentence("{a}{b}").fill(&[("a", &"{b}"), ("b", &"x")]), "{b}x");
    }

    #[test]
    fn one_is_counted_apart() {
        let days = Counted { one: sentence("one day"), other: sentence("{count} days") };
        assert_eq!([0, 1, 2].map(|count| days.fill(count)), ["0 days", "one day", "2 days"]);
    }

    #[test]
    fn a_link_is_a_gap_too() {
        assert_eq!(gaps("{a} [b](c) (d)"), ["a", "c"].into());
    }
}
