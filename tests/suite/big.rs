//! A handbook with hundreds of documents builds with its PDFs, whatever `--jobs` says, in as little memory as one of them needs.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::support::{Sandbox, files_in};

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");
const POLICY: &str = include_str!("../findings/base/policy.md");
const FORM: &str = include_str!("../findings/base/form.toml");

/// A handbook in `book` with as many small policies and forms.
pub fn sandbox(policies: usize, forms: usize) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", format!("form_tasks = [\"A new Member\"]\n{HANDBOOK}"));
    sandbox.write("book/content/specifications/spec.toml", SPECIFICATION);
    for at in 0..policies {
        let mut policy = POLICY.replace("P-1", &format!("P-{at}"));
        let _ = write!(policy, "\nStaff call within {at} days.\n");
        sandbox.write(&format!("book/content/policies/policy-{at}/2026-01-01.md"), policy);
    }
    for at in 0..forms {
        let form = FORM.replace("F-0", &format!("F-{at}"));
        sandbox.write(&format!("book/forms/form-{at}/2026-01-01.toml"), form);
    }
    sandbox
}

/// The site that a build with this many jobs writes, by path.
fn site(sandbox: &Sandbox, jobs: &str) -> BTreeMap<String, Vec<u8>> {
    let out = format!("site-{jobs}");
    sandbox.run(&["build", "book", "--out", &out, "--jobs", jobs]).expect(0);
    files_in(&sandbox.path(&format!("book/{out}"))).into_iter().collect()
}

/// Before PDFs had a queue of their own, a build of 120 such policies overflowed the stack.
#[test]
fn hundreds_of_policies_and_forms_build_with_their_pdfs_and_the_number_of_jobs_changes_no_byte() {
    let sandbox = sandbox(300, 150);
    let one = site(&sandbox, "1");
    // Each policy; each form in two editions; the handbook.
    assert_eq!(one.keys().filter(|path| path.ends_with(".pdf")).count(), 300 + 2 * 150 + 1);
    for jobs in ["2", "8"] {
        let other = site(&sandbox, jobs);
        assert!(one.keys().eq(other.keys()), "--jobs {jobs}");
        for (path, bytes) in &one {
            assert!(other[path] == *bytes, "{path} differs with --jobs {jobs}");
        }
    }
}

/// Measured where the system reports the peak memory of a process.
#[cfg(target_os = "linux")]
mod memory {
    use super::sandbox;
    use crate::support::Sandbox;

    const MEGABYTE: u64 = 1024;

    #[test]
    fn the_starter_builds_in_less_than_525_megabytes() {
        let peak = Sandbox::with_starter().peak(&["build", "book", "--jobs", "2"]);
        assert!(peak < 525 * MEGABYTE, "{} MB", peak / MEGABYTE);
    }

    /// The handbook's own PDF is left out of the comparison by its size: these policies have three lines.
    #[test]
    fn memory_does_not_grow_with_the_forms_that_wait() {
        let peak = |forms| sandbox(1, forms).peak(&["build", "book", "--jobs", "2"]);
        let (few, many) = (peak(10), peak(150));
        assert!(
            many < few + 60 * MEGABYTE,
            "{} MB for 10 forms, {} MB for 150",
            few / MEGABYTE,
            many / MEGABYTE
        );
    }
}
