//! What the pages of policies and forms have in common.

use serde::Serialize;

use super::related::Related;
use super::words::{self, StateView};
use super::{address, versions};
use crate::coverage::{Coverage, Status};
use crate::model::text::plain_text;
use crate::model::version::{TextConfirmation, VersionDate};
use crate::model::{
    Anchor, Change, ClauseKey, DocumentEnd, DocumentId, FactSource, Handbook, Header, MinorCorrection,
    VersionStatus, Versioned, track,
};
use crate::source::Placed;
use crate::words::{FixedWords, Word};

/// A policy or form in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentRow {
    pub id: String,
    pub url: String,
    pub(crate) pdf: String,
    pub(crate) number: String,
    pub(crate) title: String,
    /// What it is for, in plain words.
    pub(crate) summary: String,
    pub(crate) owner: String,
    /// How far it may be relied on.
    pub(crate) standing: StateView,
    /// `Effective November 23, 2026`, or `Written November 23, 2026` where nobody has approved it.
    pub(crate) date: String,
    /// How far it may be relied on and since when, such as `In force, effective November 23, 2026`.
    pub(crate) version: String,
    /// The same with who approved it: what there is to see of its facts before they are opened.
    pub(crate) in_short: String,
    /// When it was last reviewed, and by whom where that is recorded.
    pub(crate) last_review: String,
    /// When its next review is due; empty where nobody has approved it.
    pub(crate) next_review: String,
    /// Whether the day of the next review is past.
    pub(crate) review_late: bool,
}

/// A clause that a policy or form cites, with the places.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CitedClause {
    pub(crate) specification: String,
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) url: String,
    /// How far the whole handbook meets it.
    pub(crate) status: StateView,
    /// Where this policy or form cites it.
    pub(crate) passages: Vec<CitingPassage>,
}

/// A place in a policy or form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CitingPassage {
    /// Number of the mark in the text; none in a form.
    pub(crate) number: Option<usize>,
    pub(crate) anchor: String,
    /// Title of the section or field.
    pub(crate) title: String,
}

/// A fact of the header block.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fact {
    pub(crate) name: Word,
    pub(crate) value: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChangeView {
    pub(crate) date: String,
    pub(crate) change: String,
}

/// Where a fact comes from, as the end of a document names it. What is empty isn't said.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FactSourceView {
    pub(crate) title: String,
    pub(crate) citation: String,
    pub(crate) address: String,
    /// `Looked up on November 30, 2026`.
    pub(crate) checked: String,
}

#[must_use]
pub(crate) fn fact_sources(sources: &[FactSource], words: &FixedWords) -> Vec<FactSourceView> {
    sources.iter().map(|source| fact_source(source, words)).collect()
}

#[must_use]
pub(crate) fn fact_source(source: &FactSource, words: &FixedWords) -> FactSourceView {
    let FactSource { title, citation, address, checked } = source;
    let text = |part: &Option<Placed<String>>| part.as_ref().map(Placed::to_string).unwrap_or_default();
    let checked = checked.map(|day| words.sources.checked.fill(&[("day", &words.dates.day(day))]));
    FactSourceView {
        title: title.to_string(),
        citation: text(citation),
        address: text(address),
        checked: checked.unwrap_or_default(),
    }
}

/// The current version of a document in a list.
#[must_use]
pub(crate) fn row(document: &DocumentId, header: &Header, handbook: &Handbook) -> DocumentRow {
    row_of(document, header, VersionStatus::Shown, handbook)
}

/// Another version, which has a page of its own.
#[must_use]
pub(crate) fn row_of_other(
    document: &DocumentId,
    header: &Header,
    status: VersionStatus,
    handbook: &Handbook,
) -> DocumentRow {
    let name = versions::name(header);
    DocumentRow {
        url: address::version(document.kind, &document.id, &name),
        pdf: address::version_pdf(document.kind, &document.id, &name, ""),
        ..row_of(document, header, status, handbook)
    }
}

/// A version of this status, with the page of its document.
#[must_use]
pub(crate) fn row_of(
    document: &DocumentId,
    header: &Header,
    status: VersionStatus,
    handbook: &Handbook,
) -> DocumentRow {
    let words = &handbook.words;
    let standing = words::standing_of(status, header, handbook);
    let next = header.next_review();
    let version = version(&standing.word, header.date(status, handbook.as_of), words);
    DocumentRow {
        id: document.id.clone(),
        url: address::page(document.kind, &document.id),
        pdf: address::pdf(document.kind, &document.id),
        number: header.number.to_string(),
        title: header.title.to_string(),
        summary: plain_text(&header.summary),
        owner: header.owner.to_string(),
        date: dated(header.date(status, handbook.as_of), words),
        in_short: in_short(&version, header, words),
        version,
        standing,
        last_review: reviewed(header, words),
        next_review: next.map(|day| words.dates.day(day)).unwrap_or_default(),
        review_late: next.is_some_and(|due| due < handbook.as_of),
    }
}

/// Number, dates, owner, approval of the current version.
#[must_use]
pub(crate) fn facts<V>(document: &Versioned<V>, header: &Header, handbook: &Handbook) -> Vec<Fact> {
    let (say, dates) = (&handbook.words.facts, &handbook.words.dates);
    let mut facts = facts_of_other(header, VersionStatus::Shown, handbook);
    if let Some(before) = document.supersedes {
        let value = say.version_of.fill(&[("day", &dates.day(before))]);
        facts.push(Fact { name: say.supersedes.clone(), value });
    }
    facts
}

/// The same of another version.
#[must_use]
pub(crate) fn facts_of_other(header: &Header, status: VersionStatus, handbook: &Handbook) -> Vec<Fact> {
    let names: Vec<&str> = handbook
        .tracks
        .iter()
        .filter(|(one, _)| track::meet(&header.tracks, std::slice::from_ref(one)))
        .map(|(_, name)| name.as_str())
        .collect();
    let (words, say, dates) = (&handbook.words, &handbook.words.facts, &handbook.words.dates);
    let fact = |name: &Word, value: String| Fact { name: name.clone(), value };
    // Nobody reviews what is no longer in force.
    let next_review = header.next_review().filter(|_| !status.is_past());
    let mut facts = vec![
        fact(&say.number, header.number.to_string()),
        fact(&say.status, words::standing_of(status, header, handbook).word.to_string()),
        date_fact(header.date(status, handbook.as_of), words),
        fact(&say.last_reviewed, reviewed(header, words)),
        fact(&say.next_review, dates.day_or_none(next_review)),
        fact(&say.owner, header.owner.to_string()),
        fact(&say.approved_by, approval(header, words)),
        fact(&say.applies_to, names.join("; ")),
    ];
    facts.extend(comes_from(header, handbook).map(|name| fact(&say.comes_from, name.to_owned())));
    // A version that was replaced before the end has another end.
    if let Some(end) = header.end.as_ref().filter(|_| !matches!(status, VersionStatus::Superseded { on: _ }))
    {
        let name = if matches!(status, VersionStatus::Ended { on: _ }) { &say.ended } else { &say.ends };
        facts.push(fact(name, ending(end, handbook)));
    }
    facts
}

/// Whose text it is, where the handbook extends another one and has it from there.
#[must_use]
pub(super) fn comes_from<'h>(header: &Header, handbook: &'h Handbook) -> Option<&'h str> {
    let common = handbook.common.as_ref()?;
    common.files.contains(&header.span.file).then_some(common.name.as_str())
}

/// The day of the end, and what takes its place.
fn ending(end: &DocumentEnd, handbook: &Handbook) -> String {
    let DocumentEnd { on, why: _, successor } = end;
    let day = handbook.words.dates.day(*on);
    match successor.as_ref().and_then(|successor| handbook.title_of(successor)) {
        Some(title) => handbook.words.facts.replaced_by.fill(&[("day", &day), ("title", &title)]),
        None => day,
    }
}

/// Who approved it and when, or who is to.
pub(crate) fn approval(header: &Header, words: &FixedWords) -> String {
    match &header.approval {
        Some(approval) => {
            let approved =
                words.facts.approved.fill(&[("name", &*approval.by), ("day", &words.dates.day(approval.on))]);
            match &approval.confirmed {
                None => approved,
                Some(TextConfirmation { by, on }) => words.facts.text_confirmed.fill(&[
                    ("approved", &approved),
                    ("name", &**by),
                    ("day", &words.dates.day(*on)),
                ]),
            }
        }
        None => words.facts.not_approved.fill(&[("name", &*header.approver)]),
    }
}

/// When it was last reviewed, and by whom where that is recorded.
fn reviewed(header: &Header, words: &FixedWords) -> String {
    let approved = header.approval.as_ref().map(|approval| approval.on);
    match (header.last_reading(), header.reviewed) {
        (None, _) => words.facts.not_reviewed.to_string(),
        (Some(day), reviewed) if approved == Some(day) && reviewed != Some(day) => {
            words.facts.read_at_approval.fill(&[("day", &words.dates.day(day))])
        }
        (Some(day), _) if header.reviewed_by.is_empty() => words.dates.day(day),
        (Some(day), _) => {
            words.facts.reviewed.fill(&[("day", &words.dates.day(day)), ("name", &*header.reviewed_by)])
        }
    }
}

/// `Effective November 23, 2026`, in a list and at the foot of a sheet.
pub(crate) fn dated(date: Option<VersionDate>, words: &FixedWords) -> String {
    let (sentence, day) = match date {
        None => return words.director.no_date.to_string(),
        Some(VersionDate::Effective(day)) => (&words.policies.effective, day),
        Some(VersionDate::Planned(day)) => (&words.policies.planned, day),
        Some(VersionDate::Written(day)) => (&words.policies.written, day),
    };
    sentence.fill(&[("day", &words.dates.day(day))])
}

fn date_fact(date: Option<VersionDate>, words: &FixedWords) -> Fact {
    let (name, day) = match date {
        None => (&words.facts.effective, None),
        Some(VersionDate::Effective(day)) => (&words.facts.effective, Some(day)),
        Some(VersionDate::Planned(day)) => (&words.facts.planned, Some(day)),
        Some(VersionDate::Written(day)) => (&words.facts.written, Some(day)),
    };
    Fact { name: name.clone(), value: words.dates.day_or_none(day) }
}

/// `In force, effective November 23, 2026`.
pub(crate) fn version(standing: &Word, date: Option<VersionDate>, words: &FixedWords) -> String {
    let (sentence, day) = match date {
        None => return standing.to_string(),
        Some(VersionDate::Effective(day)) => (&words.standing.effective, day),
        Some(VersionDate::Planned(day)) => (&words.standing.planned, day),
        Some(VersionDate::Written(day)) => (&words.standing.written, day),
    };
    sentence.fill(&[("standing", standing), ("day", &words.dates.day(day))])
}

/// `In force, effective November 23, 2026; approved by Board, November 20, 2026`.
fn in_short(version: &str, header: &Header, words: &FixedWords) -> String {
    let Some(approval) = &header.approval else { return version.to_owned() };
    let day = words.dates.day(approval.on);
    words.facts.in_short.fill(&[("version", &version), ("name", &*approval.by), ("day", &day)])
}

#[must_use]
pub(crate) fn history(header: &Header, words: &FixedWords) -> Vec<ChangeView> {
    let changes = header.history.iter();
    changes
        .map(|change| ChangeView { date: words.dates.day(change.date), change: change_text(change, words) })
        .collect()
}

pub(crate) fn change_text(change: &Change, words: &FixedWords) -> String {
    let Change { date: _, change, minor, is_material } = change;
    match minor {
        Some(MinorCorrection { by }) => {
            words.facts.correction.fill(&[("change", &**change), ("name", &**by)])
        }
        None if !is_material => words.facts.not_material.fill(&[("change", &**change)]),
        None => change.to_string(),
    }
}

/// The clauses that a policy or form cites, in the order of the specifications. `number` is the number of the mark at an anchor.
#[must_use]
pub(crate) fn cited_clauses(
    document: &DocumentId,
    handbook: &Handbook,
    coverage: &Coverage,
    related: &Related<'_>,
    number: &dyn Fn(&Anchor) -> Option<usize>,
) -> Vec<CitedClause> {
    let cited = related.cited_by(document).filter_map(|(key, evidence)| {
        let passages = evidence.iter().map(|evidence| CitingPassage {
            number: number(&evidence.anchor),
            anchor: evidence.anchor.to_string(),
            title: evidence.title.clone(),
        });
        Some(cited_clause(key, coverage.of(key)?.status, passages.collect(), handbook))
    });
    cited.collect()
}

/// A clause as the page of a document lists it.
#[must_use]
pub(crate) fn cited_clause(
    key: ClauseKey,
    status: Status,
    passages: Vec<CitingPassage>,
    handbook: &Handbook,
) -> CitedClause {
    let specification = handbook.specification(key);
    let clause = handbook.clause(key);
    CitedClause {
        specification: specification.short_title.to_string(),
        label: clause.label.to_string(),
        title: clause.title.to_string(),
        summary: clause.summary.to_string(),
        url: address::clause(&specification.id, &clause.id),
        status: words::status(status, &handbook.words),
        passages,
    }
}
