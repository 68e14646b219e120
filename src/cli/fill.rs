use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CommandError, Exit, Place, count, print, refuse, tell, tell_findings, usage};
use crate::diagnostic::{self, Findings};
use crate::files::{self, Access};
use crate::fill;
use crate::model::form::Sheet;
use crate::model::{Form, Handbook, Handle};
use crate::pdf::{Misfit, PdfFormError, Unfilled};
use crate::pipeline::{self, Examined};

/// A larger file of data is refused: no form has so much in it.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Fill in a form from data, such as an export from a record system
///
/// The data is JSON, with one key for each field. It is checked as on the form, and never printed or kept anywhere but in the
/// PDF. Unknown keys, duplicate keys, values of the wrong kind and text that does not fit are
/// errors, and then no PDF is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook fill service-plan --blank-data > values.json\n  clausebook fill service-plan --data values.json --out filled.pdf\n  record-system-export | clausebook fill service-plan --data - --out filled.pdf\n\nExit codes: 0 the PDF is written; 1 something in the data or the handbook must be fixed first, or the PDF exists; 2 the command was not understood."
)]
pub(crate) struct FillCommand {
    /// The form, such as service-plan
    #[arg(value_name = "FORM")]
    form: String,
    #[command(flatten)]
    place: Place,
    /// The file with the data; - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "blank_data", requires = "out")]
    data: Option<PathBuf>,
    /// The PDF to write; it must not exist yet
    #[arg(long, value_name = "FILE", requires = "data")]
    out: Option<PathBuf>,
    /// Print empty data to start from: every key, without a value
    #[arg(long, conflicts_with_all = ["data", "out"])]
    blank_data: bool,
}

pub(crate) fn run(command: &FillCommand) -> Exit {
    let examined = match command.place.sound("its forms cannot be filled in") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let handbook = &examined.handbook;
    let Some(handle) = Handle::find(&handbook.forms, |form| form.id == command.form) else {
        return usage(&unknown_form(&command.form, handbook));
    };
    let form = &handle.of(&handbook.forms).current;
    let (Some(data), Some(out)) = (&command.data, &command.out) else {
        return print(&fill::blank(form), Exit::Fine);
    };
    if let Err(error) = refuse(out, &command.place.dir, "where everyone could read it") {
        return error.tell();
    }
    let data = match read(data) {
        Ok(data) => data,
        Err(error) => return error.tell(),
    };
    let (extent, answers) = match fill::read(form, &examined.handbook.words, &data) {
        Ok(read) => read,
        Err(problems) => {
            return refused(problems.iter().map(|one| (one.place.as_str(), one.kind.to_string())));
        }
    };
    let sheet = Sheet::new(form, &examined.handbook.words, &extent);
    let broken = fill::broken_rules(&sheet, &answers, examined.handbook.as_of);
    if !broken.is_empty() {
        return refused(broken.iter().map(|one| (one.place.as_str(), one.kind.to_string())));
    }
    let (pdf, unanswered) = match filled(examined, handle, &extent, answers) {
        Ok(filled) => filled,
        Err(exit) => return exit,
    };
    // The file must not be there yet: nothing that somebody filled in is overwritten.
    if let Err(error) = files::create(out, &pdf, Access::OwnerOnly) {
        return CommandError::from(error).tell();
    }
    if !unanswered.is_empty() {
        tell(&format!("Still empty, though required: {}.", unanswered.join("; ")));
    }
    tell(&format!(
        "Filled in: {}. It contains the data; keep it with your program's records.",
        out.display()
    ));
    Exit::Fine
}

fn filled(
    examined: Examined,
    form: Handle<Form>,
    extent: &crate::model::form::Extent,
    answers: crate::model::form::Answers,
) -> Result<(Vec<u8>, Vec<String>), Exit> {
    pipeline::fill(examined, form, extent, answers).map_err(|(unfilled, files)| match unfilled {
        Unfilled::Findings(diagnostics) => {
            let mut findings = Findings::default();
            findings.extend(diagnostics);
            tell_findings(&findings, &files);
            Exit::Findings
        }
        Unfilled::Troubles(troubles) => refused(troubles.iter().filter_map(|trouble| match trouble {
            PdfFormError::Misfit(name, misfit) => Some((name.as_str(), explain(*misfit))),
            _ => None,
        })),
    })
}

fn explain(misfit: Misfit) -> String {
    match misfit {
        Misfit::Letter(c) => {
            format!("it has a character that cannot be printed (U+{:04X}): say it in words", u32::from(c))
        }
        Misfit::TooLong(letters) => format!(
            "it is too long for its line, by about {}: shorten it",
            count(letters, "letter", "letters")
        ),
        Misfit::TooManyLines { lines, room } => format!(
            "it takes {}, but there is room for {room}: shorten it, or continue in another document and say which",
            count(lines, "line", "lines")
        ),
    }
}

/// Says what is wrong with the data, and none of the data.
fn refused<'a>(problems: impl Iterator<Item = (&'a str, String)>) -> Exit {
    let mut number = 0;
    for (place, message) in problems {
        number += 1;
        tell(&if place.is_empty() { message } else { format!("{place}: {message}") });
    }
    tell(&format!("Nothing was written: fix {} in the data first.", count(number, "thing", "things")));
    Exit::Findings
}

fn unknown_form(id: &str, handbook: &Handbook) -> String {
    let known: Vec<&str> = handbook.forms.iter().map(|form| form.id.as_str()).collect();
    match diagnostic::nearest(id, known.iter().copied()) {
        Some(near) => format!("there is no form {id}; did you mean {near}?"),
        None if known.is_empty() => format!("there is no form {id}; this handbook has none"),
        None => format!("there is no form {id}; there are: {}", known.join(", ")),
    }
}

/// Reads the data. An error quotes nothing of them.
fn read(path: &Path) -> Result<fill::Data, CommandError> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    let file = if path == Path::new("-") { Path::new("standard input") } else { path };
    if let Err(error) = read {
        return Err(CommandError::UnreadableInput { file: file.to_owned(), error });
    }
    let name = file.display().to_string();
    if bytes.len() as u64 > LARGEST {
        return Err(CommandError::DataTooLarge(name));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        CommandError::DataNotJson { name, line, column }
    })
}
