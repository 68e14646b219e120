//! The manual of findings: every code has a page, every page a code, and the examples give what they say.
//!
//! An example is a fenced block whose first line names its file. A few lines are enough: what a file of that kind must have besides is put
//! around them.

use std::collections::{BTreeMap, BTreeSet};

use clausebook::assets::{codes, explanation};
use clausebook::check::settable;
use clausebook::diagnostic::Severity;
use clausebook::pipeline::examine;
use clausebook::world::MemoryWorld;

use crate::support::{Sandbox, TODAY, files_in, repository};

/// What only a disk, or a template of one's own, can give.
const WITHOUT_EXAMPLE: [&str; 8] = [
    "file-too-large",
    "image-too-large",
    "link-loop",
    "not-utf-8",
    "pdf",
    "pdf-field",
    "template",
    "unreadable-file",
];

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");
const POLICY: &str = include_str!("../findings/base/policy.md");
const POLICY_HEADER: &str = include_str!("../findings/base/policy-header.md");
const CATALOGUE: &str = "id = \"other\"\ntitle = \"Another\"\nshort_title = \"OTHER\"\npublisher = \"A payer\"\njurisdiction = \"Massachusetts\"\nauthority = \"binding\"\nrevision = 2025-01-01\n";
const FORM: &str = "title = \"Plan\"\nnumber = \"F-1\"\nowner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\napproved_on = 2026-01-01\nreviewed = 2026-11-01\nsummary = \"What to do.\"\ndue = \"Once.\"\n";

/// The codes in the sources: the first argument of whatever makes a finding, and the first of a tuple that becomes one.
fn codes_in_the_sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, bytes) in
        files_in(&repository("src")).into_iter().filter(|(path, _)| !path.ends_with("tests.rs"))
    {
        let text = String::from_utf8(bytes).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        for level in ["error", "warning", "note"] {
            for (at, start) in text.match_indices(&format!("Diagnostic::{level}(")) {
                let argument = text[at + start.len()..].split(',').next().unwrap().trim();
                match argument.strip_prefix('"') {
                    Some(code) => found.extend([code.trim_end_matches('"').to_owned()]),
                    None if matches!(argument, "code" | "finding.0") => found.extend(tuples(&text)),
                    None => found.extend([constant(argument, &text, &path)]),
                }
            }
        }
    }
    found
}

/// `("link-loop", …)`: code, message and hint of one finding among several.
fn tuples(text: &str) -> Vec<String> {
    let starts = text.split("(\"").skip(1).chain(text.split("(\n").skip(1));
    let words = starts.filter_map(|rest| rest.trim_start().trim_start_matches('"').split_once("\","));
    let kebab = |word: &str| word.contains('-') && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    words.map(|(word, _)| word.to_owned()).filter(|word| kebab(word)).collect()
}

/// The code that `RULE.code`, or a constant such as `RAW_HTML`, stands for.
fn constant(name: &str, text: &str, path: &str) -> String {
    let start = match name {
        "RULE.code" => "Rule { code: ".to_owned(),
        name => format!("const {name}: &str = "),
    };
    let declared = text.split_once(&start).map(|(_, rest)| rest);
    let elsewhere = std::fs::read_to_string(repository("src/markdown/parser.rs")).unwrap();
    let declared = declared.or_else(|| elsewhere.split_once(&start).map(|(_, rest)| rest));
    let declared = declared.unwrap_or_else(|| panic!("src/{path}: what code is {name}?"));
    declared.split('"').nth(1).unwrap().to_owned()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages: BTreeSet<String> = codes().into_iter().collect();
    let sources = codes_in_the_sources();
    assert!(sources.len() > 90, "only {} codes were found", sources.len());
    let missing: Vec<_> = sources.difference(&pages).collect();
    let idle: Vec<_> = pages.difference(&sources).collect();
    assert!(missing.is_empty(), "no page in docs/rules: {missing:?}");
    assert!(idle.is_empty(), "no code in the sources: {idle:?}");
}

#[test]
fn a_page_says_what_how_much_and_what_to_do() {
    let settable: BTreeSet<&str> = settable().collect();
    for code in codes() {
        let page = explanation(&code).unwrap();
        assert!(page.starts_with(&format!("# {code}\n\n")), "{code}: its first line is its code");
        assert!(page.contains("\n## What to do\n\n"), "{code}");
        let (_, matters) = page.split_once("\n## How much it matters\n\n").expect(&code);
        let matters = matters.replace('\n', " ");
        let can_be_set = matters.contains("can set it to error, warning, note or off");
        assert_eq!(can_be_set, settable.contains(code.as_str()), "{code}: {matters}");
        assert_eq!(matters.starts_with("An error: "), !can_be_set, "{code}: {matters}");
    }
}

#[test]
fn the_example_of_a_page_gives_its_finding() {
    let mut wrong = Vec::new();
    for code in codes() {
        let page = explanation(&code).unwrap();
        let examples = examples(&page);
        assert_eq!(examples.is_empty(), WITHOUT_EXAMPLE.contains(&code.as_str()), "{code} and its example");
        if examples.is_empty() {
            continue;
        }
        let mut world = MemoryWorld::new(TODAY)
            .with("handbook.toml", HANDBOOK)
            .with("content/specifications/spec.toml", SPECIFICATION)
            .with("content/policies/base/2026-01-01.md", POLICY);
        for (language, path, text) in &examples {
            world = world.with(path, around(language, path, text));
        }
        let examined = examine(&world);
        let found: Vec<_> = examined.findings.iter().filter(|finding| finding.code == code).collect();
        let others: Vec<_> = examined.findings.iter().map(|one| (one.code, &one.message)).collect();
        if found.is_empty() {
            wrong.push(format!("the example of {code} gives {others:?}"));
        }
        let (_, matters) = page.split_once("## How much it matters\n\n").unwrap();
        for finding in found {
            let start = match finding.severity {
                Severity::Error => "An error: ",
                Severity::Warning => "A warning: ",
                Severity::Note => "A note: ",
            };
            if !matters.starts_with(start) {
                wrong.push(format!("{code} is a finding at the level {:?}", finding.severity));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Language, file and text of each example.
fn examples(page: &str) -> Vec<(String, String, String)> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    let blocks = blocks.map(|block| block.split_once('\n').unwrap());
    blocks
        .map(|(info, text)| {
            let (language, path) = info.split_once(' ').expect("the file of an example");
            (language.to_owned(), path.to_owned(), format!("{text}\n"))
        })
        .collect()
}

/// A whole file with the lines of an example in it.
fn around(language: &str, path: &str, text: &str) -> String {
    let is_policy = path.starts_with("content/policies/intake/2026-01-01");
    match (language, path) {
        ("toml", "handbook.toml") => merge(HANDBOOK, text),
        ("toml", _) if path.starts_with("content/specifications/") => merge(CATALOGUE, text),
        ("toml", _) if path.starts_with("forms/plan/") => merge(FORM, text),
        ("toml", _) if is_policy => {
            let header = POLICY_HEADER.trim_start_matches("+++\n").trim_end_matches("+++\n");
            format!("+++\n{}+++\n## Purpose\n\nText.\n", merge(header, text))
        }
        ("markdown", _) if is_policy && !text.starts_with("+++") => format!("{POLICY_HEADER}{text}"),
        _ => text.to_owned(),
    }
}

/// The lines of `text` in `base`: a key takes the place of the same key of the same table, a list of tables comes last.
fn merge(base: &str, text: &str) -> String {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut lists = String::new();
    for part in [base, text] {
        let mut table = String::new();
        let mut listed = false;
        for line in part.lines() {
            if line.starts_with("[[") {
                listed = true;
            } else if line.starts_with('[') {
                (table, listed) = (line.to_owned(), false);
                continue;
            }
            if listed {
                lists.push_str(&format!("{line}\n"));
                continue;
            }
            let keys = tables.entry(table.clone()).or_default();
            if let Some((key, _)) = line.split_once(" = ") {
                keys.retain(|other| !other.starts_with(&format!("{key} = ")));
            }
            keys.push(line.to_owned());
        }
    }
    let tables = tables.into_iter().map(|(table, keys)| format!("{table}\n{}\n", keys.join("\n")));
    tables.collect::<String>() + &lists
}

#[test]
fn every_rule_that_can_be_set_is_in_the_manual_of_checking() {
    let manual = std::fs::read_to_string(repository("docs/checking.md")).unwrap();
    let listed: BTreeSet<&str> =
        manual.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(listed, settable().collect());
}

#[test]
fn explain_prints_a_page_lists_all_and_knows_what_is_near() {
    let sandbox = Sandbox::new();
    let page = sandbox.run(&["explain", "review-due"]).expect(0).out;
    assert!(page.starts_with("review-due\n\n    A policy, form or curriculum is past its date"), "{page}");
    assert!(page.contains("        review_months = 12\n"), "{page}");
    assert_eq!(sandbox.run(&["explain", "warning[review-due]"]).expect(0).out, page);
    let list = sandbox.run(&["explain"]).expect(0).out;
    for code in codes() {
        assert!(list.contains(&format!("\n  {code} ")) || list.starts_with(&format!("  {code} ")), "{code}");
    }
    let printed = sandbox.run(&["explain", "review-duo"]).expect(2);
    assert!(printed.err.contains("did you mean review-due?"), "{}", printed.err);
    for line in list.lines().chain(page.lines()) {
        assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
    }
}
