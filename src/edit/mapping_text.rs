//! A set of mappings as text.

use toml_edit::{Item, Table, Value};

use super::toml_text::{inline_dates, string};
use crate::outline::{DraftMapping, DraftPair};

/// The whole text of a new set.
pub(crate) fn mapping_text(mapping: &DraftMapping) -> String {
    let DraftMapping { title, source, target, cites, pairs } = mapping;
    let mut head = vec![("title", string(title)), ("source", string(source)), ("target", string(target))];
    if !cites.is_empty() {
        head.push(("cites", inline_dates(cites)));
    }
    let mut text = format!("#:schema ../../schemas/mapping.json\n\n{}", table(head));
    for DraftPair { source, how, target } in pairs {
        let keys = vec![("source", string(source)), ("target", string(target)), ("how", string(how.word()))];
        text.push_str(&format!("\n[[pair]]\n{}", table(keys)));
    }
    text
}

fn table(keys: Vec<(&str, Value)>) -> String {
    let mut table = Table::new();
    for (key, value) in keys {
        table.insert(key, Item::Value(value));
    }
    table.to_string()
}
