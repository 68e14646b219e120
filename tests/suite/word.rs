//! Policies out of Word files and into them, as people type the commands.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::Sandbox;

const BODY: &str = "## Purpose

Words with **bold**, _italic_ and a [link](https://a.example/b), and [one within](#steps-to-take).

A second paragraph: 5 \\* 3, \\[brackets\\], snake\\_case.

## Steps to take

1. One
   - nested
   - nested too
2. Two

### Who does what

| Who | What |
|---|---|
| Staff | Call \\| write |
| **Director** | Decide |

Between.

3. Three
";

/// The starter with a policy of this text, and without those that are in the way.
fn with_policy(body: &str) -> Sandbox {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["new", "policy", "sample", "book"]).expect(0);
    let draft = sandbox.read("book/content/policies/sample/draft.md");
    let (header, _) = draft.split_once("## Purpose").unwrap();
    sandbox.write("book/content/policies/sample/draft.md", format!("{header}{body}"));
    sandbox
}

fn part(file: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(file)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_policy_comes_back_from_word_as_it_was() {
    let sandbox = with_policy(BODY);
    sandbox.run(&["export", "sample", "book", "--docx"]).expect(0);
    let printed = sandbox.run(&["import", "sample.docx", "book", "--policy", "returned"]).expect(0);
    assert!(printed.err.contains("“Sample” is in") && printed.err.contains("0 blocks"), "{}", printed.err);
    let returned = sandbox.read("book/content/policies/returned/draft.md");
    let start = returned.find("## Purpose").unwrap();
    assert_eq!(returned[start..].trim_end(), BODY.trim_end());
    assert!(returned.contains("title = \"Sample\""), "{returned}");
    let check = sandbox.run(&["check", "book"]).expect(0);
    assert!(check.out.contains("0 errors"), "{}", check.out);
}

#[test]
fn an_export_has_the_words_of_the_pdf_and_words_own_structure() {
    let sandbox = Sandbox::with_starter();
    let printed = sandbox.run(&["export", "intake", "book", "--docx", "--out", "one.docx"]).expect(0);
    assert!(printed.err.contains("not approved yet"), "{}", printed.err);
    sandbox.run(&["export", "policy:intake", "book", "--docx", "--out", "two.docx"]).expect(0);
    let file = std::fs::read(sandbox.path("one.docx")).unwrap();
    assert_eq!(file, std::fs::read(sandbox.path("two.docx")).unwrap(), "the same bytes");
    let text = part(&file, "word/document.xml");
    for piece in [
        "[CCA CSP Components 1.1]",
        "Not approved yet; to be approved by",
        "Clauses covered",
        "<w:tblHeader />",
        "w:val=\"Heading2\"",
    ] {
        assert!(text.contains(piece), "{piece}");
    }
    assert!(part(&file, "word/styles.xml").contains("<w:lang w:val=\"en-US\" />"));
    assert!(part(&file, "word/footer1.xml").contains("NUMPAGES"));
    assert!(part(&file, "docProps/core.xml").contains("<dc:title>Intake</dc:title>"));
}

#[test]
fn an_export_overwrites_nothing_and_keeps_out_of_the_handbook() {
    let sandbox = Sandbox::with_starter();
    let refused = |code: i32, arguments: &[&str], why: &str| {
        let printed = sandbox.run(&[&["export"], arguments].concat()).expect(code);
        assert!(printed.err.contains(why), "{why}\n{}", printed.err);
    };
    sandbox.write("there.docx", "mine");
    refused(1, &["intake", "book", "--docx", "--out", "there.docx"], "already exists");
    refused(2, &["intake", "book", "--docx", "--out", "book/content/x.docx"], "among the sources");
    refused(2, &["intaek", "book", "--docx"], "did you mean intake?");
    refused(
        2,
        &["service-plan", "book", "--docx", "--version", "draft"],
        "only the version in force is written",
    );
    refused(2, &["intake", "book"], "--docx");
    assert_eq!(sandbox.read("there.docx"), "mine");
}

#[test]
fn a_file_that_is_not_a_word_file_is_refused_and_nothing_is_written() {
    let sandbox = Sandbox::with_starter();
    let refused = |file: &str, bytes: &[u8], why: &str| {
        sandbox.write(file, bytes);
        let printed = sandbox.run(&["import", file, "book", "--policy", "new-one"]).expect(1);
        assert!(printed.err.contains(why), "{why}\n{}", printed.err);
        assert!(!sandbox.path("book/content/policies/new-one").exists());
    };
    refused(
        "old.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "old.doc is a Word file of the old kind (.doc). Open it in Word",
    );
    refused("a.docx", b"not one", "a.docx is not a Word file");
    refused("b.docx", b"PK\x03\x04", "is damaged or was cut short");
    let printed = sandbox.run(&["import", "none.docx", "book", "--policy", "new-one"]).expect(2);
    assert!(printed.err.contains("none.docx cannot be read"), "{}", printed.err);
    let printed = sandbox.run(&["import", "a.docx", "book", "--policy", "New One"]).expect(2);
    assert!(printed.err.contains("use lowercase letters"), "{}", printed.err);
}

#[test]
fn an_import_changes_no_policy_that_is_there() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["export", "intake", "book", "--docx"]).expect(0);
    let before = sandbox.read("book/content/policies/intake/2026-11-23.md");
    let printed = sandbox.run(&["import", "intake.docx", "book", "--policy", "intake"]).expect(1);
    assert!(printed.err.contains("already exists"), "{}", printed.err);
    assert_eq!(sandbox.read("book/content/policies/intake/2026-11-23.md"), before);
}

#[test]
fn a_title_cannot_break_out_of_the_header() {
    let sandbox = with_policy(BODY);
    sandbox.run(&["export", "sample", "book", "--docx"]).expect(0);
    let file = std::fs::read(sandbox.path("sample.docx")).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut spoiled = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if entry.name() == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replacen(">Sample<", ">A \"b\" \\ {{ organization.nmae }} {text}<", 1).into_bytes();
        }
        if !entry.is_dir() {
            spoiled.start_file(entry.name(), SimpleFileOptions::default()).unwrap();
            spoiled.write_all(&bytes).unwrap();
        }
    }
    sandbox.write("spoiled.docx", spoiled.finish().unwrap().into_inner());
    sandbox.run(&["import", "spoiled.docx", "book", "--policy", "returned"]).expect(0);
    let check = sandbox.run(&["check", "book"]).expect(0);
    assert!(check.out.contains("0 errors"), "{}", check.out);
}

/// The Word file with a piece of its text changed.
fn edited(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if entry.name() == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{from} is not in {text}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        changed.start_file(entry.name(), SimpleFileOptions::default()).unwrap();
        changed.write_all(&bytes).unwrap();
    }
    changed.finish().unwrap().into_inner()
}

#[test]
fn a_policy_changed_in_word_is_its_next_version_and_only_the_edit_differs() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["export", "intake", "book", "--docx"]).expect(0);
    let exported = std::fs::read(sandbox.path("intake.docx")).unwrap();
    let revise = |file: &str, day: &str| {
        sandbox.run(&["import", file, "book", "--revises", "intake", "--effective", day])
    };
    let same = revise("intake.docx", "2027-01-01").expect(1);
    assert!(same.err.contains("the same text"), "{}", same.err);
    let source = sandbox.read("book/content/policies/intake/2026-11-23.md");
    let heading = source.lines().find_map(|line| line.strip_prefix("## ")).unwrap();
    sandbox.write(
        "changed.docx",
        edited(
            &exported,
            &format!(">{heading}</w:t></w:r><w:bookmarkEnd"),
            &format!(">{heading} for all</w:t></w:r><w:bookmarkEnd"),
        ),
    );
    let said = revise("changed.docx", "2027-01-01").expect(0).err;
    assert!(said.contains("1 difference") && said.contains("--against 2026-11-23"), "{said}");
    let next = sandbox.read("book/content/policies/intake/2027-01-01.md");
    let body = |text: &str| text.split_once("\n+++\n").unwrap().1.trim().to_owned();
    assert_eq!(body(&next), body(&source).replacen(heading, &format!("{heading} for all"), 1));
    let check = sandbox.run(&["check", "book"]).expect(0);
    assert!(check.out.contains("0 errors"), "{}", check.out);
}

#[test]
fn a_changed_passage_keeps_its_citations_and_links() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["export", "intake", "book", "--docx"]).expect(0);
    let exported = std::fs::read(sandbox.path("intake.docx")).unwrap();
    let source = sandbox.read("book/content/policies/intake/2026-11-23.md");
    let first = "An applicant who does not qualify";
    assert!(source.contains(first));
    sandbox.write("changed.docx", edited(&exported, first, "Anybody who does not qualify"));
    sandbox
        .run(&["import", "changed.docx", "book", "--revises", "intake", "--effective", "2027-01-01"])
        .expect(0);
    let next = sandbox.read("book/content/policies/intake/2027-01-01.md");
    let line =
        |text: &str, start: &str| text.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert_eq!(
        line(&next, "Anybody who"),
        line(&source, first).replacen(first, "Anybody who does not qualify", 1)
    );
    assert_eq!(next.matches("[@").count(), source.matches("[@").count());
}

fn without(file: &[u8], part: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).unwrap();
        if entry.name() != part {
            changed.raw_copy_file(entry).unwrap();
        }
    }
    changed.finish().unwrap().into_inner()
}

#[test]
fn a_folder_of_files_is_imported_in_one_command_and_clashes_are_reported() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["export", "intake", "book", "--docx"]).expect(0);
    let file = std::fs::read(sandbox.path("intake.docx")).unwrap();
    // A file of ours is known by a property; the others are anybody's.
    sandbox.write("old/Intake.docx", &file);
    let foreign = without(&file, "docProps/custom.xml");
    for name in ["One Policy.docx", "Two (final).docx", "two-final.docx", "~$One.docx"] {
        sandbox.write(&format!("old/{name}"), &foreign);
    }
    sandbox.write("old/broken.docx", b"PK\x03\x04");
    let said = sandbox.run(&["import", "old/*.docx", "book"]).expect(1).err;
    for piece in [
        "one-policy",
        "two-final",
        "3 refused",
        "2 drafts written",
        "another of these files",
        "already exists",
        "cut short",
    ] {
        assert!(said.contains(piece), "{piece} is not in\n{said}");
    }
    assert!(sandbox.read("book/content/policies/one-policy/draft.md").contains("title = \"Intake\""));
    assert!(
        sandbox
            .read("book/content/policies/one-policy/draft.not-carried-over.txt")
            .contains("Not carried over")
    );
    let none = sandbox.run(&["import", "none/*.docx", "book"]).expect(2);
    assert!(none.err.contains("cannot be read"), "{}", none.err);
}

#[test]
fn a_form_a_curriculum_and_the_whole_handbook_are_written_as_word_files() {
    let sandbox = Sandbox::with_starter();
    let document = |name: &str, file: &str| {
        sandbox.run(&["export", name, "book", "--docx", "--out", file]).expect(0);
        part(&std::fs::read(sandbox.path(file)).unwrap(), "word/document.xml")
    };
    let form = document("form:service-plan", "form.docx");
    assert!(
        form.contains("<w14:checkbox>") && form.contains("<w:date>") && form.contains("<w:multiLine")
            || form.contains("w:multiLine")
    );
    assert!(document("csp-core", "core.docx").contains("w:val=\"Heading1\""));
    let handbook = document("handbook", "handbook.docx");
    assert!(
        handbook.contains("TOC \\t")
            && handbook.contains("<w:pageBreakBefore />")
            && handbook.contains("w:anchor=")
    );
}
