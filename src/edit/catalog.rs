//! The next revision of a catalog, to begin with: the same clauses, each of which is what it was. And what a clause was, in place of the
//! ids that it had:
//!
//! ```text
//! formerly = ["items/3"]      was = "items/3"
//! ```

use std::collections::BTreeSet;

use jiff::civil::Date;
use toml_edit::{Array, Document, DocumentMut, Item, Table, Value};

use super::EditError;
use super::splice::{Splices, new_lines};
use super::toml_text::{self, NewChange, NewChangeKind};
use crate::source::split_byte_order_mark;

/// What a clause says of the step from the revision before to its own.
pub(super) const KEYS_OF_THE_STEP: [&str; 3] = ["was", "meaning", "revised"];

/// The text of the revision that takes effect on `effective`, made from that of the one before. Comments and spaces stay.
///
/// # Errors
/// When the text is not TOML.
pub fn next_revision(text: &str, effective: Date, change: Option<&str>) -> Result<String, EditError> {
    let (_, text) = split_byte_order_mark(text);
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| EditError::NotToml(error.message().to_owned()))?;
    document.remove("removed");
    document.remove("revised");
    if let Some(revision) = document.get_mut("revision").and_then(Item::as_value_mut) {
        let decor = revision.decor().clone();
        *revision = toml_text::date(effective);
        *revision.decor_mut() = decor;
    }
    if let Some(clauses) = document.get_mut("clause").and_then(Item::as_array_of_tables_mut) {
        clauses.iter_mut().for_each(without_step);
    }
    if let Some(change) = change {
        let table =
            toml_text::change_table(&NewChange { on: effective, change, kind: NewChangeKind::Material });
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let text = document.to_string();
        // Before the first clause: a history is at the head.
        let at = text.find("[[clause]]").unwrap_or(text.len());
        let table = format!("{}{ending}{ending}", table.lines().collect::<Vec<_>>().join(ending));
        return Ok(format!("{}{table}{}", &text[..at], &text[at..]));
    }
    Ok(document.to_string())
}

fn without_step(clause: &mut Table) {
    for key in KEYS_OF_THE_STEP {
        clause.remove(key);
    }
}

/// Each clause that had an id of `before`, the revision before, says so in `was`, and in `formerly` no longer. One that has `was` stays.
///
/// # Errors
/// When the text is not TOML.
pub(crate) fn was_for_formerly(text: &str, before: &BTreeSet<&str>) -> Result<String, EditError> {
    let (mark, text) = split_byte_order_mark(text);
    let document = Document::parse(text).map_err(|error| EditError::NotToml(error.message().to_owned()))?;
    let clauses = document.get("clause").and_then(Item::as_array_of_tables).into_iter().flatten();
    let mut splices = Splices::default();
    for clause in clauses.filter(|clause| !clause.contains_key("was")) {
        let Some((key, Item::Value(Value::Array(ids)))) = clause.get_key_value("formerly") else { continue };
        let (was, other): (Vec<&str>, Vec<&str>) =
            ids.iter().filter_map(Value::as_str).partition(|id| before.contains(id));
        let (Some(key), Some(value), false) = (key.span(), ids.span(), was.is_empty()) else { continue };
        let was = match was.as_slice() {
            [only] => toml_text::string(only),
            several => several.iter().copied().collect::<Array>().into(),
        };
        let mut lines = vec![toml_text::line("was", was)];
        if !other.is_empty() {
            lines.push(toml_text::line("formerly", other.into_iter().collect::<Array>().into()));
        }
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        splices.replace(key.start..value.end, new_lines(text, key.start, &lines).trim_end());
    }
    Ok(format!("{mark}{}", splices.apply(text)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::{next_revision, was_for_formerly};

    #[test]
    fn a_clause_says_which_one_it_was_and_keeps_older_ids() {
        let text = "[[clause]]\nid = \"a\"\nformerly = [\"b\"] # renumbered\n\n[[clause]]\r\nid = \"c\"\r\nformerly = [\r\n  \"old\",\r\n  \"d\", \"e\"\r\n]\r\ntitle = \"C\"\r\n\n[[clause]]\nid = \"f\"\nwas = false\nformerly = [\"b\"]\n";
        let expected = "[[clause]]\nid = \"a\"\nwas = \"b\" # renumbered\n\n[[clause]]\r\nid = \"c\"\r\nwas = [\"d\", \"e\"]\r\nformerly = [\"old\"]\r\ntitle = \"C\"\r\n\n[[clause]]\nid = \"f\"\nwas = false\nformerly = [\"b\"]\n";
        let before = BTreeSet::from(["b", "d", "e"]);
        assert_eq!(was_for_formerly(text, &before).as_deref(), Ok(expected));
        assert_eq!(was_for_formerly(expected, &before).as_deref(), Ok(expected));
    }

    #[test]
    fn the_next_revision_has_the_clauses_and_comments_and_not_the_last_step() {
        let text = "# Ours.\nid = \"payer\"\nrevision = 2026-01-01 # printed\nrevised = 2025-01-01\n\n[[removed]]\nid = \"a\"\nreason = \"Gone.\"\n\n[[clause]] # the first\nid = \"b\"\nwas = \"c\"\nmeaning = \"same\"\nrevised = 2025-01-01\n";
        let next = next_revision(text, date(2027, 1, 1), None).unwrap();
        assert_eq!(
            next,
            "# Ours.\nid = \"payer\"\nrevision = 2027-01-01 # printed\n\n[[clause]] # the first\nid = \"b\"\n"
        );
    }

    #[test]
    fn what_changed_is_said_above_the_clauses() {
        let next = next_revision(
            "id = \"payer\"\n\n[[clause]]\nid = \"b\"\n",
            date(2027, 1, 1),
            Some("New deadlines."),
        )
        .unwrap();
        let expected = "id = \"payer\"\n\n[[history]]\ndate = 2027-01-01\nchange = \"New deadlines.\"\n\n[[clause]]\nid = \"b\"\n";
        assert_eq!(next, expected);
    }
}
