use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::typed::{VersionTyped, version};
use super::versions::{is_number, parse_name};
use super::{
    AsOf, CommandError, Exit, Place, diff, exported_mappings, refuse, said, shell, specification,
    tell_findings,
};
use crate::diagnostic;
use crate::files::{self, Access};
use crate::lms::{self, QuestionBank};
use crate::memo::Keyed;
use crate::model::{
    Audience, Curriculum, CurriculumVersion, DocumentKind, Form, Handbook, Handle, OtherVersion, Policy,
    PolicyVersion, Specification,
};
use crate::oscal;
use crate::pipeline::{self, Examined};

/// Write policies, forms and curricula as Word files, a specification as OSCAL, or the questions of a curriculum for a learning system
///
/// A Word file is for a payer or a board that asks for one: the version in force, or another, with the words of its PDF, its pictures and
/// a place to sign. A policy that was changed in Word comes back with `import --revises`. A form has controls to fill in; a curriculum has
/// what learners read; `handbook` is all policies in one file, with links between them.
///
/// The questions of a curriculum are written for Moodle (--gift or --moodle-xml) or for another system (--qti), with ids that stay;
/// or as pages that a learning system plays and that report completion and score (--scorm). --slides and --pptx have its units to show in a room.
///
/// With --oscal, a specification is written as JSON in OSCAL, the language of NIST for catalogs of requirements: its clauses, or how far the
/// handbook meets them, or how they compare with those of other specifications. A catalog and mappings come back with `import`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook export intake --docx\n  clausebook export handbook --docx\n  clausebook export form:service-plan --docx\n  clausebook export intake --docx --version 2027-01-01\n  clausebook export intake --docx --version 2027-01-01 --against 2026-11-23\n  clausebook export intake my-handbook --docx --out \"Intake for the payer.docx\"\n  clausebook export csp-core --moodle-xml\n  clausebook export csp-core --qti --out core-questions.zip\n  clausebook export csp-core --scorm\n  clausebook export csp-core --slides --unit safety-protocols\n  clausebook export csp-core --pptx --unit safety-protocols\n  clausebook export cca-csp --oscal catalog\n  clausebook export cca-csp --oscal component-definition\n  clausebook export cmr-461 --oscal mapping\n\nExit codes: 0 the file is written; 1 the handbook has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct ExportCommand {
    /// The policy, form, curriculum or specification: its name, such as intake or form:service-plan, or its number, such as CSP-02; or
    /// handbook, for all policies
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// Another version than the one in force: the date it takes effect, or draft
    #[arg(long, value_name = "DATE", value_parser = version)]
    version: Option<VersionTyped>,
    /// Show what changed since this version, as tracked changes: the date it takes effect, or draft
    #[arg(long, value_name = "DATE", value_parser = version, conflicts_with_all = ["gift", "moodle_xml", "qti", "scorm", "slides", "pptx"])]
    against: Option<VersionTyped>,
    #[command(flatten)]
    format: FormatFlags,
    /// With --slides or --pptx, this unit only, such as safety-protocols
    #[arg(long, value_name = "UNIT", conflicts_with_all = ["docx", "gift", "moodle_xml", "qti", "scorm", "oscal"])]
    unit: Option<String>,
    /// The file to write, which must not exist [default: NAME in this folder, with the ending of the format]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The name that means all policies, where no policy is called so.
const HANDBOOK: &str = "handbook";

/// A kind of file of OSCAL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OscalKind {
    /// The clauses of the revision in force
    Catalog,
    /// How far the handbook meets them, and where
    ComponentDefinition,
    /// Which clauses of other specifications ask the same, or nearly so
    Mapping,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "clap has a field for each flag, of which it lets one be set"
)]
struct FormatFlags {
    /// As a Word file
    #[arg(long)]
    docx: bool,
    /// The questions of a curriculum as GIFT, the text format of Moodle
    #[arg(long)]
    gift: bool,
    /// The questions of a curriculum as Moodle XML
    #[arg(long)]
    moodle_xml: bool,
    /// The questions of a curriculum as a QTI 2.1 package, a ZIP file
    #[arg(long)]
    qti: bool,
    /// The knowledge checks of a curriculum as a SCORM 1.2 package, a ZIP file with a page for each unit
    #[arg(long)]
    scorm: bool,
    /// The units of a curriculum as slides to show, a PDF with notes at its end
    #[arg(long)]
    slides: bool,
    /// The same slides for PowerPoint, with text to edit and notes for whoever speaks
    #[arg(long)]
    pptx: bool,
    /// A specification as OSCAL: catalog (the clauses), component-definition (how far each is met) or mapping (how they compare with others)
    #[arg(long, value_enum, value_name = "KIND", conflicts_with_all = ["version", "against"])]
    oscal: Option<OscalKind>,
}

/// A format for questions.
#[derive(Clone, Copy)]
enum QuestionFormat {
    Gift,
    MoodleXml,
    Qti,
    Scorm,
}

impl FormatFlags {
    /// `None` for another file.
    fn of_questions(&self) -> Option<QuestionFormat> {
        let Self { docx: _, gift, moodle_xml, qti, scorm, slides: _, pptx: _, oscal: _ } = self;
        let formats = [
            (gift, QuestionFormat::Gift),
            (moodle_xml, QuestionFormat::MoodleXml),
            (qti, QuestionFormat::Qti),
            (scorm, QuestionFormat::Scorm),
        ];
        formats.into_iter().find(|(is_wanted, _)| **is_wanted).map(|(_, format)| format)
    }
}

impl QuestionFormat {
    /// How the name of a file ends.
    fn ending(self) -> &'static str {
        match self {
            Self::Gift => ".gift.txt",
            Self::MoodleXml => ".moodle.xml",
            Self::Qti => ".qti.zip",
            Self::Scorm => ".scorm.zip",
        }
    }
}

pub(crate) fn run(command: &ExportCommand) -> Exit {
    // Authors have every version, drafts too.
    let audience =
        if command.version.or(command.against).is_some() { Audience::Authors } else { Audience::Program };
    let examined = match command.place.sound_for(audience, &command.day, "nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    said(export(command, &examined))
}

fn export(command: &ExportCommand, examined: &Examined) -> Result<String, CommandError> {
    if let Some(kind) = command.format.oscal {
        return export_oscal(command, kind, examined);
    }
    if command.format.slides || command.format.pptx {
        return export_slides(command, examined);
    }
    if let Some(format) = command.format.of_questions() {
        return export_questions(command, format, &examined.handbook);
    }
    if let Some(against) = command.against {
        return export_redline(command, against, examined);
    }
    let place = &command.place;
    let handbook = &examined.handbook;
    if let Some(said) = export_other_kind(command, examined)? {
        return Ok(said);
    }
    let handle = find(place, &command.name, handbook)?;
    let policy = handle.of(&handbook.policies);
    let other = command.version.map(|version| other(policy, version)).transpose()?.flatten();
    let named = command.version.map(|version| format!("-{version}")).unwrap_or_default();
    let out = command.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}{named}.docx", policy.id)));
    refuse(&out, &place.dir, "and the next build would remove it")?;
    let file = match other {
        None => pipeline::export(examined, handle),
        Some(other) => pipeline::export_other(examined, policy, other),
    };
    files::create(&out, &file.map_err(CommandError::Export)?, Access::Everyone)?;
    let header = other.map_or(&policy.current.header, |other| &other.version.header);
    let standing = if header.approval.is_some() { "" } else { " The file says that it is not approved yet." };
    Ok(format!("“{}” is in {}.{standing}", header.title, out.display()))
}

/// A form, a curriculum or the whole handbook as a Word file; `None` where the name is that of a policy, or of nothing.
fn export_other_kind(command: &ExportCommand, examined: &Examined) -> Result<Option<String>, CommandError> {
    let (place, handbook) = (&command.place, &examined.handbook);
    let is_policy = find(place, &command.name, handbook).is_ok();
    let (file, named, title) = if is_policy || command.version.is_some() {
        return Ok(None);
    } else if command.name == HANDBOOK {
        (pipeline::export_handbook(examined), HANDBOOK.to_owned(), handbook.title.to_string())
    } else {
        let Ok(document) = diff::find(place, &command.name, handbook) else { return Ok(None) };
        let form = Handle::find(&handbook.forms, |one: &Form| DocumentKind::Form.id(&one.id) == document.id);
        let is_it = |one: &Curriculum| DocumentKind::Curriculum.id(&one.id) == document.id;
        let curriculum = Handle::find(&handbook.curricula, is_it);
        let file = match (form, curriculum) {
            (Some(form), _) => pipeline::export_form(examined, form),
            (None, Some(curriculum)) => pipeline::export_curriculum(examined, curriculum),
            (None, None) => return Ok(None),
        };
        (file, document.id.id.clone(), document.current.header().title.to_string())
    };
    let out = command.out.clone().unwrap_or_else(|| PathBuf::from(format!("{named}.docx")));
    refuse(&out, &place.dir, "and the next build would remove it")?;
    files::create(&out, &file.map_err(CommandError::Export)?, Access::Everyone)?;
    Ok(Some(format!("“{title}” is in {}.", out.display())))
}

fn export_oscal(
    command: &ExportCommand,
    kind: OscalKind,
    examined: &Examined,
) -> Result<String, CommandError> {
    let ExportCommand { name, place, out, .. } = command;
    let handbook = &examined.handbook;
    let unknown =
        || CommandError::UnknownName { what: "specification", name: name.clone(), near: None, start: None };
    let revisions = specification::find(place, name, handbook, || false)?.ok_or_else(unknown)?;
    let one = &revisions.current().specification;
    let is_it = |(_, other): &(Handle<Specification>, &Specification)| other.id == one.id;
    let (handle, _) = Handle::each(&handbook.specifications).find(is_it).ok_or_else(unknown)?;
    let (word, text) = match kind {
        OscalKind::Catalog => ("catalog", oscal::catalog(one)),
        OscalKind::ComponentDefinition => {
            ("component-definition", oscal::component_definition(handbook, &examined.coverage, handle))
        }
        OscalKind::Mapping => {
            let sets = exported_mappings::of(one, examined);
            if sets.is_empty() {
                return Err(CommandError::NoMappings(one.id.clone()));
            }
            ("mapping", oscal::mapping_collection(one, &sets, handbook.as_of))
        }
    };
    let out = out.clone().unwrap_or_else(|| PathBuf::from(format!("{}-{word}.json", one.id)));
    refuse(&out, &place.dir, "and the next build would remove it")?;
    files::create(&out, text.as_bytes(), Access::Everyone)?;
    Ok(format!(
        "“{}”, the revision of {}, is in {} as an OSCAL {}.",
        one.title.as_str(),
        one.effective,
        out.display(),
        word.replace('-', " ")
    ))
}

fn export_slides(command: &ExportCommand, examined: &Examined) -> Result<String, CommandError> {
    let handbook = &examined.handbook;
    let (handle, curriculum) = curriculum(command, handbook)?;
    let units = &curriculum.current.units;
    let at = |unit: &String| {
        let near = || diagnostic::nearest(unit, units.iter().map(|own| own.id.as_str())).map(str::to_owned);
        units.iter().position(|own| own.id == *unit).ok_or_else(|| CommandError::UnknownName {
            what: "unit of this curriculum",
            name: unit.clone(),
            near: near(),
            start: None,
        })
    };
    let (shown, named) = match &command.unit {
        Some(unit) => (vec![at(unit)?], format!("-{unit}")),
        None => ((0..units.len()).collect(), String::new()),
    };
    let ending = if command.format.pptx { "pptx" } else { "slides.pdf" };
    let standard = || PathBuf::from(format!("{}{named}.{ending}", curriculum.id));
    let out = command.out.clone().unwrap_or_else(standard);
    refuse(&out, &command.place.dir, "and the next build would remove it")?;
    let file = if command.format.pptx {
        pipeline::powerpoint(examined, handle, &shown).map_err(CommandError::Export)?
    } else {
        pipeline::slides(examined, handle, &shown).map_err(|(findings, files)| {
            tell_findings(&findings, &files);
            CommandError::SheetsRefused
        })?
    };
    files::create(&out, &file, Access::Everyone)?;
    let title = &curriculum.current.header.title;
    Ok(format!(
        "The slides of “{title}” are in {}, with answers and notes: keep the file from learners.",
        out.display()
    ))
}

/// The curriculum that is named.
fn curriculum<'h>(
    command: &ExportCommand,
    handbook: &'h Handbook,
) -> Result<(Handle<Curriculum>, &'h Curriculum), CommandError> {
    let document = diff::find(&command.place, &command.name, handbook)?;
    let is_it = |one: &Curriculum| DocumentKind::Curriculum.id(&one.id) == document.id;
    match Handle::find(&handbook.curricula, is_it) {
        Some(handle) => Ok((handle, handle.of(&handbook.curricula))),
        None => Err(CommandError::NotACurriculum(document.id.to_string())),
    }
}

fn export_questions(
    command: &ExportCommand,
    format: QuestionFormat,
    handbook: &Handbook,
) -> Result<String, CommandError> {
    let place = &command.place;
    let document = diff::find(place, &command.name, handbook)?;
    let (_, curriculum) = curriculum(command, handbook)?;
    let mut version = &curriculum.current;
    if let Some(wanted) = command.version {
        diff::version_of(&document, wanted)?;
        let others = curriculum.others.iter().map(|other| &other.version);
        let mut versions = curriculum.versions().chain(others);
        let is_wanted =
            |version: &&Keyed<CurriculumVersion>| VersionTyped::of(version.header.effective) == wanted;
        version = versions.find(is_wanted).unwrap_or(version);
    }
    let bank = QuestionBank::new(&curriculum.id, version, &handbook.words);
    if bank.len() == 0 {
        return Err(CommandError::NoQuestions(curriculum.id.clone()));
    }
    let named = command.version.map(|version| format!("-{version}")).unwrap_or_default();
    let standard = || PathBuf::from(format!("{}{named}{}", curriculum.id, format.ending()));
    let out = command.out.clone().unwrap_or_else(standard);
    refuse(&out, &place.dir, "and the next build would remove it")?;
    let bytes = match format {
        QuestionFormat::Gift => lms::gift(&bank).into_bytes(),
        QuestionFormat::MoodleXml => lms::moodle_xml(&bank).into_bytes(),
        QuestionFormat::Qti => lms::qti(&bank).map_err(CommandError::Export)?,
        QuestionFormat::Scorm => {
            lms::scorm(&bank, &handbook.words, handbook.language.language()).map_err(CommandError::Export)?
        }
    };
    files::create(&out, &bytes, Access::Everyone)?;
    let (title, count) = (&version.header.title, bank.len());
    let questions = if count == 1 { "question" } else { "questions" };
    Ok(format!(
        "{count} {questions} of “{title}” are in {}, with their answers: keep it from learners.",
        out.display()
    ))
}

/// What changed from `against` to the version that is asked for, of a policy, form or curriculum.
fn export_redline(
    command: &ExportCommand,
    against: VersionTyped,
    examined: &Examined,
) -> Result<String, CommandError> {
    let place = &command.place;
    let document = diff::find(place, &command.name, &examined.handbook)?;
    let new = match command.version {
        Some(version) => diff::version_of(&document, version)?,
        None => document.current,
    };
    let old = diff::version_of(&document, against)?;
    let (name, title) = (VersionTyped::of(new.header().effective), &new.header().title);
    let standard = || PathBuf::from(format!("{}-{name}-changes.docx", document.id.id));
    let out = command.out.clone().unwrap_or_else(standard);
    refuse(&out, &place.dir, "and the next build would remove it")?;
    let file = pipeline::export_redline(examined, old, new).map_err(CommandError::Export)?;
    files::create(&out, &file, Access::Everyone)?;
    Ok(format!("“{title}”, from {against} to {name}, is in {} with tracked changes.", out.display()))
}

/// The version that is asked for; `None` when it is the one in force.
fn other(
    policy: &Policy,
    wanted: VersionTyped,
) -> Result<Option<&OtherVersion<PolicyVersion>>, CommandError> {
    if VersionTyped::of(policy.current.header.effective) == wanted {
        return Ok(None);
    }
    let typed = |other: &OtherVersion<PolicyVersion>| VersionTyped::of(other.version.header.effective);
    match policy.others.iter().find(|other| typed(other) == wanted) {
        Some(other) => Ok(Some(other)),
        None => {
            let others = policy.others.iter().map(typed);
            let known = others.chain([VersionTyped::of(policy.current.header.effective)]).collect();
            Err(CommandError::UnknownVersion { name: policy.id.clone(), version: wanted, known })
        }
    }
}

/// The policy whose id `name` is, else the one whose number it is.
fn find(place: &Place, name: &str, handbook: &Handbook) -> Result<Handle<Policy>, CommandError> {
    let (kind, id) = parse_name(name);
    if kind.is_some_and(|kind| kind != DocumentKind::Policy) {
        return Err(unknown(place, name, handbook));
    }
    let matching = |is_meant: &dyn Fn(&Policy) -> bool| -> Vec<(Handle<Policy>, &Policy)> {
        Handle::each(&handbook.policies).filter(|(_, policy)| is_meant(policy)).collect()
    };
    let mut found = matching(&|policy| policy.id == id);
    if found.is_empty() {
        found = matching(&|policy| is_number(&policy.current.header.number, id));
    }
    match found.as_slice() {
        [(handle, _)] => Ok(*handle),
        [] => Err(unknown(place, id, handbook)),
        several => {
            let names = several.iter().map(|(_, policy)| DocumentKind::Policy.id(&policy.id).to_string());
            Err(CommandError::Ambiguous { name: name.to_owned(), names: names.collect() })
        }
    }
}

fn unknown(place: &Place, id: &str, handbook: &Handbook) -> CommandError {
    let (kind, rest) = id.split_once(':').unwrap_or(("", id));
    let is_other = DocumentKind::of_scheme(kind).is_some_and(|kind| kind != DocumentKind::Policy)
        || handbook
            .documents()
            .versioned()
            .any(|one| one.id.kind != DocumentKind::Policy && one.id.id == rest);
    if is_other {
        let build = shell::command(place, &["build"], &[]);
        return CommandError::NotAPolicy { name: id.to_owned(), build };
    }
    let near = diagnostic::nearest(id, handbook.policies.iter().map(|policy| policy.id.as_str()));
    CommandError::UnknownName {
        what: "policy",
        name: id.to_owned(),
        near: near.map(str::to_owned),
        start: None,
    }
}
