//! A policy as a Word file: the same words as its PDF, in Word's own headings, lists and tables.

mod body;
mod directions;
mod look;
mod order;
mod redline;

use std::fmt::Display;
use std::io::{self, Cursor};

use docx_rs::{
    Docx, Footer, Header, Hyperlink, HyperlinkType, NumPages, PageNum, Paragraph, Run, TableRow, XMLDocx,
};
use quick_xml::escape::escape;

use crate::model::text::Spacing;
use crate::model::{Card, Date};
use crate::view::document::FactSourceView;
use crate::view::policy::PolicyPage;
use crate::view::{Pages, Shell};
use crate::words::{CardWords, FixedWords, SentencePiece, Word};
use crate::writing_systems::Direction;
pub(crate) use redline::write_redline;

use body::{DocxPart, DocxWriter, cell, run, words_cell};

/// Writes a policy as a Word file. `as_of` is the date of a version that has none of its own.
///
/// # Errors
/// What the file's zip cannot hold.
pub fn write(pages: &Pages<'_>, policy: &PolicyPage<'_>, as_of: Date) -> io::Result<Vec<u8>> {
    let (shell, row, version) = (&pages.shell, &policy.row, policy.version);
    let words = &*shell.words;
    let mut writer = DocxWriter::new(&version.body.blocks, &policy.citations, words);
    let mut parts = vec![
        DocxPart::paragraph(Paragraph::new().style("Title").add_run(run(&row.title))),
        DocxPart::paragraph(writer.line(&version.header.summary).style("Subtitle")),
    ];
    facts(policy, &mut parts);
    card(&writer, &version.card, &words.card, &mut parts);
    parts.extend(writer.blocks(&version.body.blocks));
    clauses(policy, words, &mut parts);
    fact_sources(&policy.sources, words, &mut parts);
    history(policy, words, &mut parts);
    let standing = [("standing", &row.standing.word as &dyn Display), ("date", &row.date)];
    let mut docx = margins(
        look::document(shell.paper, &shell.accent),
        shell,
        &format!("{}  {}", row.number, row.title),
        &words.print.standing.fill(&standing),
    );
    for list in std::mem::take(&mut writer.lists) {
        docx = docx.add_numbering(list);
    }
    docx = parts.into_iter().fold(docx, |docx, part| match part {
        DocxPart::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
        DocxPart::Table(table) => docx.add_table(*table),
    });
    let mut file = Cursor::new(Vec::new());
    let xml = finished(docx.build(), shell, &row.title, version.header.effective.unwrap_or(as_of));
    xml.pack(&mut file).map_err(io::Error::other)?;
    Ok(file.into_inner())
}

/// The header and footer of each page. The header says what the document is and which version.
fn margins(docx: Docx, shell: &Shell, document: &str, version: &str) -> Docx {
    let words = &shell.words;
    let above =
        look::margin("Header").add_run(run(document)).add_run(Run::new().add_tab()).add_run(run(version));
    let below = look::margin("Footer")
        .add_run(run(&format!("{} · {}", shell.organization, shell.title)))
        .add_run(Run::new().add_tab());
    let below = words.print.page_of.pieces().into_iter().fold(below, |below, piece| match piece {
        SentencePiece::Words(text) => below.add_run(run(text)),
        SentencePiece::Gap("page") => below.add_page_num(PageNum::new()),
        SentencePiece::Gap(_) => below.add_num_pages(NumPages::new()),
    });
    docx.header(Header::new().add_paragraph(above)).footer(Footer::new().add_paragraph(below))
}

fn facts(policy: &PolicyPage<'_>, parts: &mut Vec<DocxPart>) {
    let widths = look::widths(&[25, 75]);
    let rows = policy.facts.iter().map(|fact| {
        TableRow::new(vec![
            words_cell(&fact.name, widths[0], true),
            words_cell(&fact.value, widths[1], false),
        ])
        .cant_split()
    });
    parts.push(DocxPart::Table(Box::new(look::table(rows.collect(), widths.clone(), false))));
    parts.push(DocxPart::gap());
}

fn card(writer: &DocxWriter<'_>, card: &Card, words: &CardWords, parts: &mut Vec<DocxPart>) {
    let entries = [
        (&words.what, &card.what),
        (&words.by_when, &card.by_when),
        (&words.call, &card.call),
        (&words.form, &card.form),
    ];
    let widths = look::widths(&[25, 75]);
    let rows: Vec<TableRow> = entries
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(name, lines)| {
            let lines = lines
                .iter()
                .map(|line| DocxPart::paragraph(look::item(writer.line(line), None, 0, Spacing::Tight)));
            let said = cell(lines.collect()).width(widths[1], docx_rs::WidthType::Dxa);
            TableRow::new(vec![words_cell(name, widths[0], true), said]).cant_split()
        })
        .collect();
    if !rows.is_empty() {
        parts.push(DocxPart::Table(Box::new(look::table(rows, widths, false))));
        parts.push(DocxPart::gap());
    }
}

fn clauses(policy: &PolicyPage<'_>, words: &FixedWords, parts: &mut Vec<DocxPart>) {
    if policy.clauses.is_empty() {
        return;
    }
    let rows = policy.clauses.iter().map(|clause| {
        let mut sections: Vec<&str> = clause.passages.iter().map(|passage| passage.title.as_str()).collect();
        sections.dedup();
        [
            format!("{} {}", clause.specification, clause.label),
            format!("{}. {}", clause.title, clause.summary),
            sections.join("; "),
        ]
    });
    appendix(
        &words.policy.clauses,
        [&words.columns.clause, &words.columns.what_it_asks, &words.columns.where_in_policy],
        &[17, 45, 25],
        rows,
        parts,
    );
}

fn fact_sources(sources: &[FactSourceView], words: &FixedWords, parts: &mut Vec<DocxPart>) {
    if sources.is_empty() {
        return;
    }
    parts.push(DocxPart::paragraph(heading(&words.sources.title)));
    for FactSourceView { title, citation, address, checked } in sources {
        let said = |text: &str| if text.is_empty() { String::new() } else { format!(" · {text}") };
        let mut line = Paragraph::new().add_run(run(&format!("{title}{}", said(citation))));
        if !address.is_empty() {
            let target = Hyperlink::new(address, HyperlinkType::External);
            line = line.add_run(run(" · ")).add_hyperlink(target.add_run(run(address).style("Hyperlink")));
        }
        let line = line.add_run(run(&said(checked)));
        parts.push(DocxPart::paragraph(look::item(line, None, 0, Spacing::Tight)));
    }
    parts.push(DocxPart::gap());
}

fn history(policy: &PolicyPage<'_>, words: &FixedWords, parts: &mut Vec<DocxPart>) {
    if policy.history.is_empty() {
        return;
    }
    let rows = policy.history.iter().map(|change| [change.date.clone(), change.change.clone()]);
    let head = [&words.columns.date, &words.columns.what_changed];
    appendix(&words.policy.history, head, &[20, 60], rows, parts);
}

/// The heading of what is at the end.
fn heading(title: &str) -> Paragraph {
    Paragraph::new().style("Heading1").add_run(run(title))
}

/// A table at the end, with its heading.
fn appendix<const N: usize>(
    title: &str,
    head: [&Word; N],
    weights: &[usize],
    rows: impl Iterator<Item = [String; N]>,
    parts: &mut Vec<DocxPart>,
) {
    parts.push(DocxPart::paragraph(heading(title)));
    let widths = look::widths(weights);
    let row = |cells: &[String], bold| {
        let cells = cells.iter().zip(&widths).map(|(words, width)| words_cell(words, *width, bold));
        TableRow::new(cells.collect()).cant_split()
    };
    let mut all = vec![row(&head.map(Word::to_string), true)];
    all.extend(rows.map(|cells| row(&cells, false)));
    parts.push(DocxPart::Table(Box::new(look::table(all, widths.clone(), true))));
    parts.push(DocxPart::gap());
}

/// What the library has no words for: heading rows that are repeated on each page, the language and direction, and the file's own properties.
fn finished(mut xml: XMLDocx, shell: &Shell, title: &str, date: Date) -> XMLDocx {
    let document = String::from_utf8(std::mem::take(&mut xml.document)).unwrap_or_default();
    let direction = shell.direction();
    xml.document = directions::mark(repeated_heads(&document), direction).into_bytes();
    for margin in xml.headers.iter_mut().chain(&mut xml.footers) {
        let written = String::from_utf8(std::mem::take(margin)).unwrap_or_default();
        *margin = directions::mark(written, direction).into_bytes();
    }
    let styles = String::from_utf8(std::mem::take(&mut xml.styles)).unwrap_or_default();
    let tag = shell.language.to_string();
    let of_complex_letters = match direction {
        Direction::RightToLeft => format!(" w:bidi=\"{}\"", escape(&tag)),
        Direction::LeftToRight => String::new(),
    };
    let language =
        format!("<w:lang w:val=\"{}\"{of_complex_letters} /></w:rPr></w:rPrDefault>", escape(&tag));
    xml.styles = styles
        .replacen("</w:rPr></w:rPrDefault>", &language, 1)
        .replacen("w:styleId=\"Normal\"", "w:default=\"1\" w:styleId=\"Normal\"", 1)
        .into_bytes();
    xml.doc_props.core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>",
        escape(title),
        escape(&shell.organization),
        escape(&tag),
    )
    .into_bytes();
    let parts = [&mut xml.document, &mut xml.styles, &mut xml.numberings, &mut xml.settings];
    for part in parts.into_iter().chain(&mut xml.headers).chain(&mut xml.footers) {
        *part = order::in_schema_order(std::mem::take(part));
    }
    xml
}

/// Marks the first row of each table of that style as a heading row.
fn repeated_heads(document: &str) -> String {
    const ROW: &str = "<w:cantSplit />";
    let style = format!("<w:tblStyle w:val=\"{}\" />", look::HEADED);
    let mut tables = document.split(&style);
    let mut marked = tables.next().unwrap_or_default().to_owned();
    for table in tables {
        marked.push_str(&style);
        marked.push_str(&table.replacen(ROW, &format!("{ROW}<w:tblHeader />"), 1));
    }
    marked
}
