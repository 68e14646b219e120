//! A curriculum as trainers and learners meet it, and the topics that must be taught.

use serde::Serialize;

use super::document::{self, ChangeView, CitedClause, DocumentRow, Fact};
use super::place::LinkView;
use super::related::Related;
use super::words::{self, State};
use super::{address, evidence_url};
use crate::coverage::Coverage;
use crate::model::document::Document;
use crate::model::form::{
    CellKind, Column, Entry, Field, FieldKind, RowLabel, Rows, Section, Signer, Table, Width,
};
use crate::model::{
    ClauseKey, ClauseKind, Curriculum, CurriculumVersion, DocumentKind, Evidence, EvidenceKind, FormVersion,
    Handbook, Header,
};
use crate::source::{Placed, Span};

/// A unit in a list.
#[derive(Debug, Clone, Serialize)]
pub struct UnitRow {
    /// Its anchor.
    pub anchor: String,
    /// What it is called.
    pub title: String,
    /// How long it takes, such as `60 minutes`.
    pub minutes: String,
    /// Who may teach it.
    pub teacher: String,
    /// The clauses that it teaches, as people cite them.
    pub clauses: Vec<TopicLink>,
}

/// A clause that a unit teaches.
#[derive(Debug, Clone, Serialize)]
pub struct TopicLink {
    /// What people call the specification, and how they cite the clause.
    pub label: String,
    /// A few words.
    pub title: String,
    /// The clause's page and anchor.
    pub url: String,
    /// `required` or `recommended`.
    pub weight: &'static str,
}

/// A curriculum's page.
#[derive(Debug, Serialize)]
pub struct CurriculumPage<'a> {
    /// Number, title, standing.
    pub row: DocumentRow,
    /// The trainer's edition.
    pub trainer_pdf: String,
    /// The attendance sheet.
    pub attendance_pdf: String,
    /// The certificate.
    pub certificate_pdf: String,
    /// Who learns.
    pub audience: String,
    /// How long all of it takes, such as `13 hours 30 minutes`.
    pub duration: String,
    /// The units.
    pub units: Vec<UnitRow>,
    /// Number, dates, owner, approval.
    pub facts: Vec<Fact>,
    /// Clauses in the order of the specifications.
    pub clauses: Vec<CitedClause>,
    /// The policies that meet what it teaches.
    pub policies: Vec<LinkView>,
    /// Revisions, newest first.
    pub history: Vec<ChangeView>,
    /// The version shown, for its text.
    #[serde(skip)]
    pub version: &'a CurriculumVersion,
    /// The attendance sheet as a form.
    #[serde(skip)]
    pub attendance: FormVersion,
    /// The certificate as a form.
    #[serde(skip)]
    pub certificate: FormVersion,
}

/// A clause that takes training, with the units that teach it.
#[derive(Debug, Clone, Serialize)]
pub struct TopicView {
    /// The clause.
    pub clause: TopicLink,
    /// How far the whole handbook meets it.
    pub status: State,
    /// The units.
    pub units: Vec<TaughtView>,
    /// How long the units take together, in minutes.
    #[serde(skip)]
    pub total: u32,
    /// The clause's key.
    #[serde(skip)]
    pub key: ClauseKey,
}

/// A unit that teaches a topic.
#[derive(Debug, Clone, Serialize)]
pub struct TaughtView {
    /// Title of the curriculum.
    pub curriculum: String,
    /// Title of the unit.
    pub unit: String,
    /// How long it takes.
    pub minutes: String,
    /// Its place on the site.
    pub url: String,
}

/// A curriculum's page.
#[must_use]
pub fn page<'a>(
    curriculum: &'a Curriculum,
    handbook: &'a Handbook,
    coverage: &Coverage,
    related: &Related<'_>,
) -> CurriculumPage<'a> {
    let version = &curriculum.current;
    let id = &curriculum.id;
    CurriculumPage {
        row: document::row(&DocumentKind::Curriculum.id(id), &version.header, handbook),
        trainer_pdf: address::curriculum_pdf(id, "-trainer"),
        attendance_pdf: address::curriculum_pdf(id, "-attendance"),
        certificate_pdf: address::curriculum_pdf(id, "-certificate"),
        audience: version.audience.to_string(),
        duration: duration(version.minutes()),
        units: version
            .units
            .iter()
            .map(|unit| UnitRow {
                anchor: unit.anchor().to_string(),
                title: unit.title.to_string(),
                minutes: minutes(unit.minutes),
                teacher: unit.teacher.to_string(),
                clauses: unit.covers.iter().map(|cover| topic(cover.clause, handbook)).collect(),
            })
            .collect(),
        facts: document::facts(curriculum, &version.header, handbook),
        clauses: document::cited_clauses(&DocumentKind::Curriculum.id(id), handbook, coverage, &|_| None),
        policies: related.policies_of_curriculum(id),
        history: document::history(&version.header),
        attendance: attendance(version),
        certificate: certificate(version),
        version,
    }
}

fn topic(key: ClauseKey, handbook: &Handbook) -> TopicLink {
    let (specification, clause) = (handbook.specification(key), handbook.clause(key));
    TopicLink {
        label: format!("{} {}", specification.short_title, clause.label),
        title: clause.title.to_string(),
        url: address::clause(&specification.id, &clause.id),
        weight: if clause.kind == ClauseKind::Recommendation { "recommended" } else { "required" },
    }
}

/// Every clause that takes training, with the units that teach it, in the order of the specifications.
#[must_use]
pub fn topics(handbook: &Handbook, coverage: &Coverage) -> Vec<TopicView> {
    let topics =
        coverage.iter().filter(|(key, _)| handbook.clause(*key).needs.contains(&EvidenceKind::Training));
    topics
        .map(|(key, covered)| {
            let units = covered.cited_by(handbook).filter(|one| one.kind == EvidenceKind::Training);
            let units: Vec<(&Evidence, u32)> = units.map(|one| (one, taught(handbook, one))).collect();
            TopicView {
                key,
                total: units.iter().map(|(_, minutes)| minutes).sum(),
                clause: topic(key, handbook),
                status: words::status(covered.status),
                units: units
                    .into_iter()
                    .map(|(evidence, time)| TaughtView {
                        curriculum: evidence.document_title.clone(),
                        unit: evidence.title.clone(),
                        minutes: minutes(time),
                        url: evidence_url(evidence),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// How long the unit takes that is this evidence.
fn taught(handbook: &Handbook, evidence: &Evidence) -> u32 {
    let curriculum = handbook.curricula.iter().find(|one| one.id == evidence.document.id);
    let units = curriculum.map(|one| one.current.units.as_slice()).unwrap_or_default();
    units.iter().find(|unit| unit.anchor() == evidence.anchor).map_or(0, |unit| unit.minutes)
}

fn minutes(minutes: u32) -> String {
    format!("{minutes} minutes")
}

/// Minutes as people say them.
#[must_use]
pub fn duration(total: u32) -> String {
    let (hours, rest) = (total / 60, total % 60);
    match (hours, rest) {
        (0, rest) => minutes(rest),
        (1, 0) => "1 hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (1, rest) => format!("1 hour {rest} minutes"),
        (hours, rest) => format!("{hours} hours {rest} minutes"),
    }
}

/// The sheet on which a session is recorded: which units, when, by whom, and who was there.
fn attendance(version: &CurriculumVersion) -> FormVersion {
    let span = version.header.span;
    let units = version
        .units
        .iter()
        .map(|unit| RowLabel { id: unit.id.clone(), label: format!("{} ({} min)", unit.title, unit.minutes) })
        .collect();
    let taught = Table {
        columns: vec![
            column("date", "Date", CellKind::Line(Entry::Date), 2, span),
            column("minutes", "Minutes taught", CellKind::Line(Entry::Number), 2, span),
            column("trainer", "Trainer", CellKind::Line(Entry::Text), 3, span),
        ],
        rows: Rows::Labeled {
            heading: Placed::new("Unit".to_owned(), span),
            labels: Placed::new(units, span),
        },
        lines: 1,
    };
    let present = Table {
        columns: vec![
            column("name", "Printed name", CellKind::Line(Entry::Text), 4, span),
            column("role", "Role", CellKind::Line(Entry::Text), 3, span),
            column("units", "Units attended", CellKind::Line(Entry::Text), 2, span),
            column("score", "Check", CellKind::Line(Entry::Text), 2, span),
            column("initials", "Initials", CellKind::Line(Entry::Text), 2, span),
        ],
        rows: Rows::Blank(16),
        lines: 1,
    };
    form(
        version,
        "attendance sheet",
        vec![
            section(
                "session",
                "What was taught",
                vec![field("taught", "Units", FieldKind::Table(taught), span)],
                span,
            ),
            section(
                "people",
                "Who was there",
                vec![field("present", "Attendees", FieldKind::Table(present), span)],
                span,
            ),
            section(
                "signed",
                "Signature",
                vec![field("trainer", "Trainer", FieldKind::Signature(Signer::Staff), span)],
                span,
            ),
        ],
    )
}

/// What a learner is given who has attended all of it.
fn certificate(version: &CurriculumVersion) -> FormVersion {
    let span = version.header.span;
    let half = |id: &str, label: &str, entry| Field {
        width: Width(6),
        ..field(id, label, FieldKind::Line(entry), span)
    };
    form(
        version,
        "certificate",
        vec![
            section(
                "learner",
                "This certifies that",
                vec![
                    field("learner", "Name of the learner", FieldKind::Line(Entry::Text), span),
                    half("role", "Role", Entry::Text),
                    half("completed", "Completed on", Entry::Date),
                    half("minutes", &format!("Minutes attended (of {})", version.minutes()), Entry::Number),
                    half("check", "Result of the knowledge checks", Entry::Text),
                ],
                span,
            ),
            section(
                "signed",
                "Signatures",
                vec![
                    field("trainer", "Trainer", FieldKind::Signature(Signer::Staff), span),
                    field("director", "Program Director", FieldKind::Signature(Signer::Staff), span),
                ],
                span,
            ),
        ],
    )
}

fn form(version: &CurriculumVersion, what: &str, sections: Vec<Section>) -> FormVersion {
    let title = Placed::new(format!("{}: {what}", version.header.title), version.header.span);
    let header = Header { title, ..version.header.clone() };
    FormVersion {
        due: Placed::new(Vec::new(), header.span),
        header,
        tasks: Vec::new(),
        identity: Vec::new(),
        sections,
    }
}

fn section(id: &str, title: &str, fields: Vec<Field>, span: Span) -> Section {
    Section {
        id: id.to_owned(),
        title: Placed::new(title.to_owned(), span),
        text: Document::default(),
        repeat: None,
        covers: Vec::new(),
        fields,
        span,
    }
}

fn field(id: &str, label: &str, kind: FieldKind, span: Span) -> Field {
    Field {
        id: id.to_owned(),
        label: Placed::new(label.to_owned(), span),
        help: Placed::new(Vec::new(), span),
        kind,
        required: false,
        width: Width(12),
        covers: Vec::new(),
        span,
    }
}

fn column(id: &str, label: &str, kind: CellKind, share: u8, span: Span) -> Column {
    Column { id: id.to_owned(), label: Placed::new(label.to_owned(), span), kind, share, covers: Vec::new() }
}
