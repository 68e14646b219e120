//! A header while it is being changed: keys are set and removed, entries are added to its history.

use std::ops::Range;

use jiff::civil::Date;
use toml_edit::{ArrayOfTables, Document, Item, Table, Value};

use super::recorded::{ClausesRead, TextRecord};
use super::splice::{Splices, line_end, line_ending, line_start, new_lines};
use super::toml_text::NewChange;
use super::{EditError, toml_text};

/// A new key `cites` comes after the first of these that is there.
const AFTER_CITES: [&str; 4] = ["tracks", "review_months", "reviewed_by", "reviewed"];

/// A header, and what changes in it. All places are bytes of `text`, the whole file.
pub(super) struct HeaderEdit<'a> {
    text: &'a str,
    header: Range<usize>,
    document: Document<&'a str>,
    pub(super) splices: Splices,
}

impl<'a> HeaderEdit<'a> {
    pub(super) fn read(text: &'a str, header: Range<usize>) -> Result<Self, EditError> {
        let document = Document::parse(&text[header.clone()])
            .map_err(|error| EditError::NotToml(error.message().to_owned()))?;
        Ok(Self { text, header, document, splices: Splices::default() })
    }

    fn in_file(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.header.start..span.end + self.header.start
    }

    /// The place of a key's value, and of the key with it; `None` when there is no such key.
    fn place(&self, key: &str) -> Option<(Range<usize>, &Item)> {
        let (key, item) = self.document.as_table().get_key_value(key)?;
        let (start, end) = (key.span()?.start, item.span()?.end);
        Some((self.in_file(start..end), item))
    }

    /// Gives a key a value. A new key becomes a line after the first of `after` that is there, else after the last key above all tables.
    pub(super) fn set(&mut self, key: &'static str, value: Value, after: &[&str]) -> Result<(), EditError> {
        match self.document.get(key) {
            Some(item @ Item::Value(_)) => {
                let old = self.in_file(item.span().ok_or(EditError::KeyIsTable(key))?);
                let new = value.to_string().replace('\n', line_ending(self.text, old.start));
                self.splices.replace(old, new);
            }
            Some(_) => return Err(EditError::KeyIsTable(key)),
            None => {
                let before = after.iter().find_map(|key| self.place(key)).map(|(place, _)| place.end);
                let at = match before.or_else(|| self.last_key_end()) {
                    Some(end) => line_end(self.text, end),
                    None => self.header.start,
                };
                let new = toml_text::line(key, value);
                self.splices.insert(at, new_lines(self.text, at, &new.lines().collect::<Vec<_>>()));
            }
        }
        Ok(())
    }

    /// Records the text that was approved, below all other keys: it is the least readable of them.
    pub(super) fn set_text(&mut self, approved: &TextRecord) -> Result<(), EditError> {
        self.set("approved_text", toml_text::words_on_lines(&approved.fingerprint), &[])?;
        if approved.values.is_empty() {
            self.remove("approved_values");
            return Ok(());
        }
        self.set("approved_values", toml_text::inline_strings(&approved.values), &["approved_text"])
    }

    pub(super) fn set_cites(&mut self, cites: &[(String, Date)]) -> Result<(), EditError> {
        self.set("cites", toml_text::inline_dates(cites), &AFTER_CITES)
    }

    pub(super) fn set_clauses(&mut self, clauses: &ClausesRead) -> Result<(), EditError> {
        let ClausesRead { cites, read_against } = clauses;
        if !cites.is_empty() {
            self.set_cites(cites)?;
        }
        if !read_against.is_empty() {
            let value = toml_text::inline_strings(read_against);
            self.set("read_against", value, &["cites", "tracks", "review_months"])?;
        }
        Ok(())
    }

    /// The names that the document had before, once it is called `new` and no longer `old`.
    pub(super) fn former_names(&self, old: &str, new: &str) -> Vec<String> {
        let known = self.document.get("formerly").and_then(Item::as_array).into_iter().flatten();
        let mut names: Vec<String> = known.filter_map(Value::as_str).map(str::to_owned).collect();
        names.retain(|name| name != new && name != old);
        names.push(old.to_owned());
        names
    }

    /// The end of the last value above the first `[table]`.
    fn last_key_end(&self) -> Option<usize> {
        fn last(table: &Table) -> Option<usize> {
            let ends = table.iter().filter_map(|(_, item)| match item {
                Item::Value(value) => value.span().map(|span| span.end),
                // `card.do = […]`
                Item::Table(table) if table.is_dotted() => last(table),
                _ => None,
            });
            ends.max()
        }
        last(self.document.as_table()).map(|end| end + self.header.start)
    }

    /// Leaves out the lines of a key.
    pub(super) fn remove(&mut self, key: &str) {
        if let Some((place, Item::Value(_))) = self.place(key) {
            let lines = line_start(self.text, place.start)..line_end(self.text, place.end);
            self.splices.replace(lines, "");
        }
    }

    pub(super) fn add_to_history(&mut self, change: &NewChange<'_>) -> Result<(), EditError> {
        match self.document.get("history") {
            None => {
                let at = self.header.end;
                self.add_table(at, change);
            }
            Some(Item::ArrayOfTables(entries)) => {
                let end = end_of_last(entries).ok_or(EditError::HistoryIsNoList)?;
                let at = line_end(self.text, end + self.header.start);
                self.add_table(at, change);
            }
            Some(Item::Value(Value::Array(entries))) => {
                let entry = toml_text::inline_change(change);
                let list = self.in_file(entries.span().ok_or(EditError::HistoryIsNoList)?);
                let ends = entries.iter().filter_map(Value::span).map(|span| span.end + self.header.start);
                match ends.max() {
                    None => self.splices.insert(list.start + 1, entry),
                    Some(end) => {
                        let comma = entries.trailing_comma();
                        add_entry(self.text, list.end, end, comma, &entry, &mut self.splices);
                    }
                }
            }
            Some(_) => return Err(EditError::HistoryIsNoList),
        }
        Ok(())
    }

    fn add_table(&mut self, at: usize, change: &NewChange<'_>) {
        let before = self.text[..at].lines().next_back().unwrap_or_default();
        let is_apart = at == self.header.start || before.trim().is_empty();
        let table = toml_text::change_table(change);
        let lines: Vec<&str> = std::iter::once("").chain(table.lines()).collect();
        self.splices.insert(at, new_lines(self.text, at, &lines[usize::from(is_apart)..]));
    }
}

/// The end of what belongs to the last of the tables, in bytes of the header.
fn end_of_last(entries: &ArrayOfTables) -> Option<usize> {
    fn end(table: &Table) -> Option<usize> {
        let own = table.span().map(|span| span.end);
        let inner = table.iter().filter_map(|(_, item)| match item {
            Item::Table(table) => end(table),
            Item::ArrayOfTables(tables) => end_of_last(tables),
            other => other.span().map(|span| span.end),
        });
        own.into_iter().chain(inner).max()
    }
    entries.iter().filter_map(end).max()
}

/// Adds `entry` to a list written in brackets, whose last entry ends at `last` and which itself ends at `end`.
///
/// `[{…}]` becomes `[{…}, entry]`. Where each entry has a line of its own, so has the new one:
///
/// ```text
/// history = [                        history = [
///   {…} # the first           ->       {…}, # the first
/// ]                                    entry
///                                    ]
/// ```
fn add_entry(text: &str, end: usize, last: usize, comma: bool, entry: &str, splices: &mut Splices) {
    let after_comma = if comma { after_comma(text, last) } else { last };
    let line = line_end(text, after_comma);
    let rest = text[after_comma..line].trim();
    let has_own_line = line < end && (rest.is_empty() || rest.starts_with('#'));
    if !has_own_line {
        splices.insert(last, format!(", {entry}"));
        return;
    }
    if !comma {
        splices.insert(last, ",");
    }
    let start = &text[line_start(text, last)..];
    let indent = &start[..start.len() - start.trim_start_matches([' ', '\t']).len()];
    let closing = if comma { "," } else { "" };
    splices.insert(line, format!("{indent}{entry}{closing}{}", line_ending(text, line)));
}

/// The place after the first comma that is not in a comment.
fn after_comma(text: &str, from: usize) -> usize {
    let mut is_comment = false;
    for (at, c) in text[from..].char_indices() {
        match c {
            '#' => is_comment = true,
            '\n' => is_comment = false,
            ',' if !is_comment => return from + at + 1,
            _ => {}
        }
    }
    from
}
