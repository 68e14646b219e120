//! The lines `+++` around the header of a Markdown file. All code that needs the header asks here, so that all agree whether a file has one.

use std::ops::Range;

/// The bytes of a file's header and of its Markdown. The lines `+++` belong to neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fenced {
    /// The lines between the fences.
    pub(crate) header: Range<usize>,
    /// Everything below the second fence.
    pub(crate) body: Range<usize>,
}

/// Why a file has no header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoHeader {
    /// Its first line is not `+++`.
    Missing,
    Unclosed,
}

/// Finds the header of `text`, which has no byte-order mark. Spaces after `+++` don't count: nobody sees them.
///
/// # Errors
/// When there is no header, or it has no end.
pub(crate) fn find(text: &str) -> Result<Fenced, NoHeader> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line)).ok_or(NoHeader::Missing)?;
    let mut at = first.len();
    for line in lines {
        if is_fence(line) {
            return Ok(Fenced { header: first.len()..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    Err(NoHeader::Unclosed)
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "+++"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_and_body_are_found_with_either_line_end_and_spaces_after_the_fence() {
        for text in ["+++\na = 1\n+++\nbody", "+++\r\na = 1\r\n+++\r\nbody", "+++ \na = 1\n+++\t \nbody"] {
            let fenced = find(text).unwrap();
            assert_eq!(text[fenced.header].trim_end(), "a = 1");
            assert_eq!(&text[fenced.body], "body");
        }
    }

    #[test]
    fn a_fence_is_three_signs_at_the_start_of_its_line() {
        let text = "+++\na = 1\n++++\n +++\n+++ x\n+++\n";
        assert_eq!(&text[find(text).unwrap().header], "a = 1\n++++\n +++\n+++ x\n");
    }

    #[test]
    fn a_missing_header_is_not_an_open_one() {
        assert_eq!(find("# Title"), Err(NoHeader::Missing));
        assert_eq!(find(""), Err(NoHeader::Missing));
        assert_eq!(find("+++\na = 1\n"), Err(NoHeader::Unclosed));
    }
}
