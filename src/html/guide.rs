//! The pages of the guide.

use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use super::places::SitePlaces;
use super::{PageRenderer, RenderedPage};
use crate::source::texts;
use crate::view::Pages;
use crate::view::guide::{Guide, GuideView};
use crate::view::place::PagePlace;

/// A term, with its meaning as HTML.
#[derive(Serialize)]
struct TermHtml<'a> {
    anchor: &'a str,
    term: &'a str,
    short: Option<&'a str>,
    meaning: String,
    also: Vec<&'a str>,
    not: Vec<&'a str>,
}

/// Terms that are taken for one another, with what sets them apart as HTML.
#[derive(Serialize)]
struct ConfusedHtml<'a> {
    terms: Vec<&'a str>,
    why: String,
}

pub(crate) fn jobs(site: &PageRenderer<'_>, pages: &Pages<'_>, places: &SitePlaces) -> Vec<RenderedPage> {
    let guide = &pages.guide;
    let [deadlines, whom_to_call, words, written @ ..] = places.each_guide_page.as_slice() else {
        return Vec::new();
    };
    let mut jobs = vec![
        site.page_of(&places.guide, "guide.html", "pages", &guide.rows()),
        site.page_of(deadlines, "deadlines.html", "deadlines", &guide.deadlines()),
        site.page_of(whom_to_call, "whom_to_call.html", "telephones", &guide.telephones),
        site.remembered(words, guide.glossary, || glossary(site, guide, words)),
    ];
    jobs.par_extend(
        guide
            .pages
            .par_iter()
            .zip(written)
            .map(|(view, place)| site.remembered(place, view.key, || page(site, view, place))),
    );
    jobs
}

pub(super) fn page(site: &PageRenderer<'_>, view: &GuideView<'_>, place: &PagePlace) -> RenderedPage {
    let writer = site.writer(place, &view.citations);
    let own = [
        ("page", Value::from_serializable(view)),
        ("summary", Value::safe_string(&writer.line(&view.page.summary))),
        ("body", Value::safe_string(&writer.blocks(&view.page.body.blocks))),
    ];
    site.page(place, "guide_page.html", &own)
}

fn glossary(site: &PageRenderer<'_>, guide: &Guide<'_>, place: &PagePlace) -> RenderedPage {
    let writer = site.writer(place, &[]);
    let terms: Vec<TermHtml<'_>> = guide
        .terms
        .iter()
        .map(|term| TermHtml {
            anchor: &term.anchor,
            term: &term.term,
            short: term.short.as_ref().map(|short| short.as_str()),
            meaning: writer.line(&term.meaning),
            also: texts(&term.also),
            not: texts(&term.not),
        })
        .collect();
    let confused: Vec<ConfusedHtml<'_>> = guide
        .confused
        .iter()
        .map(|pair| ConfusedHtml { terms: texts(&pair.terms), why: writer.line(&pair.why) })
        .collect();
    let own =
        [("terms", Value::from_serializable(&terms)), ("confused", Value::from_serializable(&confused))];
    site.page(place, "glossary.html", &own)
}
