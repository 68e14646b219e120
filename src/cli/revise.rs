use std::fs;
use std::io::{BufRead, IsTerminal, Write};

use clap::Args;
use jiff::civil::Date;

use super::versions::{day, find};
use super::{Exit, Place, said, tell};

/// Begin a new version of a policy, form or curriculum
///
/// Copies the version that stands into a new file, named after the date on which the new one takes effect, without its approval and
/// with a word of what changes. The old one stays: it stands until the new one is approved and its date has come.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook revise intake --effective 2027-01-01 --change \"Referrals are answered within 1 day.\"\n\nThen change the new file, and have it approved: clausebook approve intake --by \"…\" --on 2026-12-15\n\nExit codes: 0 the new file is there; 2 there is one already, nothing of that name, or the command was not understood."
)]
pub struct Revise {
    /// The policy, form or curriculum, such as intake or form:service-plan
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    /// The day on which the new version takes effect
    #[arg(long, value_name = "DATE", value_parser = day)]
    effective: Date,
    /// What changes, in a sentence; asked for where it is left out
    #[arg(long, value_name = "SENTENCE")]
    change: Option<String>,
}

pub fn run(command: &Revise) -> Exit {
    said(revise(command))
}

fn revise(command: &Revise) -> Result<String, String> {
    let versions = find(&command.place, &command.name)?;
    let current = &versions.current;
    let change = match &command.change {
        Some(change) => change.trim().to_owned(),
        None => ask()?,
    };
    if change.is_empty() {
        return Err("say what changes: --change \"…\"".to_owned());
    }
    let text = current.changed(&command.place, |head| head.revise(command.effective, &change))?;
    let ending = if current.is_markdown() { "md" } else { "toml" };
    let file = current.file(&command.place).with_file_name(format!("{}.{ending}", command.effective));
    fs::File::create_new(&file).and_then(|mut new| new.write_all(text.as_bytes())).map_err(|error| {
        if file.exists() {
            format!("{} is there already: change that, or name another day", file.display())
        } else {
            format!("{} cannot be written: {error}", file.display())
        }
    })?;
    Ok(format!(
        "A new version of “{}” stands in {}.\nNext: change it, then: clausebook approve {} --by \"…\" --on …",
        current.title,
        file.display(),
        command.name
    ))
}

fn ask() -> Result<String, String> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err("say what changes: --change \"…\"".to_owned());
    }
    tell("What changes, in a sentence?");
    let mut line = String::new();
    stdin.lock().read_line(&mut line).map_err(|error| format!("this could not be read: {error}"))?;
    Ok(line.trim().to_owned())
}
