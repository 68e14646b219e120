//! A handbook follows the starter that it began with: what is new in it is taken, and no edit of the program is lost.

use std::fs;

use crate::support::{Sandbox, files_in};

const CATALOG: &str = "content/specifications/cca-csp.toml";
const CLAUSE: &str =
    "Complete a service plan for every Member once the comprehensive needs assessment is done.";
const NEW_CLAUSE: &str = "Complete a service plan for every Member within 10 days of the needs assessment.";
const INTAKE: &str = "content/policies/intake/2026-11-23.md";
const FIRST: &str = "A referral that sits in an inbox can cost them a bed or a chance.";
const NEW_FIRST: &str = "A referral that waits can cost them a bed or a chance.";
const RULE: &str = "Nobody has to tell their story twice.";
const OWN_RULE: &str =
    "Nobody has to tell their story twice. Our intake desk has a box for each letter of the alphabet.";

/// A handbook in `book` with edits of its own, and a newer starter in `newer` with one changed clause and one changed policy.
fn handbook_and_newer_starter() -> Sandbox {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["init", "newer"]).expect(0);
    sandbox.edit(&format!("newer/{CATALOG}"), CLAUSE, NEW_CLAUSE);
    sandbox.edit(&format!("newer/{INTAKE}"), FIRST, NEW_FIRST);
    sandbox.edit(&format!("book/{INTAKE}"), RULE, OWN_RULE);
    sandbox.edit(
        "book/handbook.toml",
        "name = \"Sample Community Services\"",
        "name = \"Elm Street Services\"",
    );
    sandbox
}

fn without_starter_file(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let mut files = files_in(&sandbox.path("book"));
    files.retain(|(path, _)| path != "starter.toml");
    files
}

#[test]
fn a_changed_clause_and_a_changed_policy_are_taken_and_no_edit_is_lost() {
    let sandbox = handbook_and_newer_starter();
    let before = files_in(&sandbox.path("book"));
    let shown = sandbox.run(&["update", "book", "--starter", "newer"]).expect(0);
    let clauses = shown.out.find("clause components/6/intro, summary: taken").expect("the clause");
    assert!(clauses < shown.out.find(NEW_FIRST).expect("the policy"), "{}", shown.out);
    assert!(shown.err.contains("Nothing was written."), "{}", shown.err);
    assert_eq!(files_in(&sandbox.path("book")), before);

    sandbox.run(&["update", "book", "--starter", "newer", "--write"]).expect(0);
    assert!(sandbox.read(&format!("book/{CATALOG}")).contains(NEW_CLAUSE));
    let intake = sandbox.read(&format!("book/{INTAKE}"));
    assert!(intake.contains(NEW_FIRST) && intake.contains(OWN_RULE));
    assert!(sandbox.read("book/handbook.toml").contains("Elm Street Services"));
    sandbox.run(&["check", "book"]).expect(0);
    let again = sandbox.run(&["update", "book", "--starter", "newer"]).expect(0);
    assert!(again.err.contains("nothing that your handbook doesn't have"), "{}", again.err);
}

#[test]
fn what_both_changed_stays_as_the_program_wrote_it_and_is_listed_in_a_file() {
    let sandbox = handbook_and_newer_starter();
    sandbox.edit(&format!("book/{INTAKE}"), FIRST, "We answer within the day.");
    sandbox.run(&["update", "book", "--starter", "newer", "--write"]).expect(0);
    assert!(sandbox.read(&format!("book/{INTAKE}")).contains("We answer within the day."));
    let notes = sandbox.read("book/starter-update-2026-12-01.md");
    for text in [FIRST, "We answer within the day.", NEW_FIRST] {
        assert!(notes.contains(text), "{notes}");
    }
    assert!(!notes.contains(NEW_CLAUSE), "only what is left to decide: {notes}");
}

#[test]
fn an_approved_policy_stays_and_the_changes_become_a_draft_beside_it() {
    let sandbox = handbook_and_newer_starter();
    sandbox.run(&["approve", "intake", "book", "--by", "Board", "--on", "2026-12-01"]).expect(0);
    let folder = "book/content/policies/intake";
    let approved = files_in(&sandbox.path(folder));
    sandbox.run(&["update", "book", "--starter", "newer", "--write"]).expect(0);
    let draft = sandbox.read(&format!("{folder}/draft.md"));
    assert!(
        draft.contains(NEW_FIRST) && draft.contains(OWN_RULE) && !draft.contains("approved_by"),
        "{draft}"
    );
    fs::remove_file(sandbox.path(&format!("{folder}/draft.md"))).unwrap();
    assert_eq!(files_in(&sandbox.path(folder)), approved);
}

#[test]
fn a_new_form_comes_and_what_the_program_removed_stays_away() {
    let sandbox = handbook_and_newer_starter();
    let form = sandbox.read("newer/forms/log-sheet/2026-11-25.toml");
    let number = form.lines().find(|line| line.starts_with("number = ")).unwrap().to_owned();
    let other = form.replace(&number, "number = \"F-99\"").replacen("title = \"", "title = \"Second ", 1);
    sandbox.write("newer/forms/second-log/2026-11-25.toml", other);
    let mapping = "content/mappings/cmr-461-cca-csp-ji.toml";
    sandbox.edit(&format!("newer/{mapping}"), "# ", "# Compared again. ");
    fs::remove_file(sandbox.path(&format!("book/{mapping}"))).unwrap();
    let shown = sandbox.run(&["update", "book", "--starter", "newer", "--write"]).expect(0);
    assert!(shown.out.contains("forms/second-log/2026-11-25.toml: new"), "{}", shown.out);
    assert!(
        shown.out.contains(&format!("{mapping}: changed in the starter. You removed or renamed it")),
        "{}",
        shown.out
    );
    assert!(sandbox.path("book/forms/second-log/2026-11-25.toml").is_file());
    assert!(!sandbox.path(&format!("book/{mapping}")).exists());
}

#[test]
fn a_change_that_would_be_an_error_here_is_left_out_with_the_error() {
    let sandbox = handbook_and_newer_starter();
    sandbox.edit(&format!("newer/{INTAKE}"), NEW_FIRST, "See [the new form](form:second-log).");
    let shown = sandbox.run(&["update", "book", "--starter", "newer", "--write"]).expect(0);
    assert!(shown.out.contains("second-log") && shown.out.contains("would have errors"), "{}", shown.out);
    assert!(sandbox.read(&format!("book/{INTAKE}")).contains(FIRST));
    assert!(sandbox.read(&format!("book/{CATALOG}")).contains(NEW_CLAUSE));
}

#[test]
fn without_a_record_the_likest_starter_is_proposed_and_nothing_is_written() {
    let sandbox = handbook_and_newer_starter();
    fs::remove_file(sandbox.path("book/starter.toml")).unwrap();
    let before = without_starter_file(&sandbox);
    let refused = sandbox.run(&["update", "book", "--write"]).expect(2);
    let release = env!("CARGO_PKG_VERSION");
    assert!(refused.err.contains(&format!("clausebook update book --from {release}")), "{}", refused.err);
    assert_eq!(files_in(&sandbox.path("book")), before);
    sandbox.run(&["update", "book", "--from", release, "--write"]).expect(0);
    assert!(sandbox.read("book/starter.toml").contains(&format!("release = \"{release}\"")));
    let unknown = sandbox.run(&["update", "book", "--from", "0.0.9"]).expect(2);
    assert!(unknown.err.contains("there is no starter 0.0.9"), "{}", unknown.err);
}
