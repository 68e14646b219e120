//! Programs of one agency: each extends the agency's handbook, and is built and checked with it.

use std::fs;

use crate::support::{Sandbox, repository};

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");

/// An agency with the policy `intake` and the catalog that it cites, and two programs that extend it. The second has an intake of its own.
fn two_programs() -> Sandbox {
    let sandbox = Sandbox::new();
    let base = |name: &str| fs::read_to_string(repository("tests/findings/base").join(name)).unwrap();
    let policy = format!("{}\nCall {{{{ organization.telephone }}}}.\n", base("policy.md"));
    sandbox.write("agency/handbook.toml", HANDBOOK.replace("\"Riverside\"", "\"Valley Agency\""));
    sandbox.write("agency/content/specifications/spec.toml", base("spec.toml"));
    sandbox.write("agency/content/policies/intake/2026-01-01.md", &policy);
    for (program, phone) in [("north", "617-555-0101"), ("south", "617-555-0102")] {
        let own = HANDBOOK.replace("617-555-0100", phone);
        sandbox.write(
            &format!("programs/{program}/handbook.toml"),
            format!("extends = \"../../agency\"\n{own}"),
        );
    }
    let own = policy.replacen("title = \"", "title = \"Southern ", 1);
    sandbox.write("programs/south/content/policies/intake/2026-01-01.md", own);
    sandbox
}

#[test]
fn two_programs_of_one_agency_are_built_and_checked_with_its_text_and_their_own() {
    let sandbox = two_programs();
    for program in ["north", "south"] {
        sandbox.run(&["check", &format!("programs/{program}")]).expect(0);
    }
    let built = sandbox.run(&["build-all", "programs", "--jobs", "2"]).expect(0);
    assert!(built.err.contains("Built 2 handbooks."), "{}", built.err);
    let north = sandbox.read("programs/north/public/policies/intake.html");
    let south = sandbox.read("programs/south/public/policies/intake.html");
    assert!(north.contains("Common text of") && north.contains("Valley Agency"), "{north}");
    assert!(!south.contains("Common text of") && south.contains("Southern "), "{south}");
    assert!(north.contains("617-555-0101") && south.contains("617-555-0102"));
    assert!(sandbox.path("programs/north/public/policies/intake.pdf").is_file());
}

#[test]
fn the_common_text_is_approved_where_it_is_kept() {
    let sandbox = two_programs();
    let refused = sandbox.run(&[
        "revise",
        "intake",
        "programs/north",
        "--effective",
        "2027-01-01",
        "--change",
        "More.",
    ]);
    assert!(refused.expect(2).err.contains("policy:intake is a common text"));
    let path = "agency/content/policies/intake/2026-01-01.md";
    let change = |sandbox: &Sandbox| {
        let arguments = ["revise", "intake", "agency", "--effective", "2027-01-01", "--change", "More."];
        sandbox.run(&arguments).expect(0);
    };
    let before = sandbox.read(path);
    change(&sandbox);
    assert_eq!(sandbox.read(path), before);
    sandbox.run(&["check", "programs/north"]).expect(0);
    assert!(!sandbox.path("programs/north/content").exists(), "nothing of the agency's is written here");
}

#[test]
fn a_document_is_wholly_the_agencys_or_wholly_the_programs() {
    let sandbox = two_programs();
    let text = sandbox.read("agency/content/policies/intake/2026-01-01.md");
    sandbox.write(
        "agency/content/policies/intake/2026-02-01.md",
        text.replacen("title = \"", "title = \"Newer ", 1),
    );
    sandbox.run(&["build-all", "programs", "--no-pdf"]).expect(0);
    assert!(sandbox.read("programs/north/public/policies/intake.html").contains("Newer "));
    assert!(!sandbox.read("programs/south/public/policies/intake.html").contains("Newer "));
}

#[test]
fn a_program_with_errors_keeps_no_other_from_being_built() {
    let sandbox = two_programs();
    sandbox.write("programs/south/content/policies/intake/2026-01-01.md", "no header");
    let built = sandbox.run(&["build-all", "programs", "--no-pdf"]).expect(1);
    assert!(built.err.contains("Built 1 handbook. 1 was not built"), "{}", built.err);
    assert!(sandbox.path("programs/north/public/index.html").is_file());
    assert!(!sandbox.path("programs/south/public").exists());
}

#[test]
fn what_cannot_be_extended_is_an_error_at_its_key() {
    let sandbox = two_programs();
    for folder in ["../nowhere", "../south", "."] {
        let own = format!("extends = \"{folder}\"\n{HANDBOOK}");
        sandbox.write("programs/north/handbook.toml", own);
        let refused = sandbox.run(&["check", "programs/north"]).expect(1);
        assert!(refused.out.contains("bad-extends"), "{folder}: {}{}", refused.out, refused.err);
    }
    let missing = sandbox.run(&["build-all", "agency/content"]).expect(2);
    assert!(missing.err.contains("there is no handbook.toml"), "{}", missing.err);
}
