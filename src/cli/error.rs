//! Why a command was not carried out.

use std::io;
use std::path::PathBuf;

use jiff::civil::Date;

use super::fill_error::FillError;
use super::import_error::ImportError;
use super::minutes::{MinutesError, RowProblem};
use super::publisher_file::PublisherFileError;
use super::refusal::{ErrorSubject, Refusal};
use super::typed::VersionTyped;
use super::{Exit, tell};
use crate::docx::DocxError;
use crate::edit::EditError;
use crate::files::FileError;
use crate::oscal::OscalError;
use crate::outline::OutlineError;
use crate::people::PeopleError;

/// Why a command was not carried out, in a sentence that says what to do.
#[derive(Debug)]
pub(crate) enum CommandError {
    /// There is no such folder.
    NoFolder(PathBuf),
    /// A document that comes from the handbook that this one extends.
    CommonText(String),
    /// `--config` is a path.
    ConfigIsPath(String),
    /// The folder has no handbook file of this name.
    NoHandbook { config: String, dir: PathBuf },
    /// `SOURCE_DATE_EPOCH` is not a number.
    BadEpoch(std::ffi::OsString),
    /// Nothing has this name.
    UnknownName { what: &'static str, name: String, near: Option<String>, start: Option<String> },
    /// Several documents have this name or number.
    Ambiguous { name: String, names: Vec<String> },
    /// The last word is the name of a document here, and a folder with a handbook; the commands for both.
    NameOrFolder { word: String, name: String, folder: String },
    /// No document was named.
    NoNames,
    /// A Word file, or several, can't be brought in.
    Import(ImportError),
    /// Documents were named, and `--all` means every one.
    NamesAndAll,
    /// Documents were named, and a table names them.
    NamesAndTable,
    /// The file isn't a table of approvals or reviews.
    Minutes { file: PathBuf, error: MinutesError },
    /// Rows of a table that can't be recorded.
    Rows { file: PathBuf, problems: Vec<RowProblem> },
    /// It is to take effect before it was approved.
    EffectiveBeforeApproval { effective: Date, on: Date },
    /// Another version takes effect on this day.
    VersionExists { name: String, date: Date },
    /// No document has a name that fits this pattern.
    NothingFits(String),
    /// `--version` with several documents.
    VersionOfSeveral,
    /// `export` writes policies only.
    NotAPolicy { name: String, build: String },
    /// Only curricula have questions.
    NotACurriculum(String),
    /// The curriculum asks nothing.
    NoQuestions(String),
    /// No version takes effect on this day.
    NoVersion { name: String, date: Date },
    /// The document doesn't have the version that is asked for, but those that are `known`.
    UnknownVersion { name: String, version: VersionTyped, known: Vec<VersionTyped> },
    /// It is neither the day of a version nor `draft`.
    NotAVersion(String),
    /// The document has one version only.
    OneVersion { name: String, revise: String },
    /// The specification has no revision of this day, but those that are known.
    UnknownRevision { specification: String, day: Date, known: Vec<Date> },
    /// The specification has one revision only.
    OneRevision { specification: String, revise: String },
    /// A revision must take effect after those that are there.
    EarlierRevision { specification: String, newest: Date },
    /// No version is to be approved.
    EmptyPacket,
    /// The packet can't be set; the findings say why.
    PacketRefused,
    /// The binder can't be set; the findings say why.
    BinderRefused,
    /// The sheets can't be set; the findings say why.
    SheetsRefused,
    /// The title of this document is part of approved texts.
    ApprovedTitle { name: String, revise: String },
    /// A document can't be its own successor.
    OwnSuccessor(String),
    /// There is only a draft of the document.
    NeverInForce(String),
    /// The version takes effect on this day, and would end before it.
    EndsTooEarly { path: String, effective: Date },
    /// This version takes effect after the end.
    VersionAfterEnd(String),
    /// No end of this document is recorded.
    DoesNotEnd(String),
    /// A file of the document can't be read.
    UnreadableDocument(String),
    /// The day is still to come.
    FutureDay(Date),
    /// It isn't said what changes.
    NoChange,
    /// The folder of the file to write doesn't exist.
    NoOutFolder(PathBuf),
    /// The file to write would be among the sources.
    AmongSources(PathBuf),
    /// The file to write would be in the website.
    InWebsite { out: PathBuf, reason: &'static str },
    /// A file that the command names can't be read.
    UnreadableInput { file: PathBuf, error: io::Error },

    /// The errors, as a terminal shows them, of a file or folder that the command needs without errors.
    HasErrors { shown: String, file: ErrorSubject, count: usize, refusal: Refusal },
    /// The text of this file stops in the middle.
    CutShort(String),
    /// There is no translation of the document into this language; the command that starts one.
    NoTranslation { title: String, language: String, start: String },
    /// A curriculum isn't translated beside the original.
    NotTranslated(String),
    /// In none of many documents there is anything to record.
    NothingToRecord,
    /// This version isn't approved.
    NotApprovedYet(String),
    /// The approved text wasn't changed.
    NothingCorrected(String),
    /// Every approval of this document says what it is for.
    NothingToConfirm(String),
    /// From this line on, the version has text of the template.
    TemplateText { path: String, line: usize },
    /// The version was changed after the day of the review.
    ReviewBeforeChange { path: String, changed: Date },
    /// This version is approved.
    AlreadyApproved { path: String, revise: String },
    /// Every version is approved.
    AllApproved { name: String, revise: String },
    /// The document exists; a command starts new ones only.
    DocumentExists { folder: PathBuf, advice: String },
    /// The file exists.
    FileExists { file: PathBuf, advice: &'static str },
    /// The folder has files.
    NotEmpty(PathBuf),
    /// The file to bring in is too large.
    TooLarge(PathBuf),
    /// The file to bring in is not what it should be.
    NotReadable { file: PathBuf, error: DocxError },
    /// The publisher's file can't be read as the document of a specification.
    NotPublished { file: PathBuf, error: PublisherFileError },
    /// The file has no mappings that can be read.
    NotMappings { file: PathBuf, error: OscalError },
    /// No mapping is about this specification.
    NoMappings(String),
    /// The outline that a person corrected can't be read.
    BadOutline { file: PathBuf, error: OutlineError },
    /// Earlier revisions of the specification are there: the next one is made from them.
    NextRevision { specification: String, revise: String },
    /// The specification has no revision to compare the document with, or one without fingerprints.
    NoSentences { specification: String, import: String },
    /// A catalog that this program wrote, of another specification.
    OtherSpecification { file: PathBuf, id: String },
    /// The port can't be used for the preview.
    PortTaken { port: u16, error: io::Error },
    /// The system gives the preview no address.
    NoAddress(io::Error),
    /// The data for a form are too large.
    DataTooLarge(String),
    /// The data for a form, by the name of their file, are not JSON from this place on.
    DataNotJson { name: String, line: usize, column: usize },
    /// Many forms can't be filled in.
    Fill(FillError),
    /// The header can't be changed.
    Edit { path: String, error: EditError },
    /// Another program changed the file while the command worked on it.
    ChangedMeanwhile(String),
    /// The Word file or the package can't be made.
    Export(io::Error),
    /// The acknowledgements can't be recorded or shown.
    People(PeopleError),
    /// The disk, or another program.
    File(FileError),
}

impl CommandError {
    /// How the command ends: what wasn't understood is a usage error, what a file or the disk forbids is a finding.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::NoFolder(_)
            | Self::CommonText(_)
            | Self::ConfigIsPath(_)
            | Self::NoHandbook { .. }
            | Self::BadEpoch(_)
            | Self::UnknownName { .. }
            | Self::Ambiguous { .. }
            | Self::NameOrFolder { .. }
            | Self::NoNames
            | Self::NamesAndAll
            | Self::NamesAndTable
            | Self::EffectiveBeforeApproval { .. }
            | Self::NothingFits(_)
            | Self::VersionOfSeveral
            | Self::NotAPolicy { .. }
            | Self::NotACurriculum(_)
            | Self::NotTranslated(_)
            | Self::NoTranslation { .. }
            | Self::NoVersion { .. }
            | Self::UnknownVersion { .. }
            | Self::NotAVersion(_)
            | Self::EmptyPacket
            | Self::UnknownRevision { .. }
            | Self::OneRevision { .. }
            | Self::EarlierRevision { .. }
            | Self::OneVersion { .. }
            | Self::OwnSuccessor(_)
            | Self::EndsTooEarly { .. }
            | Self::FutureDay(_)
            | Self::NoChange
            | Self::NoOutFolder(_)
            | Self::AmongSources(_)
            | Self::InWebsite { .. }
            | Self::UnreadableInput { .. }
            | Self::PortTaken { .. }
            | Self::NoAddress(_)
            | Self::DataTooLarge(_)
            | Self::DataNotJson { .. }
            | Self::Fill(_) => Exit::Usage,
            Self::People(error) => match error {
                PeopleError::NoFolder { .. }
                | PeopleError::NoPeople(_)
                | PeopleError::UnknownPerson
                | PeopleError::UnknownUnit(_)
                | PeopleError::NothingNamed
                | PeopleError::NoOut
                | PeopleError::OtherEnding(_) => Exit::Usage,
                PeopleError::Published(_)
                | PeopleError::Problems { .. }
                | PeopleError::NotApproved(_)
                | PeopleError::ChangedText(_)
                | PeopleError::NoDays
                | PeopleError::NothingOpen
                | PeopleError::NobodyInvited
                | PeopleError::NothingToPrint => Exit::Findings,
            },
            Self::Import(error) => error.exit(),
            Self::HasErrors { .. }
            | Self::Minutes { .. }
            | Self::Rows { .. }
            | Self::VersionExists { .. }
            | Self::CutShort(_)
            | Self::NothingToRecord
            | Self::NotApprovedYet(_)
            | Self::NothingCorrected(_)
            | Self::NothingToConfirm(_)
            | Self::TemplateText { .. }
            | Self::ReviewBeforeChange { .. }
            | Self::AlreadyApproved { .. }
            | Self::AllApproved { .. }
            | Self::DocumentExists { .. }
            | Self::FileExists { .. }
            | Self::NotEmpty(_)
            | Self::TooLarge(_)
            | Self::NotPublished { .. }
            | Self::NotMappings { .. }
            | Self::NoMappings(_)
            | Self::BadOutline { .. }
            | Self::NextRevision { .. }
            | Self::NoSentences { .. }
            | Self::OtherSpecification { .. }
            | Self::NotReadable { .. }
            | Self::Edit { .. }
            | Self::ChangedMeanwhile(_)
            | Self::UnreadableDocument(_)
            | Self::ApprovedTitle { .. }
            | Self::NeverInForce(_)
            | Self::VersionAfterEnd(_)
            | Self::DoesNotEnd(_)
            | Self::PacketRefused
            | Self::BinderRefused
            | Self::SheetsRefused
            | Self::Export(_)
            | Self::NoQuestions(_)
            | Self::File(_) => Exit::Findings,
        }
    }
}

impl CommandError {
    /// Says on standard error why the command was not carried out, and how it ends.
    pub(crate) fn tell(&self) -> Exit {
        if let Self::HasErrors { shown, .. } = self {
            tell(shown);
        }
        if let Self::Rows { file, problems } = self {
            for problem in problems {
                tell(&format!("{}, {problem}", file.display()));
            }
        }
        tell(&format!("clausebook: {self}"));
        self.exit()
    }
}

impl std::error::Error for CommandError {}

impl From<FillError> for CommandError {
    fn from(error: FillError) -> Self {
        Self::Fill(error)
    }
}

impl From<PeopleError> for CommandError {
    fn from(error: PeopleError) -> Self {
        Self::People(error)
    }
}

impl From<FileError> for CommandError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
