//! A handbook with some files changed, which nobody has written yet.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Content, FileEntry, SystemFonts, World};

/// A handbook in which some files have other bytes.
pub(crate) struct Overlay<'a> {
    world: &'a dyn World,
    changed: BTreeMap<&'a str, Content>,
}

impl<'a> Overlay<'a> {
    /// `world`, whose files at these paths have these bytes.
    #[must_use]
    pub(crate) fn new(world: &'a dyn World, changed: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Self {
        let changed = changed.into_iter().map(|(path, bytes)| (path, Content::from(bytes))).collect();
        Self { world, changed }
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
            if let Some(content) = self.changed.get(entry.path.as_str()) {
                entry.size = content.bytes.len() as u64;
            }
        }
        entries
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        self.changed.get(path).map_or_else(|| self.world.read(path), |content| Ok(content.clone()))
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        self.world.system_fonts()
    }
}
