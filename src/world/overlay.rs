//! A handbook with some files changed, which nobody has written yet.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Content, FileEntry, SystemFonts, World};

/// A handbook in which some files have other bytes or names.
pub(crate) struct Overlay<'a> {
    world: &'a dyn World,
    changed: BTreeMap<&'a str, Content>,
    /// New names by the old ones.
    names: BTreeMap<&'a str, &'a str>,
}

impl<'a> Overlay<'a> {
    /// `world`, whose files at these paths have these bytes.
    #[must_use]
    pub(crate) fn new(world: &'a dyn World, changed: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Self {
        let changed = changed.into_iter().map(|(path, bytes)| (path, Content::from(bytes))).collect();
        Self { world, changed, names: BTreeMap::new() }
    }

    /// The same, with other names for some of the changed files; both are paths.
    #[must_use]
    pub(crate) fn with_names(self, names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let names = names.into_iter().filter(|(old, new)| old != new).collect();
        Self { names, ..self }
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

    fn entries(&self) -> Vec<FileEntry> {
        let mut entries = self.world.entries();
        for entry in &mut entries {
            if let Some(new) = self.names.get(entry.path.as_str()) {
                (*new).clone_into(&mut entry.path);
            }
            if let Some(content) = self.changed.get(entry.path.as_str()) {
                entry.size = content.bytes.len() as u64;
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        self.changed.get(path).map_or_else(|| self.world.read(path), |content| Ok(content.clone()))
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        self.world.system_fonts()
    }
}
