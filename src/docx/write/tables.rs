//! Tables of WordprocessingML, with their properties in the order of the schema.

use super::look::{LINE, QUIET};
use super::package::PartWriter;
use super::parts::{Tracked, WordBlock, WordParagraph};

#[derive(Debug, Clone)]
pub(crate) struct WordTable {
    pub(crate) rows: Vec<WordRow>,
    /// In twentieths of a point.
    pub(crate) widths: Vec<usize>,
    pub(crate) style: Option<&'static str>,
    pub(crate) lines: TableLines,
    /// Room in its cells: above and below, and at the sides.
    pub(crate) margins: (usize, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableLines {
    /// Fine lines above, below and between the rows.
    BetweenRows,
    /// A thick line at the start of its lines.
    AtStart,
    /// Around each cell.
    Grid,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct WordRow {
    pub(crate) cells: Vec<WordCell>,
    pub(crate) can_split: bool,
    pub(crate) is_head: bool,
    pub(crate) tracked: Option<Tracked>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct WordCell {
    pub(crate) width: usize,
    pub(crate) blocks: Vec<WordBlock>,
}

impl WordTable {
    pub(super) fn write(&self, into: &mut PartWriter) {
        let Self { rows, widths, style, lines, margins: (above, beside) } = self;
        into.push("<w:tbl><w:tblPr>");
        if let Some(style) = style {
            into.push(&format!("<w:tblStyle w:val=\"{style}\" />"));
        }
        into.push(&format!(
            "<w:tblW w:w=\"{}\" w:type=\"dxa\" /><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type=\"fixed\" />\
             <w:tblCellMar><w:top w:w=\"{above}\" w:type=\"dxa\" /><w:left w:w=\"{beside}\" w:type=\"dxa\" />\
             <w:bottom w:w=\"{above}\" w:type=\"dxa\" /><w:right w:w=\"{beside}\" w:type=\"dxa\" /></w:tblCellMar></w:tblPr><w:tblGrid>",
            widths.iter().sum::<usize>(),
            lines.borders(),
        ));
        for width in widths {
            into.push(&format!("<w:gridCol w:w=\"{width}\" />"));
        }
        into.push("</w:tblGrid>");
        for row in rows {
            row.write(into);
        }
        into.push("</w:tbl>");
    }
}

impl TableLines {
    fn borders(self) -> String {
        let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
        let border = |side: &&str| match (self, *side) {
            (Self::BetweenRows, "top" | "bottom" | "insideH") | (Self::Grid, _) => {
                format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{LINE}\" />")
            }
            (Self::AtStart, "left") => {
                format!("<w:{side} w:val=\"single\" w:sz=\"20\" w:space=\"0\" w:color=\"{QUIET}\" />")
            }
            _ => format!("<w:{side} w:val=\"nil\" />"),
        };
        sides.iter().map(border).collect()
    }
}

impl WordRow {
    fn write(&self, into: &mut PartWriter) {
        let Self { cells, can_split, is_head, tracked } = self;
        let mut properties = String::new();
        if !can_split {
            properties.push_str("<w:cantSplit />");
        }
        if *is_head {
            properties.push_str("<w:tblHeader />");
        }
        if let Some(change) = tracked {
            let (name, attributes) = change.tag(into);
            properties.push_str(&format!("<w:{name}{attributes} />"));
        }
        into.push("<w:tr>");
        if !properties.is_empty() {
            into.push(&format!("<w:trPr>{properties}</w:trPr>"));
        }
        for cell in cells {
            cell.write(into);
        }
        into.push("</w:tr>");
    }
}

impl WordCell {
    pub(crate) fn new(width: usize, blocks: Vec<WordBlock>) -> Self {
        Self { width, blocks }
    }

    /// The last thing in a cell must be a paragraph.
    fn write(&self, into: &mut PartWriter) {
        into.push(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\" /></w:tcPr>", self.width));
        self.blocks.iter().for_each(|block| block.write(into));
        if !matches!(self.blocks.last(), Some(WordBlock::Paragraph(_))) {
            WordParagraph::new().write(into);
        }
        into.push("</w:tc>");
    }
}
