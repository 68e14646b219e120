use std::io::ErrorKind;
use std::path::Path;

use super::create::{folder_of, locked};
use super::{Disk, FileError};

/// Gives a file or a folder another name in its folder, which nothing may have.
pub(super) fn rename(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), FileError> {
    let folder = folder_of(to);
    let _lock = locked(disk, folder)?;
    if disk.kind(to).is_ok() {
        return Err(FileError::Exists(to.to_owned()));
    }
    let renamed = match disk.rename_new(from, to) {
        // Not every system can promise that nothing has the name by now; the lock keeps our own commands away.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => disk.rename(from, to),
        renamed => renamed,
    };
    renamed.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => FileError::Exists(to.to_owned()),
        _ => FileError::Io { file: from.to_owned(), error },
    })?;
    disk.sync_folder(folder).map_err(|error| FileError::Unconfirmed { file: to.to_owned(), error })
}
