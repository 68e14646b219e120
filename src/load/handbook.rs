//! `handbook.toml` as it is written.

use std::collections::BTreeMap;
use std::fmt;

use ::toml::value::Datetime;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::spanned::Spanned;
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile};

/// The handbook file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct HandbookSource {
    pub(crate) title: Option<Spanned<String>>,
    /// Language tag; `en-US` when not set.
    pub(crate) language: Option<Spanned<String>>,
    /// Accent color, `#rrggbb`.
    pub(crate) accent: Option<Spanned<String>>,
    /// `us-letter` or `a4`; `us-letter` when not set.
    pub(crate) page_size: Option<Spanned<String>>,
    /// Whether each page of a form has a QR code of form, version and page; `false` when not set.
    pub(crate) qr: Option<Spanned<bool>>,
    /// Whether the pages of forms take signatures that are drawn or typed there; `false` when not set.
    pub(crate) drawn_signatures: Option<Spanned<bool>>,
    pub(crate) tracks: Option<Spanned<Vec<Spanned<OfferedTrack>>>>,
    /// Every service line that files may name, with what it is called.
    pub(crate) track_names: BTreeMap<String, Spanned<String>>,
    /// When somebody reaches for a form, in the order of the list of forms.
    pub(crate) form_tasks: Vec<Spanned<String>>,
    /// Whether versions that nobody has approved yet are on the built site before their date; `false` when not set.
    pub(crate) publish_upcoming: Option<Spanned<bool>>,
    /// Whether the notice of language assistance goes with the forms that need it; `false` when not set.
    pub(crate) language_assistance: Option<Spanned<bool>>,
    /// Particulars of the organization, for `{{ organization.… }}`.
    pub(crate) organization: BTreeMap<String, Spanned<String>>,
    /// Other particulars, for `{{ values.… }}`.
    pub(crate) values: BTreeMap<String, Spanned<ValueSource>>,
    /// Whom to call, in the order of the start page.
    pub(crate) contacts: Vec<Spanned<ContactSource>>,
    /// Clauses that do not apply, and why.
    pub(crate) waivers: Vec<Spanned<WaiverSource>>,
    /// Letters, licenses, approvals and agreements that meet clauses.
    pub(crate) records: Vec<Spanned<RecordSource>>,
    /// The folder with the people who have to read it, from the handbook's own. It is not a part of the handbook.
    pub(crate) people_folder: Option<Spanned<String>>,
    /// The folder of another handbook, from the handbook's own: what it has, this one has, unless it has its own.
    pub(crate) extends: Option<Spanned<String>>,
    /// What each role of the staff has to read and to learn.
    pub(crate) roles: Vec<Spanned<StaffRoleSource>>,
    /// What roles have to learn, a curriculum in each entry.
    pub(crate) training: Vec<Spanned<TrainingDutySource>>,
    /// The forms that belong to every training session.
    pub(crate) session: SessionSource,
    /// Rules of `check` that are set to another level, and why.
    pub(crate) rules: Vec<Spanned<RuleSource>>,
}

/// A service line that is offered, as it is written: its name, or a table with the days.
#[derive(Debug)]
pub(crate) enum OfferedTrack {
    Name(String),
    Table(OfferedTrackTable),
}

/// `{ track = "csp", since = 2027-01-01 }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferedTrackTable {
    pub(crate) track: String,
    /// The first day on which it is offered.
    pub(crate) since: Option<Spanned<Datetime>>,
    /// The last one.
    pub(crate) until: Option<Spanned<Datetime>>,
}

impl<'de> Deserialize<'de> for OfferedTrack {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfferedTrackVisitor)
    }
}

struct OfferedTrackVisitor;

impl<'de> Visitor<'de> for OfferedTrackVisitor {
    type Value = OfferedTrack;

    /// Most are names, so that is what a mistake is compared with.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<OfferedTrack, E> {
        Ok(OfferedTrack::Name(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<OfferedTrack, A::Error> {
        OfferedTrackTable::deserialize(MapAccessDeserializer::new(table)).map(OfferedTrack::Table)
    }
}

/// A particular, as it is written: its text, a table with the text and what it is, or a table for each period.
#[derive(Debug)]
pub(crate) enum ValueSource {
    Text(String),
    Table(Box<ValueTable>),
    Periods(Vec<Spanned<ValueTable>>),
}

impl<'de> Deserialize<'de> for ValueSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = ValueSource;

    /// Most are texts, so that is what a mistake is compared with.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ValueSource, E> {
        Ok(ValueSource::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<ValueSource, A::Error> {
        let table = ValueTable::deserialize(MapAccessDeserializer::new(table))?;
        Ok(ValueSource::Table(Box::new(table)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, periods: A) -> Result<ValueSource, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(periods)).map(ValueSource::Periods)
    }
}

/// `{ value = "617-555-0100", kind = "contact" }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueTable {
    pub(crate) value: String,
    /// `contact` or `wording`; `wording` when not set.
    pub(crate) kind: Option<Spanned<String>>,
    /// The first day on which it holds.
    pub(crate) since: Option<Spanned<Datetime>>,
    /// The last one.
    pub(crate) until: Option<Spanned<Datetime>>,
    /// What the program must do before it relies on the value; removed once it has.
    pub(crate) to_confirm: Option<Spanned<String>>,
    /// Where it comes from: an address on the web, or a citation.
    pub(crate) source: Option<Spanned<String>>,
    /// When somebody last looked it up there.
    pub(crate) checked: Option<Spanned<Datetime>>,
}

/// A rule that is set to another level, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RuleSource {
    /// The rule, by the code of its findings.
    pub(crate) code: Option<Spanned<String>>,
    /// `error`, `warning`, `note` or `off`.
    pub(crate) level: Option<Spanned<String>>,
    pub(crate) reason: Option<Spanned<String>>,
}

pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> ReadKeys<HandbookSource> {
    let table = toml::parse(&file.text, id, findings);
    toml::read(table, "the handbook file", id, findings)
}

/// Someone to call, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ContactSource {
    pub(crate) what: Option<Spanned<String>>,
    /// The particular that holds the number, such as `organization.telephone`.
    pub(crate) value: Option<Spanned<String>>,
}

/// What a role has to read and to learn, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StaffRoleSource {
    pub(crate) name: Option<Spanned<String>>,
    /// Policies and forms, such as `policy:*`.
    pub(crate) reads: Vec<Spanned<String>>,
    /// Curricula and units, such as `curriculum:orientation#rights`.
    pub(crate) learns: Vec<Spanned<String>>,
    /// 30 when not set.
    pub(crate) within_days: Option<Spanned<i64>>,
    pub(crate) again_months: Option<Spanned<i64>>,
}

/// A curriculum that roles have to learn, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TrainingDutySource {
    /// The roles, by their names in `[[roles]]`.
    pub(crate) roles: Vec<Spanned<String>>,
    /// The id of the curriculum, such as `csp-core`.
    pub(crate) curriculum: Option<Spanned<String>>,
    /// 30 when not set.
    pub(crate) within_days: Option<Spanned<i64>>,
    pub(crate) every_months: Option<Spanned<i64>>,
    /// Units that come before the others, such as `safety-protocols`.
    pub(crate) first: Vec<Spanned<String>>,
    /// How many days there are for them; 30 when not set.
    pub(crate) first_days: Option<Spanned<i64>>,
}

/// The forms of a training session, as they are written: ids such as `training-attendance`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SessionSource {
    pub(crate) attendance: Option<Spanned<String>>,
    pub(crate) evaluation: Option<Spanned<String>>,
}

/// A record, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RecordSource {
    /// Such as `Clinic license`.
    pub(crate) what: Option<Spanned<String>>,
    /// The clause, as a citation names it.
    pub(crate) clause: Option<Spanned<String>>,
    /// The revision whose id `clause` is, and against which somebody checked the record.
    pub(crate) cites: Option<Spanned<Datetime>>,
    pub(crate) number: Option<Spanned<String>>,
    /// The first day on which it is in force.
    pub(crate) since: Option<Spanned<Datetime>>,
    /// The last one.
    pub(crate) until: Option<Spanned<Datetime>>,
    /// Where somebody finds the paper.
    pub(crate) kept: Option<Spanned<String>>,
}

/// A waiver, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WaiverSource {
    /// The clause, as a citation names it.
    pub(crate) clause: Option<Spanned<String>>,
    /// The revision whose id `clause` is.
    pub(crate) cites: Option<Spanned<Datetime>>,
    pub(crate) reason: Option<Spanned<String>>,
    /// The first day on which it holds.
    pub(crate) since: Option<Spanned<Datetime>>,
    /// The last one.
    pub(crate) until: Option<Spanned<Datetime>>,
}
