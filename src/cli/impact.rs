use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::diff::versions_and_place;
use super::specification::{ClauseChange, PublisherWords, SCHEME};
use super::typed::{APPROVER, DAY};
use super::{CommandError, Exit, Place, count, print, shell, specification};
use crate::impact::{
    self, CitingPlace, ClauseImpact, FigurePlace, NextStep, PlaceOwner, RevisionImpact, WrittenCitations,
};
use crate::memo::Memo;
use crate::model::{Audience, DocumentId, DocumentKind, EvidenceKind};
use crate::pipeline;
use crate::resolve;
use crate::source::{Files, Location};
use crate::view::report::inert;

/// Show what a revision of a specification touches
///
/// For each clause that the revision changes: every passage, field, unit and waiver that cites it, with file and line; every place that
/// still states a figure that the clause had before, such as a line of a card, a label or a quiz answer; and what to type next. Without
/// dates, the revision in force is compared with the next one to come; where there is none, with the one before.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook impact cca-csp\n  clausebook impact specification:cca-csp 2026-03-01 2027-01-01\n  clausebook impact cca-csp my-handbook --format csv > impact.csv\n\nExit codes: 0 it is shown, even if there is much to do; 1 the handbook can't be read; 2 the command was not understood."
)]
pub(crate) struct ImpactCommand {
    /// The specification, such as cca-csp
    #[arg(value_name = "SPECIFICATION")]
    name: String,
    /// The old and the new revision, each by the date it takes effect; then the handbook's folder [default: this folder]
    #[arg(value_name = "OLD NEW] [DIR", num_args = 0..=3)]
    rest: Vec<String>,
    /// The handbook's folder, in another way
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ImpactFormat::Table)]
    format: ImpactFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImpactFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets: a row a place
    Csv,
}

pub(crate) fn run(command: &ImpactCommand) -> Exit {
    match impact(command) {
        Ok(text) => print(&text, Exit::Fine),
        Err(error) => error.tell(),
    }
}

fn impact(command: &ImpactCommand) -> Result<String, CommandError> {
    let ImpactCommand { name, rest, dir, config, format } = command;
    let (versions, place) = versions_and_place(rest, dir.as_ref(), config)?;
    let examined = pipeline::examine_for(&place.world()?, Audience::Authors, &Memo::off());
    let handbook = &examined.handbook;
    let name = if name.starts_with(SCHEME) { name.clone() } else { format!("{SCHEME}{name}") };
    let Some(revisions) = specification::find(&place, &name, handbook, || false)? else {
        return Err(CommandError::NothingToRecord);
    };
    let pair = specification::pair(&place, revisions, &versions)?;
    let files = &examined.sources.files;
    // Only a revision in force may have removed what a citation names.
    let is_in_force = pair.new <= revisions.in_force;
    let written = if is_in_force {
        resolve::citation_places(&examined.sources, handbook.as_of, &Memo::off())
    } else {
        WrittenCitations::new()
    };
    let report = ImpactReport::new(&impact::impact(pair, handbook, &written, files), &place, files);
    Ok(match format {
        ImpactFormat::Table => report.table(),
        ImpactFormat::Json => format!("{}\n", serde_json::to_string_pretty(&report).unwrap_or_default()),
        ImpactFormat::Csv => report.csv(),
    })
}

/// What `--format json` prints.
#[derive(Serialize)]
struct ImpactReport {
    specification: String,
    title: String,
    old: String,
    new: String,
    documents_to_read: Vec<String>,
    citations_to_rewrite: usize,
    clauses: Vec<ChangedClauseReport>,
}

#[derive(Serialize)]
struct ChangedClauseReport {
    #[serde(flatten)]
    change: ClauseChange,
    cited_by: Vec<CitingReport>,
    old_figures: Vec<OldFigureReport>,
    /// What to do next: a command, or a line to write.
    next: Option<String>,
}

#[derive(Serialize)]
struct CitingReport {
    /// passage, field, unit, guide or waiver.
    kind: &'static str,
    /// `policy:intake`; the handbook file for a waiver.
    document: String,
    title: String,
    file: String,
    line: usize,
}

#[derive(Serialize)]
struct OldFigureReport {
    figure: String,
    what: String,
    /// In documents that cite the clause.
    stated: Vec<FigurePlaceReport>,
    /// In other documents, perhaps about something else.
    elsewhere: Vec<FigurePlaceReport>,
}

#[derive(Serialize)]
struct FigurePlaceReport {
    /// card, due, label, help and the like.
    kind: &'static str,
    document: String,
    title: String,
    file: String,
    line: usize,
    text: String,
}

impl ImpactReport {
    fn new(impact: &RevisionImpact<'_>, place: &Place, files: &Files) -> Self {
        let RevisionImpact { pair, clauses, to_read, to_rewrite } = impact;
        let (before, after) = (pair.before(), pair.after());
        Self {
            specification: after.id.clone(),
            title: after.title.to_string(),
            old: before.effective.to_string(),
            new: after.effective.to_string(),
            documents_to_read: to_read.iter().map(ToString::to_string).collect(),
            citations_to_rewrite: *to_rewrite,
            clauses: clauses.iter().map(|clause| changed_clause(clause, impact, place, files)).collect(),
        }
    }

    fn table(&self) -> String {
        let Self { specification, title, old, new, documents_to_read, citations_to_rewrite, clauses } = self;
        let mut text = format!("{title} ({specification}): {old} -> {new}\n");
        text.push_str(&format!(
            "{} to read, {} to rewrite.\n",
            count(documents_to_read.len(), "document", "documents"),
            count(*citations_to_rewrite, "citation", "citations")
        ));
        if !documents_to_read.is_empty() {
            text.push_str(&format!("To read: {}\n", documents_to_read.join(", ")));
        }
        if clauses.is_empty() {
            text.push_str("No clause changed.\n");
        }
        for clause in clauses {
            text.push_str(&clause.table());
        }
        text
    }

    /// A row a place; a clause that nothing cites has one row. It begins with a byte-order mark, without which Excel misreads accents.
    fn csv(&self) -> String {
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![0xef, 0xbb, 0xbf]);
        let head = [
            "clause", "title", "changes", "meaning", "what", "kind", "document", "place", "file", "line",
            "text", "next",
        ];
        // It is written to memory, which doesn't fail.
        let _ = csv.write_record(head);
        for clause in &self.clauses {
            for row in clause.rows() {
                let _ = csv.write_record(row.map(|cell| inert(&cell)));
            }
        }
        String::from_utf8(csv.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

fn changed_clause(
    clause: &ClauseImpact<'_>,
    impact: &RevisionImpact<'_>,
    place: &Place,
    files: &Files,
) -> ChangedClauseReport {
    let ClauseImpact { step, citing, old_figures, next } = clause;
    ChangedClauseReport {
        change: ClauseChange::new(&impact.pair, step, &PublisherWords::default()),
        cited_by: citing.iter().map(|one| citing_place(one, files)).collect(),
        old_figures: old_figures
            .iter()
            .map(|one| OldFigureReport {
                figure: one.figure.written.to_string(),
                what: one.figure.what.to_string(),
                stated: one.in_citing_documents().map(|place| figure_place(place, files)).collect(),
                elsewhere: one.elsewhere().map(|place| figure_place(place, files)).collect(),
            })
            .collect(),
        next: next.as_ref().map(|next| next_step(next, impact, place, files)),
    }
}

fn citing_place(place: &CitingPlace<'_>, files: &Files) -> CitingReport {
    let Location { file, line, column: _ } = files.location(place.span());
    let (kind, document, title) = match place {
        CitingPlace::Evidence(evidence) => {
            let kind = match evidence.kind {
                EvidenceKind::Policy => "passage",
                EvidenceKind::Form => "field",
                EvidenceKind::Training => "unit",
                EvidenceKind::Record => "record",
            };
            let title = format!("{}: {}", evidence.document_title, evidence.title);
            (kind, evidence.document.to_string(), title)
        }
        CitingPlace::Guide { page, span: _ } => {
            ("guide", DocumentKind::Guide.id(page.id.clone()).to_string(), page.title.to_string())
        }
        CitingPlace::Waiver(waiver) => ("waiver", file.clone(), waiver.reason.to_string()),
        CitingPlace::Record(record) => ("record", file.clone(), record.what.to_string()),
        CitingPlace::Mapping { mapping: _, other } => ("mapped-clause", file.clone(), other.clone()),
        CitingPlace::Gone(gone) => {
            let kind = match gone.document.kind {
                DocumentKind::Policy | DocumentKind::Guide => "passage",
                DocumentKind::Form => "field",
                DocumentKind::Curriculum => "unit",
            };
            (kind, gone.document.to_string(), gone.version.header().title.to_string())
        }
    };
    CitingReport { kind, document, title, file, line }
}

fn figure_place(place: &FigurePlace<'_>, files: &Files) -> FigurePlaceReport {
    let Location { file, line, column: _ } = files.location(place.span);
    let (document, title) = match &*place.owner {
        PlaceOwner::Document(document, title) => (document.to_string(), title.clone()),
        PlaceOwner::Glossary | PlaceOwner::HandbookFile => (file.clone(), String::new()),
    };
    FigurePlaceReport { kind: place.role.word(), document, title, file, line, text: place.excerpt.clone() }
}

/// What to do next, so that it can be pasted where it is a command.
fn next_step(next: &NextStep, impact: &RevisionImpact<'_>, place: &Place, files: &Files) -> String {
    let after = impact.pair.after();
    let day = after.effective.to_string();
    let names = |documents: &[DocumentId]| documents.iter().map(ToString::to_string).collect::<Vec<_>>();
    match next {
        NextStep::Decide(clause) => {
            let Location { file, line, .. } = files.location(*clause);
            format!("write meaning = \"changed\" or meaning = \"same\" in {file}:{line}")
        }
        NextStep::Revise(documents) => {
            let commands = names(documents).into_iter().map(|name| {
                shell::command(place, &["revise", &name], &["--effective", &day, "--change", "SENTENCE"])
            });
            commands.collect::<Vec<_>>().join("; ")
        }
        NextStep::Meet => {
            let options = ["--specification", &after.id, "--status", "open", "--as-of", &day];
            shell::command(place, &["coverage"], &options)
        }
        NextStep::Read(documents) => {
            // Several names have no folder after them.
            let names = names(documents);
            let mut words = vec!["review"];
            words.extend(names.iter().map(String::as_str));
            let here = Place { dir: PathBuf::from("."), config: place.config.clone() };
            let folder = place.dir.display().to_string();
            let mut options = if folder == "." { Vec::new() } else { vec!["--dir", folder.as_str()] };
            options.extend(["--read-clauses", "--by", APPROVER, "--on", DAY]);
            shell::command(&here, &words, &options)
        }
        NextStep::Rewrite => {
            format!("from {day} on: {}", shell::command(place, &["update-citations"], &["--write"]))
        }
    }
}

impl ChangedClauseReport {
    fn table(&self) -> String {
        let Self { change, cited_by, old_figures, next } = self;
        let mut text = format!("\n{}  {}\n", change.changes.join(", "), change.line());
        for CitingReport { kind, document, title, file, line } in cited_by {
            let document = if kind == &"waiver" { String::new() } else { format!("{document}  ") };
            text.push_str(&format!("  {file}:{line}  {kind}  {document}{title}\n"));
        }
        if cited_by.is_empty() {
            text.push_str("  Nothing cites it.\n");
        }
        for OldFigureReport { figure, what: _, stated, elsewhere } in old_figures {
            let lists = [("Still states", stated), ("Elsewhere, perhaps about something else,", elsewhere)];
            for (lead, places) in lists {
                if !places.is_empty() {
                    text.push_str(&format!("  {lead} “{figure}”:\n"));
                }
                for FigurePlaceReport { kind, document: _, title: _, file, line, text: words } in places {
                    text.push_str(&format!("    {file}:{line}  {kind}  {words}\n"));
                }
            }
        }
        if let Some(next) = next {
            text.push_str(&format!("  Next: {next}\n"));
        }
        text
    }

    fn rows(&self) -> Vec<[String; 12]> {
        let Self { change, cited_by, old_figures, next } = self;
        let row = |what: &str, kind: &str, place: [&str; 5]| {
            let [document, title, file, line, text] = place.map(str::to_owned);
            [
                change.id.clone(),
                change.title.clone(),
                change.changes.join(" "),
                change.meaning.unwrap_or_default().to_owned(),
                what.to_owned(),
                kind.to_owned(),
                document,
                title,
                file,
                line,
                text,
                next.clone().unwrap_or_default(),
            ]
        };
        let mut rows: Vec<[String; 12]> = cited_by
            .iter()
            .map(|one| {
                row("cites", one.kind, [&one.document, &one.title, &one.file, &one.line.to_string(), ""])
            })
            .collect();
        for figure in old_figures {
            for (what, places) in [("states", &figure.stated), ("elsewhere", &figure.elsewhere)] {
                rows.extend(places.iter().map(|one| {
                    let line = one.line.to_string();
                    row(what, one.kind, [&one.document, &one.title, &one.file, &line, &one.text])
                }));
            }
        }
        if rows.is_empty() {
            rows.push(row("", "", [""; 5]));
        }
        rows
    }
}
