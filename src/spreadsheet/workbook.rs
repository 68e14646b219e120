//! A workbook as Office Open XML (ECMA-376): sheets of text whose first row stays in sight and filters the others.
//!
//! ```text
//! [Content_Types].xml  _rels/.rels
//! xl/workbook.xml      the names of the sheets
//! xl/styles.xml        what the numbers of styles in cells mean
//! xl/worksheets/sheet1.xml, and xl/worksheets/_rels/sheet1.xml.rels with the addresses of its links
//! ```
//!
//! Every cell is text: nothing that an author writes is taken for a formula.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Excel refuses a workbook with longer texts, longer names of sheets, or more links on one sheet.
const LONGEST_TEXT: usize = 32_000;
const LONGEST_NAME: usize = 31;
const MOST_LINKS: usize = 65_000;

const STYLES: &str = r#"<fonts count="4"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FF9C0006"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF0"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf fontId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="2" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="3" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>"#;

/// The places in `cellXfs` of the styles.
#[derive(Debug, Clone, Copy)]
enum CellStyle {
    Text = 0,
    Head = 1,
    Link = 2,
    Marked = 3,
}

#[derive(Debug)]
pub(super) struct SheetCell {
    text: String,
    style: CellStyle,
    /// An address, relative to the workbook's.
    link: Option<String>,
}

impl SheetCell {
    pub(super) fn text(text: &str) -> Self {
        Self { text: text.to_owned(), style: CellStyle::Text, link: None }
    }

    /// What somebody has to look at.
    pub(super) fn marked(text: &str) -> Self {
        Self { style: CellStyle::Marked, ..Self::text(text) }
    }

    pub(super) fn link(text: &str, address: &str) -> Self {
        Self { style: CellStyle::Link, link: Some(address.to_owned()), ..Self::text(text) }
    }
}

#[derive(Debug)]
pub(super) struct Worksheet {
    pub(super) name: String,
    /// Each column with its width in letters.
    pub(super) head: Vec<(String, u16)>,
    pub(super) rows: Vec<Vec<SheetCell>>,
}

/// A name that Excel allows and that no other sheet has: `A/B` becomes `A B`, the second one `A B 2`.
pub(super) fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = wanted.replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
    let allowed = allowed.trim().trim_matches('\'');
    let allowed = if allowed.is_empty() { "Sheet" } else { allowed };
    let numbered = (1..).map(|number: usize| {
        let end = if number == 1 { String::new() } else { format!(" {number}") };
        let start: String = allowed.chars().take(LONGEST_NAME - end.len()).collect();
        // Excel refuses a name that ends so.
        format!("{}{end}", start.trim_end_matches('\''))
    });
    let mut free = numbered.filter(|name| taken.insert(name.to_lowercase()));
    free.next().unwrap_or_default()
}

/// The workbook. It has the same bytes on every day.
pub(super) fn write(sheets: &[Worksheet]) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, options)?;
        zip.write_all(HEAD.as_bytes())?;
        zip.write_all(text.as_bytes())
    };
    add("[Content_Types].xml", &content_types(sheets.len()))?;
    add("_rels/.rels", &relations(&[("officeDocument", "xl/workbook.xml".to_owned())]))?;
    add("xl/workbook.xml", &workbook(sheets))?;
    let parts = (1..=sheets.len()).map(|number| ("worksheet", format!("worksheets/sheet{number}.xml")));
    let parts: Vec<_> = parts.chain([("styles", "styles.xml".to_owned())]).collect();
    add("xl/_rels/workbook.xml.rels", &relations(&parts))?;
    add("xl/styles.xml", &format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>"))?;
    for (sheet, number) in sheets.iter().zip(1..) {
        let mut links = Vec::new();
        add(&format!("xl/worksheets/sheet{number}.xml"), &worksheet(sheet, &mut links))?;
        if !links.is_empty() {
            add(&format!("xl/worksheets/_rels/sheet{number}.xml.rels"), &link_relations(&links))?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types(sheets: usize) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut xml = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>"
    );
    for number in 1..=sheets {
        // Writing to a string cannot fail.
        let _ = write!(
            xml,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
        );
    }
    xml + "</Types>"
}

/// The parts that belong to one, each with its kind; the first is `rId1`.
fn relations(parts: &[(&str, String)]) -> String {
    let mut xml = format!("<Relationships xmlns=\"{PACKAGE}\">");
    for ((kind, target), number) in parts.iter().zip(1..) {
        let _ =
            write!(xml, "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    }
    xml + "</Relationships>"
}

fn link_relations(links: &[(String, &str)]) -> String {
    let mut xml = format!("<Relationships xmlns=\"{PACKAGE}\">");
    for ((_, address), number) in links.iter().zip(1..) {
        let address = escaped(address);
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/hyperlink\" Target=\"{address}\" TargetMode=\"External\"/>"
        );
    }
    xml + "</Relationships>"
}

fn workbook(sheets: &[Worksheet]) -> String {
    let mut xml = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (sheet, number) in sheets.iter().zip(1..) {
        let name = escaped(&sheet.name);
        let _ = write!(xml, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
    }
    xml + "</sheets></workbook>"
}

/// A sheet; its links, each with its cell and address, are added to `links`.
fn worksheet<'s>(sheet: &'s Worksheet, links: &mut Vec<(String, &'s str)>) -> String {
    let mut xml = format!(
        "<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
    );
    for ((_, width), column) in sheet.head.iter().zip(1..) {
        let _ = write!(xml, "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols><sheetData><row r=\"1\">");
    for ((words, _), column) in sheet.head.iter().zip(0..) {
        cell(&mut xml, &place(column, 1), words, CellStyle::Head);
    }
    xml.push_str("</row>");
    for (row, number) in sheet.rows.iter().zip(2..) {
        let _ = write!(xml, "<row r=\"{number}\">");
        for (own, column) in row.iter().zip(0..) {
            let place = place(column, number);
            cell(&mut xml, &place, &own.text, own.style);
            links.extend(own.link.as_deref().filter(|_| links.len() < MOST_LINKS).map(|link| (place, link)));
        }
        xml.push_str("</row>");
    }
    let last = place(sheet.head.len().saturating_sub(1), sheet.rows.len() + 1);
    let _ = write!(xml, "</sheetData><autoFilter ref=\"A1:{last}\"/>");
    if !links.is_empty() {
        xml.push_str("<hyperlinks>");
        for ((place, _), number) in links.iter().zip(1..) {
            let _ = write!(xml, "<hyperlink ref=\"{place}\" r:id=\"rId{number}\"/>");
        }
        xml.push_str("</hyperlinks>");
    }
    xml + "</worksheet>"
}

fn cell(xml: &mut String, place: &str, words: &str, style: CellStyle) {
    let text: String = words.chars().take(LONGEST_TEXT).collect();
    let (text, style) = (escaped(&text), style as u8);
    let _ = write!(
        xml,
        "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    );
}

/// `A1`. No sheet has more than 26 columns.
fn place(column: usize, row: usize) -> String {
    let letter =
        u8::try_from(column).ok().filter(|column| *column < 26).map_or('Z', |column| (b'A' + column).into());
    format!("{letter}{row}")
}

/// Words as XML has them: without the control characters that it can't have.
fn escaped(words: &str) -> String {
    let mut xml = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_allowed_and_differ() {
        let mut taken = BTreeSet::new();
        let long = "A specification with a very long short title";
        let names: Vec<String> =
            ["CCA/CSP", "cca csp", long, long, ""].map(|name| free_name(name, &mut taken)).into();
        assert_eq!(names[..2], ["CCA CSP", "cca csp 2"]);
        assert!(names.iter().all(|name| (1..=LONGEST_NAME).contains(&name.chars().count())), "{names:?}");
        assert_ne!(names[2], names[3]);
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(escaped("a & <b> \"c\" \u{1}=SUM(1)"), "a &amp; &lt;b&gt; &quot;c&quot; =SUM(1)");
    }
}
