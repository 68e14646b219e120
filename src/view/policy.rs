//! A policy as readers see it, on screen and on paper.

use serde::Serialize;

use super::address;
use super::document::{self, ChangeView, CitedClause, DocumentRow, Fact, FactSourceView};
use super::place::LinkView;
use super::related::Related;
use super::translation::{self, LanguageLinks};
use super::versions::{self, VersionLinks};
use crate::coverage::Coverage;
use crate::memo::Key;
use crate::model::text::{Block, citations, plain_text};
use crate::model::{Anchor, DocumentKind, Handbook, OtherVersion, Policy, PolicyVersion};
use crate::words::Word;

/// A heading in a table of contents.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TocEntry {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// A citation as the margin shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CitationView {
    /// Position among the policy's citations, from 1.
    pub(crate) number: usize,
    pub(crate) anchor: String,
    /// What the text does with the clause: a policy `meets` it, the guide says `see`.
    pub(crate) verb: Word,
    /// What people call the specification, such as `CCA CSP`.
    pub(crate) specification: String,
    /// How people cite the clause, such as `Components 6.4.3`.
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) url: String,
    /// The short label of the mark in print.
    pub(crate) mark: String,
}

#[derive(Debug, Serialize)]
pub struct PolicyPage<'a> {
    /// Stands for what it shows; see [`super::Pages::policies`].
    #[serde(skip)]
    pub(crate) key: Key,
    pub row: DocumentRow,
    /// Number, dates, owner, approval.
    pub(crate) facts: Vec<Fact>,
    pub(crate) toc: Vec<TocEntry>,
    /// Citations in reading order; the first has number 1.
    pub(crate) citations: Vec<CitationView>,
    /// Clauses in the order of the specifications.
    pub(crate) clauses: Vec<CitedClause>,
    pub(crate) forms: Vec<LinkView>,
    /// The curricula that teach what it meets.
    pub(crate) curricula: Vec<LinkView>,
    pub(crate) history: Vec<ChangeView>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<FactSourceView>,
    /// The other versions.
    pub(crate) versions: VersionLinks,
    pub(crate) languages: LanguageLinks,
    /// The version shown, for its text.
    #[serde(skip)]
    pub(crate) version: &'a PolicyVersion,
}

#[must_use]
pub(crate) fn page<'a>(
    policy: &'a Policy,
    handbook: &'a Handbook,
    coverage: &Coverage,
    related: &Related<'_>,
) -> PolicyPage<'a> {
    let version = &policy.current;
    let cited = citations(&version.body.blocks);
    let number = |anchor: &Anchor| {
        cited.iter().find(|citation| citation.anchor == *anchor).map(|citation| citation.number)
    };
    let id = DocumentKind::Policy.id(&policy.id);
    let (forms, curricula) = (related.forms_of(&policy.id), related.curricula_of(&policy.id));
    let versions = versions::links(policy, handbook);
    let languages = translation::of_original(&id, handbook);
    PolicyPage {
        key: Key::of(&(
            policy.current.key,
            policy.supersedes,
            &forms,
            &curricula,
            &versions,
            &languages,
            document::comes_from(&version.header, handbook),
        )),
        row: document::row(&id, &version.header, handbook),
        facts: document::facts(policy, &version.header, handbook),
        toc: toc(&version.body.blocks),
        citations: citation_views(&version.body.blocks, &handbook.words.policy.meets, handbook),
        clauses: document::cited_clauses(&id, handbook, coverage, related, &number),
        forms,
        curricula,
        history: document::history(&version.header, &handbook.words),
        sources: document::fact_sources(&version.header.sources, &handbook.words),
        versions,
        languages,
        version,
    }
}

/// The page of another version. What meets which clause is on the page of the current one.
#[must_use]
pub(crate) fn page_of_other<'a>(
    policy: &'a Policy,
    other: &'a OtherVersion<PolicyVersion>,
    handbook: &'a Handbook,
) -> PolicyPage<'a> {
    let OtherVersion { status, version } = other;
    let id = DocumentKind::Policy.id(&policy.id);
    let versions = versions::links_of_other(policy, &version.header, *status, handbook);
    PolicyPage {
        key: Key::of(&(version.key, &versions, document::comes_from(&version.header, handbook))),
        row: document::row_of_other(&id, &version.header, *status, handbook),
        facts: document::facts_of_other(&version.header, *status, handbook),
        toc: toc(&version.body.blocks),
        citations: citation_views(&version.body.blocks, &handbook.words.policy.meets, handbook),
        clauses: Vec::new(),
        forms: Vec::new(),
        curricula: Vec::new(),
        history: document::history(&version.header, &handbook.words),
        sources: document::fact_sources(&version.header.sources, &handbook.words),
        versions,
        languages: LanguageLinks::default(),
        version,
    }
}

#[must_use]
pub(crate) fn toc(blocks: &[Block]) -> Vec<TocEntry> {
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

/// The citations of a text; `verb` is what the text does with each clause, such as `meets`.
#[must_use]
pub(crate) fn citation_views(blocks: &[Block], verb: &Word, handbook: &Handbook) -> Vec<CitationView> {
    let cited = citations(blocks);
    let first = cited.first().map(|citation| citation.clause.specification);
    // Where all citations are of one specification, the table at the end names it once.
    let one_only = cited.iter().all(|citation| Some(citation.clause.specification) == first);
    cited
        .into_iter()
        .map(|citation| {
            let specification = handbook.specification(citation.clause);
            let clause = handbook.clause(citation.clause);
            let element = citation.element.as_ref().and_then(|element| clause.element(element));
            let label = match element {
                Some(element) => format!("{}: {}", clause.label.as_str(), element.label.as_str()),
                None => clause.label.to_string(),
            };
            CitationView {
                number: citation.number,
                anchor: citation.anchor.to_string(),
                verb: verb.clone(),
                specification: specification.short_title.to_string(),
                label,
                title: clause.title.to_string(),
                summary: clause.summary.to_string(),
                url: address::clause(&specification.id, &clause.id),
                mark: if one_only {
                    clause.label.to_string()
                } else {
                    format!("{} {}", specification.short_title, clause.label)
                },
            }
        })
        .collect()
}
