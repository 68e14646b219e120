//! The blocks of a document: paragraphs, headings, items of lists, tables.

use std::collections::BTreeMap;

use super::fields::WordField;
use super::inlines::{OpenParagraph, RunContext, choice, is_silent};
use super::numbering::{DEEPEST, Mark, Numbering};
use super::package::Relation;
use super::report::{ImportReport, LossKind};
use super::styles::{self, StyleKind, Styles};
use super::table;
use super::text::{DraftBlock, DraftLine, Piece, is_blank, is_bold, words};
use super::xml::Element;

/// A bold line of at most this many letters may be a heading.
const LONGEST_HEADING: usize = 80;

/// What a mark begins with that says what was there.
pub(crate) const MARK: &str = "[Not carried over: ";

/// Foot- or endnotes: by id, and where their links lead.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) part: Option<Element>,
    pub(crate) relations: BTreeMap<String, Relation>,
}

/// The list that a paragraph belongs to.
struct ListPlace {
    id: String,
    /// Its level there, by which it is counted.
    level: usize,
    /// How many lists it is within.
    depth: usize,
}

pub(crate) struct DocxReader<'a> {
    pub(crate) styles: &'a Styles,
    pub(crate) numbering: Numbering,
    pub(crate) relations: &'a BTreeMap<String, Relation>,
    /// Notes at the foot of a page, and at the end.
    pub(crate) notes: &'a [Notes; 2],
    /// Whether the printed pages have a character.
    pub(crate) prints: &'a dyn Fn(char) -> bool,
    /// Whether fields that began never end, so that none may be left out.
    pub(crate) broken_fields: bool,
    /// Whether bold lines are taken for headings, since there are no others.
    pub(crate) bold_headings: bool,
    /// What could not be carried over.
    pub(crate) report: ImportReport,
    /// Fields that have begun, outermost first.
    pub(crate) fields: Vec<WordField>,
    /// The heading that each bookmark is in or under.
    pub(crate) bookmarks: BTreeMap<String, Option<usize>>,
    /// The title, where a paragraph has the style of one.
    pub(crate) title: Option<String>,
    pending: Vec<String>,
    headings: usize,
    /// Within a table, box or note, where no heading can be.
    inner: usize,
    /// Notes that were read, with their numbers: a note may be referred to more than once.
    noted: BTreeMap<(bool, String), u32>,
    section_notes: Vec<DraftBlock>,
    /// A paragraph whose end was deleted: the next one goes on with it.
    unfinished: DraftLine,
}

impl<'a> DocxReader<'a> {
    pub(crate) fn new(
        styles: &'a Styles,
        numbering: Numbering,
        relations: &'a BTreeMap<String, Relation>,
        notes: &'a [Notes; 2],
        prints: &'a dyn Fn(char) -> bool,
    ) -> Self {
        Self {
            styles,
            numbering,
            relations,
            notes,
            prints,
            broken_fields: false,
            bold_headings: false,
            report: ImportReport::default(),
            fields: Vec::new(),
            bookmarks: BTreeMap::new(),
            title: None,
            pending: Vec::new(),
            headings: 0,
            inner: 0,
            noted: BTreeMap::new(),
            section_notes: Vec::new(),
            unfinished: Vec::new(),
        }
    }

    pub(crate) fn document(&mut self, body: &Element) -> Vec<DraftBlock> {
        let mut blocks = Vec::new();
        self.blocks(body, &mut blocks);
        self.settle(None);
        if !self.unfinished.is_empty() {
            blocks.push(DraftBlock::Paragraph(std::mem::take(&mut self.unfinished)));
        }
        self.end_section(&mut blocks);
        blocks
    }

    /// Reads blocks within something in which no heading can be.
    pub(crate) fn within(&mut self, parent: &Element) -> Vec<DraftBlock> {
        self.inner += 1;
        let unfinished = std::mem::take(&mut self.unfinished);
        let mut blocks = Vec::new();
        self.blocks(parent, &mut blocks);
        let rest = std::mem::replace(&mut self.unfinished, unfinished);
        if !is_blank(&rest) {
            blocks.push(DraftBlock::Paragraph(rest));
        }
        self.inner -= 1;
        blocks
    }

    fn blocks(&mut self, parent: &Element, into: &mut Vec<DraftBlock>) {
        for child in parent.elements() {
            match child.name.as_str() {
                "w:p" => self.paragraph(child, into),
                "w:tbl" => {
                    let block = table::read(self, child);
                    into.extend(block);
                }
                "w:sdt" => {
                    let gallery = child.find("w:docPartGallery").and_then(|one| one.attribute("w:val"));
                    if gallery.is_some_and(|gallery| gallery.eq_ignore_ascii_case("Table of Contents")) {
                        self.report.note(LossKind::Contents);
                        continue;
                    }
                    self.content_control(child);
                    if let Some(content) = child.child("w:sdtContent") {
                        self.blocks(content, into);
                    }
                }
                "w:customXml" | "w:smartTag" => self.blocks(child, into),
                "w:ins" | "w:moveTo" => {
                    self.report.note(LossKind::Inserted);
                    self.blocks(child, into);
                }
                "w:del" | "w:moveFrom" => self.report.note(LossKind::Deleted),
                "mc:AlternateContent" => {
                    if let Some(choice) = choice(child) {
                        self.blocks(choice, into);
                    }
                }
                "w:altChunk" => {
                    self.report.note(LossKind::Embedded);
                    into.push(DraftBlock::Paragraph(vec![Piece::bold(format!("{MARK}an embedded file]"))]));
                }
                "w:bookmarkStart" => self.bookmark(child),
                "m:oMath" | "m:oMathPara" => {
                    let mut open = OpenParagraph::default();
                    self.equation(child, &mut open);
                    into.push(DraftBlock::Paragraph(open.line));
                }
                "w:sectPr" | "w:tblPr" | "w:tblGrid" | "w:tcPr" | "w:trPr" => {}
                name if is_silent(name) => {}
                name => self.unknown(name, child),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element, into: &mut Vec<DraftBlock>) {
        let properties = paragraph.child("w:pPr");
        let style = self.styles.get(properties.and_then(|own| own.value("w:pStyle")));
        let outline =
            properties.and_then(|own| own.value("w:outlineLvl")).and_then(|level| level.parse::<u8>().ok());
        let kind = match (style.kind, outline) {
            (StyleKind::Plain, Some(level @ 0..=8)) => StyleKind::Heading(level + 1),
            (kind, _) => kind,
        };
        if properties.is_some_and(|own| own.switch("w:pageBreakBefore") == Some(true)) {
            self.report.note(LossKind::PageBreak);
        }
        let headed = matches!(kind, StyleKind::Heading(_) | StyleKind::Title);
        // Quotations are italic by their style: the box says it.
        let look = if kind == StyleKind::Quote { styles::RunLook::default() } else { style.look.clone() };
        let around = RunContext { look, heading: headed && self.inner == 0, link: None };
        let mut open = OpenParagraph::default();
        open.line = std::mem::take(&mut self.unfinished);
        // A heading names the section for what is noted within it.
        if headed && self.inner == 0 && matches!(kind, StyleKind::Heading(_)) {
            let words = paragraph.elements().filter(|one| one.name != "w:pPr" && one.name != "w:del");
            let words = words.map(Element::shown).collect::<String>();
            if !words.trim().is_empty() && !self.is_dropped() {
                self.end_section(into);
                self.report.section = words.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        self.inlines(paragraph, &around, &mut open);
        let OpenParagraph { mut line, boxes, .. } = open;
        let mark = properties.and_then(|own| own.child("w:rPr"));
        if mark.is_some_and(|mark| mark.child("w:del").is_some() || mark.child("w:moveFrom").is_some())
            && !line.is_empty()
        {
            self.unfinished = line;
            into.extend(boxes);
            return;
        }
        if kind == StyleKind::Contents {
            // Reported once, not once per line.
            if !is_blank(&line) && !self.report.has(LossKind::Contents) {
                self.report.note(LossKind::Contents);
            }
            return;
        }
        if is_blank(&line) {
            into.extend(boxes);
            return;
        }
        let listed = self.list(properties, &style, kind);
        let kind = match kind {
            StyleKind::Plain | StyleKind::Item { .. }
                if self.bold_headings && self.is_bold_heading(&line) =>
            {
                self.end_section(into);
                self.report.section = words(&line);
                self.report.note(LossKind::BoldHeading);
                StyleKind::Heading(1)
            }
            kind => kind,
        };
        match kind {
            StyleKind::Title if self.inner == 0 && self.title.is_none() => {
                self.title = Some(words(&line));
            }
            StyleKind::Heading(level) if self.inner == 0 => {
                if listed.is_some_and(|(_, mark)| mark != Mark::Bullet && mark != Mark::None) {
                    self.report.note(LossKind::HeadingNumber);
                }
                self.headings += 1;
                self.settle(Some(self.headings));
                super::text::not_bold(&mut line);
                into.push(DraftBlock::Heading { level, key: self.headings, text: line });
            }
            StyleKind::Heading(_) | StyleKind::Title => {
                for piece in &mut line {
                    if let Piece::Words { bold, .. } = piece {
                        *bold = true;
                    }
                }
                into.push(DraftBlock::Paragraph(line));
            }
            StyleKind::Quote => into.push(DraftBlock::Quote(line)),
            StyleKind::Contents | StyleKind::Item { .. } | StyleKind::Plain => {
                let indented = properties.and_then(styles::indented).unwrap_or(style.indented);
                self.item(line, listed, indented, into);
            }
        }
        if !matches!(kind, StyleKind::Heading(_)) {
            self.settle((self.headings > 0).then_some(self.headings));
        }
        into.extend(boxes);
    }

    /// Whether a line looks like a heading: short, all bold, and no sentence.
    fn is_bold_heading(&self, line: &[Piece]) -> bool {
        let words = words(line);
        self.inner == 0
            && is_bold(line)
            && !words.starts_with(MARK)
            && words.chars().count() <= LONGEST_HEADING
            && !words.ends_with(['.', ';', ','])
            && words.chars().any(char::is_alphabetic)
    }

    /// The list that a paragraph belongs to, as id, level and what is before it; numbers are counted.
    fn list(
        &mut self,
        properties: Option<&Element>,
        style: &styles::Style,
        kind: StyleKind,
    ) -> Option<(ListPlace, Mark)> {
        let own = properties.and_then(styles::list);
        let (own_id, own_level) = own.unwrap_or_default();
        let (style_id, style_level) = style.list.clone().unwrap_or_default();
        let by_name = match kind {
            StyleKind::Item { level, .. } => level,
            _ => 0,
        };
        let level = own_level.or(style_level).unwrap_or(0).min(DEEPEST);
        let id = own_id.or(style_id);
        // List 0 is Word's word for none.
        if id.as_deref() == Some("0") {
            return None;
        }
        if let Some(id) = &id
            && let Some(mark) = self.numbering.mark(id, level)
        {
            // A style of its own for each level needs no levels in its lists.
            return Some((ListPlace { id: id.clone(), level, depth: level.max(by_name).min(DEEPEST) }, mark));
        }
        let (id, mark) = match kind {
            StyleKind::Item { numbered: false, .. } => ("bullets".to_owned(), Mark::Bullet),
            StyleKind::Item { numbered: true, .. } => {
                ("numbers".to_owned(), Mark::Number { start: 1, plain: true })
            }
            _ => (id?, Mark::Bullet),
        };
        Some((ListPlace { id, level, depth: level.max(by_name).min(DEEPEST) }, mark))
    }

    /// A paragraph, an item of a list, or one that goes on with the item before it.
    fn item(
        &mut self,
        line: DraftLine,
        listed: Option<(ListPlace, Mark)>,
        indented: bool,
        into: &mut Vec<DraftBlock>,
    ) {
        let Some((list, mark @ (Mark::Bullet | Mark::Number { .. }))) = listed else {
            match into.last_mut() {
                Some(DraftBlock::Item { more, .. }) if indented => more.push(line),
                _ => into.push(DraftBlock::Paragraph(line)),
            }
            return;
        };
        let number = match mark {
            Mark::Number { start, plain } => {
                if !plain {
                    self.report.note(LossKind::Letters);
                }
                Some(self.numbering.next(&list.id, list.level, start))
            }
            _ => None,
        };
        into.push(DraftBlock::Item { depth: list.depth, number, text: line, more: Vec::new() });
    }

    /// Notes a bookmark, which belongs to the paragraph that follows or that it is in.
    pub(crate) fn bookmark(&mut self, mark: &Element) {
        self.pending.extend(mark.attribute("w:name").map(str::to_owned));
    }

    fn settle(&mut self, heading: Option<usize>) {
        for name in std::mem::take(&mut self.pending) {
            self.bookmarks.entry(name).or_insert(heading);
        }
    }

    /// Reads a note, and gives the number under which it is at the end of its section.
    pub(crate) fn note(&mut self, id: &str, end: bool) -> Option<u32> {
        let key = (end, id.to_owned());
        if let Some(number) = self.noted.get(&key) {
            return Some(*number);
        }
        let notes: &'a Notes = &self.notes[usize::from(end)];
        let mut all = notes.part.iter().flat_map(Element::elements);
        let note = all.find(|one| one.attribute("w:id") == Some(id))?;
        let number = u32::try_from(self.noted.len() + 1).unwrap_or(u32::MAX);
        self.noted.insert(key, number);
        let relations = std::mem::replace(&mut self.relations, &notes.relations);
        let fields = std::mem::take(&mut self.fields);
        let blocks = self.within(note);
        self.relations = relations;
        self.fields = fields;
        let mut lines = blocks.into_iter().flat_map(table::lines);
        let text = lines.next().unwrap_or_else(|| vec![Piece::plain("…")]);
        let more = lines.collect();
        self.section_notes.push(DraftBlock::Item { depth: 0, number: Some(number), text, more });
        Some(number)
    }

    fn end_section(&mut self, into: &mut Vec<DraftBlock>) {
        if !self.section_notes.is_empty() {
            self.section_notes.sort_by_key(|note| match note {
                DraftBlock::Item { number, .. } => *number,
                _ => None,
            });
            into.push(DraftBlock::Paragraph(vec![Piece::bold("Notes")]));
            into.append(&mut self.section_notes);
        }
    }
}
