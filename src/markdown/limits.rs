//! Leaves out of a text what is for service lines that are not offered. It works on the events, before anything is read from them, so
//! that what is left out is nowhere: not on a page, in no search, and no citation in it counts.
//!
//! `- Call the court. {only csp-ji}` is an item of two letters more or less: the mark goes, and with another line the whole item.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag};

use super::Lookup;
use super::letters::{Leaf, LeafKind, is_block};
use super::limit_mark::{BadMark, LimitExtent, LimitMark, find, is_offered, may_have_marks, with_space};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

type PlacedEvent<'a> = (Event<'a>, Range<usize>);

/// Whether a text may be left out as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// A text of many blocks, or an entry of a list.
    MayGo,
    /// A line that something must have, such as a summary.
    Needed,
}

/// What applying the marks has done.
#[derive(Default)]
pub(super) struct Applied {
    pub(super) findings: Vec<Diagnostic>,
    /// Whether anything was left out as a whole.
    pub(super) left_out: bool,
}

/// Applies the marks of a text to its events; `leaves` are their letters.
pub(super) fn apply(
    leaves: &[Leaf],
    events: &mut Vec<PlacedEvent<'_>>,
    text: &str,
    presence: Presence,
    lookup: &dyn Lookup,
    place: &dyn Fn(Range<usize>) -> Span,
) -> Applied {
    if !may_have_marks(text) {
        return Applied::default();
    }
    let mut limiter = Limiter {
        tree: EventTree::new(events),
        gone: vec![false; events.len()],
        cut: BTreeMap::new(),
        events,
        text,
        presence,
        lookup,
        place,
        applied: Applied::default(),
    };
    for leaf in leaves {
        limiter.leaf(leaf);
    }
    limiter.headings();
    limiter.cut_letters();
    limiter.remove_emptied();
    let Limiter { gone, applied, .. } = limiter;
    let mut gone = gone.into_iter();
    events.retain(|_| !gone.next().unwrap_or_default());
    applied
}

/// What is within what, by the places of the events.
struct EventTree {
    /// The end of each start; of any other event itself.
    ends: Vec<usize>,
    /// The start of the block around each event.
    blocks: Vec<Option<usize>>,
}

impl EventTree {
    fn new(events: &[PlacedEvent<'_>]) -> Self {
        let mut ends: Vec<usize> = (0..events.len()).collect();
        let mut blocks = Vec::with_capacity(events.len());
        let mut open: Vec<usize> = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::End(_) = event
                && let Some(start) = open.pop()
            {
                ends[start] = at;
            }
            let around = open
                .iter()
                .rev()
                .find(|start| matches!(&events[**start].0, Event::Start(tag) if is_block(tag)));
            blocks.push(around.copied());
            if let Event::Start(_) = event {
                open.push(at);
            }
        }
        Self { ends, blocks }
    }

    fn all_of(&self, start: usize) -> Range<usize> {
        start..self.ends[start] + 1
    }
}

struct Limiter<'e, 'a, 'l> {
    tree: EventTree,
    /// Which events are left out.
    gone: Vec<bool>,
    /// Letters of texts that are left out, by the places of their events.
    cut: BTreeMap<usize, BTreeSet<usize>>,
    events: &'e mut Vec<PlacedEvent<'a>>,
    text: &'l str,
    presence: Presence,
    lookup: &'l dyn Lookup,
    place: &'l dyn Fn(Range<usize>) -> Span,
    applied: Applied,
}

impl Limiter<'_, '_, '_> {
    fn report(&mut self, bad: BadMark, range: Range<usize>) {
        self.applied.findings.push(bad.finding((self.place)(range)));
    }

    /// Applies the marks among the letters of a leaf.
    fn leaf(&mut self, leaf: &Leaf) {
        if !leaf.has_any(&['{']) {
            return;
        }
        let letters = LeafLetters::new(leaf);
        for mark in find(&letters.marks) {
            match mark {
                Ok(mark) => self.mark(&mark, leaf, &letters),
                Err((bad, range)) => self.report(bad, LeafLetters::bytes(leaf, &range)),
            }
        }
        if leaf.kind == LeafKind::Heading {
            self.name_before_mark(leaf, &letters);
        }
    }

    fn mark(&mut self, mark: &LimitMark, leaf: &Leaf, letters: &LeafLetters) {
        let place = |range: Range<usize>| (self.place)(LeafLetters::bytes(leaf, &range));
        let is_shown = is_offered(mark, self.lookup, &place, &mut self.applied.findings);
        let bytes = LeafLetters::bytes(leaf, &mark.range);
        match &mark.extent {
            LimitExtent::Words(words) => {
                let (first, last) =
                    (leaf.letters[mark.range.start].event, leaf.letters[mark.range.end - 1].event);
                if !self.is_balanced(first, last) {
                    self.report(BadMark::Crossing, bytes);
                } else if !is_shown {
                    self.gone[first + 1..last.max(first + 1)].fill(true);
                    self.cut(leaf, letters, with_space(&letters.marks, mark.range.clone()));
                } else if !self.lookup.keeps_marks() {
                    self.cut(leaf, letters, mark.range.start..words.start);
                    self.cut(leaf, letters, words.end..mark.range.end);
                }
            }
            LimitExtent::Whole => {
                let Some(limited) = self.limited(mark, leaf) else {
                    self.report(BadMark::NotAtEnd, bytes);
                    return;
                };
                if self.presence == Presence::Needed {
                    self.report(BadMark::Needed, bytes);
                } else if !is_shown {
                    self.leave_out(limited);
                } else if !self.lookup.keeps_marks() {
                    self.cut(leaf, letters, with_space(&letters.marks, mark.range.clone()));
                }
            }
        }
    }

    /// Whether everything that begins between two events ends there too.
    fn is_balanced(&self, first: usize, last: usize) -> bool {
        let mut open = 0_usize;
        for (event, _) in self.events.get(first + 1..last).unwrap_or_default() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => return false,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
        open == 0
    }

    /// The events of what a mark at the end of a leaf limits; `None` where it isn't at an end.
    fn limited(&self, mark: &LimitMark, leaf: &Leaf) -> Option<Range<usize>> {
        // A name in braces may follow in a heading, and citations anywhere.
        let mut rest = leaf.letters[mark.range.end..].iter().filter(|letter| !letter.is_thing());
        if !rest.all(|letter| letter.c.is_whitespace()) {
            return None;
        }
        let event = leaf.letters[mark.range.start].event;
        let Some(block) = self.tree.blocks[event] else { return Some(event..event + 1) };
        let Event::Start(tag) = &self.events[block].0 else { return None };
        match tag {
            Tag::Heading { level, .. } => Some(self.section(block, *level)),
            Tag::Paragraph => Some(self.paragraph(block)),
            Tag::TableCell => self.row(block),
            Tag::DefinitionListTitle => Some(self.term(block)),
            _ => Some(self.tree.all_of(block)),
        }
    }

    /// A heading with everything up to the next one of its level or higher.
    fn section(&self, heading: usize, level: HeadingLevel) -> Range<usize> {
        if self.tree.blocks[heading].is_some() {
            return self.tree.all_of(heading);
        }
        let ends = |at: &usize| {
            matches!(&self.events[*at].0, Event::Start(Tag::Heading { level: other, .. }) if *other <= level)
                && self.tree.blocks[*at].is_none()
        };
        heading..(heading + 1..self.events.len()).find(ends).unwrap_or(self.events.len())
    }

    /// A paragraph, or the item or meaning that begins with it.
    fn paragraph(&self, paragraph: usize) -> Range<usize> {
        let around = self.tree.blocks[paragraph].filter(|around| {
            *around + 1 == paragraph
                && matches!(self.events[*around].0, Event::Start(Tag::Item | Tag::DefinitionListDefinition))
        });
        self.tree.all_of(around.unwrap_or(paragraph))
    }

    /// The row of a last cell; in the first row, the table.
    fn row(&self, cell: usize) -> Option<Range<usize>> {
        let row = self.tree.blocks[cell]?;
        if self.tree.ends[cell] + 1 != self.tree.ends[row] {
            return None;
        }
        let is_head = matches!(self.events[row].0, Event::Start(Tag::TableHead));
        let limited = if is_head { self.tree.blocks[row]? } else { row };
        Some(self.tree.all_of(limited))
    }

    /// A term with its meanings.
    fn term(&self, term: usize) -> Range<usize> {
        let mut end = self.tree.ends[term] + 1;
        while matches!(self.events.get(end), Some((Event::Start(Tag::DefinitionListDefinition), _))) {
            end = self.tree.ends[end] + 1;
        }
        term..end
    }

    fn leave_out(&mut self, limited: Range<usize>) {
        self.gone[limited].fill(true);
        self.applied.left_out = true;
    }

    fn cut(&mut self, leaf: &Leaf, letters: &LeafLetters, range: Range<usize>) {
        for at in range {
            self.cut.entry(leaf.letters[at].event).or_default().insert(letters.within_event[at]);
        }
    }

    /// `## Calls {#calls} {only csp-ji}`: Markdown takes the last braces of a heading, so the name is among the letters.
    fn name_before_mark(&mut self, leaf: &Leaf, letters: &LeafLetters) {
        let (Some(first), Some(last)) = (leaf.letters.first(), leaf.letters.last()) else { return };
        let Some(heading) = self.tree.blocks[first.event] else { return };
        let after = self.text.get(last.end..self.events[heading].1.end).unwrap_or_default();
        if !may_have_marks(after) || !last.is('}') {
            return;
        }
        let Some(open) = leaf.letters.iter().rposition(|letter| letter.is('{')) else { return };
        if leaf.letters.get(open + 1).is_some_and(|letter| letter.is('#')) {
            self.cut(leaf, letters, with_space(&letters.marks, open..leaf.letters.len()));
        }
    }

    /// Applies the marks at the ends of headings: Markdown takes what is in braces there, so it isn't among the letters.
    fn headings(&mut self) {
        for at in 0..self.events.len() {
            let (Event::Start(Tag::Heading { level, .. }), range) = &self.events[at] else { continue };
            let (level, range) = (*level, range.clone());
            let words =
                self.events[at..self.tree.ends[at]].last().map_or(range.start, |(_, words)| words.end);
            let start = if self.tree.ends[at] == at + 1 { range.start } else { words };
            let written = self.text.get(start..range.end).unwrap_or_default();
            if !may_have_marks(written) {
                continue;
            }
            let letters: Vec<Option<char>> = written.chars().map(Some).collect();
            let offsets: Vec<usize> = written.char_indices().map(|(offset, _)| start + offset).collect();
            let byte = |at: usize| offsets.get(at).copied().unwrap_or(range.end);
            for mark in find(&letters).into_iter().flatten().filter(|mark| mark.extent == LimitExtent::Whole)
            {
                let place = |range: Range<usize>| (self.place)(byte(range.start)..byte(range.end));
                if !is_offered(&mark, self.lookup, &place, &mut self.applied.findings) {
                    let section = self.section(at, level);
                    self.leave_out(section);
                }
            }
        }
    }

    /// Takes the letters that are cut out of the texts.
    fn cut_letters(&mut self) {
        for (event, places) in std::mem::take(&mut self.cut) {
            let (written, range) = &mut self.events[event];
            let Event::Text(words) = written else {
                self.gone[event] |= matches!(written, Event::SoftBreak | Event::HardBreak);
                continue;
            };
            let kept: String =
                words.chars().enumerate().filter(|(at, _)| !places.contains(at)).map(|(_, c)| c).collect();
            // Where its end was cut, what follows is no longer a part of it.
            if range.len() == words.len() && words.starts_with(&kept) {
                range.end = range.start + kept.len();
            }
            self.gone[event] |= kept.is_empty();
            *words = CowStr::from(kept);
        }
    }

    /// Leaves out lists, tables and quotations of which nothing is left.
    fn remove_emptied(&mut self) {
        for at in (0..self.events.len()).rev() {
            let Event::Start(tag) = &self.events[at].0 else { continue };
            let within = at + 1..self.tree.ends[at];
            if self.gone[at] || !within.clone().any(|at| self.gone[at]) {
                continue;
            }
            let is_empty = match tag {
                Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
                | Tag::Heading { .. }
                | Tag::DefinitionListTitle => false,
                Tag::Table(_) => !within
                    .clone()
                    .any(|at| !self.gone[at] && matches!(self.events[at].0, Event::Start(Tag::TableRow))),
                _ => within.clone().all(|at| self.gone[at]),
            };
            if is_empty {
                self.leave_out(self.tree.all_of(at));
            }
            if matches!(self.events[at].0, Event::Start(Tag::DefinitionList)) {
                self.remove_terms(at);
            }
        }
    }

    /// Leaves out the terms of a list that have lost every meaning.
    fn remove_terms(&mut self, list: usize) {
        let mut at = list + 1;
        while at < self.tree.ends[list] {
            let end = match self.events[at].0 {
                Event::Start(Tag::DefinitionListTitle) => self.term(at).end,
                _ => self.tree.ends[at] + 1,
            };
            let meanings = self.tree.ends[at] + 1..end;
            if !meanings.is_empty() && meanings.clone().all(|at| self.gone[at]) {
                self.leave_out(at..end);
            }
            at = end;
        }
        if (list + 1..self.tree.ends[list]).all(|at| self.gone[at]) {
            self.leave_out(self.tree.all_of(list));
        }
    }
}

/// The letters of a leaf for the search of marks, and where each is in its event.
struct LeafLetters {
    marks: Vec<Option<char>>,
    within_event: Vec<usize>,
}

impl LeafLetters {
    fn new(leaf: &Leaf) -> Self {
        let mut within_event = Vec::with_capacity(leaf.letters.len());
        let mut last = None;
        let mut count = 0;
        for letter in &leaf.letters {
            count = if last == Some(letter.event) { count + 1 } else { 0 };
            last = Some(letter.event);
            within_event.push(count);
        }
        let marks = leaf.letters.iter().map(|letter| letter.mark().filter(|_| !letter.is_thing())).collect();
        Self { marks, within_event }
    }

    fn bytes(leaf: &Leaf, range: &Range<usize>) -> Range<usize> {
        match leaf.letters.get(range.clone()).unwrap_or_default() {
            [first, .., last] | [first @ last] => first.at..last.end,
            [] => 0..0,
        }
    }
}
