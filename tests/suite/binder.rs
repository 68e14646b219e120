//! The binder for a surveyor: every page that it names is the right one, what is open comes first, and nobody is named.

use page_validation::ValidationProfile;

use crate::book::{long_policy, named_after, pages};
use crate::pdf::failures;
use crate::support::Sandbox;

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");
const FORM: &str = include_str!("../findings/base/form.toml");

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let handbook =
        HANDBOOK.replacen("tracks", "people_folder = \"people\"\nform_tasks = [\"A new Member\"]\ntracks", 1);
    let specification = SPECIFICATION.replace("needs = [\"policy\"]", "needs = [\"policy\", \"form\"]");
    let open = "\n[[clause]]\nid = \"items/3\"\ntitle = \"A license\"\nsummary = \"Hold a license.\"\nkind = \"requirement\"\nneeds = [\"record\"]\nsource = \"Item 3\"\n";
    let refers =
        "\n[[refers_to]]\ntitle = \"The payer’s manual\"\nnote = \"Cited in item 1\"\nat_hand = false\n";
    sandbox
        .write("book/handbook.toml", handbook)
        .write("book/people/people.csv", "name,role\nRobin Sample,CSP worker\n")
        .write("book/content/specifications/spec.toml", format!("{specification}{open}{refers}"))
        .write("book/content/policies/base/2026-01-01.md", long_policy())
        .write(
            "book/forms/base/2026-01-01.toml",
            FORM.replacen("[[section]]\n", "[[section]]\ncovers = [\"spec/items/1\"]\n", 1),
        );
    sandbox
}

fn binder(sandbox: &Sandbox, arguments: &[&str]) -> Vec<u8> {
    let all = [&["binder", "book", "--out", "binder.pdf"], arguments].concat();
    let said = sandbox.run(&all).expect(0).err;
    assert_eq!(said, "The binder is in binder.pdf.\n");
    std::fs::read(sandbox.path("binder.pdf")).unwrap()
}

#[test]
fn each_page_that_the_binder_names_is_the_right_one() {
    let pdf = binder(&sandbox(), &[]);
    let pages = pages(&pdf);
    let crosswalk = pages.iter().find(|page| page.starts_with("Crosswalk")).unwrap();
    for words in ["Near", "Far"] {
        let named = named_after(crosswalk, &format!("§ {words}"));
        assert_eq!(named.len(), 1, "{words}: {crosswalk}");
        assert!(pages[named[0] - 1].contains(words) && pages[named[0] - 1].contains("[Items 1]"), "{words}");
    }
    let form = named_after(crosswalk, "form F-0 § Contacts");
    assert_eq!(form.len(), 1, "{crosswalk}");
    assert!(pages[form[0] - 1].contains("Whom to call."), "{}", pages[form[0] - 1]);
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(&pdf, profile), Vec::<String>::new());
    }
}

#[test]
fn what_is_open_comes_first() {
    let pages = pages(&binder(&sandbox(), &["--as-of", "2028-01-01"]));
    let open = pages.iter().position(|page| page.starts_with("What is open")).unwrap();
    let crosswalk = pages.iter().position(|page| page.starts_with("Crosswalk")).unwrap();
    assert!(open < crosswalk);
    let text = pages[open..crosswalk].join(" ");
    assert!(text.contains("A license") && text.contains("Missing: record"), "{text}");
    let overdue = text.find("Reviews that are overdue").unwrap();
    assert!(text[overdue..].contains("P-2"), "{text}");
    let last = pages.last().unwrap();
    assert!(last.contains("The payer’s manual"), "{last}");
}

#[test]
fn nobody_is_named_whom_the_handbook_does_not_name() {
    let text = pages(&binder(&sandbox(), &[])).join(" ");
    assert!(text.contains("Board") && !text.contains("Robin"), "{text}");
}

#[test]
fn a_binder_is_for_one_specification_and_a_day_and_overwrites_nothing() {
    let sandbox = sandbox();
    let text = pages(&binder(&sandbox, &["--specification", "spec", "--as-of", "2026-11-15"])).join(" ");
    assert!(text.contains("As of November 15, 2026"), "{text}");
    sandbox.run(&["binder", "book", "--out", "binder.pdf"]).expect(1);
    let unknown =
        sandbox.run(&["binder", "book", "--specification", "spek", "--out", "other.pdf"]).expect(2).err;
    assert!(unknown.contains("did you mean spec?"), "{unknown}");
}
