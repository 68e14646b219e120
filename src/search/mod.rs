//! What the search box finds: one script with every word and its places, and one with the text of each page.
//!
//! ```text
//! places  Pages          → pages with their places   what can be found
//! read    a page         → its words, its text       each page for itself, at once
//! index   all of them    → search/index.js           which word is where
//! ```
//!
//! The files are scripts, which call `handbookSearch` of `site/matching.js`, and `code` keeps them small; why is in
//! `docs/decisions/own-search-index.md`.

mod code;
mod index;
mod places;
mod words;

use rayon::prelude::*;

use crate::output::Outputs;
use crate::view::{Pages, address};
pub use index::index;
pub use places::{Kind, Page, Place, places};
pub use words::{Joined, each_word};

/// The files that the search box reads.
#[must_use]
pub fn render(pages: &Pages<'_>) -> Outputs {
    let read: Vec<Read> = places(pages).into_par_iter().map(Read::new).collect();
    let mut outputs = Outputs::default();
    outputs.insert(address::SEARCH_INDEX, index(&read, pages.guide.terms).into_bytes());
    for page in read {
        outputs.insert(address::search_texts(&page.url), page.texts.into_bytes());
    }
    outputs
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
pub struct Read {
    /// Its address.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// Its places, without their text.
    pub places: Vec<Place>,
    /// Every word, in alphabetical order, with the positions of its places.
    pub words: Vec<(String, Vec<(usize, Weight)>)>,
    /// The script with the text of its places.
    pub texts: String,
}

impl Read {
    /// Reads a page.
    #[must_use]
    pub fn new(page: Page) -> Self {
        let words = words::of_page(&page);
        let texts = index::texts(&page);
        let mut places = page.places;
        for place in &mut places {
            place.text = String::new();
        }
        Self { url: page.url, title: page.title, places, words, texts }
    }
}
