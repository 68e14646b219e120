//! What ARCHITECTURE.md, docs/decisions and the aliases of Cargo name exists: files, folders, links, tests, and items such as
//! `pdf::queue`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{files_in, repository};

/// The pages by their path from the repository's root, with their text.
fn pages() -> Vec<(String, String)> {
    let decisions = decisions().into_iter().map(|(name, _)| format!("docs/decisions/{name}"));
    let pages =
        ["ARCHITECTURE.md", "docs/decisions/README.md"].map(str::to_owned).into_iter().chain(decisions);
    pages.map(|page| (page.clone(), fs::read_to_string(repository(&page)).unwrap())).collect()
}

/// The decisions by file name, without their index.
fn decisions() -> Vec<(String, String)> {
    let files = files_in(&repository("docs/decisions")).into_iter();
    let files = files.filter(|(name, _)| name != "README.md");
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// What is between backticks, outside of fenced blocks.
fn code_spans(page: &str) -> Vec<String> {
    let text: Vec<&str> = page.split("\n```").step_by(2).collect();
    let spans = text.iter().flat_map(|text| text.split('`').skip(1).step_by(2));
    spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The targets of links to files.
fn link_targets(page: &str) -> Vec<&str> {
    let targets = page.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap());
    targets.filter(|target| !target.is_empty() && !target.contains("://")).collect()
}

#[test]
fn every_path_that_they_name_exists() {
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for span in code_spans(&text).iter().filter(|span| is_path(span)) {
            let fixed = span.split('*').next().unwrap();
            if !repository(fixed).exists() && !is_name_of_code(span) {
                wrong.push(format!("{page}: {span}"));
            }
        }
        let folder = repository(&page).parent().unwrap().to_owned();
        let targets = link_targets(&text).into_iter().filter(|target| !folder.join(target).exists());
        wrong.extend(targets.map(|target| format!("{page}: link to {target}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `src/pipeline.rs`, `site/fonts`, `writing.rs`; not `goals/2/steps/1/who`.
fn is_path(span: &str) -> bool {
    let Some((first, _)) = span.split_once('/') else { return span.ends_with(".rs") };
    let is_file = Path::new(span).extension().is_some_and(|ending| {
        ["rs", "md", "toml", "html", "typ", "css", "js", "mjs"].iter().any(|known| ending == *known)
    });
    !span.contains([' ', '<']) && (is_file || (!first.is_empty() && repository(first).exists()))
}

/// Whether a file of this name is somewhere in the sources or tests.
fn is_name_of_code(name: &str) -> bool {
    let folders = ["src", "tests", "benches"].map(|folder| files_in(&repository(folder)));
    folders.iter().flatten().any(|(path, _)| path.rsplit('/').next() == Some(name))
}

#[test]
fn every_item_that_they_name_exists() {
    let crates = dependencies();
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for span in code_spans(&text).iter().map(|span| span.trim_end_matches("()")) {
            let parts: Vec<&str> = span.split("::").collect();
            let exists = match parts[..] {
                [name] => !is_name_of_type(name) || is_declared(name, &files_of(&[])),
                _ if !parts.iter().all(|part| is_word(part)) => true,
                [first, ..] => first == "std" || crates.contains(first) || item_exists(&parts),
                [] => true,
            };
            if !exists {
                wrong.push(format!("{page}: {span}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The crates that we use, as Rust names them.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(repository("Cargo.toml")).unwrap();
    let keys = manifest.lines().filter_map(|line| line.split_once(" = "));
    keys.map(|(key, _)| key.replace('-', "_")).collect()
}

fn is_word(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `FieldSource`; not `CSP`.
fn is_name_of_type(span: &str) -> bool {
    is_word(span)
        && span.starts_with(|c: char| c.is_ascii_uppercase())
        && span.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether `model::form::Sheet`, `pdf::queue` or `files::Disk::rename` is there: modules first, then an item, then what it has.
fn item_exists(parts: &[&str]) -> bool {
    let modules =
        parts.len() - (0..parts.len()).rev().take_while(|&at| files_of(&parts[..=at]).is_empty()).count();
    let files = files_of(&parts[..modules]);
    match parts[modules..] {
        _ if modules == 0 => false,
        [] => true,
        [item] => is_declared(item, &files),
        [item, part] => {
            is_declared(item, &files) && files.iter().any(|file| words(file).any(|word| word == part))
        }
        _ => false,
    }
}

/// The texts of a module and the modules in it; of all modules where none is named.
fn files_of(module: &[&str]) -> Vec<String> {
    let (file, folder) = (format!("{}.rs", module.join("/")), format!("{}/", module.join("/")));
    let files = sources().into_iter();
    let files = files.filter(|(path, _)| module.is_empty() || *path == file || path.starts_with(&folder));
    files.map(|(_, text)| text).collect()
}

/// The files of the program, by path.
fn sources() -> Vec<(String, String)> {
    let files = files_in(&repository("src")).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn is_declared(name: &str, files: &[String]) -> bool {
    const DECLARING: [&str; 8] = ["fn", "struct", "enum", "trait", "const", "static", "type", "macro_rules"];
    files.iter().any(|file| {
        words(file)
            .zip(words(file).skip(1))
            .any(|(first, second)| second == name && DECLARING.contains(&first))
    })
}

#[test]
fn every_decision_has_a_title_and_a_date_and_is_in_the_index() {
    let index = fs::read_to_string(repository("docs/decisions/README.md")).unwrap();
    let listed: BTreeSet<&str> = index.lines().filter(|line| line.starts_with("- [")).collect();
    let mut expected = BTreeSet::new();
    for (name, text) in decisions() {
        let title = text.lines().next().and_then(|line| line.strip_prefix("# "));
        let title = title.unwrap_or_else(|| panic!("{name}: its first line is its title"));
        let date = text.lines().nth(2).and_then(|line| line.strip_prefix("Decided ")?.strip_suffix('.'));
        let date: jiff::civil::Date = date
            .and_then(|date| date.parse().ok())
            .unwrap_or_else(|| panic!("{name}: its third line is `Decided YYYY-MM-DD.`"));
        expected.insert(format!("- [{title}]({name}), {date}"));
    }
    assert_eq!(listed, expected.iter().map(String::as_str).collect());
}

#[test]
fn the_decisions_that_the_code_names_exist() {
    let mut named = 0;
    for (path, text) in sources() {
        for rest in text.split("docs/decisions/").skip(1) {
            let name = rest.split_inclusive(".md").next().unwrap();
            assert!(repository("docs/decisions").join(name).is_file(), "src/{path} names {name:?}");
            named += 1;
        }
    }
    assert!(named > 5, "only {named} are named");
}

#[test]
fn the_drawing_shows_modules_of_the_program() {
    let page = fs::read_to_string(repository("ARCHITECTURE.md")).unwrap();
    let (_, drawing) = page.split_once("```mermaid\n").expect("the drawing");
    let (drawing, _) = drawing.split_once("```").unwrap();
    let places = ["folder", "site", "reports", "file"];
    for line in drawing.lines().skip(1) {
        let (from, to) = line.split_once("-->").unwrap_or_else(|| panic!("no arrow: {line}"));
        let to = to.rsplit('|').next().unwrap();
        for node in [from, to].map(|node| words(node).next().unwrap()) {
            assert!(places.contains(&node) || !files_of(&[node]).is_empty(), "the drawing names {node}");
        }
    }
}

#[test]
fn the_tests_that_the_fast_run_skips_exist() {
    let aliases = fs::read_to_string(repository(".cargo/config.toml")).unwrap();
    let tests: String = files_in(&repository("tests/suite"))
        .into_iter()
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let skipped =
        aliases.lines().filter_map(|line| line.trim().strip_prefix("\"--skip\", \"")?.split('"').next());
    for name in skipped {
        let declared = match name.strip_suffix("::") {
            Some(module) => format!("mod {module};"),
            None => format!("fn {name}()"),
        };
        assert!(tests.contains(&declared), "there is no `{declared}`");
    }
}
