//! From a Word file to the Markdown of a policy.

mod body;
mod drawings;
mod error;
mod fields;
mod inlines;
mod markdown;
mod numbering;
mod opening;
mod package;
mod report;
mod returned;
mod stress;
mod styles;
mod symbols;
mod table;
mod text;
mod typed;
mod xml;

#[cfg(test)]
mod tests;

pub(crate) use error::DocxError;
pub(crate) use opening::{FactKind, FoundFact, FoundTitle};
pub(crate) use returned::{CitationMark, ReturnBase, Returned, read_returned};

use std::collections::BTreeMap;

use body::{BoldLines, DocxReader, MARK, Notes};
use drawings::picture_words;
use numbering::Numbering;
use opening::Beginning;
use package::Package;
use report::{ImportReport, LossKind};
use styles::Styles;
use text::{DraftBlock, Piece, words};
use xml::Element;

use crate::picture::{self, PictureKind};

/// What came out of a Word file.
#[derive(Debug)]
pub(crate) struct Imported {
    /// The title, where the document has one.
    pub(crate) title: Option<FoundTitle>,
    /// What the document says of itself, for the header.
    pub(crate) facts: Vec<FoundFact>,
    /// The text as Markdown; sections begin with `##`.
    pub(crate) markdown: String,
    pub(crate) pictures: Vec<ImportedPicture>,
    /// How many headings, paragraphs, items of lists and tables there are.
    pub(crate) counts: [usize; 4],
    /// A sentence for each kind of thing that could not be carried over as it was.
    pub(crate) left: Vec<String>,
    /// Every one of those things, with its section and its words.
    pub(crate) complete: String,
}

/// A picture of a Word file.
#[derive(Debug, Clone)]
pub(crate) struct ImportedPicture {
    /// The name of the file that the text shows.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads a Word file (`.docx`). `prints` says whether the printed pages have a character; names of pictures begin with `prefix`.
///
/// # Errors
/// Why it can't be read.
pub(crate) fn read(bytes: &[u8], prints: &dyn Fn(char) -> bool, prefix: &str) -> Result<Imported, DocxError> {
    let mut package = Package::open(bytes)?;
    let mut draft = draft(&mut package, prints)?;
    draft.leave_title_out();
    let pictures = take_pictures(&mut draft.blocks, &mut package, prefix, &mut draft.report);
    let WordDraft { blocks, bookmarks, mut report, title, titles: _, facts } = draft;
    let markdown = written(&blocks, &bookmarks, &mut report);
    if markdown.trim().is_empty() {
        return Err(DocxError::NoText);
    }
    let (counts, left, complete) = (counts(&blocks), report.lines(), report.complete());
    Ok(Imported { title, facts, markdown, pictures, counts, left, complete })
}

/// Which version of which document a Word file was exported from, such as `policy:intake@2026-11-23`; `None` for any other file.
pub(crate) fn identity(bytes: &[u8]) -> Option<String> {
    Package::open(bytes).ok()?.identity()
}

/// Reads a Word file that holds several policies, each under a heading of the highest level. What is before the first of them is the
/// first part, with the title of the document.
///
/// # Errors
/// Why it can't be read.
pub(crate) fn read_split(
    bytes: &[u8],
    prints: &dyn Fn(char) -> bool,
    prefix: &str,
) -> Result<Vec<Imported>, DocxError> {
    let mut package = Package::open(bytes)?;
    let mut draft = draft(&mut package, prints)?;
    draft.leave_title_out();
    let pictures = take_pictures(&mut draft.blocks, &mut package, prefix, &mut draft.report);
    let WordDraft { blocks, bookmarks, mut report, title, titles: _, facts: _ } = draft;
    let mut parts = split(blocks, title);
    let mut done = Vec::new();
    let ends: Vec<usize> = parts.iter().skip(1).map(|part| part.heading).chain([usize::MAX]).collect();
    for (part, end) in parts.iter_mut().zip(ends) {
        set_levels(&mut part.blocks);
        let markdown = written(&part.blocks, &bookmarks, &mut report);
        if markdown.trim().is_empty() {
            continue;
        }
        let own = report.of_headings(part.heading, end);
        let is_shown = |picture: &&ImportedPicture| markdown.contains(&format!("]({})", picture.name));
        done.push(Imported {
            title: part.title.take(),
            facts: Vec::new(),
            pictures: pictures.iter().filter(is_shown).cloned().collect(),
            counts: counts(&part.blocks),
            left: own.lines(),
            complete: own.complete(),
            markdown,
        });
    }
    if done.is_empty() { Err(DocxError::NoText) } else { Ok(done) }
}

/// A policy out of a document that holds several.
struct DocumentPart {
    title: Option<FoundTitle>,
    /// The number of its heading in the document.
    heading: usize,
    blocks: Vec<DraftBlock>,
}

fn split(blocks: Vec<DraftBlock>, title: Option<FoundTitle>) -> Vec<DocumentPart> {
    let mut parts = vec![DocumentPart { title, heading: 0, blocks: Vec::new() }];
    for block in blocks {
        match block {
            DraftBlock::Heading { level: 2, key, label: _, text } => {
                let title = FoundTitle { words: words(&text), source: opening::TitleSource::Heading };
                parts.push(DocumentPart { title: Some(title), heading: key, blocks: Vec::new() });
            }
            block => parts.iter_mut().last().into_iter().for_each(|part| part.blocks.push(block.clone())),
        }
    }
    parts
}

fn written(
    blocks: &[DraftBlock],
    bookmarks: &BTreeMap<String, Option<usize>>,
    report: &mut ImportReport,
) -> String {
    let anchors = markdown::anchors(blocks);
    report.section.clear();
    report.heading = blocks
        .iter()
        .find_map(|block| match block {
            DraftBlock::Heading { key, .. } => Some(key.saturating_sub(1)),
            _ => None,
        })
        .unwrap_or(report.heading);
    markdown::DraftWriter { bookmarks, anchors, report }.blocks(blocks)
}

/// A document before it is written as Markdown.
struct WordDraft {
    blocks: Vec<DraftBlock>,
    bookmarks: BTreeMap<String, Option<usize>>,
    report: ImportReport,
    title: Option<FoundTitle>,
    /// All paragraphs in the style of a title.
    titles: Vec<String>,
    facts: Vec<FoundFact>,
}

impl WordDraft {
    /// Leaves the title out of the text: it is in the header of a policy.
    fn leave_title_out(&mut self) {
        let Self { blocks, title, titles, .. } = self;
        remove_title(blocks, title.as_ref());
        // What has the style of a title and isn't this one is text.
        let others = titles.iter().filter(|other| title.as_ref().is_none_or(|title| title.words != **other));
        let others: Vec<DraftBlock> =
            others.map(|other| DraftBlock::Paragraph(vec![Piece::bold(other.clone())])).collect();
        blocks.splice(0..0, others);
        set_levels(blocks);
    }
}

fn draft(package: &mut Package<'_>, prints: &dyn Fn(char) -> bool) -> Result<WordDraft, DocxError> {
    let document = package.document()?;
    let styles = Styles::new(package.part("styles")?.as_ref());
    let numbering = package.part("numbering")?;
    let comments = package.part("comments")?;
    let notes = [notes(package, "footnotes")?, notes(package, "endnotes")?];
    let mut margins = package.parts("header")?;
    margins.extend(package.parts("footer")?);
    let named = package.title();
    let body = document.child("w:body").ok_or(DocxError::NoText)?;
    let read = |broken_fields, bold_headings| {
        let numbering = Numbering::new(numbering.as_ref());
        let mut reader = DocxReader::new(&styles, numbering, package.relations(), &notes, prints);
        reader.comments = comments.as_ref();
        reader.broken_fields = broken_fields;
        reader.bold_headings = bold_headings;
        let blocks = reader.document(body);
        (reader, blocks)
    };
    let (mut reader, mut blocks) = read(false, BoldLines::Text);
    // A field that never ends would take the rest of the document with it.
    let broken = !reader.fields.is_empty();
    let bold = bold_lines(&blocks, reader.bold_lines);
    if broken || bold != BoldLines::Text {
        (reader, blocks) = read(broken, bold);
    }
    let DocxReader { mut report, bookmarks, titles, openings, labels_count_headings, .. } = reader;
    for margin in margins.iter().map(Element::shown).filter(|text| !text.trim().is_empty()) {
        report.detail(LossKind::HeaderFooter, &margin);
    }
    let margins: Vec<String> = margins.iter().flat_map(lines_of).collect();
    blocks = typed::set_lists(blocks);
    if labels_count_headings || refers_to_sections(&blocks) {
        keep_labels(&mut blocks);
        report.take_back(LossKind::HeadingNumber);
    }
    let beginning = Beginning {
        titles: &titles,
        openings: &openings,
        margins: &margins,
        properties: named.as_deref(),
        top_heading: lone_heading(&blocks),
        first_heading: first_heading(&blocks),
    };
    let title = beginning.title().map(|title| printable(title, prints));
    set_levels(&mut blocks);
    Ok(WordDraft { facts: opening::facts(&openings, &margins), blocks, bookmarks, report, title, titles })
}

/// The lines of a header or footer.
fn lines_of(margin: &Element) -> Vec<String> {
    let paragraphs = margin.all("w:p");
    paragraphs
        .into_iter()
        .map(|one| opening::one_line(&one.shown()))
        .filter(|line| !line.is_empty())
        .collect()
}

/// Bold lines are headings where there are few others: below those, in their sections.
fn bold_lines(blocks: &[DraftBlock], bold: usize) -> BoldLines {
    let headings = blocks.iter().filter(|block| matches!(block, DraftBlock::Heading { .. })).count();
    match headings {
        0 => BoldLines::Headings(1),
        1 if bold > 0 => BoldLines::Headings(9),
        _ if bold > 2 * headings => BoldLines::Headings(9),
        _ => BoldLines::Text,
    }
}

/// Whether the text names sections by numbers: “see section 5”.
fn refers_to_sections(blocks: &[DraftBlock]) -> bool {
    let names = |line: &[Piece]| {
        let words = words(line).to_lowercase();
        ["section ", "sections ", "article ", "§ "].iter().any(|name| {
            words.match_indices(name).any(|(at, _)| {
                words[at + name.len()..]
                    .starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'))
            })
        })
    };
    blocks.iter().any(|block| match block {
        DraftBlock::Paragraph(line) | DraftBlock::Quote(line) => names(line),
        DraftBlock::Item { text, more, .. } => names(text) || more.iter().any(|line| names(line)),
        DraftBlock::Table(rows) => rows.iter().flatten().any(|line| names(line)),
        DraftBlock::Heading { .. } | DraftBlock::Note(_) | DraftBlock::Picture(_) => false,
    })
}

/// Writes the numbers of headings into their words.
fn keep_labels(blocks: &mut [DraftBlock]) {
    for block in blocks {
        if let DraftBlock::Heading { label, text, .. } = block
            && let Some(label) = label.take()
        {
            text.insert(0, Piece::plain(format!("{label} ")));
        }
    }
}

/// Gives each picture a name, and takes those along that pages can show. Others are marked.
fn take_pictures(
    blocks: &mut [DraftBlock],
    package: &mut Package<'_>,
    prefix: &str,
    report: &mut ImportReport,
) -> Vec<ImportedPicture> {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut pictures = Vec::new();
    each_picture(blocks, &mut |block| {
        let DraftBlock::Picture(one) = block else { return };
        let name = taken.get(&one.file).cloned().or_else(|| {
            let bytes = package.bytes(&one.file)?;
            let kind = PictureKind::of(&one.file, &bytes)?;
            picture::open(kind, &bytes).ok()?;
            let ending = if kind == PictureKind::Png { "png" } else { "jpg" };
            let name = format!("{prefix}{}.{ending}", pictures.len() + 1);
            pictures.push(ImportedPicture { name: name.clone(), bytes });
            taken.insert(one.file.clone(), name.clone());
            Some(name)
        });
        match name {
            Some(name) => {
                report.detail(LossKind::PictureSaved, &format!("{name} {}", one.alt));
                one.file = name;
            }
            None => {
                report.detail(LossKind::Picture, &one.alt);
                *block =
                    DraftBlock::Paragraph(vec![Piece::bold(format!("{MARK}{}]", picture_words(&one.alt)))]);
            }
        }
    });
    pictures
}

fn each_picture(blocks: &mut [DraftBlock], visit: &mut dyn FnMut(&mut DraftBlock)) {
    for block in blocks {
        match block {
            DraftBlock::Picture(_) => visit(block),
            DraftBlock::Note(inner) => each_picture(inner, visit),
            _ => {}
        }
    }
}

fn notes(package: &mut Package<'_>, kind: &str) -> Result<Notes, DocxError> {
    Ok(Notes { part: package.part(kind)?, relations: package.relations_of(kind) })
}

/// A heading that is above all others.
fn lone_heading(blocks: &[DraftBlock]) -> Option<String> {
    let mut levels = blocks.iter().filter_map(|block| match block {
        DraftBlock::Heading { level, text, .. } => Some((*level, text)),
        _ => None,
    });
    let (first, text) = levels.next()?;
    let mut rest = levels.peekable();
    (rest.peek().is_some() && rest.all(|(level, _)| level > first)).then(|| words(text))
}

fn first_heading(blocks: &[DraftBlock]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        DraftBlock::Heading { text, .. } => Some(words(text)),
        _ => None,
    })
}

/// A title in letters that can be printed, without marks for those that can't.
fn printable(title: FoundTitle, prints: &dyn Fn(char) -> bool) -> FoundTitle {
    let mut words = title.words;
    while let Some(start) = words.find(MARK) {
        let end = words[start..].find(']').map_or(words.len(), |end| start + end + 1);
        words.replace_range(start..end, "");
    }
    let letters = words.chars().map(|c| match symbols::plain(c, prints) {
        symbols::SymbolMeaning::As(c) => c.to_string(),
        symbols::SymbolMeaning::Words(words) => words.to_owned(),
        symbols::SymbolMeaning::Nothing | symbols::SymbolMeaning::Unprintable => String::new(),
    });
    FoundTitle { words: opening::one_line(&letters.collect::<String>()), ..title }
}

/// The title is in the header of the policy: the line that says nothing else is left out of the text.
fn remove_title(blocks: &mut Vec<DraftBlock>, title: Option<&FoundTitle>) {
    use opening::TitleSource;
    let Some(title) = title.filter(|title| {
        !matches!(title.source, TitleSource::FirstHeading | TitleSource::Labeled(_) | TitleSource::PageHeader)
    }) else {
        return;
    };
    let is_it = |block: &DraftBlock| match block {
        DraftBlock::Heading { text, .. } | DraftBlock::Paragraph(text) => words(text) == title.words,
        _ => false,
    };
    let level = |block: Option<&DraftBlock>| match block {
        Some(DraftBlock::Heading { level, .. }) => Some(*level),
        _ => None,
    };
    let Some(at) = blocks.iter().take(12).position(is_it) else { return };
    // A heading with text or headings below it is a section, also where the document is called like it.
    let own = level(blocks.get(at));
    let is_section = own.is_some()
        && title.source != TitleSource::TopHeading
        && (level(blocks.get(at + 1)) != own || blocks.iter().filter(|block| is_it(block)).count() > 1);
    if !is_section {
        blocks.remove(at);
    }
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
            DraftBlock::Picture(_) => {}
        }
    }
    counts
}
