//! Three texts become one: what a file was, what its owner made of it, and what its publisher made of it. Compared block by block:
//! a key of TOML, a paragraph, an item of a list, a row of a table. What only the publisher changed is taken; what only the owner
//! changed is kept; what both changed stays as the owner has it, and is reported with all three texts.
//!
//! ```text
//! before         yours              the publisher’s      result
//! - 1 hour       - 1 hour           - 2 hours            - 2 hours
//! - 3 days       - 3 days (Ann)     - 3 days             - 3 days (Ann)
//! - 5 days       - 4 days           - 6 days             - 4 days           and reported
//! ```
//!
//! The result is the owner's text with single blocks replaced, added and left out: nothing of it is written anew.

mod align;
mod cut;

use std::collections::BTreeMap;

use align::Alignment;
use cut::TextBlock;

/// How a text is cut into blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergeFormat {
    Toml,
    /// Markdown, with TOML between lines `+++` above it if it has a header.
    Markdown,
}

impl MergeFormat {
    #[must_use]
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "toml" => Some(Self::Toml),
            "md" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// What became of a block that the publisher changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergeOutcome {
    /// The owner had it as it was.
    Taken,
    /// The owner changed it, too: theirs stays.
    ChangedByBoth,
}

/// A block that the publisher changed, added or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MergedBlock {
    /// Where it is: `clause components/13, summary` or `under “Purpose”`.
    pub(crate) at: String,
    /// Without line ends around it, like the other two; empty where there is none.
    pub(crate) before: String,
    pub(crate) own: String,
    pub(crate) published: String,
    pub(crate) outcome: MergeOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MergedText {
    pub(crate) text: String,
    pub(crate) blocks: Vec<MergedBlock>,
}

/// Merges three texts without byte-order marks and with `\n` between lines.
#[must_use]
pub(crate) fn merge(format: MergeFormat, before: &str, own: &str, published: &str) -> MergedText {
    let [before, own, published] = [before, own, published].map(|text| cut::blocks(format, text));
    let mut merger = Merger {
        own_of: Alignment::new(&before, &own),
        published_of: Alignment::new(&before, &published),
        before: &before,
        own: &own,
        published: &published,
        edits: OwnEdits::default(),
        blocks: BTreeMap::new(),
    };
    for at in 0..before.len() {
        merger.old_block(at);
    }
    for at in merger.published_of.added(published.len()) {
        merger.new_block(at);
    }
    MergedText { text: merger.edits.apply(&own), blocks: merger.blocks.into_values().collect() }
}

struct Merger<'a> {
    before: &'a [TextBlock],
    own: &'a [TextBlock],
    published: &'a [TextBlock],
    own_of: Alignment,
    published_of: Alignment,
    edits: OwnEdits,
    /// In the order of the published text; what it left out comes after what stood before it.
    blocks: BTreeMap<(usize, usize), MergedBlock>,
}

impl Merger<'_> {
    /// A block that was there before.
    fn old_block(&mut self, at: usize) {
        let before = &self.before[at];
        let (own_at, published_at) = (self.own_of.of(at), self.published_of.of(at));
        let own = own_at.map(|at| &self.own[at]);
        let published = published_at.map(|at| &self.published[at]);
        let is = |block: Option<&TextBlock>, other: Option<&TextBlock>| {
            block.map(TextBlock::words) == other.map(TextBlock::words)
        };
        if is(published, Some(before)) || is(published, own) {
            return;
        }
        let outcome = match own_at {
            Some(own_at) if is(own, Some(before)) && !self.would_leave_keys(at) => {
                self.edits.replaced.insert(own_at, published.map(|block| block.text.clone()));
                MergeOutcome::Taken
            }
            _ => MergeOutcome::ChangedByBoth,
        };
        let order = (0..=at).rev().find_map(|at| self.published_of.of(at)).unwrap_or(0);
        self.note((order, at), [Some(before), own, published], outcome);
    }

    /// A block that the publisher added.
    fn new_block(&mut self, at: usize) {
        let published = &self.published[at];
        let mut theirs = self.own_of.added(self.own.len());
        let same = theirs.find(|own| {
            let own = &self.own[*own];
            own.words() == published.words() || (own.key.is_some() && own.key == published.key)
        });
        let outcome = match same {
            Some(own) if self.own[own].words() == published.words() => return,
            Some(_) => MergeOutcome::ChangedByBoth,
            None if !self.has_table_of(published) => MergeOutcome::ChangedByBoth,
            None => {
                let place = self.place_of(at);
                self.edits.added.entry(place).or_default().push(published.text.clone());
                MergeOutcome::Taken
            }
        };
        let own = same.map(|own| &self.own[own]);
        self.note((at, usize::MAX), [None, own, Some(published)], outcome);
    }

    /// Whether the owner still has the table that a key belongs to, or gets it.
    fn has_table_of(&self, block: &TextBlock) -> bool {
        let Some(table) = &block.table else { return true };
        let is_it = |other: &TextBlock| other.key.as_ref() == Some(table);
        self.own.iter().any(is_it) || !self.before.iter().any(is_it)
    }

    /// Whether a block goes with its whole table, of which the owner changed something: what is left of it would belong to the table above.
    fn would_leave_keys(&self, at: usize) -> bool {
        let before = &self.before[at];
        let Some(table) = before.table.as_ref().or(before.key.as_ref()) else { return false };
        let is_it = |block: &&TextBlock| block.key.as_ref() == Some(table);
        if self.published_of.of(at).is_some() || self.published.iter().any(|block| is_it(&block)) {
            return false;
        }
        let is_within = |key: &str| {
            key == table || key.strip_prefix(table.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        self.own.iter().enumerate().any(|(own_at, own)| {
            let was = self.own_of.before(own_at).map(|at| self.before[at].words());
            own.key.as_deref().is_some_and(is_within) && was != Some(own.words())
        })
    }

    /// After how many of the owner's blocks a new block belongs: after the nearest one before it that the owner has, too. A table comes
    /// after all keys of the one before it.
    fn place_of(&self, at: usize) -> usize {
        let aligned = |published: usize| self.own_of.of(self.published_of.before(published)?);
        let of_the_same_key = |published: usize| {
            let key = self.published[published].key.as_ref()?;
            self.own.iter().position(|own| own.key.as_ref() == Some(key))
        };
        let after = (0..at).rev().find_map(|one| aligned(one).or_else(|| of_the_same_key(one)));
        let mut place = after.map_or(0, |own| own + 1);
        let table = self.published[at].table.as_ref();
        let is_in_a_table_of_theirs =
            table.is_some_and(|table| self.own.iter().any(|own| own.key.as_ref() == Some(table)));
        while !is_in_a_table_of_theirs && self.own.get(place).is_some_and(|own| own.table.is_some()) {
            place += 1;
        }
        place
    }

    fn note(&mut self, order: (usize, usize), texts: [Option<&TextBlock>; 3], outcome: MergeOutcome) {
        let [before, own, published] = texts;
        let at = published.or(before).map(|block| block.at.clone()).unwrap_or_default();
        let words = |block: Option<&TextBlock>| block.map(TextBlock::words).unwrap_or_default().to_owned();
        let (before, own, published) = (words(before), words(own), words(published));
        self.blocks.insert(order, MergedBlock { at, before, own, published, outcome });
    }
}

/// What happens to the owner's blocks.
#[derive(Default)]
struct OwnEdits {
    /// The new text; `None` where it is left out.
    replaced: BTreeMap<usize, Option<String>>,
    /// New blocks, by the number of blocks before them.
    added: BTreeMap<usize, Vec<String>>,
}

impl OwnEdits {
    fn apply(&self, own: &[TextBlock]) -> String {
        let mut text = String::new();
        for at in 0..=own.len() {
            for added in self.added.get(&at).into_iter().flatten() {
                text = joined(text, added);
            }
            match (own.get(at), self.replaced.get(&at)) {
                (Some(block), None) => text.push_str(&block.text),
                (Some(_), Some(Some(new))) => text = joined(text, new),
                (Some(block), Some(None)) => {
                    // The blank lines above it are above what follows, then.
                    let blank = block.text.len() - block.text.trim_start_matches('\n').len();
                    if own.get(at + 1).is_some_and(|next| !next.text.starts_with('\n')) {
                        text.push_str(&block.text[..blank]);
                    }
                }
                (None, _) => {}
            }
        }
        text
    }
}

/// `text`, and after it a block that comes from another text. Blocks that begin with a blank line in one text follow it in another.
fn joined(mut text: String, block: &str) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(block);
    if !block.ends_with('\n') {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
