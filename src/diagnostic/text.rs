//! Findings as text, with the source line.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Findings, Severity};
use crate::source::{Files, Span};

/// Longer source lines are cut after this many bytes: a pasted page on one line would bury the message.
const LONGEST_LINE: usize = 240;

/// A line is shown from its start up to a place this far into it; the library leaves out what doesn't fit, and counts the column. Beyond it,
/// that would take too long.
const FARTHEST: usize = 4096;

/// Every finding as text for a terminal; `color` says whether ANSI colors may be used.
#[must_use]
pub fn render(findings: &Findings, files: &Files, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in findings.iter() {
        let report = [group(diagnostic, files)];
        text.push_str(&renderer.render(&report));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level
        .primary_title(normalize_untrusted_str(&diagnostic.message))
        .id(diagnostic.code.word())
        .elements(place(files, diagnostic.span))
        .element(snippet(files, diagnostic.span, AnnotationKind::Primary, None));
    for (span, why) in &diagnostic.labels {
        group = group.elements(place(files, *span)).element(snippet(
            files,
            *span,
            AnnotationKind::Context,
            Some(why),
        ));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(normalize_untrusted_str(hint)));
    }
    group
}

/// How far into its line a span begins, in bytes, and where that line begins.
fn in_line(text: &str, span: Span) -> (usize, usize) {
    let start = text.floor_char_boundary(span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    (start - line_start, line_start)
}

/// The place of a span too far into its line for the snippet to say its column.
fn place(files: &Files, span: Span) -> Option<Origin<'_>> {
    let file = files.get(span.file);
    let (far, _) = in_line(&file.text, span);
    let location = files.location(span);
    (far > FARTHEST).then(|| {
        Origin::path(normalize_untrusted_str(&file.path)).line(location.line).char_column(location.column)
    })
}

/// The first line of the span, alone: a file may be large and a span may be the whole of it.
fn snippet<'a>(
    files: &'a Files,
    span: Span,
    kind: AnnotationKind,
    label: Option<&'a String>,
) -> Snippet<'a, Annotation<'a>> {
    let file = files.get(span.file);
    let location = files.location(span);
    let text = &file.text;
    let (far, line_start) = in_line(text, span);
    let start = line_start + far;
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    // Far into a line, the window slides with the span.
    let from = if far > FARTHEST { text.floor_char_boundary(start - LONGEST_LINE / 2) } else { line_start };
    let to = text.floor_char_boundary(line_end.min(start + LONGEST_LINE));
    let end = text.floor_char_boundary((span.end as usize).clamp(start, to));
    let marked: Range<usize> = start - from..end - from;
    let mut annotation = kind.span(marked);
    if let Some(label) = label {
        annotation = annotation.label(label.as_str());
    }
    let snippet = Snippet::source(&text[from..to]).line_start(location.line).annotation(annotation);
    if far > FARTHEST { snippet } else { snippet.path(normalize_untrusted_str(&file.path)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, FindingCode};

    #[test]
    fn the_column_is_that_of_the_line_however_long_it_is() {
        for before in ["é ".repeat(300), "é ".repeat(30_000)] {
            let mut files = Files::default();
            let file = files.add("a.md", format!("first\n{before}[@x/1] {before}"));
            let start = "first\n".len() + before.len();
            let span = Span::new(file, start..start + 6);
            let mut findings = Findings::default();
            findings.push(Diagnostic::new(FindingCode::UnknownClause, span, "bad").hint("do"));
            let place = format!("a.md:2:{}\n", files.location(span).column);
            let text = render(&findings, &files, false);
            assert!(text.contains(&place), "{place}{text}");
            assert!(text.contains("[@x/1]") && text.len() < 900, "{text}");
        }
    }
}
