use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};

use super::{Cli, CommandError, Exit, count, said};
use crate::files::{self, Access, FileError};

/// Write the manual pages for `man`
///
/// One page for the program and one for each command, into a new or empty folder. Packages for Linux have them.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook man-pages man1\n\nExit codes: 0 written; 1 the folder is not empty, or can't be written; 2 the command was not understood."
)]
pub(crate) struct ManPagesCommand {
    /// The folder for them
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

pub(crate) fn run(command: &ManPagesCommand) -> Exit {
    said(man_pages(&command.folder))
}

fn man_pages(folder: &Path) -> Result<String, CommandError> {
    let program = Cli::command().disable_help_subcommand(true);
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    let mut pages = vec![page("clausebook", program.clone())?];
    for command in commands {
        let name = format!("clausebook-{}", command.get_name());
        pages.push(page(&name, command.clone().version(env!("CARGO_PKG_VERSION")))?);
    }
    files::create_all(folder, &pages, Access::Everyone).map_err(|error| match error {
        FileError::Exists(_) => CommandError::NotEmpty(folder.to_owned()),
        other => other.into(),
    })?;
    Ok(format!("Wrote {} into {}.", count(pages.len(), "page", "pages"), folder.display()))
}

/// `clausebook-check.1` and its words for `man`.
fn page(name: &str, command: Command) -> Result<(String, Vec<u8>), CommandError> {
    let mut bytes = Vec::new();
    let page = clap_mangen::Man::new(command).title(name.to_uppercase());
    page.render(&mut bytes).map_err(CommandError::Export)?;
    Ok((format!("{name}.1"), bytes))
}
