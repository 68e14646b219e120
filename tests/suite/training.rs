//! Knowledge checks on pages, on paper and in files for a learning management system, and the pages of units.

use std::collections::BTreeMap;
use std::io::Read;

use clausebook::output::Outputs;
use clausebook::pipeline::{build, build_without_pdfs, examine};
use clausebook::search::places;
use clausebook::view;
use clausebook::world::MemoryWorld;
use quick_xml::events::Event;

use crate::paper::Paper;
use crate::support::{STARTER_PAGES, Sandbox, TODAY, starter};

/// A curriculum with a question of each kind.
const CORE: &str = r#"+++
title = "Core"
number = "TR-1"
owner = "Trainer"
approver = "Board"
approved_by = "Board"
approved_on = 2026-01-01
reviewed = 2026-11-01
summary = "What is taught."
audience = "Workers"

[[unit]]
id = "calls"
title = "Calls"
minutes = 30
teacher = "A trainer"
objectives = ["Call in time."]
sources = ["A book."]

[[unit.question]]
id = "whom"
question = "Whom do you **call** first?"
options = ["The supervisor", { text = "A friend", why = "He can’t help." }, "Nobody"]
answer = "The supervisor"
why = "The policy says so."

[[unit.question]]
id = "which"
kind = "several"
question = "Which calls can’t wait?"
options = [{ text = "One about a fall", right = true }, "One about lunch", { text = "One about smoke", right = true }]
why = "Both are danger."

[[unit.question]]
id = "night"
kind = "true-false"
question = "At night nobody answers."
answer = "false"
why = "Someone is on call."

[[unit.question]]
id = "words"
kind = "open"
question = "What do you say?"
answer = "Who I am and where I am."

[[unit]]
id = "notes"
title = "Notes"
minutes = 30
teacher = "A trainer"
objectives = ["Write it down."]
+++

## Calls

Then go on with [Notes](#unit-notes).

### Practice

Call one another.

## Notes

Write.
"#;

fn world() -> MemoryWorld {
    MemoryWorld::new(TODAY)
        .with("handbook.toml", include_str!("../findings/base/handbook.toml"))
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"))
        .with("content/policies/base/2026-01-01.md", include_str!("../findings/base/policy.md"))
        .with("content/curricula/core/2026-01-01.md", CORE)
}

fn site() -> Outputs {
    let built = build_without_pdfs(&world(), &|_| ());
    built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings))
}

fn page<'a>(site: &'a Outputs, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// What is between two pieces of a page.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}")).0
}

#[test]
fn a_question_is_answered_with_buttons_of_its_kind() {
    let site = site();
    let check = between(page(&site, "curricula/core/calls.html"), "id=\"page_check\"", "id=\"page_sources\"");
    assert_eq!(check.matches("type=\"radio\" name=\"q1\"").count(), 3);
    assert_eq!(check.matches("type=\"checkbox\" name=\"q2\"").count(), 3);
    assert_eq!(check.matches("type=\"radio\" name=\"q3\"").count(), 2);
    assert_eq!(check.matches("<textarea").count(), 1);
    assert!(check.contains("Whom do you <strong>call</strong> first?"), "{check}");
}

#[test]
fn what_is_right_is_said_only_where_a_learner_asks_why() {
    let site = site();
    let check = between(page(&site, "curricula/core/calls.html"), "id=\"page_check\"", "id=\"page_sources\"");
    let asked: String =
        check.split("<details").map(|part| part.split("</details>").last().unwrap()).collect();
    for hidden in ["The policy says so.", "He can’t help.", "Answer:", "Someone is on call.", "Who I am"] {
        assert!(check.contains(hidden) && !asked.contains(hidden), "{hidden}");
    }
}

#[test]
fn nothing_that_is_picked_can_be_sent_or_is_kept() {
    let site = site();
    let page = page(&site, "curricula/core/calls.html");
    assert!(!between(page, "<main", "</main>").contains("<form"));
    let fields = page.matches("name=\"q").count() + page.matches("<textarea").count();
    assert_eq!(page.matches("autocomplete=\"off\"").count(), fields + search_boxes(page));
}

/// The search box of the page has the attribute too.
fn search_boxes(page: &str) -> usize {
    between(page, "<header class=\"site-header\"", "</header>").matches("autocomplete=\"off\"").count()
}

#[test]
fn the_page_of_a_curriculum_leads_to_its_units_from_their_old_places() {
    let site = site();
    let overview = page(&site, "curricula/core.html");
    for unit in ["calls", "notes"] {
        let entry = between(overview, &format!("<li id=\"unit-{unit}\">"), "</li>");
        assert!(entry.contains(&format!("href=\"../curricula/core/{unit}.html\"")), "{entry}");
    }
    assert!(!overview.contains("Call one another."));
}

#[test]
fn a_link_to_another_unit_leads_to_its_page() {
    let site = site();
    let page = page(&site, "curricula/core/calls.html");
    assert!(page.contains("<a href=\"../../curricula/core/notes.html\">Notes</a>"), "{page}");
}

#[test]
fn a_unit_without_questions_has_no_check() {
    assert!(!page(&site(), "curricula/core/notes.html").contains("page_check"));
}

#[test]
fn a_unit_has_neighbors_and_headings_in_order() {
    let site = site();
    let page = page(&site, "curricula/core/calls.html");
    assert!(page.contains("href=\"../../curricula/core/notes.html\" rel=\"next\""), "{page}");
    assert!(page.contains(">Practice <a class=\"anchor\"") && !page.contains("<h3"), "{page}");
}

#[test]
fn a_unit_is_found_on_its_own_page() {
    let world = world();
    let examined = examine(&world);
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, false);
    let found = places(&pages);
    let unit = found.iter().find(|page| page.url == "curricula/core/calls.html").unwrap();
    assert_eq!((unit.title.as_str(), unit.places[0].title.as_str()), ("Calls", "Calls"));
    assert!(unit.places[0].text.contains("Call one another."));
}

#[test]
fn every_unit_of_the_starter_is_a_small_page() {
    let units = STARTER_PAGES
        .iter()
        .filter(|(path, _)| path.starts_with("curricula/") && path.matches('/').count() == 2);
    let sizes: Vec<(&str, usize)> = units.map(|(path, bytes)| (path, bytes.len())).collect();
    assert!(sizes.len() >= 50, "{sizes:?}");
    assert!(sizes.iter().all(|(_, size)| *size < 150_000), "{sizes:?}");
}

#[test]
fn the_starter_tells_no_answer_and_tests_every_objective() {
    let examined = examine(&starter());
    let of_training =
        ["telling-option", "objective-untested", "repeated-option", "incomplete-unit", "outline-minutes"];
    let found: Vec<&str> = examined.findings.iter().map(|finding| finding.code.word()).collect();
    assert!(found.iter().all(|code| !of_training.contains(code)), "{found:?}");
}

#[test]
fn questions_are_written_for_a_learning_management_system() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("book/content/curricula/core/2026-01-01.md", CORE);
    for (format, file) in [
        ("--gift", "core.gift.txt"),
        ("--moodle-xml", "core.moodle.xml"),
        ("--qti", "core.qti.zip"),
        ("--scorm", "core.scorm.zip"),
    ] {
        let printed = sandbox.run(&["export", "core", "book", format]).expect(0);
        assert!(
            printed.err.contains("4 questions of “Core”") && printed.err.contains(file),
            "{}",
            printed.err
        );
        assert!(!std::fs::read(sandbox.path(file)).unwrap().is_empty());
    }
    let gift = sandbox.read("core.gift.txt");
    assert!(
        gift.contains("// [id:core/calls/whom]\n::core/calls/whom::[plain]Whom do you call first?{\n"),
        "{gift}"
    );
    assert!(gift.contains("=The supervisor\n") && gift.contains("~A friend#He can’t help.\n"), "{gift}");
    let policy = sandbox.run(&["export", "intake", "book", "--gift"]).expect(2);
    assert!(policy.err.contains("policy:intake is not a curriculum"), "{}", policy.err);
    sandbox.run(&["export", "core", "book", "--gift", "--qti"]).expect(2);
    sandbox.run(&["export", "core", "book"]).expect(2);
}

/// The files of a package, by name.
fn unpacked(path: &std::path::Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let read = |name: String| {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// Each start of an element of XML with its attributes; text that isn't XML is refused.
fn elements(text: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Eof => return found,
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|one| {
                    let one = one.unwrap();
                    (one.key.as_ref().to_owned(), one.value.to_string())
                });
                found.push((start.name().as_ref().to_owned(), attributes.collect()));
            }
            _ => {}
        }
    }
}

#[test]
fn a_scorm_package_has_a_page_for_each_unit_and_every_file_that_it_names() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("book/content/curricula/core/2026-01-01.md", CORE);
    sandbox.run(&["export", "core", "book", "--scorm"]).expect(0);
    let files = unpacked(&sandbox.path("core.scorm.zip"));
    let manifest = elements(&files["imsmanifest.xml"]);
    let named = |tag: &str, key: &str| -> Vec<&str> {
        let tagged = manifest.iter().filter(|(name, _)| name == tag);
        tagged.filter_map(|(_, attributes)| attributes.get(key).map(String::as_str)).collect()
    };
    assert_eq!(named("resource", "adlcp:scormtype"), ["sco"]);
    assert_eq!(named("resource", "href"), ["calls.html"]);
    assert_eq!(named("item", "identifierref"), named("resource", "identifier"));
    for file in named("file", "href") {
        assert!(files.contains_key(file), "{file}");
    }
    let page = elements(files["calls.html"].strip_prefix("<!DOCTYPE html>\n").unwrap());
    let inputs: Vec<_> = page.iter().filter(|(name, _)| name == "input").collect();
    assert_eq!(inputs.len(), 8);
    assert_eq!(inputs.iter().filter(|(_, attributes)| attributes.contains_key("data-right")).count(), 4);
    assert_eq!(page.iter().filter(|(name, _)| name == "textarea").count(), 1);
}

/// The words of a PDF of the training handbook, with single spaces.
fn printed(edition: &str) -> String {
    let core =
        CORE.replace("Whom do you **call** first?", "Whom do you **call** first? See [Notes](#unit-notes).");
    let world = world().with("content/curricula/core/2026-01-01.md", core.as_str());
    let built = build(&world, &|_| ());
    let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
    let text = Paper::read(site.get(&format!("curricula/core{edition}.pdf")).unwrap()).text();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn only_the_trainers_edition_has_the_answers_and_those_of_form_b() {
    let trainer = printed("-trainer");
    for told in
        ["Answer: a, c. Both are danger.", "A good answer: Who I am and where I am.", "Answers of form B: "]
    {
        assert!(trainer.contains(told), "{told}: {trainer}");
    }
    for edition in ["", "-form-b"] {
        let learner = printed(edition);
        assert!(learner.contains("Which calls can’t wait?") && learner.contains("Pick all that are right."));
        for hidden in ["Answer", "Both are danger.", "Who I am", "He can’t help."] {
            assert!(!learner.contains(hidden), "{edition}: {hidden}");
        }
    }
}
