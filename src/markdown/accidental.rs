//! Marks that made something of a text that its author hardly meant: a block of code, a term and its meaning, a heading.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

/// Finds the accidental marks of a text.
pub(super) fn marks(
    events: &[(Event<'_>, Range<usize>)],
    text: &str,
    place: &dyn Fn(Range<usize>) -> Span,
) -> Vec<Diagnostic> {
    let found = events.iter().enumerate().filter_map(|(at, (event, range))| {
        let (range, message, hint) = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => (
                range.clone(),
                "four spaces make this a block of code, where marks don't work",
                "remove the spaces; for a block of code, write ``` on the lines before and after it",
            ),
            Event::Start(Tag::Heading { .. }) if is_prose_with_dashes(&events[at..], range, text) => (
                range.clone(),
                "the line of dashes below turns this paragraph into a heading",
                "leave a blank line above the dashes for a line across the page; a heading begins with `## `",
            ),
            Event::Start(Tag::DefinitionListDefinition) => {
                let colon = text[range.clone()].find(':').map_or(range.start, |colon| range.start + colon);
                let after = &text[colon..range.end];
                let is_mark = after.strip_prefix(':').is_some_and(|after| after.trim_start().len() < after.len());
                if is_mark && !is_prose(&events[..at], &events[at..]) {
                    return None;
                }
                let hint = if after.starts_with(":::") {
                    "for a box, write `> [!NOTE]` on a line of its own and begin the lines of its text with `> `"
                } else {
                    "to print it, put a backslash before it: \\:; a term is one line without a period at the end, and its meaning begins with a capital letter"
                };
                (
                    colon..colon + 1,
                    "the `:` turns the line above into a term, and this line into its meaning",
                    hint,
                )
            }
            _ => return None,
        };
        Some(Diagnostic::new(FindingCode::AccidentalMark, place(range), message).hint(hint))
    });
    found.collect()
}

/// Whether the heading that begins `events` is a paragraph that a line of dashes follows.
fn is_prose_with_dashes(events: &[(Event<'_>, Range<usize>)], range: &Range<usize>, text: &str) -> bool {
    let underlined = !text[range.clone()].trim_start().starts_with('#');
    let words = events
        .iter()
        .map(|(event, _)| event)
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    underlined
        && (words.clone().any(|event| matches!(event, Event::SoftBreak | Event::HardBreak))
            || words.last().is_some_and(ends_sentence))
}

/// Whether a term (which ends `before`) and its meaning (which begins `after`) are sentences.
fn is_prose(before: &[(Event<'_>, Range<usize>)], after: &[(Event<'_>, Range<usize>)]) -> bool {
    // Further meanings of a term say nothing new.
    let Some(((Event::End(TagEnd::DefinitionListTitle), _), before)) = before.split_last() else {
        return false;
    };
    let term = before.iter().rev().map(|(event, _)| event);
    let term: Vec<&Event<'_>> =
        term.take_while(|event| !matches!(event, Event::Start(Tag::DefinitionListTitle))).collect();
    let lines = term.iter().any(|event| matches!(event, Event::SoftBreak | Event::HardBreak));
    let first = after.iter().find_map(|(event, _)| match event {
        Event::Text(words) => Some(words.starts_with(char::is_lowercase)),
        Event::Code(_) => Some(false),
        _ => None,
    });
    lines || term.first().is_some_and(|last| ends_sentence(last)) || first == Some(true)
}

fn ends_sentence(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(words) if words.trim_end().ends_with(['.', ':', ';', ',']))
}
