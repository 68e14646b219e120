//! A curriculum as trainers and learners see it, and the topics that must be taught.

use serde::Serialize;

use super::document::{self, ChangeView, CitedClause, DocumentRow, Fact, FactSourceView};
use super::place::LinkView;
use super::related::Related;
use super::versions::{self, VersionLinks};
use super::words::{self, StateView};
use super::{address, evidence_url};
use crate::coverage::Coverage;
use crate::memo::{Key, Keyed};
use crate::model::curriculum::{NamedUnit, Unit, UnitOrigin};
use crate::model::{
    AnswersShown, ClauseKey, ClauseKind, Curriculum, CurriculumVersion, DocumentKind, Evidence, EvidenceKind,
    Handbook, OtherVersion, SessionForms,
};
use crate::source::Placed;
use crate::words::Word;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct UnitRow {
    pub(crate) anchor: String,
    /// Its own page, or its place on the page of the version.
    pub(crate) url: String,
    /// How many questions its knowledge check has.
    pub(crate) asked: usize,
    pub(crate) title: String,
    /// How long it takes, such as `60 minutes`.
    pub(crate) minutes: String,
    pub(crate) teacher: String,
    /// The curriculum that its text is from, where that is another one.
    pub(crate) from: Option<UnitOriginView>,
    /// Units that come before it.
    pub(crate) after: Vec<LinkView>,
    /// The clauses that it teaches, as people cite them.
    pub(crate) clauses: Vec<TopicLink>,
}

/// The curriculum that the text of a unit is from.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UnitOriginView {
    /// Its title and number.
    pub(crate) label: String,
    /// The page of the unit there; `None` where the version shown doesn't have it.
    pub(crate) url: Option<String>,
}

/// A clause that a unit teaches.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TopicLink {
    /// What people call the specification, and how they cite the clause.
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) url: String,
    /// `required` or `recommended`.
    pub(crate) weight: &'static str,
    pub(crate) weight_word: Word,
}

#[derive(Debug, Serialize)]
pub struct CurriculumPage<'a> {
    /// Stands for what it shows; see [`super::Pages::policies`].
    #[serde(skip)]
    pub(crate) key: Key,
    pub row: DocumentRow,
    /// `None` where readers don't have it.
    pub(crate) trainer_pdf: Option<String>,
    /// Which answers the pages of its units tell.
    #[serde(skip)]
    pub(crate) answers: AnswersShown,
    /// Form B of its knowledge checks; `None` where it asks nothing.
    pub(crate) check_b_pdf: Option<String>,
    /// The form of the handbook that is the attendance sheet, by id; `None` where each curriculum has one of its own.
    pub attendance_form: Option<String>,
    /// The form on which learners say what they think of a session, by id.
    #[serde(skip)]
    pub(crate) evaluation_form: Option<String>,
    pub attendance_pdf: String,
    pub certificate_pdf: String,
    pub(crate) audience: String,
    /// How long all of it takes, such as `13 hours 30 minutes`.
    pub(crate) duration: String,
    pub(crate) units: Vec<UnitRow>,
    /// Number, dates, owner, approval.
    pub(crate) facts: Vec<Fact>,
    /// Clauses in the order of the specifications.
    pub(crate) clauses: Vec<CitedClause>,
    /// The policies that meet what it teaches.
    pub(crate) policies: Vec<LinkView>,
    pub(crate) history: Vec<ChangeView>,
    /// Where its facts come from that no specification states.
    pub(crate) sources: Vec<FactSourceView>,
    /// The other versions.
    pub(crate) versions: VersionLinks,
    /// The version shown, for its text.
    #[serde(skip)]
    pub version: &'a CurriculumVersion,
}

/// A clause that takes training, with the units that teach it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TopicView {
    pub(crate) clause: TopicLink,
    /// How far the whole handbook meets it.
    pub(crate) status: StateView,
    pub(crate) units: Vec<TaughtView>,
    /// How long the units take together, in minutes.
    #[serde(skip)]
    pub(crate) total: u32,
    #[serde(skip)]
    pub(crate) key: ClauseKey,
}

/// A unit that teaches a topic.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TaughtView {
    pub(crate) curriculum: String,
    pub(crate) unit: String,
    pub(crate) minutes: String,
    pub(crate) url: String,
}

#[must_use]
pub(crate) fn page<'a>(
    curriculum: &'a Curriculum,
    handbook: &'a Handbook,
    coverage: &Coverage,
    related: &Related<'_>,
) -> CurriculumPage<'a> {
    let version = &*curriculum.current;
    let id = DocumentKind::Curriculum.id(&curriculum.id);
    let policies = related.policies_of_curriculum(&curriculum.id);
    let versions = versions::links(curriculum, handbook);
    let links = (units_before(version, handbook), origins(version, handbook));
    let from = document::comes_from(&version.header, handbook);
    let key = (curriculum.current.key, curriculum.supersedes, Key::of(&(&policies, &versions, links, from)));
    CurriculumPage {
        key: Key::of(&(key, handbook.session_forms.attendance.as_ref().map(|form| form.as_str()))),
        facts: document::facts(curriculum, &version.header, handbook),
        clauses: document::cited_clauses(&id, handbook, coverage, related, &|_| None),
        policies,
        ..bare(
            document::row(&id, &version.header, handbook),
            &|edition| address::curriculum_pdf(&curriculum.id, edition),
            &|unit| address::unit(&curriculum.id, &unit.id),
            &curriculum.current,
            versions,
            handbook,
        )
    }
}

/// The page of another version.
#[must_use]
pub(crate) fn page_of_other<'a>(
    curriculum: &'a Curriculum,
    other: &'a OtherVersion<CurriculumVersion>,
    handbook: &'a Handbook,
) -> CurriculumPage<'a> {
    let OtherVersion { status, version } = other;
    let id = DocumentKind::Curriculum.id(&curriculum.id);
    let name = versions::name(&version.header);
    CurriculumPage {
        facts: document::facts_of_other(&version.header, *status, handbook),
        ..bare(
            document::row_of_other(&id, &version.header, *status, handbook),
            &|edition| address::version_pdf(id.kind, &id.id, &name, edition),
            &|unit| format!("{}#{}", address::version(id.kind, &id.id, &name), unit.anchor()),
            version,
            versions::links_of_other(curriculum, &version.header, *status, handbook),
            handbook,
        )
    }
}

/// What the pages of all versions have in common; `pdf` is the address of an edition, `address_of` that of a unit.
fn bare<'a>(
    row: DocumentRow,
    pdf: &dyn Fn(&str) -> String,
    address_of: &dyn Fn(&Unit) -> String,
    version: &'a Keyed<CurriculumVersion>,
    versions: VersionLinks,
    handbook: &Handbook,
) -> CurriculumPage<'a> {
    let SessionForms { attendance, evaluation } = &handbook.session_forms;
    let form = |named: &Option<Placed<String>>| {
        let id = named.as_ref()?.as_str();
        handbook.forms.iter().any(|form| form.id == id).then(|| id.to_owned())
    };
    let attendance_form = form(attendance);
    let attendance_pdf = attendance_form
        .as_ref()
        .map_or_else(|| pdf("-attendance"), |id| address::pdf(DocumentKind::Form, id));
    let is_told = handbook.answers == AnswersShown::All;
    let asks = version.units.iter().any(Unit::has_check);
    CurriculumPage {
        key: Key::of(&(
            version.key,
            &versions,
            &attendance_form,
            units_before(version, handbook),
            origins(version, handbook),
            document::comes_from(&version.header, handbook),
        )),
        row,
        trainer_pdf: is_told.then(|| pdf("-trainer")),
        answers: handbook.answers,
        check_b_pdf: (asks && is_told).then(|| pdf("-form-b")),
        attendance_form,
        evaluation_form: form(evaluation),
        attendance_pdf,
        certificate_pdf: pdf("-certificate"),
        audience: version.audience.to_string(),
        duration: handbook.words.time.duration(version.minutes()),
        units: version
            .units
            .iter()
            .map(|unit| UnitRow {
                anchor: unit.anchor().to_string(),
                url: address_of(unit),
                asked: unit.questions.iter().filter(|one| one.is_on_page()).count(),
                title: unit.title.to_string(),
                minutes: handbook.words.time.minutes(unit.minutes),
                teacher: unit.teacher.to_string(),
                from: unit.origin.as_ref().map(|origin| origin_view(origin, handbook)),
                after: unit.course.after.iter().filter_map(|name| link_to_unit(name, handbook)).collect(),
                clauses: unit.covers.iter().map(|cover| topic(cover.part.clause, handbook)).collect(),
            })
            .collect(),
        facts: Vec::new(),
        clauses: Vec::new(),
        policies: Vec::new(),
        history: document::history(&version.header, &handbook.words),
        sources: document::fact_sources(&version.header.sources, &handbook.words),
        versions,
        version,
    }
}

/// Every unit that comes before one of a version's.
fn units_before(version: &CurriculumVersion, handbook: &Handbook) -> Vec<LinkView> {
    let names = version.units.iter().flat_map(|unit| &unit.course.after);
    names.filter_map(|name| link_to_unit(name, handbook)).collect()
}

/// Where the pages of the units of other curricula are.
fn origins(version: &CurriculumVersion, handbook: &Handbook) -> Vec<Option<String>> {
    let origins = version.units.iter().filter_map(|unit| unit.origin.as_ref());
    origins.map(|origin| origin_view(origin, handbook).url).collect()
}

/// A link to a unit; `None` where the handbook doesn't have it.
fn link_to_unit(name: &NamedUnit, handbook: &Handbook) -> Option<LinkView> {
    let unit = shown_unit(&name.curriculum, &name.unit, handbook)?;
    Some(LinkView::new(&unit.title, &address::unit(&name.curriculum, &name.unit)))
}

fn shown_unit<'h>(curriculum: &str, unit: &str, handbook: &'h Handbook) -> Option<&'h Unit> {
    let curriculum = handbook.curricula.iter().find(|one| one.id == curriculum)?;
    curriculum.current.units.iter().find(|one| one.id == unit)
}

fn origin_view(origin: &UnitOrigin, handbook: &Handbook) -> UnitOriginView {
    let UnitOrigin { curriculum, unit, title, number, standing: _ } = origin;
    let label = if number.is_empty() { title.clone() } else { format!("{title} ({number})") };
    let is_shown = shown_unit(curriculum, unit, handbook).is_some();
    UnitOriginView { label, url: is_shown.then(|| address::unit(curriculum, unit)) }
}

fn topic(key: ClauseKey, handbook: &Handbook) -> TopicLink {
    let (specification, clause) = (handbook.specification(key), handbook.clause(key));
    let words = &handbook.words.weight;
    let (weight, word) = match clause.kind {
        ClauseKind::Recommendation => ("recommended", &words.recommended),
        _ => ("required", &words.required),
    };
    TopicLink {
        label: format!("{} {}", specification.short_title, clause.label),
        title: clause.title.to_string(),
        url: address::clause(&specification.id, &clause.id),
        weight,
        weight_word: word.clone(),
    }
}

/// Every clause that takes training, with the units that teach it, in the order of the specifications.
#[must_use]
pub(crate) fn topics(handbook: &Handbook, coverage: &Coverage) -> Vec<TopicView> {
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
                status: words::status(covered.status, &handbook.words),
                units: units
                    .into_iter()
                    .map(|(evidence, time)| TaughtView {
                        curriculum: evidence.document_title.clone(),
                        unit: evidence.title.clone(),
                        minutes: handbook.words.time.minutes(time),
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
