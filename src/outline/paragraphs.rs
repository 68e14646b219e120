//! Lines become paragraphs: what a page or the width of the paper has torn apart is joined again.

use super::DOUBTFUL_JOIN;
use super::lines::TextLine;
use super::marks::{LineMark, NumeralKind};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) column: usize,
    pub(super) after_gap: bool,
    pub(super) mark: Option<LineMark>,
    pub(super) text: String,
    pub(super) kind: ParagraphKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    /// With the `#` of Markdown: how many.
    MarkedHeading(usize),
    /// A line that looks like one.
    Heading,
    /// One that is there several times.
    RepeatedName,
    Text,
    /// A remark in the margin, such as `Comment [ab1]: …`.
    Margin,
}

/// Words after which no sentence ends.
const DANGLING: [&str; 31] = [
    "the",
    "a",
    "an",
    "of",
    "to",
    "in",
    "for",
    "with",
    "by",
    "and",
    "or",
    "that",
    "which",
    "from",
    "on",
    "at",
    "as",
    "their",
    "its",
    "not",
    "but",
    "into",
    "are",
    "is",
    "be",
    "this",
    "these",
    "any",
    "all",
    "each",
    "anticipated",
];

/// Words that a sentence has and a heading doesn't.
pub(super) const VERBS: [&str; 27] = [
    "is",
    "are",
    "was",
    "were",
    "be",
    "must",
    "shall",
    "will",
    "should",
    "may",
    "can",
    "has",
    "have",
    "include",
    "includes",
    "including",
    "perform",
    "provides",
    "provide",
    "complies",
    "comply",
    "ensures",
    "ensure",
    "receive",
    "refer",
    "works",
    "please",
];

pub(super) fn paragraphs(lines: &[TextLine]) -> Vec<Paragraph> {
    let mut paragraphs = joined_lines(lines);
    let name = |one: &Paragraph| one.text.trim_end_matches(':').to_owned();
    let headings: Vec<String> =
        paragraphs.iter().filter(|one| one.kind == ParagraphKind::Heading).map(name).collect();
    // What is there again and again is a name within a list, and not a section.
    for one in &mut paragraphs {
        let is_again = headings.iter().filter(|other| **other == one.text.trim_end_matches(':')).count() > 1;
        if one.kind == ParagraphKind::Heading && is_again {
            one.kind = ParagraphKind::RepeatedName;
        }
    }
    paragraphs
}

fn joined_lines(lines: &[TextLine]) -> Vec<Paragraph> {
    let width = wrapped_at(lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1);
        let before = at.checked_sub(1).map(|before| &lines[before]);
        let join = match (paragraphs.last(), before) {
            (Some(open), Some(before)) => join(open, before, line, next, width),
            _ => Join::No,
        };
        match (join, paragraphs.last_mut()) {
            (Join::Sure, Some(open)) => joined(&mut open.text, "", line),
            (Join::Doubtful, Some(open)) => joined(&mut open.text, DOUBTFUL_JOIN.trim(), line),
            _ => paragraphs.push(started(line, next)),
        }
    }
    paragraphs
}

fn joined(text: &mut String, between: &str, line: &TextLine) {
    if !between.is_empty() {
        text.push(' ');
        text.push_str(between);
    }
    // `out-of-` at the end of a line goes on without a space.
    if !(text.ends_with('-') && between.is_empty() && line.text.starts_with(char::is_lowercase)) {
        text.push(' ');
    }
    if let Some(LineMark::Number(numeral)) = line.mark.as_ref().filter(|_| between.is_empty()) {
        text.push_str(&numeral.written);
        text.push(' ');
    }
    text.push_str(&line.text);
}

fn started(line: &TextLine, next: Option<&TextLine>) -> Paragraph {
    let kind = if line.heading > 0 {
        ParagraphKind::MarkedHeading(line.heading)
    } else if margin(&line.text) {
        ParagraphKind::Margin
    } else if line.mark.is_none() && is_heading(line, next) {
        ParagraphKind::Heading
    } else {
        ParagraphKind::Text
    };
    Paragraph {
        column: line.column,
        after_gap: line.after_gap,
        mark: line.mark.clone(),
        text: line.text.clone(),
        kind,
    }
}

/// `Comment [ab1]: …`
fn margin(text: &str) -> bool {
    text.strip_prefix("Comment [").is_some_and(|rest| rest.contains("]:"))
}

/// The width at which the lines of the text break, if the width of the paper broke them.
fn wrapped_at(lines: &[TextLine]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.length).collect();
    lengths.sort_unstable();
    let long = lengths.get(lengths.len() * 97 / 100).copied().unwrap_or(0);
    (long <= 125 && lengths.len() > 20).then_some(long)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    No,
    Sure,
    Doubtful,
}

/// Whether a line goes on with what is open.
fn join(
    open: &Paragraph,
    before: &TextLine,
    line: &TextLine,
    next: Option<&TextLine>,
    width: Option<usize>,
) -> Join {
    if line.heading > 0 || matches!(open.kind, ParagraphKind::MarkedHeading(_)) || margin(&line.text) {
        return Join::No;
    }
    if open.kind == ParagraphKind::Margin {
        let goes_on =
            !line.after_gap || (line.text.starts_with(char::is_lowercase) && is_unfinished(&open.text));
        return if line.mark.is_none() && goes_on { Join::Sure } else { Join::No };
    }
    if open.kind == ParagraphKind::Heading {
        let goes_on =
            line.mark.is_none() && !line.after_gap && is_capitals(&open.text) && is_capitals(&line.text);
        return if goes_on { Join::Sure } else { Join::No };
    }
    let is_open = is_unfinished(&open.text);
    let starts_lower = line.text.starts_with(char::is_lowercase);
    if line.mark.is_some() {
        // The first line of a page often gets a bullet that it doesn't have.
        let torn = line.mark == Some(LineMark::Bullet)
            && line.after_gap
            && (is_open || (ends_in_comma(&open.text) && starts_lower));
        return if torn { Join::Doubtful } else { Join::No };
    }
    let is_wrapped = width.is_some_and(|width| before.length * 10 >= width * 6);
    if !line.after_gap {
        let goes_on = starts_lower || is_open || (is_wrapped && !is_heading(line, next));
        return if goes_on { Join::Sure } else { Join::No };
    }
    // A section of a code of law that doesn't end on its page.
    let is_torn_section = width.is_some()
        && matches!(&open.mark, Some(LineMark::Number(numeral)) if numeral.kind == NumeralKind::Section)
        && !ends_sentence(&open.text)
        && !is_heading(line, next);
    if starts_lower && !ends_sentence(&open.text) {
        Join::Sure
    } else if is_open || ends_in_comma(&open.text) || is_torn_section {
        Join::Doubtful
    } else {
        Join::No
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', ')', ']']).ends_with(['.', '!', '?', ':', ';'])
}

fn ends_in_comma(text: &str) -> bool {
    text.ends_with(',')
}

/// Whether a text can't end with its last word.
fn is_unfinished(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let Some(last) = words.next() else { return false };
    let before = words.next().unwrap_or_default();
    // `…; and` ends an item of a list.
    let ends_item = matches!(last, "and" | "or") && before.ends_with([',', ';']);
    !ends_item && (DANGLING.contains(&last) || last.ends_with('/'))
}

pub(super) fn is_capitals(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = letters.iter().filter(|c| c.is_uppercase()).count();
    letters.len() > 3 && upper * 10 >= letters.len() * 8
}

fn is_heading(line: &TextLine, next: Option<&TextLine>) -> bool {
    let text = line.text.as_str();
    let words: Vec<&str> = text.split_whitespace().collect();
    if line.mark.is_some()
        || words.len() > 16
        || !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    {
        return false;
    }
    if is_capitals(text) {
        return true;
    }
    if text.ends_with('?') && words.len() > 2 {
        return next.is_some_and(|next| next.mark.is_none());
    }
    let plain = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if text.ends_with(['.', ',', ';', '!']) || words.iter().any(|word| VERBS.contains(&plain(word).as_str()))
    {
        return false;
    }
    let long: Vec<&&str> = words.iter().filter(|word| word.len() > 3).collect();
    let capital = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let goes_on = next.is_some_and(|next| {
        !next.after_gap && next.mark.is_none() && next.text.starts_with(char::is_lowercase)
    });
    capital * 2 >= long.len()
        && !goes_on
        && (line.after_gap || next.is_none_or(|next| next.length > 120 || next.text.ends_with('?')))
}
