//! A word that no line of a printed page holds, or a table whose words the page can't hold side by side. Nothing is lost: such a
//! word goes on in the next line, wherever the line ends. It is only hard to read.

use super::{Context, Rule, overlong_text};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::passages::Passage;
use crate::model::text::{Block, Inline, shown_text, word_parts};
use crate::source::Span;

pub(crate) const RULE: Rule = Rule { code: FindingCode::DividedWord, look };

/// As many letters as a line of a narrow column, or of a list within a list, may hold.
const LONGEST: usize = 60;
/// As many letters as a page holds side by side in a table.
const PAGE: usize = 100;
/// Words are divided into syllables, of which few have more letters.
const SYLLABLE: usize = 8;
/// The room between two columns, in letters.
const BETWEEN: usize = 1;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context.texts.iter().flat_map(|one| one.facts.divided_words.iter().cloned()).collect()
}

pub(super) fn of_document(passages: &[Passage<'_>], texts: &[&[Block]]) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    for passage in passages.iter().filter(|passage| passage.is_printed()) {
        // Cells of one table, and options of one list, share a place.
        if findings.last().is_none_or(|last| last.span != passage.span) {
            words(&passage.letters(), passage.span, &mut findings);
        }
    }
    for blocks in texts {
        tables(blocks, &mut findings);
    }
    findings
}

fn tables(blocks: &[Block], findings: &mut Vec<Diagnostic>) {
    for block in blocks {
        match block {
            Block::Table { columns: _, head, rows, span } => table(head, rows, *span, findings),
            Block::List { items, .. } => items.iter().for_each(|item| tables(item, findings)),
            Block::Callout { blocks, .. } => tables(blocks, findings),
            Block::Definitions { entries, .. } => {
                entries
                    .iter()
                    .flat_map(|(_, meanings)| meanings)
                    .for_each(|meaning| tables(meaning, findings));
            }
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Code { .. } | Block::Rule { .. } => {}
        }
    }
}

/// One finding for the first word of a text that is too long. A word that no PDF can hold is an error of its own.
fn words(text: &str, span: Span, findings: &mut Vec<Diagnostic>) {
    if longest_run(text) <= LONGEST {
        return;
    }
    let is_long = |part: &&str| (LONGEST + 1..=overlong_text::LONGEST_WORD).contains(&letters(part));
    let long = text.split_whitespace().flat_map(word_parts).find(is_long);
    if let Some(part) = long {
        let start: String = part.chars().take(12).collect();
        findings.push(
            Diagnostic::new(
                RULE.code,
                span,
                format!(
                    "`{start}…` has {} letters: on paper it is broken at the end of the line",
                    letters(part)
                ),
            )
            .hint("if a space is missing, add it; give a long address a short text: [words](https://…)"),
        );
    }
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], span: Span, findings: &mut Vec<Diagnostic>) {
    if findings.iter().any(|finding| finding.span == span) {
        return;
    }
    let column = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        cells.map(|cell| widest(&shown_text(cell))).max().unwrap_or(0) + BETWEEN
    };
    let needed: usize = (0..head.len()).map(column).sum();
    if needed > PAGE {
        findings.push(
            Diagnostic::new(
                RULE.code,
                span,
                format!(
                    "this table is too wide for paper: its {} columns need room for {needed} letters next to each other, and a page has room for about {PAGE}",
                    head.len()
                ),
            )
            .hint("use fewer columns, or two tables; until then some of its words are broken where a column ends"),
        );
    }
}

/// How many letters of a text stay together on a line whatever happens: a syllable of a word, the whole of a number.
fn widest(text: &str) -> usize {
    let parts = text.split_whitespace().flat_map(word_parts);
    parts
        .map(
            |part| {
                if part.chars().any(char::is_numeric) { letters(part) } else { letters(part).min(SYLLABLE) }
            },
        )
        .max()
        .unwrap_or(0)
}

/// The bytes of the longest word, or more: no word of the text has more letters.
fn longest_run(text: &str) -> usize {
    text.as_bytes().split(u8::is_ascii_whitespace).map(<[u8]>::len).max().unwrap_or(0)
}

fn letters(part: &str) -> usize {
    part.chars().count()
}
