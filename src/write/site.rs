//! A site on disk: written beside the old one, and swapped with it.
//!
//! The folder for `/srv/handbook/public` goes through these, all in `/srv/handbook` and with 16 digits of the build's own:
//!
//! ```text
//! .public.clausebook-3f9c02d1a7b4e856.new    the new site, until it is complete and on the disk
//! public                                     swapped with it in one step, so that there is always a site
//! .public.clausebook-3f9c02d1a7b4e856.old    the old site, on systems that take two steps; the next build puts it back when the
//!                                            second step never came
//! .public.clausebook-3f9c02d1a7b4e856.gone   on its way out
//! ```
//!
//! A folder on its way out is renamed before anything in it is removed: a build that still writes into it fails instead of
//! publishing half.

use std::io;
use std::path::{Path, PathBuf};

use super::staged::{StagePlace, Staged};
use super::{MARKER, WriteError};
use crate::files::{self, Disk, PathKind};
use crate::output::Outputs;

/// The folder of a site, which may not exist yet.
#[derive(Clone, Copy)]
pub(super) struct Site<'d> {
    pub(super) disk: &'d dyn Disk,
    /// Its real path.
    pub(super) out: &'d Path,
}

/// What a folder beside the site is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    New,
    Old,
    Gone,
    /// A lock before it has its name.
    Lock,
}

impl Stage {
    const ALL: [(Self, &'static str); 4] =
        [(Self::New, "new"), (Self::Old, "old"), (Self::Gone, "gone"), (Self::Lock, "tmp")];

    /// The stage that the end of a name says: `3f9c02d1a7b4e856.new`. Version 0.1.0 wrote `new` and `old` alone.
    fn of(rest: &str) -> Option<Self> {
        let (digits, ending) = rest.rsplit_once('.').unwrap_or(("", rest));
        let is_ours = match digits.len() {
            0 => matches!(rest, "new" | "old"),
            length => length == 16 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
        };
        Self::ALL.into_iter().find(|(_, own)| is_ours && *own == ending).map(|(stage, _)| stage)
    }

    fn ending(self) -> &'static str {
        Self::ALL.into_iter().find(|(stage, _)| *stage == self).map_or("", |(_, ending)| ending)
    }
}

/// Something of an earlier build that can't be removed.
#[derive(Debug)]
pub(crate) struct Leftover {
    pub(super) path: PathBuf,
    pub(super) error: io::Error,
}

impl<'d> Site<'d> {
    pub(super) fn exists(self) -> bool {
        self.disk.kind(self.out).is_ok()
    }

    pub(super) fn parent(self) -> &'d Path {
        self.out.parent().unwrap_or(self.out)
    }

    /// Whether a build may replace the folder: it doesn't exist, has nothing in it, or a build wrote it.
    pub(super) fn check(self) -> Result<(), WriteError> {
        let entries = match self.disk.entries(self.out) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(WriteError::NotOurs),
            Err(error) => return Err(error.into()),
        };
        let is_empty = entries.iter().all(|entry| self.is_no_page(&entry.name));
        let is_marked = entries.iter().any(|entry| entry.name == MARKER && entry.kind == PathKind::File);
        if is_empty || is_marked { Ok(()) } else { Err(WriteError::NotOurs) }
    }

    /// What may be in the folder and isn't part of a site: what we keep there, and what a fresh disk has.
    fn is_no_page(self, name: &str) -> bool {
        name.starts_with(&self.name("")) || name == "lost+found"
    }

    fn name(self, rest: &str) -> String {
        format!(".{}.clausebook-{rest}", self.out.file_name().unwrap_or_default().to_string_lossy())
    }

    /// A path for a stage that no other build uses.
    pub(super) fn path(self, folder: &Path, stage: Stage) -> PathBuf {
        folder.join(self.name(&format!("{}.{}", files::unique(), stage.ending())))
    }

    pub(super) fn lock_path(self, folder: &Path) -> PathBuf {
        folder.join(self.name("lock"))
    }

    /// What builds have in a folder, by stage.
    fn stages(self, folder: &Path) -> Vec<(PathBuf, PathKind, Stage)> {
        let entries = self.disk.entries(folder).unwrap_or_default().into_iter();
        let staged = entries.filter_map(|entry| {
            let stage = Stage::of(entry.name.strip_prefix(&self.name(""))?)?;
            Some((folder.join(&entry.name), entry.kind, stage))
        });
        staged.collect()
    }

    /// Puts the old site back when a swap in two steps was interrupted after the first.
    pub(super) fn restore(self) -> io::Result<()> {
        if self.exists() {
            return Ok(());
        }
        let mut stages = self.stages(self.parent()).into_iter();
        let is_site = |folder: &Path| matches!(self.disk.kind(&folder.join(MARKER)), Ok(PathKind::File));
        match stages.find(|(path, _, stage)| *stage == Stage::Old && is_site(path)) {
            Some((old, ..)) => self.disk.rename(&old, self.out),
            None => Ok(()),
        }
    }

    /// Removes what interrupted builds left. Nothing of it is in a later build's way, so what can't be removed stays.
    pub(super) fn clear(self) -> Vec<Leftover> {
        let folders = [self.parent(), self.out];
        let left = folders.into_iter().flat_map(|folder| self.stages(folder));
        left.filter_map(|(path, kind, stage)| {
            let removed = match (kind, stage) {
                (PathKind::Folder, _) => self.discard(&path),
                (_, Stage::Lock) => self.disk.remove_file(&path),
                _ => Err(io::Error::other("it is not a folder")),
            };
            // What another build has removed meanwhile is in nobody's way.
            let error = removed.err().filter(|error| error.kind() != io::ErrorKind::NotFound)?;
            Some(Leftover { path, error })
        })
        .collect()
    }

    /// Removes a folder; once it has begun, nobody can publish it.
    pub(super) fn discard(self, folder: &Path) -> io::Result<()> {
        let gone = self.path(folder.parent().unwrap_or(folder), Stage::Gone);
        self.disk.rename(folder, &gone)?;
        self.disk.remove_tree(&gone)
    }

    /// Writes the site beside the old one, or inside its folder where nothing can be beside it.
    pub(super) fn stage(self, outputs: &Outputs) -> Result<Staged<'d>, WriteError> {
        if self.disk.kind(self.parent()).is_err() {
            files::create_folders(self.disk, self.parent(), Path::new(""))?;
        }
        let staged = match Staged::begin(self, StagePlace::Beside) {
            Err(_) if self.exists() => Staged::begin(self, StagePlace::Inside)?,
            begun => begun?,
        };
        staged.fill(outputs)?;
        Ok(staged)
    }

    /// Puts a complete new folder in the site's place.
    pub(super) fn swap(self, new: &Path) -> io::Result<()> {
        if !self.exists() {
            return self.disk.rename(new, self.out);
        }
        if self.disk.exchange(new, self.out).is_ok() {
            return Ok(());
        }
        let old = self.path(self.parent(), Stage::Old);
        self.disk.rename(self.out, &old)?;
        if let Err(error) = self.disk.rename(new, self.out) {
            self.disk.rename(&old, self.out)?;
            return Err(error);
        }
        self.disk.sync_folder(self.parent())?;
        // What stays of it is removed by the next build.
        let _ = self.discard(&old);
        Ok(())
    }

    /// The bytes of a file of the site. Links and devices are not files of a site.
    pub(super) fn read(self, path: &str) -> Option<Vec<u8>> {
        let file = self.out.join(path);
        if self.disk.kind(&file).ok()? != PathKind::File {
            return None;
        }
        self.disk.read(&file).ok()
    }

    /// Files of the site, by their path from it with `/` between folders.
    pub(super) fn files(self) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in self.disk.entries(self.out)? {
            if !self.is_no_page(&entry.name) {
                self.add(&entry.name, entry.kind, &mut found)?;
            }
        }
        Ok(found)
    }

    fn add(self, path: &str, kind: PathKind, found: &mut Vec<String>) -> io::Result<()> {
        if kind != PathKind::Folder {
            found.push(path.to_owned());
            return Ok(());
        }
        for entry in self.disk.entries(&self.out.join(path))? {
            self.add(&format!("{path}/{}", entry.name), entry.kind, found)?;
        }
        Ok(())
    }

    /// Files of the site that a new one doesn't have.
    pub(super) fn no_longer_made(self, outputs: &Outputs) -> Vec<String> {
        let files = self.files().unwrap_or_default().into_iter();
        files.filter(|path| path != MARKER && outputs.get(path).is_none()).collect()
    }
}
