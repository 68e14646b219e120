//! Keys, values and tables of TOML as they are added to a file.

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, Value};
use toml_writer::{ToTomlValue, TomlStringBuilder};

/// The text between the quotes of a string on one line, for a template's `title = "{title}"`.
pub(crate) fn string_content(text: &str) -> String {
    let string = TomlStringBuilder::new(text).as_basic().to_toml_value();
    let content = string.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    content.unwrap_or_default().to_owned()
}

/// A string between double quotes on one line. `Value::from` would choose other quotes, or several lines, by what is in it.
pub(super) fn string(text: &str) -> Value {
    let string = TomlStringBuilder::new(text).as_basic().to_toml_value();
    string.parse().unwrap_or_else(|_| Value::from(text))
}

pub(super) fn date(day: Date) -> Value {
    let date = toml_edit::Date {
        year: day.year().unsigned_abs(),
        month: day.month().unsigned_abs(),
        day: day.day().unsigned_abs(),
    };
    Value::from(Datetime::from(date))
}

/// `approved_on = 2026-12-01`
pub(super) fn line(key: &str, value: Value) -> String {
    let mut document = DocumentMut::new();
    document.insert(key, Item::Value(value));
    document.to_string().trim_end().to_owned()
}

/// Words of one line that a header has on each line.
const WORDS_ON_LINE: usize = 10;

/// A text of words without quotes: `"v1: 8k2m0q4t 1h7xw9ze"`, or between three quotes on several lines.
pub(super) fn words_on_lines(text: &str) -> Value {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= WORDS_ON_LINE {
        return string(text);
    }
    let lines: Vec<String> = words.chunks(WORDS_ON_LINE).map(|words| words.join(" ")).collect();
    let written = format!("\"\"\"\n{}\"\"\"", lines.join("\n"));
    written.parse().unwrap_or_else(|_| string(text))
}

/// `{ retention = "7 years" }`
pub(super) fn inline_strings(strings: &[(String, String)]) -> Value {
    let mut table = InlineTable::new();
    for (key, text) in strings {
        table.insert(key, string(text));
    }
    Value::from(table)
}

/// `{ cca-csp = 2026-03-01 }`
pub(super) fn inline_dates(dates: &[(String, Date)]) -> Value {
    let mut table = InlineTable::new();
    for (key, day) in dates {
        table.insert(key, date(*day));
    }
    Value::from(table)
}

/// `["intake", "reception"]`
pub(super) fn strings(strings: &[String]) -> Value {
    Value::from(strings.iter().map(|text| string(text)).collect::<Array>())
}

/// A new entry of a history.
pub(super) struct NewChange<'a> {
    pub(super) on: Date,
    pub(super) change: &'a str,
    pub(super) kind: NewChangeKind<'a>,
}

/// What an entry says of itself besides its sentence.
pub(super) enum NewChangeKind<'a> {
    Material,
    NotMaterial,
    /// A correction, with who approved it.
    MinorBy(&'a str),
}

impl NewChange<'_> {
    fn keys(&self) -> Vec<(&'static str, Value)> {
        let mut keys = vec![("date", date(self.on)), ("change", string(self.change))];
        match self.kind {
            NewChangeKind::Material => {}
            NewChangeKind::NotMaterial => keys.push(("material", Value::from(false))),
            NewChangeKind::MinorBy(by) => keys.extend([("minor", Value::from(true)), ("by", string(by))]),
        }
        keys
    }
}

/// `{ date = 2026-12-01, change = "First version." }`
pub(super) fn inline_change(change: &NewChange<'_>) -> String {
    let entry: InlineTable = change.keys().into_iter().collect();
    Value::from(entry).to_string().trim().to_owned()
}

/// `[[history]]` and its keys, each on a line.
pub(super) fn change_table(change: &NewChange<'_>) -> String {
    let mut entry = Table::new();
    for (key, value) in change.keys() {
        entry.insert(key, Item::Value(value));
    }
    let mut entries = ArrayOfTables::new();
    entries.push(entry);
    let mut document = DocumentMut::new();
    document.insert("history", Item::ArrayOfTables(entries));
    document.to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::{NewChange, NewChangeKind, change_table, inline_change, line, string, string_content};

    #[test]
    fn a_string_is_on_one_line_whatever_is_in_it() {
        for text in ["plain", "\"", "'\"\\", "\"\"\"\n'''", "a\tb\u{7f}\u{0}", "é’", ""] {
            let written = line("key", string(text));
            assert_eq!(written.lines().count(), 1, "{written}");
            let read: toml::Table = toml::from_str(&written).unwrap();
            assert_eq!(read["key"].as_str(), Some(text));
            let template = format!("key = \"{}\"", string_content(text));
            assert_eq!(toml::from_str::<toml::Table>(&template).unwrap(), read, "{template}");
        }
    }

    #[test]
    fn a_change_is_a_table_or_an_entry_of_a_list() {
        let change =
            NewChange { on: day(2027, 1, 1), change: "New \"deadline\".", kind: NewChangeKind::Material };
        let table = "[[history]]\ndate = 2027-01-01\nchange = \"New \\\"deadline\\\".\"";
        assert_eq!(change_table(&change), table);
        let entry = "{ date = 2027-01-01, change = \"New \\\"deadline\\\".\" }";
        assert_eq!(inline_change(&change), entry);
    }
}
