//! Lists within a sentence: `(a) …; (b) …; and (c) …`.

use super::{EntryMark, OutlineEntry};

/// Entries whose sentence lists at least two letters are the words before, and an entry for each letter.
pub(super) fn without_inline_lists(entries: &[OutlineEntry]) -> Vec<OutlineEntry> {
    let mut out = Vec::new();
    for (at, one) in entries.iter().enumerate() {
        let has_entries = entries.get(at + 1).is_some_and(|next| next.depth > one.depth);
        let pieces = if has_entries || one.is_section { Vec::new() } else { pieces(&one.text) };
        let Some((first, items)) = pieces.split_first() else {
            out.push(one.clone());
            continue;
        };
        out.push(OutlineEntry { text: (*first).to_owned(), ..one.clone() });
        out.extend(items.iter().zip('a'..).map(|(item, letter)| OutlineEntry {
            depth: one.depth + 1,
            is_section: false,
            own_id: None,
            mark: EntryMark::Number(format!("({letter})")),
            text: (*item).to_owned(),
        }));
    }
    out
}

fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    for letter in 'a'..='z' {
        let Some((before, after)) = rest.split_once(&format!(" ({letter}) ")) else { break };
        pieces.push(before.trim());
        rest = after;
    }
    if pieces.len() < 2 {
        return Vec::new();
    }
    pieces.push(rest.trim());
    pieces
}
