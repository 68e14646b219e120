//! Versions of a curriculum become the curriculum that the handbook shows.

use std::collections::{BTreeMap, BTreeSet};

use super::form_field::{covers, is_name};
use super::header_fields::Fields;
use super::question::QuestionReader;
use super::training_sheet::{self, CurriculumValues};
use super::used_units::unit_use;
use super::version::{ReadVersion, VersionReader, number};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{CurriculumFile, ReadKeys, Spanned, UnitSource, VersionFile};
use crate::model::curriculum::{NamedUnit, Unit, UnitCourse};
use crate::model::text::{Block, Inline, each_inline, each_line, plain_text};
use crate::model::{CurriculumVersion, Date, track};
use crate::source::{Placed, Span};

/// The heading above what only the trainer's edition says. The fixed words of another language have one too.
const FOR_TRAINER: &str = "For the trainer";

impl ReadVersion for CurriculumFile {
    type Version = CurriculumVersion;

    fn read(
        reader: VersionReader<'_>,
        written: &VersionFile<Self>,
        findings: &mut Findings,
    ) -> CurriculumVersion {
        version(&reader, written, findings)
    }
}

fn version(
    reader: &VersionReader<'_>,
    written: &VersionFile<CurriculumFile>,
    findings: &mut Findings,
) -> CurriculumVersion {
    let source = &written.source;
    let keys = &source.header.own;
    let top = Span::top(written.file);
    let mut fields = Fields {
        file: written.file,
        top,
        what: "this curriculum's header",
        unread: &source.header.unread,
        within: "",
        findings,
    };
    let header = reader.header(&source.header.every, written.effective, &mut fields);
    let audience = reader.words("audience", keys.audience.as_ref(), &mut fields);
    let notes = reader.entries(&keys.notes, written.file, fields.findings);
    let mut problems = Findings::default();
    let document = reader.document(&source.body, &mut problems);
    let for_trainer = &reader.background.fixed_words.curriculum.for_trainer;
    let (opening, mut texts) = by_heading(document.blocks, for_trainer, findings);
    let starts: Vec<(String, u32)> = texts.iter().map(|text| (text.title.clone(), text.span.start)).collect();
    let mut ids = BTreeMap::new();
    let (mut units, mut uses) = (Vec::new(), Vec::new());
    for (span, read) in &source.units {
        let mut fields = Fields {
            file: written.file,
            top: *span,
            what: "this unit",
            unread: &read.unread,
            within: "",
            findings,
        };
        let is_unread = read.unread.iter().any(|key| key == "use");
        match &read.keys.used {
            Some(written) => {
                let at = units.len() + uses.len();
                uses.extend(unit_use(reader, (written, &read.keys), at, &mut ids, &mut fields));
            }
            None if is_unread => {}
            None => units.extend(unit(reader, read, &mut texts, &mut ids, &mut fields)),
        }
    }
    let shown: BTreeSet<&str> = units.iter().map(|unit: &Unit| unit.title.as_str()).collect();
    let unit_at = |place: u32| starts.iter().rev().find(|(_, start)| *start <= place);
    problems.retain(|finding| {
        finding.code != FindingCode::SentNowhere
            || unit_at(finding.span.start).is_none_or(|(title, _)| shown.contains(title.as_str()))
    });
    findings.append(problems);
    for text in texts {
        let titles = source.units.iter().filter_map(|(_, unit)| unit.keys.title.as_ref());
        let finding = Diagnostic::new(
            FindingCode::TextWithoutUnit,
            text.span,
            format!("no unit of the header is called “{}”", text.title),
        );
        findings.push(match nearest(&text.title, titles.map(|title| title.get_ref().as_str())) {
            Some(near) => finding.hint(format!("did you mean “{near}”?")),
            None => finding.hint("add a `[[unit]]` with this title to the header"),
        });
    }
    if source.units.is_empty() && source.header.unread.is_empty() {
        findings.push(
            Diagnostic::new(FindingCode::EmptyCurriculum, top, "this curriculum has no units").hint(
                "start each in the header with a line `[[unit]]`, and its text with a heading `## Its title`",
            ),
        );
    }
    let values = CurriculumValues::new(&header, &audience, &units, reader.background.fixed_words);
    // Those of units from other curricula are read again with them, and then for their findings.
    let mut of_sheets = Findings::default();
    let sheets = training_sheet::of_curriculum(reader, &header, &values, &mut of_sheets);
    if uses.is_empty() {
        findings.append(of_sheets);
    }
    CurriculumVersion { header, audience, notes, opening, units, uses, sheets }
}

struct UnitText {
    title: String,
    blocks: Vec<Block>,
    for_trainer: Vec<Block>,
    span: Span,
}

/// The text before the first heading of level 2, and the text under each.
fn by_heading(blocks: Vec<Block>, for_trainer: &str, findings: &mut Findings) -> (Vec<Block>, Vec<UnitText>) {
    let mut opening = Vec::new();
    let mut texts: Vec<UnitText> = Vec::new();
    let mut trainer = false;
    for block in blocks {
        refuse_citations(&block, findings);
        if let Block::Heading { level, text, span, .. } = &block {
            let title = plain_text(text);
            if *level == 2 {
                texts.push(UnitText { title, blocks: Vec::new(), for_trainer: Vec::new(), span: *span });
                trainer = false;
                continue;
            }
            if *level == 3 {
                trainer = [FOR_TRAINER, for_trainer].contains(&title.trim());
                if trainer {
                    continue;
                }
            }
        }
        match texts.last_mut() {
            None => opening.push(block),
            Some(text) if trainer => text.for_trainer.push(block),
            Some(text) => text.blocks.push(block),
        }
    }
    (opening, texts)
}

fn refuse_citations(block: &Block, findings: &mut Findings) {
    let mut cited = None;
    each_line(std::slice::from_ref(block), &mut |line| {
        each_inline(line, &mut |inline| {
            if let Inline::Citation(citation) = inline {
                cited = cited.or(Some(citation.span));
            }
        });
    });
    if let Some(span) = cited {
        findings.push(
            Diagnostic::new(
                FindingCode::MisplacedCitation,
                span,
                "the text of a curriculum cites no clauses",
            )
            .hint("write `covers = [\"…\"]` in the unit that teaches it"),
        );
    }
}

/// The page of a unit is beside the pages about the versions of its curriculum.
pub(super) fn refuse_page_of_versions(id: &Placed<String>, findings: &mut Findings) {
    let version = id.strip_suffix("-changes").unwrap_or(id);
    if **id == "versions" || version == "draft" || version.parse::<Date>().is_ok() {
        let message = format!("`{}` is the name of a page about the versions of this curriculum", **id);
        findings.push(
            Diagnostic::new(FindingCode::ReservedId, id.span, message).hint("give this unit another id"),
        );
    }
}

/// Who learns a unit, after what, and for how long it is enough.
pub(super) fn course(keys: &UnitSource, reader: &VersionReader<'_>, fields: &mut Fields<'_>) -> UnitCourse {
    let file = fields.file;
    let names = |written: &[Spanned<String>]| {
        let name = |one: &Spanned<String>| {
            let name = NamedUnit::parse(one.get_ref().trim(), &reader.own.id);
            Placed::new(name, Span::new(file, one.span()))
        };
        written.iter().map(name).collect()
    };
    let role =
        |one: &Spanned<String>| Placed::new(one.get_ref().trim().to_owned(), Span::new(file, one.span()));
    let months =
        keys.valid_months.as_ref().map(|months| number("valid_months", Some(months), 12, 120, fields));
    UnitCourse {
        after: names(&keys.after),
        roles: keys.roles.iter().map(role).collect(),
        valid_months: months.and_then(|months| u32::try_from(months).ok()),
        renews: names(&keys.renews),
    }
}

fn unit(
    reader: &VersionReader<'_>,
    read: &ReadKeys<UnitSource>,
    texts: &mut Vec<UnitText>,
    ids: &mut BTreeMap<String, Span>,
    fields: &mut Fields<'_>,
) -> Option<Unit> {
    let keys = &read.keys;
    let id = fields.text("id", keys.id.as_ref());
    is_name(&id, id.span, ids, "unit", fields.findings);
    refuse_page_of_versions(&id, fields.findings);
    let title = reader.words("title", keys.title.as_ref(), fields);
    let text = texts.iter().position(|text| text.title == *title).map(|at| texts.remove(at));
    if text.is_none() && !title.is_empty() {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::UnitWithoutText,
                title.span,
                format!("the unit “{title}” has no text"),
            )
            .hint("write it below the header, under a heading `## ` with the same words"),
        );
    }
    if keys.minutes.is_none() {
        fields.missing("minutes");
    }
    let minutes = number("minutes", keys.minutes.as_ref(), 60, 480, fields);
    let noted = fields.findings.len();
    let objectives = reader.entries(&keys.objectives, fields.file, fields.findings);
    if objectives.is_empty() && !read.unread.iter().any(|key| key.starts_with("objectives")) {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::NoObjectives,
                fields.top,
                "this unit does not say what a learner can do afterwards",
            )
            .hint("add `objectives = [\"…\"]`, each beginning with a verb"),
        );
    }
    let tracks = fields.tracks(keys.tracks.as_ref(), reader.background.known_tracks);
    let mut questions = QuestionReader::new(reader, &id, objectives.len());
    let questions = keys.questions.iter().filter_map(|one| questions.question(one, fields)).collect();
    let (blocks, for_trainer) = text.map(|text| (text.blocks, text.for_trainer)).unwrap_or_default();
    let course = course(keys, reader, fields);
    let unit = Unit {
        id: id.into_inner(),
        title: reader.marked(title, &tracks),
        minutes: u32::try_from(minutes).unwrap_or(0),
        teacher: reader.words("teacher", keys.teacher.as_ref(), fields),
        covers: covers(reader, &keys.covers, fields),
        objectives,
        sources: reader.entries(&keys.sources, fields.file, fields.findings),
        questions,
        materials: reader.entries(&keys.materials, fields.file, fields.findings),
        course,
        origin: None,
        text: blocks,
        for_trainer,
        span: fields.top,
    };
    if !track::meet(&tracks, reader.background.offered) {
        fields.findings.forget(FindingCode::SentNowhere, noted);
        return None;
    }
    Some(unit)
}
