//! A word, a title, the text of a picture, or the address of a link is longer than a PDF can hold. Nobody writes such a one: most often
//! spaces or line ends were lost on the way from another program.

use super::texts;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::passages::{Passage, Role};
use crate::model::text::{Inline, LinkTarget, each_inline};
use crate::source::{Files, Span};

pub(crate) const RULE: Rule = Rule { code: FindingCode::OverlongText, look };

/// PDF/A allows 32,767 bytes in a string. A word that is put on one line takes two bytes a letter.
pub(crate) const LONGEST_WORD: usize = 10_000;
/// The same for the title, which a PDF reader shows besides the pages: up to four bytes a letter, with some room for the edition.
const LONGEST_TITLE: usize = 8_000;
/// Bytes of an address that Typst takes.
const LONGEST_ADDRESS: usize = 8_000;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_documents = context.texts.iter().flat_map(|one| one.facts.overlong_texts.iter().cloned());
    let besides = texts::besides_documents(context.handbook);
    of_documents.chain(besides.flat_map(|passages| of_passages(&passages, context.files))).collect()
}

pub(super) fn of_passages(passages: &[Passage<'_>], files: &Files) -> Vec<Diagnostic> {
    passages.iter().filter_map(|passage| of_passage(passage, files)).collect()
}

fn of_passage(passage: &Passage<'_>, files: &Files) -> Option<Diagnostic> {
    let letters = passage.letters();
    if letters.len() > LONGEST_TITLE
        && let Some(finding) = of_letters(&letters, passage, files)
    {
        return Some(finding);
    }
    let (count, span) = longest_address(passage)?;
    (count > LONGEST_ADDRESS).then(|| finding("the address of this link", count, LONGEST_ADDRESS, span))
}

/// What is wrong with the letters of a passage: no passage of fewer than `LONGEST_TITLE` bytes has a word or a title that is too long.
fn of_letters(letters: &str, passage: &Passage<'_>, files: &Files) -> Option<Diagnostic> {
    let word =
        letters.split_whitespace().map(|word| (word, word.chars().count())).max_by_key(|(_, count)| *count);
    if let Some((word, count)) = word.filter(|(_, count)| *count > LONGEST_WORD && passage.is_printed()) {
        return Some(finding("this word", count, LONGEST_WORD, place(word, passage.span, files)));
    }
    let what = match passage.role {
        Role::Title => "this title",
        Role::Heading => "this heading",
        Role::Alternative => "the text of this picture",
        _ => return None,
    };
    let count = letters.chars().count();
    (count > LONGEST_TITLE).then(|| finding(what, count, LONGEST_TITLE, passage.span))
}

fn finding(what: &str, count: usize, most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(RULE.code, span, format!("{what} has {count} letters; a PDF can hold {most}"))
        .hint("shorten it; if spaces or line ends were lost when it was copied, put them back")
}

/// Where a word begins in the file; the place of its passage where the file spells it differently.
fn place(word: &str, passage: Span, files: &Files) -> Span {
    let written = files.get(passage.file).text.get(passage.range()).unwrap_or_default();
    let at = written.find(word).map(|at| passage.range().start + at);
    at.map_or(passage, |at| Span::new(passage.file, at..at + word.len()))
}

fn longest_address(passage: &Passage<'_>) -> Option<(usize, Span)> {
    let mut addresses = Vec::new();
    each_inline(passage.inlines(), &mut |inline| {
        if let Inline::Link { to: LinkTarget::External(address), span, .. } = inline {
            addresses.push((address.len(), *span));
        }
    });
    addresses.into_iter().max_by_key(|(count, _)| *count)
}
