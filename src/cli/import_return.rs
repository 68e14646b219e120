//! A policy that was exported and changed in Word: as a new version, with what changed, or as a policy of its own.

use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::import::read_file;
use super::import_error::ImportError;
use super::import_policy::{file_name, prints};
use super::typed::VersionTyped;
use super::versions::{FoundDocument, OpenHandbook};
use super::{CommandError, Place, diff, diff_text, shell};
use crate::docx::{self, ReturnBase, Returned};
use crate::edit::HeaderChange;
use crate::edit::toml_text::string_content;
use crate::files::{self, Access, FileError};
use crate::load::NOT_CARRIED_OVER;
use crate::memo::Memo;
use crate::model::{Audience, DocumentKind, Handle, Policy};
use crate::pipeline;
use crate::view::redline::redline;

/// What a new version is started with.
pub(crate) struct RevisionImport<'a> {
    pub(crate) place: &'a Place,
    /// The policy: its name or its number.
    pub(crate) name: &'a str,
    pub(crate) effective: Date,
    /// What changes, in a sentence.
    pub(crate) change: Option<&'a str>,
}

/// Writes the next version of a policy with the text of a Word file, and says what changed.
pub(crate) fn import_revision(import: &RevisionImport<'_>, from: &Path) -> Result<String, CommandError> {
    let RevisionImport { place, name, effective, change } = import;
    let bytes = read_file(from)?;
    let handbook = OpenHandbook::open(place)?;
    let found = handbook.find(name)?;
    let exported = exported_from(&found, from, &bytes)?;
    let returned = returned(&handbook, &found, from, &bytes, &format!("{effective}-picture-"))?;
    if returned.changed == 0 {
        return Err(ImportError::SameText { file: from.to_owned(), name: found.name }.into());
    }
    let change = change.map_or_else(|| format!("Changed in Word ({}).", file_name(from)), str::to_owned);
    let header =
        header(place, &found, &HeaderChange::Revision { on: *effective, change, is_material: true })?;
    let text = format!("{header}{}", returned.text);
    let file = found.current.file(place).with_file_name(format!("{effective}.md"));
    create(&file, text.as_bytes())?;
    for picture in &returned.pictures {
        create(&file.with_file_name(&picture.name), &picture.bytes)?;
    }
    if !returned.complete.is_empty() {
        let list = format!("Not carried over as it was from {}:\n\n{}", file_name(from), returned.complete);
        create(&file.with_file_name(format!("{effective}{NOT_CARRIED_OVER}")), list.as_bytes())?;
    }
    let old = VersionTyped::of(found.current.effective).to_string();
    let day = effective.to_string();
    let next =
        shell::command(place, &["export", &found.name], &["--docx", "--version", &day, "--against", &old]);
    Ok(format!(
        "Created a new version of “{}” in {}.\n{exported}{}{}\nThe same with tracked changes:\nNext: {next}",
        found.current.title,
        file.display(),
        said(&returned),
        changes(place, &found.name, &old, &day)?,
    ))
}

/// A warning where the file was exported from another version: what changed since would be changed back.
fn exported_from(found: &FoundDocument, from: &Path, bytes: &[u8]) -> Result<String, ImportError> {
    let identity = docx::identity(bytes);
    let Some((document, version)) = identity.as_deref().and_then(|identity| identity.split_once('@')) else {
        return Ok(String::new());
    };
    if document != found.id.to_string() {
        let (document, name) = (document.to_owned(), found.id.to_string());
        return Err(ImportError::OtherDocument { file: from.to_owned(), document, name });
    }
    let in_force = VersionTyped::of(found.current.effective).to_string();
    if version == in_force {
        return Ok(String::new());
    }
    Ok(format!(
        "{} was exported from the version of {version}, and the version in force is that of {in_force}: what changed between the two is changed back, unless you keep it. Read the differences.\n",
        from.display()
    ))
}

/// A policy out of our own export.
pub(crate) struct OwnExport {
    /// The file's text up to the first block.
    pub(crate) header: String,
    pub(crate) returned: Returned,
    /// Of the policy that it was exported from.
    pub(crate) title: String,
    /// Of which version it was, if not of the one in force.
    pub(crate) warning: String,
}

/// The text of a policy out of our own export, with the header of the version that it was exported from: a number of its own, and no
/// approval. `None` where the file is of no policy of this handbook.
pub(crate) fn own_export(
    place: &Place,
    from: &Path,
    bytes: &[u8],
    name: &str,
    prefix: &str,
) -> Result<Option<OwnExport>, CommandError> {
    let Some(identity) = docx::identity(bytes) else { return Ok(None) };
    let Some((document, _)) = identity.split_once('@') else { return Ok(None) };
    let handbook = OpenHandbook::open(place)?;
    let Ok(found) = handbook.find(document) else { return Ok(None) };
    let warning = exported_from(&found, from, bytes)?;
    let returned = returned(&handbook, &found, from, bytes, prefix)?;
    let change = "Imported from Word.".to_owned();
    let on = handbook.today();
    let header = header(place, &found, &HeaderChange::Revision { on, change, is_material: true })?;
    let number = format!("number = \"{}\"", string_content(&format!("NEW-{}", name.to_uppercase())));
    let lines: Vec<String> = header
        .split('\n')
        .map(|line| {
            if line.starts_with("number ") || line.starts_with("number=") {
                number.clone()
            } else {
                line.to_owned()
            }
        })
        .collect();
    Ok(Some(OwnExport { header: lines.join("\n"), returned, title: found.current.title, warning }))
}

/// What a person should know of what came back.
pub(crate) fn said(returned: &Returned) -> String {
    let mut said = String::new();
    if !returned.outside.is_empty() {
        said.push_str(
            "\nChanged outside of the text, which is in the header of the policy and was not carried over:\n",
        );
        for line in &returned.outside {
            said.push_str(&format!("- {}\n", line.replace('\n', " ")));
        }
    }
    if !returned.lost.is_empty() {
        said.push_str("\nIn changed passages, these are plain words now. Put them back where they belong:\n");
        for one in &returned.lost {
            said.push_str(&format!("- {one}\n"));
        }
    }
    said
}

fn returned(
    handbook: &OpenHandbook<'_>,
    found: &FoundDocument,
    from: &Path,
    bytes: &[u8],
    prefix: &str,
) -> Result<Returned, CommandError> {
    let examined = handbook.examined();
    let policies = &examined.handbook.policies;
    let is_it = |policy: &Policy| DocumentKind::Policy.id(&policy.id) == found.id;
    let Some(handle) = Handle::find(policies, is_it) else {
        return Err(ImportError::OnlyPolicies(found.id.to_string()).into());
    };
    let base = pipeline::exported_base(examined, handle).map_err(CommandError::Export)?;
    let base = ReturnBase {
        exported: &base.exported,
        in_blocks: &base.in_blocks,
        source: found.current.text(),
        blocks: &handle.of(policies).current.body.blocks,
        citations: base.citations,
    };
    docx::read_returned(bytes, &prints, prefix, &base)
        .map_err(|error| CommandError::NotReadable { file: from.to_owned(), error })
}

/// The text of the version in force up to its first block, with this change in its header.
fn header(place: &Place, found: &FoundDocument, change: &HeaderChange) -> Result<String, CommandError> {
    let file = found.current.file(place);
    let bytes = fs::read(&file).map_err(|error| CommandError::UnreadableInput { file, error })?;
    let changed = found.current.changed(&bytes, change)?;
    let fence = if changed.trim_start_matches('\u{feff}').starts_with("---") { "---" } else { "+++" };
    let end = changed
        .match_indices(&format!("\n{fence}"))
        .next()
        .map_or(changed.len(), |(at, found)| at + found.len());
    let rest = &changed[end..];
    let line_end = rest.find('\n').map_or(changed.len(), |at| end + at + 1);
    Ok(format!("{}\n", &changed[..line_end]))
}

/// The differences between the two versions, for a terminal.
fn changes(place: &Place, name: &str, old: &str, new: &str) -> Result<String, CommandError> {
    let examined = pipeline::examine_for(&place.world()?, Audience::Authors, &Memo::off());
    let document = diff::find(place, name, &examined.handbook)?;
    let version = |typed: &str| {
        super::typed::version(typed).ok().and_then(|typed| diff::version_of(&document, typed).ok())
    };
    Ok(match (version(old), version(new)) {
        (Some(old), Some(new)) => diff_text::render(&redline(old, new, &examined.handbook), false),
        _ => String::new(),
    })
}

fn create(file: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    files::create(file, bytes, Access::Everyone).map_err(|error| match error {
        FileError::Exists(file) => {
            CommandError::FileExists { file, advice: "Change that file, or name another day" }
        }
        other => other.into(),
    })
}
