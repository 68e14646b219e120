//! The sheets of every curriculum: each is read once with nothing filled in, for what is wrong with its file, and once for each version
//! of a curriculum, whose title and units are filled in.
//!
//! A text of a sheet can name the curriculum: `{{ curriculum.title }}`. An option or a row label that names a unit stands for all
//! units: in a curriculum with two, `"{{ unit.title }}"` makes two rows, which have the ids of the units.

use std::collections::BTreeSet;

use super::evidence::places;
use super::form;
use super::header_fields::{Fields, UNREAD};
use super::version::{Reading, VersionReader};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{SheetName, Sources, Spanned, TrainingSheetFile};
use crate::memo::Keyed;
use crate::model::curriculum::Unit;
use crate::model::form::TextSize;
use crate::model::text::Line;
use crate::model::{
    CitedRevisions, DocumentId, DocumentKind, FormVersion, Header, TrainingSheet, TrainingSheets,
};
use crate::source::{Placed, Span};
use crate::words::{FixedWords, Language};

/// The sheets in a language, or in English where there are none. `set` is where the handbook says its language.
pub(crate) fn in_language(
    sources: &Sources,
    language: &Language,
    set: Span,
    findings: &mut Findings,
) -> TrainingSheets<Keyed<TrainingSheetFile>> {
    TrainingSheets::of(|sheet| {
        let name = SheetName { sheet, language: language.language().to_owned() };
        let file = sources.sheets.get(&name);
        if file.is_none() && !sources.curricula.is_empty() {
            findings.push(untranslated(&name, set));
        }
        file.unwrap_or_else(|| sources.sheets.english(sheet)).clone()
    })
}

fn untranslated(name: &SheetName, set: Span) -> Diagnostic {
    let (english, path) = (SheetName::english(name.sheet).path(), name.path());
    Diagnostic::new(
        FindingCode::UntranslatedWords,
        set,
        format!("the {} of each curriculum is in English: there is no `{path}`", name.sheet.title()),
    )
    .hint(format!("copy {english} of Clausebook's repository to `{path}` in your handbook, and translate it"))
}

/// Each sheet with nothing filled in, and whatever is wrong with its file.
pub(crate) fn blank(reading: &Reading<'_>, findings: &mut Findings) -> TrainingSheets<FormVersion> {
    let values = CurriculumValues::unknown();
    TrainingSheets::of(|sheet| {
        let own = id(sheet);
        let file = reading.background().sheets.get(sheet);
        let header = nameless(Span::top(file.file));
        read(reading.reader(&own, file.file).on_sheet(&own, &values), file, &header, findings)
    })
}

/// The sheets of a version of a curriculum, with what they name of it filled in.
pub(crate) fn of_curriculum(
    reader: &VersionReader<'_>,
    header: &Header,
    values: &CurriculumValues,
    findings: &mut Findings,
) -> TrainingSheets<FormVersion> {
    TrainingSheets::of(|sheet| {
        let file = reader.background.sheets.get(sheet);
        read(reader.on_sheet(&id(sheet), values), file, header, findings)
    })
}

/// What stands for a sheet where a text must be of some document. No form has such an id.
pub(crate) fn id(sheet: TrainingSheet) -> DocumentId {
    DocumentKind::Form.id(format!("sheets/{}", sheet.word()))
}

/// Reads a sheet. Whatever is said of every version is that of `header`.
fn read(
    reader: VersionReader<'_>,
    written: &TrainingSheetFile,
    header: &Header,
    findings: &mut Findings,
) -> FormVersion {
    let keys = &written.head.keys;
    let top = Span::top(written.file);
    let mut fields = Fields {
        file: written.file,
        top,
        what: "this sheet",
        unread: &written.head.unread,
        within: "",
        findings,
    };
    let mut line = |key, text: Option<&Spanned<String>>| -> Option<Line> {
        text.map(|_| reader.sentence(key, text, &mut fields))
    };
    let summary = line("summary", keys.summary.as_ref());
    let due = line("due", keys.due.as_ref());
    let title = reader.words("title", keys.title.as_ref(), &mut fields);
    let (identity, sections) = form::parts(&reader, &keys.identity, &written.sections, &mut fields);
    let header =
        Header { title, summary: summary.unwrap_or_else(|| header.summary.clone()), ..header.clone() };
    let due = due.unwrap_or_else(|| Placed::new(Vec::new(), top));
    let sheet =
        FormVersion { header, tasks: Vec::new(), due, text_size: TextSize::default(), identity, sections };
    refuse_covers(&sheet, findings);
    sheet
}

/// It is the curriculum that meets clauses, in its units.
fn refuse_covers(sheet: &FormVersion, findings: &mut Findings) {
    for cover in places(sheet).iter().flat_map(|place| place.covers) {
        findings.push(
            Diagnostic::new(
                FindingCode::NeedlessKey,
                cover.span,
                "`covers` has no effect in a sheet of every curriculum",
            )
            .hint("write it in the unit that teaches the clause"),
        );
    }
}

/// A header that says nothing.
fn nameless(top: Span) -> Header {
    let nothing = || Placed::new(String::new(), top);
    Header {
        effective: None,
        title: nothing(),
        number: nothing(),
        owner: nothing(),
        approver: nothing(),
        approval: None,
        reviewed: None,
        reviewed_by: nothing(),
        review_months: 0,
        revisions: CitedRevisions::default(),
        end: None,
        tracks: Vec::new(),
        summary: Placed::new(Vec::new(), top),
        history: Vec::new(),
        sources: Vec::new(),
        span: top,
    }
}

/// What a sheet can name of its curriculum.
#[derive(Debug)]
pub(crate) struct CurriculumValues {
    /// In the order of `NAMES`.
    values: [String; 5],
    pub(crate) units: Vec<UnitValues>,
}

/// What an option or a row label can name of a unit.
#[derive(Debug)]
pub(crate) struct UnitValues {
    pub(crate) id: String,
    /// In the order of `NAMES`.
    values: [String; 3],
}

impl CurriculumValues {
    const NAMES: [&str; 5] = [
        "curriculum.title",
        "curriculum.number",
        "curriculum.audience",
        "curriculum.minutes",
        "curriculum.duration",
    ];

    pub(crate) fn new(header: &Header, audience: &str, units: &[Unit], words: &FixedWords) -> Self {
        let minutes = units.iter().map(|unit| unit.minutes).sum();
        // Two units with one id have been reported.
        let mut ids = BTreeSet::new();
        let units = units.iter().filter(|unit| ids.insert(&unit.id));
        Self {
            values: [
                header.title.to_string(),
                header.number.to_string(),
                audience.to_owned(),
                u32::to_string(&minutes),
                words.time.duration(minutes),
            ],
            units: units.map(UnitValues::new).collect(),
        }
    }

    /// Of a curriculum with one unit.
    fn unknown() -> Self {
        let unit = UnitValues { id: UNREAD.to_owned(), values: UnitValues::NAMES.map(|_| UNREAD.to_owned()) };
        Self { values: Self::NAMES.map(|_| UNREAD.to_owned()), units: vec![unit] }
    }

    /// What `name` names, of the curriculum or of `unit`.
    pub(crate) fn value(
        &self,
        unit: Option<&UnitValues>,
        name: &str,
        span: Span,
    ) -> Result<String, Diagnostic> {
        let of_curriculum = Self::NAMES.into_iter().zip(&self.values);
        let of_unit = unit.into_iter().flat_map(|unit| UnitValues::NAMES.into_iter().zip(&unit.values));
        let mut known = of_curriculum.chain(of_unit);
        known.find(|(known, _)| *known == name).map(|(_, value)| value.clone()).ok_or_else(|| {
            if unit.is_none() && UnitValues::NAMES.contains(&name) {
                outside(name, span)
            } else {
                unknown(name, span)
            }
        })
    }
}

fn outside(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        FindingCode::UnknownPlaceholder,
        span,
        format!("`{name}` has a meaning only in `row_labels` and `options`"),
    )
    .hint("there, an entry that names a unit is repeated for each unit; here, name the curriculum")
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let names = || CurriculumValues::NAMES.into_iter().chain(UnitValues::NAMES);
    let finding =
        Diagnostic::new(FindingCode::UnknownPlaceholder, span, format!("nothing is filled in for `{name}`"));
    match nearest(name, names()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint(format!("a sheet can name {}", names().collect::<Vec<_>>().join(", "))),
    }
}

impl UnitValues {
    const NAMES: [&str; 3] = ["unit.title", "unit.minutes", "unit.teacher"];

    fn new(unit: &Unit) -> Self {
        Self {
            id: unit.id.clone(),
            values: [unit.title.to_string(), unit.minutes.to_string(), unit.teacher.to_string()],
        }
    }

    /// Whether a text names a unit.
    pub(crate) fn are_named(text: &str) -> bool {
        crate::markdown::placeholders(text).any(|name| name.starts_with("unit."))
    }
}
