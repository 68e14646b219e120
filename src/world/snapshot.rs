//! A handbook's folder as it was at one moment, for those who look again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::civil::Date;

use super::{CommonFolder, Content, DiskWorld, FileEntry, SystemFonts, World};

/// What tells whether a folder has changed, without reading its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    /// Today, where the reader is.
    pub(crate) today: Date,
    /// The day of the calendar.
    pub(crate) calendar: Date,
    /// Size in bytes and time of change of the handbook file; `None` when it is not there.
    pub(crate) config: Option<(u64, Option<SystemTime>)>,
    /// Every file, sorted by path.
    pub(crate) entries: Vec<FileEntry>,
}

/// A handbook's folder as a [`Listing`] has it. A file that another snapshot has read, and that has not changed since, is not read again.
#[derive(Debug)]
pub(crate) struct Snapshot {
    disk: DiskWorld,
    listing: Listing,
    bytes: Mutex<BTreeMap<String, Content>>,
}

impl Snapshot {
    /// The folder as `listing` has it. Of `before`, what is neither `touched` nor listed otherwise is taken over.
    #[must_use]
    pub(crate) fn new(
        disk: DiskWorld,
        listing: Listing,
        before: Option<&Snapshot>,
        touched: &BTreeSet<String>,
    ) -> Self {
        let mut bytes = BTreeMap::new();
        if let Some(before) = before {
            let read = before.bytes.lock().unwrap_or_else(PoisonError::into_inner);
            let mut keep = |path: &str| {
                if let Some((path, known)) = read.get_key_value(path).filter(|_| !touched.contains(path)) {
                    bytes.insert(path.clone(), known.clone());
                }
            };
            let mut old = before.listing.entries.iter().peekable();
            for entry in &listing.entries {
                while old.next_if(|old| old.path < entry.path).is_some() {}
                if old.peek() == Some(&entry) {
                    keep(&entry.path);
                }
            }
            if before.listing.config == listing.config {
                keep(disk.config());
            }
        }
        Self { disk, listing, bytes: Mutex::new(bytes) }
    }
}

impl World for Snapshot {
    fn today(&self) -> Date {
        self.listing.today
    }

    fn calendar(&self) -> Date {
        self.listing.calendar
    }

    fn config(&self) -> &str {
        self.disk.config()
    }

    fn config_entry(&self) -> FileEntry {
        self.disk.config_entry()
    }

    fn common(&self) -> Option<&CommonFolder> {
        self.disk.common()
    }

    fn entries(&self) -> Vec<FileEntry> {
        self.listing.entries.clone()
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        let known = |bytes: &BTreeMap<String, Content>| bytes.get(path).cloned();
        if let Some(bytes) = known(&self.bytes.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(bytes);
        }
        let read = self.disk.read(path)?;
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), read.clone());
        Ok(read)
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        self.disk.system_fonts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("content/guide")).unwrap();
        std::fs::write(folder.path().join("handbook.toml"), "a").unwrap();
        for name in ["one", "two"] {
            std::fs::write(folder.path().join(format!("content/guide/{name}.md")), "a").unwrap();
        }
        folder
    }

    #[test]
    fn only_what_has_changed_is_read_again() {
        let folder = folder();
        let disk = DiskWorld::new(folder.path(), "handbook.toml");
        let first = Snapshot::new(disk.clone(), disk.listing(), None, &BTreeSet::new());
        for path in ["handbook.toml", "content/guide/one.md", "content/guide/two.md"] {
            assert_eq!(&*first.read(path).unwrap().bytes, b"a");
        }
        std::fs::write(folder.path().join("content/guide/one.md"), "longer").unwrap();
        let touched = BTreeSet::from(["handbook.toml".to_owned()]);
        let second = Snapshot::new(disk.clone(), disk.listing(), Some(&first), &touched);
        let known: Vec<String> = second.bytes.lock().unwrap().keys().cloned().collect();
        assert_eq!(known, ["content/guide/two.md"]);
        assert_eq!(&*second.read("content/guide/one.md").unwrap().bytes, b"longer");
    }
}
