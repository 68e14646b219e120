//! What approvals are for: the words that a changed text had when it was approved, and what is recorded with a new approval.

use std::collections::BTreeMap;

use super::acronyms::Acronyms;
use super::approval::ApprovalReader;
use super::documents::DocumentReader;
use super::elsewhere::Elsewhere;
use super::evidence::CitingVersion;
use super::lookup::Names;
use super::version::ReadVersion;
use super::{catalog, program, revisions};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{Sources, VersionFile};
use crate::memo::Memo;
use crate::model::fingerprint::TextDifference;
use crate::model::read_blocks::{ReadBlock, ReadLine, ReadToken, words_of};
use crate::model::text::{Inline, each_inline};
use crate::model::version::RecordedText;
use crate::model::{Date, Handbook, Header, Version, Viewpoint, long_date};
use crate::source::{FileId, SourceFile, Span, split_byte_order_mark};

/// The folder of a handbook with a copy of each file that was approved.
pub(crate) const APPROVED_COPIES: &str = ".clausebook/approved";

/// Where the copy of an approved file is: `.clausebook/approved/content/policies/intake/2026-11-23.md`.
pub(crate) fn copy_path(path: &str) -> String {
    format!("{APPROVED_COPIES}/{path}")
}

/// The bytes of a copy, by its path; `None` when there is none.
pub(crate) type Copies<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// A finding for each version that was changed after its approval.
pub(crate) fn changed_texts(
    sources: &Sources,
    handbook: &Handbook,
    memo: &Memo,
    copies: &Copies<'_>,
) -> Vec<Diagnostic> {
    let headers = handbook.documents().versioned().flat_map(|document| {
        let versions: Vec<&Header> = document.versions().map(Version::header).collect();
        versions
    });
    let changed: BTreeMap<FileId, &Header> = headers
        .filter(|header| header.changed_since().is_some())
        .map(|header| (header.span.file, header))
        .collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let texts = ChangedTexts { sources, changed, copies };
    with_approvals(sources, handbook.as_of, memo, |approvals| {
        let mut findings = texts.of(&sources.policies, approvals);
        findings.extend(texts.of(&sources.forms, approvals));
        findings.extend(texts.of(&sources.curricula, approvals));
        findings
    })
}

/// What an approval of each of these files is for, by path.
pub(crate) fn texts_to_record(
    sources: &Sources,
    today: Date,
    memo: &Memo,
    is_wanted: &dyn Fn(&str) -> bool,
) -> BTreeMap<String, RecordedText> {
    fn add<S: ReadVersion>(
        files: &[VersionFile<S>],
        sources: &Sources,
        approvals: &ApprovalReader<'_>,
        is_wanted: &dyn Fn(&str) -> bool,
        texts: &mut BTreeMap<String, RecordedText>,
    ) {
        for file in files {
            let written = sources.files.get(file.file);
            if is_wanted(&written.path) {
                let version = approvals.read(&file.document, file, written);
                texts.insert(written.path.clone(), approvals.record(&version.blocks()));
            }
        }
    }
    with_approvals(sources, today, memo, |approvals| {
        let mut texts = BTreeMap::new();
        add(&sources.policies, sources, approvals, is_wanted, &mut texts);
        add(&sources.forms, sources, approvals, is_wanted, &mut texts);
        add(&sources.curricula, sources, approvals, is_wanted, &mut texts);
        texts
    })
}

/// Where each version cites clauses, offered or not, by the path of its file.
pub(crate) fn citation_places(sources: &Sources, today: Date, memo: &Memo) -> BTreeMap<String, Vec<Span>> {
    fn add<S: ReadVersion>(
        files: &[VersionFile<S>],
        sources: &Sources,
        (approvals, today): (&ApprovalReader<'_>, Date),
        places: &mut BTreeMap<String, Vec<Span>>,
    ) {
        for file in files {
            let written = sources.files.get(file.file);
            let version = approvals.read(&file.document, file, written);
            let mut spans: Vec<Span> =
                version.evidence(&file.document, today).into_iter().map(|one| one.span).collect();
            for line in version.lines() {
                each_inline(line.inlines(), &mut |inline| {
                    if let Inline::Citation(citation) = inline {
                        spans.push(citation.span);
                    }
                });
            }
            places.insert(written.path.clone(), spans);
        }
    }
    with_approvals(sources, today, memo, |approvals| {
        let mut places = BTreeMap::new();
        add(&sources.policies, sources, (approvals, today), &mut places);
        add(&sources.forms, sources, (approvals, today), &mut places);
        add(&sources.curricula, sources, (approvals, today), &mut places);
        places
    })
}

/// Lets `read` read versions as they are approved. What is wrong with them has been reported.
pub(super) fn with_approvals<T>(
    sources: &Sources,
    today: Date,
    memo: &Memo,
    read: impl FnOnce(&ApprovalReader<'_>) -> T,
) -> T {
    let mut known = Findings::default();
    let program = program::program(sources, today, &mut known);
    let view = Viewpoint::on(today);
    let elsewhere = Elsewhere::new(sources, &program, view);
    let catalogs = catalog::specifications(sources, &program, memo, &mut known);
    let revisions = revisions::revisions(catalogs, today, &mut known);
    let names = Names::new(&revisions, sources, &program, &elsewhere);
    let reader =
        DocumentReader { sources, program: &program, elsewhere: &elsewhere, names: &names, view, memo };
    let known_tracks: Vec<_> = program.known_tracks.keys().cloned().collect();
    let as_approved = names.as_approved();
    let no_acronyms = Acronyms::default();
    read(&reader.for_approval(&known_tracks, &as_approved, &no_acronyms))
}

struct ChangedTexts<'a> {
    sources: &'a Sources,
    changed: BTreeMap<FileId, &'a Header>,
    copies: &'a Copies<'a>,
}

impl ChangedTexts<'_> {
    fn of<S: ReadVersion>(
        &self,
        files: &[VersionFile<S>],
        approvals: &ApprovalReader<'_>,
    ) -> Vec<Diagnostic> {
        let finding = |file: &VersionFile<S>| self.finding(file, self.changed.get(&file.file)?, approvals);
        files.iter().filter_map(finding).collect()
    }

    fn finding<S: ReadVersion>(
        &self,
        file: &VersionFile<S>,
        header: &Header,
        approvals: &ApprovalReader<'_>,
    ) -> Option<Diagnostic> {
        let approval = header.approval.as_ref()?;
        let written = self.sources.files.get(file.file);
        let version = approvals.read(&file.document, file, written);
        let blocks = version.blocks();
        let recorded = approval.recorded.as_ref()?;
        let difference = recorded.fingerprint.difference(&blocks, &approvals.known_ids())?;
        let copy = self.copy(file, &written.path, recorded, approvals);
        let old_blocks = copy.as_ref().map(Version::blocks);
        let (what, span) = describe(difference, &blocks, old_blocks.as_deref(), header.span);
        let name = &file.document;
        let message = format!(
            "the {} “{}” was changed after its approval on {}: {what}",
            name.kind.word(),
            header.title,
            long_date(approval.on)
        );
        let again = match &copy {
            Some(_) => format!("; the text that was approved is in {}", copy_path(&written.path)),
            None => String::new(),
        };
        Some(
            Diagnostic::new(FindingCode::ChangedAfterApproval, span, message)
                .hint(format!("if it is a correction that somebody approved, record that: clausebook approve {name} --minor --change \"…\" --by \"…\" --on DATE"))
                .hint(format!("otherwise put the approved text back, and start a new version: clausebook revise {name} --effective DATE{again}")),
        )
    }

    /// The version as it was approved, if a copy of it was kept.
    fn copy<S: ReadVersion>(
        &self,
        file: &VersionFile<S>,
        path: &str,
        recorded: &RecordedText,
        approvals: &ApprovalReader<'_>,
    ) -> Option<S::Version> {
        let bytes = (self.copies)(&copy_path(path))?;
        let (_, text) = split_byte_order_mark(str::from_utf8(&bytes).ok()?);
        let written = SourceFile::new(path, text);
        let source = S::read_file(&written, file.file, &mut Findings::default())?;
        let kept = VersionFile {
            document: file.document.clone(),
            effective: file.effective,
            file: file.file,
            source: source.into(),
        };
        // A copy that was changed as well says nothing.
        approvals.as_it_was(&recorded.fingerprint, &file.document, &kept, &written)
    }
}

/// What is different, and where it is in the present text.
fn describe(
    difference: TextDifference,
    blocks: &[ReadBlock<'_>],
    old: Option<&[ReadBlock<'_>]>,
    top: Span,
) -> (String, Span) {
    match difference {
        TextDifference::Changed(at) => {
            let Some(block) = blocks.get(at) else { return ("its end is another one".to_owned(), top) };
            let before = old.and_then(|old| old.get(at)).map(|old| changed_words(old, block));
            let what = before
                .unwrap_or_else(|| "reads otherwise (no copy of the approved text was kept)".to_owned());
            (format!("{} {what}", block.key), block.span)
        }
        TextDifference::Added(at) => {
            let Some(block) = blocks.get(at) else { return ("its end is new".to_owned(), top) };
            (format!("{} is new: “{}”", block.key, shortened(&first_words(block))), block.span)
        }
        TextDifference::Removed(at) => {
            let span = blocks.get(at).or(blocks.last()).map_or(top, |block| block.span);
            let what =
                match (old.and_then(|old| old.get(at)), at.checked_sub(1).and_then(|at| blocks.get(at))) {
                    (Some(old), _) => format!("{} is gone: “{}”", old.key, shortened(&first_words(old))),
                    (None, Some(before)) => format!("what was after {} is gone", before.key),
                    (None, None) => "its beginning is gone".to_owned(),
                };
            (what, span)
        }
    }
}

fn first_words(block: &ReadBlock<'_>) -> String {
    block.lines.first().map(ReadLine::words).unwrap_or_default()
}

/// `said “within 1 hour of the call”, and now says “within 1 week of the call”`
fn changed_words(old: &ReadBlock<'_>, new: &ReadBlock<'_>) -> String {
    let is_same = |(one, other): &(&ReadLine<'_>, &ReadLine<'_>)| {
        one.path == other.path
            && one.tokens.len() == other.tokens.len()
            && alike(&one.tokens, &other.tokens) == one.tokens.len()
    };
    let at = old.lines.iter().zip(&new.lines).take_while(is_same).count();
    let before = old.lines.get(at).map(|line| line.tokens.as_slice());
    let after = new.lines.get(at).map(|line| line.tokens.as_slice());
    let (before, after) = around_difference(before.unwrap_or_default(), after.unwrap_or_default());
    match (before.is_empty(), after.is_empty()) {
        _ if before == after => "has other links, citations or kinds of entries".to_owned(),
        (true, _) => format!("has a new line: “{after}”"),
        (_, true) => format!("has lost a line: “{before}”"),
        _ => format!("said “{before}”, and now says “{after}”"),
    }
}

/// How many tokens at the start are the same.
fn alike(one: &[ReadToken<'_>], other: &[ReadToken<'_>]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| reads_as(one, other)).count()
}

fn reads_as(one: &ReadToken<'_>, other: &ReadToken<'_>) -> bool {
    one.kind == other.kind && one.is_struck == other.is_struck && one.leads_to == other.leads_to
}

/// Words before and after a difference that are shown with it.
const WORDS_AROUND: usize = 3;

/// The words that differ, each with the same few around them.
fn around_difference(old: &[ReadToken<'_>], new: &[ReadToken<'_>]) -> (String, String) {
    let start = alike(old, new);
    let pairs = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = pairs.take_while(|(one, other)| reads_as(one, other)).count();
    let part = |tokens: &[ReadToken<'_>]| {
        let from = start.saturating_sub(WORDS_AROUND);
        let to = (tokens.len() - end + WORDS_AROUND).min(tokens.len());
        shortened(&words_of(&tokens[from..to]))
    };
    (part(old), part(new))
}

/// Letters of a text that a message shows.
const LONGEST_EXCERPT: usize = 120;

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_EXCERPT {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST_EXCERPT).collect();
    format!("{} …", start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words))
}
