//! From a Word file to the Markdown of a policy.

mod body;
mod drawings;
mod error;
mod fields;
mod inlines;
mod markdown;
mod numbering;
mod package;
mod report;
mod stress;
mod styles;
mod symbols;
mod table;
mod text;
mod xml;

#[cfg(test)]
mod tests;

pub(crate) use error::DocxError;

use body::{DocxReader, Notes};
use numbering::Numbering;
use package::Package;
use report::LossKind;
use styles::Styles;
use text::{DraftBlock, words};
use xml::Element;

/// What came out of a Word file.
#[derive(Debug)]
pub(crate) struct Imported {
    /// The title, where the document has one.
    pub(crate) title: Option<String>,
    /// The text as Markdown; sections begin with `##`.
    pub(crate) markdown: String,
    /// How many headings, paragraphs, items of lists and tables there are.
    pub(crate) counts: [usize; 4],
    /// A sentence for each kind of thing that could not be carried over as it was.
    pub(crate) left: Vec<String>,
}

/// Reads a Word file (`.docx`). `prints` says whether the printed pages have a character.
///
/// # Errors
/// Why it can't be read.
pub(crate) fn read(bytes: &[u8], prints: &dyn Fn(char) -> bool) -> Result<Imported, DocxError> {
    let mut package = Package::open(bytes)?;
    let document = package.document()?;
    let styles = Styles::new(package.part("styles")?.as_ref());
    let numbering = package.part("numbering")?;
    let notes = [notes(&mut package, "footnotes")?, notes(&mut package, "endnotes")?];
    let mut margins = package.parts("header")?;
    margins.extend(package.parts("footer")?);
    let named = package.title();
    let body = document.child("w:body").ok_or(DocxError::NoText)?;
    let read = |broken_fields, bold_headings| {
        let numbering = Numbering::new(numbering.as_ref());
        let mut reader = DocxReader::new(&styles, numbering, package.relations(), &notes, prints);
        reader.broken_fields = broken_fields;
        reader.bold_headings = bold_headings;
        let blocks = reader.document(body);
        (reader, blocks)
    };
    let (mut reader, mut blocks) = read(false, false);
    // A field that never ends would take the rest of the document with it.
    let broken = !reader.fields.is_empty();
    let headed = blocks.iter().any(|block| matches!(block, DraftBlock::Heading { .. }));
    if broken || !headed {
        (reader, blocks) = read(broken, !headed);
    }
    let DocxReader { mut report, bookmarks, title, .. } = reader;
    for margin in margins.iter().map(Element::shown).filter(|text| !text.trim().is_empty()) {
        report.detail(LossKind::HeaderFooter, &margin);
    }
    let title = title.or_else(|| lone_heading(&mut blocks)).or(named).or_else(|| first_heading(&blocks));
    set_levels(&mut blocks);
    let anchors = markdown::anchors(&blocks);
    report.section.clear();
    let markdown =
        markdown::DraftWriter { bookmarks: &bookmarks, anchors, report: &mut report }.blocks(&blocks);
    if markdown.trim().is_empty() {
        return Err(DocxError::NoText);
    }
    Ok(Imported { title, markdown, counts: counts(&blocks), left: report.lines() })
}

fn notes(package: &mut Package<'_>, kind: &str) -> Result<Notes, DocxError> {
    Ok(Notes { part: package.part(kind)?, relations: package.relations_of(kind) })
}

/// A heading that is above all others is the title, and no section.
fn lone_heading(blocks: &mut Vec<DraftBlock>) -> Option<String> {
    let levels: Vec<(usize, u8)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            DraftBlock::Heading { level, .. } => Some((at, *level)),
            _ => None,
        })
        .collect();
    let ((at, first), rest) = levels.split_first()?;
    if rest.is_empty() || rest.iter().any(|(_, level)| level <= first) {
        return None;
    }
    match blocks.remove(*at) {
        DraftBlock::Heading { text, .. } => Some(words(&text)),
        _ => None,
    }
}

fn first_heading(blocks: &[DraftBlock]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        DraftBlock::Heading { text, .. } => Some(words(text)),
        _ => None,
    })
}

/// Levels as policies have them: sections are level 2, and none is skipped.
fn set_levels(blocks: &mut [DraftBlock]) {
    let mut above: Vec<u8> = Vec::new();
    for block in blocks {
        if let DraftBlock::Heading { level, .. } = block {
            above.retain(|other| other < level);
            above.push(*level);
            *level = u8::try_from(above.len() + 1).unwrap_or(6).min(6);
        }
    }
}

fn counts(blocks: &[DraftBlock]) -> [usize; 4] {
    let mut counts = [0; 4];
    for block in blocks {
        match block {
            DraftBlock::Heading { .. } => counts[0] += 1,
            DraftBlock::Paragraph(_) | DraftBlock::Quote(_) | DraftBlock::Note(_) => counts[1] += 1,
            DraftBlock::Item { .. } => counts[2] += 1,
            DraftBlock::Table(_) => counts[3] += 1,
        }
    }
    counts
}
