use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::diff::find;
use super::people_folder::{PeopleFolder, problems_in};
use super::place::names_and_place;
use super::typed::{day, person, sentence};
use super::versions::again_when_changed;
use super::{AsOf, CommandError, Exit, Place, count, said};
use crate::model::pattern::fits;
use crate::model::{Anchor, Audience, DocumentKind, DocumentVersions, Handbook};
use crate::people::{
    Acknowledgement, LedgerItem, LedgerRow, PeopleError, PeopleProblem, Person, Readable, matrix, read_rows,
    readable,
};

/// How it is known, where nobody says.
const SIGNED_SHEET: &str = "signed sheet";

/// Record that somebody has read policies or forms, or has learned units of a curriculum
///
/// Adds rows to acknowledgements.csv in the folder that `people_folder` in the handbook file names: who, what, which version and which
/// text, when, and how that is known. It is a ledger, not an electronic signature: keep the signed sheets. All rows are added or none.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook acknowledge intake form:service-plan --person \"Ann Example\" --on 2026-12-01\n  clausebook acknowledge curriculum:orientation#rights --person \"Ann Example\" --on 2026-12-01 --how \"class\"\n  clausebook acknowledge --all my-handbook --person \"Ann Example\" --on 2026-12-01\n  clausebook acknowledge --from returned.csv my-handbook\n\nSheets to sign: clausebook acknowledgements --person \"Ann Example\" --out ann.pdf\n\nExit codes: 0 recorded; 1 refused: a row is wrong, or a version isn't approved; 2 the command was not understood."
)]
pub(crate) struct AcknowledgeCommand {
    /// The policies, forms, curricula or units, by name, such as intake, form:service-plan or curriculum:orientation#rights, or by
    /// pattern, such as "csp-*"; then the handbook's folder [default: this folder]
    #[arg(value_name = "NAMES] [DIR")]
    words: Vec<String>,
    /// Who has read it, as people.toml has the name
    #[arg(long, value_name = "NAME", value_parser = person, requires = "on")]
    person: Option<String>,
    /// The day on which it was read
    #[arg(long, value_name = "DATE", value_parser = day, requires = "person")]
    on: Option<Date>,
    /// Everything that is open or lapsed for this person
    #[arg(long, requires = "person")]
    all: bool,
    /// The version, by the date it takes effect; the one in force when it is left out
    #[arg(long, value_name = "DATE", value_parser = day, requires = "person", conflicts_with = "all")]
    version: Option<Date>,
    /// How it is known [default: signed sheet]
    #[arg(long, value_name = "WORDS", value_parser = sentence)]
    how: Option<String>,
    /// A returned sheet: a CSV file with the columns name, document, version, fingerprint, date and how. A row without a date is
    /// left out
    #[arg(long, value_name = "FILE", conflicts_with_all = ["person", "on", "all", "version"])]
    from: Option<PathBuf>,
    /// Show how many rows would be recorded, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The handbook's folder, in another way
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
}

pub(crate) fn run(command: &AcknowledgeCommand) -> Exit {
    let (names, place) = names_and_place(&command.words, command.dir.as_deref(), &command.config);
    let today = AsOf { as_of: None };
    let examined = match place.sound_for(Audience::Authors, &today, "nothing was recorded") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    said(again_when_changed(|| acknowledge(command, &names, &place, &examined.handbook)))
}

fn acknowledge(
    command: &AcknowledgeCommand,
    names: &[&str],
    place: &Place,
    handbook: &Handbook,
) -> Result<String, CommandError> {
    let folder = PeopleFolder::open(place, handbook)?;
    let (new, unsigned) = match (&command.from, &command.person, command.on) {
        (Some(file), _, _) if names.is_empty() => returned(command, file, &folder, handbook)?,
        (None, Some(name), Some(on)) if command.all == names.is_empty() => {
            (typed(command, folder.person(name)?, on, names, place, &folder, handbook)?, 0)
        }
        _ => return Err(PeopleError::NothingNamed.into()),
    };
    if command.dry_run {
        return Ok(format!("Nothing was written. {} would be recorded.", rows(new.len())));
    }
    let added = folder.record(&new)?;
    let mut said = format!("{} in {}.", recorded(added), folder.file().display());
    if added < new.len() {
        said.push_str(&format!(" {} there already.", were(new.len() - added)));
    }
    if unsigned > 0 {
        said.push_str(&format!(" {} without a date, and left out.", were(unsigned)));
    }
    Ok(said)
}

fn rows(number: usize) -> String {
    count(number, "row", "rows")
}

fn recorded(number: usize) -> String {
    count(number, "row was recorded", "rows were recorded")
}

fn were(number: usize) -> String {
    count(number, "was", "were")
}

/// What the command line says.
fn typed(
    command: &AcknowledgeCommand,
    person: &Person,
    on: Date,
    names: &[&str],
    place: &Place,
    folder: &PeopleFolder,
    handbook: &Handbook,
) -> Result<Vec<Acknowledgement>, CommandError> {
    if on > handbook.as_of {
        return Err(CommandError::FutureDay(on));
    }
    let how = command.how.as_deref().unwrap_or(SIGNED_SHEET);
    let row = |item: LedgerItem, readable: &Readable<'_>| Acknowledgement {
        name: person.name.clone(),
        item,
        version: readable.effective,
        mark: readable.mark(),
        on,
        how: how.to_owned(),
    };
    let mut new = Vec::new();
    if command.all {
        for matrix in matrix(std::slice::from_ref(person), &folder.ledger, handbook) {
            let states = matrix.people.iter().flat_map(|one| &one.states);
            for (duty, _) in matrix.duties.iter().zip(states).filter(|(_, state)| !state.is_done()) {
                refuse_changed(&duty.readable, &duty.item.to_string())?;
                new.push(row(duty.item.clone(), &duty.readable));
            }
        }
        if new.is_empty() {
            return Err(PeopleError::NothingOpen.into());
        }
    }
    for name in names {
        let (name, unit) = match name.split_once('#') {
            Some((name, unit)) => (name, Some(unit)),
            None => (*name, None),
        };
        for document in documents(place, name, handbook)? {
            let readable = version(&document, command.version, handbook)?;
            for item in items(&document, &readable, unit)? {
                new.push(row(item, &readable));
            }
        }
    }
    Ok(new)
}

/// The documents that a name or a pattern means.
fn documents<'h>(
    place: &Place,
    name: &str,
    handbook: &'h Handbook,
) -> Result<Vec<DocumentVersions<'h>>, CommandError> {
    if !name.contains('*') {
        return Ok(vec![find(place, name, handbook)?]);
    }
    let all = handbook.documents().versioned();
    let found: Vec<DocumentVersions<'h>> =
        all.filter(|one| fits(name, &one.id.id) || fits(name, &one.id.to_string())).collect();
    if found.is_empty() { Err(CommandError::NothingFits(name.to_owned())) } else { Ok(found) }
}

/// The version of a date, else the one in force.
fn version<'h>(
    document: &DocumentVersions<'h>,
    date: Option<Date>,
    handbook: &Handbook,
) -> Result<Readable<'h>, CommandError> {
    let name = document.id.to_string();
    let is_wanted = |one: &Readable<'_>| match date {
        Some(date) => one.effective == date,
        None => one.effective.max(one.approved) <= handbook.as_of,
    };
    let found = readable(document).into_iter().find(is_wanted);
    let Some(found) = found else {
        return Err(match date {
            Some(date) => CommandError::NoVersion { name, date },
            None => PeopleError::NotApproved(name).into(),
        });
    };
    refuse_changed(&found, &name)?;
    Ok(found)
}

fn refuse_changed(readable: &Readable<'_>, name: &str) -> Result<(), CommandError> {
    match readable.header().changed_since() {
        None => Ok(()),
        Some(_) => Err(PeopleError::ChangedText(name.to_owned()).into()),
    }
}

/// The document itself, or units of a curriculum: all, where none is named.
fn items(
    document: &DocumentVersions<'_>,
    readable: &Readable<'_>,
    unit: Option<&str>,
) -> Result<Vec<LedgerItem>, CommandError> {
    let item = |unit: Option<String>| LedgerItem { document: document.id.clone(), unit };
    if document.id.kind != DocumentKind::Curriculum && unit.is_none() {
        return Ok(vec![item(None)]);
    }
    let anchors = readable.version.anchors(&document.id);
    let units = anchors.into_keys().filter_map(|anchor| match anchor {
        Anchor::Unit(id) => Some(id),
        _ => None,
    });
    let pattern = unit.unwrap_or("*");
    let items: Vec<LedgerItem> = units.filter(|id| fits(pattern, id)).map(|id| item(Some(id))).collect();
    if items.is_empty() { Err(PeopleError::UnknownUnit(pattern.to_owned()).into()) } else { Ok(items) }
}

/// The rows of a returned sheet, and how many of them nobody has signed. Every problem is listed.
fn returned(
    command: &AcknowledgeCommand,
    file: &Path,
    folder: &PeopleFolder,
    handbook: &Handbook,
) -> Result<(Vec<Acknowledgement>, usize), CommandError> {
    let bytes =
        fs::read(file).map_err(|error| CommandError::UnreadableInput { file: file.to_owned(), error })?;
    let rows = read_rows(&bytes).map_err(problems_in(file))?;
    let all = rows.len();
    let signed: Vec<LedgerRow> = rows.into_iter().filter(|row| row.on.is_some()).collect();
    if signed.is_empty() {
        return Err(PeopleError::NoDays.into());
    }
    let unsigned = all - signed.len();
    let documents: Vec<DocumentVersions<'_>> = handbook.documents().versioned().collect();
    let mut problems = Vec::new();
    let mut new = Vec::new();
    for row in signed {
        match checked(row, &folder.people, &documents, handbook.as_of) {
            Ok(mut one) => {
                if one.how.is_empty() {
                    command.how.as_deref().unwrap_or(SIGNED_SHEET).clone_into(&mut one.how);
                }
                new.push(one);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok((new, unsigned)) } else { Err(problems_in(file)(problems)) }
}

/// A row of a returned sheet, which must be of somebody and of a version that is approved.
fn checked(
    row: LedgerRow,
    people: &[Person],
    documents: &[DocumentVersions<'_>],
    today: Date,
) -> Result<Acknowledgement, PeopleProblem> {
    let LedgerRow { row, name, item, version, mark, on, how } = row;
    let on = on.ok_or(PeopleProblem::NoDay { row })?;
    let person = people.iter().find(|person| person.name == name);
    let person = person.ok_or(PeopleProblem::UnknownName { row })?;
    let document = documents.iter().find(|document| document.id == item.document);
    let document = document.ok_or(PeopleProblem::UnknownDocument { row })?;
    let all = std::iter::once(document.current).chain(document.others.iter().copied());
    if !all.into_iter().any(|one| one.header().effective == Some(version)) {
        return Err(PeopleProblem::UnknownVersion { row });
    }
    let found = readable(document).into_iter().find(|one| one.effective == version);
    let found = found.ok_or(PeopleProblem::NotApproved { row })?;
    let is_known = match (&item.unit, item.document.kind) {
        (Some(unit), DocumentKind::Curriculum) => found.has_unit(document, unit),
        (Some(_), _) | (None, DocumentKind::Curriculum) => false,
        (None, _) => true,
    };
    if !is_known {
        return Err(PeopleProblem::UnknownDocument { row });
    }
    let own = found.mark();
    if !mark.is_empty() && mark != own {
        return Err(PeopleProblem::OtherText { row });
    }
    if on > today {
        return Err(PeopleProblem::DayToCome { row });
    }
    if !person.is_here(on) {
        return Err(PeopleProblem::AfterTheEnd { row });
    }
    Ok(Acknowledgement { name, item, version, mark: own, on, how })
}
