use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk::{Disk, FolderLock, PathKind};
use super::leftovers::{self, Temporary};
use super::{Access, FileError};

pub(super) fn at(file: &Path) -> impl FnOnce(io::Error) -> FileError {
    move |error| FileError::Io { file: file.to_owned(), error }
}

/// The folder of a path; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Locks a folder, and removes what earlier commands left in it.
pub(super) fn locked(disk: &dyn Disk, folder: &Path) -> Result<FolderLock, FileError> {
    let lock = disk.lock_folder(folder).map_err(|error| match error.kind() {
        ErrorKind::TimedOut => FileError::Busy(folder.to_owned()),
        _ => FileError::Io { file: folder.to_owned(), error },
    })?;
    leftovers::remove_in(disk, folder, &lock);
    Ok(lock)
}

pub(super) fn create(disk: &dyn Disk, file: &Path, bytes: &[u8], access: Access) -> Result<(), FileError> {
    let folder = folder_of(file);
    let _lock = locked(disk, folder)?;
    if disk.kind(file).is_ok() {
        return Err(FileError::Exists(file.to_owned()));
    }
    let temporary = Temporary::in_folder(disk, folder);
    disk.create_file(temporary.path(), bytes, access).map_err(at(file))?;
    disk.sync_file(temporary.path()).map_err(at(file))?;
    name_new(disk, temporary.path(), file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => FileError::Exists(file.to_owned()),
        _ => FileError::Io { file: file.to_owned(), error },
    })?;
    temporary.keep();
    let created = Temporary::at(disk, file);
    disk.sync_folder(folder).map_err(at(file))?;
    created.keep();
    Ok(())
}

/// Gives a temporary file its name, which nothing may have yet ([`ErrorKind::AlreadyExists`]). Systems differ in how they promise
/// that; the last way, for memory sticks and some network folders, has a moment with an empty file.
pub(crate) fn name_new(disk: &dyn Disk, temporary: &Path, file: &Path) -> io::Result<()> {
    let is_final = |done: &io::Result<()>| match done {
        Ok(()) => true,
        Err(error) => error.kind() == ErrorKind::AlreadyExists,
    };
    let renamed = disk.rename_new(temporary, file);
    if is_final(&renamed) {
        return renamed;
    }
    let linked = disk.hard_link(temporary, file);
    if is_final(&linked) {
        // Where this fails, the next command removes it.
        let _ = linked.is_ok().then(|| disk.remove_file(temporary));
        return linked;
    }
    let reserved = Temporary::at(disk, file);
    match disk.create_file(file, b"", Access::OwnerOnly) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            reserved.keep();
            return Err(error);
        }
        created => created?,
    }
    disk.rename(temporary, file)?;
    reserved.keep();
    Ok(())
}

pub(super) fn create_with_folders(
    disk: &dyn Disk,
    file: &Path,
    bytes: &[u8],
    access: Access,
) -> Result<(), FileError> {
    let mut new = NewFolders::default();
    new.create(disk, folder_of(file))
        .map_err(at(file))
        .and_then(|()| create(disk, file, bytes, access))
        .inspect_err(|_| new.remove(disk))
}

/// Folders that were created on the way to a file, the outermost first.
#[derive(Default)]
pub(crate) struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    pub(crate) fn create(&mut self, disk: &dyn Disk, folder: &Path) -> io::Result<()> {
        if disk.real(folder).is_ok() {
            return Ok(());
        }
        if folder != folder_of(folder) {
            self.create(disk, folder_of(folder))?;
        }
        match disk.create_folder(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
            created => created?,
        }
        self.0.push(folder.to_owned());
        disk.sync_folder(folder_of(folder))
    }

    pub(crate) fn remove(&self, disk: &dyn Disk) {
        for folder in self.0.iter().rev() {
            // Somebody may have put a file there meanwhile; then it stays.
            let _ = disk.remove_folder(folder);
        }
    }
}

pub(super) fn create_all(
    disk: &dyn Disk,
    folder: &Path,
    files: &[(String, Vec<u8>)],
    access: Access,
) -> Result<(), FileError> {
    if disk.real(folder).is_ok() {
        return create_all_inside(disk, folder, files, access);
    }
    let mut new = NewFolders::default();
    new.create(disk, folder_of(folder))
        .map_err(at(folder))
        .and_then(|()| create_all_beside(disk, folder, files, access))
        .inspect_err(|_| new.remove(disk))
}

/// The folder doesn't exist: it appears with everything in it.
fn create_all_beside(
    disk: &dyn Disk,
    folder: &Path,
    files: &[(String, Vec<u8>)],
    access: Access,
) -> Result<(), FileError> {
    let parent = folder_of(folder);
    let _lock = locked(disk, parent)?;
    let staged = staged(disk, parent, files, access).map_err(at(folder))?;
    match disk.rename_new(staged.path(), folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => disk.rename(staged.path(), folder),
        renamed => renamed,
    }
    .map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => FileError::Exists(folder.to_owned()),
        _ => FileError::Io { file: folder.to_owned(), error },
    })?;
    staged.keep();
    disk.sync_folder(parent).map_err(|error| FileError::Unconfirmed { file: folder.to_owned(), error })
}

/// The folder exists and may be the one that somebody's terminal is in, so it can't be replaced: everything moves into it.
fn create_all_inside(
    disk: &dyn Disk,
    folder: &Path,
    files: &[(String, Vec<u8>)],
    access: Access,
) -> Result<(), FileError> {
    let _lock = locked(disk, folder)?;
    let entries = disk.entries(folder).map_err(at(folder))?;
    if entries.iter().any(|entry| !leftovers::is_ours(&entry.name)) {
        return Err(FileError::Exists(folder.to_owned()));
    }
    let staged = staged(disk, folder, files, access).map_err(at(folder))?;
    let mut moved = Vec::new();
    for entry in disk.entries(staged.path()).map_err(at(folder))? {
        let to = folder.join(&entry.name);
        disk.rename(&staged.path().join(&entry.name), &to).map_err(at(&to))?;
        moved.push(Temporary::at(disk, &to));
    }
    drop(staged);
    disk.sync_folder(folder).map_err(at(folder))?;
    moved.into_iter().for_each(Temporary::keep);
    Ok(())
}

fn staged<'d>(
    disk: &'d dyn Disk,
    folder: &Path,
    files: &[(String, Vec<u8>)],
    access: Access,
) -> io::Result<Temporary<'d>> {
    let staged = Temporary::in_folder(disk, folder);
    disk.create_folder(staged.path())?;
    for (path, bytes) in files {
        let file = staged.path().join(path);
        create_folders(disk, folder_of(&file), staged.path())?;
        disk.create_file(&file, bytes, access)?;
    }
    disk.sync_tree(staged.path())?;
    Ok(staged)
}

/// Creates `folder` and those between it and `root`, which is never created.
pub(crate) fn create_folders(disk: &dyn Disk, folder: &Path, root: &Path) -> io::Result<()> {
    if folder == root {
        return Ok(());
    }
    match disk.create_folder(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create_folders(disk, folder_of(folder), root)?;
            disk.create_folder(folder)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => match disk.kind(folder)? {
            PathKind::Folder => Ok(()),
            PathKind::File | PathKind::Other => Err(error),
        },
        created => created,
    }
}
