//! What could not be carried over as it was, and where it is: nothing is left out in silence.

use std::collections::BTreeMap;

/// Something that the handbook's Markdown has no word for. The report is in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LossKind {
    /// A picture that is saved beside the policy.
    PictureSaved,
    Picture,
    /// A drawing, shape, chart or diagram.
    Drawing,
    /// A file within the file.
    Embedded,
    Equation,
    FormField,
    /// A line to write on.
    Blank,
    Comment,
    /// Text that a tracked change took out.
    Deleted,
    /// Text that a tracked change put in.
    Inserted,
    Hidden,
    Struck,
    /// What is printed above or below each page.
    HeaderFooter,
    Contents,
    /// A link that the handbook cannot have.
    Link,
    /// A character that the printed pages lack.
    Character,
    /// Signs that the handbook reads as its own.
    Sign,
    /// A note at the foot of the page or the end.
    Footnote,
    TextBox,
    OneCell,
    Merged,
    Nested,
    CellLines,
    /// A table whose first row isn't a heading row.
    NoHeadRow,
    /// Bold lines that are taken for headings.
    BoldHeading,
    /// Text in the style of a heading that is too long for one.
    LongHeading,
    /// Numbers that Word puts before headings.
    HeadingNumber,
    /// Lists with letters or with numbers such as 1.1.
    Letters,
    /// A reference that Word keeps up to date.
    Reference,
    /// Another field that Word updates.
    WordField,
    Underline,
    Color,
    /// Raised or lowered letters.
    Raised,
    Tab,
    /// Page and column breaks.
    PageBreak,
    Unknown,
}

/// What one and several of a kind are called, and what became of them.
const WORDS: [(LossKind, &str, &str, &str); 36] = [
    (
        LossKind::PictureSaved,
        "picture",
        "pictures",
        "saved beside the policy. Say between the square brackets what each shows",
    ),
    (
        LossKind::Picture,
        "picture that can't be shown as it is",
        "pictures that can't be shown as they are",
        "marked in the text. Save it as .png or .jpg next to the policy, and write ![what it shows](its-name.png) in place of the mark",
    ),
    (
        LossKind::Drawing,
        "drawing or chart",
        "drawings or charts",
        "marked in the text. Say it in words, or save it as a picture next to the policy",
    ),
    (LossKind::Embedded, "embedded file", "embedded files", "marked in the text"),
    (LossKind::Equation, "equation", "equations", "marked in the text, with its letters. Say it in words"),
    (
        LossKind::FormField,
        "field to fill in",
        "fields to fill in",
        "only their words are there. Anything that people fill in belongs in a form: clausebook new form NAME",
    ),
    (
        LossKind::Blank,
        "blank to fill in",
        "blanks to fill in",
        "kept as it is. Anything that people fill in belongs in a form: clausebook new form NAME",
    ),
    (LossKind::Comment, "comment", "comments", "left out. Read them in Word"),
    (LossKind::Deleted, "tracked deletion", "tracked deletions", "left out, as if accepted"),
    (LossKind::Inserted, "tracked insertion", "tracked insertions", "kept, as if accepted"),
    (LossKind::Hidden, "hidden text", "hidden texts", "left out"),
    (
        LossKind::Struck,
        "struck-out passage",
        "struck-out passages",
        "marked in the text. Delete the words, or remove the mark",
    ),
    (
        LossKind::HeaderFooter,
        "header or footer",
        "headers or footers",
        "left out: the handbook prints number, title and page itself",
    ),
    (LossKind::Contents, "table of contents", "tables of contents", "left out: the handbook makes its own"),
    (
        LossKind::Link,
        "link that cannot be kept",
        "links that cannot be kept",
        "their words are there. Link to policies and forms of the handbook by their names: [Intake](policy:intake)",
    ),
    (
        LossKind::Character,
        "character that cannot be printed",
        "characters that cannot be printed",
        "marked in the text. Say it in words",
    ),
    (
        LossKind::Sign,
        "pair of signs that means something else in the handbook, such as {{",
        "pairs of signs that mean something else in the handbook, such as {{",
        "there is a space between them now",
    ),
    (
        LossKind::Footnote,
        "footnote or endnote",
        "footnotes or endnotes",
        "now notes at the end of their section",
    ),
    (LossKind::TextBox, "text box", "text boxes", "now a set-off note below its paragraph"),
    (
        LossKind::OneCell,
        "box made of a table with one cell",
        "boxes made of a table with one cell",
        "now a set-off note",
    ),
    (LossKind::Merged, "merged cell", "merged cells", "split; a cell over several rows is repeated in each"),
    (LossKind::Nested, "table within a table", "tables within tables", "its words are in the cell"),
    (
        LossKind::CellLines,
        "cell with several paragraphs or a list",
        "cells with several paragraphs or a list",
        "put on one line",
    ),
    (
        LossKind::NoHeadRow,
        "table without a heading row",
        "tables without a heading row",
        "its first row is the heading row now. Check that it is one",
    ),
    (
        LossKind::BoldHeading,
        "bold line",
        "bold lines",
        "treated as headings, because the document has few real ones",
    ),
    (
        LossKind::LongHeading,
        "paragraph in the style of a heading",
        "paragraphs in the style of a heading",
        "treated as text, because it is too long for a heading",
    ),
    (
        LossKind::HeadingNumber,
        "automatic number of a heading",
        "automatic numbers of headings",
        "left out. Check whether the text refers to one",
    ),
    (
        LossKind::Letters,
        "list item with a letter or a number such as 1.1",
        "list items with letters or numbers such as 1.1",
        "kept. Each label is a part of the text now, and no longer changes by itself",
    ),
    (
        LossKind::Reference,
        "cross-reference",
        "cross-references",
        "now only words. Check whether they still fit",
    ),
    (LossKind::WordField, "field that Word updates", "fields that Word updates", "now their last text"),
    (
        LossKind::Underline,
        "paragraph with underlined words",
        "paragraphs with underlined words",
        "no longer underlined. Make them bold where it matters",
    ),
    (
        LossKind::Color,
        "paragraph with words in color or highlighted",
        "paragraphs with words in color or highlighted",
        "no longer. Say in words what the color meant",
    ),
    (
        LossKind::Raised,
        "paragraph with superscript or subscript letters",
        "paragraphs with superscript or subscript letters",
        "now on the line",
    ),
    (
        LossKind::Tab,
        "paragraph with tabs",
        "paragraphs with tabs",
        "spaces now. If they made columns, make a table",
    ),
    (LossKind::PageBreak, "page or column break", "page or column breaks", "left out"),
    (LossKind::Unknown, "other thing", "other things", "left out"),
];

/// One thing that could not be carried over as it was.
#[derive(Debug, Clone)]
struct Loss {
    kind: LossKind,
    /// The number of the heading above it, from 1.
    heading: usize,
    /// The words of that heading.
    section: String,
    detail: String,
}

/// What could not be carried over as it was.
#[derive(Debug, Default)]
pub(crate) struct ImportReport {
    /// In the order in which it was found.
    losses: Vec<Loss>,
    /// The heading that is being read, by its number; 0 before the first.
    pub(crate) heading: usize,
    /// Its words; empty before the first.
    pub(crate) section: String,
}

/// The most places or details that are named for one kind in a sentence.
const NAMED: usize = 4;
/// The most that are listed: nobody reads more, and a file made to harm could have millions.
const MOST_LISTED: usize = 100_000;
/// The most letters of a detail in the complete list.
const LONGEST_DETAIL: usize = 400;

impl ImportReport {
    /// Notes one of this kind, here.
    pub(crate) fn note(&mut self, kind: LossKind) {
        self.detail(kind, "");
    }

    /// Notes one of this kind, here, and quotes what it is.
    pub(crate) fn detail(&mut self, kind: LossKind, detail: &str) {
        if self.losses.len() < MOST_LISTED {
            let detail = shortened_to(detail, LONGEST_DETAIL);
            self.losses.push(Loss { kind, heading: self.heading, section: self.section.clone(), detail });
        }
    }

    /// Whether there is one of this kind.
    pub(crate) fn has(&self, kind: LossKind) -> bool {
        self.losses.iter().any(|loss| loss.kind == kind)
    }

    /// Takes back what turned out to be carried over.
    pub(crate) fn take_back(&mut self, kind: LossKind) {
        self.losses.retain(|loss| loss.kind != kind);
    }

    /// What belongs to the headings from `first` to before `end`.
    pub(crate) fn of_headings(&self, first: usize, end: usize) -> Self {
        let losses =
            self.losses.iter().filter(|loss| (first..end).contains(&loss.heading)).cloned().collect();
        Self { losses, heading: 0, section: String::new() }
    }

    fn by_kind(&self) -> BTreeMap<LossKind, Vec<&Loss>> {
        let mut kinds: BTreeMap<LossKind, Vec<&Loss>> = BTreeMap::new();
        for loss in &self.losses {
            kinds.entry(loss.kind).or_default().push(loss);
        }
        kinds
    }

    /// A sentence for each kind.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.by_kind().into_iter().map(|(kind, losses)| line(kind, &losses)).collect()
    }

    /// Every one of them, grouped by what became of them, with its section and its words.
    pub(crate) fn complete(&self) -> String {
        let mut text = String::new();
        for (kind, losses) in self.by_kind() {
            text.push_str(&format!("{}: {}.\n", counted(kind, losses.len()), words_of(kind).outcome));
            let mut section = None;
            for loss in losses {
                if section != Some(&loss.section) {
                    let under =
                        if loss.section.is_empty() { "Before the first heading" } else { &loss.section };
                    text.push_str(&format!("  {under}\n"));
                    section = Some(&loss.section);
                }
                if !loss.detail.is_empty() {
                    text.push_str(&format!("  - {}\n", loss.detail));
                }
            }
            text.push('\n');
        }
        text
    }
}

/// What a kind is called, and what became of it.
struct LossWords {
    one: &'static str,
    many: &'static str,
    outcome: &'static str,
}

fn words_of(kind: LossKind) -> LossWords {
    let words = WORDS.iter().find(|(own, ..)| *own == kind);
    let (one, many, outcome) = words
        .map_or(("other thing", "other things", "left out"), |(_, one, many, outcome)| {
            (*one, *many, *outcome)
        });
    LossWords { one, many, outcome }
}

/// `3 pictures`
fn counted(kind: LossKind, count: usize) -> String {
    let LossWords { one, many, outcome: _ } = words_of(kind);
    format!("{count} {}", if count == 1 { one } else { many })
}

fn line(kind: LossKind, losses: &[&Loss]) -> String {
    let mut line = counted(kind, losses.len());
    let distinct = |words: &dyn Fn(&Loss) -> String| {
        let mut found: Vec<String> = Vec::new();
        for words in losses.iter().map(|loss| words(loss)) {
            if found.len() <= NAMED && !found.contains(&words) {
                found.push(words);
            }
        }
        found
    };
    let quoted = |words: &[String]| {
        let named: Vec<String> = words.iter().take(NAMED).map(|words| format!("“{words}”")).collect();
        format!("{}{}", named.join(", "), if words.len() > NAMED { " and others" } else { "" })
    };
    let mut details = distinct(&|loss| shortened(&loss.detail));
    details.retain(|detail| !detail.is_empty());
    if !details.is_empty() {
        line.push_str(&format!(" ({})", quoted(&details)));
    }
    let places = distinct(&|loss| loss.section.clone());
    let under: Vec<String> = places.iter().filter(|place| !place.is_empty()).cloned().collect();
    if !matches!(kind, LossKind::HeaderFooter) {
        match (under.is_empty(), under.len() < places.len()) {
            (true, _) => line.push_str(", before the first heading"),
            (false, true) => {
                line.push_str(&format!(", before the first heading and under {}", quoted(&under)));
            }
            (false, false) => line.push_str(&format!(", under {}", quoted(&under))),
        }
    }
    format!("{line}: {}.", words_of(kind).outcome)
}

/// The first words, for a message.
pub(crate) fn shortened(text: &str) -> String {
    shortened_to(text, 80)
}

fn shortened_to(text: &str, letters: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = words.chars().take(letters).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_in_the_order_of_the_report() {
        assert!(WORDS.is_sorted_by_key(|(kind, ..)| *kind));
        assert_eq!(WORDS.last().map(|(kind, ..)| *kind), Some(LossKind::Unknown));
        assert_eq!(WORDS.len(), LossKind::Unknown as usize + 1);
    }

    #[test]
    fn places_are_named_once() {
        let mut report = ImportReport::default();
        report.note(LossKind::Comment);
        for section in ["Purpose", "Purpose", "Scope"] {
            report.section = section.to_owned();
            report.note(LossKind::Comment);
        }
        assert_eq!(
            report.lines(),
            [
                "4 comments, before the first heading and under “Purpose”, “Scope”: left out. Read them in Word."
            ]
        );
    }
}
