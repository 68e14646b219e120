//! How hard the policies read: the grade of school that the Flesch-Kincaid formula gives, on average and of the three
//! hardest. Staff read policies at the end of long days, and Members may ask for one. It is a note for the whole
//! handbook and never more: the formula counts the length of sentences and words, not whether they are clear.
//!
//! The formula: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975). It was made for
//! English, and for passages of a hundred words or more. What is read here is paragraphs and lists; headings and tables
//! aren't sentences.

use rustc_hash::FxHashMap;

use super::texts::ProseLine;
use super::{Context, ReadText, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Handbook;
use crate::model::passages::Role;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ReadingGrade, look };

/// A shorter text has no grade.
const PASSAGE: usize = 100;
/// How many of the hardest are named.
const HARDEST: usize = 3;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_text = |ReadText { text, facts }: &ReadText<'_>| {
        let counts = facts.counts.filter(|counts| text.is_shown && counts.words >= PASSAGE)?;
        Some((counts.grade(), text.title.to_owned()))
    };
    let mut graded: Vec<(f64, String)> = context.texts.iter().filter_map(of_text).collect();
    if graded.is_empty() {
        return Vec::new();
    }
    let average = graded.iter().map(|(grade, _)| grade).sum::<f64>() / number(graded.len());
    graded.sort_by(|a, b| b.0.total_cmp(&a.0));
    let hardest: Vec<String> =
        graded.iter().take(HARDEST).map(|(grade, title)| format!("{title} ({grade:.1})")).collect();
    let message =
        format!("the policies read at grade {average:.1} on average; hardest: {}", hardest.join(", "));
    vec![
        Diagnostic::new(RULE.code, context.handbook_file, message)
            .hint("shorter sentences and plainer words make it easier; the grade (Flesch-Kincaid) is a hint, not a rule"),
    ]
}

pub(super) fn is_english(handbook: &Handbook) -> bool {
    handbook.language.language() == "en"
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ReadingCounts {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl ReadingCounts {
    fn grade(&self) -> f64 {
        let words = number(self.words);
        0.39 * words / number(self.sentences.max(1)) + 11.8 * number(self.syllables) / words.max(1.0) - 15.59
    }

    pub(super) fn of_prose(prose: &[ProseLine<'_, '_>], known: &mut SpokenWords) -> Self {
        let mut counts = Self::default();
        let paragraphs = prose.iter().filter(|line| line.passage.role == Role::Paragraph);
        paragraphs.for_each(|paragraph| counts.text(&paragraph.words.text, known));
        counts
    }

    /// Counts a text, at whose end a sentence ends.
    fn text(&mut self, text: &str, known: &mut SpokenWords) {
        let mut open = false;
        for word in text.split_whitespace() {
            let word = known.of(word);
            if word.syllables > 0 {
                self.words += 1;
                self.syllables += word.syllables;
                open = true;
            }
            if open && word.ends_sentence {
                self.sentences += 1;
                open = false;
            }
        }
        self.sentences += usize::from(open);
    }
}

/// The words that were met, with the signs around them: a handbook says the same few thousand words again and again.
#[derive(Default)]
pub(super) struct SpokenWords(FxHashMap<String, SpokenWord>);

#[derive(Clone, Copy)]
struct SpokenWord {
    /// 0 of what has neither letters nor digits.
    syllables: usize,
    ends_sentence: bool,
}

impl SpokenWords {
    fn of(&mut self, word: &str) -> SpokenWord {
        if let Some(known) = self.0.get(word) {
            return *known;
        }
        let syllables = if word.contains(char::is_alphanumeric) { spoken(word) } else { 0 };
        let spoken = SpokenWord { syllables, ends_sentence: ends_sentence(word) };
        self.0.insert(word.to_owned(), spoken);
        spoken
    }
}

/// The syllables of a word with its dashes: of `24-hour` those of both parts.
fn spoken(word: &str) -> usize {
    let mut letters = Vec::new();
    let mut count = 0;
    for c in word.chars() {
        if matches!(c, '-' | '–' | '—' | '/') {
            count += syllables(&letters);
            letters.clear();
        } else if c.is_ascii_alphabetic() {
            letters.push(to_byte(c.to_ascii_lowercase()));
        } else if !c.is_ascii() && c.is_alphabetic() {
            letters.extend(c.to_lowercase().map(to_byte));
        }
    }
    count + syllables(&letters)
}

/// A small letter in one byte: no rule about syllables tells the letters beyond ASCII apart but by their being vowels.
fn to_byte(letter: char) -> u8 {
    match u8::try_from(letter) {
        Ok(byte) if byte.is_ascii() => byte,
        _ if OTHER_VOWELS.contains(letter) => OTHER_VOWEL,
        _ => OTHER_CONSONANT,
    }
}

/// Whether a sentence ends after a word: at `.`, `!`, `?` or a colon, even with quotation marks or brackets after it.
fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '”', '’', ')', ']', '\'']);
    // "9 a.m. to 5" goes on.
    word.ends_with(['.', '!', '?', ':']) && !word.ends_with("a.m.") && !word.ends_with("p.m.")
}

/// Vowels that are spoken apart: be-ing, cre-ate, i-de-a, so-ci-e-ty.
const APART: [&str; 18] = [
    "ia", "iu", "eo", "io", "uou", "eing", "ying", "uing", "iet", "ience", "creat", "ual", "uat", "uar",
    "oing", "oer", "coor", "clie",
];
/// Vowels that look like those and are spoken as one: na-tion, so-cial.
const AS_ONE: [&str; 17] = [
    "tia", "cia", "tion", "sion", "gion", "cion", "tious", "cious", "gious", "xious", "qua", "gua", "geo",
    "people", "sua", "ques", "sia",
];
/// A silent e before an ending: man-age-ment, home-less.
const SILENT_WITHIN: [&str; 4] = ["ement", "eless", "eness", "eful"];

const OTHER_VOWELS: &str = "áéíóúàèìòùâêîôûäëïöü";
const OTHER_VOWEL: u8 = 0x80;
const OTHER_CONSONANT: u8 = 0x81;

/// The syllables of a word, given in small letters: its runs of vowels, without a silent e, with what is spoken apart. Of the running
/// words of the handbook's policies that are in the CMU Pronouncing Dictionary, it counts 97 in 100 as that does. A number, or an
/// acronym without vowels, counts as one.
fn syllables(word: &[u8]) -> usize {
    let mut count = 0;
    let mut before = false;
    for &letter in word {
        let vowel = is_vowel(letter);
        count += usize::from(vowel && !before);
        before = vowel;
    }
    count += usize::from(is_spoken_apart(word));
    let within = SILENT_WITHIN.iter().any(|part| {
        let at = find(part, word).filter(|at| *at > 0);
        at.is_some_and(|at| !matches!(word[at - 1], b'l' | b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
    });
    count.saturating_sub(usize::from(within) + usize::from(ends_silently(word))).max(1)
}

/// Whether it has vowels that are spoken apart: "mediator", and not "nation", of which the `tion` is taken out first.
fn is_spoken_apart(word: &[u8]) -> bool {
    let has_any = |word: &[u8]| APART.iter().any(|part| find(part, word).is_some());
    if !has_any(word) {
        return false;
    }
    let mut word = word.to_vec();
    for part in AS_ONE {
        while let Some(at) = find(part, &word) {
            word.splice(at..at + part.len(), [b'_']);
        }
    }
    has_any(&word)
}

fn find(part: &str, word: &[u8]) -> Option<usize> {
    let part = part.as_bytes();
    // Most windows begin with another letter.
    word.windows(part.len()).position(|window| window[0] == part[0] && window == part)
}

/// Whether the e at the end of a word is silent, by itself or before d or s: "make", "worked", "goes", and not "table",
/// "needed", "houses".
fn ends_silently(word: &[u8]) -> bool {
    if !matches!(word.last(), Some(b'e' | b'd' | b's')) {
        return false;
    }
    let consonant = |back: usize| {
        let at = word.len().checked_sub(back + 1);
        at.and_then(|at| word.get(at)).is_some_and(|letter| !is_vowel(*letter))
    };
    let ends = |ending: &str| word.len() > ending.len() + 1 && word.ends_with(ending.as_bytes());
    if ends("le") {
        !consonant(2)
    } else if ends("e") {
        consonant(1)
    } else if ends("ed") {
        let spoken = ends("ted") || ends("ded") || (ends("led") && consonant(3));
        consonant(2) && !spoken
    } else if ends("es") {
        let hisses = ["ses", "zes", "ces", "ges", "xes", "ches", "shes"];
        let spoken = hisses.into_iter().any(ends) || (ends("les") && consonant(3));
        consonant(2) && !spoken
    } else {
        false
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | OTHER_VOWEL)
}

/// Counts of words are far below 2^52.
#[allow(clippy::cast_precision_loss)]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> ReadingCounts {
        let mut counts = ReadingCounts::default();
        counts.text(text, &mut SpokenWords::default());
        counts
    }

    #[test]
    fn the_syllables_of_common_words_are_counted() {
        for (expected, words) in [
            (1, "the we need plan goals worked asked moved make makes CSP 30 lives school whole through"),
            (
                2,
                "needed houses table being after client written voices changes people being homeless 24-hour",
            ),
            (3, "policy agency referral assessment management requirement"),
            (4, "community eligible supervisor coordinate society January"),
            (5, "organization communicated coordination"),
        ] {
            let syllables = |word: &str| counts(word).syllables;
            let wrong: Vec<(&str, usize)> = words
                .split(' ')
                .map(|word| (word, syllables(word)))
                .filter(|(_, counted)| *counted != expected)
                .collect();
            assert_eq!(wrong, [], "{expected}");
        }
    }

    #[test]
    fn a_known_text_has_its_known_grade() {
        // 16 words and 23 syllables, as Wikipedia's article on the Flesch-Kincaid tests counts them.
        let known =
            counts("This sentence, taken as a reading passage unto itself, is being used to prove a point.");
        assert_eq!(known, ReadingCounts { sentences: 1, words: 16, syllables: 23 });
        assert!((known.grade() - 7.61).abs() < 0.01, "{}", known.grade());
        // Lincoln at Gettysburg, the second part: 97 syllables by the CMU Pronouncing Dictionary.
        let lincoln = counts(GETTYSBURG);
        assert_eq!((lincoln.sentences, lincoln.words), (4, 72));
        assert!((95..=99).contains(&lincoln.syllables), "{}", lincoln.syllables);
    }

    const GETTYSBURG: &str = "Now we are engaged in a great civil war, testing whether that nation, or any nation so \
         conceived and so dedicated, can long endure. We are met on a great battle-field of that war. We have come to \
         dedicate a portion of that field, as a final resting place for those who here gave their lives that that \
         nation might live. It is altogether fitting and proper that we should do this.";

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        for (text, sentences) in [
            ("We call. They come!", 2),
            ("From 9 a.m. to 5 p.m. we are open", 1),
            ("“Is it so?” she asked.", 2),
            ("Bring these: a pen", 2),
            ("... – !", 0),
            ("", 0),
        ] {
            assert_eq!(counts(text).sentences, sentences, "{text}");
        }
    }
}
