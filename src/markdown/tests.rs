//! What must hold of any text: nothing breaks, and no word vanishes without an error.

use super::LinkEnd;
use super::*;
use crate::diagnostic::FindingCode;
use crate::model::DocumentKind;
use crate::source::Files;

struct Nothing;

impl Lookup for Nothing {
    fn clauses(&self, _: &str, span: Span) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
        Err(Some(Diagnostic::new(FindingCode::UnknownClause, span, "there is none")))
    }
    fn value(&self, _: &str, span: Span) -> Result<String, Diagnostic> {
        Err(Diagnostic::new(FindingCode::UnknownPlaceholder, span, "there is none"))
    }
    fn link_end(&self, _: &DocumentId, _: &LinkTarget) -> LinkEnd {
        LinkEnd::Shown
    }
    fn offers(&self, line: &str, span: Span) -> Result<bool, Diagnostic> {
        match line {
            "csp" => Ok(true),
            "other" => Ok(false),
            _ => Err(Diagnostic::new(FindingCode::UnknownTrack, span, "there is none")),
        }
    }
    fn image(&self, path: &str) -> Result<String, NoPicture> {
        Ok(path.to_owned())
    }
}

fn read(text: &str) -> (BodyText, Vec<Diagnostic>) {
    let file = Files::default().add("content/a/a.md", text);
    parse(
        Input { own: &DocumentKind::Policy.id("a"), file, path: "content/a/a.md", text, offset: 0 },
        &Nothing,
    )
}

/// Numbers that are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }
}

const MARKS: [&str; 65] = [
    "{only csp}",
    "{only csp: ",
    "{only ",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n    ",
    "\r\n",
    "\t",
    "# ",
    "## ",
    "##",
    "### ",
    "{#",
    "}",
    "{",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    "> [!NOTE]\n",
    "[!NOTE]",
    "| ",
    " |",
    "|",
    "\n|---|---|\n",
    "---",
    "\n---\n",
    "\n===\n",
    ": ",
    ":",
    "```",
    "\n```\n",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "~",
    "[",
    "]",
    "](",
    ")",
    "(",
    "[@",
    "@",
    "![",
    "[^",
    "]: ",
    "\"",
    "'",
    "\\",
    "<br>",
    "<",
    "&amp;",
    "é",
    "•",
    "\u{a0}",
];

#[test]
fn no_word_vanishes_without_an_error() {
    let mut dice = Dice(11);
    for round in 0..30_000 {
        let mut text = String::new();
        let words = 1 + dice.below(9);
        for word in 0..words {
            for _ in 0..dice.below(4) {
                text.push_str(MARKS[dice.below(MARKS.len())]);
            }
            text.push_str(&format!("word{word}"));
        }
        for _ in 0..dice.below(3) {
            text.push_str(MARKS[dice.below(MARKS.len())]);
        }
        let (document, findings) = read(&text);
        let shown = format!("{:?}", document.blocks);
        let is_language = |word: usize| {
            let fences = text.split("```").skip(1).chain(text.split("~~~").skip(1));
            fences
                .filter_map(|rest| rest.trim_start_matches(['~', '`']).split_whitespace().next())
                .any(|info| info.contains(&format!("word{word}")))
        };
        let lost = (0..words).find(|word| !shown.contains(&format!("word{word}")) && !is_language(*word));
        let reported = findings.iter().any(|finding| finding.severity == crate::diagnostic::Severity::Error);
        assert!(lost.is_none() || reported, "round {round}: word{lost:?} of {text:?} is not in {shown}");
        for finding in &findings {
            assert!(finding.span.range().end <= text.len(), "{text:?} {finding:?}");
        }
    }
}

#[test]
fn a_long_text_of_any_mark_is_read_in_time() {
    for mark in MARKS
        .iter()
        .chain(&["*a ", "a* ", "{{ ", "{{ }} ", "'a", "[x](", "[ ] ", "| a |\n", ": a\n", "[a]: b\n", "- "])
    {
        let started = std::time::Instant::now();
        read(&mark.repeat(20_000));
        let took = started.elapsed();
        assert!(took.as_secs() < 5, "{mark:?} takes {took:?}");
    }
}

/// The words of a text where `csp` is offered and `other` isn't.
fn words(text: &str) -> String {
    let (document, findings) = read(text);
    assert!(findings.is_empty(), "{text}: {findings:?}");
    crate::model::text::blocks_text(&document.blocks)
}

#[test]
fn a_mark_at_the_end_limits_what_it_ends() {
    for (text, shown) in [
        ("One.\n\nTwo. {only other}\n\nThree.", "One.\nThree.\n"),
        ("One. {only csp}", "One.\n"),
        ("One. {only other, csp}", "One.\n"),
        ("- one {only other}\n- two\n  - three {only other}", "two\n"),
        ("- one {only other}\n\n  More of it.\n\n- two", "two\n"),
        ("1. one {only other}\n2. two {only other}\n\nEnd.", "End.\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 {only other} |\n| 3 | 4 {only csp} |", "a\nb\n3\n4\n"),
        ("| a | b {only other} |\n|---|---|\n| 1 | 2 |\n\nEnd.", "End.\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 {only other} |\n\nEnd.", "End.\n"),
        ("**A**\n: Meaning. {only other}\n\n**B**\n: Meaning.", "B\nMeaning.\n"),
        ("**A** {only other}\n: Meaning.\n\n**B**\n: Meaning.", "B\nMeaning.\n"),
        ("> One. {only other}\n\nTwo.", "Two.\n"),
        ("## A {only other}\n\nOne.\n\n### B\n\nTwo.\n\n## C {only csp}\n\nThree.", "C\nThree.\n"),
        ("## A {#a} {only other}\n\nOne.\n\n## B {only csp} {#b}\n\nTwo.", "B\nTwo.\n"),
    ] {
        assert_eq!(words(text), shown, "{text}");
    }
}

#[test]
fn a_mark_around_words_limits_them() {
    for (text, shown) in [
        ("One {only other: or two} three.", "One three.\n"),
        ("One {only csp: or two} three.", "One or two three.\n"),
        ("One {only other: or two}.", "One.\n"),
        ("One{only csp:, **two**, [three](https://example.org)}.", "One, two, three.\n"),
        ("One{only other:, **two**, [three](https://example.org)}.", "One.\n"),
        ("{only other: One.} Two.", "Two.\n"),
        ("One.\n{only other: Two.}\nThree.", "One. Three.\n"),
        ("{only other: One.}\n\nTwo.", "Two.\n"),
        ("{only csp: one {only other: two}}.", "one.\n"),
        ("**{only other: One} two**", "two\n"),
        ("- {only other: one}\n- two", "two\n"),
        ("“{only csp: Yes}”, it isn't", "“Yes”, it isn’t\n"),
    ] {
        assert_eq!(words(text), shown, "{text}");
    }
}

#[test]
fn a_limited_heading_has_the_name_that_its_author_wrote() {
    for text in ["## Calls {#calls} {only csp}", "## Calls {only csp} {#calls}"] {
        let (document, findings) = read(text);
        assert!(findings.is_empty(), "{text}: {findings:?}");
        let anchors = document.anchors(&DocumentKind::Policy.id("a"));
        assert_eq!(anchors.keys().map(ToString::to_string).collect::<Vec<_>>(), ["calls"], "{text}");
        assert_eq!(crate::model::text::blocks_text(&document.blocks), "Calls\n");
    }
}

#[test]
fn what_looks_like_a_mark_and_is_none_is_printed() {
    for text in ["`{only other}`", "\\{only other}", "{onlyother}"] {
        let printed = words(text);
        assert!(printed.contains("{only"), "{text}: {printed}");
    }
}

#[test]
fn a_misplaced_mark_is_reported_and_hides_nothing() {
    for text in [
        "One {only other} two.",
        "| a | b |\n|---|---|\n| 1 {only other} | 2 |",
        "One {only other: **two} three**.",
        "One {only other: two.",
        "One {only: other}.",
    ] {
        let (document, findings) = read(text);
        assert!(findings.iter().any(|finding| finding.code == FindingCode::BadLimit), "{text}: {findings:?}");
        assert!(crate::model::text::blocks_text(&document.blocks).contains("{only"), "{text}");
    }
}
