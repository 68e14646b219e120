//! What a director has to take care of: reviews that are due, versions that wait for approval, particulars that are still to confirm, and how
//! far the specifications are met.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use super::document::{DocumentRow, FactSourceView};
use super::drawing::{self, Bars, MONTHS, Timeline};
use super::ledger::in_words;
use super::reviews;
use super::specification::{SpecificationPage, record_words};
use super::words::{StateView, TotalsView};
use super::{address, document, words};
use crate::model::command::{command, person};
use crate::model::{
    Date, DocumentKind, DocumentVersions, Handbook, HandbookValue, Header, KeptRecord, OpenFact, Version,
    VersionStatus,
};
use crate::words::{FixedWords, Word};

/// Reviews are due soon within the first number of days, and due later within the second.
const NEAR: i32 = 60;
const IN_SIGHT: i32 = 90;

/// Rows of a list, months, and titles of one month that the page shows of a large handbook.
const FIRST: usize = 10;
const FIRST_MONTHS: usize = 24;
const FIRST_TITLES: usize = 5;

#[derive(Debug, Serialize)]
pub(crate) struct Director {
    /// Reviews that are due, the longest overdue first.
    pub(crate) reviews: Vec<ReviewGroup>,
    /// How many are overdue.
    pub(crate) late: usize,
    pub(crate) months: Vec<MonthRow>,
    pub(crate) timeline: Timeline,
    /// Records that have expired or will soon, the most urgent first.
    pub(crate) records: Vec<RecordRow>,
    /// Versions that nobody has approved, policies first.
    pub(crate) waiting: Vec<WaitingGroup>,
    pub(crate) unapproved: usize,
    /// How many acknowledgements are done, open and lapsed; `None` where none are kept.
    pub(crate) acknowledged: Option<String>,
    /// The calendar of reviews, from the site's root; `None` where nothing has a day.
    pub(crate) calendar: Option<&'static str>,
    /// The name of the handbook file.
    pub(crate) handbook_file: String,
    /// Particulars that are still the program's to confirm.
    pub(crate) facts: Vec<OpenFactRow>,
    /// The specifications with clauses to meet, drawn.
    pub(crate) drawing: Bars,
    /// How many policies, forms and curricula there are.
    pub(crate) documents: usize,
    /// How many rows of each list the page shows; what is left out is on a page of its own.
    first: usize,
    first_months: usize,
    first_titles: usize,
}

impl Director {
    /// Whether the page leaves out rows of its lists.
    #[must_use]
    pub(crate) fn is_cut(&self) -> bool {
        self.reviews.iter().any(|group| group.rows.len() > FIRST)
            || self.waiting.iter().any(|group| group.rows.len() > FIRST)
            || self.months.len() > FIRST_MONTHS
            || self.months.iter().any(|month| month.rows.len() > FIRST_TITLES)
    }
}

/// Reviews of the same urgency.
#[derive(Debug, Serialize)]
pub(crate) struct ReviewGroup {
    pub(crate) title: Word,
    pub(crate) anchor: &'static str,
    pub(crate) rows: Vec<ReviewRow>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReviewRow {
    pub(crate) row: DocumentRow,
    /// What to type once it is reviewed.
    pub(crate) command: String,
}

/// The reviews that fall into one month.
#[derive(Debug, Serialize)]
pub(crate) struct MonthRow {
    pub(crate) name: String,
    pub(crate) rows: Vec<DocumentRow>,
}

/// A record that has expired or will soon.
#[derive(Debug, Serialize)]
pub(crate) struct RecordRow {
    /// With its last day.
    pub(crate) what: String,
    /// The first clause that it is for.
    pub(crate) clause: String,
    pub(crate) url: String,
    pub(crate) kept: String,
}

/// Versions of one kind that wait for approval.
#[derive(Debug, Serialize)]
pub(crate) struct WaitingGroup {
    pub(crate) title: Word,
    pub(crate) anchor: &'static str,
    pub(crate) rows: Vec<Waiting>,
}

/// A version that waits for approval.
#[derive(Debug, Serialize)]
pub(crate) struct Waiting {
    pub(crate) row: DocumentRow,
    /// How far it may be relied on.
    pub(crate) standing: StateView,
    /// Whether it was approved with another text.
    pub(crate) changed: bool,
    pub(crate) approver: String,
    /// What to type once it is approved.
    pub(crate) command: String,
}

/// A particular to confirm.
#[derive(Debug, Serialize)]
pub(crate) struct OpenFactRow {
    /// Its table in the handbook file.
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) text: String,
    /// What to do about it.
    pub(crate) to_do: String,
    /// Where it comes from, if it is a fact from outside.
    pub(crate) source: Option<FactSourceView>,
}

#[must_use]
pub(crate) fn director(handbook: &Handbook, specifications: &[SpecificationPage]) -> Director {
    let documents: Vec<DocumentVersions<'_>> = handbook.documents().versioned().collect();
    let mut alike: HashMap<&str, usize> = HashMap::new();
    for one in &documents {
        *alike.entry(&one.id.id).or_default() += 1;
    }
    let names: Vec<String> = documents.iter().map(|one| name(one, alike[one.id.id.as_str()])).collect();
    let mut dues: Vec<Due> =
        documents.par_iter().zip(&names).filter_map(|(one, name)| due(one, name, handbook)).collect();
    dues.sort_by(|a, b| (a.day, &a.review.row.number).cmp(&(b.day, &b.review.row.number)));
    let waiting = waiting(&documents, &names, handbook);
    let binding: Vec<(&str, &TotalsView)> = specifications
        .iter()
        .filter(|one| one.row.totals.applicable > 0)
        .map(|one| (one.row.short_title.as_str(), &one.row.totals))
        .collect();
    let words = &handbook.words;
    Director {
        late: dues.iter().filter(|due| due.days < 0).count(),
        timeline: timeline(&dues, handbook.as_of, words),
        months: months(&dues, words),
        reviews: review_groups(dues, words),
        records: records(handbook),
        unapproved: waiting.iter().map(|group| group.rows.len()).sum(),
        waiting,
        acknowledged: handbook.acknowledged.map(|counts| in_words(counts, words)),
        calendar: has_calendar(handbook).then_some(address::REVIEWS_ICS),
        handbook_file: handbook.file.clone(),
        facts: facts(handbook),
        drawing: drawing::coverage("drawn-specifications", &words.drawing.clauses, &binding, words),
        documents: documents.len(),
        first: FIRST,
        first_months: FIRST_MONTHS,
        first_titles: FIRST_TITLES,
    }
}

fn records(handbook: &Handbook) -> Vec<RecordRow> {
    let row = |record: &KeptRecord| {
        let key = record.parts.first()?.clause;
        let (specification, clause) = (handbook.specification(key), handbook.clause(key));
        Some(RecordRow {
            what: record_words(record, handbook),
            clause: format!("{} {}", specification.short_title.as_str(), clause.label.as_str()),
            url: address::clause(&specification.id, &clause.id),
            kept: record.kept.to_string(),
        })
    };
    let expiring = reviews::expiring_records(handbook).into_iter();
    expiring.filter(|(days, _)| *days <= IN_SIGHT).filter_map(|(_, record)| row(record)).collect()
}

fn has_calendar(handbook: &Handbook) -> bool {
    handbook.shown().any(|(_, header)| header.next_review().is_some())
        || !reviews::expiring_records(handbook).is_empty()
}

/// What the commands call it: its id, with its kind where `alike` documents have that id.
fn name(one: &DocumentVersions<'_>, alike: usize) -> String {
    if alike > 1 { one.id.to_string() } else { one.id.id.clone() }
}

/// The next review of a document.
struct Due {
    day: Date,
    days: i32,
    review: ReviewRow,
}

/// `None` for a document that nobody has approved, and where no calendar has the day.
fn due(one: &DocumentVersions<'_>, name: &str, handbook: &Handbook) -> Option<Due> {
    let header = one.current.header();
    let day = header.next_review()?;
    Some(Due {
        day,
        days: days(handbook.as_of, day),
        review: ReviewRow {
            row: document::row(&one.id, header, handbook),
            command: command(
                handbook,
                &format!("review {name}"),
                &format!("--by {} --on DATE", person(&header.owner)),
            ),
        },
    })
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn review_groups(dues: Vec<Due>, words: &FixedWords) -> Vec<ReviewGroup> {
    let words = &words.director;
    let mut groups = [(&words.overdue, "overdue"), (&words.due_60, "due-60"), (&words.due_90, "due-90")]
        .map(|(title, anchor)| ReviewGroup { title: title.clone(), anchor, rows: Vec::new() });
    for due in dues {
        let group = match due.days {
            days if days < 0 => 0,
            days if days <= NEAR => 1,
            days if days <= IN_SIGHT => 2,
            _ => continue,
        };
        groups[group].rows.push(due.review);
    }
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

/// What is due by month, for the table below the drawing.
fn months(dues: &[Due], words: &FixedWords) -> Vec<MonthRow> {
    let dates = &words.dates;
    let mut months: Vec<MonthRow> = Vec::new();
    for due in dues.iter().filter(|due| due.days >= 0) {
        let name = dates.month(due.day);
        match months.last_mut().filter(|month| month.name == name) {
            Some(month) => month.rows.push(due.review.row.clone()),
            None => months.push(MonthRow { name, rows: vec![due.review.row.clone()] }),
        }
    }
    months
}

fn timeline(dues: &[Due], today: Date, words: &FixedWords) -> Timeline {
    let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let first = month(today);
    let mut counts = [0; MONTHS];
    let (mut late, mut later) = (0, 0);
    for due in dues {
        if due.days < 0 {
            late += 1;
            continue;
        }
        match usize::try_from(month(due.day) - first).ok().and_then(|at| counts.get_mut(at)) {
            Some(count) => *count += 1,
            None => later += 1,
        }
    }
    let mut at = first - 1;
    let months = counts.map(|count| {
        at += 1;
        let day = i16::try_from(at / 12).ok().and_then(|year| {
            let month = i8::try_from(at % 12 + 1).ok()?;
            Date::new(year, month, 1).ok()
        });
        (day.map(|day| words.dates.short_month(day)).unwrap_or_default(), count)
    });
    drawing::timeline("drawn-reviews", &words.drawing.reviews, late, &months, 3, later, words)
}

fn waiting(documents: &[DocumentVersions<'_>], names: &[String], handbook: &Handbook) -> Vec<WaitingGroup> {
    let titles = &handbook.words.titles;
    let group = |kind: DocumentKind, title: &Word, anchor| {
        let documents = documents.par_iter().zip(names).filter(|(one, _)| one.id.kind == kind);
        let rows = documents.flat_map_iter(|(one, name)| unapproved(one, name, handbook)).collect();
        WaitingGroup { title: Word::clone(title), anchor, rows }
    };
    let groups = [
        group(DocumentKind::Policy, &titles.policies, "waiting-policies"),
        group(DocumentKind::Form, &titles.forms, "waiting-forms"),
        group(DocumentKind::Curriculum, &titles.curricula, "waiting-curricula"),
    ];
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

/// Whether nobody has approved it as it reads now.
fn is_waiting(header: &Header) -> bool {
    header.approval.is_none() || header.changed_since().is_some()
}

/// The options with which a change of an approved text is approved.
fn correction(header: &Header) -> &'static str {
    if header.changed_since().is_some() { "--minor --change \"…\" " } else { "" }
}

/// The versions of a document that nobody has approved as they read now.
fn unapproved(one: &DocumentVersions<'_>, name: &str, handbook: &Handbook) -> Vec<Waiting> {
    let headers: Vec<&Header> =
        one.versions().map(Version::header).filter(|header| is_waiting(header)).collect();
    let waiting = |header: &&Header| {
        // With several, a command must say which.
        let version = match header.effective {
            Some(day) if headers.len() > 1 => format!("--version {day} "),
            _ => String::new(),
        };
        Waiting {
            row: document::row_of(&one.id, header, status_of(one, header), handbook),
            standing: words::standing(header, handbook.as_of, &handbook.words),
            changed: header.changed_since().is_some(),
            approver: header.approver.to_string(),
            command: command(
                handbook,
                &format!("approve {name}"),
                &format!("{}{version}--by {} --on DATE", correction(header), person(&header.approver)),
            ),
        }
    };
    headers.iter().map(waiting).collect()
}

/// The status of a version that nobody has approved as it reads now.
fn status_of(one: &DocumentVersions<'_>, header: &Header) -> VersionStatus {
    match header.effective {
        _ if one.current.header().span == header.span => VersionStatus::Shown,
        Some(on) => VersionStatus::Waiting { on },
        None => VersionStatus::Draft,
    }
}

fn facts(handbook: &Handbook) -> Vec<OpenFactRow> {
    let row = |(name, value): (&String, &HandbookValue)| {
        let to_do = match value.open_fact()? {
            OpenFact::Sample => handbook.words.director.made_up.to_string(),
            OpenFact::ToConfirm(reason) => reason.to_owned(),
        };
        let (table, key) = name.split_once('.').unwrap_or(("", name));
        let source = value.source.as_ref().map(|source| document::fact_source(source, &handbook.words));
        let (table, key) = (table.to_owned(), key.to_owned());
        Some(OpenFactRow { table, key, text: value.text.clone(), to_do, source })
    };
    handbook.values.iter().filter_map(row).collect()
}
