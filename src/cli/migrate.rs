//! Bringing a handbook that an older Clausebook wrote up to date. What nobody can know, such as which text was approved, is never made
//! up: the report says what is left to people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::ops::Range;

use clap::Args;
use jiff::civil::Date;
use similar::{Algorithm, ChangeTag, capture_diff_slices};

use super::update_citations::names_in;
use super::{CommandError, Exit, Place, count, said, shell};
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::files;
use crate::memo::Memo;
use crate::model::version::ApprovedText;
use crate::model::{
    CitedRevisions, Clause, Handbook, HandbookValue, Header, Revision, Revisions, ValueKind, Version,
    split_name,
};
use crate::pipeline::{self, Examined};
use crate::resolve;
use crate::source::{Span, split_byte_order_mark};

/// Bring a handbook of an older Clausebook up to date
///
/// Adds what an older Clausebook didn't write, and removes what it wrote without anybody having said it. Every line is shown. Nothing
/// is made up: which text an old approval was for, people have to say.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook migrate my-handbook --dry-run\n  clausebook migrate my-handbook\n\nExit codes: 0 done, or nothing to do; 1 refused because of what a file says; 2 the command was not understood."
)]
pub(crate) struct MigrateCommand {
    #[command(flatten)]
    place: Place,
    /// Show each line that would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// One thing that handbooks of an older Clausebook don't have. It changes `texts` as the earlier steps left them.
struct MigrationStep {
    /// What it does, in a sentence for the report.
    what: &'static str,
    change: fn(&Examined, &mut MigratedTexts) -> Result<(), CommandError>,
}

/// In their order. A step that has nothing to change is not reported.
const STEPS: [MigrationStep; 4] = [
    MigrationStep {
        what: "A review that came with the template is removed from versions that nobody has approved: nobody made it.",
        change: remove_reviews,
    },
    MigrationStep {
        what: "Telephone numbers in [values] are contacts: they may change without a new approval.",
        change: mark_contacts,
    },
    MigrationStep {
        what: "A text that nobody has read yet says which revision of a specification its citations are of.",
        change: add_cites,
    },
    MigrationStep {
        what: "A clause says which clause of the revision before it was, in place of the ids that it had.",
        change: add_was,
    },
];

pub(crate) fn run(command: &MigrateCommand) -> Exit {
    said(migrate(command))
}

fn migrate(command: &MigrateCommand) -> Result<String, CommandError> {
    let MigrateCommand { place, dry_run } = command;
    let world = place.world()?;
    let examined = pipeline::examine_again(&world, &Memo::off());
    let mut texts = MigratedTexts { place, texts: BTreeMap::new() };
    let mut report = String::new();
    for step in &STEPS {
        let before = texts.texts.clone();
        (step.change)(&examined, &mut texts)?;
        let changes = StepChanges { before: &before, after: &texts.texts };
        if changes.files() > 0 {
            report.push_str(&format!("{}\n{changes}\n", step.what));
        }
    }
    let changed: Vec<(&String, &MigratedText)> =
        texts.texts.iter().filter(|(_, text)| text.old != text.new).collect();
    if !dry_run {
        write(place, &changed)?;
    }
    let files = count(changed.len(), "file", "files");
    report.push_str(&match (changed.len(), dry_run) {
        (0, _) => "There is nothing to change.".to_owned(),
        (_, true) => format!("Nothing was written. This would change {files}."),
        (_, false) => format!("Changed {files}."),
    });
    report.push_str(&left_to_people(&examined, place));
    Ok(report)
}

/// The text of a file, before all steps and after those that were done.
#[derive(Clone, PartialEq, Eq)]
struct MigratedText {
    old: String,
    new: String,
}

/// The files that steps have looked at, by path.
struct MigratedTexts<'a> {
    place: &'a Place,
    texts: BTreeMap<String, MigratedText>,
}

impl MigratedTexts<'_> {
    fn change(
        &mut self,
        path: &str,
        change: impl FnOnce(&str) -> Result<String, edit::EditError>,
    ) -> Result<(), CommandError> {
        if !self.texts.contains_key(path) {
            let file = self.place.dir.join(path);
            let old =
                fs::read_to_string(&file).map_err(|error| CommandError::UnreadableInput { file, error })?;
            self.texts.insert(path.to_owned(), MigratedText { new: old.clone(), old });
        }
        if let Some(text) = self.texts.get_mut(path) {
            text.new =
                change(&text.new).map_err(|error| CommandError::Edit { path: path.to_owned(), error })?;
        }
        Ok(())
    }
}

/// Every version of every document that isn't of the past.
fn headers(examined: &Examined) -> Vec<&Header> {
    let documents = examined.handbook.documents().versioned();
    let headers = documents.flat_map(|document| document.versions().map(Version::header).collect::<Vec<_>>());
    // The agency's own handbook is brought up to date there.
    headers.filter(|header| !examined.sources.is_common(header.span.file)).collect()
}

/// The templates of 0.1.0 had the day of the first version as a review. `clausebook review` says who reviewed it.
fn remove_reviews(examined: &Examined, texts: &mut MigratedTexts<'_>) -> Result<(), CommandError> {
    for header in headers(examined) {
        let first = header.history.iter().map(|change| change.date).min();
        let is_template = header.approval.is_none()
            && header.reviewed_by.is_empty()
            && header.reviewed.is_some()
            && header.reviewed == first;
        if is_template {
            let path = &examined.sources.files.get(header.span.file).path;
            let format = HeaderFormat::of(path);
            texts.change(path, |text| edit::change_header(text, format, &HeaderChange::ReviewRemoved))?;
        }
    }
    Ok(())
}

fn mark_contacts(examined: &Examined, texts: &mut MigratedTexts<'_>) -> Result<(), CommandError> {
    let is_number = |(name, value): (&String, &HandbookValue)| {
        let key = name.strip_prefix("values.")?;
        (value.kind == ValueKind::Wording && is_telephone_number(&value.text)).then(|| key.to_owned())
    };
    let keys: Vec<String> = examined.handbook.values.iter().filter_map(is_number).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    texts.change(&examined.handbook.file, |text| edit::mark_contacts(text, &keys))
}

/// Where a specification has several revisions, a text that nobody has read says the one whose ids it uses: the oldest that has them, in
/// which they are looked up already. A text that somebody has read or approved is judged by dates until the next review, which writes both
/// keys: with `cites` alone it would count as never read.
fn add_cites(examined: &Examined, texts: &mut MigratedTexts<'_>) -> Result<(), CommandError> {
    let places = resolve::citation_places(&examined.sources, examined.handbook.as_of, &Memo::off());
    for header in headers(examined).into_iter().filter(|header| header.last_reading().is_none()) {
        let read = examined.sources.files.get(header.span.file);
        let ranges = places.get(&read.path).map(Vec::as_slice).unwrap_or_default();
        let ranges: Vec<Range<usize>> = ranges.iter().map(Span::range).collect();
        let own = &header.revisions.cites;
        let mut cites: BTreeMap<String, Date> = own.iter().map(|(id, day)| (id.clone(), **day)).collect();
        let revisions = examined.handbook.revisions.iter().filter(|one| one.all.len() > 1);
        for revisions in revisions.filter(|one| !own.contains_key(&one.current().specification.id)) {
            let id = &revisions.current().specification.id;
            let prefix = format!("{id}/");
            let names = names_in(read, &ranges, &prefix);
            let ids: Vec<&str> = names.iter().filter_map(|(_, name)| name.strip_prefix(&prefix)).collect();
            cites.extend(oldest_with(revisions, &ids).map(|day| (id.clone(), day)));
        }
        if cites.len() > own.len() {
            let change = HeaderChange::Cites(cites.into_iter().collect());
            texts.change(&read.path, |text| {
                edit::change_header(text, HeaderFormat::of(&read.path), &change)
            })?;
        }
    }
    Ok(())
}

/// Where the older catalog is at hand, `formerly` becomes `was`.
fn add_was(examined: &Examined, texts: &mut MigratedTexts<'_>) -> Result<(), CommandError> {
    for revisions in &examined.handbook.revisions {
        for pair in revisions.all.windows(2) {
            let [before, Revision { specification, .. }] = pair else { continue };
            if examined.sources.is_common(specification.span.file) {
                continue;
            }
            let before: BTreeSet<&str> =
                before.specification.clauses.iter().map(|clause| clause.id.as_str()).collect();
            let path = &examined.sources.files.get(specification.span.file).path;
            texts.change(path, |text| edit::was_for_formerly(text, &before))?;
        }
    }
    Ok(())
}

/// The oldest revision that has these ids. `None` where there are no ids, or where they are of different revisions: nobody but their
/// author knows what they mean.
fn oldest_with(revisions: &Revisions, ids: &[&str]) -> Option<Date> {
    let has = |clause: &Clause, id: &str| clause.id == id || clause.formerly.iter().any(|old| old == id);
    let oldest = |id: &&str| {
        let (id, _) = split_name(id);
        revisions.all.iter().position(|one| one.specification.clauses.iter().any(|clause| has(clause, id)))
    };
    let mut found = ids.iter().map(oldest);
    let first = found.next()??;
    found.all(|other| other == Some(first)).then(|| revisions.all[first].mark.effective)
}

/// `617-555-0100`, `(617) 555-0100 ext. 2` and `1-800-555-0100 (sample)`, and no other text or date.
fn is_telephone_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches("(sample)");
    let text = text.split(" ext").next().unwrap_or_default().trim();
    let is_sign = |c: char| c.is_ascii_digit() || " \u{a0}-‑.()/+".contains(c);
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    // A day has eight.
    text.chars().all(is_sign) && (10..=15).contains(&digits)
}

fn write(place: &Place, changed: &[(&String, &MigratedText)]) -> Result<(), CommandError> {
    let replace = |path: &str, old: &str, new: &str| {
        files::change(&place.dir.join(path), &place.dir, |bytes| {
            if bytes == old.as_bytes() {
                Ok(new.as_bytes().to_vec())
            } else {
                Err(CommandError::ChangedMeanwhile(path.to_owned()))
            }
        })
    };
    for (at, (path, text)) in changed.iter().enumerate() {
        if let Err(error) = replace(path, &text.old, &text.new) {
            for (path, text) in &changed[..at] {
                // What somebody else has changed meanwhile stays.
                let _ = replace(path, &text.new, &text.old);
            }
            return Err(error);
        }
    }
    Ok(())
}

/// The lines that a step changed.
struct StepChanges<'a> {
    before: &'a BTreeMap<String, MigratedText>,
    after: &'a BTreeMap<String, MigratedText>,
}

impl StepChanges<'_> {
    /// Each file that the step changed, with its text before and after.
    fn changed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.after.iter().filter_map(|(path, text)| {
            let before = self.before.get(path).map_or(&text.old, |before| &before.new);
            (*before != text.new).then_some((path.as_str(), before.as_str(), text.new.as_str()))
        })
    }

    fn files(&self) -> usize {
        self.changed().count()
    }
}

impl fmt::Display for StepChanges<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, before, after) in self.changed() {
            writeln!(f, "  {path}")?;
            let before: Vec<&str> = split_byte_order_mark(before).1.lines().collect();
            let after: Vec<&str> = split_byte_order_mark(after).1.lines().collect();
            let parts = capture_diff_slices(Algorithm::Myers, &before, &after);
            for change in parts.iter().flat_map(|part| part.iter_changes(&before, &after)) {
                let (sign, line) = match change.tag() {
                    ChangeTag::Equal => continue,
                    ChangeTag::Delete => ('-', change.old_index()),
                    ChangeTag::Insert => ('+', change.new_index()),
                };
                let number = line.unwrap_or_default() + 1;
                writeln!(f, "    {number:>4} {sign} {}", change.value().trim_end())?;
            }
        }
        Ok(())
    }
}

/// What no program can know.
fn left_to_people(examined: &Examined, place: &Place) -> String {
    [unknown_texts(examined, place), unknown_readings(examined, place), changed_in_place(&examined.handbook)]
        .concat()
}

/// Documents that were read, and don't say against which revision.
fn unknown_readings(examined: &Examined, place: &Place) -> String {
    let handbook = &examined.handbook;
    let is_open = |header: &&Header| {
        let CitedRevisions { cites, read_against } = &header.revisions;
        let cites_undated = handbook.evidence.iter().any(|one| {
            let id = &handbook.specification(one.clause).id;
            one.span.file == header.span.file && !cites.contains_key(id) && !read_against.contains_key(id)
        });
        header.last_reading().is_some() && cites_undated
    };
    let open = headers(examined).iter().filter(|header| is_open(header)).count();
    if open == 0 {
        return String::new();
    }
    let documents = count(open, "document was read, and doesn't", "documents were read, and don't");
    let typed = ["--read-clauses", "--by", "NAME", "--on", "DATE"];
    let review = shell::command(place, &["review", "DOCUMENT"], &typed);
    format!(
        "\n{documents} say against which revision of a specification: until then, dates decide. Read each beside the clauses that it cites, and record it.\nNext: {review}"
    )
}

/// What changed in the only catalog at hand: only the older one says what its clauses meant, and which is which.
fn changed_in_place(handbook: &Handbook) -> String {
    let is_changed = |one: &&Revisions| {
        let specification = &one.current().specification;
        let was_edited = |clause: &Clause| {
            !clause.formerly.is_empty() || clause.own_revised.is_some_and(|day| day > specification.revision)
        };
        one.all.len() == 1 && specification.clauses.iter().any(was_edited)
    };
    let changed = handbook.revisions.iter().filter(is_changed);
    let ids: Vec<&str> = changed.map(|one| one.current().specification.id.as_str()).collect();
    if ids.is_empty() {
        return String::new();
    }
    format!(
        "\nClauses got other ids or words in place (`formerly`, `revised`): {}. If the older catalog is at hand, put it beside the present one as content/specifications/ID/DATE.toml, and run this command again: it then writes `was` in place of `formerly`, and `diff` shows what changed.",
        ids.join(", ")
    )
}

/// Approvals that don't say which text they are for.
fn unknown_texts(examined: &Examined, place: &Place) -> String {
    let is_open = |header: &&Header| {
        header.approval.as_ref().is_some_and(|approval| approval.text == ApprovedText::NotRecorded)
    };
    let open = headers(examined).iter().filter(|header| is_open(header)).count();
    if open == 0 {
        return String::new();
    }
    let approvals = count(open, "approval doesn't", "approvals don't");
    let confirm = shell::command(place, &["approve"], &["--all", "--confirm-text", "--by", "NAME"]);
    format!(
        "\n{approvals} say which text was approved, and nobody but you can know. Compare the texts with the signed copies, then record that they are the same.\nNext: {confirm}"
    )
}

#[cfg(test)]
mod tests {
    use super::is_telephone_number;

    #[test]
    fn a_telephone_number_is_no_day_and_no_sentence() {
        for number in ["617-555-0100", "(617) 555-0100 ext. 2", "1-800-555-0100 (sample)", "+1 617 555 0100"]
        {
            assert!(is_telephone_number(number), "{number}");
        }
        for other in ["2026-12-01", "7 years", "911", "Call 617-555-0100", "", "(sample)"] {
            assert!(!is_telephone_number(other), "{other}");
        }
    }
}
