//! The last stage: the site is written beside the old one and swapped in whole.

use std::fs;
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
    NotOurs(PathBuf),
    /// The folder is the handbook, or has the handbook in it.
    HoldsHandbook(PathBuf),
    /// The disk refused.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotOurs(path) => write!(
                f,
                "{} has files that clausebook did not write, so it is left as it is. Choose another folder with --out, or empty this one.",
                path.display()
            ),
            Self::HoldsHandbook(path) => write!(
                f,
                "{} holds the handbook itself: the site cannot take its place. Choose another folder with --out.",
                path.display()
            ),
            Self::Io(path, error) => {
                write!(f, "{} cannot be written: {error}. The old site is as it was.", path.display())
            }
        }
    }
}

impl std::error::Error for WriteError {}

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that another program holds open and that are still the old ones; build again once they are closed.
    pub held: Vec<String>,
}

/// Refuses a folder that a site must not replace.
///
/// # Errors
/// When it is not empty and not ours, or when it holds the handbook in `root`.
pub fn may_replace(out: &Path, root: &Path) -> Result<(), WriteError> {
    if let (Ok(out_real), Ok(root_real)) = (fs::canonicalize(out), fs::canonicalize(root))
        && root_real.starts_with(&out_real)
    {
        return Err(WriteError::HoldsHandbook(out.to_owned()));
    }
    let ours = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none() || out.join(MARKER).is_file(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if ours { Ok(()) } else { Err(WriteError::NotOurs(out.to_owned())) }
}

/// Writes the site to `out`: beside it first, then in its place. Files whose bytes did not change stay the same files, so
/// that folder sync has nothing to do.
///
/// # Errors
/// When the folder is not ours or the disk refuses.
pub fn write(outputs: &Outputs, out: &Path, root: &Path) -> Result<Written, WriteError> {
    may_replace(out, root)?;
    let beside = |suffix: &str| {
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        out.with_file_name(format!(".{name}.clausebook-{suffix}"))
    };
    let (new, old) = (beside("new"), beside("old"));
    let fail = |error: io::Error| WriteError::Io(out.to_owned(), error);
    // What an interrupted build left behind.
    remove(&new).map_err(fail)?;
    if out.exists() {
        remove(&old).map_err(fail)?;
    } else if old.exists() {
        fs::rename(&old, out).map_err(fail)?;
    }
    fill(outputs, &new, out).inspect_err(|_| drop(remove(&new))).map_err(fail)?;
    if !out.exists() {
        fs::rename(&new, out).map_err(fail)?;
        return Ok(Written::default());
    }
    if fs::rename(out, &old).is_err() {
        // Windows does not move a folder while a file in it is open.
        let held = replace_one_by_one(&new, out).map_err(fail)?;
        remove(&new).map_err(fail)?;
        return Ok(Written { held });
    }
    if let Err(error) = fs::rename(&new, out) {
        let back = fs::rename(&old, out);
        return Err(fail(back.err().unwrap_or(error)));
    }
    // The new site stands; a rest of the old one is removed by the next build.
    drop(remove(&old));
    Ok(Written::default())
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

    #[test]
    fn the_new_site_takes_the_place_of_the_old_one() {
        let temp = tempfile::tempdir().unwrap();
        let (root, out) = (temp.path().join("book"), temp.path().join("public"));
        write(&site(&[("a.html", "1"), ("old/b.html", "2")]), &out, &root).unwrap();
        write(&site(&[("a.html", "3"), ("c.html", "4")]), &out, &root).unwrap();
        assert_eq!(read(&out), pairs(&[("a.html", "3"), ("c.html", "4")]));
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_folder_of_someone_elses_is_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("thesis.txt"), "years").unwrap();
        let error = write(&site(&[("a.html", "1")]), temp.path(), Path::new("elsewhere"));
        assert!(matches!(error, Err(WriteError::NotOurs(_))));
        assert_eq!(read(temp.path()), pairs(&[("thesis.txt", "years")]));
    }

    #[test]
    fn the_folder_of_the_handbook_is_never_replaced() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join(MARKER), "").unwrap();
        let book = temp.path().join("book");
        fs::create_dir(&book).unwrap();
        let error = write(&site(&[]), temp.path(), &book);
        assert!(matches!(error, Err(WriteError::HoldsHandbook(_))));
    }

    #[test]
    fn a_file_that_did_not_change_is_not_written_again() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("public");
        write(&site(&[("a.html", "1"), ("b.html", "1")]), &out, Path::new("x")).unwrap();
        let time = |name: &str| fs::metadata(out.join(name)).unwrap().modified().unwrap();
        let before = time("a.html");
        fs::File::open(out.join("a.html")).unwrap();
        write(&site(&[("a.html", "1"), ("b.html", "2")]), &out, Path::new("x")).unwrap();
        assert_eq!(time("a.html"), before);
    }

    #[test]
    fn an_interrupted_swap_is_mended() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("public");
        write(&site(&[("a.html", "1")]), &out, Path::new("x")).unwrap();
        fs::rename(&out, temp.path().join(".public.clausebook-old")).unwrap();
        fs::create_dir(temp.path().join(".public.clausebook-new")).unwrap();
        write(&site(&[("a.html", "2")]), &out, Path::new("x")).unwrap();
        assert_eq!(read(&out), pairs(&[("a.html", "2")]));
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
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
