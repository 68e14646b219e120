//! Tables of a text, with the notes of their citations.

use std::fmt::Write;

use super::body::{HtmlWriter, attribute};
use crate::model::text::{Align, Inline, plain_text};

/// The notes of each row, which are in a last cell of the row: so they are beside it however long it is. The style sheet puts that
/// column into the margin.
struct RowNotes {
    head: String,
    rows: Vec<String>,
}

impl RowNotes {
    fn new(writer: &HtmlWriter<'_>, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Self {
        let of_row = |row: &[Vec<Inline>]| writer.notes(&row.iter().map(Vec::as_slice).collect::<Vec<_>>());
        Self { head: of_row(head), rows: rows.iter().map(|row| of_row(row)).collect() }
    }

    fn is_empty(&self) -> bool {
        self.head.is_empty() && self.rows.iter().all(String::is_empty)
    }

    /// Writes the last cell of a row, where any row has notes.
    fn cell(&self, notes: &str, html: &mut String) {
        if !self.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(html, "<td class=\"row-notes\" aria-hidden=\"true\">{notes}</td>");
        }
    }
}

impl HtmlWriter<'_> {
    /// A table whose rows become cards on a narrow screen. That takes `display: block`, which takes the table's meaning from
    /// screen readers; the roles give it back.
    pub(super) fn table(
        &self,
        columns: &[Align],
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
        html: &mut String,
    ) {
        let class = |at: usize| match columns.get(at) {
            Some(Align::Center) => " class=\"center\"",
            Some(Align::End) => " class=\"end\"",
            Some(Align::Start) | None => "",
        };
        let notes = RowNotes::new(self, head, rows);
        let look = if notes.is_empty() { "cards" } else { "cards noted" };
        let _ =
            write!(html, "<table role=\"table\" class=\"{look}\"><thead role=\"rowgroup\"><tr role=\"row\">");
        // Where the first column has no name, its cells are the names of the rows.
        let named_rows = head.first().is_some_and(|cell| plain_text(cell).trim().is_empty());
        for (at, cell) in head.iter().enumerate() {
            if at == 0 && named_rows {
                html.push_str("<td role=\"cell\"></td>");
                continue;
            }
            let _ =
                write!(html, "<th scope=\"col\" role=\"columnheader\"{}>{}</th>", class(at), self.line(cell));
        }
        notes.cell(&notes.head, html);
        html.push_str("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        for (row, notes_of_row) in rows.iter().zip(&notes.rows) {
            html.push_str("<tr role=\"row\">");
            for (at, cell) in row.iter().enumerate() {
                let label = head.get(at).map(|cell| plain_text(cell)).unwrap_or_default();
                let (open, close) = if at == 0 && named_rows {
                    ("th scope=\"row\" role=\"rowheader\"", "th")
                } else {
                    ("td role=\"cell\"", "td")
                };
                let _ = write!(
                    html,
                    "<{open} data-label=\"{}\"{}><div class=\"cell\">{}</div></{close}>",
                    attribute(&label),
                    class(at),
                    self.line(cell)
                );
            }
            notes.cell(notes_of_row, html);
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table>\n");
    }
}
