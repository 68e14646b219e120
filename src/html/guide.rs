//! The pages of the guide.

use serde::Serialize;
use tera::Value;

use super::Site;
use super::body::Writer;
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::view::guide::{Guide, GuideView};
use crate::view::{Pages, address};

/// A term, with its meaning as HTML.
#[derive(Serialize)]
struct TermHtml<'a> {
    anchor: &'a str,
    term: &'a str,
    short: Option<&'a str>,
    meaning: String,
    also: &'a [String],
    not: &'a [String],
}

/// Terms that are taken for one another, with what sets them apart as HTML.
#[derive(Serialize)]
struct ConfusedHtml<'a> {
    terms: &'a [String],
    why: String,
}

type Job = (String, Result<String, tera::Error>);

/// Every page of the guide.
pub fn jobs(site: &Site<'_>, pages: &Pages<'_>) -> Vec<Job> {
    let guide = &pages.guide;
    let events = Value::from_serializable(&guide.events);
    let telephones = Value::from_serializable(&guide.telephones);
    let mut jobs = vec![
        site.page(address::GUIDE, "guide.html", &[("pages", Value::from_serializable(&guide.rows()))]),
        site.page(&address::guide(DEADLINES), "deadlines.html", &[("events", events)]),
        site.page(&address::guide(WHOM_TO_CALL), "whom_to_call.html", &[("telephones", telephones)]),
        glossary(site, guide),
    ];
    jobs.extend(guide.pages.iter().map(|view| page(site, view)));
    jobs
}

fn page(site: &Site<'_>, view: &GuideView<'_>) -> Job {
    let writer = Writer { root: "../", citations: &view.citations };
    let own = [
        ("page", Value::from_serializable(view)),
        ("summary", Value::safe_string(&writer.line(&view.page.summary))),
        ("body", Value::safe_string(&writer.blocks(&view.page.body.blocks))),
    ];
    site.page(&view.row.url, "guide_page.html", &own)
}

fn glossary(site: &Site<'_>, guide: &Guide<'_>) -> Job {
    let writer = Writer { root: "../", citations: &[] };
    let terms: Vec<TermHtml<'_>> = guide
        .terms
        .iter()
        .map(|term| TermHtml {
            anchor: &term.anchor,
            term: &term.term,
            short: term.short.as_deref(),
            meaning: writer.line(&term.meaning),
            also: &term.also,
            not: &term.not,
        })
        .collect();
    let confused: Vec<ConfusedHtml<'_>> = guide
        .confused
        .iter()
        .map(|pair| ConfusedHtml { terms: &pair.terms, why: writer.line(&pair.why) })
        .collect();
    let own =
        [("terms", Value::from_serializable(&terms)), ("confused", Value::from_serializable(&confused))];
    site.page(&address::guide(GLOSSARY), "glossary.html", &own)
}
