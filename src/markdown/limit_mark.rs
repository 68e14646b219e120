//! Marks that limit text to service lines, as authors write them in Markdown and in TOML alike:
//!
//! - `{only csp-ji}` at the end of a paragraph, an item, a row, a heading or a line limits all of it;
//! - `{only csp-hi, csp-tpp: words}` limits the words in the braces.

use std::ops::Range;

use super::Lookup;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

/// The word that begins a mark.
const WORD: &str = "only";

/// A mark among letters, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LimitMark {
    /// From its first brace to its last.
    pub(super) range: Range<usize>,
    /// The service lines, each with its place.
    pub(super) lines: Vec<(String, Range<usize>)>,
    pub(super) extent: LimitExtent,
}

/// What a mark limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LimitExtent {
    /// What it is at the end of.
    Whole,
    /// The words in its braces, which are at these places.
    Words(Range<usize>),
}

/// Why something that begins like a mark is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadMark {
    /// No service line follows `only`.
    NoLine,
    Unclosed,
    /// It limits everything, in the middle of something.
    NotAtEnd,
    /// It limits everything where that can't be left out.
    Needed,
    /// It begins and ends in different parts of a sentence, such as in and after bold words.
    Crossing,
}

impl BadMark {
    pub(super) fn finding(self, span: Span) -> Diagnostic {
        let (message, hint) = match self {
            Self::NoLine => (
                "this mark names no service line",
                "write the short names from [track_names], with commas between them: {only csp-hi, csp-tpp}",
            ),
            Self::Unclosed => (
                "this mark isn't closed",
                "write a `}` after the last word that it limits: {only csp-ji: words}",
            ),
            Self::NotAtEnd => (
                "this mark isn't at the end of what it limits",
                "move it to the end of the paragraph, item, heading, or last cell of the row; to limit a few words, put them in: {only csp-ji: words}",
            ),
            Self::Needed => (
                "this text can't be left out as a whole",
                "limit some of its words: {only csp-ji: words}; a section, field or unit as a whole has `tracks = [\"csp-ji\"]`",
            ),
            Self::Crossing => (
                "this mark begins and ends in different parts of the sentence",
                "put bold words, words in italics and links into the braces from their first letter to their last, or leave them out",
            ),
        };
        Diagnostic::new(FindingCode::BadLimit, span, message).hint(hint)
    }
}

/// Whether a text may have marks: a quick look, for most have none.
pub(super) fn may_have_marks(text: &str) -> bool {
    text.split('{').skip(1).any(|rest| starts_with_word(rest.trim_start()))
}

fn starts_with_word(text: &str) -> bool {
    text.get(..WORD.len()).is_some_and(|start| start.eq_ignore_ascii_case(WORD))
        && !text[WORD.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
}

/// Finds the marks among letters; `None` is a letter that can't be part of one.
pub(super) fn find(letters: &[Option<char>]) -> Vec<Result<LimitMark, (BadMark, Range<usize>)>> {
    let mut found = Vec::new();
    let closes = closing_braces(letters);
    let is = |at: usize, c: char| letters.get(at).copied().flatten() == Some(c);
    let mut at = 0;
    while at < letters.len() {
        let begins = is(at, '{') && !is(at + 1, '{') && !(at > 0 && is(at - 1, '{'));
        match begins.then(|| mark_at(letters, at, closes[at])).flatten() {
            Some(Ok(mark)) => {
                // Marks may be within the words of another.
                at = match &mark.extent {
                    LimitExtent::Whole => mark.range.end,
                    LimitExtent::Words(words) => words.start,
                };
                found.push(Ok(mark));
            }
            Some(Err(bad)) => {
                found.push(Err((bad, at..at + 1)));
                at += 1;
            }
            None => at += 1,
        }
    }
    found
}

/// The bytes of the marks in `text` that limit what they are at the end of.
pub(super) fn whole_marks(text: &str) -> Vec<Range<usize>> {
    if !may_have_marks(text) {
        return Vec::new();
    }
    let letters: Vec<Option<char>> = text.chars().map(Some).collect();
    let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
    let marks = find(&letters).into_iter().flatten().filter(|mark| mark.extent == LimitExtent::Whole);
    marks.map(|mark| offsets[mark.range.start]..offsets[mark.range.end]).collect()
}

/// The mark that begins with the brace at `open`, which `close` closes; `None` where it isn't one.
fn mark_at(
    letters: &[Option<char>],
    open: usize,
    close: Option<usize>,
) -> Option<Result<LimitMark, BadMark>> {
    let blank = |at: usize| letters.get(at).copied().flatten().is_some_and(char::is_whitespace);
    let mut at = open + 1;
    while blank(at) {
        at += 1;
    }
    let rest: String = letters[at..].iter().take(WORD.len() + 1).map_while(|c| *c).collect();
    if !starts_with_word(&rest) {
        return None;
    }
    at += WORD.len();
    let end = (at..letters.len()).find(|at| matches!(letters[*at], Some('}' | ':' | '{') | None));
    let Some(end) = end.filter(|end| matches!(letters[*end], Some('}' | ':'))) else {
        return Some(Err(BadMark::Unclosed));
    };
    let lines = names(letters, at..end);
    if lines.is_empty() {
        return Some(Err(BadMark::NoLine));
    }
    if letters[end] == Some('}') {
        return Some(Ok(LimitMark { range: open..end + 1, lines, extent: LimitExtent::Whole }));
    }
    let Some(close) = close else { return Some(Err(BadMark::Unclosed)) };
    let words = end + 1 + usize::from(blank(end + 1) && end + 1 < close)..close;
    Some(Ok(LimitMark { range: open..close + 1, lines, extent: LimitExtent::Words(words) }))
}

fn names(letters: &[Option<char>], range: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut names: Vec<(String, Range<usize>)> = Vec::new();
    for at in range {
        let Some(c) = letters[at].filter(|c| !c.is_whitespace() && *c != ',') else { continue };
        match names.last_mut() {
            Some((name, place)) if place.end == at => {
                name.push(c);
                place.end = at + 1;
            }
            _ => names.push((c.to_string(), at..at + 1)),
        }
    }
    names
}

/// For each brace that opens, the one that closes it.
fn closing_braces(letters: &[Option<char>]) -> Vec<Option<usize>> {
    let mut closes = vec![None; letters.len()];
    let mut open = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            Some('{') => open.push(at),
            Some('}') => {
                if let Some(start) = open.pop() {
                    closes[start] = Some(at);
                }
            }
            _ => {}
        }
    }
    closes
}

/// Whether the handbook offers one of the lines of a mark. Unknown ones are reported, and count as offered.
pub(super) fn is_offered(
    mark: &LimitMark,
    lookup: &dyn Lookup,
    place: &dyn Fn(Range<usize>) -> Span,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let mut offered = false;
    for (name, range) in &mark.lines {
        match lookup.offers(name, place(range.clone())) {
            Ok(offers) => offered |= offers,
            Err(finding) => {
                findings.push(finding);
                offered = true;
            }
        }
    }
    offered
}

/// The space that goes with removed letters, so that none is left before a full stop, twice in a row, or at either end.
pub(super) fn with_space(letters: &[Option<char>], range: Range<usize>) -> Range<usize> {
    let blank = |at: usize| letters.get(at).copied().flatten().is_some_and(char::is_whitespace);
    let closes = |at: usize| {
        letters.get(at).is_none_or(|c| c.is_some_and(|c| c.is_whitespace() || ".,;:!?)}”’\"'".contains(c)))
    };
    let Range { mut start, mut end } = range;
    if closes(end) {
        while start > 0 && blank(start - 1) {
            start -= 1;
        }
    }
    if start == 0 {
        while blank(end) {
            end += 1;
        }
    }
    start..end
}

/// Applies the marks of a text that isn't Markdown; `None` where all of it is for other lines.
pub(super) fn apply_to_plain(
    text: &str,
    span: Span,
    lookup: &dyn Lookup,
    findings: &mut Vec<Diagnostic>,
) -> Option<String> {
    if !may_have_marks(text) {
        return Some(text.to_owned());
    }
    let letters: Vec<Option<char>> = text.chars().map(Some).collect();
    let mut removed = vec![false; letters.len()];
    for mark in find(&letters) {
        let mark = match mark {
            Ok(mark) => mark,
            Err((bad, _)) => {
                findings.push(bad.finding(span));
                continue;
            }
        };
        let is_shown = is_offered(&mark, lookup, &|_| span, findings);
        match &mark.extent {
            LimitExtent::Whole if letters[mark.range.end..].iter().flatten().any(|c| !c.is_whitespace()) => {
                findings.push(BadMark::NotAtEnd.finding(span));
            }
            LimitExtent::Whole if !is_shown => return None,
            _ if is_shown && lookup.keeps_marks() => {}
            LimitExtent::Words(words) if is_shown => {
                removed[mark.range.start..words.start].fill(true);
                removed[words.end..mark.range.end].fill(true);
            }
            LimitExtent::Whole | LimitExtent::Words(_) => {
                removed[with_space(&letters, mark.range)].fill(true);
            }
        }
    }
    Some(text.chars().zip(removed).filter(|(_, removed)| !removed).map(|(c, _)| c).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<Result<LimitMark, (BadMark, Range<usize>)>> {
        find(&text.chars().map(Some).collect::<Vec<_>>())
    }

    #[test]
    fn a_mark_names_its_lines() {
        let found = marks("Visit. { Only csp-hi, csp-tpp }");
        let [Ok(LimitMark { lines, extent: LimitExtent::Whole, .. })] = found.as_slice() else {
            panic!("{found:?}")
        };
        let names: Vec<&str> = lines.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["csp-hi", "csp-tpp"]);
    }

    #[test]
    fn the_words_of_a_mark_may_have_placeholders_and_marks() {
        let text = "a {only x: b {{ organization.name }} {only y: c}}.";
        let found: Vec<LimitExtent> = marks(text).into_iter().map(|mark| mark.unwrap().extent).collect();
        let words: Vec<&str> = found
            .iter()
            .map(|extent| match extent {
                LimitExtent::Words(words) => &text[words.clone()],
                LimitExtent::Whole => "",
            })
            .collect();
        assert_eq!(words, ["b {{ organization.name }} {only y: c}", "c"]);
    }

    #[test]
    fn other_braces_are_no_marks() {
        assert_eq!(marks("{onlyx} {{ only }} {#only} {draft} only {"), []);
        assert!(!may_have_marks("{onlyx} {#only} {only-if}"));
    }

    #[test]
    fn what_begins_like_a_mark_is_never_passed_over() {
        for (text, bad) in [
            ("{only}", BadMark::NoLine),
            ("{only: csp-ji}", BadMark::NoLine),
            ("{only csp-ji", BadMark::Unclosed),
            ("{only csp-ji: words", BadMark::Unclosed),
        ] {
            assert!(matches!(marks(text).as_slice(), [Err((found, _))] if *found == bad), "{text}");
        }
    }
}
