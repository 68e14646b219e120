//! There is always one site, the old one or the new one, whole: when the build is killed, the disk full or damaged at any of its
//! calls, or the power cut.

use std::collections::BTreeMap;
use std::path::Path;

use super::site::Site;
use super::{MARKER, MARKER_TEXT, WriteError};
use crate::files::Disk;
use crate::files::simulated::{Cut, DiskFault, FailingDisk, MemoryDisk, Tally};
use crate::output::Outputs;

const OUT: &str = "/srv/public";

const OLD: [(&str, &str); 4] = [
    ("index.html", "Old start"),
    ("intake.html", "Old intake"),
    ("same.css", "body {}"),
    ("pdf/gone.pdf", "%PDF"),
];
const NEW: [(&str, &str); 4] = [
    ("index.html", "New start"),
    ("intake.html", "New intake"),
    ("same.css", "body {}"),
    ("forms/plan.html", "Plan"),
];

/// Systems differ in which calls they have.
const SYSTEMS: [&[&str]; 3] = [&[], &["exchange"], &["exchange", "hard_link"]];

fn outputs(files: &[(&str, &str)]) -> Outputs {
    let mut outputs = Outputs::default();
    for (path, text) in files {
        outputs.insert(*path, text.as_bytes().to_vec());
    }
    outputs
}

fn files(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    let marker = (MARKER.to_owned(), MARKER_TEXT.to_owned());
    of.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).chain([marker]).collect()
}

fn disk() -> MemoryDisk {
    let disk = MemoryDisk::with(&[("/srv/other.txt", "someone's")]);
    build(&disk, &OLD).unwrap();
    disk.sync_tree(Path::new("/")).unwrap();
    disk
}

fn build(disk: &dyn Disk, of: &[(&str, &str)]) -> Result<(), WriteError> {
    let site = Site { disk, out: Path::new(OUT) };
    site.restore()?;
    site.check()?;
    site.clear();
    site.stage(&outputs(of))?.publish(&outputs(of))
}

fn calls(missing: &'static [&'static str]) -> usize {
    let disk = disk();
    let failing = FailingDisk::new(&disk, DiskFault::Never).without(missing);
    build(&failing, &NEW).unwrap();
    assert_eq!(disk.files(Path::new(OUT)), files(&NEW));
    failing.calls()
}

/// Whether the folder has one of the two sites; on a system that can't exchange folders, the old one may be beside its place.
fn is_whole(disk: &MemoryDisk, missing: &[&str]) -> bool {
    let found = disk.files(Path::new(OUT));
    if found.is_empty() && missing.contains(&"exchange") {
        let _ = Site { disk, out: Path::new(OUT) }.restore();
        return disk.files(Path::new(OUT)) == files(&OLD);
    }
    found == files(&OLD) || found == files(&NEW)
}

/// Whether the next build works and leaves nothing behind.
fn recovers(disk: &MemoryDisk) -> bool {
    build(disk, &NEW).is_ok()
        && disk.files(Path::new(OUT)) == files(&NEW)
        && disk.names(Path::new("/srv")) == ["other.txt", "public"]
}

#[test]
fn killed_at_any_call() {
    let mut tally = Tally::default();
    for missing in SYSTEMS {
        for call in 0..calls(missing) {
            let disk = disk();
            let _ = build(&FailingDisk::new(&disk, DiskFault::KilledAt(call)).without(missing), &NEW);
            tally.add(is_whole(&disk, missing) && recovers(&disk));
        }
    }
    tally.check("site, killed at any call");
}

#[test]
fn a_full_or_damaged_disk_at_any_call() {
    let mut tally = Tally::default();
    for missing in SYSTEMS {
        for call in 0..calls(missing) {
            for fault in [DiskFault::FullFrom(call), DiskFault::FailsAt(call)] {
                let disk = disk();
                let built = build(&FailingDisk::new(&disk, fault).without(missing), &NEW);
                let is_new = disk.files(Path::new(OUT)) == files(&NEW);
                let is_right = match built {
                    Ok(()) | Err(WriteError::Unconfirmed(_)) => is_new,
                    Err(_) => is_whole(&disk, missing),
                };
                tally.add(is_right && recovers(&disk));
            }
        }
    }
    tally.check("site, disk full or damaged at any call");
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    for call in 0..calls(&[]) {
        let disk = disk();
        if build(&FailingDisk::new(&disk, DiskFault::FullFrom(call)), &NEW).is_err() {
            assert_eq!(disk.names(Path::new("/srv")), ["other.txt", "public"], "call {call}");
        }
    }
}

#[test]
fn the_power_is_cut_at_any_call() {
    let mut tally = Tally::default();
    for missing in SYSTEMS {
        for call in 0..=calls(missing) {
            let disk = disk();
            let built = build(&FailingDisk::new(&disk, DiskFault::KilledAt(call)).without(missing), &NEW);
            for cut in Cut::some() {
                let disk = disk.after(cut);
                let is_kept = built.is_err() || disk.files(Path::new(OUT)) == files(&NEW);
                tally.add(is_kept && is_whole(&disk, missing) && recovers(&disk));
            }
        }
    }
    tally.check("site, power cut at any call");
}

#[test]
fn a_folder_that_another_build_began_to_remove_is_not_published() {
    let mut tally = Tally::default();
    for call in 0..20 {
        let disk = disk();
        let out = Path::new(OUT);
        let staged = Site { disk: &disk, out }.stage(&outputs(&NEW)).unwrap();
        let other = FailingDisk::new(&disk, DiskFault::KilledAt(call));
        drop(Site { disk: &other, out }.clear());
        let published = staged.publish(&outputs(&NEW));
        tally.add(disk.files(out) == if published.is_ok() { files(&NEW) } else { files(&OLD) });
    }
    tally.check("site whose new folder another build removes");
}

/// A mount point, or a folder of Windows with an open file.
mod in_a_folder_that_cannot_be_renamed {
    use super::*;

    #[test]
    fn killed_at_any_call() {
        let mut tally = Tally::default();
        let disk = disk();
        let mounted = FailingDisk::new(&disk, DiskFault::Never).mounted(Path::new(OUT));
        build(&mounted, &NEW).unwrap();
        assert_eq!(disk.files(Path::new(OUT)), files(&NEW));
        for call in 0..mounted.calls() {
            let disk = super::disk();
            let _ = build(&FailingDisk::new(&disk, DiskFault::KilledAt(call)).mounted(Path::new(OUT)), &NEW);
            let is_each_whole = disk
                .files(Path::new(OUT))
                .iter()
                .filter(|(path, _)| !path.starts_with(".public.clausebook-"))
                .all(|(path, text)| {
                    [files(&OLD), files(&NEW)].iter().any(|site| site.get(path) == Some(text))
                });
            let again = FailingDisk::new(&disk, DiskFault::Never).mounted(Path::new(OUT));
            let is_built = build(&again, &NEW).is_ok() && disk.files(Path::new(OUT)) == files(&NEW);
            tally.add(is_each_whole && is_built && disk.names(Path::new("/srv")) == ["other.txt", "public"]);
        }
        tally.check("site in a mount point, killed at any call");
    }

    #[test]
    fn files_that_are_held_open_are_named_in_one_message() {
        let disk = disk();
        let held = FailingDisk::new(&disk, DiskFault::Never).mounted(Path::new(OUT)).holding("intake.html");
        let error = build(&held, &NEW).unwrap_err().to_string();
        assert!(
            error.starts_with("1 file could not be replaced and is still as before (intake.html): "),
            "{error}"
        );
        let mut expected = files(&NEW);
        expected.insert("intake.html".to_owned(), "Old intake".to_owned());
        assert_eq!(disk.files(Path::new(OUT)), expected);
        assert!(recovers(&disk));
    }
}
