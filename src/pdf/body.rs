//! The text of a policy as Typst code. How it looks is in `templates/pdf/look.typ`; this only names the parts.

use super::code::Code;
use crate::model::document::{
    Align, Block, Callout, Inline, Spacing, Target, each_inline, each_line, own_source, plain_text,
    shown_text,
};
use crate::model::{Anchor, DocumentId, DocumentKind};
use crate::picture::Kind;
use crate::view::policy::CitationView;
use crate::view::words::{column_weight, whole};
use crate::writing_systems::{Direction, direction};

/// Where links to other policies lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This policy alone is printed: a link to another is words.
    Alone,
    /// The whole handbook is printed: every policy is in it.
    Whole,
}

/// So many of the longest words of a column are measured: the widest is seldom the longest.
const WORDS_TO_MEASURE: usize = 3;

/// As many letters as a line of a wide column has.
const LETTERS_OF_A_LINE: usize = 80;

/// Writes the text of one policy, or the texts of a form.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// Its id.
    pub document: &'a str,
    /// The citations of the text; the first has number 1.
    pub citations: &'a [CitationView],
    /// Where links to other policies lead.
    pub reach: Reach,
}

/// The label of a heading; a policy's own label when `anchor` is empty.
pub fn label(policy: &str, anchor: &str) -> String {
    format!("{policy}#{anchor}")
}

/// What stands before the labels of a page of the guide: a policy may have the same id.
pub fn in_guide(page: &str) -> String {
    format!("guide/{page}")
}

impl Writer<'_> {
    /// Adds the blocks, each as a statement of its own.
    pub fn blocks(&self, blocks: &[Block], code: &mut Code) {
        for block in blocks {
            code.from(block.span(), |code| self.block(block, code));
            code.raw("\n");
        }
    }

    /// Adds the inlines as one content block.
    pub fn line(&self, line: &[Inline], code: &mut Code) {
        code.raw("{ ");
        if line.is_empty() {
            code.raw("[]");
        }
        if runs_right_to_left(line) {
            code.raw(RIGHT_TO_LEFT);
        }
        for inline in line {
            self.inline(inline, code);
            code.raw("; ");
        }
        code.raw(" }");
    }

    /// Adds a block. One that begins right to left is set so as a whole: its lines start, and its marks stand, at the right.
    fn block(&self, block: &Block, code: &mut Code) {
        let mut first = None;
        each_line(std::slice::from_ref(block), &mut |line| {
            first.get_or_insert(line);
        });
        // A table's columns keep their order, whatever its first cell is written in.
        if matches!(block, Block::Table { .. }) || !first.is_some_and(runs_right_to_left) {
            return self.block_as_it_is(block, code);
        }
        code.raw("{ ");
        code.raw(RIGHT_TO_LEFT);
        self.block_as_it_is(block, code);
        code.raw(" }");
    }

    fn block_as_it_is(&self, block: &Block, code: &mut Code) {
        match block {
            Block::Heading { level, id, text, .. } => {
                code.raw(&format!("section({level}, "));
                code.string(&label(self.document, id));
                code.raw(", ");
                // A bookmark is made of a heading's words, and Typst finds none in a link.
                self.line(&without_links(text), code);
                code.raw(")");
            }
            // A picture by itself is as wide as it may be; Typst drops such a one from a paragraph.
            Block::Paragraph { text, .. } if matches!(text.as_slice(), [Inline::Image { .. }]) => {
                code.raw("picture(");
                image(&text[0], code);
                code.raw(", ");
                code.string(own_source(text).unwrap_or_default());
                code.raw(")");
            }
            Block::Paragraph { text, .. } => {
                code.raw("par(");
                self.line(text, code);
                code.raw(")");
            }
            Block::List { start, spacing, items, .. } => {
                match (spacing, start) {
                    (Spacing::Tight, Some(start)) => code.raw(&format!("enum(start: {start}, ")),
                    (Spacing::Tight, None) => code.raw("list("),
                    (Spacing::Loose, Some(start)) => code.raw(&format!("loose-enum(start: {start}, ")),
                    (Spacing::Loose, None) => code.raw("loose-list("),
                }
                for item in items {
                    self.group(item, code);
                    code.raw(", ");
                }
                code.raw(")");
            }
            Block::Table { columns, head, rows, .. } => self.table(columns, head, rows, code),
            Block::Definitions { entries, .. } => {
                code.raw("terms(");
                for (term, meanings) in entries {
                    code.raw("terms.item(");
                    self.line(term, code);
                    code.raw(", ");
                    // One meaning makes one paragraph with its term, so that no page ends between them.
                    if let [meaning] = meanings.as_slice() {
                        self.group(meaning, code);
                    } else {
                        code.raw("{ [] \n");
                        for meaning in meanings {
                            self.blocks(meaning, code);
                        }
                        code.raw("}");
                    }
                    code.raw("), ");
                }
                code.raw(")");
            }
            Block::Callout { kind, blocks, .. } => {
                let name = match kind {
                    Callout::Quote => "",
                    Callout::Note => "Note",
                    Callout::Tip => "Tip",
                    Callout::Important => "Important",
                    Callout::Warning => "Take care",
                };
                code.raw("callout(");
                code.string(name);
                code.raw(", ");
                self.group(blocks, code);
                code.raw(")");
            }
            Block::Code { text, .. } => {
                code.raw("raw(block: true, ");
                code.string(text.trim_end());
                code.raw(")");
            }
            Block::Rule { .. } => code.raw("rule()"),
        }
    }

    fn group(&self, blocks: &[Block], code: &mut Code) {
        match blocks {
            // A lone paragraph of an item is set without space around it.
            [Block::Paragraph { text, span }] => code.from(*span, |code| self.line(text, code)),
            _ => {
                code.raw("{ [] \n");
                self.blocks(blocks, code);
                code.raw("}");
            }
        }
    }

    fn table(&self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], code: &mut Code) {
        code.raw("data-table((");
        for (at, align) in columns.iter().enumerate() {
            let weight = column_weight(at, head, rows);
            let align = match align {
                Align::Start => "left",
                Align::Center => "center",
                Align::End => "right",
            };
            let (words, letters) = self.measures(at, head, rows);
            code.raw(&format!("({weight}, {align}, ("));
            for word in words {
                code.string(&word);
                code.raw(", ");
            }
            code.raw(&format!("), {letters}), "));
        }
        code.raw("), (");
        for cell in head {
            self.line(cell, code);
            code.raw(", ");
        }
        code.raw("), (");
        for row in rows {
            code.raw("(");
            for cell in row {
                self.line(cell, code);
                code.raw(", ");
            }
            code.raw("), ");
        }
        code.raw("))");
    }

    /// What the print template measures before it sets a column: its longest words, and the letters of its longest cell.
    fn measures(&self, at: usize, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> (Vec<String>, usize) {
        let mut words: Vec<String> = Vec::new();
        let mut longest = 0;
        for cell in rows.iter().filter_map(|row| row.get(at)).chain(head.get(at)) {
            let mut text = shown_text(cell);
            each_inline(cell, &mut |inline| match inline {
                // A mark is set in small letters, and is not divided.
                Inline::Citation(citation) => {
                    let mark = self.citations.get(citation.number - 1).map_or("", |view| &view.mark);
                    text.push(' ');
                    text.extend(mark.chars().filter(|c| !c.is_whitespace()));
                }
                // A line break takes a line of its own.
                Inline::Break => text.push_str(&" ".repeat(LETTERS_OF_A_LINE)),
                _ => {}
            });
            longest = longest.max(text.chars().count());
            words.extend(text.split_whitespace().flat_map(whole));
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        words.truncate(WORDS_TO_MEASURE);
        (words, longest)
    }

    /// Where a link leads on paper, if anywhere, and whether that is within the PDF.
    fn target(&self, to: &Target) -> Option<(bool, String)> {
        let (document, anchor) = match to {
            Target::External(url) => return Some((false, url.clone())),
            // An acronym leads nowhere on paper.
            Target::Term(_) => return None,
            Target::Here(anchor) => (self.document.to_owned(), Some(anchor)),
            Target::Document { document: DocumentId { kind, id }, anchor } => {
                if self.reach == Reach::Alone {
                    return None;
                }
                match kind {
                    DocumentKind::Policy => (id.clone(), anchor.as_ref()),
                    DocumentKind::Guide => (in_guide(id), anchor.as_ref()),
                    // They are PDFs of their own.
                    DocumentKind::Form | DocumentKind::Curriculum => return None,
                }
            }
        };
        match anchor {
            // Marks of citations are not places in print.
            Some(Anchor::Citation(_)) => None,
            Some(anchor) => Some((true, label(&document, &anchor.to_string()))),
            None => Some((true, label(&document, ""))),
        }
    }

    fn inline(&self, inline: &Inline, code: &mut Code) {
        match inline {
            Inline::Text(words) => code.string(words),
            Inline::Code(words) => {
                code.raw("raw(");
                code.string(words);
                code.raw(")");
            }
            Inline::Emphasis(inner) => {
                code.raw("emph(");
                self.line(inner, code);
                code.raw(")");
            }
            Inline::Strong(inner) => {
                code.raw("strong(");
                self.line(inner, code);
                code.raw(")");
            }
            Inline::Strikethrough(inner) => {
                code.raw("strike(");
                self.line(inner, code);
                code.raw(")");
            }
            Inline::Break => code.raw("linebreak()"),
            Inline::Link { to, text, .. } => {
                let Some((inside, target)) = self.target(to) else {
                    return self.line(text, code);
                };
                code.raw(if inside { "go(label(" } else { "out(" });
                code.string(&target);
                code.raw(if inside { "), " } else { ", " });
                self.line(text, code);
                code.raw(")");
            }
            Inline::Image { .. } => {
                code.raw("small-picture(");
                image(inline, code);
                code.raw(")");
            }
            Inline::Citation(citation) => {
                if let Some(view) = self.citations.get(citation.number - 1) {
                    code.raw("mark(");
                    code.string(&view.mark);
                    code.raw(")");
                }
            }
        }
    }
}

const RIGHT_TO_LEFT: &str = "set text(dir: rtl); ";

fn runs_right_to_left(line: &[Inline]) -> bool {
    direction(&plain_text(line)) == Some(Direction::RightToLeft)
}

/// The same words, of which none leads anywhere.
fn without_links(line: &[Inline]) -> Vec<Inline> {
    line.iter()
        .flat_map(|inline| match inline {
            Inline::Link { text, .. } => without_links(text),
            Inline::Emphasis(text) => vec![Inline::Emphasis(without_links(text))],
            Inline::Strong(text) => vec![Inline::Strong(without_links(text))],
            Inline::Strikethrough(text) => vec![Inline::Strikethrough(without_links(text))],
            other => vec![other.clone()],
        })
        .collect()
}

/// A picture. It is called here and not in the looks, so that Typst can tell which of the author's lines a broken one is in.
fn image(image: &Inline, code: &mut Code) {
    if let Inline::Image { path, alt, .. } = image {
        code.raw("image(");
        code.string(&format!("/{path}"));
        code.raw(", alt: ");
        code.string(alt);
        // By itself Typst takes a name in capital letters, `MAP.SVG`, for none that it knows.
        if let Some(kind) = Kind::named(path) {
            code.raw(", format: ");
            code.string(match kind {
                Kind::Png => "png",
                Kind::Jpeg => "jpg",
                Kind::Gif => "gif",
                Kind::Svg => "svg",
            });
        }
        code.raw(")");
    }
}
