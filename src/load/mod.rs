//! The first stage: every file as it is written, with the places of its words.

mod catalogue;
mod curriculum;
mod form;
mod glossary;
mod guide;
mod handbook;
mod header;
mod places;
mod policy;
mod schema;
mod spanned;
mod toml;
mod versions;

pub use catalogue::{CatalogueSource, ClauseSource, FigureSource, ReferenceSource};
pub use curriculum::{CurriculumFile, CurriculumHeader, QuestionSource, UnitSource};
pub use form::{ColumnSource, FieldSource, FormFile, FormSource, SectionSource};
pub use glossary::{ConfusedSource, GlossarySource, TermSource};
pub use guide::{GuideFile, GuideHeader};
pub use handbook::{ContactSource, HandbookSource, RuleSource, WaiverSource};
pub use header::Header;
pub use policy::{CardSource, PolicyFile, PolicyHeader};
pub use schema::{SCHEMAS, schema};
pub use spanned::Spanned;
pub use toml::Read;
pub use versions::VersionFile;

use std::collections::{BTreeMap, BTreeSet};

use ::toml::value::Datetime;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Findings};
use crate::source::{FileId, Files, Span};
use crate::world::{Entry, World};
use places::Place;
use spanned::Day;

/// A larger text file is refused: nobody wrote it by hand, and it would stall every build.
const LARGEST_TEXT: u64 = 4 * 1024 * 1024;
/// A larger picture is refused: the handbook travels by network folder and mail.
const LARGEST_IMAGE: u64 = 10 * 1024 * 1024;

/// What to do about a large file.
const SMALLER: &str = "save it smaller, or move it out of the handbook";

/// A dated change, as it is written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeSource {
    /// When.
    #[schemars(required, with = "Day")]
    pub date: Option<Spanned<Datetime>>,
    /// What changed.
    #[schemars(required)]
    pub change: Option<Spanned<String>>,
}

/// A catalogue file that could be read.
#[derive(Debug)]
pub struct CatalogueFile {
    /// The name of the file without its ending, which is the specification's id.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Its keys.
    pub head: Read<CatalogueSource>,
    /// Its clauses, each with the place of its table.
    pub clauses: Vec<(Span, Read<ClauseSource>)>,
}

/// What a file is a version or a catalogue of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A specification.
    Specification,
    /// A policy.
    Policy,
    /// A form.
    Form,
    /// A curriculum.
    Curriculum,
    /// A page of the guide.
    Guide,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Sources {
    /// The texts.
    pub files: Files,
    /// The handbook file and its keys.
    pub handbook: Option<(FileId, Read<HandbookSource>)>,
    /// The catalogues, by id.
    pub catalogues: Vec<CatalogueFile>,
    /// The versions of the policies, by id and date, drafts last.
    pub policies: Vec<VersionFile<PolicyFile>>,
    /// The versions of the forms, by id and date, drafts last.
    pub forms: Vec<VersionFile<FormFile>>,
    /// The versions of the curricula, by id and date, drafts last.
    pub curricula: Vec<VersionFile<CurriculumFile>>,
    /// The pages of the guide, by id.
    pub guide: Vec<GuideFile>,
    /// The glossary.
    pub glossary: Option<(FileId, Read<GlossarySource>)>,
    /// What is there but could not be read: what names it is not at fault.
    pub unreadable: BTreeSet<(Family, String)>,
    /// The pictures, by path.
    pub images: BTreeMap<String, Vec<u8>>,
    /// The project's own templates, styles and scripts, by path.
    pub looks: BTreeMap<String, Vec<u8>>,
}

/// Reads a whole handbook. What cannot be read becomes a finding; the rest is returned all the same.
pub fn load(world: &dyn World) -> (Sources, Findings) {
    let mut loader = Loader { world, sources: Sources::default(), findings: Findings::default() };
    loader.handbook();
    let entries = world.entries();
    loader.findings.extend(places::check_names(&entries, &mut loader.sources.files));
    for entry in &entries {
        loader.entry(entry);
    }
    // By id, not by path: `cca-csp` before `cca-csp-ji`.
    loader.sources.catalogues.sort_by(|a, b| a.id.cmp(&b.id));
    versions::sort(&mut loader.sources.policies, "policy", &mut loader.findings);
    versions::sort(&mut loader.sources.forms, "form", &mut loader.findings);
    versions::sort(&mut loader.sources.curricula, "curriculum", &mut loader.findings);
    (loader.sources, loader.findings)
}

struct Loader<'w> {
    world: &'w dyn World,
    sources: Sources,
    findings: Findings,
}

impl Loader<'_> {
    fn handbook(&mut self) {
        let path = self.world.config().to_owned();
        let entry = Entry { path: path.clone(), size: 0, trouble: None };
        if let Some(file) = self.text(&entry) {
            let text = self.sources.files.get(file).text.clone();
            let table = toml::parse(&text, file, &mut self.findings);
            let source = toml::read(table, "the handbook file", file, &mut self.findings);
            self.sources.handbook = Some((file, source));
        }
    }

    fn entry(&mut self, entry: &Entry) {
        if let Some(trouble) = entry.trouble {
            let file = self.sources.files.add(&entry.path, "");
            self.findings.push(places::explain(trouble, file, &entry.path));
            return;
        }
        match places::place(&entry.path) {
            Place::Specification(id) => self.catalogue(entry, id),
            Place::Policy { id, version } => self.policy(entry, id, version),
            Place::Curriculum { id, version } => self.curriculum(entry, id, version),
            Place::Form { id, version } => self.form(entry, id, version),
            Place::Guide(id) => self.guide(entry, id),
            Place::Glossary => self.glossary(entry),
            Place::Image => self.image(entry),
            Place::Look => {
                if let Some(bytes) = self.bytes(entry, LARGEST_IMAGE) {
                    self.sources.looks.insert(entry.path.clone(), bytes);
                }
            }
            Place::Misplaced(hint) => {
                let file = self.sources.files.add(&entry.path, "");
                self.findings.push(
                    Diagnostic::error(
                        "misplaced-file",
                        Span::top(file),
                        format!("`{}` is not a file that a handbook has", entry.path),
                    )
                    .hint(hint),
                );
            }
        }
    }

    fn catalogue(&mut self, entry: &Entry, id: &str) {
        let Some(file) = self.text(entry) else {
            self.sources.unreadable.insert((Family::Specification, id.to_owned()));
            return;
        };
        let text = self.sources.files.get(file).text.clone();
        let before = self.findings.count(crate::diagnostic::Severity::Error);
        let mut table = toml::parse(&text, file, &mut self.findings);
        let clauses = toml::take_tables(&mut table, "clause", file, &mut self.findings)
            .into_iter()
            .map(|table| {
                let span = Span::new(file, table.span());
                (span, toml::read(table, "a clause", file, &mut self.findings))
            })
            .collect();
        let head = toml::read(table, "a specification", file, &mut self.findings);
        if self.findings.count(crate::diagnostic::Severity::Error) > before {
            self.sources.unreadable.insert((Family::Specification, id.to_owned()));
        }
        self.sources.catalogues.push(CatalogueFile { id: id.to_owned(), file, head, clauses });
    }

    fn policy(&mut self, entry: &Entry, id: &str, version: &str) {
        let Some((file, effective)) = self.version(entry, Family::Policy, id, version) else {
            return;
        };
        let text = self.sources.files.get(file).text.clone();
        let Some((fenced, body)) = self.split(&text, file, Family::Policy, id) else {
            return;
        };
        let table = toml::parse(&fenced, file, &mut self.findings);
        let header = toml::read(table, "a policy header", file, &mut self.findings);
        let source = PolicyFile { header, body };
        self.sources.policies.push(VersionFile { id: id.to_owned(), effective, file, source });
    }

    /// The header of a file of Markdown, and where its body stands. The fence is blanked, not cut, so that places in the header
    /// are places in the file.
    fn split(
        &mut self,
        text: &str,
        file: FileId,
        family: Family,
        id: &str,
    ) -> Option<(String, std::ops::Range<usize>)> {
        match policy::split(text) {
            Ok((header, body)) => Some((format!("{}{}", " ".repeat(header.start), &text[header]), body)),
            Err(problem) => {
                self.sources.unreadable.insert((family, id.to_owned()));
                self.findings.push(no_header(&problem, family, file));
                None
            }
        }
    }

    fn curriculum(&mut self, entry: &Entry, id: &str, version: &str) {
        let Some((file, effective)) = self.version(entry, Family::Curriculum, id, version) else {
            return;
        };
        let text = self.sources.files.get(file).text.clone();
        let Some((fenced, body)) = self.split(&text, file, Family::Curriculum, id) else {
            return;
        };
        let mut table = toml::parse(&fenced, file, &mut self.findings);
        let units = toml::take_tables(&mut table, "unit", file, &mut self.findings)
            .into_iter()
            .map(|table| {
                let span = Span::new(file, table.span());
                (span, toml::read(table, "a unit", file, &mut self.findings))
            })
            .collect();
        let header = toml::read(table, "a curriculum", file, &mut self.findings);
        let source = CurriculumFile { header, units, body };
        self.sources.curricula.push(VersionFile { id: id.to_owned(), effective, file, source });
    }

    fn form(&mut self, entry: &Entry, id: &str, version: &str) {
        let Some((file, effective)) = self.version(entry, Family::Form, id, version) else {
            return;
        };
        let text = self.sources.files.get(file).text.clone();
        let mut table = toml::parse(&text, file, &mut self.findings);
        let sections = toml::take_tables(&mut table, "section", file, &mut self.findings)
            .into_iter()
            .map(|table| {
                let span = Span::new(file, table.span());
                (span, toml::read(table, "a section", file, &mut self.findings))
            })
            .collect();
        let head = toml::read(table, "a form", file, &mut self.findings);
        let source = FormFile { head, sections };
        self.sources.forms.push(VersionFile { id: id.to_owned(), effective, file, source });
    }

    fn guide(&mut self, entry: &Entry, id: &str) {
        let file = self.text(entry);
        let page = file.and_then(|file| {
            let text = self.sources.files.get(file).text.clone();
            guide::read(id, &text, file, &mut self.findings)
        });
        match page {
            Some(page) => self.sources.guide.push(page),
            None => drop(self.sources.unreadable.insert((Family::Guide, id.to_owned()))),
        }
    }

    fn glossary(&mut self, entry: &Entry) {
        let before = self.findings.count(crate::diagnostic::Severity::Error);
        if let Some(file) = self.text(entry) {
            let text = self.sources.files.get(file).text.clone();
            let table = toml::parse(&text, file, &mut self.findings);
            let source = toml::read(table, "the glossary", file, &mut self.findings);
            self.sources.glossary = Some((file, source));
        }
        if self.findings.count(crate::diagnostic::Severity::Error) > before {
            self.sources.unreadable.insert((Family::Guide, "glossary".to_owned()));
        }
    }

    /// The text of a version, and the date in its name.
    fn version(
        &mut self,
        entry: &Entry,
        family: Family,
        id: &str,
        version: &str,
    ) -> Option<(FileId, Option<Date>)> {
        let file = self.text(entry);
        let ending = if family == Family::Form { "toml" } else { "md" };
        let dated = file.and_then(|file| match versions::effective(version, file, ending) {
            Ok(date) => Some((file, date)),
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        });
        if dated.is_none() {
            self.sources.unreadable.insert((family, id.to_owned()));
        }
        dated
    }

    fn image(&mut self, entry: &Entry) {
        let Some(bytes) = self.bytes(entry, LARGEST_IMAGE) else {
            return;
        };
        if !places::is_picture(&entry.path, &bytes) {
            let file = self.sources.files.add(&entry.path, "");
            self.findings.push(
                Diagnostic::error(
                    "bad-image",
                    Span::top(file),
                    "this file is not the kind of picture that its name says",
                )
                .hint("save it again as .png, .jpg, .gif or .svg"),
            );
        }
        if places::is_active(&bytes) {
            let file = self.sources.files.add(&entry.path, "");
            self.findings.push(
                Diagnostic::error("active-image", Span::top(file), "this picture can run a script")
                    .hint("open it in a drawing program and save it as plain SVG, or as .png"),
            );
        }
        self.sources.images.insert(entry.path.clone(), bytes);
    }

    /// Reads a text file: without a byte-order mark, with either kind of line end.
    fn text(&mut self, entry: &Entry) -> Option<FileId> {
        let bytes = self.bytes(entry, LARGEST_TEXT)?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                Some(self.sources.files.add(&entry.path, text))
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let file = self.sources.files.add(&entry.path, shown);
                self.findings.push(
                    Diagnostic::error(
                        "not-utf-8",
                        Span::new(file, at..at + 1),
                        "this file is not UTF-8 text",
                    )
                    .hint("save it again with the encoding UTF-8 (in Notepad: Save as, Encoding)"),
                );
                None
            }
        }
    }

    fn bytes(&mut self, entry: &Entry, largest: u64) -> Option<Vec<u8>> {
        let finding = if entry.size > largest {
            ("file-too-large", too_large(entry.size, largest), SMALLER)
        } else {
            match self.world.read(&entry.path) {
                Ok(bytes) if bytes.len() as u64 > largest => {
                    ("file-too-large", too_large(bytes.len() as u64, largest), SMALLER)
                }
                Ok(bytes) => return Some(bytes),
                Err(error) => (
                    "unreadable-file",
                    format!("this file cannot be read: {error}"),
                    "check that it is there and that you may read it",
                ),
            }
        };
        let file = self.sources.files.add(&entry.path, "");
        self.findings.push(Diagnostic::error(finding.0, Span::top(file), finding.1).hint(finding.2));
        None
    }
}

fn too_large(size: u64, largest: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    format!("this file has {} MB; the largest that is read has {} MB", megabytes(size), megabytes(largest))
}

fn no_header(problem: &policy::NoHeader, family: Family, file: FileId) -> Diagnostic {
    let what = if family == Family::Curriculum { "curriculum" } else { "policy" };
    let message = match problem {
        policy::NoHeader::Missing => format!("this {what} has no header"),
        policy::NoHeader::Unclosed => format!("the header of this {what} does not end"),
    };
    Diagnostic::error("missing-header", Span::top(file), message).hint(format!(
        "a {what} begins with a line `+++`, its keys (title, number, owner …), and another line `+++`"
    ))
}
