//! Writing and revising without fear: only what was asked for changes.

use crate::support::Sandbox;

const INTAKE: &str = "book/content/policies/intake/2026-11-23.md";
const ADOPTED: &str = "book/content/policies/intake/2026-11-30.md";

#[test]
fn an_approval_is_recorded_and_counts() {
    let sandbox = Sandbox::with_starter();
    let before = sandbox.read(INTAKE);
    let printed =
        sandbox.run(&["approve", "intake", "book", "--by", "The Board", "--on", "2026-11-30"]).expect(0);
    assert!(printed.err.contains("is in force now"), "{}", printed.err);
    let after = sandbox.read(ADOPTED);
    let new: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(new[..2], ["approved_by = \"The Board\"", "approved_on = 2026-11-30"]);
    assert!(new[2].starts_with("read_against = { cca-csp = \"2026-03-01 "), "{}", new[2]);
    let text = new[3..].concat();
    // Of the handbook's values, intake names only telephone numbers, and no approval is for those.
    assert!(text.starts_with("approved_text = \"\"\"v1: ") && text.ends_with("\"\"\""), "{text}");
    let json = sandbox.run(&["coverage", "book", "--format", "json"]).expect(0).json();
    assert!(json["totals"]["covered"].as_u64().unwrap() > 0);
    let again = sandbox.run(&["approve", "intake", "book", "--by", "B", "--on", "2026-11-30"]).expect(1);
    assert!(again.err.contains("every version of intake is already approved"), "{}", again.err);
}

#[test]
fn an_approval_to_come_is_none() {
    let sandbox = Sandbox::with_starter();
    let printed = sandbox.run(&["approve", "intake", "book", "--by", "B", "--on", "2027-01-01"]).expect(2);
    assert!(printed.err.contains("is in the future"), "{}", printed.err);
}

#[test]
fn a_review_is_recorded_on_the_version_in_force() {
    let sandbox = Sandbox::with_starter();
    sandbox
        .run(&["review", "form:service-plan", "book", "--by", "A Director", "--on", "2026-11-30"])
        .expect(0);
    let form = sandbox.read("book/forms/service-plan/2026-11-25.toml");
    assert!(form.contains("reviewed = 2026-11-30\nreviewed_by = \"A Director\"\n"), "{form}");
    sandbox.run(&["check", "book"]).expect(0);
}

#[test]
fn a_revision_is_next_to_the_old_version() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["approve", "intake", "book", "--by", "The Board", "--on", "2026-11-30"]).expect(0);
    let old = sandbox.read(ADOPTED);
    let asked = sandbox.run(&["revise", "intake", "book", "--effective", "2027-01-01"]).expect(2);
    assert!(asked.err.contains("say what changes"), "{}", asked.err);
    let revise = ["revise", "intake", "book", "--effective", "2027-01-01", "--change", "New deadline."];
    sandbox.run(&revise).expect(0);
    assert_eq!(sandbox.read(ADOPTED), old);
    let new = sandbox.read("book/content/policies/intake/2027-01-01.md");
    assert!(!new.contains("approved_") && new.contains("change = \"New deadline.\""), "{new}");
    sandbox.run(&["check", "book"]).expect(0);
    assert!(sandbox.run(&revise).expect(1).err.contains("already exists"));
}

#[test]
fn new_documents_can_be_built_immediately() {
    let sandbox = Sandbox::with_starter();
    for (kind, path) in [
        ("policy", "content/policies/telehealth/draft.md"),
        ("form", "forms/telehealth/draft.toml"),
        ("curriculum", "content/curricula/telehealth/draft.md"),
        ("specification", "content/specifications/telehealth.toml"),
        ("page", "content/guide/telehealth.md"),
    ] {
        let printed = sandbox.run(&["new", kind, "telehealth", "book"]).expect(0);
        assert!(printed.err.contains("telehealth"), "{}", printed.err);
        assert!(sandbox.path("book").join(path).is_file(), "{path}");
        sandbox.run(&["new", kind, "telehealth", "book"]).expect(1);
    }
    let printed = sandbox.run(&["check", "book"]).expect(0);
    assert!(printed.out.contains("0 errors"), "{}", printed.out);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let ambiguous =
        sandbox.run(&["review", "telehealth", "book", "--by", "B", "--on", "2026-11-30"]).expect(2);
    assert!(ambiguous.err.contains("policy:telehealth or form:telehealth"), "{}", ambiguous.err);
    sandbox.run(&["new", "policy", "Tele health", "book"]).expect(2);
}
