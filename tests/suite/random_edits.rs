//! Whatever is done to a handbook while its preview runs, the preview is what a clean build would be, byte for byte.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clausebook::diagnostic;
use clausebook::memo::Memo;
use clausebook::pipeline::{self, Preview};
use clausebook::preview::Rebuilder;
use clausebook::world::DiskWorld;

use crate::support::{Dice, Sandbox, files_in};

const STEPS: usize = 500;

/// What may be swapped in a text: some of it breaks a file, some repairs it.
const SWAPS: [(&str, &str); 38] = [
    ("two weeks", "14 days"),
    ("14 days", "two weeks"),
    ("title = ", "titel = "),
    ("titel = ", "title = "),
    ("[@payer/visits/1]", "[@payer/visits/9]"),
    ("[@payer/visits/9]", "[@payer/visits/1]"),
    ("#purpose", "#procedure"),
    ("#procedure", "#nowhere"),
    ("#nowhere", "#purpose"),
    ("approved_by", "# approved_by"),
    ("# approved_by", "approved_by"),
    ("## Purpose", "## Aim {#purpose}"),
    ("Riverside", "Riverbank"),
    // What one file says of another's words: an acronym is linked where the glossary has it.
    ("We visit within", "The CSP visits within"),
    ("The CSP visits within", "We visit within"),
    ("short = \"CSP\"", "short = \"CS\""),
    ("short = \"CS\"", "short = \"CSP\""),
    ("\n\n", "\n\nWe go on [@payer/visits/2]. See [Visits](policy:visits).\n\n"),
    // Forms.
    ("kind = \"text\"", "kind = \"date\""),
    ("kind = \"date\"", "kind = \"text\""),
    ("label = \"Telephone\"", "label = \"Phone\""),
    ("label = \"Phone\"", "label = \"Telephone\""),
    ("covers = [\"payer/visits/1\"]", "covers = [\"payer/visits/2\"]"),
    ("covers = [\"payer/visits/2\"]", "covers = []"),
    ("We visit within", "The [form](form:contacts#field-telephone) says it. We visit within"),
    // Curricula.
    ("minutes = 30", "minutes = 45"),
    ("minutes = 45", "minutes = 30"),
    ("## Visiting", "## Visit"),
    ("## Visit\n", "## Visiting\n"),
    // Sheets.
    ("{{ curriculum.title }}", "{{ curriculum.number }}"),
    ("{{ curriculum.number }}", "{{ curriculum.title }}"),
    ("{{ unit.title }}", "{{ unit.titel }}"),
    ("{{ unit.titel }}", "{{ unit.title }}"),
    // Pictures.
    ("![A map]", "![The county]"),
    ("map.svg \"Source: us\"", "map.svg"),
    ("fill=\"red\"", "fill=\"blue\""),
    ("fill=\"blue\"", "onclick=\"x()\" fill=\"red\""),
    // Templates.
    ("{% block main %}", "{% block main %}<p>Ours.</p>"),
];

/// The handbook as it was, where no build looks.
const SPARE: &str = "spare";
/// Its policy.
const POLICY: &str = "content/policies/visits/2026-02-01.md";
const PAGE: &str = "+++\ntitle = \"Start\"\nsummary = \"Where to begin.\"\norder = 1\n+++\n\n## First\n\nSee [Visits](policy:visits) and CSP.\n";
const GLOSSARY: &str =
    "[[term]]\nterm = \"Community Support Program\"\nshort = \"CSP\"\nmeaning = \"Help.\"\n";

const FORM: &str = concat!(include_str!("../findings/base/form.toml"), "covers = [\"payer/visits/1\"]\n");

const CURRICULUM: &str = r#"+++
title = "Visiting"
number = "T-1"
owner = "Director"
approver = "Board"
reviewed = 2026-01-01
summary = "How we visit."
audience = "Everyone"

[[unit]]
id = "visiting"
title = "Visiting"
minutes = 30
teacher = "The director"
covers = ["payer/visits/1"]
objectives = ["Visit in time."]
sources = ["The payer, *Visits*, 2026"]
+++

## Visiting

Ring the bell. ![A map](map.svg "Source: us")
"#;

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect fill=\"red\" width=\"9\" height=\"9\"/></svg>";

/// Our own template for a page, that of the program, and one that can't be read.
const TEMPLATES: [&str; 2] =
    ["{% extends \"base.html\" %}\n{% block main %}\n<h1>Staff</h1>\n{% endblock %}\n", "{% extends"];

/// A file of each kind that the small handbook has none of.
const MORE: [(&str, &str); 5] = [
    ("forms/contacts/2026-01-01.toml", FORM),
    ("content/curricula/visiting/2026-01-01.md", CURRICULUM),
    ("content/curricula/visiting/map.svg", PICTURE),
    ("content/policies/visits/map.svg", PICTURE),
    ("templates/sheets/attendance.toml", include_str!("../../templates/sheets/attendance.toml")),
];

/// Does one thing to the handbook in `book`, and says what; the paths are those of the files touched.
fn step(book: &Path, dice: &mut Dice) -> (String, BTreeSet<String>) {
    let files = files_in(book).into_iter().map(|(path, _)| path);
    let files: Vec<String> = files.filter(|path| !path.starts_with(SPARE)).collect();
    let file = dice.of(&files).clone();
    let read = |path: &str| fs::read_to_string(book.join(path)).unwrap();
    let write = |path: &str, text: &str| {
        let place = book.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    };
    let number = dice.below(4);
    let (what, touched) = match dice.below(18) {
        0..=4 => {
            let text = read(&file);
            let fitting: Vec<_> = SWAPS.iter().filter(|(from, _)| text.contains(from)).collect();
            let Some((from, to)) = (!fitting.is_empty()).then(|| *dice.of(&fitting)) else {
                return ("nothing".into(), BTreeSet::new());
            };
            // A text that grew for ever would only make the test slow.
            let text = if text.len() > 4000 { text[..900].to_owned() } else { text.replacen(from, to, 1) };
            write(&file, &text);
            (format!("{from:?} is {to:?} in {file}"), vec![file])
        }
        5 | 6 => {
            let policy = read(&format!("{SPARE}/{POLICY}"));
            let path = format!("content/policies/visits-{number}/2026-0{}-01.md", 1 + dice.below(9));
            write(&path, &policy.replace("V-1", &format!("V-1{number}")));
            (format!("{path} is new"), vec![path])
        }
        7 if file != "handbook.toml" => {
            fs::remove_file(book.join(&file)).unwrap();
            (format!("{file} is gone"), vec![file])
        }
        8 => {
            let text = if dice.below(2) == 0 { PAGE.to_owned() } else { PAGE.replace("CSP", "the CSP") };
            let path = format!("content/guide/start-{number}.md");
            write(&path, &text.replace("order = 1", &format!("order = {number}")));
            (format!("{path} is new"), vec![path])
        }
        9 => {
            write("content/glossary.toml", GLOSSARY);
            ("the glossary is new".into(), vec!["content/glossary.toml".to_owned()])
        }
        10..=12 => {
            // Repairs everything: else it would stay broken for ever.
            for (path, _) in files_in(book).into_iter().filter(|(path, _)| !path.starts_with(SPARE)) {
                fs::remove_file(book.join(path)).unwrap();
            }
            let spare = files_in(&book.join(SPARE));
            for (path, bytes) in &spare {
                write(path, std::str::from_utf8(bytes).unwrap());
            }
            ("everything is as it was".into(), spare.into_iter().map(|(path, _)| path).collect())
        }
        13 => {
            let (path, text) = *dice.of(&MORE);
            let path = path.replace("contacts", &format!("contacts-{number}"));
            let path = path.replace("visiting", &format!("visiting-{number}"));
            write(&path, text);
            (format!("{path} is new"), vec![path])
        }
        14 => {
            let path = *dice.of(&["templates/html/staff.html", "templates/html/policy.html", "site/own.css"]);
            let text: &str = dice.of::<&str>(&TEMPLATES);
            write(path, text);
            (format!("{path} is ours"), vec![path.to_owned()])
        }
        15 if file.starts_with("templates/") || file.starts_with("site/") => {
            fs::remove_file(book.join(&file)).unwrap();
            (format!("{file} is the program's again"), vec![file])
        }
        _ if file.starts_with("content/policies/") => {
            let folder = file.rsplit_once('/').unwrap().0.to_owned();
            let other = format!("content/policies/renamed-{number}");
            if folder == other {
                return ("nothing".into(), BTreeSet::new());
            }
            let _ = fs::remove_dir_all(book.join(&other));
            fs::rename(book.join(&folder), book.join(&other)).unwrap();
            (format!("{folder} is {other}"), vec![folder, other])
        }
        _ => ("nothing".into(), Vec::new()),
    };
    (what, touched.into_iter().collect())
}

/// The handbook file of the small handbook, with an occasion for forms.
fn handbook(book: &Path) -> String {
    let written = fs::read_to_string(book.join("handbook.toml")).unwrap();
    format!("form_tasks = [\"A new Member\"]\n{written}")
}

/// Everything that a preview shows.
fn shown(preview: &Preview) -> (Vec<(String, Vec<u8>)>, String) {
    let files = preview.outputs.iter().flat_map(clausebook::output::Outputs::iter);
    let files = files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    (files, diagnostic::render(preview.findings(), preview.files(), false))
}

#[test]
fn after_any_edits_the_preview_is_what_a_clean_build_is() {
    let sandbox = Sandbox::with_small();
    let book = sandbox.path("book");
    sandbox.write("book/handbook.toml", handbook(&book));
    for (path, text) in MORE {
        sandbox.write(&format!("book/{path}"), text);
    }
    for (path, bytes) in files_in(&book) {
        sandbox.write(&format!("book/{SPARE}/{path}"), bytes);
    }
    let disk = DiskWorld::new(&book, "handbook.toml");
    let (mut rebuilder, first) = Rebuilder::start(disk.clone());
    let mut last = shown(&first.made.unwrap());
    let mut dice = Dice(20_261_125);
    let (mut good, mut broken) = (0, 0);
    for number in 0..STEPS {
        let (what, touched) = step(&book, &mut dice);
        if let Some(rebuilt) = rebuilder.again(&touched) {
            last = shown(&rebuilt.made.unwrap());
        }
        let clean = shown(&pipeline::preview(&disk, &Memo::default()));
        assert_eq!(last.1, clean.1, "findings after step {number}: {what}");
        for (one, other) in last.0.iter().zip(&clean.0) {
            assert!(one == other, "{} and {} after step {number}: {what}", one.0, other.0);
        }
        assert_eq!(last.0.len(), clean.0.len(), "after step {number}: {what}");
        if last.0.is_empty() { broken += 1 } else { good += 1 }
    }
    // Neither may be the whole of it, or little would have been compared.
    assert!(good > STEPS / 10 && broken > STEPS / 10, "{good} good, {broken} broken");
}
