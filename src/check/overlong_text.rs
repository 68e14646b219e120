//! A word, a title, the text of a picture, or the address of a link is longer than a PDF can hold. Nobody writes such a one: most often
//! spaces or line ends were lost on the way from another program.

use super::texts::{self, Text};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::document::{Inline, Target, each_inline};
use crate::model::passages::{Passage, Role};
use crate::source::Span;

pub const RULE: Rule = Rule { code: FindingCode::OverlongText, look };

/// PDF/A allows 32,767 bytes in a string. A word that is put on one line takes two bytes a letter.
pub const LONGEST_WORD: usize = 10_000;
/// The same, for what a reader of the PDF is told besides its pages: up to four bytes a letter, with some room for the edition.
const LONGEST_TITLE: usize = 8_000;
/// Bytes of an address that Typst takes.
const LONGEST_ADDRESS: usize = 8_000;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let of_document = |document: Text<'_>| {
        document.remembered(context.memo, RULE.code, || of_passages(&document.passages(), context))
    };
    let mut findings: Vec<Diagnostic> = texts::of_documents(handbook).flat_map(of_document).collect();
    findings.extend(texts::besides_documents(handbook).flat_map(|passages| of_passages(&passages, context)));
    findings
}

fn of_passages(passages: &[Passage<'_>], context: &Context<'_>) -> Vec<Diagnostic> {
    passages.iter().filter_map(|passage| of_passage(passage, context)).collect()
}

fn of_passage(passage: &Passage<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let letters = passage.letters();
    let word =
        letters.split_whitespace().map(|word| (word, word.chars().count())).max_by_key(|(_, count)| *count);
    if let Some((word, count)) = word.filter(|(_, count)| *count > LONGEST_WORD && passage.is_printed()) {
        return Some(finding("this word", count, LONGEST_WORD, place(word, passage.span, context)));
    }
    let what = match passage.role {
        Role::Title => Some("this title"),
        Role::Heading => Some("this heading"),
        Role::Alternative => Some("the text of this picture"),
        _ => None,
    };
    if let Some(what) = what {
        let count = letters.chars().count();
        return (count > LONGEST_TITLE).then(|| finding(what, count, LONGEST_TITLE, passage.span));
    }
    let (count, span) = longest_address(passage)?;
    (count > LONGEST_ADDRESS).then(|| finding("the address of this link", count, LONGEST_ADDRESS, span))
}

fn finding(what: &str, count: usize, most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(RULE.code, span, format!("{what} has {count} letters; a PDF can hold {most}"))
        .hint("shorten it; if spaces or line ends were lost when it was copied, put them back")
}

/// Where a word begins in the file; the place of its passage where the file spells it differently.
fn place(word: &str, passage: Span, context: &Context<'_>) -> Span {
    let written = context.files.get(passage.file).text.get(passage.range()).unwrap_or_default();
    let at = written.find(word).map(|at| passage.range().start + at);
    at.map_or(passage, |at| Span::new(passage.file, at..at + word.len()))
}

fn longest_address(passage: &Passage<'_>) -> Option<(usize, Span)> {
    let mut addresses = Vec::new();
    each_inline(passage.inlines(), &mut |inline| {
        if let Inline::Link { to: Target::External(address), span, .. } = inline {
            addresses.push((address.len(), *span));
        }
    });
    addresses.into_iter().max_by_key(|(count, _)| *count)
}
