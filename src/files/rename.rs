use std::io::ErrorKind;
use std::path::Path;

use super::create::{folder_of, locked, name_new};
use super::{Disk, FileError};

pub(super) fn rename(disk: &dyn Disk, file: &Path, name: &Path) -> Result<(), FileError> {
    let folder = folder_of(file);
    let _lock = locked(disk, folder)?;
    if disk.kind(name).is_ok() {
        return Err(FileError::Exists(name.to_owned()));
    }
    name_new(disk, file, name).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => FileError::Exists(name.to_owned()),
        _ => FileError::Io { file: name.to_owned(), error },
    })?;
    disk.sync_folder(folder).map_err(|error| FileError::Unconfirmed { file: name.to_owned(), error })
}
