use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::file_errors::Errors;
use super::refusal::Refusal;
use super::renaming::{RenameStep, carry_out};
use super::typed::{DAY, id, sentence};
use super::versions::{FoundDocument, OpenHandbook, again_when_changed};
use super::{CommandError, Exit, Place, count, said, shell};
use crate::diagnostic::{Diagnostic, FindingCode, Severity};
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::fence;
use crate::markdown::DocumentRenaming;
use crate::model::{DocumentId, DocumentKind};
use crate::resolve;
use crate::source::split_byte_order_mark;
use crate::world::{FileEntry, FileOrigin, World};

/// Give a policy, form, curriculum or guide page another name
///
/// Renames its folder or file, and writes the new name into every link to it: in policies, forms, curricula, the guide, the handbook
/// file and templates. The page at its old address leads on to the new one. Its title and the approvals of all texts stay as they are.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook rename intake admission --dry-run\n  clausebook rename form:service-plan recovery-plan my-handbook\n\nExit codes: 0 renamed; 1 refused: another document has that name, or a file has errors; 2 the command was not understood."
)]
pub(crate) struct RenameCommand {
    /// The document: its name, such as intake, form:service-plan or guide:visits, or its number, such as CSP-02
    #[arg(value_name = "OLD")]
    old: String,
    /// Its new name: lowercase letters, digits and hyphens
    #[arg(value_name = "NEW", value_parser = id)]
    new: String,
    #[command(flatten)]
    place: Place,
    /// A new title, too: only while no version is approved, since the title is part of the approved text. Links that quote the old
    /// title get the new one, but for those in approved texts
    #[arg(long, value_name = "TITLE", value_parser = sentence)]
    title: Option<String>,
    /// Show every line that would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(command: &RenameCommand) -> Exit {
    said(again_when_changed(|| rename(command)))
}

/// What is renamed.
struct RenameTarget {
    id: DocumentId,
    title: String,
    /// The file that keeps the former name, from the handbook's folder.
    header: String,
    /// Whether some version of it is approved.
    is_approved: bool,
}

/// What a document is called from now on.
#[derive(Clone, Copy)]
struct NameChange<'a> {
    id: &'a str,
    title: Option<&'a str>,
}

/// A file whose lines change.
pub(super) struct RewrittenFile {
    /// After the renaming, from the handbook's folder.
    pub(super) path: String,
    pub(super) old: String,
    pub(super) new: String,
}

fn rename(command: &RenameCommand) -> Result<String, CommandError> {
    let RenameCommand { old, new, place, title, dry_run } = command;
    let handbook = OpenHandbook::open(place)?;
    let target = target(&handbook, old)?;
    let (from, to) = (home(&target.id, &target.id.id), home(&target.id, new));
    refuse_taken(place, &target.id, new)?;
    if title.is_some() && target.is_approved {
        let revise = shell::command(place, &["revise", &target.id.to_string()], &["--effective", DAY]);
        return Err(CommandError::ApprovedTitle { name: target.id.id, revise });
    }
    let change = NameChange { id: new, title: title.as_deref() };
    let files = rewritten(&handbook, &target, change)?;
    let moves = vec![(from.clone(), to.clone()), (resolve::copy_path(&from), resolve::copy_path(&to))];
    refuse_harm(&handbook, &files, &moves)?;
    if *dry_run {
        return Ok(preview(&from, &to, &files));
    }
    let header = target.header.replacen(&from, &to, 1);
    let former = HeaderChange::Renaming { old: target.id.id.clone(), new: new.clone() };
    carry_out(place, &steps(&target, &header, &former, &files, &moves)?)?;
    let lines: usize = files.iter().map(|file| changed_lines(file).len()).sum();
    Ok(format!(
        "“{}” is called {new} now: {to}. {} changed in {}. The page at the old address leads on to the new one.\nNext: {}",
        target.title,
        count(lines, "line", "lines"),
        count(files.len(), "file", "files"),
        shell::command(place, &["check"], &[])
    ))
}

/// The document that is meant: one with versions, else a page of the guide.
fn target(handbook: &OpenHandbook<'_>, name: &str) -> Result<RenameTarget, CommandError> {
    let page = name.strip_prefix("guide:").unwrap_or(name);
    let found = if name.starts_with("guide:") { None } else { Some(handbook.find(name)) };
    match (found, handbook.guide_page(page)) {
        (Some(Ok(found)), _) => {
            let is_approved = handbook.is_approved(&found.id);
            let FoundDocument { id, current, .. } = found;
            Ok(RenameTarget { id, title: current.title, header: current.path, is_approved })
        }
        (Some(Err(CommandError::UnknownName { .. })) | None, Some((title, path))) => {
            Ok(RenameTarget { id: DocumentKind::Guide.id(page), title, header: path, is_approved: false })
        }
        (Some(Err(error)), _) => Err(error),
        (None, None) => Err(CommandError::UnknownName {
            what: "guide page",
            name: page.to_owned(),
            near: None,
            start: None,
        }),
    }
}

/// The folder of a document, or the file of a guide page, with this name.
fn home(document: &DocumentId, name: &str) -> String {
    let kind = document.kind;
    match kind {
        DocumentKind::Guide => format!("{}/{name}.{}", kind.folder(), kind.extension()),
        DocumentKind::Policy | DocumentKind::Form | DocumentKind::Curriculum => {
            format!("{}/{name}", kind.folder())
        }
    }
}

/// Refuses a name that a document of the kind has, in small letters or capitals: Windows and macOS take both for one.
fn refuse_taken(place: &Place, document: &DocumentId, new: &str) -> Result<(), CommandError> {
    let wanted = home(document, new);
    let folder = place.dir.join(document.kind.folder());
    let wanted_name = wanted.rsplit('/').next().unwrap_or_default();
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let taken = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    match taken.into_iter().find(|name| name.to_lowercase() == wanted_name) {
        None => Ok(()),
        Some(name) => Err(CommandError::DocumentExists {
            folder: folder.join(name),
            advice: "Choose another name".to_owned(),
        }),
    }
}

/// Every file whose text changes, with its path after the renaming.
fn rewritten(
    handbook: &OpenHandbook<'_>,
    target: &RenameTarget,
    change: NameChange<'_>,
) -> Result<Vec<RewrittenFile>, CommandError> {
    let (from, to) = (home(&target.id, &target.id.id), home(&target.id, change.id));
    let approved = handbook.all_approved_paths();
    let mut files = Vec::new();
    for path in handbook.text_paths() {
        let Some(old) = handbook.text(&path) else { continue };
        // An approved text quotes the title that it was approved with.
        let title = change.title.filter(|_| !approved.contains(&path));
        let renaming = DocumentRenaming {
            from: &target.id,
            to: change.id,
            title: title.map(|title| (target.title.as_str(), title)),
        };
        let mut text = with_new_name(&renaming, &path, &old);
        let is_inside = path == from || path.starts_with(&format!("{from}/"));
        let mut changes = Vec::new();
        if path == target.header {
            changes.push(HeaderChange::Renaming { old: target.id.id.clone(), new: change.id.to_owned() });
        }
        // A translation has a title of its own.
        let is_version = path.to_ascii_lowercase().ends_with(target.id.kind.extension())
            && !handbook.is_translation(&path);
        changes.extend(
            change
                .title
                .filter(|_| is_inside && is_version)
                .map(|title| HeaderChange::Title(title.to_owned())),
        );
        for change in &changes {
            text = edit::change_header(&text, format_of(&path), change)
                .map_err(|error| CommandError::Edit { path: path.clone(), error })?;
        }
        if text != old {
            let path = if is_inside { path.replacen(&from, &to, 1) } else { path };
            files.push(RewrittenFile { path, old, new: text });
        }
    }
    Ok(files)
}

fn format_of(path: &str) -> HeaderFormat {
    if path.to_ascii_lowercase().ends_with(".toml") { HeaderFormat::Toml } else { HeaderFormat::Markdown }
}

fn with_new_name(renaming: &DocumentRenaming<'_>, path: &str, text: &str) -> String {
    let is = |ending: &str| path.to_ascii_lowercase().ends_with(ending);
    let is_look = path.starts_with("site/")
        || path.starts_with("templates/html/")
        || path.starts_with("templates/pdf/");
    if is_look {
        renaming.in_look(text)
    } else if is(".md") {
        let (mark, rest) = split_byte_order_mark(text);
        let shift = mark.len();
        let (header, body) = match fence::find(rest) {
            Ok(fenced) => (fenced.header, fenced.body),
            Err(_) => (0..0, 0..rest.len()),
        };
        let moved = |range: std::ops::Range<usize>| range.start + shift..range.end + shift;
        renaming.in_markdown_file(path, text, moved(header), moved(body))
    } else {
        renaming.in_toml_file(path, text)
    }
}

/// Refuses what would leave more errors, or approvals that are not for the present text.
fn refuse_harm(
    handbook: &OpenHandbook<'_>,
    files: &[RewrittenFile],
    moves: &[(String, String)],
) -> Result<(), CommandError> {
    let changed = files.iter().map(|file| (file.path.as_str(), file.new.clone().into_bytes()));
    let counts = |finding: &Diagnostic| {
        finding.severity == Severity::Error || finding.code == FindingCode::ChangedAfterApproval
    };
    let now = Errors::among(&handbook.examined, counts);
    let then = Errors::among(&handbook.examined_with(changed, moves), counts);
    if then.all() > now.all() { Err(then.refuse_all(Refusal::Renaming)) } else { Ok(()) }
}

/// In an order in which the handbook can be built after each step: old links lead to the document by its former name.
fn steps(
    target: &RenameTarget,
    header: &str,
    former: &HeaderChange,
    files: &[RewrittenFile],
    moves: &[(String, String)],
) -> Result<Vec<RenameStep>, CommandError> {
    let mut steps = Vec::new();
    let mut rest = Vec::new();
    for RewrittenFile { path, old, new } in files {
        if path == header {
            let first = edit::change_header(old, format_of(path), former)
                .map_err(|error| CommandError::Edit { path: path.clone(), error })?;
            steps.push(RenameStep::Change {
                path: target.header.clone(),
                old: old.clone(),
                new: first.clone(),
            });
            rest.push(RenameStep::Change { path: path.clone(), old: first, new: new.clone() });
        } else {
            rest.push(RenameStep::Change { path: path.clone(), old: old.clone(), new: new.clone() });
        }
    }
    steps.extend(moves.iter().map(|(from, to)| RenameStep::Move { from: from.clone(), to: to.clone() }));
    steps.extend(rest);
    Ok(steps)
}

/// What `--dry-run` shows.
fn preview(from: &str, to: &str, files: &[RewrittenFile]) -> String {
    let mut lines = vec!["Nothing was written. This would change:".to_owned(), format!("  {from} -> {to}")];
    for file in files {
        lines.push(format!("{}:", file.path));
        for (number, old, new) in changed_lines(file) {
            lines.extend(old.map(|old| format!("  {number:>4} - {old}")));
            lines.extend(new.map(|new| format!("  {number:>4} + {new}")));
        }
    }
    lines.join("\n")
}

/// The lines that differ: the number, the old and the new line. Only the header may get lines, and those that follow are the same.
fn changed_lines(file: &RewrittenFile) -> Vec<(usize, Option<&str>, Option<&str>)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (file.old.lines().collect(), file.new.lines().collect());
    let added = new.len().saturating_sub(old.len());
    let first_added = (0..new.len())
        .find(|at| added > 0 && old.get(*at) != new.get(*at) && old.get(*at) == new.get(at + added));
    let mut changed = Vec::new();
    let mut at_old = 0;
    for (at, line) in new.iter().enumerate() {
        if first_added.is_some_and(|first| (first..first + added).contains(&at)) {
            changed.push((at + 1, None, Some(*line)));
            continue;
        }
        if old.get(at_old) != Some(line) {
            changed.push((at + 1, old.get(at_old).copied(), Some(*line)));
        }
        at_old += 1;
    }
    changed
}

/// The paths of the files that may name documents.
pub(super) fn text_paths(world: &dyn World) -> Vec<String> {
    const ENDINGS: [&str; 6] = [".md", ".toml", ".html", ".typ", ".js", ".css"];
    let is_own = |entry: &FileEntry| entry.trouble.is_none() && entry.origin == FileOrigin::Own;
    let is_text = |path: &str| ENDINGS.iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    let paths: BTreeSet<String> =
        world.entries().into_iter().filter(is_own).map(|entry| entry.path).collect();
    let mut paths: Vec<String> = paths.into_iter().filter(|path| is_text(path)).collect();
    paths.push(world.config().to_owned());
    paths
}

/// A path of the handbook on this computer.
pub(super) fn on_disk(place: &Place, path: &str) -> PathBuf {
    place.dir.join(path)
}
