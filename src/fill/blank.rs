//! The data to start from: every key of a form, in its order, with nothing in it.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::model::form::{CellKind, Column, Field, FieldKind, FormVersion, Rows, Signer};

/// A piece of data, whose keys keep their order.
enum BlankData {
    Text,
    Ticked,
    List(Vec<BlankData>),
    Object(Vec<(String, BlankData)>),
}

impl Serialize for BlankData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text => serializer.serialize_str(""),
            Self::Ticked => serializer.serialize_bool(false),
            Self::List(nodes) => {
                let mut list = serializer.serialize_seq(Some(nodes.len()))?;
                nodes.iter().try_for_each(|node| list.serialize_element(node))?;
                list.end()
            }
            Self::Object(entries) => {
                let mut object = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(key, node)| object.serialize_entry(key, node))?;
                object.end()
            }
        }
    }
}

/// Every key of a form, with nothing in it, as indented JSON with a line end.
///
/// # Panics
/// Never: every key is a string.
#[must_use]
pub(crate) fn blank(form: &FormVersion) -> String {
    let mut entries = fields(&form.identity);
    for section in &form.sections {
        if section.repeat.is_some() {
            let group = BlankData::Object(fields(&section.fields));
            entries.push((section.id.clone(), BlankData::List(vec![group])));
        } else {
            entries.extend(fields(&section.fields));
        }
    }
    let mut json = serde_json::to_string_pretty(&BlankData::Object(entries)).expect("keys are strings");
    json.push('\n');
    json
}

fn fields(fields: &[Field]) -> Vec<(String, BlankData)> {
    fields.iter().map(|field| (field.id.clone(), node(&field.kind))).collect()
}

fn node(kind: &FieldKind) -> BlankData {
    match kind {
        FieldKind::Line(_) | FieldKind::Paragraph { .. } | FieldKind::Choice(_) => BlankData::Text,
        FieldKind::Choices(_) => BlankData::List(Vec::new()),
        FieldKind::Checkbox => BlankData::Ticked,
        FieldKind::Table(table) => {
            let row = || {
                let cell = |kind: &CellKind| {
                    if matches!(kind, CellKind::Checkbox) { BlankData::Ticked } else { BlankData::Text }
                };
                let is_data = |column: &&Column| !matches!(column.kind, CellKind::Signed(_));
                let columns = table.columns.iter().filter(is_data);
                BlankData::Object(columns.map(|column| (column.id.clone(), cell(&column.kind))).collect())
            };
            match &table.rows {
                Rows::Blank(_) => BlankData::List(vec![row()]),
                Rows::Labeled { labels, .. } => {
                    BlankData::Object(labels.iter().map(|label| (label.label.clone(), row())).collect())
                }
            }
        }
        FieldKind::Signature { signer, layout: _ } => {
            let mut keys = vec!["name", signer.standing_key(), "date"];
            if *signer == Signer::Member {
                keys.extend(["declined", "reason"]);
            }
            BlankData::Object(keys.into_iter().map(|key| (key.to_owned(), BlankData::Text)).collect())
        }
    }
}
