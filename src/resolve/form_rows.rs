//! The rows of a table, as authors write them.

use super::form_rule::RuleBook;
use super::header_fields::Fields;
use super::options;
use super::version::{VersionReader, number};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{FieldSource, Spanned};
use crate::model::form::{RowLabel, Rows};
use crate::source::Placed;

pub(super) fn rows(
    reader: &VersionReader<'_>,
    rules: &RuleBook,
    written: &FieldSource,
    fields: &mut Fields<'_>,
) -> Rows {
    if written.row_labels.is_none() {
        if written.rows.is_none() {
            fields.missing("rows");
        }
        return Rows::Blank(number("rows", written.rows.as_ref(), 1, 40, fields));
    }
    if let Some(rows) = &written.rows {
        let span = fields.span(rows);
        fields.findings.push(
            Diagnostic::new(FindingCode::NeedlessKey, span, "a table has `rows` or `row_labels`, not both")
                .hint("remove one of them"),
        );
    }
    let heading = reader.words("row_heading", written.row_heading.as_ref(), fields);
    let labels = options::of_rows(reader, written.row_labels.as_ref(), 1..=40, fields);
    Rows::Labeled { heading, labels: with_conditions(&labels, reader, rules, written, fields) }
}

/// The rows, those that are filled in only sometimes with their condition.
fn with_conditions(
    labels: &Placed<Vec<RowLabel>>,
    reader: &VersionReader<'_>,
    rules: &RuleBook,
    written: &FieldSource,
    fields: &mut Fields<'_>,
) -> Placed<Vec<RowLabel>> {
    let mut rows = labels.to_vec();
    for (label, condition) in &written.row_only_if {
        let span = fields.span(condition);
        // A row for service lines that aren't offered is left out, and so is its condition.
        let Some(label) = reader.filled_entry(label.trim(), span, fields.findings) else { continue };
        match rows.iter_mut().find(|row| row.is_meant_by(&label)) {
            Some(row) => row.only_if = rules.condition(condition, fields),
            None => refuse_row(&label, condition, labels, fields),
        }
    }
    Placed::new(rows, labels.span)
}

fn refuse_row(label: &str, condition: &Spanned<String>, labels: &[RowLabel], fields: &mut Fields<'_>) {
    let labels: Vec<&str> = labels.iter().map(|row| row.label.as_str()).collect();
    let message = format!("`{label}` is not the label of a row");
    fields.findings.push(
        Diagnostic::new(FindingCode::FormRule, fields.span(condition), message)
            .hint(format!("the rows are: {}", labels.join(", "))),
    );
}
