//! The publisher's document, in any of the kinds of files that it comes in, and the outline of it that people correct.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, WINDOWS_1252};
use jiff::civil::Date;

use super::import::read_file;
use super::import_policy::prints;
use super::{CommandError, Place};
use crate::docx::{self, DocxError};
use crate::oscal::{self, ImportedCatalog, OscalError};
use crate::outline::{self, DocumentOutline, TableError};

/// Why the publisher's file can't be read. Completes a sentence that begins with the file's name.
#[derive(Debug)]
pub(crate) enum PublisherFileError {
    Word(DocxError),
    Table(TableError),
    Oscal(OscalError),
    Pdf,
    OldOffice,
    NoText,
}

impl fmt::Display for PublisherFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(error) => error.fmt(f),
            Self::Table(error) => error.fmt(f),
            Self::Oscal(error) => error.fmt(f),
            Self::Pdf => f.write_str("is a PDF. Save it as text first (in Acrobat: Save as Other, Text), or copy its text into a file that ends with .txt"),
            Self::OldOffice => f.write_str("is a file of the old kind (.doc or .xls). Save it as .docx or .xlsx, and bring in that file"),
            Self::NoText => f.write_str("has no text"),
        }
    }
}

/// What a publisher's file holds.
pub(crate) enum PublisherFile {
    /// Words whose outline a person corrects.
    Outline(DocumentOutline),
    /// A catalog with ids of its own.
    Oscal(ImportedCatalog),
}

pub(crate) fn read(file: &Path) -> Result<PublisherFile, CommandError> {
    let bytes = read_file(file)?;
    read_bytes(file, &bytes).map_err(|error| CommandError::NotPublished { file: file.to_owned(), error })
}

fn read_bytes(file: &Path, bytes: &[u8]) -> Result<PublisherFile, PublisherFileError> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let table = |rows: Result<Vec<Vec<String>>, TableError>| {
        rows.and_then(|rows| outline::read_table(&name, &rows)).map_err(PublisherFileError::Table)
    };
    if bytes.starts_with(b"%PDF") {
        return Err(PublisherFileError::Pdf);
    }
    let outline = match ending.as_str() {
        "docx" => {
            let imported = docx::read(bytes, &prints, "picture-").map_err(PublisherFileError::Word)?;
            let title = imported.title.map(|title| format!("# {}\n\n", title.words)).unwrap_or_default();
            outline::read_text(&format!("{title}{}", imported.markdown))
        }
        "xlsx" => table(outline::workbook_rows(bytes))?,
        "csv" | "tsv" => table(outline::csv_rows(&decoded(bytes)))?,
        "json" => {
            return oscal::read_catalog(&decoded(bytes))
                .map(PublisherFile::Oscal)
                .map_err(PublisherFileError::Oscal);
        }
        "doc" | "xls" => return Err(PublisherFileError::OldOffice),
        _ => outline::read_text(&decoded(bytes)),
    };
    if outline.entries.is_empty() {
        Err(PublisherFileError::NoText)
    } else {
        Ok(PublisherFile::Outline(outline))
    }
}

/// Text in UTF-8 or UTF-16; what isn't is from a program of Windows.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    }
}

/// The file beside a revision with the publisher's words.
pub(crate) fn words_file(place: &Place, specification: &str, effective: Date) -> PathBuf {
    place.dir.join(format!("content/specifications/{specification}/{effective}.txt"))
}

/// The outline of a revision, if its file is at hand.
pub(crate) fn outline_at_hand(
    place: &Place,
    specification: &str,
    effective: Date,
) -> Result<Option<DocumentOutline>, CommandError> {
    let file = words_file(place, specification, effective);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(CommandError::UnreadableInput { file, error }),
    };
    outline::parse(&text).map(Some).map_err(|error| CommandError::BadOutline { file, error })
}

/// The day of the newest outline of a specification.
pub(crate) fn newest_outline(place: &Place, specification: &str) -> Option<Date> {
    let folder = fs::read_dir(place.dir.join(format!("content/specifications/{specification}"))).ok()?;
    let names = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter_map(|name| name.strip_suffix(".txt")?.parse().ok()).max()
}
