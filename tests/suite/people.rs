//! Reviews and acknowledgements: what is due, who has read which version, what lapses, and that no name leaves the folder of the people.

use std::fs;

use jiff::civil::{Date, date};
use page_validation::ValidationProfile;

use crate::pdf::failures;
use crate::redlines::pdf_text;
use crate::replay::replay;
use crate::support::{Sandbox, TODAY, files_in};

const HANDBOOK: &str = r#"title = "Handbook"
tracks = ["csp"]
people_folder = "../staff"

[track_names]
csp = "Community Support Program"

[organization]
name = "Riverside"
telephone = "617-555-0100"

[[roles]]
name = "Worker"
reads = ["policy:*"]
learns = ["curriculum:core"]
within_days = 14
again_months = 12

[[roles]]
name = "Driver"
reads = ["policy:visits"]
"#;

const PEOPLE: &str = r#"[[person]]
name = "Zenobia Quill"
role = "Worker"
since = 2025-01-06

[[person]]
name = "Ézékiel, Jr. Öst"
role = "Driver"
since = 2026-11-30

[[person]]
name = "Waldemar Gone"
role = "Worker"
since = 2024-01-01
until = 2025-12-31
"#;

const NAMES: [&str; 3] = ["Zenobia", "Ézékiel", "Waldemar"];

fn policy(title: &str, number: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nnumber = \"{number}\"\nowner = \"Director\"\napprover = \"Board\"\nsummary = \"Nobody waits.\"\n\n\
         [[history]]\ndate = 2025-11-20\nchange = \"First version.\"\n+++\n\n## Purpose\n\n{body}\n"
    )
}

const CURRICULUM: &str = r#"+++
title = "Core"
number = "TR-1"
owner = "Director"
approver = "Board"
summary = "What we learn."
audience = "all"

[[history]]
date = 2025-11-20
change = "First version."

[[unit]]
id = "rights"
title = "Rights"
minutes = 60
teacher = "Nurse"
objectives = ["Name two rights."]

[[unit]]
id = "safety"
title = "Safety"
minutes = 60
teacher = "Nurse"
objectives = ["Leave when it isn't safe."]
+++

## Rights

Members have rights.

## Safety

Leave when it isn't safe.
"#;

/// Runs clausebook on another day.
fn on(sandbox: &Sandbox, day: Date, arguments: &[&str]) {
    let seconds = i64::from((day - date(1970, 1, 1)).get_days()) * 86_400;
    let output = sandbox.command(arguments).env("SOURCE_DATE_EPOCH", seconds.to_string()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A handbook of two policies and a curriculum, all approved on November 20, 2025, and the people beside it.
fn with_people() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("book/handbook.toml", HANDBOOK)
        .write(
            "book/content/policies/visits/2025-11-20.md",
            policy("Visits", "P-1", "We visit within 1 week."),
        )
        .write("book/content/policies/privacy/2025-11-20.md", policy("Privacy", "P-2", "We tell nobody."))
        .write("book/content/curricula/core/2025-11-20.md", CURRICULUM)
        .write("staff/people.toml", PEOPLE);
    let approve = ["approve", "--all", "book", "--by", "Board", "--on", "2025-11-20"];
    on(&sandbox, date(2025, 11, 20), &approve);
    sandbox
}

/// The same after a year: a material revision of `visits`, and one of `privacy` that is not.
fn after_a_year() -> Sandbox {
    let sandbox = with_people();
    let all =
        ["acknowledge", "--all", "book", "--person", "Zenobia Quill", "--on", "2025-11-24", "--how", "class"];
    on(&sandbox, date(2025, 11, 24), &all);
    sandbox
        .run(&["revise", "visits", "book", "--effective", "2026-03-01", "--change", "Within 1 day."])
        .expect(0);
    let spelling =
        ["revise", "privacy", "book", "--effective", "2026-04-01", "--change", "Spelling.", "--not-material"];
    sandbox.run(&spelling).expect(0);
    sandbox.edit("book/content/policies/visits/2026-03-01.md", "1 week", "1 day");
    on(&sandbox, date(2026, 2, 15), &["approve", "--all", "book", "--by", "Board", "--on", "2026-02-15"]);
    sandbox
}

#[test]
fn a_director_who_returns_after_a_year_sees_what_is_overdue_and_what_has_lapsed() {
    let sandbox = after_a_year();
    // The curriculum was last read on the day of its approval, the policies with theirs.
    let denied = sandbox.run(&["reviews", "book", "--deny", "overdue"]).expect(1);
    assert_eq!(denied.err, "1 review is overdue.\n");
    assert!(denied.out.starts_with("2026-11-20  overdue  TR-1  Core     Director\n"), "{}", denied.out);
    assert!(denied.out.ends_with("As of 2026-12-01: 1 overdue, 2 due later.\n"), "{}", denied.out);
    let near = sandbox.run(&["reviews", "book", "--within", "90d", "--format", "json"]).expect(0).json();
    assert_eq!(near["reviews"].as_array().unwrap().len(), 3);
    assert_eq!(near["reviews"][0]["state"], "overdue");
    assert_eq!(near["reviews"][1]["due"], "2027-02-15");
    assert!(sandbox.run(&["reviews", "book", "--within", "2w"]).expect(0).out.contains("1 overdue, 0 due"));

    let shown = sandbox.run(&["acknowledgements", "book"]).expect(0).out;
    let expected = "\
Worker
  Zenobia Quill: 1 of 4 done
    lapsed  P-1 Visits, version of 2026-03-01, by 2026-03-15 (late); on 2025-11-24, the version of 2025-11-20
    lapsed  TR-1 Core: Rights, version of 2025-11-20, by 2026-11-24 (late); on 2025-11-24, the version of 2025-11-20
    lapsed  TR-1 Core: Safety, version of 2025-11-20, by 2026-11-24 (late); on 2025-11-24, the version of 2025-11-20
Driver
  Ézékiel, Jr. Öst: 0 of 1 done
    open    P-1 Visits, version of 2026-03-01, by 2026-12-30
As of 2026-12-01, 2 people: 1 done, 1 open, 3 lapsed; 3 of them late.
This is a ledger, not an electronic signature.
";
    assert_eq!(shown, expected);
    // On an earlier day, what was known then.
    let then = sandbox.run(&["acknowledgements", "book", "--as-of", "2026-02-20"]).expect(0).out;
    assert!(then.contains("Zenobia Quill: 4 of 4 done"), "{then}");

    let all = ["acknowledge", "--all", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"];
    assert!(sandbox.run(&all).expect(0).err.starts_with("3 rows were recorded in "));
    let now = sandbox.run(&["acknowledgements", "book"]).expect(0).out;
    assert!(now.contains("Zenobia Quill: 4 of 4 done"), "{now}");
    sandbox.run(&all).expect(1);
}

#[test]
fn the_calendar_of_an_unchanged_handbook_is_the_same_on_every_day() {
    let sandbox = after_a_year();
    let calendar = |day: Date| {
        let out = format!("site-{day}");
        on(&sandbox, day, &["build", "book", "--out", &format!("../{out}"), "--no-pdf"]);
        sandbox.read(&format!("{out}/reviews.ics"))
    };
    let (first, second) = (calendar(TODAY), calendar(date(2027, 6, 1)));
    assert_eq!(first, second);
    assert_eq!(sandbox.run(&["reviews", "book", "--format", "ics"]).expect(0).out, first);
    let lines: Vec<&str> = first.split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains('\n')), "{first}");
    for line in [
        "UID:curriculum-core@handbook.toml.clausebook",
        "DTSTAMP:20251120T000000Z",
        "DTSTART;VALUE=DATE:20261120",
        "SUMMARY:Review TR-1 Core",
        "UID:policy-visits@handbook.toml.clausebook",
        "DTSTART;VALUE=DATE:20270215",
    ] {
        assert!(lines.contains(&line), "{line}: {first}");
    }
    let page = sandbox.read("site-2026-12-01/director.html");
    assert!(page.contains("href=\"reviews.ics\""));
}

#[test]
fn what_nobody_has_approved_has_no_review() {
    let sandbox = with_people();
    sandbox.write("book/content/policies/new/2026-11-25.md", policy("New", "P-3", "Words."));
    let shown = sandbox.run(&["reviews", "book"]).expect(0).out;
    assert!(!shown.contains("P-3"), "{shown}");
    assert!(shown.ends_with("1 document is not approved yet, so no review is due.\n"), "{shown}");
    let refused = ["acknowledge", "new", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"];
    assert!(sandbox.run(&refused).expect(1).err.contains("policy:new has no approved version"));
}

#[test]
fn a_revision_that_is_not_material_says_so_and_its_fingerprint_does_not_count_it() {
    let sandbox = after_a_year();
    let path = "book/content/policies/privacy/2026-04-01.md";
    assert!(sandbox.read(path).contains("date = 2026-04-01\nchange = \"Spelling.\"\nmaterial = false\n"));
    sandbox.run(&["build", "book", "--out", "../site", "--no-pdf"]).expect(0);
    let page = sandbox.read("site/policies/privacy/versions.html");
    assert!(page.contains("Spelling. (not material: "), "{page}");
    sandbox.edit(path, "material = false\n", "");
    let findings = sandbox.run(&["check", "book"]).expect(0);
    assert!(!format!("{}{}", findings.out, findings.err).contains("changed-after-approval"));
    let shown = sandbox.run(&["acknowledgements", "book"]).expect(0).out;
    assert!(shown.contains("lapsed  P-2 Privacy, version of 2026-04-01"), "{shown}");
}

#[test]
fn a_correction_leaves_acknowledgements_as_they_are_and_another_text_does_not() {
    let sandbox = with_people();
    let read = ["acknowledge", "visits", "book", "--person", "Zenobia Quill", "--on", "2026-11-30"];
    sandbox.run(&read).expect(0);
    let path = "book/content/policies/visits/2025-11-20.md";
    sandbox.edit(path, "1 week", "one week");
    let unclear = ["acknowledge", "visits", "book", "--person", "Ézékiel, Jr. Öst", "--on", "2026-12-01"];
    assert!(sandbox.run(&unclear).expect(1).err.contains("was changed after its approval"));
    let minor = [
        "approve",
        "visits",
        "book",
        "--minor",
        "--change",
        "Spelling.",
        "--by",
        "Board",
        "--on",
        "2026-12-01",
    ];
    sandbox.run(&minor).expect(0);
    let shown = sandbox.run(&["acknowledgements", "book"]).expect(0).out;
    assert!(!shown.contains("lapsed  P-1"), "{shown}");
    // The entry that says it is a correction is gone: then what was read is another text.
    let text = sandbox.read(path);
    let (before, _) = text.split_once("\n[[history]]\ndate = 2026-12-01").unwrap();
    let (_, after) = text.rsplit_once("by = \"Board\"\n").unwrap();
    sandbox.write(path, format!("{before}{after}"));
    let shown = sandbox.run(&["acknowledgements", "book"]).expect(0).out;
    assert!(shown.contains("lapsed  P-1"), "{shown}");
}

#[test]
fn what_was_read_under_an_old_name_was_read() {
    let sandbox = with_people();
    let read = ["acknowledge", "visits", "book", "--person", "Zenobia Quill", "--on", "2026-11-30"];
    sandbox.run(&read).expect(0);
    sandbox.run(&["rename", "visits", "home-visits", "book"]).expect(0);
    let shown = sandbox.run(&["acknowledgements", "book", "--person", "Zenobia Quill"]).expect(0).out;
    assert!(shown.contains("1 of 4 done") && !shown.contains("P-1 Visits"), "{shown}");
}

#[test]
fn a_returned_sheet_is_recorded_whole_or_not_at_all() {
    let sandbox = with_people();
    let sheet = ["acknowledgements", "book", "--everyone", "--out", "sheet.csv"];
    sandbox.run(&sheet).expect(0);
    let text = sandbox.read("sheet.csv");
    assert_eq!(text.lines().count(), 6, "{text}");
    let nothing = sandbox.run(&["acknowledge", "book", "--from", "sheet.csv"]).expect(1).err;
    assert!(nothing.contains("no row of the sheet has a day"), "{nothing}");
    // Signed, and saved by a spreadsheet program.
    let signed = text.replacen(",,\r\n", ",11/30/2026,\r\n", 2).replace("2025-11-20", "11/20/2025");
    sandbox.write("sheet.csv", &signed);
    let said = sandbox.run(&["acknowledge", "book", "--from", "sheet.csv"]).expect(0).err;
    assert!(
        said.starts_with("2 rows were recorded in ")
            && said.ends_with(" 3 were without a date, and left out.\n"),
        "{said}"
    );
    let again = sandbox.run(&["acknowledge", "book", "--from", "sheet.csv"]).expect(0).err;
    assert!(
        again.starts_with("0 rows were recorded in ") && again.contains("2 were there already"),
        "{again}"
    );
    let ledger = sandbox.read("staff/acknowledgements.csv");
    assert_eq!(ledger.lines().count(), 3, "{ledger}");

    let wrong = "name,document,version,fingerprint,date,how\n\
        Nobody,policy:visits,2025-11-20,,2026-11-30,\n\
        Zenobia Quill,policy:visit,2025-11-20,,2026-11-30,\n\
        Zenobia Quill,policy:visits,2024-11-01,,2026-11-30,\n\
        Zenobia Quill,policy:visits,2025-11-20,v1:000000000000,2026-11-30,\n\
        Zenobia Quill,curriculum:core,2025-11-20,,2026-11-30,\n\
        Zenobia Quill,policy:visits,2025-11-20,,2027-11-30,\n\
        Waldemar Gone,policy:visits,2025-11-20,,2026-11-30,\n\
        Zenobia Quill,policy:privacy,2025-11-20,,2026-11-29,\n";
    sandbox.write("wrong.csv", wrong);
    let refused = sandbox.run(&["acknowledge", "book", "--from", "wrong.csv"]).expect(1);
    for (row, words) in [
        (2, "nobody in people.toml"),
        (3, "not in the handbook"),
        (4, "no version of this day"),
        (5, "another text"),
        (6, "not in the handbook"),
        (7, "in the future"),
        (8, "the person’s last one"),
    ] {
        let line = refused.err.lines().find(|line| line.contains(&format!("row {row}: ")));
        assert!(line.is_some_and(|line| line.contains(words)), "{row}: {}", refused.err);
    }
    assert!(NAMES.iter().all(|name| !refused.err.contains(name)), "{}", refused.err);
    assert_eq!(sandbox.read("staff/acknowledgements.csv"), ledger);
}

#[test]
fn sheets_and_the_matrix_are_tagged_pdfs_that_say_what_they_are() {
    let sandbox = after_a_year();
    for (arguments, words) in [
        (
            vec!["--everyone"],
            vec![
                "Acknowledgements of Zenobia Quill",
                "March 1, 2026 (v1:",
                "I have read each version",
                "Signature",
            ],
        ),
        (
            vec!["--person", "Ézékiel, Jr. Öst"],
            vec!["Acknowledgements of Ézékiel, Jr. Öst", "December 30, 2026"],
        ),
        (
            vec!["--document", "privacy"],
            vec!["Acknowledgements: Privacy", "What changed: Spelling.", "November 24, 2025"],
        ),
        (vec!["--changed"], vec!["Acknowledgements: Visits", "What changed: Within 1 day."]),
        (
            vec![],
            vec![
                "Acknowledgements by role",
                "1 done, 1 open, 3 lapsed; 3 of them late.",
                "Driver",
                "Lapsed, was due",
            ],
        ),
    ] {
        let out = format!("out-{}.pdf", arguments.len() + words.len() + words[0].len());
        let command = [&["acknowledgements", "book", "--out", &out][..], &arguments].concat();
        sandbox.run(&command).expect(0);
        let pdf = fs::read(sandbox.path(&out)).unwrap();
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(&pdf, profile), Vec::<String>::new());
        }
        let text = pdf_text(&pdf);
        for words in words.into_iter().chain(["not an electronic signature"]) {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    let matrix = ["acknowledgements", "book", "--out", "matrix.csv"];
    sandbox.run(&matrix).expect(0);
    let csv = sandbox.read("matrix.csv");
    assert!(csv.contains("Zenobia Quill,Worker,policy:visits,P-1,Visits,2026-03-01,v1:"), "{csv}");
    assert!(csv.contains(",read,lapsed,2025-11-24,2026-03-15,yes"), "{csv}");
    // Nothing that exists is written over, and nothing goes where readers are.
    sandbox.run(&matrix).expect(1);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    for out in ["book/public/a.pdf", "book/content/a.pdf", "a.txt"] {
        sandbox.run(&["acknowledgements", "book", "--out", out]).expect(2);
    }
}

#[test]
fn no_name_is_on_a_page_in_a_finding_or_in_json() {
    let sandbox = after_a_year();
    // Even where the people are inside of the handbook.
    sandbox.edit("book/handbook.toml", "../staff", "people");
    for (path, bytes) in files_in(&sandbox.path("staff")) {
        sandbox.write(&format!("book/people/{path}"), bytes);
    }
    sandbox
        .run(&["acknowledge", "--all", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"])
        .expect(0);
    sandbox.run(&["build", "book"]).expect(0);
    let has_name = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        NAMES.iter().any(|name| text.contains(name))
    };
    for (path, bytes) in files_in(&sandbox.path("book/public")) {
        let is_pdf = path.ends_with(".pdf");
        assert!(!has_name(&bytes), "{path}");
        assert!(!is_pdf || !has_name(pdf_text(&bytes).as_bytes()), "{path}");
        assert!(!path.contains("acknowledgements.csv") && !path.contains("people.toml"), "{path}");
    }
    let director = sandbox.read("book/public/director.html");
    assert!(director.contains("Acknowledgements: 4 done, 1 open, 0 lapsed; 0 of them late."), "{director}");
    for arguments in [
        vec!["check", "book"],
        vec!["check", "book", "--format", "json"],
        vec!["coverage", "book", "--format", "json"],
        vec!["reviews", "book", "--format", "json"],
    ] {
        let printed = sandbox.run(&arguments).printed();
        assert!(!has_name(printed.out.as_bytes()) && !has_name(printed.err.as_bytes()), "{arguments:?}");
    }
    // A folder of the people that is read by a build stops it.
    sandbox.edit("book/handbook.toml", "\"people\"", "\"site/people\"");
    let refused = sandbox.run(&["build", "book"]).expect(1);
    assert!(refused.err.contains("error[bad-people-folder]"), "{}", refused.err);
}

#[test]
fn the_ledger_is_kept_out_of_git() {
    let sandbox = with_people();
    sandbox
        .run(&["acknowledge", "privacy", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"])
        .expect(0);
    assert!(sandbox.read("staff/.gitignore").ends_with("\n*\n"));
    let starter = Sandbox::with_starter();
    assert!(starter.read("book/.gitignore").contains("\n/people/\n"));
}

#[test]
fn what_is_missing_is_said_with_what_to_do() {
    let sandbox = with_people();
    let read = ["acknowledge", "visits", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"];
    let unknown = ["acknowledge", "visits", "book", "--person", "Nobody Atall", "--on", "2026-12-01"];
    assert!(!sandbox.run(&unknown).expect(2).err.contains("Atall"));
    let unit =
        ["acknowledge", "curriculum:core#right", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"];
    assert!(sandbox.run(&unit).expect(2).err.contains("no unit right"));
    sandbox.run(&["acknowledge", "book", "--person", "Zenobia Quill", "--on", "2026-12-01"]).expect(2);
    sandbox.run(&["acknowledge", "book"]).expect(2);
    sandbox.write("staff/people.toml", PEOPLE.replace("role = \"Driver\"", "role = \"Cook\""));
    let refused = sandbox.run(&read).expect(1).err;
    assert!(refused.contains("people.toml: person 2: the role is not one of the [[roles]]"), "{refused}");
    fs::remove_file(sandbox.path("staff/people.toml")).unwrap();
    assert!(sandbox.run(&read).expect(2).err.contains("List your staff in it"));
    sandbox.edit("book/handbook.toml", "people_folder = \"../staff\"\n", "");
    assert!(sandbox.run(&read).expect(2).err.contains("people_folder = \"people\""));
}

#[test]
fn the_page_on_people_tells_the_truth() {
    replay("docs/people.md");
}

#[test]
fn sheets_of_a_spanish_handbook_say_nothing_in_english() {
    let sandbox = after_a_year();
    sandbox.edit("book/handbook.toml", "tracks = ", "language = \"es-US\"\ntracks = ");
    sandbox.run(&["acknowledgements", "book", "--out", "matriz.pdf"]).expect(0);
    sandbox.run(&["acknowledgements", "book", "--everyone", "--out", "hojas.pdf"]).expect(0);
    for (out, words) in
        [("matriz.pdf", "Caducado, vencía el 15 de marzo de 2026"), ("hojas.pdf", "He leído cada versión")]
    {
        let text = pdf_text(&fs::read(sandbox.path(out)).unwrap());
        assert!(text.contains(words) && text.contains("no es una firma electrónica"), "{text}");
        for english in ["Acknowledgement", "signature", "Version", "March", "Role", "Page "] {
            assert!(!text.contains(english), "{out}: {english}: {text}");
        }
    }
    let calendar = sandbox.run(&["reviews", "book", "--format", "ics"]).expect(0).out;
    assert!(calendar.contains("SUMMARY:Revisar TR-1 Core\r\n"), "{calendar}");
}
