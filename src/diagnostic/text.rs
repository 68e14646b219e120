//! Findings as text, with the source line.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Findings, Severity};
use crate::source::{Files, Span};

/// Longer source lines are cut: a pasted page on one line would bury the message.
const LONGEST_LINE: usize = 240;

/// Every finding as text for a terminal; `color` says whether ANSI colours may be used.
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
        .id(diagnostic.code)
        .element(snippet(files, diagnostic.span, AnnotationKind::Primary, None));
    for (span, why) in &diagnostic.labels {
        group = group.element(snippet(files, *span, AnnotationKind::Context, Some(why)));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(normalize_untrusted_str(hint)));
    }
    group
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
    let start = text.floor_char_boundary(span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    // The window slides with the span, so that a slip at the end of a long line is still seen.
    let from = text.floor_char_boundary(line_start.max(start.saturating_sub(LONGEST_LINE / 2)));
    let to = text.floor_char_boundary(line_end.min(from + LONGEST_LINE).max(start));
    let end = text.floor_char_boundary((span.end as usize).clamp(start, to));
    let marked: Range<usize> = start - from..end - from;
    let mut annotation = kind.span(marked);
    if let Some(label) = label {
        annotation = annotation.label(label.as_str());
    }
    Snippet::source(&text[from..to])
        .line_start(location.line)
        .path(normalize_untrusted_str(&file.path))
        .annotation(annotation)
}
