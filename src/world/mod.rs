//! The one door to disk and clock.

pub(crate) mod clock;
mod common;
mod disk;
mod fonts;
mod memory;
mod overlay;
mod snapshot;

pub use common::{CommonFolder, FileOrigin};
pub use disk::DiskWorld;
pub(crate) use disk::is_chaff;
pub(crate) use fonts::{SystemFont, SystemFonts};
pub use memory::MemoryWorld;
pub(crate) use overlay::Overlay;
pub(crate) use snapshot::{Listing, Snapshot};

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::civil::Date;

use crate::memo::Key;

/// What is wrong with a place in the handbook's folder, before anything is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileTrouble {
    /// A symbolic link to a folder that the handbook has already, e.g. its own parent.
    Loop,
    /// It is neither a file nor a folder.
    NoFile,
    /// A symbolic link that leads out of the handbook.
    Leaves,
    Unreadable,
    /// Its name is not valid Unicode.
    Nameless,
}

/// A file of the handbook, or a place where one should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Path from the handbook's folder, with `/` between folders.
    pub(crate) path: String,
    pub(crate) size: u64,
    /// When it was last changed, where the disk tells.
    pub(crate) modified: Option<SystemTime>,
    /// What keeps it from being read.
    pub(crate) trouble: Option<FileTrouble>,
    pub(crate) origin: FileOrigin,
}

#[derive(Debug, Clone)]
pub struct Content {
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) key: Key,
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { key: Key::of(&bytes), bytes: bytes.into() }
    }
}

/// Where a handbook comes from: a folder on disk, or a test's memory.
pub trait World: Sync {
    /// The day that the handbook speaks of: today, where the reader is, unless somebody asks for another day.
    fn today(&self) -> Date;

    /// The day of the calendar, whatever day is asked for.
    fn calendar(&self) -> Date {
        self.today()
    }

    /// Name of the handbook file, `handbook.toml` unless another was asked for.
    fn config(&self) -> &str;

    /// The handbook file, with what keeps it from being read.
    fn config_entry(&self) -> FileEntry {
        let path = self.config().to_owned();
        FileEntry { path, size: 0, modified: None, trouble: None, origin: FileOrigin::Own }
    }

    /// The handbook that this one extends; `None` where it extends none, or there is none where it says.
    fn common(&self) -> Option<&CommonFolder> {
        None
    }

    /// Every file below `content`, `forms`, `templates` and `site`, sorted by path.
    fn entries(&self) -> Vec<FileEntry>;

    /// The bytes of one file, by its path in an [`FileEntry`].
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn read(&self, path: &str) -> io::Result<Content>;

    /// The fonts of the computer. A world that doesn't say otherwise has none, so that tests are the same on every computer.
    fn system_fonts(&self) -> Arc<SystemFonts> {
        Arc::default()
    }
}

/// The folders of a handbook that are read.
pub(crate) const FOLDERS: [&str; 4] = ["content", "forms", "templates", "site"];
