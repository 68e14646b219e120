//! The words of a text as they are looked up. `site/matching.js` reads a query in the same way.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Page, Weight};

/// What counts as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// One with a hyphen, a point or a stroke within it, such as `CSP-JI`, is a word, and each part of two letters or more another.
    AndParts,
    /// Only the whole: the parts of an id such as `components/6/4/3` say nothing.
    Whole,
}

/// Calls `visit` with each word: in lowercase letters, without accents.
pub fn each_word(text: &str, joined: Joined, visit: &mut dyn FnMut(&str)) {
    let mut word = String::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_letter(c) {
            start.get_or_insert(at);
        } else if let Some(from) = start
            && !(joins(c) && chars.peek().is_some_and(|(_, next)| is_letter(*next)))
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
    c.is_alphanumeric() || is_combining_mark(c)
}

fn joins(c: char) -> bool {
    matches!(c, '.' | '-' | '/' | '\'' | '’' | '\u{2011}')
}

fn visit_parts(word: &str, joined: Joined, visit: &mut dyn FnMut(&str)) {
    if !word.is_empty() {
        visit(word);
    }
    if joined == Joined::AndParts && word.contains(['.', '-', '/']) {
        word.split(['.', '-', '/']).filter(|part| part.chars().nth(1).is_some()).for_each(visit);
    }
}

/// `Member’s` is `member`, `José` is `jose`.
fn fold(written: &str, into: &mut String) {
    into.clear();
    if written.is_ascii() {
        into.push_str(written);
        into.make_ascii_lowercase();
    } else {
        for c in written.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)) {
            match c {
                '’' => into.push('\''),
                '\u{2011}' => into.push('-'),
                'đ' | 'ð' => into.push('d'),
                'ł' => into.push('l'),
                'ø' => into.push('o'),
                'ı' => into.push('i'),
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
    into.retain(|c| c != '\'');
}

/// The words of a page, in alphabetical order, each with the positions of its places.
pub fn of_page(page: &Page) -> Vec<(String, Vec<(usize, Weight)>)> {
    let mut words: HashMap<String, Vec<(usize, Weight)>> = HashMap::new();
    for (at, place) in page.places.iter().enumerate() {
        let of_page = if at == 0 { "" } else { page.title.as_str() };
        let texts = [
            (place.title.as_str(), Weight::Title, Joined::AndParts),
            (place.names.as_str(), Weight::Name, Joined::Whole),
            (of_page, Weight::Name, Joined::AndParts),
            (place.text.as_str(), Weight::Text, Joined::AndParts),
        ];
        for (text, weight, joined) in texts {
            each_word(text, joined, &mut |word| {
                let Some(places) = words.get_mut(word) else {
                    words.insert(word.to_owned(), vec![(at, weight)]);
                    return;
                };
                match places.last_mut() {
                    Some((last, known)) if *last == at => {
                        let again = if weight == Weight::Text { Weight::Often } else { weight };
                        *known = again.max(*known);
                    }
                    _ => places.push((at, weight)),
                }
            });
        }
    }
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::{Joined, each_word};

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, Joined::AndParts, &mut |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn accents_capitals_and_apostrophes_are_nothing_to_look_for() {
        assert_eq!(words("José’s Nguyễn, ŁÓDŹ Straße"), ["jose", "nguyen", "lodz", "strasse"]);
        assert_eq!(words("The Member's, Members’ don’t"), ["the", "member", "members", "dont"]);
        assert_eq!(words("Jose\u{301}"), ["jose"]);
    }

    #[test]
    fn a_joined_word_is_found_whole_and_in_parts() {
        assert_eq!(words("CSP-JI, and/or."), ["csp-ji", "csp", "ji", "and/or", "and", "or"]);
        assert_eq!(words("(3418.2/a)"), ["3418.2/a", "3418"]);
        assert_eq!(words("P-12"), ["p-12", "12"]);
        assert_eq!(words("components/6/4/3"), ["components/6/4/3", "components"]);
        assert_eq!(words("[@payer/items/1] -a- ..."), ["payer/items/1", "payer", "items", "a"]);
    }

    #[test]
    fn of_an_id_only_the_whole_is_a_word() {
        let mut words = Vec::new();
        each_word("CSP-02 components/6/4/3", Joined::Whole, &mut |word| words.push(word.to_owned()));
        assert_eq!(words, ["csp-02", "components/6/4/3"]);
    }

    #[test]
    fn nothing_is_no_word() {
        assert!(words(" …—'\u{301} ").is_empty());
    }
}
