//! A handbook's folder on disk.

use std::collections::{HashSet, VecDeque};
use std::ffi::OsString;
use std::fs::{self, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::common::{source_in, unit};
use super::{
    CommonFolder, Content, FOLDERS, FileEntry, FileOrigin, FileTrouble, Listing, SystemFonts, World, clock,
};

/// No file of a handbook may be larger, whatever it is: a font has at most 40 MB.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// A handbook's folder on disk, and the clock of this computer.
#[derive(Debug, Clone)]
pub struct DiskWorld {
    root: PathBuf,
    config: String,
    as_of: Option<Date>,
    common: Option<CommonFolder>,
}

impl DiskWorld {
    /// The handbook in `root`, with the handbook file `config` in it.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, config: impl Into<String>) -> Self {
        Self { root: root.into(), config: config.into(), as_of: None, common: None }
    }

    /// The same on the day `as_of`, if one is asked for.
    #[must_use]
    pub fn as_of(mut self, as_of: Option<Date>) -> Self {
        self.as_of = as_of;
        self
    }

    /// The same with what it doesn't have itself from another handbook.
    #[must_use]
    pub(crate) fn extending(self, common: Option<CommonFolder>) -> Self {
        Self { common, ..self }
    }

    #[must_use]
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What is in the folder now.
    #[must_use]
    pub(crate) fn listing(&self) -> Listing {
        let config = fs::metadata(self.root.join(&self.config)).ok();
        Listing {
            today: self.today(),
            calendar: self.calendar(),
            config: config.map(|meta| (meta.len(), meta.modified().ok())),
            entries: self.entries(),
        }
    }

    /// Where a file of the handbook is on the disk.
    fn place(&self, path: &str) -> PathBuf {
        let has_own = |source: &str| {
            let own = unit(source);
            has_file(&self.root.join(own)) || self.root.join(format!("{own}.toml")).is_file()
        };
        match (&self.common, source_in(path)) {
            (Some(common), Some(source)) if !has_own(source) => common.root.join(path),
            _ => self.root.join(path),
        }
    }
}

/// Whether it is a file, or a folder with one that counts: an empty folder of the program's hides no document of the agency's.
fn has_file(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return path.is_file() };
    entries
        .flatten()
        .any(|entry| !entry.file_name().to_str().is_some_and(is_chaff) && has_file(&entry.path()))
}

/// The files below `root`, sorted by path.
fn walk(root: &Path) -> Vec<FileEntry> {
    let mut walk = FolderWalk::new(root);
    for folder in FOLDERS {
        let path = root.join(folder);
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

/// A file's bytes, opened once and never more than may be read: what is checked is what is read.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let too_large = || {
        io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it has more than {} MB", LARGEST_FILE / 1024 / 1024),
        )
    };
    let size = file.metadata()?.len();
    if size > LARGEST_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE { Err(too_large()) } else { Ok(bytes) }
}

impl World for DiskWorld {
    fn today(&self) -> Date {
        self.as_of.unwrap_or_else(clock::today)
    }

    fn calendar(&self) -> Date {
        clock::today()
    }

    fn config(&self) -> &str {
        &self.config
    }

    fn entries(&self) -> Vec<FileEntry> {
        let mut entries = walk(&self.root);
        if let Some(common) = &self.common {
            let own: HashSet<String> = entries.iter().map(|entry| unit(&entry.path).to_owned()).collect();
            let theirs = walk(&common.root).into_iter().filter(|entry| !own.contains(unit(&entry.path)));
            entries.extend(theirs.map(|entry| FileEntry { origin: FileOrigin::Common, ..entry }));
            entries.sort_by(|a, b| a.path.cmp(&b.path));
        }
        entries
    }

    fn config_entry(&self) -> FileEntry {
        let mut walk = FolderWalk::new(&self.root);
        walk.visit(&self.root.join(&self.config), &self.config);
        walk.found.pop().unwrap_or_else(|| FileEntry {
            path: self.config.clone(),
            size: 0,
            modified: None,
            trouble: Some(FileTrouble::NoFile),
            origin: FileOrigin::Own,
        })
    }

    fn common(&self) -> Option<&CommonFolder> {
        self.common.as_ref()
    }

    fn read(&self, path: &str) -> io::Result<Content> {
        read_file(&self.place(path)).map(Content::from)
    }

    fn system_fonts(&self) -> Arc<SystemFonts> {
        SystemFonts::of_this_computer()
    }
}

struct FolderWalk {
    root: PathBuf,
    /// Real paths of the folders that the walk has been in. Each is read once: links to the same folders could double
    /// them at every level.
    visited: HashSet<OsString>,
    /// Links that were met and not followed yet.
    links: VecDeque<(PathBuf, String)>,
    found: Vec<FileEntry>,
}

impl FolderWalk {
    fn new(root: &Path) -> Self {
        Self {
            root: fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()),
            visited: HashSet::new(),
            links: VecDeque::new(),
            found: Vec::new(),
        }
    }

    /// Looks at a path that may be a link, or inside of a linked folder.
    fn visit(&mut self, path: &Path, name: &str) {
        let Ok(real) = fs::canonicalize(path) else {
            return self.trouble(name, FileTrouble::Unreadable);
        };
        if !real.starts_with(&self.root) {
            return self.trouble(name, FileTrouble::Leaves);
        }
        let meta = fs::metadata(&real);
        self.note(real, name, meta);
    }

    fn note(&mut self, real: PathBuf, name: &str, meta: io::Result<Metadata>) {
        match meta {
            Ok(meta) if meta.is_dir() => self.visit_folder(real, name),
            Ok(meta) if meta.is_file() => self.found.push(FileEntry {
                path: name.to_owned(),
                size: meta.len(),
                modified: meta.modified().ok(),
                trouble: None,
                origin: FileOrigin::Own,
            }),
            Ok(_) => self.trouble(name, FileTrouble::NoFile),
            Err(_) => self.trouble(name, FileTrouble::Unreadable),
        }
    }

    /// Reads a folder whose real path is `real`; what is in it and isn't a link has its real path below it.
    fn visit_folder(&mut self, real: PathBuf, name: &str) {
        let Ok(children) = fs::read_dir(&real) else {
            return self.trouble(name, FileTrouble::Unreadable);
        };
        if !self.visited.insert(real.into_os_string()) {
            return self.trouble(name, FileTrouble::Loop);
        }
        let mut children: Vec<_> = children.flatten().collect();
        children.sort_by_key(fs::DirEntry::file_name);
        for child in children {
            let kind = child.file_type();
            let is_link = kind.as_ref().is_ok_and(FileType::is_symlink);
            match child.file_name().to_str() {
                Some(own) if is_chaff(own) => {}
                // Of a folder, nobody asks for more: its files tell whether something has changed.
                Some(own) if kind.is_ok_and(|kind| kind.is_dir()) => {
                    self.visit_folder(child.path(), &format!("{name}/{own}"));
                }
                Some(own) if is_link => self.links.push_back((child.path(), format!("{name}/{own}"))),
                Some(own) => self.note(child.path(), &format!("{name}/{own}"), child.metadata()),
                None => {
                    let shown = child.file_name().to_string_lossy().into_owned();
                    self.trouble(&format!("{name}/{shown}"), FileTrouble::Nameless);
                }
            }
        }
    }

    fn trouble(&mut self, path: &str, trouble: FileTrouble) {
        self.found.push(FileEntry {
            path: path.to_owned(),
            size: 0,
            modified: None,
            trouble: Some(trouble),
            origin: FileOrigin::Own,
        });
    }
}

/// What editors, file managers and sync clients leave behind, some of it only for a moment, and no author wrote.
#[must_use]
pub(crate) fn is_chaff(name: &str) -> bool {
    let begins = [".", "~$"].iter().any(|start| name.starts_with(start));
    let ends =
        ["~", ".tmp", ".swp", ".bak", "___jb_tmp___", "___jb_old___"].iter().any(|end| name.ends_with(end));
    // Emacs keeps `#draft.md#`; Vim tries out a file `4913` before it writes; TextEdit writes into `draft.md.sb-…`.
    let of_editors =
        (name.starts_with('#') && name.ends_with('#')) || name == "4913" || name.contains(".sb-");
    let of_systems = name.eq_ignore_ascii_case("thumbs.db") || name.eq_ignore_ascii_case("desktop.ini");
    begins || ends || of_editors || of_systems
}

#[cfg(test)]
mod tests {
    use super::is_chaff;

    #[test]
    fn leftovers_of_editors_are_not_taken_for_files_of_authors() {
        for name in
            [".a.swp", "~$plan.docx", "a.md~", "a.tmp", "#a.md#", "4913", "a.md.sb-1a2b-xY", "Thumbs.db"]
        {
            assert!(is_chaff(name), "{name}");
        }
        for name in ["2026-11-25.md", "draft.md", "4913.md", "plan-b.toml", "map.png"] {
            assert!(!is_chaff(name), "{name}");
        }
    }
}
