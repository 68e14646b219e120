use std::path::PathBuf;

use clap::Args;

use super::people_folder::PeopleFolder;
use super::{AsOf, CommandError, Exit, Place, refuse, said, tell_findings};
use crate::files::{self, Access};
use crate::model::Audience;
use crate::people::{matrix, under_present_names};
use crate::pipeline::{self, Examined};
use crate::view::training_record::training_record;

/// Print somebody's training record: what they have learned, until when it is valid, and what is open
///
/// A PDF with every unit that the ledger has for this person: the day, the version, its minutes and how it is known; then what they still
/// have to learn, or to learn again.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook training-record \"Ann Example\" --out ann.pdf\n  clausebook training-record \"Ann Example\" my-handbook --as-of 2026-06-30 --out ann.pdf\n\nThe record has a name in it: keep it with the program's records.\n\nExit codes: 0 the file is written; 1 the handbook or a list has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct TrainingRecordCommand {
    /// Whose record it is, as people.toml has the name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// The file to write, which must not exist
    #[arg(long, value_name = "FILE", default_value = "training-record.pdf")]
    out: PathBuf,
}

pub(crate) fn run(command: &TrainingRecordCommand) -> Exit {
    match command.place.sound_for(Audience::Authors, &command.day, "nothing was written") {
        Ok(examined) => said(write(command, &examined)),
        Err(exit) => exit,
    }
}

fn write(command: &TrainingRecordCommand, examined: &Examined) -> Result<String, CommandError> {
    let TrainingRecordCommand { name, place, day: _, out } = command;
    let handbook = &examined.handbook;
    let folder = PeopleFolder::open(place, handbook)?;
    let person = folder.person(name)?;
    refuse(out, &place.dir, "and everyone could read the names in it")?;
    let ledger = under_present_names(&folder.ledger, handbook);
    let matrices = matrix(std::slice::from_ref(person), &folder.ledger, handbook);
    let view = training_record(person, &ledger, &matrices, handbook);
    let pdf = pipeline::ledger(examined, &view).map_err(|(findings, files)| {
        tell_findings(&findings, &files);
        CommandError::SheetsRefused
    })?;
    files::create(out, &pdf, Access::OwnerOnly)?;
    Ok(format!(
        "The training record is in {}. It has a name in it; keep it with the program's records.",
        out.display()
    ))
}
