//! A table, as of a workbook or a CSV file, becomes an outline: a row is an entry, and its number says which it is under.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

use super::{DocumentOutline, EntryMark, OutlineEntry, marks, references};

/// Why a table can't be read. Completes a sentence that begins with the file's name.
#[derive(Debug)]
pub(crate) enum TableError {
    /// The reason of the reader of workbooks.
    NotWorkbook(String),
    NotCsv(String),
    /// No column looks like the words of clauses.
    NoText,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWorkbook(reason) => write!(f, "is not a workbook that can be read (.xlsx): {reason}"),
            Self::NotCsv(reason) => write!(f, "is not a table of text (CSV) that can be read: {reason}"),
            Self::NoText => f.write_str("has no column with the words of the clauses. Call it Text or Requirement, and the one with their numbers Number"),
        }
    }
}

/// The rows of the first sheet that has any.
pub(crate) fn workbook_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableError> {
    let refused = |error: calamine::XlsxError| TableError::NotWorkbook(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(refused)?;
        let rows: Vec<Vec<String>> = range
            .rows()
            .map(|row| row.iter().map(|cell| cell.to_string().trim().to_owned()).collect())
            .collect();
        if rows.len() > 1 {
            return Ok(rows);
        }
    }
    Err(TableError::NoText)
}

/// The rows of a CSV file, whose cells commas, semicolons or tabs separate.
pub(crate) fn csv_rows(text: &str) -> Result<Vec<Vec<String>>, TableError> {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|one| count(*one)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(u8::try_from(separator).unwrap_or(b','));
    let mut reader = reader.from_reader(text.as_bytes());
    let cells = |row: csv::StringRecord| row.iter().map(|cell| cell.trim().to_owned()).collect();
    reader
        .records()
        .map(|row| row.map(cells).map_err(|error| TableError::NotCsv(error.to_string())))
        .collect()
}

/// Which column has what.
struct Columns {
    number: Option<usize>,
    title: Option<usize>,
    text: usize,
    /// The row after the names of the columns.
    first: usize,
}

const NUMBERS: [&str; 10] =
    ["id", "number", "no", "no.", "#", "ref", "reference", "clause", "control", "citation"];
const TITLES: [&str; 5] = ["title", "name", "heading", "topic", "short title"];
const TEXTS: [&str; 8] =
    ["text", "requirement", "requirements", "description", "statement", "standard", "language", "words"];

/// Reads rows whose first names the columns.
///
/// # Errors
/// When no column has the words of the clauses.
pub(crate) fn read_table(title: &str, rows: &[Vec<String>]) -> Result<DocumentOutline, TableError> {
    let columns = columns(rows).ok_or(TableError::NoText)?;
    let mut tree = RowTree::default();
    for row in &rows[columns.first..] {
        let cell = |at: usize| {
            row.get(at).map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
        };
        let number = columns.number.map(cell).unwrap_or_default();
        let (title, words) = (columns.title.map(cell).unwrap_or_default(), cell(columns.text));
        let text = match (title.is_empty(), words.is_empty()) {
            (true, _) => words,
            (false, true) => title,
            (false, false) => format!("{}: {words}", title.trim_end_matches(':')),
        };
        if !text.is_empty() {
            tree.add(&number, text);
        }
    }
    let entries = tree.flat();
    if entries.is_empty() {
        return Err(TableError::NoText);
    }
    let references = references::found(entries.iter().map(|entry| entry.text.as_str()));
    Ok(DocumentOutline { title: title.to_owned(), entries, references })
}

fn columns(rows: &[Vec<String>]) -> Option<Columns> {
    for (at, row) in rows.iter().take(10).enumerate() {
        let find = |names: &[&str]| {
            row.iter().position(|cell| {
                let cell = cell.to_lowercase();
                names.contains(&cell.as_str())
                    || cell
                        .split_whitespace()
                        .any(|word| names.contains(&word) && cell.split_whitespace().count() < 4)
            })
        };
        let number = find(&NUMBERS);
        let text = find(&TEXTS).filter(|text| Some(*text) != number);
        let title = find(&TITLES).filter(|title| Some(*title) != number && Some(*title) != text);
        if let Some(text) = text.or(title.filter(|_| number.is_some())) {
            return Some(Columns {
                number,
                title: title.filter(|title| *title != text),
                text,
                first: at + 1,
            });
        }
    }
    None
}

/// Rows by what they are under, in the order in which they came.
#[derive(Default)]
struct RowTree {
    rows: Vec<TreeRow>,
    /// By the parts of its number in lowercase.
    by_path: BTreeMap<Vec<String>, usize>,
}

struct TreeRow {
    parent: Option<usize>,
    mark: EntryMark,
    own_id: Option<String>,
    text: String,
}

impl RowTree {
    fn add(&mut self, number: &str, text: String) {
        let path = path(number);
        let parent = (1..path.len())
            .rev()
            .find_map(|length| self.by_path.get(&path[..length]).map(|at| (length, *at)));
        let (above, parent) = parent.map_or((0, None), |(length, at)| (length, Some(at)));
        let segment = path[above..].join("-");
        let mark = match marks::numeral(number) {
            Some(_) if parent.is_none() && path.len() == 1 => EntryMark::Number(number.to_owned()),
            _ => EntryMark::Bullet,
        };
        let own_id = (!segment.is_empty()).then_some(segment);
        if !path.is_empty() {
            self.by_path.entry(path.clone()).or_insert(self.rows.len());
        }
        self.rows.push(TreeRow { parent, mark, own_id, text });
    }

    fn flat(self) -> Vec<OutlineEntry> {
        let mut under: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            under.entry(row.parent).or_default().push(at);
        }
        let mut entries = Vec::new();
        let mut open: Vec<(usize, usize)> =
            under.get(&None).into_iter().flatten().rev().map(|at| (*at, 0)).collect();
        while let Some((at, depth)) = open.pop() {
            let TreeRow { parent: _, mark, own_id, text } = &self.rows[at];
            // Sections are what nothing is above: their lines are headings of the outline.
            entries.push(OutlineEntry {
                depth,
                is_section: depth == 0,
                own_id: own_id.clone(),
                mark: if depth == 0 { EntryMark::Bare } else { mark.clone() },
                text: text.clone(),
            });
            open.extend(under.get(&Some(at)).into_iter().flatten().rev().map(|at| (*at, depth + 1)));
        }
        entries
    }
}

/// `AC-2(1)` is `ac-2` and `1`; `6.4.c` is `6`, `4` and `c`.
fn path(number: &str) -> Vec<String> {
    let plain = number.to_lowercase();
    let parts =
        plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').map(|part| part.trim_matches('-'));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
