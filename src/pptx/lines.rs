//! Text as a slide has it: lines of words, some of them bold, and how many fit.

use crate::model::text::{Block, Inline, shown_text};

/// Letters of a line across a slide, in the size of text that is shown whole, and such lines of a slide.
const LETTERS_OF_LINE: usize = 95;
const LINES_OF_SLIDE: usize = 13;
/// Letters of a table across a slide, and lines of its rows.
const LETTERS_OF_ROW: usize = 140;
const LINES_OF_TABLE: usize = 20;

/// Words that look alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SlideRun {
    pub(super) text: String,
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    pub(super) is_struck: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum LineMarker {
    #[default]
    Plain,
    Bullet,
    /// With this number.
    Number(u64),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SlideLine {
    pub(super) runs: Vec<SlideRun>,
    /// How far it is indented: 0 for a list of its own.
    pub(super) level: usize,
    pub(super) marker: LineMarker,
}

/// A table: its head, and its rows.
pub(super) type SlideTable = Vec<Vec<Vec<SlideRun>>>;

/// What a slide shows below its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SlideBody {
    Lines(Vec<SlideLine>),
    Table(SlideTable),
}

impl SlideLine {
    pub(super) fn of(inlines: &[Inline]) -> Self {
        Self { runs: runs(inlines), ..Self::default() }
    }

    pub(super) fn of_words(words: &str) -> Self {
        Self { runs: vec![SlideRun { text: words.to_owned(), ..SlideRun::default() }], ..Self::default() }
    }

    pub(super) fn with_marker(self, marker: LineMarker) -> Self {
        Self { marker, ..self }
    }

    fn letters(&self) -> usize {
        self.runs.iter().map(|run| run.text.chars().count()).sum()
    }

    fn lines(&self) -> usize {
        self.letters().div_ceil(LETTERS_OF_LINE).max(1)
    }

    /// The same in pieces that each fit on a slide.
    fn pieces(self) -> Vec<Self> {
        if self.lines() <= LINES_OF_SLIDE {
            return vec![self];
        }
        let mut pieces = vec![Self { runs: Vec::new(), ..self.clone() }];
        let words =
            self.runs.iter().flat_map(|run| run.text.split_inclusive(' ').map(move |word| (word, run)));
        for (word, run) in words {
            let run = SlideRun { text: word.to_owned(), ..run.clone() };
            let last = pieces.last_mut().expect("there is always one");
            if last.letters() + word.chars().count() > LETTERS_OF_LINE * LINES_OF_SLIDE
                && !last.runs.is_empty()
            {
                pieces.push(Self { runs: vec![run], level: self.level, marker: LineMarker::Plain });
            } else {
                last.runs.push(run);
            }
        }
        pieces
    }
}

/// All words, with what stands out. A picture is its description.
pub(super) fn runs(inlines: &[Inline]) -> Vec<SlideRun> {
    fn push(inlines: &[Inline], look: &SlideRun, into: &mut Vec<SlideRun>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    into.push(SlideRun { text: text.clone(), ..look.clone() });
                }
                Inline::Emphasis(inner) => push(inner, &SlideRun { is_italic: true, ..look.clone() }, into),
                Inline::Strong(inner) => push(inner, &SlideRun { is_bold: true, ..look.clone() }, into),
                Inline::Strikethrough(inner) => {
                    push(inner, &SlideRun { is_struck: true, ..look.clone() }, into);
                }
                Inline::Link { to: _, text, span: _ } => push(text, look, into),
                Inline::Image { path: _, alt, source, span: _ } => {
                    let text =
                        if source.is_empty() { format!("[{alt}]") } else { format!("[{alt}] {source}") };
                    into.push(SlideRun { text, is_italic: true, ..look.clone() });
                }
                Inline::Break => into.push(SlideRun { text: " ".to_owned(), ..look.clone() }),
                Inline::Citation(_) => {}
            }
        }
    }
    let mut all = Vec::new();
    push(inlines, &SlideRun::default(), &mut all);
    all
}

/// What the blocks say, in as many bodies as it takes. A table that fits is a table.
pub(super) fn bodies(blocks: &[Block]) -> Vec<SlideBody> {
    let mut found = vec![SlideBody::Lines(Vec::new())];
    add(blocks, 0, LineMarker::Plain, &mut found);
    found.into_iter().flat_map(fitting).collect()
}

fn add(blocks: &[Block], level: usize, first: LineMarker, into: &mut Vec<SlideBody>) {
    let mut marker = first;
    for block in blocks {
        let mut line = |line: SlideLine, into: &mut Vec<SlideBody>| {
            let line = SlideLine { level, marker: std::mem::take(&mut marker), ..line };
            match into.last_mut() {
                Some(SlideBody::Lines(lines)) => lines.push(line),
                _ => into.push(SlideBody::Lines(vec![line])),
            }
        };
        match block {
            Block::Heading { text, .. } => line(bold(text), into),
            Block::Paragraph { text, span: _ } => line(SlideLine::of(text), into),
            Block::List { start, spacing: _, items, span: _ } => {
                for (at, item) in (0..).zip(items) {
                    let marker = start.map_or(LineMarker::Bullet, |start| LineMarker::Number(start + at));
                    add(item, level + 1, marker, into);
                }
            }
            Block::Table { columns: _, head, rows, span: _ } => {
                let rows = std::iter::once(head).chain(rows);
                let cells = rows.map(|row| row.iter().map(|cell| runs(cell)).collect());
                into.push(SlideBody::Table(cells.collect()));
            }
            Block::Definitions { entries, span: _ } => {
                for (term, meanings) in entries {
                    line(bold(term), into);
                    for meaning in meanings {
                        add(meaning, level + 1, LineMarker::Plain, into);
                    }
                }
            }
            Block::Callout { kind: _, blocks, span: _ } => add(blocks, level, LineMarker::Plain, into),
            Block::Code { text, span: _ } => {
                text.lines().for_each(|code| line(SlideLine::of_words(code), into));
            }
            Block::Rule { span: _ } => {}
        }
    }
}

fn bold(text: &[Inline]) -> SlideLine {
    let runs = runs(text).into_iter().map(|run| SlideRun { is_bold: true, ..run });
    SlideLine { runs: runs.collect(), ..SlideLine::default() }
}

/// The same in bodies that each fit on a slide.
fn fitting(body: SlideBody) -> Vec<SlideBody> {
    match body {
        SlideBody::Lines(lines) => lines_on_slides(lines).into_iter().map(SlideBody::Lines).collect(),
        SlideBody::Table(rows) => tables_on_slides(rows),
    }
}

pub(super) fn lines_on_slides(lines: Vec<SlideLine>) -> Vec<Vec<SlideLine>> {
    let mut slides: Vec<Vec<SlideLine>> = Vec::new();
    let mut room = 0;
    for line in lines.into_iter().flat_map(SlideLine::pieces) {
        match slides.last_mut() {
            Some(slide) if line.lines() <= room => {
                room -= line.lines();
                slide.push(line);
            }
            _ => {
                room = LINES_OF_SLIDE.saturating_sub(line.lines());
                slides.push(vec![line]);
            }
        }
    }
    slides
}

/// Whether they leave half of a slide free.
pub(super) fn are_few(lines: &[SlideLine]) -> bool {
    lines.iter().map(SlideLine::lines).sum::<usize>() <= LINES_OF_SLIDE / 2
}

/// Each with the head. A table with a row that is taller than a slide becomes lines, each with the head of its column.
fn tables_on_slides(mut rows: SlideTable) -> Vec<SlideBody> {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let letters = |cell: &Vec<SlideRun>| cell.iter().map(|run| run.text.chars().count()).sum::<usize>();
    let height = |row: &Vec<Vec<SlideRun>>| {
        let width = (LETTERS_OF_ROW / columns).max(1);
        row.iter().map(|cell| letters(cell).div_ceil(width).max(1)).max().unwrap_or(1)
    };
    let head = rows.remove(0);
    let room = LINES_OF_TABLE.saturating_sub(height(&head));
    if rows.iter().any(|row| height(row) > room) {
        let lines = rows.iter().flat_map(|row| labeled(&head, row)).collect();
        return lines_on_slides(lines).into_iter().map(SlideBody::Lines).collect();
    }
    let mut tables: Vec<SlideTable> = vec![vec![head.clone()]];
    let mut left = room;
    for row in rows {
        let lines = height(&row);
        if lines > left {
            tables.push(vec![head.clone()]);
            left = room;
        }
        left -= lines;
        tables.last_mut().expect("there is always one").push(row);
    }
    tables.into_iter().map(SlideBody::Table).collect()
}

/// `Head: cell` for each cell that says something.
fn labeled(head: &[Vec<SlideRun>], row: &[Vec<SlideRun>]) -> Vec<SlideLine> {
    let label = |head: &Vec<SlideRun>| {
        let text: String = head.iter().map(|run| run.text.as_str()).collect();
        SlideRun { text: format!("{text}: "), is_bold: true, ..SlideRun::default() }
    };
    let said = head.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    said.map(|(head, cell)| SlideLine {
        runs: std::iter::once(label(head)).chain(cell.iter().cloned()).collect(),
        ..SlideLine::default()
    })
    .collect()
}

/// The words of the blocks, a paragraph for each line: for notes.
pub(super) fn words(blocks: &[Block]) -> Vec<String> {
    let mut said = Vec::new();
    crate::model::text::each_line(blocks, &mut |line| said.push(shown_text(line)));
    said.retain(|line| !line.trim().is_empty());
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: usize) -> SlideLine {
        SlideLine::of_words(&"words ".repeat(words))
    }

    fn said(slides: &[Vec<SlideLine>]) -> String {
        slides.iter().flatten().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn lines_go_on_the_next_slide_and_a_paragraph_that_is_too_long_is_divided_between_words() {
        let slides = lines_on_slides(vec![line(60), line(140), line(700)]);
        assert_eq!(slides.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1, 1, 1]);
        assert_eq!(said(&slides), "words ".repeat(900));
    }

    #[test]
    fn a_table_repeats_its_head_and_one_with_a_huge_cell_becomes_lines() {
        let cell = |words: usize| line(words).runs;
        let head = vec![cell(1), cell(1)];
        let small = vec![
            head.clone(),
            vec![cell(60), cell(2)],
            vec![cell(60), cell(2)],
            vec![cell(60), cell(2)],
            vec![cell(60), cell(2)],
        ];
        let tables = tables_on_slides(small);
        assert!(
            tables.len() == 2
                && tables.iter().all(|one| matches!(one, SlideBody::Table(rows) if rows[0] == head))
        );
        let wide = tables_on_slides(vec![vec![cell(1); 141], vec![cell(1); 141]]);
        assert!(matches!(wide.as_slice(), [SlideBody::Table(_)]), "{wide:?}");
        let huge = tables_on_slides(vec![head, vec![cell(2), cell(400)]]);
        assert!(huge.len() == 3 && huge.iter().all(|one| matches!(one, SlideBody::Lines(_))), "{huge:?}");
    }
}
