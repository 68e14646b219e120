use clap::Args;
use jiff::civil::Date;

use super::error::Refusal;
use super::several::Several;
use super::typed::{day, person};
use super::versions::{OpenHandbook, Record, again_when_changed};
use super::{CommandError, Exit, count, said, shell};
use crate::edit::HeaderChange;

/// Record that policies, forms or curricula were reviewed without change
///
/// Writes who read each against the specification and when into the header of the version in force; everything else stays as its
/// author wrote it. With several, all are recorded or none.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook review intake --by \"Program Director\" --on 2026-12-01\n  clausebook review \"csp-*\" my-handbook --by \"Program Director\" --on 2026-12-01\n\nIf something has to change, revise it instead: clausebook revise intake --effective 2027-01-01\n\nExit codes: 0 recorded; 1 refused because of what the file says; 2 the command was not understood."
)]
pub(crate) struct ReviewCommand {
    #[command(flatten)]
    several: Several,
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
    let ReviewCommand { several, by, on } = command;
    let (place, wanted) = several.place("review")?;
    let handbook = OpenHandbook::open(&place)?;
    let selection = wanted.find(&handbook)?;
    if *on > handbook.today {
        return Err(CommandError::FutureDay(*on));
    }
    let mut records = Vec::new();
    for found in &selection.documents {
        let version = &found.current;
        if let Some(changed) = version.last_change.filter(|changed| changed > on) {
            return Err(CommandError::ReviewBeforeChange { path: version.path.clone(), changed });
        }
        records.push(Record { version, change: HeaderChange::Review { by: by.clone(), on: *on } });
    }
    let list: Vec<String> = records
        .iter()
        .map(|record| format!("  “{}”: {}", record.version.title, record.version.path))
        .collect();
    if records.is_empty() {
        return Err(CommandError::NothingToRecord);
    }
    if several.dry_run {
        let files = count(records.len(), "file", "files");
        return Ok(format!("Nothing was written. This would be recorded in {files}:\n{}", list.join("\n")));
    }
    handbook.record(&records, |now, then| (then.count() > now.count()).then_some(Refusal::Review))?;
    let next = shell::command(&place, &["build"], &[]);
    Ok(match records.as_slice() {
        [Record { version, change: _ }] => {
            format!("“{}” was reviewed on {on}: {}.\nNext: {next}", version.title, version.path)
        }
        several => format!(
            "{} were reviewed on {on}:\n{}\nNext: {next}",
            count(several.len(), "document", "documents"),
            list.join("\n")
        ),
    })
}
