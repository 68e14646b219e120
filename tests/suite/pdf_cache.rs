//! A build sets the PDFs that would come out otherwise, and takes the others from the site that it replaces.

use std::collections::BTreeMap;
use std::fs;

use clausebook::memo::Key;

use crate::big::sandbox;
use crate::support::{Sandbox, files_in, repository};

const INDEX: &str = "book/public/.clausebook-pdfs";
const POLICY: &str = "book/content/policies/policy-1/2026-01-01.md";

/// A handbook that was built, with three policies and a form.
fn built() -> Sandbox {
    let sandbox = sandbox(3, 1);
    build(&sandbox);
    sandbox
}

fn build(sandbox: &Sandbox) {
    sandbox.run(&["build", "book"]).expect(0);
}

fn site(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    files_in(&sandbox.path("book/public")).into_iter().collect()
}

/// What a PDF is replaced with, to see whether a build takes it from the site.
fn marked(path: &str) -> Vec<u8> {
    format!("the PDF of the build before, {path}").into_bytes()
}

/// Replaces each PDF of the site, and what is known of its bytes.
fn mark(sandbox: &Sandbox) {
    let index = sandbox.read(INDEX);
    let (program, pdfs) = index.split_once('\n').unwrap();
    let mut marked_index = format!("{program}\n");
    for line in pdfs.lines() {
        let [made_from, _, path] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        sandbox.write(&format!("book/public/{path}"), marked(path));
        marked_index.push_str(&format!("{made_from} {} {path}\n", Key::of(&marked(path))));
    }
    sandbox.write(INDEX, marked_index);
}

/// The PDFs that a build after `change` sets.
fn set_after(change: impl FnOnce(&Sandbox)) -> Vec<String> {
    let sandbox = built();
    mark(&sandbox);
    change(&sandbox);
    build(&sandbox);
    let pdfs = site(&sandbox).into_iter().filter(|(path, _)| path.ends_with(".pdf"));
    pdfs.filter(|(path, bytes)| *bytes != marked(path)).map(|(path, _)| path).collect()
}

const ALL: [&str; 6] = [
    "forms/form-0-large-print.pdf",
    "forms/form-0.pdf",
    "handbook.pdf",
    "policies/policy-0.pdf",
    "policies/policy-1.pdf",
    "policies/policy-2.pdf",
];

#[test]
fn nothing_is_set_when_nothing_changed() {
    assert_eq!(set_after(|_| {}), [""; 0]);
}

#[test]
fn a_changed_word_sets_the_pdfs_that_show_it() {
    let of_policy = set_after(|book| {
        book.edit(POLICY, "Staff call", "Staff telephone");
    });
    assert_eq!(of_policy, ["handbook.pdf", "policies/policy-1.pdf"]);
    let of_form = set_after(|book| {
        book.edit("book/forms/form-0/2026-01-01.toml", "label = \"Telephone\"", "label = \"Number\"");
    });
    assert_eq!(of_form, ["forms/form-0-large-print.pdf", "forms/form-0.pdf"]);
}

#[test]
fn a_changed_template_sets_every_pdf() {
    let all = set_after(|book| {
        let look = fs::read_to_string(repository("templates/pdf/look.typ")).unwrap();
        book.write("book/templates/pdf/look.typ", format!("{look}\n#let mine = 1\n"));
    });
    assert_eq!(all, ALL);
}

#[test]
fn another_program_sets_every_pdf() {
    let all = set_after(|book| {
        book.edit(INDEX, "clausebook 0", "clausebook 9");
    });
    assert_eq!(all, ALL);
}

#[test]
fn a_damaged_pdf_is_set_again() {
    let set = set_after(|book| {
        book.write("book/public/policies/policy-2.pdf", "%PDF-");
        fs::remove_file(book.path("book/public/forms/form-0.pdf")).unwrap();
    });
    assert_eq!(set, ["forms/form-0.pdf", "policies/policy-2.pdf"]);
}

#[test]
fn an_index_that_is_gone_or_cut_off_or_is_something_else_does_no_harm() {
    let sandbox = built();
    let first = site(&sandbox);
    let index = sandbox.read(INDEX);
    let half = index.as_bytes()[..index.len() / 2].to_vec();
    for damaged in [None, Some(half), Some(b"\xff\xfe\0".to_vec()), Some(b"{\"pdfs\": []}".to_vec())] {
        match damaged {
            None => fs::remove_file(sandbox.path(INDEX)).unwrap(),
            Some(bytes) => {
                sandbox.write(INDEX, bytes);
            }
        }
        build(&sandbox);
        assert!(site(&sandbox) == first);
    }
}

#[test]
fn the_site_is_the_same_whether_its_pdfs_were_set_or_kept() {
    let sandbox = built();
    let set = site(&sandbox);
    build(&sandbox);
    assert!(site(&sandbox) == set);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(!sandbox.path(INDEX).exists());
    build(&sandbox);
    assert!(site(&sandbox) == set);
}
