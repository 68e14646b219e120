//! The letters that readers see, each with its place in the Markdown, a leaf at a time: a paragraph, a heading, a cell. A mark that
//! Markdown understood isn't among them, so what still looks like a mark here is printed as it is.
//!
//! `**Note:**text` gives the letters `**Note:**text`; `**Note:** text` gives `Note: text`.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// Stands for what isn't words: code, a picture, a citation, an address in `<>`.
const THING: char = '\u{fffc}';

/// A letter and how it came to be one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) c: char,
    /// Its first byte in the Markdown.
    pub(super) at: usize,
    /// The byte after its last one.
    pub(super) end: usize,
    /// The place among the events of the one that it comes from.
    pub(super) event: usize,
    manner: Manner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Typed,
    /// Written with a backslash, or as `&#35;`: its author wants it printed.
    Wanted,
    /// It replaces something that isn't words, such as a picture.
    Thing,
}

impl Letter {
    /// The letter, where it may be a mark of which its author expected something.
    pub(super) fn mark(&self) -> Option<char> {
        (self.manner == Manner::Typed).then_some(self.c)
    }

    pub(super) fn is(&self, mark: char) -> bool {
        self.mark() == Some(mark)
    }

    pub(super) fn is_thing(&self) -> bool {
        self.manner == Manner::Thing
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafKind {
    /// A paragraph, or the words of an item.
    Text,
    Heading,
    Cell,
    /// A term whose meaning follows.
    Term,
}

/// Words without a block between them.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) kind: LeafKind,
    /// Whether it follows a table, with nothing between them.
    pub(super) after_table: bool,
    /// A line end is `\n`.
    pub(super) letters: Vec<Letter>,
    typed: TypedMarks,
}

/// Which marks are among some letters: most leaves have few, and nobody looks for those that they don't have.
#[derive(Debug, Clone, Copy, Default)]
struct TypedMarks {
    /// Those of ASCII, a bit each.
    ascii: [u64; 2],
    /// Whether there is any other, such as a quotation mark that curls.
    others: bool,
}

impl TypedMarks {
    fn add(&mut self, letter: &Letter) {
        let Some(mark) = letter.mark() else { return };
        let mark = u32::from(mark);
        match self.ascii.get_mut((mark >> 6) as usize) {
            Some(bits) => *bits |= 1 << (mark & 63),
            None => self.others = true,
        }
    }

    fn has(self, mark: char) -> bool {
        let mark = u32::from(mark);
        self.ascii.get((mark >> 6) as usize).is_some_and(|bits| bits & (1 << (mark & 63)) != 0)
    }
}

impl Leaf {
    /// Whether one of `marks`, which are ASCII, is among its letters.
    pub(super) fn has_any(&self, marks: &[char]) -> bool {
        marks.iter().any(|mark| self.typed.has(*mark))
    }

    /// Whether a mark beyond ASCII is among its letters.
    pub(super) fn has_others(&self) -> bool {
        self.typed.others
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &[Letter]> {
        self.letters.split(|letter| letter.c == '\n')
    }
}

/// The leaves of a text in which a mark may be. What is shown letter by letter has none, and plain words have none either: most leaves
/// are plain, and of those nobody reads the letters.
pub(super) fn leaves(events: &[(Event<'_>, Range<usize>)], text: &str) -> Vec<Leaf> {
    let mut finder = LeafFinder { text, events, ..LeafFinder::default() };
    for (at, (event, range)) in events.iter().enumerate() {
        finder.event(at, event, range);
    }
    finder.close(events.len());
    finder.leaves
}

#[derive(Default)]
struct LeafFinder<'e, 'a> {
    text: &'e str,
    events: &'e [(Event<'a>, Range<usize>)],
    leaves: Vec<Leaf>,
    /// The blocks around; `None` for one whose text isn't words.
    around: Vec<Option<LeafKind>>,
    after_table: bool,
    /// The first event that may belong to the leaf, and the byte at which the text before it ends.
    first: usize,
    start: usize,
    /// Whether something in the leaf isn't plain words.
    may_have_marks: bool,
    at_line_start: bool,
}

impl LeafFinder<'_, '_> {
    fn event(&mut self, at: usize, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) if is_block(tag) => {
                self.close(at);
                self.around.push(leaf_kind(tag));
                self.after_table &= matches!(tag, Tag::Paragraph);
                self.begin(at + 1, range.start);
            }
            Event::End(tag) if is_block_end(*tag) => {
                self.close(at);
                self.around.pop();
                self.after_table = matches!(tag, TagEnd::Table);
                self.begin(at + 1, range.end);
            }
            Event::Rule => {
                self.close(at);
                self.begin(at + 1, range.end);
            }
            Event::Text(words) => {
                self.may_have_marks |= !is_plain(words, self.at_line_start);
                self.at_line_start = false;
            }
            Event::SoftBreak | Event::HardBreak => self.at_line_start = true,
            Event::Start(_) | Event::End(_) => {}
            _ => self.may_have_marks = true,
        }
    }

    fn begin(&mut self, first: usize, start: usize) {
        (self.first, self.start) = (first, start);
        (self.may_have_marks, self.at_line_start) = (false, true);
    }

    /// Ends the leaf before the event at `end`.
    fn close(&mut self, end: usize) {
        let Some(kind) = self.around.last().copied().unwrap_or(Some(LeafKind::Text)) else { return };
        let after_table = self.after_table;
        self.after_table &= end <= self.first;
        if end <= self.first || !self.may_have_marks {
            return;
        }
        let mut reader = LetterReader { text: self.text, read: self.start, ..LetterReader::default() };
        for (at, (event, range)) in self.events.iter().enumerate().take(end).skip(self.first) {
            reader.event(at, event, range);
        }
        let LetterReader { letters, typed, .. } = reader;
        if !letters.is_empty() {
            self.leaves.push(Leaf { kind, after_table, letters, typed });
        }
    }
}

/// Whether no letter of these words is a mark for anybody: letters, digits, and signs that are marks nowhere but at the start of a line,
/// where only a letter is plain.
fn is_plain(words: &str, at_line_start: bool) -> bool {
    let bytes = words.as_bytes();
    let starts_plainly = !at_line_start || bytes.first().is_some_and(u8::is_ascii_alphabetic);
    starts_plainly && bytes.iter().all(|byte| PLAIN[usize::from(*byte)])
}

const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let signs = b" ,.;:?!()/%$&+=-";
    let mut at = 0;
    while at < signs.len() {
        plain[signs[at] as usize] = true;
        at += 1;
    }
    let mut byte = 0_u8;
    while byte < 128 {
        plain[byte as usize] |= byte.is_ascii_alphanumeric();
        byte += 1;
    }
    plain
};

/// Reads the letters of one leaf.
#[derive(Default)]
struct LetterReader<'a> {
    text: &'a str,
    letters: Vec<Letter>,
    typed: TypedMarks,
    /// How far the text is accounted for: a backslash before it is printed, one after it is a mark.
    read: usize,
    /// How many things are open that one letter replaces.
    things: usize,
}

impl LetterReader<'_> {
    fn event(&mut self, at: usize, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => {
                if is_thing(tag, &self.text[range.clone()]) {
                    self.push(THING, range, at, Manner::Thing);
                    self.things += 1;
                } else if self.things > 0 {
                    self.things += 1;
                }
                self.read = self.read.max(range.start);
            }
            Event::End(_) => {
                self.things = self.things.saturating_sub(1);
                self.read = range.end;
            }
            Event::Text(words) => self.words(words, at, range),
            Event::SoftBreak | Event::HardBreak => self.push('\n', range, at, Manner::Typed),
            _ => {
                self.push(THING, range, at, Manner::Thing);
                self.read = range.end;
            }
        }
    }

    fn words(&mut self, words: &str, at: usize, range: &Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let escaped = range.start > self.read && self.text[..range.start].ends_with('\\');
        self.read = range.end;
        if self.things > 0 {
            return;
        }
        let as_written = written == words;
        let manner = if written.starts_with('&') && !as_written { Manner::Wanted } else { Manner::Typed };
        let letters = words.char_indices().map(|(offset, c)| {
            let start = range.start + offset;
            let (at_byte, end) =
                if as_written { (start, start + c.len_utf8()) } else { (range.start, range.end) };
            let manner = if escaped && offset == 0 { Manner::Wanted } else { manner };
            Letter { c, at: at_byte, end, event: at, manner }
        });
        self.letters.reserve(words.len());
        for letter in letters {
            self.typed.add(&letter);
            self.letters.push(letter);
        }
    }

    fn push(&mut self, c: char, place: &Range<usize>, event: usize, manner: Manner) {
        if self.things == 0 {
            let letter = Letter { c, at: place.start, end: place.end, event, manner };
            self.typed.add(&letter);
            self.letters.push(letter);
        }
    }
}

fn leaf_kind(tag: &Tag<'_>) -> Option<LeafKind> {
    match tag {
        Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => None,
        Tag::Heading { .. } => Some(LeafKind::Heading),
        Tag::TableCell => Some(LeafKind::Cell),
        Tag::DefinitionListTitle => Some(LeafKind::Term),
        _ => Some(LeafKind::Text),
    }
}

pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Whether one letter replaces everything between a tag, written like this, and its end. What looks like a citation and is a link is found elsewhere.
fn is_thing(tag: &Tag<'_>, written: &str) -> bool {
    match tag {
        Tag::Image { .. } => true,
        Tag::Link { link_type, .. } => {
            matches!(link_type, LinkType::Autolink | LinkType::Email) || written.starts_with("[@")
        }
        _ => false,
    }
}
