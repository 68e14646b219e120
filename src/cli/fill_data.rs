//! The data that `clausebook fill` reads: JSON of one form, or a list of many, or a table with a row for each.
//!
//! ```text
//! member-name,member-id,goals/1/goal
//! Ann Example,A-1,"Sing again, daily"
//! ```

use std::fs;
use std::io::Read;
use std::path::Path;

use csv::ReaderBuilder;

use super::CommandError;
use super::fill_error::FillError;
use super::minutes::{decoded, delimited, is_workbook};
use crate::fill::{self, Data, DataMark, NamedCell, Problem};
use crate::model::form::{Answers, Extent};
use crate::model::{FormVersion, Handbook};

/// A larger file of data is refused: no form has so much in it.
const LARGEST: u64 = 4 * 1024 * 1024;
/// A larger list is refused.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;
/// More forms are filled in with several commands: all of them are kept in memory until every one is right.
pub(crate) const MOST_ROWS: usize = 500;

/// The data of one form.
pub(crate) struct DataRow {
    /// Its number: among the entries of a list from 1, or as a spreadsheet counts rows; `None` where there is only one.
    pub(crate) number: Option<usize>,
    given: GivenData,
}

enum GivenData {
    Json(Data),
    Cells(Vec<HeadedCell>),
}

struct HeadedCell {
    /// The number of its column.
    column: usize,
    head: String,
    text: String,
}

/// What data fill in.
#[derive(Default)]
pub(crate) struct ReadData {
    pub(crate) mark: DataMark,
    pub(crate) extent: Extent,
    pub(crate) answers: Answers,
    pub(crate) problems: Vec<Problem>,
}

impl DataRow {
    /// The form that JSON says it is of.
    pub(crate) fn form(&self) -> Option<String> {
        match &self.given {
            GivenData::Json(data) => fill::form_of(data),
            GivenData::Cells(_) => None,
        }
    }

    /// What it fills into a form, with all that is wrong.
    pub(crate) fn read(self, id: &str, version: &FormVersion, handbook: &Handbook) -> ReadData {
        let (mut marked, cells) = match self.given {
            GivenData::Json(data) => (data, Vec::new()),
            GivenData::Cells(cells) => {
                let (marks, cells): (Vec<HeadedCell>, Vec<HeadedCell>) =
                    cells.into_iter().partition(|cell| cell.head.starts_with('$'));
                let marks = marks.into_iter().filter(|cell| !cell.text.is_empty());
                (Data::object(marks.map(|cell| (cell.head, Data::text(cell.text))).collect()), cells)
            }
        };
        let (mark, mut problems) = match fill::take_mark(&mut marked, id) {
            Ok(mark) => (mark, Vec::new()),
            Err(problems) => (DataMark::default(), problems),
        };
        if !problems.is_empty() {
            return ReadData { problems, ..ReadData::default() };
        }
        let (extent, answers, more) = if cells.is_empty() {
            fill::read_all(version, &handbook.words, &marked)
        } else {
            let cells: Vec<(usize, NamedCell<'_>)> =
                cells.iter().map(|cell| (cell.column, (cell.head.as_str(), cell.text.as_str()))).collect();
            fill::read_row(version, &handbook.words, &cells)
        };
        problems.extend(more);
        ReadData { mark, extent, answers, problems }
    }
}

/// Reads the data of one form. An error quotes nothing of them.
pub(crate) fn read_one(path: &Path) -> Result<DataRow, CommandError> {
    let bytes = bytes(path, LARGEST)?;
    match json(path, &bytes)? {
        Data::List(_) => Err(FillError::List(name(path)).into()),
        data => Ok(DataRow { number: None, given: GivenData::Json(data) }),
    }
}

/// Reads the data of many forms: a table where the name of the file ends in `.csv`, else JSON.
pub(crate) fn read_list(path: &Path) -> Result<Vec<DataRow>, CommandError> {
    let bytes = bytes(path, LARGEST_LIST)?;
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let rows = if is_table { table(path, &bytes)? } else { list(json(path, &bytes)?) };
    match rows.len() {
        0 => Err(FillError::NoRows(name(path)).into()),
        1..=MOST_ROWS => Ok(rows),
        _ => Err(FillError::TooManyRows(name(path)).into()),
    }
}

fn list(data: Data) -> Vec<DataRow> {
    let entries = match data {
        Data::List(entries) => entries,
        one => vec![one],
    };
    let row = |(number, data)| DataRow { number: Some(number), given: GivenData::Json(data) };
    (1..).zip(entries).map(row).collect()
}

fn table(path: &Path, bytes: &[u8]) -> Result<Vec<DataRow>, CommandError> {
    if is_workbook(bytes) {
        return Err(FillError::Workbook(name(path)).into());
    }
    let text = decoded(bytes);
    let (delimiter, text, skipped) = delimited(&text);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let not_csv = |_| CommandError::from(FillError::NotCsv(name(path)));
    let Some(heads) = records.next().transpose().map_err(not_csv)? else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for (at, record) in records.enumerate() {
        let record = record.map_err(not_csv)?;
        if record.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        // A cell without a head is in a column that no form has.
        let cells = record.iter().enumerate().map(|(column, text)| HeadedCell {
            column: column + 1,
            head: heads.get(column).unwrap_or_default().trim().to_owned(),
            text: text.to_owned(),
        });
        let cells = cells.filter(|cell| !cell.head.is_empty() || !cell.text.trim().is_empty()).collect();
        let skipped = usize::try_from(skipped).unwrap_or(0);
        rows.push(DataRow { number: Some(at + 2 + skipped), given: GivenData::Cells(cells) });
    }
    Ok(rows)
}

fn name(path: &Path) -> String {
    let file = if path == Path::new("-") { Path::new("standard input") } else { path };
    file.display().to_string()
}

fn bytes(path: &Path, largest: u64) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(largest + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes))
    };
    if let Err(error) = read {
        return Err(CommandError::UnreadableInput { file: name(path).into(), error });
    }
    if bytes.len() as u64 > largest {
        return Err(match largest {
            LARGEST => CommandError::DataTooLarge(name(path)),
            _ => FillError::ListTooLarge(name(path)).into(),
        });
    }
    Ok(bytes)
}

fn json(path: &Path, bytes: &[u8]) -> Result<Data, CommandError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        CommandError::DataNotJson { name: name(path), line, column }
    })
}
