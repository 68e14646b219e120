//! The text of a policy as HTML.

use std::fmt::Write;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::model::Anchor;
use crate::model::guide::GLOSSARY;
use crate::model::text::{
    Block, Callout, Inline, LinkTarget, Spacing, each_inline, each_line, has_own_labels, own_source,
};
use crate::view::address;
use crate::view::policy::CitationView;
use crate::view::words::LONGEST_WHOLE_WORD;
use crate::words::FixedWords;

/// Writes blocks and inlines for one page.
pub(crate) struct HtmlWriter<'a> {
    /// The way from the page to the site's root: empty, or `../`.
    pub(crate) root: &'a str,
    /// The citations of the text; the first has number 1.
    pub(crate) citations: &'a [CitationView],
    pub(crate) words: &'a FixedWords,
    pub(crate) page: TextPage<'a>,
}

/// How much of its document is on the page of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TextPage<'a> {
    Whole,
    /// A unit of this curriculum. Links to other units lead to their pages, and the headings are a level higher: the title of the unit is
    /// that of the page.
    Unit(&'a str),
}

impl HtmlWriter<'_> {
    #[must_use]
    pub(crate) fn blocks(&self, blocks: &[Block]) -> String {
        let mut html = String::new();
        for block in blocks {
            self.passage(block, &mut html);
        }
        html
    }

    #[must_use]
    pub(crate) fn line(&self, line: &[Inline]) -> String {
        let mut html = String::new();
        for inline in line {
            self.inline(inline, &mut html);
        }
        html
    }

    /// A block with the notes of its citations beside it. Items of a list and rows of a table carry their own.
    fn passage(&self, block: &Block, html: &mut String) {
        let notes = match block {
            Block::List { .. } | Block::Table { .. } | Block::Callout { .. } | Block::Definitions { .. } => {
                String::new()
            }
            _ => {
                let mut lines = Vec::new();
                each_line(std::slice::from_ref(block), &mut |line| lines.push(line));
                self.notes(&lines)
            }
        };
        if notes.is_empty() {
            self.block(block, html);
        } else {
            html.push_str("<div class=\"passage\">");
            html.push_str(&notes);
            self.block(block, html);
            html.push_str("</div>\n");
        }
    }

    /// The clauses that lines cite, for the margin. Hidden from screen readers: each mark names its clause.
    pub(super) fn notes(&self, lines: &[&[Inline]]) -> String {
        let mut numbers = Vec::new();
        for line in lines {
            each_inline(line, &mut |inline| {
                if let Inline::Citation(citation) = inline {
                    numbers.push(citation.number);
                }
            });
        }
        if numbers.is_empty() {
            return String::new();
        }
        let mut html = String::from("<div class=\"notes\" aria-hidden=\"true\">");
        for number in numbers {
            if let Some(citation) = self.citations.get(number - 1) {
                let _ = write!(
                    html,
                    "<p class=\"note\"><span class=\"note-number\">{number}</span> <a class=\"note-label\" href=\"{}{}\" tabindex=\"-1\">{} {}</a> {}</p>",
                    self.root,
                    href(&citation.url),
                    text(&citation.specification),
                    text(&citation.label),
                    text(&citation.summary),
                );
            }
        }
        html.push_str("</div>");
        html
    }

    fn block(&self, block: &Block, html: &mut String) {
        match block {
            Block::Heading { level, id, text: words, .. } => {
                let level = match self.page {
                    TextPage::Whole => *level,
                    TextPage::Unit(_) => level.saturating_sub(1).max(2),
                };
                let _ = writeln!(
                    html,
                    "<h{level} id=\"{}\">{} <a class=\"anchor\" href=\"#{}\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h{level}>",
                    attribute(id),
                    self.line(words),
                    href(id),
                );
            }
            Block::Paragraph { text: words, .. } => {
                let line = self.line(words);
                let _ = match own_source(words) {
                    Some(source) => {
                        writeln!(html, "<figure>{line}<figcaption>{}</figcaption></figure>", text(source))
                    }
                    None => writeln!(html, "<p>{line}</p>"),
                };
            }
            Block::List { start, spacing, items, .. } => self.list(*start, *spacing, items, html),
            Block::Table { columns, head, rows, .. } => self.table(columns, head, rows, html),
            Block::Definitions { entries, .. } => {
                html.push_str("<dl>\n");
                for (term, meanings) in entries {
                    let _ = writeln!(html, "<dt>{}</dt>", self.noted(term, self.line(term)));
                    for meaning in meanings {
                        let _ = writeln!(html, "<dd>{}</dd>", self.item(meaning));
                    }
                }
                html.push_str("</dl>\n");
            }
            Block::Callout { kind, blocks, .. } => {
                let inner = self.blocks(blocks);
                let words = &self.words.callout;
                let (class, word) = match kind {
                    Callout::Quote => {
                        let _ = writeln!(html, "<blockquote>\n{inner}</blockquote>");
                        return;
                    }
                    Callout::Note => ("note-box", &words.note),
                    Callout::Tip => ("tip-box", &words.tip),
                    Callout::Important => ("important-box", &words.important),
                    Callout::Warning => ("warning-box", &words.warning),
                };
                let _ = writeln!(
                    html,
                    "<div class=\"callout {class}\" role=\"note\"><p class=\"callout-word\">{}</p>\n{inner}</div>",
                    text(word)
                );
            }
            Block::Code { text: code, .. } => {
                let _ = writeln!(html, "<pre tabindex=\"0\"><code>{}</code></pre>", text(code));
            }
            Block::Rule { .. } => html.push_str("<hr>\n"),
        }
    }

    fn list(&self, start: Option<u64>, spacing: Spacing, items: &[Vec<Block>], html: &mut String) {
        let close = match start {
            None if has_own_labels(items) => {
                html.push_str("<ul class=\"labeled\">\n");
                "</ul>\n"
            }
            None => {
                html.push_str("<ul>\n");
                "</ul>\n"
            }
            Some(1) => {
                html.push_str("<ol>\n");
                "</ol>\n"
            }
            Some(start) => {
                let _ = writeln!(html, "<ol start=\"{start}\">");
                "</ol>\n"
            }
        };
        for item in items {
            let item = match spacing {
                Spacing::Tight => self.item(item),
                Spacing::Loose => self.blocks(item),
            };
            let _ = writeln!(html, "<li>{item}</li>");
        }
        html.push_str(close);
    }

    /// What is in an item of a tight list, or in a meaning: one paragraph is set without space around it.
    fn item(&self, blocks: &[Block]) -> String {
        let [Block::Paragraph { text, .. }, rest @ ..] = blocks else {
            return self.blocks(blocks);
        };
        let first = format!("<div class=\"item\">{}</div>", self.line(text));
        format!("{}{}", self.noted(text, first), self.blocks(rest))
    }

    /// The HTML of a line with the notes of its citations beside it.
    fn noted(&self, line: &[Inline], html: String) -> String {
        let notes = self.notes(&[line]);
        if notes.is_empty() { html } else { format!("<div class=\"passage\">{notes}{html}</div>") }
    }

    fn inline(&self, inline: &Inline, html: &mut String) {
        match inline {
            Inline::Text(words) => html.push_str(&running_text(words)),
            Inline::Code(words) => {
                let _ = write!(html, "<code>{}</code>", running_text(words));
            }
            Inline::Emphasis(inner) => {
                let _ = write!(html, "<em>{}</em>", self.line(inner));
            }
            Inline::Strong(inner) => {
                let _ = write!(html, "<strong>{}</strong>", self.line(inner));
            }
            Inline::Strikethrough(inner) => {
                let _ = write!(html, "<s>{}</s>", self.line(inner));
            }
            Inline::Break => html.push_str("<br>"),
            Inline::Link { to, text, .. } => {
                let words = self.line(text);
                let _ = match to {
                    LinkTarget::External(url) => {
                        write!(html, "<a href=\"{}\" rel=\"noreferrer\">{words}</a>", href(url))
                    }
                    LinkTarget::Here(anchor) => match (self.page, anchor) {
                        (TextPage::Unit(curriculum), Anchor::Unit(id)) => {
                            let page = address::unit(curriculum, id);
                            write!(html, "<a href=\"{}{}\">{words}</a>", self.root, href(&page))
                        }
                        _ => write!(html, "<a href=\"#{}\">{words}</a>", href(&anchor.to_string())),
                    },
                    LinkTarget::Document { document, anchor } => {
                        let place = address::place(document, anchor.as_ref());
                        write!(html, "<a href=\"{}{}\">{words}</a>", self.root, href(&place))
                    }
                    LinkTarget::Term(anchor) => write!(
                        html,
                        "<a class=\"term\" href=\"{}{}#{}\">{words}</a>",
                        self.root,
                        address::guide(GLOSSARY),
                        href(anchor)
                    ),
                };
            }
            Inline::Image { path, alt, .. } => {
                let _ = write!(
                    html,
                    "<img src=\"{}{}\" alt=\"{}\" loading=\"lazy\">",
                    self.root,
                    href(&address::image(path)),
                    attribute(alt)
                );
            }
            Inline::Citation(citation) => {
                let Some(view) = self.citations.get(citation.number - 1) else {
                    return;
                };
                let _ = write!(
                    html,
                    "<a class=\"cite\" id=\"{}\" href=\"{}{}\" aria-label=\"{}: {} {} {}, {}\">{}</a>",
                    attribute(&view.anchor),
                    self.root,
                    href(&view.url),
                    view.number,
                    attribute(&view.verb),
                    attribute(&view.specification),
                    attribute(&view.label),
                    attribute(&view.title),
                    view.number
                );
            }
        }
    }
}

pub(super) fn text(words: &str) -> String {
    let mut escaped = String::new();
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(&mut escaped, words);
    escaped
}

/// Words, of which the very long ones may be broken where a column ends: the style sheet lets only them.
fn running_text(words: &str) -> String {
    // No word has more letters than bytes.
    if words.split(' ').all(|word| word.len() <= LONGEST_WHOLE_WORD) {
        return text(words);
    }
    let mut html = String::new();
    for piece in words.split_inclusive(' ') {
        if piece.trim_end().chars().count() > LONGEST_WHOLE_WORD {
            let _ = write!(html, "<span class=\"long-word\">{}</span>", text(piece));
        } else {
            html.push_str(&text(piece));
        }
    }
    html
}

pub(super) fn attribute(words: &str) -> String {
    let mut escaped = String::new();
    let _ = escape_html(&mut escaped, words);
    escaped
}

fn href(url: &str) -> String {
    let mut escaped = String::new();
    let _ = escape_href(&mut escaped, url);
    escaped
}
