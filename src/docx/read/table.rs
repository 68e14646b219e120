//! Tables: rows and cells, taken apart where Word has joined them.

use super::body::{DocxReader, MARK};
use super::drawings::picture_words;
use super::inlines::choice;
use super::report::LossKind;
use super::text::{DraftBlock, DraftLine, Piece, is_blank, is_bold, not_bold, words};
use super::xml::Element;

/// Word has no more columns.
const WIDEST: usize = 63;
/// The text of a cell over several rows is repeated in each row if it is no longer than this.
const SAID_AGAIN: usize = 80;

struct Cell {
    text: DraftLine,
    span: usize,
    /// It goes on with the cell above.
    joined: bool,
}

/// Reads a table; a table of one cell is a box.
pub(crate) fn read(reader: &mut DocxReader<'_>, table: &Element) -> Option<DraftBlock> {
    let rows = rows(table);
    if let [row] = rows.as_slice()
        && let [cell] = cells(row).as_slice()
    {
        let blocks = reader.within(cell);
        if blocks.is_empty() {
            return None;
        }
        reader.report.note(LossKind::OneCell);
        return Some(DraftBlock::note(blocks));
    }
    let mut lines: Vec<Vec<DraftLine>> = Vec::new();
    let mut headed = false;
    let mut merged = 0;
    for row in &rows {
        let properties = row.child("w:trPr");
        if properties.is_some_and(|own| own.child("w:del").is_some()) {
            reader.report.note(LossKind::Deleted);
            continue;
        }
        let number =
            |name: &str| properties.and_then(|own| own.value(name)).and_then(|n| n.parse::<usize>().ok());
        let mut line: Vec<DraftLine> = vec![Vec::new(); number("w:gridBefore").unwrap_or(0).min(WIDEST)];
        for cell in cells(row) {
            let cell = read_cell(reader, cell);
            let at = line.len();
            merged += usize::from(cell.span > 1 || cell.joined);
            line.push(if cell.joined { above(&lines, at) } else { cell.text });
            line.extend((1..cell.span).map(|_| Vec::new()));
            line.truncate(WIDEST);
        }
        if line.iter().all(|cell| is_blank(cell)) {
            continue;
        }
        if lines.is_empty() {
            headed = properties.is_some_and(|own| own.switch("w:tblHeader") == Some(true));
        }
        lines.push(line);
    }
    for _ in 0..merged {
        reader.report.note(LossKind::Merged);
    }
    let width = lines.iter().map(Vec::len).max()?;
    for line in &mut lines {
        line.resize(width, Vec::new());
    }
    let first = lines.first_mut()?;
    if first.iter().filter(|cell| !is_blank(cell)).all(|cell| is_bold(cell)) {
        // The heading row is bold anyway.
        first.iter_mut().for_each(not_bold);
    } else if !headed {
        reader.report.detail(
            LossKind::NoHeadRow,
            &first.iter().map(|cell| words(cell)).collect::<Vec<_>>().join(" | "),
        );
    }
    Some(DraftBlock::Table(lines))
}

fn rows(table: &Element) -> Vec<&Element> {
    reach(table, "w:tr")
}

fn cells(row: &Element) -> Vec<&Element> {
    reach(row, "w:tc")
}

/// The elements of this name, also within controls and what else Word wraps around rows and cells.
fn reach<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for child in parent.elements() {
        match child.name.as_str() {
            own if own == name => found.push(child),
            "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" | "w:moveTo" => {
                found.extend(reach(child, name));
            }
            "mc:AlternateContent" => {
                found.extend(choice(child).map(|choice| reach(choice, name)).unwrap_or_default());
            }
            _ => {}
        }
    }
    found
}

fn read_cell(reader: &mut DocxReader<'_>, cell: &Element) -> Cell {
    let properties = cell.child("w:tcPr");
    let span = properties.and_then(|own| own.value("w:gridSpan")).and_then(|span| span.parse::<usize>().ok());
    let merge = properties.and_then(|own| own.child("w:vMerge"));
    let joined = merge.is_some_and(|merge| merge.attribute("w:val") != Some("restart"));
    let nested = cell.elements().any(|child| child.name == "w:tbl");
    let mut blocks = reader.within(cell);
    // No picture fits into a cell: it comes below the table.
    reader.below_table.extend(blocks.extract_if(.., |block| matches!(block, DraftBlock::Picture(_))));
    if nested {
        reader.report.note(LossKind::Nested);
    }
    let several =
        blocks.len() > 1 || matches!(blocks.first(), Some(DraftBlock::Item { .. } | DraftBlock::Note(_)));
    if several && !nested {
        reader.report.note(LossKind::CellLines);
    }
    let mut text = DraftLine::new();
    for block in blocks {
        for line in lines(block) {
            if !is_blank(&text) {
                text.push(Piece::plain(" "));
            }
            text.extend(line);
        }
    }
    Cell { joined: joined && is_blank(&text), text, span: span.unwrap_or(1).clamp(1, WIDEST) }
}

fn above(lines: &[Vec<DraftLine>], at: usize) -> DraftLine {
    let Some(cell) = lines.last().and_then(|line| line.get(at)) else {
        return DraftLine::new();
    };
    if words(cell).chars().count() <= SAID_AGAIN { cell.clone() } else { vec![Piece::plain("(as above)")] }
}

/// A block as lines without lists or tables, for where none can be: items keep their bullets and numbers.
pub(crate) fn lines(block: DraftBlock) -> Vec<DraftLine> {
    match block {
        DraftBlock::Heading { text, .. } | DraftBlock::Paragraph(text) | DraftBlock::Quote(text) => {
            vec![text]
        }
        DraftBlock::Item { mark, text, more, .. } => {
            let mut first = vec![Piece::plain(mark.written())];
            first.extend(text);
            std::iter::once(first).chain(more).collect()
        }
        DraftBlock::Table(rows) => rows
            .into_iter()
            .map(|row| {
                let mut line = DraftLine::new();
                for cell in row.into_iter().filter(|cell| !is_blank(cell)) {
                    if !line.is_empty() {
                        line.push(Piece::plain("; "));
                    }
                    line.extend(cell);
                }
                line
            })
            .collect(),
        DraftBlock::Note(blocks) => blocks.into_iter().flat_map(lines).collect(),
        DraftBlock::Picture(picture) => {
            vec![vec![Piece::bold(format!("{MARK}{}]", picture_words(&picture.alt)))]]
        }
    }
}
