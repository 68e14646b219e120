//! A catalog before anybody has read it: what a program can tell of each entry, and an empty summary for a person to write.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entries::{IdentifiedEntry, identified};
use super::figures_found::figures_found;
use super::nesting::announces;
use super::paragraphs::{VERBS, is_capitals};
use super::sections::LONGEST_NAME;
use super::{DocumentOutline, EntryMark, INTRO, fingerprint};
use crate::figures::Grammar;
use crate::model::{Authority, ClauseKind, EvidenceKind, FigureKind, MappingKind, Meaning};

/// The clauses of a document with what is above them.
#[derive(Debug, Clone)]
pub(crate) struct DraftCatalog {
    pub(crate) head: CatalogHead,
    pub(crate) clauses: Vec<DraftClause>,
}

/// The keys of a catalog above its clauses.
#[derive(Debug, Clone)]
pub(crate) struct CatalogHead {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) short_title: String,
    pub(crate) publisher: String,
    pub(crate) jurisdiction: String,
    pub(crate) authority: Authority,
    pub(crate) revision: Date,
    pub(crate) tracks: Vec<String>,
    pub(crate) revised: Option<Date>,
    pub(crate) history: Vec<DraftChange>,
    pub(crate) refers_to: Vec<DraftReference>,
    pub(crate) removed: Vec<DraftRemoved>,
    /// Whether every clause of the document is in it.
    pub(crate) is_complete: bool,
    /// The first day on which it doesn't apply any more.
    pub(crate) ends: Option<Date>,
    /// The id of the specification that takes its place.
    pub(crate) superseded_by: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct DraftChange {
    pub(crate) date: Date,
    pub(crate) change: String,
}

#[derive(Debug, Clone)]
pub(crate) struct DraftReference {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) at_hand: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct DraftRemoved {
    pub(crate) id: String,
    pub(crate) reason: String,
}

#[derive(Debug, Clone)]
pub(crate) struct DraftClause {
    pub(crate) id: String,
    pub(crate) label: Option<String>,
    /// Empty where the document gives none.
    pub(crate) title: String,
    /// Empty until a person writes it.
    pub(crate) summary: String,
    pub(crate) kind: ClauseKind,
    pub(crate) needs: Vec<EvidenceKind>,
    pub(crate) elements: Vec<DraftElement>,
    pub(crate) met_by: Option<String>,
    pub(crate) same_as: Vec<DraftSameAs>,
    /// Its own, where they aren't the catalog's.
    pub(crate) tracks: Option<Vec<String>>,
    pub(crate) figures: Vec<DraftFigure>,
    pub(crate) revised: Option<Date>,
    pub(crate) authority: Option<Authority>,
    pub(crate) source: String,
    pub(crate) formerly: Vec<String>,
    pub(crate) was: DraftWas,
    pub(crate) meaning: Option<Meaning>,
    /// The fingerprint of the publisher's words.
    pub(crate) sentence: Option<String>,
}

/// A part of what a clause asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftElement {
    pub(crate) id: String,
    pub(crate) label: String,
}

/// A clause of another specification, as a citation names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftSameAs {
    pub(crate) clause: String,
    pub(crate) how: MappingKind,
    /// By specification: the revisions that somebody compared.
    pub(crate) cites: Vec<(String, Date)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DraftWas {
    SameId,
    New,
    Ids(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftFigure {
    pub(crate) value: String,
    pub(crate) kind: FigureKind,
    pub(crate) what: String,
    pub(crate) event: Option<String>,
}

impl DocumentOutline {
    /// The clauses of an outline.
    pub(crate) fn clauses(&self, grammar: &Grammar) -> Vec<DraftClause> {
        let entries = identified(self);
        let mut guesses = Guesses { outline: self, under: BTreeMap::new() };
        entries.iter().map(|entry| guesses.clause(entry, grammar)).collect()
    }

    /// The documents that it refers to, none of which is known to be at hand.
    pub(crate) fn references(&self) -> Vec<DraftReference> {
        let one =
            |title: &String| DraftReference { title: title.clone(), note: String::new(), at_hand: false };
        self.references.iter().map(one).collect()
    }
}

struct Guesses<'a> {
    outline: &'a DocumentOutline,
    /// What the entries under one are, unless their own words say otherwise.
    under: BTreeMap<usize, ClauseKind>,
}

impl Guesses<'_> {
    fn clause(&mut self, entry: &IdentifiedEntry, grammar: &Grammar) -> DraftClause {
        let kind = self.kind(entry);
        let title = self.title(entry);
        let figures = figures_found(&entry.words, grammar, &title);
        DraftClause {
            id: entry.id.clone(),
            label: entry.label.clone(),
            title,
            summary: String::new(),
            needs: needs(kind, &entry.words),
            elements: Vec::new(),
            met_by: None,
            same_as: Vec::new(),
            kind,
            tracks: None,
            figures: if kind == ClauseKind::Heading { Vec::new() } else { figures },
            revised: None,
            authority: None,
            source: entry.source.clone(),
            formerly: Vec::new(),
            was: DraftWas::SameId,
            meaning: None,
            sentence: (!entry.words.is_empty()).then(|| fingerprint(&entry.words)),
        }
    }

    fn kind(&mut self, entry: &IdentifiedEntry) -> ClauseKind {
        let written = &self.outline.entries[entry.at];
        let inherited = entry.parent.and_then(|parent| self.under.get(&parent).copied());
        let said = modal(&entry.words);
        let is_bare = written.mark == EntryMark::Bare && written.own_id.as_deref() != Some(INTRO);
        let default = if is_bare { ClauseKind::Informative } else { ClauseKind::Requirement };
        let guessed = said.or(inherited).unwrap_or(default);
        if let (Some(parent), Some(INTRO)) = (entry.parent, written.own_id.as_deref()) {
            self.under.insert(parent, guessed);
        }
        let is_heading = (written.is_section && is_name(&entry.words))
            || (entry.has_entries
                && (entry.words.is_empty() || is_name(&entry.words) || announces(&entry.words)));
        if !is_heading {
            return guessed;
        }
        let under = if tells_of_the_document(&entry.words) {
            Some(ClauseKind::Informative)
        } else {
            said.or(inherited)
        };
        if let Some(under) = under {
            self.under.insert(entry.at, under);
        }
        ClauseKind::Heading
    }

    /// A name that the document gives: of a section, before a colon, or the whole of a short item.
    fn title(&self, entry: &IdentifiedEntry) -> String {
        let written = &self.outline.entries[entry.at];
        let words = entry.words.as_str();
        let name = match words.split_once(':') {
            _ if written.is_section && is_name(words) => words,
            Some((name, _)) if is_name(name) => name,
            None if is_name(words) => words,
            _ => "",
        };
        let name = name.trim_end_matches([':', ';', ',', '.']).trim();
        if is_capitals(name) { sentence_case(name) } else { name.to_owned() }
    }
}

/// Whether the words name something, and say nothing of it.
fn is_name(words: &str) -> bool {
    let list: Vec<&str> = words.split_whitespace().collect();
    !list.is_empty()
        && (list.len() <= LONGEST_NAME || is_capitals(words) || words.ends_with('?'))
        && !list.iter().any(|word| {
            VERBS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
                && !words.ends_with('?')
        })
}

/// Sections about the document itself, in which nothing is asked.
fn tells_of_the_document(words: &str) -> bool {
    let words = words.to_lowercase();
    ["document updates", "history", "definitions", "table of contents", "in the margin"]
        .iter()
        .any(|one| words.contains(one))
}

fn sentence_case(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What the words that say how strong a duty is make of a sentence.
fn modal(words: &str) -> Option<ClauseKind> {
    let words: Vec<String> = words
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let pair = |first: &str, second: &str| words.windows(2).any(|pair| pair[0] == first && pair[1] == second);
    if has("must") || has("shall") || has("will") || pair("required", "to") || pair("may", "not") {
        Some(ClauseKind::Requirement)
    } else if has("should") || has("recommended") {
        Some(ClauseKind::Recommendation)
    } else if has("may") {
        Some(ClauseKind::Informative)
    } else {
        None
    }
}

/// What would show that it is met: a policy, and a form where something is written down, and a training where something is learned.
fn needs(kind: ClauseKind, words: &str) -> Vec<EvidenceKind> {
    if !kind.takes_evidence() {
        return Vec::new();
    }
    let words = words.to_lowercase();
    let has = |wanted: &[&str]| wanted.iter().any(|one| words.contains(one));
    let mut needs = vec![EvidenceKind::Policy];
    if has(&["documented", "written", "health record", "signature", "signed", "in writing"]) {
        needs.push(EvidenceKind::Form);
    }
    if has(&["training", "trained"]) {
        needs.push(EvidenceKind::Training);
    }
    needs
}
