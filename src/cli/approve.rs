use clap::Args;
use jiff::civil::Date;

use super::versions::{Version, day, find, replace};
use super::{Exit, Place, said};

/// Record that a policy, form or curriculum was approved
///
/// Writes who approved it and when into its header; everything else stays as its author wrote it. Without --version, it is the
/// newest version that is not approved yet.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook approve intake --by \"Board of Directors\" --on 2026-12-01\n  clausebook approve form:service-plan --by \"Executive Director\" --on 2026-12-01\n\nThen build again: what it meets counts as covered once its date has come.\n\nExit codes: 0 recorded; 2 the command was not understood, or there is nothing to approve."
)]
pub struct Approve {
    /// The policy, form or curriculum, such as intake or form:service-plan
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// Who approved it
    #[arg(long, value_name = "WHO")]
    by: String,
    /// The day on which it was approved
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Date,
    /// The version, by the date it takes effect
    #[arg(long, value_name = "DATE", value_parser = day)]
    version: Option<Date>,
}

pub fn run(command: &Approve) -> Exit {
    said(approve(command))
}

fn approve(command: &Approve) -> Result<String, String> {
    if command.by.trim().is_empty() {
        return Err("--by must say who approved it".to_owned());
    }
    let versions = find(&command.place, &command.name)?;
    if command.on > versions.today {
        return Err(format!("{} is a day to come: record an approval once it has happened", command.on));
    }
    let all: Vec<&Version> = std::iter::once(&versions.current).chain(&versions.later).collect();
    let version = match command.version {
        Some(date) => all
            .into_iter()
            .find(|one| one.effective == Some(date))
            .ok_or_else(|| format!("there is no version of {} that takes effect on {date}", command.name))?,
        // The newest dated one, else a draft.
        None => all
            .into_iter()
            .filter(|one| !one.approved)
            .max_by_key(|one| one.effective)
            .ok_or_else(|| {
                let name = &command.name;
                format!("every version of {name} is approved already. To change it: clausebook revise {name} --effective DATE")
            })?,
    };
    if version.approved {
        return Err(format!("{} is approved already; revise it to change it", version.path));
    }
    let text = version.changed(&command.place, |head| head.approve(command.by.trim(), command.on))?;
    replace(&version.file(&command.place), &text)?;
    let next = match version.effective {
        Some(date) if date > versions.today => format!("It takes effect on {date}."),
        Some(_) => "It is in force now. Next: clausebook build".to_owned(),
        None => "It has no date yet: rename the file after the day on which it takes effect.".to_owned(),
    };
    Ok(format!("“{}” is approved: {}. {next}", version.title, version.path))
}
