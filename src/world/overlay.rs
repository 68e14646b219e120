//! A handbook with some files changed, new or renamed, which nobody has written yet.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use jiff::civil::Date;

use super::{CommonFolder, Content, FOLDERS, FileEntry, FileOrigin, SystemFonts, World};

/// A handbook in which some files have other bytes, or are new.
pub(crate) struct Overlay<'a> {
    world: &'a dyn World,
    changed: BTreeMap<&'a str, Content>,
    /// Files and folders with other names: the old path, then the new one.
    moved: &'a [(String, String)],
}

impl<'a> Overlay<'a> {
    /// `world`, whose files at these paths have these bytes.
    #[must_use]
    pub(crate) fn new(world: &'a dyn World, changed: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Self {
        let changed = changed.into_iter().map(|(path, bytes)| (path, Content::from(bytes))).collect();
        Self { world, changed, moved: &[] }
    }

    /// The same with other names of files and folders, each with its old path and its new one. What is changed is at the new paths.
    #[must_use]
    pub(crate) fn with_moves(self, moved: &'a [(String, String)]) -> Self {
        Self { moved, ..self }
    }
}

impl World for Overlay<'_> {
    fn today(&self) -> Date {
        self.world.today()
    }

    fn calendar(&self) -> Date {
        self.world.calendar()
    }

    fn config(&self) -> &str {
        self.world.config()
    }

    fn config_entry(&self) -> FileEntry {
        self.world.config_entry()
    }

    fn common(&self) -> Option<&CommonFolder> {
        self.world.common()
    }

    fn entries(&self) -> Vec<FileEntry> {
        let mut entries = self.world.entries();
        for entry in &mut entries {
            if let Some(path) = self.moved.iter().find_map(|(from, to)| renamed(&entry.path, from, to)) {
                entry.path = path;
            }
            if let Some(content) = self.changed.get(entry.path.as_str()) {
                entry.size = content.bytes.len() as u64;
            }
        }
        let known: BTreeSet<String> = entries.iter().map(|entry| entry.path.clone()).collect();
        let is_source = |path: &str| FOLDERS.iter().any(|folder| renamed(path, folder, folder).is_some());
        let new = self.changed.iter().filter(|(path, _)| !known.contains(**path) && is_source(path));
        entries.extend(new.map(|(path, content)| FileEntry {
            path: (*path).to_owned(),
            size: content.bytes.len() as u64,
            modified: None,
            trouble: None,
            origin: FileOrigin::Own,
        }));
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        if let Some(content) = self.changed.get(path) {
            return Ok(content.clone());
        }
        match self.moved.iter().find_map(|(from, to)| renamed(path, to, from)) {
            Some(before) => self.world.read(&before),
            None => self.world.read(path),
        }
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        self.world.system_fonts()
    }
}

/// The path of what is at `path`, once `from` is called `to`; `None` when it isn't below it.
fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    let rest = path.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
}
