//! How long the whole program takes, from its start to its end: `check`, and `build --no-pdf` into a new and into the same folder.
//!
//! ```text
//! cargo bench --bench process -- 1000
//! ```
//!
//! writes a handbook of 1,000 policies into a temporary folder and prints, a line a command, the least, the middle and the most of five
//! runs. For processor time and memory, run the same commands by hand below `/usr/bin/time -v` (docs/performance.md).

#[path = "../tests/suite/large.rs"]
mod large;
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod timed;

use std::fs;
use std::process::{Command, Stdio};

use timed::{policies, timed};

fn main() {
    let policies = policies(1000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in large::handbook(policies) {
        let place = folder.path().join(&path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("the folder is free");
        fs::write(&place, &bytes).expect("the folder is free");
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        command.current_dir(folder.path()).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().expect("the program starts");
        assert!(status.success(), "{arguments:?} ended with {status}");
    };
    println!("{policies} policies");
    timed("check", || run(&["check"]));
    timed("first build", || {
        let _ = fs::remove_dir_all(folder.path().join("public"));
        run(&["build", "--no-pdf"]);
    });
    timed("build again", || run(&["build", "--no-pdf"]));
}
