//! A handbook's folder on disk.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{Entry, FOLDERS, Trouble, World};

/// A handbook's folder on disk, and the clock of this computer.
#[derive(Debug)]
pub struct DiskWorld {
    root: PathBuf,
    config: String,
}

impl DiskWorld {
    /// The handbook in `root`, with the handbook file `config` in it.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, config: impl Into<String>) -> Self {
        Self { root: root.into(), config: config.into() }
    }
}

impl World for DiskWorld {
    /// `SOURCE_DATE_EPOCH` (seconds since 1970, UTC) stands in for the clock, as reproducible builds
    /// have agreed: <https://reproducible-builds.org/specs/source-date-epoch/>.
    fn today(&self) -> Date {
        std::env::var("SOURCE_DATE_EPOCH")
            .ok()
            .and_then(|seconds| seconds.trim().parse().ok())
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .map_or_else(Zoned::now, |instant| instant.to_zoned(TimeZone::UTC))
            .date()
    }

    fn config(&self) -> &str {
        &self.config
    }

    fn entries(&self) -> Vec<Entry> {
        let mut walk = Walk {
            root: fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone()),
            visited: BTreeSet::new(),
            links: VecDeque::new(),
            found: Vec::new(),
        };
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if fs::symlink_metadata(&path).is_ok() {
                walk.visit(&path, folder);
            }
        }
        // Links last: where a folder is found twice, the link to it is the one to remove.
        while let Some((path, name)) = walk.links.pop_front() {
            walk.visit(&path, &name);
        }
        walk.found.sort_by(|a, b| a.path.cmp(&b.path));
        walk.found
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(path))
    }
}

struct Walk {
    root: PathBuf,
    /// Real paths of the folders that the walk has been in. Each is read once: links to the same folders could double
    /// them at every level.
    visited: BTreeSet<PathBuf>,
    /// Links that were met and not followed yet.
    links: VecDeque<(PathBuf, String)>,
    found: Vec<Entry>,
}

impl Walk {
    fn visit(&mut self, path: &Path, name: &str) {
        let Ok(real) = fs::canonicalize(path) else {
            return self.note(name, 0, Some(Trouble::Unreadable));
        };
        if !real.starts_with(&self.root) {
            return self.note(name, 0, Some(Trouble::Leaves));
        }
        match fs::metadata(&real) {
            Ok(meta) if meta.is_dir() => self.visit_folder(&real, name),
            Ok(meta) if meta.is_file() => self.note(name, meta.len(), None),
            Ok(_) => self.note(name, 0, Some(Trouble::NoFile)),
            Err(_) => self.note(name, 0, Some(Trouble::Unreadable)),
        }
    }

    fn visit_folder(&mut self, real: &Path, name: &str) {
        if !self.visited.insert(real.to_owned()) {
            return self.note(name, 0, Some(Trouble::Loop));
        }
        let Ok(children) = fs::read_dir(real) else {
            return self.note(name, 0, Some(Trouble::Unreadable));
        };
        let mut children: Vec<_> = children.flatten().collect();
        children.sort_by_key(fs::DirEntry::file_name);
        for child in children {
            let is_link = child.file_type().is_ok_and(|kind| kind.is_symlink());
            match child.file_name().to_str() {
                Some(own) if is_chaff(own) => {}
                Some(own) if is_link => self.links.push_back((child.path(), format!("{name}/{own}"))),
                Some(own) => self.visit(&child.path(), &format!("{name}/{own}")),
                None => {
                    let shown = child.file_name().to_string_lossy().into_owned();
                    self.note(&format!("{name}/{shown}"), 0, Some(Trouble::Nameless));
                }
            }
        }
    }

    fn note(&mut self, path: &str, size: u64, trouble: Option<Trouble>) {
        self.found.push(Entry { path: path.to_owned(), size, trouble });
    }
}

/// What editors, file managers and sync clients leave behind, and no author wrote.
fn is_chaff(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || name.ends_with(".tmp")
        || name.ends_with(".swp")
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}
