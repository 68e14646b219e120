use clap::Args;
use jiff::civil::Date;

use super::versions::{day, find, replace};
use super::{Exit, Place, said};

/// Record that a policy, form or curriculum was reviewed without change
///
/// Writes who read it against the specification and when into the header of the version that stands; everything else stays as its
/// author wrote it.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook review intake --by \"Program Director\" --on 2026-12-01\n\nWhere something has to change, revise it instead: clausebook revise intake --effective 2027-01-01\n\nExit codes: 0 recorded; 2 there is nothing of that name, or the command was not understood."
)]
pub struct Review {
    /// The policy, form or curriculum, such as intake or form:service-plan
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// Who reviewed it
    #[arg(long, value_name = "WHO")]
    by: String,
    /// The day on which it was reviewed
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Date,
}

pub fn run(command: &Review) -> Exit {
    said(review(command))
}

fn review(command: &Review) -> Result<String, String> {
    if command.by.trim().is_empty() {
        return Err("--by must say who reviewed it".to_owned());
    }
    let versions = find(&command.place, &command.name)?;
    if command.on > versions.today {
        return Err(format!("{} is a day to come: record a review once it has happened", command.on));
    }
    let version = &versions.current;
    let text = version.changed(&command.place, |head| head.review(command.by.trim(), command.on))?;
    replace(&version.file(&command.place), &text)?;
    Ok(format!(
        "“{}” was reviewed on {}: {}. Next: clausebook build",
        version.title, command.on, version.path
    ))
}
