use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Exit, Place, refuse, tell, usage};
use crate::diagnostic;
use crate::model::Handbook;
use crate::pipeline;

/// Write a policy as a Word file
///
/// For a payer or a board who asks for one: the version that stands, with the words of its PDF. What is changed in the Word file does
/// not come back into the handbook: change the policy there, and write the file again.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook export intake --docx\n  clausebook export intake my-handbook --docx --out \"Intake for the payer.docx\"\n\nExit codes: 0 the file is written; 1 the handbook is to be mended; 2 the command was not understood."
)]
pub struct Export {
    /// The policy, such as intake
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// As a Word file, the one kind there is
    #[arg(long, required = true)]
    docx: bool,
    /// The file to write; it must not be there yet [default: NAME.docx in this folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(command: &Export) -> Exit {
    let examined = match command.place.sound("nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let id = command.name.strip_prefix("policy:").unwrap_or(&command.name);
    let handbook = &examined.handbook;
    let Some(at) = handbook.policies.iter().position(|policy| policy.id == id) else {
        return usage(&unknown(id, handbook));
    };
    let out = command.out.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.docx")));
    if let Some(trouble) = refuse(&out, &command.place.dir, "and the next build would take it away") {
        return usage(&trouble);
    }
    let written = pipeline::export(&examined, at)
        .and_then(|file| fs::File::create_new(&out)?.write_all(&file).map(|()| file.len()));
    if let Err(error) = written {
        return usage(&format!("{} cannot be written: {error}", out.display()));
    }
    let header = &handbook.policies[at].current.header;
    tell(&format!(
        "“{}” is in {}.{}",
        header.title,
        out.display(),
        if header.approval.is_some() { "" } else { " It says of itself that it is not approved yet." }
    ));
    Exit::Fine
}

fn unknown(id: &str, handbook: &Handbook) -> String {
    let (kind, rest) = id.split_once(':').unwrap_or(("", id));
    let is_other = matches!(kind, "form" | "curriculum" | "guide")
        || handbook.forms.iter().any(|form| form.id == rest)
        || handbook.curricula.iter().any(|curriculum| curriculum.id == rest);
    if is_other {
        return format!(
            "{id} is no policy, and only policies are written as Word files. Its PDFs come with: clausebook build"
        );
    }
    match diagnostic::nearest(id, handbook.policies.iter().map(|policy| policy.id.as_str())) {
        Some(near) => format!("there is no policy {id}; did you mean {near}?"),
        None => format!("there is no policy {id} in this handbook"),
    }
}
