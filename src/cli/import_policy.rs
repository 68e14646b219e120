//! Policies out of Word files: one, several at once, or the parts of a manual.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::import::read_file;
use super::import_error::ImportError;
use super::import_return::{OwnExport, own_export, said};
use super::new::{started, title};
use super::{CommandError, Place, count, shell};
use crate::assets::has_glyph;
use crate::docx::{self, FactKind, Imported};
use crate::edit::toml_text::string_content;
use crate::files::{self, Access};
use crate::load::NOT_CARRIED_OVER;
use crate::model::DocumentKind;
use crate::names;
use crate::world::DiskWorld;
use crate::writing_systems::WritingSystem;

/// How the names of pictures begin that come along.
const PICTURE: &str = "picture-";

const SAME_NAME: &str =
    "another of these files or parts has this name: import it by itself, with --policy and another name";

/// Where the parts of a document begin that become a policy each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SplitAt {
    /// At each heading of the highest level
    #[value(name = "heading-1")]
    Heading1,
}

/// What to make of Word files.
pub(crate) struct PolicyImport<'a> {
    pub(crate) place: &'a Place,
    pub(crate) files: &'a [PathBuf],
    /// The name of the policy; `None` for the file's own.
    pub(crate) name: Option<&'a str>,
    pub(crate) split: Option<SplitAt>,
}

/// A policy that is to be written.
struct NewPolicy {
    /// The Word file.
    from: PathBuf,
    name: String,
    imported: Imported,
}

/// Writes the drafts.
pub(crate) fn import_policies(import: &PolicyImport<'_>) -> Result<String, CommandError> {
    let world = import.place.world()?;
    match (import.files, import.split) {
        ([from], None) => {
            let bytes = read_file(from)?;
            let own_name = import.name.map_or_else(|| name_of_file(from), str::to_owned);
            if let Some(said) = import_own(import.place, from, &bytes, &own_name)? {
                return Ok(said);
            }
            let imported = read(from)?;
            let name = import.name.map_or_else(|| name_of_file(from), str::to_owned);
            let policy = NewPolicy { from: from.clone(), name, imported };
            let file = write(import.place, &world, &policy)?;
            Ok(report(import.place, &file, &policy))
        }
        (files, split) => import_several(import.place, &world, files, split),
    }
}

/// Our own export comes back with its header, card and citations; `None` for any other file.
fn import_own(place: &Place, from: &Path, bytes: &[u8], name: &str) -> Result<Option<String>, CommandError> {
    let Some(export) = own_export(place, from, bytes, name, PICTURE)? else { return Ok(None) };
    let OwnExport { header, returned, title, warning } = export;
    let folder = place.dir.join(format!("{}/{name}", DocumentKind::Policy.folder()));
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let advice = "Import it under another name, with --policy, or as its next version: --revises NAME --effective DATE";
        return Err(CommandError::DocumentExists { folder, advice: advice.to_owned() });
    }
    let mut all = vec![("draft.md".to_owned(), format!("{header}{}", returned.text).into_bytes())];
    all.extend(returned.pictures.iter().map(|picture| (picture.name.clone(), picture.bytes.clone())));
    files::create_all(&folder, &all, Access::Everyone)?;
    Ok(Some(format!(
        "“{title}” is in {}, with the header, card and citations of the policy that it was exported from, and {} changed in Word.\n{warning}{}Give it a number of its own.\nNext: {}",
        folder.join("draft.md").display(),
        count(returned.changed, "block", "blocks"),
        said(&returned),
        shell::command(place, &["check"], &[])
    )))
}

fn import_several(
    place: &Place,
    world: &DiskWorld,
    files: &[PathBuf],
    split: Option<SplitAt>,
) -> Result<String, CommandError> {
    let mut names = BTreeSet::new();
    let mut rows = Vec::new();
    for from in files {
        match own_row(place, from, split, &mut names) {
            Ok(None) => {}
            Ok(Some(row)) => {
                rows.push(row);
                continue;
            }
            Err(error) => {
                rows.push(ResultRow::refused(from, &name_of_file(from), &error));
                continue;
            }
        }
        match read_parts(from, split) {
            Err(error) => rows.push(ResultRow::refused(from, "", &error)),
            Ok(policies) => {
                for policy in policies {
                    rows.push(write_one(place, world, &policy, &mut names));
                }
            }
        }
    }
    let refused = rows.iter().filter(|row| row.is_refused).count();
    let written = rows.len() - refused;
    let next = shell::command(place, &["check"], &[]);
    let said = format!(
        "{}\n{} written{}. What was not carried over is listed beside each draft.\nNext: {next}",
        table(&rows),
        count(written, "draft", "drafts"),
        if refused == 0 { String::new() } else { format!(", {refused} refused") },
    );
    if refused == 0 { Ok(said) } else { Err(ImportError::SomeRefused { said, refused }.into()) }
}

/// The row of a file that was exported from this handbook.
fn own_row(
    place: &Place,
    from: &Path,
    split: Option<SplitAt>,
    names: &mut BTreeSet<String>,
) -> Result<Option<ResultRow>, CommandError> {
    let bytes = read_file(from)?;
    if split.is_some() || docx::identity(&bytes).is_none() {
        return Ok(None);
    }
    let name = name_of_file(from);
    if names.contains(&name) {
        return Ok(Some(ResultRow::refused(from, &name, &SAME_NAME)));
    }
    if import_own(place, from, &bytes, &name)?.is_none() {
        return Ok(None);
    }
    names.insert(name.clone());
    let outcome = "exported from here: with its header, card and citations".to_owned();
    Ok(Some(ResultRow { file: file_name(from), name, title: String::new(), outcome, is_refused: false }))
}

fn write_one(
    place: &Place,
    world: &DiskWorld,
    policy: &NewPolicy,
    names: &mut BTreeSet<String>,
) -> ResultRow {
    if !names.insert(policy.name.clone()) {
        return ResultRow::refused(&policy.from, &policy.name, &SAME_NAME);
    }
    match write(place, world, policy) {
        Err(error) => ResultRow::refused(&policy.from, &policy.name, &error),
        Ok(_) => {
            let [headings, ..] = policy.imported.counts;
            let pictures = policy.imported.pictures.len();
            let outcome = format!(
                "{}, {}, {} not carried over as it was",
                count(headings, "heading", "headings"),
                count(pictures, "picture", "pictures"),
                count(policy.imported.left.len(), "kind of thing", "kinds of things"),
            );
            ResultRow {
                file: file_name(&policy.from),
                name: policy.name.clone(),
                title: called(policy),
                outcome,
                is_refused: false,
            }
        }
    }
}

/// A row of the table of results.
struct ResultRow {
    file: String,
    name: String,
    title: String,
    outcome: String,
    is_refused: bool,
}

impl ResultRow {
    fn refused(from: &Path, name: &str, why: &dyn std::fmt::Display) -> Self {
        Self {
            file: file_name(from),
            name: name.to_owned(),
            title: String::new(),
            outcome: format!("REFUSED: {why}"),
            is_refused: true,
        }
    }
}

/// The rows below each other, in columns.
fn table(rows: &[ResultRow]) -> String {
    let cells = |row: &ResultRow| [row.file.clone(), row.name.clone(), row.title.clone()];
    let width = |at: usize| {
        let widest = rows.iter().map(|row| cells(row)[at].chars().count()).max().unwrap_or_default();
        widest.min(50)
    };
    let widths = [width(0), width(1), width(2)];
    let line = |row: &ResultRow| {
        let columns = cells(row).into_iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}  {}", columns.collect::<Vec<_>>().join("  "), row.outcome)
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn read_parts(from: &Path, split: Option<SplitAt>) -> Result<Vec<NewPolicy>, CommandError> {
    let not_readable = |error| CommandError::NotReadable { file: from.to_owned(), error };
    match split {
        None => {
            let imported = read(from)?;
            Ok(vec![NewPolicy { from: from.to_owned(), name: name_of_file(from), imported }])
        }
        Some(SplitAt::Heading1) => {
            let parts = docx::read_split(&read_file(from)?, &prints, PICTURE).map_err(not_readable)?;
            let policies = parts.into_iter().enumerate().map(|(at, imported)| {
                let words = imported.title.as_ref().map(|title| title.words.as_str());
                let name = words.filter(|_| at > 0).map_or_else(|| name_of_file(from), name_of_words);
                NewPolicy { from: from.to_owned(), name, imported }
            });
            Ok(policies.collect())
        }
    }
}

fn read(from: &Path) -> Result<Imported, CommandError> {
    docx::read(&read_file(from)?, &prints, PICTURE)
        .map_err(|error| CommandError::NotReadable { file: from.to_owned(), error })
}

/// `telehealth-policy-2024` for `Telehealth Policy (2024).docx`.
pub(crate) fn name_of_file(file: &Path) -> String {
    name_of_words(&file.file_stem().unwrap_or_default().to_string_lossy())
}

fn name_of_words(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut name = String::new();
    for c in words.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') && !matches!(c, '\'' | '’') {
            name.push('-');
        }
        if name.len() >= 60 {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    if names::is_id(name) {
        name.to_owned()
    } else {
        format!("policy-{name}").trim_end_matches('-').to_owned()
    }
}

fn called(policy: &NewPolicy) -> String {
    match &policy.imported.title {
        Some(found) => found.words.clone(),
        None => title(&policy.name),
    }
}

/// Writes the draft with its pictures and the list of what was not carried over: all of them or nothing.
fn write(place: &Place, world: &DiskWorld, policy: &NewPolicy) -> Result<PathBuf, CommandError> {
    let NewPolicy { from, name, imported } = policy;
    let advice = "Import it under another name, with --policy".to_owned();
    let folder = place.dir.join(format!("{}/{name}", DocumentKind::Policy.folder()));
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(CommandError::DocumentExists { folder, advice });
    }
    // The title goes between quotes, and two braces would be read as a placeholder.
    let quoted = string_content(&called(policy)).replace("{{", "{ {");
    // Each part is filled in once: what came out of the Word file may hold what looks like a part of the template.
    let template = started(world, "policy-from-word.md", name, "{title}");
    let (header, below) = template.split_once("{text}").unwrap_or((&template, ""));
    let header = proposed(&header.replace("{title}", &quoted), imported);
    let text = format!("{header}{}{below}", imported.markdown.trim_end());
    let mut all = vec![("draft.md".to_owned(), text.into_bytes())];
    all.extend(imported.pictures.iter().map(|picture| (picture.name.clone(), picture.bytes.clone())));
    if !imported.complete.is_empty() {
        let list = format!("Not carried over as it was from {}:\n\n{}", file_name(from), imported.complete);
        all.push((format!("draft{NOT_CARRIED_OVER}"), list.into_bytes()));
    }
    files::create_all(&folder, &all, Access::Everyone)?;
    Ok(folder.join("draft.md"))
}

/// The header with what the document says of itself, as comments below the keys that it may belong to.
fn proposed(header: &str, imported: &Imported) -> String {
    let mut lines: Vec<String> = header.lines().map(str::to_owned).collect();
    for fact in &imported.facts {
        let (key, proposal) = match fact.kind {
            FactKind::Number => ("number", format!("# number = \"{}\"", string_content(&fact.value))),
            FactKind::Owner => ("owner", format!("# owner = \"{}\"", string_content(&fact.value))),
            FactKind::Approver => ("approver", format!("# approver = \"{}\"", string_content(&fact.value))),
            FactKind::Date => ("review_months", format!("# {}", fact.value)),
        };
        // A brace pair would be a placeholder, also in a comment.
        let proposal = format!("{proposal}   # “{}” in the Word file", fact.label).replace("{{", "{ {");
        let is_key =
            |line: &String| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if let Some(at) = lines.iter().position(is_key) {
            lines.insert(at + 1, proposal);
        }
    }
    let mut header = lines.join("\n");
    header.push('\n');
    header
}

fn report(place: &Place, file: &Path, policy: &NewPolicy) -> String {
    let imported = &policy.imported;
    let [headings, paragraphs, items, tables] = imported.counts;
    let source = imported.title.as_ref().map_or("the name".to_owned(), |title| title.source.to_string());
    let mut report = format!(
        "“{}” is in {}: {}, {}, {}, {}, {}.\nThe title comes from {source}.\n",
        called(policy),
        file.display(),
        count(headings, "heading", "headings"),
        count(paragraphs, "paragraph", "paragraphs"),
        count(items, "list item", "list items"),
        count(tables, "table", "tables"),
        count(imported.pictures.len(), "picture", "pictures"),
    );
    if !imported.left.is_empty() {
        report.push_str("\nChanged or left out:\n");
        for line in &imported.left {
            report.push_str(&format!("- {line}\n"));
        }
        if imported.markdown.contains("[Not carried over: ") {
            report.push_str("Look for “Not carried over” in the file to find the marks.\n");
        }
        report.push_str(&format!(
            "The complete list is beside it, in draft{NOT_CARRIED_OVER}; delete it when you are done.\n"
        ));
    }
    report.push_str(&format!(
        "\nRead it next to the Word file; fill in owner, number, summary and card in its header; cite the clauses it meets.\nNext: {}",
        shell::command(place, &["check"], &[])
    ));
    report
}

/// Letters that take another font come over, too: `check` says which font, where it isn't at hand.
pub(crate) fn prints(letter: char) -> bool {
    has_glyph(letter) || WritingSystem::of(letter).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_the_file_and_every_computer_can_store_it() {
        for (file, name) in [
            ("Telehealth Policy (2024).docx", "telehealth-policy-2024"),
            ("Políticas de Admisión.docx", "politicas-de-admision"),
            ("CON.docx", "policy-con"),
            ("注意.docx", "policy"),
        ] {
            assert_eq!(name_of_file(Path::new(file)), name);
        }
    }
}
