//! Scores, alerts, defaults, sections under a condition, annexes and the rules of columns: in data, in the PDF and on paper.

use std::collections::BTreeMap;

use lopdf::{Document, Object};
use page_validation::ValidationProfile;
use serde_json::{Value, json};

use crate::paper::Paper;
use crate::pdf::failures;
use crate::support::Sandbox;

const FORM: &str = r#"
title = "Week"
number = "F-4"
owner = "Director"
approver = "Board"
reviewed = 2026-01-01
summary = "How the week was."
tasks = ["A new Member"]
due = "At once."

[[identity]]
id = "member-name"
label = "Member’s name"

[[section]]
id = "mood"
title = "How was your week?"

[[section.field]]
id = "place"
label = "Where we met"
kind = "text"
default = "{{ organization.name }}"

[[section.field]]
id = "language"
label = "Language"
kind = "choice"
options = ["English", "Spanish"]
default = "English"

[[section.field]]
id = "days"
label = "On how many days"
kind = "table"
row_heading = "What we ask"
row_labels = ["I slept badly.", "I thought of hurting myself."]
alert = [{ row = "I thought of hurting myself.", options = ["Some days", "Most days"], says = "Ask about safety now." }]

[[section.field.column]]
id = "answer"
label = "Answer"
kind = "choice"
options = ["Never", "Some days", "Most days"]
points = [0, 1, 3]
options_as = "columns"
required = true

[[section.field]]
id = "signs"
label = "What else there was"
kind = "choices"
options = ["Worries", "Pain"]
points = [2, 1]

[[section.field]]
id = "total"
label = "Sum of the points"
kind = "score"
of = ["days", "signs"]
bands = [{ from = 0, says = "Go on as planned." }, { from = 3, says = "Talk it over with your supervisor." }]

[[section]]
id = "costs"
title = "Costs"

[[section.field]]
id = "spent"
label = "Spent"
kind = "table"
rows = 3

[[section.field.column]]
id = "from"
label = "From"
kind = "date"

[[section.field.column]]
id = "to"
label = "To"
kind = "date"
not_before = "from"

[[section.field.column]]
id = "amount"
label = "Amount"
kind = "number"
min = 1
max = 500
required = true

[[section.field]]
id = "all-costs"
label = "All costs"
kind = "score"
of = ["spent/amount"]

[[section]]
id = "worries"
title = "Worries"
only_if = "signs = 'Worries'"

[[section.field]]
id = "worry"
label = "Which"
kind = "text"
required = true

[[section]]
id = "court"
title = "Court"
tracks = ["csp-ji"]
annex = true

[[section.field]]
id = "court-name"
label = "Court"
kind = "text"
required = true

[[section.field]]
id = "next-date"
label = "Next date in court"
kind = "text"
"#;

fn sandbox(tracks: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let lines = "[track_names]\ncsp = \"CSP\"\ncsp-ji = \"CSP-JI\"\n[organization]\nname = \"Riverside\"\n";
    let handbook =
        format!("title = \"Handbook\"\ntracks = {tracks}\nform_tasks = [\"A new Member\"]\n{lines}");
    sandbox.write("book/handbook.toml", handbook);
    sandbox.write("book/forms/week/2026-01-01.toml", FORM);
    sandbox
}

const BOTH: &str = "[\"csp\", \"csp-ji\"]";

/// What `fill` says of the data, and the PDF where it made one.
fn filled(data: &Value) -> (String, Option<Vec<u8>>) {
    let sandbox = sandbox(BOTH);
    sandbox.write("data.json", data.to_string());
    let ran = sandbox.run(&["fill", "week", "book", "--data", "data.json", "--out", "filled.pdf"]);
    (ran.printed().err, std::fs::read(sandbox.path("filled.pdf")).ok())
}

/// What is in the fields of the PDF that `fill` makes.
fn values(data: &Value) -> BTreeMap<String, String> {
    let (said, pdf) = filled(data);
    let document = Document::load_mem(&pdf.unwrap_or_else(|| panic!("{said}"))).unwrap();
    let text = |object: &Object| match object {
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        other => lopdf::decode_text_string(other).unwrap(),
    };
    let fields = document.objects.values().filter_map(|object| object.as_dict().ok());
    let filled = fields.filter_map(|field| Some((field.get(b"T").ok()?, field.get(b"V").ok()?)));
    filled.map(|(name, value)| (text(name), text(value))).collect()
}

fn answers() -> Value {
    json!({
        "days": {
            "I slept badly.": { "answer": "Some days" },
            "I thought of hurting myself.": { "answer": "Never" },
        },
        "signs": ["Pain"],
        "spent": [{ "from": "2026-01-02", "to": "2026-01-03", "amount": 12.5 }, { "amount": "1.25" }],
    })
}

fn refusal(change: impl Fn(&mut Value)) -> String {
    let mut data = answers();
    change(&mut data);
    let (said, pdf) = filled(&data);
    assert!(pdf.is_none(), "{said}");
    said
}

/// What `fill` says of data that it takes.
fn said(change: impl Fn(&mut Value)) -> String {
    let mut data = answers();
    change(&mut data);
    let (said, pdf) = filled(&data);
    assert!(pdf.is_some(), "{said}");
    said
}

/// The words of each page.
fn pages(pdf: &[u8]) -> Vec<String> {
    let mut pages: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for run in Paper::read(pdf).runs {
        pages.entry(run.page).or_default().push(run.text);
    }
    pages.into_values().map(|runs| runs.join(" ")).collect()
}

fn built(tracks: &str, edition: &str) -> Vec<u8> {
    let sandbox = sandbox(tracks);
    sandbox.run(&["build", "book"]).expect(0);
    std::fs::read(sandbox.path(&format!("book/public/forms/week{edition}.pdf"))).unwrap()
}

#[test]
fn points_and_numbers_are_added_up() {
    let values = values(&answers());
    assert_eq!(values["total"], "2");
    assert_eq!(values["all-costs"], "13.75");
}

#[test]
fn a_question_without_an_answer_leaves_the_sum_open() {
    let mut data = answers();
    data["days"] = json!({ "I slept badly.": { "answer": "Some days" } });
    assert!(!values(&data).contains_key("total"));
    data["total"] = json!(5);
    assert_eq!(values(&data)["total"], "5", "2 points are given, and up to 5 are open");
}

#[test]
fn a_sum_that_the_answers_do_not_give_is_refused() {
    let said = refusal(|data| data["total"] = json!(3));
    assert!(said.contains("total: the answers don't add up to this"), "{said}");
    let said = refusal(|data| {
        data["days"] = json!({ "I slept badly.": { "answer": "Most days" } });
        data["total"] = json!(2);
    });
    assert!(said.contains("total: the answers don't add up to this"), "{said}");
}

#[test]
fn an_alert_is_raised_without_saying_by_what() {
    let said_of_thoughts =
        said(|data| data["days"]["I thought of hurting myself."]["answer"] = json!("Some days"));
    assert!(said_of_thoughts.contains("1 answer raises an alert"), "{said_of_thoughts}");
    assert!(!said_of_thoughts.contains("safety") && !said_of_thoughts.contains("hurting"));
    assert!(!said(|_| ()).contains("alert"));
}

#[test]
fn a_default_is_filled_in_unless_the_data_say_otherwise() {
    let filled_in = values(&answers());
    assert_eq!((filled_in["place"].as_str(), filled_in["language"].as_str()), ("Riverside", "english"));
    let mut data = answers();
    (data["place"], data["language"]) = (json!(""), json!("Spanish"));
    let filled_in = values(&data);
    assert!(!filled_in.contains_key("place"));
    assert_eq!(filled_in["language"], "spanish");
}

#[test]
fn a_default_is_in_the_blank_form() {
    let document = Document::load_mem(&built(BOTH, "")).unwrap();
    let is_place = |field: &lopdf::Dictionary| {
        field.get(b"V").ok().and_then(|value| lopdf::decode_text_string(value).ok()).as_deref()
            == Some("Riverside")
    };
    assert!(document.objects.values().filter_map(|object| object.as_dict().ok()).any(is_place));
}

#[test]
fn what_is_filled_in_is_read_back_with_a_default_that_was_taken_out() {
    let sandbox = sandbox(BOTH);
    sandbox.write("data.json", json!({ "place": "" }).to_string());
    sandbox.run(&["fill", "week", "book", "--data", "data.json", "--out", "filled.pdf"]).expect(0);
    let read = sandbox.run(&["read", "filled.pdf", "book"]).expect(0).json();
    assert_eq!((&read["place"], &read["language"]), (&json!(""), &json!("english")));
}

#[test]
fn the_rules_of_a_column_hold_in_each_row() {
    let said = refusal(|data| {
        data["spent"] = json!([{ "from": "2026-01-02", "to": "2026-01-01", "amount": 501 }]);
    });
    assert!(said.contains("spent/1/to: this day is too early: it must not be before from"), "{said}");
    assert!(said.contains("spent/1/amount: write a number that is at most 500"), "{said}");
}

#[test]
fn a_row_that_is_begun_needs_what_its_column_requires() {
    let said = said(|data| data["spent"] = json!([{ "from": "2026-01-02" }]));
    assert!(said.contains("Still empty, though required: Spent, row 1: Amount."), "{said}");
}

#[test]
fn a_section_under_a_condition_is_asked_for_only_then() {
    let refused = refusal(|data| data["worry"] = json!("The rent"));
    assert!(refused.contains("worry: leave this empty") && refused.contains("“Worries”"), "{refused}");
    let said = said(|data| data["signs"] = json!(["Worries"]));
    assert!(said.contains("Still empty, though required: Which."), "{said}");
}

#[test]
fn an_annex_is_asked_for_once_it_is_begun() {
    assert!(!said(|_| ()).contains("Still empty"));
    let said = said(|data| data["next-date"] = json!("In March"));
    assert!(said.contains("Still empty, though required: Court."), "{said}");
}

#[test]
fn an_annex_is_printed_on_a_page_of_its_own_unless_it_is_for_everybody() {
    let note = "only for Members in CSP-JI";
    let both = pages(&built(BOTH, ""));
    let annex = both.last().unwrap();
    assert!(annex.contains(note) && annex.contains("Next date in court"), "{annex}");
    assert!(!annex.contains("All costs"), "{annex}");
    let one = pages(&built("[\"csp-ji\"]", "")).concat();
    assert!(one.contains("Next date in court") && !one.contains(note), "{one}");
}

#[test]
fn a_form_with_all_of_it_is_valid() {
    for edition in ["", "-large-print"] {
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(&built(BOTH, edition), profile), Vec::<String>::new(), "{edition}");
        }
    }
}

#[test]
fn paper_says_the_points_the_bands_and_what_an_answer_asks_for() {
    for edition in ["", "-large-print"] {
        let text = Paper::read(&built(BOTH, edition)).text();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [
            "Most days (3)",
            "Worries (2)",
            "0 to 2: Go on as planned.",
            "3 or more: Talk it over with your supervisor.",
            "If “Some days” or “Most days”: Ask about safety now.",
            "Fill in this part only if What else there was: “Worries”.",
        ] {
            assert!(words.contains(expected), "{edition}: {expected}\n{words}");
        }
    }
}
