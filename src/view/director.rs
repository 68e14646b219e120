//! What a director has to see to: reviews that are due, versions that wait for approval, particulars that are still samples, and how
//! far the specifications are met.

use serde::Serialize;

use super::document::DocumentRow;
use super::drawing::{self, Bars, MONTHS, Timeline};
use super::specification::SpecificationPage;
use super::words::{State, TotalsView};
use super::{document, words};
use crate::model::{Date, EvidenceKind, Handbook, Header, long_date};

/// A review is near within so many days, and in sight within so many.
const NEAR: i32 = 60;
const IN_SIGHT: i32 = 90;

/// The director's page.
#[derive(Debug, Serialize)]
pub struct Director {
    /// Reviews that are due, the longest overdue first.
    pub reviews: Vec<ReviewGroup>,
    /// How many are overdue or were never made.
    pub late: usize,
    /// The rest, by month.
    pub months: Vec<MonthRow>,
    /// The same, drawn.
    pub timeline: Timeline,
    /// Versions that nobody has approved, policies first.
    pub waiting: Vec<WaitingGroup>,
    /// How many those are.
    pub unapproved: usize,
    /// Particulars that say of themselves that they are made up.
    pub samples: Vec<Sample>,
    /// The specifications with clauses to meet, drawn.
    pub drawing: Bars,
}

/// Reviews that are equally pressing.
#[derive(Debug, Serialize)]
pub struct ReviewGroup {
    /// How pressing.
    pub title: String,
    /// Its anchor.
    pub anchor: &'static str,
    /// The reviews.
    pub rows: Vec<ReviewRow>,
}

/// A review that is due.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewRow {
    /// The policy, form or curriculum.
    pub row: DocumentRow,
    /// What to type once it is reviewed.
    pub command: String,
}

/// The reviews that fall into one month.
#[derive(Debug, Serialize)]
pub struct MonthRow {
    /// The month.
    pub name: String,
    /// What is due in it.
    pub rows: Vec<DocumentRow>,
}

/// Versions of one kind that wait for approval.
#[derive(Debug, Serialize)]
pub struct WaitingGroup {
    /// The kind.
    pub title: &'static str,
    /// Its anchor.
    pub anchor: &'static str,
    /// The versions.
    pub rows: Vec<Waiting>,
}

/// A version that waits for approval.
#[derive(Debug, Serialize)]
pub struct Waiting {
    /// The policy, form or curriculum.
    pub row: DocumentRow,
    /// When the version takes effect.
    pub effective: String,
    /// How it stands.
    pub standing: State,
    /// Who is to approve it.
    pub approver: String,
    /// What to type once it is approved.
    pub command: String,
}

/// A particular that is made up.
#[derive(Debug, Serialize)]
pub struct Sample {
    /// Its table in the handbook file.
    pub table: String,
    /// Its key.
    pub key: String,
    /// What it says.
    pub text: String,
}

/// A policy, form or curriculum: the version that is shown, and those to come.
struct Document<'a> {
    kind: EvidenceKind,
    id: &'a str,
    current: &'a Header,
    later: Vec<&'a Header>,
}

/// The director's page.
#[must_use]
pub fn director(handbook: &Handbook, specifications: &[SpecificationPage]) -> Director {
    let documents = documents(handbook);
    let names: Vec<String> = documents.iter().map(|one| name(one, &documents)).collect();
    let mut dues: Vec<Due> =
        documents.iter().zip(&names).map(|(one, name)| due(one, name, handbook)).collect();
    dues.sort_by(|a, b| (a.day, &a.review.row.number).cmp(&(b.day, &b.review.row.number)));
    let waiting = waiting(&documents, &names, handbook);
    let binding: Vec<(&str, &TotalsView)> = specifications
        .iter()
        .filter(|one| one.row.totals.applicable > 0)
        .map(|one| (one.row.short_title.as_str(), &one.row.totals))
        .collect();
    Director {
        late: dues.iter().filter(|due| due.days.is_none_or(|days| days < 0)).count(),
        timeline: timeline(&dues, handbook.as_of),
        months: months(&dues),
        reviews: reviews(dues),
        unapproved: waiting.iter().map(|group| group.rows.len()).sum(),
        waiting,
        samples: samples(handbook),
        drawing: drawing::coverage("drawn-specifications", "Clauses in force, by specification", &binding),
    }
}

fn documents(handbook: &Handbook) -> Vec<Document<'_>> {
    let policies = handbook.policies.iter().map(|one| Document {
        kind: EvidenceKind::Policy,
        id: &one.id,
        current: &one.current.header,
        later: one.later.iter().map(|version| &version.header).collect(),
    });
    let forms = handbook.forms.iter().map(|one| Document {
        kind: EvidenceKind::Form,
        id: &one.id,
        current: &one.current.header,
        later: one.later.iter().map(|version| &version.header).collect(),
    });
    let curricula = handbook.curricula.iter().map(|one| Document {
        kind: EvidenceKind::Training,
        id: &one.id,
        current: &one.current.header,
        later: one.later.iter().map(|version| &version.header).collect(),
    });
    policies.chain(forms).chain(curricula).collect()
}

/// What the commands call it: its id, with its kind where others have the same.
fn name(one: &Document<'_>, documents: &[Document<'_>]) -> String {
    let alike = documents.iter().filter(|other| other.id == one.id).count();
    if alike > 1 { format!("{}:{}", one.kind.document(), one.id) } else { one.id.to_owned() }
}

/// The next review of a document. One that was never made has no day, and comes before all others.
struct Due {
    day: Option<Date>,
    days: Option<i32>,
    review: ReviewRow,
}

fn due(one: &Document<'_>, name: &str, handbook: &Handbook) -> Due {
    let day = one.current.next_review();
    // A review whose day no calendar has is never due.
    let days = day.map_or(one.current.reviewed.map(|_| i32::MAX), |day| Some(days(handbook.as_of, day)));
    Due {
        day,
        days,
        review: ReviewRow {
            row: document::row(one.kind, one.id, one.current, handbook),
            command: format!("clausebook review {name} --by \"{}\" --on DATE", quoted(&one.current.owner)),
        },
    }
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn reviews(dues: Vec<Due>) -> Vec<ReviewGroup> {
    let mut groups = [
        ("Never reviewed", "never-reviewed"),
        ("Overdue", "overdue"),
        ("Due within 60 days", "due-60"),
        ("Due within 61 to 90 days", "due-90"),
    ]
    .map(|(title, anchor)| ReviewGroup { title: title.to_owned(), anchor, rows: Vec::new() });
    for due in dues {
        let group = match due.days {
            None => 0,
            Some(days) if days < 0 => 1,
            Some(days) if days <= NEAR => 2,
            Some(days) if days <= IN_SIGHT => 3,
            Some(_) => continue,
        };
        groups[group].rows.push(due.review);
    }
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

/// What is due by month, for the table below the drawing.
fn months(dues: &[Due]) -> Vec<MonthRow> {
    let mut months: Vec<MonthRow> = Vec::new();
    for due in dues.iter().filter(|due| due.days.is_some_and(|days| days >= 0)) {
        let name = due.day.map_or_else(|| "Later".to_owned(), |day| day.strftime("%B %Y").to_string());
        match months.last_mut().filter(|month| month.name == name) {
            Some(month) => month.rows.push(due.review.row.clone()),
            None => months.push(MonthRow { name, rows: vec![due.review.row.clone()] }),
        }
    }
    months
}

fn timeline(dues: &[Due], today: Date) -> Timeline {
    let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let first = month(today);
    let mut counts = [0; MONTHS];
    let (mut late, mut later) = (0, 0);
    for due in dues {
        match (due.days, due.day) {
            (Some(days), Some(day)) if days >= 0 => {
                match usize::try_from(month(day) - first).ok().and_then(|at| counts.get_mut(at)) {
                    Some(count) => *count += 1,
                    None => later += 1,
                }
            }
            (Some(days), None) if days >= 0 => later += 1,
            _ => late += 1,
        }
    }
    let mut at = first - 1;
    let months = counts.map(|count| {
        at += 1;
        let day = i16::try_from(at / 12).ok().and_then(|year| {
            let month = i8::try_from(at % 12 + 1).ok()?;
            Date::new(year, month, 1).ok()
        });
        (day.map(|day| day.strftime("%b %Y").to_string()).unwrap_or_default(), count)
    });
    drawing::timeline("drawn-reviews", "Reviews due, by month", late, &months, 3, later)
}

fn waiting(documents: &[Document<'_>], names: &[String], handbook: &Handbook) -> Vec<WaitingGroup> {
    let mut groups = [
        (EvidenceKind::Policy, "Policies", "waiting-policies"),
        (EvidenceKind::Form, "Forms", "waiting-forms"),
        (EvidenceKind::Training, "Curricula", "waiting-curricula"),
    ]
    .map(|(kind, title, anchor)| (kind, WaitingGroup { title, anchor, rows: Vec::new() }));
    for (one, name) in documents.iter().zip(names) {
        let unapproved: Vec<&Header> = std::iter::once(one.current)
            .chain(one.later.iter().copied())
            .filter(|header| header.approval.is_none())
            .collect();
        let Some((_, group)) = groups.iter_mut().find(|(kind, _)| *kind == one.kind) else { continue };
        for header in &unapproved {
            // With several, a command must say which.
            let version = match header.effective {
                Some(day) if unapproved.len() > 1 => format!(" --version {day}"),
                _ => String::new(),
            };
            let by = quoted(&header.approver);
            group.rows.push(Waiting {
                row: document::row(one.kind, one.id, header, handbook),
                effective: header.effective.map_or_else(|| "No date yet".to_owned(), long_date),
                standing: words::standing(header, handbook.as_of),
                approver: header.approver.to_string(),
                command: format!("clausebook approve {name}{version} --by \"{by}\" --on DATE"),
            });
        }
    }
    groups.into_iter().map(|(_, group)| group).filter(|group| !group.rows.is_empty()).collect()
}

/// A name as it stands between the quotation marks of a command, in every shell.
fn quoted(name: &str) -> String {
    name.replace(['"', '`', '$', '\\', '%', '!'], "")
}

fn samples(handbook: &Handbook) -> Vec<Sample> {
    let samples = handbook.values.iter().filter(|(_, value)| value.is_sample());
    samples
        .map(|(name, value)| {
            let (table, key) = name.split_once('.').unwrap_or(("", name));
            Sample { table: table.to_owned(), key: key.to_owned(), text: value.text.clone() }
        })
        .collect()
}
