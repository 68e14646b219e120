//! What an approval is for: each version is read once more as its author wrote it, with the names of particulars in the place of
//! their values and for every service line, so that its fingerprint depends on nothing but its own words.

use std::collections::{BTreeMap, BTreeSet};

use super::ends::Ends;
use super::version::{Background, ReadVersion, VersionReader, cites_of};
use crate::diagnostic::Findings;
use crate::load::VersionFile;
use crate::model::fingerprint::{Fingerprint, KnownIds};
use crate::model::read_blocks::{ReadBlock, TokenKind};
use crate::model::version::{ApprovedText, RecordedText};
use crate::model::{Approval, DocumentId, HandbookValue, Version};
use crate::source::SourceFile;

/// Reads versions as they are approved.
pub(crate) struct ApprovalReader<'a> {
    background: Background<'a>,
    ends: &'a Ends,
    values: &'a BTreeMap<String, HandbookValue>,
}

impl<'a> ApprovalReader<'a> {
    /// `background` has the names of [`Names::as_approved`], no acronyms, and offers every service line.
    ///
    /// [`Names::as_approved`]: super::lookup::Names::as_approved
    pub(crate) fn new(
        background: Background<'a>,
        ends: &'a Ends,
        values: &'a BTreeMap<String, HandbookValue>,
    ) -> Self {
        Self { background, ends, values }
    }

    /// The version in `file`, of which `written` is the text.
    pub(crate) fn read<S: ReadVersion>(
        &self,
        own: &DocumentId,
        version: &VersionFile<S>,
        written: &SourceFile,
    ) -> S::Version {
        let reader = VersionReader::new(&self.background, own, version.file, written);
        let cites = cites_of(version);
        S::read(reader.citing(&cites), version, &mut Findings::default())
    }

    /// The names of what a text names, in every revision and from every renaming.
    pub(crate) fn known_ids(&self) -> KnownIds<'a> {
        KnownIds { clauses: self.background.names.clause_names(), former: self.ends }
    }

    /// What is recorded of a version when it is approved.
    pub(crate) fn record(&self, blocks: &[ReadBlock<'_>]) -> RecordedText {
        let used = particulars(blocks);
        let values =
            self.values.iter().filter(|(name, value)| used.contains(*name) && value.is_recorded(name));
        RecordedText {
            fingerprint: Fingerprint::of(blocks, &self.known_ids()),
            values: values.map(|(name, value)| (name.clone(), value.text.clone())).collect(),
        }
    }

    /// Whether the version, which is read as it is approved, is the one that was approved.
    pub(crate) fn compare(&self, approval: &Approval, version: &dyn Version) -> ApprovedText {
        match &approval.recorded {
            None => ApprovedText::NotRecorded,
            Some(RecordedText { fingerprint, values: _ }) => {
                let difference = fingerprint.difference(&version.blocks(), &self.known_ids());
                if difference.is_some() { ApprovedText::Changed } else { ApprovedText::Unchanged }
            }
        }
    }
}

/// The names of the particulars in a text that is read as it is approved, where each is a placeholder without spaces.
fn particulars(blocks: &[ReadBlock<'_>]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for token in blocks.iter().flat_map(|block| &block.lines).flat_map(|line| &line.tokens) {
        let texts: &[&str] = match &token.kind {
            TokenKind::Word(word) => &[word],
            TokenKind::Picture { path: _, alt, source } => &[alt, source],
            TokenKind::Citation(_) => &[],
        };
        for text in texts {
            let placeholders = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
            names.extend(placeholders.map(|(name, _)| name.trim().to_owned()));
        }
    }
    names
}
