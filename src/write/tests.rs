//! The site and its lock on a real disk; `crash_tests` has what only happens to a failing one.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::files::Disk;

fn site(files: &[(&str, &str)]) -> Outputs {
    let mut outputs = Outputs::default();
    for (path, text) in files {
        outputs.insert(*path, text.as_bytes().to_vec());
    }
    outputs
}

fn read(out: &Path) -> Vec<(String, String)> {
    let site = Site { disk: &RealDisk, out };
    let files = site.files().unwrap().into_iter().filter(|path| path != MARKER);
    files.map(|path| (path.clone(), fs::read_to_string(out.join(path)).unwrap())).collect()
}

fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// A handbook in `book`, and the site written to `out` beside it; with the notes for people.
fn write(temp: &Path, out: &str, files: &[(&str, &str)]) -> (Result<WrittenSite, WriteError>, Vec<String>) {
    let root = temp.join("book");
    fs::create_dir_all(root.join("content")).unwrap();
    let notes = Mutex::new(Vec::new());
    let note = |one: &Note| notes.lock().unwrap().push(one.to_string());
    let written = SiteTarget::new(&temp.join(out), &root, &["content"])
        .and_then(|target| target.lock(&note).write(&site(files), &note));
    (written, notes.into_inner().unwrap())
}

fn wrote(temp: &Path, out: &str, files: &[(&str, &str)]) -> WrittenSite {
    let (written, notes) = write(temp, out, files);
    assert_eq!(notes, Vec::<String>::new());
    written.unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    RealDisk.entries(folder).unwrap().into_iter().map(|entry| entry.name).collect()
}

#[test]
fn the_new_site_takes_the_place_of_the_old_one() {
    let temp = tempfile::tempdir().unwrap();
    wrote(temp.path(), "public", &[("a.html", "1"), ("old/b.html", "2")]);
    let written = wrote(temp.path(), "public", &[("a.html", "3"), ("c.html", "4")]);
    assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "3"), ("c.html", "4")]));
    assert_eq!(written.removed, ["old/b.html"]);
    assert_eq!(names(temp.path()), ["book", "public"], "nothing is left beside it");
}

#[test]
fn folders_on_the_way_are_made() {
    let temp = tempfile::tempdir().unwrap();
    wrote(temp.path(), "some/where/public", &[("a.html", "1")]);
    assert_eq!(read(&temp.path().join("some/where/public")), pairs(&[("a.html", "1")]));
    assert_eq!(names(&temp.path().join("some/where")), ["public"]);
}

#[test]
fn a_folder_of_someone_elses_is_left_alone() {
    let temp = tempfile::tempdir().unwrap();
    let mine = temp.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("thesis.txt"), "years").unwrap();
    let (error, _) = write(temp.path(), "mine", &[("a.html", "1")]);
    assert!(matches!(error, Err(WriteError::NotOurs)));
    assert_eq!(read(&mine), pairs(&[("thesis.txt", "years")]));
    let (error, _) = write(temp.path(), "mine/thesis.txt", &[("a.html", "1")]);
    assert!(matches!(error, Err(WriteError::NotOurs)), "{error:?}");
}

#[test]
fn no_way_of_writing_its_path_replaces_the_handbook() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join(MARKER), "").unwrap();
    for out in ["book", "book/../book", ".", "book/content/.."] {
        let (error, _) = write(temp.path(), out, &[]);
        assert!(matches!(error, Err(WriteError::HoldsHandbook)), "{out}: {error:?}");
    }
    for out in ["book/content", "book/content/site", "book/../book/content/x"] {
        let (error, _) = write(temp.path(), out, &[]);
        assert!(matches!(error, Err(WriteError::InSources)), "{out}: {error:?}");
    }
    for out in ["nowhere/..", "book/nowhere/..", "nowhere/../mine"] {
        let (error, _) = write(temp.path(), out, &[]);
        assert!(matches!(error, Err(WriteError::Nowhere)), "{out}: {error:?}");
    }
    assert!(temp.path().join("book/content").is_dir());
}

#[test]
fn a_file_that_did_not_change_is_not_written_again() {
    let temp = tempfile::tempdir().unwrap();
    wrote(temp.path(), "public", &[("a.html", "1"), ("b.html", "1")]);
    let time = || fs::metadata(temp.path().join("public/a.html")).unwrap().modified().unwrap();
    let before = time();
    wrote(temp.path(), "public", &[("a.html", "1"), ("b.html", "2")]);
    assert_eq!(time(), before);
}

#[test]
fn what_version_0_1_0_left_behind_is_put_back_or_removed() {
    let temp = tempfile::tempdir().unwrap();
    wrote(temp.path(), "public", &[("a.html", "1")]);
    fs::rename(temp.path().join("public"), temp.path().join(".public.clausebook-old")).unwrap();
    fs::create_dir(temp.path().join(".public.clausebook-new")).unwrap();
    let target = SiteTarget::new(&temp.path().join("public"), &temp.path().join("book"), &[]).unwrap();
    drop(target.lock(&|_| {}));
    assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "1")]));
    wrote(temp.path(), "public", &[("a.html", "2")]);
    assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "2")]));
    assert_eq!(names(temp.path()), ["book", "public"]);
}

#[test]
fn what_cannot_be_removed_is_in_nobodys_way() {
    let temp = tempfile::tempdir().unwrap();
    for foreign in [".public.clausebook-new", ".public.clausebook-old"] {
        fs::write(temp.path().join(foreign), "a file").unwrap();
    }
    let (written, notes) = write(temp.path(), "public", &[("a.html", "1")]);
    written.unwrap();
    assert!(notes.len() == 2 && notes[0].contains("is left over from an earlier build"), "{notes:?}");
    assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "1")]));
}

#[test]
fn a_folder_on_a_disk_of_its_own_may_have_what_the_system_put_there() {
    let temp = tempfile::tempdir().unwrap();
    fs::create_dir_all(temp.path().join("public/lost+found")).unwrap();
    let root = temp.path().join("book");
    fs::create_dir_all(&root).unwrap();
    assert!(SiteTarget::new(&temp.path().join("public"), &root, &[]).is_ok());
}

#[test]
fn builds_at_the_same_time_wait_for_each_other() {
    let temp = tempfile::tempdir().unwrap();
    wrote(temp.path(), "public", &[("a.html", "1")]);
    std::thread::scope(|scope| {
        for text in ["2", "3", "4"] {
            let path = temp.path();
            scope.spawn(move || {
                let (written, notes) = write(path, "public", &[("a.html", text), (text, text)]);
                written.unwrap();
                assert!(notes.iter().all(|note| note.starts_with("Waiting for the build of ")), "{notes:?}");
            });
        }
    });
    let site = read(&temp.path().join("public"));
    assert_eq!(site.len(), 2, "{site:?}");
    assert!(site[0].0 == site[0].1 && site[0].1 == site[1].1, "one build's files, not two builds': {site:?}");
    assert_eq!(names(temp.path()), ["book", "public"]);
}

/// As from two computers whose disk has no locks that both see.
#[test]
fn builds_that_do_not_see_each_other_leave_one_site_whole() {
    let temp = tempfile::tempdir().unwrap();
    let out = temp.path().join("public");
    let site_of = |text: &str| -> Outputs {
        site(&[("a.html", text), ("b/c.html", text), ("same.html", "same"), (text, text)])
    };
    let tried = Mutex::new((0, 0));
    std::thread::scope(|scope| {
        for text in ["1", "2", "3"] {
            let (out, tried) = (&out, &tried);
            scope.spawn(move || {
                for _ in 0..20 {
                    let site = Site { disk: &RealDisk, out };
                    drop(site.clear());
                    let outputs = site_of(text);
                    // A build whose folder another one removed fails, and says so.
                    let written = site.stage(&outputs).and_then(|staged| staged.publish(&outputs));
                    let mut tried = tried.lock().unwrap();
                    tried.0 += 1;
                    tried.1 += usize::from(written.is_ok());
                }
            });
        }
    });
    let (tried, written) = tried.into_inner().unwrap();
    println!("builds that do not see each other: {tried} tried, {written} written");
    assert!(written > 0);
    let files = read(&out);
    let [(text, _), ..] = files.as_slice() else { panic!("no files") };
    let mut expected: Vec<(String, String)> = site_of(text)
        .iter()
        .map(|(path, bytes)| (path.to_owned(), String::from_utf8_lossy(bytes).into()))
        .collect();
    expected.sort();
    assert_eq!(files, expected);
}

mod locks {
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    use super::*;

    const ELSEWHERE: &str =
        "build: 1\ncomputer: desk-3\naccount: anna\nbegan: 2026-12-01 14:02\nsystem: elsewhere\n";

    fn lock_file(temp: &Path) -> PathBuf {
        temp.join(".public.clausebook-lock")
    }

    fn age(file: &Path, by: Duration) {
        File::options().write(true).open(file).unwrap().set_modified(SystemTime::now() - by).unwrap();
    }

    #[test]
    fn a_build_says_for_whom_it_waits() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(lock_file(temp.path()), ELSEWHERE).unwrap();
        std::thread::scope(|scope| {
            let build = scope.spawn(|| write(temp.path(), "public", &[("a.html", "1")]));
            std::thread::sleep(Duration::from_millis(500));
            assert!(!build.is_finished() && !temp.path().join("public").exists());
            fs::remove_file(lock_file(temp.path())).unwrap();
            let (written, notes) = build.join().unwrap();
            written.unwrap();
            let waiting = "Waiting for the build of anna on desk-3 that began at 2026-12-01 14:02 to end. ";
            assert!(notes.len() == 1 && notes[0].starts_with(waiting), "{notes:?}");
        });
    }

    #[test]
    fn an_old_lock_is_taken_over_with_a_note() {
        let temp = tempfile::tempdir().unwrap();
        for text in [ELSEWHERE, "", "garbled \u{7}"] {
            fs::write(lock_file(temp.path()), text).unwrap();
            age(&lock_file(temp.path()), Duration::from_mins(11));
            let (written, notes) = write(temp.path(), "public", &[("a.html", text)]);
            written.unwrap();
            assert!(notes.len() == 1 && notes[0].starts_with("Took over from "), "{notes:?}");
            assert_eq!(names(temp.path()), ["book", "public"]);
        }
    }

    #[test]
    fn a_killed_build_of_this_computer_keeps_nobody_waiting() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(lock_file(temp.path()), Holder::this_build().to_string()).unwrap();
        let (written, notes) = write(temp.path(), "public", &[("a.html", "1")]);
        written.unwrap();
        assert!(notes.len() == 1 && notes[0].ends_with(": it was interrupted."), "{notes:?}");
    }

    #[test]
    fn a_build_whose_lock_was_taken_over_writes_nothing() {
        let temp = tempfile::tempdir().unwrap();
        wrote(temp.path(), "public", &[("a.html", "1")]);
        let target = SiteTarget::new(&temp.path().join("public"), &temp.path().join("book"), &[]).unwrap();
        let locked = target.lock(&|_| {});
        fs::write(lock_file(temp.path()), ELSEWHERE).unwrap();
        let error = locked.write(&site(&[("a.html", "2")]), &|_| {}).unwrap_err();
        assert!(error.to_string().contains("the build of anna on desk-3"), "{error}");
        drop(locked);
        assert_eq!(read(&temp.path().join("public")), pairs(&[("a.html", "1")]));
        assert_eq!(
            names(temp.path()),
            [".public.clausebook-lock", "book", "public"],
            "the other's lock stays"
        );
    }
}
