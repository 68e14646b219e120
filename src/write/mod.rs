//! The last stage: the site is written beside the old one and swapped in whole.

mod error;
mod holder;
mod lock;
mod site;
mod staged;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use error::WriteError;

use crate::files::{self, RealDisk};
use crate::output::Outputs;
use holder::Holder;
use lock::Lock;
use site::{Leftover, Site};

/// The file that says: clausebook wrote this folder, and may replace it.
pub(crate) const MARKER: &str = ".clausebook";
const MARKER_TEXT: &str =
    "This folder was written by clausebook. A build replaces all of it: keep nothing of your own here.\n";

/// A folder that a site may be written to.
#[derive(Debug)]
pub(crate) struct SiteTarget {
    /// Its real path: no links, no `..`.
    out: PathBuf,
}

/// A target that no other build writes to.
pub(crate) struct Locked {
    out: PathBuf,
    /// `None` where no lock can be written; then the site can't be either, or each build's stays whole.
    lock: Option<Lock>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenSite {
    /// Files of the old site that the new one doesn't have.
    pub(crate) removed: Vec<String>,
}

/// What people should know of a build that goes on.
#[derive(Debug)]
pub(crate) enum Note {
    /// Another build has to end first.
    Waiting(Holder),
    /// The lock of another build was taken over: it gave no sign of life for too long.
    Stale(Holder),
    /// The lock of another build was taken over: its process is gone.
    Interrupted(Holder),
    Leftover(Leftover),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting(holder) => write!(
                f,
                "Waiting for {} to end. If it was interrupted, this build takes over after ten minutes.",
                holder.named()
            ),
            Self::Stale(holder) => {
                write!(f, "Took over from {}: it has given no sign of life for ten minutes.", holder.named())
            }
            Self::Interrupted(holder) => write!(f, "Took over from {}: it was interrupted.", holder.named()),
            Self::Leftover(Leftover { path, error }) => write!(
                f,
                "{} is left over from an earlier build and could not be removed: {}. It does no harm; its owner can remove it.",
                path.display(),
                files::reason(error)
            ),
        }
    }
}

impl SiteTarget {
    /// The folder `out`, for a handbook in `root` whose sources are in the folders `sources` of it.
    ///
    /// # Errors
    /// When a site must not take the folder's place.
    pub(crate) fn new(out: &Path, root: &Path, sources: &[&str]) -> Result<Self, WriteError> {
        let out = real(out)?;
        let root = fs::canonicalize(root)?;
        if root.starts_with(&out) {
            return Err(WriteError::HoldsHandbook);
        }
        if sources.iter().any(|folder| out.starts_with(root.join(folder))) {
            return Err(WriteError::InSources);
        }
        Site { disk: &RealDisk, out: &out }.check()?;
        Ok(Self { out })
    }

    /// Waits until no other build writes there, and says for whom.
    pub(crate) fn lock(self, note: &dyn Fn(&Note)) -> Locked {
        let site = Site { disk: &RealDisk, out: &self.out };
        let mut paths = vec![site.lock_path(site.parent())];
        if site.exists() {
            paths.push(site.lock_path(site.out));
        }
        let lock = Lock::acquire(&paths, note);
        // Where that fails, the new site takes the place that is empty.
        let _ = site.restore();
        Locked { lock, out: self.out }
    }
}

impl Locked {
    /// A file of the site that is there now; `path` has `/` between folders.
    pub(crate) fn earlier(&self, path: &str) -> Option<Vec<u8>> {
        Site { disk: &RealDisk, out: &self.out }.read(path)
    }

    /// Writes the site: beside the old one first, then in its place.
    ///
    /// # Errors
    /// When the folder is no longer ours, another build took over, or the disk refuses.
    pub(crate) fn write(&self, outputs: &Outputs, note: &dyn Fn(&Note)) -> Result<WrittenSite, WriteError> {
        let site = Site { disk: &RealDisk, out: &self.out };
        site.check()?;
        site.clear().into_iter().for_each(|left| note(&Note::Leftover(left)));
        let removed = site.no_longer_made(outputs);
        let staged = site.stage(outputs)?;
        if let Some(other) = self.lock.as_ref().and_then(Lock::other) {
            return Err(WriteError::TakenOver(other));
        }
        staged.publish(outputs)?;
        Ok(WrittenSite { removed })
    }
}

/// The path without links and `..`, of which the last folders need not exist yet.
fn real(path: &Path) -> Result<PathBuf, WriteError> {
    if let Ok(real) = fs::canonicalize(path) {
        return Ok(real);
    }
    let is_dangling = path.is_symlink();
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if !is_dangling => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            Ok(real(parent)?.join(name))
        }
        _ => Err(WriteError::Nowhere),
    }
}

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod tests;
