//! The translation of a policy or a page of the guide: its title, summary, card and Markdown.

use std::ops::Range;

use super::{Translated, TranslationReader, given};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{MarkdownTranslation, Spanned};
use crate::model::text::{BodyText, Inline, Line, each_inline, each_line};
use crate::model::{Card, GuidePage, PolicyVersion};
use crate::source::{Placed, Span};

pub(super) fn policy(
    reader: &TranslationReader<'_>,
    original: &PolicyVersion,
    keys: &MarkdownTranslation,
    body: &Range<usize>,
    findings: &mut Findings,
) -> Translated<PolicyVersion> {
    let mut version = original.clone();
    let MarkdownTranslation { title: _, summary: _, card } = keys;
    let mut missing = Vec::new();
    let header = &mut version.header;
    head(reader, keys, (&mut header.title, &mut header.summary), &mut missing, findings);
    let Card { what, by_when, call, form } = &mut version.card;
    let parts = [
        ("do", what, &card.what),
        ("by_when", by_when, &card.by_when),
        ("call", call, &card.call),
        ("form", form, &card.form),
    ];
    for (key, place, written) in parts {
        entries(reader, key, place, written, &mut missing, findings);
    }
    version.header.span = Span::top(reader.file.file);
    version.body = body_text(reader, body, findings);
    Translated { version, missing }
}

pub(super) fn page(
    reader: &TranslationReader<'_>,
    original: &GuidePage,
    keys: &MarkdownTranslation,
    body: &Range<usize>,
    findings: &mut Findings,
) -> Translated<GuidePage> {
    let mut page = original.clone();
    let mut missing = Vec::new();
    head(reader, keys, (&mut page.title, &mut page.summary), &mut missing, findings);
    page.span = Span::top(reader.file.file);
    page.body = body_text(reader, body, findings);
    Translated { version: page, missing }
}

fn head(
    reader: &TranslationReader<'_>,
    keys: &MarkdownTranslation,
    (title, summary): (&mut Placed<String>, &mut Line),
    missing: &mut Vec<String>,
    findings: &mut Findings,
) {
    match given(keys.title.as_ref()) {
        Some(text) => {
            let span = reader.span(text);
            *title = Placed::new(reader.reader.filled(text.get_ref().trim(), span, findings), span);
        }
        None => missing.push("`title`".to_owned()),
    }
    match given(keys.summary.as_ref()) {
        Some(text) => {
            *summary = reader.reader.line(text.get_ref().trim(), reader.span(text), findings);
        }
        None => missing.push("`summary`".to_owned()),
    }
}

/// A part of the card. All of its entries are translated, or none.
fn entries(
    reader: &TranslationReader<'_>,
    key: &str,
    place: &mut Vec<Line>,
    written: &[Spanned<String>],
    missing: &mut Vec<String>,
    findings: &mut Findings,
) {
    if place.is_empty() {
        return;
    }
    let is_blank = |one: &Spanned<String>| one.get_ref().trim().is_empty();
    if written.is_empty() || written.iter().all(is_blank) {
        missing.push(format!("`card.{key}`"));
    } else {
        *place = reader.reader.entries(written, reader.file.file, findings);
    }
}

/// The text. What meets a clause is the original, so that it cites none.
fn body_text(reader: &TranslationReader<'_>, body: &Range<usize>, findings: &mut Findings) -> BodyText {
    let text = reader.reader.document(body, findings);
    if text.blocks.is_empty() {
        findings.push(
            Diagnostic::new(
                FindingCode::EmptyPage,
                Span::top(reader.file.file),
                "this translation has no text",
            )
            .hint("write it below the second `+++` line, in sections that begin with `##`"),
        );
    }
    each_line(&text.blocks, &mut |line| {
        each_inline(line, &mut |inline| {
            if let Inline::Citation(citation) = inline {
                findings.push(
                    Diagnostic::new(
                        FindingCode::MisplacedCitation,
                        citation.span,
                        "a translation cites no clause: what counts is the original",
                    )
                    .hint("remove the citation"),
                );
            }
        });
    });
    text
}
