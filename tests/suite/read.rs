//! Reading back what is filled into PDFs, and filling in many at once.

use std::fmt::Write;
use std::fs;

use clausebook::fill::{self, FieldValues};
use clausebook::model::form::{Answer, Answers, Entry, Extent, Parts, Sheet, Slot, SlotKind};
use clausebook::pdf::BlankForm;
use clausebook::pipeline::examine;
use lopdf::{Document, Object};
use serde_json::{Value, json};

use crate::support::{Sandbox, starter};

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
id = "member-id"
label = "Member’s number"
required = true

[[section]]
id = "first"
title = "First"
[[section.field]]
id = "day"
label = "Day"
kind = "date"
[[section.field]]
id = "how-often"
label = "How often"
kind = "choice"
options = ["Every week", "Every month"]
other = true
[[section.field]]
id = "agreed"
label = "The Member agrees"
kind = "checkbox"
[[section.field]]
id = "word"
label = "A word"
kind = "text"
width = "quarter"
[[section.field]]
id = "story"
label = "Story"
kind = "paragraph"
lines = 2

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
"#;

const BOOK: &str = "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", BOOK);
    sandbox.write("book/forms/plan/2026-01-01.toml", FORM);
    sandbox
}

fn plan() -> Value {
    json!({
        "$form": "plan", "$version": "2026-01-01",
        "member-id": "A-1 ễ", "day": "2026-02-03", "how-often": { "other": "Twice a week" }, "agreed": true,
        "story": "One\n\ntwo",
        "goals": [{}, { "goal": "Two", "steps": [{}, { "what": "b", "done": true }, { "what": "c" }] }, { "goal": "Three" }]
    })
}

fn filled(sandbox: &Sandbox, data: &Value) {
    sandbox.write("values.json", data.to_string());
    sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(0);
}

fn read(sandbox: &Sandbox) -> Value {
    serde_json::from_str(&sandbox.run(&["read", "filled.pdf", "book"]).expect(0).out).unwrap()
}

#[test]
fn what_was_filled_in_is_read_back() {
    let sandbox = sandbox();
    filled(&sandbox, &plan());
    assert_eq!(read(&sandbox), plan());
}

/// Something for a slot, different in each.
fn generated(slot: &Slot, seed: usize) -> Option<Answer> {
    Some(match &slot.kind {
        SlotKind::Line(Entry::Date) => {
            Answer::Text(format!("{:02}/{:02}/2026", seed % 12 + 1, seed % 28 + 1))
        }
        SlotKind::Line(Entry::Phone) => Answer::Text(format!("617-555-{:04}", seed % 10_000)),
        SlotKind::Line(_) | SlotKind::Paragraph(_) => Answer::Text(format!("{}", seed % 100)),
        SlotKind::Check => Answer::Ticked,
        SlotKind::Choice(choices) => Answer::Chosen(choices[seed % choices.len()].id.clone()),
        SlotKind::Signature => return None,
    })
}

/// Two of three slots are filled in. "Other" has words where it is chosen, and only there.
fn filled_slots(sheet: &Sheet<'_>) -> Answers {
    let slots = sheet.slots();
    let kept = slots.iter().enumerate().filter(|(at, _)| at % 3 > 0);
    let mut answers: Answers =
        kept.filter_map(|(at, slot)| Some((slot.name.clone(), generated(slot, at)?))).collect();
    for item in sheet.items() {
        let (other, is_chosen) = match &item.parts {
            Parts::Choice { choice, other: Some(other) } => {
                (other, answers.get(&choice.name) == Some(&Answer::Chosen(other.choice.id.clone())))
            }
            Parts::Choices { boxes, other: Some(other) } => {
                let own = boxes.iter().find(|one| one.choice.id == other.choice.id).unwrap();
                (other, answers.contains_key(&own.slot.name))
            }
            _ => continue,
        };
        answers.remove(&other.words.name);
        if is_chosen {
            answers.insert(other.words.name.clone(), Answer::Text("x".to_owned()));
        }
    }
    answers
}

#[test]
fn every_form_of_the_starter_is_read_back_as_it_was_filled_in() {
    let examined = examine(&starter());
    let handbook = &examined.handbook;
    let pages = clausebook::view::view(handbook, &examined.coverage, &examined.sources.files, true);
    let mut files = examined.sources.files.clone();
    let assets = clausebook::assets::Assets::new(examined.sources.looks.clone());
    for (page, form) in pages.forms.iter().zip(&handbook.forms) {
        let sheet = Sheet::new(page.version, &handbook.words, &Extent::default());
        let answers = filled_slots(&sheet);
        let filled = vec![(sheet, answers.clone())];
        let pdf = clausebook::pdf::fill(
            &pages.shell,
            BlankForm::Form(page),
            filled,
            &assets,
            handbook.as_of,
            &mut files,
        )
        .remove(0);
        let saved = clausebook::pdf::saved(&pdf.unwrap()).unwrap();
        let values: FieldValues = saved.fields.into_iter().map(|(name, field)| (name, field.value)).collect();
        let id = form.id.as_str();
        let mut data =
            fill::read_back(page.version, &handbook.words, (id, "now"), &values, handbook.as_of).data;
        fill::take_mark(&mut data, id).unwrap();
        let (_, again) = fill::read(page.version, &handbook.words, &data).unwrap();
        assert_eq!(again, answers, "{id}");
    }
}

fn changed(sandbox: &Sandbox, change: impl Fn(&mut Document)) {
    let mut document = Document::load(sandbox.path("filled.pdf")).unwrap();
    change(&mut document);
    document.save(sandbox.path("filled.pdf")).unwrap();
}

/// The object of a field, which a viewer changes.
fn field<'d>(document: &'d mut Document, name: &str) -> &'d mut lopdf::Dictionary {
    let is_it = |object: &Object| {
        let own = object.as_dict().and_then(|field| field.get(b"T")).and_then(Object::as_str);
        own.is_ok_and(|own| own == name.as_bytes())
    };
    let id = *document.objects.iter().find(|(_, object)| is_it(object)).unwrap().0;
    document.get_dictionary_mut(id).unwrap()
}

#[test]
fn text_that_is_not_on_paper_is_reported_without_quoting_it() {
    let sandbox = sandbox();
    filled(&sandbox, &json!({ "member-id": "A-1" }));
    changed(&sandbox, |pdf| {
        field(pdf, "word")
            .set("V", Object::string_literal("Zebulon and then words that nobody sees on paper"));
        field(pdf, "story").set("V", Object::string_literal("Zebulon ".repeat(200)));
    });
    let printed = sandbox.run(&["read", "filled.pdf", "book"]).expect(1);
    assert!(
        printed.err.contains("word: about") && printed.err.contains("story: it takes"),
        "{}",
        printed.err
    );
    assert!(
        !printed.err.contains("Zebulon") && printed.out.contains("nobody sees on paper"),
        "{}",
        printed.err
    );
}

#[test]
fn a_field_that_the_form_does_not_have_is_reported_and_its_value_kept() {
    let sandbox = sandbox();
    filled(&sandbox, &json!({ "member-id": "A-1", "day": "2026-02-03" }));
    sandbox.write("book/forms/plan/2026-01-01.toml", FORM.replace("id = \"day\"", "id = \"on\""));
    let printed = sandbox.run(&["read", "filled.pdf", "book"]).expect(1);
    assert!(printed.err.contains("day: the form has no place for this value"), "{}", printed.err);
    let data: Value = serde_json::from_str(&printed.out).unwrap();
    assert_eq!(data["$unplaced"], json!({ "day": "02/03/2026" }));
    sandbox.write("values.json", printed.out);
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "again.pdf"]).expect(1);
    assert!(printed.err.contains("`$unplaced` has no place"), "{}", printed.err);
}

#[test]
fn a_version_that_is_not_the_present_one_is_reported() {
    let sandbox = sandbox();
    filled(&sandbox, &json!({ "member-id": "A-1" }));
    fs::rename(
        sandbox.path("book/forms/plan/2026-01-01.toml"),
        sandbox.path("book/forms/plan/2026-02-01.toml"),
    )
    .unwrap();
    let printed = sandbox.run(&["read", "filled.pdf", "book"]).expect(1);
    assert!(
        printed.err.contains("the version 2026-01-01 of the form, which the handbook no longer has"),
        "{}",
        printed.err
    );
}

#[test]
fn a_pdf_that_does_not_say_what_it_is_is_known_by_its_fields() {
    let sandbox = sandbox();
    filled(&sandbox, &plan());
    changed(&sandbox, |pdf| {
        pdf.catalog_mut().unwrap().remove(b"PieceInfo");
    });
    assert_eq!(read(&sandbox), plan());
    sandbox.write(
        "book/forms/plan/2026-01-01.toml",
        FORM.replace("goal", "aim").replace("\nid = \"", "\nid = \"x"),
    );
    let printed = sandbox.run(&["read", "filled.pdf", "book"]).expect(1);
    assert!(
        printed.err.contains("is not a form of this handbook") && printed.out.is_empty(),
        "{}",
        printed.err
    );
}

#[test]
fn a_file_that_is_no_form_is_refused_with_what_to_do() {
    let sandbox = sandbox();
    sandbox.write("notes.txt", "words");
    sandbox.write("half.pdf", "%PDF-1.7\n1 0 obj");
    for (file, code, why) in [
        ("notes.txt", 1, "is not a PDF"),
        ("half.pdf", 1, "is damaged. Open it in a PDF viewer"),
        ("nowhere.pdf", 2, "cannot be read"),
    ] {
        let printed = sandbox.run(&["read", file, "book"]).expect(code);
        assert!(printed.err.contains(why) && printed.out.is_empty(), "{}", printed.err);
    }
}

#[test]
fn a_damaged_pdf_is_no_panic() {
    let sandbox = sandbox();
    filled(&sandbox, &plan());
    let whole = fs::read(sandbox.path("filled.pdf")).unwrap();
    for at in 1..12 {
        let mut damaged = whole.clone();
        for place in (at * 97..whole.len()).step_by(1499) {
            damaged[place] ^= 0x15;
        }
        fs::write(sandbox.path("damaged.pdf"), &damaged).unwrap();
        let code = sandbox.run(&["read", "damaged.pdf", "book"]).code();
        assert!(code == 0 || code == 1, "{code} at {at}");
        fs::write(sandbox.path("damaged.pdf"), &whole[..whole.len() * at / 12]).unwrap();
        assert!(sandbox.run(&["read", "damaged.pdf", "book"]).code() <= 1);
    }
}

#[test]
fn many_are_filled_in_from_a_table_and_read_back_into_one() {
    let sandbox = sandbox();
    sandbox.write(
        "members.csv",
        "member-id;day;agreed;how-often;goals/3/goal;goals/3/steps/1/done\nA-1;2/3/2026;x;Every week;Sing;yes\n\"B,2\";;;;;\n",
    );
    let command =
        ["fill", "plan", "book", "--data", "members.csv", "--out-dir", "out", "--name", "{form} {member-id}"];
    let printed = sandbox.run(&command).expect(0);
    assert!(printed.err.contains("Filled in: 2 of 2 forms, in out."), "{}", printed.err);
    let read =
        ["read", "out/plan A-1.pdf", "out/plan B,2.pdf", "book", "--format", "csv", "--out", "back.csv"];
    sandbox.run(&read).expect(0);
    let back = sandbox.read("back.csv");
    assert!(back.starts_with("$form,$version,member-id,day,"), "{back}");
    let again = ["fill", "plan", "book", "--data", "back.csv", "--out-dir", "again", "--name", "{member-id}"];
    sandbox.run(&again).expect(0);
    let one = sandbox.run(&["read", "again/A-1.pdf", "book"]).expect(0).out;
    let expected = json!({
        "$form": "plan", "$version": "2026-01-01", "member-id": "A-1", "day": "2026-02-03", "how-often": "every-week",
        "agreed": true, "goals": [{}, {}, { "goal": "Sing", "steps": [{ "done": true }] }]
    });
    assert_eq!(serde_json::from_str::<Value>(&one).unwrap(), expected);
}

/// A list with something wrong in every row but the last.
fn wrong_list() -> String {
    json!([
        { "member-id": "Zebulon", "day": "Zebulon" },
        { "member-id": "zebulon" },
        { "member-id": "con" },
        { "day": "2026-02-03" },
        { "member-id": "OK-5", "word": "words ".repeat(20), "Zebulon": 1 },
        { "member-id": "OK-6" },
    ])
    .to_string()
}

#[test]
fn all_or_nothing_and_problems_are_named_by_row() {
    let sandbox = sandbox();
    sandbox.write("list.json", wrong_list());
    let command =
        ["fill", "plan", "book", "--data", "list.json", "--out-dir", "out", "--name", "{member-id}"];
    let printed = sandbox.run(&command).expect(1);
    assert!(!printed.err.to_lowercase().contains("zebulon"), "{}", printed.err);
    for wanted in [
        "row 1: day: write a date",
        "row 2: its file would have the same name as that of row 1",
        "row 3: the name of its file, which --name makes, can't be used on every computer: Windows keeps",
        "row 4: `member-id` is empty",
        "row 5: key 1 of the data is not in this form",
        "row 5: word: it is too long for its line",
        "Nothing was written: fix 6 things in 5 rows first. To write the others, add --keep-going.",
    ] {
        assert!(printed.err.contains(wanted), "{wanted} is missing from {}", printed.err);
    }
    assert!(!sandbox.path("out").exists());
    let printed = sandbox.run(&[&command[..], &["--keep-going"]].concat()).expect(1);
    assert!(printed.err.contains("Filled in: 1 of 6 forms, in out."), "{}", printed.err);
    let names: Vec<_> =
        fs::read_dir(sandbox.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["OK-6.pdf"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(sandbox.path("out/OK-6.pdf")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let printed = sandbox.run(&command).expect(1);
    assert!(printed.err.contains("row 1"), "{}", printed.err);
}

#[test]
fn a_name_without_a_field_of_the_form_is_refused() {
    let sandbox = sandbox();
    sandbox.write("list.json", "[{}]");
    for (name, why) in [
        ("{menber-id}", "this form has no field menber-id"),
        ("plan", "gives every file the same name"),
        ("{member-id", "a brace"),
    ] {
        let command = ["fill", "plan", "book", "--data", "list.json", "--out-dir", "out", "--name", name];
        let printed = sandbox.run(&command).expect(2);
        assert!(printed.err.contains(why), "{}", printed.err);
    }
    let command =
        ["fill", "plan", "book", "--data", "list.json", "--out-dir", "book/forms/plan", "--name", "{row}"];
    let printed = sandbox.run(&command).expect(2);
    assert!(printed.err.contains("among the sources"), "{}", printed.err);
}

#[test]
fn boxes_and_rows_grow_when_asked() {
    let sandbox = sandbox();
    let mut long = String::new();
    for number in 0..60 {
        write!(long, "sentence {number} of it, ").unwrap();
    }
    let cell = &long[..400].trim_end().to_owned();
    let data = json!({
        "member-id": "A-1", "word": "five or six words more than there is room for", "story": long.trim_end(),
        "goals": [{ "steps": [{ "what": cell }] }]
    });
    sandbox.write("values.json", data.to_string());
    let command = ["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"];
    let printed = sandbox.run(&command).expect(1);
    assert!(printed.err.contains("--grow") && printed.err.contains("fix 3 things"), "{}", printed.err);
    sandbox.run(&[&command[..], &["--grow"]].concat()).expect(0);
    let mut back = read(&sandbox);
    let back = back.as_object_mut().unwrap();
    back.retain(|key, _| !key.starts_with('$'));
    assert_eq!(*back, *data.as_object().unwrap());
}

#[test]
fn what_is_wrong_and_what_does_not_fit_are_reported_in_one_run() {
    let sandbox = sandbox();
    let data = json!({ "member-id": "山🙂", "day": "soon", "story": "word ".repeat(300), "typo": 1 });
    sandbox.write("values.json", data.to_string());
    let printed =
        sandbox.run(&["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf"]).expect(1);
    for wanted in [
        "day: write a date",
        "key 4 of the data",
        "story: it takes",
        "member-id: it has a character",
        "fix 4 things",
    ] {
        assert!(printed.err.contains(wanted), "{wanted} is missing from {}", printed.err);
    }
}

#[test]
fn a_members_particulars_go_into_the_fields_that_are_still_empty() {
    let sandbox = sandbox();
    let face = FORM.replace("title = \"Plan\"", "title = \"Face sheet\"").replace("F-1", "F-2");
    sandbox.write("book/forms/face/2026-01-01.toml", face);
    let plan = FORM.replace("id = \"day\"\n", "id = \"day\"\nfrom = \"face/day\"\n");
    sandbox.write(
        "book/forms/plan/2026-01-01.toml",
        plan.replace("id = \"word\"\n", "id = \"word\"\nfrom = \"face/word\"\n"),
    );
    let member =
        json!({ "$form": "face", "member-id": "A-1", "day": "2026-02-03", "word": "face", "story": "x" });
    sandbox.write("member.json", member.to_string());
    sandbox.write("values.json", r#"{ "word": "own" }"#);
    let command =
        ["fill", "plan", "book", "--data", "values.json", "--member", "member.json", "--out", "filled.pdf"];
    let printed = sandbox.run(&command).expect(0);
    assert!(printed.err.contains("2 fields were taken over from the Member's face."), "{}", printed.err);
    let expected = json!({
        "$form": "plan", "$version": "2026-01-01", "member-id": "A-1", "day": "2026-02-03", "word": "own"
    });
    assert_eq!(read(&sandbox), expected);
    sandbox.write("member.json", "{}");
    let command =
        ["fill", "plan", "book", "--data", "values.json", "--member", "member.json", "--out", "other.pdf"];
    let printed = sandbox.run(&command).expect(2);
    assert!(printed.err.contains("doesn't say which form of this handbook"), "{}", printed.err);
}
