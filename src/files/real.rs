use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Access;
use super::disk::{Disk, FolderEntry, FolderLock, PathKind};

/// How long a command waits for another to finish writing in a folder.
const PATIENCE: Duration = Duration::from_secs(30);

/// The computer's own file system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        fs::symlink_metadata(path).map(|meta| kind(meta.file_type()))
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        fs::read(file)
    }

    fn holds(&self, file: &Path, bytes: &[u8]) -> bool {
        fs::symlink_metadata(file).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
            && fs::read(file).is_ok_and(|found| found == bytes)
    }

    fn is_read_only(&self, file: &Path) -> io::Result<bool> {
        fs::metadata(file).map(|meta| meta.permissions().readonly())
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push(FolderEntry { name, kind: kind(entry.file_type()?) });
        }
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(entries)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)
    }

    fn create_file(&self, file: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        let mut options = File::options();
        options.write(true).create_new(true);
        system::limit(&mut options, access);
        options.open(file)?.write_all(bytes)
    }

    fn keep_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        let meta = fs::metadata(from)?;
        system::keep_owner(&meta, to);
        fs::set_permissions(to, meta.permissions())
    }

    fn hard_link(&self, file: &Path, name: &Path) -> io::Result<()> {
        fs::hard_link(file, name)
    }

    fn sync_file(&self, file: &Path) -> io::Result<()> {
        File::options().write(true).open(file)?.sync_all()
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        system::sync_folder(folder)
    }

    fn sync_tree(&self, folder: &Path) -> io::Result<()> {
        system::sync_tree(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        system::rename_new(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        system::exchange(one, other)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn lock_folder(&self, folder: &Path) -> io::Result<FolderLock> {
        let until = Instant::now() + PATIENCE;
        loop {
            match system::try_lock(folder) {
                Err(error) if error.kind() == ErrorKind::WouldBlock && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return Err(ErrorKind::TimedOut.into());
                }
                Err(_) => return Ok(FolderLock::Unsupported),
                Ok(held) => return Ok(FolderLock::held(held)),
            }
        }
    }
}

fn kind(of: fs::FileType) -> PathKind {
    if of.is_file() {
        PathKind::File
    } else if of.is_dir() {
        PathKind::Folder
    } else {
        PathKind::Other
    }
}

/// Syncs every file below a folder, and the folders; several at a time, since each waits for the disk.
fn sync_each(folder: &Path) -> io::Result<()> {
    use rayon::prelude::*;

    let entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.par_iter().try_for_each(|entry| match kind(entry.file_type()?) {
        PathKind::Folder => sync_each(&entry.path()),
        PathKind::File => system::sync_one_of_many(&entry.path()),
        PathKind::Other => Ok(()),
    })?;
    system::sync_folder(folder)
}

#[cfg(unix)]
mod system {
    use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
    use std::io::{self, ErrorKind};
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt, chown};
    use std::path::Path;

    use crate::files::Access;

    pub(super) fn limit(options: &mut OpenOptions, access: Access) {
        if access == Access::OwnerOnly {
            options.mode(0o600);
        }
    }

    /// Where that is not allowed, the file belongs to whoever changed it.
    pub(super) fn keep_owner(model: &Metadata, file: &Path) {
        let Ok(own) = fs::metadata(file) else { return };
        if (own.uid(), own.gid()) != (model.uid(), model.gid())
            && chown(file, Some(model.uid()), Some(model.gid())).is_err()
        {
            let _ = chown(file, None, Some(model.gid()));
        }
    }

    pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some network folders have no such call.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            synced => synced,
        }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn sync_tree(folder: &Path) -> io::Result<()> {
        // Ten to a hundred times faster than a call for each file: docs/decisions/one-syncfs.md.
        match rustix::fs::syncfs(File::open(folder)?) {
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => super::sync_each(folder),
            synced => Ok(synced?),
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn sync_tree(folder: &Path) -> io::Result<()> {
        super::sync_each(folder)?;
        // On macOS this empties the disk's own memory, too.
        sync_folder(folder)
    }

    /// Without waiting for the disk's own memory to be emptied, which macOS would do for each file.
    pub(super) fn sync_one_of_many(file: &Path) -> io::Result<()> {
        Ok(rustix::fs::fsync(File::open(file)?)?)
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(super) fn rename_new(_: &Path, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// The folder itself is locked, so that nothing is left behind.
    pub(super) fn try_lock(folder: &Path) -> io::Result<File> {
        let file = File::open(folder)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(windows)]
mod system {
    use std::fs::{File, Metadata, OpenOptions};
    use std::io::{self, ErrorKind};
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;

    use crate::files::Access;
    use crate::files::leftovers::LOCK;

    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const SHARING_VIOLATION: i32 = 32;

    pub(super) fn limit(_: &mut OpenOptions, _: Access) {}

    pub(super) fn keep_owner(_: &Metadata, _: &Path) {}

    /// Windows keeps a folder's names in a journal of its own.
    #[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
    pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn sync_tree(folder: &Path) -> io::Result<()> {
        super::sync_each(folder)
    }

    pub(super) fn sync_one_of_many(file: &Path) -> io::Result<()> {
        File::options().write(true).open(file)?.sync_all()
    }

    pub(super) fn rename_new(_: &Path, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    /// A file in the folder that only one process can have open, and that goes with it.
    pub(super) fn try_lock(folder: &Path) -> io::Result<File> {
        let mut options = File::options();
        options.write(true).create(true).truncate(false).share_mode(0).custom_flags(DELETE_ON_CLOSE);
        options.open(folder.join(LOCK)).map_err(|error| match error.raw_os_error() {
            Some(SHARING_VIOLATION) => ErrorKind::WouldBlock.into(),
            _ => error,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_synced_with_all_below() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir_all(temp.path().join("a/b")).unwrap();
        for file in ["one", "a/two", "a/b/three"] {
            fs::write(temp.path().join(file), file).unwrap();
        }
        // Linux has one call for this; other systems sync each file.
        RealDisk.sync_tree(temp.path()).unwrap();
        sync_each(temp.path()).unwrap();
        assert!(sync_each(&temp.path().join("missing")).is_err());
    }
}
