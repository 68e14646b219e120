use std::fmt;
use std::path::{Path, PathBuf};

use clap::Args;

use super::fill_attach::{attachments, with_attachments};
use super::fill_data::{self, DataRow};
use super::fill_error::FillError;
use super::fill_names::{NamePattern, NameProblem, TakenNames};
use super::{CommandError, Exit, Place, count, print, refuse, refuse_folder, tell, tell_findings, usage};
use crate::diagnostic::{self, Findings};
use crate::files::{self, Access, FileError};
use crate::fill::{self, MemberData, Problem};
use crate::model::form::{Answers, Extent, FormMark, Sheet, WantedRoom};
use crate::model::{Curriculum, DocumentKind, Form, FormVersion, Handbook, Handle, TranslatedVersion};
use crate::pdf::{Misfit, PdfFormError, Unfilled};
use crate::pipeline::{self, Examined, FilledDocument, FilledForm};
use crate::words::Language;

/// Fill in a form from data, such as an export from a record system
///
/// The data is JSON, with one key for each field; many forms are filled in from a list, or from a CSV file with the names of fields in
/// its first row. It is checked as on the form, and never printed or kept anywhere but in the PDF. Unknown keys, duplicate keys, values
/// of the wrong kind and text that does not fit are errors: all are reported at once, and then no PDF is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook fill service-plan --blank-data > values.json\n  clausebook fill service-plan --data values.json --out filled.pdf\n  clausebook fill service-plan --data values.json --out filled.pdf --grow\n  clausebook fill release-of-information --data values.json --member face-sheet.json --out filled.pdf\n  clausebook fill service-plan --data values.json --out filled.pdf --attach lease.pdf\n  clausebook fill service-plan --data members.csv --out-dir filled --name \"{member-id}\"\n  clausebook fill csp-core-certificate --data people.csv --out-dir certificates --name \"{row}\"\n  clausebook fill service-plan --data values.json --out filled.pdf --language es\n  record-system-export | clausebook fill service-plan --data - --out filled.pdf\n\nExit codes: 0 the PDF is written; 1 something in the data or the handbook must be fixed first, or the PDF exists; 2 the command was not understood."
)]
pub(crate) struct FillCommand {
    /// The form, such as service-plan, or the certificate of a curriculum, such as csp-core-certificate
    #[arg(value_name = "FORM")]
    form: String,
    #[command(flatten)]
    place: Place,
    /// The file with the data, as the form's page in the browser saves it, or as `clausebook read` writes it; - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "blank_data", requires = "to")]
    data: Option<PathBuf>,
    /// The PDF to write; it must not exist yet
    #[arg(long, value_name = "FILE", requires = "data", group = "to")]
    out: Option<PathBuf>,
    /// Fill in a form for each entry of a list or row of a CSV file, all or none, and write the PDFs into this folder, which is new or
    /// empty
    #[arg(long, value_name = "DIR", requires = "data", requires = "name", group = "to")]
    out_dir: Option<PathBuf>,
    /// What the files of --out-dir are called: words with the ids of fields in braces, such as "{member-id}"; {row} is the row's number
    #[arg(long, value_name = "NAME", requires = "out_dir")]
    name: Option<String>,
    /// Fill in the forms of rows without a problem, and report the others
    #[arg(long, requires = "out_dir")]
    keep_going: bool,
    /// Make boxes and rows taller where the text is too long for the printed form
    #[arg(long, requires = "data")]
    grow: bool,
    /// A Member's particulars: the data of another form, such as a face sheet, as its page or `clausebook read` saved them. They go into
    /// the fields that are still empty and say where they come from, and into the fields at the top of the page
    #[arg(long, value_name = "FILE", requires = "out")]
    member: Option<PathBuf>,
    /// A PDF whose pages are appended, such as a copy of the lease; write it again for each one
    #[arg(long, value_name = "FILE", requires = "out")]
    attach: Vec<PathBuf>,
    /// Print the form in another language, such as es. The data stay the same: their keys are those of the original
    #[arg(long, value_name = "LANGUAGE", requires = "data")]
    language: Option<String>,
    /// Print empty data to start from: every key, without a value
    #[arg(long, conflicts_with_all = ["data", "out", "out_dir"])]
    blank_data: bool,
}

pub(crate) fn run(command: &FillCommand) -> Exit {
    let examined = match command.place.sound("its forms cannot be filled in") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let handbook = &examined.handbook;
    let Some(filled) = FilledDocument::find(&command.form, handbook) else {
        return usage(&unknown_form(&command.form, handbook));
    };
    let own = handbook.language.to_string();
    let language = command.language.as_deref().filter(|language| *language != own);
    let id = command.form.as_str();
    let run = match language.map(|language| filled.in_language(language, handbook)) {
        None => FillRun {
            command,
            examined: &examined,
            id,
            filled,
            form: filled.version(handbook),
            printed: None,
        },
        Some(Ok((filled, translation))) => {
            let (form, printed) = (filled.version(handbook), Some(translation));
            FillRun { command, examined: &examined, id, filled, form, printed }
        }
        Some(Err(problem)) => return usage(&problem),
    };
    let done = match (&command.data, &command.out, &command.out_dir) {
        (Some(data), Some(out), _) => run.one(data, out),
        (Some(data), _, Some(folder)) => run.many(data, folder),
        _ => return print(&fill::blank(run.form), Exit::Fine),
    };
    done.unwrap_or_else(|error| error.tell())
}

/// What the certificate of a curriculum is called here.
fn certificate_id(curriculum: &str) -> String {
    format!("{curriculum}-certificate")
}

impl<'h> FilledDocument<'h> {
    /// A form by its id, or a certificate: `csp-core-certificate`.
    fn find(name: &str, handbook: &Handbook) -> Option<Self> {
        let form = Handle::find(&handbook.forms, |form| form.id == name).map(Self::Form);
        form.or_else(|| {
            let is_it = |one: &Curriculum| certificate_id(&one.id) == name;
            Handle::find(&handbook.curricula, is_it).map(Self::Certificate)
        })
    }

    /// As it is in the handbook's own language.
    fn version(self, handbook: &Handbook) -> &FormVersion {
        match self {
            Self::Form(form) | Self::Translation(form, _) => &form.of(&handbook.forms).current,
            Self::Certificate(curriculum) => &curriculum.of(&handbook.curricula).current.sheets.certificate,
        }
    }

    /// The same in another language; or why it isn't.
    fn in_language(
        self,
        language: &str,
        handbook: &'h Handbook,
    ) -> Result<(Self, &'h TranslatedVersion<FormVersion>), String> {
        let handle = match self {
            Self::Form(form) | Self::Translation(form, _) => form,
            Self::Certificate(_) => {
                return Err("a certificate is printed in the language of the handbook only".to_owned());
            }
        };
        let form = handle.of(&handbook.forms);
        let id = DocumentKind::Form.id(&form.id);
        let wanted = Language::parse(language);
        let is_it = |one: &&TranslatedVersion<FormVersion>| {
            one.about.document == id && Some(&one.about.language) == wanted.as_ref()
        };
        let found = handbook.translations.forms.iter().find(is_it);
        let found = found.ok_or_else(|| not_translated(form, language, handbook))?;
        Ok((Self::Translation(handle, &found.about.language), found))
    }
}

fn not_translated(form: &Form, language: &str, handbook: &Handbook) -> String {
    let id = DocumentKind::Form.id(&form.id);
    let known: Vec<String> = handbook.translations.of(&id).map(|one| one.language.to_string()).collect();
    if known.is_empty() {
        let name = &form.id;
        return format!("{name} has no translation; to start one: clausebook translate {name} {language}");
    }
    format!("{} is not in {language}; it is in: {}", form.id, known.join(", "))
}

pub(super) fn unknown_form(id: &str, handbook: &Handbook) -> String {
    let known: Vec<&str> = handbook.forms.iter().map(|form| form.id.as_str()).collect();
    let certificates: Vec<String> = handbook.curricula.iter().map(|one| certificate_id(&one.id)).collect();
    match diagnostic::nearest(id, known.iter().copied().chain(certificates.iter().map(String::as_str))) {
        Some(near) => format!("there is no form {id}; did you mean {near}?"),
        None if known.is_empty() => format!("there is no form {id}; this handbook has none"),
        None => format!("there is no form {id}; there are: {}", known.join(", ")),
    }
}

/// Something that is wrong with a row, without anything of its data.
enum FillProblem {
    Data(Problem),
    Misfit { field: String, misfit: Misfit },
    Name(NameProblem),
}

impl fmt::Display for FillProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(Problem { place, kind }) if place.is_empty() => kind.fmt(f),
            Self::Data(Problem { place, kind }) => write!(f, "{place}: {kind}"),
            Self::Misfit { field, misfit } => write!(f, "{field}: {}", explain(*misfit)),
            Self::Name(problem) => problem.fmt(f),
        }
    }
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
            "it takes {}, but there is room for {room}: shorten it, make room with --grow, or continue in another document and say which",
            count(lines, "line", "lines")
        ),
    }
}

/// A row on its way to a PDF.
#[derive(Default)]
struct FillRow {
    number: Option<usize>,
    /// The name of its file, where there are many.
    name: Option<String>,
    /// Which version its data are of, if it isn't the present one.
    other_version: Option<String>,
    problems: Vec<FillProblem>,
    filled: Option<FilledForm>,
}

struct FillRun<'r> {
    command: &'r FillCommand,
    examined: &'r Examined,
    /// The name that was typed.
    id: &'r str,
    filled: FilledDocument<'r>,
    /// The form in the handbook's own language, which is that of the data.
    form: &'r FormVersion,
    /// As it is printed, where that is in another language.
    printed: Option<&'r TranslatedVersion<FormVersion>>,
}

impl FillRun<'_> {
    fn one(&self, data: &Path, out: &Path) -> Result<Exit, CommandError> {
        refuse(out, &self.command.place.dir, "where everyone could read it")?;
        let row = fill_data::read_one(data)?;
        let Ok(member) = self.member()? else { return Ok(Exit::Findings) };
        let Some(attached) = attachments(&self.command.attach)? else { return Ok(Exit::Findings) };
        let Some(rows) = self.rows(vec![row], member.as_ref(), |_, _| Ok(None)) else {
            return Ok(Exit::Findings);
        };
        let problems = tell_problems(&rows);
        let Some(FillRow { filled: Some(filled), other_version, .. }) = rows.into_iter().next() else {
            tell(&format!("Nothing was written: fix {} in the data first.", things(problems)));
            return Ok(Exit::Findings);
        };
        if problems > 0 {
            tell(&format!("Nothing was written: fix {} in the data first.", things(problems)));
            return Ok(Exit::Findings);
        }
        // The file must not be there yet: nothing that somebody filled in is overwritten.
        let pdf = match with_attachments(filled.pdf, attached) {
            Ok(pdf) => pdf,
            Err(problem) => {
                tell(&format!("Nothing was written: the form {problem}."));
                return Ok(Exit::Findings);
            }
        };
        files::create(out, &pdf, Access::OwnerOnly)?;
        if !filled.unanswered.is_empty() {
            tell(&format!("Still empty, though required: {}.", filled.unanswered.join("; ")));
        }
        self.tell_versions(other_version.iter());
        tell_alerts(None, filled.alerts);
        tell(&format!(
            "Filled in: {}. It contains the data; keep it with your program's records.",
            out.display()
        ));
        Ok(Exit::Fine)
    }

    fn many(&self, data: &Path, folder: &Path) -> Result<Exit, CommandError> {
        refuse_folder(folder, &self.command.place.dir, "where everyone could read it")?;
        let sheet = self.sheet(&Extent::default());
        let pattern = NamePattern::parse(self.command.name.as_deref().unwrap_or_default(), &sheet)?;
        let rows = fill_data::read_list(data)?;
        let mut taken = TakenNames::default();
        let name = |number, answers: &Answers| {
            let name = pattern.name(self.id, number, answers)?;
            taken.take(&name, number)?;
            Ok(Some(name))
        };
        let Some(rows) = self.rows(rows, None, name) else { return Ok(Exit::Findings) };
        let problems = tell_problems(&rows);
        let all = rows.len();
        let (right, wrong): (Vec<FillRow>, Vec<FillRow>) =
            rows.into_iter().partition(|row| row.problems.is_empty() && row.filled.is_some());
        let wrong = wrong.len();
        if wrong > 0 && (!self.command.keep_going || right.is_empty()) {
            let more = if right.is_empty() { "" } else { " To write the others, add --keep-going." };
            tell(&format!(
                "Nothing was written: fix {} in {} first.{more}",
                things(problems),
                count(wrong, "row", "rows")
            ));
            return Ok(Exit::Findings);
        }
        for row in &right {
            let Some(FilledForm { unanswered, .. }) = &row.filled else { continue };
            if !unanswered.is_empty() {
                let number = row.number.unwrap_or_default();
                tell(&format!("row {number}: still empty, though required: {}.", unanswered.join("; ")));
            }
        }
        for row in &right {
            tell_alerts(row.number, row.filled.as_ref().map_or(0, |filled| filled.alerts));
        }
        self.tell_versions(right.iter().filter_map(|row| row.other_version.as_ref()));
        let pdfs: Vec<(String, Vec<u8>)> =
            right.into_iter().filter_map(|row| Some((row.name?, row.filled?.pdf))).collect();
        files::create_all(folder, &pdfs, Access::OwnerOnly).map_err(|error| match error {
            FileError::Exists(file) => {
                CommandError::FileExists { file, advice: "Name a new folder, or an empty one" }
            }
            other => other.into(),
        })?;
        tell(&format!(
            "Filled in: {} of {}, in {}. They contain the data; keep them with your program's records.",
            pdfs.len(),
            count(all, "form", "forms"),
            folder.display()
        ));
        Ok(if wrong == 0 { Exit::Fine } else { Exit::Findings })
    }

    fn sheet(&self, extent: &Extent) -> Sheet<'_> {
        match self.printed {
            None => Sheet::new(self.form, &self.examined.handbook.words, extent),
            Some(TranslatedVersion { about: _, words, version }) => Sheet::new(version, words, extent),
        }
    }

    /// What --member names; an error inside when something is wrong with it, which is reported.
    fn member(&self) -> Result<Result<Option<MemberData>, ()>, CommandError> {
        let Some(file) = &self.command.member else { return Ok(Ok(None)) };
        let handbook = &self.examined.handbook;
        let row = fill_data::read_one(file)?;
        let form = row.form().and_then(|id| handbook.forms.iter().find(|form| form.id == id));
        let form = form.ok_or_else(|| FillError::MemberOfNoForm(file.display().to_string()))?;
        let read = row.read(&form.id, &form.current, handbook);
        if read.problems.is_empty() {
            return Ok(Ok(Some(MemberData { form: form.id.clone(), answers: read.answers })));
        }
        for problem in read.problems {
            tell(&format!("{}: {}", file.display(), FillProblem::Data(problem)));
        }
        tell("Nothing was written: fix the Member's particulars first.");
        Ok(Err(()))
    }

    /// Reads, names and sets the rows. `None` when the form itself can't be set, which is reported.
    fn rows(
        &self,
        data: Vec<DataRow>,
        member: Option<&MemberData>,
        mut name: impl FnMut(usize, &Answers) -> Result<Option<String>, NameProblem>,
    ) -> Option<Vec<FillRow>> {
        let own = FormMark::new(self.id, self.form);
        let (mut rows, mut answers) = (Vec::new(), Vec::new());
        for one in data {
            let number = one.number;
            let handbook = &self.examined.handbook;
            let mut read = one.read(self.id, self.form, handbook);
            if let Some(member) = member {
                let sheet = self.sheet(&read.extent);
                let carried = member.carry(&sheet, &mut read.answers);
                sheet.add_up(&mut read.answers);
                tell(&format!("{} taken over from the Member's {}.", were(carried), member.form));
            }
            let broken = fill::broken_rules(&self.sheet(&read.extent), &read.answers, handbook.as_of);
            read.problems.extend(broken);
            let mut row = FillRow {
                number,
                other_version: read.mark.version.filter(|version| *version != own.version),
                problems: read.problems.into_iter().map(FillProblem::Data).collect(),
                ..FillRow::default()
            };
            match name(number.unwrap_or_default(), &read.answers) {
                Ok(name) => row.name = name,
                Err(problem) => row.problems.push(FillProblem::Name(problem)),
            }
            rows.push(row);
            answers.push((read.extent, read.answers));
        }
        let set = self.set(answers)?;
        for (row, set) in rows.iter_mut().zip(set) {
            match set {
                Ok(filled) => row.filled = Some(filled),
                Err(misfits) => row.problems.extend(misfits),
            }
        }
        Some(rows)
    }

    /// Sets the form with each of these answers; where --grow says so, until there is room for them.
    fn set(&self, mut filled: Vec<(Extent, Answers)>) -> Option<Vec<Result<FilledForm, Vec<FillProblem>>>> {
        let mut set = self.set_once(filled.clone())?;
        for _ in 0..if self.command.grow { MOST_ROUNDS } else { 0 } {
            let grown: Vec<usize> =
                (0..filled.len()).filter(|at| self.grow(&mut filled[*at], &set[*at])).collect();
            if grown.is_empty() {
                break;
            }
            let again = self.set_once(grown.iter().map(|at| filled[*at].clone()).collect())?;
            for (at, one) in grown.into_iter().zip(again) {
                set[at] = one;
            }
        }
        Some(set)
    }

    fn grow(&self, filled: &mut (Extent, Answers), set: &Result<FilledForm, Vec<FillProblem>>) -> bool {
        let Err(problems) = set else { return false };
        let wanted: Vec<(&str, WantedRoom)> = problems.iter().filter_map(FillProblem::wanted_room).collect();
        let sheet = self.sheet(&filled.0.clone());
        filled.0.grow(&sheet, wanted.into_iter())
    }

    fn set_once(&self, filled: Vec<(Extent, Answers)>) -> Option<Vec<Result<FilledForm, Vec<FillProblem>>>> {
        let (made, files) = pipeline::fill(self.examined, self.filled, filled)?;
        let mut set = Vec::new();
        for one in made {
            set.push(match one {
                Ok(filled) => Ok(filled),
                Err(Unfilled::Findings(diagnostics)) => {
                    let mut findings = Findings::default();
                    findings.extend(diagnostics);
                    tell_findings(&findings, &files);
                    return None;
                }
                Err(Unfilled::Troubles(troubles)) => Err(misfits(troubles)),
            });
        }
        Some(set)
    }

    fn tell_versions<'v>(&self, mut other: impl Iterator<Item = &'v String>) {
        if let Some(version) = other.next() {
            let own = FormMark::new(self.id, self.form).version;
            tell(&format!(
                "The data are of the version of {version}, and were filled into the present one, of {own}. Look through what was filled in."
            ));
        }
    }
}

/// How often room is made: a line becomes several, and then as many as are needed.
const MOST_ROUNDS: usize = 4;

impl FillProblem {
    fn wanted_room(&self) -> Option<(&str, WantedRoom)> {
        match self {
            Self::Misfit { field, misfit: Misfit::TooLong(_) } => Some((field, WantedRoom::MoreThanOneLine)),
            Self::Misfit { field, misfit: Misfit::TooManyLines { lines, room: _ } } => {
                Some((field, WantedRoom::Lines(*lines)))
            }
            Self::Misfit { misfit: Misfit::Letter(_), .. } | Self::Data(_) | Self::Name(_) => None,
        }
    }
}

fn misfits(troubles: Vec<PdfFormError>) -> Vec<FillProblem> {
    let misfit = |trouble| match trouble {
        PdfFormError::Misfit(field, misfit) => Some(FillProblem::Misfit { field, misfit }),
        _ => None,
    };
    troubles.into_iter().filter_map(misfit).collect()
}

/// That answers ask for something to be done, but not which: that is about the Member.
fn tell_alerts(row: Option<usize>, alerts: usize) {
    if alerts == 0 {
        return;
    }
    let row = row.map(|row| format!("row {row}: ")).unwrap_or_default();
    let raise = if alerts == 1 { "raises an alert" } else { "raise an alert" };
    tell(&format!(
        "{row}{} {raise}: look through the form, and do what it says beside them.",
        count(alerts, "answer", "answers")
    ));
}

fn were(number: usize) -> String {
    count(number, "field was", "fields were")
}

fn things(number: usize) -> String {
    count(number, "thing", "things")
}

/// Says what is wrong with the data, and none of the data.
fn tell_problems(rows: &[FillRow]) -> usize {
    let mut number = 0;
    for row in rows {
        for problem in &row.problems {
            number += 1;
            tell(&match row.number {
                Some(row) => format!("row {row}: {problem}"),
                None => problem.to_string(),
            });
        }
    }
    number
}
