//! Edits change the bytes that they mean, and no others.

use clausebook::edit::{ClausesRead, HeaderChange, HeaderFormat, TextRecord, change_header, replace_block};
use clausebook::model::text::Block;
use clausebook::pipeline::{self, Examined};
use clausebook::source::Span;
use clausebook::world::MemoryWorld;
use jiff::civil::date;

use crate::support::{Dice, TODAY, repository, starter};

/// How many random headers are tried.
const HEADERS: usize = 3_000;

fn approval() -> HeaderChange {
    let text = TextRecord { fingerprint: "v1: 8k2m0q4t 1h7xw9ze".to_owned(), values: Vec::new() };
    HeaderChange::Approval {
        by: "The \"Board\" of C:\\ — 委員会".to_owned(),
        on: date(2026, 12, 1),
        text,
        clauses: ClausesRead::default(),
    }
}

fn review() -> HeaderChange {
    HeaderChange::Review {
        by: "A Director".to_owned(),
        on: date(2026, 12, 1),
        clauses: ClausesRead {
            cites: vec![("payer".to_owned(), date(2027, 1, 1))],
            read_against: vec![("payer".to_owned(), "2027-01-01 3f9a2c".to_owned())],
        },
    }
}

fn revision() -> HeaderChange {
    HeaderChange::Revision {
        on: date(2027, 1, 1),
        change: "Within 1 day, # not 2.".to_owned(),
        is_material: true,
    }
}

/// One of many ways to write a header, with what is below it.
fn random_file(dice: &mut Dice, format: HeaderFormat) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut keys = vec![
        "title = \"Intake = # 1\"",
        "number = 'C-1'",
        "owner = \"Director\"",
        "summary = \"\"\"Two\nlines.\"\"\"",
        "\"tracks\" = [ \"csp\",\n  # of ours\n  \"csp-hi\" ]",
    ];
    let optional = [
        "approver = \"Board\"",
        "approved_by = 'Somebody'",
        "approved_on = 2025-01-01",
        "reviewed = 2026-01-01",
        "reviewed_by = \"Someone\"",
    ];
    keys.extend(optional.into_iter().filter(|_| dice.below(2) == 0));
    let history = dice.below(3);
    if history == 0 {
        keys.push("history = [{ date = 2026-01-01, change = \"First.\" }]");
    }
    while !keys.is_empty() {
        let key = keys.swap_remove(dice.below(keys.len()));
        let equals = *dice.of(&[" = ", "=", "   =\t"]);
        let spaced = key.replacen(" = ", equals, 1);
        let comment = *dice.of(&["", "", " # a comment", "\t#approved_by = \"none\""]);
        let before = *dice.of(&["", "", "\n", "# above\n", "\n\n  # apart\n"]);
        lines.push(format!("{before}{}{spaced}{comment}\n", dice.of(&["", "", "  "])));
    }
    if dice.below(2) == 0 {
        lines.push("\n[card]\ndo = [\"Call\"]   # first\n".to_owned());
    }
    if history == 1 {
        let entry = "[[history]]\ndate=2026-01-01\nchange = \"First.\" # why\n";
        lines.push(format!("{entry}{}", dice.of(&["", "\n", "# the end\n"])));
    }
    let header = lines.concat();
    let text = match format {
        HeaderFormat::Toml => header,
        HeaderFormat::Markdown => {
            let fence = *dice.of(&["+++", "+++ ", "+++\t"]);
            format!("{fence}\n{header}{fence}\n\n## Purpose\n\nWe answer. \n+++\nnumber = 1\n")
        }
    };
    let mark = *dice.of(&["", "\u{feff}"]);
    let mixed: String = text
        .split_inclusive('\n')
        .map(|line| if dice.below(2) == 0 { line.replace('\n', "\r\n") } else { line.to_owned() })
        .collect();
    format!("{mark}{mixed}")
}

/// Fails unless `after` is `before`, but for lines of the keys that are `changed` or new, and of those that are `removed`.
fn only_these_keys_changed(before: &str, after: &str, changed: &[&str], removed: &[&str]) {
    assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
    let (before, after) = (before.trim_start_matches('\u{feff}'), after.trim_start_matches('\u{feff}'));
    let has_key = |line: &str, keys: &[&str]| {
        let word = line.split(['=', '#']).next().unwrap_or_default().trim();
        line.contains('=') && keys.contains(&word)
    };
    let is_key = |line: &str| has_key(line, changed);
    let is_removed = |line: &str| has_key(line, removed);
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let mut at = 0;
    let mut ending = "";
    for line in after.split_inclusive('\n') {
        let line_ending = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        while old.get(at).is_some_and(|old| is_removed(old)) {
            at += 1;
        }
        if old.get(at) == Some(&line) {
            at += 1;
        } else if is_key(line) && old.get(at).is_some_and(|old| is_key(old) && same_key(old, line)) {
            only_the_value_changed(old[at], line);
            at += 1;
        } else {
            let is_new = is_key(line) || line.trim() == "[[history]]" || line.trim().is_empty();
            assert!(is_new, "{line:?} is new in\n{after:?}\nfrom\n{before:?}");
            assert_eq!(line_ending, ending, "{line:?} ends as the line before it, in\n{after:?}");
        }
        ending = line_ending;
    }
    assert!(old[at..].iter().all(|line| is_removed(line)), "{:?} is lost from\n{before:?}", &old[at..]);
}

fn same_key(one: &str, other: &str) -> bool {
    one.split('=').next() == other.split('=').next()
}

/// The key with its spaces, and the comment with the line end, are as they were.
fn only_the_value_changed(old: &str, new: &str) {
    let tail = |line: &str| {
        let comments = [" # a comment", "\t#approved_by"];
        let at = comments.iter().filter_map(|comment| line.rfind(comment)).max();
        line[at.unwrap_or(line.trim_end().len())..].to_owned()
    };
    assert_eq!(tail(old), tail(new), "{old:?} became {new:?}");
}

/// The keys of a header, as TOML has them.
fn keys(text: &str, format: HeaderFormat) -> toml::Table {
    let text = text.trim_start_matches('\u{feff}');
    let header = match format {
        HeaderFormat::Toml => text.to_owned(),
        HeaderFormat::Markdown => {
            let lines = text.split_inclusive('\n').skip(1);
            lines.take_while(|line| line.trim_end() != "+++").collect()
        }
    };
    header.parse().unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn recording_something_leaves_every_other_byte_of_any_header() {
    let mut dice = Dice(20_261_129);
    for _ in 0..HEADERS {
        let format = *dice.of(&[HeaderFormat::Markdown, HeaderFormat::Toml]);
        let before = random_file(&mut dice, format);
        let recorded: [(HeaderChange, &[&str]); 2] = [
            (approval(), &["approved_by", "approved_on", "approved_text"]),
            (review(), &["reviewed", "reviewed_by", "cites", "read_against"]),
        ];
        for (change, changed) in recorded {
            let after = change_header(&before, format, &change).unwrap();
            only_these_keys_changed(&before, &after, changed, &[]);
            let (mut old, mut new) = (keys(&before, format), keys(&after, format));
            for key in changed {
                old.remove(*key);
                assert!(new.remove(*key).is_some(), "{key} is missing from\n{after}");
            }
            assert_eq!(old, new, "{before}");
            assert_eq!(change_header(&after, format, &change).as_deref(), Ok(after.as_str()));
        }
    }
}

#[test]
fn a_revision_adds_its_entry_to_any_header_and_leaves_every_other_byte() {
    let mut dice = Dice(5);
    for _ in 0..HEADERS {
        let format = *dice.of(&[HeaderFormat::Markdown, HeaderFormat::Toml]);
        let before = random_file(&mut dice, format);
        let after = change_header(&before, format, &revision()).unwrap();
        let removed = ["approved_by", "approved_on", "reviewed", "reviewed_by"];
        only_these_keys_changed(&before, &after, &["history", "date", "change"], &removed);
        let (mut old, mut new) = (keys(&before, format), keys(&after, format));
        let history = |table: &mut toml::Table| match table.remove("history") {
            Some(toml::Value::Array(entries)) => entries,
            _ => Vec::new(),
        };
        let (before_it, mut with_it) = (history(&mut old), history(&mut new));
        let entry = with_it.pop().unwrap();
        assert_eq!(entry["change"].as_str(), Some("Within 1 day, # not 2."), "{after}");
        assert_eq!(entry["date"].to_string(), "2027-01-01");
        assert_eq!(before_it, with_it);
        for key in removed {
            old.remove(key);
        }
        assert_eq!(old, new, "{before}");
    }
}

/// Every document of a handbook: the file's path, its text, and its outermost blocks.
fn documents(examined: &Examined) -> Vec<(String, String, Vec<&Block>)> {
    let handbook = &examined.handbook;
    let mut documents: Vec<Vec<&Block>> = Vec::new();
    documents.extend(handbook.policies.iter().map(|one| one.current.body.blocks.iter().collect()));
    documents.extend(handbook.guide.iter().map(|one| one.body.blocks.iter().collect()));
    documents.extend(handbook.curricula.iter().map(|one| {
        let units = one.current.units.iter().flat_map(|unit| unit.text.iter().chain(&unit.for_trainer));
        one.current.opening.iter().chain(units).collect()
    }));
    documents
        .into_iter()
        .filter(|blocks| !blocks.is_empty())
        .map(|blocks| {
            let file = examined.sources.files.get(blocks[0].span().file);
            (file.path.clone(), file.text.clone(), blocks)
        })
        .collect()
}

/// The blocks within a block.
fn children(block: &Block) -> Vec<&Block> {
    match block {
        Block::List { items, .. } => items.iter().flatten().collect(),
        Block::Definitions { entries, .. } => {
            entries.iter().flat_map(|(_, meanings)| meanings.iter().flatten()).collect()
        }
        Block::Callout { blocks, .. } => blocks.iter().collect(),
        Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::Table { .. }
        | Block::Code { .. }
        | Block::Rule { .. } => Vec::new(),
    }
}

/// Fails unless the blocks have the places where a reader of the source sees them.
fn places_are_right(path: &str, text: &str, blocks: &[&Block], within: std::ops::Range<usize>) {
    let mut end = within.start;
    for block in blocks {
        let range = block.span().range();
        let source = text.get(range.clone()).unwrap_or_else(|| panic!("{path}: {range:?}"));
        assert!(range.start >= end && range.end <= within.end, "{path}: {source:?} is out of place");
        let is_code = matches!(block, Block::Code { .. });
        assert!(is_code || source == source.trim(), "{path}: {source:?} has spaces around it");
        assert!(!source.ends_with('\n') && !source.is_empty(), "{path}: {source:?}");
        let begins = match block {
            Block::Heading { .. } => source.starts_with('#'),
            Block::Table { .. } => source.starts_with('|'),
            Block::Callout { .. } => source.starts_with('>'),
            Block::List { start: None, .. } => source.starts_with(['-', '*', '+']),
            Block::List { .. } => source.starts_with(|c: char| c.is_ascii_digit()),
            Block::Rule { .. } => source.starts_with(['-', '*', '_']),
            Block::Definitions { .. } => source.contains("\n: ") || source.contains("\r\n: "),
            Block::Paragraph { .. } | Block::Code { .. } => true,
        };
        assert!(begins, "{path}: {block:?} is {source:?}");
        places_are_right(path, text, &children(block), range.clone());
        end = range.end;
    }
}

fn each<'a>(blocks: &[&'a Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        each(&children(block), visit);
    }
}

#[test]
fn replacing_a_block_changes_its_bytes_and_no_others() {
    let examined = pipeline::examine(&starter());
    let mut count = 0;
    for (path, text, blocks) in documents(&examined) {
        places_are_right(&path, &text, &blocks, 0..text.len());
        each(&blocks, &mut |block| {
            let range = block.span().range();
            let file = format!("\u{feff}{text}");
            let same = replace_block(&file, block.span(), &text[range.clone()]).unwrap();
            assert!(same == file, "{path}: {range:?}");
            let other = replace_block(&text, block.span(), "Something\r\nelse").unwrap();
            let (start, end) = (&text[..range.start], &text[range.end..]);
            assert!(other == format!("{start}Something\r\nelse{end}"), "{path}: {range:?}");
            count += 1;
        });
    }
    assert!(count > 1_000, "only {count} blocks");
}

/// A file of the handbook with every second block replaced by a heading, from the `first`.
fn replaced(text: &str, blocks: &[&Block], first: usize) -> String {
    let chosen: Vec<Span> = blocks.iter().skip(first).step_by(2).map(|block| block.span()).collect();
    chosen.iter().rev().fold(text.to_owned(), |text, span| replace_block(&text, *span, "## Other").unwrap())
}

#[test]
fn a_replaced_block_is_read_as_the_new_one_and_its_neighbors_as_before() {
    let before = pipeline::examine(&starter());
    for first in [0, 1] {
        // The text of a curriculum's unit is found by its heading, which is not among its blocks.
        let texts: Vec<_> = documents(&before)
            .into_iter()
            .filter(|(path, ..)| !path.starts_with("content/curricula/"))
            .collect();
        let world = texts.iter().fold(starter(), |world, (path, text, blocks)| {
            world.with(path.as_str(), replaced(text, blocks, first))
        });
        let after = pipeline::examine(&world);
        let read = documents(&after);
        for (path, old, blocks) in texts {
            let (_, new, others) = read.iter().find(|(other, ..)| *other == path).expect(&path);
            assert_eq!(blocks.len(), others.len(), "{path}");
            for (at, (block, other)) in blocks.iter().zip(others).enumerate() {
                let source = &new[other.span().range()];
                if at % 2 == first {
                    assert_eq!(source, "## Other", "{path}");
                } else {
                    assert_eq!(source, &old[block.span().range()], "{path}");
                }
            }
        }
    }
}

/// Blocks of every kind, in and beside each other, with blank lines and spaces where they are easily counted to the wrong one.
const CROWDED: &str = "Text at once
in two lines  
* one
* two

  more of two

      code in two

1. first
   - inner  

     > quoted [!x]
     > - in a quote

2. second
   ```
   fenced

   ```

> [!NOTE]
> Take note.
>
> - of this
> - of that
>
> | a | b |
> |---|---|
> | 1 | 2 |
>

Term
: Meaning one.

    Still meaning one.

: Meaning two.

| a | b |
|---|---|
| 1 | 2 |

---

    indented

    code

### Heading ###
After it.



";

#[test]
fn blocks_within_blocks_have_places_of_their_own() {
    for ending in ["\n", "\r\n"] {
        let path = "content/policies/visits/2026-02-01.md";
        let small = std::fs::read_to_string(repository("tests/handbooks/small").join(path)).unwrap();
        let (header, _) = small.split_once("## Purpose").unwrap();
        let text = format!("{header}## Purpose\n\n{CROWDED}").replace('\n', ending);
        let handbook = std::fs::read(repository("tests/handbooks/small/handbook.toml")).unwrap();
        let world = MemoryWorld::new(TODAY).with("handbook.toml", handbook).with(path, text.clone());
        let examined = pipeline::examine(&world);
        let (_, _, blocks) = &documents(&examined)[0];
        places_are_right(path, &text, blocks, 0..text.len());
        let mut kinds = Vec::new();
        each(blocks, &mut |block| kinds.push(std::mem::discriminant(block)));
        assert_eq!(kinds.len(), 32, "{blocks:#?}");
        // Nothing that is text lies between the blocks.
        let spans = blocks.iter().rev().map(|block| block.span());
        let rest = spans.fold(text.clone(), |text, span| replace_block(&text, span, "").unwrap());
        assert_eq!(rest.replace(header.replace('\n', ending).as_str(), "").trim(), "");
    }
}
