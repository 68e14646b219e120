//! The pages in other languages.

use rayon::prelude::*;

use super::places::above;
use super::{PageRenderer, RenderedPage, guide};
use crate::model::DocumentKind;
use crate::view::Pages;
use crate::view::place::{LinkView, PagePlace, Places};
use crate::view::translation::TranslatedPages;

pub(super) fn jobs<'a>(site: &PageRenderer<'a>, pages: &'a Pages<'_>) -> Vec<RenderedPage> {
    let languages = pages.translations.par_iter();
    languages.flat_map_iter(|one| in_language(&site.in_language(&one.shell), one)).collect()
}

fn in_language(site: &PageRenderer<'_>, pages: &TranslatedPages<'_>) -> Vec<RenderedPage> {
    let TranslatedPages { shell, policies, forms, guide } = pages;
    let report_to = Some(shell.report_to.as_str()).filter(|to| !to.is_empty());
    let places = Places { words: &shell.words, report_to };
    let place = |kind: DocumentKind, title: &str, url: &str, version: String| -> PagePlace {
        let list = above(kind, &shell.words.titles);
        places.version(LinkView::new(title, url), vec![list], version, String::new())
    };
    let mut jobs = Vec::new();
    for page in policies {
        let version = format!("{}, {}", page.row.number, page.row.version);
        let place = place(DocumentKind::Policy, &page.row.title, &page.row.url, version);
        jobs.push(site.remembered(&place, page.key, || site.policy_page(page, &place)));
    }
    for page in forms {
        let row = &page.list.row;
        let version = format!("{}, {}", row.number, row.version);
        let place = place(DocumentKind::Form, &row.title, &row.url, version);
        jobs.push(site.remembered(&place, page.key, || site.form_page(page, &place)));
    }
    for page in guide {
        let place = place(DocumentKind::Guide, &page.row.title, &page.row.url, String::new());
        jobs.push(site.remembered(&place, page.key, || guide::page(site, page, &place)));
    }
    jobs
}
