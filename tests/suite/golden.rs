//! A handbook small enough to read, and the files that it must give.
//!
//! `CLAUSEBOOK_BLESS=1 cargo test --release golden` writes the expected files again; read the difference before you keep it.

use std::fs;

use clausebook::pipeline;
use clausebook::world::MemoryWorld;

use crate::support::{TODAY, files_in, repository};

/// What a reader can judge: the data, and the pages whose text is the handbook's own.
const JUDGED: [&str; 4] =
    ["coverage.csv", "coverage.json", "policies/visits.html", "specifications/payer.html"];

#[test]
fn the_small_handbook_gives_what_it_should() {
    let folder = repository("tests/handbooks/small");
    let mut world = MemoryWorld::new(TODAY);
    for (path, bytes) in files_in(&folder) {
        if !path.starts_with("expected/") {
            world = world.with(path, bytes);
        }
    }
    let built = pipeline::build_without_pdfs(&world, &|_| {});
    let site = built.outputs.expect("it builds");
    for path in JUDGED {
        let expected = folder.join("expected").join(path);
        let made = String::from_utf8(site.get(path).unwrap().to_vec()).unwrap();
        if std::env::var_os("CLAUSEBOOK_BLESS").is_some() {
            fs::create_dir_all(expected.parent().unwrap()).unwrap();
            fs::write(&expected, &made).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        // A checkout on Windows may have changed the line ends.
        assert_eq!(made.replace("\r\n", "\n"), expected.replace("\r\n", "\n"), "{path}");
    }
}
