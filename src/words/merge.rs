//! A handbook's own words over the built-in ones, key by key.

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::text::gaps;
use super::{FixedWords, OwnWords};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::source::{FileId, Span};

/// A built-in file with a handbook's own words in it.
pub(super) struct Merged {
    words: Table,
    /// The keys that the handbook has words for, such as `home.lead`.
    own: Vec<String>,
}

impl Merged {
    pub(super) fn new(built_in: &str) -> Self {
        // A test reads every built-in file.
        Self { words: built_in.parse().expect("a built-in file is TOML"), own: Vec::new() }
    }

    /// Puts the words of `own` in the place of those that are there. What does not fit becomes a finding and is left out.
    pub(super) fn take(&mut self, own: &OwnWords<'_>, findings: &mut Findings) {
        let (table, errors) = DeTable::parse_recoverable(own.text);
        findings.extend(errors.iter().map(|error| {
            let at = Span::new(own.file, error.span().unwrap_or(0..0));
            Diagnostic::new(
                FindingCode::TomlSyntax,
                at,
                format!("this is not valid TOML: {}", error.message()),
            )
            .hint("each line is a key, an equals sign and words in double quotes: lead = \"How we work\"")
        }));
        // What is not TOML would be found again as a key that does not fit.
        if errors.is_empty() {
            let mut merge = Merge { file: own.file, own: &mut self.own, findings };
            merge.table("", &mut self.words, table.into_inner());
        }
    }

    /// The keys that are not the handbook's own, and how many there are in all. What is said of a translation doesn't count.
    pub(super) fn missing(&self) -> (Vec<String>, usize) {
        let mut all = Vec::new();
        keys("", &self.words, &mut all);
        all.retain(|key| !key.starts_with("translation."));
        let count = all.len();
        all.retain(|key| !self.own.contains(key));
        (all, count)
    }

    pub(super) fn into_words(self) -> FixedWords {
        // A test reads every built-in file, and only what fits takes a place in it.
        self.words.try_into().expect("the words fit their struct")
    }
}

fn keys(path: &str, table: &Table, all: &mut Vec<String>) {
    for (key, value) in table {
        match value {
            Value::Table(inner) => keys(&format!("{path}{key}."), inner, all),
            _ => all.push(format!("{path}{key}")),
        }
    }
}

struct Merge<'a> {
    file: FileId,
    own: &'a mut Vec<String>,
    findings: &'a mut Findings,
}

impl Merge<'_> {
    /// `path` is empty, or ends with a point.
    fn table(&mut self, path: &str, words: &mut Table, own: DeTable<'_>) {
        for (key, value) in own {
            let full = format!("{path}{}", key.get_ref());
            let known: Vec<String> = words.keys().cloned().collect();
            match words.get_mut(key.get_ref().as_ref()) {
                Some(place) => self.value(full, place, value),
                None => {
                    let span = Span::new(self.file, key.span());
                    let finding = Diagnostic::new(
                        FindingCode::UnknownKey,
                        span,
                        format!("`{full}` is not one of the fixed words"),
                    );
                    let near = nearest(key.get_ref(), known.iter().map(String::as_str));
                    self.findings.push(match near {
                        Some(near) => finding.hint(format!("did you mean `{path}{near}`?")),
                        None => finding.hint(format!("the keys are: {}", known.join(", "))),
                    });
                }
            }
        }
    }

    fn value(&mut self, key: String, place: &mut Value, own: Spanned<DeValue<'_>>) {
        let span = Span::new(self.file, own.span());
        match (place, own.into_inner()) {
            (Value::Table(words), DeValue::Table(own)) => self.table(&format!("{key}."), words, own),
            (Value::String(words), DeValue::String(own)) if self.fits(&key, words, &own, span) => {
                *words = own.into_owned();
                self.own.push(key);
            }
            (Value::String(_), DeValue::String(_)) => {}
            (Value::Array(words), DeValue::Array(own))
                if words.len() == own.len() && own.iter().all(is_text) =>
            {
                let texts = own.into_iter().filter_map(|item| Some(item.get_ref().as_str()?.to_owned()));
                *words = texts.map(Value::String).collect();
                self.own.push(key);
            }
            (place, _) => {
                let wanted = match place {
                    Value::Table(_) => "a table of words".to_owned(),
                    Value::Array(items) => format!("a list of {} words", items.len()),
                    _ => "words".to_owned(),
                };
                self.findings.push(
                    Diagnostic::new(FindingCode::MistypedKey, span, format!("`{key}` must be {wanted}"))
                        .hint("write it as the built-in file does, with each of its words in double quotes"),
                );
            }
        }
    }

    /// Whether words have the gaps of those whose place they take.
    fn fits(&mut self, key: &str, words: &str, own: &str, span: Span) -> bool {
        let (wanted, given) = (gaps(words), gaps(own));
        let unknown = given.difference(&wanted).next();
        // "One topic" needs no number.
        let missing = wanted.difference(&given).find(|gap| !(key.ends_with(".one") && **gap == "count"));
        let message = match (unknown, missing) {
            (Some(gap), _) => format!("nothing is filled in for `{{{gap}}}` in `{key}`"),
            (None, Some(gap)) => format!("`{{{gap}}}` is missing in `{key}`"),
            (None, None) => return true,
        };
        self.findings.push(
            Diagnostic::new(FindingCode::WordsGap, span, message)
                .hint(format!("the built-in words are: {words}")),
        );
        false
    }
}

fn is_text(item: &Spanned<DeValue<'_>>) -> bool {
    item.get_ref().as_str().is_some()
}
