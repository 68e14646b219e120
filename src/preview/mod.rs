//! The live preview: a handbook served on this computer only, and rebuilt whenever a file of it changes.
//!
//! Watching is a loop around [`pipeline::preview`], and nothing inside it knows of the loop. Nothing is written: pages come from memory,
//! and a PDF is set when somebody asks for it.

mod notice;
mod reply;
mod server;
mod show;

pub use notice::Notices;
pub(crate) use server::{Address, listen};
pub(crate) use show::Show;

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::memo::Memo;
use crate::pipeline::{self, Preview};
use crate::world::{DiskWorld, Listing, Snapshot, World};

/// Makes a handbook; what the memo has of earlier builds is not made again.
type Make = fn(&dyn World, &Memo) -> Preview;

/// A handbook that is rebuilt when it changes.
pub struct Rebuilder {
    disk: DiskWorld,
    make: Make,
    listing: Listing,
    snapshot: Arc<Snapshot>,
    memo: Memo,
}

/// What came of rebuilding a handbook.
pub struct Rebuilt {
    /// The site, or what is wrong with its sources.
    pub made: Result<Preview, Fault>,
    pub took: Duration,
}

/// This program failed while it was making a handbook: a fault of its own, whatever the sources say.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The message of the panic.
    pub(crate) message: String,
}

impl Rebuilder {
    /// Makes the handbook on `disk` for the first time.
    #[must_use]
    pub fn start(disk: DiskWorld) -> (Self, Rebuilt) {
        Self::start_with(disk, pipeline::preview)
    }

    fn start_with(disk: DiskWorld, make: Make) -> (Self, Rebuilt) {
        let started = Instant::now();
        let listing = disk.listing();
        let snapshot = Arc::new(Snapshot::new(disk.clone(), listing.clone(), None, &BTreeSet::new()));
        let mut this = Self { disk, make, listing, snapshot, memo: Memo::default() };
        let first = this.make();
        (this, Rebuilt { made: first, took: started.elapsed() })
    }

    /// Rebuilds it if it has changed; `touched` are paths that somebody has written to, whatever their size and time say.
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
        let made = self.make();
        Some(Rebuilt { made, took: started.elapsed() })
    }

    /// Makes the handbook of the snapshot. After a fault nothing of earlier builds is trusted: the next one starts afresh.
    fn make(&mut self) -> Result<Preview, Fault> {
        let made = catch_unwind(AssertUnwindSafe(|| (self.make)(&*self.snapshot, &self.memo)));
        match made {
            Ok(preview) => {
                self.memo.end_build();
                Ok(preview)
            }
            Err(panic) => {
                self.memo = Memo::default();
                Err(Fault { message: message(&*panic) })
            }
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    const TRIGGER: &str = "content/guide/trigger.md";

    /// Makes a handbook, and panics while the file `TRIGGER` is there.
    fn make(world: &dyn World, memo: &Memo) -> Preview {
        assert!(world.read(TRIGGER).is_err(), "the trigger was pulled");
        pipeline::preview(world, memo)
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
            }
        }
    }

    #[test]
    fn a_fault_in_a_rebuild_leaves_the_last_good_page_and_the_next_save_tries_again() {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/handbooks/small"), folder.path());
        let trigger = folder.path().join(TRIGGER);
        let (mut rebuilder, first) =
            Rebuilder::start_with(DiskWorld::new(folder.path(), "handbook.toml"), make);
        let good = Show::new(first.made, None);
        let page = |show: &Show| show.outputs().and_then(|site| site.get("index.html").map(<[u8]>::to_vec));
        let news = |show: &Show| serde_json::to_value(show.news("index.html")).unwrap();
        assert!(page(&good).is_some());
        assert_eq!(news(&good)["fault"], serde_json::Value::Null);

        fs::create_dir_all(trigger.parent().unwrap()).unwrap();
        fs::write(&trigger, "").unwrap();
        let failed = rebuilder.again(&BTreeSet::new()).expect("a file came");
        let shown = Show::new(failed.made, Some(&good));
        assert_eq!(page(&shown), page(&good));
        assert_eq!(news(&shown)["fault"], "the trigger was pulled");
        assert!(rebuilder.again(&BTreeSet::new()).is_none(), "nothing was saved since");

        fs::remove_file(&trigger).unwrap();
        let better = rebuilder.again(&BTreeSet::new()).expect("a file went");
        let fresh = Show::new(better.made, Some(&shown));
        assert_eq!(news(&fresh)["fault"], serde_json::Value::Null);
        assert_eq!((page(&fresh), fresh.number), (page(&good), 3));
    }

    #[test]
    fn a_fault_in_the_first_build_is_said_on_the_page_that_waits() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/guide")).unwrap();
        fs::write(folder.path().join(TRIGGER), "").unwrap();
        let (_, first) = Rebuilder::start_with(DiskWorld::new(folder.path(), "handbook.toml"), make);
        let show = Show::new(first.made, None);
        assert!(show.outputs().is_none());
        assert_eq!(serde_json::to_value(show.news("index.html")).unwrap()["fault"], "the trigger was pulled");
    }
}
