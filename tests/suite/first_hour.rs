//! The page `docs/first-hour.md` tells the truth: its commands are run, its edits made, and what it shows is printed.

use std::fs;

use crate::support::{Sandbox, repository};

/// A fenced block of the page: what its fence says, the line of its first line, and its lines.
struct Block {
    says: String,
    line: usize,
    lines: Vec<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(says), None) => {
                open = Some(Block { says: says.to_owned(), line: index + 2, lines: Vec::new() });
            }
            (None, Some(block)) => block.lines.push(line.trim_end().to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The words of a command; a quoted one may have spaces.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Whether the text is as shown, where `…` means any characters.
fn line_matches(shown: &str, line: &str) -> bool {
    let Some((before, after)) = shown.split_once('…') else { return shown == line };
    line.strip_prefix(before).is_some_and(|rest| {
        rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| line_matches(after, &rest[at..]))
    })
}

/// Whether the lines are as shown, where the line `…` means any number of lines.
fn matches(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => {
            (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..]))
        }
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, others)| line_matches(first, line) && matches(rest, others)),
    }
}

/// Runs one command and holds what it prints against what is shown.
fn replay(sandbox: &Sandbox, place: &str, command: &str, shown: &[String]) {
    let arguments = words(command.strip_prefix("$ clausebook ").expect("a command of clausebook"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (shown, ending) = match shown.split_last() {
        Some((last, before)) if last.starts_with("(ends with ") => (before, last.as_str()),
        _ => (shown, "(ends with 0)"),
    };
    let ran = sandbox.run(&arguments);
    let ended = format!("(ends with {})", ran.code());
    let printed = ran.printed();
    // The page shows Windows paths with `/`.
    let printed = format!("{}{}", printed.out, printed.err).replace('\\', "/");
    let printed: Vec<String> = printed.lines().map(|line| line.trim_end().to_owned()).collect();
    assert!(
        ending == ended && matches(shown, &printed),
        "{place}: {command}\n--- shown ---\n{}\n{ending}\n--- printed ---\n{}\n{ended}\n",
        shown.join("\n"),
        printed.join("\n")
    );
}

/// Replaces the lines above `becomes` with those below it.
fn edit(sandbox: &Sandbox, page: &str, file: &str, block: &Block) {
    let middle = block.lines.iter().position(|line| line == "--- becomes ---");
    let middle = middle.unwrap_or_else(|| panic!("line {}: what does it become?", block.line));
    let (from, to) = (block.lines[..middle].join("\n"), block.lines[middle + 1..].join("\n"));
    let text = sandbox.read(file);
    assert!(text.contains(&from), "{page}, line {}: {file} has no\n{from}", block.line);
    sandbox.edit(file, &from, &to);
}

/// Does what a page of the repository shows, beginning in an empty folder, and holds what is printed against it. How many commands it has.
pub fn replay_page(path: &str, sandbox: &Sandbox) -> usize {
    let page = fs::read_to_string(repository(path)).unwrap();
    let mut commands = 0;
    for block in blocks(&page) {
        if let Some(file) = block.says.strip_prefix("edit ") {
            edit(sandbox, path, file, &block);
        } else if let Some(file) = block.says.strip_prefix("write ") {
            sandbox.write(file, block.lines.join("\n"));
        } else if block.says == "console" {
            let starts: Vec<usize> =
                (0..block.lines.len()).filter(|&at| block.lines[at].starts_with("$ ")).collect();
            assert_eq!(starts.first(), Some(&0), "{path}, line {}: a command comes first", block.line);
            for (number, &start) in starts.iter().enumerate() {
                let end = starts.get(number + 1).copied().unwrap_or(block.lines.len());
                let place = format!("{path}, line {}", block.line + start);
                replay(sandbox, &place, &block.lines[start], &block.lines[start + 1..end]);
                commands += 1;
            }
        } else {
            // What is only to be read.
            assert_eq!(block.says, "text", "{path}, line {}", block.line);
        }
    }
    commands
}

#[test]
fn the_first_hour_goes_as_the_page_says() {
    let commands = replay_page("docs/first-hour.md", &Sandbox::new());
    assert!(commands >= 10, "only {commands} commands were replayed");
}

#[test]
fn only_an_ellipsis_stands_for_what_is_left_out() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(matches(&lines("a\n…\nd"), &lines("a\nb\nc\nd")));
    assert!(matches(&lines("in … seconds."), &lines("in 0.4 seconds.")));
    assert!(!matches(&lines("in … seconds."), &lines("in 0.4 minutes.")));
    assert!(!matches(&lines("a\n…\nd"), &lines("a\nb\nc")));
    assert!(!matches(&lines("a"), &lines("a\nb")));
    assert!(!matches(&lines("a\nb"), &lines("a")));
}
