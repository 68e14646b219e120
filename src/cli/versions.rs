//! Finding a policy, form or curriculum by its name or number, and recording something in the header of a version.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::error::Refusal;
use super::{CommandError, Place, shell, shown_findings};
use crate::diagnostic::{self, Diagnostic, Findings, Severity};
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::files::{self, FileError};
use crate::memo::Memo;
use crate::model::{DocumentId, DocumentKind, Version};
use crate::names;
use crate::pipeline::{self, Examined};
use crate::source::{SourceFile, split_byte_order_mark};
use crate::world::{DiskWorld, Overlay, World};

#[derive(Debug, Clone)]
pub(crate) struct WrittenVersion {
    /// Its file, from the handbook's folder.
    pub(crate) path: String,
    pub(crate) effective: Option<Date>,
    pub(crate) approved: bool,
    pub(crate) title: String,
    /// What was read of its file.
    source: Arc<SourceFile>,
}

impl WrittenVersion {
    pub(crate) fn file(&self, place: &Place) -> PathBuf {
        place.dir.join(&self.path)
    }

    pub(crate) fn format(&self) -> HeaderFormat {
        if self.path.to_ascii_lowercase().ends_with(".toml") {
            HeaderFormat::Toml
        } else {
            HeaderFormat::Markdown
        }
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

/// A policy, form or curriculum, and the handbook that it is in.
pub(crate) struct FoundDocument {
    /// The name that nothing else has: `intake`, or `policy:intake` where a form has that name, too.
    pub(crate) name: String,
    /// The version that the handbook shows.
    pub(crate) current: WrittenVersion,
    pub(crate) later: Vec<WrittenVersion>,
    /// The day for which the handbook is read.
    pub(crate) today: Date,
    world: DiskWorld,
    memo: Memo,
    examined: Examined,
}

impl FoundDocument {
    /// Records `change` in the header of one of its versions. `refuses` looks at the errors that the file has now and would have then.
    pub(crate) fn record(
        &self,
        place: &Place,
        version: &WrittenVersion,
        change: &HeaderChange,
        refuses: impl FnOnce(&Errors, &Errors) -> Option<Refusal>,
    ) -> Result<(), CommandError> {
        files::change(&version.file(place), &place.dir, |bytes| {
            let new = version.changed(bytes, change)?;
            let overlay = Overlay::new(&self.world, &version.path, new.as_bytes());
            let is_meant = |path: &str| path == version.path;
            let now = Errors::at(&self.examined, is_meant);
            let then = Errors::at(&pipeline::examine_again(&overlay, &self.memo), is_meant);
            match refuses(&now, &then) {
                Some(refusal) => Err(then.refuse(refusal, &version.path)),
                None => Ok(new.into_bytes()),
            }
        })
    }
}

pub(crate) struct Errors {
    findings: Findings,
    /// As a terminal shows them.
    shown: String,
}

impl Errors {
    fn at(examined: &Examined, is_meant: impl Fn(&str) -> bool) -> Self {
        let files = &examined.sources.files;
        let is_error = |finding: &&Diagnostic| {
            finding.severity == Severity::Error && is_meant(&files.get(finding.span.file).path)
        };
        let mut findings = Findings::default();
        findings.extend(examined.findings.iter().filter(is_error).cloned());
        let shown = shown_findings(&findings, files);
        Self { findings, shown }
    }

    pub(crate) fn count(&self) -> usize {
        self.findings.count(Severity::Error)
    }

    fn refuse(self, refusal: Refusal, file: &str) -> CommandError {
        CommandError::HasErrors { count: self.count(), shown: self.shown, file: file.to_owned(), refusal }
    }
}

/// Makes a second attempt when another command or program changed the file during the first.
pub(crate) fn again_when_changed<T>(
    attempt: impl Fn() -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    match attempt() {
        Err(CommandError::ChangedMeanwhile(_) | CommandError::File(FileError::Changed(_))) => attempt(),
        done => done,
    }
}

struct DocumentCandidate<'a> {
    id: DocumentId,
    number: &'a str,
    current: WrittenVersion,
    later: Vec<WrittenVersion>,
}

/// Whether `wanted` is this number, such as `CSP-02`, in lowercase letters or capitals.
pub(crate) fn is_number(number: &str, wanted: &str) -> bool {
    !wanted.trim().is_empty() && number.trim().to_lowercase() == wanted.trim().to_lowercase()
}

/// Finds the document that `name` is the id of, such as `intake` or `form:intake`; else the one that it is the number of.
pub(crate) fn find(place: &Place, name: &str) -> Result<FoundDocument, CommandError> {
    let world = place.world()?;
    let memo = Memo::default();
    let examined = pipeline::examine_again(&world, &memo);
    let (kind, wanted) = parse_name(name);
    let is_meant = |own: DocumentKind| kind.is_none_or(|kind| kind == own);
    for own in DocumentKind::VERSIONED.into_iter().filter(|own| is_meant(*own)) {
        refuse_unreadable(&examined, &own.id(wanted))?;
    }
    let all = candidates(&examined);
    let meant = |matches: &dyn Fn(&DocumentCandidate<'_>) -> bool| -> Vec<&DocumentCandidate<'_>> {
        all.iter().filter(|one| is_meant(one.id.kind) && matches(one)).collect()
    };
    let mut matching = meant(&|one| one.id.id == wanted);
    if matching.is_empty() {
        matching = meant(&|one| is_number(one.number, wanted));
    }
    let found = match matching.as_slice() {
        [one] => *one,
        [] => return Err(unknown(place, name, wanted, &meant(&|_| true))),
        several => {
            let names = several.iter().map(|one| one.id.to_string()).collect();
            return Err(CommandError::Ambiguous { name: name.to_owned(), names });
        }
    };
    refuse_unreadable(&examined, &found.id)?;
    let is_only = all.iter().filter(|one| one.id.id == found.id.id).count() == 1;
    let name = if is_only { found.id.id.clone() } else { found.id.to_string() };
    let (current, later) = (found.current.clone(), found.later.clone());
    Ok(FoundDocument { name, current, later, today: world.today(), world, memo, examined })
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
            approved: header.approval.is_some(),
            title: header.title.to_string(),
            source: file.clone(),
        }
    };
    let documents = examined.handbook.documents().versioned();
    documents
        .map(|document| DocumentCandidate {
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
    Err(errors.refuse(Refusal::Unreadable, &folder))
}
