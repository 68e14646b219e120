//! The first stage: every file as it is written, with the places of its words.

mod catalog;
mod curriculum;
mod fact_source;
mod form;
mod glossary;
mod guide;
mod handbook;
mod header;
mod mapping;
mod places;
mod policy;
mod question;
mod schema;
mod spanned;
mod toml;
mod training_sheet;
mod translation;
mod versions;

pub(crate) use catalog::{
    CatalogFile, ClauseSource, ElementSource, ElementTable, FigureSource, RemovedSource, SameAsSource,
    WasSource,
};
pub(crate) use curriculum::{CurriculumFile, UnitSource};
pub(crate) use fact_source::FactSourceKeys;
pub(crate) use form::{
    AlertSource, BandSource, ColumnSource, FieldSource, FormFile, FormKeys, SectionSource,
};
pub(crate) use glossary::{ConfusedSource, GlossarySource, TermSource};
pub(crate) use guide::GuideFile;
pub(crate) use handbook::{
    HandbookSource, OfferedTrack, OfferedTrackTable, RecordSource, SessionSource, TrainingDutySource,
    ValueSource, ValueTable,
};
pub(crate) use header::{SourceHeader, VersionSource};
pub(crate) use mapping::MappingFile;
pub(crate) use places::NOT_CARRIED_OVER;
pub(crate) use policy::PolicyFile;
pub(crate) use question::{OptionSource, QuestionSource};
pub(crate) use schema::{SCHEMAS, schema};
pub(crate) use spanned::Spanned;
pub(crate) use toml::ReadKeys;
pub(crate) use training_sheet::{SheetFiles, SheetName, TrainingSheetFile};
pub(crate) use translation::{
    ColumnTranslation, FieldTranslation, FormTranslation, MarkdownTranslation, SectionTranslation,
    TranslationFile, TranslationRecord, TranslationTexts,
};
pub(crate) use versions::VersionFile;

use std::collections::{BTreeMap, BTreeSet};
use std::str::Utf8Error;
use std::sync::Arc;

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, FindingCode, Findings, Severity};
use crate::memo::{Key, Keyed, Memo};
use crate::model::guide::GLOSSARY;
use crate::model::{CommonText, DocumentId, DocumentKind, LOGOS};
use crate::picture::{self, Forbidden, PictureKind};
use crate::source::{FileId, Files, SourceFile, Span, split_byte_order_mark};
pub(crate) use crate::world::FOLDERS;
use crate::world::{Content, FileEntry, FileOrigin, World};
use places::{FileRole, TranslationName, VersionName};
use spanned::Day;
use training_sheet::OurSheet;

/// A larger text file is refused: nobody wrote it by hand, and it would slow down every build.
const LARGEST_TEXT: u64 = 4 * 1024 * 1024;
/// A larger picture is refused: the handbook travels by network folder and mail.
const LARGEST_IMAGE: u64 = 10 * 1024 * 1024;
/// A larger font is refused. Chinese fonts have 20 MB.
const LARGEST_FONT: u64 = 40 * 1024 * 1024;

/// What to do about a large file.
const SMALLER: &str = "make it smaller, or move it out of the handbook";

/// A change, with its date.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChangeSource {
    /// The date of the change.
    #[schemars(required, with = "Day")]
    pub(crate) date: Option<Spanned<Datetime>>,
    /// What changed.
    #[schemars(required)]
    pub(crate) change: Option<Spanned<String>>,
    /// Whether it corrects an approved text without a new version.
    pub(crate) minor: Option<Spanned<bool>>,
    /// Who approved the correction.
    pub(crate) by: Option<Spanned<String>>,
    /// Whether people have to read the new version again; true when not set.
    pub(crate) material: Option<Spanned<bool>>,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: Files,
    /// The name of the handbook file.
    pub(crate) config: String,
    /// The handbook file and its keys.
    pub(crate) handbook: Option<(FileId, Arc<ReadKeys<HandbookSource>>)>,
    /// What comes from the handbook that this one extends.
    pub(crate) common: Option<CommonText>,
    /// The catalogs: every revision of each specification, by id.
    pub(crate) catalogs: Vec<Arc<CatalogFile>>,
    /// The sets of mappings, by path.
    pub(crate) mappings: Vec<Arc<MappingFile>>,
    /// The versions of the policies, by id and date, drafts last.
    pub(crate) policies: Vec<VersionFile<PolicyFile>>,
    /// The versions of the forms, by id and date, drafts last.
    pub(crate) forms: Vec<VersionFile<FormFile>>,
    /// The versions of the curricula, by id and date, drafts last.
    pub(crate) curricula: Vec<VersionFile<CurriculumFile>>,
    /// The pages of the guide, by id.
    pub(crate) guide: Vec<Arc<GuideFile>>,
    /// The translations of forms, policies and pages of the guide, by path.
    pub(crate) translations: Vec<TranslationFile>,
    /// The sheets of every curriculum.
    pub(crate) sheets: SheetFiles,
    pub(crate) glossary: Option<(FileId, Arc<ReadKeys<GlossarySource>>)>,
    /// What is there but could not be read.
    pub(crate) unreadable: Unreadable,
    /// The pictures, by path.
    pub images: BTreeMap<String, Keyed<[u8]>>,
    /// The project's own templates, styles and scripts, by path.
    pub looks: BTreeMap<String, Arc<[u8]>>,
    /// The project's own files of fixed words, by path.
    pub(crate) words: BTreeMap<String, FileId>,
}

impl Sources {
    /// Whether a file comes from the handbook that this one extends.
    #[must_use]
    pub(crate) fn is_common(&self, file: FileId) -> bool {
        self.common.as_ref().is_some_and(|common| common.files.contains(&file))
    }
}

/// What is there but could not be read. Whatever refers to it is not at fault.
#[derive(Debug, Default)]
pub(crate) struct Unreadable {
    /// The glossary among them.
    pub(crate) documents: BTreeSet<DocumentId>,
    pub(crate) specifications: BTreeSet<String>,
}

/// Reads a whole handbook. What cannot be read becomes a finding; the rest is returned all the same.
pub fn load(world: &dyn World, memo: &Memo) -> (Sources, Findings) {
    let sources = Sources { config: world.config().to_owned(), ..Sources::default() };
    let mut loader = Loader { world, memo, sources, findings: Findings::default() };
    loader.handbook();
    let entries = world.entries();
    loader.findings.extend(places::check_names(&entries, &mut loader.sources.files));
    for entry in &entries {
        loader.entry(entry);
    }
    // By id, not by path: `cca-csp` before `cca-csp-ji`.
    loader.sources.catalogs.sort_by(|a, b| (&a.id, a.effective).cmp(&(&b.id, b.effective)));
    versions::sort(&mut loader.sources.policies, &mut loader.findings);
    versions::sort(&mut loader.sources.forms, &mut loader.findings);
    versions::sort(&mut loader.sources.curricula, &mut loader.findings);
    loader.our_sheets();
    (loader.sources, loader.findings)
}

struct Loader<'w> {
    world: &'w dyn World,
    memo: &'w Memo,
    sources: Sources,
    findings: Findings,
}

impl Loader<'_> {
    fn handbook(&mut self) {
        let entry = self.world.config_entry();
        if let Some(trouble) = entry.trouble {
            let file = self.sources.files.add(&entry.path, "");
            return self.findings.push(places::explain(trouble, file, &entry.path));
        }
        if let Some(file) = self.text(&entry)
            && let Some(source) =
                self.read("handbook", file, |text, file, findings| Some(handbook::read(text, file, findings)))
        {
            self.extends(file, source.keys.extends.as_ref());
            self.sources.handbook = Some((file, source));
        }
    }

    fn extends(&mut self, file: FileId, written: Option<&Spanned<String>>) {
        let Some(written) = written else { return };
        match self.world.common() {
            Some(common) => {
                self.sources.common = Some(CommonText { name: common.name.clone(), files: BTreeSet::new() });
            }
            None => self.findings.push(
                Diagnostic::new(
                    FindingCode::BadExtends,
                    Span::new(file, written.span()),
                    format!("there is no handbook in `{}` that this one can extend", written.get_ref()),
                )
                .hint("name the folder of another handbook, which extends none itself, such as `../agency`"),
            ),
        }
    }

    /// What `read` makes of a file; `what` names it. What is wrong becomes findings.
    fn read<S: Send + Sync + 'static>(
        &mut self,
        what: &str,
        file: FileId,
        read: fn(&SourceFile, FileId, &mut Findings) -> Option<S>,
    ) -> Option<Arc<S>> {
        let text = self.sources.files.get(file);
        let (source, findings) = self.memo.get(Key::of(&("load", what, text.key)), || {
            let mut findings = Findings::default();
            let source = read(text, file, &mut findings).map(Arc::new);
            (source, findings)
        });
        self.findings.append(findings);
        source
    }

    fn entry(&mut self, entry: &FileEntry) {
        if let Some(trouble) = entry.trouble {
            let file = self.sources.files.add(&entry.path, "");
            self.findings.push(places::explain(trouble, file, &entry.path));
            return;
        }
        if let Some(common) = self.sources.common.as_mut().filter(|_| entry.origin == FileOrigin::Common) {
            common.files.insert(FileId::of(&entry.path));
        }
        match places::place(&entry.path) {
            FileRole::Specification(id) => self.catalog(entry, id),
            FileRole::PublishersWords | FileRole::NotCarriedOver => {}
            FileRole::Mapping => self.mapping(entry),
            FileRole::Policy(name) => {
                let read = self.version(entry, DocumentKind::Policy, name, policy::read);
                self.sources.policies.extend(read);
            }
            FileRole::Form(name) => {
                let read = self.version(entry, DocumentKind::Form, name, |text, file, findings| {
                    Some(form::read(text, file, findings))
                });
                self.sources.forms.extend(read);
            }
            FileRole::Curriculum(name) => {
                let read = self.version(entry, DocumentKind::Curriculum, name, curriculum::read);
                self.sources.curricula.extend(read);
            }
            FileRole::Guide(id) => self.guide(entry, id),
            FileRole::Translation(name) => self.translation(entry, &name),
            FileRole::TrainingSheet(name) => self.training_sheet(entry, name),
            FileRole::Glossary => self.glossary(entry),
            FileRole::Image => self.image(entry),
            FileRole::Words => {
                if let Some(file) = self.text(entry) {
                    self.sources.words.insert(entry.path.clone(), file);
                }
            }
            FileRole::Look => {
                let largest =
                    if entry.path.starts_with("site/fonts/") { LARGEST_FONT } else { LARGEST_IMAGE };
                if let Some(content) = self.bytes(entry, largest) {
                    self.sources.looks.insert(entry.path.clone(), content.bytes);
                }
                if LOGOS.contains(&entry.path.as_str()) {
                    self.logo(entry);
                }
            }
            FileRole::Misplaced(hint) => {
                let file = self.sources.files.add(&entry.path, "");
                self.findings.push(
                    Diagnostic::new(
                        FindingCode::MisplacedFile,
                        Span::top(file),
                        format!("`{}` doesn't belong in a handbook", entry.path),
                    )
                    .hint(hint),
                );
            }
        }
    }

    fn catalog(&mut self, entry: &FileEntry, id: &str) {
        let errors = self.findings.count(Severity::Error);
        if let Some(file) = self.text(entry)
            && let Some(catalog) = self.read("catalog", file, catalog::read)
        {
            self.sources.catalogs.push(catalog);
        }
        // A file with an error is incomplete.
        if self.findings.count(Severity::Error) > errors {
            self.sources.unreadable.specifications.insert(id.to_owned());
        }
    }

    fn mapping(&mut self, entry: &FileEntry) {
        if let Some(file) = self.text(entry)
            && let Some(set) =
                self.read("mapping", file, |text, file, findings| Some(mapping::read(text, file, findings)))
        {
            self.sources.mappings.push(set);
        }
    }

    fn guide(&mut self, entry: &FileEntry, id: &str) {
        match self.text(entry).and_then(|file| self.read("guide", file, guide::read)) {
            Some(page) => self.sources.guide.push(page),
            None => drop(self.sources.unreadable.documents.insert(DocumentKind::Guide.id(id))),
        }
    }

    fn translation(&mut self, entry: &FileEntry, name: &TranslationName<'_>) {
        let TranslationName { kind, id, version, language } = name;
        let Some(file) = self.text(entry) else { return };
        let effective = match version.map(|version| versions::effective(version, file, kind.extension())) {
            None => None,
            Some(Ok(effective)) => effective,
            Some(Err(finding)) => return self.findings.push(finding),
        };
        let source = match kind {
            DocumentKind::Form => self.read("translated form", file, |text, file, findings| {
                Some(translation::read_form(text, file, findings))
            }),
            _ => self.read("translated text", file, translation::read_markdown),
        };
        self.sources.translations.extend(source.map(|source| TranslationFile {
            document: kind.id(*id),
            effective,
            language: language.clone(),
            file,
            source,
        }));
    }

    fn training_sheet(&mut self, entry: &FileEntry, name: SheetName) {
        if let Some(file) = self.text(entry)
            && let Some(sheet) = self
                .read("sheet", file, |text, file, findings| Some(training_sheet::read(text, file, findings)))
        {
            self.sources.sheets.put(name, Keyed::new(self.sources.files.get(file).key, sheet));
        }
    }

    /// Keeps the text of our sheets, for the places of findings, where the handbook has none of its own.
    fn our_sheets(&mut self) {
        for ours in OurSheet::all() {
            if self.sources.files.find(&ours.text.path).is_none() {
                self.sources.files.keep(ours.text.clone());
            }
        }
    }

    fn glossary(&mut self, entry: &FileEntry) {
        let errors = self.findings.count(Severity::Error);
        if let Some(file) = self.text(entry)
            && let Some(source) =
                self.read("glossary", file, |text, file, findings| Some(glossary::read(text, file, findings)))
        {
            self.sources.glossary = Some((file, source));
        }
        if self.findings.count(Severity::Error) > errors {
            self.sources.unreadable.documents.insert(DocumentKind::Guide.id(GLOSSARY));
        }
    }

    /// A version, and the date in its name.
    fn version<S: Send + Sync + 'static>(
        &mut self,
        entry: &FileEntry,
        kind: DocumentKind,
        name: VersionName<'_>,
        read: fn(&SourceFile, FileId, &mut Findings) -> Option<S>,
    ) -> Option<VersionFile<S>> {
        let document = kind.id(name.id);
        let file = self.text(entry);
        let read = file.and_then(|file| match versions::effective(name.version, file, kind.extension()) {
            Ok(effective) => {
                let source = self.read(kind.word(), file, read)?;
                Some(VersionFile { document: document.clone(), effective, file, source })
            }
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        });
        if read.is_none() {
            self.sources.unreadable.documents.insert(document);
        }
        read
    }

    /// A logo is a picture that no text shows; findings about it are at its file.
    fn logo(&mut self, entry: &FileEntry) {
        self.image(entry);
        if self.sources.files.find(&entry.path).is_none() {
            self.sources.files.add(&entry.path, "");
        }
    }

    fn image(&mut self, entry: &FileEntry) {
        let Some(Content { bytes, key }) = self.bytes(entry, LARGEST_IMAGE) else {
            return;
        };
        if PictureKind::of(&entry.path, &bytes).is_none() {
            let file = self.sources.files.add(&entry.path, "");
            self.findings.push(
                Diagnostic::new(
                    FindingCode::BadImage,
                    Span::top(file),
                    "this file is not the kind of picture that its name says",
                )
                .hint("save it again as .png, .jpg, .gif or .svg"),
            );
        }
        let is_drawing = PictureKind::named(&entry.path) == Some(PictureKind::Svg);
        let forbidden = || is_drawing.then(|| picture::forbidden(&bytes)).flatten();
        if let Some(Forbidden { part, at }) = self.memo.get(Key::of(&("forbidden", key)), forbidden) {
            let file = self.sources.files.add(&entry.path, String::from_utf8_lossy(&bytes));
            let message = format!("this picture could do something when it is opened: it has {part}");
            let finding = Diagnostic::new(FindingCode::ActiveImage, Span::new(file, at..at), message);
            self.findings
                .push(finding.hint("open it in a drawing program and save it as plain SVG, or as .png"));
        }
        self.sources.images.insert(entry.path.clone(), Keyed::new(key, bytes));
    }

    /// Reads a text file: without a byte-order mark, with either kind of line end.
    fn text(&mut self, entry: &FileEntry) -> Option<FileId> {
        let Content { bytes, key } = self.bytes(entry, LARGEST_TEXT)?;
        let read = self.memo.get(Key::of(&("text", &entry.path, key)), || {
            let text = std::str::from_utf8(&bytes)?;
            let (_, text) = split_byte_order_mark(text);
            Ok(Arc::new(SourceFile::new(&entry.path, text)))
        });
        match read {
            Ok(file) => Some(self.sources.files.keep(file)),
            Err::<_, Utf8Error>(error) => {
                let at = error.valid_up_to();
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                let file = self.sources.files.add(&entry.path, shown);
                self.findings.push(
                    Diagnostic::new(
                        FindingCode::NotUtf8,
                        Span::new(file, at..at + 1),
                        "this file is not UTF-8 text",
                    )
                    .hint("save it with the encoding UTF-8 (in Notepad: Save as, Encoding)"),
                );
                None
            }
        }
    }

    fn bytes(&mut self, entry: &FileEntry, largest: u64) -> Option<Content> {
        let finding = if entry.size > largest {
            (FindingCode::FileTooLarge, too_large(entry.size, largest), SMALLER)
        } else {
            match self.world.read(&entry.path) {
                Ok(content) if content.bytes.len() as u64 > largest => {
                    (FindingCode::FileTooLarge, too_large(content.bytes.len() as u64, largest), SMALLER)
                }
                Ok(content) => return Some(content),
                Err(error) => (
                    FindingCode::UnreadableFile,
                    format!("this file cannot be read: {error}"),
                    "check that it exists and that you have permission to read it",
                ),
            }
        };
        let file = self.sources.files.add(&entry.path, "");
        self.findings.push(Diagnostic::new(finding.0, Span::top(file), finding.1).hint(finding.2));
        None
    }
}

fn too_large(size: u64, largest: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    format!("this file has {} MB; the limit is {} MB", megabytes(size), megabytes(largest))
}
