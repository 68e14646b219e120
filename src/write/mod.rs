//! The last stage: the site is written beside the old one and swapped in whole.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use crate::output::Outputs;

/// The file that says: clausebook wrote this folder, and may replace it.
pub const MARKER: &str = ".clausebook";
const MARKER_TEXT: &str =
    "This folder was written by clausebook. A build replaces all of it: keep nothing of your own here.\n";

/// Why a site could not be written. The old one is as it was, unless it says otherwise.
#[derive(Debug)]
pub enum WriteError {
    /// The folder has files, and clausebook did not write it.
    NotOurs,
    /// The folder is the handbook, or has the handbook in it.
    HoldsHandbook,
    /// The folder is one of those that the handbook is written in.
    InSources,
    /// The path leads through a folder or a link that is not there.
    Nowhere,
    /// What an earlier build left behind cannot be removed.
    Leftover(PathBuf, io::Error),
    /// The disk refused.
    Io(io::Error),
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotOurs => write!(
                f,
                "it has files that clausebook did not write, so it is left as it is. Choose another folder with --out, or empty this one"
            ),
            Self::HoldsHandbook => write!(
                f,
                "it holds the handbook itself: the site cannot take its place. Choose another folder with --out"
            ),
            Self::InSources => write!(
                f,
                "the handbook is written there: the site cannot stand among its sources. Choose another folder with --out"
            ),
            Self::Nowhere => write!(
                f,
                "the path leads through a folder or a link that is not there. Write it without `..`, or make that folder first"
            ),
            Self::Leftover(path, error) => write!(
                f,
                "an earlier build left {} behind, and it cannot be removed: {error}. Remove it, then build again",
                path.display()
            ),
            Self::Io(error) => write!(f, "it cannot be written: {error}. The old site is as it was"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that another program holds open and that are still the old ones; build again once they are closed.
    pub held: Vec<String>,
}

/// A folder that a site may be written to.
#[derive(Debug)]
pub struct Target {
    /// Its real path: no links, no `..`.
    out: PathBuf,
}

impl Target {
    /// The folder `out`, for a handbook in `root` whose sources are in the folders `sources` of it. A swap that was
    /// interrupted is mended.
    ///
    /// # Errors
    /// When a site must not take the folder's place.
    pub fn new(out: &Path, root: &Path, sources: &[&str]) -> Result<Self, WriteError> {
        let out = real(out)?;
        let root = fs::canonicalize(root)?;
        if root.starts_with(&out) {
            return Err(WriteError::HoldsHandbook);
        }
        if sources.iter().any(|folder| out.starts_with(root.join(folder))) {
            return Err(WriteError::InSources);
        }
        let target = Self { out };
        let _lock = target.lock();
        if !target.out.exists() && target.beside("old").exists() {
            fs::rename(target.beside("old"), &target.out)?;
        }
        target.check()?;
        Ok(target)
    }

    fn check(&self) -> Result<(), WriteError> {
        let ours = match fs::read_dir(&self.out) {
            Ok(mut entries) => entries.next().is_none() || self.out.join(MARKER).is_file(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(_) if self.out.is_file() => false,
            Err(error) => return Err(error.into()),
        };
        if ours { Ok(()) } else { Err(WriteError::NotOurs) }
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let name = self.out.file_name().unwrap_or_default().to_string_lossy();
        self.out.with_file_name(format!(".{name}.clausebook-{suffix}"))
    }

    /// Two builds of one person into one folder wait for each other. The lock is in that person's folder for temporary
    /// files, not beside the site, where it would stay behind; where it cannot be had, the build goes on without.
    fn lock(&self) -> Option<fs::File> {
        let mut hasher = DefaultHasher::new();
        self.out.hash(&mut hasher);
        let name = format!("clausebook-{:016x}.lock", hasher.finish());
        let mut options = fs::OpenOptions::new();
        let file =
            options.write(true).create(true).truncate(false).open(std::env::temp_dir().join(name)).ok()?;
        file.lock().ok()?;
        Some(file)
    }

    /// Writes the site: beside the old one first, then in its place. Files whose bytes did not change stay the same
    /// files, so that folder sync has nothing to do.
    ///
    /// # Errors
    /// When the folder is no longer ours, or the disk refuses.
    pub fn write(&self, outputs: &Outputs) -> Result<Written, WriteError> {
        let _lock = self.lock();
        self.check()?;
        let (out, new, old) = (&self.out, self.beside("new"), self.beside("old"));
        // What an interrupted build left behind.
        for leftover in [&new, &old] {
            remove(leftover).map_err(|error| WriteError::Leftover(leftover.clone(), error))?;
        }
        fill(outputs, &new, out).inspect_err(|_| drop(remove(&new)))?;
        if !out.exists() {
            fs::rename(&new, out)?;
            return Ok(Written::default());
        }
        if fs::rename(out, &old).is_err() {
            // Windows does not move a folder while a file in it is open.
            let held = replace_one_by_one(&new, out)?;
            remove(&new)?;
            return Ok(Written { held });
        }
        if let Err(error) = fs::rename(&new, out) {
            fs::rename(&old, out)?;
            return Err(error.into());
        }
        // The new site stands; a rest of the old one is removed by the next build.
        drop(remove(&old));
        Ok(Written::default())
    }
}

/// The path without links and `..`, of which the last folders need not be there yet.
fn real(path: &Path) -> Result<PathBuf, WriteError> {
    if let Ok(real) = fs::canonicalize(path) {
        return Ok(real);
    }
    let dangling = path.is_symlink();
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if !dangling => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            Ok(real(parent)?.join(name))
        }
        _ => Err(WriteError::Nowhere),
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn fill(outputs: &Outputs, new: &Path, old: &Path) -> io::Result<()> {
    fs::create_dir_all(new)?;
    put(MARKER, MARKER_TEXT.as_bytes(), new, old)?;
    for (path, bytes) in outputs.iter() {
        put(path, bytes, new, old)?;
    }
    Ok(())
}

fn put(path: &str, bytes: &[u8], new: &Path, old: &Path) -> io::Result<()> {
    let (to, from) = (new.join(path), old.join(path));
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let same = fs::metadata(&from).is_ok_and(|meta| meta.len() == bytes.len() as u64)
        && fs::read(&from).is_ok_and(|before| before == bytes);
    // Some file systems have no hard links; then the file is written anew.
    if same && fs::hard_link(&from, &to).is_ok() {
        return Ok(());
    }
    fs::write(to, bytes)
}

/// Moves every file of `new` over its namesake in `out`, removes what is no longer made, and returns what is held open.
fn replace_one_by_one(new: &Path, out: &Path) -> io::Result<Vec<String>> {
    let made = files_below(new)?;
    let mut held = Vec::new();
    for path in &made {
        let to = out.join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        if fs::rename(new.join(path), &to).is_err() {
            held.push(path.clone());
        }
    }
    for path in files_below(out)? {
        if !made.contains(&path) && fs::remove_file(out.join(&path)).is_err() {
            held.push(path);
        }
    }
    Ok(held)
}

/// Files below a folder, by their path from it with `/` between folders.
fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    fn walk(folder: &Path, before: &str, found: &mut Vec<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{before}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                walk(&entry.path(), &format!("{path}/"), found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Outputs {
        let mut outputs = Outputs::default();
        for (path, text) in files {
            outputs.insert(*path, text.as_bytes().to_vec());
        }
        outputs
    }

    fn read(out: &Path) -> Vec<(String, String)> {
        let files = files_below(out).unwrap();
        files
            .into_iter()
            .filter(|path| path != MARKER)
            .map(|path| (path.clone(), fs::read_to_string(out.join(path)).unwrap()))
            .collect()
    }

    fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    /// A handbook in `book`, and the site written to `out` beside it.
    fn write(temp: &Path, out: &str, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        let root = temp.join("book");
        fs::create_dir_all(root.join("content")).unwrap();
        Target::new(&temp.join(out), &root, &["content"])?.write(&site(files))
    }

    fn beside(temp: &Path) -> Vec<String> {
        let names = fs::read_dir(temp).unwrap().flatten();
        let mut names: Vec<String> = names.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_site_takes_the_place_of_the_old_one() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), "public", &[("a.html", "1"), ("old/b.html", "2")]).unwrap();
        write(temp.path(), "public", &[("a.html", "3"), ("c.html", "4")]).unwrap();
        assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "3"), ("c.html", "4")]));
        assert_eq!(beside(temp.path()), ["book", "public"], "nothing is left beside it");
    }

    #[test]
    fn a_folder_of_someone_elses_is_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        let mine = temp.path().join("mine");
        fs::create_dir(&mine).unwrap();
        fs::write(mine.join("thesis.txt"), "years").unwrap();
        let error = write(temp.path(), "mine", &[("a.html", "1")]);
        assert!(matches!(error, Err(WriteError::NotOurs)));
        assert_eq!(read(&mine), pairs(&[("thesis.txt", "years")]));
    }

    #[test]
    fn no_way_of_writing_its_path_replaces_the_handbook() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join(MARKER), "").unwrap();
        for out in ["book", "book/../book", ".", "book/content/.."] {
            let error = write(temp.path(), out, &[]);
            assert!(matches!(error, Err(WriteError::HoldsHandbook)), "{out}: {error:?}");
        }
        for out in ["book/content", "book/content/site", "book/../book/content/x"] {
            let error = write(temp.path(), out, &[]);
            assert!(matches!(error, Err(WriteError::InSources)), "{out}: {error:?}");
        }
        for out in ["nowhere/..", "book/nowhere/..", "nowhere/../mine"] {
            let error = write(temp.path(), out, &[]);
            assert!(matches!(error, Err(WriteError::Nowhere)), "{out}: {error:?}");
        }
        assert!(temp.path().join("book/content").is_dir());
    }

    #[test]
    fn a_file_that_did_not_change_is_not_written_again() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), "public", &[("a.html", "1"), ("b.html", "1")]).unwrap();
        let time = || fs::metadata(temp.path().join("public/a.html")).unwrap().modified().unwrap();
        let before = time();
        write(temp.path(), "public", &[("a.html", "1"), ("b.html", "2")]).unwrap();
        assert_eq!(time(), before);
    }

    #[test]
    fn an_interrupted_swap_is_mended() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), "public", &[("a.html", "1")]).unwrap();
        let old = temp.path().join(".public.clausebook-old");
        fs::rename(temp.path().join("public"), &old).unwrap();
        fs::create_dir(temp.path().join(".public.clausebook-new")).unwrap();
        Target::new(&temp.path().join("public"), &temp.path().join("book"), &[]).unwrap();
        assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "1")]));
        write(temp.path(), "public", &[("a.html", "2")]).unwrap();
        assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "2")]));
        assert_eq!(beside(temp.path()), ["book", "public"]);
    }

    #[test]
    fn builds_at_the_same_time_wait_for_each_other() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), "public", &[("a.html", "1")]).unwrap();
        std::thread::scope(|scope| {
            for text in ["2", "3", "4", "5"] {
                let path = temp.path();
                scope.spawn(move || {
                    for _ in 0..10 {
                        write(path, "public", &[("a.html", text), (text, text)]).unwrap();
                    }
                });
            }
        });
        let site = read(&temp.path().join("public"));
        assert_eq!(site.len(), 2, "{site:?}");
        assert_eq!(site[0].0, site[0].1, "one build's files, not two builds': {site:?}");
        assert_eq!(site[1].1, site[0].1, "one build's files, not two builds': {site:?}");
    }

    #[test]
    fn one_by_one_leaves_the_same_site() {
        let temp = tempfile::tempdir().unwrap();
        let (new, out) = (temp.path().join("new"), temp.path().join("out"));
        fill(&site(&[("a.html", "2"), ("x/c.html", "3")]), &new, &out).unwrap();
        fill(&site(&[("a.html", "1"), ("b.html", "1")]), &out, &new).unwrap();
        assert_eq!(replace_one_by_one(&new, &out).unwrap(), Vec::<String>::new());
        assert_eq!(read(&out), pairs(&[("a.html", "2"), ("x/c.html", "3")]));
    }
}
