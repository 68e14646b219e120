use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::people_folder::PeopleFolder;
use super::typed::days;
use super::{AsOf, CommandError, Exit, Place, count, print, refuse, tell, tell_findings};
use crate::files::{self, Access};
use crate::model::Audience;
use crate::people::{PeopleError, matrix};
use crate::pipeline::{self, Examined};
use crate::view::due::{DueEntry, DueList, due};

/// List who has to learn which unit by when
///
/// From `[[training]]` and `[[roles]]` in the handbook file, the people in people.toml, and what is recorded of them: units that nobody
/// has taken yet, that have to be taken again because the text changed or too much time went by, and that will have to be.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook due\n  clausebook due my-handbook --within 30d\n  clausebook due --format csv > due.csv\n  clausebook due --format ics --out due.ics\n  clausebook due --format pdf --out due.pdf\n\nWhat is written has names in it: keep it with the program's records.\n\nExit codes: 0 fine; 1 the handbook or a list has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct DueCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// Only what is late or due within so many days or weeks, such as 30d or 12w
    #[arg(long, value_name = "DAYS", value_parser = days)]
    within: Option<i32>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = DueFormat::Table)]
    format: DueFormat,
    /// The file to write, which must not exist; a PDF needs one
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DueFormat {
    /// For people
    Table,
    /// For spreadsheets
    Csv,
    /// For calendars
    Ics,
    /// To print
    Pdf,
}

pub(crate) fn run(command: &DueCommand) -> Exit {
    let examined = match command.place.sound_for(Audience::Authors, &command.day, "nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    match list(command, &examined) {
        Ok(text) => print(&text, Exit::Fine),
        Err(error) => error.tell(),
    }
}

/// What is printed; empty where a file is written.
fn list(command: &DueCommand, examined: &Examined) -> Result<String, CommandError> {
    let DueCommand { place, day: _, within, format, out } = command;
    let handbook = &examined.handbook;
    let folder = PeopleFolder::open(place, handbook)?;
    let until = within.map(|days| handbook.as_of.saturating_add(jiff::Span::new().days(days)));
    let list = due(&matrix(&folder.people, &folder.ledger, handbook), until, handbook);
    let bytes = match (format, out) {
        (DueFormat::Table, _) => table(&list, &handbook.as_of.to_string()).into_bytes(),
        (DueFormat::Csv, _) => list.to_csv().into_bytes(),
        (DueFormat::Ics, _) => list.to_ics(handbook).into_bytes(),
        (DueFormat::Pdf, None) => return Err(PeopleError::NoOut.into()),
        (DueFormat::Pdf, Some(_)) => {
            let sheet = list.to_sheet(handbook);
            pipeline::ledger(examined, &sheet).map_err(|(findings, files)| {
                tell_findings(&findings, &files);
                CommandError::SheetsRefused
            })?
        }
    };
    let Some(out) = out else { return Ok(String::from_utf8(bytes).unwrap_or_default()) };
    refuse(out, &place.dir, "and everyone could read the names in it")?;
    files::create(out, &bytes, Access::OwnerOnly)?;
    tell(&format!(
        "What is due is in {}. It has names in it; keep it with the program's records.",
        out.display()
    ));
    Ok(String::new())
}

fn table(list: &DueList, as_of: &str) -> String {
    let width = |of: &dyn Fn(&DueEntry) -> &str| {
        list.entries.iter().map(|entry| of(entry).chars().count()).max().unwrap_or(0)
    };
    let names = width(&|entry| &entry.name);
    let mut text = String::new();
    for entry in &list.entries {
        let DueEntry { due, state, name, number, title, last, first, .. } = entry;
        let learned = last.map(|last| format!("; learned on {last}")).unwrap_or_default();
        let first = if first.is_empty() { String::new() } else { format!("; first: {}", first.join(", ")) };
        text.push_str(&format!(
            "{due}  {:6}  {name:names$}  {number} {title}{learned}{first}\n",
            state.word()
        ));
    }
    let (late, all) = (list.late(), list.entries.len());
    let later = count(all - late, "unit is due later", "units are due later");
    text.push_str(&format!("As of {as_of}: {}, {later}.\n", count(late, "unit is late", "units are late")));
    text
}
