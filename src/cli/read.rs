use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::fill::unknown_form;
use super::place::names_and_place;
use super::{CommandError, Exit, Place, count, print, refuse, tell, usage};
use crate::files::{self, Access};
use crate::fill::{self, Data, FieldValues, ReadBack};
use crate::model::form::FormMark;
use crate::model::{Form, FormVersion, Handbook};
use crate::names;
use crate::pdf::{self, Misfit, SavedForm, UnreadablePdf};

/// A form with its font has less than a megabyte; signatures and attachments add some.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Read what is filled into PDFs of forms: the inverse of fill
///
/// Reads PDFs that fill, Acrobat, Firefox, Chrome and Edge saved. JSON has the shape that fill and the form's page in the browser read;
/// several PDFs become a list, or with CSV a table with a row for each. What is reported: text that is too long for its box, and so not on
/// paper; a version that isn't the present one; fields that the form doesn't have; values that fill would refuse.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook read filled.pdf\n  clausebook read filled.pdf my-handbook --out values.json\n  clausebook read march/*.pdf --format csv --out march.csv\n\nThe values are people's health information: keep the file with your program's records.\n\nExit codes: 0 read; 1 read, with something to look at, or the file is no form of this handbook; 2 the command was not understood."
)]
pub(crate) struct ReadCommand {
    /// The PDFs; then the handbook's folder [default: this folder]
    #[arg(value_name = "FILES] [DIR", required = true)]
    words: Vec<String>,
    /// How the values are written
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: ReadFormat,
    /// The form, where the PDF doesn't say it
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    /// The file to write instead of printing the values; it must not exist yet, and only its owner can read it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The handbook's folder, in another way
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReadFormat {
    /// For fill, and for the form's page in the browser
    Json,
    /// A row for each PDF, with the names of the fields in the first row
    Csv,
    /// For PDF programs, which import it into the form
    Xfdf,
}

pub(crate) fn run(command: &ReadCommand) -> Exit {
    let (names, place) = names_and_place(&command.words, command.dir.as_deref(), &command.config);
    let examined = match place.sound("its forms cannot be read") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let handbook = &examined.handbook;
    let form = command.form.as_deref();
    if let Some(id) = form.filter(|id| !handbook.forms.iter().any(|form| form.id == **id)) {
        return usage(&unknown_form(id, handbook));
    }
    read(command, &names, &place, handbook).unwrap_or_else(|error| error.tell())
}

fn read(
    command: &ReadCommand,
    names: &[&str],
    place: &Place,
    handbook: &Handbook,
) -> Result<Exit, CommandError> {
    if names.is_empty() {
        return Ok(usage("name the PDFs to read"));
    }
    if let Some(out) = &command.out {
        refuse(out, &place.dir, "where everyone could read it")?;
    }
    let mut read = Vec::new();
    let (mut refused, mut reports) = (0, 0);
    for name in names {
        match read_one(Path::new(name), command.form.as_deref(), handbook)? {
            Ok(one) => {
                for report in &one.reports {
                    tell(&if names.len() == 1 { report.to_string() } else { format!("{name}: {report}") });
                }
                reports += one.reports.iter().filter(|report| report.is_finding()).count();
                read.push(one);
            }
            Err(refusal) => {
                tell(&format!("clausebook: {name} {refusal}"));
                refused += 1;
            }
        }
    }
    if refused > 0 {
        if names.len() > 1 {
            tell(&format!("Nothing was read: {} can't be.", count(refused, "file", "files")));
        }
        return Ok(Exit::Findings);
    }
    let Some(text) = written(command.format, &read) else {
        return Ok(usage(match command.format {
            ReadFormat::Csv => "these PDFs are of more than one form. Write a table for each form by itself",
            _ => "XFDF holds the values of one PDF. Name one, or write JSON or CSV",
        }));
    };
    let exit = if reports == 0 { Exit::Fine } else { Exit::Findings };
    let Some(out) = &command.out else { return Ok(print(&text, exit)) };
    files::create(out, text.as_bytes(), Access::OwnerOnly)?;
    tell(&format!("Wrote {}. It contains the data; keep it with your program's records.", out.display()));
    Ok(exit)
}

/// A PDF that was read.
struct ReadPdf {
    form: String,
    version: String,
    back: ReadBack,
    fields: FieldValues,
    reports: Vec<ReadReport>,
}

/// Why a PDF isn't read. Completes the sentence "FILE …".
enum ReadRefusal {
    Unreadable(UnreadablePdf),
    TooLarge,
    /// It says that it is of this form.
    OtherHandbook(String),
    NoFormOfThis,
}

impl fmt::Display for ReadRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::TooLarge => f.write_str("has more than 32 MB, so it was not read"),
            Self::OtherHandbook(form) if names::is_id(form) => write!(
                f,
                "is of a form {form}, which this handbook doesn't have. Name the handbook's folder after the PDF, or say with --form which form it is"
            ),
            Self::OtherHandbook(_) | Self::NoFormOfThis => f.write_str(
                "is not a form of this handbook. Name the handbook's folder after the PDF, or say with --form which form it is",
            ),
        }
    }
}

/// What is to be looked at, without any value.
enum ReadReport {
    OtherVersion {
        version: String,
        present: String,
        is_known: bool,
    },
    /// The PDF was made before forms said it.
    NoVersion,
    Overflow {
        field: String,
        misfit: Misfit,
    },
    Unplaced {
        field: String,
    },
    Signed {
        field: String,
    },
    Problem(fill::Problem),
}

impl ReadReport {
    fn is_finding(&self) -> bool {
        !matches!(self, Self::NoVersion | Self::Signed { .. })
    }
}

impl fmt::Display for ReadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherVersion { version, present, is_known: true } => write!(
                f,
                "this is the version {version} of the form, and was read as that; the present one is {present}"
            ),
            Self::OtherVersion { version, present, is_known: false } => write!(
                f,
                "this is the version {} of the form, which the handbook no longer has; it was read as the present one, {present}",
                shown(version)
            ),
            Self::NoVersion => f.write_str(
                "the PDF doesn't say which version of the form it is; it was read as the present one",
            ),
            Self::Overflow { field, misfit: Misfit::TooManyLines { lines, room } } => write!(
                f,
                "{field}: it takes {}, and the box shows {room}: the rest is not on paper",
                count(*lines, "line", "lines")
            ),
            Self::Overflow { field, misfit: Misfit::TooLong(letters) } => write!(
                f,
                "{field}: about {} at its end are not on paper",
                count(*letters, "letter", "letters")
            ),
            Self::Overflow { field, misfit: Misfit::Letter(_) } => {
                write!(f, "{field}: it is not all on paper")
            }
            Self::Unplaced { field } => write!(
                f,
                "{}: the form has no place for this value; JSON has it in `$unplaced`",
                shown(field)
            ),
            Self::Signed { field } => {
                write!(f, "{field}: signed by certificate, which is no data. Keep the PDF")
            }
            Self::Problem(fill::Problem { place, kind }) if place.is_empty() => kind.fmt(f),
            Self::Problem(fill::Problem { place, kind }) => write!(f, "{place}: {kind}"),
        }
    }
}

/// A name from a stranger's file, where it looks like one of ours: it may be anybody's words.
fn shown(name: &str) -> &str {
    let is_ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    if name.len() <= 200 && name.chars().all(is_ours) { name } else { "(a name that isn't shown)" }
}

fn read_one(
    path: &Path,
    form: Option<&str>,
    handbook: &Handbook,
) -> Result<Result<ReadPdf, ReadRefusal>, CommandError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path);
    file.and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| CommandError::UnreadableInput { file: path.to_owned(), error })?;
    if bytes.len() as u64 > LARGEST {
        return Ok(Err(ReadRefusal::TooLarge));
    }
    Ok(pdf::saved(&bytes)
        .map_err(ReadRefusal::Unreadable)
        .and_then(|saved| read_saved(saved, form, handbook)))
}

fn read_saved(saved: SavedForm, form: Option<&str>, handbook: &Handbook) -> Result<ReadPdf, ReadRefusal> {
    let SavedForm { mark, fields: saved } = saved;
    let fields: FieldValues = saved.iter().map(|(name, field)| (name.clone(), field.value.clone())).collect();
    let form = found_form(mark.as_ref(), form, &fields, handbook)?;
    let present = FormMark::new(&form.id, &form.current);
    let mut reports = Vec::new();
    let version = match &mark {
        None => {
            reports.push(ReadReport::NoVersion);
            &*form.current
        }
        Some(mark) => match version_of(form, mark) {
            Some(version) if mark.version == present.version => version,
            found => {
                reports.push(ReadReport::OtherVersion {
                    version: mark.version.clone(),
                    present: present.version.clone(),
                    is_known: found.is_some(),
                });
                found.unwrap_or(&form.current)
            }
        },
    };
    let own = FormMark::new(&form.id, version);
    let back = fill::read_back(version, &handbook.words, (&own.form, &own.version), &fields, handbook.as_of);
    for (name, field) in saved {
        if let Some(misfit) = field.overflow {
            reports.push(ReadReport::Overflow { field: shown(&name).to_owned(), misfit });
        }
        if field.is_signed {
            reports.push(ReadReport::Signed { field: shown(&name).to_owned() });
        }
    }
    reports.extend(back.unplaced.iter().map(|field| ReadReport::Unplaced { field: field.clone() }));
    reports.extend(back.problems.iter().cloned().map(ReadReport::Problem));
    Ok(ReadPdf { form: own.form, version: own.version, back, fields, reports })
}

/// The form that a PDF is of: as somebody says, as it says, else the one that has its fields.
fn found_form<'h>(
    mark: Option<&FormMark>,
    form: Option<&str>,
    fields: &FieldValues,
    handbook: &'h Handbook,
) -> Result<&'h Form, ReadRefusal> {
    let by_id = |id: &str| handbook.forms.iter().find(|form| form.id == id);
    if let Some(id) = form {
        return by_id(id).ok_or(ReadRefusal::NoFormOfThis);
    }
    if let Some(mark) = mark {
        return by_id(&mark.form).ok_or_else(|| ReadRefusal::OtherHandbook(mark.form.clone()));
    }
    let known =
        handbook.forms.iter().map(|form| (fill::known_fields(&form.current, &handbook.words, fields), form));
    let (most, form) = known.max_by_key(|(known, _)| *known).ok_or(ReadRefusal::NoFormOfThis)?;
    // A field or two of an earlier version may be gone.
    if most * 10 >= fields.len() * 9 { Ok(form) } else { Err(ReadRefusal::NoFormOfThis) }
}

fn version_of<'h>(form: &'h Form, mark: &FormMark) -> Option<&'h FormVersion> {
    let others = form.others.iter().map(|other| &*other.version);
    let all = std::iter::once(&*form.current).chain(form.later.iter().map(|later| &**later)).chain(others);
    all.into_iter().find(|version| FormMark::new(&form.id, version).version == mark.version)
}

/// `None` when this format can't hold all of them.
fn written(format: ReadFormat, read: &[ReadPdf]) -> Option<String> {
    match (format, read) {
        (ReadFormat::Json, [one]) => Some(one.back.data.to_json()),
        (ReadFormat::Json, all) => {
            Some(Data::List(all.iter().map(|one| one.back.data.clone()).collect()).to_json())
        }
        (ReadFormat::Csv, all) => {
            let is_one_form = all.windows(2).all(|pair| pair[0].form == pair[1].form);
            is_one_form.then(|| csv_of(all)).flatten()
        }
        (ReadFormat::Xfdf, [one]) => Some(xfdf(&one.fields)),
        (ReadFormat::Xfdf, _) => None,
    }
}

/// A table that `fill --out-dir` reads.
fn csv_of(read: &[ReadPdf]) -> Option<String> {
    let mut heads: Vec<&str> = Vec::new();
    for one in read {
        let mut at = 0;
        for (name, _) in &one.back.named {
            match heads.iter().position(|head| head == name) {
                Some(known) => at = known + 1,
                None => {
                    heads.insert(at, name);
                    at += 1;
                }
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["$form", "$version"].into_iter().chain(heads.iter().copied())).ok()?;
    for one in read {
        let values: BTreeMap<&str, &str> =
            one.back.named.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let cells = heads.iter().map(|head| values.get(head).copied().unwrap_or_default());
        writer.write_record([one.form.as_str(), &one.version].into_iter().chain(cells)).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// Values as PDF programs exchange them (ISO 19444-1).
fn xfdf(fields: &FieldValues) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xfdf xmlns=\"http://ns.adobe.com/xfdf/\" xml:space=\"preserve\">\n<fields>\n",
    );
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let (name, value) = (escaped(name), escaped(value));
        xml.push_str(&format!("<field name=\"{name}\"><value>{value}</value></field>\n"));
    }
    xml.push_str("</fields>\n</xfdf>\n");
    xml
}

/// For XML, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut xml = String::new();
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            c if (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
    xml
}
