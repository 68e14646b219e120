//! A text uses an acronym that nobody explains: the glossary does not list it, and the document does not spell it out beside it, as in
//! "release of information (ROI)". New staff do not ask; they guess. One finding per acronym, at its first use without an explanation.
//!
//! An acronym is a word of two letters and more, all capitals: `ROI`, `PCPs`. Not looked at: lines all in capitals; words that the
//! handbook also writes small ("MUST"); roman numerals; states; citations of law ("130 CMR 461"); words with digits; words in backticks;
//! what the handbook file names (the program, its service lines); and a few that everybody knows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::texts::{self, CutText, ProseLine, Text};
use super::{Context, ReadText, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Handbook;
use crate::model::passages::Passage;
use crate::source::{Files, Span};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnexplainedAcronym, look };

/// Acronyms that are words by now.
const EVERYDAY: &str = "AM AIDS COVID DVD FAQ GPS HIV ID IDs OK PDF PDFs PIN PM TV UK US USA USB ZIP";

/// States and territories, as the post writes them.
const STATES: &str = "AK AL AR AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY \
    OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY";

/// Where acronyms are first used without an explanation, and in how many documents.
struct Found<'a> {
    span: Span,
    title: &'a str,
    documents: usize,
}

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for ReadText { text, facts } in context.texts {
        for (acronym, span) in &facts.unexplained {
            let first = || Found { span: *span, title: text.title, documents: 0 };
            found.entry(acronym).or_insert_with(first).documents += 1;
        }
    }
    let small: BTreeSet<String> = found.keys().map(|acronym| acronym.to_lowercase()).collect();
    let words = written_small(&small, context);
    let found = found.into_iter().filter(|(acronym, _)| !words.contains(&acronym.to_lowercase()));
    found.map(|(acronym, found)| finding(acronym, &found)).collect()
}

/// Those of `words` that some document writes in small letters: they are words, whatever their capitals elsewhere. A word that was found
/// isn't looked for again, and what is left then is in hardly any file.
fn written_small(words: &BTreeSet<String>, context: &Context<'_>) -> BTreeSet<String> {
    let mut left = words.clone();
    let mut search = search_for(&left);
    for ReadText { text, .. } in context.texts {
        let found = search.as_ref().map(|search| written_in(text, search, context.files)).unwrap_or_default();
        if !found.is_empty() {
            left.retain(|word| !found.contains(word));
            search = search_for(&left);
        }
    }
    words - &left
}

fn search_for(words: &BTreeSet<String>) -> Option<AhoCorasick> {
    let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
    search.ok().filter(|_| !words.is_empty())
}

/// The words that a text uses, of those that `search` looks for.
fn written_in(text: &Text<'_>, search: &AhoCorasick, files: &Files) -> BTreeSet<String> {
    let whole = |said: &str| {
        let hits = search.find_iter(said).filter(|hit| is_whole(said, hit.range()));
        hits.map(|hit| said[hit.range()].to_owned()).collect::<BTreeSet<String>>()
    };
    // Most files have none of them.
    if whole(&files.get(text.file()).text).is_empty() {
        return BTreeSet::new();
    }
    let passages = text.passages();
    let prose = passages.iter().filter(|passage| passage.role.is_prose());
    prose.flat_map(|passage| whole(&texts::words(passage))).collect()
}

/// Whether no letter or digit is before or after a part of a text.
fn is_whole(text: &str, part: Range<usize>) -> bool {
    !text[..part.start].ends_with(char::is_alphanumeric)
        && !text[part.end..].starts_with(char::is_alphanumeric)
}

/// The acronyms that neither the document spells out nor `known` has, each where it first occurs.
pub(super) fn unexplained(
    prose: &[ProseLine<'_, '_>],
    passages: &[Passage<'_>],
    known: &BTreeSet<String>,
    files: &Files,
) -> Vec<(String, Span)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut unexplained = Vec::new();
    for line in prose {
        for acronym in acronyms(&line.words).into_iter().filter(|acronym| !known.contains(*acronym)) {
            if seen.insert(acronym) {
                unexplained.push((acronym.to_owned(), place(acronym, line.passage.span, files)));
            }
        }
    }
    if !unexplained.is_empty() {
        let titles = texts::titles(passages);
        let lines = prose.iter().map(|line| &*line.words.text);
        let spelled = spelled_out(lines.chain(titles.iter().map(|title| &**title)));
        unexplained.retain(|(acronym, _)| !spelled.contains(acronym.as_str()));
    }
    unexplained
}

fn finding(acronym: &str, found: &Found<'_>) -> Diagnostic {
    let others = match found.documents {
        1 => String::new(),
        2 => " and one other document".to_owned(),
        more => format!(" and {} other documents", more - 1),
    };
    let message = format!("{acronym} is not explained in “{}”{others}", found.title);
    Diagnostic::new(RULE.code, found.span, message).hint(format!(
        "list it in content/glossary.toml with `short = \"{acronym}\"`, or spell it out at its first use: the full words ({acronym})"
    ))
}

/// What the glossary lists, what the handbook file names, and what everybody knows.
pub(super) fn known(handbook: &Handbook) -> BTreeSet<String> {
    let terms = handbook.glossary.terms.iter().flat_map(|term| term.short.iter().chain([&term.term]));
    let terms = terms.map(|term| term.as_str());
    let tracks = handbook.tracks.iter().map(|(_, name)| name.as_str());
    let values = handbook.values.values().map(|value| value.text.as_str());
    let mut known = BTreeSet::new();
    for text in terms.chain(tracks).chain(values).map(CutText::new) {
        let words = joined(&text).into_iter();
        let words = words.flat_map(|word| std::iter::once(word).chain(word.split('-')));
        known.extend(words.map(|word| singular(word).to_owned()));
    }
    known.extend([EVERYDAY, STATES].into_iter().flat_map(str::split_whitespace).map(str::to_owned));
    known
}

fn acronyms<'t>(line: &'t CutText<'_>) -> Vec<&'t str> {
    let two_capitals = |bytes: &[u8]| bytes.iter().filter(|byte| byte.is_ascii_uppercase()).count() > 1;
    let bytes = line.text.as_bytes();
    let has_small = || line.text.chars().any(char::is_lowercase);
    // Most lines have only the capital they begin with.
    if !two_capitals(bytes)
        || !line.words.iter().any(|word| two_capitals(&bytes[word.clone()]))
        || !has_small()
    {
        return Vec::new();
    }
    let words = joined(line);
    let numbers = |at: Option<&&str>| at.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let law = |at: usize| {
        let after = words.get(at + 1);
        at > 0 && numbers(words.get(at - 1)) && (numbers(after) || after.is_some_and(|word| *word == "Part"))
    };
    let found = (0..words.len()).filter(|at| is_acronym(words[*at]) && !law(*at));
    found.map(|at| singular(words[at])).collect()
}

fn is_acronym(word: &str) -> bool {
    let word = singular(word);
    let roman = word.chars().all(|c| "IVX".contains(c));
    word.len() > 1 && !roman && word.chars().all(|c| c.is_ascii_uppercase() || c == '-')
}

/// `PCP` of `PCPs`.
fn singular(word: &str) -> &str {
    word.strip_suffix('s')
        .filter(|one| one.len() > 1 && one.chars().all(|c| c.is_ascii_uppercase()))
        .unwrap_or(word)
}

/// The words of a line; capitals on both sides of a hyphen make one word of two, such as `CSP-JI`.
fn joined<'t>(line: &'t CutText<'_>) -> Vec<&'t str> {
    let bytes = line.text.as_bytes();
    let joins = |one: &Range<usize>, next: &Range<usize>| {
        one.end + 1 == next.start
            && bytes[one.end] == b'-'
            && bytes[one.end - 1].is_ascii_uppercase()
            && bytes[next.start].is_ascii_uppercase()
    };
    let words = line.words.chunk_by(joins);
    let ends = words.filter_map(|word| Some((word.first()?.start, word.last()?.end)));
    ends.map(|(start, end)| &line.text[start..end]).collect()
}

/// The acronyms that a document spells out: `release of information (ROI)`, `(release of information, ROI)`, or
/// `ROI (release of information)`.
fn spelled_out<'d>(lines: impl Iterator<Item = &'d str>) -> BTreeSet<String> {
    let mut spelled = BTreeSet::new();
    for line in lines {
        for (open, _) in line.match_indices('(') {
            let close = line[open..].find(')').map_or(line.len(), |at| open + at);
            spelled.extend(spelled_beside(&line[..open], &line[open + 1..close]));
        }
    }
    spelled
}

/// What a bracket and the words before it spell out.
fn spelled_beside(outside: &str, inside: &str) -> Vec<String> {
    let (outside, inside) = (CutText::new(outside), CutText::new(inside));
    let (outside, inside) = (joined(&outside), joined(&inside));
    let spelled = match inside.as_slice() {
        [] => vec![],
        [only] => vec![spelled_before(only, &outside)],
        [first, .., last] => {
            let short = outside.last().map(|word| singular(word));
            vec![
                spelled_before(first, &outside),
                spelled_before(last, &inside[..inside.len() - 1]),
                short.filter(|short| is_acronym(short) && begins(first, short)),
            ]
        }
    };
    spelled.into_iter().flatten().map(str::to_owned).collect()
}

/// The acronym that `word` is, if the words before it may be what it stands for.
fn spelled_before<'d>(word: &'d str, before: &[&str]) -> Option<&'d str> {
    let short = singular(word);
    let mut near = before.iter().rev().take(short.len() + 3);
    (is_acronym(short) && near.any(|word| begins(word, short))).then_some(short)
}

/// Whether a word that isn't an acronym itself may be the first that `short` stands for.
fn begins(word: &str, short: &str) -> bool {
    let initial = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    !is_acronym(word) && initial(word) == initial(short)
}

/// The acronym's place in the file; the place of its text where the file spells it differently.
fn place(acronym: &str, text: Span, files: &Files) -> Span {
    // From there on: the span of a table of the file is its first line.
    let start = text.range().start;
    let written = files.get(text.file).text.get(start..).unwrap_or_default();
    let alone = |at: usize| {
        let end = written[at + acronym.len()..].trim_start_matches('s');
        !written[..at].ends_with(char::is_alphanumeric) && !end.starts_with(char::is_alphanumeric)
    };
    let at = written.match_indices(acronym).map(|(at, _)| at).find(|at| alone(*at));
    at.map_or(text, |at| Span::new(text.file, start + at..start + at + acronym.len()))
}
