//! When each policy, form and curriculum has to be read again, and when records expire: as JSON, for spreadsheets, and as a calendar.

use serde::{Serialize, Serializer};

use super::address;
use super::calendar::{CalendarEntry, calendar};
use super::report::inert;
use crate::model::command::{command, person};
use crate::model::{CitedPart, Date, DocumentId, Handbook, Header, KeptRecord, name_of};

/// The reviews of a handbook, the most urgent first.
#[derive(Debug, Serialize)]
pub(crate) struct ReviewList {
    #[serde(serialize_with = "as_text")]
    as_of: Date,
    pub(crate) reviews: Vec<ReviewEntry>,
    /// Records that expire, the most urgent first, without those that another one replaces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) records: Vec<RecordEntry>,
    /// How many documents nobody has approved yet: they have no reviews.
    pub(crate) not_approved: usize,
    #[serde(skip)]
    calendar_name: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn as_text<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReviewState {
    Overdue,
    Due,
}

impl ReviewState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
        }
    }
}

/// The next review of a document.
#[derive(Debug, Serialize)]
pub(crate) struct ReviewEntry {
    /// `policy:intake`
    pub(crate) document: String,
    pub(crate) number: String,
    pub(crate) title: String,
    /// The role of whoever keeps it up to date.
    pub(crate) owner: String,
    /// Its last review or, where that came later, its approval.
    #[serde(serialize_with = "as_text")]
    pub(crate) last_read: Date,
    #[serde(serialize_with = "as_text")]
    pub(crate) due: Date,
    /// Days from the day of the handbook until then; less than 0 when it is overdue.
    pub(crate) days: i32,
    pub(crate) state: ReviewState,
    /// Its page, from the site's root.
    pub(crate) url: String,
    #[serde(skip)]
    event: CalendarWordsOfReview,
}

/// A record that expires, or has expired.
#[derive(Debug, Serialize)]
pub(crate) struct RecordEntry {
    pub(crate) what: String,
    /// Empty where it has none.
    pub(crate) number: String,
    /// The clauses that it is for, as citations name them.
    pub(crate) clauses: Vec<String>,
    /// Where somebody finds it.
    pub(crate) kept: String,
    /// Its first day, as `2026-01-01`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// Its last day.
    #[serde(serialize_with = "as_text")]
    pub(crate) until: Date,
    /// Days from the day of the handbook until then; less than 0 when it has expired.
    pub(crate) days: i32,
    pub(crate) state: ReviewState,
    /// When it became what it is, for a calendar.
    #[serde(skip)]
    changed: Date,
    #[serde(skip)]
    event: CalendarWordsOfReview,
}

/// What a calendar says of a review.
#[derive(Debug)]
struct CalendarWordsOfReview {
    uid: String,
    summary: String,
    description: String,
}

#[must_use]
pub(crate) fn reviews(handbook: &Handbook) -> ReviewList {
    let mut reviews = Vec::new();
    let mut not_approved = 0;
    for document in handbook.documents().versioned() {
        let header = document.current.header();
        not_approved += usize::from(header.approval.is_none());
        if let (Some(last_read), Some(due)) = (header.last_reading(), header.next_review()) {
            reviews.push(entry(&document.id, header, last_read, due, handbook));
        }
    }
    reviews.sort_by(|a, b| (a.due, &a.number).cmp(&(b.due, &b.number)));
    let calendar_name = handbook.words.calendar.name.fill(&[("title", &*handbook.title)]);
    let records = expiring_records(handbook).into_iter();
    let records = records.filter_map(|(days, record)| record_entry(days, record, handbook)).collect();
    ReviewList { as_of: handbook.as_of, reviews, records, not_approved, calendar_name }
}

/// The records with a last day that no other one replaces, with the days until then, the most urgent first.
pub(crate) fn expiring_records(handbook: &Handbook) -> Vec<(i32, &KeptRecord)> {
    let records = handbook.records.iter().filter(|record| !record.is_renewed(&handbook.records));
    let mut expiring: Vec<(i32, &KeptRecord)> = records
        .filter_map(|record| Some(((record.period.until? - handbook.as_of).get_days(), record)))
        .collect();
    expiring.sort_by(|a, b| (a.0, a.1.what.as_str()).cmp(&(b.0, b.1.what.as_str())));
    expiring
}

fn record_entry(days: i32, record: &KeptRecord, handbook: &Handbook) -> Option<RecordEntry> {
    let KeptRecord { what, parts, number, period, kept, confirmation: _, span: _ } = record;
    let until = period.until?;
    let name = |part: &CitedPart| name_of(&handbook.name(part.clause), part.element.as_ref());
    let clauses: Vec<String> = parts.iter().map(name).collect();
    let words = &handbook.words.calendar;
    let place: String =
        clauses.join("-").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    Some(RecordEntry {
        what: what.to_string(),
        number: number.as_ref().map(ToString::to_string).unwrap_or_default(),
        kept: kept.to_string(),
        since: period.since.map(|day| day.to_string()),
        changed: period.since.unwrap_or(until),
        until,
        days,
        state: if days < 0 { ReviewState::Overdue } else { ReviewState::Due },
        event: CalendarWordsOfReview {
            uid: format!("record-{place}-{until}@{}.clausebook", handbook.file),
            summary: words.expires.fill(&[("what", &what.as_str())]),
            description: words.where_kept.fill(&[("kept", &kept.as_str())]),
        },
        clauses,
    })
}

fn entry(id: &DocumentId, header: &Header, last_read: Date, due: Date, handbook: &Handbook) -> ReviewEntry {
    let words = &handbook.words;
    let days = (due - handbook.as_of).get_days();
    let review =
        command(handbook, &format!("review {id}"), &format!("--by {} --on DATE", person(&header.owner)));
    let (number, title, owner) = (header.number.as_str(), header.title.as_str(), header.owner.as_str());
    let day = words.dates.day(last_read);
    let description =
        words.calendar.what_to_do.fill(&[("owner", &owner), ("day", &day), ("command", &review)]);
    ReviewEntry {
        document: id.to_string(),
        number: number.to_owned(),
        title: title.to_owned(),
        owner: owner.to_owned(),
        last_read,
        due,
        days,
        state: if days < 0 { ReviewState::Overdue } else { ReviewState::Due },
        url: address::page(id.kind, &id.id),
        event: CalendarWordsOfReview {
            // Two handbook files in one folder are two handbooks.
            uid: format!("{}-{}@{}.clausebook", id.kind.scheme(), id.id, handbook.file),
            summary: words.calendar.due.fill(&[("number", &number), ("title", &title)]),
            description,
        },
    }
}

impl ReviewList {
    /// Keeps those that are overdue or due within so many days.
    pub(crate) fn keep_within(&mut self, days: i32) {
        self.reviews.retain(|review| review.days <= days);
        self.records.retain(|record| record.days <= days);
    }

    #[must_use]
    pub(crate) fn overdue(&self) -> usize {
        let states = self.reviews.iter().map(|one| one.state).chain(self.records.iter().map(|one| one.state));
        states.filter(|state| *state == ReviewState::Overdue).count()
    }

    /// Indented JSON with a line end.
    #[must_use]
    pub(crate) fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        format!("{}\n", json.unwrap_or_default())
    }

    /// A row a document, then a row a record, for a spreadsheet. It begins with a byte-order mark, without which Excel misreads accents.
    ///
    /// # Panics
    /// Never: it is written to memory.
    #[must_use]
    pub(crate) fn to_csv(&self) -> String {
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![0xef, 0xbb, 0xbf]);
        csv.write_record(["document", "number", "title", "owner", "last_read", "due", "days", "state"])
            .expect("memory");
        for review in &self.reviews {
            csv.write_record([
                review.document.as_str(),
                &inert(&review.number),
                &inert(&review.title),
                &inert(&review.owner),
                &review.last_read.to_string(),
                &review.due.to_string(),
                &review.days.to_string(),
                review.state.word(),
            ])
            .expect("memory");
        }
        for record in &self.records {
            csv.write_record([
                &format!("record:{}", record.clauses.join(" ")),
                &inert(&record.number),
                &inert(&record.what),
                "",
                record.since.as_deref().unwrap_or_default(),
                &record.until.to_string(),
                &record.days.to_string(),
                record.state.word(),
            ])
            .expect("memory");
        }
        String::from_utf8(csv.into_inner().expect("memory")).expect("text in, text out")
    }

    /// A calendar; `None` where it would be empty. Nothing in it depends on the day of the handbook.
    #[must_use]
    pub(crate) fn to_ics(&self) -> Option<String> {
        let mut entries: Vec<CalendarEntry> = self.reviews.iter().map(ReviewEntry::event).collect();
        entries.extend(self.records.iter().map(RecordEntry::event));
        entries.sort_by(|a, b| (a.day, &a.uid).cmp(&(b.day, &b.uid)));
        (!entries.is_empty()).then(|| calendar(&self.calendar_name, &entries))
    }
}

impl RecordEntry {
    fn event(&self) -> CalendarEntry {
        let CalendarWordsOfReview { uid, summary, description } = &self.event;
        CalendarEntry {
            uid: uid.clone(),
            changed: self.changed,
            day: self.until,
            summary: summary.clone(),
            description: description.clone(),
        }
    }
}

impl ReviewEntry {
    fn event(&self) -> CalendarEntry {
        let CalendarWordsOfReview { uid, summary, description } = &self.event;
        CalendarEntry {
            uid: uid.clone(),
            changed: self.last_read,
            day: self.due,
            summary: summary.clone(),
            description: description.clone(),
        }
    }
}
