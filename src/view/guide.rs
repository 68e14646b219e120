//! The guide as readers see it: its pages, and those that are made from the catalogs, the handbook file and the glossary.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::document::{self, CitedClause, FactSourceView, cited_clause};
use super::place::LinkView;
use super::policy::{self, CitationView, TocEntry};
use super::promises::{self, OwnPromises};
use super::translation::{self, LanguageLinks};
use super::{address, evidence_url};
use crate::coverage::{ClauseCoverage, Coverage, Status};
use crate::figures::{self, Grammar};
use crate::memo::{Key, Keyed};
use crate::model::guide::{Confused, OTHER_FIGURES, Term};
use crate::model::stated_figures::PassageFigures;
use crate::model::text::{citations, plain_text};
use crate::model::{
    Clause, ClauseKey, DocumentKind, Evidence, EvidenceKind, Figure, FigureKind, GuidePage, Handbook,
};

/// A guide page in the list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct GuideRow {
    pub(crate) url: String,
    pub(crate) title: String,
    /// What it is for, in plain words.
    pub(crate) summary: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct GuideView<'a> {
    /// Stands for what it shows; see [`super::Pages::policies`].
    #[serde(skip)]
    pub(crate) key: Key,
    pub(crate) row: GuideRow,
    pub(crate) toc: Vec<TocEntry>,
    /// Citations in reading order; the first has number 1.
    pub(crate) citations: Vec<CitationView>,
    /// Clauses that it mentions, in the order of the specifications.
    pub(crate) clauses: Vec<CitedClause>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<FactSourceView>,
    pub(crate) languages: LanguageLinks,
    /// A PDF of its own; `None` where it is a chapter of the whole handbook only.
    pub(crate) pdf: Option<String>,
    #[serde(skip)]
    pub(crate) page: &'a GuidePage,
}

/// A figure with the clauses that set it and the passages that state it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FigureRow {
    pub(crate) anchor: String,
    pub(crate) value: String,
    pub(crate) what: String,
    /// The number to dial, where it is one.
    pub(crate) telephone: Option<String>,
    pub(crate) clauses: Vec<LinkView>,
    /// The sections that cite a clause and state the figure.
    pub(crate) passages: Vec<LinkView>,
    /// Those that only cite.
    pub(crate) citing: Vec<LinkView>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct EventView {
    pub(crate) name: String,
    pub(crate) anchor: String,
    /// Its figures, in the order of the specifications.
    pub(crate) figures: Vec<FigureRow>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ContactView {
    pub(crate) anchor: String,
    pub(crate) what: String,
    /// Number or hours.
    pub(crate) value: String,
    /// The number to dial, where it is one.
    pub(crate) telephone: Option<String>,
}

#[derive(Debug)]
pub struct Guide<'a> {
    /// Its pages, by order.
    pub(crate) pages: Vec<GuideView<'a>>,
    /// Every deadline, interval, ratio and count, by event.
    pub(crate) events: Vec<EventView>,
    /// What policies promise that no clause sets.
    pub(crate) promises: Vec<OwnPromises>,
    pub(crate) contacts: Vec<ContactView>,
    /// Telephone numbers that clauses set.
    pub(crate) telephones: Vec<FigureRow>,
    pub(crate) glossary: Key,
    /// The terms, in alphabetical order.
    pub terms: &'a [Term],
    /// Terms that are easily confused.
    pub(crate) confused: &'a [Confused],
}

/// What the list of deadlines shows.
#[derive(Debug, Serialize)]
pub(crate) struct DeadlinesView<'a> {
    events: &'a [EventView],
    promises: &'a [OwnPromises],
}

impl Guide<'_> {
    #[must_use]
    pub(crate) fn deadlines(&self) -> DeadlinesView<'_> {
        DeadlinesView { events: &self.events, promises: &self.promises }
    }

    #[must_use]
    pub(crate) fn rows(&self) -> Vec<&GuideRow> {
        self.pages.iter().map(|page| &page.row).collect()
    }
}

#[must_use]
pub(crate) fn guide<'a>(handbook: &'a Handbook, coverage: &Coverage) -> Guide<'a> {
    Guide {
        pages: handbook.guide.iter().map(|one| page(one, handbook, coverage)).collect(),
        events: events(handbook, coverage),
        promises: promises::promises(handbook),
        contacts: contacts(handbook),
        telephones: telephones(handbook, coverage),
        glossary: handbook.glossary.key,
        terms: &handbook.glossary.terms,
        confused: &handbook.glossary.confused,
    }
}

#[must_use]
pub(crate) fn contacts(handbook: &Handbook) -> Vec<ContactView> {
    let contacts = handbook.contacts.iter();
    contacts
        .enumerate()
        .map(|(at, contact)| ContactView {
            anchor: format!("contact-{}", at + 1),
            what: contact.what.to_string(),
            value: contact.value.to_string(),
            telephone: telephone(&contact.value),
        })
        .collect()
}

fn page<'a>(page: &'a Keyed<GuidePage>, handbook: &'a Handbook, coverage: &Coverage) -> GuideView<'a> {
    let cited = citations(&page.body.blocks);
    let mut keys: Vec<ClauseKey> = cited.iter().map(|citation| citation.clause).collect();
    keys.sort_unstable();
    keys.dedup();
    let clauses = keys
        .into_iter()
        .filter_map(|key| Some(cited_clause(key, coverage.of(key)?.status, Vec::new(), handbook)));
    let languages = translation::of_original(&DocumentKind::Guide.id(&page.id), handbook);
    GuideView {
        key: Key::of(&(page.key, &languages)),
        row: GuideRow {
            url: address::guide(&page.id),
            title: page.title.to_string(),
            summary: plain_text(&page.summary),
        },
        toc: policy::toc(&page.body.blocks),
        citations: policy::citation_views(&page.body.blocks, &handbook.words.policy.see, handbook),
        clauses: clauses.collect(),
        sources: document::fact_sources(&page.sources, &handbook.words),
        languages,
        pdf: None,
        page,
    }
}

/// The figures other than telephone numbers, by event in the order in which the specifications come to it.
fn events(handbook: &Handbook, coverage: &Coverage) -> Vec<EventView> {
    let mut events: Vec<(&str, &str, FigureRows)> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, clause, covered) in binding(handbook, coverage) {
        for figure in clause.figures.iter().filter(|figure| figure.kind != FigureKind::Telephone) {
            let (name, anchor) = match &figure.event {
                Some(event) => (event.name.as_str(), event.anchor.as_str()),
                None => (&*handbook.words.guide.other_figures, OTHER_FIGURES),
            };
            let at = *known.entry(anchor).or_insert_with(|| {
                events.push((name, anchor, FigureRows::default()));
                events.len() - 1
            });
            events[at].2.add(figure, key, covered, handbook);
        }
    }
    // Figures without an event come last.
    events.sort_by_key(|(_, anchor, _)| *anchor == OTHER_FIGURES);
    let view = |(name, anchor, rows): (&str, &str, FigureRows<'_>)| EventView {
        name: name.to_owned(),
        anchor: anchor.to_owned(),
        figures: rows.rows,
    };
    events.into_iter().map(view).collect()
}

fn telephones(handbook: &Handbook, coverage: &Coverage) -> Vec<FigureRow> {
    let mut rows = FigureRows::default();
    for (key, clause, covered) in binding(handbook, coverage) {
        for figure in clause.figures.iter().filter(|figure| figure.kind == FigureKind::Telephone) {
            rows.add(figure, key, covered, handbook);
        }
    }
    rows.rows
}

/// The clauses that bind and apply, with how they are met.
fn binding<'a>(
    handbook: &'a Handbook,
    coverage: &'a Coverage,
) -> impl Iterator<Item = (ClauseKey, &'a Clause, &'a ClauseCoverage)> {
    coverage
        .iter()
        .filter(|(_, covered)| !matches!(covered.status, Status::NotApplicable | Status::Superseded))
        .map(|(key, covered)| (key, handbook.clause(key), covered))
        .filter(|(_, clause, _)| clause.binds())
}

/// A row a figure; one that two clauses set in the same words is one row.
#[derive(Default)]
struct FigureRows<'a> {
    rows: Vec<FigureRow>,
    known: BTreeMap<(&'a str, &'a str), usize>,
}

impl<'a> FigureRows<'a> {
    fn add(&mut self, figure: &'a Figure, key: ClauseKey, covered: &ClauseCoverage, handbook: &Handbook) {
        let at = *self.known.entry((&figure.written, &figure.what)).or_insert_with(|| {
            let number = (figure.kind == FigureKind::Telephone).then(|| telephone(&figure.written));
            self.rows.push(FigureRow {
                anchor: figure_anchor(figure, key, handbook),
                value: figure.written.to_string(),
                what: figure.what.to_string(),
                telephone: number.flatten(),
                clauses: Vec::new(),
                passages: Vec::new(),
                citing: Vec::new(),
            });
            self.rows.len() - 1
        });
        let row = &mut self.rows[at];
        let specification = handbook.specification(key);
        let clause = handbook.clause(key);
        row.clauses.push(LinkView {
            title: format!("{} {}", specification.short_title, clause.label),
            url: address::clause(&specification.id, &clause.id),
        });
        // Citations of one section share its passage, which is read once.
        let mut read: HashMap<usize, bool> = HashMap::new();
        for evidence in covered.cited_by(handbook) {
            let title = format!("{}: {}", evidence.document_title, evidence.title);
            let is_stated = *read
                .entry(evidence.passage.as_ptr().addr())
                .or_insert_with(|| states(figure, evidence, handbook));
            let list = if is_stated { &mut row.passages } else { &mut row.citing };
            let known = list.iter().any(|passage| passage.title == title);
            if evidence.kind == EvidenceKind::Policy && !known {
                list.push(LinkView { title, url: evidence_url(evidence) });
            }
        }
    }
}

fn states(figure: &Figure, evidence: &Evidence, handbook: &Handbook) -> bool {
    let grammar = Grammar::for_language(handbook.language.language());
    let statements = figures::read(&evidence.passage, grammar);
    PassageFigures { text: &evidence.passage, statements: &statements }.state(figure)
}

/// `figure-cca-csp-components-5-1`; the second figure of the clause has `-2` at its end.
fn figure_anchor(figure: &Figure, key: ClauseKey, handbook: &Handbook) -> String {
    let clause = handbook.clause(key);
    let name = format!("figure-{}-{}", handbook.specification(key).id, clause.id.replace('/', "-"));
    match clause.figures.iter().position(|one| std::ptr::eq(one, figure)) {
        None | Some(0) => name,
        Some(at) => format!("{name}-{}", at + 1),
    }
}

/// The number at the beginning of a text, as a telephone takes it; `None` if there is none.
fn telephone(text: &str) -> Option<String> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || " -.()+".contains(c))).unwrap_or(text.len());
    let number: String = text[..end].chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let digits = number.trim_start_matches('+').len();
    // Three digits are 911, 988 or 211 only by themselves: "24 hours" isn't a number to call.
    (digits >= 7 || (digits == 3 && end == text.len())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::telephone;

    #[test]
    fn a_number_to_dial_is_told_from_hours() {
        for (text, number) in [
            ("617-555-0110 (sample)", Some("6175550110")),
            ("(617) 555-0110", Some("6175550110")),
            ("+1 617 555 0110, then 2", Some("+16175550110")),
            ("988", Some("988")),
            ("Monday to Friday, 9 am", None),
            ("911 or the office", None),
            ("24 hours", None),
            ("", None),
        ] {
            assert_eq!(telephone(text).as_deref(), number, "{text}");
        }
    }
}
