//! Temporary files: their names, and what becomes of those whose command was killed.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::disk::{Disk, FolderLock, PathKind};

/// The file that locks a folder on systems that can't lock the folder itself.
pub(super) const LOCK: &str = ".clausebook-lock";

/// 16 hexadecimal digits that no other command, on any computer, has used.
pub(crate) fn unique() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(NEXT.fetch_add(1, Ordering::Relaxed));
    hasher.write_u32(std::process::id());
    format!("{:016x}", hasher.finish())
}

/// A path that is removed again unless it is kept.
pub(super) struct Temporary<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    is_kept: bool,
}

impl<'d> Temporary<'d> {
    /// In this folder, under a name that nothing has.
    pub(super) fn in_folder(disk: &'d dyn Disk, folder: &Path) -> Self {
        Self { disk, path: folder.join(format!(".clausebook-{}.tmp", unique())), is_kept: false }
    }

    /// At the path itself, once it exists.
    pub(super) fn at(disk: &'d dyn Disk, path: &Path) -> Self {
        Self { disk, path: path.to_owned(), is_kept: false }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            remove_path(self.disk, &self.path);
        }
    }
}

fn remove_path(disk: &dyn Disk, path: &Path) {
    let _ = match disk.kind(path) {
        Ok(PathKind::Folder) => disk.remove_tree(path),
        Ok(_) => disk.remove_file(path),
        Err(_) => Ok(()),
    };
}

fn is_temporary(name: &str) -> bool {
    let unique = name.strip_prefix(".clausebook-").and_then(|rest| rest.strip_suffix(".tmp"));
    unique.is_some_and(|digits| {
        digits.len() == 16 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Whether only we make files of this name: temporary ones, and on Windows the lock.
pub(super) fn is_ours(name: &str) -> bool {
    is_temporary(name) || name == LOCK
}

/// Removes the temporary files of a locked folder: whoever wrote them is gone.
pub(super) fn remove_in(disk: &dyn Disk, folder: &Path, lock: &FolderLock) {
    if !lock.is_held() {
        return;
    }
    for entry in disk.entries(folder).unwrap_or_default() {
        if is_temporary(&entry.name) {
            remove_path(disk, &folder.join(&entry.name));
        }
    }
}

/// Removes the temporary files of a folder.
pub(super) fn remove(disk: &dyn Disk, folder: &Path) {
    let entries = disk.entries(folder).unwrap_or_default();
    if entries.iter().any(|entry| is_temporary(&entry.name))
        && let Ok(lock) = disk.lock_folder(folder)
    {
        remove_in(disk, folder, &lock);
    }
}

pub(super) fn remove_below(disk: &dyn Disk, folder: &Path) {
    remove(disk, folder);
    for entry in disk.entries(folder).unwrap_or_default() {
        if entry.kind == PathKind::Folder {
            remove_below(disk, &folder.join(&entry.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_temporary_names_are_removed() {
        assert!(is_temporary(&format!(".clausebook-{}.tmp", unique())));
        for name in [
            ".clausebook-.tmp",
            ".clausebook-3f9c.tmp",
            "clausebook.tmp",
            ".clausebook-lock",
            ".intake.md.tmp",
        ] {
            assert!(!is_temporary(name), "{name}");
        }
    }

    #[test]
    fn no_name_comes_twice() {
        let names: std::collections::BTreeSet<String> = (0..1000).map(|_| unique()).collect();
        assert_eq!(names.len(), 1000);
    }
}
