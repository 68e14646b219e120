//! Notices of changes to the handbook's folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::world::{FOLDERS, is_chaff};

/// An editor writes a file in several steps; so long without another is taken for the end.
const QUIET: Duration = Duration::from_millis(10);
/// What writes without a pause, such as a sync client, is not waited for any longer.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the folder is listed, whether or not there was a notice (`docs/decisions/the-preview-polls-too.md`).
const LOOK: Duration = Duration::from_secs(2);

/// Notices of changes to the handbook's folder.
pub struct Notices {
    root: PathBuf,
    config: String,
    events: Receiver<notify::Result<Event>>,
    /// `None` where this computer cannot watch folders: then the folder is looked at from time to time.
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
}

impl Notices {
    /// Watches the handbook in `root`, whose handbook file is `config`.
    #[must_use]
    pub fn new(root: &Path, config: &str) -> Self {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the program ends.
            let _ = sender.send(event);
        });
        let mut this = Self {
            root: fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()),
            config: config.to_owned(),
            events,
            watcher: watcher.ok(),
            watched: BTreeSet::new(),
        };
        this.watch();
        this
    }

    /// Waits until something may have changed, at most until it is time to look anyway. `None` when it is; else the changed
    /// paths, from the handbook's folder.
    pub fn wait(&mut self) -> Option<BTreeSet<String>> {
        let give_up = Instant::now() + LOOK;
        let mut touched = BTreeSet::new();
        let mut any = false;
        let mut first: Option<Instant> = None;
        loop {
            let now = Instant::now();
            let until = match first {
                Some(first) => (now + QUIET).min(first + PATIENCE),
                None => give_up,
            };
            match self.events.recv_timeout(until.saturating_duration_since(now)) {
                Ok(event) => {
                    if self.note(event, &mut touched) {
                        any = true;
                        first.get_or_insert(now);
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(until.saturating_duration_since(now));
                    break;
                }
            }
        }
        self.watch();
        any.then_some(touched)
    }

    /// Notes what an event is about; `false` when it is about nothing of the handbook.
    fn note(&self, event: notify::Result<Event>, touched: &mut BTreeSet<String>) -> bool {
        // An error, such as too many events at once, may hide anything.
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let paths: Vec<String> = event.paths.iter().filter_map(|path| self.place(path)).collect();
        let ours = event.paths.is_empty() || !paths.is_empty();
        touched.extend(paths);
        ours
    }

    /// The path of a file of the handbook, from its folder.
    fn place(&self, path: &Path) -> Option<String> {
        let parts: Vec<&str> = path
            .strip_prefix(&self.root)
            .ok()?
            .components()
            .map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let first = parts.first()?;
        let ours = if parts.len() == 1 && *first == self.config { true } else { FOLDERS.contains(first) };
        (ours && !parts.iter().any(|part| is_chaff(part))).then(|| parts.join("/"))
    }

    /// Watches the folders that are there by now. The handbook's own folder is watched for itself alone: beside the sources there
    /// may be anything.
    fn watch(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let folders = FOLDERS.iter().map(|folder| (self.root.join(folder), RecursiveMode::Recursive));
        for (path, mode) in folders.chain([(self.root.clone(), RecursiveMode::NonRecursive)]) {
            if !path.is_dir() {
                if self.watched.remove(&path) {
                    // It may be watched no more already.
                    let _ = watcher.unwatch(&path);
                }
            } else if !self.watched.contains(&path) && watcher.watch(&path, mode).is_ok() {
                self.watched.insert(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_handbook_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let notices = Notices::new(folder.path(), "handbook-dc.toml");
        let place = |path: &str| notices.place(&notices.root.join(path));
        assert_eq!(place("handbook-dc.toml").as_deref(), Some("handbook-dc.toml"));
        assert_eq!(place("content/guide/a.md").as_deref(), Some("content/guide/a.md"));
        for other in [
            "handbook.toml",
            "public/index.html",
            "notes.md",
            "content/guide/.a.md.swp",
            "content/guide/a.md~",
            "content/guide/~$a.md",
            "content/.git/index",
        ] {
            assert_eq!(place(other), None, "{other}");
        }
    }
}
