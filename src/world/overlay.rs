//! A handbook with one file changed, which nobody has written yet.

use std::io;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Content, FileEntry, SystemFonts, World};

/// A handbook in which the file at one path has other bytes.
pub(crate) struct Overlay<'a> {
    world: &'a dyn World,
    path: &'a str,
    content: Content,
}

impl<'a> Overlay<'a> {
    /// `world`, whose file at `path` has these bytes.
    #[must_use]
    pub(crate) fn new(world: &'a dyn World, path: &'a str, bytes: &[u8]) -> Self {
        Self { world, path, content: Content::from(bytes.to_vec()) }
    }
}

impl World for Overlay<'_> {
    fn today(&self) -> Date {
        self.world.today()
    }

    fn config(&self) -> &str {
        self.world.config()
    }

    fn entries(&self) -> Vec<FileEntry> {
        let mut entries = self.world.entries();
        for entry in entries.iter_mut().filter(|entry| entry.path == self.path) {
            entry.size = self.content.bytes.len() as u64;
        }
        entries
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        if path == self.path { Ok(self.content.clone()) } else { self.world.read(path) }
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        self.world.system_fonts()
    }
}
