//! Alerts, as authors write them: the answers that raise them, and what they say.

use super::form_rule::meant;
use super::header_fields::Fields;
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{AlertSource, Spanned};
use crate::model::form::{AnswerAlert, CellKind, Choice, FieldKind, RowLabel, Rows, Table};
use crate::source::Span;

pub(super) fn alerts(
    reader: &VersionReader<'_>,
    written: &[Spanned<AlertSource>],
    kind: &FieldKind,
    fields: &mut Fields<'_>,
) -> Vec<AnswerAlert> {
    let mut alerts = Vec::new();
    for one in written {
        let mut fields = fields.within(one, "alert.", "this alert");
        alerts.extend(alert(reader, one.get_ref(), kind, &mut fields));
    }
    alerts
}

fn alert(
    reader: &VersionReader<'_>,
    written: &AlertSource,
    kind: &FieldKind,
    fields: &mut Fields<'_>,
) -> Option<AnswerAlert> {
    let says = reader.words("says", written.says.as_ref(), fields);
    let (row, column, options) = match kind {
        FieldKind::Checkbox => (None, None, Vec::new()),
        FieldKind::Choice(own) | FieldKind::Choices(own) => {
            (None, None, options(written, &own.listed, fields)?)
        }
        FieldKind::Table(table) => {
            let (column, choices) = choice_column(table, fields)?;
            let row = row(written, table, fields)?;
            (Some(row), Some(column), options(written, choices, fields)?)
        }
        FieldKind::Line(_)
        | FieldKind::Paragraph { .. }
        | FieldKind::Score(_)
        | FieldKind::Group(_)
        | FieldKind::Signature { .. } => {
            return refuse(
                "only a choice, a checkbox or a table of choices can raise an alert",
                "remove it",
                fields.top,
                fields,
            );
        }
    };
    Some(AnswerAlert { row, column, options, says })
}

/// The first column of a table that is a choice.
fn choice_column<'t>(table: &'t Table, fields: &mut Fields<'_>) -> Option<(String, &'t [Choice])> {
    let found = table.columns.iter().find_map(|column| match &column.kind {
        CellKind::Choice { options, layout: _ } => Some((column.id.clone(), options.as_slice())),
        CellKind::Line(_) | CellKind::Checkbox | CellKind::Signed(_) => None,
    });
    if found.is_none() {
        return refuse("this table has no column that is a choice", "remove the alert", fields.top, fields);
    }
    found
}

fn row(written: &AlertSource, table: &Table, fields: &mut Fields<'_>) -> Option<String> {
    let Some(row) = &written.row else {
        fields.missing("row");
        return None;
    };
    let span = fields.span(row);
    let labels: &[RowLabel] = match &table.rows {
        Rows::Labeled { heading: _, labels } => labels,
        Rows::Blank(_) => &[],
    };
    let found = labels.iter().find(|label| label.is_meant_by(row.get_ref()));
    if found.is_none() {
        return refuse("this is not the label of a row", "write it as in `row_labels`", span, fields);
    }
    found.map(|label| label.id.clone())
}

fn options(written: &AlertSource, choices: &[Choice], fields: &mut Fields<'_>) -> Option<Vec<Choice>> {
    let Some(list) = &written.options else {
        fields.missing("options");
        return None;
    };
    let options = list.get_ref().iter().map(|one| meant(choices, one.get_ref(), fields.span(one), fields));
    options.collect()
}

fn refuse<T>(message: &str, hint: &str, span: Span, fields: &mut Fields<'_>) -> Option<T> {
    fields.findings.push(Diagnostic::new(FindingCode::FormRule, span, message).hint(hint));
    None
}
