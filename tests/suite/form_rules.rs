//! The rules of a form: what contradicts itself is refused by `fill`, printed as a condition, and handed to the page's script.

use lopdf::{Document, Object};
use serde_json::{Value, json};

use crate::paper::Paper;
use crate::support::Sandbox;

/// A release like the one that people signed with an end years from now, a birth date to come, and "No" beside what was to be shared.
const FORM: &str = r#"
title = "Release"
number = "F-3"
owner = "Director"
approver = "Board"
reviewed = 2026-01-01
summary = "What may be shared."
tasks = ["A new Member"]
due = "At once."
text_size = 12

[[identity]]
id = "member-name"
label = "Member’s name"
required = true

[[identity]]
id = "birth-date"
label = "Date of birth"
kind = "date"
not_after = "today"

[[section]]
id = "what"
title = "What"

[[section.field]]
id = "people"
label = "With whom"
kind = "table"
row_heading = "Person"
row_labels = ["Family member", "Shelter or landlord"]

[[section.field.column]]
id = "share"
label = "Share"
kind = "choice"
options = ["Yes", "No"]
options_as = "columns"
required = true

[[section.field.column]]
id = "name"
label = "Name"
share = 3
lines = 2

[[section.field.column]]
id = "initials"
label = "Initials"
kind = "initials"

[[section.field]]
id = "substance-use"
label = "Substance use records"
kind = "choice"
options = ["Yes", "No"]

[[section.field]]
id = "substance-use-what"
label = "Which"
kind = "text"
only_if = "substance-use = 'Yes'"
required = true

[[section.field]]
id = "housing"
label = "Where do you live?"
kind = "choice"
options = ["Rented home", "Shelter"]

[[section.field]]
id = "housing-people"
label = "About housing"
kind = "table"
row_heading = "Person"
row_labels = ["Landlord", "Shelter worker"]
row_only_if = { "Landlord" = "housing = 'Rented home'", "Shelter worker" = "housing = 'Shelter'" }

[[section.field.column]]
id = "name"
label = "Name"
required = true

[[section]]
id = "end"
title = "Until when"
keep = true
page = "new"

[[section.field]]
id = "ends-on"
label = "Ends on"
kind = "date"
not_after = "member-signature + 12 months"
not_before = "member-signature"

[[section.field]]
id = "copies"
label = "Copies"
kind = "number"
min = 1
max = 3

[[section.field]]
id = "code"
label = "Fax code"
kind = "text"
digits = 4

[[section.field]]
id = "call-at"
label = "Call me at"
kind = "text"
format = "time"

[[section.field]]
id = "member-signature"
label = "Member"
kind = "signature"
signer = "member"
compact = true
not_after = "today"

[[section]]
id = "contacts"
title = "Contacts"
repeat = 2
repeat_name = "Contact"
page = "new"

[[section.field]]
id = "first-call"
label = "First call"
kind = "date"

[[section.field]]
id = "second-call"
label = "Second call"
kind = "date"
due = "first-call + 2 business days"
not_before = "first-call"
"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "book/handbook.toml",
        "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n",
    );
    sandbox.write("book/forms/release/2026-01-01.toml", FORM);
    sandbox
}

fn answers() -> Value {
    json!({
        "member-name": "Marisol Núñez-Ferreira",
        "birth-date": "1979-03-02",
        "people": {
            "Family member": { "share": "Yes", "name": "Inês Ferreira, sister" },
            "Shelter or landlord": { "share": "No" },
        },
        "substance-use": "No",
        "housing": "Shelter",
        "housing-people": { "Shelter worker": { "name": "Teo Lima" } },
        "ends-on": "2026-11-12",
        "copies": 2,
        "code": "0177",
        "call-at": "9:30 am",
        "member-signature": { "name": "Marisol Núñez-Ferreira", "relationship": "Self", "date": "2025-11-12" },
        "contacts": [{ "first-call": "2026-01-02", "second-call": "2026-01-05" }],
    })
}

/// What `fill` says of the data, and the PDF where it made one.
fn filled(data: &Value) -> (String, Option<Vec<u8>>) {
    let sandbox = sandbox();
    sandbox.write("data.json", data.to_string());
    let (from, to) = (sandbox.path("data.json"), sandbox.path("filled.pdf"));
    let ran = sandbox.run(&[
        "fill",
        "release",
        "book",
        "--data",
        &from.to_string_lossy(),
        "--out",
        &to.to_string_lossy(),
    ]);
    (ran.printed().err, std::fs::read(to).ok())
}

fn refusal(change: impl Fn(&mut Value)) -> String {
    let mut data = answers();
    change(&mut data);
    let (said, pdf) = filled(&data);
    assert!(pdf.is_none(), "{said}");
    said
}

#[test]
fn answers_that_keep_the_rules_are_filled_in() {
    let (said, pdf) = filled(&answers());
    assert!(pdf.is_some(), "{said}");
}

#[test]
fn each_contradiction_is_named() {
    let said = refusal(|data| {
        data["birth-date"] = json!("2030-01-01");
        data["ends-on"] = json!("2031-01-01");
        data["substance-use-what"] = json!("Diagnosis");
    });
    for expected in [
        "birth-date: this day is too late: it must not be after today",
        "ends-on: this day is too late: it must not be after 12 months after member-signature/date",
        "substance-use-what: leave this empty, or correct the answer that it depends on: it is for “Yes”",
        "fix 3 things",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn yes_and_no_in_one_row_cannot_be_said() {
    let said = refusal(|data| data["people"]["Shelter or landlord"] = json!({ "yes": true, "no": true }));
    assert!(said.contains("people/shelter-or-landlord"), "{said}");
}

#[test]
fn ranges_digits_and_times_are_checked() {
    for (key, wrong, expected) in [
        ("copies", json!(0), "at least 1"),
        ("copies", json!("4"), "at most 3"),
        ("code", json!("17 7"), "write 4 digits"),
        ("call-at", json!("at noon"), "write a time"),
    ] {
        let said = refusal(|data| data[key] = wrong.clone());
        assert!(said.contains(&format!("{key}: ")) && said.contains(expected), "{said}");
    }
}

#[test]
fn a_day_follows_the_day_of_its_own_group() {
    let said = refusal(|data| {
        data["contacts"] = json!([
            { "first-call": "2026-01-02", "second-call": "2026-01-05" },
            { "first-call": "2026-02-02", "second-call": "2026-01-05" },
        ]);
    });
    assert!(
        said.contains("contacts/2/second-call: this day is too early: it must not be before first-call"),
        "{said}"
    );
    assert!(said.contains("fix 1 thing "), "{said}");
}

#[test]
fn what_a_condition_or_a_row_wants_is_reported_when_it_is_empty() {
    let mut data = answers();
    data["substance-use"] = json!("Yes");
    data["people"]["Family member"] = json!({ "name": "Inês" });
    let (said, pdf) = filled(&data);
    assert!(pdf.is_some(), "{said}");
    assert!(said.contains("With whom, Family member: Share; If “Yes”: Which"), "{said}");
    let (said, _) = filled(&answers());
    assert!(!said.contains("Still empty"), "{said}");
}

#[test]
fn a_row_is_filled_in_only_when_its_condition_holds() {
    let said = refusal(|data| data["housing-people"]["Landlord"] = json!({ "name": "A. Stone" }));
    let expected = "housing-people/landlord/name: leave this empty, or correct the answer that it depends on: it is for Where do you live? “Rented home”";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("fix 1 thing "), "{said}");
    let mut data = answers();
    data["housing"] = json!("Rented home");
    data["housing-people"] = json!({});
    let (said, pdf) = filled(&data);
    assert!(
        pdf.is_some() && said.contains("About housing, If Where do you live? “Rented home”: Landlord: Name"),
        "{said}"
    );
    assert!(!said.contains("Shelter worker"), "{said}");
}

#[test]
fn a_row_says_when_it_is_filled_in_and_a_head_that_its_cells_are_required() {
    let (_, pdf) = filled(&answers());
    let text = Paper::read(&pdf.unwrap()).text().split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in
        ["If Where do you live? “Shelter”: Shelter worker", "Name (required)", "Person (required) Yes No"]
    {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn a_condition_and_a_due_day_are_printed_before_and_after_the_label() {
    let (_, pdf) = filled(&answers());
    let document = Document::load_mem(&pdf.unwrap()).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let labels: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"TU").ok())
        .map(|label| lopdf::decode_text_string(label).unwrap())
        .collect();
    assert!(labels.iter().any(|label| label == "If “Yes”: Which"), "{labels:?}");
    // The section, and each of its groups, begins on a page of its own.
    assert_eq!(pages.len(), 4);
}

#[test]
fn a_cell_that_is_signed_takes_no_data() {
    let said = refusal(|data| data["people"]["Family member"]["initials"] = json!("MN"));
    assert!(said.contains("a signature is made on paper"), "{said}");
}

#[test]
fn an_empty_choice_has_no_value() {
    let (_, pdf) = filled(&json!({ "member-name": "A" }));
    let document = Document::load_mem(&pdf.unwrap()).unwrap();
    for object in document.objects.values() {
        let Ok(field) = object.as_dict() else { continue };
        assert!(field.get(b"V").and_then(Object::as_name).ok() != Some(b"Off"), "{field:?}");
    }
}
