use clap::Args;
use jiff::civil::Date;

use super::error::Refusal;
use super::several::Several;
use super::typed::{day, person};
use super::versions::{OpenHandbook, Record, again_when_changed};
use super::{CommandError, Exit, clause_reading, count, said, shell};
use crate::edit::{ClausesRead, HeaderChange};

/// Record that policies, forms or curricula were reviewed without change
///
/// Writes who read each against the specification and when into the header of the version in force; everything else stays as its
/// author wrote it. With several, all are recorded or none.
///
/// Shows the clauses that changed since each was last read, old beside new. That the text was read against them is recorded with
/// --read-clauses only: then what cites them is confirmed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook review intake --by \"Program Director\" --on 2026-12-01\n  clausebook review \"csp-*\" my-handbook --by \"Program Director\" --on 2026-12-01\n  clausebook review intake --read-clauses --by \"Program Director\" --on 2026-12-01\n\nIf something has to change, revise it instead: clausebook revise intake --effective 2027-01-01\n\nExit codes: 0 recorded; 1 refused because of what the file says; 2 the command was not understood."
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
    /// The text was read against the clauses that it cites, as they are now and will be
    #[arg(long)]
    read_clauses: bool,
}

pub(crate) fn run(command: &ReviewCommand) -> Exit {
    said(again_when_changed(|| review(command)))
}

fn review(command: &ReviewCommand) -> Result<String, CommandError> {
    let ReviewCommand { several, by, on, read_clauses } = command;
    let (place, wanted) = several.place("review")?;
    let handbook = OpenHandbook::open(&place)?;
    let selection = wanted.find(&handbook)?;
    if *on > handbook.today {
        return Err(CommandError::FutureDay(*on));
    }
    let mut records = Vec::new();
    let mut changes = String::new();
    let mut are_changed = false;
    for found in &selection.documents {
        let version = &found.current;
        if let Some(changed) = version.last_change.filter(|changed| changed > on) {
            return Err(CommandError::ReviewBeforeChange { path: version.path.clone(), changed });
        }
        let readings = clause_reading::readings(handbook.examined(), &version.path);
        are_changed |= readings.iter().any(|one| !one.changed.is_empty());
        changes.push_str(&clause_reading::shown(&version.path, &readings));
        let clauses =
            if *read_clauses { clause_reading::recorded(&readings) } else { ClausesRead::default() };
        records.push(Record { version, change: HeaderChange::Review { by: by.clone(), on: *on, clauses } });
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
        return Ok(format!(
            "{changes}Nothing was written. This would be recorded in {files}:\n{}",
            list.join("\n")
        ));
    }
    handbook.record(&records, |now, then| (then.count() > now.count()).then_some(Refusal::Review))?;
    let next = shell::command(&place, &["build"], &[]);
    let not_read = if are_changed && !read_clauses {
        "\nThat the text was read against the changed clauses was not recorded: what cites them stays unconfirmed. Once it was, add --read-clauses."
    } else {
        ""
    };
    Ok(changes
        + &match records.as_slice() {
            [Record { version, change: _ }] => {
                format!("“{}” was reviewed on {on}: {}.{not_read}\nNext: {next}", version.title, version.path)
            }
            several => format!(
                "{} were reviewed on {on}:\n{}{not_read}\nNext: {next}",
                count(several.len(), "document", "documents"),
                list.join("\n")
            ),
        })
}
