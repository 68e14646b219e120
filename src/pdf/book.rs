//! The whole handbook as a book: cover, adoption, contents, guide, policies, glossary, and on which page each clause is met.
//!
//! Left out is what only those who write the handbook need: their pages of the guide, and the crosswalks of texts that only inform.

use super::body::{PaperContents, Reach, label};
use super::documents::{chapter, start};
use super::guide;
use super::paper_places::{PaperPlaces, heading_label};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, TypstValue, array, call, tuple};
use crate::model::{Authority, DocumentKind};
use crate::view::Pages;
use crate::view::adoption::AdoptionView;
use crate::view::specification::{ClauseView, SpecificationPage};

pub(crate) fn book(pages: &Pages<'_>) -> TypstSource {
    let mut source = TypstSource::default();
    let shell = &pages.shell;
    let policies = pages.policies.iter().map(|page| DocumentKind::Policy.id(&page.row.id));
    let contents = PaperContents {
        title: shell.title.clone(),
        documents: policies.chain(guide::documents(pages)).collect(),
    };
    let reach = Reach::Book(&contents);
    start(shell, &shell.title, &shell.as_of, &mut source);
    source.import("book.typ");
    source.show(cover(pages));
    adoption(pages, &mut source);
    source.show(list_of_contents(pages));
    guide::before(pages, reach, &mut source);
    for policy in &pages.policies {
        chapter(shell, policy, reach, &mut source);
    }
    guide::glossary(pages, reach, &mut source);
    let places = PaperPlaces::new(pages, &contents);
    for specification in pages.specifications.iter().filter(|one| one.row.weight != Authority::Informative) {
        crosswalk(specification, &places, &mut source);
    }
    source
}

fn cover(pages: &Pages<'_>) -> TypstCall {
    let shell = &pages.shell;
    call("cover")
        .named("logo", shell.logo.as_ref().map(|logo| format!("/{}", logo.path)))
        .named("address", &shell.address)
        .named("tracks", array(&shell.tracks))
        .named("standing", &pages.adoption.standing)
        .named("as-of", &shell.as_of)
}

/// The page that somebody signs; none where there are no policies.
fn adoption(pages: &Pages<'_>, source: &mut TypstSource) {
    let AdoptionView { standing, policies, signers } = &pages.adoption;
    if policies.is_empty() {
        return;
    }
    let words = &pages.shell.words.book;
    let rows = policies.iter().map(|one| {
        array([format!("{} {}", one.number, one.title), one.standing.to_string(), one.approval.clone()])
    });
    let signers = signers.iter().map(|name| words.to_adopt.fill(&[("name", name)]));
    let page = call("adoption")
        .named("statement", words.statement.fill(&[("organization", &pages.shell.organization)]))
        .named("standing", standing)
        .named("rows", array(rows))
        .named("signers", array(signers));
    source.show(page);
}

/// The list of contents: one line a chapter, in parts, each named where its first chapter is; policies with their numbers.
fn list_of_contents(pages: &Pages<'_>) -> TypstCall {
    let titles = &pages.shell.words.titles;
    let policies = || pages.policies.iter().map(|policy| (label(&policy.row.id, ""), &policy.row.number));
    let parts = [
        Some((guide::first(pages), &titles.guide)),
        policies().next().map(|(first, _)| (first, &titles.policies)),
        Some((guide::glossary_label(), &pages.shell.words.print.appendix)),
    ];
    let parts = parts.into_iter().flatten().map(|(first, title)| tuple([first.into(), title.into()]));
    let numbers = policies().map(|(policy, number)| tuple([policy.into(), number.into()]));
    call("contents").named("parts", array(parts)).named("numbers", array(numbers))
}

/// Every clause of a specification with its status and where it is met.
fn crosswalk(specification: &SpecificationPage, places: &PaperPlaces<'_>, source: &mut TypstSource) {
    let row = &specification.row;
    source.show(
        call("crosswalk-title")
            .named("name", format!("specification:{}", row.id))
            .named("title", &row.title)
            .named("short", &row.short_title)
            .named("publisher", &row.publisher)
            .named("authority", &row.authority)
            .named("revision", &row.revision),
    );
    let rows = specification.clauses.iter().map(|clause| crosswalk_row(clause, places));
    source.show(call("crosswalk").arg(array(rows)));
}

fn crosswalk_row(clause: &ClauseView, places: &PaperPlaces<'_>) -> TypstValue {
    let evidence = if clause.waived.is_some() { &[] } else { clause.evidence.as_slice() };
    tuple([
        (clause.kind == "heading").into(),
        heading_label(clause).into(),
        clause.title.as_str().into(),
        (&clause.status.word).into(),
        clause.status.look.into(),
        places.each(evidence),
        places.remarks(clause).into(),
    ])
}
