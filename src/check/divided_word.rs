//! A word that no line of a printed page holds, or a table whose words the page can't hold side by side. Nothing is lost: such a
//! word goes on in the next line, wherever the line ends. It is only hard to read.

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Block, Inline, shown_text, word_parts};
use crate::model::{Curriculum, Form, Policy};
use crate::source::Span;

pub const RULE: Rule = Rule { code: "divided-word", look };

/// As many letters as a line of a narrow column, or of a list within a list, may hold.
const LONGEST: usize = 60;
/// As many letters as a page holds side by side in a table.
const PAGE: usize = 100;
/// Words are divided into syllables, of which few have more letters.
const SYLLABLE: usize = 8;
/// The room between two columns, in letters.
const BETWEEN: usize = 1;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let mut findings = Vec::new();
    for version in handbook.policies.iter().flat_map(Policy::versions) {
        blocks(&version.body.blocks, &mut findings);
        version.card.lines().for_each(|line| words(&shown_text(line), version.header.span, &mut findings));
    }
    for version in handbook.curricula.iter().flat_map(Curriculum::versions) {
        blocks(&version.opening, &mut findings);
        for unit in &version.units {
            blocks(&unit.text, &mut findings);
            blocks(&unit.for_trainer, &mut findings);
        }
    }
    for version in handbook.forms.iter().flat_map(Form::versions) {
        for section in &version.sections {
            blocks(&section.text.blocks, &mut findings);
        }
        for field in version.identity.iter().chain(version.fields().map(|(_, field)| field)) {
            words(
                &format!("{} {}", field.labels().join(" "), shown_text(&field.help)),
                field.span,
                &mut findings,
            );
        }
    }
    handbook.guide.iter().for_each(|page| blocks(&page.body.blocks, &mut findings));
    findings
}

fn blocks(all: &[Block], findings: &mut Vec<Diagnostic>) {
    for block in all {
        match block {
            Block::Heading { text, span, .. } | Block::Paragraph { text, span } => {
                words(&shown_text(text), *span, findings);
            }
            Block::List { items, .. } => items.iter().for_each(|item| blocks(item, findings)),
            Block::Callout { blocks: within, .. } => blocks(within, findings),
            Block::Definitions { entries, span } => {
                for (term, meanings) in entries {
                    words(&shown_text(term), *span, findings);
                    meanings.iter().for_each(|meaning| blocks(meaning, findings));
                }
            }
            Block::Table { head, rows, span, .. } => table(head, rows, *span, findings),
            Block::Code { text, span } => words(text, *span, findings),
            Block::Rule { .. } => {}
        }
    }
}

/// One finding for the first word of a text that is too long.
fn words(text: &str, span: Span, findings: &mut Vec<Diagnostic>) {
    let long = text.split_whitespace().flat_map(word_parts).find(|part| letters(part) > LONGEST);
    if let Some(part) = long {
        let start: String = part.chars().take(12).collect();
        findings.push(
            Diagnostic::warning(
                RULE.code,
                span,
                format!("`{start}…` has {} letters: on paper it is broken where its line ends", letters(part)),
            )
            .hint("if a space is missing, write it; make the words of a long address a link: [words](https://…)"),
        );
    }
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], span: Span, findings: &mut Vec<Diagnostic>) {
    let cell = |cell: &Vec<Inline>| shown_text(cell);
    let before = findings.len();
    words(&head.iter().chain(rows.iter().flatten()).map(cell).collect::<Vec<_>>().join(" "), span, findings);
    if findings.len() > before {
        return;
    }
    let column = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        cells.map(|cell| widest(&shown_text(cell))).max().unwrap_or(0) + BETWEEN
    };
    let needed: usize = (0..head.len()).map(column).sum();
    if needed > PAGE {
        findings.push(
            Diagnostic::warning(
                RULE.code,
                span,
                format!(
                    "this table is too wide for paper: its {} columns need room for {needed} letters side by side, and a page has room for about {PAGE}",
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
                if part.chars().any(|c| c.is_numeric()) { letters(part) } else { letters(part).min(SYLLABLE) }
            },
        )
        .max()
        .unwrap_or(0)
}

fn letters(part: &str) -> usize {
    part.chars().count()
}
