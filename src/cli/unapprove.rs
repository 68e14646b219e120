use clap::Args;
use jiff::civil::Date;

use super::refusal::Refusal;
use super::typed::{day, sentence};
use super::versions::{OpenHandbook, Record, again_when_changed};
use super::{CommandError, Exit, Place, said, shell};
use crate::edit::HeaderChange;

/// Undo an approval that was recorded by mistake
///
/// Removes the approval from the header of the version, and writes into its history that it was undone and why. To replace a version
/// that was rightly approved, revise it instead.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook unapprove intake --why \"The Board approved another draft.\"\n\nExit codes: 0 recorded; 1 refused: it isn't approved; 2 the command was not understood."
)]
pub(crate) struct Unapprove {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// Why, in a sentence
    #[arg(long, value_name = "SENTENCE", value_parser = sentence)]
    why: String,
    /// The version, by the date it takes effect
    #[arg(long, value_name = "DATE", value_parser = day)]
    version: Option<Date>,
}

pub(crate) fn run(command: &Unapprove) -> Exit {
    said(again_when_changed(|| unapprove(command)))
}

fn unapprove(command: &Unapprove) -> Result<String, CommandError> {
    let Unapprove { name, place, why, version } = command;
    let handbook = OpenHandbook::open(place)?;
    let found = handbook.find(name)?;
    let version = match version {
        None => &found.current,
        Some(date) => found
            .versions()
            .find(|one| one.effective == Some(*date))
            .ok_or_else(|| CommandError::NoVersion { name: found.name.clone(), date: *date })?,
    };
    let Some(approval) = &version.approval else {
        return Err(CommandError::NotApprovedYet(version.path.clone()));
    };
    let change =
        format!("The approval by {} on {} was recorded by mistake: {why}", *approval.by, approval.on);
    let change =
        HeaderChange::ApprovalUndone { on: handbook.today, change, was_reviewed: version.was_reviewed };
    let records = [Record { version, change, moved_to: None }];
    handbook.record(&records, |now, then| (then.count() > now.count()).then_some(Refusal::Approval))?;
    let next = shell::command(place, &["build"], &[]);
    Ok(format!("“{}” is not approved any more: {}.\nNext: {next}", version.title, version.path))
}
