//! Replacing some bytes of a text.

use std::ops::Range;

/// Replacements of ranges that don't overlap, in any order. Two insertions at one place keep their order.
#[derive(Debug, Default)]
pub(super) struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    pub(super) fn replace(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.0.push((range, new.into()));
    }

    pub(super) fn insert(&mut self, at: usize, new: impl Into<String>) {
        self.replace(at..at, new);
    }

    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut changed = String::with_capacity(text.len() + 256);
        let mut done = 0;
        for (range, new) in self.0 {
            changed.push_str(&text[done..range.start]);
            changed.push_str(&new);
            done = range.end;
        }
        changed.push_str(&text[done..]);
        changed
    }
}

/// The end of the line that `at` is on, after its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

/// The start of the line that `at` is on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// How the line before `at` ends, for a new line after it: `\r\n` or `\n`. A last line without an end is taken for its neighbor's.
pub(super) fn line_ending(text: &str, at: usize) -> &'static str {
    let newline = text[..at].rfind('\n').or_else(|| text[at..].find('\n').map(|found| at + found));
    match newline {
        Some(newline) if text[..newline].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// `lines` as they are inserted at `at`, the start of a line or the end of the text; each ends as the line before does.
pub(super) fn new_lines(text: &str, at: usize, lines: &[&str]) -> String {
    let ending = line_ending(text, at);
    let is_open = at > 0 && !text[..at].ends_with('\n');
    let mut new = if is_open { ending.to_owned() } else { String::new() };
    for line in lines {
        new.push_str(line);
        new.push_str(ending);
    }
    if is_open {
        // The text did not end with a line end, and still doesn't.
        new.truncate(new.len() - ending.len());
    }
    new
}
