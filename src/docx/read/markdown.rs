//! Blocks as Markdown. Whatever the words are, they come out of the handbook as the same words: what would mean something in Markdown
//! is escaped.

use std::collections::BTreeMap;
use std::rc::Rc;

use percent_encoding::percent_encode_byte;

use super::report::{ImportReport, LossKind};
use super::stress::{self, StyledLetter};
use super::text::{DraftBlock, DraftLine, DraftPicture, ItemMark, Link, Piece, words};
use crate::markdown::{Anchors, BULLETS, slug};
use crate::picture::NOT_DESCRIBED;

pub(crate) struct DraftWriter<'a> {
    /// The heading that each bookmark leads to, by its key.
    pub(crate) bookmarks: &'a BTreeMap<String, Option<usize>>,
    /// The anchors of the headings, by their keys.
    pub(crate) anchors: BTreeMap<usize, String>,
    /// What could not be carried over.
    pub(crate) report: &'a mut ImportReport,
}

/// The anchors that the headings will have.
pub(crate) fn anchors(blocks: &[DraftBlock]) -> BTreeMap<usize, String> {
    let mut taken = Anchors::default();
    blocks
        .iter()
        .filter_map(|block| match block {
            DraftBlock::Heading { key, text, .. } => Some((*key, taken.unique(&slug(&words(text))))),
            _ => None,
        })
        .collect()
}

struct OpenList {
    depth: usize,
    /// The number of its last item; none for bullets.
    number: Option<u32>,
    /// What follows a number; another one begins another list.
    sign: char,
    /// Where the text of its items begins.
    indent: usize,
}

impl DraftWriter<'_> {
    /// The blocks as Markdown, with levels of headings as they are.
    pub(crate) fn blocks(&mut self, blocks: &[DraftBlock]) -> String {
        let mut text = String::new();
        let mut lists: Vec<OpenList> = Vec::new();
        for block in blocks {
            if let DraftBlock::Item { depth, mark, text: line, more } = block {
                if lists.is_empty() && !text.is_empty() {
                    text.push('\n');
                }
                self.item(*depth, mark, (line, more), &mut lists, &mut text);
                continue;
            }
            lists.clear();
            if !text.is_empty() {
                text.push('\n');
            }
            match block {
                DraftBlock::Heading { level, text: line, key, label: _ } => {
                    self.report.section = words(line);
                    self.report.heading = *key;
                    let line = self.line(line, RunPlace::Heading);
                    text.push_str(&format!("{} {line}\n", "#".repeat(usize::from(*level))));
                }
                DraftBlock::Paragraph(line) => {
                    text.push_str(&with_items(&self.line(line, RunPlace::Block)));
                    text.push('\n');
                }
                DraftBlock::Quote(line) => text.push_str(&quoted(&self.line(line, RunPlace::Block))),
                DraftBlock::Note(inner) => {
                    text.push_str(&quoted(&format!("[!NOTE]\n{}", self.blocks(inner))));
                }
                DraftBlock::Table(rows) => self.table(rows, &mut text),
                DraftBlock::Picture(picture) => text.push_str(&self.picture(picture)),
                DraftBlock::Item { .. } => {}
            }
        }
        text
    }

    fn item(
        &mut self,
        depth: usize,
        mark: &ItemMark,
        (line, more): (&DraftLine, &[DraftLine]),
        lists: &mut Vec<OpenList>,
        text: &mut String,
    ) {
        let (number, label) = match mark {
            ItemMark::Bullet => (None, None),
            ItemMark::Number(number) => (Some(*number), None),
            ItemMark::Label(label) => (None, Some(label)),
        };
        while lists.last().is_some_and(|list| list.depth > depth) {
            lists.pop();
        }
        let mut sign = '.';
        if let Some(last) = lists.last().filter(|last| last.depth == depth) {
            let goes_on = match (last.number, number) {
                (Some(last), Some(number)) => last.checked_add(1) == Some(number),
                (None, None) => true,
                _ => false,
            };
            sign = last.sign;
            if !goes_on && last.number.is_some() {
                sign = if sign == '.' { ')' } else { '.' };
            }
            lists.pop();
        }
        let start = lists.last().map_or(0, |list| list.indent);
        let mark = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}{sign} "));
        let indent = start + mark.len();
        lists.push(OpenList { depth, number, sign, indent });
        let margin = " ".repeat(indent);
        let first = match label {
            Some(label) => {
                let labeled: DraftLine =
                    std::iter::once(Piece::plain(format!("{label} "))).chain(line.iter().cloned()).collect();
                self.line(&labeled, RunPlace::Block)
            }
            None => self.line(line, RunPlace::Block),
        };
        let first = without_bullet(&first).map_or_else(|| first.clone(), at_line_start);
        let first = first.replace('\n', &format!("\n{margin}"));
        text.push_str(&format!("{}{mark}{first}\n", " ".repeat(start)));
        for line in more {
            let line = self.line(line, RunPlace::Block).replace('\n', &format!("\n{margin}"));
            text.push_str(&format!("\n{margin}{line}\n"));
        }
        if !more.is_empty() {
            text.push('\n');
        }
    }

    fn picture(&mut self, picture: &DraftPicture) -> String {
        let alt = if picture.alt.is_empty() { NOT_DESCRIBED } else { &picture.alt };
        let alt = self.line(&[Piece::plain(alt)], RunPlace::Cell);
        format!("![{alt}]({})\n", picture.file)
    }

    fn table(&mut self, rows: &[Vec<DraftLine>], text: &mut String) {
        for (at, row) in rows.iter().enumerate() {
            text.push('|');
            for cell in row {
                text.push_str(&format!(" {} |", self.line(cell, RunPlace::Cell)));
            }
            text.push('\n');
            if at == 0 {
                text.push_str(&format!("|{}\n", "---|".repeat(row.len())));
            }
        }
    }

    fn line(&mut self, line: &[Piece], place: RunPlace) -> String {
        let letters = self.letters(line, place);
        let letters = stress::settle(letters);
        write(&letters, place)
    }

    /// The letters with their looks, spaces set in order.
    fn letters(&mut self, line: &[Piece], place: RunPlace) -> Vec<StyledLetter> {
        let mut letters: Vec<StyledLetter> = Vec::new();
        for piece in line {
            match piece {
                Piece::Break if place == RunPlace::Block => letters.push(StyledLetter::plain('\n')),
                Piece::Break => letters.push(StyledLetter::plain(' ')),
                Piece::Words { text, bold, italic, struck: _, link } => {
                    let address = link.as_ref().and_then(|link| self.address(link)).map(Rc::from);
                    letters.extend(text.chars().map(|c| StyledLetter {
                        c: if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c },
                        bold: *bold,
                        italic: *italic,
                        link: address.clone(),
                    }));
                }
            }
        }
        // One space between words, none at the ends of lines, one line end at a time.
        let mut tidy: Vec<StyledLetter> = Vec::new();
        for letter in letters {
            let last = tidy.last().map(|last| last.c);
            match letter.c {
                ' ' if matches!(last, None | Some(' ' | '\n')) => {}
                '\n' => {
                    while tidy.last().is_some_and(|last| last.c.is_whitespace() && last.c != '\n') {
                        tidy.pop();
                    }
                    if !matches!(tidy.last().map(|last| last.c), None | Some('\n')) {
                        tidy.push(letter);
                    }
                }
                c if c.is_whitespace() && matches!(last, None | Some('\n')) => {}
                _ => tidy.push(letter),
            }
        }
        while tidy.last().is_some_and(|last| last.c.is_whitespace()) {
            tidy.pop();
        }
        self.part(tidy)
    }

    /// Puts a space between two signs that mean something to the handbook together, however they are escaped.
    fn part(&mut self, letters: Vec<StyledLetter>) -> Vec<StyledLetter> {
        let mut parted: Vec<StyledLetter> = Vec::with_capacity(letters.len());
        for letter in letters {
            if let Some(before) = parted.last()
                && matches!((before.c, letter.c), ('{', '{') | ('[', '@' | '^') | (']', '('))
            {
                self.report.note(LossKind::Sign);
                let alike = StyledLetter { c: ' ', ..letter.clone() };
                parted.push(if *before == (StyledLetter { c: before.c, ..letter.clone() }) {
                    alike
                } else {
                    StyledLetter::plain(' ')
                });
            }
            parted.push(letter);
        }
        parted
    }

    /// Where a link leads, as it is written; `None` where there is no such place.
    fn address(&mut self, link: &Link) -> Option<String> {
        match link {
            Link::Out(address) => Some(encoded(address)),
            Link::Here(name) => {
                let heading = self.bookmarks.get(name).copied().flatten();
                let anchor = heading.and_then(|key| self.anchors.get(&key));
                if anchor.is_none() {
                    self.report.detail(LossKind::Link, "a place that is not in the document");
                }
                anchor.map(|anchor| format!("#{anchor}"))
            }
        }
    }
}

fn write(letters: &[StyledLetter], place: RunPlace) -> String {
    let mut text = String::new();
    let mut before = '\n';
    let mut open = OpenMarks::default();
    for (at, letter) in letters.iter().enumerate() {
        open.change(letter, &letters[at..], &mut text);
        let c = letter.c;
        match c {
            '\n' => text.push_str("\\\n"),
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '{' | '|' => {
                text.push('\\');
                text.push(c);
            }
            '&' if letters
                .get(at + 1)
                .is_some_and(|next| next.c.is_ascii_alphanumeric() || next.c == '#') =>
            {
                text.push_str("\\&");
            }
            // It may begin a citation; in an address of mail it doesn't.
            '@' if !before.is_alphanumeric() => text.push_str("\\@"),
            // Before a link it would make a picture of it.
            '!' if letters
                .get(at + 1)
                .is_some_and(|next| next.link.is_some() && next.link != letter.link) =>
            {
                text.push_str("\\!");
            }
            '#' | '}' if place == RunPlace::Heading => {
                text.push('\\');
                text.push(c);
            }
            '#' | '>' | '+' | '-' | '=' | ':' if before == '\n' => {
                text.push('\\');
                text.push(c);
            }
            '.' | ')'
                if place != RunPlace::Heading
                    && letters.get(at + 1).is_none_or(|next| !next.c.is_ascii_digit())
                    && is_number(&letters[..at]) =>
            {
                text.push('\\');
                text.push(c);
            }
            _ => text.push(c),
        }
        before = c;
    }
    open.close(&mut text);
    text
}

/// The words after a bullet that somebody typed.
fn without_bullet(line: &str) -> Option<&str> {
    let words = line.strip_prefix(|c| BULLETS.contains(c))?.trim_start();
    (!words.is_empty()).then_some(words)
}

/// Words that come to be at the start of a line, where some signs would mean something.
fn at_line_start(words: &str) -> String {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = words.split_at(digits);
    let sign = if number.is_empty() {
        rest.starts_with(['#', '>', '+', '-', '=', ':'])
    } else {
        rest.starts_with(['.', ')'])
    };
    if sign { format!("{number}\\{rest}") } else { words.to_owned() }
}

/// A paragraph whose lines may begin with bullets that somebody typed, as the list that its author meant.
fn with_items(paragraph: &str) -> String {
    let mut text = String::new();
    let mut in_item = false;
    for line in paragraph.split("\\\n") {
        let item = without_bullet(line);
        if !text.is_empty() {
            text.push_str(if item.is_some() { "\n" } else { "\\\n" });
        }
        match item {
            Some(words) => text.push_str(&format!("- {}", at_line_start(words))),
            None if in_item => text.push_str(&format!("  {line}")),
            None => text.push_str(line),
        }
        in_item |= item.is_some();
    }
    text
}

/// Whether a line begins with these letters and they are a number.
fn is_number(letters: &[StyledLetter]) -> bool {
    let digits = letters.iter().rev().take_while(|letter| letter.c.is_ascii_digit()).count();
    let start = letters.len() - digits;
    (1..=9).contains(&digits) && letters[..start].last().is_none_or(|before| before.c == '\n')
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect()
}

/// An address as it may be written between round brackets. Letters of any script stay readable.
fn encoded(address: &str) -> String {
    let mut encoded = String::new();
    for c in address.chars() {
        match u8::try_from(c) {
            _ if c != ' ' && (c.is_control() || c.is_whitespace()) => {}
            Ok(b'&') => encoded.push_str("\\&"),
            Ok(byte) if b" ()<>\"\\{}|`[]*".contains(&byte) => encoded.push_str(percent_encode_byte(byte)),
            _ => encoded.push(c),
        }
    }
    encoded
}

/// Where a run of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunPlace {
    Block,
    Heading,
    Cell,
}

/// What is open while letters are written: a link, within it bold, within that italic.
#[derive(Default)]
struct OpenMarks {
    link: Option<Rc<str>>,
    bold: bool,
    italic: Option<char>,
}

impl OpenMarks {
    /// Closes what ends before `letter` and opens what begins with it; `rest` are the letters from it on.
    fn change(&mut self, letter: &StyledLetter, rest: &[StyledLetter], text: &mut String) {
        let link_ends = self.link != letter.link;
        let bold_ends = self.bold && (link_ends || !letter.bold);
        if self.italic.is_some() && (bold_ends || link_ends || !letter.italic || (letter.bold && !self.bold))
        {
            text.extend(self.italic.take());
        }
        if bold_ends {
            text.push_str("**");
            self.bold = false;
        }
        if link_ends {
            self.close_link(text);
            if letter.link.is_some() {
                text.push('[');
                self.link.clone_from(&letter.link);
            }
        }
        if letter.bold && !self.bold {
            text.push_str("**");
            self.bold = true;
        }
        if letter.italic && self.italic.is_none() {
            let sign = stress::sign(text, rest);
            text.push(sign);
            self.italic = Some(sign);
        }
    }

    fn close_link(&mut self, text: &mut String) {
        if let Some(link) = self.link.take() {
            text.push_str(&format!("]({link})"));
        }
    }

    fn close(&mut self, text: &mut String) {
        text.extend(self.italic.take());
        if self.bold {
            text.push_str("**");
        }
        self.close_link(text);
    }
}
