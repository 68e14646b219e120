use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::{AsOf, Exit, Place, count, print, tell, usage};
use crate::coverage::{Status, Totals};
use crate::diagnostic;
use crate::model::{Audience, EvidenceKind, Handbook, Handle, RecordState};
use crate::pipeline::Examined;
use crate::view::report::{
    ClauseFilter, ClauseReport, CoverageReport, EvidenceReport, IncorporationReport, report,
};

/// Show which clauses are met, by what, and which are not
///
/// A clause is covered when every kind of evidence it takes is there, approved and in force; drafted when some of it is
/// not approved yet; partial when a kind is missing; uncovered when there is none; unconfirmed when it changed after some of
/// its evidence was last read against it. Of a clause that lists elements, each must be met. What meets a clause that is mapped
/// as equal counts, too, and is shown with the clause that it cites.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook coverage\n  clausebook coverage --specification cca-csp --format csv > coverage.csv\n  clausebook coverage --status open --needs form --part components\n  clausebook coverage --fail-under 90\n  clausebook coverage --as-of 2027-01-01\n\nExit codes: 0 fine; 1 the handbook has errors, or less is covered than --fail-under requires; 2 the command was not understood."
)]
pub(crate) struct CoverageCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = CoverageFormat::Table)]
    format: CoverageFormat,
    /// Only this specification, such as cca-csp
    #[arg(long, value_name = "ID")]
    specification: Option<String>,
    /// Only clauses of this status, such as uncovered; open is partial, uncovered and unconfirmed
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = StatusChoice::parser())]
    status: Vec<StatusChoice>,
    /// Only clauses that need evidence of this kind, such as form
    #[arg(long, value_name = "KIND", value_parser = evidence_kind())]
    needs: Option<EvidenceKind>,
    /// Only this part: clauses whose ids begin with it, such as components
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    /// End with exit code 1 when fewer than this many percent of the applicable clauses are covered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    fail_under: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CoverageFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// A word after `--status`.
#[derive(Debug, Clone, Copy)]
enum StatusChoice {
    Open,
    Only(Status),
}

impl StatusChoice {
    const OPEN: &str = "open";

    fn parser() -> impl TypedValueParser<Value = Self> {
        let words = std::iter::once(Self::OPEN).chain(Status::ALL.map(Status::word));
        PossibleValuesParser::new(words).map(|word| {
            let status = Status::ALL.into_iter().find(|status| status.word() == word);
            status.map_or(Self::Open, Self::Only)
        })
    }

    fn statuses(self) -> Vec<Status> {
        match self {
            Self::Open => Status::ALL.into_iter().filter(|status| status.is_gap()).collect(),
            Self::Only(status) => vec![status],
        }
    }
}

fn evidence_kind() -> impl TypedValueParser<Value = EvidenceKind> {
    PossibleValuesParser::new(EvidenceKind::ALL.map(EvidenceKind::word)).map(|word| {
        let kind = EvidenceKind::ALL.into_iter().find(|kind| kind.word() == word);
        kind.unwrap_or(EvidenceKind::Policy)
    })
}

pub(crate) fn run(command: &CoverageCommand) -> Exit {
    let examined = match command.place.sound_for(Audience::Program, &command.day, "its coverage is unknown") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let handbook = &examined.handbook;
    let only = match &command.specification {
        None => None,
        Some(id) => match Handle::find(&handbook.specifications, |one| one.id == *id) {
            Some(handle) => Some(handle),
            None => return usage(&unknown_specification(id, handbook)),
        },
    };
    let totals = examined.coverage.totals(only);
    let wanted = ClauseFilter {
        specification: only,
        statuses: command.status.iter().flat_map(|choice| choice.statuses()).collect(),
        needs: command.needs,
        part: command.part.clone(),
    };
    let report = report(handbook, &examined.coverage, &wanted);
    let exit = match command.fail_under {
        Some(percent) if totals.percent_covered() < f64::from(percent) => {
            tell(&format!(
                "{:.1} % of the applicable clauses are covered; --fail-under requires {percent} %.",
                totals.percent_covered()
            ));
            Exit::Findings
        }
        _ => Exit::Fine,
    };
    let text = match command.format {
        CoverageFormat::Json => report.to_json(),
        CoverageFormat::Csv => report.to_csv(),
        CoverageFormat::Table => table(&report, &examined, &totals, &wanted),
    };
    print(&text, exit)
}

pub(super) fn unknown_specification(id: &str, handbook: &Handbook) -> String {
    let known: Vec<&str> = handbook.specifications.iter().map(|s| s.id.as_str()).collect();
    let hint = match diagnostic::nearest(id, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are: {}", known.join(", ")),
    };
    format!("there is no specification {id}; {hint}")
}

fn table(report: &CoverageReport, examined: &Examined, totals: &Totals, wanted: &ClauseFilter) -> String {
    let mut text = String::new();
    for specification in &report.specifications {
        text.push_str(&format!(
            "{} ({}, {})\n",
            specification.title, specification.id, specification.authority
        ));
        let width =
            |of: &dyn Fn(&ClauseReport) -> usize| specification.clauses.iter().map(of).max().unwrap_or(0);
        let (ids, statuses) = (width(&|c| c.id.chars().count()), width(&|c| c.status.len()));
        if wanted.is_partial() {
            text.push_str(&format!("  {} shown\n", count(specification.clauses.len(), "clause", "clauses")));
        }
        for clause in &specification.clauses {
            let places = places(clause);
            let line = format!(
                "  {:ids$}  {:statuses$}  {}{}{}{}",
                clause.id,
                clause.status,
                clause.title,
                remarks(clause),
                if places.is_empty() { "" } else { " <- " },
                places.join("; ")
            );
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push('\n');
    }
    text.push_str(&format!(
        "As of {}: {} applicable; {} covered, {} drafted, {} partial, {} uncovered, {} unconfirmed; {} not applicable.\n",
        examined.handbook.as_of,
        totals.applicable,
        totals.covered,
        totals.drafted,
        totals.partial,
        totals.uncovered,
        totals.unconfirmed,
        totals.not_applicable
    ));
    text
}

fn place(place: &EvidenceReport) -> String {
    let through = place.through.as_ref().map(|one| format!(" (through {one})")).unwrap_or_default();
    format!("{}: {}{through}", place.id, place.title)
}

/// What counts for a clause.
fn places(clause: &ClauseReport) -> Vec<String> {
    let in_force = clause.records.iter().filter(|record| record.state == RecordState::InForce.word());
    let records = in_force.map(|record| format!("record: {}", record.what));
    let mut places: Vec<String> = clause.covered_by.iter().map(place).chain(records).collect();
    places.dedup();
    places
}

/// Whether it is open and takes a record, of which none is in force.
fn lacks_record(clause: &ClauseReport) -> bool {
    let is_open = [Status::Partial, Status::Uncovered].iter().any(|status| status.word() == clause.status);
    is_open
        && clause.needs.contains(&EvidenceKind::Record.word())
        && !clause.records.iter().any(|record| record.state == RecordState::InForce.word())
}

/// What else there is to say of a clause, each in parentheses.
fn remarks(clause: &ClauseReport) -> String {
    let mut remarks = Vec::new();
    let open = clause.open_elements();
    if !open.is_empty() {
        remarks.push(format!("open: {}", open.join(", ")));
    }
    if lacks_record(clause) {
        remarks.push("needs a record: list the letter or license under [[records]]".to_owned());
    }
    match &clause.met_by {
        Some(IncorporationReport { specification, at_hand: true, complete, applicable, covered }) => {
            let in_part = if *complete == Some(false) { "; only in part at hand" } else { "" };
            remarks.push(format!("met by {specification}: {covered} of {applicable} covered{in_part}"));
        }
        Some(IncorporationReport { specification, .. }) => {
            remarks.push(format!("met by {specification}: can’t be judged"));
        }
        None => {}
    }
    let mut offers: Vec<String> = clause.offers.iter().map(|offer| place(&offer.place)).collect();
    offers.dedup();
    if !offers.is_empty() {
        remarks.push(format!("something like it: {}", offers.join("; ")));
    }
    match (&clause.met_from, &clause.met_until) {
        (Some(day), _) => remarks.push(format!("met from {day}")),
        (None, Some(day)) => remarks.push(format!("met until {day}")),
        (None, None) => {}
    }
    remarks.iter().map(|remark| format!(" ({remark})")).collect()
}
