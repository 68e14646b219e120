//! The blocks of a document: paragraphs, headings, items of lists, tables.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::WordField;
use super::inlines::{OpenParagraph, RunContext, choice, is_silent};
use super::numbering::{DEEPEST, Numbering};
use super::opening::{LinePlace, OpeningLine};
use super::package::Relation;
use super::report::{ImportReport, LossKind};
use super::styles::{self, StyleKind, Styles};
use super::table;
use super::text::{DraftBlock, DraftLine, ItemMark, Piece, is_blank, is_bold, words};
use super::xml::Element;

/// A bold line of at most this many letters may be a heading.
const LONGEST_HEADING: usize = 80;

/// No document has more lines in the style of a title that are one.
const MOST_TITLES: usize = 4;
/// How many lines at the beginning are searched for number, owner and dates.
const MOST_OPENINGS: usize = 60;

/// What a mark begins with that says what was there.
pub(crate) const MARK: &str = "[Not carried over: ";

/// Foot- or endnotes: by id, and where their links lead.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) part: Option<Element>,
    pub(crate) relations: BTreeMap<String, Relation>,
}

/// Where a paragraph is: within how many lists with what before it, and whether it is to the right of others.
struct ParagraphPlace {
    listed: Option<(usize, Option<ItemMark>)>,
    indented: bool,
}

/// What short bold lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BoldLines {
    Text,
    /// Headings of this level.
    Headings(u8),
}

pub(crate) struct DocxReader<'a> {
    pub(crate) styles: &'a Styles,
    pub(crate) numbering: Numbering,
    pub(crate) relations: &'a BTreeMap<String, Relation>,
    /// Notes at the foot of a page, and at the end.
    pub(crate) notes: &'a [Notes; 2],
    pub(crate) comments: Option<&'a Element>,
    /// Whether the printed pages have a character.
    pub(crate) prints: &'a dyn Fn(char) -> bool,
    /// Whether fields that began never end, so that none may be left out.
    pub(crate) broken_fields: bool,
    pub(crate) bold_headings: BoldLines,
    /// How many bold lines could be headings.
    pub(crate) bold_lines: usize,
    /// What could not be carried over.
    pub(crate) report: ImportReport,
    /// Fields that have begun, outermost first.
    pub(crate) fields: Vec<WordField>,
    /// The heading that each bookmark is in or under.
    pub(crate) bookmarks: BTreeMap<String, Option<usize>>,
    /// The paragraphs in the style of a title.
    pub(crate) titles: Vec<String>,
    /// The first lines, in tables and boxes too.
    pub(crate) openings: Vec<OpeningLine>,
    /// Whether labels of items say the numbers of headings.
    pub(crate) labels_count_headings: bool,
    heading_lists: BTreeSet<String>,
    /// Pictures out of cells, which come below their table.
    pub(crate) below_table: Vec<DraftBlock>,
    /// How many tables are around this place.
    tables: usize,
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
            comments: None,
            prints,
            broken_fields: false,
            bold_headings: BoldLines::Text,
            bold_lines: 0,
            report: ImportReport::default(),
            fields: Vec::new(),
            bookmarks: BTreeMap::new(),
            titles: Vec::new(),
            openings: Vec::new(),
            labels_count_headings: false,
            heading_lists: BTreeSet::new(),
            below_table: Vec::new(),
            tables: 0,
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
                    self.tables += 1;
                    let block = table::read(self, child);
                    self.tables -= 1;
                    into.extend(block);
                    if self.tables == 0 {
                        into.append(&mut self.below_table);
                    }
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
        let shown = paragraph.shown();
        let kind = self.kind(properties, &style, &shown);
        if properties.is_some_and(|own| own.switch("w:pageBreakBefore") == Some(true)) {
            self.report.note(LossKind::PageBreak);
        }
        let headed = matches!(kind, StyleKind::Heading(_) | StyleKind::Title);
        // Quotations are italic by their style: the box says it. What is too long for a heading isn't bold like one.
        let is_demoted = matches!(style.kind, StyleKind::Heading(_)) && !headed;
        let look = if kind == StyleKind::Quote || is_demoted {
            styles::RunLook::default()
        } else {
            style.look.clone()
        };
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
                self.report.heading = self.headings + 1;
            }
        }
        self.inlines(paragraph, &around, &mut open);
        if self.broken_fields {
            self.fields.clear();
        }
        let OpenParagraph { mut line, boxes, largest, .. } = open;
        self.mark_struck(&mut line);
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
        let listed = self.list(properties, &style, kind);
        if is_blank(&line) {
            into.extend(boxes);
            return;
        }
        self.note_opening(&line, kind, largest, properties, &style);
        self.note_blank(&words(&line));
        let kind = self.promoted(kind, &line, listed.as_ref(), into);
        let place = ParagraphPlace {
            listed,
            indented: properties.and_then(styles::indented).unwrap_or(style.indented),
        };
        self.finished(kind, line, place, into);
        if !matches!(kind, StyleKind::Heading(_)) {
            self.settle((self.headings > 0).then_some(self.headings));
        }
        into.extend(boxes);
    }

    /// What a paragraph is, by its style, its outline level and its words.
    fn kind(&mut self, properties: Option<&Element>, style: &styles::Style, shown: &str) -> StyleKind {
        let outline =
            properties.and_then(|own| own.value("w:outlineLvl")).and_then(|level| level.parse::<u8>().ok());
        let kind = match (style.kind, outline) {
            (StyleKind::Plain, Some(level @ 0..=8)) => StyleKind::Heading(level + 1),
            (kind, _) => kind,
        };
        match kind {
            StyleKind::Heading(_) if !reads_like_heading(shown, style.is_named) => {
                if style.is_named {
                    self.report.detail(LossKind::LongHeading, shown);
                }
                StyleKind::Plain
            }
            kind => kind,
        }
    }

    /// A bold line that is taken for a heading is one. A bold bullet stays a bullet.
    fn promoted(
        &mut self,
        kind: StyleKind,
        line: &DraftLine,
        listed: Option<&(usize, Option<ItemMark>)>,
        into: &mut Vec<DraftBlock>,
    ) -> StyleKind {
        let is_bullet = listed.is_some_and(|(_, mark)| *mark == Some(ItemMark::Bullet));
        if !matches!(kind, StyleKind::Plain | StyleKind::Item { .. })
            || is_bullet
            || !self.is_bold_heading(line)
        {
            return kind;
        }
        self.bold_lines += 1;
        match self.bold_headings {
            BoldLines::Text => kind,
            BoldLines::Headings(level) => {
                self.end_section(into);
                self.report.section = words(line);
                self.report.heading = self.headings + 1;
                self.report.note(LossKind::BoldHeading);
                StyleKind::Heading(level)
            }
        }
    }

    fn finished(
        &mut self,
        kind: StyleKind,
        mut line: DraftLine,
        place: ParagraphPlace,
        into: &mut Vec<DraftBlock>,
    ) {
        match kind {
            StyleKind::Title if self.inner == 0 && self.titles.len() < MOST_TITLES => {
                self.titles.push(words(&line));
            }
            StyleKind::Heading(level) if self.inner == 0 => {
                let label = match place.listed.and_then(|(_, mark)| mark) {
                    None | Some(ItemMark::Bullet) => None,
                    Some(mark) => Some(mark.written().trim().to_owned()),
                };
                if label.is_some() {
                    self.report.note(LossKind::HeadingNumber);
                }
                self.headings += 1;
                self.settle(Some(self.headings));
                super::text::not_bold(&mut line);
                into.push(DraftBlock::Heading { level, key: self.headings, label, text: line });
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
            StyleKind::Contents | StyleKind::Item { .. } | StyleKind::Plain => self.item(line, place, into),
        }
    }

    /// Keeps a line near the beginning, where documents say what they are.
    fn note_opening(
        &mut self,
        line: &DraftLine,
        kind: StyleKind,
        size: Option<u32>,
        properties: Option<&Element>,
        style: &styles::Style,
    ) {
        if self.openings.len() >= MOST_OPENINGS {
            return;
        }
        let is_centered = properties.and_then(styles::centered).unwrap_or(style.is_centered);
        self.openings.push(OpeningLine {
            words: words(line),
            size,
            is_bold: is_bold(line),
            is_centered,
            place: match kind {
                _ if self.inner > 0 => LinePlace::Within,
                StyleKind::Heading(_) => LinePlace::Heading,
                _ => LinePlace::Text,
            },
        });
    }

    /// Reports a line like `Name: ______`.
    fn note_blank(&mut self, words: &str) {
        let is_blank = ["____", "……", "......"].iter().any(|blank| words.contains(blank));
        if is_blank {
            let before = words.split(['_', '…']).find(|part| !part.trim().is_empty()).unwrap_or_default();
            self.report.detail(LossKind::Blank, before.trim().trim_end_matches('.'));
        }
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

    /// How many lists a paragraph is within, and what is before it; it is counted.
    fn list(
        &mut self,
        properties: Option<&Element>,
        style: &styles::Style,
        kind: StyleKind,
    ) -> Option<(usize, Option<ItemMark>)> {
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
        // A style of its own for each level needs no levels in its lists.
        let depth = level.max(by_name).min(DEEPEST);
        if let Some(id) = id.as_deref().filter(|id| self.numbering.has(id, level)) {
            let mark = self.numbering.next(id, level);
            self.note_label(id, matches!(kind, StyleKind::Heading(_)), mark.as_ref());
            return Some((depth, mark.map(|mark| self.printable(mark))));
        }
        let mark = match kind {
            StyleKind::Item { numbered: true, .. } => self.numbering.next("numbers", level),
            StyleKind::Item { numbered: false, .. } => Some(ItemMark::Bullet),
            _ => {
                id?;
                Some(ItemMark::Bullet)
            }
        };
        Some((depth, mark))
    }

    /// Remembers lists that count headings, and whether items are counted with them: `2.1` needs the heading's `2`.
    fn note_label(&mut self, list: &str, is_heading: bool, mark: Option<&ItemMark>) {
        let list = self.numbering.counted_as(list);
        if is_heading {
            self.heading_lists.insert(list.to_owned());
        } else if matches!(mark, Some(ItemMark::Label(_))) && self.heading_lists.contains(list) {
            self.labels_count_headings = true;
        }
    }

    /// A label in letters that the handbook can print.
    fn printable(&mut self, mark: ItemMark) -> ItemMark {
        match mark {
            ItemMark::Label(label) => ItemMark::Label(self.letters(&label)),
            mark => mark,
        }
    }

    /// A paragraph, an item of a list, or one that goes on with the item before it.
    fn item(&mut self, line: DraftLine, place: ParagraphPlace, into: &mut Vec<DraftBlock>) {
        let ParagraphPlace { listed, indented } = place;
        let Some((depth, Some(mark))) = listed else {
            match into.last_mut() {
                Some(DraftBlock::Item { more, .. }) if indented => more.push(line),
                _ => into.push(DraftBlock::Paragraph(line)),
            }
            return;
        };
        if matches!(mark, ItemMark::Label(_)) {
            self.report.note(LossKind::Letters);
        }
        into.push(DraftBlock::Item { depth, mark, text: line, more: Vec::new() });
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
        self.section_notes.push(DraftBlock::Item { depth: 0, mark: ItemMark::Number(number), text, more });
        Some(number)
    }

    fn end_section(&mut self, into: &mut Vec<DraftBlock>) {
        if !self.section_notes.is_empty() {
            self.section_notes.sort_by_key(|note| match note {
                DraftBlock::Item { mark: ItemMark::Number(number), .. } => Some(*number),
                _ => None,
            });
            into.push(DraftBlock::Paragraph(vec![Piece::bold("Notes")]));
            into.append(&mut self.section_notes);
        }
    }
}

/// Whether words may be a heading. Programs give outline levels and styles of headings to whole paragraphs, too.
fn reads_like_heading(words: &str, is_named: bool) -> bool {
    let words = words.trim();
    let letters = words.chars().count();
    let is_sentence = words.ends_with(['.', ';', ',']);
    if is_named {
        return letters <= 250 && !(is_sentence && letters > 120);
    }
    letters <= 120 && !(is_sentence && words.split_whitespace().count() > 6)
}
