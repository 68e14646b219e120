use std::path::{Path, PathBuf};

use clap::Args;

use super::{CommandError, Exit, Place, said, shell};
use crate::assets::starter;
use crate::files::{self, FileError};

/// Create a handbook of your own
///
/// Writes the starter handbook into a new folder: the handbook files, the clause catalogs, policies, forms, curricula and the
/// guide, ready to be changed and adopted. A folder that is not empty is not changed.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook init my-handbook\n\nThen open my-handbook/handbook.toml and replace the sample values with your own.\n\nExit codes: 0 the handbook is written; 1 the folder is not empty; 2 the command was not understood."
)]
pub(crate) struct InitCommand {
    /// The folder for the new handbook
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub(crate) fn run(command: &InitCommand) -> Exit {
    said(init(&command.dir))
}

fn init(dir: &Path) -> Result<String, CommandError> {
    files::create_all(dir, &starter()).map_err(|error| match error {
        FileError::Exists(_) => CommandError::NotEmpty(dir.to_owned()),
        other => other.into(),
    })?;
    let place = Place { dir: dir.to_owned(), config: Place::CONFIG.to_owned() };
    Ok(format!(
        "Created a handbook in {}. Replace the sample values in {} with your own.\nNext: {}",
        dir.display(),
        dir.join(Place::CONFIG).display(),
        shell::command(&place, &["build"], &[])
    ))
}
