use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::diff_text;
use super::typed::{VersionTyped, version};
use super::versions::{is_number, parse_name};
use super::{CommandError, Exit, Place, color, print, shell, specification, tell_findings};
use crate::diagnostic;
use crate::memo::Memo;
use crate::model::{Audience, DocumentId, DocumentKind, DocumentVersions, Handbook, Version};
use crate::pipeline::{self, Examined};
use crate::view::redline::{FactRow, Fate, RedlineBlock, RedlineLine, RedlineRow, RedlineView, redline};

/// Show what changed from one version to another, or from one revision of a specification to another
///
/// Compares the words of two versions of a policy, form or curriculum: text, rows of tables, fields, units, citations and the facts of
/// the header. A passage that was moved is shown as moved. Without versions, the version in force is compared with the newest one to
/// come; where there is none, with the one that it replaced.
///
/// Of a specification, it lists the clauses that are new, removed, renumbered, split, merged or reworded, and those with other figures,
/// kinds or needs, one on a line.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook diff intake\n  clausebook diff intake 2026-11-23 2027-01-01\n  clausebook diff intake 2027-01-01 draft my-handbook\n  clausebook diff form:service-plan --format json\n  clausebook diff specification:cca-csp 2026-03-01 2027-01-01\n\nExit codes: 0 the difference is shown, or there is none; 1 a file of the document can't be read; 2 the command was not understood."
)]
pub(crate) struct Diff {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02; or a specification,
    /// such as cca-csp, or specification:cca-csp where a document has that name
    #[arg(value_name = "NAME")]
    name: String,
    /// The old and the new version, each by the date it takes effect or as draft; then the handbook's folder [default: this folder]
    #[arg(value_name = "OLD NEW] [DIR", num_args = 0..=3)]
    rest: Vec<String>,
    /// The handbook's folder, in another way
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people
    #[value(alias = "table")]
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(command: &Diff) -> Exit {
    match diff(command) {
        Ok(text) => print(&text, Exit::Fine),
        Err(error) => error.tell(),
    }
}

fn diff(command: &Diff) -> Result<String, CommandError> {
    let (versions, place) = versions_and_place(&command.rest, command.dir.as_ref(), &command.config)?;
    let examined = pipeline::examine_for(&place.world()?, Audience::Authors, &Memo::off());
    let handbook = &examined.handbook;
    let is_document =
        || !matches!(find(&place, &command.name, handbook), Err(CommandError::UnknownName { .. }));
    if let Some(revisions) = specification::find(&place, &command.name, handbook, is_document)? {
        let diff = specification::diff(&place, revisions, &versions)?;
        return Ok(match command.format {
            DiffFormat::Text => diff.table(),
            DiffFormat::Json => format!("{}\n", serde_json::to_string_pretty(&diff).unwrap_or_default()),
        });
    }
    let document = find(&place, &command.name, handbook)?;
    refuse_unreadable(&examined, &document.id)?;
    let (old, new) = compared(&place, &document, &versions)?;
    let view = redline(old, new, handbook);
    Ok(match command.format {
        DiffFormat::Text => diff_text::render(&view, color(&std::io::stdout())),
        DiffFormat::Json => {
            let json = serde_json::to_string_pretty(&DiffReport::new(&document.id, &view));
            format!("{}\n", json.unwrap_or_default())
        }
    })
}

/// The versions that are typed, and the handbook: what isn't a version is its folder.
pub(super) fn versions_and_place(
    words: &[String],
    dir: Option<&PathBuf>,
    config: &str,
) -> Result<(Vec<VersionTyped>, Place), CommandError> {
    let (mut versions, mut folders) = (Vec::new(), Vec::new());
    for word in words {
        match version(word) {
            Ok(version) if folders.is_empty() && versions.len() < 2 => versions.push(version),
            _ => folders.push(PathBuf::from(word)),
        }
    }
    if folders.len() > 1 {
        // The first of two is a version that was mistyped.
        return Err(CommandError::NotAVersion(folders.remove(0).display().to_string()));
    }
    let dir = dir.cloned().or_else(|| folders.pop()).unwrap_or_else(|| PathBuf::from("."));
    Ok((versions, Place { dir, config: config.to_owned() }))
}

/// The document whose id `name` is, else the one whose number it is.
pub(crate) fn find<'h>(
    place: &Place,
    name: &str,
    handbook: &'h Handbook,
) -> Result<DocumentVersions<'h>, CommandError> {
    let (kind, id) = parse_name(name);
    let is_meant = |own: DocumentKind| kind.is_none_or(|kind| kind == own);
    let all = || {
        let documents = handbook.documents().versioned().chain(handbook.ended.versioned());
        documents.filter(|one| is_meant(one.id.kind))
    };
    let mut found: Vec<DocumentVersions<'h>> = all().filter(|one| one.id.id == id).collect();
    if found.is_empty() {
        found = all().filter(|one| is_number(&one.current.header().number, id)).collect();
    }
    if found.len() > 1 {
        let names = found.iter().map(|one| one.id.to_string()).collect();
        return Err(CommandError::Ambiguous { name: name.to_owned(), names });
    }
    found.pop().ok_or_else(|| {
        let known: Vec<String> = all().map(|one| one.id.id).collect();
        let near = diagnostic::nearest(id, known.iter().map(String::as_str)).map(str::to_owned);
        let start = shell::command(place, &["new", "policy", id], &[]);
        CommandError::UnknownName {
            what: "policy, form or curriculum",
            name: name.to_owned(),
            near,
            start: crate::names::is_id(id).then_some(start),
        }
    })
}

/// A version that can't be read might be one of the two.
fn refuse_unreadable(examined: &Examined, document: &DocumentId) -> Result<(), CommandError> {
    if !examined.sources.unreadable.documents.contains(document) {
        return Ok(());
    }
    tell_findings(&examined.findings, &examined.sources.files);
    Err(CommandError::UnreadableDocument(document.to_string()))
}

/// The old and the new version.
fn compared<'h>(
    place: &Place,
    document: &DocumentVersions<'h>,
    wanted: &[VersionTyped],
) -> Result<(&'h dyn Version, &'h dyn Version), CommandError> {
    let name = || document.id.id.clone();
    let all = by_date(document);
    let current = all.iter().position(|one| typed(*one) == typed(document.current)).unwrap_or(0);
    match wanted {
        [] => match (all.last(), current.checked_sub(1)) {
            (Some(newest), _) if current + 1 < all.len() => Ok((document.current, *newest)),
            (_, Some(before)) => Ok((all[before], document.current)),
            _ => {
                let options = ["--effective", "YYYY-MM-DD"];
                let revise = shell::command(place, &["revise", &name()], &options);
                Err(CommandError::OneVersion { name: name(), revise })
            }
        },
        [old] => Ok((version_of(document, *old)?, document.current)),
        [old, new, ..] => Ok((version_of(document, *old)?, version_of(document, *new)?)),
    }
}

fn typed(version: &dyn Version) -> VersionTyped {
    VersionTyped::of(version.header().effective)
}

/// Every version by date, drafts last.
pub(crate) fn by_date<'h>(document: &DocumentVersions<'h>) -> Vec<&'h dyn Version> {
    let mut all: Vec<&dyn Version> = document.others.clone();
    all.push(document.current);
    all.sort_by_key(|version| version.header().effective.unwrap_or(jiff::civil::Date::MAX));
    all
}

/// The version that is asked for.
pub(crate) fn version_of<'h>(
    document: &DocumentVersions<'h>,
    wanted: VersionTyped,
) -> Result<&'h dyn Version, CommandError> {
    let all = by_date(document);
    all.iter().find(|one| typed(**one) == wanted).copied().ok_or_else(|| CommandError::UnknownVersion {
        name: document.id.id.clone(),
        version: wanted,
        known: all.iter().map(|one| typed(*one)).collect(),
    })
}

/// What `--format json` prints.
#[derive(Serialize)]
struct DiffReport<'v> {
    document: String,
    title: &'v str,
    old: &'v str,
    new: &'v str,
    reasons: &'v [String],
    facts: &'v [FactRow],
    changes: Vec<DiffEntry<'v>>,
}

/// A block that isn't the same in both versions.
#[derive(Serialize)]
struct DiffEntry<'v> {
    fate: Fate,
    place: String,
    /// Where it was before, if it was moved.
    from: Option<String>,
    lines: &'v [RedlineLine],
    rows: &'v [RedlineRow],
}

impl<'v> DiffReport<'v> {
    fn new(document: &DocumentId, view: &'v RedlineView) -> Self {
        let RedlineView { title, number: _, old, new, reasons, facts, blocks, is_same: _ } = view;
        let changed = blocks.iter().filter(|block| block.is_told());
        Self {
            document: document.to_string(),
            title,
            old: &old.id,
            new: &new.id,
            reasons,
            facts,
            changes: changed.map(DiffEntry::new).collect(),
        }
    }
}

impl<'v> DiffEntry<'v> {
    fn new(block: &'v RedlineBlock) -> Self {
        Self {
            fate: block.fate,
            place: block.key.to_string(),
            from: block.other_key.as_ref().map(ToString::to_string),
            lines: &block.lines,
            rows: &block.rows,
        }
    }
}
