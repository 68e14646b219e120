//! How a Word file looks: styles that the reader's own Word may change, lists, the page.

use docx_rs::{
    AbstractNumbering, AlignmentType, BorderType, Docx, IndentLevel, Level, LevelJc, LevelText, LineSpacing,
    NumberFormat, Numbering, NumberingId, PageMargin, Paragraph, ParagraphBorder, ParagraphBorderPosition,
    ParagraphBorders, RunFonts, SpecialIndentType, Start, Style, StyleType, Table, TableBorder,
    TableBorderPosition, TableBorders, TableCellMargins, TableLayoutType, WidthType,
};

use crate::model::text::Spacing;

/// The widest that text and tables may be, in twentieths of a point: 6.5 inches on US Letter, the same on A4 within a tenth.
pub(crate) const WIDTH: usize = 9026;

/// The room below a paragraph, and between the items of a loose list, in twentieths of a point.
const AFTER_PARAGRAPH: u32 = 120;

/// A column is at least so wide.
const NARROWEST: usize = 800;

/// Numberings that every document has: the kinds of lists, and the one list of bullets.
const BULLETS: usize = 2;
const NUMBERS: usize = 3;
/// Numbered lists have numbers of their own from here on.
pub(crate) const FIRST_LIST: usize = 10;

const INK: &str = "141414";
const QUIET: &str = "555555";
const LINE: &str = "AFAFAF";

/// The id of the style of tables that have a heading row.
pub(crate) const HEADED: &str = "HandbookTable";

/// An empty document with its styles, for this paper.
pub(crate) fn document(paper: &str, accent: &str) -> Docx {
    let accent = accent.trim_start_matches('#');
    let (width, height) = if paper == "a4" { (11_906, 16_838) } else { (12_240, 15_840) };
    let side = i32::try_from((width as usize - WIDTH) / 2).unwrap_or(1440);
    let mut docx = Docx::new()
        .default_size(21)
        .default_line_spacing(LineSpacing::new().after(AFTER_PARAGRAPH).line(264))
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri").east_asia("Calibri"))
        .page_size(width, height)
        .page_margin(PageMargin {
            top: 1500,
            left: side,
            bottom: 1370,
            right: side,
            header: 700,
            footer: 600,
            gutter: 0,
        });
    docx = docx.add_style(
        paragraph("Title", "Title")
            .size(46)
            .bold()
            .color(INK)
            .line_spacing(LineSpacing::new().before(0).after(80)),
    );
    docx = docx.add_style(
        paragraph("Subtitle", "Subtitle").size(26).color(QUIET).line_spacing(LineSpacing::new().after(240)),
    );
    for (level, size) in [(1, 30), (2, 24), (3, 22), (4, 21), (5, 21)] {
        let space = LineSpacing::new().before(if level == 1 { 360 } else { 260 }).after(100);
        let mut style = paragraph(&format!("Heading{level}"), &format!("heading {level}"))
            .size(size)
            .bold()
            .color(INK)
            .outline_lvl(level - 1)
            .line_spacing(space)
            .next("Normal");
        style.paragraph_property = style.paragraph_property.keep_next(true);
        docx = docx.add_style(style);
    }
    docx = docx
        .add_style(paragraph("ListParagraph", "List Paragraph").line_spacing(LineSpacing::new().after(60)))
        .add_style(paragraph("Quote", "Quote").color(QUIET).indent(Some(400), None, None, None))
        .add_style(paragraph("TableText", "Table Text").size(19).line_spacing(LineSpacing::new().after(20)))
        .add_style(paragraph("Header", "header").size(17).color(QUIET))
        .add_style(paragraph("Footer", "footer").size(17).color(QUIET))
        .add_style(Style::new("Citation", StyleType::Character).name("Citation").size(16).color(QUIET))
        .add_style(
            Style::new("Hyperlink", StyleType::Character).name("Hyperlink").color(accent).underline("single"),
        )
        .add_style(
            Style::new(HEADED, StyleType::Table)
                .name("Handbook Table")
                .set_borders(TableBorders::with_empty()),
        );
    docx.add_abstract_numbering(levels(BULLETS, "bullet"))
        .add_abstract_numbering(levels(NUMBERS, "decimal"))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
}

fn paragraph(id: &str, name: &str) -> Style {
    Style::new(id, StyleType::Paragraph).name(name).based_on("Normal")
}

fn levels(id: usize, format: &str) -> AbstractNumbering {
    (0..9).fold(AbstractNumbering::new(id), |list, level| {
        let text = if format == "bullet" { "•".to_owned() } else { format!("%{}.", level + 1) };
        let left = i32::try_from(360 * (level + 1)).unwrap_or(360);
        list.add_level(
            Level::new(
                level,
                Start::new(1),
                NumberFormat::new(format),
                LevelText::new(text),
                LevelJc::new("left"),
            )
            .indent(Some(left), Some(SpecialIndentType::Hanging(360)), None, None),
        )
    })
}

/// A numbered list of its own, which begins with `start` at this level.
pub(crate) fn numbered(id: usize, level: usize, start: u64) -> Numbering {
    let start = usize::try_from(start).unwrap_or(1);
    Numbering::new(id, NUMBERS).add_override(docx_rs::LevelOverride::new(level).start(start))
}

/// A paragraph as an item of a list; `list` is a numbered one, or the bullets.
pub(crate) fn item(paragraph: Paragraph, list: Option<usize>, level: usize, spacing: Spacing) -> Paragraph {
    let paragraph = match spacing {
        Spacing::Tight => paragraph.style("ListParagraph"),
        Spacing::Loose => {
            paragraph.style("ListParagraph").line_spacing(LineSpacing::new().after(AFTER_PARAGRAPH))
        }
    };
    paragraph.numbering(NumberingId::new(list.unwrap_or(BULLETS)), IndentLevel::new(level.min(8)))
}

/// A paragraph that is below the words of an item of a list.
pub(crate) fn below_item(paragraph: Paragraph, level: usize) -> Paragraph {
    let left = i32::try_from(360 * (level.min(8) + 1)).unwrap_or(360);
    paragraph.style("ListParagraph").indent(Some(left), None, None, None)
}

/// A table with fine lines between its rows; its first row is a heading row where `headed`.
pub(crate) fn table(rows: Vec<docx_rs::TableRow>, widths: Vec<usize>, headed: bool) -> Table {
    let border = |position| TableBorder::new(position).border_type(BorderType::Single).size(4).color(LINE);
    let borders = TableBorders::with_empty()
        .set(border(TableBorderPosition::Top))
        .set(border(TableBorderPosition::Bottom))
        .set(border(TableBorderPosition::InsideH));
    let table = Table::new(rows)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .width(WIDTH, WidthType::Dxa)
        .margins(TableCellMargins::new().margin(50, 100, 50, 100))
        .set_borders(borders);
    if headed { table.style(HEADED) } else { table }
}

/// A box: a table of one cell with a line at its side.
pub(crate) fn boxed(cell: docx_rs::TableCell) -> Table {
    let side =
        TableBorder::new(TableBorderPosition::Left).border_type(BorderType::Single).size(20).color(QUIET);
    Table::new(vec![docx_rs::TableRow::new(vec![cell.width(WIDTH, WidthType::Dxa)])])
        .set_grid(vec![WIDTH])
        .layout(TableLayoutType::Fixed)
        .width(WIDTH, WidthType::Dxa)
        .margins(TableCellMargins::new().margin(60, 160, 60, 160))
        .set_borders(TableBorders::with_empty().set(side))
}

/// The name of a passage, above it.
pub(crate) fn name_of_passage() -> Paragraph {
    Paragraph::new().style("TableText").keep_next(true)
}

pub(crate) fn rule() -> Paragraph {
    let mut paragraph = Paragraph::new();
    let line = ParagraphBorder::new(ParagraphBorderPosition::Bottom).color(LINE);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(line));
    paragraph
}

/// Words at the left and, after a tab, at the right, for the margins of pages.
pub(crate) fn margin(style: &str) -> Paragraph {
    let tab = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).pos(WIDTH);
    Paragraph::new().style(style).align(AlignmentType::Left).add_tab(tab)
}

/// So much of the whole width for each column, by weights; none so narrow that a short word would break.
pub(crate) fn widths(weights: &[usize]) -> Vec<usize> {
    let sum = weights.iter().sum::<usize>().max(1);
    let narrowest = NARROWEST.min(WIDTH / weights.len().max(1));
    let mut widths: Vec<usize> = weights.iter().map(|weight| (WIDTH * weight / sum).max(narrowest)).collect();
    let over = widths.iter().sum::<usize>().saturating_sub(WIDTH);
    if let Some(widest) = widths.iter_mut().max() {
        *widest = widest.saturating_sub(over).max(narrowest);
    }
    widths
}
