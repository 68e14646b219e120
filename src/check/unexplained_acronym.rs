//! A text uses an acronym that nobody explains: the glossary does not list it, and the document does not spell it out beside it, as in
//! "release of information (ROI)". New staff do not ask; they guess. One finding an acronym, where it first stands unexplained.
//!
//! An acronym is a word of two letters and more, all capitals: `ROI`, `PCPs`. Not looked at: lines all in capitals; words that the
//! handbook also writes small ("MUST"); roman numerals; states; citations of law ("130 CMR 461"); words with digits; words in backticks;
//! what the handbook file names (the program, its service lines); and a few that everybody knows.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::texts::{self, Text, Texts};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

pub const RULE: Rule = Rule { code: FindingCode::UnexplainedAcronym, look };

/// Acronyms that are words by now.
const EVERYDAY: &str = "AM AIDS COVID DVD FAQ GPS HIV ID IDs OK PDF PDFs PIN PM TV UK US USA USB ZIP";

/// States and territories, as the post writes them.
const STATES: &str = "AK AL AR AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY \
    OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY";

/// Where acronyms first stand unexplained, and how many documents do so.
struct Found<'a> {
    span: Span,
    title: &'a str,
    documents: usize,
}

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let mut documents = texts::all(handbook);
    documents.extend(texts::of_curricula(handbook));
    let words: Vec<Arc<Words>> = documents
        .par_iter()
        .map(|text| text.remembered(context.memo, RULE.code, || Arc::new(Words::of(text, context))))
        .collect();
    let known = known(context);
    let is_word = |acronym: &str| {
        let small = acronym.to_lowercase();
        words.iter().any(|words| words.small.contains(&small))
    };
    let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for (document, words) in documents.iter().zip(&words) {
        for (acronym, span) in words.unexplained.iter().filter(|(acronym, _)| !known.contains(acronym)) {
            let first = || Found { span: *span, title: document.title, documents: 0 };
            found.entry(acronym).or_insert_with(first).documents += 1;
        }
    }
    let found = found.into_iter().filter(|(acronym, _)| !is_word(acronym));
    found.map(|(acronym, found)| finding(acronym, &found)).collect()
}

/// What a document tells of acronyms.
struct Words {
    /// The words that it writes small.
    small: HashSet<String>,
    /// The acronyms that it does not spell out, each where it first stands.
    unexplained: Vec<(String, Span)>,
}

impl Words {
    fn of(document: &Text<'_>, context: &Context<'_>) -> Self {
        let (texts, titles) = (document.texts(), document.titles());
        let spelled = spelled_out(&texts, &titles);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut unexplained = Vec::new();
        for texts in &texts {
            for acronym in texts.lines.iter().flat_map(|line| acronyms(line)) {
                if !spelled.contains(acronym) && seen.insert(acronym) {
                    unexplained.push((acronym.to_owned(), place(acronym, texts, context)));
                }
            }
        }
        let small = lines(&texts).flat_map(words).filter(|word| word.chars().all(char::is_lowercase));
        Self { small: small.map(str::to_owned).collect(), unexplained }
    }
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
fn known(context: &Context<'_>) -> BTreeSet<String> {
    let handbook = context.handbook;
    let terms = handbook.glossary.terms.iter().flat_map(|term| term.short.iter().chain([&term.term]));
    let terms = terms.map(|term| term.as_str());
    let tracks = handbook.tracks.iter().map(|(_, name)| name.as_str());
    let values = handbook.values.values().map(|value| value.text.as_str());
    let mut known: BTreeSet<String> = terms
        .chain(tracks)
        .chain(values)
        .flat_map(words)
        .flat_map(|word| std::iter::once(word).chain(word.split('-')))
        .map(|word| singular(word).to_owned())
        .collect();
    known.extend([EVERYDAY, STATES].into_iter().flat_map(str::split_whitespace).map(str::to_owned));
    known
}

/// The acronyms of a line.
fn acronyms(line: &str) -> impl Iterator<Item = &str> {
    let shouted = !line.chars().any(char::is_lowercase);
    let words: Vec<&str> = if shouted { Vec::new() } else { words(line).collect() };
    let numbers = |at: Option<&&str>| at.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let law = |at: usize| {
        let after = words.get(at + 1);
        at > 0 && numbers(words.get(at - 1)) && (numbers(after) || after.is_some_and(|word| *word == "Part"))
    };
    let kept: Vec<&str> = (0..words.len())
        .filter(|at| is_acronym(words[*at]) && !law(*at))
        .map(|at| singular(words[at]))
        .collect();
    kept.into_iter()
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

/// The runs of letters and digits; capitals on both sides of a hyphen make one word of it, such as `CSP-JI`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let joins = |at: usize| {
            let capital = |c: Option<char>| c.is_some_and(|c| c.is_ascii_uppercase());
            capital(rest[..at].chars().next_back()) && capital(rest[at + 1..].chars().next())
        };
        let ends = |(at, c): &(usize, char)| !(c.is_alphanumeric() || *c == '-' && joins(*at));
        let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

fn lines(texts: &[Texts]) -> impl Iterator<Item = &str> {
    texts.iter().flat_map(|texts| texts.lines.iter().map(String::as_str))
}

/// The acronyms that a document spells out: `release of information (ROI)`, `(release of information, ROI)`, or
/// `ROI (release of information)`.
fn spelled_out<'d>(texts: &'d [Texts], titles: &'d [String]) -> BTreeSet<&'d str> {
    let mut spelled = BTreeSet::new();
    for line in lines(texts).chain(titles.iter().map(String::as_str)) {
        for (open, _) in line.match_indices('(') {
            let close = line[open..].find(')').map_or(line.len(), |at| open + at);
            let outside: Vec<&str> = words(&line[..open]).collect();
            let inside: Vec<&str> = words(&line[open + 1..close]).collect();
            let [first, .., last] = inside.as_slice() else {
                spelled.extend(inside.first().and_then(|only| spelled_before(only, &outside)));
                continue;
            };
            spelled.extend(spelled_before(first, &outside));
            spelled.extend(spelled_before(last, &inside[..inside.len() - 1]));
            let short = outside.last().map(|word| singular(word));
            spelled.extend(short.filter(|short| is_acronym(short) && begins(first, short)));
        }
    }
    spelled
}

/// The acronym that `word` is, if the words before it may be what it stands for.
fn spelled_before<'d>(word: &'d str, before: &[&str]) -> Option<&'d str> {
    let short = singular(word);
    let mut near = before.iter().rev().take(short.len() + 3);
    (is_acronym(short) && near.any(|word| begins(word, short))).then_some(short)
}

/// Whether a word, which is no acronym itself, may be the first that `short` stands for.
fn begins(word: &str, short: &str) -> bool {
    let initial = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    !is_acronym(word) && initial(word) == initial(short)
}

/// Where the acronym stands in the file; the place of its text where the file spells it differently.
fn place(acronym: &str, texts: &Texts, context: &Context<'_>) -> Span {
    // From there on: the span of a table of the file is its first line.
    let start = texts.span.range().start;
    let written = context.files.get(texts.span.file).text.get(start..).unwrap_or_default();
    let alone = |at: usize| {
        let end = written[at + acronym.len()..].trim_start_matches('s');
        !written[..at].ends_with(char::is_alphanumeric) && !end.starts_with(char::is_alphanumeric)
    };
    let at = written.match_indices(acronym).map(|(at, _)| at).find(|at| alone(*at));
    at.map_or(texts.span, |at| Span::new(texts.span.file, start + at..start + at + acronym.len()))
}
