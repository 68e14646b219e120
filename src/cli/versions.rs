//! Finding a policy, form or curriculum by its name or number, and recording something in the header of a version.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::file_errors::Errors;
use super::refusal::{ErrorSubject, Refusal};
use super::{CommandError, Place, rename, shell};
use crate::diagnostic::{self, Diagnostic, FindingCode};
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::files::{self, Access, FileError};
use crate::load::{VersionFile, VersionSource};
use crate::memo::Memo;
use crate::model::fingerprint::Fingerprint;
use crate::model::version::{ApprovedText, RecordedText};
use crate::model::{Approval, DocumentEnd, DocumentId, DocumentKind, Version};
use crate::names;
use crate::pipeline::{self, Examined};
use crate::resolve;
use crate::source::{FileId, SourceFile, Span, split_byte_order_mark};
use crate::world::{DiskWorld, Overlay, World};

#[derive(Debug, Clone)]
pub(crate) struct WrittenVersion {
    /// Its file, from the handbook's folder.
    pub(crate) path: String,
    pub(crate) effective: Option<Date>,
    pub(crate) approval: Option<Approval>,
    /// The newest day of its history until today.
    pub(crate) last_change: Option<Date>,
    pub(crate) title: String,
    pub(crate) end: Option<DocumentEnd>,
    pub(crate) was_reviewed: bool,
    /// What was read of its file.
    source: Arc<SourceFile>,
}

impl WrittenVersion {
    pub(crate) fn file(&self, place: &Place) -> PathBuf {
        place.dir.join(&self.path)
    }

    /// Its file, from the folder of its document.
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }

    /// The text of its file as it was read.
    pub(crate) fn text(&self) -> &str {
        &self.source.text
    }

    pub(crate) fn format(&self) -> HeaderFormat {
        HeaderFormat::of(&self.path)
    }

    /// Whether its approval is for `text`.
    pub(crate) fn is_as_approved(&self, text: &RecordedText) -> bool {
        self.approval.as_ref().is_some_and(|approval| {
            let is_changed = approval.text == ApprovedText::Changed;
            approval.recorded.as_ref().is_some_and(|recorded| !is_changed && recorded.values == text.values)
        })
    }

    /// Whether its Markdown stops in the middle: a heading with nothing below it, or a last line without an end that ends no sentence.
    /// A copy that was interrupted looks like that.
    pub(crate) fn looks_cut_short(&self) -> bool {
        let text = self.source.text.trim_end();
        let last_line = text.lines().next_back().unwrap_or_default();
        let is_open = !self.source.text.ends_with('\n')
            && text.ends_with(|c: char| c.is_alphanumeric() || ",;:-–—([{".contains(c));
        self.format() == HeaderFormat::Markdown && (is_open || last_line.starts_with('#'))
    }

    /// The text of its file with `change` in its header. `bytes` are those of the file now, which must be what was read.
    pub(crate) fn changed(&self, bytes: &[u8], change: &HeaderChange) -> Result<String, CommandError> {
        let text = str::from_utf8(bytes).unwrap_or_default();
        if split_byte_order_mark(text).1 != self.source.text {
            return Err(CommandError::ChangedMeanwhile(self.path.clone()));
        }
        edit::change_header(text, self.format(), change)
            .map_err(|error| CommandError::Edit { path: self.path.clone(), error })
    }
}

/// A policy, form or curriculum.
#[derive(Debug, Clone)]
pub(crate) struct FoundDocument {
    /// The name that nothing else has: `intake`, or `policy:intake` where a form has that name, too.
    pub(crate) name: String,
    pub(crate) id: DocumentId,
    /// The version that the handbook shows.
    pub(crate) current: WrittenVersion,
    pub(crate) later: Vec<WrittenVersion>,
}

impl FoundDocument {
    /// The version shown, and those to come.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &WrittenVersion> {
        std::iter::once(&self.current).chain(&self.later)
    }
}

/// What is to be recorded in the header of a version.
pub(crate) struct Record<'a> {
    pub(crate) version: &'a WrittenVersion,
    pub(crate) change: HeaderChange,
    /// The day on which it takes effect from now on, so that its file is renamed; `None` where it stays.
    pub(crate) moved_to: Option<Date>,
}

impl Record<'_> {
    /// Its file afterwards, from the handbook's folder.
    pub(crate) fn path(&self) -> String {
        let path = &self.version.path;
        let Some(day) = self.moved_to else { return path.clone() };
        let folder = path.strip_suffix(self.version.file_name()).unwrap_or_default();
        format!("{folder}{day}.{}", self.version.format().ending())
    }
}

/// A handbook that a command records something in.
pub(crate) struct OpenHandbook<'a> {
    place: &'a Place,
    /// The day for which the handbook is read.
    pub(crate) today: Date,
    world: DiskWorld,
    memo: Memo,
    pub(super) examined: Examined,
}

/// A file of the handbook with another text, which nobody has written yet.
pub(crate) struct RewrittenText {
    /// From the handbook's folder.
    pub(crate) path: String,
    /// Its bytes as they were read.
    pub(crate) old: Vec<u8>,
    pub(crate) new: Vec<u8>,
    /// Its path afterwards, if it gets another name.
    pub(crate) moved_to: Option<String>,
}

impl RewrittenText {
    fn path_then(&self) -> &str {
        self.moved_to.as_deref().unwrap_or(&self.path)
    }
}

impl<'a> OpenHandbook<'a> {
    pub(crate) fn open(place: &'a Place) -> Result<Self, CommandError> {
        let world = place.world()?;
        let memo = Memo::default();
        let examined = pipeline::examine_again(&world, &memo);
        Ok(Self { place, today: world.today(), world, memo, examined })
    }

    /// The texts of these versions, as an approval records them.
    pub(crate) fn texts(&self, versions: &[&WrittenVersion]) -> BTreeMap<String, RecordedText> {
        let is_wanted = |path: &str| versions.iter().any(|version| version.path == path);
        resolve::texts_to_record(&self.examined.sources, self.today, &self.memo, &is_wanted)
    }

    /// Refuses a version in which text of the template is left.
    pub(crate) fn refuse_template_text(&self, version: &WrittenVersion) -> Result<(), CommandError> {
        let files = &self.examined.sources.files;
        let is_left = |finding: &&Diagnostic| {
            finding.code == FindingCode::TemplateText && files.get(finding.span.file).path == version.path
        };
        match self.examined.findings.iter().find(is_left) {
            None => Ok(()),
            Some(finding) => Err(CommandError::TemplateText {
                path: version.path.clone(),
                line: files.location(finding.span).line,
            }),
        }
    }

    /// Records all of it or nothing, and reads the handbook as it is then. `refuses` looks at the errors that the files have now and
    /// would have then.
    pub(crate) fn record(
        &self,
        records: &[Record<'_>],
        refuses: impl FnOnce(&Errors, &Errors) -> Option<Refusal>,
    ) -> Result<Examined, CommandError> {
        let mut prepared: Vec<RewrittenText> =
            records.iter().map(|record| self.prepare(record)).collect::<Result<_, _>>()?;
        prepared.extend(self.corrected_originals(records)?);
        let then = self.refuse(&prepared, refuses)?;
        for (one, record) in prepared.iter().zip(records) {
            if record.change.approves_text() {
                self.keep_copy(one)?;
            }
        }
        self.write(&prepared)?;
        Ok(then)
    }

    /// The translations of the versions in which a correction is recorded: they stay translations of the approved text.
    fn corrected_originals(&self, records: &[Record<'_>]) -> Result<Vec<RewrittenText>, CommandError> {
        let sources = &self.examined.sources;
        let mut rewritten = Vec::new();
        for record in records {
            let HeaderChange::Correction { text, .. } = &record.change else { continue };
            let approval = record.version.approval.as_ref();
            let Some(before) = approval.and_then(|approval| approval.recorded.as_ref()) else { continue };
            let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            for file in &sources.translations {
                let written = sources.files.get(file.file);
                let made_from = file.source.record.keys.made_from.as_ref();
                let made_from = made_from.and_then(|text| Fingerprint::parse(text.get_ref()).ok());
                let is_beside = folder(&written.path) == folder(&record.version.path);
                if !is_beside || made_from.as_ref() != Some(&before.fingerprint) {
                    continue;
                }
                let old = self.bytes(&written.path, written)?;
                let change = HeaderChange::OriginalCorrected { made_from: text.fingerprint.clone() };
                let format = HeaderFormat::of(&written.path);
                let new = edit::change_header(str::from_utf8(&old).unwrap_or_default(), format, &change)
                    .map_err(|error| CommandError::Edit { path: written.path.clone(), error })?;
                let path = written.path.clone();
                rewritten.push(RewrittenText { path, old, new: new.into_bytes(), moved_to: None });
            }
        }
        Ok(rewritten)
    }

    /// Gives these files their new texts, all or none. Refused if they would have more errors.
    pub(crate) fn rewrite(&self, files: &[RewrittenText]) -> Result<(), CommandError> {
        self.refuse(files, |now, then| (then.count() > now.count()).then_some(Refusal::Rewriting))?;
        self.write(files)
    }

    pub(crate) fn today(&self) -> Date {
        self.today
    }

    /// What was read for the day of the handbook.
    pub(crate) fn examined(&self) -> &Examined {
        &self.examined
    }

    /// Where each version cites clauses, by the path of its file.
    pub(crate) fn citation_places(&self) -> BTreeMap<String, Vec<Span>> {
        resolve::citation_places(&self.examined.sources, self.today, &self.memo)
    }

    /// The bytes of a file, which must be what was read of it.
    pub(crate) fn bytes(&self, path: &str, read: &SourceFile) -> Result<Vec<u8>, CommandError> {
        let file = self.place.dir.join(path);
        let bytes = fs::read(&file).map_err(|error| CommandError::UnreadableInput { file, error })?;
        let text = str::from_utf8(&bytes).unwrap_or_default();
        if split_byte_order_mark(text).1 == read.text {
            Ok(bytes)
        } else {
            Err(CommandError::ChangedMeanwhile(path.to_owned()))
        }
    }

    fn refuse(
        &self,
        files: &[RewrittenText],
        refuses: impl FnOnce(&Errors, &Errors) -> Option<Refusal>,
    ) -> Result<Examined, CommandError> {
        let changed = files.iter().map(|one| (one.path_then(), one.new.clone()));
        let moved: Vec<(String, String)> =
            files.iter().filter_map(|one| Some((one.path.clone(), one.moved_to.clone()?))).collect();
        let overlay = Overlay::new(&self.world, changed).with_moves(&moved);
        let is_meant = |path: &str| files.iter().any(|one| one.path == path || one.path_then() == path);
        let now = Errors::at(&self.examined, is_meant);
        let examined = pipeline::examine_again(&overlay, &self.memo);
        let then = Errors::at(&examined, is_meant);
        let Some(refusal) = refuses(&now, &then) else { return Ok(examined) };
        let file = match files {
            [only] => ErrorSubject::Path(only.path.clone()),
            several => ErrorSubject::Several(several.len()),
        };
        Err(then.refuse(refusal, file))
    }

    fn prepare(&self, record: &Record<'_>) -> Result<RewrittenText, CommandError> {
        let file = record.version.file(self.place);
        let old = fs::read(&file).map_err(|error| match error.kind() {
            // Another approval gave it its day.
            std::io::ErrorKind::NotFound => CommandError::ChangedMeanwhile(record.version.path.clone()),
            _ => CommandError::UnreadableInput { file, error },
        })?;
        let new = record.version.changed(&old, &record.change)?.into_bytes();
        let path = record.version.path.clone();
        let moved_to = Some(record.path()).filter(|then| *then != path);
        Ok(RewrittenText { path, old, new, moved_to })
    }

    /// Keeps the text that is approved, so that its words can be shown once it was changed.
    fn keep_copy(&self, one: &RewrittenText) -> Result<(), CommandError> {
        let copy = self.place.dir.join(resolve::copy_path(one.path_then()));
        match files::create_with_folders(&copy, &one.new, Access::Everyone) {
            Err(FileError::Exists(_)) => {
                files::change(&copy, &self.place.dir, |_| Ok::<_, FileError>(one.new.clone()))?;
            }
            created => created?,
        }
        Ok(())
    }

    pub(super) fn write(&self, prepared: &[RewrittenText]) -> Result<(), CommandError> {
        for (at, one) in prepared.iter().enumerate() {
            if let Err(error) = self.put(one) {
                for done in &prepared[..at] {
                    self.take_back(done);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Writes a file and gives it its name, both or neither.
    fn put(&self, one: &RewrittenText) -> Result<(), CommandError> {
        self.replace(&one.path, &one.old, &one.new)?;
        if let Some(then) = &one.moved_to
            && let Err(error) = files::rename(&self.place.dir.join(&one.path), &self.place.dir.join(then))
        {
            let _ = self.replace(&one.path, &one.new, &one.old);
            return Err(error.into());
        }
        Ok(())
    }

    /// What somebody else has changed meanwhile stays.
    fn take_back(&self, done: &RewrittenText) {
        if let Some(then) = &done.moved_to {
            let _ = files::rename(&self.place.dir.join(then), &self.place.dir.join(&done.path));
        }
        let _ = self.replace(&done.path, &done.new, &done.old);
    }

    /// Puts `new` in the place of `old`, which must be what is in the file.
    fn replace(&self, path: &str, old: &[u8], new: &[u8]) -> Result<(), CommandError> {
        files::change(&self.place.dir.join(path), &self.place.dir, |bytes| {
            if bytes == old {
                Ok(new.to_owned())
            } else {
                Err(CommandError::ChangedMeanwhile(path.to_owned()))
            }
        })
    }

    /// The handbook once these files have these bytes, at the paths that they have after `moves`.
    pub(super) fn examined_with<'f>(
        &'f self,
        changed: impl IntoIterator<Item = (&'f str, Vec<u8>)>,
        moves: &'f [(String, String)],
    ) -> Examined {
        let overlay = Overlay::new(&self.world, changed).with_moves(moves);
        pipeline::examine_again(&overlay, &self.memo)
    }

    /// The title of a page of the guide, and its file.
    pub(super) fn guide_page(&self, id: &str) -> Option<(String, String)> {
        let Examined { sources, handbook, .. } = &self.examined;
        let file = sources.guide.iter().find(|page| page.id == id)?.file;
        let title = handbook.guide.iter().find(|page| page.id == id).map(|page| page.title.to_string());
        Some((title.unwrap_or_else(|| id.to_owned()), sources.files.get(file).path.clone()))
    }

    /// Whether any version of a document is approved, those of the past included.
    pub(super) fn is_approved(&self, document: &DocumentId) -> bool {
        let sources = &self.examined.sources;
        approved_files(&sources.policies)
            .chain(approved_files(&sources.forms))
            .chain(approved_files(&sources.curricula))
            .any(|(of, _)| of == document)
    }

    /// The files of all approved versions.
    pub(super) fn all_approved_paths(&self) -> BTreeSet<String> {
        let sources = &self.examined.sources;
        approved_files(&sources.policies)
            .chain(approved_files(&sources.forms))
            .chain(approved_files(&sources.curricula))
            .map(|(_, file)| sources.files.get(file).path.clone())
            .collect()
    }

    /// Whether the file at `path` is a translation of a document.
    pub(super) fn is_translation(&self, path: &str) -> bool {
        let sources = &self.examined.sources;
        sources.translations.iter().any(|one| sources.files.get(one.file).path == path)
    }

    /// The paths of the files that may name documents, from the handbook's folder.
    pub(super) fn text_paths(&self) -> Vec<String> {
        rename::text_paths(&self.world)
    }

    /// A file as it is on the disk; `None` where it isn't text.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.world.read(path).ok()?.bytes.to_vec()).ok()
    }

    /// Finds the document that `name` is the id of, such as `intake` or `form:intake`; else the one that it is the number of.
    pub(crate) fn find(&self, name: &str) -> Result<FoundDocument, CommandError> {
        let (kind, wanted) = parse_name(name);
        let is_meant = |own: DocumentKind| kind.is_none_or(|kind| kind == own);
        for own in DocumentKind::VERSIONED.into_iter().filter(|own| is_meant(*own)) {
            refuse_unreadable(&self.examined, &own.id(wanted))?;
        }
        let all = candidates(&self.examined);
        let meant = |matches: &dyn Fn(&DocumentCandidate<'_>) -> bool| -> Vec<&DocumentCandidate<'_>> {
            all.iter().filter(|one| is_meant(one.id.kind) && matches(one)).collect()
        };
        let mut matching = meant(&|one| one.id.id == wanted);
        if matching.is_empty() {
            matching = meant(&|one| is_number(one.number, wanted));
        }
        match matching.as_slice() {
            [one] => {
                refuse_unreadable(&self.examined, &one.id)?;
                if self.is_common(one) {
                    return Err(CommandError::CommonText(one.id.to_string()));
                }
                Ok(one.found(&all))
            }
            [] => Err(unknown(self.place, name, wanted, &meant(&|_| true))),
            several => {
                let names = several.iter().map(|one| one.id.to_string()).collect();
                Err(CommandError::Ambiguous { name: name.to_owned(), names })
            }
        }
    }

    fn is_common(&self, one: &DocumentCandidate<'_>) -> bool {
        self.examined.sources.is_common(FileId::of(&one.current.path))
    }

    /// Every document of its own that is meant and has not ended. None of their files may be unreadable.
    pub(crate) fn find_all(
        &self,
        is_meant: impl Fn(&DocumentId, &str) -> bool,
    ) -> Result<Vec<FoundDocument>, CommandError> {
        let all = candidates(&self.examined);
        let meant: Vec<&DocumentCandidate<'_>> = all
            .iter()
            .filter(|one| !one.has_ended && !self.is_common(one) && is_meant(&one.id, one.number))
            .collect();
        for one in &meant {
            refuse_unreadable(&self.examined, &one.id)?;
        }
        Ok(meant.into_iter().map(|one| one.found(&all)).collect())
    }
}

/// The documents and files of approved versions, those of the past included.
fn approved_files<S: VersionSource>(files: &[VersionFile<S>]) -> impl Iterator<Item = (&DocumentId, FileId)> {
    let approved = files.iter().filter(|version| version.source.header().approved_on.is_some());
    approved.map(|version| (&version.document, version.file))
}

/// Attempts before the last one.
const ATTEMPTS: usize = 3;

/// Makes another attempt when another command or program changed a file during the first.
pub(crate) fn again_when_changed<T>(
    attempt: impl Fn() -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    for _ in 0..ATTEMPTS {
        match attempt() {
            Err(CommandError::ChangedMeanwhile(_) | CommandError::File(FileError::Changed(_))) => {}
            done => return done,
        }
    }
    attempt()
}

struct DocumentCandidate<'a> {
    id: DocumentId,
    has_ended: bool,
    number: &'a str,
    current: WrittenVersion,
    later: Vec<WrittenVersion>,
}

impl DocumentCandidate<'_> {
    fn found(&self, all: &[Self]) -> FoundDocument {
        let is_only = all.iter().filter(|other| other.id.id == self.id.id).count() == 1;
        FoundDocument {
            name: if is_only { self.id.id.clone() } else { self.id.to_string() },
            id: self.id.clone(),
            current: self.current.clone(),
            later: self.later.clone(),
        }
    }
}

/// Whether `wanted` is this number, such as `CSP-02`, in lowercase letters or capitals.
pub(crate) fn is_number(number: &str, wanted: &str) -> bool {
    !wanted.trim().is_empty() && number.trim().to_lowercase() == wanted.trim().to_lowercase()
}

/// The kind before the name, if there is one.
pub(crate) fn parse_name(name: &str) -> (Option<DocumentKind>, &str) {
    let kind = |scheme: &str| DocumentKind::VERSIONED.into_iter().find(|kind| kind.scheme() == scheme);
    name.split_once(':').and_then(|(scheme, rest)| Some((Some(kind(scheme)?), rest))).unwrap_or((None, name))
}

fn candidates(examined: &Examined) -> Vec<DocumentCandidate<'_>> {
    let written = |version: &dyn Version| {
        let header = version.header();
        let file = examined.sources.files.get(header.span.file);
        WrittenVersion {
            path: file.path.clone(),
            effective: header.effective,
            approval: header.approval.clone(),
            last_change: header.last_change(examined.handbook.as_of),
            title: header.title.to_string(),
            end: header.end.clone(),
            was_reviewed: !header.reviewed_by.is_empty(),
            source: file.clone(),
        }
    };
    let shown = examined.handbook.documents().versioned().map(|document| (false, document));
    let ended = examined.handbook.ended.versioned().map(|document| (true, document));
    shown
        .chain(ended)
        .map(|(has_ended, document)| DocumentCandidate {
            has_ended,
            number: &document.current.header().number,
            current: written(document.current),
            later: document.later.iter().map(|version| written(*version)).collect(),
            id: document.id,
        })
        .collect()
}

fn unknown(place: &Place, name: &str, wanted: &str, known: &[&DocumentCandidate<'_>]) -> CommandError {
    let known = known.iter().flat_map(|one| [one.id.id.as_str(), one.number]);
    CommandError::UnknownName {
        what: "policy, form or curriculum",
        name: name.to_owned(),
        near: diagnostic::nearest(wanted, known).map(str::to_owned),
        start: names::is_id(wanted).then(|| shell::command(place, &["new", "policy", wanted], &[])),
    }
}

/// Refuses a document of which a file can't be read, e.g. because it was cut short: nobody knows what that version would be.
fn refuse_unreadable(examined: &Examined, document: &DocumentId) -> Result<(), CommandError> {
    if !examined.sources.unreadable.documents.contains(document) {
        return Ok(());
    }
    let folder = format!("{}/{}", document.kind.folder(), document.id);
    let errors = Errors::at(examined, |path| path.starts_with(&format!("{folder}/")));
    Err(errors.refuse(Refusal::Unreadable, ErrorSubject::Path(folder)))
}
