//! Pages that show sessions: their commands are run, their edits made, and what they show is printed.
//!
//! A line such as “Today is December 1, 2026.” sets the day of the commands after it.

use std::fs;

use jiff::civil::Date;

use crate::support::{Sandbox, TODAY, repository};

/// A fenced block of the page: what its fence says, the line of its first line, and its lines.
struct Block {
    says: String,
    line: usize,
    lines: Vec<String>,
    /// The day of the page at that place.
    day: Date,
}

/// The day that a line of the page sets.
fn day_of(line: &str) -> Option<Date> {
    let (_, rest) = line.split_once("oday is ")?;
    let day = rest.get(..rest.find(", 2")? + ", 2026".len())?;
    Date::strptime("%B %d, %Y", day).ok()
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut day = TODAY;
    for (index, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(says), None) => {
                open = Some(Block { says: says.to_owned(), line: index + 2, lines: Vec::new(), day });
            }
            (None, Some(block)) => block.lines.push(line.trim_end().to_owned()),
            (None, None) => day = day_of(line).unwrap_or(day),
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

/// A page that is replayed in a folder of its own.
struct Session<'a> {
    page: &'a str,
    sandbox: Sandbox,
}

impl Session<'_> {
    /// Runs one command and holds what it prints against what is shown.
    fn replay(&self, line: usize, day: Date, command: &str, shown: &[String]) {
        let arguments = words(command.strip_prefix("$ clausebook ").expect("a command of clausebook"));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (shown, ending) = match shown.split_last() {
            Some((last, before)) if last.starts_with("(ends with ") => (before, last.as_str()),
            _ => (shown, "(ends with 0)"),
        };
        let ran = self.sandbox.run_on(day, &arguments);
        let ended = format!("(ends with {})", ran.code());
        let printed = ran.printed();
        // The page shows Windows paths with `/`.
        let printed = format!("{}{}", printed.out, printed.err).replace('\\', "/");
        let printed: Vec<String> = printed.lines().map(|line| line.trim_end().to_owned()).collect();
        assert!(
            ending == ended && matches(shown, &printed),
            "{}, line {line}: {command}\n--- shown ---\n{}\n{ending}\n--- printed ---\n{}\n{ended}\n",
            self.page,
            shown.join("\n"),
            printed.join("\n")
        );
    }

    /// Replaces the lines above `becomes` with those below it.
    fn edit(&self, file: &str, block: &Block) {
        let middle = block.lines.iter().position(|line| line == "--- becomes ---");
        let middle = middle.unwrap_or_else(|| panic!("line {}: what does it become?", block.line));
        let (from, to) = (block.lines[..middle].join("\n"), block.lines[middle + 1..].join("\n"));
        let text = self.sandbox.read(file);
        assert!(text.contains(&from), "{}, line {}: {file} has no\n{from}", self.page, block.line);
        self.sandbox.edit(file, &from, &to);
    }

    fn run(&self, block: &Block) -> usize {
        let starts: Vec<usize> =
            (0..block.lines.len()).filter(|&at| block.lines[at].starts_with("$ ")).collect();
        assert_eq!(starts.first(), Some(&0), "line {}: a command comes first", block.line);
        for (number, &start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(block.lines.len());
            let shown = &block.lines[start + 1..end];
            self.replay(block.line + start, block.day, &block.lines[start], shown);
        }
        starts.len()
    }
}

/// Replays a page of this repository, which must have ten commands or more.
pub fn replay(page: &str) {
    let text = fs::read_to_string(repository(page)).unwrap();
    let session = Session { page, sandbox: Sandbox::new() };
    let mut commands = 0;
    for block in blocks(&text) {
        if let Some(file) = block.says.strip_prefix("edit ") {
            session.edit(file, &block);
        } else if let Some(file) = block.says.strip_prefix("write ") {
            session.sandbox.write(file, block.lines.join("\n"));
        } else if block.says == "console" {
            commands += session.run(&block);
        } else {
            // What is only to be read.
            assert_eq!(block.says, "text", "line {}", block.line);
        }
    }
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

#[test]
fn a_page_says_which_day_it_is() {
    assert_eq!(
        day_of("Today is March 14, 2027. The day of the incident."),
        Some(jiff::civil::date(2027, 3, 14))
    );
    assert_eq!(day_of("It is late."), None);
}
