//! The files of `tests/findings`: one small input each, and the findings that it must give.
//!
//! A line `=== path` begins a file of the handbook. `=== body` is the text of the policy `intake`, whose header is given.
//! A line `//~ column severity[code]: message` is not part of the file: it says what must be found in the line above it;
//! `//~ help: …` is the hint of the finding before. Whatever else is found fails the test. Files that a test does not
//! name are those of `base`.

use std::collections::BTreeMap;
use std::fs;

use clausebook::diagnostic::FindingCode;
use clausebook::pipeline::{Examined, examine};
use clausebook::world::MemoryWorld;

use crate::support::{TODAY, repository};

const HEADER: &str = include_str!("../findings/base/policy-header.md");
const POLICY: &str = "content/policies/intake/2026-01-01.md";

#[test]
fn every_input_gives_its_findings_and_no_other() {
    let mut failures = Vec::new();
    let mut count = 0;
    let mut paths: Vec<_> = fs::read_dir(repository("tests/findings"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    for path in paths {
        count += 1;
        let case = Case::read(&fs::read_to_string(&path).unwrap());
        let found = case.found();
        if found != case.expected {
            failures.push(format!(
                "{}\n  expected:\n    {}\n  found:\n    {}",
                path.display(),
                case.expected.join("\n    "),
                found.join("\n    ")
            ));
        }
    }
    assert!(count > 40, "only {count} inputs were read");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_rule_has_an_input_of_its_name() {
    for rule in clausebook::check::RULES {
        let path = repository(&format!("tests/findings/{}.txt", rule.code));
        assert!(path.exists(), "{} is missing", path.display());
    }
}

struct Case {
    files: BTreeMap<String, String>,
    expected: Vec<String>,
}

impl Case {
    fn read(text: &str) -> Self {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let mut expected = Vec::new();
        let mut path = String::new();
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("=== ") {
                path = if name == "body" { POLICY.to_owned() } else { name.to_owned() };
                let start = if name == "body" { HEADER } else { "" };
                files.insert(path.clone(), start.to_owned());
            } else if let Some(finding) = line.strip_prefix("//~ ") {
                if let Some(help) = finding.strip_prefix("help: ") {
                    let last: &mut String = expected.last_mut().expect("a finding");
                    last.push_str(&format!("\n      help: {help}"));
                } else {
                    let (column, finding) = finding.split_once(' ').expect("a column");
                    let line = files[&path].lines().count().max(1);
                    expected.push(format!("{path}:{line}:{column}: {finding}"));
                }
            } else if let Some(file) = files.get_mut(&path) {
                file.push_str(line);
                file.push('\n');
            }
        }
        expected.sort();
        Self { files, expected }
    }

    fn found(&self) -> Vec<String> {
        let base = [
            ("handbook.toml", include_str!("../findings/base/handbook.toml")),
            ("content/specifications/spec.toml", include_str!("../findings/base/spec.toml")),
            ("content/policies/base/2026-01-01.md", include_str!("../findings/base/policy.md")),
        ];
        let mut world = MemoryWorld::new(TODAY);
        for (path, text) in base {
            world = world.with(path, text);
        }
        for (path, text) in &self.files {
            world = world.with(path, text.as_str());
        }
        let Examined { sources, findings, .. } = examine(&world);
        let mut lines = Vec::new();
        // Catalogs of a few clauses are written down in a few words. Hardly any input has a text that leads to its one policy or form, an
        // approval of its words, a reading of its clauses, or a whole unit: that is checked only where it is the point.
        let lonely = |code: FindingCode| {
            matches!(
                code,
                FindingCode::UnlinkedPage
                    | FindingCode::UnmentionedForm
                    | FindingCode::ApprovalWithoutText
                    | FindingCode::IncompleteUnit
                    | FindingCode::ObjectiveUntested
                    | FindingCode::UndatedCitations
                    | FindingCode::UnlistedFigure
                    | FindingCode::SameSource
            )
        };
        let named = |code: FindingCode| self.expected.iter().any(|one| one.contains(&format!("[{code}]")));
        for finding in findings.iter().filter(|one| !lonely(one.code) || named(one.code)) {
            let place = sources.files.location(finding.span);
            assert!(!finding.hints.is_empty(), "{} says nothing of what to do", finding.code);
            let help = finding.hints.iter().map(|hint| format!("\n      help: {hint}"));
            lines.push(format!(
                "{}:{}:{}: {}[{}]: {}{}",
                place.file,
                place.line,
                place.column,
                finding.severity.word(),
                finding.code,
                finding.message,
                help.collect::<String>()
            ));
        }
        lines.sort();
        lines
    }
}
