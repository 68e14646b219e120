//! Approving, reviewing and revising: what is recorded, what is refused and why, and what happens to the file.

use std::fs;
use std::process::{Child, Command, Stdio};

use crate::support::{Sandbox, files_in};

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

## Purpose

Text one.
";

const APPROVE: [&str; 7] = ["approve", "lab", "book", "--by", "The Board", "--on", "2026-12-01"];
const REVIEW: [&str; 7] = ["review", "lab", "book", "--by", "A Director", "--on", "2026-12-01"];
const REVISE: [&str; 7] = ["revise", "lab", "book", "--effective", "2027-01-01", "--change", "New deadline."];

/// The small handbook with one more policy.
fn with_lab(text: &str) -> Sandbox {
    let sandbox = Sandbox::with_small();
    sandbox.write(LAB, text);
    sandbox
}

#[test]
fn an_approval_adds_its_lines_and_mixed_line_ends_stay() {
    let text = POLICY.replace("Text one.\n", "Text one.\nA line of Windows\r\nA line of Unix\n");
    let sandbox = with_lab(&text);
    sandbox.run(&APPROVE).expect(0);
    let added = "approver = \"Executive Director\"\napproved_by = \"The Board\"\napproved_on = 2026-12-01\n";
    let with_approval = text.replace("approver = \"Executive Director\"\n", added);
    let (before, after) = with_approval.split_once("\n\n[[history]]").unwrap();
    let recorded = sandbox.read(LAB);
    let fingerprint = recorded.strip_prefix(&format!("{before}\napproved_text = \"v1: ")).unwrap();
    let (_, rest) = fingerprint.split_once("\"\n\n[[history]]").unwrap();
    assert_eq!(rest, after);
}

#[test]
fn every_command_reads_a_fence_with_a_space_after_it() {
    let sandbox = with_lab(&POLICY.replace("+++\n", "+++ \n"));
    sandbox.run(&["check", "book"]).expect(0);
    for command in [REVIEW, APPROVE, REVISE] {
        sandbox.run(&command).expect(0);
    }
    sandbox.run(&["check", "book"]).expect(0);
    let text = sandbox.read(LAB);
    assert!(text.starts_with("+++ \n") && text.contains("reviewed = 2026-12-01\n"), "{text}");
}

#[test]
fn a_history_in_brackets_gets_its_entry() {
    let table = "[[history]]\ndate = 2026-11-25\nchange = \"First version.\"\n";
    let list = "history = [{date = 2026-11-25, change = \"First version.\"}]\n";
    let sandbox = with_lab(&POLICY.replace(table, list));
    sandbox.run(&REVISE).expect(0);
    let new = sandbox.read("book/content/policies/lab/2027-01-01.md");
    let entry = "\"First version.\"}, { date = 2027-01-01, change = \"New deadline.\" }]\n";
    assert!(new.contains(entry), "{new}");
    sandbox.run(&["check", "book"]).expect(0);
}

#[test]
fn a_history_that_cannot_take_an_entry_refuses_the_revision() {
    let table = "[[history]]\ndate = 2026-11-25\nchange = \"First version.\"\n";
    let sandbox = with_lab(&POLICY.replace(table, "history = \"First version.\"\n"));
    let printed = sandbox.run(&REVISE).expect(1);
    assert!(printed.err.contains("`history` in its header is not a list"), "{}", printed.err);
    assert!(!sandbox.path("book/content/policies/lab/2027-01-01.md").exists());
}

#[test]
fn a_document_with_errors_is_not_approved() {
    let text = POLICY.replace("Text one.", "Text one [@payer/visits/99].");
    let sandbox = with_lab(&text);
    let printed = sandbox.run(&APPROVE).expect(1);
    assert!(printed.err.contains("error[unknown-clause]"), "{}", printed.err);
    assert!(
        printed.err.contains("2026-12-01.md has 1 error, so no approval was recorded"),
        "{}",
        printed.err
    );
    assert_eq!(sandbox.read(LAB), text);
}

#[test]
fn errors_elsewhere_do_not_keep_a_document_from_being_approved() {
    let sandbox = with_lab(POLICY);
    sandbox.edit("book/content/policies/visits/2026-02-01.md", "visits/1", "visits/99");
    sandbox.run(&APPROVE).expect(0);
}

#[test]
fn a_finding_that_the_approval_settles_does_not_refuse_it() {
    let sandbox = with_lab(POLICY);
    let handbook = sandbox.read("book/handbook.toml");
    let rule = "\n[[rules]]\ncode = \"not-approved\"\nlevel = \"error\"\nreason = \"Ours.\"\n";
    sandbox.write("book/handbook.toml", handbook + rule);
    sandbox.run(&["check", "book"]).expect(1);
    sandbox.run(&APPROVE).expect(0);
    sandbox.run(&["check", "book"]).expect(0);
    let half = POLICY.replace("reviewed =", "approved_by = \"The Board\"\nreviewed =");
    sandbox.write(LAB, half).run(&APPROVE).expect(0);
}

#[test]
fn a_name_that_cannot_be_printed_is_not_recorded() {
    let sandbox = with_lab(POLICY);
    let approve = ["approve", "lab", "book", "--by", "Ann \u{1f642}", "--on", "2026-12-01"];
    let printed = sandbox.run(&approve).expect(1);
    assert!(printed.err.contains("1 error"), "{}", printed.err);
    assert_eq!(sandbox.read(LAB), POLICY);
}

#[test]
fn a_policy_that_was_cut_short_is_not_approved() {
    let body = POLICY.find("## Purpose").unwrap();
    let cuts = (0..POLICY.len() - 2).filter(|at| *at < body || !POLICY[..*at].ends_with("\n\n"));
    for at in cuts.step_by(7).chain([0, 3, body, body + 2, body + 12]) {
        let sandbox = with_lab(&POLICY[..at]);
        for command in [APPROVE, REVISE] {
            if command == REVISE && at > body {
                continue;
            }
            let printed = sandbox.run(&command).printed();
            assert!(sandbox.run(&command).code() == 1, "{:?}\n{}", &POLICY[..at], printed.err);
        }
        assert_eq!(sandbox.read(LAB), POLICY[..at]);
    }
}

#[test]
fn a_broken_version_is_not_passed_over() {
    let sandbox = with_lab(POLICY);
    sandbox.write("book/content/policies/lab/2027-01-01.md", &POLICY[..60]);
    for command in [APPROVE, REVIEW] {
        let printed = sandbox.run(&command).expect(1);
        assert!(printed.err.contains("error[missing-header]"), "{}", printed.err);
        assert!(
            printed.err.contains("content/policies/lab has a file that cannot be read"),
            "{}",
            printed.err
        );
    }
    assert_eq!(sandbox.read(LAB), POLICY);
}

#[test]
fn a_document_is_found_by_its_number() {
    let sandbox = with_lab(POLICY);
    for name in ["LAB-1", "lab-1", "policy:LAB-1"] {
        sandbox.write(LAB, POLICY);
        sandbox.run(&["approve", name, "book", "--by", "B", "--on", "2026-12-01"]).expect(0);
        assert!(sandbox.read(LAB).contains("approved_by = \"B\"\n"));
    }
    sandbox.run(&["export", "LAB-1", "book", "--docx"]).expect(0);
    sandbox.run(&["approve", "form:LAB-1", "book", "--by", "B", "--on", "2026-12-01"]).expect(2);
}

#[test]
fn a_number_of_two_documents_is_not_enough_and_a_name_wins_over_a_number() {
    let sandbox = with_lab(POLICY);
    sandbox.write("book/content/policies/other/draft.md", POLICY);
    let by_number = ["approve", "LAB-1", "book", "--by", "B", "--on", "2026-12-01"];
    let printed = sandbox.run(&by_number).expect(2);
    assert!(printed.err.contains("Write policy:lab or policy:other"), "{}", printed.err);
    sandbox.write("book/content/policies/other/draft.md", POLICY.replace("LAB-1", "lab"));
    sandbox.run(&APPROVE).expect(0);
    assert!(sandbox.read(LAB).contains("approved_by"));
}

#[test]
fn a_name_without_letters_or_a_placeholder_is_refused() {
    let sandbox = with_lab(POLICY);
    for command in ["approve", "review"] {
        for name in ["…", "123", " ", "NAME OF APPROVER", "WHO"] {
            let printed =
                sandbox.run(&[command, "lab", "book", "--by", name, "--on", "2026-12-01"]).expect(2);
            assert!(printed.err.contains("name or office of who did it"), "{}", printed.err);
        }
        let printed = sandbox.run(&[command, "lab", "book", "--by", "B", "--on", "YYYY-MM-DD"]).expect(2);
        assert!(printed.err.contains("replace YYYY-MM-DD with the day"), "{}", printed.err);
    }
    assert_eq!(sandbox.read(LAB), POLICY);
}

#[test]
fn what_a_file_forbids_exits_1_and_what_is_not_understood_exits_2() {
    let sandbox = with_lab(POLICY);
    sandbox.run(&APPROVE).expect(0);
    sandbox.run(&REVISE).expect(0);
    sandbox.write("there.docx", "mine");
    for refused in [
        &["approve", "lab", "book", "--version", "2026-12-01", "--by", "B", "--on", "2026-12-01"][..],
        &REVISE,
        &["new", "policy", "lab", "book"],
        &["init", "book"],
        &["import", "there.docx", "book", "--policy", "imported"],
        &["export", "lab", "book", "--docx", "--out", "there.docx"],
    ] {
        sandbox.run(refused).expect(1);
    }
    for misunderstood in [
        &["approve", "lab", "book", "--version", "2026-11-26", "--by", "B", "--on", "2026-12-01"][..],
        &["approve", "lab", "book", "--by", "B", "--on", "2027-12-01"],
        &["approve", "lba", "book", "--by", "B", "--on", "2026-12-01"],
        &["review", "lab", "nowhere", "--by", "B", "--on", "2026-12-01"],
        &["review", "lab", "book", "--config", "none.toml", "--by", "B", "--on", "2026-12-01"],
        &["revise", "lab", "book", "--effective", "2027-02-01"],
        &["revise", "lab", "book", "--effective", "2027-02-01", "--change", "…"],
        &["new", "policy", "Not a name", "book"],
        &["import", "none.docx", "book", "--policy", "imported"],
        &["export", "lba", "book", "--docx"],
        &["export", "lab", "book", "--docx", "--out", "nowhere/lab.docx"],
    ] {
        sandbox.run(misunderstood).expect(2);
    }
}

/// The commands in lines that begin with `Next:`.
fn next(printed: &str) -> Vec<String> {
    let lines = printed.lines().filter_map(|line| line.strip_prefix("Next: "));
    lines.map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn what_comes_next_can_be_pasted() {
    let sandbox = Sandbox::new();
    let paste = |line: &str| {
        let bin = std::path::Path::new(env!("CARGO_BIN_EXE_clausebook")).parent().unwrap().to_owned();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(sandbox.path(""))
            .env("PATH", path)
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let book = "it's $HOME, our book";
    for (path, bytes) in files_in(&crate::support::repository("tests/handbooks/small")) {
        let name = if path == "handbook.toml" { "our own.toml" } else { path.as_str() };
        sandbox.write(&format!("{book}/{name}"), bytes);
    }
    sandbox.write(&LAB.replace("book", book), POLICY);
    let at = [book, "--config", "our own.toml"];
    let mut commands = Vec::new();
    for command in [
        &[&["approve", "lab"], &at[..], &["--by", "B", "--on", "2026-12-01"]].concat(),
        &[&["review", "lab"], &at[..], &["--by", "B", "--on", "2026-12-01"]].concat(),
        &[&["revise", "lab"], &at[..], &["--effective", "2027-01-01", "--change", "More."]].concat(),
        &[&["new", "page", "telehealth"], &at[..]].concat(),
    ] {
        commands.extend(next(&sandbox.run(command).expect(0).err));
    }
    assert_eq!(commands.len(), 4, "{commands:?}");
    let (approve, others): (Vec<_>, Vec<_>) =
        commands.into_iter().partition(|command| command.starts_with("clausebook approve "));
    for command in others {
        let (code, printed) = paste(&command.replace("build", "build --no-pdf"));
        assert_eq!(code, Some(0), "{command}\n{printed}");
    }
    // Who approves, and when, only the reader knows: as it is, the command says so and records nothing.
    let before = files_in(&sandbox.path(book));
    let (code, printed) = paste(&approve[0]);
    assert!(code == Some(2) && printed.contains("replace NAME OF APPROVER"), "{printed}");
    assert!(files_in(&sandbox.path(book)) == before);
    let known = approve[0].replace("NAME OF APPROVER", "The Board").replace("YYYY-MM-DD", "2026-12-01");
    let (code, printed) = paste(&known);
    assert_eq!(code, Some(0), "{known}\n{printed}");
    let new = LAB.replace("book", book).replace("2026-12-01", "2027-01-01");
    assert!(sandbox.read(&new).contains("approved_by = \"The Board\""));
}

fn start(sandbox: &Sandbox, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn an_approval_and_a_review_at_the_same_time_are_both_recorded() {
    let sandbox = with_lab(POLICY);
    for _ in 0..12 {
        sandbox.write(LAB, POLICY);
        let commands = [start(&sandbox, &APPROVE), start(&sandbox, &REVIEW)];
        let ends = commands.map(|command| command.wait_with_output().unwrap());
        let text = sandbox.read(LAB);
        for (end, recorded) in
            ends.iter().zip(["approved_by = \"The Board\"", "reviewed_by = \"A Director\""])
        {
            let printed = String::from_utf8_lossy(&end.stderr);
            let done = end.status.success();
            assert!(done || printed.contains("try again") || printed.contains("Try again"), "{printed}");
            assert_eq!(text.contains(recorded), done, "{printed}\n{text}");
        }
    }
}

#[test]
fn two_approvals_at_the_same_time_are_one() {
    let sandbox = with_lab(POLICY);
    for _ in 0..6 {
        sandbox.write(LAB, POLICY);
        let other = ["approve", "lab", "book", "--by", "Someone", "--on", "2026-11-30"];
        let commands = [start(&sandbox, &APPROVE), start(&sandbox, &other)];
        let ends = commands.map(|command| command.wait_with_output().unwrap());
        let codes: Vec<_> = ends.iter().map(|end| end.status.code()).collect();
        assert!(codes == [Some(0), Some(1)] || codes == [Some(1), Some(0)], "{codes:?}");
        let won = if codes[0] == Some(0) { "The Board" } else { "Someone" };
        assert!(sandbox.read(LAB).contains(&format!("approved_by = \"{won}\"\n")));
    }
}

#[test]
fn a_neighbor_is_left_alone() {
    let sandbox = with_lab(POLICY);
    sandbox.write("book/content/policies/lab/2026-12-01.tmp", "a neighbor's");
    sandbox.run(&APPROVE).expect(0);
    sandbox.run(&REVIEW).expect(0);
    assert_eq!(sandbox.read("book/content/policies/lab/2026-12-01.tmp"), "a neighbor's");
    assert_eq!(fs::read_dir(sandbox.path("book/content/policies/lab")).unwrap().count(), 2);
}

#[test]
#[cfg(unix)]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let sandbox = with_lab(POLICY);
    let shared = sandbox.path("book/content/policies/lab/2026-12-01.md");
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o660)).unwrap();
    fs::create_dir(sandbox.path("book/shared")).unwrap();
    fs::rename(&shared, sandbox.path("book/shared/lab.md")).unwrap();
    symlink("../../../shared/lab.md", &shared).unwrap();
    sandbox.run(&APPROVE).expect(0);
    assert!(fs::symlink_metadata(&shared).unwrap().is_symlink());
    let target = sandbox.path("book/shared/lab.md");
    assert!(fs::read_to_string(&target).unwrap().contains("approved_by"));
    assert_eq!(fs::metadata(target).unwrap().permissions().mode() & 0o777, 0o660);
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_handbook_is_not_followed() {
    let sandbox = with_lab(POLICY);
    fs::rename(sandbox.path(LAB), sandbox.path("elsewhere.md")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("elsewhere.md"), sandbox.path(LAB)).unwrap();
    let printed = sandbox.run(&APPROVE).printed();
    assert_ne!(sandbox.run(&APPROVE).code(), 0, "{}", printed.err);
    assert_eq!(sandbox.read("elsewhere.md"), POLICY);
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_nothing_behind_and_is_named_as_the_reason() {
    let sandbox = with_lab(POLICY);
    fs::create_dir(sandbox.path("empty")).unwrap();
    let before = files_in(&sandbox.path(""));
    for arguments in [
        &APPROVE[..],
        &REVIEW,
        &REVISE,
        &["new", "policy", "telehealth", "book"],
        &["new", "page", "telehealth", "book"],
        &["export", "lab", "book", "--docx"],
        &["init", "another"],
        &["init", "empty"],
    ] {
        // No file may have a byte, as on a full disk.
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_clausebook")])
            .args(arguments)
            .current_dir(sandbox.path(""))
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {printed}");
        assert!(printed.contains("could not be written"), "{arguments:?}: {printed}");
        assert!(!printed.contains("already"), "{arguments:?}: {printed}");
        assert!(files_in(&sandbox.path("")) == before, "{arguments:?}");
        assert!(!sandbox.path("another").exists(), "{arguments:?}");
        assert!(!sandbox.path("book/content/policies/telehealth").exists(), "{arguments:?}");
    }
}

#[test]
fn an_import_or_a_new_policy_overwrites_nothing() {
    let sandbox = with_lab(POLICY);
    sandbox.run(&["export", "lab", "book", "--docx"]).expect(0);
    let before = files_in(&sandbox.path("book"));
    sandbox.run(&["import", "lab.docx", "book", "--policy", "lab"]).expect(1);
    sandbox.run(&["new", "policy", "lab", "book"]).expect(1);
    assert!(files_in(&sandbox.path("book")) == before);
    fs::create_dir(sandbox.path("book/content/policies/empty")).unwrap();
    sandbox.run(&["new", "policy", "empty", "book"]).expect(0);
}
