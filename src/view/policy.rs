//! A policy as readers meet it, on screen and on paper.

use serde::Serialize;

use super::address;
use super::words::{self, State};
use crate::coverage::Coverage;
use crate::model::document::{Block, citations, plain_text};
use crate::model::{Handbook, Policy, PolicyVersion, long_date, track};

/// A policy in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyRow {
    /// Its id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its PDF.
    pub pdf: String,
    /// The program's number for it.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// What it makes sure of, in plain words.
    pub summary: String,
    /// Who keeps it.
    pub owner: String,
    /// How far it may be relied on.
    pub standing: State,
    /// When it takes effect.
    pub effective: String,
    /// When its next review is due.
    pub next_review: String,
    /// Whether it was ever reviewed.
    pub reviewed: bool,
    /// Whether the day of the next review is past.
    pub review_late: bool,
}

/// A heading in a table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct TocEntry {
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub title: String,
}

/// A citation as the margin shows it.
#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    /// Position among the policy's citations, from 1.
    pub number: usize,
    /// Anchor of the mark.
    pub anchor: String,
    /// What people call the specification, such as `CCA CSP`.
    pub specification: String,
    /// How people cite the clause, such as `Components 6.4.3`.
    pub label: String,
    /// A few words.
    pub title: String,
    /// What the clause asks.
    pub summary: String,
    /// The clause's page and anchor.
    pub url: String,
    /// The short label of the mark in print.
    pub mark: String,
}

/// A clause that a policy cites, with the places.
#[derive(Debug, Clone, Serialize)]
pub struct CitedClause {
    /// What people call the specification.
    pub specification: String,
    /// How people cite the clause.
    pub label: String,
    /// A few words.
    pub title: String,
    /// What the clause asks.
    pub summary: String,
    /// The clause's page and anchor.
    pub url: String,
    /// How far the whole handbook meets it.
    pub status: State,
    /// Where this policy cites it.
    pub passages: Vec<Passage>,
}

/// A place in a policy.
#[derive(Debug, Clone, Serialize)]
pub struct Passage {
    /// Number of the mark.
    pub number: usize,
    /// Anchor of the mark.
    pub anchor: String,
    /// Title of the section.
    pub title: String,
}

/// A fact of the header block.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// What it says.
    pub value: String,
}

/// A dated change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// When.
    pub date: String,
    /// What changed.
    pub change: String,
}

/// A policy's page.
#[derive(Debug, Serialize)]
pub struct PolicyPage<'a> {
    /// As in a list.
    pub row: PolicyRow,
    /// Number, dates, owner, approval.
    pub facts: Vec<Fact>,
    /// The sections.
    pub toc: Vec<TocEntry>,
    /// Citations in reading order; the first has number 1.
    pub citations: Vec<CitationView>,
    /// Clauses in the order of the specifications.
    pub clauses: Vec<CitedClause>,
    /// Revisions, newest first.
    pub history: Vec<ChangeView>,
    /// The version shown, for its text.
    #[serde(skip)]
    pub version: &'a PolicyVersion,
}

/// A policy in a list.
#[must_use]
pub fn row(policy: &Policy, handbook: &Handbook) -> PolicyRow {
    let version = &policy.current;
    let next = version.next_review();
    PolicyRow {
        id: policy.id.clone(),
        url: address::policy(&policy.id),
        pdf: address::policy_pdf(&policy.id),
        number: version.number.clone(),
        title: version.title.clone(),
        summary: plain_text(&version.summary),
        owner: version.owner.clone(),
        standing: words::standing(version, handbook.as_of),
        effective: words::day(version.effective),
        next_review: words::day(next),
        reviewed: version.reviewed.is_some(),
        review_late: next.is_some_and(|due| due < handbook.as_of),
    }
}

/// A policy's page.
#[must_use]
pub fn page<'a>(policy: &'a Policy, handbook: &'a Handbook, coverage: &Coverage) -> PolicyPage<'a> {
    let version = &policy.current;
    PolicyPage {
        row: row(policy, handbook),
        facts: facts(policy, handbook),
        toc: toc(&version.body.blocks),
        citations: citation_views(version, handbook),
        clauses: cited_clauses(policy, handbook, coverage),
        history: version
            .history
            .iter()
            .map(|change| ChangeView { date: long_date(change.date), change: change.change.clone() })
            .collect(),
        version,
    }
}

fn facts(policy: &Policy, handbook: &Handbook) -> Vec<Fact> {
    let version = &policy.current;
    let names: Vec<&str> = handbook
        .tracks
        .iter()
        .filter(|(one, _)| track::meet(&version.tracks, std::slice::from_ref(one)))
        .map(|(_, name)| name.as_str())
        .collect();
    let mut facts = vec![
        Fact { name: "Number", value: version.number.clone() },
        Fact { name: "Status", value: words::standing(version, handbook.as_of).word.to_owned() },
        Fact { name: "Effective", value: words::day(version.effective) },
        Fact { name: "Last reviewed", value: words::day(version.reviewed) },
        Fact { name: "Next review", value: words::day(version.next_review()) },
        Fact { name: "Owner", value: version.owner.clone() },
        Fact {
            name: "Approved by",
            value: match &version.approval {
                Some(approval) => format!("{}, {}", approval.by, long_date(approval.on)),
                None => format!("Not approved yet; to be approved by {}", version.approver),
            },
        },
        Fact { name: "Applies to", value: names.join("; ") },
    ];
    if let Some(before) = policy.supersedes {
        facts.push(Fact { name: "Supersedes", value: format!("Version of {}", long_date(before)) });
    }
    facts
}

fn toc(blocks: &[Block]) -> Vec<TocEntry> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: 2, id, text, .. } => {
                Some(TocEntry { id: id.clone(), title: plain_text(text) })
            }
            _ => None,
        })
        .collect()
}

fn citation_views(version: &PolicyVersion, handbook: &Handbook) -> Vec<CitationView> {
    let cited = citations(&version.body.blocks);
    let first = cited.first().map(|citation| citation.clause.specification);
    // Where all citations are of one specification, the table at the end names it once.
    let one_only = cited.iter().all(|citation| Some(citation.clause.specification) == first);
    cited
        .into_iter()
        .map(|citation| {
            let specification = handbook.specification(citation.clause);
            let clause = handbook.clause(citation.clause);
            CitationView {
                number: citation.number,
                anchor: citation.anchor.clone(),
                specification: specification.short_title.clone(),
                label: clause.label.clone(),
                title: clause.title.clone(),
                summary: clause.summary.clone(),
                url: address::clause(&specification.id, &clause.id),
                mark: if one_only {
                    clause.label.clone()
                } else {
                    format!("{} {}", specification.short_title, clause.label)
                },
            }
        })
        .collect()
}

fn cited_clauses(policy: &Policy, handbook: &Handbook, coverage: &Coverage) -> Vec<CitedClause> {
    let cited = citations(&policy.current.body.blocks);
    coverage
        .iter()
        .filter_map(|(key, covered)| {
            let passages: Vec<Passage> = covered
                .evidence
                .iter()
                .map(|&at| &handbook.evidence[at])
                .filter(|evidence| evidence.document == policy.id)
                .filter_map(|evidence| {
                    let citation = cited.iter().find(|citation| citation.anchor == evidence.anchor)?;
                    Some(Passage {
                        number: citation.number,
                        anchor: evidence.anchor.clone(),
                        title: evidence.title.clone(),
                    })
                })
                .collect();
            if passages.is_empty() {
                return None;
            }
            let specification = handbook.specification(key);
            let clause = handbook.clause(key);
            Some(CitedClause {
                specification: specification.short_title.clone(),
                label: clause.label.clone(),
                title: clause.title.clone(),
                summary: clause.summary.clone(),
                url: address::clause(&specification.id, &clause.id),
                status: words::status(covered.status),
                passages,
            })
        })
        .collect()
}
