//! The one way to write a file.
//!
//! A reader, and the next command, finds the old file or the new one, whole: after a crash, a full disk, a power cut, and while two
//! people write at the same time. [`create`] for `content/policies/intake/2027-01-01.md` does this:
//!
//! ```text
//! lock    content/policies/intake                                    one program of ours at a time
//! write   content/policies/intake/.clausebook-3f9c02d1a7b4e856.tmp   never over a file that exists
//! sync    the temporary file                                         its words are on the disk before its name is
//! rename  … to 2027-01-01.md                                         fails if that exists by now
//! sync    content/policies/intake                                    the name is on the disk, too
//! ```
//!
//! What these steps do on a real computer is in [`RealDisk`]; tests put a [`Disk`] in its place that fails, or dies, at any of them.

mod change;
mod create;
mod disk;
mod error;
mod leftovers;
mod moving;
mod real;

use std::path::Path;

pub(crate) use create::{NewFolders, create_folders, name_new};
pub(crate) use disk::{Disk, PathKind};
pub(crate) use error::{FileError, reason};
pub(crate) use leftovers::unique;
pub(crate) use real::RealDisk;

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Whoever the computer's settings say (on Unix, the umask).
    Everyone,
    /// Its owner alone. Windows has no such mode: there the folder decides.
    OwnerOnly,
}

/// Creates a file in a folder that exists. A file of that name is never touched.
///
/// # Errors
/// [`FileError::Exists`]; or the disk refuses. Then nothing is left behind.
pub(crate) fn create(file: &Path, bytes: &[u8], access: Access) -> Result<(), FileError> {
    create::create(&RealDisk, file, bytes, access)
}

/// Creates a file and the folders on its way.
///
/// # Errors
/// [`FileError::Exists`]; or the disk refuses. Then neither the file nor a new folder is left behind.
pub(crate) fn create_with_folders(file: &Path, bytes: &[u8], access: Access) -> Result<(), FileError> {
    create::create_with_folders(&RealDisk, file, bytes, access)
}

/// Creates a folder and everything in it at once; `files` are paths from it, with `/` between folders. An empty folder may exist.
///
/// # Errors
/// [`FileError::Exists`] when the folder has files; or the disk refuses. Then nothing is left behind.
pub(crate) fn create_all(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    access: Access,
) -> Result<(), FileError> {
    create::create_all(&RealDisk, folder, files, access)
}

/// Puts what `edit` makes of a file's bytes in their place. Its permissions stay, and a link stays a link: the file that it leads
/// to is changed, which must be in the folder `root`.
///
/// `edit` gets the bytes as they are now, and other commands of ours wait meanwhile, so that an approval and a review at the same
/// time are both recorded. A change by another program is an error, and that program's words stay.
///
/// # Errors
/// What `edit` refuses; or why the file can't be changed. Then it is as it was.
pub(crate) fn change<E: From<FileError>>(
    file: &Path,
    root: &Path,
    edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<(), E> {
    change::change(&RealDisk, file, root, edit)
}

/// Gives a file or a folder another name in the same folder.
///
/// # Errors
/// [`FileError::Exists`] when something has that name; or the disk refuses. Then it is where it was.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), FileError> {
    moving::rename(&RealDisk, from, to)
}

/// Removes what killed commands left in a handbook: in the folder itself, and in its `folders` and below.
pub(crate) fn remove_leftovers(handbook: &Path, folders: &[&str]) {
    leftovers::remove(&RealDisk, handbook);
    for folder in folders {
        leftovers::remove_below(&RealDisk, &handbook.join(folder));
    }
}

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
pub(crate) mod simulated;
#[cfg(test)]
mod tests;
