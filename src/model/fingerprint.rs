//! What an approval is for, as a short text in the header: one digest for each block of a version.
//!
//! ```text
//! approved_text = "v1: 8k2m0q4t 1h7xw9ze c3vvn5d6"
//! ```
//!
//! The digest of a block is the first 40 bits of a SHA-256, as eight digits of Crockford's base 32. It finds a change that somebody
//! made; it is no seal against somebody who wants to deceive, who could as well write a new fingerprint. `v1` never changes:
//! `tests/fingerprints` has versions with their fingerprints. Another way to count is a `v2` beside it
//! (`docs/decisions/an-approval-is-for-a-text.md`).

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest as _, Sha256};

use super::clause_names::{ClauseNames, Naming, combinations};
use super::element::CitedPart;
use super::kind::DocumentId;
use super::read_blocks::{BlockKey, CardPart, LineStep, ReadBlock, ReadLine, ReadToken, TokenKind};
use super::text::{Callout, LinkTarget};

const VERSION: &str = "v1:";
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Digits of a digest: 5 bits each.
const DIGEST_DIGITS: usize = 8;
/// Digits of a mark: 60 bits together.
const MARK_DIGITS: usize = 12;

/// The digests of a version's blocks, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint {
    digests: Vec<String>,
}

/// Why a text is not a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadFingerprint {
    /// It begins with a version that this program doesn't know.
    Newer,
    /// Somebody changed it by hand.
    Damaged,
}

/// The names that clauses and documents have and had.
#[derive(Clone, Copy)]
pub(crate) struct KnownIds<'a> {
    pub(crate) clauses: &'a ClauseNames,
    pub(crate) former: &'a dyn FormerIds,
}

/// What documents are called besides.
pub(crate) trait FormerIds: Sync {
    /// The other names that a document has and had, as links name it.
    fn other_names(&self, document: &DocumentId) -> Vec<String>;
}

/// The first difference between an approved text and the present one. Positions are of the present blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextDifference {
    /// The block at this place is another one.
    Changed(usize),
    /// The block at this place is new.
    Added(usize),
    /// A block before this place is gone; at the end it is the number of blocks.
    Removed(usize),
}

impl Fingerprint {
    /// The fingerprint of these blocks.
    pub(crate) fn of(blocks: &[ReadBlock<'_>], ids: &KnownIds<'_>) -> Self {
        let names = ChosenNames { citations: CitationNames::Own(ids.clauses), documents: &[] };
        let digest = |block| digest(block, names);
        Self { digests: blocks.iter().map(digest).collect() }
    }

    /// Reads what [`Fingerprint::fmt`] writes, with any spaces.
    ///
    /// # Errors
    /// When it is something else.
    pub(crate) fn parse(text: &str) -> Result<Self, BadFingerprint> {
        let Some(rest) = text.trim().strip_prefix(VERSION) else {
            let version = text.trim().split(':').next().unwrap_or_default();
            let is_newer =
                version.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok_and(|v| v > 1));
            return Err(if is_newer { BadFingerprint::Newer } else { BadFingerprint::Damaged });
        };
        let digests: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
        let is_digest =
            |digest: &String| digest.len() == DIGEST_DIGITS && digest.bytes().all(|b| DIGITS.contains(&b));
        if digests.is_empty() || !digests.iter().all(is_digest) {
            return Err(BadFingerprint::Damaged);
        }
        Ok(Self { digests })
    }

    /// A short fingerprint of all blocks, for people to write on paper: `v1:8k2m0q4t1h7x`.
    #[must_use]
    pub(crate) fn mark(&self) -> String {
        let bytes = Sha256::digest(self.to_string());
        let bits = bytes.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let digit = |at: usize| char::from(DIGITS[usize::try_from(bits >> (59 - 5 * at) & 31).unwrap_or(0)]);
        format!("{VERSION}{}", (0..MARK_DIGITS).map(digit).collect::<String>())
    }

    /// The first difference between the approved text, which has this fingerprint, and `blocks`.
    pub(crate) fn difference(&self, blocks: &[ReadBlock<'_>], ids: &KnownIds<'_>) -> Option<TextDifference> {
        let is_same = |old: Option<&String>, new: Option<&ReadBlock<'_>>| match (old, new) {
            (Some(old), Some(new)) => has_digest(new, old, ids),
            _ => false,
        };
        let (old, new) = (&self.digests, blocks);
        let at = (0..old.len().max(new.len())).find(|at| !is_same(old.get(*at), new.get(*at)))?;
        // With the rest moved by one block, the block was added or removed; else it reads otherwise.
        let added = new.len() > old.len() && (at == old.len() || is_same(old.get(at), new.get(at + 1)));
        let removed = old.len() > new.len() && (at == new.len() || is_same(old.get(at + 1), new.get(at)));
        Some(match (added, removed) {
            (true, _) => TextDifference::Added(at),
            (_, true) => TextDifference::Removed(at),
            _ => TextDifference::Changed(at),
        })
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION} {}", self.digests.join(" "))
    }
}

/// Whether a block has this digest, whichever of its ids each clause and each document had when it was written.
fn has_digest(block: &ReadBlock<'_>, wanted: &str, ids: &KnownIds<'_>) -> bool {
    fn is_wanted(
        (block, wanted): (&ReadBlock<'_>, &str),
        citations: CitationNames<'_>,
        documents: &[(DocumentId, String)],
    ) -> bool {
        digest(block, ChosenNames { citations, documents }) == wanted
    }
    let asked = (block, wanted);
    if is_wanted(asked, CitationNames::Own(ids.clauses), &[]) {
        return true;
    }
    let cited: BTreeSet<CitedPart> = cited(block).cloned().collect();
    let documents: Vec<Vec<Vec<(DocumentId, String)>>> = linked(block)
        .into_iter()
        .map(|document| {
            let others = ids.former.other_names(document).into_iter();
            let named = others.map(|name| vec![(document.clone(), name)]);
            std::iter::once(Vec::new()).chain(named).collect()
        })
        .collect();
    combinations(documents).take(MOST_DOCUMENT_NAMINGS).any(|named| {
        let documents: Vec<(DocumentId, String)> = named.concat();
        is_wanted(asked, CitationNames::Own(ids.clauses), &documents)
            || ids
                .clauses
                .namings(&cited)
                .any(|naming| is_wanted(asked, CitationNames::Translated(&naming), &documents))
    })
}

/// Namings of the documents that a block links to that are tried, each with those of its clauses.
const MOST_DOCUMENT_NAMINGS: usize = 64;

/// The names that stand for citations and for links.
#[derive(Clone, Copy)]
struct ChosenNames<'a> {
    citations: CitationNames<'a>,
    /// Of documents that aren't called what the text calls them.
    documents: &'a [(DocumentId, String)],
}

impl ChosenNames<'_> {
    fn document(&self, document: &DocumentId) -> String {
        let other = self.documents.iter().find(|(one, _)| one == document);
        other.map_or_else(|| document.to_string(), |(_, name)| name.clone())
    }
}

/// The names that stand for citations.
#[derive(Clone, Copy)]
enum CitationNames<'a> {
    /// Those that the text has.
    Own(&'a ClauseNames),
    /// Those of another revision. Where two clauses in a row have one name there, it is one citation.
    Translated(&'a Naming),
}

impl CitationNames<'_> {
    /// The names of what is cited, without those that were `said` of something else in the same row of citations.
    fn of(self, part: &CitedPart, said: &mut Vec<(CitedPart, String)>) -> Vec<String> {
        match self {
            Self::Own(names) => vec![names.own(part)],
            Self::Translated(naming) => {
                let names = naming.get(part).cloned().unwrap_or_default();
                let is_said = |name: &String| said.iter().any(|(other, said)| other != part && said == name);
                let new: Vec<String> = names.into_iter().filter(|name| !is_said(name)).collect();
                said.extend(new.iter().map(|name| (part.clone(), name.clone())));
                new
            }
        }
    }
}

fn cited<'b>(block: &'b ReadBlock<'_>) -> impl Iterator<Item = &'b CitedPart> {
    block.lines.iter().flat_map(|line| &line.tokens).filter_map(|token| match &token.kind {
        TokenKind::Citation(part) => Some(part),
        TokenKind::Word(_) | TokenKind::Picture { .. } => None,
    })
}

/// The documents that the links of a block lead to.
fn linked<'b>(block: &'b ReadBlock<'_>) -> BTreeSet<&'b DocumentId> {
    let tokens = block.lines.iter().flat_map(|line| &line.tokens);
    tokens
        .filter_map(|token| match &token.leads_to {
            Some(LinkTarget::Document { document, anchor: _ }) => Some(document),
            _ => None,
        })
        .collect()
}

fn digest(block: &ReadBlock<'_>, names: ChosenNames<'_>) -> String {
    let mut hashed = Hashed(Sha256::new());
    hashed.byte(key_number(&block.key));
    for line in &block.lines {
        hashed.line(line, names);
    }
    let bytes = hashed.0.finalize();
    let bits = bytes.iter().take(5).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let digit = |at: usize| char::from(DIGITS[usize::try_from(bits >> (35 - 5 * at) & 31).unwrap_or(0)]);
    (0..DIGEST_DIGITS).map(digit).collect()
}

/// Bytes in which no two blocks that read differently are the same: each text comes after its length.
struct Hashed(Sha256);

impl Hashed {
    fn byte(&mut self, byte: u8) {
        self.0.update([byte]);
    }

    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn line(&mut self, line: &ReadLine<'_>, names: ChosenNames<'_>) {
        let ReadLine { path, tokens } = line;
        self.byte(1);
        for step in path {
            self.byte(2);
            self.step(*step);
        }
        if path.last() == Some(&LineStep::Covers) {
            // A list of clauses has no order.
            let mut said = Vec::new();
            let mut covered: Vec<String> =
                tokens.iter().flat_map(|token| citation_names(token, names.citations, &mut said)).collect();
            covered.sort();
            for name in &covered {
                self.text(name);
            }
            return;
        }
        let mut said = Vec::new();
        for token in tokens {
            match &token.kind {
                TokenKind::Citation(part) => {
                    for name in names.citations.of(part, &mut said) {
                        self.token(token, &name, names);
                    }
                }
                TokenKind::Word(_) | TokenKind::Picture { .. } => {
                    said.clear();
                    self.token(token, "", names);
                }
            }
        }
    }

    /// `citation` is the name of the clause, if it is a citation.
    fn token(&mut self, token: &ReadToken<'_>, citation: &str, names: ChosenNames<'_>) {
        let ReadToken { kind, is_struck, leads_to, is_spaced: _ } = token;
        match kind {
            TokenKind::Word(word) => {
                self.byte(3);
                self.text(word);
            }
            TokenKind::Citation(_) => {
                self.byte(4);
                self.text(citation);
            }
            TokenKind::Picture { path, alt, source } => {
                self.byte(5);
                for text in [path, alt, source] {
                    self.text(text);
                }
            }
        }
        if *is_struck {
            self.byte(6);
        }
        match leads_to {
            None | Some(LinkTarget::Term(_)) => {}
            Some(LinkTarget::External(address)) => {
                self.byte(7);
                self.text(address);
            }
            // Not which heading: its words belong to another text.
            Some(LinkTarget::Document { document, anchor: _ }) => {
                self.byte(8);
                self.text(&names.document(document));
            }
            Some(LinkTarget::Here(_)) => self.byte(9),
        }
    }

    fn step(&mut self, step: LineStep) {
        let at = |at: usize| at as u64;
        let (kind, first, second) = match step {
            LineStep::HeadingLevel(level) => (1, u64::from(level), 0),
            LineStep::Item { at: place, number: None } => (2, at(place), 0),
            LineStep::Item { at: place, number: Some(number) } => (3, at(place), number),
            LineStep::Cell { row, column } => (4, at(row), at(column)),
            LineStep::Term(term) => (5, at(term), 0),
            LineStep::Meaning { term, at: place } => (6, at(term), at(place)),
            LineStep::Callout(kind) => (7, callout_number(kind), 0),
            LineStep::Code => (8, 0, 0),
            LineStep::Block(place) => (9, at(place), 0),
            LineStep::Label => (10, 0, 0),
            LineStep::Help => (11, 0, 0),
            LineStep::Kind => (12, 0, 0),
            LineStep::Required => (13, 0, 0),
            LineStep::Choice(place) => (14, at(place), 0),
            LineStep::OtherChoice => (15, 0, 0),
            LineStep::RepeatName => (16, 0, 0),
            LineStep::RowHeading => (17, 0, 0),
            LineStep::RowLabel(place) => (18, at(place), 0),
            LineStep::Column(place) => (19, at(place), 0),
            LineStep::Covers => (20, 0, 0),
            LineStep::Minutes => (21, 0, 0),
            LineStep::Teacher => (22, 0, 0),
            LineStep::Objective(place) => (23, at(place), 0),
            LineStep::Publication(place) => (24, at(place), 0),
            LineStep::Asked => (25, 0, 0),
            LineStep::Answer => (26, 0, 0),
            LineStep::Why => (27, 0, 0),
            LineStep::Rules => (28, 0, 0),
            LineStep::WhyChoice(place) => (29, at(place), 0),
            LineStep::Material(place) => (30, at(place), 0),
            LineStep::Course => (31, 0, 0),
        };
        self.byte(kind);
        self.number(first);
        self.number(second);
    }
}

fn citation_names(
    token: &ReadToken<'_>,
    names: CitationNames<'_>,
    said: &mut Vec<(CitedPart, String)>,
) -> Vec<String> {
    match &token.kind {
        TokenKind::Citation(part) => names.of(part, said),
        TokenKind::Word(_) | TokenKind::Picture { .. } => Vec::new(),
    }
}

/// What a block is. Its ids, and where it is, aren't read.
fn key_number(key: &BlockKey) -> u8 {
    match key {
        BlockKey::Title => 1,
        BlockKey::Number => 2,
        BlockKey::Summary => 3,
        BlockKey::Card(CardPart::Do, _) => 4,
        BlockKey::Card(CardPart::ByWhen, _) => 5,
        BlockKey::Card(CardPart::Call, _) => 6,
        BlockKey::Card(CardPart::Form, _) => 7,
        BlockKey::Heading(_) => 8,
        BlockKey::Text { .. } => 9,
        BlockKey::Due => 10,
        BlockKey::Section(_) => 11,
        BlockKey::SectionText { .. } => 12,
        BlockKey::Field(_) => 13,
        BlockKey::Audience => 14,
        BlockKey::Note(_) => 15,
        BlockKey::Opening(_) => 16,
        BlockKey::Unit(_) => 17,
        BlockKey::UnitText { .. } => 18,
        BlockKey::ForTrainer { .. } => 19,
        BlockKey::Question { .. } => 20,
    }
}

fn callout_number(kind: Callout) -> u64 {
    match kind {
        Callout::Quote => 1,
        Callout::Note => 2,
        Callout::Tip => 3,
        Callout::Important => 4,
        Callout::Warning => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_it_is_written_on_any_lines() {
        let written = "v1: 8k2m0q4t 1h7xw9ze";
        let read = Fingerprint::parse(written).unwrap();
        assert_eq!(read.to_string(), written);
        assert_eq!(Fingerprint::parse("\r\nv1:\r\n 8k2m0q4t\r\n1h7xw9ze\r\n").as_ref(), Ok(&read));
    }

    #[test]
    fn a_mark_is_short_and_never_changes() {
        let mark = |text: &str| Fingerprint::parse(text).unwrap().mark();
        assert_eq!(mark("v1: 8k2m0q4t 1h7xw9ze").len(), 15);
        assert_eq!(mark("v1: 8k2m0q4t 1h7xw9ze"), "v1:11mz169q5v2c");
        assert_ne!(mark("v1: 8k2m0q4t 1h7xw9ze"), mark("v1: 8k2m0q4t 1h7xw9zf"));
    }

    #[test]
    fn what_is_no_fingerprint_is_told_from_one_of_a_newer_program() {
        for text in ["", "v1:", "v1: 8k2m0q4", "v1: 8K2M0Q4T", "8k2m0q4t", "v0: 8k2m0q4t", "vx: 8k2m0q4t"] {
            assert_eq!(Fingerprint::parse(text), Err(BadFingerprint::Damaged), "{text}");
        }
        assert_eq!(Fingerprint::parse("v2: anything"), Err(BadFingerprint::Newer));
    }
}
