use clap::Args;

use super::refusal::Refusal;
use super::typed::sentence;
use super::versions::{OpenHandbook, Record, again_when_changed};
use super::{CommandError, Exit, Place, said, shell};
use crate::edit::HeaderChange;

/// Take back the end of a policy, form or curriculum
///
/// Removes what clausebook retire wrote, and writes into the history that it was taken back and why.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook unretire telehealth --why \"The Board decided to keep it.\"\n\nExit codes: 0 recorded; 1 refused: it doesn't end; 2 the command was not understood."
)]
pub(crate) struct Unretire {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// Why, in a sentence
    #[arg(long, value_name = "SENTENCE", value_parser = sentence)]
    why: String,
}

pub(crate) fn run(command: &Unretire) -> Exit {
    said(again_when_changed(|| unretire(command)))
}

fn unretire(command: &Unretire) -> Result<String, CommandError> {
    let Unretire { name, place, why } = command;
    let handbook = OpenHandbook::open(place)?;
    let found = handbook.find(name)?;
    let mut records = Vec::new();
    for version in found.versions() {
        if let Some(end) = &version.end {
            let change = format!("The end on {} was taken back: {why}", end.on);
            let change = HeaderChange::EndUndone { on: handbook.today, change };
            records.push(Record { version, change, moved_to: None });
        }
    }
    if records.is_empty() {
        return Err(CommandError::DoesNotEnd(found.name.clone()));
    }
    handbook.record(&records, |now, then| (then.count() > now.count()).then_some(Refusal::End))?;
    let next = shell::command(place, &["build"], &[]);
    Ok(format!("“{}” doesn’t end any more: {}.\nNext: {next}", found.current.title, found.current.path))
}
