//! Says in a finished part of a Word file which way tables, paragraphs and words run.
//!
//! A paragraph runs as its first letter, and one without letters as the handbook. `<w:p><w:pPr /><w:r><w:t>1. עברית</w:t></w:r></w:p>`
//! becomes `<w:p><w:pPr><w:bidi /></w:pPr><w:r><w:rPr><w:rtl /></w:rPr><w:t>1. עברית</w:t></w:r></w:p>`. Within a paragraph each run
//! of words is split where the direction changes.

use std::ops::Range;

use crate::writing_systems::{Direction, direction, runs};

/// What comes after `w:bidi` in the properties of a paragraph.
const AFTER_BIDI: [&str; 6] = ["<w:spacing ", "<w:ind ", "<w:jc ", "<w:outlineLvl ", "<w:rPr>", "</w:pPr>"];

/// The part with its directions, where the handbook runs as `around`. One with nothing right to left is as it was.
pub(crate) fn mark(xml: String, around: Direction) -> String {
    if around == Direction::LeftToRight && runs(&xml).iter().all(|run| !is_right_to_left(run.system)) {
        return xml;
    }
    let mut marker = DirectionMarker { xml: &xml, around, changes: Vec::new(), tables: Vec::new() };
    marker.read();
    marker.write()
}

fn is_right_to_left(system: Option<&crate::writing_systems::WritingSystem>) -> bool {
    system.is_some_and(|system| system.direction == Direction::RightToLeft)
}

struct DirectionMarker<'x> {
    xml: &'x str,
    around: Direction,
    /// What is written in place of which bytes.
    changes: Vec<(Range<usize>, String)>,
    /// The tables around this place.
    tables: Vec<OpenTable<'x>>,
}

/// A table as far as it is read.
#[derive(Default)]
struct OpenTable<'x> {
    /// Where it says that its first column is at the right.
    place: usize,
    cells: usize,
    paragraphs: Vec<&'x str>,
    paragraph_places: Vec<usize>,
}

impl<'x> DirectionMarker<'x> {
    fn read(&mut self) {
        let xml = self.xml;
        let mut at = 0;
        while let Some(start) = xml[at..].find('<').map(|found| at + found) {
            let rest = &xml[start..];
            at = start + rest.find('>').map_or(rest.len(), |end| end + 1);
            match &xml[start..at] {
                "<w:tblPr>" => self.open_table(at),
                "<w:tc>" => self.tables.iter_mut().last().into_iter().for_each(|table| table.cells += 1),
                "</w:tbl>" => self.close_table(),
                tag if tag == "<w:p>" || (tag.starts_with("<w:p ") && !tag.ends_with("/>")) => {
                    let end = rest.find("</w:p>").map_or(xml.len(), |end| start + end);
                    match self.tables.last_mut() {
                        Some(table) => {
                            table.paragraphs.push(&xml[start..end]);
                            table.paragraph_places.push(start);
                        }
                        None => self.paragraph(start, &xml[start..end], self.around),
                    }
                    at = end;
                }
                _ => {}
            }
        }
    }

    fn open_table(&mut self, at: usize) {
        let rest = &self.xml[at..];
        let style =
            if rest.starts_with("<w:tblStyle ") { rest.find('>').map_or(0, |end| end + 1) } else { 0 };
        self.tables.push(OpenTable { place: at + style, ..OpenTable::default() });
    }

    /// A table runs as its cells where all run the same way, and else as the handbook; the box of a callout as what comes after the
    /// program's own word at its top.
    fn close_table(&mut self) {
        let Some(OpenTable { place, cells, paragraphs, paragraph_places }) = self.tables.pop() else {
            return;
        };
        let own_words = usize::from(cells == 1 && paragraphs.len() > 1);
        let mut directions =
            paragraphs.iter().skip(own_words).filter_map(|paragraph| first_direction(paragraph));
        let first = directions.next().unwrap_or(self.around);
        let table = if directions.all(|other| other == first) { first } else { self.around };
        if table == Direction::RightToLeft {
            self.changes.push((place..place, "<w:bidiVisual />".to_owned()));
        }
        for (number, (paragraph, start)) in paragraphs.into_iter().zip(paragraph_places).enumerate() {
            if number < own_words {
                self.set_paragraph(start, paragraph, table);
            } else {
                self.paragraph(start, paragraph, table);
            }
        }
    }

    /// A paragraph at `start`; without letters it runs as what is around it.
    fn paragraph(&mut self, start: usize, paragraph: &'x str, around: Direction) {
        self.set_paragraph(start, paragraph, first_direction(paragraph).unwrap_or(around));
    }

    fn set_paragraph(&mut self, start: usize, paragraph: &'x str, direction: Direction) {
        if direction == Direction::RightToLeft {
            let bidi = "<w:bidi />";
            if let Some(at) = paragraph.find("<w:pPr />") {
                let at = start + at;
                self.changes.push((at..at + 9, format!("<w:pPr>{bidi}</w:pPr>")));
            } else if let Some(properties) = paragraph.find("<w:pPr>") {
                let places = AFTER_BIDI.iter().filter_map(|next| paragraph[properties..].find(next));
                let at = start + properties + places.min().unwrap_or(7);
                self.changes.push((at..at, bidi.to_owned()));
            } else if let Some(end) = paragraph.find('>') {
                let at = start + end + 1;
                self.changes.push((at..at, format!("<w:pPr>{bidi}</w:pPr>")));
            }
        }
        for (at, _) in paragraph.match_indices("<w:r>") {
            let end = paragraph[at..].find("</w:r>").map_or(paragraph.len(), |end| at + end);
            self.run(start + at, &paragraph[at..end], direction);
        }
    }

    /// A run of words at `start`, in pieces of one direction.
    fn run(&mut self, start: usize, run: &str, around: Direction) {
        let Some(open) = run.find("<w:t>").or_else(|| run.find("<w:t ")) else { return };
        let Some(text_start) = run[open..].find('>').map(|end| open + end + 1) else { return };
        let Some(text_end) = run.find("</w:t>") else { return };
        let properties = &run["<w:r>".len()..open];
        let pieces = pieces(&run[text_start..text_end], around);
        if pieces.iter().all(|(_, direction)| *direction == Direction::LeftToRight) {
            return;
        }
        let tag = &run[open..text_start];
        let pieces = pieces.into_iter().map(|(words, direction)| {
            let properties = match direction {
                Direction::LeftToRight => properties.to_owned(),
                Direction::RightToLeft => right_to_left(properties),
            };
            format!("<w:r>{properties}{tag}{words}</w:t>")
        });
        let written = pieces.collect::<Vec<_>>().join("</w:r>");
        self.changes.push((start..start + text_end + "</w:t>".len(), written));
    }

    fn write(mut self) -> String {
        self.changes.sort_by_key(|(range, _)| range.start);
        let mut written = String::with_capacity(self.xml.len() + 1024);
        let mut from = 0;
        for (range, replacement) in &self.changes {
            written.push_str(&self.xml[from..range.start]);
            written.push_str(replacement);
            from = range.end;
        }
        written.push_str(&self.xml[from..]);
        written
    }
}

fn right_to_left(properties: &str) -> String {
    if properties.contains("</w:rPr>") {
        properties.replacen("</w:rPr>", "<w:rtl /></w:rPr>", 1)
    } else {
        format!("{}<w:rPr><w:rtl /></w:rPr>", properties.replacen("<w:rPr />", "", 1))
    }
}

/// The direction of the first letter of a paragraph.
fn first_direction(paragraph: &str) -> Option<Direction> {
    let mut texts = paragraph.split("<w:t").skip(1).filter_map(|part| {
        // `<w:tab />` begins so, too.
        let words = part
            .strip_prefix('>')
            .or_else(|| part.strip_prefix(' ')?.split_once('>').map(|(_, words)| words))?;
        words.split_once("</w:t>").map(|(words, _)| words)
    });
    texts.find_map(|words| direction(&without_entities(words)))
}

/// The words in pieces of one direction each; what is in no letters, and what is around, runs as the paragraph.
fn pieces(words: &str, around: Direction) -> Vec<(&str, Direction)> {
    let plain = without_entities(words);
    let mut pieces: Vec<(Range<usize>, Direction)> = Vec::new();
    let mut at = 0;
    for run in runs(&plain) {
        let range = at..at + run.text.len();
        at = range.end;
        let own = match run.system {
            Some(system) => system.direction,
            None => direction(run.text).unwrap_or(around),
        };
        match pieces.last_mut() {
            Some((last, direction)) if *direction == own => last.end = range.end,
            _ => pieces.push((range, own)),
        }
    }
    pieces.into_iter().map(|(range, direction)| (&words[range], direction)).collect()
}

/// The words with as many underscores in place of each entity: its letters are none of the text's.
fn without_entities(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('&') {
        let end = rest[start..].find(';').map_or(rest.len(), |end| start + end + 1);
        plain.push_str(&rest[..start]);
        plain.extend(std::iter::repeat_n('_', end - start));
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(xml: &str) -> String {
        mark(xml.to_owned(), Direction::LeftToRight)
    }

    fn paragraph(words: &str) -> String {
        format!("<w:p><w:pPr><w:jc w:val=\"left\" /></w:pPr><w:r><w:rPr /><w:t>{words}</w:t></w:r></w:p>")
    }

    #[test]
    fn a_paragraph_runs_as_its_first_letter_and_its_words_are_split_where_the_direction_changes() {
        assert_eq!(
            marked(&paragraph("1. עברית &amp; Latin")),
            "<w:p><w:pPr><w:bidi /><w:jc w:val=\"left\" /></w:pPr><w:r><w:rPr><w:rtl /></w:rPr><w:t>1. עברית</w:t></w:r>\
             <w:r><w:rPr /><w:t> &amp; Latin</w:t></w:r></w:p>"
        );
        assert!(!marked(&paragraph("Latin עברית")).contains("bidi"));
        assert_eq!(marked(&paragraph("Latin")), paragraph("Latin"));
    }

    #[test]
    fn a_table_runs_as_all_of_its_cells_do() {
        let table = |cells: [&str; 2]| {
            let cells = cells.map(|words| format!("<w:tc>{}</w:tc>", paragraph(words)));
            format!("<w:tbl><w:tblPr><w:tblW w:w=\"1\" /></w:tblPr><w:tr>{}</w:tr></w:tbl>", cells.concat())
        };
        assert!(marked(&table(["עברית", "5"])).starts_with("<w:tbl><w:tblPr><w:bidiVisual /><w:tblW "));
        assert!(!marked(&table(["עברית", "Latin"])).contains("bidiVisual"));
        assert_eq!(marked(&table(["עברית", "5"])).matches("<w:bidi />").count(), 2);
    }

    #[test]
    fn in_a_handbook_that_runs_right_to_left_so_does_what_has_no_letters() {
        let marked = mark(paragraph("5"), Direction::RightToLeft);
        assert!(marked.contains("<w:bidi />") && marked.contains("<w:rtl />"), "{marked}");
    }
}
