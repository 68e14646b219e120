//! The text of a unit on the pages of another curriculum: a link to a place of its own document names that document there.
//!
//! ```text
//! [Notes](#unit-notes)     [Notes](curriculum:core#unit-notes)
//! ```

use super::curriculum::Unit;
use super::kind::DocumentId;
use super::question::{AnswerOption, OptionList, Question, Response};
use super::text::{Block, Inline, Line, LinkTarget};
use crate::source::Placed;

/// Names `home` in every link of a unit that leads to a place of `home`.
pub(crate) fn lead_home(unit: &mut Unit, home: &DocumentId) {
    let Unit {
        id: _,
        title: _,
        minutes: _,
        teacher: _,
        covers: _,
        objectives,
        sources,
        questions,
        materials,
        course: _,
        origin: _,
        text,
        for_trainer,
        span: _,
    } = unit;
    for line in objectives.iter_mut().chain(sources).chain(materials) {
        in_line(line, home);
    }
    in_blocks(text, home);
    in_blocks(for_trainer, home);
    for one in questions {
        in_question(one, home);
    }
}

fn in_question(one: &mut Question, home: &DocumentId) {
    let Question { id: _, question, response, why, tests: _, purpose: _ } = one;
    in_line(question, home);
    in_line(why, home);
    match response {
        Response::Options(OptionList { pick: _, order: _, options }) => {
            for AnswerOption { text, is_right: _, why } in options {
                in_line(text, home);
                in_line(why, home);
            }
        }
        Response::TrueFalse(_) => {}
        Response::Open(answer) => in_line(answer, home),
    }
}

fn in_blocks(blocks: &mut [Block], home: &DocumentId) {
    for block in blocks {
        match block {
            Block::Heading { level: _, id: _, origin: _, text, span: _ }
            | Block::Paragraph { text, span: _ } => in_inlines(text, home),
            Block::List { start: _, spacing: _, items, span: _ } => {
                for item in items {
                    in_blocks(item, home);
                }
            }
            Block::Table { columns: _, head, rows, span: _ } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| in_inlines(cell, home));
            }
            Block::Definitions { entries, span: _ } => {
                for (term, meanings) in entries {
                    in_inlines(term, home);
                    for meaning in meanings {
                        in_blocks(meaning, home);
                    }
                }
            }
            Block::Callout { kind: _, blocks, span: _ } => in_blocks(blocks, home),
            Block::Code { text: _, span: _ } | Block::Rule { span: _ } => {}
        }
    }
}

fn in_line(line: &mut Line, home: &DocumentId) {
    let mut inlines = line.to_vec();
    in_inlines(&mut inlines, home);
    *line = Placed::new(inlines, line.span);
}

fn in_inlines(inlines: &mut [Inline], home: &DocumentId) {
    for inline in inlines {
        match inline {
            Inline::Emphasis(text) | Inline::Strong(text) | Inline::Strikethrough(text) => {
                in_inlines(text, home);
            }
            Inline::Link { to, text, span: _ } => {
                if let LinkTarget::Here(anchor) = to {
                    *to = LinkTarget::Document { document: home.clone(), anchor: Some(anchor.clone()) };
                }
                in_inlines(text, home);
            }
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Image { path: _, alt: _, source: _, span: _ }
            | Inline::Citation(_)
            | Inline::Break => {}
        }
    }
}
