//! The text of a policy looks the same on the page, on paper and in Word: what is struck out, how far lists stand apart.

use std::io::{Cursor, Read};

use clausebook::output::Outputs;
use clausebook::world::MemoryWorld;
use lopdf::Document;
use zip::ZipArchive;

use crate::support::{Sandbox, TODAY, build};

/// One policy with this text, on the page, on paper and in Word.
struct Policy {
    site: Outputs,
    word: String,
}

impl Policy {
    fn new(body: &str) -> Self {
        let header = include_str!("../findings/base/policy-header.md");
        let files = [
            ("handbook.toml", include_str!("../findings/base/handbook.toml").to_owned()),
            ("content/specifications/spec.toml", include_str!("../findings/base/spec.toml").to_owned()),
            ("content/policies/intake/2026-01-01.md", format!("{header}{body}")),
        ];
        let sandbox = Sandbox::new();
        let mut world = MemoryWorld::new(TODAY);
        for (path, text) in files {
            sandbox.write(&format!("book/{path}"), &text);
            world = world.with(path, text);
        }
        let built = build(&world);
        let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
        sandbox.run(&["export", "intake", "book", "--docx", "--out", "intake.docx"]).expect(0);
        let file = std::fs::read(sandbox.path("intake.docx")).unwrap();
        let mut word = String::new();
        let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut word).unwrap();
        Self { site, word }
    }

    /// The HTML of the text.
    fn page(&self) -> &str {
        let page = std::str::from_utf8(self.site.get("policies/intake.html").unwrap()).unwrap();
        page.split_once("policy-body").unwrap().1
    }

    /// The words of the PDF, a space between them.
    fn paper(&self) -> String {
        let document = Document::load_mem(self.site.get("policies/intake.pdf").unwrap()).unwrap();
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn struck_out_words_are_shown_with_a_line_through_them() {
    let policy = Policy::new("## Calls\n\nWe call within ~~24 hours~~ 48 hours, ~5 or ~6 times.\n");
    assert!(policy.page().contains("within <s>24 hours</s> 48 hours, ~5 or ~6 times."), "{}", policy.page());
    assert!(policy.paper().contains("within 24 hours 48 hours, ~5 or ~6 times."), "{}", policy.paper());
    assert!(policy.word.contains("<w:strike />"), "{}", policy.word);
}

#[test]
fn items_stand_apart_where_their_author_left_a_blank_line() {
    let policy = Policy::new("## Steps\n\n- Call\n- Write\n\nThen:\n\n- Meet\n\n- Plan\n");
    assert!(policy.page().contains("<li><div class=\"item\">Call</div></li>"), "{}", policy.page());
    assert!(policy.page().contains("<li><p>Meet</p>\n</li>"), "{}", policy.page());
    assert!(policy.paper().contains("Meet"), "{}", policy.paper());
    let spaced = "<w:spacing w:after=\"120\" />";
    let before =
        |words: &str| policy.word.split(words).next().unwrap().rsplit("<w:p ").next().unwrap().to_owned();
    assert!(!before(">Call<").contains(spaced) && before(">Meet<").contains(spaced), "{}", policy.word);
}
