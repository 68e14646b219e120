//! From pulldown-cmark's events to blocks and inlines.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, BrokenLink, CowStr, Event, Options, Tag, TextMergeWithOffset};

use super::letters::is_block;
use super::lost::Addresses;
use super::slug::Anchors;
use super::{Input, Lookup, accidental, letters, lost, mistyped, quotes, stray};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::text::{Block, Callout, Inline, Spacing, shown_text};
use crate::source::Span;

/// Deeper nesting is refused: no reader follows it, and it would exhaust the stack.
pub(super) const DEEPEST: usize = 24;
/// What Markdown takes for blank.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
/// Marks a citation among the links.
pub(super) const CITES: &str = "cites:";

/// Reads one text. Blocks are read here, what is within a line in `inlines`.
pub(crate) struct Parser<'a> {
    pub(super) input: Input<'a>,
    /// Where every finding points, when the text's own places mean nothing.
    fixed: Option<Span>,
    pub(super) lookup: &'a dyn Lookup,
    pub(super) events: Vec<(Event<'a>, Range<usize>)>,
    pub(super) at: usize,
    pub(super) anchors: Anchors,
    pub(super) cited: usize,
    /// How far the text was searched for the places of what it names.
    pub(super) searched: usize,
    pub(super) last_level: u8,
    /// Whether a cell is being read: it is one line, so a line end in it is written `<br>`.
    pub(super) in_cell: bool,
    pub(super) findings: Vec<Diagnostic>,
}

/// What Markdown can do here beyond `CommonMark`.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

impl<'a> Parser<'a> {
    pub(crate) fn new(input: Input<'a>, fixed: Option<Span>, lookup: &'a dyn Lookup) -> Self {
        let mut footnotes = Vec::new();
        let callback = |link: BrokenLink<'a>| -> Option<(CowStr<'a>, CowStr<'a>)> {
            if link.reference.starts_with('^') {
                footnotes.push(link.span.clone());
            }
            link.reference.starts_with('@').then(|| (format!("{CITES}{}", link.reference).into(), "".into()))
        };
        let parser =
            pulldown_cmark::Parser::new_with_broken_link_callback(input.text, options(), Some(callback));
        let mut reader = parser.into_offset_iter();
        let mut events: Vec<(Event<'a>, Range<usize>)> = reader.by_ref().collect();
        let addresses = Addresses::new(&events, reader.reference_definitions());
        drop(reader);
        let leaves = letters::leaves(&events, input.text);
        let place = |range| span(&input, fixed, &range);
        let mut findings = lost::words(&events, &addresses, input.text, &place);
        findings.extend(accidental::marks(&events, input.text, &place));
        for leaf in &leaves {
            findings.extend(mistyped::references(leaf, &place));
            findings.extend(stray::marks(leaf, &place));
        }
        quotes::curl(&leaves, &mut events, input.text);
        let mut this = Self {
            input,
            fixed,
            lookup,
            events: TextMergeWithOffset::new(events.into_iter()).collect(),
            at: 0,
            anchors: Anchors::default(),
            cited: 0,
            searched: 0,
            last_level: 1,
            in_cell: false,
            findings,
        };
        for range in footnotes {
            let span = this.span(&range);
            this.report(footnote(span));
        }
        this
    }

    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }

    pub(crate) fn document(&mut self) -> Vec<Block> {
        self.blocks(0)
    }

    /// The whole text, which must be one line.
    pub(crate) fn line(&mut self) -> Vec<Inline> {
        let blocks = self.blocks(0);
        let mut line = if let Ok([Block::Paragraph { text, .. }]) = <[Block; 1]>::try_from(blocks) {
            text
        } else {
            let span = self.span(&(0..0));
            self.report(
                Diagnostic::new(FindingCode::NotOneLine, span, "this must be one line of text")
                    .hint("headings, lists and tables belong in the text below the header"),
            );
            Vec::new()
        };
        if self.cited > 0 {
            let span = self.span(&(0..0));
            self.report(
                Diagnostic::new(FindingCode::MisplacedCitation, span, "a header cannot cite a clause")
                    .hint("cite it in the text below, where the clause is met"),
            );
            line.retain(|inline| !matches!(inline, Inline::Citation(_)));
        }
        line
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        span(&self.input, self.fixed, range)
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    pub(super) fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    pub(super) fn peek(&self) -> Option<&Event<'a>> {
        self.events.get(self.at).map(|(event, _)| event)
    }

    /// Blocks up to the end of what they are in.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        loop {
            match self.peek() {
                None | Some(Event::End(_)) => return blocks,
                Some(Event::Start(tag)) if is_block(tag) => {
                    if let Some((Event::Start(tag), range)) = self.next() {
                        if depth >= DEEPEST {
                            self.too_deep(&range);
                        } else {
                            blocks.extend(self.block(tag, &range, depth));
                            self.next();
                        }
                    }
                }
                Some(Event::Rule) => {
                    if let Some((_, range)) = self.next() {
                        blocks.push(Block::Rule { span: self.block_span(&range) });
                    }
                }
                Some(_) => {
                    let start = self.events[self.at].1.start;
                    let text = self.inlines(depth);
                    let end = self.events[self.at - 1].1.end;
                    if !text.is_empty() {
                        blocks.push(Block::Paragraph { text, span: self.block_span(&(start..end)) });
                    }
                }
            }
        }
    }

    /// Reports, and passes over all that is within.
    pub(super) fn too_deep(&mut self, range: &Range<usize>) {
        let span = self.span(range);
        self.report(
            Diagnostic::new(
                FindingCode::NestedTooDeeply,
                span,
                format!("this is nested in more than {DEEPEST} lists or quotations"),
            )
            .hint("use headings and shorter lists"),
        );
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// The place of a block, without the line ends and blank lines that Markdown counts to it, so that it can be replaced.
    pub(super) fn block_span(&self, range: &Range<usize>) -> Span {
        let mut text = self.input.text.get(range.clone()).unwrap_or_default();
        text = text.trim_end_matches(BLANK);
        // In a quotation, a blank line is `>`. The quotation itself keeps it, and it can't be a line of anything else but code.
        if !text.starts_with(['>', '`', '~']) {
            while let Some((before, last)) = text.rsplit_once('\n')
                && last.chars().all(|c| c == '>' || BLANK.contains(&c))
            {
                text = before.trim_end_matches(BLANK);
            }
        }
        self.span(&(range.start..range.start + text.len()))
    }

    /// One block, after its start and up to its end.
    fn block(&mut self, tag: Tag<'a>, range: &Range<usize>, depth: usize) -> Option<Block> {
        let span = self.block_span(range);
        Some(match tag {
            Tag::Paragraph => {
                let text = self.inlines(depth);
                // A citation of what isn't offered may have been all that there was.
                if text.is_empty() {
                    return None;
                }
                Block::Paragraph { text, span }
            }
            Tag::Heading { level, .. } => return self.heading(level as u8, range, depth),
            Tag::BlockQuote(kind) => Block::Callout {
                kind: match kind {
                    None => Callout::Quote,
                    Some(BlockQuoteKind::Note) => Callout::Note,
                    Some(BlockQuoteKind::Tip) => Callout::Tip,
                    Some(BlockQuoteKind::Important) => Callout::Important,
                    Some(BlockQuoteKind::Warning | BlockQuoteKind::Caution) => Callout::Warning,
                },
                blocks: self.blocks(depth + 1),
                span,
            },
            Tag::CodeBlock(_) => {
                self.expand_tabs();
                Block::Code { text: shown_text(&self.inlines(depth)), span }
            }
            Tag::List(start) => {
                let spacing = self.list_spacing();
                let mut items = Vec::new();
                while matches!(self.peek(), Some(Event::Start(Tag::Item))) {
                    self.next();
                    items.push(self.blocks(depth + 1));
                    self.next();
                }
                Block::List { start, spacing, items, span }
            }
            Tag::DefinitionList => Block::Definitions { entries: self.definitions(depth), span },
            Tag::Table(alignments) => self.table(&alignments, span, depth),
            Tag::HtmlBlock => {
                while matches!(self.peek(), Some(Event::Html(_) | Event::Text(_))) {
                    self.next();
                }
                self.report(raw_html(span));
                return None;
            }
            // The rest is not enabled; what is within is kept.
            _ => Block::Callout { kind: Callout::Quote, blocks: self.blocks(depth + 1), span },
        })
    }

    /// How far apart the items of the list are whose start was just read: the items of a loose list have paragraphs of their own.
    fn list_spacing(&self) -> Spacing {
        let mut depth = 0;
        for (event, _) in &self.events[self.at.min(self.events.len())..] {
            match event {
                Event::Start(Tag::Paragraph) if depth == 1 => return Spacing::Loose,
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        Spacing::Tight
    }

    /// Makes the tabs of a code block, whose start was passed, spaces: elsewhere a tab is one space.
    fn expand_tabs(&mut self) {
        for (event, _) in &mut self.events[self.at..] {
            let Event::Text(text) = event else { return };
            *text = text.replace('\t', "    ").into();
        }
    }

    fn definitions(&mut self, depth: usize) -> Vec<(Vec<Inline>, Vec<Vec<Block>>)> {
        let mut entries: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
        loop {
            match self.peek() {
                Some(Event::Start(Tag::DefinitionListTitle)) => {
                    self.next();
                    entries.push((self.inlines(depth), Vec::new()));
                    self.next();
                }
                Some(Event::Start(Tag::DefinitionListDefinition)) => {
                    self.next();
                    let meaning = self.blocks(depth + 1);
                    if let Some((_, meanings)) = entries.last_mut() {
                        meanings.push(meaning);
                    }
                    self.next();
                }
                _ => return entries,
            }
        }
    }
}

fn span(input: &Input<'_>, fixed: Option<Span>, range: &Range<usize>) -> Span {
    fixed.unwrap_or_else(|| Span::new(input.file, range.start + input.offset..range.end + input.offset))
}

pub(super) fn footnote(span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::Footnote, span, "footnotes are not supported")
        .hint("say it in the sentence, or in a paragraph of its own")
}

pub(super) fn raw_html(span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::RawHtml, span, "HTML is not allowed here")
        .hint("write it in Markdown; to show a `<`, put a backslash before it: \\<")
}
