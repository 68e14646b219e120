use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::Args;

use super::starter_record::StarterRecord;
use super::{CommandError, Exit, Place, said, shell};
use crate::assets::{Starter, starter};
use crate::files::{self, Access, FileError};
use crate::model::OpenFact;
use crate::pipeline;
use crate::world::{DiskWorld, MemoryWorld, World};

/// Create a handbook of your own
///
/// Writes the starter handbook into a new folder: the handbook files, the clause catalogs, policies, forms, curricula and the
/// guide, ready to be changed and adopted. A folder that is not empty is not changed. The file `starter.toml` says which starter it was,
/// for `clausebook update`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook init my-handbook\n\nThen open my-handbook/handbook.toml, and confirm or replace the facts that the command lists.\n\nExit codes: 0 the handbook is written; 1 the folder is not empty; 2 the command was not understood."
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
    let mut written = starter();
    written.push(StarterRecord::of(&Starter::of_this_program()).file());
    files::create_all(dir, &written, Access::Everyone).map_err(|error| match error {
        FileError::Exists(_) => CommandError::NotEmpty(dir.to_owned()),
        other => other.into(),
    })?;
    let place = Place { dir: dir.to_owned(), config: Place::CONFIG.to_owned() };
    let world = place.world()?;
    let facts = OpenFacts::of(&world)?;
    Ok(format!(
        "Created a handbook in {}. Nobody has approved it yet.\nThese facts are yours to confirm, in {}:\n{facts}Next: {}",
        dir.display(),
        dir.join(Place::CONFIG).display(),
        shell::command(&place, &["build"], &[])
    ))
}

/// What a handbook file leaves to the program to confirm, by table.
struct OpenFacts(BTreeMap<String, Vec<String>>);

impl OpenFacts {
    /// Nothing but the handbook file is read.
    fn of(world: &DiskWorld) -> Result<Self, CommandError> {
        let read = world.read(world.config());
        let bytes =
            read.map_err(|error| CommandError::UnreadableInput { file: world.config().into(), error })?.bytes;
        let file = MemoryWorld::new(world.today()).with(Place::CONFIG, bytes.to_vec());
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pipeline::examine(&file).handbook.values {
            let (table, key) = name.split_once('.').unwrap_or(("", &name));
            let line = match value.open_fact() {
                None => continue,
                Some(OpenFact::Sample) => format!("{key}: {}", value.text),
                Some(OpenFact::ToConfirm(reason)) => format!("{key}: {}. {reason}", value.text),
            };
            tables.entry(table.to_owned()).or_default().push(line);
        }
        Ok(Self(tables))
    }
}

impl fmt::Display for OpenFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (table, lines) in &self.0 {
            writeln!(f, "  [{table}]")?;
            lines.iter().try_for_each(|line| writeln!(f, "    {line}"))?;
        }
        Ok(())
    }
}
