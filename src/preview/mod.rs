//! The live preview: a handbook served on this computer alone, and made anew whenever a file of it changes.
//!
//! Watching is a loop around [`pipeline::preview`], and nothing inside it knows of the loop. Nothing is written: pages come from memory,
//! and a PDF is set when somebody asks for it.

mod notice;
mod reply;
mod server;
mod show;

pub use notice::Notices;
pub use server::{Address, listen};
pub use show::Show;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::memo::Memo;
use crate::pipeline::{self, Preview};
use crate::world::{DiskWorld, Listing, Snapshot, World};

/// A handbook that is made anew when it changes.
pub struct Rebuilder {
    disk: DiskWorld,
    listing: Listing,
    snapshot: Arc<Snapshot>,
    memo: Memo,
}

/// What came of making a handbook anew.
pub struct Rebuilt {
    /// The site, or what is wrong.
    pub preview: Preview,
    /// How long it took.
    pub took: Duration,
}

impl Rebuilder {
    /// Makes the handbook on `disk` for the first time.
    #[must_use]
    pub fn start(disk: DiskWorld) -> (Self, Rebuilt) {
        let started = Instant::now();
        let listing = disk.listing();
        let snapshot = Arc::new(Snapshot::new(disk.clone(), listing.clone(), None, &BTreeSet::new()));
        let mut memo = Memo::default();
        let preview = pipeline::preview(&*snapshot, &memo);
        memo.end_build();
        (Self { disk, listing, snapshot, memo }, Rebuilt { preview, took: started.elapsed() })
    }

    /// Makes it anew if it has changed; `touched` are paths that somebody has written to, whatever their size and time say.
    pub fn again(&mut self, touched: &BTreeSet<String>) -> Option<Rebuilt> {
        let started = Instant::now();
        let listing = self.disk.listing();
        let known = |path: &String| {
            path == self.disk.config() || listing.entries.iter().any(|entry| entry.path == *path)
        };
        if listing == self.listing && !touched.iter().any(known) {
            return None;
        }
        let snapshot = Snapshot::new(self.disk.clone(), listing.clone(), Some(&self.snapshot), touched);
        self.snapshot = Arc::new(snapshot);
        self.listing = listing;
        let preview = pipeline::preview(&*self.snapshot, &self.memo);
        self.memo.end_build();
        Some(Rebuilt { preview, took: started.elapsed() })
    }
}
