use std::path::PathBuf;

use clap::Args;

use super::versions::{is_number, parse_name};
use super::{CommandError, Exit, Place, refuse, said, shell};
use crate::diagnostic;
use crate::files::{self, Access};
use crate::model::{DocumentKind, Handbook, Handle, Policy};
use crate::pipeline::{self, Examined};

/// Write a policy as a Word file
///
/// For a payer or a board that asks for one: the version in force, with the words of its PDF. Changes made in the Word file don't
/// come back into the handbook: change the policy there, and export it again.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook export intake --docx\n  clausebook export intake my-handbook --docx --out \"Intake for the payer.docx\"\n\nExit codes: 0 the file is written; 1 the handbook has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct ExportCommand {
    /// The policy: its name, such as intake, or its number, such as CSP-02
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// As a Word file; currently the only format
    #[arg(long, required = true)]
    docx: bool,
    /// The file to write, which must not exist [default: NAME.docx in this folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(command: &ExportCommand) -> Exit {
    let examined = match command.place.sound("nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    said(export(command, &examined))
}

fn export(command: &ExportCommand, examined: &Examined) -> Result<String, CommandError> {
    let place = &command.place;
    let handbook = &examined.handbook;
    let handle = find(place, &command.name, handbook)?;
    let policy = handle.of(&handbook.policies);
    let out = command.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.docx", policy.id)));
    refuse(&out, &place.dir, "and the next build would remove it")?;
    let file = pipeline::export(examined, handle).map_err(CommandError::Export)?;
    files::create(&out, &file, Access::Everyone)?;
    let header = &policy.current.header;
    let standing = if header.approval.is_some() { "" } else { " The file says that it is not approved yet." };
    Ok(format!("“{}” is in {}.{standing}", header.title, out.display()))
}

/// The policy whose id `name` is, else the one whose number it is.
fn find(place: &Place, name: &str, handbook: &Handbook) -> Result<Handle<Policy>, CommandError> {
    let (kind, id) = parse_name(name);
    if kind.is_some_and(|kind| kind != DocumentKind::Policy) {
        return Err(unknown(place, name, handbook));
    }
    let matching = |is_meant: &dyn Fn(&Policy) -> bool| -> Vec<(Handle<Policy>, &Policy)> {
        Handle::each(&handbook.policies).filter(|(_, policy)| is_meant(policy)).collect()
    };
    let mut found = matching(&|policy| policy.id == id);
    if found.is_empty() {
        found = matching(&|policy| is_number(&policy.current.header.number, id));
    }
    match found.as_slice() {
        [(handle, _)] => Ok(*handle),
        [] => Err(unknown(place, id, handbook)),
        several => {
            let names = several.iter().map(|(_, policy)| DocumentKind::Policy.id(&policy.id).to_string());
            Err(CommandError::Ambiguous { name: name.to_owned(), names: names.collect() })
        }
    }
}

fn unknown(place: &Place, id: &str, handbook: &Handbook) -> CommandError {
    let (kind, rest) = id.split_once(':').unwrap_or(("", id));
    let is_other = DocumentKind::of_scheme(kind).is_some_and(|kind| kind != DocumentKind::Policy)
        || handbook
            .documents()
            .versioned()
            .any(|one| one.id.kind != DocumentKind::Policy && one.id.id == rest);
    if is_other {
        let build = shell::command(place, &["build"], &[]);
        return CommandError::NotAPolicy { name: id.to_owned(), build };
    }
    let near = diagnostic::nearest(id, handbook.policies.iter().map(|policy| policy.id.as_str()));
    CommandError::UnknownName {
        what: "policy",
        name: id.to_owned(),
        near: near.map(str::to_owned),
        start: None,
    }
}
