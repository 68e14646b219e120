//! What is within a line: words, links, pictures, citations, placeholders.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::letters::is_block;
use super::mistyped::no_citation;
use super::parser::{CITES, DEEPEST, Parser, footnote, raw_html};
use super::{LinkEnd, links, placeholders};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::text::{Citation, Inline, LinkTarget, plain_text, shown_text};
use crate::model::{CitedPart, DocumentId};
use crate::source::Span;

impl<'a> Parser<'a> {
    /// Inlines up to the end of what they are in, or up to the next block.
    pub(super) fn inlines(&mut self, depth: usize) -> Vec<Inline> {
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
                Event::Start(_) if depth >= DEEPEST => self.too_deep(&range),
                Event::Start(tag) => {
                    self.inline(tag, &range, depth, &mut line);
                    self.next();
                }
                Event::Text(text) => {
                    let text = self.fill_in(&text, &range);
                    push_text(&mut line, &text.replace('\t', " "));
                }
                Event::Code(text) => {
                    let text = self.fill_in(&text, &range);
                    line.push(Inline::Code(text.replace('\t', " ")));
                }
                Event::SoftBreak => push_text(&mut line, " "),
                Event::HardBreak => line.push(Inline::Break),
                Event::InlineHtml(html) if self.in_cell && is_line_break(&html) => line.push(Inline::Break),
                Event::Html(html) | Event::InlineHtml(html) => {
                    // The end of an element whose start has been reported says nothing new.
                    let after = self.findings.last().is_some_and(|last| last.code == FindingCode::RawHtml);
                    if !(after && html.starts_with("</")) {
                        let span = self.span(&range);
                        self.report(if is_line_break(&html) { line_break(span) } else { raw_html(span) });
                    }
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
            Tag::Strikethrough => self.strikethrough(range, depth, line),
            Tag::Link { link_type, dest_url, .. } => match dest_url.strip_prefix(CITES) {
                Some(written) if link_type == LinkType::ShortcutUnknown => {
                    self.inlines_dropped(depth);
                    self.citation(written, range, line);
                }
                // `[words][@clause]`: the words would be lost.
                Some(_) => {
                    line.extend(self.inlines(depth + 1));
                    let span = self.span(range);
                    self.report(no_citation(span));
                }
                None if link_type == LinkType::Email => {
                    self.link(&format!("mailto:{dest_url}"), range, depth, line);
                }
                None => self.link(&dest_url, range, depth, line),
            },
            Tag::Image { dest_url, title, .. } => {
                let cited = self.cited;
                let alt = plain_text(&self.inlines(depth + 1));
                if self.cited > cited {
                    self.cited = cited;
                    let span = self.span(range);
                    self.report(
                        Diagnostic::new(
                            FindingCode::MisplacedCitation,
                            span,
                            "the text of a picture cannot cite a clause",
                        )
                        .hint("cite it in the sentence next to the picture"),
                    );
                }
                let source = self.fill_in(&title, range).trim().to_owned();
                line.extend(self.image(&dest_url, alt, source, range));
            }
            _ => line.extend(self.inlines(depth + 1)),
        }
    }

    /// `~~24 hours~~`. Words between single tildes, as in `~5 or ~6`, are never struck out by accident.
    fn strikethrough(&mut self, range: &Range<usize>, depth: usize, line: &mut Vec<Inline>) {
        let doubled = self.input.text.get(range.clone()).is_some_and(|written| written.starts_with("~~"));
        let words = self.inlines(depth + 1);
        if doubled {
            line.push(Inline::Strikethrough(words));
        } else {
            push_text(line, "~");
            for inline in words {
                match inline {
                    Inline::Text(text) => push_text(line, &text),
                    other => line.push(other),
                }
            }
            push_text(line, "~");
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
        let source = self.input.text.get(range.clone()).unwrap_or_default();
        if source.starts_with("[@") {
            self.report(no_citation(span));
            return;
        }
        if source.starts_with("[^") {
            self.report(footnote(span));
            return;
        }
        if !source.contains("![") && shown_text(&text).trim().is_empty() {
            self.report(
                Diagnostic::new(FindingCode::LinkWithoutText, span, "this link has no words")
                    .hint("write in the square brackets where the link leads"),
            );
        }
        let written = self.fill_in(written, range);
        match links::target(&written, self.input.own) {
            Ok(to) => match self.lookup.link_end(self.input.own, &to) {
                LinkEnd::Shown => line.push(Inline::Link { to, text, span }),
                LinkEnd::Gone => line.extend(text),
                LinkEnd::NotOffered => {
                    self.report(sent_nowhere(&written, span));
                    line.extend(text);
                }
                LinkEnd::Draft => {
                    self.report(only_a_draft(&written, span));
                    line.extend(text);
                }
                LinkEnd::Ended(None) => {
                    self.report(ended(&written, None, span));
                    line.extend(text);
                }
                LinkEnd::Ended(Some(document)) => {
                    self.report(ended(&written, Some(&document), span));
                    let to = LinkTarget::Document { document, anchor: None };
                    line.push(Inline::Link { to, text, span });
                }
                LinkEnd::Renamed(document) => {
                    self.report(renamed(&written, &document, span));
                    let anchor = if let LinkTarget::Document { anchor, .. } = to { anchor } else { None };
                    let to = LinkTarget::Document { document, anchor };
                    line.push(Inline::Link { to, text, span });
                }
            },
            Err(reason) => {
                let message = match written.trim() {
                    "" | "#" => "this link leads nowhere".to_owned(),
                    _ => format!("a link cannot lead to `{written}`"),
                };
                let mut finding =
                    Diagnostic::new(FindingCode::BadLink, span, message).hint(reason.to_string());
                // `[Supervisor]` leads where the line `[Supervisor]: signs` says.
                if source.starts_with('[') && source.ends_with(']') {
                    finding = finding.hint("its address is on a line of its own that begins with its name in brackets and a colon; to print that line, put a backslash before the bracket");
                }
                self.report(finding);
                line.extend(text);
            }
        }
    }

    fn image(&mut self, written: &str, alt: String, source: String, range: &Range<usize>) -> Option<Inline> {
        let span = self.span(range);
        if alt.trim().is_empty() {
            self.report(
                Diagnostic::new(FindingCode::ImageWithoutText, span, "this picture has no text")
                    .hint("say in the square brackets what it shows, for people who can't see it"),
            );
        }
        if written.contains(':') || written.starts_with('/') || written.starts_with('\\') {
            self.report(
                Diagnostic::new(FindingCode::BadImage, span, format!("`{written}` is not a picture in this handbook"))
                    .hint("put the picture next to the policy and write its file name: nothing is loaded from elsewhere"),
            );
            return None;
        }
        let Some(path) = links::image_path(self.input.path, written) else {
            self.report(
                Diagnostic::new(
                    FindingCode::LeavesHandbook,
                    span,
                    format!("`{written}` is outside the handbook's content"),
                )
                .hint("put the picture next to the policy and write its file name"),
            );
            return None;
        };
        // A name may have a `%` of its own, so it is tried as it is first.
        match self
            .lookup
            .image(&path)
            .or_else(|missing| self.lookup.image(&links::decoded(&path)).map_err(|_| missing))
        {
            Ok(path) => Some(Inline::Image { path, alt, source, span }),
            Err(missing) => {
                self.report(
                    Diagnostic::new(FindingCode::MissingImage, span, format!("there is no picture `{path}`"))
                        .hint(missing.to_string()),
                );
                self.lookup.is_past().then_some(Inline::Text(alt))
            }
        }
    }

    fn citation(&mut self, written: &str, range: &Range<usize>, line: &mut Vec<Inline>) {
        let span = self.span(range);
        // The mark is close to the word before it; where there is no mark, since it's of what isn't offered, no space is left.
        if let Some(Inline::Text(before)) = line.last_mut() {
            before.truncate(before.trim_end().len());
        }
        for one in written.split(';') {
            let one = one.trim();
            let Some(name) = one.strip_prefix('@').map(str::trim) else {
                self.report(
                    Diagnostic::new(
                        FindingCode::BadCitation,
                        span,
                        format!("`{one}` does not name a clause"),
                    )
                    .hint("a citation is [@specification/clause]; several: [@one/1; @one/2]"),
                );
                continue;
            };
            match self.lookup.clauses(name, span) {
                Ok((clauses, findings)) => {
                    self.findings.extend(findings);
                    for CitedPart { clause, element } in clauses {
                        self.cited += 1;
                        line.push(Inline::Citation(Citation {
                            clause,
                            element,
                            number: self.cited,
                            anchor: self.anchors.unique_citation(&name.replace(['/', '.', '#'], "-")),
                            span,
                        }));
                    }
                }
                // ` (payer/items/7)`: the clause is gone, and a reader of the old text must still see what it was for.
                Err(Some(_)) if self.lookup.is_past() => push_text(line, &format!(" ({name})")),
                Err(finding) => self.findings.extend(finding),
            }
        }
    }

    /// Puts the program's particulars in the place of their names.
    fn fill_in(&mut self, text: &str, range: &Range<usize>) -> String {
        let mut findings = Vec::new();
        let lookup = self.lookup;
        let filled = placeholders::fill(text, lookup, &mut |part| self.place_of(part, range), &mut findings);
        self.findings.extend(findings);
        filled
    }

    /// Where `part` of a merged text is in the file: its next place that was not asked for yet.
    fn place_of(&mut self, part: &str, range: &Range<usize>) -> Span {
        let from = self.searched.clamp(range.start, range.end);
        let text = self.input.text.get(from..range.end).unwrap_or_default();
        match text.find(part) {
            Some(at) => {
                let start = from + at;
                self.searched = start + part.len();
                self.span(&(start..start + part.len()))
            }
            None => self.span(range),
        }
    }
}

fn sent_nowhere(written: &str, span: Span) -> Diagnostic {
    let message = format!(
        "this sends people to `{}`, which is for service lines that this handbook doesn't offer",
        written.trim()
    );
    Diagnostic::new(FindingCode::SentNowhere, span, message).hint(
        "limit the passage to the same service lines, with e.g. {only csp-ji} at its end, or name something else",
    )
}

fn only_a_draft(written: &str, span: Span) -> Diagnostic {
    let message = format!("there is only a draft of `{}`, so this link is printed as words", written.trim());
    Diagnostic::new(FindingCode::LinkToDraft, span, message)
        .hint("name its file after the day on which it takes effect, once that is known")
}

fn ended(written: &str, successor: Option<&DocumentId>, span: Span) -> Diagnostic {
    let written = written.trim();
    let message = match successor {
        None => format!("`{written}` has ended, so this link is printed as words"),
        Some(successor) => {
            format!("`{written}` has ended, so this link leads to `{successor}`, its successor")
        }
    };
    Diagnostic::new(FindingCode::LinkToEnded, span, message)
        .hint("say in the next version where people find it now, or leave the link out")
}

fn renamed(written: &str, present: &DocumentId, span: Span) -> Diagnostic {
    let message = format!("`{}` is called `{present}` now; the link leads there", written.trim());
    Diagnostic::new(FindingCode::RenamedDocument, span, message)
        .hint("write the new name; an approval of this text stays valid")
}

fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

fn line_break(span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::RawHtml, span, "`<br>` is a line break only in the cell of a table")
        .hint("end the line with a backslash, or leave a blank line for a new paragraph")
}

fn push_text(line: &mut Vec<Inline>, text: &str) {
    // A citation of what isn't offered leaves nothing, and no space, at the start of a line.
    let text = if line.is_empty() { text.trim_start_matches(' ') } else { text };
    if text.is_empty() {
        return;
    }
    match line.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => line.push(Inline::Text(text.to_owned())),
    }
}
