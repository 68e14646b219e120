//! A unit that two curricula teach: one text, one approval of it, one record of whoever has learned it.

use std::fs;

use clausebook::pipeline::examine;
use clausebook::search::places;
use clausebook::view;
use clausebook::world::MemoryWorld;
use jiff::civil::date;

use crate::redlines::pdf_text;
use crate::support::{Sandbox, TODAY};

const HANDBOOK: &str = r#"title = "Handbook"
tracks = ["csp"]
people_folder = "../staff"

[track_names]
csp = "Community Support Program"

[organization]
name = "Riverside"

[[roles]]
name = "Worker"

[[training]]
roles = ["Worker"]
curriculum = "core"

[[training]]
roles = ["Worker"]
curriculum = "yearly"
within_days = 90
"#;

const PAYER: &str = r#"id = "payer"
title = "What a payer asks"
short_title = "PAYER"
publisher = "A payer"
jurisdiction = "Massachusetts"
authority = "binding"
revision = 2025-01-01

[[clause]]
id = "1"
title = "Calls"
summary = "Everyone learns to call."
kind = "requirement"
needs = ["training"]
source = "Item 1"
"#;

const CORE: &str = r#"+++
title = "Core"
number = "TR-1"
owner = "Trainer"
approver = "Board"
summary = "What is taught."
audience = "Workers"

[[history]]
date = 2026-01-02
change = "First version."

[[unit]]
id = "calls"
title = "Calls"
minutes = 30
teacher = "A trainer"
covers = ["payer/1"]
objectives = ["Call in time."]

[[unit.question]]
id = "whom"
question = "Whom do you call?"
options = ["The supervisor", "A friend of yours"]
answer = "The supervisor"
why = "The policy says so."

[[unit]]
id = "notes"
title = "Notes"
minutes = 20
teacher = "A trainer"
objectives = ["Write it down."]
+++

## Calls

Call at once, then write [Notes](#unit-notes).

## Notes

Write.
"#;

const YEARLY: &str = r#"+++
title = "Yearly"
number = "TR-2"
owner = "Trainer"
approver = "Board"
summary = "What is taught each year."
audience = "Workers"

[[history]]
date = 2026-01-02
change = "First version."

[[unit]]
id = "fires"
title = "Fires"
minutes = 15
teacher = "A trainer"
objectives = ["Leave."]

[[unit]]
use = "core#calls"
id = "calls-again"
+++

## Fires

Leave.
"#;

const CORE_FILE: &str = "book/content/curricula/core/2026-01-02.md";
const YEARLY_FILE: &str = "book/content/curricula/yearly/2026-01-02.md";
const NEW_CORE_FILE: &str = "book/content/curricula/core/2026-06-01.md";

const PEOPLE: &str = "[[person]]\nname = \"Zenobia Quill\"\nrole = \"Worker\"\nsince = 2026-01-05\n";

fn unapproved() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("book/handbook.toml", HANDBOOK)
        .write("book/content/specifications/payer.toml", PAYER)
        .write(CORE_FILE, CORE)
        .write(YEARLY_FILE, YEARLY)
        .write("staff/people.toml", PEOPLE);
    sandbox
}

fn approve(sandbox: &Sandbox, curriculum: &str) {
    let approve = ["approve", curriculum, "book", "--by", "Board", "--on", "2026-01-02"];
    sandbox.run_on(date(2026, 1, 2), &approve).expect(0);
}

/// Both curricula, approved on their day.
fn approved() -> Sandbox {
    let sandbox = unapproved();
    approve(&sandbox, "core");
    approve(&sandbox, "yearly");
    sandbox
}

fn world() -> MemoryWorld {
    MemoryWorld::new(TODAY)
        .with("handbook.toml", HANDBOOK)
        .with("content/specifications/payer.toml", PAYER)
        .with("content/curricula/core/2026-01-02.md", CORE)
        .with("content/curricula/yearly/2026-01-02.md", YEARLY)
}

/// The words of a PDF of the built site, with single spaces.
fn printed(sandbox: &Sandbox, name: &str) -> String {
    let pdf = fs::read(sandbox.path(&format!("book/public/curricula/{name}.pdf"))).unwrap();
    pdf_text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_used_unit_has_the_text_of_the_other_curriculum_and_says_where_it_is_from() {
    let sandbox = approved();
    sandbox.run(&["build", "book"]).expect(0);
    let page = sandbox.read("book/public/curricula/yearly/calls-again.html");
    assert!(
        page.contains("This unit is from <a href=\"../../curricula/core/calls.html\">Core (TR-1)</a>"),
        "{page}"
    );
    assert!(page.contains("Call at once") && page.contains("Whom do you call?"), "{page}");
    // A link to another unit of that curriculum leads there.
    assert!(page.contains("<a href=\"../../curricula/core/notes.html\">Notes</a>"), "{page}");
    let overview = sandbox.read("book/public/curricula/yearly.html");
    assert!(overview.contains("45 minutes"), "{overview}");
    let (fires, calls) = (overview.find("yearly/fires.html"), overview.find("yearly/calls-again.html"));
    assert!(fires.is_some() && fires < calls, "{overview}");
    for edition in ["yearly", "yearly-trainer"] {
        let text = printed(&sandbox, edition);
        assert!(text.contains("This unit is from Core (TR-1)") && text.contains("Call at once"), "{text}");
    }
    assert!(printed(&sandbox, "yearly-attendance").contains("Calls"));
}

#[test]
fn the_unit_itself_doesnt_say_where_it_is_from() {
    let sandbox = approved();
    sandbox.run(&["build", "book"]).expect(0);
    assert!(!sandbox.read("book/public/curricula/core/calls.html").contains("This unit is from"));
}

#[test]
fn the_search_finds_a_unit_where_its_text_is() {
    let examined = examine(&world());
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, false);
    let found = places(&pages);
    let urls: Vec<&str> = found.iter().map(|page| page.url.as_str()).collect();
    assert!(urls.contains(&"curricula/core/calls.html"), "{urls:?}");
    assert!(!urls.contains(&"curricula/yearly/calls-again.html"), "{urls:?}");
}

/// The files with a text that isn't the approved one.
fn changed_files(sandbox: &Sandbox) -> Vec<String> {
    let json = sandbox.run(&["check", "book", "--format", "json"]).expect(0).json();
    let findings = json["findings"].as_array().unwrap();
    let changed = findings.iter().filter(|finding| finding["code"] == "changed-after-approval");
    changed.map(|finding| format!("book/{}", finding["file"].as_str().unwrap())).collect()
}

#[test]
fn the_text_of_a_used_unit_is_approved_in_its_own_curriculum() {
    let sandbox = approved();
    assert_eq!(changed_files(&sandbox), Vec::<String>::new());
    sandbox.edit(CORE_FILE, "Call at once", "Call within a minute");
    assert_eq!(changed_files(&sandbox), [CORE_FILE]);
}

#[test]
fn which_unit_is_used_and_how_often_it_is_learned_is_approved_where_it_is_used() {
    for (from, to) in [
        ("core#calls", "core#notes"),
        ("id = \"calls-again\"\n", "id = \"calls-again\"\nvalid_months = 6\n"),
        ("id = \"calls-again\"\n", "id = \"calls-again\"\ntracks = [\"csp\"]\n"),
        ("[[unit]]\nuse = \"core#calls\"\nid = \"calls-again\"\n", ""),
    ] {
        let sandbox = approved();
        sandbox.edit(YEARLY_FILE, from, to);
        assert_eq!(changed_files(&sandbox), [YEARLY_FILE], "{to}");
    }
    let sandbox = approved();
    sandbox.edit(YEARLY_FILE, "id = \"calls-again\"", "id = \"calls\"");
    assert_eq!(changed_files(&sandbox), Vec::<String>::new());
}

/// How far the clause is met that the used unit teaches.
fn status(sandbox: &Sandbox) -> String {
    let json = sandbox.run(&["coverage", "book", "--format", "json"]).expect(0).json();
    json["specifications"][0]["clauses"][0]["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_used_unit_counts_only_while_its_own_curriculum_is_approved() {
    let sandbox = unapproved();
    approve(&sandbox, "yearly");
    assert_eq!(status(&sandbox), "drafted");
    approve(&sandbox, "core");
    assert_eq!(status(&sandbox), "covered");
    // Its text was changed after the approval, so nothing of it counts.
    sandbox.edit(CORE_FILE, "Call at once", "Call within a minute");
    assert_eq!(status(&sandbox), "drafted");
}

#[test]
fn a_version_has_the_text_that_is_in_force_on_its_day() {
    let sandbox = approved();
    let new_core = CORE.replace("Call at once", "Call within a minute").replace("2026-01-02", "2027-06-01");
    sandbox.write("book/content/curricula/core/2027-06-01.md", new_core);
    let new_yearly = YEARLY.replace("2026-01-02", "2027-06-01");
    sandbox.write("book/content/curricula/yearly/2027-06-01.md", new_yearly);
    for curriculum in ["core", "yearly"] {
        let approve = ["approve", curriculum, "book", "--by", "Board", "--on", "2026-11-01"];
        sandbox.run(&approve).expect(0);
    }
    sandbox.run(&["build", "book"]).expect(0);
    let today = sandbox.read("book/public/curricula/yearly/calls-again.html");
    assert!(today.contains("Call at once"), "{today}");
    let to_come = sandbox.read("book/public/curricula/yearly/2027-06-01.html");
    assert!(to_come.contains("Call within a minute"), "{to_come}");
}

fn learned(sandbox: &Sandbox, unit: &str, on: &str) {
    let unit = format!("curriculum:{unit}");
    let learned = ["acknowledge", &unit, "book", "--person", "Zenobia Quill", "--on", on, "--how", "class"];
    sandbox.run(&learned).expect(0);
}

/// The units that are due, as `clausebook due` names them.
fn due(sandbox: &Sandbox) -> Vec<String> {
    let out = sandbox.run(&["due", "book"]).expect(0).out;
    let rows = out.lines().filter_map(|line| line.split_once("Zenobia Quill"));
    rows.map(|(_, unit)| unit.trim().to_owned()).collect()
}

#[test]
fn whoever_has_learned_a_unit_in_one_curriculum_has_learned_it_in_the_other() {
    let others = ["TR-1 Core: Notes", "TR-2 Yearly: Fires"];
    assert_eq!(due(&approved()), ["TR-1 Core: Calls", "TR-1 Core: Notes", "TR-2 Yearly: Fires"]);
    for unit in ["core#calls", "yearly#calls-again"] {
        let sandbox = approved();
        learned(&sandbox, unit, "2026-03-02");
        assert_eq!(due(&sandbox), others, "{unit}");
    }
}

#[test]
fn a_material_change_of_the_text_is_learned_again_wherever_it_was_learned() {
    for unit in ["core#calls", "yearly#calls-again"] {
        let sandbox = approved();
        learned(&sandbox, unit, "2026-03-02");
        let history = "[[history]]\ndate = 2026-06-01\nchange = \"Call sooner.\"\n\n[[history]]";
        let new_core = CORE.replacen("[[history]]", history, 1).replace("at once", "within a minute");
        sandbox.write(NEW_CORE_FILE, new_core);
        let approve = ["approve", "core", "book", "--by", "Board", "--on", "2026-06-01"];
        sandbox.run_on(date(2026, 6, 1), &approve).expect(0);
        let again = "TR-1 Core: Calls; learned on 2026-03-02".to_owned();
        assert!(due(&sandbox).contains(&again), "{unit}: {:?}", due(&sandbox));
        learned(&sandbox, "yearly#calls-again", "2026-07-01");
        assert!(!due(&sandbox).iter().any(|one| one.contains("Calls")), "{unit}: {:?}", due(&sandbox));
    }
}

#[test]
fn a_question_has_the_ids_of_the_curriculum_that_is_exported() {
    let sandbox = approved();
    sandbox.run(&["export", "yearly", "book", "--gift"]).expect(0);
    let gift = sandbox.read("yearly.gift.txt");
    assert!(gift.contains("[id:yearly/calls-again/whom]"), "{gift}");
}

#[test]
fn a_new_name_of_the_other_curriculum_is_written_and_changes_no_approved_text() {
    let sandbox = approved();
    sandbox.run(&["rename", "core", "basics", "book"]).expect(0);
    let yearly = sandbox.read(YEARLY_FILE);
    assert!(yearly.contains("use = \"basics#calls\"\n"), "{yearly}");
    assert_eq!(changed_files(&sandbox), Vec::<String>::new());
    // A reference that still has the old name is found by it.
    sandbox.edit(YEARLY_FILE, "basics#calls", "core#calls");
    assert_eq!(changed_files(&sandbox), Vec::<String>::new());
    sandbox.run(&["build", "book"]).expect(0);
    let page = sandbox.read("book/public/curricula/yearly/calls-again.html");
    assert!(page.contains("curricula/basics/calls.html\">Core (TR-1)</a>"), "{page}");
}
