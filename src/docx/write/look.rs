//! How a Word file looks: styles that the reader's own Word may change, lists, the page.

use super::parts::{WordBlock, WordParagraph};
use super::tables::{TableLines, WordCell, WordRow, WordTable};
use crate::model::text::Spacing;
use crate::writing_systems::Direction;

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
pub(super) const QUIET: &str = "555555";
pub(super) const LINE: &str = "AFAFAF";

/// The id of the style of tables that have a heading row.
pub(crate) const HEADED: &str = "HandbookTable";

/// The size of the page and its margins, for this paper.
pub(crate) fn page(paper: &str) -> String {
    let (width, height) = if paper == "a4" { (11_906, 16_838) } else { (12_240, 15_840) };
    let side = (width - WIDTH) / 2;
    format!(
        "<w:pgSz w:w=\"{width}\" w:h=\"{height}\" /><w:pgMar w:top=\"1500\" w:right=\"{side}\" w:bottom=\"1370\" w:left=\"{side}\" w:header=\"700\" w:footer=\"600\" w:gutter=\"0\" />"
    )
}

/// What a style of paragraphs says, besides its name.
struct StyleLook {
    paragraph: String,
    letters: String,
}

/// The part with the styles. `language` is a tag such as `en-US`.
pub(crate) fn styles(accent: &str, language: &str, direction: Direction) -> String {
    let accent = accent.trim_start_matches('#');
    let of_complex_letters = match direction {
        Direction::RightToLeft => format!(" w:bidi=\"{language}\""),
        Direction::LeftToRight => String::new(),
    };
    let mut styles = format!(
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults>\
         <w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:eastAsia=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\" />\
         <w:sz w:val=\"21\" /><w:szCs w:val=\"21\" /><w:lang w:val=\"{language}\"{of_complex_letters} /></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"{AFTER_PARAGRAPH}\" w:line=\"264\" w:lineRule=\"auto\" /></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\" /><w:qFormat /></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\" /><w:uiPriority w:val=\"1\" /><w:semiHidden /></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\" /><w:uiPriority w:val=\"99\" /><w:semiHidden /></w:style>"
    );
    let spaced = |before: u32, after: u32| format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\" />");
    let of = |size: u32, color: &str| letters(size, color);
    let bold = |size: u32| format!("<w:b /><w:bCs />{}", letters(size, INK));
    let mut add = |id: &str, name: &str, next: &str, look: StyleLook| {
        styles.push_str(&paragraph_style(id, name, next, &look));
    };
    add("Title", "Title", "Normal", StyleLook { paragraph: spaced(0, 80), letters: bold(46) });
    add("Subtitle", "Subtitle", "Normal", StyleLook { paragraph: spaced(0, 240), letters: of(26, QUIET) });
    for (level, size) in [(1, 30), (2, 24), (3, 22), (4, 21), (5, 21)] {
        let space = spaced(if level == 1 { 360 } else { 260 }, 100);
        let paragraph = format!("<w:keepNext />{space}<w:outlineLvl w:val=\"{}\" />", level - 1);
        let look = StyleLook { paragraph, letters: bold(size) };
        add(&format!("Heading{level}"), &format!("heading {level}"), "Normal", look);
    }
    let plain = |paragraph: String, letters: String| StyleLook { paragraph, letters };
    add("ListParagraph", "List Paragraph", "", plain(spaced(0, 60), String::new()));
    add(
        "Quote",
        "Quote",
        "",
        plain("<w:ind w:left=\"400\" />".to_owned(), format!("<w:color w:val=\"{QUIET}\" />")),
    );
    add(
        "TableText",
        "Table Text",
        "",
        plain(spaced(0, 20), "<w:sz w:val=\"19\" /><w:szCs w:val=\"19\" />".to_owned()),
    );
    add("Header", "header", "", plain(String::new(), of(17, QUIET)));
    add("Footer", "footer", "", plain(String::new(), of(17, QUIET)));
    add("TOCHeading", "TOC Heading", "", plain(spaced(240, 80), bold(24)));
    add("TOC1", "toc 1", "", plain(spaced(0, 40), String::new()));
    add("TOC2", "toc 2", "", plain(format!("{}<w:ind w:left=\"300\" />", spaced(0, 40)), String::new()));
    for (id, name, letters) in [
        ("Citation", "Citation", of(16, QUIET)),
        ("Hyperlink", "Hyperlink", format!("<w:color w:val=\"{accent}\" /><w:u w:val=\"single\" />")),
        ("PlaceholderText", "Placeholder Text", format!("<w:color w:val=\"{QUIET}\" />")),
        (
            "CheckBox",
            "Check Box",
            "<w:rFonts w:ascii=\"MS Gothic\" w:eastAsia=\"MS Gothic\" w:hAnsi=\"MS Gothic\" />".to_owned(),
        ),
    ] {
        styles.push_str(&format!(
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\" /><w:basedOn w:val=\"DefaultParagraphFont\" /><w:rPr>{letters}</w:rPr></w:style>"
        ));
    }
    styles.push_str(&format!(
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{HEADED}\"><w:name w:val=\"Handbook Table\" /><w:basedOn w:val=\"TableNormal\" /></w:style></w:styles>"
    ));
    styles
}

fn letters(size: u32, color: &str) -> String {
    format!("<w:color w:val=\"{color}\" /><w:sz w:val=\"{size}\" /><w:szCs w:val=\"{size}\" />")
}

fn paragraph_style(id: &str, name: &str, next: &str, look: &StyleLook) -> String {
    let StyleLook { paragraph, letters } = look;
    let next = if next.is_empty() { String::new() } else { format!("<w:next w:val=\"{next}\" />") };
    let within = |tag: &str, inner: &str| {
        if inner.is_empty() { String::new() } else { format!("<w:{tag}>{inner}</w:{tag}>") }
    };
    format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\" /><w:basedOn w:val=\"Normal\" />{next}<w:qFormat />{}{}</w:style>",
        within("pPr", paragraph),
        within("rPr", letters)
    )
}

/// A numbered list: the level that it numbers, and its first number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberedList {
    pub(crate) level: usize,
    pub(crate) start: u64,
}

/// The part with the lists: the bullets, and each numbered list of its own.
pub(crate) fn numbering(lists: &[NumberedList]) -> String {
    let mut xml =
        "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">".to_owned();
    for (id, format) in [(BULLETS, "bullet"), (NUMBERS, "decimal")] {
        xml.push_str(&format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\" />{}</w:abstractNum>",
            levels(format)
        ));
    }
    xml.push_str(&format!("<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"{BULLETS}\" /></w:num>"));
    for (at, NumberedList { level, start }) in lists.iter().enumerate() {
        xml.push_str(&format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{NUMBERS}\" /><w:lvlOverride w:ilvl=\"{}\"><w:startOverride w:val=\"{start}\" /></w:lvlOverride></w:num>",
            FIRST_LIST + at,
            level.min(&8)
        ));
    }
    xml.push_str("</w:numbering>");
    xml
}

fn levels(format: &str) -> String {
    let level = |at: usize| {
        let text = if format == "bullet" { "•".to_owned() } else { format!("%{}.", at + 1) };
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\" /><w:numFmt w:val=\"{format}\" /><w:lvlText w:val=\"{text}\" /><w:lvlJc w:val=\"left\" /><w:pPr><w:ind w:left=\"{}\" w:hanging=\"360\" /></w:pPr></w:lvl>",
            360 * (at + 1)
        )
    };
    (0..9).map(level).collect()
}

/// A paragraph as an item of a list; `list` is a numbered one, or the bullets.
pub(crate) fn item(
    paragraph: WordParagraph,
    list: Option<usize>,
    level: usize,
    spacing: Spacing,
) -> WordParagraph {
    let paragraph = match spacing {
        Spacing::Tight => paragraph.style("ListParagraph"),
        Spacing::Loose => paragraph.style("ListParagraph").after(AFTER_PARAGRAPH),
    };
    paragraph.numbering(list.unwrap_or(BULLETS), level.min(8))
}

/// A paragraph that is below the words of an item of a list.
pub(crate) fn below_item(paragraph: WordParagraph, level: usize) -> WordParagraph {
    paragraph.style("ListParagraph").indent(360 * (level.min(8) + 1))
}

/// A table with fine lines between its rows; its first row is a heading row.
pub(crate) fn headed_table(mut rows: Vec<WordRow>, widths: Vec<usize>) -> WordTable {
    if let Some(head) = rows.first_mut() {
        head.is_head = true;
    }
    WordTable { style: Some(HEADED), ..table(rows, widths) }
}

/// A table with fine lines between its rows.
pub(crate) fn table(rows: Vec<WordRow>, widths: Vec<usize>) -> WordTable {
    WordTable { rows, widths, style: None, lines: TableLines::BetweenRows, margins: (50, 100) }
}

/// A box: a table of one cell with a line at its side.
pub(crate) fn boxed(blocks: Vec<WordBlock>) -> WordTable {
    let row = WordRow { cells: vec![WordCell::new(WIDTH, blocks)], can_split: true, ..WordRow::default() };
    WordTable {
        rows: vec![row],
        widths: vec![WIDTH],
        style: None,
        lines: TableLines::AtStart,
        margins: (60, 160),
    }
}

/// The name of a passage, above it.
pub(crate) fn name_of_passage() -> WordParagraph {
    WordParagraph::new().style("TableText").keep_next()
}

pub(crate) fn rule() -> WordParagraph {
    WordParagraph::new().line_below(LINE)
}

/// Words at the left and, after a tab, at the right, for the margins of pages.
pub(crate) fn margin(style: &str) -> WordParagraph {
    WordParagraph::new().style(style).right_tab(WIDTH).align("left")
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
