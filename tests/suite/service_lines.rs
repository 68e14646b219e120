//! The starter with each set of service lines: no sentence is about a line that isn't offered, and no finding says that one is.

use std::collections::BTreeSet;

use crate::support::{Sandbox, files_in};

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

/// The starter that offers these lines.
fn offering(sandbox: &Sandbox, lines: &BTreeSet<&str>) {
    let listed: Vec<String> = lines.iter().map(|line| format!("\"{line}\"")).collect();
    let book = sandbox.read("book/handbook.toml");
    let start = book.find("\ntracks = [").unwrap() + 1;
    let end = start + book[start..].find('\n').unwrap();
    sandbox.write(
        "book/handbook.toml",
        format!("{}tracks = [{}]{}", &book[..start], listed.join(", "), &book[end..]),
    );
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
    let hits = text.match_indices(name).filter(|(at, _)| {
        !text[..*at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    });
    hits.map(|(at, _)| around(at)).collect()
}

#[test]
fn with_each_set_of_lines_no_page_is_about_another_and_nothing_is_found() {
    let sandbox = Sandbox::with_starter();
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    for lines in every_set() {
        offering(&sandbox, &lines);
        let built = sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
        for finding in built.err.lines().chain(built.out.lines()).filter(|line| line.contains("warning[") || line.contains("error[")) {
            wrong.insert(format!("{lines:?}: {finding}"));
        }
        for (path, bytes) in files_in(&sandbox.path("book/public")) {
            if !path.ends_with(".html") {
                continue;
            }
            let text = words_of(&String::from_utf8(bytes).unwrap());
            for name in other_names(&lines) {
                wrong.extend(named(&text, name).into_iter().map(|words| format!("{path}: … {words} …")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
}
