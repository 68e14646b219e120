//! Headings: their levels, their words, and the names by which links find them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::limit_mark;
use super::parser::Parser;
use super::slug::{is_reserved, slug};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::text::{AnchorOrigin, Block, Inline, plain_text};
use crate::source::Span;

impl Parser<'_> {
    /// A heading, after its start and up to its end.
    pub(super) fn heading(&mut self, level: u8, range: &Range<usize>, depth: usize) -> Option<Block> {
        let words = self.at;
        let mut text = self.inlines(depth);
        let span = self.block_span(range);
        if depth > 0 {
            self.report(
                Diagnostic::new(
                    FindingCode::NestedHeading,
                    span,
                    "a heading can't be inside a list or a quotation",
                )
                .hint("move it to the start of a line of its own"),
            );
            return None;
        }
        let end = if self.at > words { self.events[self.at - 1].1.end } else { range.start };
        let named = match self.braces(end..range.end, &mut text) {
            Braces::None => None,
            Braces::Name(name) => Some(name),
            Braces::Words(words) => {
                text.push(Inline::Text(format!(" {words}")));
                None
            }
        };
        let title = plain_text(&text);
        if title.trim().is_empty() {
            self.report(
                Diagnostic::new(FindingCode::EmptyHeading, span, "this heading has no words")
                    .hint("write them, or remove the `#`"),
            );
            return None;
        }
        self.level(level, span);
        let (id, origin) = self.anchor(named, &title, span);
        Some(Block::Heading { level: level.max(2), id, origin, text, span })
    }

    fn level(&mut self, level: u8, span: Span) {
        if level == 1 {
            self.report(
                Diagnostic::new(FindingCode::TitleHeading, span, "the title comes from the header")
                    .hint("begin sections with `##`"),
            );
        } else if level > self.last_level + 1 {
            self.report(
                Diagnostic::new(
                    FindingCode::SkippedHeading,
                    span,
                    format!("a heading of level {level} follows one of level {}", self.last_level),
                )
                .hint(format!("write `{}` here", "#".repeat(usize::from(self.last_level) + 1))),
            );
        }
        self.last_level = level.max(2);
    }

    fn anchor(&mut self, named: Option<String>, title: &str, span: Span) -> (String, AnchorOrigin) {
        let Some(id) = named else {
            let wanted = slug(title);
            let id = self.anchors.unique(&wanted);
            let origin = if id == wanted { AnchorOrigin::Words } else { AnchorOrigin::Numbered };
            return (id, origin);
        };
        if !self.anchors.take(&id) {
            let message = if is_reserved(&id) {
                format!("the page itself uses the name `#{id}`")
            } else {
                format!("`#{id}` is already the name of another place on this page")
            };
            self.report(
                Diagnostic::new(FindingCode::DuplicateAnchor, span, message)
                    .hint("give one of them another name"),
            );
        }
        (id, AnchorOrigin::Author)
    }

    /// What is in the braces that end a heading: Markdown takes them, whatever is in them, and prints nothing of it.
    fn braces(&mut self, rest: Range<usize>, text: &mut Vec<Inline>) -> Braces {
        let written = self.without_marks(self.input.text.get(rest.clone()).unwrap_or_default(), text);
        let (Some(open), Some(close)) = (written.find('{'), written.rfind('}')) else { return Braces::None };
        let Some(inner) = written.get(open + 1..close) else { return Braces::None };
        let name = inner.trim().strip_prefix('#').map(|name| name.nfc().collect::<String>());
        if let Some(name) = name.filter(|name| is_name(name)) {
            return Braces::Name(name);
        }
        let span = self.span(&(rest.start + open..rest.start + close + 1));
        let words = written[open..=close].to_owned();
        self.report(
            Diagnostic::new(FindingCode::HeadingBraces, span, format!("`{words}` is not a name for this heading"))
                .hint("braces at the end of a heading contain one name, with letters, digits, hyphens and underscores: {#deadlines-urgent}; to print them, put a backslash before each: \\{draft\\}"),
        );
        Braces::Words(words)
    }
}

impl Parser<'_> {
    /// What is written after the words of a heading, with spaces in the place of marks that limit it; these are words where they are kept.
    fn without_marks(&self, written: &str, text: &mut Vec<Inline>) -> String {
        let mut rest = written.to_owned();
        for range in limit_mark::whole_marks(written) {
            if self.lookup.keeps_marks() {
                text.push(Inline::Text(format!(" {}", &written[range.clone()])));
            }
            rest.replace_range(range.clone(), &" ".repeat(range.len()));
        }
        rest
    }
}

/// What the braces that end a heading hold.
enum Braces {
    None,
    Name(String),
    Words(String),
}

/// Whether an address may end with it, as it is.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
