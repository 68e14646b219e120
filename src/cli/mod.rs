//! The command line.

mod approve;
mod build;
mod check;
mod completions;
mod coverage;
mod explain;
mod export;
mod fill;
mod import;
mod init;
mod manual;
mod new;
mod review;
mod revise;
mod schema;
mod serve;
mod versions;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Once;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::{self, Findings};
use crate::pipeline::{self, Examined};
use crate::source::Files;
use crate::world::{DiskWorld, FOLDERS, clock};
use crate::write;

/// How a command ended: 0 fine, 1 findings, 2 usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to report.
    Fine,
    /// There are findings at error level, or the coverage is under the wanted percentage.
    Findings,
    /// The command cannot be carried out as it was given.
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
    after_help = "Start a handbook of your own:\n  clausebook init my-handbook\n  clausebook build my-handbook\nThen open my-handbook/public/index.html in your browser.\n\nExit codes: 0 all is well; 1 there are findings to mend; 2 the command was not understood."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Approve(approve::Approve),
    Build(build::Build),
    Check(check::Check),
    Completions(completions::Completions),
    Coverage(coverage::Coverage),
    Export(export::Export),
    Explain(explain::Explain),
    Fill(fill::Fill),
    Import(import::Import),
    Init(init::Init),
    New(new::New),
    Review(review::Review),
    Revise(revise::Revise),
    Schema(schema::SchemaOf),
    Serve(serve::Serve),
}

/// Where the handbook is.
#[derive(Debug, Args)]
struct Place {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = "handbook.toml")]
    config: String,
}

impl Place {
    /// The handbook on disk, or a sentence that says why there is none.
    fn world(&self) -> Result<DiskWorld, String> {
        if !self.dir.is_dir() {
            return Err(format!(
                "there is no folder {0}. Name the handbook's folder, or start one: clausebook init {0}",
                self.dir.display()
            ));
        }
        let path = Path::new(&self.config);
        if path.components().count() != 1 {
            return Err(format!(
                "--config names a file in the handbook's folder, such as handbook.toml; {} is not one",
                self.config
            ));
        }
        if !self.dir.join(path).is_file() {
            return Err(format!(
                "there is no {} in {}. Name the handbook's folder, or start one: clausebook init my-handbook",
                self.config,
                self.dir.display()
            ));
        }
        check_clock()?;
        Ok(DiskWorld::new(&self.dir, &self.config))
    }
}

/// Refuses a day that cannot be read, and says when days are not those of the reader's place.
fn check_clock() -> Result<(), String> {
    static SAID: Once = Once::new();
    if let Some(seconds) = std::env::var_os(clock::EPOCH) {
        return match seconds.to_str().and_then(|text| text.trim().parse::<u32>().ok()) {
            Some(_) => Ok(()),
            None => Err(format!(
                "{} must be a number of seconds since 1970; it is {}",
                clock::EPOCH,
                seconds.display()
            )),
        };
    }
    if let Some(zone) = clock::unknown_zone() {
        SAID.call_once(|| {
            tell(&format!(
                "TZ is `{zone}`, which is not a known time zone, so today is the day in UTC. Set TZ to a name such as America/New_York."
            ));
        });
    }
    Ok(())
}

impl Place {
    /// The handbook, looked at and without errors; `otherwise` says what comes of errors, which are told.
    fn sound(&self, otherwise: &str) -> Result<Examined, Exit> {
        let world = self.world().map_err(|message| usage(&message))?;
        let examined = pipeline::examine(&world);
        if examined.findings.has_errors() {
            tell_findings(&examined.findings, &examined.sources.files);
            tell(&format!("The handbook has errors, so {otherwise}. Mend them first."));
            return Err(Exit::Findings);
        }
        Ok(examined)
    }
}

/// Carries out the command.
#[must_use]
pub fn run(cli: &Cli) -> Exit {
    match &cli.command {
        Command::Approve(command) => approve::run(command),
        Command::Build(command) => build::run(command),
        Command::Check(command) => check::run(command),
        Command::Completions(command) => completions::run(command),
        Command::Coverage(command) => coverage::run(command),
        Command::Export(command) => export::run(command),
        Command::Explain(command) => explain::run(command),
        Command::Fill(command) => fill::run(command),
        Command::Import(command) => import::run(command),
        Command::Init(command) => init::run(command),
        Command::New(command) => new::run(command),
        Command::Review(command) => review::run(command),
        Command::Revise(command) => revise::run(command),
        Command::Schema(command) => schema::run(command),
        Command::Serve(command) => serve::run(command),
    }
}

/// Why a file may not be written at `out`; `None` when it may. `reason` says why it has no place in the website.
fn refuse(out: &Path, handbook: &Path, reason: &str) -> Option<String> {
    let shown = out.display();
    if out.exists() {
        return Some(format!("{shown} is there already. Name another file, or move that one away"));
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(folder) = fs::canonicalize(folder) else {
        return Some(format!("there is no folder {}", folder.display()));
    };
    let sources = FOLDERS.iter().filter_map(|name| fs::canonicalize(handbook.join(name)).ok());
    if sources.into_iter().any(|source| folder.starts_with(source)) {
        return Some(format!("{shown} would stand among the sources of the handbook. Name a file elsewhere"));
    }
    if folder.ancestors().any(|folder| folder.join(write::MARKER).is_file()) {
        return Some(format!("{shown} would stand in the website, {reason}. Name a file elsewhere"));
    }
    None
}

fn usage(message: &str) -> Exit {
    tell(&format!("clausebook: {message}"));
    Exit::Usage
}

/// Says what a command has done, or why it cannot be carried out.
fn said(done: Result<String, String>) -> Exit {
    match done {
        Ok(said) => {
            tell(&said);
            Exit::Fine
        }
        Err(message) => usage(&message),
    }
}

/// Writes a line to standard error. A reader that has gone away is no error.
fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes the findings that someone should mend to standard error.
fn tell_findings(findings: &Findings, files: &Files) {
    let text = shown_findings(findings, files);
    if !text.is_empty() {
        tell(&text);
    }
}

/// The findings that someone should mend, as standard error shows them.
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

/// Whether a terminal reads `stream`, and colours are welcome (<https://no-color.org>).
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
