//! What must hold of any text: nothing breaks, and no word vanishes without an error.

use super::LinkEnd;
use super::*;
use crate::diagnostic::FindingCode;
use crate::model::DocumentKind;
use crate::source::Files;

struct Nothing;

impl Lookup for Nothing {
    fn clauses(&self, _: &str, span: Span) -> Result<(Vec<ClauseKey>, Vec<Diagnostic>), Option<Diagnostic>> {
        Err(Some(Diagnostic::new(FindingCode::UnknownClause, span, "there is none")))
    }
    fn value(&self, _: &str, span: Span) -> Result<String, Diagnostic> {
        Err(Diagnostic::new(FindingCode::UnknownPlaceholder, span, "there is none"))
    }
    fn link_end(&self, _: &LinkTarget) -> LinkEnd {
        LinkEnd::Shown
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

const MARKS: [&str; 62] = [
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
