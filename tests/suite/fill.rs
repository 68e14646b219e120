//! Filling in a form from data: what comes out is what went in, and what cannot is said without repeating it.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use clausebook::model::form::{Extent, Sheet};
use lopdf::{Document, Object};
use page_validation::ValidationProfile;
use serde_json::{Value, json};

use crate::audit::flaws;
use crate::pdf::failures;
use crate::support::Sandbox;

const FORM: &str = r#"
title = "Plan"
number = "F-1"
owner = "Director"
approver = "Board"
reviewed = 2026-01-01
summary = "What we do."
tasks = ["A new Member"]
due = "At once."

[[identity]]
id = "member"
label = "Member’s name"
required = true

[[section]]
id = "first"
title = "First"
[[section.field]]
id = "day"
label = "Day"
kind = "date"
width = "half"
[[section.field]]
id = "how-often"
label = "How often"
kind = "choice"
options = ["Every week", "Every month"]
other = true
[[section.field]]
id = "needs"
label = "Needs"
kind = "choices"
options = ["A home", "A doctor"]
other = true
[[section.field]]
id = "agreed"
label = "The Member agrees"
kind = "checkbox"
[[section.field]]
id = "story"
label = "Story"
kind = "paragraph"
lines = 10
[[section.field]]
id = "areas"
label = "Areas"
kind = "table"
row_labels = ["Housing", "Work"]
row_heading = "Area"
[[section.field.column]]
id = "need"
label = "Need"
kind = "choice"
options = ["Yes", "No"]
[[section.field.column]]
id = "note"
label = "Note"

[[section]]
id = "goals"
title = "Goals"
repeat = 2
repeat_name = "Goal"
[[section.field]]
id = "goal"
label = "The goal"
kind = "text"
[[section.field]]
id = "steps"
label = "Steps"
kind = "table"
rows = 2
[[section.field.column]]
id = "what"
label = "What"
[[section.field.column]]
id = "done"
label = "Done"
kind = "checkbox"

[[section]]
id = "end"
title = "Signatures"
[[section.field]]
id = "member-signs"
label = "Member"
kind = "signature"
signer = "member"
"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "book/handbook.toml",
        "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n",
    );
    sandbox.write("book/forms/plan/2026-01-01.toml", FORM);
    sandbox
}

/// Letters of Vietnamese, Polish, Spanish, Romanian and Haitian Creole, and one that is written in two parts.
const NAME: &str = "Nguyễn Thị Hương Łucja Muñoz ș ò e\u{301}";

fn data() -> Value {
    json!({
        "member": NAME,
        "day": "2026-02-03",
        "how-often": { "other": "Twice a week" },
        "needs": ["A doctor", { "other": "A telephone" }],
        "agreed": true,
        "story": "ò ễ long words of a story. ".repeat(56).chars().take(1500).collect::<String>(),
        "areas": { "Housing": { "need": "Yes", "note": "Now" } },
        "goals": [
            { "goal": "One" },
            { "goal": "Two", "steps": [{ "what": "a" }, { "what": "b", "done": true }, { "what": "c" }] },
            { "goal": "Three" }
        ],
        "member-signs": { "name": "N. H.", "relationship": "Self", "declined": "Unable to sign", "reason": "Hand" }
    })
}

/// The value of each field, as a reader of PDFs finds it.
fn values(document: &Document) -> Vec<(String, String)> {
    let form = document.catalog().unwrap().get(b"AcroForm").and_then(Object::as_reference).unwrap();
    let fields = document.get_dictionary(form).unwrap().get(b"Fields").and_then(Object::as_array).unwrap();
    fields
        .iter()
        .filter_map(|field| {
            let field = document.get_dictionary(field.as_reference().unwrap()).unwrap();
            let value = match field.get(b"V").ok()? {
                Object::Name(name) => String::from_utf8(name.clone()).unwrap(),
                text => lopdf::decode_text_string(text).unwrap(),
            };
            let name = lopdf::decode_text_string(field.get(b"T").unwrap()).unwrap();
            (value != "Off").then_some((name, value))
        })
        .collect()
}

#[test]
fn what_goes_in_comes_out() {
    let sandbox = sandbox();
    sandbox.write("values.json", data().to_string());
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(0);
    assert!(!printed.err.contains("Hương") && printed.out.is_empty(), "{}", printed.err);
    let bytes = fs::read(sandbox.path("filled.pdf")).unwrap();
    let found = values(&Document::load_mem(&bytes).unwrap());
    let data = data();
    let story = data["story"].as_str().unwrap().trim_end();
    for (name, value) in [
        ("member", "Nguyễn Thị Hương Łucja Muñoz ș ò é"),
        ("day", "02/03/2026"),
        ("how-often", "other"),
        ("how-often/other-words", "Twice a week"),
        ("needs/a-doctor", "Yes"),
        ("needs/other", "Yes"),
        ("needs/other-words", "A telephone"),
        ("agreed", "Yes"),
        ("story", story),
        ("areas/housing/need", "yes"),
        ("areas/housing/note", "Now"),
        ("goals/1/goal", "One"),
        ("goals/2/goal", "Two"),
        ("goals/2/steps/1/what", "a"),
        ("goals/2/steps/2/what", "b"),
        ("goals/2/steps/2/done", "Yes"),
        ("goals/2/steps/3/what", "c"),
        ("goals/3/goal", "Three"),
        ("member-signs/name", "N. H."),
        ("member-signs/relationship", "Self"),
        ("member-signs/declined", "unable"),
        ("member-signs/reason", "Hand"),
    ] {
        assert!(found.contains(&(name.to_owned(), value.to_owned())), "{name} is not {value} in {found:?}");
    }
    assert_eq!(found.len(), 22);
}

#[test]
fn a_filled_form_is_as_sound_as_a_blank_one() {
    let sandbox = sandbox();
    sandbox.write("values.json", data().to_string());
    sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(0);
    let bytes = fs::read(sandbox.path("filled.pdf")).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&bytes, profile), Vec::<String>::new());
    }
    let world = clausebook::world::DiskWorld::new(sandbox.path("book"), "handbook.toml");
    let handbook = clausebook::pipeline::examine(&world).handbook;
    let mut extent = Extent::default();
    extent.groups.insert("goals".to_owned(), 3);
    extent.rows.insert("goals/2/steps".to_owned(), 3);
    let sheet = Sheet::new(&handbook.forms[0].current, &handbook.words, &extent);
    assert_eq!(flaws(&bytes, &sheet), Vec::<String>::new());
}

#[test]
fn the_blank_data_can_be_filled_in() {
    let sandbox = sandbox();
    let blank = sandbox.run(&["fill", "plan", "book", "--blank-data"]).expect(0).out;
    assert!(blank.find("\"member\"").unwrap() < blank.find("\"day\"").unwrap(), "{blank}");
    sandbox.write("values.json", blank);
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(0);
    assert!(printed.err.contains("Still empty, though required: Member’s name."), "{}", printed.err);
}

#[test]
fn data_come_from_standard_input_too() {
    let sandbox = sandbox();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["fill", "plan", "book", "--data", "-", "--out", "filled.pdf"])
        .current_dir(sandbox.path(""))
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    command.stdin.take().unwrap().write_all(b"\xef\xbb\xbf{ \"member\": \"M\" }").unwrap();
    assert!(command.wait().unwrap().success());
    assert!(sandbox.path("filled.pdf").is_file());
}

#[test]
fn all_mistakes_are_reported_at_once_without_quoting_the_data() {
    let sandbox = sandbox();
    let secret = "Zebulon";
    sandbox.write(
        "values.json",
        json!({
            "member": 7,
            "day": secret,
            "how-often": secret,
            "needs": [secret],
            "agreed": "yes",
            "areas": { "Wrok": {} },
            "goals": { "goal": secret },
            "stroy": secret,
            "member-signs": { "signature": secret },
        })
        .to_string(),
    );
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(1);
    assert!(!printed.err.contains(secret) && printed.out.is_empty(), "{}", printed.err);
    for place in [
        "member: write a text",
        "day: write a date",
        "how-often: write one of: \"Every week\", \"Every month\", { \"other\": \"…\" }",
        "needs/1: write one of",
        "agreed: write true or false",
        "areas: key 1 here is not in this form; did you mean `Work`?",
        "goals: write a list of groups",
        "key 9 of the data is not in this form; did you mean `story`?",
        "member-signs/signature: a signature is made on paper",
        "Nothing was written: fix 9 things",
    ] {
        assert!(printed.err.contains(place), "{place} is missing from {}", printed.err);
    }
    assert!(!sandbox.path("filled.pdf").exists());
}

/// What is said of data that are refused.
fn refusal(sandbox: &Sandbox, data: &str) -> String {
    sandbox.write("values.json", data);
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(1);
    assert!(!sandbox.path("filled.pdf").exists());
    printed.err
}

#[test]
fn a_key_that_is_there_twice_is_refused_wherever_it_is() {
    let sandbox = sandbox();
    let said = refusal(
        &sandbox,
        r#"{
            "day": "2026-02-03", "day": "2026-02-04",
            "goals": [{}, { "goal": "One", "steps": [{ "what": "a", "what": "b" }], "goal": "Two" }],
            "areas": { "Work": { "note": "x", "note": "x" } },
            "member-signs": { "name": "A", "name": null }
        }"#,
    );
    for place in ["day", "goals/2/goal", "goals/2/steps/1/what", "areas/work/note", "member-signs/name"] {
        assert!(said.contains(&format!("{place}: this is in the data twice: keep one")), "{place}: {said}");
    }
    assert!(said.contains("5 things"), "{said}");
}

#[test]
fn one_row_by_its_label_and_by_its_id_is_there_twice() {
    let said = refusal(&sandbox(), r#"{ "areas": { "Work": { "note": "x" }, "work": { "note": "y" } } }"#);
    assert!(said.contains("areas/work: this is in the data twice: keep one"), "{said}");
}

#[test]
fn a_key_that_the_form_does_not_have_is_reported_by_its_number() {
    let said = refusal(
        &sandbox(),
        r#"{ "day": "2026-02-03", "Zebulon Pike": 1, "Zebulon Pike": 2, "agred": true,
             "goals": [{ "Zebulon": 1 }], "areas": { "Home of Zebulon": {} } }"#,
    );
    assert!(!said.contains("Zebulon"), "{said}");
    for wanted in [
        "key 2 of the data is not in this form\n",
        "key 3 of the data is not in this form\n",
        "key 4 of the data is not in this form; did you mean `agreed`?",
        "goals/1: key 1 here is not in this form\n",
        "areas: key 1 here is not in this form\n",
    ] {
        assert!(said.contains(wanted), "{wanted} is missing from {said}");
    }
}

#[test]
fn other_has_one_line() {
    let sandbox = sandbox();
    let said = refusal(&sandbox, r#"{ "needs": [{ "other": "A bus pass" }, { "other": "A telephone" }] }"#);
    assert!(said.contains("needs/2: there is one line for \"Other\""), "{said}");
    let said = refusal(&sandbox, r#"{ "how-often": { "other": "Daily", "other": "Twice" } }"#);
    assert!(said.contains("how-often: there is one line for \"Other\""), "{said}");
    let said = refusal(&sandbox, r#"{ "how-often": "Other", "needs": ["other"] }"#);
    assert!(said.contains("how-often: write one of") && said.contains("needs/1: write one of"), "{said}");
}

#[test]
fn text_that_does_not_fit_is_refused_not_cut() {
    let sandbox = sandbox();
    sandbox.write(
        "values.json",
        json!({ "member": "M".repeat(200), "story": "word ".repeat(900), "goals": [{ "goal": "漢" }] })
            .to_string(),
    );
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(1);
    assert!(printed.err.contains("member: it is too long for its line"), "{}", printed.err);
    assert!(printed.err.contains("story: it takes"), "{}", printed.err);
    assert!(printed.err.contains("goals/1/goal: it has a character that cannot be printed (U+6F22)"));
    assert!(!sandbox.path("filled.pdf").exists());
}

#[test]
fn a_filled_form_is_never_published_and_never_overwrites() {
    let sandbox = sandbox();
    sandbox.write("values.json", "{}");
    sandbox.write("kept.pdf", "somebody’s");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    for (out, code, why) in [
        ("kept.pdf", 1, "already exists"),
        ("book/public/forms/filled.pdf", 2, "where everyone could read it"),
        ("book/forms/filled.pdf", 2, "among the sources"),
        ("nowhere/filled.pdf", 2, "there is no folder"),
    ] {
        let command = ["fill", "plan", "book", "--data", "values.json", "--out", out];
        let printed = sandbox.run(&command).expect(code);
        assert!(printed.err.contains(why), "{}", printed.err);
    }
    assert_eq!(sandbox.read("kept.pdf"), "somebody’s");
}

#[test]
#[cfg(unix)]
fn only_its_owner_reads_a_filled_form() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = sandbox();
    sandbox.write("values.json", "{}");
    sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(0);
    let mode = fs::metadata(sandbox.path("filled.pdf")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
