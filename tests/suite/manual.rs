//! The manual of findings: every code has a page, every page a code, and the examples give what they say.
//!
//! An example is a fenced block whose first line names its file. A few lines are enough: what a file of that kind must have besides is put
//! around them.

use std::collections::{BTreeMap, BTreeSet};

use clausebook::diagnostic::{FindingCode, Severity};
use clausebook::pipeline::examine;
use clausebook::world::MemoryWorld;

use crate::support::{Sandbox, TODAY, files_in, repository};

/// What only a disk, a very long text, or a template of one's own can give.
const WITHOUT_EXAMPLE: [FindingCode; 9] = [
    FindingCode::FileTooLarge,
    FindingCode::ImageTooLarge,
    FindingCode::LinkLoop,
    FindingCode::NotUtf8,
    FindingCode::OverlongText,
    FindingCode::Pdf,
    FindingCode::PdfField,
    FindingCode::Template,
    FindingCode::UnreadableFile,
];

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");
const POLICY: &str = include_str!("../findings/base/policy.md");
const POLICY_HEADER: &str = include_str!("../findings/base/policy-header.md");
const CATALOGUE: &str = "id = \"other\"\ntitle = \"Another\"\nshort_title = \"OTHER\"\npublisher = \"A payer\"\njurisdiction = \"Massachusetts\"\nauthority = \"binding\"\nrevision = 2025-01-01\n";
const FORM: &str = "title = \"Plan\"\nnumber = \"F-1\"\nowner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\napproved_on = 2026-01-01\nreviewed = 2026-11-01\nsummary = \"What to do.\"\ndue = \"Once.\"\n";

#[test]
fn every_page_is_that_of_a_code() {
    let pages: BTreeSet<String> =
        files_in(&repository("docs/rules")).into_iter().map(|(path, _)| path).collect();
    let of_codes: BTreeSet<String> = FindingCode::ALL.iter().map(|code| format!("{code}.md")).collect();
    assert_eq!(pages, of_codes);
}

#[test]
fn a_page_says_what_how_much_and_what_to_do() {
    for code in FindingCode::ALL {
        let page = code.manual_page();
        assert!(page.starts_with(&format!("# {code}\n\n")), "{code}: its first line is its code");
        assert!(page.contains("\n## What to do\n\n"), "{code}");
        let (_, matters) =
            page.split_once("\n## How much it matters\n\n").unwrap_or_else(|| panic!("{code}"));
        let matters = matters.replace('\n', " ");
        let can_be_set = matters.contains("can set it to error, warning, note or off");
        assert_eq!(can_be_set, code.is_configurable(), "{code}: {matters}");
        assert!(matters.starts_with(beginning(code.usual_level())), "{code}: {matters}");
    }
}

#[test]
fn the_example_of_a_page_gives_its_finding() {
    let mut wrong = Vec::new();
    for &code in FindingCode::ALL {
        let page = code.manual_page();
        let examples = examples(&page);
        assert_eq!(examples.is_empty(), WITHOUT_EXAMPLE.contains(&code), "{code} and its example");
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
        for finding in found.into_iter().filter(|finding| finding.severity != code.usual_level()) {
            wrong.push(format!("{code} is a finding at the level {:?}", finding.severity));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How the page of a code of this level says what it matters.
fn beginning(level: Severity) -> &'static str {
    match level {
        Severity::Error => "An error: ",
        Severity::Warning => "A warning: ",
        Severity::Note => "A note: ",
    }
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
    let rows = manual.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let listed: BTreeMap<&str, &str> = rows.collect();
    let configurable: Vec<&FindingCode> =
        FindingCode::ALL.iter().filter(|code| code.is_configurable()).collect();
    assert!(listed.keys().copied().eq(configurable.iter().map(|code| code.word())), "{listed:?}");
    for code in configurable {
        assert!(
            listed[code.word()].starts_with(code.usual_level().word()),
            "{code}: {}",
            listed[code.word()]
        );
    }
}

#[test]
fn explain_prints_a_page_lists_all_and_knows_what_is_near() {
    let sandbox = Sandbox::new();
    let page = sandbox.run(&["explain", "review-due"]).expect(0).out;
    assert!(
        page.starts_with("review-due\n\n    An approved policy, form or curriculum is past its date"),
        "{page}"
    );
    assert!(page.contains("        review_months = 12\n"), "{page}");
    assert_eq!(sandbox.run(&["explain", "warning[review-due]"]).expect(0).out, page);
    let list = sandbox.run(&["explain"]).expect(0).out;
    for code in FindingCode::ALL {
        assert!(list.contains(&format!("\n  {code} ")) || list.starts_with(&format!("  {code} ")), "{code}");
    }
    let printed = sandbox.run(&["explain", "review-duo"]).expect(2);
    assert!(printed.err.contains("did you mean review-due?"), "{}", printed.err);
    for line in list.lines().chain(page.lines()) {
        assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
    }
}
