//! How hard the policies read: the grade of school that the Flesch-Kincaid formula gives, on average and of the three
//! hardest. Staff read policies at the end of long days, and Members may ask for one. It is a note for the whole
//! handbook and never more: the formula counts the length of sentences and words, not whether they are clear.
//!
//! The formula: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975). It was made for
//! English, and for passages of a hundred words or more. What is read here is paragraphs and lists; headings and tables
//! are no sentences.

use rayon::prelude::*;

use super::texts::words;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::memo::Key;
use crate::model::passages::Role;

pub const RULE: Rule = Rule { code: FindingCode::ReadingGrade, look };

/// A shorter text has no grade.
const PASSAGE: usize = 100;
/// How many of the hardest are named.
const HARDEST: usize = 3;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    if handbook.language.language() != "en" {
        return Vec::new();
    }
    let mut graded: Vec<(f64, &str)> = handbook
        .policies
        .par_iter()
        .filter_map(|policy| {
            let counts = context.memo.get(Key::of(&(RULE.code, policy.current.key)), || {
                let mut counts = Counts::default();
                let passages = policy.current.passages();
                let paragraphs = passages.iter().filter(|passage| passage.role == Role::Paragraph);
                paragraphs.for_each(|paragraph| counts.text(&words(paragraph)));
                counts
            });
            let grade = (counts.words >= PASSAGE).then(|| counts.grade())?;
            Some((grade, policy.current.header.title.as_str()))
        })
        .collect();
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

/// What the formula counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Counts {
    fn grade(&self) -> f64 {
        let words = number(self.words);
        0.39 * words / number(self.sentences.max(1)) + 11.8 * number(self.syllables) / words.max(1.0) - 15.59
    }

    /// Counts a text, at whose end a sentence ends.
    fn text(&mut self, text: &str) {
        let mut open = false;
        for word in text.split_whitespace() {
            let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            if !letters.is_empty() {
                self.words += 1;
                self.syllables += word.split(['-', '–', '—', '/']).map(syllables).sum::<usize>().max(1);
                open = true;
            }
            if open && ends_sentence(word) {
                self.sentences += 1;
                open = false;
            }
        }
        self.sentences += usize::from(open);
    }
}

/// Whether a sentence ends behind a word: at `.`, `!`, `?` or a colon, whatever closes behind it.
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

/// The syllables of a word: its runs of vowels, without a silent e, with what is spoken apart. Of the running words of the
/// handbook's policies that stand in the CMU Pronouncing Dictionary, it counts 97 in 100 as that does. A number, or an
/// acronym without vowels, counts as one.
fn syllables(word: &str) -> usize {
    let word: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let letters: Vec<char> = word.chars().collect();
    let mut count = 0;
    let mut before = false;
    for &letter in &letters {
        count += usize::from(is_vowel(letter) && !before);
        before = is_vowel(letter);
    }
    let without = AS_ONE.iter().fold(word.clone(), |word, part| word.replace(part, "_"));
    count += usize::from(APART.iter().any(|part| without.contains(part)));
    let within = SILENT_WITHIN.iter().any(|part| {
        let at = word.find(part).filter(|at| *at > 0);
        at.is_some_and(|at| !word[..at].ends_with(['l', 'a', 'e', 'i', 'o', 'u', 'y']))
    });
    count.saturating_sub(usize::from(within) + usize::from(ends_silently(&word, &letters))).max(1)
}

/// Whether the e at the end of a word is silent, by itself or before d or s: "make", "worked", "goes", and not "table",
/// "needed", "houses".
fn ends_silently(word: &str, letters: &[char]) -> bool {
    let consonant = |back: usize| {
        let at = letters.len().checked_sub(back + 1);
        at.and_then(|at| letters.get(at)).is_some_and(|letter| !is_vowel(*letter))
    };
    let ends = |ending: &str| letters.len() > ending.len() + 1 && word.ends_with(ending);
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

fn is_vowel(letter: char) -> bool {
    "aeiouyáéíóúàèìòùâêîôûäëïöü".contains(letter)
}

/// Counts of words are far below 2^52.
#[allow(clippy::cast_precision_loss)]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> Counts {
        let mut counts = Counts::default();
        counts.text(text);
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
        assert_eq!(known, Counts { sentences: 1, words: 16, syllables: 23 });
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
