use clap::Args;
use jiff::civil::Date;

use super::error::Refusal;
use super::typed::{day, person};
use super::versions::{again_when_changed, find};
use super::{CommandError, Exit, Place, said, shell};
use crate::edit::HeaderChange;

/// Record that a policy, form or curriculum was reviewed without change
///
/// Writes who read it against the specification and when into the header of the version in force; everything else stays as its
/// author wrote it.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook review intake --by \"Program Director\" --on 2026-12-01\n\nIf something has to change, revise it instead: clausebook revise intake --effective 2027-01-01\n\nExit codes: 0 recorded; 1 refused because of what the file says; 2 the command was not understood."
)]
pub(crate) struct ReviewCommand {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// Who reviewed it
    #[arg(long, value_name = "WHO", value_parser = person)]
    by: String,
    /// The day on which it was reviewed
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Date,
}

pub(crate) fn run(command: &ReviewCommand) -> Exit {
    said(again_when_changed(|| review(command)))
}

fn review(command: &ReviewCommand) -> Result<String, CommandError> {
    let ReviewCommand { name, place, by, on } = command;
    let found = find(place, name)?;
    if *on > found.today {
        return Err(CommandError::FutureDay(*on));
    }
    let version = &found.current;
    let change = HeaderChange::Review { by: by.clone(), on: *on };
    found.record(place, version, &change, |now, then| {
        (then.count() > now.count()).then_some(Refusal::Review)
    })?;
    let next = shell::command(place, &["build"], &[]);
    Ok(format!("“{}” was reviewed on {on}: {}.\nNext: {next}", version.title, version.path))
}
