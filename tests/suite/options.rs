//! What an author writes as an option is what is printed, read out and recorded.

use std::collections::BTreeMap;
use std::fs;

use clausebook::assets::Assets;
use clausebook::fill::{self, Data};
use clausebook::model::form::{
    Answer, Answers, CellKind, Choice, Extent, FieldKind, Group, Item, Parts, Sheet, SheetSection, SlotKind,
};
use clausebook::model::{Form, Handbook};
use clausebook::pdf::BlankForm;
use clausebook::pipeline::{Examined, examine};
use clausebook::view::{Pages, view};
use clausebook::words::FixedWords;
use lopdf::{Dictionary, Document, Object};
use serde_json::{Value, json};

use crate::audit::flaws;
use crate::support::{Sandbox, starter};

const HANDBOOK: &str = "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n";

/// Labels that look like a question and its answer, like a row of a table, like a state, or are long.
const FORM: &str = r#"
title = "Barriers"
number = "F-1"
owner = "Director"
approver = "Board"
reviewed = 2026-11-01
summary = "What is in the way."
tasks = ["A new Member"]
due = "At once."

[[identity]]
id = "name"
label = "Name"

[[section]]
id = "visits"
title = "Visits"
repeat = 1
repeat_name = "Visit"
[[section.field]]
id = "barriers"
label = "Barriers"
kind = "choices"
options = ["Rent: late", "Rent: none", "Court: late", "Sí", "Off"]
other = true
[[section.field]]
id = "consent"
label = "Consent: row 1"
kind = "choice"
options = ["I agree that the program may talk with my landlord and with the shelter that is named above, and with nobody else, until the day on which I write down that it may not", "No", "Off", "Option 2", "Sí"]
other = true
[[section.field]]
id = "steps"
label = "Steps, row 1"
kind = "table"
rows = 2
[[section.field.column]]
id = "kept"
label = "Kept: yes or no"
kind = "choice"
options = ["Done: all", "Left: all", "Other"]
[[section.field]]
id = "areas"
label = "Areas"
kind = "table"
row_labels = ["Home: rent", "Home: food"]
row_heading = "Area"
[[section.field.column]]
id = "need"
label = "Need"
kind = "checkbox"
[[section.field]]
id = "agreed"
label = "Agreed"
kind = "signature"
signer = "member"
"#;

/// Every label of a choice or row above.
const LABELS: [&str; 14] = [
    "Rent: late",
    "Rent: none",
    "Court: late",
    "Sí",
    "Off",
    "I agree that the program may talk with my landlord and with the shelter that is named above, and with nobody else, until the day on which I write down that it may not",
    "No",
    "Option 2",
    "Done: all",
    "Left: all",
    "Other",
    "Home: rent",
    "Home: food",
    "Declined to sign",
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", HANDBOOK);
    sandbox.write("book/forms/barriers/2026-01-01.toml", FORM);
    sandbox
}

/// Text without spaces: where a line breaks is not the question.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    document.objects.values().filter_map(|object| object.as_dict().ok())
}

fn text(dictionary: &Dictionary, key: &[u8]) -> String {
    dictionary.get(key).ok().and_then(|text| lopdf::decode_text_string(text).ok()).unwrap_or_default()
}

fn name(dictionary: &Dictionary, key: &[u8]) -> String {
    let name = dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    String::from_utf8(name.to_vec()).unwrap()
}

/// The boxes that show a tick, as they are read out, with the state that they are set to.
fn ticked(document: &Document) -> BTreeMap<String, String> {
    let shown = dictionaries(document).filter(|one| one.has(b"AS") && name(one, b"AS") != "Off");
    shown.map(|one| (text(one, b"TU"), name(one, b"AS"))).collect()
}

fn filled(sandbox: &Sandbox, data: &Value) -> Document {
    sandbox.write("data.json", data.to_string());
    let _ = fs::remove_file(sandbox.path("filled.pdf"));
    sandbox.run(&["fill", "barriers", "book", "--data", "data.json", "--out", "filled.pdf"]).expect(0);
    Document::load_mem(&fs::read(sandbox.path("filled.pdf")).unwrap()).unwrap()
}

#[test]
fn a_label_prints_as_it_is_written_in_every_edition() {
    let sandbox = sandbox();
    sandbox.run(&["build", "book"]).expect(0);
    for edition in ["", "-large-print", "-continuation"] {
        let pdf = fs::read(sandbox.path(&format!("book/public/forms/barriers{edition}.pdf"))).unwrap();
        let document = Document::load_mem(&pdf).unwrap();
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        let words = squeezed(&document.extract_text(&pages).unwrap());
        for label in LABELS {
            assert!(words.contains(&squeezed(label)), "{label} is missing from {edition}: {words}");
        }
    }
    let page = sandbox.read("book/public/forms/barriers.html");
    for label in LABELS {
        let tick = format!(">{label}</label>");
        let row = format!("<th scope=\"row\" role=\"rowheader\">{label}</th>");
        assert!(page.contains(&tick) || page.contains(&row), "{label} is missing from the page");
    }
    assert!(page.contains("aria-label=\"Visit 1: Areas, Home: rent: Need\""));
}

#[test]
fn a_label_is_read_out_as_it_is_written() {
    let sandbox = sandbox();
    sandbox.run(&["build", "book"]).expect(0);
    let handbook =
        examine(&clausebook::world::DiskWorld::new(sandbox.path("book"), "handbook.toml")).handbook;
    let form = &handbook.forms[0].current;
    let sheet = Sheet::new(form, &handbook.words, &Extent::default());
    for edition in ["", "-large-print"] {
        let pdf = fs::read(sandbox.path(&format!("book/public/forms/barriers{edition}.pdf"))).unwrap();
        assert_eq!(flaws(&pdf, &sheet), Vec::<String>::new());
        let document = Document::load_mem(&pdf).unwrap();
        let spoken: Vec<String> = dictionaries(&document).map(|one| text(one, b"TU")).collect();
        for wanted in ["Visit 1: Barriers: Rent: late", "Visit 1: Consent: row 1: Option 2"] {
            assert!(spoken.iter().any(|one| one == wanted), "{wanted} is missing from {spoken:?}");
        }
    }
}

#[test]
fn a_written_label_ticks_its_own_box() {
    let sandbox = sandbox();
    let consent = LABELS[5];
    let document = filled(
        &sandbox,
        &json!({ "visits": [{
            "barriers": ["Rent: none", "Court: late"],
            "consent": consent,
            "steps": [{ "kept": "Left: all" }, { "kept": "Other" }],
            "areas": { "Home: food": { "need": true } }
        }] }),
    );
    let ticked: Vec<String> = ticked(&document).into_keys().collect();
    assert_eq!(
        ticked,
        [
            "Visit 1: Areas, Home: food: Need".to_owned(),
            "Visit 1: Barriers: Court: late".to_owned(),
            "Visit 1: Barriers: Rent: none".to_owned(),
            format!("Visit 1: Consent: row 1: {consent}"),
            "Visit 1: Steps, row 1, row 1: Kept: yes or no: Left: all".to_owned(),
            "Visit 1: Steps, row 1, row 2: Kept: yes or no: Other".to_owned(),
        ]
    );
}

#[test]
fn one_box_of_a_choice_is_ticked_whatever_its_letters() {
    let sandbox = sandbox();
    for label in ["Sí", "Option 2", "Off", "Si\u{301}"] {
        let document = filled(&sandbox, &json!({ "visits": [{ "consent": label }] }));
        let ticked: Vec<String> = ticked(&document).into_keys().collect();
        let label = label.replace("i\u{301}", "í");
        assert_eq!(ticked, [format!("Visit 1: Consent: row 1: {label}")]);
    }
}

#[test]
fn names_in_a_pdf_are_short_ascii_and_apart() {
    let sandbox = sandbox();
    let document = filled(&sandbox, &json!({ "visits": [{ "consent": LABELS[5] }] }));
    for dictionary in dictionaries(&document) {
        for (key, value) in dictionary {
            let names = [Some(key.as_slice()), value.as_name().ok()];
            for name in names.into_iter().flatten() {
                assert!(name.len() <= 127 && name.is_ascii(), "{}", String::from_utf8_lossy(name));
            }
        }
    }
    let kids = dictionaries(&document)
        .filter(|one| one.has(b"Parent") && text(one, b"TU").starts_with("Visit 1: Consent: row 1: "));
    let mut states: Vec<String> = kids
        .map(|kid| {
            let pictures = kid.get(b"AP").and_then(Object::as_dict).unwrap();
            let states = pictures.get(b"N").and_then(Object::as_dict).unwrap();
            let mut on = states.iter().filter(|(state, _)| state.as_slice() != b"Off");
            String::from_utf8(on.next().unwrap().0.clone()).unwrap()
        })
        .collect();
    states.sort();
    states.dedup();
    assert_eq!(states.len(), 6, "{states:?}");
}

/// The starter, looked at once.
fn examined() -> Examined {
    examine(&starter())
}

/// A question with something to choose: where its value goes in data, and what there is.
struct Question {
    nest: Box<dyn Fn(Value) -> Value>,
    options: Vec<(Choice, Answers)>,
}

/// Every question of a form with something to choose, once a group and row.
fn questions(form: &Form, words: &FixedWords) -> Vec<Question> {
    let sheet = Sheet::new(&form.current, words, &Extent::default());
    let mut questions: Vec<Question> =
        sheet.identity.iter().flat_map(|item| of_item(item, |value| value)).collect();
    for section in &sheet.sections {
        for (at, group) in section.groups.iter().enumerate() {
            questions.extend(of_group(section, at, group));
        }
    }
    questions
}

fn of_group(section: &SheetSection<'_>, at: usize, group: &Group<'_>) -> Vec<Question> {
    let repeats = section.section.repeat.is_some();
    let id = section.section.id.clone();
    let nest = move |fields: Value| {
        if !repeats {
            return fields;
        }
        let mut groups = vec![json!({}); at];
        groups.push(fields);
        json!({ id.clone(): groups })
    };
    group.items.iter().flat_map(|item| of_item(item, nest.clone())).collect()
}

fn of_item(item: &Item<'_>, nest: impl Fn(Value) -> Value + Clone + 'static) -> Vec<Question> {
    let id = item.field.id.clone();
    let inner = nest.clone();
    let nest = move |value: Value| inner(json!({ id.clone(): value }));
    match &item.parts {
        Parts::Choice { choice, other } => {
            let SlotKind::Choice(choices) = &choice.kind else { panic!("{} has no choices", choice.name) };
            let listed =
                choices.iter().filter(|one| other.as_ref().is_none_or(|other| other.choice != **one));
            vec![Question { nest: Box::new(nest), options: chosen(&choice.name, listed) }]
        }
        Parts::Choices { boxes, other } => {
            let listed =
                boxes.iter().filter(|one| other.as_ref().is_none_or(|other| other.choice != one.choice));
            let options = listed
                .map(|one| (one.choice.clone(), Answers::from([(one.slot.name.clone(), Answer::Ticked)])));
            vec![Question { nest: Box::new(move |value| nest(json!([value]))), options: options.collect() }]
        }
        Parts::Table { table, rows } => {
            let mut questions = Vec::new();
            for (at, row) in rows.iter().enumerate() {
                for (column, slot) in table.columns.iter().zip(&row.cells) {
                    let CellKind::Choice { options: choices, layout: _ } = &column.kind else { continue };
                    let label = row.label.map(|label| label.label.clone());
                    let (column, nest) = (column.id.clone(), nest.clone());
                    let nest = move |value: Value| {
                        let cells = json!({ column.clone(): value });
                        nest(match &label {
                            Some(label) => json!({ label.clone(): cells }),
                            None => [vec![json!({}); at], vec![cells]].concat().into(),
                        })
                    };
                    let options = chosen(&slot.name, choices.iter());
                    questions.push(Question { nest: Box::new(nest), options });
                }
            }
            questions
        }
        Parts::Signature(signing) => {
            let Some((declined, _)) = &signing.declined else { return Vec::new() };
            let SlotKind::Choice(choices) = &declined.kind else {
                panic!("{} has no choices", declined.name)
            };
            let options = chosen(&declined.name, choices.iter());
            vec![Question { nest: Box::new(move |value| nest(json!({ "declined": value }))), options }]
        }
        // Its fields are items of their own.
        Parts::One(_) | Parts::Groups(_) => Vec::new(),
    }
}

fn chosen<'c>(slot: &str, choices: impl Iterator<Item = &'c Choice>) -> Vec<(Choice, Answers)> {
    choices
        .map(|one| (one.clone(), Answers::from([(slot.to_owned(), Answer::Chosen(one.id.clone()))])))
        .collect()
}

#[test]
fn every_option_of_every_form_is_filled_in_by_its_label_and_by_its_id() {
    let Examined { handbook, .. } = examined();
    let mut tried = 0;
    for form in &handbook.forms {
        for question in questions(form, &handbook.words) {
            for (choice, wanted) in &question.options {
                for given in [&choice.label, &choice.id] {
                    let data = (question.nest)(json!(given));
                    let data: Data = serde_json::from_value(data).unwrap();
                    let (_, answers) = fill::read(&form.current, &handbook.words, &data).unwrap();
                    assert_eq!(&answers, wanted, "{}: {given}", form.id);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1000, "only {tried} were tried");
}

/// In every choice its option number `round`, or counted from the start again where there are fewer.
fn answers_of_round(sheet: &Sheet<'_>, round: usize) -> (Answers, BTreeMap<String, String>) {
    let (mut answers, mut wanted) = (Answers::new(), BTreeMap::new());
    for item in sheet.items() {
        if let Parts::Choices { boxes, .. } = &item.parts {
            let one = &boxes[round % boxes.len()];
            answers.insert(one.slot.name.clone(), Answer::Ticked);
            wanted.insert(one.slot.name.clone(), one.choice.label.clone());
        }
    }
    for slot in sheet.slots() {
        if let SlotKind::Choice(choices) = &slot.kind {
            let one = &choices[round % choices.len()];
            answers.insert(slot.name.clone(), Answer::Chosen(one.id.clone()));
            wanted.insert(slot.name.clone(), one.label.clone());
        }
    }
    (answers, wanted)
}

/// The boxes of a PDF that show a tick: the name of their field, and what is read out.
fn ticked_by_name(document: &Document) -> Vec<(String, String)> {
    let shown = dictionaries(document).filter(|one| one.has(b"AS") && name(one, b"AS") != "Off");
    let of = |one: &Dictionary| {
        let parent = one.get(b"Parent").and_then(Object::as_reference).ok();
        let field = parent.map_or(one, |parent| document.get_dictionary(parent).unwrap());
        (text(field, b"T"), text(one, b"TU"))
    };
    let mut found: Vec<(String, String)> = shown.map(of).collect();
    found.sort();
    found
}

#[test]
fn a_filled_pdf_ticks_the_box_of_each_option_and_no_other() {
    let Examined { handbook, coverage, mut sources, .. } = examined();
    let pages = view(&handbook, &coverage, &sources.files, true);
    let assets = Assets::new(sources.looks.clone());
    for at in 0..handbook.forms.len() {
        let rounds = most_options(&handbook, at);
        for round in 0..rounds {
            let pdf = filled_in_round(&pages, &handbook, at, round, &assets, &mut sources.files);
            let sheet = Sheet::new(&handbook.forms[at].current, &handbook.words, &Extent::default());
            let (_, wanted) = answers_of_round(&sheet, round);
            let found = ticked_by_name(&pdf);
            let names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
            assert_eq!(names, wanted.keys().collect::<Vec<_>>(), "{}", handbook.forms[at].id);
            for ((name, spoken), label) in found.iter().zip(wanted.values()) {
                assert!(spoken.ends_with(label.as_str()), "{name} is read out as {spoken}, not {label}");
            }
        }
    }
}

fn most_options(handbook: &Handbook, at: usize) -> usize {
    let options = |kind: &FieldKind| match kind {
        FieldKind::Choice(options) | FieldKind::Choices(options) => options.all().count(),
        FieldKind::Table(table) => {
            let choices = table.columns.iter().map(|column| match &column.kind {
                CellKind::Choice { options, layout: _ } => options.len(),
                _ => 0,
            });
            choices.max().unwrap_or(0)
        }
        _ => 0,
    };
    handbook.forms[at].current.fields().map(|(_, field)| options(&field.kind)).max().unwrap_or(0)
}

fn filled_in_round(
    pages: &Pages<'_>,
    handbook: &Handbook,
    at: usize,
    round: usize,
    assets: &Assets,
    files: &mut clausebook::source::Files,
) -> Document {
    let sheet = Sheet::new(pages.forms[at].version, &handbook.words, &Extent::default());
    let (answers, _) = answers_of_round(&sheet, round);
    let pdf = clausebook::pdf::fill(
        &pages.shell,
        BlankForm::Form(&pages.forms[at]),
        vec![(sheet, answers)],
        assets,
        handbook.as_of,
        files,
    )
    .remove(0)
    .unwrap();
    Document::load_mem(&pdf).unwrap()
}
