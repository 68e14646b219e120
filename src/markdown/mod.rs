//! Markdown as policies use it: `CommonMark` with tables, definition lists, callouts and citations, and no raw HTML.

mod accidental;
mod heading;
mod inlines;
mod letters;
mod limit_mark;
mod limits;
mod links;
mod lost;
mod mistyped;
mod parser;
mod placeholders;
mod places_left_out;
mod quotes;
mod renaming;
mod slug;
mod stray;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use links::web_address;
pub(crate) use placeholders::names as placeholders;
pub(crate) use places_left_out::headings as headings_left_out;
pub(crate) use renaming::DocumentRenaming;
pub(crate) use slug::{Anchors, slug};
pub(crate) use stray::BULLETS;

use std::fmt;

use limits::Presence;

use crate::diagnostic::Diagnostic;
use crate::model::text::{BodyText, Inline, LinkTarget};
use crate::model::{CitedPart, DocumentId};
use crate::source::{FileId, Span};

/// What the text refers to and cannot know by itself.
pub(crate) trait Lookup {
    /// What a citation names: several clauses, if the one that it named was split.
    ///
    /// # Errors
    /// A finding when there is none; `None` in it when the catalog itself is broken and has been reported.
    fn clauses(
        &self,
        written: &str,
        span: Span,
    ) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>>;

    /// The particular that a placeholder names.
    ///
    /// # Errors
    /// A finding when there is none.
    fn value(&self, name: &str, span: Span) -> Result<String, Diagnostic>;

    /// What there is at the end of a link in the document `own`. Where readers don't have it, the words of the link are kept, not the link.
    fn link_end(&self, own: &DocumentId, to: &LinkTarget) -> LinkEnd;

    /// Whether the handbook is for this service line.
    ///
    /// # Errors
    /// A finding when no service line has this name.
    fn offers(&self, line: &str, span: Span) -> Result<bool, Diagnostic>;

    /// Whether the marks that limit text to service lines are kept as words, as an approval does: whoever changes one changes the text.
    fn keeps_marks(&self) -> bool {
        false
    }

    /// Whether the text is of the past: then what it names and is gone is kept as words.
    fn is_past(&self) -> bool {
        false
    }

    /// The picture that is meant by this path from the handbook's folder, by the name that its file has.
    ///
    /// # Errors
    /// Where there is none.
    fn image(&self, path: &str) -> Result<String, NoPicture>;
}

/// What there is at the end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkEnd {
    /// Something that readers have, or nothing that anybody knows of: that is found out later.
    Shown,
    /// Something for service lines that are not offered.
    NotOffered,
    /// Something that a version of the past leads to, and that is gone.
    Gone,
    /// A document of which there is only a draft.
    Draft,
    /// A document that has ended, with the one that takes its place, if any.
    Ended(Option<DocumentId>),
    /// A document that has another id now.
    Renamed(DocumentId),
}

/// No picture of the handbook has this path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoPicture {
    /// The path of a picture that is nearly so.
    pub(crate) near: Option<String>,
}

impl fmt::Display for NoPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.near {
            Some(near) => write!(f, "did you mean `{near}`? Capital letters count"),
            None => f.write_str("pictures are .png, .jpg, .gif or .svg files; capital letters count"),
        }
    }
}

/// A text of a file that is to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The document that the text is of: what the name of a place means depends on it.
    pub(crate) own: &'a DocumentId,
    pub(crate) file: FileId,
    /// Its path from the handbook's folder, from which pictures are found.
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    /// Where the Markdown begins in the file.
    pub(crate) offset: usize,
}

/// Reads a text of many blocks.
pub(crate) fn parse(input: Input<'_>, lookup: &dyn Lookup) -> (BodyText, Vec<Diagnostic>) {
    let mut parser = parser::Parser::new(input, None, Presence::MayGo, lookup);
    let blocks = parser.document();
    (BodyText { blocks }, parser.into_findings())
}

/// Reads a text of many blocks that is in a value, whose every finding points at `span`.
pub(crate) fn parse_text(
    text: &str,
    span: Span,
    own: &DocumentId,
    lookup: &dyn Lookup,
) -> (BodyText, Vec<Diagnostic>) {
    let input = Input { own, file: span.file, path: "", text, offset: 0 };
    let mut parser = parser::Parser::new(input, Some(span), Presence::MayGo, lookup);
    let blocks = parser.document();
    (BodyText { blocks }, parser.into_findings())
}

/// Reads one line, such as a value of a header, whose every finding points at `span`.
pub(crate) fn parse_line(
    text: &str,
    span: Span,
    own: &DocumentId,
    lookup: &dyn Lookup,
) -> (Vec<Inline>, Vec<Diagnostic>) {
    let input = Input { own, file: span.file, path: "", text, offset: 0 };
    let mut parser = parser::Parser::new(input, Some(span), Presence::Needed, lookup);
    let line = parser.line();
    (line, parser.into_findings())
}

/// Reads a line that is an entry of a list; `None` when it is for service lines that are not offered.
pub(crate) fn parse_entry(
    text: &str,
    span: Span,
    own: &DocumentId,
    lookup: &dyn Lookup,
) -> (Option<Vec<Inline>>, Vec<Diagnostic>) {
    let input = Input { own, file: span.file, path: "", text, offset: 0 };
    let mut parser = parser::Parser::new(input, Some(span), Presence::MayGo, lookup);
    let line = (!parser.is_left_out()).then(|| parser.line());
    (line, parser.into_findings())
}

/// Puts the program's particulars in the place of their names, in a text that isn't Markdown, such as a title, and leaves out words
/// for service lines that are not offered.
pub(crate) fn fill(text: &str, span: Span, lookup: &dyn Lookup) -> (String, Vec<Diagnostic>) {
    let (filled, mut findings) = fill_entry(text, span, lookup);
    let filled = filled.unwrap_or_else(|| {
        findings.push(limit_mark::BadMark::Needed.finding(span));
        text.to_owned()
    });
    (filled, findings)
}

/// The same, of a text that is an entry of a list; `None` when it is for service lines that are not offered.
pub(crate) fn fill_entry(text: &str, span: Span, lookup: &dyn Lookup) -> (Option<String>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let offered = limit_mark::apply_to_plain(text, span, lookup, &mut findings);
    let filled = offered.map(|text| placeholders::fill(&text, lookup, &mut |_| span, &mut findings));
    (filled, findings)
}
