//! What changed between two versions as tracked changes, which Word lists, accepts and rejects: accepting all of them leaves the new
//! version, rejecting all of them the old one.

use std::io;

use super::package::PictureFiles;
use super::parts::{Run, Tracked, WordBlock, WordParagraph};
use super::tables::{WordCell, WordRow};
use super::{FileHead, look, packed};
use crate::model::Date;
use crate::model::text::Spacing;
use crate::view::Shell;
use crate::view::redline::{
    BlockLook, FactRow, Fate, RedlineBlock, RedlineLine, RedlineRow, RedlineRun, RedlineView,
};

/// Writes a redline as a Word file. The changes are of `date`.
///
/// # Errors
/// What the file's zip cannot hold.
pub(crate) fn write_redline(shell: &Shell, view: &RedlineView, date: Date) -> io::Result<Vec<u8>> {
    let words = &shell.words;
    let title = words.redline.title.fill(&[("title", &view.title)]);
    let versions = words.redline.lead.fill(&[("old", &view.old.name), ("new", &view.new.name)]);
    let tracked = TrackedWriter { date: format!("{date}T00:00:00Z") };
    let mut parts =
        vec![WordBlock::Paragraph(WordParagraph::new().style("Subtitle").add_run(Run::of(&versions)))];
    let bullet =
        |words: &String| look::item(WordParagraph::new().add_run(Run::of(words)), None, 0, Spacing::Tight);
    parts.extend(view.reasons.iter().map(|reason| WordBlock::Paragraph(bullet(reason))));
    parts.extend(view.facts.iter().map(|fact| WordBlock::Paragraph(tracked.fact(fact))));
    for block in &view.blocks {
        tracked.block(block, &mut parts);
    }
    let head = FileHead {
        title: &title,
        document: format!("{}  {}", view.number, view.title),
        version: versions,
        date: date.to_string(),
        identity: None,
    };
    packed(shell, head, parts, &[], &PictureFiles::new())
}

/// Writes changes of one day.
struct TrackedWriter {
    /// As Word has it: `2027-01-01T00:00:00Z`.
    date: String,
}

impl TrackedWriter {
    fn fact(&self, fact: &FactRow) -> WordParagraph {
        let paragraph = WordParagraph::new().add_run(Run::of(&format!("{}: ", fact.name)).bold());
        let paragraph = self.words(paragraph, Fate::Deleted, &fact.old);
        let space = if fact.old.is_empty() || fact.new.is_empty() { "" } else { " " };
        self.words(paragraph, Fate::Added, &format!("{space}{}", fact.new))
    }

    fn block(&self, block: &RedlineBlock, parts: &mut Vec<WordBlock>) {
        if !block.name.is_empty() && !matches!(block.name_style(), Some("Title" | "Subtitle")) {
            let name = look::name_of_passage();
            let words = self.words(name, whole(block.fate), &block.name);
            parts.push(WordBlock::Paragraph(self.mark(words, whole(block.fate))));
        }
        if block.look == BlockLook::Table {
            self.table(block, parts);
            return;
        }
        for line in &block.lines {
            parts.extend(self.line(block, line));
        }
    }

    /// A line; `None` where nothing of it is shown, since it is shown where it was before.
    fn line(&self, block: &RedlineBlock, line: &RedlineLine) -> Option<WordBlock> {
        let fate = fate_in(block.fate, line.fate)?;
        let paragraph = match (block.look, block.name_style()) {
            (BlockLook::Heading(level), _) => {
                WordParagraph::new().style(&format!("Heading{}", level.saturating_sub(1).clamp(1, 5)))
            }
            (_, Some(style)) => WordParagraph::new().style(style),
            _ if line.label == "•" => {
                look::item(WordParagraph::new(), None, line.depth - 1, Spacing::Tight)
            }
            _ if line.depth > 0 => look::below_item(WordParagraph::new(), line.depth - 1),
            _ => WordParagraph::new(),
        };
        let paragraph = match line.label.as_str() {
            "" | "•" => paragraph,
            label if label.chars().any(char::is_alphabetic) => {
                self.words(paragraph, fate, &format!("{label}: "))
            }
            label => self.words(paragraph, fate, &format!("{label} ")),
        };
        let paragraph = self.runs(paragraph, block.fate, line);
        Some(WordBlock::Paragraph(self.mark(paragraph, fate)))
    }

    fn runs(&self, mut paragraph: WordParagraph, block: Fate, line: &RedlineLine) -> WordParagraph {
        for RedlineRun { fate, words, spaced, struck } in &line.runs {
            let Some(fate) = fate_in(block, *fate) else { continue };
            let words = format!("{}{words}", if *spaced { " " } else { "" });
            paragraph = if *struck && fate == Fate::Same {
                paragraph.add_run(Run::of(&words).strike())
            } else {
                self.words(paragraph, fate, &words)
            };
        }
        paragraph
    }

    fn table(&self, block: &RedlineBlock, parts: &mut Vec<WordBlock>) {
        let columns = block.rows.first().map_or(1, |row| row.cells.len().max(1));
        let widths = look::widths(&vec![1; columns]);
        let rows: Vec<WordRow> =
            block.rows.iter().filter_map(|row| self.row(block.fate, row, &widths)).collect();
        if rows.is_empty() {
            return;
        }
        // Word repeats no row that was added or deleted.
        let is_kept = |row: &RedlineRow| {
            row.is_head && matches!(fate_in(block.fate, row.fate), Some(Fate::Same | Fate::Changed))
        };
        let is_headed = block.rows.first().is_some_and(is_kept);
        parts.push(WordBlock::Table(if is_headed {
            look::headed_table(rows, widths)
        } else {
            look::table(rows, widths)
        }));
        parts.push(WordBlock::Paragraph(self.mark(WordParagraph::new(), whole(block.fate))));
    }

    fn row(&self, block: Fate, row: &RedlineRow, widths: &[usize]) -> Option<WordRow> {
        let fate = fate_in(block, row.fate)?;
        let cells = row.cells.iter().zip(widths).map(|(lines, width)| {
            let paragraph = lines.iter().fold(WordParagraph::new().style("TableText"), |paragraph, line| {
                self.runs(paragraph, block, line)
            });
            WordCell::new(*width, vec![WordBlock::Paragraph(self.mark(paragraph, fate))])
        });
        let tracked = self.change(fate);
        Some(WordRow { cells: cells.collect(), can_split: tracked.is_some(), is_head: false, tracked })
    }

    fn words(&self, paragraph: WordParagraph, fate: Fate, words: &str) -> WordParagraph {
        if words.is_empty() {
            return paragraph;
        }
        let words = words.replace(['\n', '\t'], " ");
        match self.change(fate) {
            Some(change) if change.is_deleted => paragraph.add_tracked(change, Run::deleted(&words)),
            Some(change) => paragraph.add_tracked(change, Run::of(&words)),
            None => paragraph.add_run(Run::of(&words)),
        }
    }

    /// Whether the paragraph itself came or went, and not only its words.
    fn mark(&self, paragraph: WordParagraph, fate: Fate) -> WordParagraph {
        match self.change(fate) {
            Some(change) => paragraph.tracked(change),
            None => paragraph,
        }
    }

    fn change(&self, fate: Fate) -> Option<Tracked> {
        let tracked = |is_deleted| Some(Tracked { is_deleted, date: self.date.clone() });
        match fate {
            Fate::Added => tracked(false),
            Fate::Deleted => tracked(true),
            Fate::Same | Fate::Changed | Fate::MovedHere | Fate::MovedAway => None,
        }
    }
}

/// The fate of what belongs to a block as a whole.
fn whole(block: Fate) -> Fate {
    match block {
        Fate::Added | Fate::MovedHere => Fate::Added,
        Fate::Deleted | Fate::MovedAway => Fate::Deleted,
        Fate::Same | Fate::Changed => Fate::Same,
    }
}

/// The fate of a part of a block. Of a block that was moved, everything is deleted where it was and added where it is, so that
/// what it lost is not shown there.
fn fate_in(block: Fate, part: Fate) -> Option<Fate> {
    match (whole(block), part) {
        (Fate::Added, Fate::Deleted) => None,
        (Fate::Same, part) => Some(part),
        (whole, _) => Some(whole),
    }
}
