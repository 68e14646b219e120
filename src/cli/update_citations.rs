use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::versions::{FoundDocument, OpenHandbook, RewrittenText, again_when_changed};
use super::{CommandError, Exit, Place, count, print, shell};
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::model::{CitedRevisions, Cites, Clause, Handle, Revisions, split_name};
use crate::resolve;
use crate::source::{SourceFile, Span, split_byte_order_mark};

/// Rewrite citations to the ids of the revision in force
///
/// Shows each citation that has another id in the revision of its specification that is in force, and with --write rewrites it. The ids
/// and the key `cites` change, and nothing else; approvals stay valid. A citation of a clause that was removed is left for somebody to
/// decide. So is a record or a set of mappings with a clause whose meaning changed: `cites` there says what somebody compared.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook update-citations\n  clausebook update-citations intake\n  clausebook update-citations --write my-handbook\n\nExit codes: 0 fine; 1 something can't be rewritten, or a file can't be read; 2 the command was not understood."
)]
pub(crate) struct UpdateCitations {
    /// The policy, form or curriculum [default: all of them, the guide, the waivers, the records and the mappings]; then the handbook's folder
    #[arg(value_name = "NAME] [DIR", num_args = 0..=2)]
    words: Vec<String>,
    /// The handbook's folder, in another way
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
    /// Rewrite them
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(command: &UpdateCitations) -> Exit {
    match again_when_changed(|| update(command)) {
        Ok((text, exit)) => print(&text, exit),
        Err(error) => error.tell(),
    }
}

impl UpdateCitations {
    /// The document that is meant, and the handbook.
    fn name_and_place(&self) -> (Option<&str>, Place) {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let has_handbook = |dir: &str| Path::new(dir).join(&self.config).is_file();
        let (name, dir) = match words.as_slice() {
            [] => (None, None),
            [only] if self.dir.is_none() && has_handbook(only) => (None, Some(*only)),
            [name] => (Some(*name), None),
            [name, dir, ..] => (Some(*name), Some(*dir)),
        };
        let dir = self.dir.clone().or_else(|| dir.map(PathBuf::from)).unwrap_or_else(|| PathBuf::from("."));
        (name, Place { dir, config: self.config.clone() })
    }
}

fn update(command: &UpdateCitations) -> Result<(String, Exit), CommandError> {
    let (name, place) = command.name_and_place();
    let handbook = OpenHandbook::open(&place)?;
    let mut update = CitationUpdate {
        handbook: &handbook,
        lines: Vec::new(),
        files: Vec::new(),
        only_day: Vec::new(),
        citations: 0,
        kept: 0,
    };
    update.documents(name)?;
    if name.is_none() {
        update.guide()?;
        update.entries_of_handbook()?;
        update.mappings()?;
    }
    if command.write && !update.files.is_empty() {
        handbook.rewrite(&update.files)?;
    }
    let exit = if update.kept > 0 { Exit::Findings } else { Exit::Fine };
    Ok((update.report(command.write, name, &place), exit))
}

/// What is rewritten, and what is said of it.
pub(super) struct CitationUpdate<'a> {
    pub(super) handbook: &'a OpenHandbook<'a>,
    pub(super) lines: Vec<String>,
    files: Vec<RewrittenText>,
    /// The files in which no id changes, only the day in `cites`.
    pub(super) only_day: Vec<String>,
    /// Rewritten.
    pub(super) citations: usize,
    /// Files, entries and specifications of which nothing can be rewritten.
    pub(super) kept: usize,
}

/// A file whose citations may be rewritten.
struct CitingFile<'a> {
    read: &'a SourceFile,
    cites: &'a Cites,
    places: Vec<Range<usize>>,
}

impl CitationUpdate<'_> {
    fn documents(&mut self, name: Option<&str>) -> Result<(), CommandError> {
        let found = match name {
            Some(name) => vec![self.handbook.find(name)?],
            None => self.handbook.find_all(|_, _| true)?,
        };
        let examined = self.handbook.examined();
        let places = self.handbook.citation_places();
        let mut cites: BTreeMap<&str, &Cites> = BTreeMap::new();
        for version in
            examined.handbook.documents().versioned().flat_map(|one| one.versions().collect::<Vec<_>>())
        {
            let header = version.header();
            let CitedRevisions { cites: own, read_against: _ } = &header.revisions;
            cites.insert(&examined.sources.files.get(header.span.file).path, own);
        }
        for version in found.iter().flat_map(FoundDocument::versions) {
            let (Some(file), Some(cites)) =
                (examined.sources.files.find(&version.path), cites.get(version.path.as_str()))
            else {
                continue;
            };
            let places = places.get(&version.path).map(Vec::as_slice).unwrap_or_default();
            self.file(&CitingFile {
                read: examined.sources.files.get(file),
                cites,
                places: places.iter().map(Span::range).collect(),
            })?;
        }
        Ok(())
    }

    fn guide(&mut self) -> Result<(), CommandError> {
        let examined = self.handbook.examined();
        for page in examined.sources.guide.iter().filter(|page| !examined.sources.is_common(page.file)) {
            let read = examined.sources.files.get(page.file);
            let cites = resolve::cites(page.header.keys.cites.as_ref(), page.file);
            let places = edit::bracketed_citations(&read.text);
            self.file(&CitingFile { read, cites: &cites, places })?;
        }
        Ok(())
    }

    fn file(&mut self, file: &CitingFile<'_>) -> Result<(), CommandError> {
        let CitingFile { read, cites, places } = file;
        let steps: Vec<CitationStep<'_>> = steps(&self.handbook.examined().handbook.revisions, file);
        let mut moved: Vec<(String, Date)> = Vec::new();
        let mut usable: Vec<&CitationStep<'_>> = Vec::new();
        for step in &steps {
            if step.lost.is_empty() {
                usable.push(step);
                moved.push((step.id().to_owned(), step.to()));
            } else {
                self.kept += 1;
                self.lines.push(format!("{} (not rewritten)", read.path));
                self.lines.extend(step.lost.iter().map(|why| format!("  {why}")));
            }
        }
        if usable.is_empty() {
            return Ok(());
        }
        let names = |written: &str| usable.iter().find_map(|step| step.names.get(written).cloned());
        let (text, done) = edit::rewrite_citations(&read.text, places, &names);
        if done.is_empty() {
            self.only_day.push(read.path.clone());
        } else {
            let steps: Vec<String> =
                usable.iter().map(|step| format!("{}: {} -> {}", step.id(), step.from, step.to())).collect();
            self.lines.push(format!("{} ({})", read.path, steps.join(", ")));
        }
        for one in &done {
            let line = read.text[..one.at].matches('\n').count() + 1;
            let new = if one.new.is_empty() { "(said beside it)".to_owned() } else { one.new.join(", ") };
            self.lines.push(format!("  {line}: {} -> {new}", one.old));
        }
        self.citations += done.len();
        let mut all: BTreeMap<String, Date> = cites.iter().map(|(id, day)| (id.clone(), **day)).collect();
        all.extend(moved);
        let change = HeaderChange::Cites(all.into_iter().collect());
        let new = edit::change_header(&text, HeaderFormat::of(&read.path), &change)
            .map_err(|error| CommandError::Edit { path: read.path.clone(), error })?;
        self.add(read, &new)
    }

    pub(super) fn add(&mut self, read: &SourceFile, new: &str) -> Result<(), CommandError> {
        let old = self.handbook.bytes(&read.path, read)?;
        let mark = split_byte_order_mark(str::from_utf8(&old).unwrap_or_default()).0;
        let new = format!("{mark}{new}").into_bytes();
        if new != old {
            self.files.push(RewrittenText { path: read.path.clone(), old, new, moved_to: None });
        }
        Ok(())
    }

    /// One line for all files in which no id changes.
    fn files_with_another_day(&self) -> Option<String> {
        let (first, rest) = self.only_day.split_at(self.only_day.len().min(NAMED));
        let more = if rest.is_empty() { "" } else { ", …" };
        let files = count(self.only_day.len(), "file", "files");
        (!first.is_empty())
            .then(|| format!("Only the day in `cites` changes in {files}: {}{more}\n", first.join(", ")))
    }

    fn report(&self, is_written: bool, name: Option<&str>, place: &Place) -> String {
        let mut text: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        if let Some(files) = self.files_with_another_day() {
            text.push_str(&files);
        }
        let what = format!(
            "{} in {}",
            count(self.citations, "citation", "citations"),
            count(self.files.len(), "file", "files")
        );
        if self.files.is_empty() && self.kept == 0 {
            text.push_str("Every citation has the ids of the revision in force.\n");
        } else if self.files.is_empty() {
            text.push_str("Nothing can be rewritten before somebody decides about what is listed above.\n");
        } else if is_written {
            let next = shell::command(place, &["check"], &[]);
            text.push_str(&format!("Rewrote {what}.\nNext: {next}\n"));
        } else {
            let words: Vec<&str> = std::iter::once("update-citations").chain(name).collect();
            let next = shell::command(place, &words, &["--write"]);
            text.push_str(&format!("Nothing was written. To rewrite {what}: {next}\n"));
        }
        text
    }
}

/// Files that are named where only the day in `cites` changes.
const NAMED: usize = 3;

/// The way of a file's citations of one specification to the revision in force.
struct CitationStep<'a> {
    revisions: &'a Revisions,
    /// The revision that the file cites.
    from: Date,
    /// By the name that is written.
    names: BTreeMap<String, Vec<String>>,
    /// What can't be rewritten, and why.
    lost: Vec<String>,
}

impl CitationStep<'_> {
    fn id(&self) -> &str {
        &self.revisions.current().specification.id
    }

    fn to(&self) -> Date {
        self.revisions.current().mark.effective
    }
}

fn steps<'a>(revisions: &'a [Revisions], file: &CitingFile<'_>) -> Vec<CitationStep<'a>> {
    revisions.iter().filter_map(|revisions| step(revisions, file)).collect()
}

/// `None` where there is nothing to do.
fn step<'a>(revisions: &'a Revisions, file: &CitingFile<'_>) -> Option<CitationStep<'a>> {
    let id = &revisions.current().specification.id;
    let cited = file.cites.get(id).map(|cited| **cited);
    let prefix = format!("{id}/");
    let written = names_in(file.read, &file.places, &prefix);
    let from = match cited {
        None if revisions.all.len() == 1 || written.is_empty() => return None,
        None => revisions.all.first()?.mark.effective,
        Some(cited) if cited >= revisions.current().mark.effective => return None,
        Some(cited) => cited,
    };
    let mut step = CitationStep { revisions, from, names: BTreeMap::new(), lost: Vec::new() };
    if cited.is_some() && revisions.find(from).is_none() {
        step.lost.push(format!("the revision of {from} of {id} is not at hand: bring its file back first"));
        return Some(step);
    }
    for (line, name) in written {
        match names_now(revisions, cited, name.strip_prefix(&prefix).unwrap_or_default()) {
            Ok(present) => {
                let now: Vec<String> = present.ids.into_iter().map(|id| format!("{prefix}{id}")).collect();
                if now != [name.clone()] {
                    step.names.insert(name, now);
                }
            }
            Err(why) => step.lost.push(format!("{line}: {name} {why}")),
        }
    }
    Some(step)
}

/// The names of clauses at these places, with their lines.
pub(super) fn names_in(read: &SourceFile, places: &[Range<usize>], prefix: &str) -> Vec<(usize, String)> {
    let mut names = BTreeMap::new();
    for place in places {
        let Some(written) = read.text.get(place.clone()) else { continue };
        for (at, _) in written.match_indices(prefix) {
            let before = written[..at].trim_end();
            if !before.ends_with('@') && !matches!(before, "\"" | "'") {
                continue;
            }
            let rest = &written[at..];
            let is_end = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-./#".contains(c));
            let name = &rest[..rest.find(is_end).unwrap_or(rest.len())];
            let line = read.text[..place.start + at].matches('\n').count() + 1;
            names.entry(name.to_owned()).or_insert(line);
        }
    }
    names.into_iter().map(|(name, line)| (line, name)).collect()
}

/// What a clause is in the revision in force.
pub(super) struct PresentNames {
    /// Several where it was split.
    pub(super) ids: Vec<String>,
    /// Whether it is one clause, which means what it meant in the revision that is cited.
    pub(super) is_unchanged: bool,
}

/// What a clause is in the revision in force, or why it is nothing.
pub(super) fn names_now(
    revisions: &Revisions,
    cited: Option<Date>,
    written: &str,
) -> Result<PresentNames, String> {
    let (id, element) = split_name(written);
    let mut at_hand = revisions.all.iter().enumerate();
    let found = at_hand.find_map(|(at, revision)| {
        if cited.is_some_and(|cited| cited != revision.mark.effective) {
            return None;
        }
        let clauses = &revision.specification.clauses;
        let own = Handle::find(clauses, |clause| clause.id == id)
            .or_else(|| Handle::find(clauses, |clause| clause.formerly.iter().any(|old| old == id)));
        own.map(|handle| (at, handle))
    });
    let Some((from, clause)) = found else {
        return Err("is no clause of the revision that is cited".to_owned());
    };
    let now = revisions.counterparts(from, clause, revisions.in_force);
    if let Some(removed_in) = now.removed_in {
        let reason = revisions.reason_of_removal(from, clause, removed_in);
        let why = reason.map(|one| format!(": {}", one.reason.as_str())).unwrap_or_default();
        return Err(format!(
            "was removed by the revision of {}{why}",
            revisions.all[removed_in].mark.effective
        ));
    }
    let is_unchanged = matches!(
        now.clauses.as_slice(),
        [only] if revisions.is_known_from(from, revisions.in_force, *only)
    );
    let clauses = now.clauses.iter().map(|one| one.of(&revisions.current().specification.clauses));
    let Some(element) = element else {
        return Ok(PresentNames { ids: clauses.map(|clause| clause.id.clone()).collect(), is_unchanged });
    };
    let has_element = |clause: &&Clause| clause.elements.iter().any(|one| *one.id.0 == *element);
    let names: Vec<String> =
        clauses.filter(has_element).map(|clause| format!("{}#{element}", clause.id)).collect();
    if names.is_empty() {
        Err(format!("has no element `{element}` any more"))
    } else {
        Ok(PresentNames { ids: names, is_unchanged })
    }
}
