use std::any::Any;
use std::io;
use std::path::{Path, PathBuf};

use super::Access;

/// What there is at a path; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathKind {
    File,
    Folder,
    /// A link, or something that only a system makes.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FolderEntry {
    pub(crate) name: String,
    pub(crate) kind: PathKind,
}

/// Keeps other commands of ours out of a folder until it is dropped, or the process dies.
pub(crate) enum FolderLock {
    Held {
        _by: Box<dyn Any>,
    },
    /// The file system has no locks.
    Unsupported,
}

impl FolderLock {
    pub(crate) fn held(by: impl Any) -> Self {
        Self::Held { _by: Box::new(by) }
    }

    pub(crate) fn is_held(&self) -> bool {
        matches!(self, Self::Held { .. })
    }
}

/// The calls to the file system that writing takes, one method each, so that a test can fail or stop at every one.
pub(crate) trait Disk: Sync {
    fn kind(&self, path: &Path) -> io::Result<PathKind>;
    /// The path without links and `..`.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    fn read(&self, file: &Path) -> io::Result<Vec<u8>>;
    /// Whether there is a file with just these bytes.
    fn holds(&self, file: &Path, bytes: &[u8]) -> bool;
    fn is_read_only(&self, file: &Path) -> io::Result<bool>;
    /// What is in a folder, by name.
    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>>;

    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// Fails when the file exists; may leave a part of it when it fails otherwise.
    fn create_file(&self, file: &Path, bytes: &[u8], access: Access) -> io::Result<()>;
    /// Gives `to` the permissions of `from`, and its owner where that is allowed.
    fn keep_permissions(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// A second name for a file; fails when that exists.
    fn hard_link(&self, file: &Path, name: &Path) -> io::Result<()>;

    /// The file's bytes are on the disk.
    fn sync_file(&self, file: &Path) -> io::Result<()>;
    /// The names in the folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Everything below the folder is on the disk, bytes and names.
    fn sync_tree(&self, folder: &Path) -> io::Result<()>;

    /// Replaces a file `to`.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Fails when `to` exists, and on systems that can't promise it.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Both paths change places at once; fails on systems that can't.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    fn remove_file(&self, file: &Path) -> io::Result<()>;
    /// Fails when it isn't empty.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// The folder and everything in it; may stop halfway.
    fn remove_tree(&self, folder: &Path) -> io::Result<()>;

    /// Waits a while for another command; [`io::ErrorKind::TimedOut`] when it doesn't finish.
    fn lock_folder(&self, folder: &Path) -> io::Result<FolderLock>;
}
