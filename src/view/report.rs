//! Coverage as JSON and CSV: the contract of `clausebook coverage` and of the files beside the site.

use serde::Serialize;

use super::evidence_url;
use crate::coverage::{
    ClauseCoverage, Coverage, Incorporation, IncorporationState, MappedEvidence, Status, Totals,
};
use crate::model::{
    Clause, ClauseKey, Confirmation, Date, ElementId, Evidence, EvidenceKind, Handbook, Handle, KeptRecord,
    Specification,
};

/// The coverage of a handbook, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct CoverageReport {
    /// The day it speaks of, as `2026-11-23`.
    pub(crate) as_of: String,
    pub(crate) specifications: Vec<SpecificationReport>,
    pub(crate) totals: TotalsReport,
}

/// A specification, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct SpecificationReport {
    pub(crate) id: String,
    pub(crate) title: String,
    /// binding, draft or informative.
    pub(crate) authority: &'static str,
    /// Date of the text at hand, as `2026-03-01`.
    pub(crate) revision: String,
    /// The first day on which it doesn't apply any more, as `2027-07-01`; not there where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ends: Option<String>,
    /// The id of the specification that takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) superseded_by: Option<String>,
    /// Its clauses that apply, in the document's order.
    pub(crate) clauses: Vec<ClauseReport>,
}

/// A clause, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct ClauseReport {
    /// Path in the document's numbering.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    /// heading, requirement, recommendation, payment-condition or informative.
    pub(crate) kind: &'static str,
    /// Any of policy, form, training, record.
    pub(crate) needs: Vec<&'static str>,
    pub(crate) tracks: Vec<String>,
    /// Where in the original.
    pub(crate) source: String,
    /// When its meaning last changed, as `2026-03-01`.
    pub(crate) revised: String,
    /// Its ids in the revision before; none if it is new, or there is no revision before.
    pub(crate) was: Vec<String>,
    pub(crate) figures: Vec<FigureReport>,
    /// covered, drafted, partial, uncovered, unconfirmed, not-applicable, superseded, informative or heading.
    pub(crate) status: &'static str,
    /// The day from which an open clause is met, by versions that are approved already, as `2027-01-01`; not there where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) met_from: Option<String>,
    /// The last day on which a covered clause is met, as far as that is known, as `2027-12-31`; not there where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) met_until: Option<String>,
    /// The parts of what it asks, if it lists any; not there where it lists none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) elements: Vec<ElementReport>,
    /// The specification that it asks to comply with; not there where it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) met_by: Option<IncorporationReport>,
    /// The records that are for it, in force or not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) records: Vec<RecordReport>,
    /// What meets clauses like this one, and doesn't count for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) offers: Vec<OfferReport>,
    pub(crate) covered_by: Vec<EvidenceReport>,
}

/// A specification that a clause asks to comply with, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct IncorporationReport {
    pub(crate) specification: String,
    /// Whether it is in the handbook, applies, and can be judged.
    pub(crate) at_hand: bool,
    /// Whether the handbook has all of its clauses; not there where it is not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) complete: Option<bool>,
    /// How many of its clauses apply.
    pub(crate) applicable: usize,
    /// How many of those are covered.
    pub(crate) covered: usize,
}

/// A record, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct RecordReport {
    pub(crate) what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<String>,
    /// The first day on which it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// The last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// Where somebody finds it.
    pub(crate) kept: String,
    /// to-come, in-force or expired.
    pub(crate) state: &'static str,
    /// Whether the clause means what it meant when somebody checked the record.
    pub(crate) confirmed: bool,
}

/// A place that cites a clause which somebody compared with this one, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct OfferReport {
    /// That clause, as a citation names it.
    pub(crate) through: String,
    /// What that clause is, compared with this one: equal, subset, superset or overlaps.
    pub(crate) how: &'static str,
    #[serde(flatten)]
    pub(crate) place: EvidenceReport,
}

/// An element of a clause, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct ElementReport {
    pub(crate) id: String,
    pub(crate) label: String,
    /// Whether anything meets it, or it is waived.
    pub(crate) met: bool,
}

/// A figure of a clause, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct FigureReport {
    pub(crate) value: String,
    /// deadline, interval, ratio, count, hours or telephone.
    pub(crate) kind: &'static str,
    pub(crate) what: String,
}

/// The clauses that are wanted.
#[derive(Debug, Default)]
pub(crate) struct ClauseFilter {
    pub(crate) specification: Option<Handle<Specification>>,
    /// Any of these; all where there is none.
    pub(crate) statuses: Vec<Status>,
    pub(crate) needs: Option<EvidenceKind>,
    /// The first step of the id.
    pub(crate) part: Option<String>,
}

impl ClauseFilter {
    /// Whether it leaves out clauses of a specification.
    pub(crate) fn is_partial(&self) -> bool {
        let Self { specification: _, statuses, needs, part } = self;
        !statuses.is_empty() || needs.is_some() || part.is_some()
    }

    fn wants(&self, clause: &Clause, covered: &ClauseCoverage) -> bool {
        let Self { specification: _, statuses, needs, part } = self;
        (statuses.is_empty() || statuses.contains(&covered.status))
            && needs.is_none_or(|kind| clause.needs.contains(&kind))
            && part.as_ref().is_none_or(|part| clause.part() == part)
    }
}

/// A place that cites a clause, as JSON has it.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceReport {
    /// policy, form or training.
    pub(crate) kind: &'static str,
    /// Id of the policy, form or curriculum.
    pub(crate) id: String,
    pub(crate) anchor: String,
    /// The element of the clause that it cites; not there where it cites the clause as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) element: Option<String>,
    /// Title of the section, field or unit.
    pub(crate) title: String,
    /// Address from the site's root.
    pub(crate) url: String,
    /// Whether somebody read it against what the clause means now.
    pub(crate) confirmed: bool,
    /// The clause that it cites, where that is another one that asks the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) through: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct TotalsReport {
    /// covered + drafted + partial + uncovered + unconfirmed.
    pub(crate) applicable: usize,
    /// Met by what is in force.
    pub(crate) covered: usize,
    /// Met, but not all of it is in force.
    pub(crate) drafted: usize,
    pub(crate) partial: usize,
    pub(crate) uncovered: usize,
    /// Some of what meets it was read against another meaning of the clause.
    pub(crate) unconfirmed: usize,
    /// Waived.
    pub(crate) not_applicable: usize,
}

/// The coverage of the clauses that are wanted. The totals are those of whole specifications.
#[must_use]
pub(crate) fn report(handbook: &Handbook, coverage: &Coverage, wanted: &ClauseFilter) -> CoverageReport {
    let only = wanted.specification;
    let specifications = Handle::each(&handbook.specifications)
        .filter(|(handle, _)| only.is_none_or(|only| only == *handle) && coverage.applies(*handle))
        .map(|(handle, specification)| SpecificationReport {
            id: specification.id.clone(),
            title: specification.title.to_string(),
            authority: specification.authority.word(),
            revision: specification.revision.to_string(),
            ends: specification.ends.as_ref().map(ToString::to_string),
            superseded_by: specification.superseded_by.as_ref().map(ToString::to_string),
            clauses: coverage
                .iter()
                .filter(|(key, _)| key.specification == handle)
                .filter(|(key, covered)| wanted.wants(handbook.clause(*key), covered))
                .map(|(key, covered)| clause(handbook, key, covered))
                .collect(),
        })
        .collect();
    CoverageReport {
        as_of: handbook.as_of.to_string(),
        specifications,
        totals: totals(&coverage.totals(only)),
    }
}

/// Its ids in the revision before.
fn was(handbook: &Handbook, key: ClauseKey) -> Vec<String> {
    let revisions = key.specification.beside(&handbook.revisions);
    let Some(before) = revisions.in_force.checked_sub(1) else { return Vec::new() };
    let clauses = &revisions.all[before].specification.clauses;
    handbook.origin(key).clauses.iter().map(|one| one.of(clauses).id.clone()).collect()
}

fn clause(handbook: &Handbook, key: ClauseKey, covered: &ClauseCoverage) -> ClauseReport {
    let clause = handbook.clause(key);
    let own = covered.cited_by(handbook).map(|one| place(one, one.element.as_ref(), None));
    let counting = covered.mapped.iter().filter(|one| one.counts);
    let through = counting.map(|one| {
        let MappedEvidence { evidence, element, through, how: _, counts: _ } = one;
        place(evidence.of(&handbook.evidence), element.as_ref(), Some(handbook.name(*through)))
    });
    ClauseReport {
        id: clause.id.clone(),
        title: clause.title.to_string(),
        summary: clause.summary.to_string(),
        kind: clause.kind.word(),
        needs: clause.needs.iter().map(|kind| kind.word()).collect(),
        tracks: clause.tracks.iter().map(|track| track.0.clone()).collect(),
        source: clause.source.to_string(),
        revised: clause.revised.to_string(),
        was: was(handbook, key),
        figures: clause
            .figures
            .iter()
            .map(|figure| FigureReport {
                value: figure.written.to_string(),
                kind: figure.kind.word(),
                what: figure.what.to_string(),
            })
            .collect(),
        status: covered.status.word(),
        met_from: covered.met_from.map(|day| day.to_string()),
        met_until: covered.met_until.map(|day| day.to_string()),
        elements: clause
            .elements
            .iter()
            .map(|element| ElementReport {
                id: element.id.to_string(),
                label: element.label.to_string(),
                met: !covered.open_elements.contains(&element.id),
            })
            .collect(),
        met_by: incorporation(clause.met_by.as_deref(), covered.met_by.as_ref()),
        records: covered
            .records
            .iter()
            .map(|record| record_report(record.of(&handbook.records), handbook.as_of))
            .collect(),
        offers: covered.offers().map(|one| offer(one, handbook)).collect(),
        covered_by: own.chain(through).collect(),
    }
}

fn place(evidence: &Evidence, element: Option<&ElementId>, through: Option<String>) -> EvidenceReport {
    EvidenceReport {
        kind: evidence.kind.word(),
        id: evidence.document.id.clone(),
        anchor: evidence.anchor.to_string(),
        element: element.map(ToString::to_string),
        title: evidence.title.clone(),
        url: evidence_url(evidence),
        confirmed: evidence.confirmation == Confirmation::Confirmed,
        through,
    }
}

fn offer(mapped: &MappedEvidence, handbook: &Handbook) -> OfferReport {
    let MappedEvidence { evidence, element, through, how, counts: _ } = mapped;
    OfferReport {
        through: handbook.name(*through),
        how: how.word(),
        place: place(evidence.of(&handbook.evidence), element.as_ref(), None),
    }
}

fn incorporation(id: Option<&String>, found: Option<&Incorporation>) -> Option<IncorporationReport> {
    let Incorporation { state, applicable, covered } = found?;
    let complete = match state {
        IncorporationState::AtHand(_) => Some(true),
        IncorporationState::InPart(_) => Some(false),
        IncorporationState::NotAtHand
        | IncorporationState::Ended(_)
        | IncorporationState::DoesNotApply(_)
        | IncorporationState::AsksForItself(_) => None,
    };
    Some(IncorporationReport {
        specification: id?.clone(),
        at_hand: complete.is_some(),
        complete,
        applicable: *applicable,
        covered: *covered,
    })
}

fn record_report(record: &KeptRecord, today: Date) -> RecordReport {
    let KeptRecord { what, parts: _, number, period, kept, confirmation, span: _ } = record;
    RecordReport {
        what: what.to_string(),
        number: number.as_ref().map(ToString::to_string),
        since: period.since.map(|day| day.to_string()),
        until: period.until.map(|day| day.to_string()),
        kept: kept.to_string(),
        state: record.state(today).word(),
        confirmed: *confirmation == Confirmation::Confirmed,
    }
}

fn totals(totals: &Totals) -> TotalsReport {
    TotalsReport {
        applicable: totals.applicable,
        covered: totals.covered,
        drafted: totals.drafted,
        partial: totals.partial,
        uncovered: totals.uncovered,
        unconfirmed: totals.unconfirmed,
        not_applicable: totals.not_applicable,
    }
}

impl ClauseReport {
    /// The ids of its elements that nothing meets.
    pub(crate) fn open_elements(&self) -> Vec<&str> {
        self.elements.iter().filter(|element| !element.met).map(|element| element.id.as_str()).collect()
    }
}

impl CoverageReport {
    /// The report as indented JSON with a line end.
    ///
    /// # Panics
    /// Never: every key is a string.
    #[must_use]
    pub(crate) fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("plain data");
        json.push('\n');
        json
    }

    /// A row a clause, for a spreadsheet: specification, clause, title, kind, needs, tracks, status, where it is met, its elements that
    /// nothing meets, its source, the day of its last change, its ids before, and its figures.
    /// It begins with a byte-order mark, without which Excel misreads accents.
    ///
    /// # Panics
    /// Never: it is written to memory.
    #[must_use]
    pub(crate) fn to_csv(&self) -> String {
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![0xef, 0xbb, 0xbf]);
        csv.write_record([
            "specification",
            "clause",
            "title",
            "summary",
            "kind",
            "needs",
            "tracks",
            "status",
            "covered_by",
            "open_elements",
            "source",
            "revised",
            "was",
            "figures",
        ])
        .expect("memory");
        for specification in &self.specifications {
            for clause in &specification.clauses {
                let places: Vec<&str> = clause.covered_by.iter().map(|place| place.url.as_str()).collect();
                let figures: Vec<&str> = clause.figures.iter().map(|one| one.value.as_str()).collect();
                csv.write_record([
                    specification.id.as_str(),
                    &inert(&clause.id),
                    &inert(&clause.title),
                    &inert(&clause.summary),
                    clause.kind,
                    &clause.needs.join(" "),
                    &inert(&clause.tracks.join(" ")),
                    clause.status,
                    &places.join(" "),
                    &clause.open_elements().join(" "),
                    &inert(&clause.source),
                    &clause.revised,
                    &inert(&clause.was.join(" ")),
                    &inert(&figures.join("; ")),
                ])
                .expect("memory");
            }
        }
        String::from_utf8(csv.into_inner().expect("memory")).expect("text in, text out")
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
pub(crate) fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
