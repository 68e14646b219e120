//! Where the facts of a text come from that no specification states: at its end, and no part of what an approval is for.

use crate::paper::Paper;
use crate::support::Sandbox;

const VISITS: &str = "book/content/policies/visits/2026-02-01.md";
const SOURCES: &str = "[[sources]]\ntitle = \"Consent for substance use records\"\ncitation = \"42 CFR 2.31\"\nchecked = 2026-11-30\n\n[[sources]]\ntitle = \"A page\"\naddress = \"https://example.org/a?b=1&c=2\"\n";

/// The small handbook, whose policy names two sources.
fn with_sources() -> Sandbox {
    let sandbox = Sandbox::with_small();
    let text = sandbox.read(VISITS);
    let (header, body) = text.split_once("\n+++\n").unwrap();
    sandbox.write(VISITS, format!("{header}\n\n{SOURCES}+++\n{body}"));
    sandbox
}

#[test]
fn sources_are_at_the_end_of_the_page_the_pdf_and_the_word_file() {
    let sandbox = with_sources();
    sandbox.run(&["build", "book"]).expect(0);
    let page = sandbox.read("book/public/policies/visits.html");
    let body = page.find("class=\"policy-body\"").unwrap();
    let list = page.find("<h2 id=\"page_sources\">Sources</h2>").unwrap();
    assert!(body < list);
    for part in [
        "Consent for substance use records · 42 CFR 2.31 · <span class=\"checked\">Looked up on November 30, 2026</span>",
        "A page · <a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a></li>",
    ] {
        assert!(page.contains(part), "{part} is not in\n{}", &page[list..]);
    }
    let pdf = std::fs::read(sandbox.path("book/public/policies/visits.pdf")).unwrap();
    let text = Paper::read(&pdf).text();
    for part in ["Sources", "42 CFR 2.31", "Looked up on November 30, 2026", "https://example.org/a?b=1&c=2"]
    {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    sandbox.run(&["export", "visits", "book", "--docx", "--out", "visits.docx"]).expect(0);
    let word = std::fs::File::open(sandbox.path("visits.docx")).unwrap();
    let mut xml = String::new();
    let mut archive = zip::ZipArchive::new(word).unwrap();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    assert!(xml.contains("42 CFR 2.31") && xml.contains("https://example.org/a?b=1&amp;c=2"), "{xml}");
}

#[test]
fn sources_that_are_looked_up_again_leave_an_approval_as_it_is() {
    let sandbox = with_sources();
    let approve = ["approve", "visits", "book", "--confirm-text", "--by", "Board"];
    sandbox.run(&approve).expect(0);
    sandbox.edit(VISITS, "checked = 2026-11-30", "checked = 2026-12-01");
    sandbox.edit(VISITS, "\"A page\"", "\"Another page\"");
    let check = sandbox.run(&["check", "book"]).expect(0);
    assert!(!format!("{}{}", check.out, check.err).contains("changed-after-approval"), "{}", check.out);
}

#[test]
fn a_value_says_where_it_is_from_on_the_page_for_directors() {
    let sandbox = Sandbox::with_small();
    let value = "hotline = { value = \"617-555-0101\", kind = \"contact\", source = \"https://example.org/lines\", checked = 2026-11-30, to_confirm = \"Call it.\" }";
    sandbox.edit("book/handbook.toml", "\n[[waivers]]", &format!("\n[values]\n{value}\n\n[[waivers]]"));
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let page = sandbox.read("book/public/director.html");
    assert!(page.contains("<a href=\"https://example.org/lines\">https://example.org/lines</a>"), "{page}");
    assert!(page.contains("Looked up on November 30, 2026"), "{page}");
}
