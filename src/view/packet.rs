//! The packet for a board: each version that it is to approve, what changes with it, and the clauses that it meets.

use std::collections::BTreeSet;

use super::document;
use super::redline::{RedlineView, redline, unchanged};
use crate::model::read_blocks::{ReadBlock, TokenKind};
use crate::model::{ClauseKey, Handbook, Version, VersionStatus};

#[derive(Debug)]
pub(crate) struct PacketView {
    pub(crate) entries: Vec<PacketEntry>,
}

/// A version in a packet.
#[derive(Debug)]
pub(crate) struct PacketEntry {
    /// `Intake: version of January 1, 2027`.
    pub(crate) title: String,
    pub(crate) number: String,
    /// `Not approved, to take effect January 1, 2027`.
    pub(crate) standing: String,
    /// Who must approve it.
    pub(crate) approver: String,
    /// What its history says of it.
    pub(crate) reasons: Vec<String>,
    /// Its whole text.
    pub(crate) text: RedlineView,
    /// What changes from the version in force; `None` where there is none.
    pub(crate) changes: Option<RedlineView>,
    pub(crate) clauses: Vec<PacketClause>,
}

/// A clause that a version cites.
#[derive(Debug)]
pub(crate) struct PacketClause {
    /// `CCA CSP Components 6.4.3`.
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) summary: String,
}

/// A version for a packet, and the one in force that it would replace.
pub(crate) struct PacketVersion<'h> {
    pub(crate) new: &'h dyn Version,
    pub(crate) old: Option<&'h dyn Version>,
}

/// The packet of these versions.
#[must_use]
pub(crate) fn packet(versions: &[PacketVersion<'_>], handbook: &Handbook) -> PacketView {
    PacketView { entries: versions.iter().map(|version| entry(version, handbook)).collect() }
}

fn entry(version: &PacketVersion<'_>, handbook: &Handbook) -> PacketEntry {
    let PacketVersion { new, old } = *version;
    let (header, words) = (new.header(), &handbook.words);
    let title = match header.effective {
        Some(day) => {
            words.versions.version_of.fill(&[("title", &*header.title), ("day", &words.dates.day(day))])
        }
        None => words.versions.draft_of.fill(&[("title", &*header.title)]),
    };
    let standing = super::words::standing(header, handbook.as_of, words).word;
    let date = header.date(VersionStatus::Shown, handbook.as_of);
    let changes = old.map(|old| redline(old, new, handbook));
    let first = header.history.first().map(|change| change.change.to_string());
    PacketEntry {
        title,
        number: header.number.to_string(),
        standing: document::version(&standing, date, words),
        approver: header.approver.to_string(),
        reasons: changes.as_ref().map_or_else(|| first.into_iter().collect(), |view| view.reasons.clone()),
        text: unchanged(new, handbook),
        changes,
        clauses: clauses(&new.blocks(), handbook),
    }
}

/// The clauses that blocks cite, each once, in the order of the specifications.
fn clauses(blocks: &[ReadBlock<'_>], handbook: &Handbook) -> Vec<PacketClause> {
    let tokens = blocks.iter().flat_map(|block| &block.lines).flat_map(|line| &line.tokens);
    let cited: BTreeSet<ClauseKey> = tokens
        .filter_map(|token| match &token.kind {
            TokenKind::Citation(part) => Some(part.clause),
            TokenKind::Word(_) | TokenKind::Picture { .. } => None,
        })
        .collect();
    let clause = |key: ClauseKey| {
        let clause = handbook.clause(key);
        PacketClause {
            label: format!("{} {}", handbook.specification(key).short_title, clause.label),
            title: clause.title.to_string(),
            summary: clause.summary.to_string(),
        }
    };
    cited.into_iter().map(clause).collect()
}
