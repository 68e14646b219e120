//! The command line.

mod acknowledge;
mod acknowledgements;
mod approve;
mod as_of;
mod binder;
mod build;
mod build_all;
mod check;
mod cited_entries;
mod clause_reading;
mod completions;
mod coverage;
mod diff;
mod diff_text;
mod due;
mod due_reviews;
mod error;
mod error_text;
mod explain;
mod export;
mod exported_mappings;
mod file_errors;
mod fill;
mod fill_attach;
mod fill_data;
mod fill_error;
mod fill_names;
mod impact;
mod import;
mod import_error;
mod import_mapping;
mod import_policy;
mod import_return;
mod import_specification;
mod init;
mod log;
mod man_pages;
mod manual;
mod migrate;
mod minutes;
mod new;
mod packet;
mod people_folder;
mod place;
mod publisher_file;
mod read;
mod refusal;
mod rename;
mod renaming;
mod retire;
mod review;
mod revise;
mod revise_from;
mod schema;
mod serve;
mod session;
mod several;
mod shell;
mod specification;
mod starter_record;
mod training_record;
mod translate;
mod translation_draft;
mod typed;
mod unapprove;
mod unretire;
mod update;
mod update_citations;
mod update_error;
mod update_files;
mod update_report;
mod versions;

use std::ffi::OsStr;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diagnostic::{self, Findings};
use crate::source::Files;
use crate::world::FOLDERS;
use crate::write;

use as_of::AsOf;
use error::CommandError;
use place::Place;

/// How a command ended: 0 fine, 1 findings or refused, 2 not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to report.
    Fine,
    /// There are findings at error level, the coverage is below the wanted percentage, or the command was refused because of what a
    /// file says or the disk does.
    Findings,
    /// The command was not understood: an unknown name, a wrong option, no handbook.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
        })
    }
}

/// Turns a program's written policies, forms and curricula into a handbook: a website that opens from a folder, and PDFs, with
/// everything traced to the clauses of the payer's specification that it meets.
#[derive(Debug, Parser)]
#[command(name = "clausebook", version, max_term_width = 100)]
#[command(
    after_help = "Create a handbook of your own:\n  clausebook init my-handbook\n  clausebook build my-handbook\nThen open my-handbook/public/index.html in your browser.\n\nExit codes: 0 everything is fine; 1 there is something to fix first; 2 the command was not understood."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Acknowledge(acknowledge::AcknowledgeCommand),
    Acknowledgements(acknowledgements::AcknowledgementsCommand),
    Approve(approve::ApproveCommand),
    Binder(binder::BinderCommand),
    Build(build::BuildCommand),
    BuildAll(build_all::BuildAllCommand),
    Check(check::CheckCommand),
    Completions(completions::CompletionsCommand),
    Coverage(coverage::CoverageCommand),
    Diff(diff::Diff),
    Due(due::DueCommand),
    Export(export::ExportCommand),
    Explain(explain::ExplainCommand),
    Fill(fill::FillCommand),
    Impact(impact::ImpactCommand),
    Import(import::ImportCommand),
    Init(init::InitCommand),
    Log(log::LogCommand),
    ManPages(man_pages::ManPagesCommand),
    Migrate(migrate::MigrateCommand),
    New(new::NewCommand),
    Packet(packet::PacketCommand),
    Read(read::ReadCommand),
    Rename(rename::RenameCommand),
    Retire(retire::RetireCommand),
    Review(review::ReviewCommand),
    Reviews(due_reviews::ReviewsCommand),
    Revise(revise::ReviseCommand),
    Schema(schema::SchemaCommand),
    Serve(serve::ServeCommand),
    Session(session::SessionCommand),
    TrainingRecord(training_record::TrainingRecordCommand),
    Translate(translate::TranslateCommand),
    Unapprove(unapprove::Unapprove),
    Unretire(unretire::Unretire),
    Update(update::UpdateCommand),
    UpdateCitations(update_citations::UpdateCitations),
}

/// Carries out the command.
#[must_use]
pub fn run(cli: &Cli) -> Exit {
    match &cli.command {
        Command::Acknowledge(command) => acknowledge::run(command),
        Command::Acknowledgements(command) => acknowledgements::run(command),
        Command::Approve(command) => approve::run(command),
        Command::Binder(command) => binder::run(command),
        Command::Build(command) => build::run(command),
        Command::BuildAll(command) => build_all::run(command),
        Command::Check(command) => check::run(command),
        Command::Completions(command) => completions::run(command),
        Command::Coverage(command) => coverage::run(command),
        Command::Diff(command) => diff::run(command),
        Command::Due(command) => due::run(command),
        Command::Export(command) => export::run(command),
        Command::Explain(command) => explain::run(command),
        Command::Fill(command) => fill::run(command),
        Command::Impact(command) => impact::run(command),
        Command::Import(command) => import::run(command),
        Command::Init(command) => init::run(command),
        Command::Log(command) => log::run(command),
        Command::ManPages(command) => man_pages::run(command),
        Command::Migrate(command) => migrate::run(command),
        Command::New(command) => new::run(command),
        Command::Packet(command) => packet::run(command),
        Command::Read(command) => read::run(command),
        Command::Rename(command) => rename::run(command),
        Command::Retire(command) => retire::run(command),
        Command::Review(command) => review::run(command),
        Command::Reviews(command) => due_reviews::run(command),
        Command::Revise(command) => revise::run(command),
        Command::Schema(command) => schema::run(command),
        Command::Serve(command) => serve::run(command),
        Command::Session(command) => session::run(command),
        Command::TrainingRecord(command) => training_record::run(command),
        Command::Translate(command) => translate::run(command),
        Command::Unapprove(command) => unapprove::run(command),
        Command::Unretire(command) => unretire::run(command),
        Command::Update(command) => update::run(command),
        Command::UpdateCitations(command) => update_citations::run(command),
    }
}

/// Refuses to write a file at `out` that exists, or that would be among the handbook's sources or in its website; `reason` says why
/// it can't be there.
fn refuse(out: &Path, handbook: &Path, reason: &'static str) -> Result<(), CommandError> {
    if fs::symlink_metadata(out).is_ok() {
        let advice = "Name another file, or move that one away";
        return Err(CommandError::FileExists { file: out.to_owned(), advice });
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(real) = fs::canonicalize(folder) else {
        return Err(CommandError::NoOutFolder(folder.to_owned()));
    };
    if is_among_sources(&real, handbook) {
        return Err(CommandError::AmongSources(out.to_owned()));
    }
    if is_in_website(&real) {
        return Err(CommandError::InWebsite { out: out.to_owned(), reason });
    }
    Ok(())
}

/// Refuses to write files into a folder that would be among the handbook's sources or in its website. It need not exist.
fn refuse_folder(folder: &Path, handbook: &Path, reason: &'static str) -> Result<(), CommandError> {
    let Some(real) = folder.ancestors().find_map(|folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        fs::canonicalize(folder).ok()
    }) else {
        return Err(CommandError::NoOutFolder(folder.to_owned()));
    };
    if is_among_sources(&real, handbook) {
        return Err(CommandError::AmongSources(folder.to_owned()));
    }
    if is_in_website(&real) {
        return Err(CommandError::InWebsite { out: folder.to_owned(), reason });
    }
    Ok(())
}

/// Whether a real path is in a folder whose files the handbook reads.
fn is_among_sources(real: &Path, handbook: &Path) -> bool {
    let mut sources = FOLDERS.iter().filter_map(|name| fs::canonicalize(handbook.join(name)).ok());
    sources.any(|source| real.starts_with(source))
}

fn is_in_website(real: &Path) -> bool {
    real.ancestors().any(|folder| folder.join(write::MARKER).is_file())
}

fn usage(message: &(impl Display + ?Sized)) -> Exit {
    tell(&format!("clausebook: {message}"));
    Exit::Usage
}

/// Says what a command has done, or why it cannot be carried out.
fn said(done: Result<String, CommandError>) -> Exit {
    match done {
        Ok(said) => {
            tell(&said);
            Exit::Fine
        }
        Err(error) => error.tell(),
    }
}

/// Writes a line to standard error. A reader that has gone away is not an error.
fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes the findings that someone should fix to standard error.
fn tell_findings(findings: &Findings, files: &Files) {
    let text = shown_findings(findings, files);
    if !text.is_empty() {
        tell(&text);
    }
}

/// The findings that someone should fix, as standard error shows them.
fn shown_findings(findings: &Findings, files: &Files) -> String {
    diagnostic::render(&findings.without_notes(), files, color(&std::io::stderr()))
}

/// Writes what was asked for to standard output, and ends as `exit` says. A reader that has gone away, such as `head`, is
/// no error; a full disk is.
fn print(text: &str, exit: Exit) -> Exit {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            tell(&format!("clausebook: this could not be printed: {error}"));
            Exit::Findings
        }
        _ => exit,
    }
}

/// Whether a terminal reads `stream`, and colors are welcome (<https://no-color.org>).
fn color(stream: &impl std::io::IsTerminal) -> bool {
    is_colored(stream.is_terminal(), std::env::var_os("NO_COLOR").as_deref())
}

fn is_colored(terminal: bool, no_color: Option<&OsStr>) -> bool {
    terminal && no_color.is_none_or(OsStr::is_empty)
}

/// `1 page`, `2 pages`.
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use clap::CommandFactory;

    use super::{Cli, is_colored};

    #[test]
    fn colors_are_for_terminals_whose_owner_wants_them() {
        assert!(is_colored(true, None));
        assert!(is_colored(true, Some(OsStr::new(""))));
        assert!(!is_colored(true, Some(OsStr::new("1"))));
        assert!(!is_colored(false, None));
    }

    #[test]
    fn the_commands_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_every_command_has_an_example_and_the_exit_codes() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let name = command.get_name();
            assert!(
                help.contains("Example") && help.contains(&format!("clausebook {name}")),
                "{name}: {help}"
            );
            assert!(help.contains("\n\nExit codes: 0 ") && help.contains("; 2 "), "{name}: {help}");
        }
    }
}
