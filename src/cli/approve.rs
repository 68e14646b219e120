use clap::Args;
use jiff::civil::Date;

use super::error::Refusal;
use super::typed::{DAY, day, person};
use super::versions::{FoundDocument, WrittenVersion, again_when_changed, find};
use super::{CommandError, Exit, Place, said, shell};
use crate::edit::HeaderChange;

/// Record that a policy, form or curriculum was approved
///
/// Writes who approved it and when into its header; everything else stays as its author wrote it. Without --version, it is the
/// newest version that is not approved yet. A version with errors is not approved.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook approve intake --by \"Board of Directors\" --on 2026-12-01\n  clausebook approve form:service-plan --by \"Executive Director\" --on 2026-12-01\n\nThen build again: the clauses it meets count as covered once its date has come.\n\nExit codes: 0 recorded; 1 refused: it has errors or is already approved; 2 the command was not understood."
)]
pub(crate) struct ApproveCommand {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// Who approved it
    #[arg(long, value_name = "WHO", value_parser = person)]
    by: String,
    /// The day on which it was approved
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Date,
    /// The version, by the date it takes effect
    #[arg(long, value_name = "DATE", value_parser = day)]
    version: Option<Date>,
}

pub(crate) fn run(command: &ApproveCommand) -> Exit {
    said(again_when_changed(|| approve(command)))
}

fn approve(command: &ApproveCommand) -> Result<String, CommandError> {
    let ApproveCommand { name, place, by, on, version } = command;
    let found = find(place, name)?;
    if *on > found.today {
        return Err(CommandError::FutureDay(*on));
    }
    let version = choose(command, &found, *version)?;
    if version.looks_cut_short() {
        return Err(CommandError::CutShort(version.path.clone()));
    }
    let change = HeaderChange::Approval { by: by.clone(), on: *on };
    found.record(place, version, &change, |_, then| (then.count() > 0).then_some(Refusal::Approval))?;
    let recorded = format!("“{}” is approved: {}.", version.title, version.path);
    Ok(match version.effective {
        Some(date) if date > found.today => format!("{recorded} It takes effect on {date}."),
        Some(_) => {
            let next = shell::command(place, &["build"], &[]);
            format!("{recorded} It is in force now.\nNext: {next}")
        }
        None => {
            let ending = version.format().ending();
            format!(
                "{recorded} It has no date yet: rename the file to the day on which it takes effect, such as {on}.{ending}."
            )
        }
    })
}

/// The version to approve: the one of a date, else the newest that isn't approved; a draft where none has a date.
fn choose<'a>(
    command: &ApproveCommand,
    found: &'a FoundDocument,
    date: Option<Date>,
) -> Result<&'a WrittenVersion, CommandError> {
    let mut all = std::iter::once(&found.current).chain(&found.later);
    let revise = || {
        let options = ["--effective", DAY];
        shell::command(&command.place, &["revise", &found.name], &options)
    };
    let Some(date) = date else {
        let unapproved = all.filter(|one| !one.approved).max_by_key(|one| one.effective);
        return unapproved
            .ok_or_else(|| CommandError::AllApproved { name: found.name.clone(), revise: revise() });
    };
    match all.find(|one| one.effective == Some(date)) {
        None => Err(CommandError::NoVersion { name: found.name.clone(), date }),
        Some(one) if one.approved => {
            Err(CommandError::AlreadyApproved { path: one.path.clone(), revise: revise() })
        }
        Some(one) => Ok(one),
    }
}
