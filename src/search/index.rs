//! The scripts of the search box.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::{Page, PageLanguage, ReadPage, SearchKind, SearchPlace, Weight, code, shelf};
use crate::model::guide::Term;

/// A word that is in more than one place of this many tells little, and beside others a query need not find it. That needs no
/// list of such words in any language.
const COMMON: usize = 4;
/// Of fewer places, no word is said to be common.
const SMALL: usize = 200;

/// How a language asks, each as words with spaces between.
#[derive(Debug, Clone, Copy)]
pub struct QueryWords<'a> {
    /// Words of a question that need not be found.
    pub small_words: &'a str,
    /// Endings without which a word means nearly the same.
    pub endings: &'a str,
}

/// The script with the words of all pages, and with the terms of the glossary that mean the same.
///
/// A handbook whose only page is the policy "Visits" with the section "Safety", whose text is "Call first, safely.", has two places: 0 is
/// the page, 1 the section. Its index is
///
/// ```text
/// handbookSearch.index(["policy","form","field","unit","clause","guide","term","figure"],   the kinds, by number
/// [["policies/visits.html","Visits","00",["Safety",""],0]],                       the pages, see `page`
/// "#call #first #safely 'ty #visits",                                            the words, sorted
/// "%%%%'",                                                                       how many letters of the next string each word has
/// "'''*&)",                                                                      the places of each word, with their weights
/// [],                                                                            the names of terms
/// "a the",                                                                       words that need not be found
/// "s ed");                                                                       endings that need not be found
/// ```
///
/// Numbers are letters (see `code`): `#` is 0, `$` is 1 and so on. `'ty` is "safety": the first 4 letters are those of the word before
/// it. The size of "visits" is `'`, 4: twice the 2 letters of its places, plus 1 if the word is common. Its places are `&)`, 3 and 6: how
/// many places after the last one, times 4, plus the weight. 3 is place 0 as a title; 6 is place 1, by the name of its page.
#[must_use]
pub fn index(pages: &[ReadPage], terms: &[Term], asked: &QueryWords<'_>) -> String {
    let total: usize = pages.iter().map(|page| page.places.len()).sum();
    let mut words: FxHashMap<&str, Postings> = FxHashMap::default();
    let mut before = 0;
    for page in pages {
        for (word, places) in page.words.iter() {
            let places = places.iter().map(|(at, weight)| (before + at, *weight));
            words.entry(word).or_default().extend(places);
        }
        before += u32::try_from(page.places.len()).unwrap_or(u32::MAX);
    }
    let mut words: Vec<(&str, Postings)> = words.into_iter().collect();
    words.sort_unstable_by(|(a, _), (b, _)| in_order(a, b));
    let (mut sizes, mut postings) = (String::new(), String::new());
    for (_, places) in &words {
        let common = total > SMALL && places.len() * COMMON > total;
        let start = postings.len();
        let mut last = 0;
        for (place, weight) in places {
            code::push((place - last) as usize * WEIGHTS + *weight as usize, &mut postings);
            last = *place;
        }
        code::push((postings.len() - start) * 2 + usize::from(common), &mut sizes);
    }
    let words = code::words(words.iter().map(|(word, _)| *word));
    call(
        "index",
        &[
            json!(SearchKind::ALL.map(SearchKind::word)),
            Value::Array(pages.iter().map(|one| page(one, shelf(&one.url, pages.len()))).collect()),
            json!(words),
            json!(sizes),
            json!(postings),
            Value::Array(terms.iter().filter_map(synonyms).collect()),
            json!(asked.small_words),
            json!(asked.endings),
        ],
    )
}

type Postings = Vec<(u32, Weight)>;
const WEIGHTS: usize = 4;

/// As JavaScript compares.
fn in_order(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// Address, title, a digit for the kind of each place; title and anchor of each place after the first, which is the page; and the
/// shelf with its text. Of a translated page also the tag and the name of its language.
fn page(page: &ReadPage, shelf: usize) -> Value {
    let kinds: String = page.places.iter().map(|place| (place.kind as u8).to_string()).collect();
    let place = |place: &SearchPlace| {
        let anchor = if place.anchor == plain_anchor(&place.title) { "" } else { place.anchor.as_str() };
        [json!(place.title), json!(anchor)]
    };
    let places: Vec<Value> = page.places.iter().skip(1).flat_map(place).collect();
    match &page.language {
        None => json!([page.url, page.title, kinds, places, shelf]),
        Some(PageLanguage { tag, name }) => json!([page.url, page.title, kinds, places, shelf, [tag, name]]),
    }
}

/// The anchor that most headings have: no need to keep it.
fn plain_anchor(title: &str) -> String {
    let mut anchor = String::new();
    for c in title.chars().filter(|c| !matches!(c, '\'' | '’')) {
        if c.is_ascii_alphanumeric() {
            anchor.push(c.to_ascii_lowercase());
        } else if !anchor.ends_with('-') {
            anchor.push('-');
        }
    }
    anchor.trim_matches('-').to_owned()
}

/// A term's names, any of which finds the others, and the words to avoid, which find them too.
fn synonyms(term: &Term) -> Option<Value> {
    let names: Vec<&str> =
        [&term.term].into_iter().chain(&term.short).chain(&term.also).map(|name| name.as_str()).collect();
    let not: Vec<&str> = term.not.iter().map(|word| word.as_str()).collect();
    (names.len() > 1 || !not.is_empty()).then(|| json!([names, not]))
}

/// The script with the text of a page's places, by anchor.
pub(crate) fn texts(page: &Page) -> String {
    let texts: serde_json::Map<String, Value> =
        page.places.iter().map(|place| (place.anchor.clone(), json!(place.text))).collect();
    call("texts", &[json!(page.url), Value::Object(texts)])
}

fn call(name: &str, arguments: &[Value]) -> String {
    let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
    format!("handbookSearch.{name}({});\n", arguments.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_one_page_is_the_one_in_the_comment() {
        let place = |title: &str, anchor: &str, text: &str| SearchPlace {
            kind: SearchKind::Policy,
            title: title.to_owned(),
            anchor: anchor.to_owned(),
            names: String::new(),
            text: text.to_owned(),
        };
        let page = Page {
            url: "policies/visits.html".to_owned(),
            title: "Visits".to_owned(),
            language: None,
            places: vec![place("Visits", "", ""), place("Safety", "safety", "Call first, safely.")],
        };
        let expected = concat!(
            "handbookSearch.index([\"policy\",\"form\",\"field\",\"unit\",\"clause\",\"guide\",\"term\",\"figure\"],\n",
            "[[\"policies/visits.html\",\"Visits\",\"00\",[\"Safety\",\"\"],0]],\n",
            "\"#call #first #safely 'ty #visits\",\n",
            "\"%%%%'\",\n",
            "\"'''*&)\",\n",
            "[],\n",
            "\"a the\",\n",
            "\"s ed\");\n",
        );
        assert_eq!(
            index(&[ReadPage::new(page)], &[], &QueryWords { small_words: "a the", endings: "s ed" }),
            expected
        );
    }

    #[test]
    fn most_anchors_are_made_of_the_title() {
        assert_eq!(plain_anchor("What’s due, and when?"), "whats-due-and-when");
        assert_eq!(plain_anchor("¿Qué?"), "qu", "which is not its anchor, so that is kept");
    }

    #[test]
    fn words_are_sorted_as_javascript_compares_them() {
        assert!(in_order("\u{ff21}", "\u{1d400}").is_gt());
        assert!(in_order("intake", "into").is_lt());
    }
}
