//! An approval is for a text: what counts as a change, what is said of it, and many approvals at once.

use std::fs;

use crate::support::{Sandbox, files_in, repository};

const LAB: &str = "book/content/policies/lab/2026-12-01.md";
const POLICY: &str = "+++
title = \"Lab policy\"
number = \"LAB-1\"
owner = \"Program Director\"
approver = \"Executive Director\"
reviewed = 2026-11-25
summary = \"A policy to try things.\"

[[history]]
date = 2026-11-25
change = \"First version.\"
+++

## Deadlines

Answer each referral within 1 hour of the call [@payer/visits/1].

Keep records for {{ values.retention }}, and call {{ values.on_call }}.

| Step | Who |
|---|---|
| 1 | Worker |
";
const VALUES: &str =
    "\n[values]\nretention = \"7 years\"\non_call = { value = \"617-555-0100\", kind = \"contact\" }\n";
const APPROVE: [&str; 7] = ["approve", "lab", "book", "--by", "The Board", "--on", "2026-11-28"];

/// The small handbook with one more policy.
fn with_lab() -> Sandbox {
    let sandbox = Sandbox::with_small();
    let handbook =
        sandbox.read("book/handbook.toml").replace("\n[[waivers]]", &format!("{VALUES}\n[[waivers]]"));
    sandbox.write("book/handbook.toml", handbook).write(LAB, POLICY);
    sandbox
}

fn approved_lab() -> Sandbox {
    let sandbox = with_lab();
    sandbox.run(&APPROVE).expect(0);
    sandbox
}

/// Whether `check` says that the text was changed, and what it says.
fn change_found(sandbox: &Sandbox) -> Option<String> {
    let report = sandbox.run(&["check", "book", "--format", "json"]).printed().json();
    let findings = report["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["code"] == "changed-after-approval");
    found.map(|finding| finding["message"].as_str().unwrap().to_owned())
}

fn page(sandbox: &Sandbox) -> String {
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    sandbox.read("book/public/policies/lab.html")
}

#[test]
fn a_deadline_that_was_changed_after_the_approval_is_found_and_a_correction_settles_it() {
    let sandbox = approved_lab();
    assert_eq!(change_found(&sandbox), None);
    sandbox.edit(LAB, "1 hour", "1 week");
    assert_eq!(
        change_found(&sandbox).as_deref(),
        Some(
            "the policy “Lab policy” was changed after its approval on November 28, 2026: block 1 under “Deadlines” said “referral within 1 hour of the call”, and now says “referral within 1 week of the call”"
        )
    );
    let shown = page(&sandbox);
    assert!(shown.contains("Changed since its approval on November 28, 2026"));
    let director = sandbox.read("book/public/director.html");
    assert!(director.contains("Changed since its approval on November 28, 2026"));
    let correct = [
        "approve",
        "lab",
        "book",
        "--minor",
        "--change",
        "A week.",
        "--by",
        "The Board",
        "--on",
        "2026-12-01",
    ];
    sandbox.run(&correct).expect(0);
    assert_eq!(change_found(&sandbox), None);
    let text = sandbox.read(LAB);
    assert!(text.contains("approved_on = 2026-11-28\n"), "{text}");
    assert!(text.contains("change = \"A week.\"\nminor = true\nby = \"The Board\"\n"), "{text}");
    assert!(page(&sandbox).contains("A week. (correction, approved by The Board)"));
    let printed = sandbox.run(&correct).expect(1);
    assert!(printed.err.contains("was not changed since its approval"), "{}", printed.err);
}

#[test]
fn a_changed_version_is_still_shown_and_its_evidence_is_drafted() {
    let covered = |sandbox: &Sandbox| {
        let coverage = sandbox.run(&["coverage", "book", "--format", "json"]).printed().json();
        coverage["totals"]["covered"].as_u64().unwrap()
    };
    let sandbox = Sandbox::with_small();
    let visits = "book/content/policies/visits/2026-02-01.md";
    sandbox.run(&["approve", "visits", "book", "--confirm-text", "--by", "A Director"]).expect(0);
    let before = covered(&sandbox);
    assert!(before > 0);
    sandbox.edit(visits, "within two weeks", "within three weeks");
    assert_eq!(covered(&sandbox), 0);
    sandbox.edit(visits, "within three weeks", "within two weeks");
    assert_eq!(covered(&sandbox), before);
}

#[test]
fn what_no_reader_reads_changes_nothing() {
    let sandbox = approved_lab();
    let text = sandbox.read(LAB);
    let saved = [
        text.replace('\n', "\r\n"),
        text.replace("title =", "# Ours.\ntitle  ="),
        text.replace(
            "number = \"LAB-1\"\nowner = \"Program Director\"\n",
            "owner = \"Another\"\nnumber = \"LAB-1\"\n",
        ),
        text.replace("within 1 hour", "within\n*1*  hour"),
        text.replace("reviewed = 2026-11-25", "reviewed = 2026-11-26"),
        text.replace("{{ values.retention }}", "{{values.retention}}"),
    ];
    for saved in saved {
        assert_ne!(saved, text);
        sandbox.write(LAB, &saved);
        assert_eq!(change_found(&sandbox), None, "{saved}");
    }
}

#[test]
fn a_clause_with_another_id_is_the_same_clause() {
    let sandbox = approved_lab();
    let catalog = "book/content/specifications/payer.toml";
    let text = sandbox.read(catalog);
    let renamed = text.replacen("id = \"visits/1\"\n", "id = \"visits/one\"\nformerly = [\"visits/1\"]\n", 1);
    assert_ne!(renamed, text);
    sandbox.write(catalog, renamed);
    assert_eq!(change_found(&sandbox), None);
    sandbox.edit(LAB, "visits/1]", "visits/one]");
    assert_eq!(change_found(&sandbox), None);
    sandbox.edit(LAB, "visits/one]", "visits/2]");
    assert!(change_found(&sandbox).unwrap().contains("has other links, citations"));
}

#[test]
fn what_a_reader_reads_is_found_where_it_is() {
    let sandbox = approved_lab();
    let text = sandbox.read(LAB);
    for (from, to, what) in [
        ("Lab policy", "Lab rules", "the title said “Lab policy”, and now says “Lab rules”"),
        ("| 1 | Worker |", "| 1 | Nurse |", "block 3 under “Deadlines” said “Worker”, and now says “Nurse”"),
        ("1 hour", "~~1 hour~~", "block 1 under “Deadlines” has other links"),
        ("Keep records", "New words.\n\nKeep records", "block 2 under “Deadlines” is new: “New words.”"),
        (
            "Keep records for {{ values.retention }}, and call {{ values.on_call }}.\n\n",
            "",
            "block 2 under “Deadlines” is gone: “Keep records",
        ),
    ] {
        sandbox.write(LAB, text.replace(from, to));
        let found = change_found(&sandbox).unwrap_or_default();
        assert!(found.contains(what), "{what}\n{found}");
    }
}

#[test]
fn without_its_copy_a_change_is_still_found() {
    let sandbox = approved_lab();
    fs::remove_dir_all(sandbox.path("book/.clausebook")).unwrap();
    sandbox.edit(LAB, "1 hour", "1 week");
    let found = change_found(&sandbox).unwrap();
    assert!(
        found.ends_with("block 1 under “Deadlines” reads otherwise (no copy of the approved text was kept)"),
        "{found}"
    );
}

#[test]
fn a_changed_value_is_one_warning_and_changes_no_status() {
    let sandbox = approved_lab();
    sandbox.edit("book/handbook.toml", "7 years", "6 years");
    sandbox.edit("book/handbook.toml", "value = \"617-555-0100\"", "value = \"617-555-0199\"");
    sandbox.edit("book/handbook.toml", "telephone = \"617-555-0100\"", "telephone = \"617-555-0199\"");
    let printed = sandbox.run(&["check", "book"]).expect(0);
    let all = printed.out + &printed.err;
    assert_eq!(all.matches("[changed-particular]").count(), 1, "{all}");
    assert!(
        all.contains("`values.retention` was “7 years” when “Lab policy” was approved, and is “6 years” now"),
        "{all}"
    );
    assert_eq!(change_found(&sandbox), None);
    let correct = [
        "approve",
        "lab",
        "book",
        "--minor",
        "--change",
        "6 years.",
        "--by",
        "The Board",
        "--on",
        "2026-12-01",
    ];
    sandbox.run(&correct).expect(0);
    let printed = sandbox.run(&["check", "book"]).expect(0);
    assert!(!(printed.out + &printed.err).contains("changed-particular"));
}

/// The small handbook with policies `p-1` to `p-47`.
fn with_many() -> Sandbox {
    let sandbox = Sandbox::with_small();
    for number in 1..=47 {
        let policy = "+++\ntitle = \"Policy N\"\nnumber = \"P-N\"\nowner = \"A\"\napprover = \"B\"\nreviewed = 2026-11-25\nsummary = \"Text.\"\n+++\n\n## Purpose\n\nText N.\n";
        let path = format!("book/content/policies/p-{number}/2026-12-01.md");
        sandbox.write(&path, policy.replace('N', &number.to_string()));
    }
    sandbox
}

fn approved_files(sandbox: &Sandbox) -> usize {
    let files = files_in(&sandbox.path("book/content/policies"));
    files.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("approved_text = \"")).count()
}

#[test]
fn forty_seven_documents_are_approved_with_one_command() {
    let sandbox = with_many();
    let all = ["approve", "--all", "book", "--by", "The Board", "--on", "2026-12-01"];
    let dry = sandbox.run(&[&all[..], &["--dry-run"]].concat()).expect(0);
    assert!(dry.err.contains("recorded in 47 files:"), "{}", dry.err);
    assert_eq!(approved_files(&sandbox), 0);
    let printed = sandbox.run(&all).expect(0);
    assert!(printed.err.contains("47 versions are approved:"), "{}", printed.err);
    assert_eq!(approved_files(&sandbox), 47);
    sandbox.run(&all).expect(1);
}

#[test]
fn of_many_all_are_approved_or_none() {
    let sandbox = with_many();
    sandbox.edit("book/content/policies/p-30/2026-12-01.md", "Text 30.", "Text [@payer/nothing].");
    let printed =
        sandbox.run(&["approve", "--all", "book", "--by", "The Board", "--on", "2026-12-01"]).expect(1);
    assert!(printed.err.contains("47 files have 1 error, so no approval was recorded"), "{}", printed.err);
    assert_eq!(approved_files(&sandbox), 0);
    assert!(!sandbox.path("book/.clausebook").exists());
    let except = [
        "approve",
        "--all",
        "book",
        "--except",
        "p-30",
        "--kind",
        "policy",
        "--by",
        "B",
        "--on",
        "2026-12-01",
    ];
    sandbox.run(&except).expect(0);
    assert_eq!(approved_files(&sandbox), 46);
}

#[test]
fn names_and_patterns_and_the_folder_are_typed_as_people_type_them() {
    let sandbox = with_many();
    let by = ["--by", "The Board", "--on", "2026-12-01"];
    let approve = |words: &[&str]| sandbox.run(&[&["approve"], words, &by[..]].concat());
    approve(&["p-1", "P-2", "book"]).expect(0);
    assert_eq!(approved_files(&sandbox), 2);
    approve(&["p-4*", "--dir", "book"]).expect(0);
    assert_eq!(approved_files(&sandbox), 11);
    let printed = approve(&["x*", "book"]).expect(2);
    assert!(printed.err.contains("fits x*"), "{}", printed.err);
    let printed = approve(&["book"]).expect(2);
    assert!(printed.err.contains("name at least one"), "{}", printed.err);
    sandbox.run(&["review", "p-1", "p-2", "book", "--by", "A Director", "--on", "2026-12-01"]).expect(0);
}

#[test]
fn a_word_that_is_a_document_and_a_folder_is_refused_with_both_spellings() {
    let sandbox = with_many();
    for (path, bytes) in files_in(&sandbox.path("book")) {
        sandbox.write(&path, &bytes);
        sandbox.write(&format!("p-1/{path}"), bytes);
    }
    let printed = sandbox.run(&["approve", "p-2", "p-1", "--by", "B", "--on", "2026-12-01"]).expect(2);
    let spellings = "For the document: clausebook approve p-2 p-1 --dir .. For the folder: clausebook approve p-2 --dir p-1";
    assert!(printed.err.contains(spellings), "{}", printed.err);
    sandbox.run(&["approve", "p-2", "--dir", "p-1", "--by", "B", "--on", "2026-12-01"]).expect(0);
    assert!(sandbox.read("p-1/content/policies/p-2/2026-12-01.md").contains("approved_by"));
}

#[test]
fn an_approval_from_before_is_accepted_until_somebody_confirms_its_text() {
    let sandbox = Sandbox::with_small();
    let printed = sandbox.run(&["check", "book"]).expect(0);
    assert_eq!((printed.out + &printed.err).matches("[approval-without-text]").count(), 1);
    let confirm = ["approve", "--all", "book", "--confirm-text", "--by", "A Director"];
    sandbox.run(&confirm).expect(0);
    let text = sandbox.read("book/content/policies/visits/2026-02-01.md");
    for line in [
        "approved_on = 2026-01-15\n",
        "text_confirmed_by = \"A Director\"\n",
        "text_confirmed_on = 2026-12-01\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let printed = sandbox.run(&["check", "book"]).expect(0);
    assert!(!(printed.out + &printed.err).contains("approval-without-text"));
    sandbox.run(&confirm).expect(1);
}

#[test]
fn an_approval_by_mistake_is_undone_and_that_is_recorded() {
    let sandbox = approved_lab();
    sandbox.run(&["unapprove", "lab", "book", "--why", "Another draft was meant."]).expect(0);
    let text = sandbox.read(LAB);
    assert!(!text.contains("approved_"), "{text}");
    assert!(
        text.contains(
            "The approval by The Board on 2026-11-28 was recorded by mistake: Another draft was meant."
        ),
        "{text}"
    );
    let printed = sandbox.run(&["unapprove", "lab", "book", "--why", "Again."]).expect(1);
    assert!(printed.err.contains("is not approved"), "{}", printed.err);
}

#[test]
fn a_review_is_not_earlier_than_the_newest_change() {
    let sandbox = with_lab();
    let printed = sandbox.run(&["review", "lab", "book", "--by", "A", "--on", "2026-11-24"]).expect(1);
    assert!(printed.err.contains("was changed on 2026-11-25, after that review"), "{}", printed.err);
    assert_eq!(sandbox.read(LAB), POLICY);
}

#[test]
fn a_version_with_text_of_the_template_is_not_approved() {
    let sandbox = Sandbox::with_small();
    sandbox.edit("book/handbook.toml", "[organization]", "[organization]\npolicy_approver = \"The Board\"");
    for kind in ["policy", "form", "curriculum"] {
        sandbox.run(&["new", kind, kind, "book"]).expect(0);
        let printed =
            sandbox.run(&["approve", kind, "book", "--by", "The Board", "--on", "2026-12-01"]).expect(1);
        assert!(printed.err.contains("still has text of the template"), "{}", printed.err);
    }
}

/// A new release must count as this one does. Where this fails, the fingerprint needs a new version (`v2`) beside the old one.
#[test]
fn the_fingerprints_of_version_1_never_change() {
    let sandbox = Sandbox::with_small();
    sandbox.edit(
        "book/handbook.toml",
        "[organization]",
        "[values]\nretention = \"7 years\"\n\n[organization]",
    );
    let files = files_in(&repository("tests/fingerprints"));
    for (path, bytes) in &files {
        sandbox.write(&format!("book/{path}"), bytes);
    }
    let handbook = sandbox.read("book/handbook.toml");
    sandbox.write("book/handbook.toml", format!("form_tasks = [\"A new Member\"]\n{handbook}"));
    for (path, bytes) in &files {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let expected = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap();
        let name = path.rsplit('/').nth(1).unwrap();
        sandbox.run(&["approve", name, "book", "--by", "The Board", "--on", "2026-11-25"]).expect(0);
        let header = sandbox.read(&format!("book/{path}"));
        let written = header.split("approved_text = \"").nth(1).unwrap();
        let written: Vec<&str> =
            written.trim_start_matches('"').split('"').next().unwrap().split_whitespace().collect();
        assert_eq!(written.join(" "), expected, "{path}");
    }
}
