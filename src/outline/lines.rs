//! The lines of a text, with their marks and what they are.

use super::marks::{self, LineMark};

/// A line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextLine {
    /// How far it is indented.
    pub(super) column: usize,
    /// Whether blank lines are before it.
    pub(super) after_gap: bool,
    pub(super) mark: Option<LineMark>,
    pub(super) text: String,
    /// As many `#` as Markdown has before a heading; 0 for any other line.
    pub(super) heading: usize,
    /// The letters of the whole line.
    pub(super) length: usize,
}

/// The lines that hold the document's words: page numbers, running heads and rules are left out.
pub(super) fn lines(text: &str) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut after_gap = true;
    for written in text.split(['\n', '\u{c}']).flat_map(without_margin) {
        let shown = plain(written.trim_end());
        if shown.trim().is_empty() || is_rule(shown.trim()) {
            after_gap = true;
            continue;
        }
        if is_page_number(shown.trim()) {
            continue;
        }
        lines.push(line(&shown, after_gap));
        after_gap = false;
    }
    without_running_heads(lines)
}

/// A line, and the remark in the margin that a converter has put after it.
fn without_margin(line: &str) -> impl Iterator<Item = &str> {
    let at = line.find(" Comment [").filter(|at| line[*at..].contains("]:"));
    let (line, margin) = line.split_at(at.unwrap_or(line.len()));
    [line, margin].into_iter().take(if margin.is_empty() { 1 } else { 2 })
}

fn line(shown: &str, after_gap: bool) -> TextLine {
    let trimmed = shown.trim();
    let column = shown.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let length = shown.chars().count();
    let hashes = trimmed.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with(' ') {
        let text = squeezed(trimmed[hashes..].trim_matches([' ', '#']));
        return TextLine { column, after_gap, mark: None, text, heading: hashes, length };
    }
    let (mark, text) = match marks::mark(trimmed) {
        Some((mark, text)) => (Some(mark), squeezed(text)),
        None => (None, squeezed(trimmed)),
    };
    TextLine { column, after_gap, mark, text, heading: 0, length }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words without Markdown's stress, links and escapes; a row of a table as its cells.
fn plain(line: &str) -> String {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    let mut text = without_links(line).replace("**", "").replace("__", "");
    if let Some(row) = text.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) {
        let cells = row.split('|').map(str::trim).filter(|cell| !cell.is_empty());
        text = cells.collect::<Vec<_>>().join(": ");
    }
    let mut out = String::new();
    let text = without_page_marks(text);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match letters.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            _ => out.push(c),
        }
    }
    out
}

/// Without `[*5731]`, the page of a printed edition.
fn without_page_marks(mut text: String) -> String {
    while let Some(start) = text.find("[*") {
        let Some(end) = text[start..].find(']').map(|end| start + end) else { break };
        if !text[start + 2..end].bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        text.replace_range(start..=end, "");
    }
    text
}

/// `[HERE](#)` is HERE.
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        let Some(open) = rest[..at].rfind('[') else { break };
        let Some(close) = rest[at..].find(')') else { break };
        out.push_str(&rest[..open]);
        out.push_str(&rest[open + 1..at]);
        rest = &rest[at + close + 1..];
    }
    out.push_str(rest);
    out
}

fn is_rule(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '_' | '=' | '*' | ':' | ' ' | '|')) && text.len() > 2
}

/// `12`, `Page 3 of 9`, `- 4 -`
fn is_page_number(text: &str) -> bool {
    let text = text.trim_matches(['-', '–', ' ']).to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number =
        |word: &str| !word.is_empty() && word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [one] => is_number(one) && one.len() < 4,
        ["page", one] => is_number(one),
        ["page", one, "of", all] | [one, "of", all] => is_number(one) && is_number(all),
        _ => false,
    }
}

/// Without short lines that are there again and again, as the name of a document is on each page.
fn without_running_heads(lines: Vec<TextLine>) -> Vec<TextLine> {
    const TIMES: usize = 4;
    let times = |line: &TextLine| {
        lines.iter().filter(|other| other.mark.is_none() && other.text == line.text).count()
    };
    let is_running: Vec<bool> = lines
        .iter()
        .map(|line| {
            line.mark.is_none()
                && line.heading == 0
                && line.length < 90
                && line.text.split(' ').count() > 3
                && !line.text.ends_with(['.', ':', ';'])
                && times(line) >= TIMES
        })
        .collect();
    lines.into_iter().zip(is_running).filter(|(_, is)| !is).map(|(line, _)| line).collect()
}
