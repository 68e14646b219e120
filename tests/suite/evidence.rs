//! One clause, many documents: elements, records, mappings, specifications that others incorporate, and those that end. Nothing becomes
//! covered without a person's act.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Printed, Sandbox};

const HANDBOOK: &str = "title = \"Small\"\nlanguage = \"en-US\"\ntracks = [\"a\"]\nform_tasks = [\"A new Member\"]\n[track_names]\na = \"Service A\"\n[organization]\nname = \"Example House\"\nprogram_name = \"Example House\"\n";
const PAYER: &str = "content/specifications/payer.toml";
const STATE: &str = "content/specifications/state.toml";
const SHEET: &str = "forms/face-sheet/2026-02-01.toml";
const POLICY: &str = "content/policies/records/2026-02-01.md";
const APPROVED: &str = "owner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\napproved_on = 2026-01-20\nreviewed = 2026-06-01\nreview_months = 12\ntracks = [\"a\"]\nsummary = \"A summary.\"\n";
const DETAILS: [&str; 11] = [
    "Name",
    "Birth date",
    "Address",
    "Telephone",
    "Language",
    "Guardian",
    "Doctor",
    "Pharmacy",
    "Allergies",
    "Insurance",
    "Photograph",
];

/// A catalog with these clauses, each of which has a title and further keys.
fn catalog(id: &str, keys: &str, clauses: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        "id = \"{id}\"\ntitle = \"Specification {id}\"\nshort_title = \"{id}\"\npublisher = \"Publisher\"\njurisdiction = \"Somewhere\"\nauthority = \"binding\"\nrevision = 2026-01-01\ntracks = [\"a\"]\n{keys}\n"
    );
    for (id, title, keys) in clauses {
        writeln!(text, "\n[[clause]]\nid = \"{id}\"\ntitle = \"{title}\"\nsummary = \"{title}.\"\nkind = \"requirement\"\nsource = \"Item {id}\"\n{keys}").unwrap();
    }
    text
}

fn elements(labels: &[&str]) -> String {
    format!("needs = [\"policy\", \"form\"]\nelements = {labels:?}")
}

/// A form that asks for these details, each in a field that meets an element.
fn face_sheet(details: &[&str], covers: &str) -> String {
    let mut text = format!(
        "title = \"Face sheet\"\nnumber = \"F-1\"\n{APPROVED}due = \"At intake.\"\ntasks = [\"A new Member\"]\n\n[[history]]\ndate = 2026-02-01\nchange = \"First version.\"\n\n[[section]]\nid = \"who\"\ntitle = \"Who it is\"\n"
    );
    for detail in details {
        let id = detail.to_lowercase().replace(' ', "-");
        writeln!(text, "\n[[section.field]]\nid = \"{id}\"\nlabel = \"{detail}\"\nkind = \"text\"\ncovers = [\"{covers}#{id}\"]").unwrap();
    }
    text
}

fn policy(body: &str) -> String {
    format!(
        "+++\ntitle = \"Records\"\nnumber = \"P-1\"\n{APPROVED}\n[[history]]\ndate = 2026-02-01\nchange = \"First version.\"\n+++\n\n## Policy\n\n{body}\n"
    )
}

fn unapproved(text: &str) -> String {
    text.replace("approved_by = \"Board\"\napproved_on = 2026-01-20\nreviewed = 2026-06-01\n", "")
}

/// A folder `book` with these files.
fn book(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", HANDBOOK);
    for (path, text) in files {
        sandbox.write(&format!("book/{path}"), text);
    }
    sandbox
}

fn coverage(sandbox: &Sandbox, day: &str) -> Value {
    sandbox.run(&["coverage", "book", "--format", "json", "--as-of", day]).expect(0).json()
}

/// A clause of the JSON, such as `payer/1`.
fn clause<'j>(json: &'j Value, name: &str) -> &'j Value {
    let (specification, id) = name.split_once('/').unwrap();
    let of = |list: &'j Value, id: &str| list.as_array().unwrap().iter().find(|one| one["id"] == id);
    of(&of(&json["specifications"], specification).unwrap()["clauses"], id).unwrap()
}

#[track_caller]
fn assert_status(sandbox: &Sandbox, name: &str, status: &str) {
    let json = coverage(sandbox, "2026-12-01");
    assert_eq!(clause(&json, name)["status"], status, "{:#}", clause(&json, name));
}

#[track_caller]
fn says(printed: &Printed, text: &str) {
    let said = format!("{}{}", printed.out, printed.err);
    assert!(said.contains(text), "{text:?} is not in\n{said}");
}

#[test]
fn deleting_five_of_eleven_details_from_the_face_sheet_does_not_stay_covered() {
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[("1", "Face sheet", &elements(&DETAILS))])),
        (SHEET, &face_sheet(&DETAILS, "payer/1")),
        (POLICY, &policy("Each record begins with a face sheet [@payer/1].")),
    ]);
    assert_status(&sandbox, "payer/1", "covered");
    sandbox.write(&format!("book/{SHEET}"), face_sheet(&DETAILS[..6], "payer/1"));
    let json = coverage(&sandbox, "2026-12-01");
    let sheet = clause(&json, "payer/1");
    assert_eq!(sheet["status"], "partial");
    let open: Vec<&str> = sheet["elements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|element| element["met"] == false)
        .map(|element| element["label"].as_str().unwrap())
        .collect();
    assert_eq!(open, DETAILS[6..]);
    says(
        &sandbox.run(&["coverage", "book"]).expect(0),
        "(open: doctor, pharmacy, allergies, insurance, photograph)",
    );
    let csv = sandbox.run(&["coverage", "book", "--format", "csv"]).expect(0);
    says(&csv, "doctor pharmacy allergies insurance photograph");
    let check = sandbox.run(&["check", "book"]).expect(0);
    says(
        &check,
        "5 of the 11 elements of `payer/1` “Face sheet” are not met: Doctor, Pharmacy, Allergies, Insurance, Photograph",
    );
    sandbox.run(&["build", "book"]).expect(0);
    let page = sandbox.read("book/public/specifications/payer.html");
    assert!(page.contains("Doctor (<strong>open</strong>)"), "{page}");
}

#[test]
fn a_citation_of_the_whole_clause_meets_none_of_its_elements() {
    let sheet = face_sheet(&["Name"], "payer/1").replace("payer/1#name", "payer/1");
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[("1", "Face sheet", &elements(&["Name"]))])),
        (SHEET, &sheet),
        (POLICY, &policy("Each record begins with a face sheet [@payer/1].")),
    ]);
    assert_status(&sandbox, "payer/1", "partial");
    sandbox.write(&format!("book/{POLICY}"), policy("It has the name [@payer/1#name]."));
    assert_status(&sandbox, "payer/1", "covered");
}

#[test]
fn an_element_that_does_not_apply_is_waived_by_its_name() {
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[("1", "Face sheet", &elements(&["Name", "Photograph"]))])),
        (SHEET, &face_sheet(&["Name"], "payer/1")),
        (POLICY, &policy("Each record begins with a face sheet [@payer/1].")),
    ]);
    assert_status(&sandbox, "payer/1", "partial");
    let waiver = "\n[[waivers]]\nclause = \"payer/1#photograph\"\nreason = \"We take no pictures.\"\n";
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{waiver}"));
    assert_status(&sandbox, "payer/1", "covered");
}

#[test]
fn an_element_stays_with_its_clause_through_a_revision() {
    let labels = elements(&["Name", "Address"]);
    let old = catalog("payer", "", &[("1", "Face sheet", &labels)]);
    let sandbox = book(&[
        ("content/specifications/payer/2026-01-01.toml", &old),
        (SHEET, &unapproved(&face_sheet(&["Name", "Address"], "payer/1"))),
        (POLICY, &unapproved(&policy("Each record begins with a face sheet [@payer/1]."))),
    ]);
    sandbox.run(&["approve", "--all", "--dir", "book", "--by", "Board", "--on", "2026-02-01"]).expect(0);
    let read =
        ["review", "--all", "--dir", "book", "--by", "A Director", "--on", "2026-06-01", "--read-clauses"];
    sandbox.run(&read).expect(0);
    assert_status(&sandbox, "payer/1", "covered");
    // The next revision puts a clause before it, and splits it: the address is a clause of its own.
    let name = format!("was = \"1\"\nmeaning = \"same\"\n{}", elements(&["Name"]));
    let address = format!("was = \"1\"\nmeaning = \"same\"\n{}", elements(&["Address"]));
    let new = catalog(
        "payer",
        "",
        &[
            ("1", "Greeting", "needs = [\"policy\"]\nwas = false"),
            ("2", "Face sheet", &name),
            ("3", "Address", &address),
        ],
    );
    sandbox.write("book/content/specifications/payer/2026-11-01.toml", new);
    for _ in 0..2 {
        assert_status(&sandbox, "payer/1", "uncovered");
        assert_status(&sandbox, "payer/2", "covered");
        assert_status(&sandbox, "payer/3", "covered");
        let check = sandbox.run(&["check", "book"]).expect(0);
        assert!(!check.out.contains("changed-after-approval"), "{}", check.out);
        sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    }
    let sheet = sandbox.read(&format!("book/{SHEET}"));
    assert!(
        sheet.contains("covers = [\"payer/2#name\"]") && sheet.contains("covers = [\"payer/3#address\"]"),
        "{sheet}"
    );
    // The one after that asks for no address any more.
    let third = catalog(
        "payer",
        "",
        &[
            ("1", "Greeting", "needs = [\"policy\"]"),
            ("2", "Face sheet", &elements(&["Name"])),
            ("3", "Address", "needs = [\"policy\"]\nmeaning = \"changed\""),
        ],
    );
    sandbox.write("book/content/specifications/payer/2026-11-15.toml", third);
    says(&sandbox.run(&["check", "book"]).expect(0), "no element `address` any more");
    says(
        &sandbox.run(&["diff", "payer", "2026-11-01", "2026-11-15", "--dir", "book"]).expect(0),
        "each of: Address",
    );
    says(
        &sandbox.run(&["update-citations", "book", "--write"]).expect(1),
        "has no element `address` any more",
    );
}

const LICENSE: (&str, &str, &str) = ("1", "License", "needs = [\"record\"]");

fn with_records(records: &str) -> Sandbox {
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[LICENSE])),
        (POLICY, &policy("We have a license [@payer/1].")),
    ]);
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{records}"));
    sandbox
}

fn record(clause: &str, days: &str) -> String {
    format!(
        "\n[[records]]\nwhat = \"Clinic license\"\nclause = \"{clause}\"\nnumber = \"4A21\"\nkept = \"Binder 3\"\n{days}\n"
    )
}

#[test]
fn a_clause_that_needs_a_record_is_met_while_one_is_in_force() {
    // Our own sentence is no license.
    assert_status(&with_records(""), "payer/1", "uncovered");
    let sandbox = with_records(&record("payer/1", "since = 2026-01-01\nuntil = 2026-12-31"));
    let status = |day: &str| clause(&coverage(&sandbox, day), "payer/1")["status"].clone();
    assert_eq!(status("2025-12-31"), "uncovered");
    says(&sandbox.run(&["coverage", "book", "--as-of", "2026-06-01"]).expect(0), "; record: Clinic license");
    assert_eq!(status("2026-12-31"), "covered");
    assert_eq!(status("2027-01-01"), "uncovered");
    assert_eq!(clause(&coverage(&sandbox, "2026-06-01"), "payer/1")["met_until"], "2026-12-31");
    let before = coverage(&sandbox, "2025-12-31");
    assert_eq!(clause(&before, "payer/1")["met_from"], "2026-01-01");
    assert_eq!(clause(&before, "payer/1")["records"][0]["state"], "to-come");
}

#[test]
fn a_record_that_expires_is_reported_like_a_review() {
    let sandbox = with_records(&record("payer/1", "since = 2026-01-01\nuntil = 2026-12-31"));
    says(&sandbox.run(&["check", "book", "--as-of", "2026-12-01"]).expect(0), "note[record-soon]");
    says(&sandbox.run(&["check", "book", "--as-of", "2027-01-01"]).expect(0), "warning[record-expired]");
    let reviews = |format: &str| {
        sandbox.run(&["reviews", "book", "--format", format, "--as-of", "2026-12-01"]).expect(0)
    };
    let json = reviews("json").json();
    assert_eq!(json["records"][0]["until"], "2026-12-31");
    assert_eq!(json["records"][0]["clauses"][0], "payer/1");
    assert_eq!(json["records"][0]["days"], 30);
    says(&reviews("csv"), "record:payer/1,4A21,Clinic license,,2026-01-01,2026-12-31,30,due");
    says(&reviews("ics"), "SUMMARY:Renew Clinic license");
    says(&reviews("table"), "Binder 3");
    let overdue = ["reviews", "book", "--as-of", "2027-01-01", "--deny", "overdue"];
    sandbox.run(&overdue).expect(1);
    sandbox.run(&["build", "book"]).expect(0);
    let page = sandbox.read("book/public/director.html");
    assert!(page.contains("Clinic license (4A21), until December 31, 2026"), "{page}");
    // One that lasts longer takes its place.
    let renewed =
        format!("{}{}", record("payer/1", "until = 2026-12-31"), record("payer/1", "since = 2027-01-01"));
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{renewed}"));
    sandbox.run(&overdue).expect(0);
    assert_eq!(clause(&coverage(&sandbox, "2027-01-01"), "payer/1")["status"], "covered");
}

#[test]
fn a_record_is_for_the_meaning_of_the_clause_that_somebody_checked_it_against() {
    let sandbox = with_records(&record("payer/1", ""));
    let changed = ("1", "License of a new kind", "needs = [\"record\"]\nmeaning = \"changed\"");
    sandbox.write("book/content/specifications/payer/2026-11-01.toml", catalog("payer", "", &[changed]));
    assert_status(&sandbox, "payer/1", "unconfirmed");
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{}", record("payer/1", "cites = 2026-11-01")));
    assert_status(&sandbox, "payer/1", "covered");
}

const PLAN: &str = "needs = [\"policy\"]";

/// Two catalogs, of which the policy cites the state's, and a set of mappings.
fn mapped(how: &str) -> Sandbox {
    book(&[
        (PAYER, &catalog("payer", "", &[("1", "Plan", PLAN)])),
        (STATE, &catalog("state", "", &[("a", "Plan", PLAN)])),
        (POLICY, &policy("We plan [@state/a].")),
        (
            "content/mappings/both.toml",
            &format!(
                "title = \"State and payer\"\nsource = \"state\"\ntarget = \"payer\"\n\n[[pair]]\nsource = \"a\"\ntarget = \"1\"\nhow = \"{how}\"\n"
            ),
        ),
    ])
}

#[test]
fn what_meets_a_clause_counts_for_one_that_is_equal_and_is_only_offered_for_others() {
    let json = coverage(&mapped("equal"), "2026-12-01");
    let plan = clause(&json, "payer/1");
    assert_eq!(plan["status"], "covered");
    assert_eq!(plan["covered_by"][0]["through"], "state/a");
    assert!(clause(&json, "state/a")["covered_by"][0]["through"].is_null());
    for how in ["subset", "superset", "overlaps"] {
        let sandbox = mapped(how);
        let json = coverage(&sandbox, "2026-12-01");
        let plan = clause(&json, "payer/1");
        assert_eq!(plan["status"], "uncovered");
        assert_eq!(plan["covered_by"].as_array().unwrap().len(), 0);
        assert_eq!(
            (&plan["offers"][0]["through"], &plan["offers"][0]["how"]),
            (&"state/a".into(), &how.into())
        );
        says(&sandbox.run(&["coverage", "book"]).expect(0), "Plan (something like it: records: Policy)");
        sandbox.run(&["build", "book"]).expect(0);
        assert!(sandbox.read("book/public/specifications/payer.html").contains("Something like it is in"));
    }
}

#[test]
fn a_mapping_counts_in_both_directions_and_through_one_clause_only() {
    let same = |clause: &str| format!("{PLAN}\nsame_as = [{{ clause = \"{clause}\", how = \"equal\" }}]");
    let sandbox = book(&[
        (
            PAYER,
            &catalog("payer", "", &[("1", "Plan", &same("state/a")), ("2", "Plan again", &same("payer/1"))]),
        ),
        (STATE, &catalog("state", "", &[("a", "Plan", PLAN)])),
        (POLICY, &policy("We plan [@payer/1].")),
    ]);
    assert_status(&sandbox, "state/a", "covered");
    assert_status(&sandbox, "payer/2", "covered");
    sandbox.write(&format!("book/{POLICY}"), policy("We plan [@state/a]."));
    assert_status(&sandbox, "payer/1", "covered");
    assert_status(&sandbox, "payer/2", "uncovered");
}

#[test]
fn a_part_of_an_equal_clause_is_not_yet_the_other_one() {
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[("1", "Face sheet", "needs = [\"form\"]")])),
        (
            STATE,
            &catalog(
                "state",
                "",
                &[(
                    "a",
                    "Face sheet",
                    "needs = [\"form\"]\nelements = [\"Name\", \"Address\"]\nsame_as = [{ clause = \"payer/1\", how = \"equal\" }]",
                )],
            ),
        ),
        (SHEET, &face_sheet(&["Name"], "state/a")),
    ]);
    assert_status(&sandbox, "payer/1", "uncovered");
    sandbox.write(&format!("book/{SHEET}"), face_sheet(&["Name", "Address"], "state/a"));
    assert_status(&sandbox, "payer/1", "covered");
}

#[test]
fn a_mapping_whose_clause_changed_counts_for_nothing_until_somebody_compares_again() {
    let sandbox = mapped("equal");
    let changed =
        catalog("payer", "", &[("1", "Plan within a week", &format!("{PLAN}\nmeaning = \"changed\""))]);
    sandbox.write("book/content/specifications/payer/2026-11-01.toml", changed);
    assert_status(&sandbox, "payer/1", "uncovered");
    says(&sandbox.run(&["check", "book"]).expect(0), "warning[doubtful-mapping]");
    let file = "book/content/mappings/both.toml";
    sandbox.edit(file, "target = \"payer\"", "target = \"payer\"\ncites = { payer = 2026-11-01 }");
    assert_status(&sandbox, "payer/1", "covered");
    let removed = "[[removed]]\nid = \"1\"\nreason = \"Nobody plans.\"\n";
    let gone = catalog("payer", removed, &[("2", "Meet", "needs = [\"policy\"]\nwas = false")]);
    sandbox.write("book/content/specifications/payer/2026-11-15.toml", gone);
    says(&sandbox.run(&["check", "book"]).expect(0), "warning[removed-clause]");
}

#[test]
fn compliance_with_a_whole_specification_is_covered_when_all_of_it_is() {
    let all = ("1", "State law", "met_by = \"state\"");
    let sandbox = book(&[(PAYER, &catalog("payer", "", &[all])), (POLICY, &policy("We plan."))]);
    let json = coverage(&sandbox, "2026-12-01");
    assert_eq!(clause(&json, "payer/1")["status"], "uncovered");
    assert_eq!(clause(&json, "payer/1")["met_by"]["at_hand"], false);
    says(&sandbox.run(&["check", "book"]).expect(0), "note[not-at-hand]");
    sandbox
        .write(&format!("book/{STATE}"), catalog("state", "", &[("a", "Plan", PLAN), ("b", "Meet", PLAN)]));
    assert_status(&sandbox, "payer/1", "uncovered");
    sandbox.write(&format!("book/{POLICY}"), policy("We plan [@state/a]."));
    assert_status(&sandbox, "payer/1", "partial");
    sandbox.write(&format!("book/{POLICY}"), policy("We plan [@state/a] and meet [@state/b]."));
    let json = coverage(&sandbox, "2026-12-01");
    assert_eq!(clause(&json, "payer/1")["status"], "covered");
    assert_eq!(clause(&json, "payer/1")["met_by"]["covered"], 2);
    says(&sandbox.run(&["coverage", "book"]).expect(0), "State law (met by state: 2 of 2 covered)");
}

#[test]
fn compliance_with_a_specification_that_is_only_in_part_at_hand_is_never_met() {
    let all = ("1", "State law", "needs = [\"policy\"]\nmet_by = \"state\"");
    let state = |keys: &str| catalog("state", keys, &[("a", "Plan", PLAN)]);
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[all])),
        (STATE, &state("complete = false")),
        (POLICY, &policy("We keep the law [@payer/1] and plan [@state/a].")),
    ]);
    let json = coverage(&sandbox, "2026-12-01");
    assert_eq!(clause(&json, "state/a")["status"], "covered");
    assert_eq!(clause(&json, "payer/1")["status"], "partial");
    assert_eq!(clause(&json, "payer/1")["met_by"]["complete"], false);
    says(&sandbox.run(&["coverage", "book"]).expect(0), "met by state: 1 of 1 covered; only in part at hand");
    says(&sandbox.run(&["check", "book"]).expect(0), "which is only in part at hand: it is open");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let page = sandbox.read("book/public/specifications/payer.html");
    assert!(page.contains("only in part at hand"), "{page}");
    sandbox.write(&format!("book/{STATE}"), state(""));
    assert_status(&sandbox, "payer/1", "covered");
}

#[test]
fn two_specifications_that_ask_for_each_other_are_open() {
    let sandbox = book(&[
        (PAYER, &catalog("payer", "", &[("1", "State law", "met_by = \"state\"")])),
        (STATE, &catalog("state", "", &[("a", "Contract", "met_by = \"payer\"")])),
    ]);
    assert_status(&sandbox, "payer/1", "uncovered");
    assert_status(&sandbox, "state/a", "uncovered");
    says(&sandbox.run(&["check", "book"]).expect(0), "asks in turn for the specification of this clause");
}

#[test]
fn a_specification_that_has_ended_counts_no_more_and_says_what_took_its_place() {
    let keys = "ends = 2027-01-01\nsuperseded_by = \"state\"";
    let sandbox = book(&[
        (PAYER, &catalog("payer", keys, &[("1", "Plan", PLAN), ("2", "Meet", PLAN)])),
        (
            STATE,
            &catalog(
                "state",
                "",
                &[("a", "Plan", &format!("{PLAN}\nsame_as = [{{ clause = \"payer/1\", how = \"equal\" }}]"))],
            ),
        ),
        (POLICY, &policy("We plan [@payer/1].")),
    ]);
    assert_status(&sandbox, "payer/1", "covered");
    assert_eq!(clause(&coverage(&sandbox, "2026-12-01"), "payer/1")["met_until"], "2026-12-31");
    let then = coverage(&sandbox, "2027-01-01");
    assert_eq!(clause(&then, "payer/1")["status"], "superseded");
    assert_eq!(then["totals"]["applicable"], 1);
    // Somebody compared the two: what met the old clause meets the new one.
    assert_eq!(clause(&then, "state/a")["status"], "covered");
    says(&sandbox.run(&["check", "book"]).expect(0), "`payer` ends on January 1, 2027");
    sandbox.run(&["build", "book", "--as-of", "2027-01-01"]).expect(0);
    let page = sandbox.read("book/public/specifications/payer.html");
    assert!(page.contains("It ended on January 1, 2027") && page.contains("Specification state"), "{page}");
}

#[test]
fn two_mappings_that_disagree_count_for_nothing() {
    let sandbox = mapped("equal");
    let same_as = format!("{PLAN}\nsame_as = [{{ clause = \"state/a\", how = \"overlaps\" }}]");
    sandbox.write(&format!("book/{PAYER}"), catalog("payer", "", &[("1", "Plan", &same_as)]));
    assert_status(&sandbox, "payer/1", "uncovered");
    says(
        &sandbox.run(&["check", "book"]).expect(0),
        "two mappings say different things of `state/a` and `payer/1`",
    );
}
