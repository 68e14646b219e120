//! `acknowledgements.csv`: who has read or learned which version, when, and how that is known. It is a ledger: rows are added, never
//! changed. It is no electronic signature.
//!
//! A returned sheet has the same columns, and others that nobody reads. Spreadsheet programs write a file in their own way: with
//! semicolons, or with days as `12/1/2026`, which are read as month, day and year.

use std::fmt;

use super::problem::PeopleProblem;
use crate::model::{Date, DocumentId, DocumentKind};

pub(crate) const LEDGER_FILE: &str = "acknowledgements.csv";

const COLUMNS: [&str; 6] = ["name", "document", "version", "fingerprint", "date", "how"];
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What is acknowledged: a policy, a form, or a unit of a curriculum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LedgerItem {
    pub(crate) document: DocumentId,
    pub(crate) unit: Option<String>,
}

impl fmt::Display for LedgerItem {
    /// `policy:intake`, or `curriculum:orientation#rights`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.document.fmt(f)?;
        self.unit.as_ref().map_or(Ok(()), |unit| write!(f, "#{unit}"))
    }
}

impl LedgerItem {
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once(':')?;
        let kind = DocumentKind::VERSIONED.into_iter().find(|kind| kind.scheme() == scheme)?;
        let (id, unit) = match rest.split_once('#') {
            Some((id, unit)) => (id, Some(unit.to_owned())),
            None => (rest, None),
        };
        (!id.is_empty()).then(|| Self { document: kind.id(id), unit })
    }
}

/// Somebody has read or learned a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acknowledgement {
    pub(crate) name: String,
    pub(crate) item: LedgerItem,
    /// The version, by the day on which it takes effect.
    pub(crate) version: Date,
    /// A short fingerprint of the text; empty where its approval doesn't say which text was approved.
    pub(crate) mark: String,
    pub(crate) on: Date,
    /// `signed sheet`
    pub(crate) how: String,
}

/// A row of a ledger or of a returned sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LedgerRow {
    /// As a spreadsheet program counts it; the first has the names of the columns.
    pub(crate) row: usize,
    pub(crate) name: String,
    pub(crate) item: LedgerItem,
    pub(crate) version: Date,
    pub(crate) mark: String,
    /// `None` where nobody has signed.
    pub(crate) on: Option<Date>,
    pub(crate) how: String,
}

/// How a file is written.
struct CsvLook<'a> {
    text: &'a str,
    delimiter: u8,
    /// The place of each of [`COLUMNS`].
    places: [usize; 6],
    /// How many columns there are.
    width: usize,
}

impl<'a> CsvLook<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, Vec<PeopleProblem>> {
        let text = str::from_utf8(bytes).map_err(|_| vec![PeopleProblem::NotUtf8])?;
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let first = text.lines().next().unwrap_or_default();
        let count = |c: char| first.matches(c).count();
        let delimiter = if count(';') > count(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(first.as_bytes());
        let head = reader.records().next().and_then(Result::ok).unwrap_or_default();
        let head: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
        let place = |column: &str| head.iter().position(|name| name == column);
        let missing = COLUMNS.into_iter().filter(|column| place(column).is_none());
        let problems: Vec<PeopleProblem> = missing.map(PeopleProblem::MissingColumn).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            text,
            delimiter,
            places: COLUMNS.map(|column| place(column).unwrap_or(0)),
            width: head.len(),
        })
    }
}

/// The rows of a ledger or of a returned sheet; every problem at once.
pub(crate) fn read_rows(bytes: &[u8]) -> Result<Vec<LedgerRow>, Vec<PeopleProblem>> {
    let look = CsvLook::of(bytes)?;
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(look.delimiter).from_reader(look.text.as_bytes());
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let row = at + 2;
        match record {
            Err(_) => problems.push(PeopleProblem::UnreadableRow { row }),
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => {
                let cells = look.places.map(|place| record.get(place).unwrap_or_default().trim());
                rows.extend(read_row(row, cells, &mut problems));
            }
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn read_row(row: usize, cells: [&str; 6], problems: &mut Vec<PeopleProblem>) -> Option<LedgerRow> {
    let [name, document, version, mark, on, how] = cells;
    let before = problems.len();
    if name.is_empty() {
        problems.push(PeopleProblem::NoName { row });
    }
    let item = LedgerItem::parse(document);
    if item.is_none() {
        problems.push(PeopleProblem::NotADocument { row });
    }
    let mut day = |column, text: &str| {
        let day = day(text);
        if day.is_none() {
            problems.push(PeopleProblem::NotADay { row, column });
        }
        day
    };
    let version = day("version", version);
    let on = if on.is_empty() { None } else { day("date", on) };
    if problems.len() > before {
        return None;
    }
    let text = |cell: &str| cell.to_owned();
    Some(LedgerRow {
        row,
        name: text(name),
        item: item?,
        version: version?,
        mark: text(mark),
        on,
        how: text(how),
    })
}

/// `2026-12-01`, or as spreadsheet programs of the United States write it, `12/1/2026`.
fn day(text: &str) -> Option<Date> {
    if text.contains('-') {
        return text.parse().ok();
    }
    let mut parts = text.split('/').map(|part| part.parse::<i16>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year < 1000 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The rows of the ledger, each of which has a day.
pub(crate) fn read_ledger(bytes: &[u8]) -> Result<Vec<Acknowledgement>, Vec<PeopleProblem>> {
    let rows = read_rows(bytes)?;
    let problems: Vec<PeopleProblem> =
        rows.iter().filter(|row| row.on.is_none()).map(|row| PeopleProblem::NoDay { row: row.row }).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let LedgerRow { row: _, name, item, version, mark, on, how } = row;
            Some(Acknowledgement { name, item, version, mark, on: on?, how })
        })
        .collect())
}

/// The ledger with these rows at its end, and how many were added: what it has already is not written twice. An empty ledger gets its first
/// row. All bytes that are there stay.
pub(crate) fn appended(old: &[u8], new: &[Acknowledgement]) -> Result<(Vec<u8>, usize), Vec<PeopleProblem>> {
    let is_new = old.iter().all(u8::is_ascii_whitespace);
    let fresh = format!("{BYTE_ORDER_MARK}{}\r\n", COLUMNS.join(","));
    let old = if is_new { fresh.as_bytes() } else { old };
    let mut known = read_ledger(old)?;
    let look = CsvLook::of(old)?;
    let is_windows = look.text.contains("\r\n");
    let end = if is_windows { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer =
        csv::WriterBuilder::new().delimiter(look.delimiter).terminator(end).from_writer(Vec::new());
    let before = known.len();
    for one in new {
        let is_same =
            |other: &Acknowledgement| Acknowledgement { how: one.how.clone(), ..other.clone() } == *one;
        if known.iter().any(is_same) {
            continue;
        }
        let mut cells = vec![String::new(); look.width];
        for (place, cell) in look.places.into_iter().zip(cells_of(one)) {
            cells[place] = cell;
        }
        // Writing to memory cannot fail.
        let _ = writer.write_record(&cells);
        known.push(one.clone());
    }
    let mut bytes = old.to_vec();
    if !bytes.ends_with(b"\n") {
        bytes.extend(if is_windows { &b"\r\n"[..] } else { b"\n" });
    }
    bytes.extend(writer.into_inner().unwrap_or_default());
    Ok((bytes, known.len() - before))
}

fn cells_of(one: &Acknowledgement) -> [String; 6] {
    let Acknowledgement { name, item, version, mark, on, how } = one;
    [name.clone(), item.to_string(), version.to_string(), mark.clone(), on.to_string(), inert(how)]
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn acknowledgement(name: &str, how: &str) -> Acknowledgement {
        Acknowledgement {
            name: name.to_owned(),
            item: LedgerItem::parse("curriculum:core#rights").unwrap(),
            version: date(2026, 11, 25),
            mark: "v1:8k2m0q4t1h7x".to_owned(),
            on: date(2026, 12, 1),
            how: how.to_owned(),
        }
    }

    #[test]
    fn what_is_added_is_read_again_and_nothing_is_written_twice() {
        let rows = [acknowledgement("Ann; A", "signed \"sheet\""), acknowledgement("Ben, B", "class")];
        let (ledger, added) = appended(b"", &rows).unwrap();
        assert_eq!(added, 2);
        assert_eq!(read_ledger(&ledger).unwrap(), rows);
        let (again, added) = appended(&ledger, &[acknowledgement("Ben, B", "another word")]).unwrap();
        assert_eq!((again, added), (ledger, 0));
    }

    #[test]
    fn a_ledger_that_a_spreadsheet_program_has_saved_goes_on_in_its_way() {
        let old = "How;Date;Name;Document;Version;Fingerprint;Note\nclass;12/1/2026;Ann;policy:intake;11/25/2026;;x";
        let (ledger, added) = appended(old.as_bytes(), &[acknowledgement("Ben", "class")]).unwrap();
        assert_eq!(added, 1);
        let text = String::from_utf8(ledger.clone()).unwrap();
        assert_eq!(
            text.strip_prefix(old),
            Some("\nclass;2026-12-01;Ben;curriculum:core#rights;2026-11-25;v1:8k2m0q4t1h7x;\n")
        );
        let read = read_ledger(&ledger).unwrap();
        assert_eq!((read[0].on, read[0].version), (date(2026, 12, 1), date(2026, 11, 25)));
    }

    #[test]
    fn every_problem_is_named_by_its_row() {
        let text =
            "name,document,version,fingerprint,date,how\n,intake,2026-11-25,,13/1/2026,\nAnn,policy:a,x,,,\n";
        let problems = read_rows(text.as_bytes()).unwrap_err();
        assert_eq!(
            problems,
            [
                PeopleProblem::NoName { row: 2 },
                PeopleProblem::NotADocument { row: 2 },
                PeopleProblem::NotADay { row: 2, column: "date" },
                PeopleProblem::NotADay { row: 3, column: "version" },
            ]
        );
        assert_eq!(read_rows(b"name,date\n").unwrap_err().len(), 4);
    }
}
