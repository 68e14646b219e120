//! How long it takes from saving a file until the preview has the fresh page.
//!
//! ```text
//! cargo bench --bench preview -- 1000
//! ```
//!
//! writes a handbook of 1,000 policies into a temporary folder, changes a sentence of one of them again and again, and prints how
//! long the first build took, and the least, the middle and the most of the others: from the listing of the folder to the page in
//! memory, and from the save to the page, with the notice of the system between.

#[path = "../tests/suite/large.rs"]
mod large;
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod timed;

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use clausebook::preview::{Notices, Rebuilder};
use clausebook::world::DiskWorld;

use timed::{policies, spread};

const EDITS: usize = 15;

fn main() {
    let policies = policies(1000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut edited = None;
    for (path, bytes) in large::handbook(policies) {
        let place = folder.path().join(&path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("the folder is free");
        fs::write(&place, &bytes).expect("the folder is free");
        if path.starts_with("content/policies/") && path.ends_with(".md") {
            edited = Some((path, place, String::from_utf8(bytes).expect("text")));
        }
    }
    let (path, place, text) = edited.expect("a policy");
    let mut notices = Notices::new(folder.path(), "handbook.toml");
    let (mut rebuilder, first) = Rebuilder::start(DiskWorld::new(folder.path(), "handbook.toml"));
    let made = first.made.expect("no fault");
    let site = made.outputs.as_ref().expect("the large handbook has no errors");
    println!("{policies} policies: {} pages; the first build {:?}", site.count(".html"), first.took);
    let (mut rebuilds, mut saves) = (Vec::new(), Vec::new());
    for number in 0..EDITS {
        let began = Instant::now();
        fs::write(&place, format!("{text}\nWe changed this {number} times.\n")).expect("the folder is free");
        let touched: BTreeSet<String> = loop {
            if let Some(touched) = notices.wait() {
                break touched;
            }
        };
        let rebuilt = rebuilder.again(&touched).expect("something has changed");
        saves.push(began.elapsed());
        rebuilds.push(rebuilt.took);
        let page = path.split('/').nth(2).map(|id| format!("policies/{id}.html")).expect("a policy");
        let preview = rebuilt.made.expect("no fault");
        let html = preview.outputs.as_ref().and_then(|site| site.get(&page)).expect("a page");
        assert!(String::from_utf8_lossy(html).contains(&format!("We changed this {number} times")));
    }
    println!("listing to page: {}", spread(rebuilds));
    println!("save to page:    {}", spread(saves));
}
