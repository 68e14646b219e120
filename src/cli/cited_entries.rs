//! What `update-citations` rewrites outside of texts: waivers and records in the handbook file, and the sets of mappings.
//!
//! A waiver says that a clause doesn't apply, whatever the clause is called. A record and a mapping say that somebody compared a paper or
//! another clause with this one, in the revision that `cites` names: they move on to the revision in force only while the clause means
//! what it meant then. Otherwise a date would say that somebody looked again.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::CommandError;
use super::update_citations::{CitationUpdate, PresentNames, names_now};
use crate::load::{MappingFile, Spanned};
use crate::model::{Cites, Revisions};
use crate::resolve;
use crate::source::{Placed, SourceFile};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    Waiver,
    Record,
}

impl EntryKind {
    fn list(self) -> &'static str {
        match self {
            Self::Waiver => "waivers",
            Self::Record => "records",
        }
    }

    fn when_split(self) -> &'static str {
        match self {
            Self::Waiver => "write a waiver for each that doesn’t apply",
            Self::Record => "list the record for each that it is for",
        }
    }
}

/// An entry of the handbook file that names a clause.
struct CitedEntry<'a> {
    kind: EntryKind,
    clause: &'a Spanned<String>,
    /// The revision whose id it is, and the bytes of that day.
    cites: Cites,
    /// The bytes of the day, whether or not there is such a day.
    cites_at: Option<Range<usize>>,
    /// The bytes of its table.
    table: Range<usize>,
}

/// Bytes of a file, and what replaces them.
type Edits = Vec<(Range<usize>, String)>;

impl CitationUpdate<'_> {
    /// The waivers and the records.
    pub(super) fn entries_of_handbook(&mut self) -> Result<(), CommandError> {
        let examined = self.handbook.examined();
        let Some((file, source)) = &examined.sources.handbook else { return Ok(()) };
        let read = examined.sources.files.get(*file);
        let waivers = source.keys.waivers.iter().filter_map(|entry| {
            let (written, table) = (entry.get_ref(), entry.span());
            let (clause, cites) = (written.clause.as_ref()?, written.cites.as_ref());
            let cites_at = cites.map(Spanned::span);
            let cites = resolve::cites_of_waiver(clause.get_ref().trim(), cites, *file);
            Some(CitedEntry { kind: EntryKind::Waiver, clause, cites, cites_at, table })
        });
        let records = source.keys.records.iter().filter_map(|entry| {
            let (written, table) = (entry.get_ref(), entry.span());
            let (clause, cites) = (written.clause.as_ref()?, written.cites.as_ref());
            let cites_at = cites.map(Spanned::span);
            let cites = resolve::cites_of_waiver(clause.get_ref().trim(), cites, *file);
            Some(CitedEntry { kind: EntryKind::Record, clause, cites, cites_at, table })
        });
        let mut edits = Edits::new();
        self.entries(waivers.collect(), read, &mut edits);
        self.entries(records.collect(), read, &mut edits);
        if edits.is_empty() { Ok(()) } else { self.add(read, &edited(&read.text, edits)) }
    }

    /// Entries of one kind.
    fn entries(&mut self, entries: Vec<CitedEntry<'_>>, read: &SourceFile, edits: &mut Edits) {
        let mut lines = Vec::new();
        let kind = entries.first().map(|entry| entry.kind);
        for entry in entries {
            lines.extend(self.entry(&entry, read, edits));
        }
        if let Some(kind) = kind.filter(|_| !lines.is_empty()) {
            self.lines.push(format!("{} ({})", read.path, kind.list()));
            self.lines.extend(lines);
        }
    }

    /// What is said of an entry that doesn't cite the revision in force.
    fn entry(&mut self, entry: &CitedEntry<'_>, read: &SourceFile, edits: &mut Edits) -> Option<String> {
        let name = entry.clause.get_ref().trim();
        let line = line_of(&read.text, entry.clause.span().start);
        let (id, clause) = name.split_once('/')?;
        let cited = entry.cites.get(id).map(|day| **day);
        let revisions = of_specification(&self.handbook.examined().handbook.revisions, id)?;
        let (from, to) = (day_to_leave(revisions, cited)?, revisions.current().mark.effective);
        let new = match present_name(revisions, cited, clause) {
            Ok(PresentNames { ids, is_unchanged }) => match ids.as_slice() {
                [_] if entry.kind == EntryKind::Record && !is_unchanged => {
                    Err(format!("changed its meaning: look at the record again, and write `cites = {to}`"))
                }
                [only] => Ok(format!("{id}/{only}")),
                several => {
                    let names: Vec<String> = several.iter().map(|one| format!("{id}/{one}")).collect();
                    Err(format!("was split into {}; {}", names.join(", "), entry.kind.when_split()))
                }
            },
            Err(why) => Err(why),
        };
        let new = match new {
            Ok(new) => new,
            Err(why) => {
                self.kept += 1;
                return Some(format!("  {line}: {name} {why}"));
            }
        };
        self.citations += usize::from(new != name);
        edits.push((entry.clause.span(), format!("\"{new}\"")));
        match &entry.cites_at {
            Some(key) => edits.push((key.clone(), to.to_string())),
            None => edits.push(new_key(&read.text, &entry.clause.span(), entry.table.clone(), to)),
        }
        Some(format!("  {line}: {name} -> {new} ({from} -> {to})"))
    }

    /// The sets of mappings that say which revisions somebody compared.
    pub(super) fn mappings(&mut self) -> Result<(), CommandError> {
        let sources = &self.handbook.examined().sources;
        let sets: Vec<Arc<MappingFile>> =
            sources.mappings.iter().filter(|set| !sources.is_common(set.file)).cloned().collect();
        for set in sets {
            let read = self.handbook.examined().sources.files.get(set.file);
            let mut moves = SetMoves::default();
            for (day, side) in sides(&set) {
                let revisions = of_specification(&self.handbook.examined().handbook.revisions, side.id);
                if let Some(revisions) = revisions {
                    moves.add(&day, &side, revisions, &read.text);
                }
            }
            let SetMoves { days, ids, lines, lost } = moves;
            if !lost.is_empty() {
                self.kept += 1;
                self.lines.push(format!("{} (not rewritten)", read.path));
                self.lines.extend(lost);
            } else if !days.is_empty() {
                self.citations += lines.len();
                self.mapping_lines(read, &days, lines);
                let days = days.into_iter().map(|(range, _, day)| (range, day.to_string()));
                self.add(read, &edited(&read.text, days.chain(ids).collect()))?;
            }
        }
        Ok(())
    }

    fn mapping_lines(
        &mut self,
        read: &SourceFile,
        days: &[(Range<usize>, String, Date)],
        lines: Vec<String>,
    ) {
        if lines.is_empty() {
            self.only_day.push(read.path.clone());
            return;
        }
        let moved: Vec<String> = days.iter().map(|(_, said, to)| format!("{said} -> {to}")).collect();
        self.lines.push(format!("{} ({})", read.path, moved.join(", ")));
        self.lines.extend(lines);
    }
}

/// One of the two specifications of a set of mappings: its ids in the pairs.
struct MappingSide<'a> {
    id: &'a str,
    clauses: Vec<&'a Spanned<String>>,
}

/// The sides of a set that say which revision was compared, each with that day.
fn sides(set: &MappingFile) -> Vec<(Placed<Date>, MappingSide<'_>)> {
    let MappingFile { file, head, pairs } = set;
    let cites = resolve::cites(head.keys.cites.as_ref(), *file);
    let pairs = || pairs.iter().map(|(_, pair)| &pair.keys);
    let both = [
        (&head.keys.source, pairs().filter_map(|pair| pair.source.as_ref()).collect::<Vec<_>>()),
        (&head.keys.target, pairs().filter_map(|pair| pair.target.as_ref()).collect()),
    ];
    both.into_iter()
        .filter_map(|(id, clauses)| {
            let id = id.as_ref()?.get_ref().trim();
            Some((cites.get(id)?.clone(), MappingSide { id, clauses }))
        })
        .collect()
}

/// What moves in a set of mappings, which moves as a whole or not at all.
#[derive(Default)]
struct SetMoves {
    /// The days in `cites`, what is said of each, and what it becomes.
    days: Vec<(Range<usize>, String, Date)>,
    ids: Edits,
    lines: Vec<String>,
    /// Why it stays.
    lost: Vec<String>,
}

impl SetMoves {
    fn add(&mut self, day: &Placed<Date>, side: &MappingSide<'_>, revisions: &Revisions, text: &str) {
        let cited = **day;
        let Some(from) = day_to_leave(revisions, Some(cited)) else { return };
        let to = revisions.current().mark.effective;
        self.days.push((day.span.range(), format!("{}: {from}", side.id), to));
        for clause in &side.clauses {
            let (name, line) = (clause.get_ref().trim(), line_of(text, clause.span().start));
            match present_name(revisions, Some(cited), name) {
                Ok(PresentNames { ids, is_unchanged: true }) => match ids.as_slice() {
                    [same] if same == name => {}
                    ids => {
                        let new = ids.join(", ");
                        self.lines.push(format!("  {line}: {name} -> {new}"));
                        self.ids.push((clause.span(), format!("\"{new}\"")));
                    }
                },
                Ok(PresentNames { ids: _, is_unchanged: false }) => self.lost.push(format!(
                    "  {line}: {}/{name} changed: compare the two clauses again, and write `cites` yourself",
                    side.id
                )),
                Err(why) => self.lost.push(format!("  {line}: {}/{name} {why}", side.id)),
            }
        }
    }
}

fn of_specification<'a>(all: &'a [Revisions], id: &str) -> Option<&'a Revisions> {
    all.iter().find(|revisions| revisions.current().specification.id == id)
}

/// The revision that is left for the one in force; `None` where there is nothing to leave.
fn day_to_leave(revisions: &Revisions, cited: Option<Date>) -> Option<Date> {
    match cited {
        None if revisions.all.len() == 1 => None,
        None => Some(revisions.all.first()?.mark.effective),
        Some(cited) => Some(cited).filter(|cited| *cited < revisions.current().mark.effective),
    }
}

/// What the clause is in the revision in force, or why nobody can say.
fn present_name(revisions: &Revisions, cited: Option<Date>, clause: &str) -> Result<PresentNames, String> {
    if let Some(day) = cited.filter(|day| revisions.find(*day).is_none()) {
        let id = &revisions.current().specification.id;
        return Err(format!(
            "is of the revision of {day} of {id}, which is not at hand: bring its file back first"
        ));
    }
    names_now(revisions, cited, clause)
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn edited(text: &str, mut edits: Edits) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}

/// `cites = 2027-01-01` beside the clause of an entry: on the next line, or within braces.
fn new_key(text: &str, clause: &Range<usize>, entry: Range<usize>, day: Date) -> (Range<usize>, String) {
    if text[entry].starts_with('{') {
        return (clause.end..clause.end, format!(", cites = {day}"));
    }
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    (clause.end..clause.end, format!("{ending}cites = {day}"))
}
