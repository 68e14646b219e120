use std::fs;
use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::typed::{APPROVER, DAY, day};
use super::versions::{OpenHandbook, again_when_changed};
use super::{CommandError, Exit, Place, revise_from, said, shell, specification, tell};
use crate::edit::HeaderChange;
use crate::files::{self, Access, FileError};

/// Start a new version of a policy, form or curriculum, or a new revision of a specification
///
/// Copies the version in force into a new file, named after the date on which the new one takes effect, without its approval and
/// with an entry in its history. The old one stays in force until the new one is approved and its date has come.
///
/// Of a specification, it copies the newest revision; what the publisher changed is for you to write. It is in force from its date on.
/// With --from, it first writes an outline of the publisher's new document, as `import` does. Correct it and run the same command again:
/// each clause with the same words keeps what you wrote under its new id, and where the words are only alike, a comment asks you to decide.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook revise intake --effective 2027-01-01 --change \"Referrals are answered within 1 day.\"\n  clausebook revise specification:cca-csp --effective 2027-01-01\n  clausebook revise specification:cca-csp --effective 2027-01-01 --from cca-csp-2027.txt\n\nThen change the new file, and have it approved: clausebook approve intake --by \"Board of Directors\" --on 2026-12-15\n\nExit codes: 0 the new file is written; 1 refused: there is a version of that date, or the old one can't be read; 2 the command was not understood."
)]
pub(crate) struct ReviseCommand {
    /// The policy, form or curriculum: its name, such as intake or form:service-plan, or its number, such as CSP-02; or a specification,
    /// such as specification:cca-csp
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// The day on which the new version takes effect
    #[arg(long, value_name = "DATE", value_parser = day)]
    effective: Date,
    /// What changes, in a sentence; the command asks for it when it is left out, except for a specification
    #[arg(long, value_name = "SENTENCE")]
    change: Option<String>,
    /// Of a specification: the publisher's document of the new revision, whose clauses are matched by their words
    #[arg(long, value_name = "FILE", conflicts_with = "change")]
    from: Option<PathBuf>,
    /// The change is not material: whoever acknowledged the version in force doesn't have to read the new one
    #[arg(long)]
    not_material: bool,
}

pub(crate) fn run(command: &ReviseCommand) -> Exit {
    said(again_when_changed(|| revise(command)))
}

fn revise(command: &ReviseCommand) -> Result<String, CommandError> {
    let ReviseCommand { name, place, effective, change, from, not_material } = command;
    let handbook = OpenHandbook::open(place)?;
    let is_document = || !matches!(handbook.find(name), Err(CommandError::UnknownName { .. }));
    let examined = handbook.examined();
    if let Some(revisions) = specification::find(place, name, &examined.handbook, is_document)? {
        if let Some(from) = from {
            return revise_from::revise_from(place, examined, revisions, *effective, from);
        }
        return specification::revise(place, examined, revisions, *effective, change.as_deref());
    }
    let found = handbook.find(name)?;
    let current = &found.current;
    let change = match change {
        Some(change) => change.trim().to_owned(),
        None => ask()?,
    };
    if !change.chars().any(char::is_alphanumeric) {
        return Err(CommandError::NoChange);
    }
    let bytes = fs::read(current.file(place))
        .map_err(|error| CommandError::UnreadableInput { file: current.file(place), error })?;
    let revision = HeaderChange::Revision { on: *effective, change, is_material: !not_material };
    let text = current.changed(&bytes, &revision)?;
    let name = format!("{effective}.{}", current.format().ending());
    let file = current.file(place).with_file_name(name);
    files::create(&file, text.as_bytes(), Access::Everyone).map_err(|error| match error {
        FileError::Exists(file) => {
            let advice = "Change that file, or name another day";
            CommandError::FileExists { file, advice }
        }
        other => other.into(),
    })?;
    let day = effective.to_string();
    let options = ["--version", &day, "--by", APPROVER, "--on", DAY];
    Ok(format!(
        "Created a new version of “{}” in {}. Change it there, and have it approved.\nNext: {}",
        current.title,
        file.display(),
        shell::command(place, &["approve", &found.name], &options)
    ))
}

fn ask() -> Result<String, CommandError> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(CommandError::NoChange);
    }
    tell("What changes, in a sentence?");
    let mut line = String::new();
    stdin.lock().read_line(&mut line).map_err(|_| CommandError::NoChange)?;
    Ok(line.trim().to_owned())
}
