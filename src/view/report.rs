//! Coverage as JSON and CSV: the contract of `clausebook coverage` and of the files beside the site.

use serde::Serialize;

use super::evidence_url;
use crate::coverage::{ClauseCoverage, Coverage, Status, Totals};
use crate::model::{Clause, ClauseKey, Confirmation, EvidenceKind, Handbook, Handle, Specification};

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
    /// Any of policy, form, training.
    pub(crate) needs: Vec<&'static str>,
    pub(crate) tracks: Vec<String>,
    /// Where in the original.
    pub(crate) source: String,
    /// When its meaning last changed, as `2026-03-01`.
    pub(crate) revised: String,
    /// Its ids in the revision before; none if it is new, or there is no revision before.
    pub(crate) was: Vec<String>,
    pub(crate) figures: Vec<FigureReport>,
    /// covered, drafted, partial, uncovered, unconfirmed, not-applicable, informative or heading.
    pub(crate) status: &'static str,
    /// The day from which an open clause is met, by versions that are approved already, as `2027-01-01`; not there where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) met_from: Option<String>,
    pub(crate) covered_by: Vec<EvidenceReport>,
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
    /// Title of the section, field or unit.
    pub(crate) title: String,
    /// Address from the site's root.
    pub(crate) url: String,
    /// Whether somebody read it against what the clause means now.
    pub(crate) confirmed: bool,
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
        covered_by: covered
            .cited_by(handbook)
            .map(|evidence| EvidenceReport {
                kind: evidence.kind.word(),
                id: evidence.document.id.clone(),
                anchor: evidence.anchor.to_string(),
                title: evidence.title.clone(),
                url: evidence_url(evidence),
                confirmed: evidence.confirmation == Confirmation::Confirmed,
            })
            .collect(),
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

    /// A row a clause, for a spreadsheet: specification, clause, title, kind, needs, tracks, status, where it is met, its source, the day of its last change, its ids before, and its figures.
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
