use std::fmt;

use super::fill_data::MOST_ROWS;

/// Why many forms can't be filled in.
#[derive(Debug)]
pub(crate) enum FillError {
    /// A list where one form is filled in.
    List(String),
    ListTooLarge(String),
    NoRows(String),
    TooManyRows(String),
    Workbook(String),
    NotCsv(String),
    /// The Member's particulars don't say which form they are of.
    MemberOfNoForm(String),
    /// `--name` has a gap for a field that the form doesn't have.
    UnknownGap(String),
    /// `--name` gives every file the same name.
    NoGap,
    /// A brace is not closed, or closes nothing.
    Brace,
}

impl fmt::Display for FillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(name) => write!(
                f,
                "{name} has a list. To write a PDF for each of its entries, use --out-dir and --name instead of --out"
            ),
            Self::ListTooLarge(name) => write!(f, "{name} has more than 64 MB. Divide it into several files"),
            Self::NoRows(name) => write!(f, "{name} has no data to fill in"),
            Self::TooManyRows(name) => {
                write!(f, "{name} has more than {MOST_ROWS} rows. Divide it into several files")
            }
            Self::Workbook(name) => write!(f, "{name} is a workbook. Save it as CSV, and name that file"),
            Self::NotCsv(name) => write!(f, "{name} can't be read as CSV"),
            Self::MemberOfNoForm(name) => write!(
                f,
                "{name} doesn't say which form of this handbook it has the data of. Save it on the form's page, or write \"$form\": \"face-sheet\" into it"
            ),
            Self::UnknownGap(gap) => write!(
                f,
                "--name has {{{gap}}}, but this form has no field {gap} to name files after. Write the id of a field, {{row}}, or {{form}}"
            ),
            Self::NoGap => {
                f.write_str("--name gives every file the same name. Write {member-id}, or {row}, in it")
            }
            Self::Brace => f.write_str("--name has a brace without its other one. Write {member-id}"),
        }
    }
}
