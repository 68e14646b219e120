//! What changed between two versions, on paper.

use super::documents::start;
use super::typst_source::TypstSource;
use super::typst_value::{TypstValue, array, call, content};
use crate::view::Pages;
use crate::view::redline::{
    BlockLook, FactRow, Fate, RedlineBlock, RedlineLine, RedlinePage, RedlineRow, RedlineRun, RedlineView,
};
use crate::words::FixedWords;

/// The redline of a page by itself.
pub(super) fn redline(pages: &Pages<'_>, page: &RedlinePage<'_>) -> TypstSource {
    let mut source = TypstSource::default();
    let words = &pages.shell.words;
    let title = words.redline.title.fill(&[("title", &page.row.title)]);
    start(&pages.shell, &title, "", &mut source);
    source.import("redline.typ");
    text(&page.redline(), words, &mut source);
    source
}

fn text(view: &RedlineView, words: &FixedWords, source: &mut TypstSource) {
    let RedlineView { title, number, old, new, reasons, facts, blocks: _, is_same } = view;
    let say = &words.redline;
    source.show(
        call("redline-title")
            .named("number", number)
            .named("title", say.title.fill(&[("title", title)]))
            .named("document", title)
            .named("versions", say.lead.fill(&[("old", &old.name), ("new", &new.name)])),
    );
    if !reasons.is_empty() {
        source.show(call("reasons-of").arg(array(reasons)));
    }
    legend(*is_same, words, source);
    if !facts.is_empty() {
        source.show(call("redline-heading").arg(&say.facts));
        changed_facts(facts, source);
    }
    source.show(call("redline-heading").arg(&say.text));
    passages(view, words, source);
}

/// What a packet has before the passages of a redline: under one heading, the legend and the facts.
pub(super) fn heading_and_facts(
    view: &RedlineView,
    heading: String,
    words: &FixedWords,
    source: &mut TypstSource,
) {
    source.show(call("redline-heading").arg(heading));
    legend(view.is_same, words, source);
    if !view.facts.is_empty() {
        changed_facts(&view.facts, source);
    }
}

fn legend(is_same: bool, words: &FixedWords, source: &mut TypstSource) {
    let say = &words.redline;
    source.show(call("legend-of").arg(if is_same { &say.none } else { &say.legend }));
}

fn changed_facts(facts: &[FactRow], source: &mut TypstSource) {
    let rows = facts.iter().map(|fact| array([&fact.name, &fact.old, &fact.new]));
    source.show(call("changed-facts").arg(array(rows)));
}

/// The text of the new version, with what was deleted where it was.
pub(super) fn passages(view: &RedlineView, words: &FixedWords, source: &mut TypstSource) {
    for block in &view.blocks {
        source.show(passage(block, words));
    }
}

fn passage(block: &RedlineBlock, words: &FixedWords) -> TypstValue {
    let say = &words.redline;
    let (fate, word) = match block.fate {
        Fate::Same => ("same", ""),
        Fate::Changed => ("changed", ""),
        Fate::Added => ("added", &*say.added),
        Fate::Deleted => ("deleted", &*say.deleted),
        Fate::MovedHere => ("moved-here", block.moved.as_str()),
        Fate::MovedAway => ("moved-away", block.moved.as_str()),
    };
    call("passage").arg(fate).arg(word).arg(&block.name).arg(body(block)).into()
}

fn body(block: &RedlineBlock) -> TypstValue {
    // What became of the whole passage is said once, above it.
    let is_whole = matches!(block.fate, Fate::Added | Fate::Deleted | Fate::MovedAway);
    let lines = || block.lines.iter();
    match block.look {
        BlockLook::Table => table(&block.rows, is_whole),
        BlockLook::Heading(level) => {
            let words = lines().map(|line| runs(line, is_whole));
            call("heading-of-text").arg(level).arg(content(words)).into()
        }
        BlockLook::Text | BlockLook::Code => {
            let line = |line: &RedlineLine| {
                call("passage-line").arg(&line.label).arg(line.depth).arg(runs(line, is_whole)).into()
            };
            content(lines().map(line))
        }
    }
}

fn table(rows: &[RedlineRow], is_whole: bool) -> TypstValue {
    let columns = rows.first().map_or(0, |row| row.cells.len());
    let cell = |lines: &Vec<RedlineLine>| {
        let words = lines.iter().flat_map(|line| [runs(line, is_whole), " ".into()]);
        content(words)
    };
    let text = |lines: &Vec<RedlineLine>| {
        let words: Vec<&str> =
            lines.iter().flat_map(|line| &line.runs).map(|run| run.words.as_str()).collect();
        words.join(" ")
    };
    let texts = rows.iter().map(|row| array(row.cells.iter().map(text)));
    let (head, rest) = match rows {
        [first, rest @ ..] if first.is_head => (array(first.cells.iter().map(cell)), rest),
        all => (array(std::iter::repeat_n("", columns)), all),
    };
    let rows = rest.iter().map(|row| array(row.cells.iter().map(cell)));
    call("passage-table").arg(array(texts)).arg(head).arg(array(rows)).into()
}

fn runs(line: &RedlineLine, is_whole: bool) -> TypstValue {
    let mut parts: Vec<TypstValue> = Vec::new();
    for RedlineRun { fate, words, spaced, struck } in &line.runs {
        if *spaced {
            parts.push(" ".into());
        }
        parts.push(match fate {
            Fate::Added if is_whole => call("underlined").arg(words).into(),
            Fate::Deleted if is_whole => call("struck").arg(words).into(),
            Fate::Added => call("added").arg(words).into(),
            Fate::Deleted => call("deleted").arg(words).into(),
            Fate::Same | Fate::Changed | Fate::MovedHere | Fate::MovedAway if *struck => {
                call("strike").arg(words).into()
            }
            Fate::Same | Fate::Changed | Fate::MovedHere | Fate::MovedAway => words.into(),
        });
    }
    content(parts)
}
