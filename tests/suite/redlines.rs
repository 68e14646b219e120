//! What changed between two versions: in the terminal, as JSON, as a page, as a PDF, as a Word file with tracked changes, and in the packet
//! for a board.

use std::io::{Cursor, Read};

use page_validation::ValidationProfile;
use zip::ZipArchive;

use crate::pdf::failures;
use crate::support::{Sandbox, files_in, repository};

/// A version of the one policy of the small handbook.
fn version(owner: &str, history: &str, body: &str) -> String {
    format!(
        "+++
title = \"Visits\"
number = \"V-1\"
owner = \"{owner}\"
approver = \"Board\"
approved_by = \"Board\"
approved_on = 2026-01-15
reviewed = 2026-01-10
summary = \"Every Member is visited soon.\"

[[history]]
date = 2026-02-01
change = \"{history}\"
+++

{body}"
    )
}

/// The small handbook with a version in force and one to come, with these texts.
fn with_versions(old: &str, new: &str) -> Sandbox {
    let sandbox = Sandbox::with_small();
    let folder = "book/content/policies/visits";
    sandbox.write(&format!("{folder}/2026-02-01.md"), version("Director", "First version.", old));
    sandbox.write(&format!("{folder}/2027-01-01.md"), version("Director", "First version.", new));
    sandbox
}

/// Each example has an old text, a new one, and their redline as a person would mark it.
#[test]
fn each_example_is_marked_as_a_person_would() {
    let bless = std::env::var_os("CLAUSEBOOK_BLESS").is_some();
    let examples = files_in(&repository("tests/redlines"));
    assert!(examples.len() > 10);
    for (name, bytes) in examples {
        let example = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        let (old, rest) = example.strip_prefix("=== old\n").unwrap().split_once("\n=== new\n").unwrap();
        let (new, marked) = rest.split_once("\n=== redline\n").unwrap();
        let sandbox = with_versions(old, new);
        let printed = sandbox.run(&["diff", "visits", "book"]).expect(0);
        let found = printed.out.split_once('\n').unwrap().1;
        if bless {
            let text = format!("=== old\n{old}\n=== new\n{new}\n=== redline\n{found}");
            std::fs::write(repository("tests/redlines").join(&name), text).unwrap();
        } else {
            assert_eq!(found, marked, "{name}");
        }
    }
}

const FORM: &str = r#"
title = "Visit note"
number = "F-1"
owner = "Director"
approver = "Board"
approved_by = "Board"
approved_on = 2026-01-15
reviewed = 2026-01-10
summary = "What was seen."
due = "On the same day."

[[history]]
date = 2026-02-01
change = "First version."

[[section]]
id = "visit"
title = "The visit"

[[section.field]]
id = "day"
label = "Day"
kind = "date"

[[section.field]]
id = "mood"
label = "Mood"
kind = "choice"
options = ["Good", "Poor"]
"#;

#[test]
fn forms_are_compared_field_by_field() {
    let sandbox = Sandbox::with_small();
    sandbox.write("book/forms/note/2026-02-01.toml", FORM);
    let new = FORM.replace("\"Good\", \"Poor\"", "\"Good\", \"Fair\", \"Poor\"");
    let new = new.replace("label = \"Day\"\nkind", "label = \"Day of the visit\"\nrequired = true\nkind");
    sandbox.write("book/forms/note/2027-01-01.toml", new);
    let printed = sandbox.run(&["diff", "F-1", "book"]).expect(0).out;
    assert!(
        printed.contains("the field `day`\n  Day {+of the visit+}\n  {+must be filled in+}\n"),
        "{printed}"
    );
    assert!(printed.contains("the field `mood`\n  Option: {+Fair+}\n\n2 differences.\n"), "{printed}");
}

#[test]
fn facts_and_reasons_are_shown() {
    let sandbox = with_versions("## Purpose\n\nWe visit.\n", "");
    let new = version("Clinical Director", "Visits are sooner.", "## Purpose\n\nWe visit.\n");
    sandbox.write("book/content/policies/visits/2027-01-01.md", new);
    let printed = sandbox.run(&["diff", "visits", "book"]).expect(0).out;
    assert_eq!(
        printed,
        "Visits (V-1), from 2026-02-01 to 2027-01-01\n  Visits are sooner.\n\nOwner\n  [-Director-] {+Clinical Director+}\n\n1 difference.\n"
    );
}

const OLD: &str = "## Deadlines\n\nAnswer within 1 hour, and write it down.\n\n| Step | Who |\n|---|---|\n| Call | Worker |\n| Write | Worker |\n";
const NEW: &str = "## Deadlines\n\nAnswer within 24 hours, and write it down.\n\nAsk the nurse.\n\n| Step | Who |\n|---|---|\n| Call | Nurse |\n| Visit the Member | Worker |\n| Write | Worker |\n";

#[test]
fn json_has_what_the_terminal_shows() {
    let sandbox = with_versions(OLD, NEW);
    let json = sandbox
        .run(&["diff", "visits", "2026-02-01", "2027-01-01", "book", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(json["document"], "policy:visits");
    assert_eq!((&json["old"], &json["new"]), (&"2026-02-01".into(), &"2027-01-01".into()));
    let first = &json["changes"][0];
    assert_eq!(first["place"], "block 1 under “Deadlines”");
    let runs: Vec<(&str, &str)> = first["lines"][0]["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| (run["fate"].as_str().unwrap(), run["words"].as_str().unwrap()))
        .collect();
    assert_eq!(
        runs,
        [
            ("same", "Answer within"),
            ("deleted", "1 hour"),
            ("added", "24 hours"),
            ("same", ", and write it down.")
        ]
    );
}

#[test]
fn versions_are_named_by_date_or_as_draft() {
    let sandbox = with_versions(OLD, NEW);
    sandbox.write("book/content/policies/visits/draft.md", version("Director", "First version.", OLD));
    let same = sandbox.run(&["diff", "visits", "2026-02-01", "draft", "book"]).expect(0).out;
    assert!(same.ends_with("No difference.\n"), "{same}");
    let unknown = sandbox.run(&["diff", "visits", "2025-01-01", "draft", "book"]).expect(2).err;
    assert!(unknown.contains("there are: 2026-02-01, 2027-01-01, draft"), "{unknown}");
    let mistyped = sandbox.run(&["diff", "visits", "yesterday", "draft", "book"]).expect(2).err;
    assert!(mistyped.contains("yesterday is not a version"), "{mistyped}");
    let one = Sandbox::with_small();
    let alone = one.run(&["diff", "visits", "book"]).expect(2).err;
    assert!(
        alone.contains("visits has one version") && alone.contains("clausebook revise visits book"),
        "{alone}"
    );
}

#[test]
fn a_superseded_version_is_compared_with_the_one_that_replaced_it() {
    let sandbox = with_versions(OLD, NEW);
    let folder = "book/content/policies/visits";
    sandbox.write(&format!("{folder}/2026-06-01.md"), version("Director", "First version.", NEW));
    std::fs::remove_file(sandbox.path(&format!("{folder}/2027-01-01.md"))).unwrap();
    let printed = sandbox.run(&["diff", "visits", "book"]).expect(0).out;
    assert!(printed.starts_with("Visits (V-1), from 2026-02-01 to 2026-06-01\n"), "{printed}");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let page = sandbox.read("book/public/policies/visits.html");
    assert!(page.contains("href=\"../policies/visits/2026-06-01-changes.html\">What changed</a>"), "{page}");
}

#[test]
fn the_page_and_the_pdf_say_in_words_what_was_added_and_deleted() {
    let sandbox = with_versions(OLD, NEW);
    sandbox.run(&["build", "book"]).expect(0);
    let page = sandbox.read("book/public/policies/visits/2027-01-01-changes.html");
    let changed = "within <del><span class=\"visually-hidden\">[Deleted: </span>1 hour<span class=\"visually-hidden\">]</span></del> <ins><span class=\"visually-hidden\">[Added: </span>24 hours<span class=\"visually-hidden\">]</span></ins>, and";
    assert!(page.contains(changed), "{page}");
    assert!(page.contains("<p class=\"redline-mark\">Added</p>"), "{page}");
    let next = sandbox.read("book/public/policies/visits/2027-01-01.html");
    assert!(next.contains("2027-01-01-changes.html\">What changed</a>"), "{next}");
    let pdf = std::fs::read(sandbox.path("book/public/policies/visits/2027-01-01-changes.pdf")).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&pdf, profile), Vec::<String>::new());
    }
    let text = pdf_text(&pdf);
    assert!(text.contains("Answer within [Deleted: 1 hour] [Added: 24 hours], and write it down."), "{text}");
}

/// The words of a PDF, with one space between them.
fn pdf_text(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Each change of looks is a piece of its own.
    text.replace(" ]", "]").replace("] ,", "],")
}

fn document_xml(docx: &[u8]) -> String {
    let mut zip = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    xml
}

/// The words of each paragraph, without those in elements of this name; a paragraph without words is left out.
fn words_without(xml: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<w:{element} "), format!("</w:{element}>"));
    let mut rest = xml.to_owned();
    while let Some(start) = rest.find(&open) {
        let tag = start + rest[start..].find('>').unwrap() + 1;
        let end = if rest[..tag].ends_with("/>") {
            tag
        } else {
            start + rest[start..].find(&close).unwrap() + close.len()
        };
        rest.replace_range(start..end, "");
    }
    let words = |paragraph: &str| -> String {
        let texts = paragraph.split("<w:t ").skip(1);
        texts.filter_map(|text| Some(text.split_once('>')?.1.split_once("</w:")?.0)).collect()
    };
    let rest = rest.replace("<w:delText ", "<w:t ");
    rest.split("</w:p>")
        .map(words)
        .map(|words| words.trim().to_owned())
        .filter(|words| !words.is_empty())
        .collect()
}

#[test]
fn accepting_the_tracked_changes_leaves_the_new_version_and_rejecting_them_the_old() {
    let sandbox = with_versions(OLD, NEW);
    let arguments =
        ["export", "visits", "book", "--docx", "--version", "2027-01-01", "--against", "2026-02-01"];
    let said = sandbox.run(&arguments).expect(0).err;
    assert!(said.contains("visits-2027-01-01-changes.docx with tracked changes"), "{said}");
    let xml = document_xml(&std::fs::read(sandbox.path("visits-2027-01-01-changes.docx")).unwrap());
    assert!(xml.contains("w:author=\"Clausebook\" w:date=\"2027-01-01T00:00:00Z\""));
    let accepted = words_without(&xml, "del").join("\n");
    assert!(accepted.contains("Answer within 24 hours, and write it down.\nAsk the nurse.\n"), "{accepted}");
    assert!(accepted.contains("Call\nNurse\nVisit the Member\nWorker\nWrite\nWorker"), "{accepted}");
    let rejected = words_without(&xml, "ins").join("\n");
    assert!(rejected.contains("Answer within 1 hour, and write it down.\nStep\n"), "{rejected}");
    assert!(rejected.contains("Call\nWorker\nWrite\nWorker"), "{rejected}");
    assert_eq!(xml.matches("<w:trPr><w:ins ").count(), 1, "the new row is tracked as a row");
}

#[test]
fn a_packet_has_each_version_its_changes_its_clauses_and_a_line_to_sign() {
    let sandbox = with_versions(OLD, &format!("{NEW}\nWe visit within two weeks [@payer/visits/1].\n"));
    let said = sandbox.run(&["packet", "book", "--out", "board.pdf"]).expect(0).err;
    assert_eq!(said, "The packet with 1 version is in board.pdf.\n");
    let pdf = std::fs::read(sandbox.path("board.pdf")).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&pdf, profile), Vec::<String>::new());
    }
    let text = pdf_text(&pdf);
    for words in [
        "To be approved",
        "Visits: version of January 1, 2027",
        "What changes from the version of February 1, 2026",
        "[Deleted: 1 hour] [Added: 24 hours]",
        "Clauses covered",
        "To be approved by: Board",
        "Signature",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    sandbox.run(&["packet", "book", "--out", "board.pdf"]).expect(1);
    let nothing = sandbox.run(&["packet", "book", "--waiting", "--out", "other.pdf"]).expect(2).err;
    assert!(nothing.contains("nothing to put into a packet"), "{nothing}");
    let named = sandbox.run(&["packet", "nobody", "book", "--out", "other.pdf"]).expect(2).err;
    assert!(named.contains("there is no policy, form or curriculum nobody"), "{named}");
}

const LARGE: &str = "tests/large-redline";

fn large(name: &str) -> String {
    let text = std::fs::read(repository(LARGE).join(name)).unwrap();
    String::from_utf8(text).unwrap().replace("\r\n", "\n")
}

/// The small handbook with two versions of a large policy.
fn with_large_policy() -> Sandbox {
    let sandbox = Sandbox::with_small();
    sandbox.write("book/content/policies/on-call/2026-03-01.md", large("old.md"));
    sandbox.write("book/content/policies/on-call/2027-03-01.md", large("new.md"));
    sandbox
}

/// What a page says, a line for each paragraph, heading and row; ` | ` between the cells of a row.
fn lines_of(page: &str) -> Vec<String> {
    let start = page.find("<h2>The text with its changes</h2>").unwrap();
    let text = &page[start..page.find("</main>").unwrap()];
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(&before.replace('\n', " "));
        let (tag, after) = after.split_once('>').unwrap();
        match tag {
            "/p" | "/tr" | "/h2" | "/h3" => words.push('\n'),
            "/td" | "/th" => words.push_str("| "),
            _ => {}
        }
        rest = after;
    }
    let lines = words.lines().map(|line| {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        line.strip_suffix(" |").unwrap_or(&line).to_owned()
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// A text without any space.
fn letters_of(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The lines of a marked text as one of its two versions has them: without the words that only the other has, and without the marks.
/// Passages that were moved are where this version has them.
fn of_version(marked: &[String], wanted: &str, other: &str, elsewhere: &str) -> Vec<String> {
    let marks = ["Added", "Deleted", "Moved here", "Moved away"];
    // In Word, the title and the summary are known by their looks.
    let names = ["Title", "Summary"];
    let mut lines = Vec::new();
    let mut is_left_out = false;
    for line in &marked[1..] {
        if marks.contains(&line.as_str()) {
            is_left_out = line == other || line == elsewhere;
            continue;
        }
        let mut line = line.clone();
        while let Some(start) = line.find(&format!("[{other}: ")) {
            let end = start + line[start..].find(']').unwrap();
            line.replace_range(start..=end, "");
        }
        let mark = format!("[{wanted}: ");
        while let Some(start) = line.find(&mark) {
            let end = start + line[start..].find(']').unwrap();
            line.replace_range(end..=end, "");
            line.replace_range(start..start + mark.len(), "");
        }
        // A mark is above one passage: its heading, its paragraph, or its table with all of its rows.
        let (was_left_out, is_row) = (is_left_out, line.contains(" | "));
        is_left_out &= is_row;
        let has_words = line.chars().any(char::is_alphanumeric) && !names.contains(&line.as_str());
        if !was_left_out && has_words {
            lines.push(line);
        }
    }
    lines
}

/// A large policy, and the redline that a person made by hand: deadlines in the card, the text and a table; a heading with one more
/// word; an item for another one; a section that is gone and one that was moved; a new row, after which the steps have other numbers; a
/// table with one more column.
#[test]
fn a_large_policy_is_marked_as_a_person_would_on_the_page_in_the_pdf_and_in_word() {
    let sandbox = with_large_policy();
    let printed = sandbox.run(&["diff", "on-call", "book"]).expect(0).out;
    assert_eq!(printed, large("terminal.txt"));

    sandbox.run(&["build", "book"]).expect(0);
    let page = lines_of(&sandbox.read("book/public/policies/on-call/2027-03-01-changes.html"));
    let marked: Vec<String> = large("marked.txt").lines().map(str::to_owned).collect();
    assert_eq!(page, marked);

    let pdf = std::fs::read(sandbox.path("book/public/policies/on-call/2027-03-01-changes.pdf")).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&pdf, profile), Vec::<String>::new());
    }
    let text = letters_of(&pdf_text(&pdf));
    let mut rest = text.as_str();
    for cell in marked.iter().flat_map(|line| line.split(" | ")) {
        let letters = letters_of(cell);
        let at = rest.find(&letters).unwrap_or_else(|| panic!("{cell:?} isn't in what is left: {rest}"));
        rest = &rest[at + letters.len()..];
    }
}

/// The words of the marked text in one of its versions are those of the Word file once all changes are accepted, or rejected.
#[test]
fn a_large_policy_in_word_has_both_versions() {
    let sandbox = with_large_policy();
    let arguments =
        ["export", "on-call", "book", "--docx", "--version", "2027-03-01", "--against", "2026-03-01"];
    sandbox.run(&arguments).expect(0);
    let xml = document_xml(&std::fs::read(sandbox.path("on-call-2027-03-01-changes.docx")).unwrap());
    let marked: Vec<String> = large("marked.txt").lines().map(str::to_owned).collect();
    for (lost, wanted, other, elsewhere) in
        [("del", "Added", "Deleted", "Moved away"), ("ins", "Deleted", "Added", "Moved here")]
    {
        let paragraphs = words_without(&xml, lost).join(" ");
        let letters = letters_of(&paragraphs);
        let mut rest = letters.as_str();
        for cell in of_version(&marked, wanted, other, elsewhere).iter().flat_map(|line| line.split(" | ")) {
            let wanted = letters_of(cell.trim().trim_start_matches('•'));
            let at = rest.find(&wanted).unwrap_or_else(|| panic!("{cell:?} isn't in what is left: {rest}"));
            rest = &rest[at + wanted.len()..];
        }
    }
}
