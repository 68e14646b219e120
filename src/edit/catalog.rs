//! The next revision of a catalog, to begin with: the same clauses, each of which is what it was.

use jiff::civil::Date;
use toml_edit::{DocumentMut, Item, Table};

use super::EditError;
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::next_revision;

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
