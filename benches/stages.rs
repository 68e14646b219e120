//! How long each stage of a build takes, without the disk.
//!
//! ```text
//! cargo bench --bench stages -- 1000
//! ```
//!
//! makes a handbook of 1,000 policies in memory and prints, a line a stage, the least, the middle and the most of five runs.

#[path = "../tests/suite/large.rs"]
mod large;
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod timed;

use clausebook::assets::Assets;
use clausebook::memo::Memo;
use clausebook::model::Viewpoint;
use clausebook::world::{MemoryWorld, World};
use clausebook::{coverage, html, load, pipeline, resolve, search, view};

use timed::{policies, timed};

fn main() {
    let policies = policies(1000);
    let world = large::handbook(policies)
        .into_iter()
        .fold(MemoryWorld::new(jiff::civil::date(2026, 12, 1)), |world, (path, bytes)| {
            world.with(path, bytes)
        });
    println!("{policies} policies");
    let (sources, _) = timed("load", || load::load(&world, &Memo::off()));
    let (handbook, findings) =
        timed("resolve", || resolve::resolve(&sources, Viewpoint::on(world.today()), &Memo::off()));
    assert!(!findings.has_errors(), "the large handbook has errors");
    let coverage = timed("coverage", || coverage::coverage(&handbook));
    timed("load to check", || pipeline::examine(&world));
    let pages = timed("view", || view::view(&handbook, &coverage, &sources.files, false));
    let assets = Assets::new(sources.looks.clone());
    timed("html", || {
        let mut files = sources.files.clone();
        html::render(&pages, &assets, &sources.images, &mut files, &Memo::off()).expect("templates")
    });
    timed("search", || search::render(&pages));
}
