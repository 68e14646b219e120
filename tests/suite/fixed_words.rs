//! Whoever asks for a fixed word gets one, and no word is there that nobody asks for.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{files_in, repository};

/// The paths of all words, such as `home.lead`; of those for a count, `home.open_clauses.one` too.
fn paths() -> BTreeSet<String> {
    fn walk(before: &str, table: &toml::Table, paths: &mut BTreeSet<String>) {
        for (key, value) in table {
            let path = format!("{before}{key}");
            if let toml::Value::Table(inner) = value {
                walk(&format!("{path}."), inner, paths);
            }
            paths.insert(path);
        }
    }
    let text = fs::read_to_string(repository("templates/words.toml")).unwrap();
    let mut found = BTreeSet::new();
    walk("", &text.parse().unwrap(), &mut found);
    found
}

/// What follows each `start` in a text, as far as it can be a path.
fn asked<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let after = text.match_indices(start).map(|(at, _)| &text[at + start.len()..]);
    after
        .map(|rest| {
            let end =
                rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c)));
            rest[..end.unwrap_or(rest.len())].trim_end_matches('.')
        })
        .collect()
}

fn text(path: &str) -> String {
    fs::read_to_string(repository(path)).unwrap()
}

#[test]
fn templates_ask_for_words_that_are_there() {
    let paths = paths();
    let mut count = 0;
    for folder in ["templates/html", "templates/pdf"] {
        for (name, bytes) in files_in(&repository(folder)) {
            if !(name.ends_with(".html") || name.ends_with(".typ")) {
                continue;
            }
            let text = String::from_utf8(bytes).unwrap();
            for path in asked(&text, "words.").into_iter().filter(|path| path.contains('.')) {
                count += 1;
                // `words.callout.at(kind)` asks for a whole table, and `.replace(…)` for nothing more.
                let path = path.trim_end_matches(".at").trim_end_matches(".replace");
                assert!(paths.contains(path), "{folder}/{name}: {path}");
            }
        }
    }
    assert!(count > 300, "only {count}");
}

#[test]
fn scripts_ask_for_words_that_are_there() {
    let paths = paths();
    let beside = ["months", "date_format", "clear_choice_of"];
    for (script, table) in [
        ("site/form.js", "form_script"),
        ("site/form-rules.js", "form_script"),
        ("site/form-file.js", "form_file"),
        ("templates/preview/preview.js", "preview"),
    ] {
        let text = text(script);
        let asked = asked(&text, "WORDS.");
        assert!(asked.len() > 8, "{script}");
        for word in asked {
            let word = word.split('.').next().unwrap();
            let is_there = beside.contains(&word) || paths.contains(&format!("{table}.{word}"));
            assert!(is_there, "{script}: {word}");
        }
    }
}

#[test]
fn no_word_is_left_over() {
    let mut all = String::new();
    for folder in ["src", "templates/html", "templates/pdf", "templates/preview", "site"] {
        for (name, bytes) in files_in(&repository(folder)) {
            let read = [".rs", ".html", ".typ", ".js"].iter().any(|ending| name.ends_with(ending));
            if read && !name.starts_with("words/") {
                all.push_str(&String::from_utf8(bytes).unwrap());
            }
        }
    }
    let is_asked_for = |key: &str| {
        all.match_indices(&format!(".{key}")).any(|(at, found)| {
            !all[at + found.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        })
    };
    // The code that writes days and times is beside its words, and the preview asks by the level of a finding.
    let own = ["dates.", "time.", "preview."];
    let left: Vec<String> = paths()
        .into_iter()
        .filter(|path| path.contains('.') && !own.iter().any(|own| path.starts_with(own)))
        .filter(|path| !is_asked_for(path.rsplit('.').next().unwrap()))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}
