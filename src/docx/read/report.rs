//! What could not be carried over as it was, and where it is: nothing is left out in silence.

use std::collections::BTreeMap;

/// Something that the handbook's Markdown has no word for. The report is in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LossKind {
    Picture,
    /// A drawing, shape, chart or diagram.
    Drawing,
    /// A file within the file.
    Embedded,
    Equation,
    FormField,
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
const WORDS: [(LossKind, &str, &str, &str); 33] = [
    (
        LossKind::Picture,
        "picture",
        "pictures",
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
        "treated as headings, because the document has no real ones",
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
        "numbered 1, 2, 3 now. Check whether the text refers to one",
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

#[derive(Debug, Default)]
struct LossReport {
    count: usize,
    places: Vec<String>,
    details: Vec<String>,
}

/// What could not be carried over as it was.
#[derive(Debug, Default)]
pub(crate) struct ImportReport {
    losses: BTreeMap<LossKind, LossReport>,
    /// The words of the heading that is being read; empty before the first.
    pub(crate) section: String,
}

/// The most places or details that are named for one kind.
const NAMED: usize = 4;

impl ImportReport {
    /// Notes one of this kind, here.
    pub(crate) fn note(&mut self, kind: LossKind) {
        self.detail(kind, "");
    }

    /// Notes one of this kind, here, and quotes what it is.
    pub(crate) fn detail(&mut self, kind: LossKind, detail: &str) {
        let section = &self.section;
        let loss = self.losses.entry(kind).or_default();
        loss.count += 1;
        if !loss.places.contains(section) && loss.places.len() <= NAMED {
            loss.places.push(section.clone());
        }
        let detail = shortened(detail);
        if !detail.is_empty() && !loss.details.contains(&detail) && loss.details.len() <= NAMED {
            loss.details.push(detail);
        }
    }

    /// Whether there is one of this kind.
    pub(crate) fn has(&self, kind: LossKind) -> bool {
        self.losses.contains_key(&kind)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.losses.iter().map(|(kind, loss)| line(*kind, loss)).collect()
    }
}

fn line(kind: LossKind, loss: &LossReport) -> String {
    let words = WORDS.iter().find(|(own, ..)| *own == kind);
    let (one, many, outcome) = words
        .map_or(("other thing", "other things", "left out"), |(_, one, many, outcome)| {
            (*one, *many, *outcome)
        });
    let mut line = format!("{} {}", loss.count, if loss.count == 1 { one } else { many });
    let quoted = |words: &[String]| {
        let named: Vec<String> = words.iter().take(NAMED).map(|words| format!("“{words}”")).collect();
        format!("{}{}", named.join(", "), if words.len() > NAMED { " and others" } else { "" })
    };
    if !loss.details.is_empty() {
        line.push_str(&format!(" ({})", quoted(&loss.details)));
    }
    let under: Vec<String> = loss.places.iter().filter(|place| !place.is_empty()).cloned().collect();
    if !matches!(kind, LossKind::HeaderFooter) {
        match (under.is_empty(), under.len() < loss.places.len()) {
            (true, _) => line.push_str(", before the first heading"),
            (false, true) => {
                line.push_str(&format!(", before the first heading and under {}", quoted(&under)));
            }
            (false, false) => line.push_str(&format!(", under {}", quoted(&under))),
        }
    }
    format!("{line}: {outcome}.")
}

/// The first words, for a message.
pub(crate) fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = words.chars().take(80).collect();
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
