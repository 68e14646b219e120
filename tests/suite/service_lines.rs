//! The starter with each set of service lines: no sentence is about a line that isn't offered, and no finding says that one is.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Sandbox, files_in, repository};

/// The lines that the handbook file names, each with the names that readers know it by.
///
/// The four kinds of CSP are all “CSP”: that name is no line's while any of them is offered. “Community Partner” is the name of other
/// organizations as well, with which CSP works.
const LINES: [(&str, &[&str]); 6] = [
    ("csp", &["CSP", "Community Support Program"]),
    ("csp-hi", &["CSP-HI", "Homeless Individuals"]),
    ("csp-tpp", &["CSP-TPP", "Tenancy Preservation"]),
    ("csp-ji", &["CSP-JI", "Justice Involvement"]),
    ("cp", &["Community Partner", "Community Partners"]),
    ("dc-cs", &["District of Columbia", "DBH"]),
];

const CSP: [&str; 4] = ["csp", "csp-hi", "csp-tpp", "csp-ji"];

/// The names of the lines that aren't in `offered`.
fn other_names(offered: &BTreeSet<&str>) -> Vec<&'static str> {
    let has_csp = CSP.iter().any(|line| offered.contains(line));
    let others = LINES.iter().filter(|(line, _)| match *line {
        "csp" | "cp" if has_csp => false,
        line => !offered.contains(line),
    });
    others.flat_map(|(_, names)| names.iter().copied()).collect()
}

/// Every set of lines but the empty one.
fn every_set() -> impl Iterator<Item = BTreeSet<&'static str>> {
    (1..1_usize << LINES.len()).map(|chosen| {
        let lines = LINES.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
        lines.map(|(_, (line, _))| *line).collect()
    })
}

/// Pages that a person judged right: they say what a publisher's page says, in its order, and a publisher counts lines that a program
/// doesn't offer.
const PUBLISHERS: [&str; 2] =
    ["specifications/masshealth-csp-overview.html", "specifications/masshealth-cp.html"];

/// The starter that offers these lines. A program without CSP isn't called a Community Support Program.
fn offering(sandbox: &Sandbox, lines: &BTreeSet<&str>) {
    let listed: Vec<String> = lines.iter().map(|line| format!("\"{line}\"")).collect();
    let mut book = String::from_utf8(std::fs::read(repository("handbook.toml")).unwrap()).unwrap();
    let start = book.find("\ntracks = [").unwrap() + 1;
    let end = start + book[start..].find('\n').unwrap();
    book.replace_range(start..end, &format!("tracks = [{}]", listed.join(", ")));
    if !CSP.iter().any(|line| lines.contains(line)) {
        for name in ["Community Support Program Handbook", "the Sample Community Support Program"] {
            assert!(book.contains(name));
            book = book.replacen(name, "Sample Program", 1);
        }
    }
    sandbox.write("book/handbook.toml", book);
}

/// The words of a page that readers see.
fn words_of(page: &str) -> String {
    let mut words = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        let skipped = ["script", "style"].into_iter().find(|name| after.starts_with(name));
        let after = match skipped {
            Some(name) => after.split_once(&format!("</{name}")).map_or("", |(_, after)| after),
            None => after,
        };
        rest = after.split_once('>').map_or("", |(_, after)| after);
        words.push(' ');
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words around each place where a text has a name as a whole word.
fn named<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let around = |at: usize| {
        let before = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
        let after = text[at..].char_indices().nth(60 + name.len()).map_or(text.len(), |(more, _)| at + more);
        &text[before..after]
    };
    let hits = text
        .match_indices(name)
        .filter(|(at, _)| !text[..*at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part));
    hits.map(|(at, _)| around(at)).collect()
}

/// What is wrong with the starter that offers these lines.
fn wrong_with(sandbox: &Sandbox, lines: &BTreeSet<&str>) -> Vec<String> {
    offering(sandbox, lines);
    let built = sandbox.run(&["build", "book", "--no-pdf"]);
    let printed = built.printed();
    let said = printed.err.lines().chain(printed.out.lines());
    let mut wrong: Vec<String> = said
        .filter(|line| line.starts_with("warning[") || line.starts_with("error["))
        .map(str::to_owned)
        .collect();
    if built.code() != 0 {
        wrong.push(format!("the build ended with {}", built.code()));
        return wrong;
    }
    for (path, bytes) in files_in(&sandbox.path("book/public")) {
        if !path.ends_with(".html") || PUBLISHERS.contains(&path.as_str()) {
            continue;
        }
        let text = words_of(&String::from_utf8(bytes).unwrap());
        for name in other_names(lines) {
            wrong.extend(named(&text, name).into_iter().map(|words| format!("{path}: … {words} …")));
        }
    }
    wrong
}

#[test]
fn with_each_set_of_lines_no_page_is_about_another_and_nothing_is_found() {
    let sets: Vec<BTreeSet<&str>> = every_set().collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    std::thread::scope(|scope| {
        let part = |sets: &[BTreeSet<&'static str>]| {
            let sandbox = Sandbox::with_starter();
            let found = sets.iter().map(|lines| (format!("{lines:?}"), wrong_with(&sandbox, lines)));
            found.collect::<Vec<_>>()
        };
        let parts: Vec<_> =
            sets.chunks(sets.len().div_ceil(workers)).map(|sets| scope.spawn(move || part(sets))).collect();
        for (lines, found) in parts.into_iter().flat_map(|part| part.join().unwrap()) {
            for one in found {
                wrong.entry(one).or_default().push(lines.clone());
            }
        }
    });
    let wrong: Vec<String> = wrong
        .into_iter()
        .map(|(one, sets)| format!("{one} (with {}, and {} more)", sets[0], sets.len() - 1))
        .collect();
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

const COURT: &str = "book/content/policies/court/2026-11-25.md";

/// The small handbook with one more service line, and a policy that has a passage for it.
fn with_court(passage: &str) -> Sandbox {
    let sandbox = Sandbox::with_small();
    sandbox.edit("book/handbook.toml", "[track_names]\n", "[track_names]\ncsp-ji = \"Justice (CSP-JI)\"\n");
    let policy = format!(
        "+++
title = \"Court dates\"
number = \"C-1\"
owner = \"Director\"
approver = \"Board\"
reviewed = 2026-11-25
summary = \"Going along.\"
+++

## Before

We ask for the date. {passage}
"
    );
    sandbox.write(COURT, policy);
    sandbox
}

fn offer(sandbox: &Sandbox, lines: &str) {
    let book = sandbox.read("book/handbook.toml");
    let start = book.find("\ntracks = ").unwrap() + 1;
    let end = start + book[start..].find('\n').unwrap();
    sandbox.write("book/handbook.toml", format!("{}tracks = [{lines}]{}", &book[..start], &book[end..]));
}

fn approve(sandbox: &Sandbox) {
    sandbox.run(&["approve", "court", "book", "--by", "The Board", "--on", "2026-11-25"]).expect(0);
}

/// What `check` says of texts that aren't the approved ones.
fn changes(sandbox: &Sandbox) -> Vec<String> {
    let report = sandbox.run(&["check", "book", "--format", "json"]).printed().json();
    let findings = report["findings"].as_array().unwrap().iter();
    let found = findings.filter(|finding| finding["code"] == "changed-after-approval");
    found.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

const PASSAGE: &str = "{only csp-ji: We tell the officer.}";

#[test]
fn an_approval_holds_when_a_line_is_no_longer_offered() {
    let sandbox = with_court(PASSAGE);
    offer(&sandbox, "\"csp\", \"csp-ji\"");
    approve(&sandbox);
    offer(&sandbox, "\"csp\"");
    assert_eq!(changes(&sandbox), Vec::<String>::new());
    offer(&sandbox, "\"csp\", \"csp-ji\"");
    assert_eq!(changes(&sandbox), Vec::<String>::new());
}

#[test]
fn an_approval_is_not_for_passages_of_a_line_that_is_offered_later() {
    let sandbox = with_court(PASSAGE);
    approve(&sandbox);
    offer(&sandbox, "\"csp\", \"csp-ji\"");
    assert_eq!(
        changes(&sandbox),
        [
            "the policy “Court dates” was changed after its approval on November 25, 2026: block 1 under “Before” said “for the date.”, and now says “for the date. {only csp-ji: We tell the officer.}”"
        ]
    );
}

#[test]
fn who_limits_an_approved_passage_changes_the_text() {
    let sandbox = with_court("We tell the officer.");
    approve(&sandbox);
    sandbox.edit(COURT, "We tell the officer.", PASSAGE);
    assert_eq!(changes(&sandbox).len(), 1);
    let sandbox = with_court(PASSAGE);
    offer(&sandbox, "\"csp\", \"csp-ji\"");
    approve(&sandbox);
    sandbox.edit(COURT, "{only csp-ji:", "{only csp:");
    assert_eq!(changes(&sandbox).len(), 1);
}

const NOTE: &str = r#"
title = "Court note"
number = "F-1"
owner = "Director"
approver = "Board"
reviewed = 2026-11-25
summary = "What was said."
due = "On the same day."
tasks = []

[[section]]
id = "court"
title = "The court {only csp-ji: and the officer}"

[[section.field]]
id = "who"
label = "Who was there"
kind = "choices"
options = ["Judge", "Officer {only csp-ji}", "Family"]

[[section.field]]
id = "supervision"
label = "Supervision"
kind = "text"
"#;

#[test]
fn options_and_words_of_a_form_are_left_out_everywhere() {
    let sandbox = with_court("See the [note](form:note).");
    sandbox.write("book/forms/note/2026-11-25.toml", NOTE);
    let page = |lines: &str| {
        offer(&sandbox, lines);
        sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
        words_of(&sandbox.read("book/public/forms/note.html"))
    };
    let without = page("\"csp\"");
    assert!(!without.to_lowercase().contains("officer") && without.contains("The court "), "{without}");
    assert!(!without.contains("only csp-ji"), "{without}");
    let with = page("\"csp\", \"csp-ji\"");
    assert!(with.contains("The court and the officer") && with.contains("Officer Family"), "{with}");
    sandbox.write("data.json", r#"{"who": ["Officer"]}"#);
    offer(&sandbox, "\"csp\"");
    sandbox.run(&["fill", "note", "book", "--data", "data.json", "--out", "note.pdf"]).expect(1);
}

#[test]
fn who_limits_a_field_of_an_approved_form_changes_the_form() {
    let sandbox = with_court("See the [note](form:note).");
    sandbox.write("book/forms/note/2026-11-25.toml", NOTE);
    sandbox.run(&["approve", "note", "book", "--by", "The Board", "--on", "2026-11-25"]).expect(0);
    assert_eq!(changes(&sandbox), Vec::<String>::new());
    sandbox.edit(
        "book/forms/note/2026-11-25.toml",
        "label = \"Supervision\"",
        "tracks = [\"csp-ji\"]\nlabel = \"Supervision\"",
    );
    assert_eq!(changes(&sandbox).len(), 1);
}
