//! Words that Markdown takes for itself and prints nowhere. `[Supervisor]: signs` on a line of its own says where a link named `Supervisor`
//! leads; where no such link is, the line just vanishes.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, RefDefs, Tag};

use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

/// Where the links lead whose addresses are on lines of their own.
pub(super) struct Addresses {
    /// The lines of those that a link uses.
    used: Vec<Range<usize>>,
    names: BTreeSet<String>,
}

impl Addresses {
    pub(super) fn new(events: &[(Event<'_>, Range<usize>)], defined: &RefDefs<'_>) -> Self {
        let names: BTreeSet<&str> = events
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                    if matches!(
                        link_type,
                        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                    ) =>
                {
                    Some(id.as_ref())
                }
                _ => None,
            })
            .collect();
        let used = names.iter().filter_map(|name| defined.get(name)).map(|address| address.span.clone());
        Self { used: used.collect(), names: names.iter().map(|name| name.to_lowercase()).collect() }
    }
}

/// The lines of which nothing is printed, and words beside marks that aren't printed.
pub(super) fn words(
    events: &[(Event<'_>, Range<usize>)],
    addresses: &Addresses,
    text: &str,
    place: &dyn Fn(Range<usize>) -> Span,
) -> Vec<Diagnostic> {
    let mut found = beside_marks(events, place);
    let mut read: Vec<Range<usize>> =
        events.iter().filter_map(|(event, range)| shown(event, range, text)).collect();
    read.extend(addresses.used.iter().cloned());
    read.sort_by_key(|range| range.start);
    let mut read = read.into_iter().peekable();
    let mut reached = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        while let Some(next) = read.next_if(|next| next.start < end) {
            reached = reached.max(next.end);
        }
        let words = start + (line.len() - line.trim_start_matches([' ', '\t', '>']).len());
        if reached <= words && (line.contains("]:") || line.contains(char::is_alphabetic)) {
            let written = text[words..end].trim_end();
            let span = place(words..words + written.len());
            found.push(line_without_words(written, addresses, span));
        }
        start = end;
    }
    found
}

fn line_without_words(line: &str, addresses: &Addresses, span: Span) -> Diagnostic {
    let name = line.split_once('[').and_then(|(_, rest)| rest.split_once("]:")).map(|(name, _)| name);
    let Some(name) = name else {
        return Diagnostic::new(FindingCode::LostWords, span, "this line is not printed")
            .hint("it continues the line before it, which defines a link; leave a blank line between them");
    };
    let message = if name.starts_with('^') {
        "this line is not printed: footnotes are not supported".to_owned()
    } else if addresses.names.contains(&name.to_lowercase()) {
        format!("this line is not printed: an earlier line already defines the link `{name}`")
    } else {
        format!("this line is not printed: it defines a link `{name}`, and there is no such link")
    };
    Diagnostic::new(FindingCode::LostWords, span, message)
        .hint(format!("to print it, put a backslash before its bracket: \\[{name}]:"))
}

/// What an event accounts for of the text.
fn shown(event: &Event<'_>, range: &Range<usize>, text: &str) -> Option<Range<usize>> {
    match event {
        Event::Start(
            Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::Table(_)
            | Tag::Link { .. }
            | Tag::Image { .. },
        )
        | Event::Text(_)
        | Event::Code(_)
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::Rule => Some(range.clone()),
        // Its kind is on a line of its own.
        Event::Start(Tag::BlockQuote(Some(_))) => {
            let line = text.get(range.clone())?.find('\n').unwrap_or(range.len());
            Some(range.start..range.start + line)
        }
        _ => None,
    }
}

/// The words in quotes after a link's address, and those after the language of a block of code.
fn beside_marks(
    events: &[(Event<'_>, Range<usize>)],
    place: &dyn Fn(Range<usize>) -> Span,
) -> Vec<Diagnostic> {
    let lost = events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { title, .. }) if !title.trim().is_empty() => {
            Some((range, "the words in quotes after the address of a link are not printed"))
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if !is_language(info.trim()) => {
            Some((range, "the words after the ``` are not printed"))
        }
        _ => None,
    });
    lost.map(|(range, message)| {
        Diagnostic::new(FindingCode::LostWords, place(range.clone()), message).hint("write them in the text")
    })
    .collect()
}

/// Whether the words that begin a block of code name a language, which is not printed.
fn is_language(info: &str) -> bool {
    info.chars().all(|c| c.is_ascii_alphanumeric() || "+-#._".contains(c))
}
