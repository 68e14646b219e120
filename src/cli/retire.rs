use clap::Args;
use jiff::civil::Date;

use super::refusal::Refusal;
use super::typed::{day, sentence};
use super::versions::{FoundDocument, OpenHandbook, Record, WrittenVersion, again_when_changed};
use super::{CommandError, Exit, Place, said, shell};
use crate::edit::HeaderChange;

/// Record that a policy, form or curriculum ends
///
/// Writes into the header of its last version on which day it ends, why, and what takes its place. Until that day its page says so.
/// From then on it is out of lists, search and coverage, links to it lead to its successor or become words, and all its versions can
/// still be read. To take it back: clausebook unretire.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook retire telehealth --on 2027-01-01 --why \"All visits are in person again.\"\n  clausebook retire form:service-plan --on 2027-01-01 --for form:recovery-plan --why \"The payer has a new form.\"\n\nThen see what it leaves open: clausebook check\n\nExit codes: 0 recorded; 1 refused: a version takes effect after that day, or a file has errors; 2 the command was not understood."
)]
pub(crate) struct RetireCommand {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// The first day on which it is no longer in force
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Date,
    /// The policy, form or curriculum that takes its place
    #[arg(long = "for", value_name = "SUCCESSOR")]
    successor: Option<String>,
    /// Why, in a sentence
    #[arg(long, value_name = "SENTENCE", value_parser = sentence)]
    why: String,
}

pub(crate) fn run(command: &RetireCommand) -> Exit {
    said(again_when_changed(|| retire(command)))
}

fn retire(command: &RetireCommand) -> Result<String, CommandError> {
    let RetireCommand { name, place, on, successor, why } = command;
    let handbook = OpenHandbook::open(place)?;
    let found = handbook.find(name)?;
    let successor = successor.as_deref().map(|name| handbook.find(name)).transpose()?;
    if successor.as_ref().is_some_and(|successor| successor.id == found.id) {
        return Err(CommandError::OwnSuccessor(found.name));
    }
    let versions = versions_that_end(&found, *on)?;
    let change = HeaderChange::End {
        on: *on,
        why: why.clone(),
        successor: successor.as_ref().map(|successor| successor.id.to_string()),
    };
    let records: Vec<Record<'_>> =
        versions.iter().map(|version| Record { version, change: change.clone(), moved_to: None }).collect();
    handbook.record(&records, |now, then| (then.count() > now.count()).then_some(Refusal::End))?;
    let title = &found.current.title;
    let ends = if *on > handbook.today { "ends" } else { "ended" };
    let links = match &successor {
        Some(successor) => format!("lead to “{}”", successor.current.title),
        None => "are printed as words".to_owned(),
    };
    let paths: Vec<&str> = versions.iter().map(|version| version.path.as_str()).collect();
    Ok(format!(
        "“{title}” {ends} on {on}: {}. From that day on links to it {links}.\nNext: {}",
        paths.join(", "),
        shell::command(place, &["check"], &[])
    ))
}

/// The versions that may be the last one before `on`: the one in force, and those that take effect until then.
fn versions_that_end(found: &FoundDocument, on: Date) -> Result<Vec<&WrittenVersion>, CommandError> {
    let current = &found.current;
    match current.effective {
        None => return Err(CommandError::NeverInForce(found.name.clone())),
        Some(effective) if effective >= on => {
            return Err(CommandError::EndsTooEarly { path: current.path.clone(), effective });
        }
        Some(_) => {}
    }
    if let Some(later) = found.later.iter().find(|later| later.effective.is_some_and(|day| day >= on)) {
        return Err(CommandError::VersionAfterEnd(later.path.clone()));
    }
    Ok(found.versions().filter(|version| version.effective.is_some()).collect())
}
