//! Which paragraph is under which. A number goes on with the row that it belongs to, and a bullet is judged by how far it is indented,
//! and by whether the words before it announce a list. Converters of PDF files often lose how deep a bullet was; then the first words
//! decide: an item that begins as those of the outer list do, and not as those of the inner one, is of the outer one.

use super::marks::{LineMark, Numeral, NumeralKind};
use super::paragraphs::{Paragraph, ParagraphKind};
use super::{EntryMark, OutlineEntry};

/// The title of a document, and its entries.
pub(super) fn nested(mut paragraphs: Vec<Paragraph>) -> (String, Vec<OutlineEntry>) {
    let title = taken_title(&mut paragraphs);
    let marked = paragraphs.iter().filter_map(|one| match one.kind {
        ParagraphKind::MarkedHeading(level) => Some(level),
        _ => None,
    });
    let first_level = marked.min().unwrap_or(1);
    let mut nester = Nester { first_level, ..Nester::default() };
    let (margins, text): (Vec<_>, Vec<_>) =
        paragraphs.into_iter().partition(|one| one.kind == ParagraphKind::Margin);
    for one in text {
        nester.add(one);
    }
    nester.add_margins(&margins);
    (title, nester.entries)
}

/// The heading before everything else.
fn taken_title(paragraphs: &mut Vec<Paragraph>) -> String {
    let is_title = match paragraphs.as_slice() {
        [first, second, ..] => match first.kind {
            ParagraphKind::Heading => first.text.split(' ').count() > 1,
            ParagraphKind::MarkedHeading(level) => {
                !matches!(second.kind, ParagraphKind::MarkedHeading(other) if other <= level)
                    && !paragraphs[1..].iter().any(|one| one.kind == ParagraphKind::MarkedHeading(level))
            }
            _ => false,
        },
        _ => false,
    };
    if is_title { paragraphs.remove(0).text } else { String::new() }
}

#[derive(Debug, Default)]
struct Nester {
    entries: Vec<OutlineEntry>,
    /// The lists that are open, the outermost first.
    levels: Vec<ListLevel>,
    section_depth: usize,
    /// As many `#` as the outermost heading has.
    first_level: usize,
}

#[derive(Debug)]
struct ListLevel {
    depth: usize,
    column: usize,
    kind: LevelKind,
    /// Where in the entries its first item is.
    first: usize,
}

#[derive(Debug)]
enum LevelKind {
    /// A paragraph that announces a list.
    Announcement,
    /// Whether the words before it announced it, and nothing else sets it apart.
    Bullets {
        is_by_words: bool,
    },
    Numbers(Numeral),
}

impl Nester {
    fn add(&mut self, paragraph: Paragraph) {
        let Paragraph { column, mark, text, kind, .. } = paragraph;
        match (kind, mark) {
            (ParagraphKind::MarkedHeading(level), _) => self.heading(level - self.first_level, text),
            (ParagraphKind::Heading, _) if text.eq_ignore_ascii_case("table of contents") => {}
            (ParagraphKind::Heading, _) => self.heading(0, text),
            (ParagraphKind::RepeatedName, _) => {
                self.need_section();
                self.repeated_name(column, text);
            }
            (_, Some(LineMark::Number(numeral))) if numeral.kind == NumeralKind::Section => {
                self.start_section(0, None, EntryMark::Number(numeral.written), text);
            }
            (_, Some(LineMark::Number(numeral))) => {
                self.need_section();
                self.number(column, numeral, text);
            }
            (_, Some(LineMark::Bullet)) => {
                self.need_section();
                self.bullet(column, text);
            }
            (_, None) => {
                self.need_section();
                self.bare(column, text);
            }
        }
    }

    fn heading(&mut self, depth: usize, text: String) {
        self.start_section(depth, None, EntryMark::Bare, text);
    }

    fn start_section(&mut self, depth: usize, own_id: Option<String>, mark: EntryMark, text: String) {
        self.levels.clear();
        self.section_depth = depth;
        self.entries.push(OutlineEntry { depth, is_section: true, own_id, mark, text });
    }

    fn need_section(&mut self) {
        if self.entries.is_empty() {
            self.start_section(0, Some("preamble".to_owned()), EntryMark::Bare, "Preamble".to_owned());
        }
    }

    fn push(&mut self, depth: usize, mark: EntryMark, text: String) {
        self.entries.push(OutlineEntry { depth, is_section: false, own_id: None, mark, text });
    }

    fn inner_depth(&self) -> usize {
        self.levels.last().map_or(self.section_depth + 1, |level| level.depth + 1)
    }

    fn open(&mut self, depth: usize, column: usize, kind: LevelKind) {
        self.levels.push(ListLevel { depth, column, kind, first: self.entries.len() });
    }

    fn bare(&mut self, column: usize, text: String) {
        // What is indented below an item belongs to it.
        while self.levels.last().is_some_and(|level| {
            column < level.column + 3
                || !matches!(level.kind, LevelKind::Bullets { .. } | LevelKind::Numbers(_))
        }) {
            self.levels.pop();
        }
        let depth = self.inner_depth();
        if announces(&text) {
            self.open(depth, column, LevelKind::Announcement);
        }
        self.push(depth, EntryMark::Bare, text);
    }

    /// A name before a list, within the innermost row of numbers.
    fn repeated_name(&mut self, column: usize, text: String) {
        while self.levels.last().is_some_and(|level| !matches!(level.kind, LevelKind::Numbers(_))) {
            self.levels.pop();
        }
        let depth = self.inner_depth();
        self.open(depth, column, LevelKind::Announcement);
        self.push(depth, EntryMark::Bare, text);
    }

    fn number(&mut self, column: usize, numeral: Numeral, text: String) {
        let mark = EntryMark::Number(numeral.written.clone());
        let continued = self.continued(&numeral);
        let depth = if let Some(at) = continued {
            self.levels.truncate(at + 1);
            self.levels[at].kind = LevelKind::Numbers(numeral);
            self.levels[at].depth
        } else if numeral.kind == NumeralKind::Path {
            let depth = self.section_depth + numeral.written.trim_matches('.').split('.').count();
            self.levels.retain(|level| level.depth < depth);
            self.open(depth, column, LevelKind::Numbers(numeral));
            depth
        } else {
            while self.levels.last().is_some_and(|level| column + 1 < level.column) {
                self.levels.pop();
            }
            let depth = self.inner_depth();
            self.open(depth, column, LevelKind::Numbers(numeral));
            depth
        };
        self.push(depth, mark, text);
    }

    /// The open row that a number goes on with: the innermost of the same look, else the innermost of the same kind.
    fn continued(&self, numeral: &Numeral) -> Option<usize> {
        let goes_on = |level: &ListLevel, is_exact: bool| match &level.kind {
            LevelKind::Numbers(last) => {
                let follows = numeral.value > last.value && numeral.value <= last.value + 2;
                last.kind == numeral.kind && follows && (!is_exact || last.wrap == numeral.wrap)
            }
            _ => false,
        };
        self.levels
            .iter()
            .rposition(|level| goes_on(level, true))
            .or_else(|| self.levels.iter().rposition(|level| goes_on(level, false)))
    }

    fn bullet(&mut self, column: usize, text: String) {
        while let Some(level) = self.levels.last() {
            let is_left = column + 1 < level.column;
            let is_right = column > level.column + 1;
            let opens =
                self.entries.last().is_some_and(|last| announces(&last.text) && last.depth == level.depth);
            match &level.kind {
                LevelKind::Announcement => break,
                // Bullets under a number, wherever they are; those of an outer list are as far left as they were.
                LevelKind::Numbers(_) => {
                    let outer = self.levels[..self.levels.len() - 1].iter().rposition(|outer| {
                        matches!(outer.kind, LevelKind::Bullets { .. })
                            && outer.column.abs_diff(column) <= 1
                            && column + 1 < level.column
                    });
                    match outer {
                        Some(at) => self.levels.truncate(at + 1),
                        None => break,
                    }
                }
                LevelKind::Bullets { is_by_words } => {
                    if is_left {
                        self.levels.pop();
                        continue;
                    }
                    if is_right || opens {
                        let is_by_words = !is_right;
                        let depth = level.depth + 1;
                        self.open(depth, column, LevelKind::Bullets { is_by_words });
                    } else if *is_by_words && self.is_of_outer_list(level, &text) {
                        self.levels.pop();
                        continue;
                    }
                    let depth = self.inner_depth() - 1;
                    return self.push(depth, EntryMark::Bullet, text);
                }
            }
        }
        let depth = self.inner_depth();
        self.open(depth, column, LevelKind::Bullets { is_by_words: false });
        self.push(depth, EntryMark::Bullet, text);
    }

    /// Whether an item begins as those of the list outside do, and not as those of the innermost list.
    fn is_of_outer_list(&self, level: &ListLevel, text: &str) -> bool {
        let inner: Vec<&str> = self.texts(level.first, level.depth);
        let outer_first = self.levels.iter().rev().nth(1).map_or(0, |outer| outer.first);
        let outer: Vec<&str> = self.texts(outer_first, level.depth - 1);
        let is_like = |others: &[&str]| others.iter().any(|other| start(other, 2) == start(text, 2));
        let Some(first) = inner.first() else { return false };
        let begin_alike = inner.len() > 2 && inner.iter().all(|one| start(one, 1) == start(first, 1));
        if is_like(&inner) || (begin_alike && start(first, 1) == start(text, 1)) {
            return false;
        }
        let is_named = |text: &&str| text.split(' ').take(NAME).any(|word| word.ends_with(':'));
        let only_inner_are_sentences =
            inner.iter().all(|one| is_sentence(one)) && !outer.iter().all(|one| is_sentence(one));
        is_like(&outer)
            || begin_alike
            || (only_inner_are_sentences && !is_sentence(text))
            || (outer.iter().all(is_named) && is_named(&text) && !inner.iter().any(is_named))
    }

    fn texts(&self, from: usize, depth: usize) -> Vec<&str> {
        let entries = self.entries[from.min(self.entries.len())..].iter();
        entries.filter(|one| one.depth == depth).map(|one| one.text.as_str()).collect()
    }

    fn add_margins(&mut self, margins: &[Paragraph]) {
        if margins.is_empty() {
            return;
        }
        self.start_section(
            0,
            Some("comments".to_owned()),
            EntryMark::Bare,
            "Comments in the margin".to_owned(),
        );
        for margin in margins {
            let Some((name, text)) = margin.text.split_once("]:") else { continue };
            let number: String = name.chars().filter(char::is_ascii_digit).collect();
            let mark =
                if number.is_empty() { EntryMark::Bullet } else { EntryMark::Number(format!("{number}.")) };
            if !text.trim().is_empty() {
                self.push(1, mark, text.trim().to_owned());
            }
        }
    }
}

/// The most words of a name before a colon.
const NAME: usize = 4;

/// Whether it says who must do something, rather than naming a thing.
fn is_sentence(text: &str) -> bool {
    [" must ", " shall ", " should ", " will ", " may ", " is ", " are "]
        .iter()
        .any(|verb| text.contains(verb))
}

fn start(text: &str, words: usize) -> Vec<&str> {
    text.split_whitespace().take(words).collect()
}

/// Whether a list is to follow.
pub(super) fn announces(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ' ']);
    text.ends_with(':')
        || ["following", "including", "includes", "such as"].iter().any(|last| text.ends_with(last))
}
