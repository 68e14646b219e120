//! What the tests share: handbooks in memory and on disk, and the command line.

use std::fs;
use std::path::{Path, PathBuf};
#[cfg(target_os = "linux")]
use std::process::Stdio;
use std::process::{Command, Output};
use std::sync::LazyLock;
#[cfg(target_os = "linux")]
use std::{thread, time::Duration};

use clausebook::output::Outputs;
use clausebook::pipeline::{self, Built};
use clausebook::world::MemoryWorld;
use jiff::civil::{Date, date};
use tempfile::TempDir;

/// The day of all tests.
pub const TODAY: Date = date(2026, 12, 1);

/// The same day for the command line, as seconds since 1970.
const TODAY_EPOCH: &str = "1796083200";
const SECONDS_OF_A_DAY: i64 = 86_400;

/// A folder of this repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder's files, by path with `/`, sorted.
pub fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(folder: &Path, before: &str, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = format!("{before}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{path}/"), found);
            } else {
                found.push((path, fs::read(entry.path()).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

/// The starter as `init` writes it, in memory.
pub fn starter() -> MemoryWorld {
    clausebook::assets::starter()
        .into_iter()
        .fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes))
}

/// The starter with the handbook file for the District of Columbia.
pub fn dc_starter() -> MemoryWorld {
    let dc = fs::read(repository("handbook-dc.toml")).unwrap();
    starter().with("handbook.toml", dc)
}

/// The starter once somebody has approved every policy, form and curriculum that the handbook with this file has.
pub fn approved_starter(config: &str) -> MemoryWorld {
    let sandbox = Sandbox::with_starter();
    let on = TODAY.to_string();
    sandbox.run(&["approve", "--all", "book", "--config", config, "--by", "Board", "--on", &on]).expect(0);
    let handbook = sandbox.read(&format!("book/{config}"));
    files_in(&sandbox.path("book"))
        .into_iter()
        .fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes))
        .with("handbook.toml", handbook)
}

/// Builds with PDFs.
pub fn build(world: &MemoryWorld) -> Built {
    pipeline::build(world, &|_| {})
}

/// The starter's site, built once for all tests. A test that looks at no PDF takes `STARTER_PAGES`.
pub static STARTER_SITE: LazyLock<Outputs> =
    LazyLock::new(|| build(&starter()).outputs.expect("the starter builds"));

/// The same without PDFs, which takes a tenth of the time. No page leads to a PDF.
pub static STARTER_PAGES: LazyLock<Outputs> = LazyLock::new(|| {
    pipeline::build_without_pdfs(&starter(), &|_| {}).outputs.expect("the starter builds without PDFs")
});

/// A row of numbers that looks random and is the same in every run (a linear congruential generator, Knuth's constants).
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to `limit` - 1.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// One of these.
    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A folder on disk, and commands run beside it.
pub struct Sandbox {
    temp: TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Self {
        Self { temp: tempfile::tempdir().unwrap() }
    }

    /// The starter handbook in `book`.
    pub fn with_starter() -> Self {
        let sandbox = Self::new();
        sandbox.run(&["init", "book"]).expect(0);
        sandbox
    }

    /// The handbook of `tests/handbooks/small` in `book`.
    pub fn with_small() -> Self {
        let sandbox = Self::new();
        for (path, bytes) in files_in(&repository("tests/handbooks/small")) {
            if !path.starts_with("expected/") {
                sandbox.write(&format!("book/{path}"), bytes);
            }
        }
        sandbox
    }

    /// A path in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.temp.path().join(path)
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Changes a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replacen(from, to, 1))
    }

    /// Runs clausebook.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran { command: arguments.join(" "), output }
    }

    /// Runs clausebook on another day.
    pub fn run_on(&self, day: Date, arguments: &[&str]) -> Ran {
        let days = i64::from(TODAY.until(day).unwrap().get_days());
        let second = TODAY_EPOCH.parse::<i64>().unwrap() + days * SECONDS_OF_A_DAY;
        let output = self.command(arguments).env("SOURCE_DATE_EPOCH", second.to_string()).output().unwrap();
        Ran { command: arguments.join(" "), output }
    }

    /// Runs clausebook, which must succeed. The result is the most memory that it took, in kilobytes.
    #[cfg(target_os = "linux")]
    pub fn peak(&self, arguments: &[&str]) -> u64 {
        let mut child = self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        let ended = loop {
            let text = fs::read_to_string(&status).unwrap_or_default();
            let most = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let most = most.and_then(|line| line.trim().split(' ').next()?.parse().ok());
            peak = peak.max(most.unwrap_or(0));
            if let Some(ended) = child.try_wait().unwrap() {
                break ended;
            }
            thread::sleep(Duration::from_millis(20));
        };
        assert!(ended.success(), "clausebook {}", arguments.join(" "));
        peak
    }

    /// A command that is not run yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        command.args(arguments).current_dir(self.temp.path()).env("SOURCE_DATE_EPOCH", TODAY_EPOCH);
        command
    }
}

/// A command that has run.
pub struct Ran {
    command: String,
    output: Output,
}

impl Ran {
    /// Fails unless the command ended with this code; then what it printed.
    #[track_caller]
    pub fn expect(&self, code: i32) -> Printed {
        let printed = self.printed();
        assert_eq!(
            self.output.status.code(),
            Some(code),
            "clausebook {}\n{}{}",
            self.command,
            printed.out,
            printed.err
        );
        printed
    }

    /// The code it ended with.
    pub fn code(&self) -> i32 {
        self.output.status.code().expect("it ended by itself")
    }

    /// What it printed, however it ended.
    pub fn printed(&self) -> Printed {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Printed { out: text(&self.output.stdout), err: text(&self.output.stderr) }
    }
}

/// What a command printed.
pub struct Printed {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Printed {
    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}
