//! Which documents are printed, and what is in them.

use super::PastVersion;
use super::body::{DocumentNumbers, NO_NUMBERS, Reach, TypstWriter, label};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, TypstValue, array, call, content, dict, tuple};
use super::{guide, questions};
use crate::model::Card;
use crate::model::curriculum::Unit;
use crate::model::text::{Line, shown_text};
use crate::source::Span;
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::view::document::{DocumentRow, Fact, FactSourceView};
use crate::view::guide::GuideView;
use crate::view::policy::PolicyPage;
use crate::view::{Pages, Shell};
use crate::words::{CardWords, FixedWords, Word};

pub(crate) fn policy(shell: &Shell, policy: &PolicyPage<'_>) -> TypstSource {
    let mut source = TypstSource::default();
    start(shell, &policy.row.title, "", &mut source);
    chapter(shell, policy, Reach::Alone, &mut source);
    source
}

/// A page of the guide by itself, which only translations are: the original is a chapter of the handbook.
pub(crate) fn guide_page(shell: &Shell, view: &GuideView<'_>) -> TypstSource {
    let mut source = TypstSource::default();
    start(shell, &view.row.title, "", &mut source);
    guide::alone(view, shell.direction(), &mut source);
    source
}

/// What is to be known of a translation.
pub(super) fn notices(notices: &[String], source: &mut TypstSource) {
    if !notices.is_empty() {
        source.show(call("translation-notices").arg(array(notices)));
    }
}

/// In the place of a version of the past that can't be set: what it is, and that it is on its page.
pub(crate) fn not_printable(pages: &Pages<'_>, past: &PastVersion<'_>) -> TypstSource {
    let mut source = TypstSource::default();
    let PastVersion { row, facts: own, effective: _ } = past;
    start(&pages.shell, &row.title, "", &mut source);
    source.show(policy_title(row));
    source.show(call("par").arg(content([(&pages.shell.words.versions.not_printable).into()])));
    source.show(facts(own));
    source
}

/// Begins a document. `as_of` is in its footer; a policy has none, so that its file changes only when its text does.
pub(super) fn start(shell: &Shell, title: &str, as_of: &str, source: &mut TypstSource) {
    source.import("look.typ");
    source.style(
        &call("page-style")
            .named("title", title)
            .named("handbook", &shell.title)
            .named("organization", &shell.organization)
            .named("letterhead", letterhead(shell))
            .named("as-of", as_of)
            .named("paper", shell.paper)
            .named("language", shell.language.language())
            .named("region", shell.language.country().unwrap_or_default())
            .named("accent", &shell.accent),
    );
}

/// What is at the top of the first page of a program with a logo: the logo, and where the program is.
pub(super) fn letterhead(shell: &Shell) -> TypstValue {
    let letterhead = shell.logo.as_ref().map(|logo| {
        let lines = [&shell.organization, &shell.address, &shell.telephone];
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        dict([("logo", format!("/{}", logo.path).into()), ("lines", array(lines))])
    });
    letterhead.into()
}

/// The head of a version: number, title, standing.
fn policy_title(row: &DocumentRow) -> TypstCall {
    call("policy-title")
        .named("name", label(&row.id, ""))
        .named("number", &row.number)
        .named("title", &row.title)
        .named("standing", &row.standing.word)
        .named("date", &row.date)
}

/// One policy: header block, card, text, the clauses it meets, its revisions.
pub(super) fn chapter(shell: &Shell, policy: &PolicyPage<'_>, reach: Reach<'_>, source: &mut TypstSource) {
    let (row, version) = (&policy.row, policy.version);
    let span = version.header.span;
    let around = shell.direction();
    let writer =
        TypstWriter { document: &row.id, citations: &policy.citations, reach, around, numbers: NO_NUMBERS };
    source.show(policy_title(row).at(span));
    notices(&policy.languages.notices, source);
    source.show(call("summary").arg(writer.line(&version.header.summary)).at(span));
    if !policy.facts.is_empty() {
        source.show(facts(&policy.facts).at(span));
    }
    source.show(card(&writer, &version.card, &shell.words.card).at(span));
    source.show(writer.blocks(&version.body.blocks));
    if !policy.clauses.is_empty() {
        source.show(clauses(policy));
    }
    fact_sources(&policy.row.id, &policy.sources, source);
    if !policy.history.is_empty() {
        source.show(history(policy));
    }
}

/// Where the facts of a document come from that no specification states; nothing where it names no source.
pub(super) fn fact_sources(document: &str, sources: &[FactSourceView], source: &mut TypstSource) {
    let row = |one: &FactSourceView| array([&one.title, &one.citation, &one.address, &one.checked]);
    if !sources.is_empty() {
        let rows = array(sources.iter().map(row));
        source.show(call("fact-sources").arg(label(document, "page_sources")).arg(rows));
    }
}

fn card(writer: &TypstWriter<'_>, card: &Card, words: &CardWords) -> TypstCall {
    let parts: [(&Word, &[Line]); 4] = [
        (&words.what, &card.what),
        (&words.by_when, &card.by_when),
        (&words.call, &card.call),
        (&words.form, &card.form),
    ];
    let entry = |entry: &Line| tuple([writer.words(entry), shown_text(entry).into()]);
    let parts = parts
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(name, entries)| tuple([name.into(), array(entries.iter().map(entry))]));
    call("card").arg(array(parts))
}

fn clauses(policy: &PolicyPage<'_>) -> TypstCall {
    let rows = policy.clauses.iter().map(|clause| {
        let mut sections: Vec<&str> = clause.passages.iter().map(|p| p.title.as_str()).collect();
        sections.dedup();
        let name = format!("{} {}", clause.specification, clause.label);
        array([&name, &clause.title, &clause.summary, &sections.join("; ")])
    });
    call("clause-table").arg(label(&policy.row.id, "clauses-covered")).arg(array(rows))
}

fn history(policy: &PolicyPage<'_>) -> TypstCall {
    let rows = policy.history.iter().map(|change| array([&change.date, &change.change]));
    call("revisions").arg(label(&policy.row.id, "revision-history")).arg(array(rows))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CurriculumEdition {
    /// With answers and notes.
    Trainer,
    Learner,
}

impl CurriculumEdition {
    fn name(self, words: &FixedWords) -> &Word {
        match self {
            Self::Trainer => &words.curriculum.trainer,
            Self::Learner => &words.curriculum.learner,
        }
    }
}

/// A curriculum in one of its editions.
pub(crate) fn curriculum(
    pages: &Pages<'_>,
    page: &CurriculumPage<'_>,
    edition: CurriculumEdition,
) -> TypstSource {
    let mut source = TypstSource::default();
    let (row, version) = (&page.row, page.version);
    let span = version.header.span;
    let around = pages.shell.direction();
    let numbers = DocumentNumbers::of(pages);
    let writer =
        TypstWriter { document: &row.id, citations: &[], reach: Reach::Alone, around, numbers: &numbers };
    let words = &pages.shell.words;
    let edition_name = edition.name(words);
    let title = words.curriculum.edition.fill(&[("title", &row.title), ("edition", edition_name)]);
    start(&pages.shell, &title, "", &mut source);
    source.show(curriculum_title(page, edition_name).at(span));
    source.show(call("summary").arg(writer.line(&version.header.summary)).at(span));
    source.show(facts(&page.facts).at(span));
    lines("notes-of", &version.notes, span, &writer, &mut source);
    source.show(writer.blocks(&version.opening).at(span));
    let units = page.units.iter().map(|unit| array([&unit.title, &unit.minutes, &unit.teacher]));
    source.show(call("units-of").arg(array(units)).at(span));
    for (unit, row) in version.units.iter().zip(&page.units) {
        one_unit(unit, row, &writer, edition, words, &mut source);
    }
    topics(page, words, &mut source);
    fact_sources(&row.id, &page.sources, &mut source);
    source
}

/// The title of a curriculum; `name` is what the paper is, such as an edition.
pub(super) fn curriculum_title(page: &CurriculumPage<'_>, name: &Word) -> TypstCall {
    let row = &page.row;
    call("curriculum-title")
        .named("name", label(&row.id, ""))
        .named("number", &row.number)
        .named("title", &row.title)
        .named("edition", name)
        .named("standing", &row.standing.word)
        .named("date", &row.date)
        .named("audience", &page.audience)
        .named("duration", &page.duration)
}

fn one_unit(
    unit: &Unit,
    row: &UnitRow,
    writer: &TypstWriter<'_>,
    edition: CurriculumEdition,
    words: &FixedWords,
    source: &mut TypstSource,
) {
    let title = call("unit-title")
        .named("name", label(writer.document, &row.anchor))
        .named("title", &row.title)
        .named("minutes", &row.minutes)
        .named("teacher", &row.teacher);
    source.show(title.at(unit.span));
    if let Some(from) = &row.from {
        source.show(call("used-from").arg(&from.label));
    }
    if !row.after.is_empty() {
        source.show(call("learn-first").arg(array(row.after.iter().map(|unit| unit.title.as_str()))));
    }
    lines("objectives-of", &unit.objectives, unit.span, writer, source);
    if edition == CurriculumEdition::Trainer {
        lines("materials-of", &unit.materials, unit.span, writer, source);
    }
    source.show(writer.blocks(&unit.text).at(unit.span));
    if edition == CurriculumEdition::Trainer && !unit.for_trainer.is_empty() {
        source.show(call("for-trainer").arg(writer.blocks(&unit.for_trainer)).at(unit.span));
    }
    if let Some(questions) = questions::of_unit(unit, edition, writer, words) {
        source.show(questions.at(unit.span));
    }
    lines("sources-of", &unit.sources, unit.span, writer, source);
}

/// Lines of Markdown as the one argument of a function of the looks; nothing where there are none.
pub(super) fn lines(
    function: &'static str,
    lines: &[Line],
    span: Span,
    writer: &TypstWriter<'_>,
    source: &mut TypstSource,
) {
    if !lines.is_empty() {
        source.show(call(function).arg(array(lines.iter().map(|line| writer.line_within(line)))).at(span));
    }
}

/// Which unit teaches which clause, what is required apart from what is recommended.
fn topics(page: &CurriculumPage<'_>, words: &FixedWords, source: &mut TypstSource) {
    let words = &words.curricula;
    for (weight, title) in [("required", &words.required_topics), ("recommended", &words.recommended_topics)]
    {
        let rows: Vec<TypstValue> = page
            .units
            .iter()
            .flat_map(|unit| unit.clauses.iter().map(move |clause| (unit, clause)))
            .filter(|(_, clause)| clause.weight == weight)
            .map(|(unit, clause)| array([&clause.label, &clause.title, &unit.title, &unit.minutes]))
            .collect();
        if !rows.is_empty() {
            source.show(call("topics-of").arg(title).arg(array(rows)));
        }
    }
}

fn facts(facts: &[Fact]) -> TypstCall {
    call("facts").arg(array(facts.iter().map(|fact| array([&*fact.name, &fact.value]))))
}
