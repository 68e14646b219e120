//! Cutting a text into blocks: a key of TOML with its value and the comment above it, a line that opens a table, a paragraph, an item of
//! a list, a row of a table. Blank lines belong to the block below them, and all blocks together are the text again.

use std::collections::BTreeMap;

use super::MergeFormat;
use crate::fence;

/// A piece of a text that is compared as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextBlock {
    /// What names it in every version of the text: `clause:components/13/summary`. Words have no such name.
    pub(super) key: Option<String>,
    /// The key of the table that it belongs to.
    pub(super) table: Option<String>,
    /// For people: `clause components/13, summary`.
    pub(super) at: String,
    pub(super) text: String,
}

impl TextBlock {
    /// Without the blank lines around it and the line end below it.
    pub(super) fn words(&self) -> &str {
        self.text.trim_matches('\n').trim_end()
    }
}

pub(super) fn blocks(format: MergeFormat, text: &str) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    match (format, fence::find(text)) {
        (MergeFormat::Toml, _) => toml(text, &mut blocks),
        (MergeFormat::Markdown, Err(_)) => markdown(text, &mut blocks),
        (MergeFormat::Markdown, Ok(fenced)) => {
            blocks.push(fence_line("first +++", &text[..fenced.header.start]));
            toml(&text[fenced.header.clone()], &mut blocks);
            blocks.push(fence_line("second +++", &text[fenced.header.end..fenced.body.start]));
            markdown(&text[fenced.body], &mut blocks);
        }
    }
    blocks
}

fn fence_line(key: &str, text: &str) -> TextBlock {
    TextBlock { key: Some(key.to_owned()), table: None, at: "the header".to_owned(), text: text.to_owned() }
}

/// A line of TOML that opens a table or sets a key, with what belongs to it.
enum TomlItem<'a> {
    Table {
        path: &'a str,
        is_list: bool,
    },
    Key {
        name: &'a str,
        value: &'a str,
    },
    /// Comments that stand alone, and what no TOML is.
    Other,
}

fn toml(text: &str, blocks: &mut Vec<TextBlock>) {
    let items = toml_items(text);
    let mut tables = OpenTables::default();
    for (at, (item, text)) in items.iter().enumerate() {
        let (key, table, at) = match item {
            TomlItem::Other => (None, None, "a comment".to_owned()),
            TomlItem::Key { name, .. } => tables.key(name),
            TomlItem::Table { path, is_list } => {
                let name = if *is_list { own_name(&items[at + 1..]) } else { None };
                tables.open(path, name);
                (Some(tables.key.clone()), None, tables.at.clone())
            }
        };
        blocks.push(TextBlock { key, table, at, text: (*text).to_owned() });
    }
}

/// What names an entry of a list of tables: its id, or else the first of its keys.
fn own_name<'a>(after: &[(TomlItem<'a>, &'a str)]) -> Option<&'a str> {
    let keys = || {
        after.iter().map_while(|(item, _)| match item {
            TomlItem::Key { name, value } => Some(Some((*name, *value))),
            TomlItem::Other => Some(None),
            TomlItem::Table { .. } => None,
        })
    };
    let (_, value) = keys().flatten().find(|(name, _)| *name == "id").or_else(|| keys().flatten().next())?;
    Some(value.lines().next()?.trim().trim_matches('"'))
}

/// The tables that are open at a line.
#[derive(Default)]
struct OpenTables {
    /// The key of the table that is open last, and its name for people; empty above the first one.
    key: String,
    at: String,
    /// The key of the last table with each path.
    last: BTreeMap<String, String>,
    /// How many tables have the same key: without a name of their own, they are counted.
    seen: BTreeMap<String, usize>,
}

impl OpenTables {
    fn open(&mut self, path: &str, name: Option<&str>) {
        let parent = path.rsplit_once('.').and_then(|(parent, _)| self.last.get(parent));
        let own = path.rsplit('.').next().unwrap_or(path);
        let mut key = parent.map_or_else(|| path.to_owned(), |parent| format!("{parent}/{own}"));
        self.at = format!("[{path}]");
        if let Some(name) = name {
            key.push_str(&format!(":{name}"));
            self.at = format!("{own} {}", shortened(name));
        }
        let times = self.seen.entry(key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            key.push_str(&format!("#{times}"));
        }
        self.last.insert(path.to_owned(), key.clone());
        self.key = key;
    }

    /// The key of a line, the key of its table, and where it is.
    fn key(&self, name: &str) -> (Option<String>, Option<String>, String) {
        if self.key.is_empty() {
            return (Some(name.to_owned()), None, name.to_owned());
        }
        let key = format!("{}/{name}", self.key);
        (Some(key), Some(self.key.clone()), format!("{}, {name}", self.at))
    }
}

/// A name of at most eight words.
fn shortened(name: &str) -> String {
    const WORDS: usize = 8;
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() <= WORDS { words.join(" ") } else { format!("{} …", words[..WORDS].join(" ")) }
}

fn toml_items(text: &str) -> Vec<(TomlItem<'_>, &str)> {
    let mut items = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let line_start = at;
        at += line.len();
        let is_blank = line.trim().is_empty();
        let is_comment = line.trim_start().starts_with('#');
        let is_alone = lines.peek().is_none_or(|next| next.trim().is_empty());
        if (is_blank || is_comment) && !(is_alone && is_comment) {
            continue;
        }
        if is_comment {
            items.push((TomlItem::Other, &text[start..at]));
            start = at;
            continue;
        }
        let mut open = OpenValue::default();
        // Only a value goes on in the next line.
        let is_table = line.trim_start().starts_with('[');
        open.read(line);
        while !is_table && open.goes_on() {
            let Some(next) = lines.next() else { break };
            open.read(next);
            at += next.len();
        }
        items.push((toml_item(&text[line_start..at]), &text[start..at]));
        start = at;
    }
    if start < text.len() {
        items.push((TomlItem::Other, &text[start..]));
    }
    items
}

fn toml_item(line: &str) -> TomlItem<'_> {
    let trimmed = line.trim();
    if let Some(rest) = trimmed.strip_prefix('[') {
        let is_list = rest.starts_with('[');
        let path = rest.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
        return TomlItem::Table { path, is_list };
    }
    match trimmed.split_once('=') {
        Some((name, value)) => TomlItem::Key { name: name.trim(), value: value.trim() },
        None => TomlItem::Other,
    }
}

/// What of a value is still open at the end of a line.
#[derive(Default)]
struct OpenValue {
    quotes: Option<&'static str>,
    brackets: usize,
}

impl OpenValue {
    fn goes_on(&self) -> bool {
        self.quotes.is_some() || self.brackets > 0
    }

    fn read(&mut self, line: &str) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let mut length = c.len_utf8();
            match self.quotes {
                // A backslash takes the next character with it.
                Some(quotes) if c == '\\' && quotes.starts_with('"') => {
                    length += rest[length..].chars().next().map_or(0, char::len_utf8);
                }
                Some(quotes) if rest.starts_with(quotes) => {
                    length = quotes.len();
                    self.quotes = None;
                }
                Some(_) => {}
                None => {
                    let opening = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|q| rest.starts_with(q));
                    match (opening, c) {
                        (Some(quotes), _) => {
                            length = quotes.len();
                            self.quotes = Some(quotes);
                        }
                        (None, '#') => break,
                        (None, '[' | '{') => self.brackets += 1,
                        (None, ']' | '}') => self.brackets = self.brackets.saturating_sub(1),
                        (None, _) => {}
                    }
                }
            }
            rest = &rest[length..];
        }
        // Other strings end with their line.
        if self.quotes.is_some_and(|quotes| quotes.len() == 1) {
            self.quotes = None;
        }
    }
}

fn markdown(text: &str, blocks: &mut Vec<TextBlock>) {
    let mut heading = String::new();
    let mut block = String::new();
    let mut is_fenced = false;
    for line in text.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let begins = !is_fenced && !block.trim().is_empty() && (is_blank || opens_block(line));
        if begins {
            push_words(std::mem::take(&mut block), &mut heading, blocks);
        }
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        }
        block.push_str(line);
    }
    if !block.is_empty() {
        // Blank lines at the end belong to the last block.
        match blocks.last_mut().filter(|_| block.trim().is_empty()) {
            Some(last) => last.text.push_str(&block),
            None => push_words(block, &mut heading, blocks),
        }
    }
}

/// Whether a line is an item, a row or a heading by itself.
fn opens_block(line: &str) -> bool {
    let is_item = ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark));
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    is_item || is_numbered || line.starts_with('|') || line.starts_with('#')
}

fn push_words(text: String, heading: &mut String, blocks: &mut Vec<TextBlock>) {
    let first = text.trim();
    let mut at =
        if heading.is_empty() { "at the beginning".to_owned() } else { format!("under “{heading}”") };
    if first.starts_with('#') {
        first.trim_start_matches('#').trim().clone_into(heading);
        at = format!("the heading “{heading}”");
    }
    blocks.push(TextBlock { key: None, table: None, at, text });
}
