//! Tables: every row has as many cells as the first.

use pulldown_cmark::{Alignment, Event, Tag};

use super::parser::Parser;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::text::{Align, Block, Inline};
use crate::source::Span;

impl Parser<'_> {
    pub(super) fn table(&mut self, alignments: &[Alignment], span: Span, depth: usize) -> Block {
        let columns: Vec<Align> = alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::None | Alignment::Left => Align::Start,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::End,
            })
            .collect();
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some(Event::Start(tag @ (Tag::TableHead | Tag::TableRow))) = self.peek() {
            let is_head = matches!(tag, Tag::TableHead);
            let row = self.next().map_or(0..0, |(_, range)| range);
            let mut cells = Vec::new();
            let mut end = row.start;
            let mut written = 0;
            while matches!(self.peek(), Some(Event::Start(Tag::TableCell))) {
                let cell = self.next().map_or(end..end, |(_, range)| range);
                // Cells that aren't written are among the events, at the end of their row.
                written += usize::from(cell.start < row.end);
                end = cell.end;
                cells.push(self.cell(depth));
                self.next();
            }
            self.next();
            if written < columns.len() {
                self.report(missing_cell(self.span(&row), written, columns.len()));
            }
            // Cells beyond the head's are not among the events: they would be lost.
            let rest = self.input.text.get(end..row.end).unwrap_or_default();
            if rest.chars().any(|c| c != '|' && !c.is_whitespace()) {
                let span = self.span(&(end..row.end));
                self.report(
                    Diagnostic::new(
                        FindingCode::SurplusCell,
                        span,
                        "this row has more cells than the table has columns",
                    )
                    .hint("add a column to the first row; to show a `|`, put a backslash before it: \\|"),
                );
            }
            if is_head {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        Block::Table { columns, head, rows, span }
    }

    fn cell(&mut self, depth: usize) -> Vec<Inline> {
        self.in_cell = true;
        let text = self.inlines(depth);
        self.in_cell = false;
        text
    }
}

fn missing_cell(span: Span, written: usize, columns: usize) -> Diagnostic {
    let cells = if written == 1 { "cell" } else { "cells" };
    Diagnostic::new(
        FindingCode::MissingCell,
        span,
        format!("this row has {written} {cells}, but the table has {columns} columns"),
    )
    .hint("write a `|` where the next cell begins; a cell may be empty: | |")
}
