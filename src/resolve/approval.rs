//! What an approval is for: each version is read once more as its author wrote it, with the names of particulars in the place of
//! their values and with the marks that limit it to service lines, so that its fingerprint depends on nothing but its own words.
//!
//! Passages for lines that aren't offered are not a part of it: nobody who approved it saw them. So an approval holds when the program
//! stops offering a line, since everything that is left was approved; when it offers one more, a version that has passages for it is no
//! longer the one that was approved.

use std::collections::{BTreeMap, BTreeSet};

use super::ends::Ends;
use super::version::{Background, ReadVersion, VersionReader, cites_of};
use crate::diagnostic::Findings;
use crate::load::VersionFile;
use crate::model::fingerprint::{Fingerprint, KnownIds};
use crate::model::read_blocks::{ReadBlock, TokenKind};
use crate::model::version::{ApprovedText, RecordedText};
use crate::model::{Approval, DocumentId, HandbookValue, Track, Version};
use crate::source::{FileId, SourceFile};

/// Reads versions as they are approved.
pub(crate) struct ApprovalReader<'a> {
    background: Background<'a>,
    ends: &'a Ends,
    values: &'a BTreeMap<String, HandbookValue>,
}

impl<'a> ApprovalReader<'a> {
    /// `background` has the names of [`Names::as_approved`] and no acronyms.
    ///
    /// [`Names::as_approved`]: super::lookup::Names::as_approved
    pub(crate) fn new(
        background: Background<'a>,
        ends: &'a Ends,
        values: &'a BTreeMap<String, HandbookValue>,
    ) -> Self {
        Self { background, ends, values }
    }

    /// Reads the file of a document as it is approved.
    pub(super) fn reader<'r>(
        &'r self,
        own: &'r DocumentId,
        file: FileId,
        written: &'r SourceFile,
    ) -> VersionReader<'r> {
        VersionReader::new(&self.background, own, file, written)
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

    /// The same as readers have it where these service lines are offered.
    fn read_offering<S: ReadVersion>(
        &self,
        offered: &[Track],
        own: &DocumentId,
        version: &VersionFile<S>,
        written: &SourceFile,
    ) -> S::Version {
        self.offering(offered, |reader| reader.read(own, version, written))
    }

    /// Reads where these service lines are offered.
    fn offering<T>(&self, offered: &[Track], read: impl FnOnce(&ApprovalReader<'_>) -> T) -> T {
        let names = self.background.names.offering(offered);
        let background = Background { offered, names: &names, ..self.background.clone() };
        read(&ApprovalReader { background, values: self.values, ends: self.ends })
    }

    /// Whether a text, which `read` reads, has this fingerprint; or had it when more service lines were offered, so that all that readers
    /// have now was in it.
    pub(crate) fn is_text(
        &self,
        fingerprint: &Fingerprint,
        written: &SourceFile,
        is_it: impl Fn(&ApprovalReader<'_>, &Fingerprint) -> bool,
    ) -> bool {
        if is_it(self, fingerprint) {
            return true;
        }
        let (offered, dropped) =
            self.lines_of(&written.text, |track| self.background.offered.contains(track));
        every_subset(&offered, &dropped)
            .skip(1)
            .any(|lines| self.offering(&lines, |reader| is_it(reader, fingerprint)))
    }

    /// Whether a version has this fingerprint, or had it when more service lines were offered.
    pub(crate) fn is_version<S: ReadVersion>(
        &self,
        fingerprint: &Fingerprint,
        own: &DocumentId,
        version: &VersionFile<S>,
        written: &SourceFile,
    ) -> bool {
        self.is_text(fingerprint, written, |reader, fingerprint| {
            !reader.differs(fingerprint, &reader.read(own, version, written))
        })
    }

    /// The version as it was approved, whichever service lines were offered then; `None` when it isn't the one that was approved.
    pub(crate) fn as_it_was<S: ReadVersion>(
        &self,
        fingerprint: &Fingerprint,
        own: &DocumentId,
        version: &VersionFile<S>,
        written: &SourceFile,
    ) -> Option<S::Version> {
        let (always, named) = self.lines_of(&written.text, |_| false);
        let sets = every_subset(&always, &named);
        sets.map(|lines| self.read_offering(&lines, own, version, written))
            .find(|read| !self.differs(fingerprint, read))
    }

    fn differs(&self, fingerprint: &Fingerprint, version: &dyn Version) -> bool {
        fingerprint.difference(&version.blocks(), &self.known_ids()).is_some()
    }

    /// The service lines that make no difference to a file or must be offered, and the others that it names.
    fn lines_of(&self, text: &str, must: impl Fn(&Track) -> bool) -> (Vec<Track>, Vec<Track>) {
        let is_fixed = |track: &&Track| must(track) || !text.contains(&track.0);
        let (fixed, named): (Vec<&Track>, Vec<&Track>) =
            self.background.known_tracks.iter().partition(is_fixed);
        let offered = |track: &&Track| self.background.offered.contains(track);
        (fixed.into_iter().filter(offered).cloned().collect(), named.into_iter().cloned().collect())
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
    pub(crate) fn compare<S: ReadVersion>(
        &self,
        approval: &Approval,
        own: &DocumentId,
        version: &VersionFile<S>,
        written: &SourceFile,
    ) -> ApprovedText {
        let Some(RecordedText { fingerprint, values: _ }) = &approval.recorded else {
            return ApprovedText::NotRecorded;
        };
        let is_it = self.is_version(fingerprint, own, version, written);
        if is_it { ApprovedText::Unchanged } else { ApprovedText::Changed }
    }
}

/// Among more lines than this, not every combination is tried.
const MOST_LINES: usize = 6;

/// `always` alone first, then with every choice of the others.
fn every_subset<'t>(always: &'t [Track], others: &'t [Track]) -> impl Iterator<Item = Vec<Track>> + 't {
    let others = &others[..others.len().min(MOST_LINES)];
    (0_u32..1 << others.len()).map(move |chosen| {
        let chosen = others.iter().enumerate().filter(move |(at, _)| chosen & (1 << at) != 0);
        always.iter().chain(chosen.map(|(_, line)| line)).cloned().collect()
    })
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
