use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::diff::find;
use super::minutes::{decoded, delimited};
use super::people_folder::{PeopleFolder, problems_in};
use super::typed::day;
use super::{AsOf, CommandError, Exit, Place, count, print, refuse, tell, tell_findings};
use crate::diagnostic::nearest;
use crate::files::{self, Access};
use crate::model::question::CheckForm;
use crate::model::{Audience, Curriculum, DocumentKind, Handbook, Handle};
use crate::people::{
    Acknowledgement, DutyState, LedgerItem, PeopleError, matrix, read_names, under_present_names,
};
use crate::pipeline::{self, Examined};
use crate::view::session::{SessionPart, SessionView};

/// Print everything for one session of training, or list who has to make it up
///
/// One PDF for a unit and a day: pages for the trainer, the answers, cards to cut out, a sheet with lines and the knowledge check for
/// learners, the attendance sheet with the names of whoever is invited, and the evaluation. Invited is who has to learn the unit by
/// people.toml and hasn't yet, or the list after --people. `[session]` in the handbook file names the attendance sheet and the evaluation.
///
/// With --make-up, after the session was recorded with `clausebook acknowledge`: who was invited and wasn't there.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook session csp-core safety-protocols --on 2026-12-08\n  clausebook session csp-core safety-protocols my-handbook --on 2026-12-08 --people new-staff.csv\n  clausebook session orientation incidents --on 2026-12-08 --check b --out incidents.pdf\n  clausebook session csp-core safety-protocols --part learner --out workbook.pdf\n  clausebook session csp-core safety-protocols --on 2026-12-08 --make-up\n\nWhat is written may have names in it: keep it with the program's records.\n\nExit codes: 0 fine; 1 the handbook or a list has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct SessionCommand {
    /// The curriculum, by name, such as csp-core, or by number, such as TR-01
    #[arg(value_name = "CURRICULUM")]
    curriculum: String,
    /// The unit, such as safety-protocols
    #[arg(value_name = "UNIT")]
    unit: String,
    #[command(flatten)]
    place: Place,
    /// The day of the session [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Who is invited: a CSV file with a column `name`
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// Which form of the knowledge check is in the packet
    #[arg(long, value_enum, default_value_t = TypedForm::A)]
    check: TypedForm,
    /// What to print
    #[arg(long, value_enum, default_value_t = TypedPart::All)]
    part: TypedPart,
    /// List who was invited and wasn't there, and write no packet
    #[arg(long, conflicts_with_all = ["check", "part", "out"])]
    make_up: bool,
    /// The file to write, which must not exist [default: UNIT-DATE.pdf in this folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TypedForm {
    /// As on the site and in the editions
    A,
    /// For people who take the check a second time
    B,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TypedPart {
    /// The whole packet
    All,
    /// The unit for the trainer: its pages, the answers, the cards
    Trainer,
    /// The workbook of the unit: the learner's sheet and the knowledge check
    Learner,
}

impl From<TypedPart> for SessionPart {
    fn from(typed: TypedPart) -> Self {
        match typed {
            TypedPart::All => Self::All,
            TypedPart::Trainer => Self::Trainer,
            TypedPart::Learner => Self::Learner,
        }
    }
}

impl From<TypedForm> for CheckForm {
    fn from(typed: TypedForm) -> Self {
        match typed {
            TypedForm::A => Self::A,
            TypedForm::B => Self::B,
        }
    }
}

pub(crate) fn run(command: &SessionCommand) -> Exit {
    let day = AsOf { as_of: command.on };
    let examined = match command.place.sound_for(Audience::Authors, &day, "nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let session = match Session::find(command, &examined) {
        Ok(session) => session,
        Err(error) => return error.tell(),
    };
    let done = if command.make_up { session.make_up() } else { session.write().map(|()| String::new()) };
    match done {
        Ok(text) => print(&text, Exit::Fine),
        Err(error) => error.tell(),
    }
}

struct Session<'s> {
    command: &'s SessionCommand,
    examined: &'s Examined,
    curriculum: Handle<Curriculum>,
    /// The place of the unit in the curriculum.
    unit: usize,
}

/// Somebody who is invited.
struct Invited {
    name: String,
    /// Empty where only a list of names says it.
    role: String,
    due: Option<Date>,
}

impl<'s> Session<'s> {
    fn find(command: &'s SessionCommand, examined: &'s Examined) -> Result<Self, CommandError> {
        let SessionCommand { curriculum, unit, place, .. } = command;
        let handbook = &examined.handbook;
        let id = find(place, curriculum, handbook)?.id;
        let is_it = |one: &Curriculum| DocumentKind::Curriculum.id(&one.id) == id;
        let Some(handle) = Handle::find(&handbook.curricula, is_it) else {
            return Err(CommandError::NotACurriculum(id.to_string()));
        };
        let units = &handle.of(&handbook.curricula).current.units;
        let Some(at) = units.iter().position(|own| own.id == *unit) else {
            let near = nearest(unit, units.iter().map(|own| own.id.as_str())).map(str::to_owned);
            return Err(CommandError::UnknownName {
                what: "unit of this curriculum",
                name: unit.clone(),
                near,
                start: None,
            });
        };
        Ok(Self { command, examined, curriculum: handle, unit: at })
    }

    fn handbook(&self) -> &'s Handbook {
        &self.examined.handbook
    }

    fn on(&self) -> Date {
        self.handbook().as_of
    }

    fn item(&self) -> LedgerItem {
        let curriculum = self.curriculum.of(&self.handbook().curricula);
        let unit = curriculum.current.units[self.unit].id.clone();
        LedgerItem { document: DocumentKind::Curriculum.id(&curriculum.id), unit: Some(unit) }
    }

    fn folder(&self) -> Result<Option<PeopleFolder>, CommandError> {
        let handbook = self.handbook();
        let folder = handbook.people_folder.as_ref();
        folder.map(|_| PeopleFolder::open(&self.command.place, handbook)).transpose()
    }

    /// Who is invited: the names of a list, or whoever had to learn the unit before that day.
    fn invited(&self, folder: Option<&PeopleFolder>) -> Result<Vec<Invited>, CommandError> {
        if let Some(file) = &self.command.people {
            let names = names_in(file)?;
            let invited = |name| Invited { name, role: String::new(), due: None };
            return Ok(names.into_iter().map(invited).collect());
        }
        let Some(folder) = folder else { return Ok(Vec::new()) };
        let before: Vec<Acknowledgement> =
            folder.ledger.iter().filter(|one| one.on < self.on()).cloned().collect();
        let item = self.item();
        let mut invited = Vec::new();
        for matrix in matrix(&folder.people, &before, self.handbook()) {
            let Some(at) = matrix.duties.iter().position(|duty| duty.item == item) else { continue };
            let people = matrix.people.into_iter().filter(|one| one.person.since <= self.on());
            let open = people.filter_map(|one| {
                let state: DutyState = one.states[at];
                (!state.is_done()).then(|| Invited {
                    name: one.person.name.clone(),
                    role: matrix.role.clone(),
                    due: state.due(),
                })
            });
            invited.extend(open);
        }
        invited.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(invited)
    }

    fn write(&self) -> Result<(), CommandError> {
        let Self { command, examined, curriculum, unit } = self;
        let title = &curriculum.of(&examined.handbook.curricula).current.units[*unit].title;
        let out = command
            .out
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("{}-{}.pdf", command.unit, self.on())));
        refuse(&out, &command.place.dir, "and everyone could read the answers and names in it")?;
        let folder = if command.people.is_some() { None } else { self.folder()? };
        let people: Vec<String> = self.invited(folder.as_ref())?.into_iter().map(|one| one.name).collect();
        let number = people.len();
        let view = SessionView {
            curriculum: *curriculum,
            unit: *unit,
            on: self.on(),
            check: command.check.into(),
            part: command.part.into(),
            people,
        };
        let pdf = pipeline::session(examined, &view).map_err(|(findings, files)| {
            tell_findings(&findings, &files);
            CommandError::SheetsRefused
        })?;
        files::create(&out, &pdf, Access::OwnerOnly)?;
        tell(&self.said(title.as_str(), number, &out));
        Ok(())
    }

    fn said(&self, title: &str, names: usize, out: &Path) -> String {
        let out = out.display();
        match (self.command.part, names) {
            (TypedPart::Learner, _) => format!("The workbook of “{title}” is in {out}."),
            (TypedPart::Trainer, _) => {
                format!(
                    "The pages for the trainer of “{title}” are in {out}, with the answers: keep them from learners."
                )
            }
            (TypedPart::All, names) => {
                let names = match names {
                    0 => String::from("Its attendance sheet has empty lines"),
                    _ => format!("Its attendance sheet has {}", count(names, "name", "names")),
                };
                format!(
                    "The packet for “{title}” is in {out}. {names}, and it has the answers: keep it with the program's records."
                )
            }
        }
    }

    /// Who was invited and has no row of that day, or of a later one, in the ledger.
    fn make_up(&self) -> Result<String, CommandError> {
        let folder = PeopleFolder::open(&self.command.place, self.handbook())?;
        let invited = self.invited(Some(&folder))?;
        if invited.is_empty() {
            return Err(PeopleError::NobodyInvited.into());
        }
        let item = self.item();
        let ledger = under_present_names(&folder.ledger, self.handbook());
        let was_there = |one: &&Invited| {
            let mut own = ledger.iter().filter(|row| row.name == one.name && row.item == item);
            own.any(|row| row.on >= self.on())
        };
        let there = invited.iter().filter(was_there).count();
        let missing: Vec<&Invited> = invited.iter().filter(|one| !was_there(one)).collect();
        let all = count(invited.len(), "person", "people");
        let mut text = format!("{item} on {}: {there} of {all} learned it.\n", self.on());
        if !missing.is_empty() {
            text.push_str("To make it up:\n");
        }
        for Invited { name, role, due } in missing {
            let role = if role.is_empty() { String::new() } else { format!(" ({role})") };
            let due = due.map(|due| format!(", by {due}")).unwrap_or_default();
            text.push_str(&format!("  {name}{role}{due}\n"));
        }
        Ok(text)
    }
}

fn names_in(file: &Path) -> Result<Vec<String>, CommandError> {
    let bytes =
        fs::read(file).map_err(|error| CommandError::UnreadableInput { file: file.to_owned(), error })?;
    let text = decoded(&bytes);
    let (delimiter, table, _) = delimited(&text);
    read_names(table, delimiter).map_err(problems_in(file))
}
