//! Builds that are killed, several at once, and folders that can't be replaced: readers always have one site, whole.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Instant;

use crate::support::{Sandbox, files_in};

type Files = Vec<(String, Vec<u8>)>;

const TITLE: &str = "name = \"Sample";
const OTHER_TITLE: &str = "name = \"Simple";

fn names(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path("book")).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A handbook, its site under two names of the program, and what is in its folder.
fn two_sites() -> (Sandbox, [Files; 2], Vec<String>) {
    let sandbox = Sandbox::with_starter();
    let build = |out: &str| {
        sandbox.run(&["build", "book", "--no-pdf", "--out", out]).expect(0);
        files_in(&sandbox.path("book").join(out))
    };
    let new = {
        sandbox.edit("book/handbook.toml", TITLE, OTHER_TITLE);
        build("../other")
    };
    sandbox.edit("book/handbook.toml", OTHER_TITLE, TITLE);
    let old = build("public");
    assert!(old != new);
    let names = names(&sandbox);
    (sandbox, [old, new], names)
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site_and_keeps_nobody_waiting() {
    let (sandbox, sites, beside) = two_sites();
    let started = Instant::now();
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let takes = started.elapsed();
    let tries = 20;
    for at in 0..tries {
        let (from, to) = if at % 2 == 0 { (TITLE, OTHER_TITLE) } else { (OTHER_TITLE, TITLE) };
        sandbox.edit("book/handbook.toml", from, to);
        let mut build = sandbox
            .command(&["build", "book", "--no-pdf"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(takes * (at + 1) / tries);
        let _ = build.kill();
        build.wait().unwrap();
        assert!(sites.contains(&files_in(&sandbox.path("book/public"))), "killed in try {at}");
    }
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(!printed.err.contains("Waiting"), "{}", printed.err);
    assert_eq!(files_in(&sandbox.path("book/public")), sites[0]);
    assert_eq!(names(&sandbox), beside, "nothing is left behind");
    println!("builds killed: {tries} tried, {tries} survived");
}

#[test]
fn builds_at_the_same_time_all_end_well() {
    let (sandbox, sites, beside) = two_sites();
    let builds: Vec<_> = (0..3)
        .map(|_| {
            let mut build = sandbox.command(&["build", "book", "--no-pdf"]);
            build.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for build in builds {
        let output = build.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(files_in(&sandbox.path("book/public")), sites[0]);
    assert_eq!(names(&sandbox), beside);
}

#[test]
fn what_a_killed_command_left_among_the_sources_is_removed_by_the_next_build() {
    let sandbox = Sandbox::with_starter();
    let before = names(&sandbox);
    for left in ["", "content/policies/intake/", "forms/service-plan/"] {
        sandbox.write(&format!("book/{left}.clausebook-0123456789abcdef.tmp"), "half");
    }
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(files_in(&sandbox.path("book")).iter().all(|(path, _)| !path.contains(".clausebook-")));
    assert_eq!(names(&sandbox).len(), before.len() + 1, "the site");
}

#[test]
fn a_build_without_pdfs_says_that_it_removes_the_old_ones() {
    let sandbox = Sandbox::with_small();
    sandbox.run(&["build", "book"]).expect(0);
    let pdfs =
        files_in(&sandbox.path("book/public")).iter().filter(|(path, _)| path.ends_with(".pdf")).count();
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(printed.err.contains(&format!("Removed {pdfs} PDFs of an earlier build")), "{}", printed.err);
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(!printed.err.contains("Removed"), "{}", printed.err);
}

/// A network share, or a mount point of somebody who may not write beside it.
#[cfg(unix)]
#[test]
fn a_site_whose_folder_alone_may_be_written_is_replaced_file_by_file() {
    use std::os::unix::fs::PermissionsExt;

    let (sandbox, sites, _) = two_sites();
    let set = |mode| fs::set_permissions(sandbox.path("share"), fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir_all(sandbox.path("share/public")).unwrap();
    set(0o555);
    // The administrator may write everywhere.
    let is_refused = fs::create_dir(sandbox.path("share/try")).is_err();
    for site in [&sites[0], &sites[1], &sites[0]] {
        sandbox.run(&["build", "book", "--no-pdf", "--out", "../share/public"]).expect(0);
        assert_eq!(&files_in(&sandbox.path("share/public")), site);
        let text = sandbox.read("book/handbook.toml");
        let (from, to) = if text.contains(TITLE) { (TITLE, OTHER_TITLE) } else { (OTHER_TITLE, TITLE) };
        sandbox.edit("book/handbook.toml", from, to);
    }
    set(0o755);
    println!("the folder beside could be written: {}", !is_refused);
}

#[cfg(unix)]
#[test]
fn a_site_that_cannot_be_written_is_one_clear_message() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::with_small();
    let set = |mode| fs::set_permissions(sandbox.path("share"), fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir_all(sandbox.path("share")).unwrap();
    set(0o555);
    let is_refused = fs::create_dir(sandbox.path("share/try")).is_err();
    if is_refused {
        let printed = sandbox.run(&["build", "book", "--no-pdf", "--out", "../share/public"]).expect(1);
        let message =
            "share/public: it can't be written: you don't have permission. The site is unchanged.\n";
        assert!(printed.err.ends_with(message), "{}", printed.err);
    }
    set(0o755);
}
