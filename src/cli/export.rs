use std::path::PathBuf;

use clap::Args;

use super::versions::is_number;
use super::{CommandError, Exit, Place, refuse, said, shell};
use crate::diagnostic;
use crate::files::{self, Access};
use crate::model::{Handbook, Policy};
use crate::pipeline::{self, Examined};

/// Write a policy as a Word file
///
/// For a payer or a board that asks for one: the version in force, with the words of its PDF. Changes made in the Word file don't
/// come back into the handbook: change the policy there, and export it again.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook export intake --docx\n  clausebook export intake my-handbook --docx --out \"Intake for the payer.docx\"\n\nExit codes: 0 the file is written; 1 the handbook has errors, or the file exists; 2 the command was not understood."
)]
pub struct Export {
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

pub fn run(command: &Export) -> Exit {
    let examined = match command.place.sound("nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    said(export(command, &examined))
}

fn export(command: &Export, examined: &Examined) -> Result<String, CommandError> {
    let place = &command.place;
    let handbook = &examined.handbook;
    let at = find(place, &command.name, handbook)?;
    let policy = &handbook.policies[at];
    let out = command.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.docx", policy.id)));
    refuse(&out, &place.dir, "and the next build would remove it")?;
    let file = pipeline::export(examined, at).map_err(CommandError::Export)?;
    files::create(&out, &file, Access::Everyone)?;
    let header = &policy.current.header;
    let standing = if header.approval.is_some() { "" } else { " The file says that it is not approved yet." };
    Ok(format!("“{}” is in {}.{standing}", header.title, out.display()))
}

/// The place of the policy whose id `name` is, else of the one whose number it is.
fn find(place: &Place, name: &str, handbook: &Handbook) -> Result<usize, CommandError> {
    let id = name.strip_prefix("policy:").unwrap_or(name);
    let matching = |is_meant: &dyn Fn(&Policy) -> bool| -> Vec<usize> {
        let policies = handbook.policies.iter().enumerate();
        policies.filter(|(_, policy)| is_meant(policy)).map(|(at, _)| at).collect()
    };
    let mut found = matching(&|policy| policy.id == id);
    if found.is_empty() {
        found = matching(&|policy| is_number(&policy.current.header.number, id));
    }
    match found.as_slice() {
        [at] => Ok(*at),
        [] => Err(unknown(place, id, handbook)),
        several => {
            let names = several.iter().map(|at| format!("policy:{}", handbook.policies[*at].id)).collect();
            Err(CommandError::Ambiguous { name: name.to_owned(), names })
        }
    }
}

fn unknown(place: &Place, id: &str, handbook: &Handbook) -> CommandError {
    let (kind, rest) = id.split_once(':').unwrap_or(("", id));
    let is_other = matches!(kind, "form" | "curriculum" | "guide")
        || handbook.forms.iter().any(|form| form.id == rest)
        || handbook.curricula.iter().any(|curriculum| curriculum.id == rest);
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
