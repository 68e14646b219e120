//! What is wrong with the files of the people. No message has a name in it: a terminal may be a log.

use std::fmt;
use std::path::PathBuf;

/// Why acknowledgements can't be recorded or shown.
#[derive(Debug)]
pub(crate) enum PeopleError {
    /// The handbook file has no `people_folder`.
    NoFolder { handbook_file: String },
    /// The folder has no list of the people.
    NoPeople(PathBuf),
    /// The folder is in the website, or among the sources of the handbook.
    Published(PathBuf),
    /// A file has these problems.
    Problems { file: PathBuf, problems: Vec<PeopleProblem> },
    /// The person on the command line isn't in the list.
    UnknownPerson,
    /// The version has no such unit.
    UnknownUnit(String),
    /// This version is not approved.
    NotApproved(String),
    /// The text was changed after its approval.
    ChangedText(String),
    /// Neither documents nor a sheet is named.
    NothingNamed,
    /// No row of the sheet has a day.
    NoDays,
    /// There is nothing that the person has to acknowledge.
    NothingOpen,
    /// Nothing has to be printed.
    NothingToPrint,
    /// Sheets are PDFs or spreadsheets.
    OtherEnding(PathBuf),
    /// A PDF can't be shown in a terminal.
    NoOut,
    /// Nobody is invited, so nobody can be missing.
    NobodyInvited,
}

/// A mistake in a row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PeopleProblem {
    NotUtf8,
    NotToml {
        line: usize,
    },
    /// A key above the people.
    OtherKey(String),
    OtherPersonKey {
        person: usize,
        key: String,
    },
    MissingPersonKey {
        person: usize,
        key: &'static str,
    },
    NotText {
        person: usize,
        key: &'static str,
    },
    NotAPersonDay {
        person: usize,
        key: &'static str,
    },
    /// The name begins as a formula of a spreadsheet does.
    FormulaName {
        person: usize,
    },
    EndsBeforeStart {
        person: usize,
    },
    SameName {
        person: usize,
        first: usize,
    },
    UnknownRole {
        person: usize,
    },
    MissingColumn(&'static str),
    UnreadableRow {
        row: usize,
    },
    NoName {
        row: usize,
    },
    UnknownName {
        row: usize,
    },
    NotADocument {
        row: usize,
    },
    UnknownDocument {
        row: usize,
    },
    NotADay {
        row: usize,
        column: &'static str,
    },
    NoDay {
        row: usize,
    },
    UnknownVersion {
        row: usize,
    },
    NotApproved {
        row: usize,
    },
    OtherText {
        row: usize,
    },
    DayToCome {
        row: usize,
    },
    AfterTheEnd {
        row: usize,
    },
}

impl fmt::Display for PeopleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => write!(f, "it is not UTF-8. In Excel, save it as “CSV UTF-8”"),
            Self::NotToml { line } => write!(f, "line {line}: it is not valid TOML from here on"),
            Self::OtherKey(key) => {
                write!(f, "`{key}`: it lists people of the staff only, each below a line [[person]]")
            }
            Self::OtherPersonKey { person, key } => write!(
                f,
                "person {person}: `{key}` doesn’t belong here. A person has `name`, `role`, `since` and `until`"
            ),
            Self::MissingPersonKey { person, key } => write!(f, "person {person}: there is no `{key}`"),
            Self::NotText { person, key } => {
                write!(f, "person {person}: `{key}` must be words between quotation marks")
            }
            Self::NotAPersonDay { person, key } => {
                write!(
                    f,
                    "person {person}: `{key}` must be a day without quotation marks, such as 2026-12-01"
                )
            }
            Self::FormulaName { person } => {
                write!(
                    f,
                    "person {person}: a spreadsheet would take this name for a formula. Begin it with a letter"
                )
            }
            Self::EndsBeforeStart { person } => write!(f, "person {person}: `until` is before `since`"),
            Self::SameName { person, first } => write!(
                f,
                "person {person}: person {first} has the same name. Add what tells them apart, such as an initial"
            ),
            Self::UnknownRole { person } => {
                write!(f, "person {person}: the role is not one of the [[roles]] in the handbook file")
            }
            Self::MissingColumn(column) => write!(f, "the first row has no column `{column}`"),
            Self::UnreadableRow { row } => write!(f, "row {row}: it can’t be read"),
            Self::NoName { row } => write!(f, "row {row}: there is no name"),
            Self::UnknownName { row } => write!(f, "row {row}: nobody in people.toml has this name"),
            Self::NotADocument { row } => write!(
                f,
                "row {row}: the document must be written with its kind, such as policy:intake or curriculum:orientation#rights"
            ),
            Self::UnknownDocument { row } => {
                write!(f, "row {row}: this document or unit is not in the handbook")
            }
            Self::NotADay { row, column } => {
                write!(f, "row {row}: `{column}` is not a day. Write it as 2026-12-01")
            }
            Self::NoDay { row } => write!(f, "row {row}: there is no `date`"),
            Self::UnknownVersion { row } => write!(f, "row {row}: the document has no version of this day"),
            Self::NotApproved { row } => write!(f, "row {row}: this version is not approved"),
            Self::OtherText { row } => {
                write!(
                    f,
                    "row {row}: the fingerprint is not that of the version. What was read is another text"
                )
            }
            Self::DayToCome { row } => write!(f, "row {row}: `date` is in the future"),
            Self::AfterTheEnd { row } => write!(f, "row {row}: the day is after the person’s last one"),
        }
    }
}

impl fmt::Display for PeopleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder { handbook_file } => write!(
                f,
                "{handbook_file} doesn’t say where the people are. Add a line at its top: people_folder = \"people\""
            ),
            Self::NoPeople(file) => write!(
                f,
                "there is no {}. List your staff in it, each below a line [[person]] with `name`, `role` and `since`",
                file.display()
            ),
            Self::Published(folder) => write!(
                f,
                "{} is in the website or among the sources of the handbook, so the names in it could be published. Move it, and change `people_folder`",
                folder.display()
            ),
            Self::Problems { file, problems } => {
                for problem in problems {
                    writeln!(f, "{}: {problem}", file.display())?;
                }
                write!(f, "Nothing was recorded or written. Fix what is listed above, then try again")
            }
            Self::UnknownPerson => write!(f, "nobody in people.toml has this name"),
            Self::NoOut => write!(f, "a PDF needs a file to be written to: add --out due.pdf"),
            Self::NobodyInvited => write!(
                f,
                "nobody was invited: nobody in people.toml had to learn this unit on that day. Name a list of people after --people"
            ),
            Self::UnknownUnit(name) => write!(f, "there is no unit {name} in this version of the curriculum"),
            Self::NotApproved(name) => {
                write!(f, "{name} has no approved version that is in force, so nobody can acknowledge it yet")
            }
            Self::ChangedText(name) => write!(
                f,
                "the text of {name} was changed after its approval, so it is not clear what was read. Have the change approved first"
            ),
            Self::NothingNamed => write!(
                f,
                "name the documents, or write --all for everything that is open, or name a returned sheet after --from"
            ),
            Self::NoDays => {
                write!(f, "no row of the sheet has a day in the column `date`, so there is nothing to record")
            }
            Self::NothingOpen => {
                write!(f, "this person has acknowledged everything, so there is nothing to record")
            }
            Self::NothingToPrint => {
                write!(f, "nobody has to read or learn anything of this, so there is no sheet")
            }
            Self::OtherEnding(file) => {
                write!(f, "{} must end with .pdf or .csv", file.display())
            }
        }
    }
}

impl std::error::Error for PeopleError {}
