//! What each error of a command says.

use std::fmt;

use super::error::CommandError;
use super::{count, shell};
use crate::files::reason;

impl fmt::Display for CommandError {
    #[expect(clippy::too_many_lines, reason = "a table: one sentence for each error")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(dir) => write!(
                f,
                "there is no folder {}. Name the handbook's folder, or create one: clausebook init {}",
                dir.display(),
                shell::path(dir)
            ),
            Self::CommonText(name) => {
                write!(f, "{name} is a common text. Name the folder of the handbook that this one extends")
            }
            Self::ConfigIsPath(config) => write!(
                f,
                "--config names a file in the handbook's folder, such as handbook.toml; {config} is a path"
            ),
            Self::NoHandbook { config, dir } => write!(
                f,
                "there is no {config} in {}. Name the handbook's folder, or create one: clausebook init my-handbook",
                dir.display()
            ),
            Self::BadEpoch(seconds) => write!(
                f,
                "SOURCE_DATE_EPOCH must be a number of seconds since 1970; it is {}",
                seconds.display()
            ),
            Self::UnknownName { what, name, near: Some(near), start: _ } => {
                write!(f, "there is no {what} {name}; did you mean {near}?")
            }
            Self::UnknownName { what, name, near: None, start: Some(start) } => {
                write!(f, "there is no {what} {name} in this handbook. To start one: {start}")
            }
            Self::UnknownName { what, name, near: None, start: None } => {
                write!(f, "there is no {what} {name} in this handbook")
            }
            Self::Ambiguous { name, names } => {
                write!(
                    f,
                    "{name} is the name or number of more than one document. Write {}",
                    names.join(" or ")
                )
            }
            Self::NameOrFolder { word, name, folder } => write!(
                f,
                "{word} is the name of a document here, and a folder with a handbook. For the document: {name}. For the folder: {folder}"
            ),
            Self::NamesAndTable => {
                write!(f, "the table of --from names the documents. Leave out the names, or --from")
            }
            Self::Minutes { file, error } => write!(f, "{} {error}", file.display()),
            Self::Rows { file, problems } => write!(
                f,
                "fix {} of {} first. Nothing was recorded",
                count(problems.len(), "problem", "problems"),
                file.display()
            ),
            Self::EffectiveBeforeApproval { effective, on } => {
                write!(f, "nothing takes effect before it is approved: {effective} is before {on}")
            }
            Self::VersionExists { name, date } => {
                write!(f, "{name} has another version of {date}, so nothing was recorded. Name another day")
            }
            Self::NoNames => write!(f, "name at least one policy, form or curriculum, or write --all"),
            Self::Import(error) => error.fmt(f),
            Self::NamesAndAll => {
                write!(
                    f,
                    "--all means every document. Leave out the names, or name those to leave out after --except"
                )
            }
            Self::NothingFits(pattern) => {
                write!(f, "no policy, form or curriculum has a name or number that fits {pattern}")
            }
            Self::VersionOfSeveral => write!(f, "--version is for one document. Name only that one"),
            Self::NotAPolicy { name, build } => write!(
                f,
                "{name} is not a policy, and of other documents only the version in force is written as a Word file. Its PDFs come with: {build}"
            ),
            Self::NotACurriculum(name) => {
                write!(
                    f,
                    "{name} is not a curriculum, and only curricula have questions. As a Word file: --docx"
                )
            }
            Self::NoQuestions(name) => {
                write!(f, "the curriculum {name} has no questions. Add `[[unit.question]]` to its units")
            }
            Self::UnknownVersion { name, version, known } => {
                let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                write!(f, "{name} has no version {version}; there are: {}", known.join(", "))
            }
            Self::NotAVersion(word) => write!(
                f,
                "{word} is not a version. Write the day on which it takes effect, such as 2027-01-01, or draft"
            ),
            Self::OneVersion { name, revise } => write!(
                f,
                "{name} has one version, so there is nothing to compare it with. To start another: {revise}"
            ),
            Self::NotPublished { file, error } => write!(f, "{} {error}", file.display()),
            Self::NotMappings { file, error } => write!(f, "{} {error}", file.display()),
            Self::NoMappings(id) => {
                write!(
                    f,
                    "no clause of {id} is compared with one of another specification: there is nothing to export"
                )
            }
            Self::BadOutline { file, error } => write!(f, "{} is not an outline: {error}", file.display()),
            Self::NextRevision { specification, revise } => write!(
                f,
                "{specification} has an earlier revision, and the next one is made from it. Write: {revise}"
            ),
            Self::NoSentences { specification, import } => write!(
                f,
                "the newest revision of {specification} has no fingerprints of its sentences, so nothing can be compared. First bring in the document that it was made of: {import}"
            ),
            Self::OtherSpecification { file, id } => {
                write!(f, "{} is the catalog of {id}. Write --specification {id}", file.display())
            }
            Self::UnknownRevision { specification, day, known } => {
                let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                write!(f, "{specification} has no revision of {day}; there are: {}", known.join(", "))
            }
            Self::OneRevision { specification, revise } => write!(
                f,
                "{specification} has one revision, so there is nothing to compare it with. To start another: {revise}"
            ),
            Self::EarlierRevision { specification, newest } => write!(
                f,
                "{specification} has a revision of {newest} already. Name a later day: a revision is made from the one before"
            ),
            Self::EmptyPacket => write!(
                f,
                "no version takes effect later or waits for approval, so there is nothing to put into a packet"
            ),
            Self::PacketRefused => {
                write!(f, "the packet could not be made. Fix what is listed above, then try again")
            }
            Self::BinderRefused => {
                write!(f, "the binder could not be made. Fix what is listed above, then try again")
            }
            Self::SheetsRefused => {
                write!(f, "the sheets could not be made. Fix what is listed above, then try again")
            }
            Self::UnreadableDocument(name) => write!(
                f,
                "{name} has a file that cannot be read, so its versions can't be compared. Fix what is listed above, then try again"
            ),
            Self::ApprovedTitle { name, revise } => write!(
                f,
                "{name} has an approved version, and its title is part of what was approved. Leave out --title; change the title in a new version: {revise}"
            ),
            Self::OwnSuccessor(name) => {
                write!(
                    f,
                    "{name} can't be its own successor. Name another document after --for, or leave it out"
                )
            }
            Self::NeverInForce(name) => {
                write!(
                    f,
                    "there is only a draft of {name}, which was never in force. Delete its folder instead"
                )
            }
            Self::EndsTooEarly { path, effective } => write!(
                f,
                "{path} takes effect on {effective}, and can only end after that day. Name a later day"
            ),
            Self::VersionAfterEnd(path) => write!(
                f,
                "{path} takes effect on the day of the end or after it. Delete that file, or name a later day"
            ),
            Self::DoesNotEnd(name) => {
                write!(f, "no end of {name} is recorded, so there is nothing to take back")
            }
            Self::NoVersion { name, date } => {
                write!(f, "there is no version of {name} that takes effect on {date}")
            }
            Self::FutureDay(day) => {
                write!(f, "{day} is in the future. Record it once it has happened")
            }
            Self::NoChange => write!(f, "say what changes, in a sentence, with --change"),
            Self::NoOutFolder(folder) => write!(f, "there is no folder {}", folder.display()),
            Self::AmongSources(out) => {
                write!(
                    f,
                    "{} would be among the sources of the handbook. Name a file elsewhere",
                    out.display()
                )
            }
            Self::InWebsite { out, reason } => {
                write!(f, "{} would be in the website, {reason}. Name a file elsewhere", out.display())
            }
            Self::UnreadableInput { file, error } => {
                write!(f, "{} cannot be read: {}", file.display(), reason(error))
            }
            Self::HasErrors { shown: _, file, count, refusal } => {
                write!(f, "{}. Fix what is listed above, then try again", refusal.of(file, *count))
            }
            Self::CutShort(path) => write!(
                f,
                "{path} stops in the middle of a sentence or after a heading, so it may have been cut short, and no approval was recorded. Complete it; if it is complete, add a line end, save it, and try again"
            ),
            Self::NothingToRecord => {
                write!(
                    f,
                    "there is nothing to record: none of these documents has a version that waits for it"
                )
            }
            Self::NoTranslation { title, language, start } => {
                write!(f, "“{title}” has no translation in {language}. To start one: {start}")
            }
            Self::NotTranslated(name) => {
                write!(f, "{name} is a curriculum: forms, policies and pages of the guide have translations")
            }
            Self::NotApprovedYet(path) => write!(f, "{path} is not approved"),
            Self::NothingCorrected(path) => write!(
                f,
                "{path} was not changed since its approval, so there is no correction to record. Make the correction, save the file, and try again"
            ),
            Self::NothingToConfirm(name) => {
                write!(
                    f,
                    "every approval of {name} says which text was approved, so there is nothing to confirm"
                )
            }
            Self::TemplateText { path, line } => write!(
                f,
                "{path}, line {line}, still has text of the template, so no approval was recorded. Replace it with your own words, or remove it"
            ),
            Self::ReviewBeforeChange { path, changed } => write!(
                f,
                "{path} was changed on {changed}, after that review, so it was not recorded. Record a review of the present text"
            ),
            Self::AlreadyApproved { path, revise } => {
                write!(f, "{path} is already approved. To change it: {revise}")
            }
            Self::AllApproved { name, revise } => {
                write!(f, "every version of {name} is already approved. To change it: {revise}")
            }
            Self::DocumentExists { folder, advice } => {
                write!(f, "{} already exists, so nothing was written. {advice}", folder.display())
            }
            Self::FileExists { file, advice } => {
                write!(f, "{} already exists, so nothing was written. {advice}", file.display())
            }
            Self::NotEmpty(dir) => write!(
                f,
                "{} is not an empty folder, so nothing was written. Name a new one: clausebook init my-handbook",
                dir.display()
            ),
            Self::TooLarge(file) => write!(
                f,
                "{} has more than 256 MB. Remove the pictures in Word, save it, and import it again",
                file.display()
            ),
            Self::NotReadable { file, error } => write!(f, "{} {error}", file.display()),
            Self::PortTaken { port, error } => write!(
                f,
                "port {port} can't be used: {error}. Choose another, or leave out --port to use any free one"
            ),
            Self::NoAddress(error) => error.fmt(f),
            Self::DataTooLarge(name) => {
                write!(f, "{name} has more than 4 MB: it must have the data of one form only")
            }
            Self::DataNotJson { name, line, column } => write!(
                f,
                "{name} is not JSON: line {line}, column {column} cannot be read. `clausebook fill FORM --blank-data` prints data to start from"
            ),
            Self::Fill(error) => error.fmt(f),
            Self::Edit { path, error } => write!(f, "{path} was not changed: {error}"),
            Self::ChangedMeanwhile(path) => write!(
                f,
                "{path} was changed by another program at the same time, so nothing was recorded. Try again"
            ),
            Self::Export(error) => write!(f, "the file could not be made: {error}"),
            Self::People(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}
