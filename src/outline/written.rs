//! The outline as a text file that people correct.

use std::fmt;

use super::{DocumentOutline, EntryMark, OutlineEntry, marks};

const TITLE: &str = "title: ";
const REFERS: &str = "refers to: ";

/// Why a file is not an outline.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OutlineError {
    /// It has no entry.
    Empty,
    /// What is between the brackets can't be a part of an id.
    BadId { line: usize, id: String },
}

impl fmt::Display for OutlineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it has no entries"),
            Self::BadId { line, id } => write!(
                f,
                "line {line}: `{id}` can’t be a part of an id: write lowercase letters, digits, periods and hyphens between the brackets"
            ),
        }
    }
}

impl DocumentOutline {
    /// The text of the file; `remarks` come first.
    pub(crate) fn written(&self, remarks: &str) -> String {
        let Self { title, entries, references } = self;
        let mut text: String =
            remarks.lines().map(|line| format!("// {line}").trim_end().to_owned() + "\n").collect();
        text.push_str(&format!("{TITLE}{title}\n"));
        for one in references {
            text.push_str(&format!("{REFERS}{one}\n"));
        }
        let mut section = 0;
        for (at, entry) in entries.iter().enumerate() {
            if entry.is_section {
                section = entry.depth;
                text.push('\n');
                text.push_str(&"#".repeat(entry.depth + 1));
                text.push(' ');
            } else {
                text.push_str(&"  ".repeat(entry.depth.saturating_sub(section + 1)));
            }
            // Sections without a number say what their id is.
            let derived = (entry.is_section && entry.mark == EntryMark::Bare && entry.own_id.is_none())
                .then(|| super::entries::section_slug(entries, at));
            text.push_str(&line(entry, derived.as_deref()));
            text.push('\n');
        }
        text
    }
}

fn line(entry: &OutlineEntry, derived: Option<&str>) -> String {
    let OutlineEntry { depth: _, is_section, own_id, mark, text } = entry;
    let mut parts: Vec<String> = Vec::new();
    match mark {
        EntryMark::Bare => {}
        EntryMark::Bullet => parts.push("-".to_owned()),
        EntryMark::Number(number) => parts.push(number.clone()),
    }
    let own = own_id.as_deref().or(derived);
    let is_misread = own.is_none()
        && (text.starts_with('[') || (*mark == EntryMark::Bare && !is_section && reads_as_more(text)));
    if let Some(id) = own {
        parts.push(format!("[{id}]"));
    } else if is_misread {
        parts.push("[]".to_owned());
    }
    parts.push(text.clone());
    parts.join(" ").trim_end().to_owned()
}

/// Whether the line would be read as something else than words.
fn reads_as_more(text: &str) -> bool {
    text.starts_with('#')
        || text.starts_with("//")
        || text.starts_with(TITLE)
        || text.starts_with(REFERS)
        || split_mark(text).0 != EntryMark::Bare
}

/// Reads the file.
///
/// # Errors
/// When it has no entries, or a bad id.
pub(crate) fn parse(text: &str) -> Result<DocumentOutline, OutlineError> {
    let mut outline = DocumentOutline::default();
    let mut section = None;
    // How far the lines above are indented, the outermost first.
    let mut columns: Vec<usize> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let shown = line.trim();
        if shown.is_empty() || shown.starts_with("//") {
            continue;
        }
        if let Some(title) = line.strip_prefix(TITLE.trim_end()) {
            title.trim().clone_into(&mut outline.title);
            continue;
        }
        if let Some(name) = line.strip_prefix(REFERS.trim_end()) {
            outline.references.push(name.trim().to_owned());
            continue;
        }
        let hashes = shown.bytes().take_while(|b| *b == b'#').count();
        let depth = if hashes > 0 {
            columns.clear();
            let deepest = section.map_or(0, |section: usize| section + 1);
            let depth = (hashes - 1).min(deepest);
            section = Some(depth);
            depth
        } else {
            let column =
                line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 2 } else { 1 }).sum();
            columns.retain(|other| *other < column);
            columns.push(column);
            section.map_or(0, |section| section + 1) + columns.len() - 1
        };
        outline.entries.push(entry(shown[hashes..].trim_start(), depth, hashes > 0, at + 1)?);
    }
    if outline.entries.is_empty() { Err(OutlineError::Empty) } else { Ok(outline) }
}

fn entry(shown: &str, depth: usize, is_section: bool, line: usize) -> Result<OutlineEntry, OutlineError> {
    let (mark, rest) = split_mark(shown);
    let (own_id, text) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((id, text)) => (Some(id), text.trim()),
        None => (None, rest),
    };
    let own_id = own_id.filter(|id| !id.is_empty());
    if let Some(id) = own_id.filter(|id| !is_part_of_id(id)) {
        return Err(OutlineError::BadId { line, id: id.to_owned() });
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(OutlineEntry { depth, is_section, own_id: own_id.map(str::to_owned), mark, text })
}

fn is_part_of_id(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
}

/// A mark may be alone on its line: its words are the opening words under it.
fn split_mark(shown: &str) -> (EntryMark, &str) {
    let (word, rest) = shown.split_once(char::is_whitespace).unwrap_or((shown, ""));
    if word == "-" || word == "•" || word == "*" {
        return (EntryMark::Bullet, rest.trim_start());
    }
    match marks::numeral(word) {
        Some(_) => (EntryMark::Number(word.to_owned()), rest.trim_start()),
        None => (EntryMark::Bare, shown),
    }
}
