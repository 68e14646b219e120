//! The text of a policy comes out the same on the page, on paper and in Word: what is struck out, how far apart the items of lists are, which way
//! quotes curl, where links lead.

use std::io::{Cursor, Read};

use clausebook::output::Outputs;
use clausebook::world::MemoryWorld;
use lopdf::{Document, Object};
use zip::ZipArchive;

use crate::paper::Paper;
use crate::support::{Sandbox, TODAY, build};

/// One policy with this text, on the page, on paper and in Word.
struct Policy {
    site: Outputs,
    word: String,
}

impl Policy {
    fn new(body: &str) -> Self {
        Self::with(body, include_str!("../findings/base/spec.toml"))
    }

    fn with(body: &str, specification: &str) -> Self {
        let header = include_str!("../findings/base/policy-header.md");
        let files = [
            ("handbook.toml", include_str!("../findings/base/handbook.toml").to_owned()),
            ("content/specifications/spec.toml", specification.to_owned()),
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
        let mut document = String::new();
        let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
        Self { site, word: document }
    }

    /// The HTML of the text.
    fn page(&self) -> &str {
        let page = std::str::from_utf8(self.site.get("policies/intake.html").unwrap()).unwrap();
        page.split_once("policy-body").unwrap().1
    }

    /// The words of the PDF, a space between them.
    fn paper(&self) -> String {
        let paper = Paper::read(self.site.get("policies/intake.pdf").unwrap());
        paper.text().split_whitespace().collect::<Vec<_>>().join(" ")
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

#[test]
fn an_apostrophe_curls_after_a_placeholder_and_after_bold_words_and_links() {
    let policy = Policy::new(
        "## {{ organization.name }}'s plan\n\n{{ organization.name }}'s staff keep the Members' files. **Maria**'s plan and the Members' \
         plan. The [plan](#plan)'s goals, `x`'s and \"{{ organization.name }}\" or '{{ organization.name }}'.\n\n## Plan\n\nText.\n",
    );
    let page = policy.page();
    for words in [
        "Riverside’s plan",
        "Riverside’s staff keep the Members’ files",
        "</strong>’s plan and the Members’ plan",
        "</a>’s goals, <code>x</code>’s and “Riverside” or ‘Riverside’.",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(policy.paper().contains("Riverside’s staff keep the Members’ files."), "{}", policy.paper());
}

#[test]
fn a_citation_of_what_is_not_offered_takes_its_space_with_it() {
    let clause = "\n[[clause]]\nid = \"ji\"\ntitle = \"Plan\"\nsummary = \"Plan.\"\nkind = \"requirement\"\nneeds = [\"policy\"]\ntracks = [\"csp-ji\"]\nsource = \"Item 3\"\n";
    let specification = format!("{}{clause}", include_str!("../findings/base/spec.toml"));
    let policy = Policy::with(
        "## Plans\n\nOnly for some [@spec/ji]. And **more** [@spec/ji], too.\n\n[@spec/ji] At the start.\n\n[@spec/ji]\n",
        &specification,
    );
    let page = policy.page();
    assert!(
        page.contains("<p>Only for some. And <strong>more</strong>, too.</p>\n<p>At the start.</p>"),
        "{page}"
    );
    assert!(!page.contains("<p></p>"), "{page}");
    let paper = policy.paper();
    assert!(paper.contains("Only for some. And more") && paper.contains("too. At the start."), "{paper}");
    assert!(
        policy.word.contains(">Only for some. And <") && policy.word.contains(">, too.<"),
        "{}",
        policy.word
    );
}

#[test]
fn an_address_is_the_same_on_the_page_on_paper_and_in_word() {
    let policy = Policy::new(
        "## Links\n\n[One](<https://example.org/a b>), [two](https://example.org/é), <me@example.org>, [three](#ca%66e%CC%81).\n\n## Café {#café}\n\nText.\n",
    );
    for address in ["https://example.org/a%20b", "https://example.org/%C3%A9", "mailto:me@example.org"] {
        assert!(policy.page().contains(&format!("href=\"{address}\"")), "{}", policy.page());
        let pdf = Document::load_mem(policy.site.get("policies/intake.pdf").unwrap()).unwrap();
        assert!(pdf.objects.values().any(|object| leads_to(object, address)), "{address}");
    }
    assert!(policy.page().contains("<a href=\"#caf%C3%A9\">three</a>"), "{}", policy.page());
}

fn leads_to(object: &Object, address: &str) -> bool {
    let action = object.as_dict().ok().map(|link| link.get(b"A").and_then(Object::as_dict).unwrap_or(link));
    action.and_then(|action| action.get(b"URI").ok()).and_then(|uri| uri.as_str().ok())
        == Some(address.as_bytes())
}

#[test]
fn a_cell_may_have_lines() {
    let policy = Policy::new("## Calls\n\n| Who | What |\n|---|---|\n| Worker<br>or lead | Calls |\n");
    assert!(policy.page().contains("Worker<br>or lead"), "{}", policy.page());
    assert!(policy.paper().contains("Worker or lead"), "{}", policy.paper());
    assert!(policy.word.contains("<w:br />"), "{}", policy.word);
}

/// Letters as odd as people paste: nothing of them is lost, and nothing breaks.
#[test]
fn odd_characters_are_kept() {
    let odd = "assess\u{ad}ment \u{200b}x\u{200b} 30\u{a0}days 30\u{202f}days A\u{2003}B A\u{2028}B A\u{2029}B A\u{b}B A\u{c}B A\u{85}B o\u{fb03}ce ✓ ½ ⅓ “q” ′ 5'10\" \u{303}x";
    for at in 0..=odd.len() {
        let Some((before, after)) = odd.split_at_checked(at) else { continue };
        let world = MemoryWorld::new(TODAY)
            .with("handbook.toml", include_str!("../findings/base/handbook.toml"))
            .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"))
            .with(
                "content/policies/intake/2026-01-01.md",
                format!("{}## A\n\n{before}**{after}**\n", include_str!("../findings/base/policy-header.md")),
            );
        let examined = clausebook::pipeline::examine(&world);
        let blocks = &examined.handbook.policies[0].current.body.blocks;
        let text = clausebook::model::text::blocks_text(blocks);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        assert_eq!(letters(&text), format!("A{}", letters(odd)), "{before:?}");
    }
}
