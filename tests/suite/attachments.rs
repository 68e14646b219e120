//! What is attached to a form: listed on it, and appended to the PDF that `fill` makes.

use lopdf::content::Content;
use lopdf::{Document, Object, Stream, dictionary};
use serde_json::json;

use crate::paper::Paper;
use crate::support::Sandbox;

const HANDBOOK: &str = "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n";

const FORM: &str = r#"
title = "Referral"
number = "F-5"
owner = "Director"
approver = "Board"
reviewed = 2026-01-01
summary = "Who sends us a Member."
tasks = ["A new Member"]
due = "At once."
attachments = ["Copy of the lease", "Notice to quit"]

[[identity]]
id = "member-name"
label = "Member’s name"

[[section]]
id = "why"
title = "Why"
[[section.field]]
id = "reason"
label = "Reason"
kind = "text"
"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", HANDBOOK);
    sandbox.write("book/forms/referral/2026-01-01.toml", FORM);
    sandbox.write("data.json", json!({ "reason": "Rent", "attachments": ["Notice to quit"] }).to_string());
    sandbox
}

/// Two pages as a scanner makes them: their size is that of the tree they are in. The first has a link and a script.
fn scan() -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let script = document
        .add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
    let link = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "A" => script,
    });
    let pages: Vec<Object> = ["0 0 72 72 re f", "0 0 9 9 re f"]
        .iter()
        .map(|drawn| {
            let content = document.add_object(Stream::new(dictionary! {}, drawn.as_bytes().to_vec()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content, "Annots" => vec![link.into()], "AA" => script,
            };
            document.add_object(page).into()
        })
        .collect();
    document.objects.insert(
        tree,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Kids" => pages, "Count" => 2,
            "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()],
        }),
    );
    let catalog =
        document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "OpenAction" => script });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn says(document: &Document, claim: &str) -> bool {
    let metadata = document.catalog().unwrap().get(b"Metadata").and_then(Object::as_reference).unwrap();
    let stream = document.get_object(metadata).and_then(Object::as_stream).unwrap();
    let text = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    String::from_utf8(text).unwrap().contains(claim)
}

#[test]
fn what_belongs_to_a_form_is_listed_with_a_box_for_each() {
    let sandbox = sandbox();
    sandbox.run(&["build", "book"]).expect(0);
    let pdf = std::fs::read(sandbox.path("book/public/forms/referral.pdf")).unwrap();
    let words = Paper::read(&pdf).text();
    for expected in ["Attachments", "What is attached to this form", "Copy of the lease", "Other, in words"] {
        assert!(words.contains(expected), "{expected}\n{words}");
    }
}

#[test]
fn pages_are_appended_as_they_are_and_the_file_claims_no_more_than_is_true() {
    let sandbox = sandbox();
    sandbox.write("scan.pdf", scan());
    let fill = ["fill", "referral", "book", "--data", "data.json"];
    sandbox.run(&[&fill[..], &["--out", "alone.pdf"]].concat()).expect(0);
    let said = sandbox
        .run(&[&fill[..], &["--out", "whole.pdf", "--attach", "scan.pdf", "--attach", "alone.pdf"]].concat())
        .expect(0)
        .err;
    assert!(
        said.contains("pages were appended as they are") && said.contains("no longer says that it is PDF/UA"),
        "{said}"
    );
    let load = |name: &str| Document::load(sandbox.path(name)).unwrap();
    let (alone, whole) = (load("alone.pdf"), load("whole.pdf"));
    let pages: Vec<_> = whole.page_iter().collect();
    assert_eq!(pages.len(), 2 * alone.page_iter().count() + 2);
    let scanned = whole.get_dictionary(pages[alone.page_iter().count()]).unwrap();
    assert!(scanned.has(b"MediaBox") && !scanned.has(b"AA"));
    let drawn = Content::decode(&whole.get_page_content(pages[alone.page_iter().count()])).unwrap();
    assert_eq!(drawn.operations[0].operator, "re");
    for claim in ["pdfuaid:part>", "pdfaid:part>"] {
        assert!(says(&alone, claim) && !says(&whole, claim), "{claim}");
    }
    let can_do = |object: &Object| object.as_dict().is_ok_and(|one| one.has(b"JS") || one.has(b"AA"));
    assert!(!whole.objects.values().any(can_do));
    let read = sandbox.run(&["read", "whole.pdf", "book"]).expect(0).json();
    assert_eq!((&read["reason"], &read["attachments"]), (&json!("Rent"), &json!(["notice-to-quit"])));
}

#[test]
fn what_is_no_pdf_is_refused_and_nothing_is_written() {
    let sandbox = sandbox();
    sandbox.write("photo.jpg", b"\xff\xd8\xff\xe0");
    let fill =
        ["fill", "referral", "book", "--data", "data.json", "--out", "filled.pdf", "--attach", "photo.jpg"];
    let said = sandbox.run(&fill).expect(1).err;
    assert!(said.contains("photo.jpg is not a PDF. Print or scan it to a PDF first."), "{said}");
    assert!(!sandbox.path("filled.pdf").exists());
}
