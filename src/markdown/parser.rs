//! From pulldown-cmark's events to blocks and inlines.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CowStr, Event, LinkType, Options, Tag,
    TextMergeWithOffset,
};

use super::slug::{Anchors, slug};
use super::{Input, Lookup, links};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Align, Block, Callout, Citation, Inline, plain_text};
use crate::source::Span;

/// Deeper nesting is refused: no reader follows it, and it would exhaust the stack.
const DEEPEST: usize = 24;
/// Marks a citation among the links.
const CITES: &str = "cites:";

pub struct Parser<'a> {
    input: Input<'a>,
    /// Where every finding points, when the text's own places mean nothing.
    fixed: Option<Span>,
    lookup: &'a dyn Lookup,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    anchors: Anchors,
    cited: usize,
    last_level: u8,
    findings: Vec<Diagnostic>,
}

impl<'a> Parser<'a> {
    pub fn new(input: Input<'a>, fixed: Option<Span>, lookup: &'a dyn Lookup) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM;
        let mut footnotes = Vec::new();
        let callback = |link: BrokenLink<'a>| -> Option<(CowStr<'a>, CowStr<'a>)> {
            if link.reference.starts_with('^') {
                footnotes.push(link.span.clone());
            }
            link.reference
                .starts_with('@')
                .then(|| (format!("{CITES}{}", link.reference).into(), "".into()))
        };
        let parser = pulldown_cmark::Parser::new_with_broken_link_callback(
            input.text,
            options,
            Some(callback),
        );
        let events = TextMergeWithOffset::new(parser.into_offset_iter()).collect();
        let mut this = Self {
            input,
            fixed,
            lookup,
            events,
            at: 0,
            anchors: Anchors::default(),
            cited: 0,
            last_level: 1,
            findings: Vec::new(),
        };
        for range in footnotes {
            let span = this.span(&range);
            this.report(
                Diagnostic::error("footnote", span, "footnotes are not supported")
                    .hint("say it in the sentence, or in a paragraph of its own"),
            );
        }
        this
    }

    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }

    /// The whole text.
    pub fn document(&mut self) -> Vec<Block> {
        self.blocks(0)
    }

    /// The whole text, which must be one line.
    pub fn line(&mut self) -> Vec<Inline> {
        let blocks = self.blocks(0);
        let mut line = match <[Block; 1]>::try_from(blocks) {
            Ok([Block::Paragraph { text, .. }]) => text,
            Ok(_) | Err(_) => {
                let span = self.span(&(0..0));
                self.report(
                    Diagnostic::error("not-one-line", span, "this must be one line of text")
                        .hint("headings, lists and tables belong into the text below the header"),
                );
                Vec::new()
            }
        };
        if self.cited > 0 {
            let span = self.span(&(0..0));
            self.report(
                Diagnostic::error("misplaced-citation", span, "a header cannot cite a clause")
                    .hint("cite it in the text below, where the clause is met"),
            );
            line.retain(|inline| !matches!(inline, Inline::Citation(_)));
        }
        line
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.fixed.unwrap_or_else(|| {
            let offset = self.input.offset;
            Span::new(self.input.file, range.start + offset..range.end + offset)
        })
    }

    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn peek(&self) -> Option<&Event<'a>> {
        self.events.get(self.at).map(|(event, _)| event)
    }

    /// Blocks up to the end of what they stand in.
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
                        blocks.push(Block::Rule {
                            span: self.span(&range),
                        });
                    }
                }
                Some(_) => {
                    let start = self.events[self.at].1.start;
                    let text = self.inlines(depth);
                    let end = self.events[self.at - 1].1.end;
                    if !text.is_empty() {
                        blocks.push(Block::Paragraph {
                            text,
                            span: self.span(&(start..end)),
                        });
                    }
                }
            }
        }
    }

    /// Reports, and passes over all that stands within.
    fn too_deep(&mut self, range: &Range<usize>) {
        let span = self.span(range);
        self.report(
            Diagnostic::error(
                "nested-too-deeply",
                span,
                format!("this stands within more than {DEEPEST} lists or quotations"),
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

    /// One block, after its start and up to its end.
    fn block(&mut self, tag: Tag<'a>, range: &Range<usize>, depth: usize) -> Option<Block> {
        let span = self.span(range);
        Some(match tag {
            Tag::Paragraph => Block::Paragraph {
                text: self.inlines(depth),
                span,
            },
            Tag::Heading { level, id, .. } => {
                let text = self.inlines(depth);
                return self.heading(level as u8, id.as_deref(), text, span, depth);
            }
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
            Tag::CodeBlock(_) => Block::Code {
                text: plain_text(&self.inlines(depth)),
                span,
            },
            Tag::List(start) => {
                let mut items = Vec::new();
                while matches!(self.peek(), Some(Event::Start(Tag::Item))) {
                    self.next();
                    items.push(self.blocks(depth + 1));
                    self.next();
                }
                Block::List { start, items, span }
            }
            Tag::DefinitionList => Block::Definitions {
                entries: self.definitions(depth),
                span,
            },
            Tag::Table(alignments) => self.table(&alignments, span, depth),
            Tag::HtmlBlock => {
                while matches!(self.peek(), Some(Event::Html(_) | Event::Text(_))) {
                    self.next();
                }
                self.report(raw_html(span));
                return None;
            }
            // The rest is not enabled; what stands within is kept.
            _ => Block::Callout {
                kind: Callout::Quote,
                blocks: self.blocks(depth + 1),
                span,
            },
        })
    }

    fn heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        text: Vec<Inline>,
        span: Span,
        depth: usize,
    ) -> Option<Block> {
        if depth > 0 {
            self.report(
                Diagnostic::error(
                    "nested-heading",
                    span,
                    "a heading cannot stand within a list or a quotation",
                )
                .hint("move it to the start of a line of its own"),
            );
            return None;
        }
        let title = plain_text(&text);
        if title.trim().is_empty() {
            self.report(
                Diagnostic::error("empty-heading", span, "this heading has no words")
                    .hint("write them, or remove the `#`"),
            );
            return None;
        }
        if level == 1 {
            self.report(
                Diagnostic::error("title-heading", span, "the title comes from the header")
                    .hint("begin sections with `##`"),
            );
        } else if level > self.last_level + 1 {
            self.report(
                Diagnostic::error(
                    "skipped-heading",
                    span,
                    format!(
                        "a heading of level {level} follows one of level {}",
                        self.last_level
                    ),
                )
                .hint(format!("write `{}` here", "#".repeat(usize::from(self.last_level) + 1))),
            );
        }
        self.last_level = level.max(2);
        let id = match id {
            Some(id) => {
                if !self.anchors.take(id) {
                    self.report(
                        Diagnostic::error(
                            "duplicate-anchor",
                            span,
                            format!("two places of this text are called `#{id}`"),
                        )
                        .hint("give one of them another name"),
                    );
                }
                id.to_owned()
            }
            None => self.anchors.unique(&slug(&title)),
        };
        Some(Block::Heading {
            level: level.max(2),
            id,
            text,
            span,
        })
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

    fn table(&mut self, alignments: &[Alignment], span: Span, depth: usize) -> Block {
        let columns = alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::None | Alignment::Left => Align::Start,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::End,
            })
            .collect();
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some(Event::Start(tag @ (Tag::TableHead | Tag::TableRow))) = self.peek() {
            let is_head = matches!(tag, Tag::TableHead);
            self.next();
            let mut cells = Vec::new();
            while matches!(self.peek(), Some(Event::Start(Tag::TableCell))) {
                self.next();
                cells.push(self.inlines(depth));
                self.next();
            }
            self.next();
            if is_head {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        Block::Table {
            columns,
            head,
            rows,
            span,
        }
    }

    /// Inlines up to the end of what they stand in, or up to the next block.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut line = Vec::new();
        loop {
            match self.peek() {
                None | Some(Event::End(_) | Event::Rule) => return line,
                Some(Event::Start(tag)) if is_block(tag) => return line,
                Some(_) => {}
            }
            let Some((event, range)) = self.next() else {
                return line;
            };
            match event {
                Event::Start(tag) if depth >= DEEPEST => {
                    drop(tag);
                    self.too_deep(&range);
                }
                Event::Start(tag) => {
                    self.inline(tag, &range, depth, &mut line);
                    self.next();
                }
                Event::Text(text) => {
                    let text = self.fill_in(&text, &range);
                    push_text(&mut line, &text);
                }
                Event::Code(text) => {
                    let text = self.fill_in(&text, &range);
                    line.push(Inline::Code(text));
                }
                Event::SoftBreak => push_text(&mut line, " "),
                Event::HardBreak => line.push(Inline::Break),
                Event::Html(_) | Event::InlineHtml(_) => {
                    let span = self.span(&range);
                    self.report(raw_html(span));
                }
                _ => {}
            }
        }
    }

    /// One inline, after its start and up to its end.
    fn inline(&mut self, tag: Tag<'a>, range: &Range<usize>, depth: usize, line: &mut Vec<Inline>) {
        match tag {
            Tag::Emphasis => line.push(Inline::Emphasis(self.inlines(depth + 1))),
            Tag::Strong => line.push(Inline::Strong(self.inlines(depth + 1))),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => match dest_url.strip_prefix(CITES) {
                Some(written) if is_reference(link_type) => {
                    self.inlines_dropped(depth);
                    self.citation(written, range, line);
                }
                _ => self.link(&dest_url, range, depth, line),
            },
            Tag::Image { dest_url, .. } => {
                let alt = plain_text(&self.inlines(depth + 1));
                line.extend(self.image(&dest_url, alt, range));
            }
            _ => line.extend(self.inlines(depth + 1)),
        }
    }

    /// Passes over inlines whose words are not shown, without findings about them.
    fn inlines_dropped(&mut self, depth: usize) {
        let before = self.findings.len();
        self.inlines(depth + 1);
        self.findings.truncate(before);
    }

    fn link(&mut self, written: &str, range: &Range<usize>, depth: usize, line: &mut Vec<Inline>) {
        let text = self.inlines(depth + 1);
        let span = self.span(range);
        if plain_text(&text).trim().is_empty() {
            self.report(
                Diagnostic::error("link-without-text", span, "this link has no words")
                    .hint("write in square brackets what the link leads to"),
            );
        }
        let written = self.fill_in(written, range);
        match links::target(&written) {
            Ok(to) => line.push(Inline::Link { to, text, span }),
            Err(hint) => {
                self.report(
                    Diagnostic::error(
                        "bad-link",
                        span,
                        format!("a link cannot lead to `{written}`"),
                    )
                    .hint(hint),
                );
                line.extend(text);
            }
        }
    }

    fn image(&mut self, written: &str, alt: String, range: &Range<usize>) -> Option<Inline> {
        let span = self.span(range);
        if alt.trim().is_empty() {
            self.report(
                Diagnostic::error("image-without-text", span, "this picture has no text")
                    .hint("say in the square brackets what it shows, for those who do not see it"),
            );
        }
        if written.contains(':') || written.starts_with('/') || written.starts_with('\\') {
            self.report(
                Diagnostic::error("bad-image", span, format!("`{written}` is not a picture of this handbook"))
                    .hint("put the picture beside the policy and write its file name: nothing is fetched from elsewhere"),
            );
            return None;
        }
        let Some(path) = links::image_path(self.input.path, written) else {
            self.report(
                Diagnostic::error(
                    "leaves-handbook",
                    span,
                    format!("`{written}` leads out of the handbook's content"),
                )
                .hint("put the picture beside the policy and write its file name"),
            );
            return None;
        };
        if !self.lookup.has_image(&path) {
            self.report(
                Diagnostic::error("missing-image", span, format!("there is no picture `{path}`"))
                    .hint("pictures are .png, .jpg, .gif or .svg files; capital letters count"),
            );
            return None;
        }
        Some(Inline::Image { path, alt, span })
    }

    fn citation(&mut self, written: &str, range: &Range<usize>, line: &mut Vec<Inline>) {
        let span = self.span(range);
        for one in written.split(';') {
            let one = one.trim();
            let Some(name) = one.strip_prefix('@').map(str::trim) else {
                self.report(
                    Diagnostic::error("bad-citation", span, format!("`{one}` does not name a clause"))
                        .hint("a citation is [@specification/clause]; several: [@one/1; @one/2]"),
                );
                continue;
            };
            match self.lookup.clause(name, span) {
                Ok((clause, findings)) => {
                    self.findings.extend(findings);
                    self.cited += 1;
                    // The mark stands close to the word before it.
                    if let Some(Inline::Text(before)) = line.last_mut() {
                        before.truncate(before.trim_end().len());
                    }
                    let wanted = format!("cites-{}", name.replace(['/', '.'], "-"));
                    line.push(Inline::Citation(Citation {
                        clause,
                        number: self.cited,
                        anchor: self.anchors.unique(&wanted),
                        span,
                    }));
                }
                Err(finding) => self.findings.extend(finding),
            }
        }
    }

    /// Puts the program's particulars in the place of their names.
    fn fill_in(&mut self, text: &str, range: &Range<usize>) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            filled.push_str(&rest[..start]);
            let after = &rest[start + 2..];
            let Some(end) = after.find("}}") else {
                let span = self.span(range);
                self.report(
                    Diagnostic::error("open-placeholder", span, "a placeholder does not end")
                        .hint("write it as {{ organization.name }}"),
                );
                rest = "";
                break;
            };
            let name = after[..end].trim();
            let span = self.place_of(&rest[start..start + 2 + end + 2], range);
            match self.lookup.value(name, span) {
                Ok(value) => filled.push_str(&value),
                Err(finding) => self.report(finding),
            }
            rest = &after[end + 2..];
        }
        filled.push_str(rest);
        filled
    }

    /// Where `part` of a merged text stands in the file.
    fn place_of(&self, part: &str, range: &Range<usize>) -> Span {
        let text = self.input.text.get(range.clone()).unwrap_or_default();
        match text.find(part) {
            Some(at) => self.span(&(range.start + at..range.start + at + part.len())),
            None => self.span(range),
        }
    }
}

fn raw_html(span: Span) -> Diagnostic {
    Diagnostic::error("raw-html", span, "HTML cannot stand in a policy")
        .hint("write it in Markdown; to show a `<`, put a backslash before it: \\<")
}

fn push_text(line: &mut Vec<Inline>, text: &str) {
    match line.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => line.push(Inline::Text(text.to_owned())),
    }
}

fn is_reference(kind: LinkType) -> bool {
    matches!(
        kind,
        LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown
    )
}

fn is_block(tag: &Tag<'_>) -> bool {
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
