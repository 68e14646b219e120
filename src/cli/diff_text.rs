//! What changed between two versions, for a terminal: `[-deleted-]` and `{+added+}`.

use super::count;
use crate::view::redline::{Fate, RedlineBlock, RedlineLine, RedlineRow, RedlineRun, RedlineView};

/// Columns of a line of text.
const WIDTH: usize = 80;

/// Text that is wrapped; colors take no room.
struct DiffText {
    is_colored: bool,
    text: String,
}

pub(crate) fn render(view: &RedlineView, is_colored: bool) -> String {
    let mut shown = DiffText { is_colored, text: String::new() };
    let RedlineView { title, number, old, new, reasons, facts, blocks, is_same } = view;
    shown.line(&format!("{title} ({number}), from {} to {}", old.id, new.id));
    for reason in reasons {
        shown.words("  ", [(Fate::Same, reason.as_str())]);
    }
    if *is_same {
        shown.line("\nNo difference.");
        return shown.text;
    }
    for fact in facts {
        shown.line(&format!("\n{}", fact.name));
        let (old, new) = (fact.old.clone(), format!(" {}", fact.new));
        let runs = [(Fate::Deleted, old), (Fate::Added, new)];
        shown.words("  ", runs.into_iter().filter(|(_, words)| !words.trim().is_empty()));
    }
    let told: Vec<&RedlineBlock> = blocks.iter().filter(|block| block.is_told()).collect();
    for block in &told {
        shown.block(block);
    }
    shown.line(&format!("\n{}.", count(told.len() + facts.len(), "difference", "differences")));
    shown.text
}

impl DiffText {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn block(&mut self, block: &RedlineBlock) {
        let what = match (block.fate, &block.other_key) {
            (Fate::Added, _) => ": added".to_owned(),
            (Fate::Deleted, _) => ": deleted".to_owned(),
            (Fate::MovedHere, Some(from)) if *from == block.key => ": moved here".to_owned(),
            (Fate::MovedHere, Some(from)) => format!(": moved here; it was {from}"),
            (Fate::MovedHere | Fate::MovedAway | Fate::Same | Fate::Changed, _) => String::new(),
        };
        self.line(&format!("\n{}{what}", block.key));
        let is_moved_whole = block.fate == Fate::MovedHere
            && block
                .lines
                .iter()
                .map(|line| line.fate)
                .chain(block.rows.iter().map(|row| row.fate))
                .all(|fate| fate == Fate::Same);
        for line in block.lines.iter().filter(|line| line.fate != Fate::Same || is_moved_whole) {
            self.one_line(line);
        }
        for row in block.rows.iter().filter(|row| row.fate != Fate::Same || is_moved_whole) {
            self.row(row);
        }
    }

    fn one_line(&mut self, line: &RedlineLine) {
        let label = match line.label.as_str() {
            "" => String::new(),
            label if label.chars().any(char::is_alphabetic) => format!("{label}: "),
            label => format!("{label} "),
        };
        let runs = line.runs.iter().map(run);
        let runs = [(Fate::Same, label)].into_iter().chain(runs);
        self.words(&"  ".repeat(line.depth.max(1)), runs);
    }

    /// The cells of a row, with a bar between them.
    fn row(&mut self, row: &RedlineRow) {
        let mut runs: Vec<(Fate, String)> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            if at > 0 {
                runs.push((Fate::Same, " | ".to_owned()));
            }
            for (at, line) in cell.iter().enumerate() {
                if at > 0 {
                    runs.push((Fate::Same, " ".to_owned()));
                }
                runs.extend(line.runs.iter().map(run));
            }
        }
        self.words("  ", runs);
    }

    /// Words within the width, each line after `indent`.
    fn words<S: AsRef<str>>(&mut self, indent: &str, runs: impl IntoIterator<Item = (Fate, S)>) {
        let mut used = 0;
        // Whether the next piece begins a word.
        let mut is_spaced = false;
        for (fate, words) in runs {
            let words = words.as_ref();
            let marked = match fate {
                Fate::Added => format!("{{+{}+}}", words.trim()),
                Fate::Deleted => format!("[-{}-]", words.trim()),
                Fate::Same | Fate::Changed | Fate::MovedHere | Fate::MovedAway => words.trim().to_owned(),
            };
            is_spaced |= words.starts_with(' ');
            for (at, word) in marked.split(' ').filter(|word| !word.is_empty()).enumerate() {
                let length = word.chars().count();
                let is_spaced = is_spaced || at > 0;
                if used == 0 {
                    self.text.push_str(indent);
                    used = indent.len();
                } else if is_spaced && used + 1 + length > WIDTH {
                    self.text.push('\n');
                    self.text.push_str(indent);
                    used = indent.len();
                } else if is_spaced {
                    self.text.push(' ');
                    used += 1;
                }
                self.text.push_str(&self.colored(fate, word));
                used += length;
            }
            is_spaced = words.ends_with(' ');
        }
        self.text.push('\n');
    }

    fn colored(&self, fate: Fate, word: &str) -> String {
        match fate {
            Fate::Added if self.is_colored => format!("\u{1b}[32m{word}\u{1b}[0m"),
            Fate::Deleted if self.is_colored => format!("\u{1b}[31m{word}\u{1b}[0m"),
            _ => word.to_owned(),
        }
    }
}

/// The words of a run, with the space before it.
fn run(run: &RedlineRun) -> (Fate, String) {
    let RedlineRun { fate, words, spaced, struck } = run;
    let words = if *struck { format!("~~{words}~~") } else { words.clone() };
    // A space before a mark is not in it: `within [-1-] {+2+}`.
    (*fate, if *spaced { format!(" {words}") } else { words })
}
