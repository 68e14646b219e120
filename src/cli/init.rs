use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, tell, usage};
use crate::assets::starter;

/// Start a handbook of your own
///
/// Writes the starter handbook into a new folder: the handbook files, the clause catalogues, policies, forms, curricula and the
/// guide, ready to be changed and adopted. A folder that is not empty is left as it is.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook init my-handbook\n\nThen open my-handbook/handbook.toml and replace the sample values with your own.\n\nExit codes: 0 the handbook is there; 2 the folder is not empty, or the command was not understood."
)]
pub struct Init {
    /// The folder to start the handbook in
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub fn run(command: &Init) -> Exit {
    let dir = &command.dir;
    let empty = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !dir.exists(),
    };
    if !empty {
        return usage(&format!(
            "{} is not an empty folder, so nothing was written. Name a new one: clausebook init my-handbook",
            dir.display()
        ));
    }
    for (path, bytes) in starter() {
        if let Err(error) = put(&dir.join(&path), &bytes) {
            return usage(&format!("{} cannot be written: {error}", dir.join(path).display()));
        }
    }
    tell(&format!(
        "A handbook stands in {}.\nNext: replace the sample values in {}, then run: clausebook build {}",
        dir.display(),
        dir.join("handbook.toml").display(),
        dir.display()
    ));
    Exit::Fine
}

/// Writes a file that must not be there yet.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(bytes)
}
