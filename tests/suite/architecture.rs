//! The table in ARCHITECTURE.md is true: no module uses more than its row says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{files_in, repository};

/// Libraries that a row must name. `files` means the parts of the standard library that touch the disk.
const LIBRARIES: &[(&str, &str)] = &[
    ("annotate_snippets", "annotate_snippets"),
    ("axum", "axum::"),
    ("calamine", "calamine::"),
    ("clap", "clap::"),
    ("clap_complete", "clap_complete"),
    ("clap_mangen", "clap_mangen"),
    ("csv", "csv::"),
    ("encoding_rs", "encoding_rs"),
    ("files", "std::fs"),
    ("files", "fs::"),
    ("fontdb", "fontdb::"),
    ("image", "image::"),
    ("indicatif", "indicatif"),
    ("jiff", "jiff"),
    ("lopdf", "lopdf"),
    ("notify", "notify::"),
    ("open", "open::that"),
    ("percent_encoding", "percent_encoding"),
    ("pulldown_cmark", "pulldown_cmark::"),
    ("pulldown_cmark_escape", "pulldown_cmark_escape"),
    ("quick_xml", "quick_xml"),
    ("rust_embed", "rust_embed"),
    ("rustix", "rustix::"),
    ("schemars", "schemars"),
    ("serde", "serde::"),
    ("serde_json", "serde_json"),
    ("sha1", "sha1::"),
    ("similar", "similar::"),
    ("siphasher", "siphasher"),
    ("strsim", "strsim"),
    ("tera", "tera::"),
    ("tokio", "tokio::"),
    ("toml", "toml::"),
    ("toml_edit", "toml_edit"),
    ("toml_writer", "toml_writer"),
    ("ttf_parser", "ttf_parser"),
    ("typst", "typst::"),
    ("typst_kit", "typst_kit"),
    ("typst_layout", "typst_layout"),
    ("typst_pdf", "typst_pdf"),
    ("unic_langid", "unic_langid"),
    ("unicode_normalization", "unicode_normalization"),
    ("unicode_script", "unicode_script"),
    ("usvg", "usvg::"),
    ("zip", "zip::"),
];

struct Row {
    modules: BTreeSet<String>,
    libraries: BTreeSet<String>,
}

fn table() -> BTreeMap<String, Row> {
    let text = fs::read_to_string(repository("ARCHITECTURE.md")).unwrap();
    let names = |cell: &str| {
        cell.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| `")?.split('|').collect();
            let name = cells[0].trim().trim_end_matches('`').to_owned();
            let row = Row { modules: names(cells.get(2)?), libraries: names(cells.get(3)?) };
            Some((name, row))
        })
        .collect()
}

/// The code of each module, without its tests.
fn code() -> BTreeMap<String, String> {
    let mut code: BTreeMap<String, String> = BTreeMap::new();
    for (path, bytes) in files_in(&repository("src")) {
        let module = path.split('/').next().unwrap().trim_end_matches(".rs");
        if matches!(module, "lib" | "main") || path.ends_with("/tests.rs") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let without_comments = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let module = code.entry(module.to_owned()).or_default();
        for line in without_comments {
            module.push_str(line);
            module.push('\n');
        }
    }
    code
}

fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            || code[..at].ends_with("std::")
            || code[..at].ends_with(" ::")
    })
}

#[test]
fn every_module_has_a_row() {
    let rows: BTreeSet<String> = table().into_keys().collect();
    let modules: BTreeSet<String> = code().into_keys().collect();
    assert_eq!(rows, modules);
}

#[test]
fn no_module_uses_another_that_its_row_does_not_name() {
    let table = table();
    let code = code();
    let mut wrong = Vec::new();
    for (module, text) in &code {
        // `use crate::{html, pdf};` names several at once.
        let braced: String = text
            .match_indices("use crate::{")
            .map(|(at, start)| text[at + start.len()..].split('}').next().unwrap())
            .collect::<Vec<_>>()
            .join(",");
        for other in code.keys().filter(|other| *other != module) {
            let used = text.contains(&format!("crate::{other}::"))
                || text.contains(&format!("crate::{other};"))
                || braced.split(',').any(|name| name.trim() == other);
            if used && !table[module].modules.contains(other) {
                wrong.push(format!("{module} uses {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_module_uses_a_library_that_its_row_does_not_name() {
    let table = table();
    let mut wrong = Vec::new();
    for (module, text) in code() {
        for &(library, written) in LIBRARIES {
            if uses(&text, written) && !table[&module].libraries.contains(library) {
                wrong.push(format!("{module} uses {library} ({written})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_one_module_writes_files() {
    // `write` has the lock of a site, which needs no more than its name.
    let writers = ["files", "write"];
    let calls = [
        "fs::write",
        "fs::rename",
        "fs::create_dir",
        "fs::remove",
        "fs::copy",
        "fs::hard_link",
        "create_new",
    ];
    let mut wrong = Vec::new();
    for (module, text) in code().iter().filter(|(module, _)| !writers.contains(&module.as_str())) {
        for call in
            calls.into_iter().chain(["File::create", "OpenOptions"]).filter(|call| text.contains(call))
        {
            wrong.push(format!("{module} uses {call}: use `files`"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_of_code_passes_the_length_that_a_reader_holds_in_mind() {
    for (path, bytes) in files_in(&repository("src")) {
        let lines = String::from_utf8(bytes).unwrap().lines().count();
        assert!(lines <= 600, "src/{path} has {lines} lines: it is two rooms");
    }
}

#[test]
fn each_type_has_a_name_of_its_own() {
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, bytes) in files_in(&repository("src")) {
        let text = String::from_utf8(bytes).unwrap();
        // `tests.rs` and `crash_tests.rs`, and the tests at the end of other files.
        if !path.ends_with("tests.rs") {
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            types_in(text).for_each(|name| declared.entry(name.to_owned()).or_default().push(path.clone()));
        }
    }
    declared.retain(|_, paths| paths.len() > 1);
    assert!(declared.is_empty(), "a search for one of these types finds others: {declared:#?}");
}

/// The types that a file declares. The types of a trait have the trait's name before theirs, and are left out.
fn types_in(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let declaration =
            line.trim_start().trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        let (keyword, rest) = declaration.trim_start_matches("pub ").split_once(' ')?;
        let declares =
            ["struct", "enum", "trait"].contains(&keyword) || (keyword == "type" && !line.starts_with(' '));
        declares.then(|| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
    })
}

#[test]
fn no_two_files_of_a_folder_differ_by_one_letter() {
    let mut alike = Vec::new();
    for folder in ["src", "tests/suite", "benches"] {
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, _) in files_in(&repository(folder)) {
            let parts: Vec<&str> = path.split('/').collect();
            for (at, part) in parts.iter().enumerate() {
                let name = part.split('.').next().unwrap().to_owned();
                names.entry(parts[..at].join("/")).or_default().insert(name);
            }
        }
        for (inside, names) in names {
            let pairs =
                names.iter().flat_map(|one| names.range(one.clone()..).map(move |other| (one, other)));
            let pairs = pairs.filter(|(one, other)| differ_by_one_letter(one, other));
            alike.extend(pairs.map(|(one, other)| format!("{folder}/{inside}: {one} and {other}")));
        }
    }
    assert!(alike.is_empty(), "{alike:#?}");
}

/// `field` and `fields`, or `word` and `ward`.
fn differ_by_one_letter(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let before = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    let rest = short[before..].bytes().rev().zip(long.bytes().rev());
    let after = rest.take_while(|(a, b)| a == b).count();
    one != other && long.len() - short.len() <= 1 && before + after + 1 >= long.len()
}

#[test]
fn names_that_differ_by_one_letter_are_found() {
    for (one, other) in [("field", "fields"), ("world", "word"), ("word", "ward"), ("a", "b")] {
        assert!(differ_by_one_letter(one, other), "{one} and {other}");
    }
    for (one, other) in [("word", "word"), ("form", "from"), ("field", "field_kind"), ("text", "tables")] {
        assert!(!differ_by_one_letter(one, other), "{one} and {other}");
    }
}
