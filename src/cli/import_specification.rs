//! A specification out of its publisher's document: first the outline, and when a person has corrected it, the catalog.

use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::publisher_file::{self, PublisherFile, newest_outline, outline_at_hand, words_file};
use super::typed::DAY;
use super::{CommandError, Place, count, shell};
use crate::edit::{self, MergedCatalog};
use crate::figures::Grammar;
use crate::files::{self, Access, FileError};
use crate::model::{Authority, Handbook, Specification};
use crate::oscal::{EntryName, ImportedCatalog};
use crate::outline::{CatalogHead, DocumentOutline, DraftCatalog, DraftClause};
use crate::pipeline::{self, Examined};
use crate::world::World;

/// What is said above the entries of an outline.
const REMARKS: &str = "The outline of a publisher's document: an entry on each line. Its words are the publisher's: this file is never
published, and nothing but `import`, `revise` and `diff` reads it. Keep it out of what you share.

Correct it where it is wrong, and run the same command again.
- A section begins with #, and one within another section with ##. Its id is between the brackets.
- An entry is under the entry before it that is further left. Indent a line to put it under another.
- Join the two lines of one sentence, and break a line in two where two duties are in it.
- ¦ is where two pieces were joined that may not belong together: break the line there, or leave it.
- [intro] is before opening words that ask for something themselves. An id of your own goes in the same place.
- Delete what isn't the document's: heads of pages, tables of contents.
- `refers to:` names a document that this one refers to.";

/// What is to be done with a catalog that a program made.
const TO_READ: &str = "\nThe kinds and figures are guesses: read each clause beside the document, correct them, and write its summary in your own words.";

pub(crate) fn import_specification(
    place: &Place,
    file: &Path,
    id: &str,
    effective: Option<Date>,
) -> Result<String, CommandError> {
    let world = place.world()?;
    let examined = pipeline::examine(&world);
    let import = ImportedSpecification { place, file, id, examined: &examined };
    let day = effective.or_else(|| newest_outline(place, id)).or_else(|| import.only_revision());
    let is_oscal = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if is_oscal {
        return import.oscal(day, world.today());
    }
    let day = day.unwrap_or_else(|| world.today());
    match outline_at_hand(place, id, day)? {
        Some(outline) => {
            import.refuse_later_revision(day)?;
            let head = import.head(&outline, day, None);
            let clauses = outline.clauses(grammar(&examined.handbook));
            import.write(&DraftCatalog { head, clauses }, day, TO_READ)
        }
        None => {
            import.refuse_later_revision(day)?;
            match publisher_file::read(file)? {
                PublisherFile::Outline(outline) => write_outline(place, id, day, file, &outline),
                PublisherFile::Oscal(_) => import.oscal(Some(day), day),
            }
        }
    }
}

/// Writes the outline for a person to correct.
pub(crate) fn write_outline(
    place: &Place,
    id: &str,
    day: Date,
    from: &Path,
    outline: &DocumentOutline,
) -> Result<String, CommandError> {
    let file = create_outline(place, id, day, outline)?;
    let sections = outline.entries.iter().filter(|entry| entry.is_section).count();
    let joins = match outline.doubtful_joins() {
        0 => String::new(),
        joins => format!(
            " {} marked with ¦: look at them first.",
            count(joins, "doubtful join is", "doubtful joins are")
        ),
    };
    Ok(format!(
        "The outline of {} is in {}: {} in {}, {} referred to.{joins}\nCorrect its indentation beside the document; then run the same command again.{}",
        from.display(),
        file,
        count(outline.entries.len(), "entry", "entries"),
        count(sections, "section", "sections"),
        count(outline.references.len(), "document", "documents"),
        share_note(place)
    ))
}

fn create_outline(
    place: &Place,
    id: &str,
    day: Date,
    outline: &DocumentOutline,
) -> Result<String, CommandError> {
    let file = words_file(place, id, day);
    let text = outline.written(REMARKS);
    files::create_with_folders(&file, text.as_bytes(), Access::Everyone).map_err(|error| match error {
        FileError::Exists(file) => CommandError::FileExists { file, advice: "Move it away to make it anew" },
        other => other.into(),
    })?;
    Ok(file.display().to_string())
}

/// A sentence where the publisher's words would be shared with the handbook.
fn share_note(place: &Place) -> &'static str {
    let ignored = fs::read_to_string(place.dir.join(".gitignore")).unwrap_or_default();
    let is_kept_out =
        ignored.lines().any(|line| line.trim().trim_start_matches('/') == "content/specifications/*/*.txt");
    if is_kept_out {
        ""
    } else {
        "\nThe words are the publisher’s. If you share the handbook with git, add this line to .gitignore: /content/specifications/*/*.txt"
    }
}

struct ImportedSpecification<'a> {
    place: &'a Place,
    file: &'a Path,
    id: &'a str,
    examined: &'a Examined,
}

impl ImportedSpecification<'_> {
    fn revisions(&self) -> impl Iterator<Item = &Specification> {
        let of_id =
            self.examined.handbook.revisions.iter().filter(|one| one.current().specification.id == self.id);
        of_id.flat_map(|one| one.all.iter().map(|revision| &revision.specification))
    }

    /// The day of the revision, where there is one only.
    fn only_revision(&self) -> Option<Date> {
        let days: Vec<Date> = self.revisions().map(|one| one.effective).collect();
        match days.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The next revision is made from the one before, so that each clause keeps what people wrote.
    fn refuse_later_revision(&self, day: Date) -> Result<(), CommandError> {
        let days: Vec<Date> = self.revisions().map(|one| one.effective).collect();
        if days.is_empty() || days.contains(&day) {
            return Ok(());
        }
        let (name, file) = (format!("specification:{}", self.id), self.file.to_string_lossy());
        let day = if days.iter().all(|other| *other < day) { day.to_string() } else { DAY.to_owned() };
        let revise = shell::command(self.place, &["revise", &name], &["--effective", &day, "--from", &file]);
        Err(CommandError::NextRevision { specification: self.id.to_owned(), revise })
    }

    fn head(&self, outline: &DocumentOutline, day: Date, publisher: Option<String>) -> CatalogHead {
        let title = if outline.title.is_empty() { super::new::title(self.id) } else { outline.title.clone() };
        CatalogHead {
            id: self.id.to_owned(),
            short_title: short_title(&title),
            title,
            // As in the template of a new catalog: `check` says that it is still to be filled in.
            publisher: publisher
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "Who publishes it".to_owned()),
            jurisdiction: "Where it applies".to_owned(),
            authority: Authority::Binding,
            revision: day,
            // For all service lines, until a person says otherwise.
            tracks: Vec::new(),
            revised: None,
            history: Vec::new(),
            refers_to: outline.references(),
            removed: Vec::new(),
            is_complete: true,
            ends: None,
            superseded_by: None,
        }
    }

    fn oscal(&self, day: Option<Date>, today: Date) -> Result<String, CommandError> {
        let PublisherFile::Oscal(catalog) = publisher_file::read(self.file)? else {
            return Err(CommandError::NothingToRecord);
        };
        match catalog {
            ImportedCatalog::Ours(draft) => {
                if draft.head.id != self.id {
                    return Err(CommandError::OtherSpecification {
                        file: self.file.to_owned(),
                        id: draft.head.id,
                    });
                }
                let day = day.unwrap_or(draft.head.revision);
                self.refuse_later_revision(day)?;
                self.write(&draft, day, "")
            }
            ImportedCatalog::Publishers { outline, names, day: published, publisher } => {
                let day = day.or(published).unwrap_or(today);
                self.refuse_later_revision(day)?;
                let head = self.head(&outline, day, Some(publisher));
                let clauses = named(outline.clauses(grammar(&self.examined.handbook)), &names);
                if !words_file(self.place, self.id, day).exists() {
                    create_outline(self.place, self.id, day, &outline)?;
                }
                self.write(&DraftCatalog { head, clauses }, day, TO_READ)
            }
        }
    }

    /// Writes the catalog, or what the one that is there doesn't have.
    fn write(&self, draft: &DraftCatalog, day: Date, to_do: &str) -> Result<String, CommandError> {
        let existing = self.revisions().find(|one| one.effective == day);
        let next = shell::command(self.place, &["check"], &[]);
        let Some(existing) = existing else {
            let file = self.place.dir.join(format!("content/specifications/{}/{day}.toml", self.id));
            files::create_with_folders(&file, edit::catalog_text(draft).as_bytes(), Access::Everyone)?;
            return Ok(format!(
                "{}{to_do}{}\nNext: {next}",
                created(&file, &draft.clauses),
                share_note(self.place)
            ));
        };
        let read = self.examined.sources.files.get(existing.span.file);
        let file = self.place.dir.join(&read.path);
        let mut merged = None;
        files::change(&file, &self.place.dir, |bytes| -> Result<Vec<u8>, CommandError> {
            let text = std::str::from_utf8(bytes).unwrap_or(&read.text);
            let done = edit::merged_catalog(text, &draft.clauses)
                .map_err(|error| CommandError::Edit { path: read.path.clone(), error })?;
            let text = done.text.clone();
            merged = Some(done);
            Ok(text.into_bytes())
        })?;
        let report =
            merged.map(|merged| merged_report(&file, draft.clauses.len(), &merged)).unwrap_or_default();
        Ok(format!("{report}\nNext: {next}"))
    }
}

/// The clauses with the labels and titles that a catalog of OSCAL gives them.
fn named(mut clauses: Vec<DraftClause>, names: &[EntryName]) -> Vec<DraftClause> {
    for (clause, EntryName { label, title }) in clauses.iter_mut().zip(names) {
        clause.label = Some(label.clone()).filter(|label| !label.is_empty());
        clause.title.clone_from(title);
        if !label.is_empty() {
            clause.source.clone_from(label);
        }
    }
    clauses
}

/// The words for figures in the language of a handbook.
pub(crate) fn grammar(handbook: &Handbook) -> &'static Grammar {
    Grammar::for_language(handbook.language.language())
}

/// The letters in brackets, if the title has any: `Community Support Program (CSP)` is CSP.
fn short_title(title: &str) -> String {
    let in_brackets =
        title.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(letters, _)| letters);
    let is_short = |letters: &&str| {
        (2..=12).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_uppercase() || c == '-')
    };
    in_brackets.filter(is_short).unwrap_or(title).to_owned()
}

fn created(file: &Path, clauses: &[DraftClause]) -> String {
    let duties = clauses.iter().filter(|clause| clause.kind.takes_evidence()).count();
    let figures: usize = clauses.iter().map(|clause| clause.figures.len()).sum();
    format!(
        "Created {}: {}, {} of them to be met, with {}.",
        file.display(),
        count(clauses.len(), "clause", "clauses"),
        duties,
        count(figures, "figure", "figures")
    )
}

fn merged_report(file: &Path, all: usize, merged: &MergedCatalog) -> String {
    let MergedCatalog { text: _, added, reworded, missing } = merged;
    let mut report =
        format!("{} has the fingerprints of {}.", file.display(), count(all, "clause", "clauses"));
    let mut list = |what: &str, ids: &[String]| {
        if !ids.is_empty() {
            report.push_str(&format!("\n{what}: {}", ids.join(", ")));
        }
    };
    list("Added", added);
    list("Their words are others than before", reworded);
    list("Not in the outline, and left as they are", missing);
    report
}
