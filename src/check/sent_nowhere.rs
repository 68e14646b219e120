//! A text names a service line that the program doesn't offer, or a document that is only for such a line: whoever reads it looks for
//! something that isn't there. A link to such a document is found where it is read (`markdown`); here it is words.
//!
//! A line's name that the glossary explains is meant: a Community Partner is an organization that staff work with, whether or not the
//! program is one. Of titles only longer ones count: “Release of information” are words that any text may use.

use std::collections::BTreeSet;

use super::texts::ProseLine;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::memo::Key;
use crate::model::phrases::{Likeness, Phrases};
use crate::model::{DocumentId, Handbook, Track};
use crate::source::{Files, Span};

pub(crate) const RULE: Rule = Rule { code: FindingCode::SentNowhere, look };

/// Shorter titles are words that any text may use.
const WORDS_OF_A_TITLE: usize = 4;

/// What a name is of.
#[derive(Hash)]
enum NameOf<'h> {
    Line(&'h Track),
    Document(&'h DocumentId),
}

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context.texts.iter().flat_map(|one| one.facts.sent_nowhere.iter().cloned()).collect()
}

/// The names of what the program doesn't offer.
pub(super) struct AbsentNames<'h> {
    pub(super) key: Key,
    phrases: Phrases<NameOf<'h>>,
}

impl<'h> AbsentNames<'h> {
    pub(super) fn new(handbook: &'h Handbook) -> Self {
        let names = names(handbook);
        Self { key: Key::of(&names), phrases: Phrases::new(Likeness::Exact, names) }
    }

    /// Those in a text, each once a passage.
    pub(super) fn find(&self, prose: &[ProseLine<'_, '_>], files: &Files) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for line in prose {
            for hit in line.words.find_all(&self.phrases) {
                let words = &line.words.text[hit.range];
                if seen.insert((line.passage.span, words)) {
                    found.push(finding(words, hit.value, line.passage.span, files));
                }
            }
        }
        found
    }
}

fn names(handbook: &Handbook) -> Vec<(String, NameOf<'_>)> {
    let absent = &handbook.not_offered;
    let terms = handbook.glossary.terms.iter().flat_map(|term| term.short.iter().chain([&term.term]));
    let offered = handbook.tracks.iter().map(|(_, name)| name.as_str());
    // The program's own name may contain one.
    let values = handbook.values.values().map(|value| value.text.as_str());
    let meant: Vec<&str> = terms.map(|term| term.as_str()).chain(offered).chain(values).collect();
    let is_missing = |name: &&str| !meant.iter().any(|meant| has_words(meant, name));
    let lines = absent.lines.iter().flat_map(|(track, name)| {
        let names = names_of_line(name).into_iter().filter(is_missing);
        names.map(move |name| (name.to_owned(), NameOf::Line(track))).collect::<Vec<_>>()
    });
    let shown: BTreeSet<&str> = handbook.shown().map(|(_, header)| header.title.as_str()).collect();
    let titles = absent.documents.iter().filter(|(_, title)| {
        title.split_whitespace().count() >= WORDS_OF_A_TITLE && !shown.contains(title.as_str())
    });
    let titles = titles.map(|(document, title)| (title.clone(), NameOf::Document(document)));
    lines.chain(titles).collect()
}

/// `CSP for Individuals with Justice Involvement` and `CSP-JI` of `CSP for Individuals with Justice Involvement (CSP-JI)`.
fn names_of_line(name: &str) -> Vec<&str> {
    let is_acronym = |short: &&str| {
        short.len() > 1 && short.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '-')
    };
    match name.trim().strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        Some((long, short)) => [long.trim()]
            .into_iter()
            .filter(|long| !long.is_empty())
            .chain(Some(short).filter(is_acronym))
            .collect(),
        None => vec![name.trim()],
    }
}

/// Whether a name is a part of another: “CSP” is meant wherever “CSP-JI” is.
fn has_words(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric)
            && !text[at + name.len()..].starts_with(char::is_alphanumeric)
    })
}

fn finding(words: &str, name: &NameOf<'_>, within: Span, files: &Files) -> Diagnostic {
    let written = files.get(within.file).text.get(within.range()).unwrap_or_default();
    let span = written.find(words).map_or(within, |at| {
        let start = within.range().start + at;
        Span::new(within.file, start..start + words.len())
    });
    let message = match name {
        NameOf::Line(Track(line)) => {
            format!("this names “{words}”, the service line `{line}`, which this handbook doesn't offer")
        }
        NameOf::Document(document) => {
            format!(
                "this names “{words}” (`{document}`), which is for service lines that this handbook doesn't offer"
            )
        }
    };
    let hint = match name {
        NameOf::Line(Track(line)) => format!("limit the passage with {{only {line}}} at its end, or the words with {{only {line}: words}}; if readers should know the name, explain it in the glossary"),
        NameOf::Document(_) => "limit the passage to the same service lines, with e.g. {only csp-ji} at its end, or name something else".to_owned(),
    };
    Diagnostic::new(RULE.code, span, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::names_of_line;

    #[test]
    fn a_line_is_called_by_its_name_and_its_acronym() {
        assert_eq!(
            names_of_line("CSP for Homeless Individuals (CSP-HI)"),
            ["CSP for Homeless Individuals", "CSP-HI"]
        );
        assert_eq!(names_of_line("Community Support (District of Columbia)"), ["Community Support"]);
        assert_eq!(names_of_line("Mobile team"), ["Mobile team"]);
    }
}
