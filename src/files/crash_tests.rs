//! Every file is written whole or not at all, whatever happens: the program is killed, the disk is full or damaged at any of its
//! calls, the power is cut.

use std::path::Path;

use super::simulated::{Cut, DiskFault, FailingDisk, MemoryDisk, Tally};
use super::*;

const FOLDER: &str = "/book/policies";
const FILE: &str = "/book/policies/intake.md";
const OTHER: &str = "/book/policies/rights.md";

/// Something that writes, with the disk before it and the text that [`FILE`] has after it.
struct Scenario {
    what: &'static str,
    before: &'static [(&'static str, &'static str)],
    after: &'static str,
    write: fn(&dyn Disk) -> Result<(), FileError>,
}

const SCENARIOS: [Scenario; 3] = [
    Scenario {
        what: "create",
        before: &[(OTHER, "Rights.")],
        after: "A new policy.",
        write: |disk| create::create(disk, Path::new(FILE), b"A new policy.", Access::Everyone),
    },
    Scenario {
        what: "create with folders",
        before: &[("/book/handbook.toml", "name")],
        after: "A new policy.",
        write: |disk| create::create_with_folders(disk, Path::new(FILE), b"A new policy.", Access::Everyone),
    },
    Scenario {
        what: "change",
        before: &[(FILE, "An old policy."), (OTHER, "Rights.")],
        after: "An approved policy.",
        write: |disk| {
            change::change(disk, Path::new(FILE), Path::new("/book"), |_| Ok(b"An approved policy.".to_vec()))
        },
    },
];

/// Systems differ in which calls they have.
const SYSTEMS: [&[&str]; 4] =
    [&[], &["rename_new"], &["rename_new", "hard_link"], &["rename_new", "hard_link", "exchange"]];

impl Scenario {
    fn disk(&self) -> MemoryDisk {
        MemoryDisk::with(self.before)
    }

    fn calls(&self, missing: &'static [&'static str]) -> usize {
        let disk = self.disk();
        let failing = FailingDisk::new(&disk, DiskFault::Never).without(missing);
        (self.write)(&failing).unwrap();
        assert_eq!(disk.files(Path::new("/")).get(&FILE[1..]).map(String::as_str), Some(self.after));
        failing.calls()
    }

    fn old(&self) -> Option<&'static str> {
        self.before.iter().find(|(path, _)| *path == FILE).map(|(_, text)| *text)
    }

    /// Whether [`FILE`] is as before or as after, and everything else as before.
    fn is_whole(&self, disk: &MemoryDisk) -> bool {
        let mut files = disk.files(Path::new("/"));
        let text = files.remove(&FILE[1..]);
        let is_whole = [self.old(), Some(self.after)].contains(&text.as_deref());
        files.retain(|path, _| !path.contains("/.clausebook-"));
        let others: Vec<(String, String)> = self
            .before
            .iter()
            .filter(|(path, _)| *path != FILE)
            .map(|(path, text)| (path[1..].to_owned(), (*text).to_owned()))
            .collect();
        is_whole && files.into_iter().eq(others)
    }

    /// Whether the same command works once the trouble is over, and the build after it finds nothing that was left behind.
    fn recovers(&self, disk: &MemoryDisk) -> bool {
        let again = (self.write)(disk);
        leftovers::remove_below(disk, Path::new("/book"));
        let text = disk.files(Path::new("/")).remove(&FILE[1..]);
        let left = disk.names(Path::new(FOLDER)).iter().any(|name| name.starts_with(".clausebook-"));
        let is_done = again.is_ok() || matches!(again, Err(FileError::Exists(_)));
        is_done && text.as_deref() == Some(self.after) && !left
    }
}

#[test]
fn killed_at_any_call() {
    for scenario in &SCENARIOS {
        let mut tally = Tally::default();
        // Without the first two, a file that is being created has a moment with nothing in it (`create::name_new`).
        for missing in &SYSTEMS[..2] {
            for call in 0..scenario.calls(missing) {
                let disk = scenario.disk();
                let failing = FailingDisk::new(&disk, DiskFault::KilledAt(call)).without(missing);
                let _ = (scenario.write)(&failing);
                tally.add(scenario.is_whole(&disk) && scenario.recovers(&disk));
            }
        }
        tally.check(&format!("{}, killed at any call", scenario.what));
    }
}

#[test]
fn a_full_or_damaged_disk_at_any_call_leaves_nothing_behind() {
    for scenario in &SCENARIOS {
        let mut tally = Tally::default();
        for missing in SYSTEMS {
            for call in 0..scenario.calls(missing) {
                for fault in [DiskFault::FullFrom(call), DiskFault::FailsAt(call)] {
                    let disk = scenario.disk();
                    let before = disk.files(Path::new("/"));
                    let failing = FailingDisk::new(&disk, fault).without(missing);
                    let written = (scenario.write)(&failing);
                    let is_unchanged = disk.files(Path::new("/")) == before;
                    tally.add(
                        match written {
                            Ok(()) | Err(FileError::Unconfirmed { .. }) => scenario.is_whole(&disk),
                            Err(_) => {
                                is_unchanged
                                    || matches!(fault, DiskFault::FailsAt(_)) && scenario.is_whole(&disk)
                            }
                        } && scenario.recovers(&disk),
                    );
                }
            }
        }
        tally.check(&format!("{}, disk full or damaged at any call", scenario.what));
    }
}

#[test]
fn the_power_is_cut_at_any_call() {
    for scenario in &SCENARIOS {
        let mut tally = Tally::default();
        for missing in &SYSTEMS[..2] {
            for call in 0..=scenario.calls(missing) {
                let disk = scenario.disk();
                let failing = FailingDisk::new(&disk, DiskFault::KilledAt(call)).without(missing);
                let written = (scenario.write)(&failing);
                for cut in Cut::some() {
                    let disk = disk.after(cut);
                    let is_kept = written.is_err()
                        || disk.read(Path::new(FILE)).is_ok_and(|text| text == scenario.after.as_bytes());
                    tally.add(is_kept && scenario.is_whole(&disk) && scenario.recovers(&disk));
                }
            }
        }
        tally.check(&format!("{}, power cut at any call", scenario.what));
    }
}

#[test]
fn the_simulation_loses_what_was_not_synced() {
    let disk = MemoryDisk::with(&[(OTHER, "Rights.")]);
    disk.create_file(Path::new(FILE), b"unsynced", Access::Everyone).unwrap();
    let left: Vec<_> =
        Cut::some().map(|cut| disk.after(cut).files(Path::new(FOLDER)).remove("intake.md")).collect();
    assert!(left.contains(&None), "the name may be lost: {left:?}");
    assert!(left.contains(&Some(String::new())), "the bytes may be lost: {left:?}");
    disk.sync_file(Path::new(FILE)).unwrap();
    disk.sync_folder(Path::new(FOLDER)).unwrap();
    assert!(Cut::some().all(|cut| disk.after(cut).read(Path::new(FILE)).unwrap() == b"unsynced"));
}

mod a_new_handbook {
    use super::*;

    const BOOK: &str = "/home/book";

    fn files() -> Vec<(String, Vec<u8>)> {
        ["handbook.toml", "forms/plan.toml", "content/guide/start.md"]
            .map(|path| (path.to_owned(), b"text".to_vec()))
            .into()
    }

    fn create_book(disk: &dyn Disk) -> Result<(), FileError> {
        create::create_all(disk, Path::new(BOOK), &files(), Access::Everyone)
    }

    fn calls(disk: &MemoryDisk) -> usize {
        let failing = FailingDisk::new(disk, DiskFault::Never);
        create_book(&failing).unwrap();
        assert_eq!(disk.files(Path::new(BOOK)).len(), files().len());
        failing.calls()
    }

    fn nowhere() -> MemoryDisk {
        MemoryDisk::with(&[("/home/notes.txt", "mine")])
    }

    fn in_an_empty_folder() -> MemoryDisk {
        let disk = nowhere();
        disk.create_folder(Path::new(BOOK)).unwrap();
        disk
    }

    #[test]
    fn appears_whole_or_not_at_all() {
        let mut tally = Tally::default();
        for call in 0..=calls(&nowhere()) {
            let disk = nowhere();
            let created = create_book(&FailingDisk::new(&disk, DiskFault::KilledAt(call)));
            for disk in Cut::some().map(|cut| disk.after(cut)) {
                let found = disk.files(Path::new(BOOK)).len();
                let is_there = disk.kind(Path::new(BOOK)).is_ok();
                tally.add(found == files().len() || (!is_there && created.is_err()));
            }
        }
        tally.check("new handbook, killed or power cut at any call");
    }

    #[test]
    fn leaves_nothing_behind_on_a_full_disk() {
        let mut tally = Tally::default();
        for start in [nowhere, in_an_empty_folder] {
            for call in 0..calls(&start()) {
                let disk = start();
                let before = (disk.files(Path::new("/")), disk.names(Path::new("/home")));
                if create_book(&FailingDisk::new(&disk, DiskFault::FullFrom(call))).is_ok() {
                    continue;
                }
                let is_unchanged = before == (disk.files(Path::new("/")), disk.names(Path::new("/home")));
                tally.add(is_unchanged && create_book(&disk).is_ok());
            }
        }
        tally.check("new handbook, disk full at any call");
    }
}
