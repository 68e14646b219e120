//! Where single characters are written in the files.

use std::collections::BTreeMap;

use crate::source::{Files, Span};

/// Finds characters of passages in the files. It is asked in reading order: cells of one table share a place, and each character that
/// was found is passed over by the next question about that place.
pub(super) struct Letters<'a> {
    files: &'a Files,
    seen: BTreeMap<Span, usize>,
}

impl<'a> Letters<'a> {
    pub(super) fn new(files: &'a Files) -> Self {
        Self { files, seen: BTreeMap::new() }
    }

    /// The next place within `span` where `c` is written, as itself or by its number.
    pub(super) fn find(&mut self, c: char, span: Span) -> Option<Span> {
        let seen = self.seen.entry(span).or_insert(0);
        let written = self.files.get(span.file).text.get(span.range())?.get(*seen..)?;
        let (at, length) =
            spellings(c).iter().filter_map(|one| Some((written.find(one)?, one.len()))).min()?;
        let start = span.range().start + *seen + at;
        *seen += at + length;
        Some(Span::new(span.file, start..start + length))
    }
}

/// The ways to write a character in TOML and in Markdown: `\uFEFF`, `&#65279;`, `&#xFEFF;`.
fn spellings(c: char) -> [String; 8] {
    let number = u32::from(c);
    [
        c.to_string(),
        format!("\\u{number:04X}"),
        format!("\\u{number:04x}"),
        format!("\\U{number:08X}"),
        format!("\\U{number:08x}"),
        format!("&#{number};"),
        format!("&#x{number:X};"),
        format!("&#x{number:x};"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_finds_the_next_place_however_it_is_written() {
        let text = "[\n\"a🙂\",\n\"\\U0001F642\", \"&#128578;\"]";
        let mut files = Files::default();
        let file = files.add("a.toml", text);
        let mut letters = Letters::new(&files);
        let span = Span::new(file, 0..text.len());
        let found: Vec<String> = std::iter::from_fn(|| letters.find('🙂', span))
            .map(|span| text[span.range()].to_owned())
            .collect();
        assert_eq!(found, ["🙂", "\\U0001F642", "&#128578;"]);
    }
}
