//! The binder for a surveyor: the documents that answer to specifications, how each stands, and what somebody still has to do.
//!
//! It says no more about people than the published handbook does.

use std::collections::BTreeSet;

use super::document;
use super::specification::record_words;
use super::words::{self, StateView};
use crate::coverage::Coverage;
use crate::model::{
    Authority, DocumentId, DocumentKind, DocumentVersions, EvidenceKind, Handbook, Handle, KeptRecord,
    RecordState, Specification,
};
use crate::words::{FixedWords, Word};

#[derive(Debug)]
pub(crate) struct BinderView {
    /// The specifications that it answers to, by their ids.
    pub(crate) specifications: BTreeSet<String>,
    /// The documents that meet their clauses: policies, then forms, then curricula, each by number.
    pub(crate) documents: Vec<BinderDocument>,
    /// Those that have expired first.
    pub(crate) records: Vec<BinderRecord>,
}

/// A document as it is approved and reviewed.
#[derive(Debug)]
pub(crate) struct BinderDocument {
    pub(crate) id: DocumentId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) kind: Word,
    pub(crate) standing: StateView,
    /// `Effective November 23, 2026`.
    pub(crate) date: String,
    /// Who approved it and when, or who is to.
    pub(crate) approval: String,
    /// The day of its approval; empty where nobody has approved it.
    pub(crate) approved_on: String,
    pub(crate) last_read: String,
    pub(crate) next_review: String,
    pub(crate) is_in_force: bool,
    pub(crate) is_overdue: bool,
}

/// A license, letter or agreement.
#[derive(Debug)]
pub(crate) struct BinderRecord {
    /// With its number and its last day.
    pub(crate) what: String,
    /// The clauses that it is for, as people cite them.
    pub(crate) clauses: String,
    pub(crate) since: String,
    pub(crate) until: String,
    pub(crate) kept: String,
    pub(crate) is_expired: bool,
}

/// The binder for one specification, or for all that bind or are proposed.
#[must_use]
pub(crate) fn binder(
    only: Option<Handle<Specification>>,
    handbook: &Handbook,
    coverage: &Coverage,
) -> BinderView {
    let is_meant = |handle: Handle<Specification>, one: &Specification| match only {
        Some(only) => handle == only,
        None => coverage.applies(handle) && one.authority != Authority::Informative,
    };
    let meant: Vec<Handle<Specification>> = Handle::each(&handbook.specifications)
        .filter(|(handle, one)| is_meant(*handle, one))
        .map(|(handle, _)| handle)
        .collect();
    let citing: BTreeSet<&DocumentId> = handbook
        .evidence
        .iter()
        .filter(|evidence| meant.contains(&evidence.clause.specification))
        .map(|evidence| &evidence.document)
        .collect();
    let documents = handbook.documents().versioned().filter(|one| only.is_none() || citing.contains(&one.id));
    let is_for = |record: &KeptRecord| {
        only.is_none() || record.parts.iter().any(|part| meant.contains(&part.clause.specification))
    };
    let mut records: Vec<BinderRecord> = handbook
        .records
        .iter()
        .filter(|record| is_for(record))
        .map(|record| binder_record(record, handbook))
        .collect();
    records.sort_by_key(|record| !record.is_expired);
    BinderView {
        specifications: meant.iter().map(|one| one.of(&handbook.specifications).id.clone()).collect(),
        documents: documents.map(|one| binder_document(&one, handbook)).collect(),
        records,
    }
}

fn binder_document(document: &DocumentVersions<'_>, handbook: &Handbook) -> BinderDocument {
    let header = document.current.header();
    let words = &handbook.words;
    let row = document::row(&document.id, header, handbook);
    BinderDocument {
        id: document.id.clone(),
        number: row.number,
        title: row.title,
        kind: kind(document, words),
        standing: row.standing,
        date: row.date,
        approval: document::approval(header, words),
        approved_on: header
            .approval
            .as_ref()
            .map(|approval| words.dates.day(approval.on))
            .unwrap_or_default(),
        last_read: header.last_reading().map(|day| words.dates.day(day)).unwrap_or_default(),
        next_review: row.next_review,
        is_in_force: header.in_force(handbook.as_of) && header.changed_since().is_none(),
        is_overdue: row.review_late,
    }
}

/// What a document is as evidence.
fn kind(document: &DocumentVersions<'_>, words: &FixedWords) -> Word {
    let kind = match document.id.kind {
        DocumentKind::Policy | DocumentKind::Guide => EvidenceKind::Policy,
        DocumentKind::Form => EvidenceKind::Form,
        DocumentKind::Curriculum => EvidenceKind::Training,
    };
    words::evidence(kind, words).name
}

fn binder_record(record: &KeptRecord, handbook: &Handbook) -> BinderRecord {
    let clauses = record.parts.iter().map(|part| {
        let (specification, clause) = (handbook.specification(part.clause), handbook.clause(part.clause));
        format!("{} {}", specification.short_title.as_str(), clause.label.as_str())
    });
    let day = |day: Option<_>| day.map(|day| handbook.words.dates.day(day)).unwrap_or_default();
    BinderRecord {
        what: record_words(record, handbook),
        clauses: clauses.collect::<Vec<_>>().join("; "),
        since: day(record.period.since),
        until: day(record.period.until),
        kept: record.kept.to_string(),
        is_expired: record.state(handbook.as_of) == RecordState::Expired,
    }
}
