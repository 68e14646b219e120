//! How large the search index of a large handbook is, and how long it takes to make.
//!
//! ```text
//! cargo bench --bench search -- 1000 FOLDER
//! ```
//!
//! builds a handbook of 1,000 policies in memory and prints sizes and times; where a folder is named, it writes the site there,
//! for `tests/browser/measure-search.mjs`, which measures the browser's part.

#[path = "../tests/suite/large.rs"]
mod large;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use clausebook::search::{QueryWords, ReadPage, index, places};
use clausebook::world::MemoryWorld;
use clausebook::{pipeline, view};

fn main() {
    // `cargo bench` adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let policies = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let world = large::handbook(policies)
        .into_iter()
        .fold(MemoryWorld::new(jiff::civil::date(2026, 12, 1)), |world, (path, bytes)| {
            world.with(path, bytes)
        });
    let examined = pipeline::examine(&world);
    assert!(!examined.findings.has_errors(), "the large handbook has errors");
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, false);
    let found = best_of(|| places(&pages));
    let one_by_one = best_of(|| places(&pages).into_iter().map(ReadPage::new).collect::<Vec<_>>());
    let read = one_by_one.1;
    let asked = QueryWords { small_words: "a the", endings: "s" };
    let made = best_of(|| index(&read, pages.guide.terms, &asked));
    let whole = best_of(|| clausebook::search::render(&pages));
    let count: usize = read.iter().map(|page| page.places.len()).sum();
    println!("{policies} policies: {} pages with {count} places", read.len());
    println!(
        "places {:?}, read on one core {:?}, index {:?}, all of it {:?}",
        found.0, one_by_one.0, made.0, whole.0
    );
    println!("search/index.js: {} bytes", made.1.len());
    for (name, part) in
        ["kinds", "pages", "words", "sizes", "postings", "synonyms"].iter().zip(made.1.lines())
    {
        println!("  {name}: {}", part.len());
    }
    println!("texts: {} bytes, the largest {}", sum(&read, usize::wrapping_add), sum(&read, usize::max));
    if let Some(folder) = arguments.get(1) {
        let built = pipeline::build_without_pdfs(&world, &|_| {});
        for (path, bytes) in built.outputs.expect("no errors").iter() {
            let path = Path::new(folder).join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is free");
            fs::write(path, bytes).expect("the folder is free");
        }
    }
}

fn best_of<T>(mut make: impl FnMut() -> T) -> (Duration, T) {
    let mut time = || {
        let start = Instant::now();
        let result = make();
        (start.elapsed(), result)
    };
    let mut best = time();
    for _ in 0..4 {
        let again = time();
        if again.0 < best.0 {
            best = again;
        }
    }
    best
}

fn sum(read: &[ReadPage], join: fn(usize, usize) -> usize) -> usize {
    read.iter().map(|page| page.texts.len()).fold(0, join)
}
