//! The rules on a real disk; `simulated` has what only happens to a failing one.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn append(bytes: &[u8], more: &str) -> Vec<u8> {
    [bytes, more.as_bytes()].concat()
}

fn to(new: &str) -> impl FnOnce(&[u8]) -> Result<Vec<u8>, FileError> {
    move |_| Ok(new.as_bytes().to_vec())
}

#[test]
fn a_file_that_exists_is_never_created_again() {
    let temp = temp();
    let file = temp.path().join("a.md");
    create(&file, b"first", Access::Everyone).unwrap();
    let again = create(&file, b"second", Access::Everyone);
    assert!(matches!(again, Err(FileError::Exists(_))), "{again:?}");
    assert_eq!(fs::read(&file).unwrap(), b"first");
    assert_eq!(names(temp.path()), ["a.md"]);
}

#[test]
fn a_new_file_brings_its_folders_and_takes_them_back_when_it_fails() {
    let temp = temp();
    create_with_folders(&temp.path().join("content/policies/a/draft.md"), b"x", Access::Everyone).unwrap();
    assert_eq!(fs::read(temp.path().join("content/policies/a/draft.md")).unwrap(), b"x");
    let long = "x".repeat(300);
    let failed = create_with_folders(&temp.path().join("forms/b").join(long), b"x", Access::Everyone);
    assert!(failed.unwrap_err().to_string().contains("the name is too long"));
    assert_eq!(names(temp.path()), ["content"]);
}

#[test]
fn a_change_sees_the_file_as_it_is_now() {
    let temp = temp();
    let file = temp.path().join("a.md");
    fs::write(&file, "one").unwrap();
    change::<FileError>(&file, temp.path(), |old| Ok(append(old, " two"))).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "one two");
    assert_eq!(names(temp.path()), ["a.md"]);
}

#[test]
fn changes_at_the_same_time_all_take_effect() {
    let temp = temp();
    let file = temp.path().join("a.md");
    fs::write(&file, "").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| change::<FileError>(&file, temp.path(), |old| Ok(append(old, "x"))).unwrap());
        }
    });
    assert_eq!(fs::read_to_string(&file).unwrap(), "xxxxxxxx");
}

#[test]
fn of_two_who_create_one_file_one_is_refused() {
    let temp = temp();
    let file = temp.path().join("a.md");
    let created = std::thread::scope(|scope| {
        let writers: Vec<_> = ["1", "2", "3", "4"]
            .map(|text| {
                let file = &file;
                scope.spawn(move || create(file, text.repeat(5000).as_bytes(), Access::Everyone).is_ok())
            })
            .into();
        writers.into_iter().filter_map(|writer| writer.join().ok()).filter(|created| *created).count()
    });
    assert_eq!(created, 1);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.len() == 5000 && text.chars().all(|c| text.starts_with(c)), "one writer's words, whole");
}

#[test]
fn what_an_editor_saves_during_a_change_is_kept() {
    let temp = temp();
    let file = temp.path().join("a.md");
    fs::write(&file, "old").unwrap();
    let changed = change::<FileError>(&file, temp.path(), |_| {
        fs::write(&file, "the editor's").unwrap();
        Ok(b"ours".to_vec())
    });
    assert!(matches!(changed, Err(FileError::Changed(_))), "{changed:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "the editor's");
    assert_eq!(names(temp.path()), ["a.md"]);
}

#[test]
fn a_read_only_file_is_not_changed() {
    let temp = temp();
    let file = temp.path().join("a.md");
    fs::write(&file, "old").unwrap();
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let changed = change(&file, temp.path(), to("new"));
    assert!(matches!(changed, Err(FileError::ReadOnly(_))), "{changed:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
}

#[test]
fn what_a_killed_command_left_goes_with_the_next_one() {
    let temp = temp();
    let left = format!(".clausebook-{}.tmp", unique());
    fs::write(temp.path().join(&left), "half").unwrap();
    fs::write(temp.path().join("notes.tmp"), "mine").unwrap();
    create(&temp.path().join("a.md"), b"x", Access::Everyone).unwrap();
    assert_eq!(names(temp.path()), ["a.md", "notes.tmp"]);
    fs::create_dir(temp.path().join("b")).unwrap();
    fs::write(temp.path().join("b").join(&left), "half").unwrap();
    fs::create_dir(temp.path().join(&left)).unwrap();
    remove_leftovers(temp.path(), &["b"]);
    assert_eq!(names(temp.path()), ["a.md", "b", "notes.tmp"]);
    assert_eq!(names(&temp.path().join("b")), Vec::<String>::new());
}

#[test]
fn a_folder_appears_with_all_its_files() {
    let temp = temp();
    let files = [("a.toml".to_owned(), b"1".to_vec()), ("b/c.md".to_owned(), b"2".to_vec())];
    for folder in ["new", "deep/er/new", "empty"] {
        let folder = temp.path().join(folder);
        if folder.ends_with("empty") {
            fs::create_dir(&folder).unwrap();
        }
        create_all(&folder, &files, Access::Everyone).unwrap();
        assert_eq!(names(&folder), ["a.toml", "b"]);
        assert_eq!(fs::read(folder.join("b/c.md")).unwrap(), b"2");
        let again = create_all(&folder, &files, Access::Everyone);
        assert!(matches!(again, Err(FileError::Exists(_))), "{again:?}");
    }
    assert_eq!(names(temp.path()), ["deep", "empty", "new"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(file: &Path) -> u32 {
        fs::metadata(file).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_of_records_is_its_owners_alone() {
        let temp = temp();
        create(&temp.path().join("filled.pdf"), b"%PDF", Access::OwnerOnly).unwrap();
        assert_eq!(mode(&temp.path().join("filled.pdf")), 0o600);
        create(&temp.path().join("draft.md"), b"x", Access::Everyone).unwrap();
        fs::write(temp.path().join("ordinary"), "x").unwrap();
        assert_eq!(mode(&temp.path().join("draft.md")), mode(&temp.path().join("ordinary")));
    }

    #[test]
    fn a_change_keeps_the_permissions() {
        let temp = temp();
        let file = temp.path().join("a.md");
        fs::write(&file, "old").unwrap();
        for mode_before in [0o664, 0o640, 0o755] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode_before)).unwrap();
            change(&file, temp.path(), to(&mode_before.to_string())).unwrap();
            assert_eq!(mode(&file), mode_before);
        }
    }

    #[test]
    fn a_link_stays_a_link_and_its_file_is_changed() {
        let temp = temp();
        fs::create_dir(temp.path().join("shared")).unwrap();
        fs::write(temp.path().join("shared/a.md"), "old").unwrap();
        symlink("shared/a.md", temp.path().join("a.md")).unwrap();
        change(&temp.path().join("a.md"), temp.path(), to("new")).unwrap();
        assert!(temp.path().join("a.md").is_symlink());
        assert_eq!(fs::read_to_string(temp.path().join("shared/a.md")).unwrap(), "new");
    }

    #[test]
    fn a_link_out_of_the_handbook_is_not_followed() {
        let temp = temp();
        fs::create_dir(temp.path().join("book")).unwrap();
        fs::write(temp.path().join("neighbor.md"), "theirs").unwrap();
        symlink("../neighbor.md", temp.path().join("book/a.md")).unwrap();
        let changed = change(&temp.path().join("book/a.md"), &temp.path().join("book"), to("new"));
        assert!(matches!(changed, Err(FileError::Outside { .. })), "{changed:?}");
        assert_eq!(fs::read_to_string(temp.path().join("neighbor.md")).unwrap(), "theirs");
    }

    #[test]
    fn a_new_file_does_not_follow_a_link() {
        let temp = temp();
        symlink("elsewhere.md", temp.path().join("a.md")).unwrap();
        let created = create(&temp.path().join("a.md"), b"x", Access::Everyone);
        assert!(matches!(created, Err(FileError::Exists(_))), "{created:?}");
        assert!(!temp.path().join("elsewhere.md").exists());
    }
}
