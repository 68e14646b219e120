//! What changed between two versions, as readers see it: the whole text of the new version, with what was deleted where it was.

mod line;
mod place;

use std::fmt;

use serde::Serialize;

use super::document::{self, DocumentRow};
use super::{address, versions};
use crate::memo::{Key, Keyed};
use crate::model::read_blocks::{BlockKey, LineStep, ReadBlock};
use crate::model::text::Callout;
use crate::model::{AnswersShown, Date, DocumentId, Handbook, Header, Track, Version, Versioned};
use crate::redline::{self, BlockChange, FactChange, LineChange, PartChange, compare_facts};
use crate::source::Span;
use crate::words::FixedWords;
use line::LineReader;

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fate {
    Same,
    Added,
    Deleted,
    /// Some of it was added or deleted.
    Changed,
    MovedHere,
    /// It is elsewhere now.
    MovedAway,
}

/// What changed between two versions of a document.
#[derive(Debug, Serialize)]
pub(crate) struct RedlineView {
    /// The title and number of the new version.
    pub(crate) title: String,
    pub(crate) number: String,
    pub(crate) old: ComparedVersion,
    pub(crate) new: ComparedVersion,
    /// What the history of the new version says of it.
    pub(crate) reasons: Vec<String>,
    pub(crate) facts: Vec<FactRow>,
    pub(crate) blocks: Vec<RedlineBlock>,
    /// Whether neither a fact nor a word differs.
    pub(crate) is_same: bool,
}

/// A version as readers call it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ComparedVersion {
    /// `January 1, 2027`, or `Draft`.
    pub(crate) name: String,
    /// `2027-01-01`, or `draft`.
    pub(crate) id: String,
}

/// A fact of the header that differs.
#[derive(Debug, Serialize)]
pub(crate) struct FactRow {
    pub(crate) name: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct RedlineBlock {
    pub(crate) fate: Fate,
    pub(crate) look: BlockLook,
    /// What it is, such as `Title` or `Field`; empty for text, which says so itself.
    pub(crate) name: String,
    /// Where a block that was moved was before, or is now; else empty.
    pub(crate) moved: String,
    /// Empty for a table.
    pub(crate) lines: Vec<RedlineLine>,
    /// The rows of a table.
    pub(crate) rows: Vec<RedlineRow>,
    /// Where it is, for a command.
    #[serde(skip)]
    pub(crate) key: BlockKey,
    /// The same in the other version, where it was moved.
    #[serde(skip)]
    pub(crate) other_key: Option<BlockKey>,
}

impl RedlineBlock {
    /// The style of Word for a block that has one of its own.
    pub(crate) fn name_style(&self) -> Option<&'static str> {
        match self.key {
            BlockKey::Title => Some("Title"),
            BlockKey::Summary => Some("Subtitle"),
            _ => None,
        }
    }

    /// Whether a list of changes has it. What was moved is told once, where it is now.
    pub(crate) fn is_told(&self) -> bool {
        !matches!(self.fate, Fate::Same | Fate::MovedAway)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "level")]
pub(crate) enum BlockLook {
    /// 2 to 6.
    Heading(u8),
    Text,
    Table,
    Code,
}

#[derive(Debug, Serialize)]
pub(crate) struct RedlineRow {
    pub(crate) fate: Fate,
    pub(crate) is_head: bool,
    /// One a column, each with its lines.
    pub(crate) cells: Vec<Vec<RedlineLine>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RedlineLine {
    pub(crate) fate: Fate,
    /// `•`, `1.`, or what the line is, such as `Help`; empty where the words say it.
    pub(crate) label: String,
    /// How far it is within lists, from 0.
    pub(crate) depth: usize,
    pub(crate) runs: Vec<RedlineRun>,
}

/// Words that share a fate.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RedlineRun {
    /// `Same`, `Added` or `Deleted`.
    pub(crate) fate: Fate,
    pub(crate) words: String,
    /// Whether a space comes before them.
    pub(crate) spaced: bool,
    /// Whether the author has drawn a line through them.
    pub(crate) struck: bool,
}

/// The page of a redline. The versions are compared only when it is made: most builds of a preview need it not at all.
#[derive(Debug, Serialize)]
pub(crate) struct RedlinePage<'a> {
    /// Stands for both versions.
    #[serde(skip)]
    pub(crate) key: Key,
    #[serde(skip)]
    pub(crate) document: DocumentId,
    /// The new version in a list.
    #[serde(skip)]
    pub(crate) row: DocumentRow,
    #[serde(skip)]
    pub(crate) old: ComparedVersion,
    #[serde(skip)]
    pub(crate) new: ComparedVersion,
    #[serde(skip)]
    compared: ComparedVersions<'a>,
    /// Whether the old version was superseded, so that nobody changes it any more.
    #[serde(skip)]
    pub(crate) is_of_past: bool,
    /// When the new version takes effect.
    #[serde(skip)]
    pub(crate) effective: Option<Date>,
    /// The file of the new version.
    #[serde(skip)]
    pub(crate) span: Span,
    pub(crate) url: String,
    pub(crate) pdf: String,
    /// The pages of the two versions.
    pub(crate) old_url: String,
    pub(crate) new_url: String,
}

impl RedlinePage<'_> {
    /// What changed.
    pub(crate) fn redline(&self) -> RedlineView {
        let ComparedVersions { old, new, handbook } = self.compared;
        redline(old, new, handbook)
    }
}

#[derive(Clone, Copy)]
struct ComparedVersions<'a> {
    old: &'a dyn Version,
    new: &'a dyn Version,
    handbook: &'a Handbook,
}

impl fmt::Debug for ComparedVersions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { old, new, handbook: _ } = self;
        f.debug_list().entries([old.header().effective, new.header().effective]).finish()
    }
}

/// Compares two versions of a document.
#[must_use]
pub(crate) fn redline(old: &dyn Version, new: &dyn Version, handbook: &Handbook) -> RedlineView {
    let (old_header, new_header) = (old.header(), new.header());
    let facts = compare_facts(old_header, new_header);
    let facts: Vec<FactRow> = facts.into_iter().map(|fact| fact_row(&fact, handbook)).collect();
    let old_blocks = redline::with_marks_apart(old.blocks());
    let new_blocks = redline::with_marks_apart(new.blocks());
    let changes = redline::compare(&old_blocks, &new_blocks);
    let is_same = facts.is_empty() && changes.is_empty();
    let reader = LineReader { handbook };
    RedlineView {
        title: new_header.title.to_string(),
        number: new_header.number.to_string(),
        old: version_name(old_header, handbook),
        new: version_name(new_header, handbook),
        reasons: reasons(old_header, new_header),
        facts,
        blocks: named_once(changes.changes.into_iter().map(|change| block(change, &reader)).collect()),
        is_same,
    }
}

/// A version with no changes: its text, as a redline shows it.
#[must_use]
pub(crate) fn unchanged(version: &dyn Version, handbook: &Handbook) -> RedlineView {
    redline(version, version, handbook)
}

fn version_name(header: &Header, handbook: &Handbook) -> ComparedVersion {
    ComparedVersion { name: versions::day(header, handbook), id: versions::name(header) }
}

/// What the new history says, and the old one didn't.
fn reasons(old: &Header, new: &Header) -> Vec<String> {
    let is_new = |change: &&crate::model::Change| {
        !old.history.iter().any(|known| known.date == change.date && *known.change == *change.change)
    };
    new.history.iter().filter(is_new).map(|change| change.change.to_string()).collect()
}

fn fact_row(fact: &FactChange<'_>, handbook: &Handbook) -> FactRow {
    let words = &handbook.words;
    let months = |count: u32| words.redline.months.fill(count.try_into().unwrap_or(usize::MAX));
    let tracks = |tracks: &[Track]| {
        let names: Vec<&str> = tracks.iter().map(|track| track_name(track, handbook)).collect();
        names.join(", ")
    };
    let (name, old, new) = match *fact {
        FactChange::Owner { old, new } => (&words.facts.owner, old.to_owned(), new.to_owned()),
        FactChange::Approver { old, new } => {
            (&words.columns.to_be_approved_by, old.to_owned(), new.to_owned())
        }
        FactChange::ReviewMonths { old, new } => (&words.columns.reviews, months(old), months(new)),
        FactChange::Tracks { old, new } => (&words.facts.applies_to, tracks(old), tracks(new)),
    };
    FactRow { name: name.to_string(), old, new }
}

fn track_name<'h>(track: &'h Track, handbook: &'h Handbook) -> &'h str {
    let known = handbook.tracks.iter().find(|(own, _)| own == track);
    known.map_or(track.0.as_str(), |(_, name)| name.as_str())
}

fn block(change: BlockChange<'_>, reader: &LineReader<'_>) -> RedlineBlock {
    let words = &reader.handbook.words;
    let (fate, other) = match &change {
        BlockChange::Same(_) => (Fate::Same, None),
        BlockChange::Added(_) => (Fate::Added, None),
        BlockChange::Deleted(_) => (Fate::Deleted, None),
        BlockChange::Changed { .. } => (Fate::Changed, None),
        BlockChange::MovedAway { new, .. } => (Fate::MovedAway, Some(&new.key)),
        BlockChange::MovedHere { old, .. } => (Fate::MovedHere, Some(&old.key)),
    };
    let here = change.block();
    let (look, key) = (look(here), here.key.clone());
    let mut made = RedlineBlock {
        fate,
        look,
        name: place::name(here, words),
        moved: place::moved(fate, &here.key, other, words),
        lines: Vec::new(),
        rows: Vec::new(),
        key,
        other_key: other.cloned(),
    };
    let parts = change.into_parts();
    if look == BlockLook::Table {
        made.rows = rows(&parts, reader);
    } else {
        made.lines = parts.iter().flat_map(|part| &part.lines).map(|line| reader.line(line)).collect();
    }
    made
}

fn look(block: &ReadBlock<'_>) -> BlockLook {
    match block.lines.first().and_then(|line| line.path.first()) {
        Some(LineStep::HeadingLevel(level)) => BlockLook::Heading(*level),
        Some(LineStep::Cell { .. }) => BlockLook::Table,
        Some(LineStep::Code) => BlockLook::Code,
        _ => BlockLook::Text,
    }
}

fn rows(parts: &[PartChange<'_>], reader: &LineReader<'_>) -> Vec<RedlineRow> {
    let cell = |line: &LineChange<'_>| {
        let (LineChange::Added(line) | LineChange::Deleted(line) | LineChange::Kept { new: line, .. }) = line;
        match line.path.first() {
            Some(LineStep::Cell { row, column }) => (*row, *column),
            _ => (1, 0),
        }
    };
    let columns = parts.iter().flat_map(|part| &part.lines).map(|line| cell(line).1 + 1).max().unwrap_or(0);
    let row = |part: &PartChange<'_>| {
        let mut cells: Vec<Vec<RedlineLine>> = Vec::new();
        cells.resize_with(columns, Vec::new);
        for line in &part.lines {
            cells[cell(line).1].push(reader.line(line));
        }
        let fates: Vec<Fate> = cells.iter().flatten().map(|line| line.fate).collect();
        RedlineRow {
            fate: common(&fates),
            is_head: part.lines.first().is_some_and(|line| cell(line).0 == 0),
            cells,
        }
    };
    parts.iter().map(row).collect()
}

/// Blocks of one name that follow each other, such as the lines of the card, have it once.
fn named_once(mut blocks: Vec<RedlineBlock>) -> Vec<RedlineBlock> {
    for at in (1..blocks.len()).rev() {
        let is_part_of_list =
            matches!(blocks[at].key, BlockKey::Card(..) | BlockKey::Note(_) | BlockKey::ForTrainer { .. });
        if is_part_of_list && blocks[at].name == blocks[at - 1].name {
            blocks[at].name.clear();
        }
    }
    blocks
}

/// The fate of what has parts of these fates.
fn common(fates: &[Fate]) -> Fate {
    match fates {
        [first, rest @ ..] if rest.iter().all(|fate| fate == first) => *first,
        [] => Fate::Same,
        _ => Fate::Changed,
    }
}

/// The word for a passage that is set apart.
fn callout(kind: Callout, words: &FixedWords) -> String {
    match kind {
        Callout::Quote => String::new(),
        Callout::Note => words.callout.note.to_string(),
        Callout::Tip => words.callout.tip.to_string(),
        Callout::Important => words.callout.important.to_string(),
        Callout::Warning => words.callout.warning.to_string(),
    }
}

/// The redlines that the site has: each version to come against the one in force, and that against the one it replaced.
#[must_use]
pub(crate) fn pages(handbook: &Handbook) -> Vec<RedlinePage<'_>> {
    let mut pages = Vec::new();
    add(&handbook.policies, handbook, &mut pages);
    add(&handbook.forms, handbook, &mut pages);
    // They tell the answers of both versions.
    if handbook.answers == AnswersShown::All {
        add(&handbook.curricula, handbook, &mut pages);
    }
    pages
}

fn add<'a, V: Version>(
    documents: &'a [Versioned<V>],
    handbook: &'a Handbook,
    pages: &mut Vec<RedlinePage<'a>>,
) {
    for document in documents {
        let kind = document.current.kind();
        let shown = || linked(&document.current, address::page(kind, &document.id));
        if let Some(old) = versions::replaced(document) {
            let page = page(&document.id, other_of(document, old), shown(), handbook);
            pages.push(RedlinePage { is_of_past: true, ..page });
        }
        for next in document.others.iter().filter(|other| other.status.is_to_come()) {
            pages.push(page(&document.id, shown(), other_of(document, &next.version), handbook));
        }
    }
}

/// A version and its page.
type LinkedVersion<'v, V> = (&'v Keyed<V>, String);

fn linked<V>(version: &Keyed<V>, url: String) -> LinkedVersion<'_, V> {
    (version, url)
}

/// A version that isn't the current one.
fn other_of<'v, V: Version>(document: &Versioned<V>, version: &'v Keyed<V>) -> LinkedVersion<'v, V> {
    let header = version.header();
    linked(version, address::version(version.kind(), &document.id, &versions::name(header)))
}

fn page<'a, V: Version>(
    id: &str,
    (old, old_url): LinkedVersion<'a, V>,
    (new, new_url): LinkedVersion<'a, V>,
    handbook: &'a Handbook,
) -> RedlinePage<'a> {
    let (old_version, new_version): (&V, &V) = (old, new);
    let (header, kind) = (new.header(), new.kind());
    let name = versions::name(header);
    RedlinePage {
        key: Key::of(&(old.key, new.key)),
        document: kind.id(id),
        row: document::row(&kind.id(id), header, handbook),
        old: version_name(old.header(), handbook),
        new: version_name(header, handbook),
        compared: ComparedVersions { old: old_version, new: new_version, handbook },
        is_of_past: false,
        effective: header.effective,
        span: header.span,
        url: address::changes(kind, id, &name),
        pdf: address::version_pdf(kind, id, &name, "-changes"),
        old_url,
        new_url,
    }
}
