//! Citations and links that aren't: `[see @spec/items/1]`, `(@spec/items/1)`, `[words](policy: intake)`. Their evidence would be missing, or
//! their readers would see brackets.

use std::ops::Range;

use super::letters::{Leaf, Letter};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

/// Finds the mistyped citations and links of a leaf.
pub(super) fn references(leaf: &Leaf, place: &dyn Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !leaf.has_any(&['@', ']']) {
        return found;
    }
    for line in leaf.lines() {
        let closes: Vec<usize> = (0..line.len()).filter(|at| line[*at].is(']')).collect();
        let mut open: Option<usize> = None;
        // One finding a pair of brackets.
        let mut said = 0;
        for (at, letter) in line.iter().enumerate() {
            match letter.mark() {
                Some('[') => open = Some(at),
                Some('@') if at >= said => {
                    if let Some(cited) = citation(line, at, open.map(|open| (open, close_after(&closes, at))))
                    {
                        let end = cited.end;
                        found.push(no_citation(place(line[cited.start].at..line[end - 1].end)));
                        said = end;
                    }
                }
                Some(']') => {
                    let next = line.get(at + 1).and_then(Letter::mark);
                    if let (Some(start), Some('(' | '['), true) = (open, next, at >= said) {
                        found.push(no_link(place(line[start].at..line[at + 1].end)));
                        said = at + 2;
                    }
                    open = None;
                }
                _ => {}
            }
        }
    }
    found
}

/// The first of the closing brackets that comes after `at`.
fn close_after(closes: &[usize], at: usize) -> Option<usize> {
    closes.get(closes.partition_point(|close| *close < at)).copied()
}

/// The letters of what looks like a citation with its `@` at `at`; `brackets` are the one before it that isn't closed, and the one that
/// closes it.
fn citation(line: &[Letter], at: usize, brackets: Option<(usize, Option<usize>)>) -> Option<Range<usize>> {
    let before = at.checked_sub(1).map(|before| line[before]);
    // An address of mail, or brackets that their author wants printed.
    if before.is_some_and(|before| {
        before.c.is_alphanumeric() || "._-+".contains(before.c) || before.c == '[' && !before.is('[')
    }) {
        return None;
    }
    let name =
        line[at + 1..].iter().take_while(|letter| letter.c.is_alphanumeric() || "/._-#".contains(letter.c));
    let end = at + 1 + name.clone().count();
    let names_a_clause = name.clone().any(|letter| letter.c == '/')
        && line.get(at + 1).is_some_and(|first| first.c.is_alphanumeric());
    match brackets {
        Some((start, close)) => (names_a_clause || start + 1 == at || close == Some(end))
            .then(|| start..close.map_or(end, |close| close + 1)),
        None => names_a_clause.then_some(at..end),
    }
}

pub(super) fn no_citation(span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::BadCitation, span, "this citation is not valid").hint(
        "a citation is [@specification/clause], with nothing else in its brackets and no bracket after them; several: [@one/1; @one/2]",
    )
}

fn no_link(span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::BadLink, span, "this link is not valid").hint(
        "a link is [words](address): no spaces in the address (write %20), and no citation or other link in the words; to show a `[`, put a backslash before it: \\[",
    )
}
