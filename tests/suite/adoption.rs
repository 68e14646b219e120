//! A program adopts a handbook: nothing takes effect before somebody approved it, many approvals are recorded from a table, and a handbook
//! of an older Clausebook is brought up to date.

use crate::support::Sandbox;

const BOARD: [&str; 4] = ["--by", "Board of Directors", "--on", "2026-11-30"];

fn approve(sandbox: &Sandbox, words: &[&str]) -> String {
    let command = [&["approve"], words, &["book"], &BOARD].concat();
    sandbox.run(&command).expect(0).err
}

/// A policy of the starter's kind: dated by its authors, and approved by nobody.
fn policy(title: &str, number: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nnumber = \"{number}\"\nowner = \"Program Director\"\napprover = \"Board\"\nsummary = \"A policy.\"\n\n[[history]]\ndate = 2026-11-23\nchange = \"First version.\"\n+++\n\n## Purpose\n\nText of {title}.\n"
    )
}

const LAB: &str = "book/content/policies/lab";

fn with_lab() -> Sandbox {
    let sandbox = Sandbox::with_small();
    sandbox.write(&format!("{LAB}/2026-11-23.md"), policy("Lab policy", "LAB-1"));
    sandbox
}

#[test]
fn what_nobody_approved_claims_no_day_on_which_it_took_effect() {
    let sandbox = with_lab();
    sandbox.run(&["build", "book"]).expect(0);
    for page in ["policies/lab.html", "policies/index.html", "director.html"] {
        let page = sandbox.read(&format!("book/public/{page}"));
        assert!(page.contains("November 23, 2026"), "its day is there");
        for claim in ["ffective November 23", "<dt>Effective</dt><dd>November 23", "In force since"] {
            assert!(!page.contains(claim), "{claim}");
        }
    }
    assert!(
        sandbox.read("book/public/policies/lab.html").contains("Not approved, written November 23, 2026")
    );
}

#[test]
fn a_document_takes_effect_on_the_day_of_its_first_approval() {
    let sandbox = with_lab();
    let planned = approve(&sandbox, &["lab", "--dry-run"]);
    assert!(
        planned.contains("takes effect on 2026-11-30, as content/policies/lab/2026-11-30.md"),
        "{planned}"
    );
    assert!(sandbox.path(&format!("{LAB}/2026-11-23.md")).exists());

    let done = approve(&sandbox, &["lab"]);
    assert!(done.contains("lab/2026-11-30.md, which was 2026-11-23.md. It is in force now."), "{done}");
    assert!(!sandbox.path(&format!("{LAB}/2026-11-23.md")).exists());
    let copy = sandbox.read("book/.clausebook/approved/content/policies/lab/2026-11-30.md");
    assert_eq!(sandbox.read(&format!("{LAB}/2026-11-30.md")), copy);

    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let page = sandbox.read("book/public/policies/lab.html");
    assert!(page.contains("In force, effective November 30, 2026"), "{page}");
    let checked = sandbox.run(&["check", "book", "--deny", "warnings"]).expect(0).out;
    assert!(!checked.contains("approved-after-effect"), "{checked}");
}

#[test]
fn an_approval_can_say_from_when_a_version_is_in_force() {
    let sandbox = with_lab();
    approve(&sandbox, &["lab", "--effective", "2027-01-15"]);
    assert!(sandbox.path(&format!("{LAB}/2027-01-15.md")).exists());
    let before =
        ["approve", "visits", "book", "--by", "B", "--on", "2026-11-30", "--effective", "2026-11-01"];
    let printed = sandbox.run(&before).expect(2);
    assert!(printed.err.contains("nothing takes effect before it is approved"), "{}", printed.err);
}

#[test]
fn a_version_after_the_first_keeps_the_day_of_its_file() {
    let sandbox = with_lab();
    sandbox.run(&["approve", "lab", "book", "--by", "Board", "--on", "2026-11-24"]).expect(0);
    assert!(sandbox.path(&format!("{LAB}/2026-11-24.md")).exists());
    let next = policy("Lab policy", "LAB-1").replace("2026-11-23", "2026-11-26");
    sandbox.write(&format!("{LAB}/2026-11-26.md"), next.replace("First version.", "Referrals within a day."));
    sandbox.run(&["approve", "lab", "book", "--by", "Board", "--on", "2026-12-01"]).expect(0);
    assert!(sandbox.path(&format!("{LAB}/2026-11-26.md")).exists());
    // It was in force from its approval on, and that is what its page says.
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let page = sandbox.read("book/public/policies/lab.html");
    assert!(page.contains("In force, effective December 1, 2026"), "{page}");
}

#[test]
fn a_revision_begins_without_a_review() {
    let sandbox = with_lab();
    approve(&sandbox, &["lab"]);
    sandbox.run(&["review", "lab", "book", "--by", "A Director", "--on", "2026-12-01"]).expect(0);
    sandbox.run(&["revise", "lab", "book", "--effective", "2027-01-01", "--change", "A new step."]).expect(0);
    let new = sandbox.read(&format!("{LAB}/2027-01-01.md"));
    assert!(!new.contains("reviewed") && !new.contains("approved"), "{new}");
}

#[test]
fn nothing_that_is_created_says_that_somebody_reviewed_it() {
    let sandbox = Sandbox::with_starter();
    for kind in ["policy", "form", "curriculum"] {
        sandbox.run(&["new", kind, "another", "book"]).expect(0);
    }
    let files = crate::support::files_in(&sandbox.path("book"));
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".toml")) {
        let text = String::from_utf8_lossy(bytes);
        let says = text.lines().any(|line| line.starts_with("reviewed") && line.contains('='));
        assert!(!says, "{path}");
    }
}

/// Three policies that wait for approval, and a table of minutes.
fn with_minutes(table: &str) -> Sandbox {
    let sandbox = with_lab();
    sandbox.write("book/content/policies/exit/2026-11-23.md", policy("Exit", "EX-1"));
    sandbox.write("minutes.csv", table);
    sandbox
}

const FROM: [&str; 4] = ["approve", "--from", "minutes.csv", "book"];

#[test]
fn approvals_of_several_people_on_several_days_are_recorded_from_a_table() {
    let table = "\u{feff}name;on;by\r\nlab;2026-11-30;Board, in session\r\nEX-1;2026-12-01;Señora López\r\n";
    let sandbox = with_minutes(table);
    let planned = sandbox.run(&[&FROM[..], &["--dry-run"]].concat()).expect(0).err;
    assert!(planned.contains("“Exit”  Señora López, 2026-12-01; takes effect on 2026-12-01"), "{planned}");
    assert!(sandbox.path(&format!("{LAB}/2026-11-23.md")).exists());
    sandbox.run(&FROM).expect(0);
    let lab = sandbox.read(&format!("{LAB}/2026-11-30.md"));
    assert!(lab.contains("approved_by = \"Board, in session\"\napproved_on = 2026-11-30\n"), "{lab}");
    let exit = sandbox.read("book/content/policies/exit/2026-12-01.md");
    assert!(exit.contains("approved_by = \"Señora López\"\napproved_on = 2026-12-01\n"), "{exit}");
}

#[test]
fn of_a_table_all_is_recorded_or_nothing_and_every_problem_is_reported() {
    let table = "name,on,by,version\nlab,2026-11-30,Board,\nexti,2026-11-30,Board,\nexit,11/30/2026,,\nexit,2027-11-30,Board,\nlab,2026-11-30,Board,\nexit,2026-11-30,Board,2026-01-01\nvisits,2026-11-30,Board,\n";
    let sandbox = with_minutes(table);
    let before = crate::support::files_in(&sandbox.path("book"));
    let said = sandbox.run(&FROM).expect(1).err;
    for expected in [
        "minutes.csv, row 3: there is no policy, form or curriculum exti; did you mean exit?",
        "minutes.csv, row 4: `on` is 11/30/2026; write a date as year-month-day",
        "minutes.csv, row 4: `by` is empty",
        "minutes.csv, row 5: 2027-11-30 is",
        "minutes.csv, row 6: row 2 already records this",
        "minutes.csv, row 7: there is no version of exit that takes effect on 2026-01-01",
        "minutes.csv, row 8: every version of visits is already approved",
        "clausebook: fix 7 problems of minutes.csv first. Nothing was recorded",
    ] {
        assert!(said.contains(expected), "no {expected}:\n{said}");
    }
    assert_eq!(crate::support::files_in(&sandbox.path("book")), before);
}

#[test]
fn an_error_in_one_document_of_a_table_keeps_all_from_being_recorded() {
    let sandbox = with_minutes("name,on,by\nlab,2026-11-30,Board\nexit,2026-11-30,Board\n");
    sandbox.edit("book/content/policies/exit/2026-11-23.md", "Text of", "[@payer/nothing] Text of");
    let said = sandbox.run(&FROM).expect(1).err;
    assert!(said.contains("2 files have 1 error, so no approval was recorded"), "{said}");
    assert!(sandbox.path(&format!("{LAB}/2026-11-23.md")).exists());
}

#[test]
fn a_table_and_names_do_not_go_together() {
    let sandbox = with_minutes("name,on,by\nlab,2026-11-30,Board\n");
    let both = sandbox.run(&["approve", "lab", "book", "--from", "minutes.csv"]).expect(2).err;
    assert!(both.contains("the table of --from names the documents"), "{both}");
    sandbox.run(&["approve", "--from", "minutes.csv", "book", "--by", "B"]).expect(2);
    sandbox.run(&["approve", "--from", "nowhere.csv", "book"]).expect(2);
}

#[test]
fn reviews_are_recorded_from_a_table() {
    let sandbox = with_minutes("By,Name,On\nA Director,lab,2026-11-30\nA Nurse,exit,2026-12-01\n");
    sandbox.run(&["review", "--from", "minutes.csv", "book"]).expect(0);
    let exit = sandbox.read("book/content/policies/exit/2026-11-23.md");
    assert!(exit.contains("reviewed = 2026-12-01\nreviewed_by = \"A Nurse\"\n"), "{exit}");
    sandbox.write("minutes.csv", "by,name,on\nA,lab,2026-11-01\nA,exit,2026-12-01\n");
    let said = sandbox.run(&["review", "--from", "minutes.csv", "book"]).expect(1).err;
    assert!(said.contains("row 2: ") && said.contains("was changed on 2026-11-23"), "{said}");
}

/// A handbook as 0.1.0 left it.
fn of_an_older_version() -> Sandbox {
    let sandbox = with_lab();
    let values = "\n[values]\nhotline = \"617-555-0101\" # ours\nretention = \"7 years\"\n\n[[waivers]]";
    sandbox.edit("book/handbook.toml", "\n[[waivers]]", values);
    sandbox.edit(&format!("{LAB}/2026-11-23.md"), "summary", "reviewed = 2026-11-23\nsummary");
    sandbox
}

#[test]
fn a_handbook_of_an_older_version_is_brought_up_to_date_line_by_line() {
    let sandbox = of_an_older_version();
    let before = crate::support::files_in(&sandbox.path("book"));
    let planned = sandbox.run(&["migrate", "book", "--dry-run"]).expect(0).err;
    for line in [
        "  content/policies/lab/2026-11-23.md\n       6 - reviewed = 2026-11-23\n",
        "- hotline = \"617-555-0101\" # ours\n",
        "+ hotline = { value = \"617-555-0101\", kind = \"contact\" } # ours\n",
        "Nothing was written. This would change 2 files.",
        "1 approval doesn't say which text was approved",
    ] {
        assert!(planned.contains(line), "no {line}:\n{planned}");
    }
    assert_eq!(crate::support::files_in(&sandbox.path("book")), before);

    let done = sandbox.run(&["migrate", "book"]).expect(0).err;
    assert!(done.contains("Changed 2 files."), "{done}");
    sandbox.run(&["check", "book"]).expect(0);
    let again = sandbox.run(&["migrate", "book"]).expect(0).err;
    assert!(again.contains("There is nothing to change."), "{again}");
}

#[test]
fn migrating_says_which_revision_an_unread_text_cites_and_leaves_read_ones_to_people() {
    let sandbox = with_lab();
    let lab = sandbox.read(&format!("{LAB}/2026-11-23.md"));
    sandbox.write(
        &format!("{LAB}/2026-11-23.md"),
        format!("{lab}\nWe visit within two weeks [@payer/visits/1].\n"),
    );
    let catalog = "content/specifications/payer";
    let old = sandbox.read(&format!("book/{catalog}.toml"));
    std::fs::remove_file(sandbox.path(&format!("book/{catalog}.toml"))).unwrap();
    for day in ["2026-01-01", "2026-11-01"] {
        sandbox.write(&format!("book/{catalog}/{day}.toml"), &old);
    }
    let done = sandbox.run(&["migrate", "book"]).expect(0).err;
    assert!(done.contains("says which revision of a specification its citations are of"), "{done}");
    assert!(done.contains("Read each beside the clauses that it cites"), "{done}");
    assert!(sandbox.read(&format!("{LAB}/2026-11-23.md")).contains("cites = { payer = 2026-01-01 }\n"));
    let visits = sandbox.read("book/content/policies/visits/2026-02-01.md");
    assert!(!visits.contains("cites ="), "{visits}");
}

#[test]
fn migrating_says_which_clause_one_was_once_the_older_catalog_is_at_hand() {
    let sandbox = of_an_older_version();
    let catalog = "book/content/specifications/payer";
    let old = sandbox.read(&format!("{catalog}.toml"));
    let renumbered = old.replace("id = \"visits/1\"", "id = \"visits/9\"\nformerly = [\"visits/1\"]");
    sandbox.write(&format!("{catalog}.toml"), &renumbered);
    let asked = sandbox.run(&["migrate", "book"]).expect(0).err;
    assert!(
        asked.contains("put it beside the present one as content/specifications/ID/DATE.toml"),
        "{asked}"
    );
    std::fs::remove_file(sandbox.path(&format!("{catalog}.toml"))).unwrap();
    sandbox.write(&format!("{catalog}/2026-01-01.toml"), &old);
    sandbox.write(&format!("{catalog}/2026-11-01.toml"), &renumbered);
    sandbox.run(&["migrate", "book"]).expect(0);
    let migrated = sandbox.read(&format!("{catalog}/2026-11-01.toml"));
    assert_eq!(migrated, renumbered.replace("formerly = [\"visits/1\"]", "was = \"visits/1\""));
}

#[test]
fn migrating_makes_up_no_approval_and_removes_no_review_that_somebody_made() {
    let sandbox = of_an_older_version();
    let visits = sandbox.read("book/content/policies/visits/2026-02-01.md");
    sandbox.edit(&format!("{LAB}/2026-11-23.md"), "summary", "reviewed_by = \"A Director\"\nsummary");
    sandbox.run(&["migrate", "book"]).expect(0);
    assert_eq!(sandbox.read("book/content/policies/visits/2026-02-01.md"), visits);
    assert!(sandbox.read(&format!("{LAB}/2026-11-23.md")).contains("reviewed = 2026-11-23\n"));
}
