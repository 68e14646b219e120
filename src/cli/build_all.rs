//! Many handbooks, each built by a program of its own: a fault in one, or what it takes of memory, is no other's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, io, thread};

use clap::Args;

use super::{CommandError, Exit, Place, count, tell};
use crate::world::FOLDERS;
use crate::write;

/// Build every handbook below a folder
///
/// Builds each folder that has a `handbook.toml`, several at the same time, and says of each how it went. A handbook with errors keeps
/// the website that it has, and the others are built all the same.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook build-all programs\n  clausebook build-all programs --jobs 4 --no-pdf\n\nExit codes: 0 every website is written; 1 a handbook has errors, or a website could not be written; 2 the command was not understood, or there is no handbook below the folder."
)]
pub(crate) struct BuildAllCommand {
    /// The folder below which the handbooks are
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Where to write each website, relative to its handbook's folder
    #[arg(long, value_name = "FOLDER", default_value = "public")]
    out: PathBuf,
    /// Make only the websites, which is quicker
    #[arg(long)]
    no_pdf: bool,
    /// How many handbooks to build at the same time; one with PDFs takes about 500 MB of memory [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

pub(crate) fn run(command: &BuildAllCommand) -> Exit {
    build_all(command).unwrap_or_else(|error| error.tell())
}

fn build_all(command: &BuildAllCommand) -> Result<Exit, CommandError> {
    let folder = &command.folder;
    if !folder.is_dir() {
        return Err(CommandError::NoFolder(folder.clone()));
    }
    let handbooks = handbooks_below(folder);
    if handbooks.is_empty() {
        return Err(CommandError::NoHandbook { config: Place::CONFIG.to_owned(), dir: folder.clone() });
    }
    let program = env::current_exe()
        .map_err(|error| CommandError::UnreadableInput { file: PathBuf::from("clausebook"), error })?;
    let jobs =
        command.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..jobs.min(handbooks.len()) {
            scope.spawn(|| {
                while let Some(dir) = handbooks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !report(dir, build(&program, dir, command)) {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner();
    let built = count(handbooks.len() - failed, "handbook", "handbooks");
    if failed == 0 {
        tell(&format!("Built {built}."));
        return Ok(Exit::Fine);
    }
    tell(&format!("Built {built}. {} not built: see above.", count(failed, "was", "were")));
    Ok(Exit::Findings)
}

/// Builds one handbook with one processor: the others have theirs to build.
fn build(program: &Path, dir: &Path, command: &BuildAllCommand) -> io::Result<Output> {
    let mut build = Command::new(program);
    build.arg("build").arg("--dir").arg(dir).arg("--out").arg(&command.out).args(["--jobs", "1"]);
    if command.no_pdf {
        build.arg("--no-pdf");
    }
    build.output()
}

/// Says how a build went, all at once; `false` when it failed.
fn report(dir: &Path, ended: io::Result<Output>) -> bool {
    let (said, is_built) = match ended {
        Ok(output) => (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.success()),
        Err(error) => (error.to_string(), false),
    };
    tell(&format!("{}:\n{}", dir.display(), said.trim_end()));
    is_built
}

/// The folders with a handbook in them, sorted. What handbooks are made of, and what was made of them, is not looked into.
fn handbooks_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if folder.join(Place::CONFIG).is_file() {
        found.push(folder.to_owned());
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| !is_passed_over(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .filter(|path| !path.join(write::MARKER).is_file())
        .collect();
    folders.sort();
    found.extend(folders.iter().flat_map(|folder| handbooks_below(folder)));
    found
}

fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || FOLDERS.contains(&name)
}
