use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::file_errors::Errors;
use super::refusal::Refusal;
use super::starter_record::{STARTER_FILE, StarterRecord};
use super::update_error::{StarterGuess, UpdateError};
use super::update_files::{FileUpdate, FileUpdateKind, LeftOutReason, MergedFile, compare};
use super::update_report::{ReportScope, UpdateReport};
use super::versions::{OpenHandbook, RewrittenText};
use super::{CommandError, Exit, Place, count, print, shell, tell};
use crate::assets::Starter;
use crate::diagnostic::Severity;
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::files::{self, Access, FileError};
use crate::pipeline::Examined;
use crate::source::FileId;
use crate::world::{DiskWorld, World};

/// Show what is new in the starter since your handbook began with it, and take it
///
/// Compares three texts: the starter that your handbook began with, your handbook, and the starter in this program; clauses and figures
/// first, then policies, forms, curricula and the guide. What only the starter changed is taken; what only you changed is kept; what both
/// changed stays as you have it, and is listed with both texts. In an approved document nothing is changed: what is new becomes a draft
/// beside it. Without --write, the command only shows.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook update my-handbook\n  clausebook update my-handbook --write\n  clausebook update my-handbook --from 0.1.0\n\nExit codes: 0 shown or taken, or there is nothing new; 1 refused: the handbook would have errors, or a file can't be written; 2 the command was not understood, or nobody knows with which starter the handbook began."
)]
pub(crate) struct UpdateCommand {
    #[command(flatten)]
    place: Place,
    /// Take what is new, and write what both changed into a file for you to go through
    #[arg(long)]
    write: bool,
    /// The starter that the handbook began with, where starter.toml doesn't say it: a release, such as 0.1.0, or a folder with that starter
    #[arg(long, value_name = "STARTER")]
    from: Option<String>,
    /// A folder with a newer starter, such as your agency's, in the place of the one in this program
    #[arg(long, value_name = "FOLDER")]
    starter: Option<PathBuf>,
}

pub(crate) fn run(command: &UpdateCommand) -> Exit {
    update(command).unwrap_or_else(|error| error.tell())
}

fn update(command: &UpdateCommand) -> Result<Exit, UpdateError> {
    let UpdateCommand { place, write, from, starter } = command;
    let handbook = OpenHandbook::open(place)?;
    let newer = match starter {
        Some(folder) => starter_in(folder)?,
        None => Starter::of_this_program(),
    };
    let began = began_with(place, from.as_deref(), &newer)?;
    let own = own_paths(place, [&began, &newer])?;
    let approved = handbook.all_approved_paths();
    let mut updates =
        compare(&began, &newer, &own, &|path| approved.contains(path), &|path| handbook.text(path));
    // The agency's handbook is updated in its own folder.
    updates.retain(|one| !handbook.examined().sources.is_common(FileId::of(&one.path)));
    for one in &mut updates {
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let has_approved = || approved.iter().any(|path| folder(path) == folder(&one.path));
        if matches!(one.kind, FileUpdateKind::Merged(_))
            && handbook.is_translation(&one.path)
            && has_approved()
        {
            one.kind = FileUpdateKind::LeftOut(LeftOutReason::OriginalApproved);
        }
    }
    let mut update = StarterUpdate { place, handbook, newer, updates };
    if update.updates.is_empty() {
        return update.nothing_new(*write);
    }
    let refused = update.hold_back()?;
    let everything = UpdateReport { updates: &update.updates, scope: ReportScope::Everything };
    let exit = print(everything.to_string().trim_start(), Exit::Fine);
    if let Some(error) = refused {
        return Ok(error.tell());
    }
    tell(&if *write { update.write()? } else { update.offer() });
    Ok(exit)
}

/// The starter that the handbook began with.
fn began_with(place: &Place, from: Option<&str>, newer: &Starter) -> Result<Starter, UpdateError> {
    let known = Starter::all();
    if let Some(name) = from {
        if Path::new(name).join(Place::CONFIG).is_file() {
            return starter_in(Path::new(name));
        }
        let releases: Vec<String> = known.iter().map(|one| one.release.clone()).collect();
        let found = known.into_iter().find(|one| one.release == name);
        return found.ok_or_else(|| UpdateError::NoSuchStarter { name: name.to_owned(), known: releases });
    }
    let text = fs::read_to_string(place.dir.join(STARTER_FILE)).ok();
    let record = text.and_then(|text| StarterRecord::parse(&text));
    let is_it =
        |one: &&Starter| record.as_ref().is_some_and(|record| record.fingerprint == one.fingerprint());
    match known.iter().chain([newer]).find(is_it) {
        Some(found) => Ok(found.clone()),
        None => Err(UpdateError::UnknownStarter {
            recorded: record.map(|record| record.release),
            likest: likest(place, &known),
            place: Place { dir: place.dir.clone(), config: place.config.clone() },
        }),
    }
}

/// The starter of which a handbook has most files as they are.
fn likest(place: &Place, known: &[Starter]) -> StarterGuess {
    let guess = |starter: &Starter| {
        let read = |path: &String| Some((path.clone(), fs::read(place.dir.join(path)).ok()?));
        let own = Starter::new(String::new(), starter.texts.keys().filter_map(read));
        let same = starter.texts.iter().filter(|(path, text)| own.texts.get(*path) == Some(text)).count();
        StarterGuess { release: starter.release.clone(), same, all: starter.texts.len() }
    };
    let first = StarterGuess { release: String::new(), same: 0, all: 0 };
    let better = |best: StarterGuess, next: StarterGuess| {
        if next.same > best.same || best.all == 0 { next } else { best }
    };
    known.iter().map(guess).fold(first, better)
}

/// A handbook in a folder as a starter.
fn starter_in(folder: &Path) -> Result<Starter, UpdateError> {
    if !folder.join(Place::CONFIG).is_file() {
        return Err(UpdateError::NotAStarter(folder.to_owned()));
    }
    let world = DiskWorld::new(folder, Place::CONFIG);
    let below = world.entries().into_iter().filter(|entry| entry.trouble.is_none()).map(|entry| entry.path);
    let own = Starter::of_this_program();
    let above = own.texts.keys().filter(|path| !path.contains('/')).cloned();
    let files = below.chain(above).filter_map(|path| {
        let bytes = world.read(&path).ok()?.bytes.to_vec();
        Some((path, bytes))
    });
    // Not the path, which is of this computer: the record is shared with the handbook.
    let name =
        folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.display().to_string());
    Ok(Starter::new(name, files))
}

/// The files of the handbook that starters can have, too.
fn own_paths(place: &Place, starters: [&Starter; 2]) -> Result<BTreeSet<String>, CommandError> {
    let entries = place.world()?.entries().into_iter().filter(|entry| entry.trouble.is_none());
    let below = entries.map(|entry| entry.path).filter(|path| Starter::has(path));
    let above = starters.into_iter().flat_map(|starter| starter.texts.keys());
    let above = above.filter(|path| !path.contains('/') && place.dir.join(path).is_file()).cloned();
    Ok(below.chain(above).collect())
}

struct StarterUpdate<'a> {
    place: &'a Place,
    handbook: OpenHandbook<'a>,
    newer: Starter,
    updates: Vec<FileUpdate>,
}

/// A file of the handbook that is new or changed.
struct UpdatedFile {
    path: String,
    /// As it is on the disk; `None` where there is none.
    old: Option<String>,
    new: String,
}

impl StarterUpdate<'_> {
    fn nothing_new(&self, write: bool) -> Result<Exit, UpdateError> {
        if write {
            StarterRecord::of(&self.newer).write(&self.place.dir)?;
        }
        tell(&format!("The starter of {} has nothing that your handbook doesn't have.", self.newer.release));
        Ok(Exit::Fine)
    }

    /// The file that an update changes; `None` where nothing is taken.
    fn file(&self, update: &FileUpdate) -> Result<Option<UpdatedFile>, CommandError> {
        let path = update.path.clone();
        Ok(match &update.kind {
            FileUpdateKind::LeftOut(_) => None,
            FileUpdateKind::New(text) => Some(UpdatedFile { path, old: None, new: text.clone() }),
            FileUpdateKind::Merged(MergedFile { old, new, .. }) if old == new => None,
            FileUpdateKind::Merged(MergedFile { new, is_approved: true, .. }) => {
                Some(self.draft(&path, new)?)
            }
            FileUpdateKind::Merged(MergedFile { old, new, is_approved: false, .. }) => {
                Some(UpdatedFile { path, old: Some(old.clone()), new: new.clone() })
            }
        })
    }

    /// The changes of an approved version as a draft, which nobody has approved.
    fn draft(&self, path: &str, text: &str) -> Result<UpdatedFile, CommandError> {
        let format = HeaderFormat::of(path);
        let change = format!("Changes of the starter of Clausebook {}.", self.newer.release);
        let change = HeaderChange::Revision { on: self.handbook.today, change, is_material: true };
        let new = edit::change_header(text, format, &change)
            .map_err(|error| CommandError::Edit { path: path.to_owned(), error })?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Ok(UpdatedFile { path: format!("{folder}/draft.{}", format.ending()), old: None, new })
    }

    fn files(&self) -> Result<Vec<UpdatedFile>, CommandError> {
        self.updates.iter().filter_map(|update| self.file(update).transpose()).collect()
    }

    fn examined_with(&self, files: &[UpdatedFile]) -> Examined {
        let changed = files.iter().map(|file| (file.path.as_str(), file.new.clone().into_bytes()));
        self.handbook.examined_with(changed, &[])
    }

    /// Leaves out what would have errors. What is refused after that has errors elsewhere.
    fn hold_back(&mut self) -> Result<Option<CommandError>, CommandError> {
        let before = errors_by_path(self.handbook.examined());
        let is_new = |then: &BTreeMap<String, usize>, path: &str| {
            then.get(path).copied().unwrap_or(0) > before.get(path).copied().unwrap_or(0)
        };
        let then = self.examined_with(&self.files()?);
        let errors = errors_by_path(&then);
        if errors.keys().any(|path| is_new(&errors, path)) {
            for at in 0..self.updates.len() {
                if let Some(file) = self.file(&self.updates[at])?
                    && is_new(&errors, &file.path)
                {
                    let reason = LeftOutReason::Errors(Errors::at(&then, |path| path == file.path).shown());
                    self.updates[at].kind = FileUpdateKind::LeftOut(reason);
                }
            }
        }
        let then = self.examined_with(&self.files()?);
        let errors = errors_by_path(&then);
        let files = &then.sources.files;
        let left = Errors::among(&then, |finding| {
            finding.severity == Severity::Error && is_new(&errors, &files.get(finding.span.file).path)
        });
        Ok((left.all() > 0).then(|| left.refuse_all(Refusal::Updating)))
    }

    /// What `--write` would do.
    fn offer(&self) -> String {
        let write = shell::command(self.place, &["update"], &["--write"]);
        format!("\nNothing was written.\nNext: {write}")
    }

    /// Writes all of it. If that is interrupted, the same command does the rest: what was taken already is the same in both.
    fn write(&self) -> Result<String, UpdateError> {
        let dir = &self.place.dir;
        let files = self.files()?;
        let mut rewritten = Vec::new();
        let mut new = 0;
        for UpdatedFile { path, old, new: text } in &files {
            match old {
                Some(old) => rewritten.push(RewrittenText {
                    path: path.clone(),
                    old: old.clone().into_bytes(),
                    new: text.clone().into_bytes(),
                    moved_to: None,
                }),
                None => {
                    files::create_with_folders(&dir.join(path), text.as_bytes(), Access::Everyone)?;
                    new += 1;
                }
            }
        }
        self.handbook.write(&rewritten)?;
        let notes = self.write_notes()?;
        StarterRecord::of(&self.newer).write(dir)?;
        let mut said = format!(
            "\nChanged {} and wrote {}.",
            count(rewritten.len(), "file", "files"),
            count(new, "new one", "new ones")
        );
        if let Some(notes) = notes {
            said.push_str(&format!(
                " What both of you changed, and what was left out, is in {}: go through it, write what you want of it into your files, and delete it.",
                notes.display()
            ));
        }
        Ok(format!("{said}\nNext: {}", shell::command(self.place, &["check"], &[])))
    }

    /// Writes what is left to people into a new file beside the handbook file; `None` where nothing is.
    fn write_notes(&self) -> Result<Option<PathBuf>, FileError> {
        let report = UpdateReport { updates: &self.updates, scope: ReportScope::LeftToPeople };
        if report.is_empty() {
            return Ok(None);
        }
        let text = notes(&self.newer.release, self.handbook.today, &report);
        let mut number = 1;
        loop {
            let more = if number == 1 { String::new() } else { format!("-{number}") };
            let file = self.place.dir.join(format!("starter-update-{}{more}.md", self.handbook.today));
            match files::create(&file, text.as_bytes(), Access::Everyone) {
                Err(FileError::Exists(_)) => number += 1,
                created => return created.map(|()| Some(file)),
            }
        }
    }
}

fn notes(release: &str, today: Date, report: &UpdateReport<'_>) -> String {
    format!(
        "# Left to decide from the starter of Clausebook {release}\n\nCompared on {today}. Your files have your words. Write into them what you want of the starter's, and delete this file.\n{report}"
    )
}

fn errors_by_path(examined: &Examined) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    for finding in examined.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *errors.entry(examined.sources.files.get(finding.span.file).path.clone()).or_default() += 1;
    }
    errors
}
