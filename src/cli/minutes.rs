//! A table with a row for each approval or review, as somebody saved it from a spreadsheet: `clausebook approve --from minutes.csv`.
//!
//! ```text
//! name,on,by,version
//! intake,2026-12-01,Board of Directors,
//! form:service-plan,2026-12-01,"Board of Directors, in session",2027-01-01
//! ```
//!
//! A spreadsheet may put `;` or a tab between the cells, a mark before the first, and letters in the code of its own system.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord, Trim};
use encoding_rs::{Encoding, WINDOWS_1252};
use jiff::civil::Date;

use super::CommandError;
use super::typed::{TypedError, day, person};

/// Minutes are small; a larger file is another one.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A column of the table, by the name in its first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MinutesColumn {
    Name,
    On,
    By,
    /// May be left out.
    Version,
}

impl MinutesColumn {
    pub(crate) const FOR_APPROVALS: [Self; 4] = [Self::Name, Self::On, Self::By, Self::Version];
    pub(crate) const FOR_REVIEWS: [Self; 3] = [Self::Name, Self::On, Self::By];

    fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::On => "on",
            Self::By => "by",
            Self::Version => "version",
        }
    }

    fn is_needed(self) -> bool {
        self != Self::Version
    }
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MinutesRow {
    /// Its number in the spreadsheet.
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) on: Date,
    pub(crate) by: String,
    /// The day on which the version takes effect that is meant.
    pub(crate) version: Option<Date>,
}

/// What keeps a row from being recorded.
#[derive(Debug)]
pub(crate) struct RowProblem {
    row: u64,
    reason: RowReason,
}

#[derive(Debug)]
enum RowReason {
    Empty(MinutesColumn),
    Value {
        column: MinutesColumn,
        text: String,
        error: TypedError,
    },
    /// It has more cells than the first row.
    SurplusCells,
    /// An earlier row records the same.
    Repeated {
        earlier: u64,
    },
    /// What the command says of it on its own.
    Refused(Box<CommandError>),
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: ", self.row)?;
        match &self.reason {
            RowReason::Empty(column) => write!(f, "`{}` is empty", column.word()),
            RowReason::Value { column, text, error: error @ TypedError::NotADay } => write!(
                f,
                "`{}` is {text}; {error}. In a spreadsheet, give the column the format yyyy-mm-dd",
                column.word()
            ),
            RowReason::Value { column, text, error } => write!(f, "`{}` is {text}; {error}", column.word()),
            RowReason::SurplusCells => {
                write!(f, "it has more cells than the first row. Put a text with a comma between quotes")
            }
            RowReason::Repeated { earlier } => write!(f, "row {earlier} already records this"),
            RowReason::Refused(error) => error.fmt(f),
        }
    }
}

/// The problems of all rows, which are reported together. Where there are no rows, the first problem is reported.
#[derive(Debug, Default)]
pub(crate) struct RowProblems(Vec<RowProblem>);

impl RowProblems {
    /// What was made of a row, if anything; what isn't from a row is passed on.
    pub(crate) fn keep<T>(
        &mut self,
        row: Option<u64>,
        made: Result<T, CommandError>,
    ) -> Result<Option<T>, CommandError> {
        match (made, row) {
            (Ok(made), _) => Ok(Some(made)),
            (Err(error), Some(row)) => {
                self.add(row, RowReason::Refused(Box::new(error)));
                Ok(None)
            }
            (Err(error), None) => Err(error),
        }
    }

    pub(crate) fn add_repeated(&mut self, row: u64, earlier: u64) {
        self.add(row, RowReason::Repeated { earlier });
    }

    fn add(&mut self, row: u64, reason: RowReason) {
        self.0.push(RowProblem { row, reason });
    }

    /// All problems of the rows of `file`, in their order.
    pub(crate) fn report(mut self, file: Option<&Path>) -> Result<(), CommandError> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.sort_by_key(|problem| problem.row);
        Err(CommandError::Rows { file: file.map(Path::to_owned).unwrap_or_default(), problems: self.0 })
    }
}

/// Why a file isn't such a table. Completes the sentence "FILE …".
#[derive(Debug)]
pub(crate) enum MinutesError {
    TooLarge,
    /// It is a workbook, not a text.
    Workbook,
    NoRows,
    Columns {
        missing: Vec<&'static str>,
        unknown: Vec<String>,
        known: Vec<&'static str>,
    },
    NotCsv(csv::Error),
}

impl fmt::Display for MinutesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "has more than 4 MB: it must have a row for each approval or review"),
            Self::Workbook => write!(f, "is a workbook. Save it as CSV, and name that file"),
            Self::NoRows => write!(f, "has no rows below the first, so nothing was recorded"),
            Self::Columns { missing, unknown, known } => {
                write!(f, "must have the names of its columns in the first row: {}", known.join(", "))?;
                if !missing.is_empty() {
                    write!(f, ". Missing: {}", missing.join(", "))?;
                }
                if !unknown.is_empty() {
                    write!(f, ". Not known: {}", unknown.join(", "))?;
                }
                Ok(())
            }
            Self::NotCsv(error) => write!(f, "can't be read as CSV: {error}"),
        }
    }
}

/// The rows of a table with these columns. What is wrong with a row is kept in `problems`.
pub(crate) fn read(
    file: &Path,
    columns: &[MinutesColumn],
    problems: &mut RowProblems,
) -> Result<Vec<MinutesRow>, CommandError> {
    let unreadable = |error| CommandError::UnreadableInput { file: file.to_owned(), error };
    let refused = |error| CommandError::Minutes { file: PathBuf::from(file), error };
    if fs::metadata(file).map_err(unreadable)?.len() > LARGEST {
        return Err(refused(MinutesError::TooLarge));
    }
    let bytes = fs::read(file).map_err(unreadable)?;
    rows(&bytes, columns, problems).map_err(refused)
}

fn rows(
    bytes: &[u8],
    columns: &[MinutesColumn],
    problems: &mut RowProblems,
) -> Result<Vec<MinutesRow>, MinutesError> {
    if is_workbook(bytes) {
        return Err(MinutesError::Workbook);
    }
    // Of a line end with two characters, the reader counts the second to the next line.
    let text = decoded(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let (delimiter, text, skipped) = delimited(&text);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let first = records.next().ok_or(MinutesError::NoRows)?.map_err(MinutesError::NotCsv)?;
    let places = MinutesPlaces::of(&first, columns)?;
    let mut rows = Vec::new();
    let mut is_empty = true;
    for record in records {
        let record = record.map_err(MinutesError::NotCsv)?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().any(|cell| !cell.is_empty()) {
            is_empty = false;
            rows.extend(places.row(&record, line + skipped, problems));
        }
    }
    if is_empty { Err(MinutesError::NoRows) } else { Ok(rows) }
}

/// A zip archive, or a file of Excel 97.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// The text of a file: what its first bytes say it is, else UTF-8, else the code of Windows in the Americas.
pub(super) fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// What is between the cells, the table, and the lines before it: Excel may say `sep=;` there.
pub(super) fn delimited(text: &str) -> (u8, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(own) = first.trim().strip_prefix("sep=")
        && let [own] = own.as_bytes()
    {
        return (*own, rest, 1);
    }
    let often = |mark: &u8| first.bytes().filter(|byte| byte == mark).count();
    // Of equals, the last counts.
    let mark = [b'\t', b';', b','].into_iter().max_by_key(often).unwrap_or(b',');
    (mark, text, 0)
}

/// Which cell of a row belongs to which column.
struct MinutesPlaces {
    name: usize,
    on: usize,
    by: usize,
    version: Option<usize>,
    width: usize,
}

impl MinutesPlaces {
    fn of(first: &StringRecord, columns: &[MinutesColumn]) -> Result<Self, MinutesError> {
        let named: Vec<String> = first.iter().map(str::to_lowercase).collect();
        let at = |column: MinutesColumn| {
            let column = columns.iter().find(|one| **one == column)?;
            named.iter().position(|name| name == column.word())
        };
        let is_known = |name: &String| name.is_empty() || columns.iter().any(|column| column.word() == name);
        let unknown: Vec<String> = named.iter().filter(|name| !is_known(name)).cloned().collect();
        match (at(MinutesColumn::Name), at(MinutesColumn::On), at(MinutesColumn::By)) {
            (Some(name), Some(on), Some(by)) if unknown.is_empty() => {
                Ok(Self { name, on, by, version: at(MinutesColumn::Version), width: named.len() })
            }
            _ => Err(MinutesError::Columns {
                missing: columns
                    .iter()
                    .filter(|column| column.is_needed() && at(**column).is_none())
                    .map(|column| column.word())
                    .collect(),
                unknown,
                known: columns.iter().map(|column| column.word()).collect(),
            }),
        }
    }

    fn row(&self, record: &StringRecord, number: u64, problems: &mut RowProblems) -> Option<MinutesRow> {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        if record.iter().skip(self.width).any(|cell| !cell.is_empty()) {
            problems.add(number, RowReason::SurplusCells);
            return None;
        }
        let name = Some(cell(self.name)).filter(|name| !name.is_empty());
        if name.is_none() {
            problems.add(number, RowReason::Empty(MinutesColumn::Name));
        }
        let on = value(cell(self.on), MinutesColumn::On, day, number, problems);
        let by = value(cell(self.by), MinutesColumn::By, person, number, problems);
        let version = match self.version.map(cell) {
            None | Some("") => Some(None),
            Some(text) => value(text, MinutesColumn::Version, day, number, problems).map(Some),
        };
        Some(MinutesRow { number, name: name?.to_owned(), on: on?, by: by?, version: version? })
    }
}

fn value<T>(
    text: &str,
    column: MinutesColumn,
    read: impl Fn(&str) -> Result<T, TypedError>,
    row: u64,
    problems: &mut RowProblems,
) -> Option<T> {
    if text.is_empty() {
        problems.add(row, RowReason::Empty(column));
        return None;
    }
    match read(text) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.add(row, RowReason::Value { column, text: text.to_owned(), error });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TABLE: &str = "Name,On,By,Version\r\nintake,2026-12-01,\"Board, in session\",\r\n,,,\r\nlab,2026-12-02,Señora López,2027-01-01\r\n";

    fn read(bytes: &[u8]) -> (Vec<MinutesRow>, Vec<String>) {
        let mut problems = RowProblems::default();
        let rows = rows(bytes, &MinutesColumn::FOR_APPROVALS, &mut problems).unwrap();
        (rows, problems.0.iter().map(ToString::to_string).collect())
    }

    fn utf_16(text: &str, code: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(code).collect()
    }

    #[test]
    fn a_table_is_read_however_a_spreadsheet_saves_it() {
        let row = |number, name: &str, on, by: &str, version| MinutesRow {
            number,
            name: name.to_owned(),
            on,
            by: by.to_owned(),
            version,
        };
        let expected = [
            row(2, "intake", date(2026, 12, 1), "Board, in session", None),
            row(4, "lab", date(2026, 12, 2), "Señora López", Some(date(2027, 1, 1))),
        ];
        let windows: Vec<u8> = TABLE.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let semicolons =
            TABLE.replace("Board, in", "Board; in").replace(',', ";").replace("Board; in", "Board, in");
        for bytes in [
            TABLE.as_bytes().to_vec(),
            format!("\u{feff}{TABLE}").into_bytes(),
            utf_16(TABLE, u16::to_le_bytes),
            utf_16(TABLE, u16::to_be_bytes),
            windows,
            semicolons.into_bytes(),
        ] {
            let (rows, problems) = read(&bytes);
            assert_eq!((rows.as_slice(), problems.as_slice()), (&expected[..], &[][..]));
        }
    }

    #[test]
    fn every_problem_of_every_row_is_found_at_once() {
        let table =
            "sep=;\nname;on;by\nintake;12/1/2026;Board\n;2026-12-01;…\nlab;2026-12-01;Board;of Directors\n";
        let (rows, problems) = read(table.as_bytes());
        assert_eq!(rows, []);
        let rows_with_problems: Vec<&str> = problems.iter().map(|one| &one[..6]).collect();
        assert_eq!(rows_with_problems, ["row 3:", "row 4:", "row 4:", "row 5:"], "{problems:#?}");
        assert!(problems[0].contains("`on` is 12/1/2026; write a date as year-month-day"), "{}", problems[0]);
    }

    #[test]
    fn a_table_needs_its_columns_and_no_others() {
        let table = b"name,date,by,verison\nintake,2026-12-01,Board,\n";
        let error = rows(table, &MinutesColumn::FOR_APPROVALS, &mut RowProblems::default()).unwrap_err();
        let expected = "must have the names of its columns in the first row: name, on, by, version. Missing: on. Not known: date, verison";
        assert_eq!(error.to_string(), expected);
        let workbook = rows(b"PK\x03\x04", &MinutesColumn::FOR_REVIEWS, &mut RowProblems::default());
        assert!(matches!(workbook, Err(MinutesError::Workbook)));
    }
}
