use std::path::{Path, PathBuf};

use clap::Args;

use super::diff::find;
use super::people_folder::PeopleFolder;
use super::{AsOf, CommandError, Exit, Place, count, print, refuse, tell, tell_findings};
use crate::files::{self, Access};
use crate::model::{Audience, Handbook, LedgerCounts};
use crate::people::{DutyState, PeopleError, RoleMatrix, counts, matrix};
use crate::pipeline::{self, Examined};
use crate::view::ledger::{LedgerScope, entries, ledger, matrix_csv, sheet_csv};

/// Show who has read what, and print sheets to sign
///
/// By role: who has to read which version or to learn which unit, by when, and what is done, open or lapsed. With --person or
/// --document, a sheet for each, with the versions in force already on it; as a CSV file, it can be filled in and recorded with
/// `clausebook acknowledge --from`. The handbook file says what each role has to read; the people are in the folder that it names.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook acknowledgements\n  clausebook acknowledgements my-handbook --out matrix.pdf\n  clausebook acknowledgements --person \"Ann Example\" --out ann.pdf\n  clausebook acknowledgements --everyone --out sheets.csv\n  clausebook acknowledgements --document intake --out intake.pdf\n  clausebook acknowledgements --changed --out changed.pdf\n\nWhat is written has names in it: keep it with the program's records.\n\nExit codes: 0 fine; 1 the handbook or a list has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct AcknowledgementsCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// A sheet for this person; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with_all = ["everyone", "document", "changed"])]
    person: Vec<String>,
    /// A sheet for each person
    #[arg(long, conflicts_with_all = ["document", "changed"])]
    everyone: bool,
    /// A sheet for the version in force of this policy, form or curriculum; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "changed")]
    document: Vec<String>,
    /// A sheet for each version that somebody has to read again
    #[arg(long)]
    changed: bool,
    /// The file to write, which must not exist: a .pdf to print, or a .csv for spreadsheets
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy)]
enum OutFormat {
    Pdf,
    Csv,
}

pub(crate) fn run(command: &AcknowledgementsCommand) -> Exit {
    let AcknowledgementsCommand { place, day, .. } = command;
    let examined = match place.sound_for(Audience::Authors, day, "nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    match show(command, &examined) {
        Ok(text) => print(&text, Exit::Fine),
        Err(error) => error.tell(),
    }
}

/// What is printed; empty where a file is written.
fn show(command: &AcknowledgementsCommand, examined: &Examined) -> Result<String, CommandError> {
    let handbook = &examined.handbook;
    let place = &command.place;
    let format = match &command.out {
        None => None,
        Some(out) => Some((out, out_format(out)?)),
    };
    let folder = PeopleFolder::open(place, handbook)?;
    let scope = command.scope(&folder, handbook)?;
    let selected = scope.select(matrix(&folder.people, &folder.ledger, handbook));
    let Some((out, format)) = format else { return Ok(table(&selected, handbook)) };
    if selected.is_empty() {
        return Err(PeopleError::NothingToPrint.into());
    }
    refuse(out, &place.dir, "and everyone could read the names in it")?;
    let bytes = match format {
        OutFormat::Pdf => pdf(&scope, &selected, examined)?,
        OutFormat::Csv if scope == LedgerScope::Matrix => matrix_csv(&selected, handbook.as_of).into_bytes(),
        OutFormat::Csv => sheet_csv(&selected).into_bytes(),
    };
    files::create(out, &bytes, Access::OwnerOnly)?;
    tell(&format!(
        "The acknowledgements are in {}. It has names in it; keep it with the program's records.",
        out.display()
    ));
    Ok(String::new())
}

fn out_format(out: &Path) -> Result<OutFormat, CommandError> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => Ok(OutFormat::Pdf),
        "csv" => Ok(OutFormat::Csv),
        _ => Err(PeopleError::OtherEnding(out.to_owned()).into()),
    }
}

impl AcknowledgementsCommand {
    fn scope(&self, folder: &PeopleFolder, handbook: &Handbook) -> Result<LedgerScope, CommandError> {
        if !self.person.is_empty() {
            let names = self.person.iter().map(|name| Ok(folder.person(name)?.name.clone()));
            return Ok(LedgerScope::People(names.collect::<Result<_, CommandError>>()?));
        }
        if !self.document.is_empty() {
            let ids = self.document.iter().map(|name| Ok(find(&self.place, name, handbook)?.id));
            return Ok(LedgerScope::Documents(ids.collect::<Result<_, CommandError>>()?));
        }
        Ok(match (self.everyone, self.changed) {
            (true, _) => LedgerScope::Everyone,
            (false, true) => LedgerScope::Changed,
            (false, false) => LedgerScope::Matrix,
        })
    }
}

fn pdf(
    scope: &LedgerScope,
    selected: &[RoleMatrix<'_>],
    examined: &Examined,
) -> Result<Vec<u8>, CommandError> {
    pipeline::ledger(examined, &ledger(scope, selected, &examined.handbook)).map_err(|(findings, files)| {
        tell_findings(&findings, &files);
        CommandError::SheetsRefused
    })
}

/// What is open or lapsed for everybody, and how much is done.
fn table(selected: &[RoleMatrix<'_>], handbook: &Handbook) -> String {
    let today = handbook.as_of;
    let mut text = String::new();
    for matrix in selected {
        text.push_str(&format!("{}\n", matrix.role));
        for one in &matrix.people {
            let done = counts(&one.states, today).done;
            text.push_str(&format!("  {}: {done} of {} done\n", one.person.name, one.states.len()));
            for (duty, state) in matrix.duties.iter().zip(&one.states) {
                let version = duty.readable.effective;
                let what = format!("{} {}, version of {version}", duty.number(), duty.title);
                let late = if state.is_late(today) { " (late)" } else { "" };
                match state {
                    DutyState::Done { .. } => {}
                    DutyState::Open { due } => {
                        text.push_str(&format!("    open    {what}, by {due}{late}\n"));
                    }
                    DutyState::Lapsed { last, version, due } => text.push_str(&format!(
                        "    lapsed  {what}, by {due}{late}; on {last}, the version of {version}\n"
                    )),
                }
            }
        }
    }
    let all: Vec<DutyState> = entries(selected).map(|(_, _, _, state)| state).collect();
    let LedgerCounts { done, open, lapsed, late } = counts(&all, today);
    let people: usize = selected.iter().map(|matrix| matrix.people.len()).sum();
    text.push_str(&format!(
        "As of {today}, {}: {done} done, {open} open, {lapsed} lapsed; {late} of them late.\nThis is a ledger, not an electronic signature.\n",
        count(people, "person", "people")
    ));
    text
}
