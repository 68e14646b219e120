//! QR codes of form, version and page: there only where the handbook file says so, and nothing that is read aloud.

use page_validation::ValidationProfile;

use crate::paper::Paper;
use crate::pdf::failures;
use crate::support::Sandbox;

const FORM: &str = "title = \"Note\"\nnumber = \"F-6\"\nowner = \"Director\"\napprover = \"Board\"\nreviewed = 2026-01-01\nsummary = \"What was done.\"\ntasks = [\"A new Member\"]\ndue = \"At once.\"\n\n[[identity]]\nid = \"member-name\"\nlabel = \"Member’s name\"\n\n[[section]]\nid = \"what\"\ntitle = \"What\"\n[[section.field]]\nid = \"done\"\nlabel = \"Done\"\nkind = \"paragraph\"\nlines = 40\n[[section.field]]\nid = \"next\"\nlabel = \"Next\"\nkind = \"text\"\n";

fn note(more: &str, edition: &str) -> Vec<u8> {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", format!("title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n{more}[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\n"));
    sandbox.write("book/forms/note/2026-01-01.toml", FORM);
    sandbox.run(&["build", "book"]).expect(0);
    std::fs::read(sandbox.path(&format!("book/public/forms/note{edition}.pdf"))).unwrap()
}

#[test]
fn a_code_changes_nothing_that_is_read_and_keeps_the_pdf_valid() {
    for edition in ["", "-large-print"] {
        let (without, with) = (note("", edition), note("qr = true\n", edition));
        assert!(with.len() > without.len() + 1000, "{edition}: nothing is drawn");
        assert_eq!(Paper::read(&with).text(), Paper::read(&without).text(), "{edition}");
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(&with, profile), Vec::<String>::new(), "{edition}");
        }
    }
}
