//! The words of a text as they are looked up. `site/matching.js` reads a query in the same way: `tests/search/words.json`
//! has examples that both must agree with.

use rustc_hash::FxHashMap;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::{Page, Weight};

/// What counts as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joined {
    /// One with a hyphen, a point or a stroke within it, such as `CSP-JI`, is a word, and each part of two letters or more another.
    AndParts,
    /// Only the whole: the parts of an id such as `components/6/4/3` say nothing.
    Whole,
}

/// Calls `visit` with each word: in lowercase letters, without accents.
pub(crate) fn each_word(text: &str, joined: Joined, visit: &mut dyn FnMut(&str)) {
    let mut word = String::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if is_letter(c) {
            start.get_or_insert(at);
        } else if let Some(from) = start
            && !goes_on(text, at, c)
        {
            fold(&text[from..at], &mut word);
            visit_parts(&word, joined, visit);
            start = None;
        }
    }
    if let Some(from) = start {
        fold(&text[from..], &mut word);
        visit_parts(&word, joined, visit);
    }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// Whether the word before `at` goes on after `c`, which is not a letter.
fn goes_on(text: &str, at: usize, c: char) -> bool {
    let after = &text[at + c.len_utf8()..];
    match c {
        ' ' | '\n' => false,
        ',' => text[..at].ends_with(|c: char| c.is_ascii_digit()) && begins_with_thousand(after),
        '\u{200b}' => !text[..at].ends_with(is_written_without_spaces),
        c if is_invisible(c) => true,
        c => joins(c) && after.trim_start_matches(is_invisible).starts_with(is_letter),
    }
}

fn joins(c: char) -> bool {
    matches!(c, '.' | '-' | '/' | '\u{2010}' | '\u{2011}') || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '`' | '´' | 'ʼ' | 'ʻ')
}

/// Soft hyphens, and what joins or separates letters without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Thai, Lao, Burmese, Khmer: there a space of no width is between words.
fn is_written_without_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// `000` and no fourth digit.
fn begins_with_thousand(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).take(4).count() == 3
}

fn visit_parts(word: &str, joined: Joined, visit: &mut dyn FnMut(&str)) {
    if !word.is_empty() {
        visit(word);
    }
    if joined == Joined::AndParts && word.bytes().any(|byte| matches!(byte, b'.' | b'-' | b'/')) {
        word.split(['.', '-', '/']).filter(|part| part.chars().nth(1).is_some()).for_each(visit);
    }
}

/// `Member’s` is `member`, `José` is `jose`, `oﬃce` is `office`, `1,000` is `1000`.
fn fold(written: &str, into: &mut String) {
    into.clear();
    if written.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        into.push_str(written);
        into.make_ascii_lowercase();
        return;
    }
    if written.is_ascii() {
        into.extend(written.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() }));
    } else {
        let mut plain = String::new();
        for c in written.chars().filter(|c| !is_invisible(*c)) {
            match c {
                c if is_apostrophe(c) => plain.push('\''),
                c if is_fraction(c) => plain.push(c),
                c => decompose_compatible(c, |part| plain.push(part)),
            }
        }
        for c in plain.to_lowercase().chars().filter(|c| !is_combining_mark(*c)) {
            match c {
                '\u{2010}' | '\u{2011}' => into.push('-'),
                'đ' | 'ð' => into.push('d'),
                'ł' => into.push('l'),
                'ø' => into.push('o'),
                'ı' => into.push('i'),
                'ς' => into.push('σ'),
                'ß' => into.push_str("ss"),
                'æ' => into.push_str("ae"),
                'œ' => into.push_str("oe"),
                c => into.push(c),
            }
        }
    }
    if into.ends_with("'s") {
        into.truncate(into.len() - 2);
    }
    into.retain(|c| !matches!(c, '\'' | ','));
}

/// `½`; in parts it would be `1⁄2`, and 1½ would be 11⁄2.
fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅞' | '↉')
}

/// The words of a page, in alphabetical order, each with its places. There are hundreds on each of thousands of pages, so they are kept in
/// one text and one list.
#[derive(Debug, Default)]
pub struct PageWords {
    letters: String,
    places: Vec<(u32, Weight)>,
    /// Where the letters and the places of each word end.
    ends: Vec<(u32, u32)>,
}

impl PageWords {
    /// Each word, with the positions of its places.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[(u32, Weight)])> {
        let starts = std::iter::once(&(0, 0)).chain(&self.ends);
        starts.zip(&self.ends).map(|((letters, places), (letters_end, places_end))| {
            let word = &self.letters[*letters as usize..*letters_end as usize];
            (word, &self.places[*places as usize..*places_end as usize])
        })
    }
}

pub(crate) fn of_page(page: &Page) -> PageWords {
    let mut found = Occurrences::default();
    for (at, place) in page.places.iter().enumerate() {
        let of_page = if at == 0 { "" } else { page.title.as_str() };
        let texts = [
            (place.title.as_str(), Weight::Title, Joined::AndParts),
            (place.names.as_str(), Weight::Name, Joined::Whole),
            (of_page, Weight::Name, Joined::AndParts),
            (place.text.as_str(), Weight::Text, Joined::AndParts),
        ];
        for (text, weight, joined) in texts {
            each_word(text, joined, &mut |word| found.add(word, to_u32(at), weight));
        }
    }
    found.into_words()
}

/// The words of a page as they come.
#[derive(Default)]
struct Occurrences {
    numbers: FxHashMap<String, u32>,
    /// Number of a word, and a place where it is; of each word in the order of the places.
    places: Vec<(u32, u32, Weight)>,
    /// Where among those the last place of each word is.
    last: Vec<usize>,
}

impl Occurrences {
    fn add(&mut self, word: &str, at: u32, weight: Weight) {
        let Some(number) = self.numbers.get(word).copied() else {
            let number = to_u32(self.last.len());
            self.numbers.insert(word.to_owned(), number);
            self.last.push(self.places.len());
            self.places.push((number, at, weight));
            return;
        };
        let last = &mut self.last[number as usize];
        match &mut self.places[*last] {
            (_, known_at, known) if *known_at == at => {
                let again = if weight == Weight::Text { Weight::Often } else { weight };
                *known = again.max(*known);
            }
            _ => {
                *last = self.places.len();
                self.places.push((number, at, weight));
            }
        }
    }

    fn into_words(self) -> PageWords {
        let Self { numbers, mut places, last } = self;
        let mut sorted: Vec<(String, u32)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut rank = vec![0; last.len()];
        sorted.iter().enumerate().for_each(|(at, (_, number))| rank[*number as usize] = at);
        places.sort_by_key(|(number, ..)| rank[*number as usize]);
        let mut words = PageWords::default();
        let mut counts = places.chunk_by(|one, next| one.0 == next.0).map(<[_]>::len);
        for (word, _) in &sorted {
            words.letters.push_str(word);
            let end = words.ends.last().map_or(0, |(_, places)| *places) + to_u32(counts.next().unwrap_or(0));
            words.ends.push((to_u32(words.letters.len()), end));
        }
        words.places = places.iter().map(|(_, at, weight)| (*at, *weight)).collect();
        words
    }
}

/// No page has as many letters as that.
fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Joined, each_word};

    #[derive(Deserialize)]
    struct Examples {
        words: Vec<WordExample>,
        queries: Vec<QueryExample>,
    }

    #[derive(Deserialize)]
    struct WordExample {
        rule: String,
        text: String,
        words: Vec<String>,
    }

    #[derive(Deserialize)]
    struct QueryExample {
        typed: String,
        text: String,
    }

    /// What `tests/browser/words.test.mjs` reads, too.
    fn examples() -> Examples {
        serde_json::from_str(include_str!("../../tests/search/words.json")).unwrap()
    }

    fn words(text: &str, joined: Joined) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, joined, &mut |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn the_words_of_a_text_are_those_of_the_shared_examples() {
        for WordExample { rule, text, words: expected } in examples().words {
            assert_eq!(words(&text, Joined::AndParts), expected, "{rule}: {text:?}");
        }
    }

    #[test]
    fn what_is_typed_has_the_words_of_the_text() {
        for QueryExample { typed, text } in examples().queries {
            let known = words(&text, Joined::AndParts);
            for word in words(&typed, Joined::Whole) {
                let mut parts = word.split(['.', '-', '/']);
                let has_all = known.contains(&word) || parts.all(|part| known.iter().any(|one| one == part));
                assert!(has_all, "{word} of {typed:?} in {known:?}");
            }
        }
    }

    #[test]
    fn of_an_id_only_the_whole_is_a_word() {
        assert_eq!(words("CSP-02 components/6/4/3", Joined::Whole), ["csp-02", "components/6/4/3"]);
    }
}
