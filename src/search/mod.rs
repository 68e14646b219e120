//! What the search box finds: one script with every word and its places, and some with the texts of pages.
//!
//! ```text
//! places  Pages          → pages with their places   what can be found
//! read    a page         → its words, its text       each page for itself, at once
//! index   all of them    → search/index.js           which word is where
//! shelf   a few of them  → search/texts/5.js         their texts, for excerpts
//! ```
//!
//! Which shelf a page is on depends on its address and on how many pages there are, roughly: a page that comes or goes changes one
//! shelf, not all. A file for each page would take as long to create as everything else in a build.
//!
//! The files are scripts, which call `handbookSearch` of `site/matching.js`, and `code` keeps them small; why is in
//! `docs/decisions/own-search-index.md`.

mod code;
pub mod index;
pub mod places;
mod words;

use rayon::prelude::*;

use crate::output::Outputs;
use crate::view::{Pages, address};
pub use index::{QueryWords, index};
pub use places::{Page, PageLanguage, SearchKind, SearchPlace, places};

pub(crate) use words::PageWords;

/// The files that the search box reads.
#[must_use]
pub fn render(pages: &Pages<'_>) -> Outputs {
    let read: Vec<ReadPage> = places(pages).into_par_iter().map(ReadPage::new).collect();
    let mut outputs = Outputs::default();
    let words = &pages.shell.words.search;
    let asked = QueryWords { small_words: &words.small_words, endings: &words.endings };
    outputs.insert(address::SEARCH_INDEX, index(&read, pages.guide.terms, &asked).into_bytes());
    let count = read.len();
    let mut shelves = vec![String::new(); shelves(count)];
    for page in read {
        shelves[shelf(&page.url, count)].push_str(&page.texts);
    }
    for (shelf, texts) in shelves.into_iter().enumerate().filter(|(_, texts)| !texts.is_empty()) {
        outputs.insert(address::search_texts(shelf), texts.into_bytes());
    }
    outputs
}

/// How many pages share a file of texts, on average. A browser fetches those of the first results: eight pages are some 60 kB.
const PAGES_ON_A_SHELF: usize = 8;

/// How many shelves that many pages need. Powers of two: it seldom changes when a page comes or goes.
fn shelves(pages: usize) -> usize {
    pages.div_ceil(PAGES_ON_A_SHELF).next_power_of_two()
}

/// The shelf of the page at `url`, of a site with that many pages.
#[must_use]
pub fn shelf(url: &str, pages: usize) -> usize {
    // FNV-1a: few addresses share a shelf that needn't, and it is the same on every computer.
    let hash =
        url.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize & (shelves(pages) - 1)
}

/// How much a word says of its place: the higher, the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is in the text once.
    Text,
    /// It is in the text again and again.
    Often,
    /// It is in the title of the page, in a number, an id or a figure.
    Name,
    /// It is in the title of the place.
    Title,
}

/// A page that was read. It depends on nothing but the page.
#[derive(Debug)]
pub struct ReadPage {
    pub url: String,
    pub(crate) title: String,
    /// Its language, where it isn't the handbook's.
    pub(crate) language: Option<PageLanguage>,
    /// Its places, without their text.
    pub places: Vec<SearchPlace>,
    /// Every word with its places.
    pub words: PageWords,
    /// The script with the text of its places.
    pub texts: String,
}

impl ReadPage {
    #[must_use]
    pub fn new(page: Page) -> Self {
        let words = words::of_page(&page);
        let texts = index::texts(&page);
        let mut places = page.places;
        for place in &mut places {
            place.text = String::new();
        }
        Self { url: page.url, title: page.title, language: page.language, places, words, texts }
    }
}
