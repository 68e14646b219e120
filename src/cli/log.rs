use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use super::diff::{by_date, find};
use super::typed::VersionTyped;
use super::{CommandError, Exit, Place, print};
use crate::memo::Memo;
use crate::model::version::TextConfirmation;
use crate::model::{
    Approval, Audience, Change, DocumentEnd, DocumentVersions, Handbook, Header, VersionStatus,
};
use crate::pipeline;

/// List every recorded fact about a policy, form or curriculum by date
///
/// When each version takes effect, who approved it and when, corrections, undone approvals, the last reviews, the changes that the
/// history names, and the end. Only what the files say is listed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook log intake\n  clausebook log form:service-plan my-handbook --format json\n\nExit codes: 0 the facts are listed; 2 the command was not understood."
)]
pub(crate) struct LogCommand {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// How to print it
    #[arg(long, value_enum, default_value_t = LogFormat::Table)]
    format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// For people
    Table,
    /// For programs
    Json,
}

/// What happened on a day. In the order in which facts of one day are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum LogEvent {
    Changed,
    Corrected,
    Approved,
    TextConfirmed,
    Reviewed,
    TakesEffect,
    Ends,
}

impl LogEvent {
    fn word(self) -> &'static str {
        match self {
            Self::Changed => "change",
            Self::Corrected => "correction",
            Self::Approved => "approved",
            Self::TextConfirmed => "text confirmed",
            Self::Reviewed => "reviewed",
            Self::TakesEffect => "takes effect",
            Self::Ends => "ends",
        }
    }
}

/// A recorded fact. Texts are empty where nothing is recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct LogEntry {
    #[serde(serialize_with = "as_text")]
    date: Date,
    event: LogEvent,
    /// Name or office.
    by: String,
    text: String,
    /// The version in whose file it is recorded, by its date, or `draft`.
    version: String,
}

/// A version and its place in the life of the document.
#[derive(Debug, Serialize)]
struct LoggedVersion {
    version: String,
    state: &'static str,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct DocumentLog {
    document: String,
    title: String,
    /// Names that it had before.
    formerly: Vec<String>,
    versions: Vec<LoggedVersion>,
    facts: Vec<LogEntry>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn as_text<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

pub(crate) fn run(command: &LogCommand) -> Exit {
    match log(command) {
        Ok(text) => print(&text, Exit::Fine),
        Err(error) => error.tell(),
    }
}

fn log(command: &LogCommand) -> Result<String, CommandError> {
    let LogCommand { name, place, format } = command;
    let examined = pipeline::examine_for(&place.world()?, Audience::Authors, &Memo::off());
    let document = find(place, name, &examined.handbook)?;
    let log = DocumentLog::new(&document, &examined.handbook);
    Ok(match format {
        LogFormat::Table => log.table(),
        LogFormat::Json => format!("{}\n", serde_json::to_string_pretty(&log).unwrap_or_default()),
    })
}

impl DocumentLog {
    fn new(document: &DocumentVersions<'_>, handbook: &Handbook) -> Self {
        let mut known = BTreeSet::new();
        let mut facts = Vec::new();
        // The oldest first: a new version begins as a copy, so what it has from the one before is the fact of that one.
        for version in by_date(document) {
            let of_version = facts_of(version.header());
            facts.extend(of_version.into_iter().filter(|fact| {
                let LogEntry { date, event, by, text, version } = fact;
                let is_of_version = *event == LogEvent::TakesEffect;
                let version = if is_of_version { version.clone() } else { String::new() };
                known.insert((*date, *event, by.clone(), text.clone(), version))
            }));
        }
        facts.sort();
        let formerly = handbook.renamed.iter().filter(|(_, present)| **present == document.id);
        let versions = document.statuses(handbook).into_iter().map(|(version, status)| LoggedVersion {
            version: version_name(version.header()),
            state: state(version.header(), status, handbook),
        });
        Self {
            document: document.id.to_string(),
            title: document.current.header().title.to_string(),
            formerly: formerly.map(|(former, _)| former.id.clone()).collect(),
            versions: versions.collect(),
            facts,
        }
    }

    fn table(&self) -> String {
        let Self { document, title, formerly, versions, facts } = self;
        let mut lines = vec![format!("“{title}” ({document})")];
        if !formerly.is_empty() {
            lines.push(format!("Formerly: {}", formerly.join(", ")));
        }
        for LoggedVersion { version, state } in versions {
            lines.push(format!("Version {version}: {}", state.replace('-', " ")));
        }
        lines.push(String::new());
        for LogEntry { date, event, by, text, version } in facts {
            let said = [by.as_str(), text.as_str()].into_iter().filter(|part| !part.is_empty());
            let said: Vec<&str> = said.collect();
            let line = format!("{date}  {:<14}  {version:<10}  {}", event.word(), said.join(": "));
            lines.push(line.trim_end().to_owned());
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

fn version_name(header: &Header) -> String {
    VersionTyped::of(header.effective).to_string()
}

/// Everything that a header records.
fn facts_of(header: &Header) -> Vec<LogEntry> {
    let fact = |date: Date, event: LogEvent, by: &str, text: &str| LogEntry {
        date,
        event,
        by: by.to_owned(),
        text: text.to_owned(),
        version: version_name(header),
    };
    let mut facts = Vec::new();
    facts.extend(header.effective.map(|day| fact(day, LogEvent::TakesEffect, "", "")));
    if let Some(Approval { by, on, recorded: _, text: _, confirmed }) = &header.approval {
        facts.push(fact(*on, LogEvent::Approved, by, ""));
        if let Some(TextConfirmation { by, on }) = confirmed {
            facts.push(fact(*on, LogEvent::TextConfirmed, by, ""));
        }
    }
    facts.extend(header.reviewed.map(|day| fact(day, LogEvent::Reviewed, &header.reviewed_by, "")));
    for Change { date, change, minor } in &header.history {
        facts.push(match minor {
            None => fact(*date, LogEvent::Changed, "", change),
            Some(minor) => fact(*date, LogEvent::Corrected, &minor.by, change),
        });
    }
    if let Some(DocumentEnd { on, why, successor }) = &header.end {
        let text = match successor {
            None => why.to_string(),
            Some(successor) => format!("{} (successor: {successor})", **why),
        };
        facts.push(fact(*on, LogEvent::Ends, "", &text));
    }
    facts
}

/// The state of a version in a word.
fn state(header: &Header, status: VersionStatus, handbook: &Handbook) -> &'static str {
    match status {
        VersionStatus::Shown if header.in_force(handbook.as_of) => "in-force",
        VersionStatus::Shown if header.changed_since().is_some() => "changed-after-approval",
        VersionStatus::Shown => "not-approved",
        VersionStatus::Upcoming { on: _ } => "upcoming",
        VersionStatus::Waiting { on: _ } => "waiting",
        VersionStatus::Draft => "draft",
        VersionStatus::Superseded { on: _ } => "superseded",
        VersionStatus::Ended { on: _ } => "ended",
        VersionStatus::NeverInForce => "never-in-force",
    }
}
