//! Whatever a reader sees is looked at where it is written, and what `check` lets pass can be printed.
//!
//! `tests/handbooks/complete` has every kind of file with every key, and every kind of block. A character is put into each of its
//! strings and words, one at a time: either `check` finds it at its line, or it does no harm.

use std::collections::BTreeMap;

use clausebook::diagnostic::{FindingCode, Severity};
use clausebook::pipeline::examine;
use clausebook::world::MemoryWorld;

use crate::every_word;
use crate::support::{TODAY, build, files_in, repository};

/// A smiling face, and a byte-order mark that nobody sees.
const STRANGE: [char; 2] = ['\u{1f642}', '\u{feff}'];
const POLICY: &str = "content/policies/visits/2026-02-01.md";

type Texts = BTreeMap<String, String>;

/// The texts of the fixture, by path.
fn texts() -> Texts {
    let files = files_in(&repository("tests/handbooks/complete")).into_iter();
    files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

/// The handbook with these texts.
fn handbook(texts: &Texts) -> MemoryWorld {
    let pictures = files_in(&repository("tests/handbooks/complete")).into_iter();
    let pictures = pictures.filter(|(path, _)| !texts.contains_key(path));
    let texts = texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    pictures.chain(texts).fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes))
}

/// The errors of a handbook, by file and line.
fn errors(texts: &Texts) -> Vec<(String, usize, FindingCode)> {
    let examined = examine(&handbook(texts));
    let errors = examined.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let place = |span| examined.sources.files.location(span);
    errors.map(|error| (place(error.span).file, place(error.span).line, error.code)).collect()
}

/// What is printed of a handbook that has no errors.
fn must_build(texts: &Texts) {
    let built = build(&handbook(texts));
    assert!(built.outputs.is_some(), "{:#?}", built.findings);
}

/// The ends of the strings of TOML, and of the words of Markdown, in a file.
fn places(path: &str, text: &str) -> Vec<usize> {
    let header = if path.ends_with(".md") { text[3..].find("+++").unwrap() + 3 } else { text.len() };
    let mut places = Vec::new();
    let mut start = None;
    for (at, _) in text[..header].match_indices('"') {
        match start.take() {
            None => start = Some(at),
            Some(_) => places.push(at),
        }
    }
    let ends_word = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_some_and(char::is_alphanumeric) && !text[at..].starts_with(char::is_alphanumeric)
    };
    places.extend((header + 3..=text.len()).filter(|at| text.is_char_boundary(*at) && ends_word(*at)));
    places
}

/// The texts with `c` at a place; in the other files, where the same string is written once more, as well. With it the lines.
fn with(texts: &Texts, path: &str, at: usize, c: char) -> (Texts, Vec<(String, usize)>) {
    let text = &texts[path];
    let string = text[..at].rfind('"').filter(|_| text[at..].starts_with('"')).map(|start| &text[start..=at]);
    let mut changed = texts.clone();
    let mut lines = Vec::new();
    for (other, text) in &mut changed {
        let mut put = if other == path { vec![at] } else { Vec::new() };
        if let Some(string) = string {
            put.extend(text.match_indices(string).map(|(start, _)| start + string.len() - 1));
        }
        put.sort_unstable();
        put.dedup();
        for at in put.into_iter().rev() {
            lines.push((other.clone(), text[..at].matches('\n').count() + 1));
            text.insert(at, c);
        }
    }
    (changed, lines)
}

#[test]
fn a_strange_character_is_found_at_its_line_or_can_be_printed() {
    let texts = texts();
    assert_eq!(errors(&texts), []);
    let mut wrong = Vec::new();
    let (mut found, mut harmless) = (0, 0);
    for c in STRANGE {
        let mut all_harmless = texts.clone();
        for (path, text) in &texts {
            for at in places(path, text).into_iter().rev() {
                let (changed, lines) = with(&texts, path, at, c);
                let errors = errors(&changed);
                if errors.is_empty() {
                    harmless += 1;
                    all_harmless.get_mut(path).unwrap().insert(at, c);
                } else if errors.iter().any(|(file, line, _)| lines.contains(&(file.clone(), *line))) {
                    found += 1;
                } else {
                    wrong.push((c, lines, errors));
                }
            }
        }
        // The task of a form is harmless where its list has it too.
        must_build(&all_harmless);
    }
    assert!(wrong.is_empty(), "found elsewhere: {wrong:#?}");
    assert!(found > 400 && harmless < 60, "found {found}, harmless {harmless}");
}

#[test]
fn each_cell_of_a_table_is_found_at_its_row() {
    let mut texts = texts();
    let policy = texts.get_mut(POLICY).unwrap();
    *policy = policy.replace("| One |", "| One 🙂🙂 |").replace("| Two |", "| Two 🙂 |");
    let line = policy[..policy.find("| One").unwrap()].matches('\n').count() + 1;
    let lines: Vec<usize> = errors(&texts).into_iter().map(|(_, line, _)| line).collect();
    assert_eq!(lines, [line, line + 1]);
}

#[test]
fn a_character_of_a_particular_is_found_where_the_particular_is_set() {
    let mut texts = texts();
    let handbook = texts.get_mut("handbook.toml").unwrap();
    *handbook = handbook.replace("9 to 5", "9 to 5 🙂").replace("Named nowhere", "Named nowhere 🙂");
    let line = handbook[..handbook.find("9 to 5").unwrap()].matches('\n').count() + 1;
    assert_eq!(errors(&texts), [("handbook.toml".to_owned(), line, FindingCode::UnprintableCharacter)]);
}

#[test]
fn a_character_by_its_number_is_found_at_its_line() {
    let mut texts = texts();
    let form = texts.get_mut("forms/plan/2026-01-01.toml").unwrap();
    *form = form.replace("  \"Housing\"", "  \"Housing \\uFEFF\"");
    let line = form[..form.find("Housing").unwrap()].matches('\n').count() + 1;
    let path = "forms/plan/2026-01-01.toml".to_owned();
    assert_eq!(errors(&texts), [(path, line, FindingCode::UnprintableCharacter)]);
}

/// Spaces of all kinds, controls, joiners, marks of direction, a private character, and what is no character.
const ODD: &str = "\u{1}\u{8}\u{b}\u{c}\u{1c}\u{7f}\u{85}\u{a0}\u{ad}\u{34f}\u{61c}\u{1680}\u{180e}\u{2000}\u{2009}\u{200a}\u{200b}\
    \u{200d}\u{200e}\u{2028}\u{2029}\u{202e}\u{202f}\u{205f}\u{2060}\u{2066}\u{3000}\u{3164}\u{e000}\u{f8ff}\u{fe0f}\u{fff9}\u{fffd}\
    \u{fffe}\u{ffff}\u{1d173}\u{e0001}\u{f0000}\u{10fffd}";

#[test]
fn a_character_that_no_font_has_is_found_in_every_kind_of_text() {
    let texts = texts();
    let with = |odd: &str| {
        let text =
            format!("\n## Odd{odd}\n\nOdd{odd}odd `odd{odd}`\n\n| a{odd} | b |\n|---|---|\n| {odd} | d |\n");
        let mut texts = texts.clone();
        texts.get_mut(POLICY).unwrap().push_str(&text);
        texts
    };
    let harmless: Vec<char> = ODD.chars().filter(|c| errors(&with(&c.to_string())).is_empty()).collect();
    assert!(harmless.contains(&'\u{2009}') && !harmless.contains(&'\u{e000}'), "{harmless:?}");
    for c in harmless {
        must_build(&with(&c.to_string()));
    }
}

/// The texts in which each string of the headers that may be of any length has 40 words more, no two of them the same.
fn lengthened(texts: &Texts) -> Texts {
    let mut long = texts.clone();
    for (path, text) in texts {
        let ends = places(path, text).into_iter().filter(|at| text[*at..].starts_with('"'));
        for at in ends.collect::<Vec<_>>().into_iter().rev() {
            let letter = char::from(b'a' + u8::try_from(path.len() % 26).unwrap());
            let words: String = (0..40).map(|number| format!(" {letter}{at}x{number}")).collect();
            let mut changed = texts.clone();
            changed.get_mut(path).unwrap().insert_str(at, &words);
            if errors(&changed).is_empty() {
                long.get_mut(path).unwrap().insert_str(at, &words);
            }
        }
    }
    long
}

#[test]
fn whatever_passes_check_is_printed_whole_however_long_its_strings_are() {
    let texts = texts();
    let long = lengthened(&texts);
    let added: usize =
        long.iter().map(|(path, text)| text.matches(' ').count() - texts[path].matches(' ').count()).sum();
    assert!(added > 40 * 40, "only {added} words were added");
    let built = build(&handbook(&long));
    let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
    every_word::assert_form_is_whole(&site, "plan");
    assert_eq!(every_word::flaws_on_paper(&site, "visits", "policies"), Vec::<String>::new());
    assert_eq!(every_word::flaws_on_paper(&site, "core", "curricula"), Vec::<String>::new());
}

/// Words with this many letters and spaces in all, and a period at the end.
fn words(letters: usize) -> String {
    let words = "ế ".repeat(letters / 2 - 1);
    format!("{words}{}.", "a".repeat(letters - words.chars().count() - 1))
}

/// A text of this many letters for a policy.
type Long = fn(usize) -> String;

#[test]
fn a_text_that_a_pdf_cannot_hold_is_found_and_a_shorter_one_is_printed() {
    let texts = texts();
    let with = |text: String| {
        let mut texts = texts.clone();
        texts.get_mut(POLICY).unwrap().push_str(&text);
        texts
    };
    let kinds: [(Long, usize); 5] = [
        (|n| format!("\n## More\n\n{}\n", "ế".repeat(n)), 10_000),
        (|n| format!("\n```\n{}\n```\n", "a".repeat(n)), 10_000),
        (|n| format!("\n## {}\n\nText\n", words(n)), 8_000),
        (|n| format!("\n![{}](map.png \"Source: us\")\n", words(n)), 8_000),
        (|n| format!("\n[x](https://{}.example.org)\n", "a".repeat(n - 20)), 8_000),
    ];
    for (text, longest) in kinds {
        must_build(&with(text(longest)));
        let codes: Vec<_> = errors(&with(text(longest + 1))).into_iter().map(|(_, _, code)| code).collect();
        assert_eq!(codes, [FindingCode::OverlongText], "{:.40}", text(longest));
    }
}
