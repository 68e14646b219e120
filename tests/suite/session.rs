//! Training from the calendar to the record: the packet for a session, who is due, who has to make it up, and what somebody has learned.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;

use jiff::civil::date;
use page_validation::ValidationProfile;

use crate::pdf::failures;
use crate::redlines::pdf_text;
use crate::support::{Sandbox, files_in};

const PEOPLE: &str = r#"[[person]]
name = "Zenobia Quill"
role = "Worker"
since = 2025-01-06

[[person]]
name = "Ézékiel, Jr. Öst"
role = "Driver"
since = 2025-11-30
"#;

const HANDBOOK: &str = r#"title = "Handbook"
tracks = ["csp"]
people_folder = "../staff"
form_tasks = ["Training"]

[track_names]
csp = "Community Support Program"

[organization]
name = "Riverside"

[[roles]]
name = "Worker"

[[roles]]
name = "Driver"

[[training]]
roles = ["Worker", "Driver"]
curriculum = "curriculum:core"
within_days = 90
every_months = 24
first = ["safety"]
first_days = 14

[session]
attendance = "attendance"
evaluation = "evaluation"
"#;

const CURRICULUM: &str = r#"+++
title = "Core"
number = "TR-1"
owner = "Director"
approver = "Board"
summary = "What we learn, beginning with [rights](#unit-rights)."
audience = "all"

[[history]]
date = 2025-01-02
change = "First version."

[[unit]]
id = "rights"
title = "Rights"
minutes = 60
teacher = "Nurse"
objectives = ["Name two rights."]
after = ["safety"]

[[unit]]
id = "safety"
title = "Safety"
minutes = 30
teacher = "Nurse"
objectives = ["Leave when it isn't safe."]
materials = ["A whistle for each learner."]
valid_months = 12

[[unit.question]]
id = "door"
question = "Where do you sit?"
options = ["By the door", "By the window"]
answer = "By the door"
why = "The way out is free."
used_for = "test"

[[unit.question]]
id = "dog"
question = "A dog growls. What now?"
options = ["Leave", "Pet it"]
answer = "Leave"
why = "Dogs bite."
used_for = "practice"

[[unit.question]]
id = "belt"
question = "Who wears a belt?"
options = ["Everyone", "The driver"]
answer = "Everyone"
why = "That is the law."

[[unit]]
id = "driving"
title = "Driving"
minutes = 15
teacher = "Nurse"
objectives = ["Park well."]
roles = ["Driver"]

[[unit]]
id = "safety-again"
title = "Safety, once more"
minutes = 15
teacher = "Nurse"
objectives = ["Say the signal."]
roles = ["Worker"]
renews = ["safety"]
+++

## Rights

Members have rights.

## Safety

### Outline

1. **Two names** (10 minutes). A *protocol* and a *plan*.
2. **Leaving** (5 minutes). Say it aloud.

### Practice

Play it in pairs.

### For the trainer

Keep the door open.

| Card | Key |
|---|---|
| A locked door | Leave |
| A barking dog | Call |

## Driving

Park facing out.

## Safety, once more

The signal.
"#;

fn form(title: &str, number: &str, section: &str) -> String {
    format!(
        "title = \"{title}\"\nnumber = \"{number}\"\nowner = \"Director\"\napprover = \"Board\"\nsummary = \"What is written.\"\n\
         tasks = [\"Training\"]\ndue = \"In the session.\"\n\n\
         [[history]]\ndate = 2025-01-02\nchange = \"First version.\"\n\n[[identity]]\nid = \"unit\"\nlabel = \"Unit\"\n\n\
         [[section]]\nid = \"one\"\ntitle = \"One\"\n\n{section}"
    )
}

const ATTENDEES: &str = r#"[[section.field]]
id = "minutes"
label = "Minutes taught"
kind = "number"

[[section.field]]
id = "attendance"
label = "People who took part"
kind = "table"
rows = 1

[[section.field.column]]
id = "name"
label = "Printed name"

[[section.field.column]]
id = "initials"
label = "Initials"
kind = "initials"
"#;

const OPINION: &str = r#"[[section.field]]
id = "useful"
label = "I can use this."
kind = "choice"
options = ["Yes", "No"]
"#;

/// A handbook with a curriculum that was approved on January 2, 2025, and the people beside it.
fn with_training() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("book/handbook.toml", HANDBOOK)
        .write("book/content/curricula/core/2025-01-02.md", CURRICULUM)
        .write("book/forms/attendance/2025-01-02.toml", form("Who was there", "F-1", ATTENDEES))
        .write("book/forms/evaluation/2025-01-02.toml", form("What you think", "F-2", OPINION))
        .write("staff/people.toml", PEOPLE);
    let approve = ["approve", "--all", "book", "--by", "Board", "--on", "2025-01-02"];
    sandbox.run_on(date(2025, 1, 2), &approve).expect(0);
    sandbox
}

fn learned(sandbox: &Sandbox, unit: &str, person: &str, on: &str) {
    let unit = format!("curriculum:core#{unit}");
    let learned = ["acknowledge", &unit, "book", "--person", person, "--on", on, "--how", "class"];
    sandbox.run(&learned).expect(0);
}

fn text_of(sandbox: &Sandbox, path: &str) -> String {
    let pdf = fs::read(sandbox.path(path)).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&pdf, profile), Vec::<String>::new(), "{path}");
    }
    pdf_text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_session_is_one_packet_with_everything_and_the_names_of_those_who_are_due() {
    let sandbox = with_training();
    learned(&sandbox, "safety", "Ézékiel, Jr. Öst", "2026-11-20");
    let said = sandbox.run(&["session", "core", "safety", "book", "--on", "2026-12-08"]).expect(0).err;
    assert!(said.contains("safety-2026-12-08.pdf") && said.contains("has 1 name,"), "{said}");
    assert!(!said.contains("Zenobia"), "{said}");
    let text = text_of(&sandbox, "safety-2026-12-08.pdf");
    for part in [
        "Training session: Safety",
        "A whistle for each learner.",
        "Keep the door open.",
        "Answers",
        "The way out is free.",
        "Cards to cut out",
        "Learner’s sheet",
        "Two names (10 minutes)",
        "Who was there",
        "Zenobia Quill",
        "What you think",
        "December 8, 2026",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Ézékiel"), "{text}");
    // What a learner may keep says no answer.
    let (_, for_learners) = text.split_once("Learner’s sheet Safety").unwrap();
    for hidden in ["The way out is free.", "Keep the door open.", "A dog growls."] {
        assert!(!for_learners.contains(hidden), "{hidden}: {for_learners}");
    }
    sandbox.run(&["session", "core", "safety", "book", "--on", "2026-12-08"]).expect(1);
    let unknown = sandbox.run(&["session", "core", "safty", "book", "--on", "2026-12-08"]).expect(2).err;
    assert!(unknown.contains("safety"), "{unknown}");
}

#[test]
fn a_list_of_names_is_invited_and_a_message_has_none_of_them() {
    let sandbox = with_training();
    sandbox.write("new.csv", "role;name\nWorker;Waldemar Neu\nWorker;Ottilie Neu\n");
    let packet = ["session", "core", "safety", "book", "--on", "2026-12-08", "--people", "new.csv"];
    let said = sandbox.run(&[&packet[..], &["--out", "new.pdf", "--check", "b"]].concat()).expect(0);
    assert!(!format!("{}{}", said.out, said.err).contains("Waldemar"), "{}", said.err);
    let text = text_of(&sandbox, "new.pdf");
    assert!(text.contains("Waldemar Neu") && text.contains("Ottilie Neu"), "{text}");
    assert!(text.contains("form B"), "{text}");
    sandbox.write("wrong.csv", "person\nWaldemar Neu\n");
    let wrong = ["session", "core", "safety", "book", "--on", "2026-12-08", "--people", "wrong.csv"];
    let refused = sandbox.run(&wrong).expect(1).err;
    assert!(refused.contains("no column `name`") && !refused.contains("Waldemar"), "{refused}");
}

#[test]
fn who_was_invited_and_was_not_there_makes_it_up() {
    let sandbox = with_training();
    learned(&sandbox, "safety", "Ézékiel, Jr. Öst", "2026-11-24");
    let make_up = ["session", "core", "safety", "book", "--on", "2026-11-24", "--make-up"];
    let expected = "\
curriculum:core#safety on 2026-11-24: 1 of 2 people learned it.
To make it up:
  Zenobia Quill (Worker), by 2025-01-20
";
    assert_eq!(sandbox.run(&make_up).expect(0).out, expected);
    learned(&sandbox, "safety", "Zenobia Quill", "2026-12-01");
    assert!(sandbox.run(&make_up).expect(0).out.ends_with(": 2 of 2 people learned it.\n"));
}

#[test]
fn the_first_units_are_due_first_and_each_unit_for_its_roles() {
    let sandbox = with_training();
    let expected = "\
2025-01-20  open    Zenobia Quill     TR-1 Core: Safety
2025-04-06  open    Zenobia Quill     TR-1 Core: Rights; first: Core: Safety
2025-04-06  open    Zenobia Quill     TR-1 Core: Safety, once more
2025-12-14  open    Ézékiel, Jr. Öst  TR-1 Core: Safety
2026-02-28  open    Ézékiel, Jr. Öst  TR-1 Core: Driving
2026-02-28  open    Ézékiel, Jr. Öst  TR-1 Core: Rights; first: Core: Safety
As of 2026-12-01: 6 units are late, 0 units are due later.
";
    assert_eq!(sandbox.run(&["due", "book"]).expect(0).out, expected);
    let csv = sandbox.run(&["due", "book", "--format", "csv"]).expect(0).out;
    assert!(csv.contains("2025-01-20,yes,open,Zenobia Quill,Worker,curriculum:core#safety,TR-1,"), "{csv}");
    let calendar = sandbox.run(&["due", "book", "--format", "ics"]).expect(0).out;
    assert!(calendar.contains("DTSTART;VALUE=DATE:20250120\r\n"), "{calendar}");
    sandbox.run(&["due", "book", "--format", "pdf"]).expect(2);
    sandbox.run(&["due", "book", "--format", "pdf", "--out", "due.pdf"]).expect(0);
    assert!(text_of(&sandbox, "due.pdf").contains("Training that is due"));
}

#[test]
fn a_unit_lapses_after_its_own_months_and_a_refresher_renews_it() {
    let sandbox = with_training();
    learned(&sandbox, "safety", "Zenobia Quill", "2025-10-01");
    learned(&sandbox, "rights", "Zenobia Quill", "2025-10-01");
    let due = || {
        let out = sandbox.run(&["due", "book"]).expect(0).out;
        let own = out.lines().filter(|line| line.contains("Zenobia"));
        own.map(str::to_owned).collect::<Vec<_>>()
    };
    let before = due();
    assert!(before.iter().any(|line| line.starts_with("2026-10-01  lapsed")), "{before:?}");
    assert!(before.iter().any(|line| line.starts_with("2027-10-01  again ")), "{before:?}");
    learned(&sandbox, "safety-again", "Zenobia Quill", "2026-09-01");
    let after = due();
    assert!(
        after.iter().any(|line| line.starts_with("2027-09-01  again ") && line.contains("Safety;")),
        "{after:?}"
    );
}

#[test]
fn a_record_goes_from_the_first_unit_to_one_that_has_lapsed() {
    let sandbox = with_training();
    learned(&sandbox, "safety", "Zenobia Quill", "2025-01-13");
    learned(&sandbox, "rights", "Zenobia Quill", "2025-02-03");
    learned(&sandbox, "safety", "Zenobia Quill", "2025-11-03");
    let record = ["training-record", "Zenobia Quill", "book", "--out", "record.pdf"];
    let said = sandbox.run(&record).expect(0);
    assert!(!format!("{}{}", said.out, said.err).contains("Zenobia"), "{}", said.err);
    let text = text_of(&sandbox, "record.pdf");
    let (_, table) = text.split_once("Valid until ").unwrap();
    let expected = "\
January 13, 2025 TR-1 Core: Safety January 2, 2025 30 class — \
February 3, 2025 TR-1 Core: Rights January 2, 2025 60 class February 3, 2027 \
November 3, 2025 TR-1 Core: Safety January 2, 2025 30 class November 3, 2026 \
To learn What By \
TR-1 Core: Safety, once more Late, was due April 6, 2025 \
TR-1 Core: Safety. Again; it was learned last on November 3, 2025 Late, was due November 3, 2026";
    assert!(table.starts_with(expected), "{table}");
    assert!(text.contains("2 hours in all"), "{text}");
    sandbox.run(&["training-record", "Nobody Atall", "book", "--out", "nobody.pdf"]).expect(2);
}

#[test]
fn no_name_of_training_is_in_the_site_or_in_findings() {
    let sandbox = with_training();
    learned(&sandbox, "safety", "Zenobia Quill", "2025-11-03");
    sandbox.run(&["build", "book"]).expect(0);
    for (path, bytes) in files_in(&sandbox.path("book/public")) {
        let text = if path.ends_with(".pdf") {
            pdf_text(&bytes)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        assert!(!text.contains("Zenobia") && !text.contains("Ézékiel"), "{path}");
        assert!(!path.contains("due") && !path.contains("session") && !path.contains("record"), "{path}");
    }
    for arguments in [["check", "book", "--format", "json"], ["coverage", "book", "--format", "json"]] {
        let printed = sandbox.run(&arguments).printed();
        assert!(!format!("{}{}", printed.out, printed.err).contains("Zenobia"));
    }
    for out in ["book/public/a.pdf", "book/content/a.pdf"] {
        sandbox.run(&["session", "core", "safety", "book", "--on", "2026-12-08", "--out", out]).expect(2);
        sandbox.run(&["due", "book", "--format", "pdf", "--out", out]).expect(2);
        sandbox.run(&["training-record", "Zenobia Quill", "book", "--out", out]).expect(2);
    }
}

#[test]
fn a_handbook_that_names_an_attendance_sheet_has_no_other() {
    let sandbox = with_training();
    sandbox.run(&["build", "book"]).expect(0);
    assert!(!sandbox.path("book/public/curricula/core-attendance.pdf").exists());
    let page = sandbox.read("book/public/curricula/core.html");
    assert!(page.contains("href=\"../forms/attendance.pdf\""), "{page}");
    let unknown = HANDBOOK.replace("attendance = \"attendance\"", "attendance = \"attendence\"");
    sandbox.write("book/handbook.toml", unknown);
    let found = sandbox.run(&["check", "book"]).expect(0);
    let found = format!("{}{}", found.out, found.err);
    assert!(found.contains("unknown-duty") && found.contains("attendence"), "{found}");
}

#[test]
fn the_edition_for_staff_tells_answers_to_practice_only() {
    let sandbox = with_training();
    sandbox.run(&["build", "book", "--edition", "staff"]).expect(0);
    let public = sandbox.path("book/public");
    let site = files_in(&public);
    for (path, bytes) in &site {
        let text = if path.ends_with(".pdf") {
            pdf_text(bytes)
        } else {
            String::from_utf8_lossy(bytes).into_owned()
        };
        for hidden in ["The way out is free.", "That is the law.", "Keep the door open."] {
            assert!(!text.contains(hidden), "{path}: {hidden}");
        }
    }
    assert!(site.iter().all(|(path, _)| !path.contains("-trainer") && !path.contains("-form-b")));
    let unit = sandbox.read("book/public/curricula/core/safety.html");
    assert!(unit.contains("Dogs bite.") && unit.contains("Who wears a belt?"), "{unit}");
    assert!(!unit.contains("Where do you sit?"), "{unit}");
    assert_eq!(unit.matches("<details class=\"why\">").count(), 1);
    sandbox.run(&["build", "book"]).expect(0);
    let unit = sandbox.read("book/public/curricula/core/safety.html");
    assert_eq!(unit.matches("<details class=\"why\">").count(), 2);
    assert!(public.join("curricula/core-trainer.pdf").exists());
}

#[test]
fn an_old_address_of_a_unit_leads_on() {
    let sandbox = with_training();
    sandbox.run(&["rename", "curriculum:core", "basics", "book"]).expect(0);
    let text = sandbox.read("book/content/curricula/basics/2025-01-02.md");
    let shorter = text.replace(
        "\n[[unit]]\nid = \"driving\"\ntitle = \"Driving\"\nminutes = 15\nteacher = \"Nurse\"\nobjectives = [\"Park well.\"]\nroles = [\"Driver\"]\n",
        "",
    );
    let shorter = shorter.replace("## Driving\n\nPark facing out.\n\n", "");
    let shorter = shorter.replace("date = 2025-01-02", "date = 2026-06-01");
    let approval = shorter.find("approved_by").map(|at| &shorter[at..shorter[at..].find('\n').unwrap() + at]);
    assert!(approval.is_some(), "{shorter}");
    sandbox.write("book/content/curricula/basics/2026-06-01.md", shorter);
    assert!(sandbox.read("book/handbook.toml").contains("curriculum = \"curriculum:basics\""));
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let renamed = sandbox.read("book/public/curricula/core/safety.html");
    assert!(renamed.contains("url=../../curricula/basics/safety.html"), "{renamed}");
    let dropped = sandbox.read("book/public/curricula/basics/driving.html");
    assert!(dropped.contains("url=../../curricula/basics.html"), "{dropped}");
}

/// A curriculum of the small handbook whose one unit teaches these clauses.
fn teaching(day: &str, covers: &str) -> String {
    format!(
        "+++\ntitle = \"Core\"\nnumber = \"TR-1\"\nowner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\n\
         approved_on = 2026-01-10\nreviewed = 2026-01-10\nsummary = \"What we learn.\"\naudience = \"all\"\n\n\
         [[history]]\ndate = {day}\nchange = \"A version.\"\n\n[[unit]]\nid = \"visits\"\ntitle = \"Visits\"\nminutes = 60\n\
         teacher = \"Nurse\"\nobjectives = [\"Knock.\"]\ncovers = [{covers}]\n+++\n\n## Visits\n\nWe knock.\n"
    )
}

#[test]
fn a_topic_that_a_version_to_come_drops_is_a_warning_today() {
    let sandbox = Sandbox::with_small();
    let folder = "book/content/curricula/core";
    sandbox.write(&format!("{folder}/2026-01-15.md"), teaching("2026-01-15", "\"payer/visits/4\""));
    let before = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(!before.contains("evidence-ends"), "{before}");
    sandbox.write(&format!("{folder}/2027-01-01.md"), teaching("2027-01-01", ""));
    let today = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(today.contains("warning[evidence-ends]") && today.contains("payer/visits/4"), "{today}");
    assert!(today.contains("from January 1, 2027 on, no training"), "{today}");
}

#[test]
fn who_approves_a_version_that_drops_a_topic_reads_which_clause_nobody_will_teach() {
    let sandbox = Sandbox::with_small();
    let folder = "book/content/curricula/core";
    sandbox.write(&format!("{folder}/2026-01-15.md"), teaching("2026-01-15", "\"payer/visits/4\""));
    let approval = "approved_by = \"Board\"\napproved_on = 2026-01-10\nreviewed = 2026-01-10\n";
    let dropped = teaching("2027-01-01", "").replace(approval, "");
    sandbox.write(&format!("{folder}/2027-01-01.md"), dropped);
    let approve =
        ["approve", "core", "book", "--version", "2027-01-01", "--by", "Board", "--on", "2026-11-30"];
    let said = sandbox.run(&approve).expect(0).err;
    assert!(said.contains("from January 1, 2027 on, no training meets payer/visits/4"), "{said}");
}

#[test]
fn certificates_are_filled_in_for_a_list() {
    let sandbox = with_training();
    sandbox.write("people.csv", "learner,completed,credit,until\nZenobia Quill,2026-11-30,C-17,2027-11-30\n");
    let fill =
        ["fill", "core-certificate", "book", "--data", "people.csv", "--out-dir", "out", "--name", "{row}"];
    let said = sandbox.run(&fill).expect(0);
    assert!(said.err.contains("Filled in: 1 of 1 form") && !said.err.contains("Zenobia"), "{}", said.err);
    let (_, pdf) = files_in(&sandbox.path("out")).remove(0);
    let text = pdf_text(&pdf);
    for words in ["Riverside", "TR-1 Core: 2 hours", "Credit number", "Valid until"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(String::from_utf8_lossy(&pdf).contains("C-17"));
    let unknown = sandbox.run(&["fill", "cor-certificate", "book", "--blank-data"]).expect(2).err;
    assert!(unknown.contains("did you mean core-certificate?"), "{unknown}");
}

/// The words of the parts of a PowerPoint file whose paths begin so, by path: each paragraph a line.
fn parts_of_slides(bytes: &[u8], folder: &str) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let mut parts = BTreeMap::new();
    for name in names.into_iter().filter(|name| name.starts_with(folder) && name.ends_with(".xml")) {
        let mut xml = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut xml).unwrap();
        let paragraphs = xml.split("</a:p>").map(|paragraph| {
            let runs = paragraph.split("<a:t>").skip(1);
            runs.map(|run| run.split("</a:t>").next().unwrap()).collect::<String>()
        });
        parts.insert(name, paragraphs.collect::<Vec<String>>().join("\n"));
    }
    parts
}

#[test]
fn slides_for_powerpoint_have_the_same_text_in_boxes_and_the_whole_step_in_the_notes() {
    let sandbox = with_training();
    let export = ["export", "core", "book", "--pptx", "--unit", "safety", "--out", "slides.pptx"];
    sandbox.run(&export).expect(0);
    let bytes = fs::read(sandbox.path("slides.pptx")).unwrap();
    let shown = parts_of_slides(&bytes, "ppt/slides/").into_values().collect::<Vec<String>>().join("\n");
    for words in ["Safety", "Two names (10 minutes)", "A protocol and a plan.", "Where do you sit?", "a)  "] {
        assert!(shown.contains(words), "no {words}:\n{shown}");
    }
    let notes = parts_of_slides(&bytes, "ppt/notesSlides/").into_values().collect::<Vec<String>>().join("\n");
    assert!(notes.contains("Two names (10 minutes). A protocol and a plan."), "{notes}");
    sandbox.run(&["export", "core", "book", "--pptx", "--unit", "safety", "--out", "again.pptx"]).expect(0);
    assert_eq!(fs::read(sandbox.path("again.pptx")).unwrap(), bytes);
}

#[test]
fn slides_have_each_step_and_each_question_without_and_with_its_answer() {
    let sandbox = with_training();
    let export = ["export", "core", "book", "--slides", "--unit", "safety", "--out", "slides.pdf"];
    sandbox.run(&export).expect(0);
    let text = text_of(&sandbox, "slides.pdf");
    assert!(text.contains("Two names (10 minutes) • A protocol and a plan."), "{text}");
    assert_eq!(text.matches("Where do you sit?").count(), 2);
    assert_eq!(text.matches("The way out is free.").count(), 1);
    assert!(text.contains("Notes Safety") && !text.contains("A dog growls."), "{text}");
    sandbox.run(&["export", "core", "book", "--slides", "--unit", "safty"]).expect(2);
}
