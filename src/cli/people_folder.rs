//! The folder of the people: reading it, and adding to its ledger.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{CommandError, Place, is_among_sources, is_in_website};
use crate::files::{self, Access, FileError};
use crate::model::Handbook;
use crate::people::{
    Acknowledgement, LEDGER_FILE, PeopleError, PeopleProblem, Person, ROSTER_FILE, appended, read_ledger,
    read_people,
};

/// Keeps the folder out of git, wherever it is.
const IGNORE_ALL: &[u8] = b"# Who has read what stays out of git.\n*\n";

pub(crate) struct PeopleFolder {
    folder: PathBuf,
    pub(crate) people: Vec<Person>,
    pub(crate) ledger: Vec<Acknowledgement>,
}

impl PeopleFolder {
    pub(crate) fn open(place: &Place, handbook: &Handbook) -> Result<Self, CommandError> {
        let Some(folder) = &handbook.people_folder else {
            return Err(PeopleError::NoFolder { handbook_file: handbook.file.clone() }.into());
        };
        let folder = place.dir.join(folder.as_str());
        if let Ok(real) = fs::canonicalize(&folder)
            && (is_in_website(&real) || is_among_sources(&real, &place.dir))
        {
            return Err(PeopleError::Published(folder).into());
        }
        let file = folder.join(ROSTER_FILE);
        let roles: Vec<&str> = handbook.staff_roles.iter().map(|role| role.name.as_str()).collect();
        let people = match fs::read(&file) {
            Ok(bytes) => read_people(&bytes, &roles).map_err(problems_in(&file))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PeopleError::NoPeople(file).into());
            }
            Err(error) => return Err(CommandError::UnreadableInput { file, error }),
        };
        let file = folder.join(LEDGER_FILE);
        let ledger = match fs::read(&file) {
            Ok(bytes) => read_ledger(&bytes).map_err(problems_in(&file))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(CommandError::UnreadableInput { file, error }),
        };
        Ok(Self { folder, people, ledger })
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join(LEDGER_FILE)
    }

    pub(crate) fn person(&self, name: &str) -> Result<&Person, CommandError> {
        let person = self.people.iter().find(|person| person.name == name.trim());
        person.ok_or(CommandError::People(PeopleError::UnknownPerson))
    }

    /// Adds rows to the ledger, all or none. How many were not in it yet.
    pub(crate) fn record(&self, new: &[Acknowledgement]) -> Result<usize, CommandError> {
        let file = self.file();
        if !file.exists() {
            let (bytes, added) = appended(b"", new).map_err(problems_in(&file))?;
            self.ignore();
            match files::create(&file, &bytes, Access::Everyone) {
                // Another command has begun it meanwhile.
                Err(FileError::Exists(_)) => {}
                created => return created.map(|()| added).map_err(CommandError::from),
            }
        }
        let mut count = 0;
        files::change(&file, &self.folder, |old| {
            let (bytes, added) = appended(old, new).map_err(problems_in(&file))?;
            count = added;
            Ok::<_, CommandError>(bytes)
        })?;
        Ok(count)
    }

    fn ignore(&self) {
        // Where this fails the ledger is still right, and `init` has written a file for the usual folder.
        let _ = files::create(&self.folder.join(".gitignore"), IGNORE_ALL, Access::Everyone);
    }
}

/// An error that lists problems in a file.
pub(crate) fn problems_in(file: &Path) -> impl Fn(Vec<PeopleProblem>) -> CommandError + use<> {
    let file = file.to_owned();
    move |problems| PeopleError::Problems { file: file.clone(), problems }.into()
}
