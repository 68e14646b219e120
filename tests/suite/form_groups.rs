//! Groups within groups: in data, in the PDF and back, and what their rules see.

use page_validation::ValidationProfile;
use serde_json::{Value, json};

use crate::paper::Paper;
use crate::pdf::failures;
use crate::support::Sandbox;

const FORM: &str = r#"
title = "Plan"
number = "F-7"
owner = "Director"
approver = "Board"
reviewed = 2026-01-01
summary = "What we do together."
tasks = ["A new Member"]
due = "At once."

[[identity]]
id = "member-name"
label = "Name"

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
id = "kind-of-goal"
label = "Kind of goal"
kind = "choice"
options = ["Home", "Health"]

[[section.field]]
id = "objectives"
label = "Objectives of this goal"
help = "Small enough to be done in a month."
kind = "group"
repeat = 2
repeat_name = "Objective"

[[section.field.field]]
id = "objective"
label = "What"
kind = "text"
[[section.field.field]]
id = "by"
label = "By"
kind = "date"
[[section.field.field]]
id = "lease"
label = "Who signs the lease"
kind = "text"
only_if = "kind-of-goal = 'Home'"
[[section.field.field]]
id = "steps"
label = "Steps"
kind = "table"
rows = 1
[[section.field.field.column]]
id = "who"
label = "Who"

[[section.field]]
id = "done"
label = "The goal is reached"
kind = "checkbox"

[[section]]
id = "helpers"
title = "Helpers"
[[section.field]]
id = "helper"
label = "Who helps"
kind = "group"
repeat = 1
repeat_name = "Helper"
[[section.field.field]]
id = "helper-name"
label = "Name of the helper"
kind = "text"
[[section.field.field]]
id = "hours"
label = "When"
kind = "group"
repeat = 1
repeat_name = "Day"
[[section.field.field.field]]
id = "day"
label = "Which day"
kind = "text"
"#;

const BOOK: &str = "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", BOOK);
    sandbox.write("book/forms/plan/2026-01-01.toml", FORM);
    sandbox
}

fn values() -> Value {
    json!({
        "$form": "plan",
        "$version": "2026-01-01",
        "member-name": "A",
        "goals": [
            {
                "goal": "A home",
                "kind-of-goal": "home",
                "objectives": [
                    { "objective": "List", "by": "2026-03-01", "lease": "A", "steps": [{ "who": "B" }, { "who": "C" }] },
                    {},
                    { "objective": "Call" },
                ],
            },
            { "objectives": [{}, { "objective": "Rest" }], "done": true },
            { "goal": "A third" },
        ],
        "helper": [{ "helper-name": "D", "hours": [{ "day": "Monday" }, { "day": "Friday" }] }],
    })
}

fn fill(sandbox: &Sandbox, data: &Value) -> String {
    sandbox.write("values.json", data.to_string());
    sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).printed().err
}

#[test]
fn what_is_filled_into_groups_within_groups_is_read_back() {
    let sandbox = sandbox();
    let said = fill(&sandbox, &values());
    let read = sandbox.run(&["read", "filled.pdf", "book"]).expect(0).json();
    assert_eq!(read, values(), "{said}");
}

#[test]
fn labels_and_headings_say_which_group_it_is() {
    let sandbox = sandbox();
    fill(&sandbox, &values());
    let pdf = std::fs::read(sandbox.path("filled.pdf")).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&pdf, profile), Vec::<String>::new());
    }
    let text = Paper::read(&pdf).text().split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Goal 2",
        "Objectives of this goal Small enough to be done in a month. Objective 1",
        "Objective 3",
        "Day 2",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let labels = document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"TU").ok());
    let labels: Vec<String> = labels.map(|label| lopdf::decode_text_string(label).unwrap()).collect();
    for label in
        ["Goal 1: Objective 3: What", "Goal 1: Objective 1: Steps, row 2: Who", "Helper 1: Day 2: Which day"]
    {
        assert!(labels.iter().any(|one| one == label), "{label}\n{labels:?}");
    }
}

#[test]
fn a_rule_sees_the_group_around_its_own() {
    let sandbox = sandbox();
    let mut data = values();
    data["goals"][0]["kind-of-goal"] = json!("Health");
    let said = fill(&sandbox, &data);
    assert!(said.contains("goals/1/objectives/1/lease: leave this empty"), "{said}");
    assert!(said.contains("fix 1 thing "), "{said}");
}

#[test]
fn the_data_to_start_from_and_the_page_have_the_groups() {
    let sandbox = sandbox();
    let blank = sandbox.run(&["fill", "plan", "book", "--blank-data"]).expect(0).json();
    assert_eq!(blank["goals"][0]["objectives"][0]["objective"], json!(""));
    assert_eq!(blank["helper"][0]["hours"], json!([{ "day": "" }]));
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let page = sandbox.read("book/public/forms/plan.html");
    for words in [
        "data-groups=\"goals/1/objectives\"",
        "id=\"in-goals__2__objectives__2__objective\"",
        "Add another objective",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
