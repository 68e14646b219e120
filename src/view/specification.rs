//! A specification as readers see it: every clause, how far it is met, and where.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::document::ChangeView;
use super::drawing::{self, Bars};
use super::impact::{ImpactLink, ImpactPage};
use super::words::{self, EvidenceKindView, StateView, TotalsView};
use super::{address, evidence_url};
use crate::coverage::{
    ClauseCoverage, Coverage, Incorporation, IncorporationState, MappedEvidence, Status, Totals,
};
use crate::model::{
    Anchor, Authority, CitedPart, Clause, ClauseKey, Confirmation, Date, DocumentId, Evidence, Handbook,
    Handle, HoldingPeriod, KeptRecord, RecordState, Specification,
};
use crate::words::{FixedWords, Sentence, Word};

#[derive(Debug, Clone, Serialize)]
pub(crate) struct FigureView {
    pub(crate) value: String,
    pub(crate) what: String,
}

/// A place that cites a clause.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EvidenceView {
    /// Title of the policy, form or curriculum.
    pub(crate) document: String,
    /// Title of the section, field or unit.
    pub(crate) title: String,
    /// The exact place, from the site's root.
    pub(crate) url: String,
    /// Whether the clause changed since somebody read it.
    pub(crate) is_unconfirmed: bool,
    /// The same place as print has it.
    #[serde(skip)]
    pub(crate) place: (DocumentId, Anchor),
    /// The clause that it cites, where that is another one that asks the same; else empty.
    pub(crate) through: String,
}

/// The specification that a clause asks to comply with.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IncorporationView {
    pub(crate) title: String,
    /// Its page, from the site's root; empty where the handbook hasn't got it.
    pub(crate) url: String,
    pub(crate) applicable: usize,
    pub(crate) covered: usize,
    /// Whether the handbook has only a part of it.
    pub(crate) in_part: bool,
    /// Whether that leaves the clause open.
    pub(crate) is_open: bool,
}

/// A part of what a clause asks.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ElementView {
    pub(crate) label: String,
    /// Whether nothing meets it.
    pub(crate) is_open: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ClauseView {
    /// Its id, which is also its anchor.
    pub(crate) id: String,
    /// As a citation names it, such as `cca-csp/components/6/4/3`.
    pub(crate) citation: String,
    pub(crate) label: String,
    /// How many levels deep it is, from 1.
    pub(crate) depth: usize,
    pub(crate) title: String,
    pub(crate) summary: String,
    /// What it does, as style sheets and templates name it: `requirement`.
    pub(crate) kind: &'static str,
    pub(crate) kind_word: Word,
    /// What weight it carries, where that is less than the specification's.
    pub(crate) authority: Option<Word>,
    pub(crate) status: StateView,
    /// Whether someone still has to do something.
    pub(crate) gap: bool,
    pub(crate) needs: Vec<EvidenceKindView>,
    /// The same in a sentence: `a policy section and a form field`.
    pub(crate) takes: String,
    pub(crate) missing: Vec<EvidenceKindView>,
    /// The parts of what it asks, each of which must be met.
    pub(crate) elements: Vec<ElementView>,
    /// The labels of those that nothing meets.
    pub(crate) open_elements: Vec<String>,
    /// The day from which it is met, where that is to come and known; empty where it isn't.
    pub(crate) met_from: String,
    /// The last day on which it is met, where that is known; empty where it isn't.
    pub(crate) met_until: String,
    pub(crate) figures: Vec<FigureView>,
    /// Names of the service lines it is for, when it is not for all that are offered.
    pub(crate) tracks: Vec<String>,
    /// Where in the original.
    pub(crate) source: String,
    pub(crate) evidence: Vec<EvidenceView>,
    /// What meets clauses like this one, and doesn't count for it.
    pub(crate) offers: Vec<EvidenceView>,
    pub(crate) met_by: Option<IncorporationView>,
    /// Each record with its days.
    pub(crate) records: Vec<String>,
    /// Why it is waived, if it is.
    pub(crate) waived: Option<String>,
}

/// A document that a specification refers to.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReferenceView {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) at_hand: bool,
}

/// The specification that takes the place of another.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SuccessorView {
    pub(crate) title: String,
    /// From the site's root; empty where the handbook hasn't got it.
    pub(crate) url: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpecificationRow {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) short_title: String,
    pub(crate) publisher: String,
    pub(crate) jurisdiction: String,
    pub(crate) authority: Word,
    #[serde(skip)]
    pub(crate) weight: Authority,
    /// Date of the text at hand.
    pub(crate) revision: String,
    /// When it ends or ended, in a sentence; empty where no day is known.
    pub(crate) ends: String,
    /// What takes its place.
    pub(crate) successor: Option<SuccessorView>,
    pub(crate) totals: TotalsView,
}

/// A part of a specification: the clauses whose ids begin alike.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SectionRow {
    pub(crate) title: String,
    /// The anchor of its first clause.
    pub(crate) anchor: String,
    pub(crate) totals: TotalsView,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpecificationPage {
    pub(crate) row: SpecificationRow,
    /// Its clauses that apply, in the document's order.
    pub(crate) clauses: Vec<ClauseView>,
    /// Its parts, in the document's order.
    pub(crate) sections: Vec<SectionRow>,
    /// The parts that evidence must meet, drawn.
    pub(crate) drawing: Bars,
    pub(crate) refers_to: Vec<ReferenceView>,
    /// Its own updates, newest first.
    pub(crate) history: Vec<ChangeView>,
    /// The page about its revision to come, if there is one.
    pub(crate) impact: Option<ImpactLink>,
    /// The pages of its clauses, in their order; empty where they are all on its own page.
    pub(crate) parts: Vec<ClausePart>,
    /// The same, those with the most open clauses first.
    parts_open_first: Vec<PartRow>,
    /// How many of its open clauses a page that lists those of all specifications shows.
    first_open: usize,
    /// Whether the coverage page leaves out its crosswalk.
    is_elsewhere: bool,
}

/// A page with some of the clauses of a specification.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ClausePart {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) totals: TotalsView,
    /// What the page of the specification has of them.
    numbers: Vec<ClauseNumber>,
    /// Its clauses among those of the specification.
    #[serde(skip)]
    clauses: Range<usize>,
}

#[derive(Debug, Clone, Serialize)]
struct ClauseNumber {
    id: String,
    label: String,
}

#[derive(Debug, Clone, Serialize)]
struct PartRow {
    url: String,
    title: String,
    totals: TotalsView,
}

/// What the page of a part shows.
#[derive(Debug, Serialize)]
pub(crate) struct PartPage<'a> {
    specification: &'a SpecificationRow,
    title: &'a str,
    totals: &'a TotalsView,
    clauses: &'a [ClauseView],
}

/// With more clauses a specification has a page for each part, and none of them has more than `ON_A_PAGE`.
const ON_ONE_PAGE: usize = 240;
const ON_A_PAGE: usize = 150;
/// With more clauses in all, the coverage page has no crosswalk.
const IN_A_CROSSWALK: usize = 450;
/// With more open clauses in all, pages show the first of each specification.
const OPEN_IN_ALL: usize = 100;
const FIRST_OPEN: usize = 10;

impl SpecificationPage {
    #[must_use]
    pub(crate) fn part_page<'a>(&'a self, part: &'a ClausePart) -> PartPage<'a> {
        PartPage {
            specification: &self.row,
            title: &part.title,
            totals: &part.totals,
            clauses: &self.clauses[part.clauses.clone()],
        }
    }
}

/// Leaves out of pages that show all specifications what would make them too long.
pub(super) fn shorten(pages: &mut [SpecificationPage]) {
    let all: usize = pages.iter().map(|page| page.clauses.len()).sum();
    let open: usize = pages.iter().map(|page| page.row.totals.open).sum();
    for page in pages {
        page.is_elsewhere = all > IN_A_CROSSWALK;
        page.first_open = if open > OPEN_IN_ALL { FIRST_OPEN } else { page.clauses.len() };
    }
}

#[must_use]
pub(crate) fn page(
    handle: Handle<Specification>,
    handbook: &Handbook,
    coverage: &Coverage,
    impacts: &[ImpactPage],
) -> SpecificationPage {
    let specification = handle.of(&handbook.specifications);
    let sections = sections(handle, handbook, coverage);
    let drawn: Vec<(&str, &TotalsView)> = sections
        .iter()
        .filter(|section| section.totals.applicable > 0)
        .map(|section| (section.title.as_str(), &section.totals))
        .collect();
    let words = &handbook.words;
    let title = words.specification.drawn.fill(&[("title", &*specification.short_title)]);
    let parts = parts(handle, handbook, coverage);
    let row_of = |part: &ClausePart| PartRow {
        url: part.url.clone(),
        title: part.title.clone(),
        totals: part.totals.clone(),
    };
    let mut parts_open_first: Vec<PartRow> = parts.iter().map(row_of).collect();
    parts_open_first.sort_by_key(|part| std::cmp::Reverse(part.totals.open));
    SpecificationPage {
        parts,
        parts_open_first,
        first_open: usize::MAX,
        is_elsewhere: false,
        drawing: drawing::coverage(&format!("drawn-{}", specification.id), &title, &drawn, words),
        sections,
        row: row(handle, handbook, coverage),
        clauses: coverage
            .iter()
            .filter(|(key, _)| key.specification == handle)
            .map(|(key, covered)| clause_view(key, handbook, covered))
            .collect(),
        impact: ImpactLink::of(&specification.id, impacts),
        refers_to: specification
            .refers_to
            .iter()
            .map(|reference| ReferenceView {
                title: reference.title.to_string(),
                note: reference.note.to_string(),
                at_hand: reference.at_hand,
            })
            .collect(),
        history: specification
            .history
            .iter()
            .map(|change| ChangeView {
                date: words.dates.day(change.date),
                change: change.change.to_string(),
            })
            .collect(),
    }
}

/// The pages of a large specification: its parts, each in as many pages as it takes.
fn parts(handle: Handle<Specification>, handbook: &Handbook, coverage: &Coverage) -> Vec<ClausePart> {
    let id = &handle.of(&handbook.specifications).id;
    let own = coverage.iter().filter(|(key, _)| key.specification == handle);
    let own: Vec<(&Clause, Status)> =
        own.map(|(key, covered)| (handbook.clause(key), covered.status)).collect();
    if own.len() <= ON_ONE_PAGE {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
    let mut start = 0;
    for group in own.chunk_by(|(a, _), (b, _)| a.part() == b.part()) {
        let name = group[0].0.part();
        let title = part_title(group[0].0);
        for clauses in group.chunks(ON_A_PAGE) {
            let page = pages.entry(name).or_default();
            *page += 1;
            parts.push(part(id, name, *page, &title, start, clauses, &handbook.words));
            start += clauses.len();
        }
    }
    parts
}

fn part(
    specification: &str,
    name: &str,
    page: usize,
    title: &str,
    start: usize,
    clauses: &[(&Clause, Status)],
    words: &FixedWords,
) -> ClausePart {
    let mut totals = Totals::default();
    for (_, status) in clauses {
        totals.count(*status);
    }
    let number = |(clause, _): &(&Clause, Status)| ClauseNumber {
        id: clause.id.clone(),
        label: clause.label.to_string(),
    };
    let (name, title) = match page {
        1 => (name.to_owned(), title.to_owned()),
        _ => {
            let title = words.specification.part_page.fill(&[("title", &title), ("number", &page)]);
            (format!("{name}-{page}"), title)
        }
    };
    ClausePart {
        url: address::specification_part(specification, &name),
        title,
        totals: words::totals(&totals, words),
        numbers: clauses.iter().map(number).collect(),
        clauses: start..start + clauses.len(),
    }
}

fn part_title(first: &Clause) -> String {
    if first.depth() == 1 { first.title.to_string() } else { words::name(first.part()) }
}

/// The parts of a specification whose clauses apply.
fn sections(handle: Handle<Specification>, handbook: &Handbook, coverage: &Coverage) -> Vec<SectionRow> {
    let mut parts: Vec<(&Clause, Totals)> = Vec::new();
    for (key, covered) in coverage.iter().filter(|(key, _)| key.specification == handle) {
        let clause = handbook.clause(key);
        let known = parts.iter_mut().rev().find(|(first, _)| first.part() == clause.part());
        if let Some((_, totals)) = known {
            totals.count(covered.status);
        } else {
            let mut totals = Totals::default();
            totals.count(covered.status);
            parts.push((clause, totals));
        }
    }
    let row = |(first, totals): (&Clause, Totals)| SectionRow {
        title: part_title(first),
        anchor: first.id.clone(),
        totals: words::totals(&totals, &handbook.words),
    };
    parts.into_iter().map(row).collect()
}

fn row(handle: Handle<Specification>, handbook: &Handbook, coverage: &Coverage) -> SpecificationRow {
    let specification = handle.of(&handbook.specifications);
    let words = &handbook.words;
    SpecificationRow {
        id: specification.id.clone(),
        url: address::specification(&specification.id),
        title: specification.title.to_string(),
        short_title: specification.short_title.to_string(),
        publisher: specification.publisher.to_string(),
        jurisdiction: specification.jurisdiction.to_string(),
        authority: words::authority(specification.authority, words),
        weight: specification.authority,
        revision: words.dates.day(specification.revision),
        ends: specification
            .ends
            .as_ref()
            .map(|ends| end(specification, **ends, handbook))
            .unwrap_or_default(),
        successor: specification.superseded_by.as_ref().map(|id| successor(id, handbook)),
        totals: words::totals(&coverage.totals(Some(handle)), words),
    }
}

fn end(specification: &Specification, ends: Date, handbook: &Handbook) -> String {
    let words = &handbook.words.specification;
    let sentence = if specification.has_ended(handbook.as_of) { &words.ended } else { &words.ends };
    sentence.fill(&[("day", &handbook.words.dates.day(ends))])
}

fn successor(id: &str, handbook: &Handbook) -> SuccessorView {
    match handbook.specifications.iter().find(|one| one.id == id) {
        Some(one) => SuccessorView { title: one.title.to_string(), url: address::specification(&one.id) },
        None => SuccessorView { title: id.to_owned(), url: String::new() },
    }
}

fn evidence_view(evidence: &Evidence, through: String) -> EvidenceView {
    EvidenceView {
        document: evidence.document_title.clone(),
        title: evidence.title.clone(),
        url: evidence_url(evidence),
        place: (evidence.document.clone(), evidence.anchor.clone()),
        is_unconfirmed: evidence.confirmation == Confirmation::Unconfirmed,
        through,
    }
}

fn mapped_view(mapped: &MappedEvidence, handbook: &Handbook) -> EvidenceView {
    let (specification, clause) = (handbook.specification(mapped.through), handbook.clause(mapped.through));
    let through = format!("{} {}", specification.short_title.as_str(), clause.label.as_str());
    evidence_view(mapped.evidence.of(&handbook.evidence), through)
}

fn incorporation(
    clause: &Clause,
    covered: &ClauseCoverage,
    handbook: &Handbook,
) -> Option<IncorporationView> {
    let Incorporation { state, applicable, covered } = covered.met_by.as_ref()?;
    let (title, url) = match state {
        IncorporationState::NotAtHand => (clause.met_by.as_ref()?.to_string(), String::new()),
        IncorporationState::AtHand(handle)
        | IncorporationState::InPart(handle)
        | IncorporationState::Ended(handle)
        | IncorporationState::DoesNotApply(handle)
        | IncorporationState::AsksForItself(handle) => {
            let one = handle.of(&handbook.specifications);
            (one.title.to_string(), address::specification(&one.id))
        }
    };
    let in_part = matches!(state, IncorporationState::InPart(_));
    let is_open = !matches!(state, IncorporationState::AtHand(_)) || covered < applicable;
    Some(IncorporationView { title, url, applicable: *applicable, covered: *covered, in_part, is_open })
}

/// A record with its days, in the words of pages: `Clinic license (4A21), until December 31, 2027`.
#[must_use]
pub(crate) fn record_words(record: &KeptRecord, handbook: &Handbook) -> String {
    let words = &handbook.words;
    let what = match &record.number {
        Some(number) => format!("{} ({})", record.what.as_str(), number.as_str()),
        None => record.what.to_string(),
    };
    let dated = |sentence: &Sentence, day| sentence.fill(&[("what", &what), ("day", &words.dates.day(day))]);
    let (state, HoldingPeriod { since, until }) = (record.state(handbook.as_of), record.period);
    match (state, since, until) {
        (RecordState::Expired, _, Some(day)) => dated(&words.specification.record_expired, day),
        (RecordState::ToCome, Some(day), _) => dated(&words.specification.record_to_come, day),
        (_, _, Some(day)) => dated(&words.specification.record_until, day),
        (_, _, None) => what,
    }
}

fn clause_view(key: ClauseKey, handbook: &Handbook, covered: &ClauseCoverage) -> ClauseView {
    let specification = handbook.specification(key);
    let clause = handbook.clause(key);
    let words = &handbook.words;
    let tracks: Vec<String> = handbook
        .tracks
        .iter()
        .filter(|(track, _)| clause.tracks.contains(track))
        .map(|(_, name)| name.to_string())
        .collect();
    let own = covered.cited_by(handbook).map(|one| evidence_view(one, String::new()));
    let counting = covered.mapped.iter().filter(|one| one.counts).map(|one| mapped_view(one, handbook));
    ClauseView {
        id: clause.id.clone(),
        citation: format!("{}/{}", specification.id, clause.id),
        label: clause.label.to_string(),
        depth: clause.depth(),
        title: clause.title.to_string(),
        summary: clause.summary.to_string(),
        kind: clause.kind.word(),
        kind_word: words::clause_kind(clause.kind, words),
        authority: (clause.authority != specification.authority)
            .then(|| words::authority(clause.authority, words)),
        status: words::status(covered.status, words),
        gap: covered.status.is_gap(),
        needs: clause.needs.iter().map(|kind| words::evidence(*kind, words)).collect(),
        takes: takes(clause, words),
        missing: covered.missing.iter().map(|kind| words::evidence(*kind, words)).collect(),
        elements: clause
            .elements
            .iter()
            .map(|element| ElementView {
                label: element.label.to_string(),
                is_open: covered.open_elements.contains(&element.id),
            })
            .collect(),
        open_elements: covered
            .open_elements
            .iter()
            .filter_map(|id| clause.element(id))
            .map(|element| element.label.to_string())
            .collect(),
        met_from: covered.met_from.map(|day| words.dates.day(day)).unwrap_or_default(),
        met_until: covered.met_until.map(|day| words.dates.day(day)).unwrap_or_default(),
        figures: clause
            .figures
            .iter()
            .map(|figure| FigureView { value: figure.written.to_string(), what: figure.what.to_string() })
            .collect(),
        tracks: if tracks.len() == handbook.tracks.len() { Vec::new() } else { tracks },
        source: clause.source.to_string(),
        evidence: own.chain(counting).collect(),
        offers: covered.offers().map(|one| mapped_view(one, handbook)).collect(),
        met_by: incorporation(clause, covered, handbook),
        records: covered
            .records
            .iter()
            .map(|one| record_words(one.of(&handbook.records), handbook))
            .collect(),
        waived: handbook
            .waivers
            .iter()
            .find(|waiver| waiver.part == CitedPart::whole(key))
            .map(|waiver| waiver.reason.to_string()),
    }
}

fn takes(clause: &Clause, words: &FixedWords) -> String {
    let kinds = clause.needs.iter().map(|kind| words::evidence(*kind, words).with_article.to_string());
    let both = &words.specification.takes_both;
    kinds.reduce(|first, second| both.fill(&[("first", &first), ("second", &second)])).unwrap_or_default()
}
