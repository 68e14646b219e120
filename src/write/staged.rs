use std::io;
use std::path::{Path, PathBuf};

use super::site::{Site, Stage};
use super::{MARKER, MARKER_TEXT, WriteError};
use crate::files::{self, Access};
use crate::output::Outputs;

/// A new site that is not yet in its place. It is removed when it is dropped; after a swap, that is the old one.
pub(super) struct Staged<'d> {
    site: Site<'d>,
    folder: PathBuf,
    place: StagePlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StagePlace {
    /// It can be swapped with the old one.
    Beside,
    /// Its files are moved one by one.
    Inside,
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        if self.site.disk.kind(&self.folder).is_ok() {
            // What stays of it is removed by the next build.
            let _ = self.site.discard(&self.folder);
        }
    }
}

impl<'d> Staged<'d> {
    /// An empty folder for it.
    pub(super) fn begin(site: Site<'d>, place: StagePlace) -> io::Result<Self> {
        let folder = site.path(
            match place {
                StagePlace::Beside => site.parent(),
                StagePlace::Inside => site.out,
            },
            Stage::New,
        );
        site.disk.create_folder(&folder)?;
        Ok(Self { site, folder, place })
    }

    /// Writes all files, and waits until they are on the disk.
    pub(super) fn fill(&self, outputs: &Outputs) -> io::Result<()> {
        let old = self.site.exists().then_some(self.site.out);
        self.write(MARKER, MARKER_TEXT.as_bytes(), old)?;
        let mut made = "";
        for (path, bytes) in outputs.iter() {
            // The files of one folder come one after the other.
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folder != made {
                files::create_folders(self.site.disk, &self.folder.join(folder), &self.folder)?;
                made = folder;
            }
            self.write(path, bytes, old)?;
        }
        if self.place == StagePlace::Beside && self.site.exists() {
            // A folder that others may not read, or that a group shares, stays so; where that can't be, it is an ordinary one.
            let _ = self.site.disk.keep_permissions(self.site.out, &self.folder);
        }
        self.site.disk.sync_tree(&self.folder)
    }

    /// A file whose bytes did not change stays the same file (a hard link), so that folder sync has nothing to do. Since nothing
    /// writes into a file of a site, both names keep their bytes whatever becomes of the other.
    fn write(&self, path: &str, bytes: &[u8], old: Option<&Path>) -> io::Result<()> {
        let disk = self.site.disk;
        let file = self.folder.join(path);
        // First the link, then the look: the file at the old path may be another by the next moment.
        if old.is_some_and(|old| disk.hard_link(&old.join(path), &file).is_ok()) {
            if disk.holds(&file, bytes) {
                return Ok(());
            }
            disk.remove_file(&file)?;
        }
        disk.create_file(&file, bytes, Access::Everyone)
    }

    /// Puts it in the site's place.
    pub(super) fn publish(self, outputs: &Outputs) -> Result<(), WriteError> {
        if self.place == StagePlace::Inside {
            return self.move_in(outputs);
        }
        match self.site.swap(&self.folder) {
            Ok(()) => self.site.disk.sync_folder(self.site.parent()).map_err(WriteError::Unconfirmed),
            // Another build that doesn't see this one has removed it. Moving files in one by one, both would leave a site of both.
            Err(error) if self.site.disk.kind(&self.folder).is_err() => Err(error.into()),
            // A mount point, or on Windows a folder with an open file, can't be renamed.
            Err(_) if self.site.exists() => {
                let inside = Self::begin(self.site, StagePlace::Inside)?;
                drop(self);
                inside.fill(outputs)?;
                inside.move_in(outputs)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Moves every file over its namesake, pages last, and removes what is no longer made. Each file is the old one or the new
    /// one; a site that was interrupted here has some of each, which the next build puts right.
    fn move_in(&self, outputs: &Outputs) -> Result<(), WriteError> {
        let mut paths: Vec<&str> = outputs.iter().map(|(path, _)| path).collect();
        paths.sort_by_key(|path| (path.ends_with(".html"), *path == "index.html"));
        let mut kept = NotReplaced::default();
        for path in std::iter::once(MARKER).chain(paths) {
            kept.note(path, self.move_file(path));
        }
        for path in self.site.no_longer_made(outputs) {
            let file = self.site.out.join(&path);
            kept.note(&path, self.site.disk.remove_file(&file));
            self.remove_empty(file.parent());
        }
        self.site.disk.sync_tree(self.site.out).map_err(WriteError::Unconfirmed)?;
        kept.check()
    }

    fn move_file(&self, path: &str) -> io::Result<()> {
        let to = self.site.out.join(path);
        files::create_folders(self.site.disk, to.parent().unwrap_or(self.site.out), self.site.out)?;
        self.site.disk.rename(&self.folder.join(path), &to)
    }

    /// Removes a folder without files, and those above it.
    fn remove_empty(&self, mut folder: Option<&Path>) {
        while let Some(empty) = folder.filter(|folder| *folder != self.site.out) {
            if self.site.disk.remove_folder(empty).is_err() {
                return;
            }
            folder = empty.parent();
        }
    }
}

/// Files that could not be replaced, and why the first of them could not.
#[derive(Default)]
struct NotReplaced {
    files: Vec<String>,
    error: Option<io::Error>,
}

impl NotReplaced {
    fn note(&mut self, path: &str, moved: io::Result<()>) {
        if let Err(error) = moved {
            self.files.push(path.to_owned());
            self.error.get_or_insert(error);
        }
    }

    fn check(self) -> Result<(), WriteError> {
        match self.error {
            Some(error) => Err(WriteError::Partly { kept: self.files, error }),
            None => Ok(()),
        }
    }
}
