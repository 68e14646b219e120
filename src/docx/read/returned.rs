//! A policy that was exported, changed in Word, and comes back: what nobody changed stays as its author wrote it.
//!
//! The version is exported again and read by the same reader as the file. Where both say the same, the block of the source is kept byte
//! for byte, with its links, citations and placeholders. A block that was changed is written from the Word file, and its citations and
//! links are put back where their marks and words still are.
//!
//! ```text
//! source   We call within a day. [@payer/calls/1]      Word   We call within two days. [Payer 1]
//! becomes  We call within two days. [@payer/calls/1]
//! ```

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::markdown::{self, DraftWriter};
use super::package::Package;
use super::report::ImportReport;
use super::text::DraftBlock;
use super::{DocxError, ImportedPicture, WordDraft, draft, take_pictures};
use crate::docx::BLOCK_END;
use crate::model::text::{Block, Inline, LinkTarget, each_inline, each_line, plain_text};
use crate::source::Span;

/// The version that comes back.
pub(crate) struct ReturnBase<'a> {
    /// As it is exported.
    pub(crate) exported: &'a [u8],
    /// Its text alone, with a paragraph of its own after each block.
    pub(crate) in_blocks: &'a [u8],
    /// The text of its file.
    pub(crate) source: &'a str,
    pub(crate) blocks: &'a [Block],
    /// The marks of its citations, and what its author wrote for them.
    pub(crate) citations: Vec<CitationMark>,
}

/// A citation as it is printed and as it is written. `[@a/1; @a/2]` has two marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CitationMark {
    /// Such as `CCA CSP 1.1`, without brackets.
    pub(crate) marks: Vec<String>,
    pub(crate) source: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Returned {
    /// The text below the header.
    pub(crate) text: String,
    /// How many blocks were changed, added or deleted.
    pub(crate) changed: usize,
    /// Changed lines that belong to the header, the signature or the tables at the end.
    pub(crate) outside: Vec<String>,
    /// Links, placeholders and citations of changed blocks that could not be put back.
    pub(crate) lost: Vec<String>,
    pub(crate) pictures: Vec<ImportedPicture>,
    /// What could not be carried over out of the changed blocks' document.
    pub(crate) complete: String,
}

/// What a passage of the exported file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// Title, facts, card; or signature, clauses, history.
    Outside,
    /// The block of this number.
    Body(usize),
}

/// A document as passages: the blocks, and each as Markdown, by which they are compared.
struct Passages {
    blocks: Vec<DraftBlock>,
    keys: Vec<String>,
    draft: WordDraft,
}

impl Passages {
    fn read(bytes: &[u8], prints: &dyn Fn(char) -> bool) -> Result<Self, DocxError> {
        Self::of(draft(&mut Package::open(bytes)?, prints)?)
    }

    fn of(mut draft: WordDraft) -> Result<Self, DocxError> {
        let blocks = std::mem::take(&mut draft.blocks);
        if blocks.is_empty() {
            return Err(DocxError::NoText);
        }
        let anchors = markdown::anchors(&blocks);
        let keys = blocks
            .iter()
            .map(|block| {
                let mut report = ImportReport::default();
                let mut writer = DraftWriter {
                    bookmarks: &draft.bookmarks,
                    anchors: anchors.clone(),
                    report: &mut report,
                };
                writer.blocks(std::slice::from_ref(block)).trim().to_owned()
            })
            .collect();
        Ok(Self { blocks, keys, draft })
    }
}

/// Reads a file that comes back. `is_ours` says whether it was exported from the handbook, and so has a head and an end of ours.
///
/// # Errors
/// Why it can't be read.
pub(crate) fn read_returned(
    bytes: &[u8],
    prints: &dyn Fn(char) -> bool,
    prefix: &str,
    base: &ReturnBase<'_>,
) -> Result<Returned, DocxError> {
    let mut package = Package::open(bytes)?;
    let is_ours = package.identity().is_some();
    let mut new = draft(&mut package, prints)?;
    if !is_ours {
        new.leave_title_out();
    }
    let pictures = take_pictures(&mut new.blocks, &mut package, prefix, &mut new.report);
    let new = Passages::of(new)?;
    let (old, owners) = owned(base, prints, is_ours)?;
    let slots = Slots::new(&old, &owners, &new, base.blocks.len());
    let mut return_writer = ReturnWriter { base, new: &new, lost: Vec::new() };
    let text = return_writer.text(&slots);
    let lost = return_writer.lost;
    let is_shown = |picture: &ImportedPicture| text.contains(&format!("]({})", picture.name));
    Ok(Returned {
        changed: slots.changed(),
        outside: slots.outside,
        lost,
        pictures: pictures.into_iter().filter(is_shown).collect(),
        complete: new.draft.report.complete(),
        text,
    })
}

/// The passages of the version, as keys, and what each belongs to.
fn owned(
    base: &ReturnBase<'_>,
    prints: &dyn Fn(char) -> bool,
    is_ours: bool,
) -> Result<(Vec<String>, Vec<Owner>), DocxError> {
    let in_blocks = Passages::read(base.in_blocks, prints)?;
    let mut keys = Vec::new();
    let mut blocks = Vec::new();
    let mut block = 0;
    for key in in_blocks.keys {
        if key == BLOCK_END {
            block += 1;
        } else {
            keys.push(key);
            blocks.push(block);
        }
    }
    if !is_ours {
        return Ok((keys, blocks.into_iter().map(Owner::Body).collect()));
    }
    let exported = Passages::read(base.exported, prints)?;
    let mut owners = vec![Owner::Outside; exported.keys.len()];
    for op in capture_diff_slices(Algorithm::Patience, &keys, &exported.keys) {
        // Bold lines may be headings in one and not in the other, which has more headings.
        let (own, place) = (op.old_range(), op.new_range());
        for (own, place) in own.zip(place) {
            owners[place] = Owner::Body(blocks[own]);
        }
    }
    Ok((exported.keys, owners))
}

/// What became of each block of the version, and what is new between them.
struct Slots {
    /// For each block, the passages that it has now; unchanged where `None`.
    blocks: Vec<Option<Vec<usize>>>,
    /// New passages, by the number of blocks before them.
    added: Vec<(usize, Vec<usize>)>,
    outside: Vec<String>,
}

impl Slots {
    fn new(old: &[String], owners: &[Owner], new: &Passages, blocks: usize) -> Self {
        let mut slots = Self { blocks: vec![None; blocks], added: Vec::new(), outside: Vec::new() };
        let mut now: Vec<Vec<usize>> = vec![Vec::new(); blocks];
        let mut is_changed = vec![false; blocks];
        for op in capture_diff_slices(Algorithm::Patience, old, &new.keys) {
            let (old_range, new_range) = (op.old_range(), op.new_range());
            if let DiffOp::Equal { .. } = op {
                for (old, new) in old_range.zip(new_range) {
                    if let Owner::Body(block) = owners[old] {
                        now[block].push(new);
                    }
                }
                continue;
            }
            let touched: Vec<usize> = owners[old_range.clone()]
                .iter()
                .filter_map(|owner| match owner {
                    Owner::Body(block) => Some(*block),
                    Owner::Outside => None,
                })
                .collect();
            for block in &touched {
                is_changed[*block] = true;
            }
            let around =
                (old_range.start.checked_sub(1).map(|at| owners[at]), owners.get(old_range.end).copied());
            match (touched.first(), around) {
                (Some(first), _) => share(&touched, *first, new_range, &mut now),
                // Within a list or a table.
                (None, (Some(Owner::Body(a)), Some(Owner::Body(b)))) if a == b => {
                    is_changed[a] = true;
                    now[a].extend(new_range);
                }
                (None, (before, after)) if old_range.is_empty() => {
                    slots.add(before, after, new_range, blocks, new);
                }
                (None, _) => slots.outside.extend(new_range.map(|at| new.keys[at].clone())),
            }
        }
        for (block, passages) in now.into_iter().enumerate() {
            slots.blocks[block] = is_changed[block].then_some(passages);
        }
        slots
    }

    fn add(
        &mut self,
        before: Option<Owner>,
        after: Option<Owner>,
        new: std::ops::Range<usize>,
        blocks: usize,
        passages: &Passages,
    ) {
        match (before, after) {
            (Some(Owner::Body(block)), _) => self.added.push((block + 1, new.collect())),
            (_, Some(Owner::Body(block))) => self.added.push((block, new.collect())),
            (None, None) => self.added.push((blocks, new.collect())),
            _ => self.outside.extend(new.map(|at| passages.keys[at].clone())),
        }
    }

    fn changed(&self) -> usize {
        self.blocks.iter().flatten().count()
            + self.added.iter().map(|(_, passages)| passages.len()).sum::<usize>()
    }
}

/// Gives new passages to the blocks that they replace: one each, and the rest to the last.
fn share(touched: &[usize], first: usize, new: std::ops::Range<usize>, now: &mut [Vec<usize>]) {
    let mut of_passage = touched.iter().copied();
    let mut block = first;
    for at in new {
        block = of_passage.next().unwrap_or(block);
        now[block].push(at);
    }
}

struct ReturnWriter<'a> {
    base: &'a ReturnBase<'a>,
    new: &'a Passages,
    lost: Vec<String>,
}

impl ReturnWriter<'_> {
    /// The blocks in order: those that nobody changed as they are written, with what is between them.
    fn text(&mut self, slots: &Slots) -> String {
        let mut text = String::new();
        let count = self.base.blocks.len();
        for at in 0..=count {
            for (_, passages) in slots.added.iter().filter(|(place, _)| *place == at) {
                let added = self.markdown(passages);
                push_block(&mut text, &added);
            }
            match slots.blocks.get(at) {
                None => {}
                Some(None) => {
                    let is_next_kept = matches!(slots.blocks.get(at + 1), Some(None))
                        && !slots.added.iter().any(|(place, _)| *place == at + 1);
                    let own = self.slice(at, is_next_kept);
                    push_block(&mut text, own);
                }
                Some(Some(passages)) => {
                    let changed = self.markdown(passages);
                    let changed = self.with_sources(&self.base.blocks[at], changed);
                    push_block(&mut text, &changed);
                }
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// The source of a block; with what is between it and the next block, where that one is kept, too.
    fn slice(&self, at: usize, with_gap: bool) -> &str {
        let range = |block: &Block| (block.span().start as usize, block.span().end as usize);
        let (start, end) = range(&self.base.blocks[at]);
        let end = match self.base.blocks.get(at + 1).filter(|_| with_gap) {
            Some(next) => range(next).0.max(end),
            None => end,
        };
        self.base.source.get(start..end).unwrap_or_default()
    }

    fn markdown(&self, passages: &[usize]) -> String {
        let blocks: Vec<DraftBlock> = passages.iter().map(|at| self.new.blocks[*at].clone()).collect();
        let anchors = markdown::anchors(&self.new.blocks);
        let mut report = ImportReport::default();
        let mut writer = DraftWriter { bookmarks: &self.new.draft.bookmarks, anchors, report: &mut report };
        writer.blocks(&blocks).trim().to_owned()
    }

    /// A changed block with the citations and links of its source, where their marks and words still are.
    fn with_sources(&mut self, block: &Block, mut text: String) -> String {
        for CitationMark { marks, source } in &self.base.citations {
            for space in ["\u{a0}", " ", ""] {
                let printed: String = marks.iter().map(|mark| format!("{space}{}", escaped(mark))).collect();
                text = text.replace(&printed, &format!(" {source}"));
            }
        }
        let source = source_of(self.base.source, block.span());
        each_line(std::slice::from_ref(block), &mut |line| {
            each_inline(line, &mut |inline| {
                let Inline::Link { to: LinkTarget::Document { .. } | LinkTarget::Here(_), text: words, span } =
                    inline
                else {
                    return;
                };
                let written = source_of(self.base.source, *span);
                let words = plain_text(words);
                if !written.starts_with('[') || text.contains(written) {
                    return;
                }
                match find_words(&text, &words) {
                    Some(at) => text.replace_range(at..at + words.len(), written),
                    None => self.lost.push(written.to_owned()),
                }
            });
        });
        for (at, _) in source.match_indices("{{") {
            let placeholder = source[at..].find("}}").map_or("", |end| &source[at..at + end + 2]);
            self.lost.push(placeholder.to_owned());
        }
        if let (Block::Heading { .. }, Some(at)) = (block, source.rfind(" {"))
            && source.ends_with('}')
        {
            let end = text.find('\n').unwrap_or(text.len());
            text.insert_str(end, &source[at..]);
        }
        text
    }
}

fn push_block(text: &mut String, block: &str) {
    if block.trim().is_empty() {
        return;
    }
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    text.push_str(block);
}

fn source_of(source: &str, span: Span) -> &str {
    source.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// Words as they are between other words, and not within another word or a link.
fn find_words(text: &str, words: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(words).map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + words.len()..]);
        let is_linked = before
            .rfind('[')
            .is_some_and(|open| !before[open..].contains(']') && !before[..open].ends_with('\\'));
        !words.is_empty()
            && !is_letter(before.chars().next_back())
            && !is_letter(after.chars().next())
            && !is_linked
    })
}

/// A mark as the writer of Markdown escapes it.
fn escaped(mark: &str) -> String {
    let mut escaped = String::from("\\[");
    for c in mark.chars() {
        if "\\`*_~[]<{|".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped.push_str("\\]");
    escaped
}
