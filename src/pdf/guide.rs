//! The guide on paper: chapters of the whole handbook.

use super::body::{NO_NUMBERS, Reach, TypstWriter, in_guide, label};
use super::documents::{self, notices};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, array, call, content, tuple};
use crate::model::guide::{DEADLINES, GLOSSARY, GuideReaders, MADE, WHOM_TO_CALL};
use crate::model::{DocumentId, DocumentKind};
use crate::source::texts;
use crate::view::Pages;
use crate::view::guide::{FigureRow, GuideView};
use crate::view::place::LinkView;
use crate::words::GuideWords;
use crate::writing_systems::Direction;

/// What comes before the policies: the pages, whom to call, deadlines.
pub(crate) fn before(pages: &Pages<'_>, reach: Reach<'_>, source: &mut TypstSource) {
    for page in chapters(pages) {
        chapter(page, reach, pages.shell.direction(), source);
    }
    whom_to_call(pages, source);
    deadlines(pages, source);
}

/// The pages that are chapters.
fn chapters<'p, 'a>(pages: &'p Pages<'a>) -> impl Iterator<Item = &'p GuideView<'a>> {
    pages.guide.pages.iter().filter(|page| page.page.readers == GuideReaders::Everybody)
}

/// The pages that are chapters, those that are made of the handbook among them.
pub(crate) fn documents(pages: &Pages<'_>) -> impl Iterator<Item = DocumentId> {
    let written = chapters(pages).map(|page| page.page.id.as_str());
    written.chain(MADE).map(|id| DocumentKind::Guide.id(id))
}

/// The label of the chapter that comes first.
pub(crate) fn first(pages: &Pages<'_>) -> String {
    let page = chapters(pages).next().map_or(WHOM_TO_CALL, |page| &page.page.id);
    label(&in_guide(page), "")
}

pub(crate) fn glossary_label() -> String {
    label(&in_guide(GLOSSARY), "")
}

fn title(page: &str, title: &str) -> TypstCall {
    call("guide-title").named("name", label(&in_guide(page), "")).named("title", title)
}

fn chapter(page: &GuideView<'_>, reach: Reach<'_>, around: Direction, source: &mut TypstSource) {
    let (document, span) = (in_guide(&page.page.id), page.page.span);
    let writer =
        TypstWriter { document: &document, citations: &page.citations, reach, around, numbers: NO_NUMBERS };
    source.show(title(&page.page.id, &page.row.title).at(span));
    source.show(call("summary").arg(writer.line(&page.page.summary)).at(span));
    source.show(writer.blocks(&page.page.body.blocks));
    documents::fact_sources(&document, &page.sources, source);
}

/// A translated page by itself.
pub(crate) fn alone(page: &GuideView<'_>, around: Direction, source: &mut TypstSource) {
    let (document, span) = (in_guide(&page.page.id), page.page.span);
    let writer =
        TypstWriter { document: &document, citations: &[], reach: Reach::Alone, around, numbers: NO_NUMBERS };
    source.show(title(&page.page.id, &page.row.title).at(span));
    notices(&page.languages.notices, source);
    source.show(call("summary").arg(writer.line(&page.page.summary)).at(span));
    source.show(writer.blocks(&page.page.body.blocks));
}

fn whom_to_call(pages: &Pages<'_>, source: &mut TypstSource) {
    let words = &pages.shell.words;
    source.show(title(WHOM_TO_CALL, &words.titles.whom_to_call));
    let contacts = pages.contacts.iter().map(|contact| array([&contact.what, &contact.value]));
    source.show(call("contacts").arg(array(contacts)));
    if !pages.guide.telephones.is_empty() {
        source.show(call("figure-heading").arg("").arg(&words.guide.numbers_of_clauses));
        source.show(figures(&words.guide, &words.columns.number, &pages.guide.telephones));
    }
}

fn deadlines(pages: &Pages<'_>, source: &mut TypstSource) {
    let words = &pages.shell.words;
    source.show(title(DEADLINES, &words.titles.deadlines));
    if pages.guide.events.is_empty() {
        source.show(call("nothing-yet"));
    }
    for event in &pages.guide.events {
        let name = label(&in_guide(DEADLINES), &event.anchor);
        source.show(call("figure-heading").arg(name).arg(&event.name));
        source.show(figures(&words.guide, &words.columns.figure, &event.figures));
    }
    promises(pages, source);
}

/// A row a policy: what it promises, each length of time once.
fn promises(pages: &Pages<'_>, source: &mut TypstSource) {
    let words = &pages.shell.words;
    if pages.guide.promises.is_empty() {
        return;
    }
    source.show(call("figure-heading").arg("").arg(&words.guide.promises));
    source.show(call("par").arg(content([(&words.guide.promises_lead).into()])));
    let rows = pages.guide.promises.iter().map(|policy| {
        let mut values: Vec<&str> = Vec::new();
        for promise in &policy.promises {
            if !values.contains(&promise.value.as_str()) {
                values.push(&promise.value);
            }
        }
        array([format!("{} {}", policy.number, policy.policy.title), values.join("; ")])
    });
    source.show(call("own-promises").arg(array(rows)));
}

fn figures(words: &GuideWords, heading: &str, rows: &[FigureRow]) -> TypstCall {
    let titles =
        |links: &[LinkView]| links.iter().map(|link| link.title.as_str()).collect::<Vec<_>>().join("; ");
    let places = |row: &FigureRow| match row.citing.as_slice() {
        [] => titles(&row.passages),
        citing => {
            let only = format!("{} {}", words.only_cited, titles(citing));
            if row.passages.is_empty() { only } else { format!("{}. {only}", titles(&row.passages)) }
        }
    };
    let rows = rows.iter().map(|row| array([&row.value, &row.what, &titles(&row.clauses), &places(row)]));
    call("figures").arg(heading).arg(array(rows))
}

/// The glossary, which comes after the policies.
pub(crate) fn glossary(pages: &Pages<'_>, reach: Reach<'_>, source: &mut TypstSource) {
    source.show(title(GLOSSARY, &pages.shell.words.titles.glossary));
    if pages.guide.terms.is_empty() {
        source.show(call("nothing-yet"));
    }
    let document = in_guide(GLOSSARY);
    let around = pages.shell.direction();
    let writer = TypstWriter { document: &document, citations: &[], reach, around, numbers: NO_NUMBERS };
    let terms = pages.guide.terms.iter().map(|term| {
        let entry = [
            label(&document, &term.anchor).into(),
            term.term.as_str().into(),
            term.short.as_ref().map_or("", |short| short.as_str()).into(),
            writer.line_within(&term.meaning),
            texts(&term.not).join(", ").into(),
        ];
        tuple(entry).at(term.span)
    });
    let pairs = pages.guide.confused.iter().map(|pair| {
        tuple([texts(&pair.terms).join(", ").into(), writer.line_within(&pair.why)]).at(pair.span)
    });
    source.show(call("glossary").arg(array(terms)).arg(array(pairs)));
}
