use std::io;
use std::path::{Path, PathBuf};

use super::create::{at, locked};
use super::leftovers::Temporary;
use super::{Access, Disk, FileError};

pub(super) fn change<E: From<FileError>>(
    disk: &dyn Disk,
    file: &Path,
    root: &Path,
    edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<(), E> {
    let real = real(disk, file, root)?;
    let folder = real.parent().unwrap_or(root);
    let _lock = locked(disk, folder)?;
    let old = disk.read(&real).map_err(at(file))?;
    let new = edit(&old)?;
    if new != old {
        replace(disk, &real, &old, &new)?;
    }
    Ok(())
}

/// Where a file that may be changed really is.
fn real(disk: &dyn Disk, file: &Path, root: &Path) -> Result<PathBuf, FileError> {
    let real = disk.real(file).map_err(at(file))?;
    if !real.starts_with(disk.real(root).map_err(at(root))?) {
        return Err(FileError::Outside { file: file.to_owned(), real });
    }
    if disk.is_read_only(&real).map_err(at(file))? {
        return Err(FileError::ReadOnly(file.to_owned()));
    }
    Ok(real)
}

fn replace(disk: &dyn Disk, file: &Path, old: &[u8], new: &[u8]) -> Result<(), FileError> {
    let folder = file.parent().unwrap_or(file);
    let temporary = Temporary::in_folder(disk, folder);
    write_like(disk, file, temporary.path(), new).map_err(at(file))?;
    // An editor knows nothing of our lock. What it saved since we read the file is not written over.
    if disk.read(file).map_err(at(file))? != old {
        return Err(FileError::Changed(file.to_owned()));
    }
    disk.rename(temporary.path(), file).map_err(at(file))?;
    temporary.keep();
    disk.sync_folder(folder).map_err(|error| FileError::Unconfirmed { file: file.to_owned(), error })
}

fn write_like(disk: &dyn Disk, model: &Path, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    // Nobody else reads it before it has the permissions of its model.
    disk.create_file(temporary, bytes, Access::OwnerOnly)?;
    disk.keep_permissions(model, temporary)?;
    disk.sync_file(temporary)
}
