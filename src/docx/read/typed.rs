//! Lists that somebody typed: paragraphs that begin with numbers, letters or dashes, one after the other.
//!
//! ```text
//! 1.  Call.            1. Call.
//! 2.  Write.     is    2. Write.
//! a)  By mail          - a) By mail
//! b)  By hand          - b) By hand
//! ```

use super::text::{DraftBlock, DraftLine, ItemMark, Piece};

/// What somebody typed before the words of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TypedMark {
    /// A number with what follows it, `.` or `)`.
    Number(u32, char),
    /// A letter as it is written, with its marks: `(a)`.
    Letter(char, String),
    Dash,
}

impl TypedMark {
    /// The mark at the beginning of a line, and how many bytes it and the space after it have.
    fn of(line: &str) -> Option<(Self, usize)> {
        let start = line.len() - line.trim_start().len();
        let text = line.trim_start();
        let word = text.split_whitespace().next()?;
        let end = start + word.len();
        let rest = &line[end..];
        if rest.trim().is_empty() {
            return None;
        }
        let length = end + rest.len() - rest.trim_start().len();
        Some((Self::read(word)?, length))
    }

    fn read(word: &str) -> Option<Self> {
        if matches!(word, "-" | "–" | "—" | "*" | "o" | "§" | "Ø") {
            return Some(Self::Dash);
        }
        let inner = word.trim_start_matches('(');
        let sign = inner.chars().next_back().filter(|sign| matches!(sign, '.' | ')'))?;
        let inner = inner.strip_suffix(sign)?;
        if !word.starts_with('(')
            && !inner.is_empty()
            && inner.len() <= 3
            && inner.bytes().all(|c| c.is_ascii_digit())
        {
            return Some(Self::Number(inner.parse().ok()?, sign));
        }
        let mut letters = inner.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if letter.is_ascii_alphabetic() => {
                Some(Self::Letter(letter, word.to_owned()))
            }
            _ => None,
        }
    }

    /// Whether this goes on after `before`: 2 after 1, b after a, a dash after a dash.
    fn follows(&self, before: &Self) -> bool {
        match (before, self) {
            (Self::Number(before, a), Self::Number(own, b)) => a == b && before.checked_add(1) == Some(*own),
            (Self::Letter(before, a), Self::Letter(own, b)) => {
                a.len() == b.len() && u32::from(*before) + 1 == u32::from(*own)
            }
            (Self::Dash, Self::Dash) => true,
            _ => false,
        }
    }

    fn is_first(&self) -> bool {
        matches!(self, Self::Number(1, _) | Self::Letter('a' | 'A', _) | Self::Dash)
    }
}

/// Makes items of paragraphs that are two or more of a list.
pub(crate) fn set_lists(blocks: Vec<DraftBlock>) -> Vec<DraftBlock> {
    let marks: Vec<Option<(TypedMark, usize)>> = blocks.iter().map(mark_of).collect();
    let mut depths: Vec<Option<usize>> = vec![None; blocks.len()];
    let mut at = 0;
    while at < blocks.len() {
        at = read_list(&marks, at, 0, &mut depths).max(at + 1);
    }
    let items = blocks.into_iter().zip(marks).zip(depths);
    items
        .map(|((block, mark), depth)| match (block, mark, depth) {
            (DraftBlock::Paragraph(line), Some((mark, length)), Some(depth)) => {
                item(line, mark, length, depth)
            }
            (block, _, _) => block,
        })
        .collect()
}

fn mark_of(block: &DraftBlock) -> Option<(TypedMark, usize)> {
    let DraftBlock::Paragraph(line) = block else { return None };
    match line.first()? {
        Piece::Words { text, link: None, .. } => TypedMark::of(text),
        _ => None,
    }
}

/// Reads a list from `start` on, with lists within its items; where it ends. A lone item is no list.
fn read_list(
    marks: &[Option<(TypedMark, usize)>],
    start: usize,
    depth: usize,
    depths: &mut [Option<usize>],
) -> usize {
    let Some(Some((first, _))) = marks.get(start) else { return start };
    if !first.is_first() || depth > 3 {
        return start;
    }
    let mut own = vec![start];
    let mut last = first;
    let mut at = start + 1;
    while let Some(Some((mark, _))) = marks.get(at) {
        if mark.follows(last) {
            own.push(at);
            last = mark;
            at += 1;
            continue;
        }
        let inner = read_list(marks, at, depth + 1, depths);
        if inner == at {
            break;
        }
        at = inner;
    }
    if own.len() < 2 {
        depths[start..at].iter_mut().for_each(|depth| *depth = None);
        return start;
    }
    for at in own {
        depths[at] = Some(depth);
    }
    at
}

fn item(mut line: DraftLine, mark: TypedMark, length: usize, depth: usize) -> DraftBlock {
    if let Some(Piece::Words { text, .. }) = line.first_mut() {
        text.drain(..length);
    }
    let mark = match mark {
        TypedMark::Number(number, _) => ItemMark::Number(number),
        TypedMark::Letter(_, written) => ItemMark::Label(written),
        TypedMark::Dash => ItemMark::Bullet,
    };
    DraftBlock::Item { depth, mark, text: line, more: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(lines: &[&str]) -> Vec<String> {
        let blocks = lines.iter().map(|line| DraftBlock::Paragraph(vec![Piece::plain(*line)])).collect();
        let written = |block: DraftBlock| match block {
            DraftBlock::Item { depth, mark, text, .. } => {
                format!("{depth} {}{}", mark.written(), super::super::text::words(&text))
            }
            DraftBlock::Paragraph(text) => super::super::text::words(&text),
            other => format!("{other:?}"),
        };
        set_lists(blocks).into_iter().map(written).collect()
    }

    #[test]
    fn typed_numbers_letters_and_dashes_that_go_on_are_lists() {
        assert_eq!(
            marks(&["1.\tCall.", "(a) By day", "(b) By night", "2. Write.", "Then", "- x", "- y"]),
            ["0 1. Call.", "1 (a) By day", "1 (b) By night", "0 2. Write.", "Then", "0 • x", "0 • y"]
        );
    }

    #[test]
    fn one_number_alone_and_numbers_out_of_order_stay_words() {
        for lines in
            [["1. Call.", "Then"], ["2. Call.", "3. Write."], ["1. Call.", "3. Write."], ["A. Lee", "B"]]
        {
            assert_eq!(marks(&lines), lines);
        }
    }
}
