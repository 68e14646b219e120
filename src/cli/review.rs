use clap::Args;
use jiff::civil::Date;

use super::minutes::{self, MinutesColumn, RowProblems};
use super::refusal::Refusal;
use super::several::{Several, Wanted};
use super::typed::{day, person};
use super::versions::{FoundDocument, OpenHandbook, Record, again_when_changed};
use super::{CommandError, Exit, Place, clause_reading, count, said, shell};
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
    after_help = "Examples:\n  clausebook review intake --by \"Program Director\" --on 2026-12-01\n  clausebook review \"csp-*\" my-handbook --by \"Program Director\" --on 2026-12-01\n  clausebook review --from minutes.csv my-handbook\n  clausebook review intake --read-clauses --by \"Program Director\" --on 2026-12-01\n\nIf something has to change, revise it instead: clausebook revise intake --effective 2027-01-01\n\nExit codes: 0 recorded; 1 refused because of what the file says; 2 the command was not understood."
)]
pub(crate) struct ReviewCommand {
    #[command(flatten)]
    several: Several,
    /// Who reviewed it
    #[arg(long, value_name = "WHO", value_parser = person, required_unless_present = "from", conflicts_with = "from")]
    by: Option<String>,
    /// The day on which it was reviewed
    #[arg(long, value_name = "DATE", value_parser = day, required_unless_present = "from", conflicts_with = "from")]
    on: Option<Date>,
    /// The text was read against the clauses that it cites, as they are now and will be
    #[arg(long)]
    read_clauses: bool,
}

pub(crate) fn run(command: &ReviewCommand) -> Exit {
    said(again_when_changed(|| review(command)))
}

/// A review to record.
struct ReviewRequest {
    found: FoundDocument,
    by: String,
    on: Date,
    /// Its row in the table that was read.
    row: Option<u64>,
}

fn review(command: &ReviewCommand) -> Result<String, CommandError> {
    let (place, wanted) = command.several.place("review")?;
    let handbook = OpenHandbook::open(&place)?;
    let mut problems = RowProblems::default();
    let requests = requests(command, &wanted, &handbook, &mut problems)?;
    let mut records: Vec<Record<'_>> = Vec::new();
    let mut changes = ClauseChanges { is_read: command.read_clauses, shown: String::new(), are_there: false };
    for (at, request) in requests.iter().enumerate() {
        let earlier = requests[..at].iter().find(|earlier| earlier.found.id == request.found.id);
        if let (Some(row), Some(earlier)) = (request.row, earlier.and_then(|earlier| earlier.row)) {
            problems.add_repeated(row, earlier);
            continue;
        }
        records.extend(problems.keep(request.row, record(request, &handbook, &mut changes))?);
    }
    problems.report(command.several.from())?;
    if records.is_empty() {
        return Err(CommandError::NothingToRecord);
    }
    if command.several.dry_run {
        let files = count(records.len(), "file", "files");
        let list = list(&records);
        let shown = changes.shown;
        return Ok(format!("{shown}Nothing was written. This would be recorded in {files}:\n{list}"));
    }
    handbook.record(&records, |now, then| (then.count() > now.count()).then_some(Refusal::Review))?;
    Ok(changes.shown.clone() + &report(&place, &requests, &records, changes.advice()))
}

/// What is asked for: by names, or by the rows of a table.
fn requests(
    command: &ReviewCommand,
    wanted: &Wanted<'_>,
    handbook: &OpenHandbook<'_>,
    problems: &mut RowProblems,
) -> Result<Vec<ReviewRequest>, CommandError> {
    let mut requests = Vec::new();
    if let Some(file) = command.several.from() {
        for row in minutes::read(file, &MinutesColumn::FOR_REVIEWS, problems)? {
            let found = problems.keep(Some(row.number), handbook.find(&row.name))?;
            let request = |found| ReviewRequest { found, by: row.by, on: row.on, row: Some(row.number) };
            requests.extend(found.map(request));
        }
    } else if let (Some(by), Some(on)) = (&command.by, command.on) {
        let documents = wanted.find(handbook)?.documents.into_iter();
        requests.extend(documents.map(|found| ReviewRequest { found, by: by.clone(), on, row: None }));
    }
    Ok(requests)
}

/// The clauses that changed since the documents were read.
struct ClauseChanges {
    /// Whether the texts were read against them.
    is_read: bool,
    shown: String,
    are_there: bool,
}

impl ClauseChanges {
    /// What is recorded of the clauses that a version cites.
    fn look_at(&mut self, handbook: &OpenHandbook<'_>, path: &str) -> ClausesRead {
        let readings = clause_reading::readings(handbook.examined(), path);
        self.are_there |= readings.iter().any(|one| !one.changed.is_empty());
        self.shown.push_str(&clause_reading::shown(path, &readings));
        if self.is_read { clause_reading::recorded(&readings) } else { ClausesRead::default() }
    }

    fn advice(&self) -> &'static str {
        if self.are_there && !self.is_read {
            "\nThat the text was read against the changed clauses was not recorded: what cites them stays unconfirmed. Once it was, add --read-clauses."
        } else {
            ""
        }
    }
}

fn record<'r>(
    request: &'r ReviewRequest,
    handbook: &OpenHandbook<'_>,
    changes: &mut ClauseChanges,
) -> Result<Record<'r>, CommandError> {
    let ReviewRequest { found, by, on, row: _ } = request;
    let version = &found.current;
    if *on > handbook.today {
        return Err(CommandError::FutureDay(*on));
    }
    if let Some(changed) = version.last_change.filter(|changed| changed > on) {
        return Err(CommandError::ReviewBeforeChange { path: version.path.clone(), changed });
    }
    let clauses = changes.look_at(handbook, &version.path);
    let change = HeaderChange::Review { by: by.clone(), on: *on, clauses };
    Ok(Record { version, change, moved_to: None })
}

fn list(records: &[Record<'_>]) -> String {
    let lines = records.iter().map(|record| format!("  “{}”: {}", record.version.title, record.version.path));
    lines.collect::<Vec<_>>().join("\n")
}

fn report(place: &Place, requests: &[ReviewRequest], records: &[Record<'_>], advice: &str) -> String {
    let next = shell::command(place, &["build"], &[]);
    let days: std::collections::BTreeSet<Date> = requests.iter().map(|request| request.on).collect();
    let on = match days.iter().next() {
        Some(only) if days.len() == 1 => format!(" on {only}"),
        _ => String::new(),
    };
    match records {
        [Record { version, change: _, moved_to: _ }] => {
            format!("“{}” was reviewed{on}: {}.{advice}\nNext: {next}", version.title, version.path)
        }
        several => format!(
            "{} were reviewed{on}:\n{}{advice}\nNext: {next}",
            count(several.len(), "document", "documents"),
            list(several)
        ),
    }
}
