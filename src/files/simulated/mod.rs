//! Disks for tests: one in memory whose power can be cut, and one that fails or dies at any call.

mod failing;
mod memory;

pub(crate) use failing::{DiskFault, FailingDisk};
pub(crate) use memory::{Cut, MemoryDisk};

/// How many of the ways in which a test broke the disk left the old state or the new one, whole.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    tried: usize,
    survived: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, has_survived: bool) {
        self.tried += 1;
        self.survived += usize::from(has_survived);
    }

    /// All of them, and there were some.
    pub(crate) fn check(&self, what: &str) {
        println!("{what}: {} tried, {} survived", self.tried, self.survived);
        assert!(self.tried > 0, "{what}: nothing was tried");
        assert_eq!(self.tried, self.survived, "{what}");
    }
}
