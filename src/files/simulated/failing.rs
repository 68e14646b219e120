use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::MemoryDisk;
use crate::files::Access;
use crate::files::disk::{Disk, FolderEntry, FolderLock, PathKind};

/// What happens at a call, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiskFault {
    Never,
    /// The program is killed: a file that it is writing has half its bytes, and nothing is called any more.
    KilledAt(usize),
    /// The disk is full from this call on: a file gets half its bytes, then the error.
    FullFrom(usize),
    /// This call fails, those after it don't.
    FailsAt(usize),
}

/// What a call needs of the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Room,
    Nothing,
}

/// A disk on which one thing goes wrong.
pub(crate) struct FailingDisk<'d> {
    disk: &'d MemoryDisk,
    fault: DiskFault,
    calls: AtomicUsize,
    /// Calls that this system doesn't have.
    missing: &'static [&'static str],
    /// A folder that can't be renamed, since it is another disk.
    mount: Option<PathBuf>,
    /// A file that another program holds open: nothing takes its place.
    held: Option<&'static str>,
}

impl<'d> FailingDisk<'d> {
    pub(crate) fn new(disk: &'d MemoryDisk, fault: DiskFault) -> Self {
        Self { disk, fault, calls: AtomicUsize::new(0), missing: &[], mount: None, held: None }
    }

    pub(crate) fn without(self, missing: &'static [&'static str]) -> Self {
        Self { missing, ..self }
    }

    pub(crate) fn mounted(self, folder: &Path) -> Self {
        Self { mount: Some(folder.to_owned()), ..self }
    }

    pub(crate) fn holding(self, file: &'static str) -> Self {
        Self { held: Some(file), ..self }
    }

    /// Whether a name can be given from here to there.
    fn may_move(&self, from: &Path, to: &Path) -> io::Result<()> {
        let is_mount = |path: &Path| self.mount.as_deref() == Some(path);
        let is_on_it = |path: &Path| self.mount.as_ref().is_some_and(|mount| path.starts_with(mount));
        if is_mount(from) || is_mount(to) {
            return Err(ErrorKind::ResourceBusy.into());
        }
        if is_on_it(from) != is_on_it(to) {
            return Err(ErrorKind::CrossesDevices.into());
        }
        if self.held.is_some_and(|held| to.ends_with(held)) && self.disk.kind(to).is_ok() {
            return Err(ErrorKind::PermissionDenied.into());
        }
        Ok(())
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn call(&self, name: &str, takes: Takes) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            DiskFault::KilledAt(at) if call >= at => Err(io::Error::other("killed")),
            DiskFault::FullFrom(at) if call >= at && takes == Takes::Room => {
                Err(ErrorKind::StorageFull.into())
            }
            DiskFault::FailsAt(at) if call == at => Err(io::Error::other("the disk is damaged")),
            _ if self.missing.contains(&name) => Err(ErrorKind::Unsupported.into()),
            _ => Ok(()),
        }
    }

    /// Whether the disk writes a part of a file before it fails, which it does no more once the program is killed.
    fn writes_half(&self) -> bool {
        match self.fault {
            DiskFault::KilledAt(at) => self.calls() == at + 1,
            DiskFault::FullFrom(_) | DiskFault::FailsAt(_) => true,
            DiskFault::Never => false,
        }
    }
}

impl Disk for FailingDisk<'_> {
    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        self.call("kind", Takes::Nothing)?;
        self.disk.kind(path)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("real", Takes::Nothing)?;
        self.disk.real(path)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.call("read", Takes::Nothing)?;
        self.disk.read(file)
    }

    fn holds(&self, file: &Path, bytes: &[u8]) -> bool {
        self.call("holds", Takes::Nothing).is_ok() && self.disk.holds(file, bytes)
    }

    fn is_read_only(&self, file: &Path) -> io::Result<bool> {
        self.call("is_read_only", Takes::Nothing)?;
        self.disk.is_read_only(file)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        self.call("entries", Takes::Nothing)?;
        self.disk.entries(folder)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("create_folder", Takes::Room)?;
        self.disk.create_folder(folder)
    }

    fn create_file(&self, file: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        if let Err(error) = self.call("create_file", Takes::Room) {
            if self.writes_half() {
                self.disk.create_file(file, &bytes[..bytes.len() / 2], access)?;
            }
            return Err(error);
        }
        self.disk.create_file(file, bytes, access)
    }

    fn keep_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("keep_permissions", Takes::Nothing)?;
        self.disk.keep_permissions(from, to)
    }

    fn hard_link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.call("hard_link", Takes::Room)?;
        self.may_move(file, name)?;
        self.disk.hard_link(file, name)
    }

    fn sync_file(&self, file: &Path) -> io::Result<()> {
        self.call("sync_file", Takes::Nothing)?;
        self.disk.sync_file(file)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("sync_folder", Takes::Nothing)?;
        self.disk.sync_folder(folder)
    }

    fn sync_tree(&self, folder: &Path) -> io::Result<()> {
        self.call("sync_tree", Takes::Nothing)?;
        self.disk.sync_tree(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename", Takes::Nothing)?;
        self.may_move(from, to)?;
        self.disk.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename_new", Takes::Nothing)?;
        self.may_move(from, to)?;
        self.disk.rename_new(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call("exchange", Takes::Nothing)?;
        self.may_move(one, other)?;
        self.disk.exchange(one, other)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.call("remove_file", Takes::Nothing)?;
        self.disk.remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("remove_folder", Takes::Nothing)?;
        self.disk.remove_folder(folder)
    }

    fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        if let Err(error) = self.call("remove_tree", Takes::Nothing) {
            if self.writes_half() {
                self.disk.remove_half(folder)?;
            }
            return Err(error);
        }
        self.disk.remove_tree(folder)
    }

    fn lock_folder(&self, folder: &Path) -> io::Result<FolderLock> {
        self.call("lock_folder", Takes::Nothing)?;
        self.disk.lock_folder(folder)
    }
}
