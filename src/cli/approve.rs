use std::collections::BTreeMap;

use clap::Args;
use jiff::civil::Date;

use super::minutes::{self, MinutesColumn, RowProblems};
use super::refusal::Refusal;
use super::several::{Several, Wanted};
use super::typed::{DAY, day, person, sentence};
use super::versions::{FoundDocument, OpenHandbook, Record, WrittenVersion, again_when_changed};
use super::{CommandError, Exit, Place, clause_reading, count, said, shell, shown_findings};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::edit::{HeaderChange, TextRecord};
use crate::model::version::{ApprovedText, RecordedText};
use crate::pipeline::Examined;

/// Record that policies, forms or curricula were approved
///
/// Writes into the header of each who approved it and when, and a fingerprint of its text, so that a later change is found. A copy
/// of the file is kept in .clausebook/approved. Without --version, it is the newest version that is not approved yet. With several,
/// all are recorded or none: a version with errors is not approved.
///
/// The first approval of a document puts it into effect: where its file has an earlier day, the file gets the day of the approval. It
/// adopts the text with its citations. For a later version, --read-clauses says that it was read against the clauses that it cites;
/// without it, what it meets counts as drafted until `clausebook review --read-clauses`.
///
/// Clauses that lose their evidence are reported: those that nothing meets, or that nobody will teach, from the day of the version on.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook approve intake --by \"Board of Directors\" --on 2026-12-01\n  clausebook approve intake --by \"Board of Directors\" --on 2026-12-01 --effective 2027-01-01\n  clausebook approve intake form:service-plan my-handbook --by \"Executive Director\" --on 2026-12-01\n  clausebook approve --all --kind policy --except telehealth --by \"Board of Directors\" --on 2026-12-01 --dry-run\n  clausebook approve --from minutes.csv my-handbook\n  clausebook approve intake --minor --change \"A wrong telephone number.\" --by \"Executive Director\" --on 2026-12-09\n  clausebook approve --all --confirm-text --by \"Program Director\"\n\nThen build again: the clauses it meets count as covered once its date has come.\n\nExit codes: 0 recorded; 1 refused: it has errors or is already approved; 2 the command was not understood."
)]
pub(crate) struct ApproveCommand {
    #[command(flatten)]
    several: Several,
    /// Who approved it, or who says that its text is unchanged
    #[arg(long, value_name = "WHO", value_parser = person, required_unless_present = "from", conflicts_with = "from")]
    by: Option<String>,
    /// The day on which it was approved
    #[arg(long, value_name = "DATE", value_parser = day, required_unless_present_any = ["confirm_text", "from"], conflicts_with_all = ["confirm_text", "from"])]
    on: Option<Date>,
    /// The version, by the date it takes effect
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "from")]
    version: Option<Date>,
    /// The day on which it takes effect, where that isn't the day in the name of its file
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with_all = ["minor", "confirm_text"])]
    effective: Option<Date>,
    /// A correction of an approved version, which stays the same version
    #[arg(long, requires = "change", conflicts_with_all = ["confirm_text", "from"])]
    minor: bool,
    /// With --minor: what was corrected, in a sentence
    #[arg(long, value_name = "SENTENCE", value_parser = sentence, requires = "minor")]
    change: Option<String>,
    /// Of an approval that doesn't say which text was approved: it is the present one
    #[arg(long, conflicts_with = "from")]
    confirm_text: bool,
    /// The text was read against the clauses that it cites, as they are now and will be
    #[arg(long, conflicts_with_all = ["minor", "confirm_text"])]
    read_clauses: bool,
}

pub(crate) fn run(command: &ApproveCommand) -> Exit {
    said(again_when_changed(|| approve(command)))
}

/// What is recorded.
#[derive(Clone, Copy)]
enum ApprovalAct<'a> {
    /// On the day, and when it takes effect if that was said.
    Approval {
        on: Date,
        effective: Option<Date>,
        /// Whether the text was read against the clauses that it cites.
        reads_clauses: bool,
    },
    Correction {
        on: Date,
        change: &'a str,
    },
    TextConfirmation,
}

/// What is to be recorded of a document.
struct ApprovalRequest<'a> {
    found: FoundDocument,
    by: String,
    act: ApprovalAct<'a>,
    /// The version that is meant, if that was said.
    version: Option<Date>,
    /// Its row in the table that was read.
    row: Option<u64>,
}

/// What is to be recorded.
struct ApprovalRequests<'a> {
    all: Vec<ApprovalRequest<'a>>,
    /// Whether each was asked for, so that one for which there is nothing to do is a mistake.
    are_named: bool,
}

/// A version in which something is recorded.
struct ChosenVersion<'r> {
    request: &'r ApprovalRequest<'r>,
    version: &'r WrittenVersion,
}

fn approve(command: &ApproveCommand) -> Result<String, CommandError> {
    let (place, wanted) = command.several.place("approve")?;
    let handbook = OpenHandbook::open(&place)?;
    let mut problems = RowProblems::default();
    let requests = requests(command, &wanted, &handbook, &mut problems)?;
    let chosen = chosen(&requests, &place, &mut problems)?;
    let versions: Vec<&WrittenVersion> = chosen.iter().map(|one| one.version).collect();
    let texts = handbook.texts(&versions);
    let mut records = Vec::new();
    for one in &chosen {
        let record = record(one, &handbook, &texts, requests.are_named);
        records.extend(problems.keep(one.request.row, record)?.flatten());
    }
    problems.report(command.several.from())?;
    if records.is_empty() {
        return Err(CommandError::NothingToRecord);
    }
    if command.several.dry_run {
        return Ok(table(&records));
    }
    let shown = if command.read_clauses { changed_clauses(&handbook, &chosen) } else { String::new() };
    let then = handbook.record(&records, |_, then| (then.count() > 0).then_some(Refusal::Approval))?;
    let lost = lost_evidence(&then, &records);
    Ok(shown + &lost + &report(requests.all[0].act, &place, &handbook, &chosen, &records))
}

/// What is asked for: by names, or by the rows of a table.
fn requests<'a>(
    command: &'a ApproveCommand,
    wanted: &Wanted<'_>,
    handbook: &OpenHandbook<'_>,
    problems: &mut RowProblems,
) -> Result<ApprovalRequests<'a>, CommandError> {
    let Some(file) = command.several.from() else { return named(command, wanted, handbook) };
    let mut all = Vec::new();
    for row in minutes::read(file, &MinutesColumn::FOR_APPROVALS, problems)? {
        let act = approval(command, row.on, handbook.today);
        let found = act.and_then(|act| Ok((handbook.find(&row.name)?, act)));
        let found = problems.keep(Some(row.number), found)?;
        all.extend(found.map(|(found, act)| ApprovalRequest {
            found,
            by: row.by,
            act,
            version: row.version,
            row: Some(row.number),
        }));
    }
    Ok(ApprovalRequests { all, are_named: true })
}

fn named<'a>(
    command: &'a ApproveCommand,
    wanted: &Wanted<'_>,
    handbook: &OpenHandbook<'_>,
) -> Result<ApprovalRequests<'a>, CommandError> {
    let act = match (command.on, &command.change) {
        (None, _) => ApprovalAct::TextConfirmation,
        (Some(on), _) if on > handbook.today => return Err(CommandError::FutureDay(on)),
        (Some(on), Some(change)) => ApprovalAct::Correction { on, change },
        (Some(on), None) => approval(command, on, handbook.today)?,
    };
    let selection = wanted.find(handbook)?;
    if command.version.is_some() && wanted.only_name().is_none() {
        return Err(CommandError::VersionOfSeveral);
    }
    let by = command.by.clone().unwrap_or_default();
    let request = |found| ApprovalRequest { found, by: by.clone(), act, version: command.version, row: None };
    Ok(ApprovalRequests {
        all: selection.documents.into_iter().map(request).collect(),
        are_named: selection.are_named,
    })
}

/// An approval whose days are possible: nothing takes effect before it is approved.
fn approval<'a>(command: &ApproveCommand, on: Date, today: Date) -> Result<ApprovalAct<'a>, CommandError> {
    let ApproveCommand { effective, read_clauses, .. } = *command;
    if on > today {
        return Err(CommandError::FutureDay(on));
    }
    match effective.filter(|effective| *effective < on) {
        Some(effective) => Err(CommandError::EffectiveBeforeApproval { effective, on }),
        None => Ok(ApprovalAct::Approval { on, effective, reads_clauses: read_clauses }),
    }
}

fn chosen<'r>(
    requests: &'r ApprovalRequests<'_>,
    place: &Place,
    problems: &mut RowProblems,
) -> Result<Vec<ChosenVersion<'r>>, CommandError> {
    let mut chosen = Vec::new();
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for request in &requests.all {
        let versions = match choose(place, request) {
            Err(_) if !requests.are_named => continue,
            versions => problems.keep(request.row, versions)?.unwrap_or_default(),
        };
        for version in versions {
            match request.row.and_then(|row| Some((row, rows.insert(&version.path, row)?))) {
                Some((row, earlier)) => problems.add_repeated(row, earlier),
                None => chosen.push(ChosenVersion { request, version }),
            }
        }
    }
    Ok(chosen)
}

/// The versions of a document in which something is recorded: the one of a date. Else, to approve, the newest that isn't approved, a
/// draft where none has a date; to correct, the one in force; to confirm, all whose approval doesn't say what it is for.
fn choose<'r>(
    place: &Place,
    request: &'r ApprovalRequest<'_>,
) -> Result<Vec<&'r WrittenVersion>, CommandError> {
    let ApprovalRequest { found, by: _, act, version, row: _ } = request;
    let revise = || shell::command(place, &["revise", &found.name], &["--effective", DAY]);
    let dated = match *version {
        None => None,
        Some(date) => {
            let version = found.versions().find(|one| one.effective == Some(date));
            Some(version.ok_or_else(|| CommandError::NoVersion { name: found.name.clone(), date })?)
        }
    };
    match act {
        ApprovalAct::Approval { .. } => {
            if let Some(version) = dated.filter(|version| version.approval.is_some()) {
                return Err(CommandError::AlreadyApproved { path: version.path.clone(), revise: revise() });
            }
            let unapproved = found.versions().filter(|one| one.approval.is_none());
            let version = dated.or_else(|| unapproved.max_by_key(|one| one.effective));
            let version = version
                .ok_or_else(|| CommandError::AllApproved { name: found.name.clone(), revise: revise() })?;
            Ok(vec![version])
        }
        ApprovalAct::Correction { .. } => {
            let version = dated.unwrap_or(&found.current);
            if version.approval.is_none() {
                return Err(CommandError::NotApprovedYet(version.path.clone()));
            }
            Ok(vec![version])
        }
        ApprovalAct::TextConfirmation => {
            let versions: Vec<&WrittenVersion> = match dated {
                Some(version) => vec![version],
                None => found.versions().collect(),
            };
            let is_open = |version: &&WrittenVersion| {
                version.approval.as_ref().is_some_and(|approval| approval.text == ApprovedText::NotRecorded)
            };
            let open: Vec<&WrittenVersion> = versions.into_iter().filter(is_open).collect();
            if open.is_empty() { Err(CommandError::NothingToConfirm(found.name.clone())) } else { Ok(open) }
        }
    }
}

/// What is recorded in a version, whose text must be whole; `None` where a pattern meant one that has nothing to record.
fn record<'r>(
    chosen: &ChosenVersion<'r>,
    handbook: &OpenHandbook<'_>,
    texts: &BTreeMap<String, RecordedText>,
    is_named: bool,
) -> Result<Option<Record<'r>>, CommandError> {
    let ChosenVersion { request, version } = chosen;
    if version.looks_cut_short() {
        return Err(CommandError::CutShort(version.path.clone()));
    }
    handbook.refuse_template_text(version)?;
    let Some(text) = texts.get(&version.path) else {
        return Err(CommandError::ChangedMeanwhile(version.path.clone()));
    };
    let by = request.by.clone();
    let recorded = text_record(text);
    match request.act {
        ApprovalAct::Approval { on, effective, reads_clauses } => {
            let examined = handbook.examined();
            let clauses = if reads_clauses {
                clause_reading::recorded(&clause_reading::readings(examined, &version.path))
            } else {
                clause_reading::adopted(examined, &version.path)
            };
            let change = HeaderChange::Approval { by, on, text: recorded, clauses };
            let moved_to = takes_effect(&request.found, version, on, effective)?;
            Ok(Some(Record { version, change, moved_to }))
        }
        ApprovalAct::TextConfirmation => {
            let change = HeaderChange::TextConfirmation { by, on: handbook.today, text: recorded };
            Ok(Some(Record { version, change, moved_to: None }))
        }
        ApprovalAct::Correction { .. } if version.is_as_approved(text) => {
            if is_named {
                Err(CommandError::NothingCorrected(version.path.clone()))
            } else {
                Ok(None)
            }
        }
        ApprovalAct::Correction { on, change } => {
            let change = HeaderChange::Correction { by, on, change: change.to_owned(), text: recorded };
            Ok(Some(Record { version, change, moved_to: None }))
        }
    }
}

/// The day to which a version moves that was approved on `on`: the one that is asked for. Else the first approved version of a document
/// takes effect on the day of its approval, whatever the day on which it was written. `None` where it stays.
fn takes_effect(
    found: &FoundDocument,
    version: &WrittenVersion,
    on: Date,
    effective: Option<Date>,
) -> Result<Option<Date>, CommandError> {
    if let Some(day) = effective {
        if found.versions().any(|other| other.path != version.path && other.effective == Some(day)) {
            return Err(CommandError::VersionExists { name: found.name.clone(), date: day });
        }
        return Ok(Some(day).filter(|_| version.effective != Some(day)));
    }
    let Some(written) = version.effective.filter(|written| *written < on) else { return Ok(None) };
    let is_between = |other: &WrittenVersion| other.effective.is_some_and(|day| day > written && day <= on);
    let is_first = found.versions().all(|other| other.approval.is_none() && !is_between(other));
    Ok(is_first.then_some(on))
}

fn text_record(text: &RecordedText) -> TextRecord {
    let RecordedText { fingerprint, values } = text;
    let key = |name: &str| name.strip_prefix("values.").unwrap_or(name).to_owned();
    TextRecord {
        fingerprint: fingerprint.to_string(),
        values: values.iter().map(|(name, text)| (key(name), text.clone())).collect(),
    }
}

/// One line for each version.
fn table(records: &[Record<'_>]) -> String {
    let files = count(records.len(), "file", "files");
    let mut lines = vec![format!("Nothing was written. This would be recorded in {files}:")];
    lines.extend(records.iter().map(|record| {
        let Record { version, change, moved_to } = record;
        let name = format!("  {}  “{}”", version.path, version.title);
        match (change, moved_to) {
            (HeaderChange::Approval { by, on, .. }, None) => format!("{name}  {by}, {on}"),
            (HeaderChange::Approval { by, on, .. }, Some(day)) => {
                format!("{name}  {by}, {on}; takes effect on {day}, as {}", record.path())
            }
            _ => name,
        }
    }));
    lines.join("\n")
}

/// The clauses that changed since the documents were last read, old beside new.
fn changed_clauses(handbook: &OpenHandbook<'_>, chosen: &[ChosenVersion<'_>]) -> String {
    let shown = chosen.iter().map(|one| {
        let path = &one.version.path;
        clause_reading::shown(path, &clause_reading::readings(handbook.examined(), path))
    });
    shown.collect()
}

/// The clauses that nothing meets any more, or will meet from a day to come, because a version that was approved leaves them out: a topic
/// that nobody teaches, a form without the field.
fn lost_evidence(then: &Examined, records: &[Record<'_>]) -> String {
    let folders: Vec<&str> = records
        .iter()
        .filter_map(|record| record.version.path.strip_suffix(record.version.file_name()))
        .collect();
    let files = &then.sources.files;
    let is_lost = |finding: &&Diagnostic| {
        let path = &files.get(finding.span.file).path;
        matches!(finding.code, FindingCode::EvidenceRemoved | FindingCode::EvidenceEnds)
            && folders.iter().any(|folder| path.starts_with(folder))
    };
    let mut lost = Findings::default();
    lost.extend(then.findings.iter().filter(is_lost).cloned());
    shown_findings(&lost, files)
}

/// What is left to do where a text was approved that nobody has read beside the clauses that it cites.
fn unread(
    place: &Place,
    handbook: &OpenHandbook<'_>,
    chosen: &[ChosenVersion<'_>],
    records: &[Record<'_>],
) -> Option<String> {
    let is_unread = |path: &str| {
        records.iter().any(|record| match &record.change {
            HeaderChange::Approval { clauses, .. } if record.version.path == path => {
                clause_reading::is_unread(handbook.examined(), path, clauses)
            }
            _ => false,
        })
    };
    let unread: Vec<&ChosenVersion<'_>> = chosen.iter().filter(|one| is_unread(&one.version.path)).collect();
    let what = match unread.as_slice() {
        [] => return None,
        [only] => format!("the clauses that “{}” meets count", only.version.title),
        several => format!("the clauses that {} documents meet count", several.len()),
    };
    let names = unread.iter().map(|one| one.request.found.name.as_str());
    let words: Vec<&str> = std::iter::once("review").chain(names).collect();
    let next = shell::command(place, &words, &["--read-clauses", "--by", "NAME", "--on", "DATE"]);
    Some(format!("{what} as drafted until somebody compares the text with them.\nNext: {next}"))
}

fn report(
    act: ApprovalAct<'_>,
    place: &Place,
    handbook: &OpenHandbook<'_>,
    chosen: &[ChosenVersion<'_>],
    records: &[Record<'_>],
) -> String {
    let build = || format!("\nNext: {}", shell::command(place, &["build"], &[]));
    let unread = unread(place, handbook, chosen, records);
    let next = unread.as_ref().map_or_else(build, |advice| format!("\nFor now, {advice}"));
    let done = match act {
        ApprovalAct::Approval { .. } => "approved",
        ApprovalAct::Correction { .. } => "approved with the correction",
        ApprovalAct::TextConfirmation => "confirmed to have the approved text",
    };
    let [record @ Record { version, change: _, moved_to }] = records else {
        let list: Vec<String> =
            records.iter().map(|record| format!("  “{}”: {}", record.version.title, record.path())).collect();
        return format!(
            "{} {done}:\n{}{next}",
            count(records.len(), "version is", "versions are"),
            list.join("\n")
        );
    };
    let recorded = match moved_to {
        None => format!("“{}” is {done}: {}.", version.title, version.path),
        Some(_) => {
            format!("“{}” is {done}: {}, which was {}.", version.title, record.path(), version.file_name())
        }
    };
    match (act, moved_to.or(version.effective)) {
        (ApprovalAct::Approval { .. }, Some(date)) if date > handbook.today => {
            let advice = unread.map(|advice| format!("\nFrom then on, {advice}"));
            format!("{recorded} It takes effect on {date}.{}", advice.unwrap_or_default())
        }
        (ApprovalAct::Approval { .. }, Some(_)) => format!("{recorded} It is in force now.{next}"),
        (ApprovalAct::Approval { on, .. }, None) => {
            let ending = version.format().ending();
            format!(
                "{recorded} It has no date yet: rename the file to the day on which it takes effect, such as {on}.{ending}."
            )
        }
        _ => format!("{recorded}{next}"),
    }
}
