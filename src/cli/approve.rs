use std::collections::BTreeMap;

use clap::Args;
use jiff::civil::Date;

use super::error::Refusal;
use super::several::{Selection, Several};
use super::typed::{DAY, day, person, sentence};
use super::versions::{FoundDocument, OpenHandbook, Record, WrittenVersion, again_when_changed};
use super::{CommandError, Exit, Place, count, said, shell};
use crate::edit::{HeaderChange, TextRecord};
use crate::model::version::{ApprovedText, RecordedText};

/// Record that policies, forms or curricula were approved
///
/// Writes into the header of each who approved it and when, and a fingerprint of its text, so that a later change is found. A copy
/// of the file is kept in .clausebook/approved. Without --version, it is the newest version that is not approved yet. With several,
/// all are recorded or none: a version with errors is not approved.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook approve intake --by \"Board of Directors\" --on 2026-12-01\n  clausebook approve intake form:service-plan my-handbook --by \"Executive Director\" --on 2026-12-01\n  clausebook approve --all --kind policy --except telehealth --by \"Board of Directors\" --on 2026-12-01 --dry-run\n  clausebook approve intake --minor --change \"A wrong telephone number.\" --by \"Executive Director\" --on 2026-12-09\n  clausebook approve --all --confirm-text --by \"Program Director\"\n\nThen build again: the clauses it meets count as covered once its date has come.\n\nExit codes: 0 recorded; 1 refused: it has errors or is already approved; 2 the command was not understood."
)]
pub(crate) struct ApproveCommand {
    #[command(flatten)]
    several: Several,
    /// Who approved it, or who says that its text is unchanged
    #[arg(long, value_name = "WHO", value_parser = person)]
    by: String,
    /// The day on which it was approved
    #[arg(long, value_name = "DATE", value_parser = day, required_unless_present = "confirm_text", conflicts_with = "confirm_text")]
    on: Option<Date>,
    /// The version, by the date it takes effect
    #[arg(long, value_name = "DATE", value_parser = day)]
    version: Option<Date>,
    /// A correction of an approved version, which stays the same version
    #[arg(long, requires = "change", conflicts_with = "confirm_text")]
    minor: bool,
    /// With --minor: what was corrected, in a sentence
    #[arg(long, value_name = "SENTENCE", value_parser = sentence, requires = "minor")]
    change: Option<String>,
    /// Of an approval that doesn't say which text was approved: it is the present one
    #[arg(long)]
    confirm_text: bool,
}

pub(crate) fn run(command: &ApproveCommand) -> Exit {
    said(again_when_changed(|| approve(command)))
}

/// What is recorded.
#[derive(Clone, Copy)]
enum ApprovalAct<'a> {
    Approval(Date),
    Correction { on: Date, change: &'a str },
    TextConfirmation,
}

fn approve(command: &ApproveCommand) -> Result<String, CommandError> {
    let (place, wanted) = command.several.place("approve")?;
    let handbook = OpenHandbook::open(&place)?;
    let kind = kind(command, handbook.today)?;
    let selection = wanted.find(&handbook)?;
    if command.version.is_some() && wanted.only_name().is_none() {
        return Err(CommandError::VersionOfSeveral);
    }
    let mut chosen: Vec<(&FoundDocument, &WrittenVersion)> = Vec::new();
    for found in &selection.documents {
        match choose(&place, kind, found, command.version) {
            Ok(versions) => chosen.extend(versions.into_iter().map(|version| (found, version))),
            Err(_) if !selection.are_named => {}
            Err(error) => return Err(error),
        }
    }
    let versions: Vec<&WrittenVersion> = chosen.iter().map(|(_, version)| *version).collect();
    let texts = handbook.texts(&versions);
    let records = records(command, kind, &handbook, &versions, &texts, &selection)?;
    if records.is_empty() {
        return Err(CommandError::NothingToRecord);
    }
    if command.several.dry_run {
        return Ok(table(&records));
    }
    handbook.record(&records, |_, then| (then.count() > 0).then_some(Refusal::Approval))?;
    Ok(report(kind, &place, &handbook, &records))
}

fn kind(command: &ApproveCommand, today: Date) -> Result<ApprovalAct<'_>, CommandError> {
    let Some(on) = command.on else { return Ok(ApprovalAct::TextConfirmation) };
    if on > today {
        return Err(CommandError::FutureDay(on));
    }
    Ok(match &command.change {
        Some(change) => ApprovalAct::Correction { on, change },
        None => ApprovalAct::Approval(on),
    })
}

/// The versions of a document in which something is recorded: the one of a date. Else, to approve, the newest that isn't approved, a
/// draft where none has a date; to correct, the one in force; to confirm, all whose approval doesn't say what it is for.
fn choose<'a>(
    place: &Place,
    kind: ApprovalAct<'_>,
    found: &'a FoundDocument,
    date: Option<Date>,
) -> Result<Vec<&'a WrittenVersion>, CommandError> {
    let revise = || shell::command(place, &["revise", &found.name], &["--effective", DAY]);
    let dated = match date {
        None => None,
        Some(date) => {
            let version = found.versions().find(|one| one.effective == Some(date));
            Some(version.ok_or_else(|| CommandError::NoVersion { name: found.name.clone(), date })?)
        }
    };
    match kind {
        ApprovalAct::Approval(_) => {
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

/// What is recorded in each version; what it says must be whole.
fn records<'a>(
    command: &ApproveCommand,
    kind: ApprovalAct<'_>,
    handbook: &OpenHandbook<'_>,
    versions: &[&'a WrittenVersion],
    texts: &BTreeMap<String, RecordedText>,
    selection: &Selection,
) -> Result<Vec<Record<'a>>, CommandError> {
    let mut records = Vec::new();
    for version in versions {
        if version.looks_cut_short() {
            return Err(CommandError::CutShort(version.path.clone()));
        }
        handbook.refuse_template_text(version)?;
        let Some(text) = texts.get(&version.path) else {
            return Err(CommandError::ChangedMeanwhile(version.path.clone()));
        };
        let by = command.by.clone();
        let recorded = text_record(text);
        let change = match kind {
            ApprovalAct::Approval(on) => HeaderChange::Approval { by, on, text: recorded },
            ApprovalAct::TextConfirmation => {
                HeaderChange::TextConfirmation { by, on: handbook.today, text: recorded }
            }
            ApprovalAct::Correction { on, change } => {
                if version.is_as_approved(text) {
                    if selection.are_named {
                        return Err(CommandError::NothingCorrected(version.path.clone()));
                    }
                    continue;
                }
                HeaderChange::Correction { by, on, change: change.to_owned(), text: recorded }
            }
        };
        records.push(Record { version, change });
    }
    Ok(records)
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
    let mut lines = vec![format!("Nothing was written. This would be recorded in {}:", files(records))];
    lines.extend(
        records.iter().map(|record| format!("  {}  “{}”", record.version.path, record.version.title)),
    );
    lines.join("\n")
}

fn files(records: &[Record<'_>]) -> String {
    count(records.len(), "file", "files")
}

fn report(
    kind: ApprovalAct<'_>,
    place: &Place,
    handbook: &OpenHandbook<'_>,
    records: &[Record<'_>],
) -> String {
    let next = shell::command(place, &["build"], &[]);
    let done = match kind {
        ApprovalAct::Approval(_) => "approved",
        ApprovalAct::Correction { .. } => "approved with the correction",
        ApprovalAct::TextConfirmation => "confirmed to have the approved text",
    };
    let [Record { version, change: _ }] = records else {
        let list: Vec<String> = records
            .iter()
            .map(|record| format!("  “{}”: {}", record.version.title, record.version.path))
            .collect();
        return format!(
            "{} {done}:\n{}\nNext: {next}",
            count(records.len(), "version is", "versions are"),
            list.join("\n")
        );
    };
    let recorded = format!("“{}” is {done}: {}.", version.title, version.path);
    match (kind, version.effective) {
        (ApprovalAct::Approval(_), Some(date)) if date > handbook.today => {
            format!("{recorded} It takes effect on {date}.")
        }
        (ApprovalAct::Approval(_), Some(_)) => format!("{recorded} It is in force now.\nNext: {next}"),
        (ApprovalAct::Approval(on), None) => {
            let ending = version.format().ending();
            format!(
                "{recorded} It has no date yet: rename the file to the day on which it takes effect, such as {on}.{ending}."
            )
        }
        _ => format!("{recorded}\nNext: {next}"),
    }
}
