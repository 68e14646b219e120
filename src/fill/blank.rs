//! The data to start from: every key of a form, in its order, with nothing in it.

use super::data::Data;
use crate::model::form::{CellKind, Column, DefaultAnswer, Field, FieldKind, FormVersion, Rows, Signer};

/// Every key of a form, with nothing in it, as indented JSON with a line end.
#[must_use]
pub(crate) fn blank(form: &FormVersion) -> String {
    let mut entries = fields(&form.identity);
    for section in &form.sections {
        if section.repeat.is_some() {
            let group = Data::object(fields(&section.fields));
            entries.push((section.id.clone(), Data::List(vec![group])));
        } else {
            entries.extend(fields(&section.fields));
        }
    }
    Data::object(entries).to_json()
}

fn fields(fields: &[Field]) -> Vec<(String, Data)> {
    let value = |field: &Field| match &field.default {
        Some(DefaultAnswer::Text(text)) => Data::text(text.as_str()),
        Some(DefaultAnswer::Chosen(choice)) => Data::text(choice.label.as_str()),
        None => node(&field.kind),
    };
    fields.iter().map(|field| (field.id.clone(), value(field))).collect()
}

fn node(kind: &FieldKind) -> Data {
    match kind {
        FieldKind::Line(_) | FieldKind::Paragraph { .. } | FieldKind::Choice(_) | FieldKind::Score(_) => {
            Data::text("")
        }
        FieldKind::Choices(_) => Data::List(Vec::new()),
        FieldKind::Group(group) => Data::List(vec![Data::object(fields(&group.fields))]),
        FieldKind::Checkbox => Data::Bool(false),
        FieldKind::Table(table) => {
            let row = || {
                let cell = |kind: &CellKind| {
                    if matches!(kind, CellKind::Checkbox) { Data::Bool(false) } else { Data::text("") }
                };
                let is_data = |column: &&Column| !matches!(column.kind, CellKind::Signed(_));
                let columns = table.columns.iter().filter(is_data);
                Data::object(columns.map(|column| (column.id.clone(), cell(&column.kind))).collect())
            };
            match &table.rows {
                Rows::Blank(_) => Data::List(vec![row()]),
                Rows::Labeled { labels, .. } => {
                    Data::object(labels.iter().map(|label| (label.label.clone(), row())).collect())
                }
            }
        }
        FieldKind::Signature { signer, layout: _ } => {
            let mut keys = vec!["name", signer.standing_key(), "date"];
            if *signer == Signer::Member {
                keys.extend(["declined", "reason"]);
            }
            Data::object(keys.into_iter().map(|key| (key.to_owned(), Data::text(""))).collect())
        }
    }
}
