//! A handbook in memory, for tests and for the starter.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Content, FOLDERS, FileEntry, FileOrigin, SystemFonts, World};

/// A handbook in memory, on a day of the caller's choice.
#[derive(Debug, Clone)]
pub struct MemoryWorld {
    today: Date,
    files: BTreeMap<String, Content>,
    fonts: Arc<SystemFonts>,
}

impl MemoryWorld {
    /// An empty one, on `today`.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self { today, files: BTreeMap::new(), fonts: Arc::default() }
    }

    /// The same with one more file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), Content::from(bytes.into()));
        self
    }
}

impl MemoryWorld {
    /// The same on a computer with the fonts in these files.
    #[must_use]
    pub fn with_system_fonts(mut self, files: Vec<Vec<u8>>) -> Self {
        self.fonts = SystemFonts::in_memory(files);
        self
    }
}

impl World for MemoryWorld {
    fn today(&self) -> Date {
        self.today
    }

    fn config(&self) -> &'static str {
        "handbook.toml"
    }

    fn entries(&self) -> Vec<FileEntry> {
        self.files
            .iter()
            .filter(|(path, _)| path.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder)))
            .map(|(path, content)| FileEntry {
                path: path.clone(),
                size: content.bytes.len() as u64,
                modified: None,
                trouble: None,
                origin: FileOrigin::Own,
            })
            .collect()
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        self.fonts.clone()
    }
}
