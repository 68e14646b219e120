//! Every link of the site leads somewhere; nothing is fetched; nothing runs that is not ours.

use std::collections::{BTreeMap, BTreeSet};

use clausebook::output::Outputs;

use crate::support::{STARTER_PAGES, STARTER_SITE};

fn pages() -> BTreeMap<String, String> {
    pages_of(&STARTER_PAGES)
}

fn pages_of(site: &Outputs) -> BTreeMap<String, String> {
    site.iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.to_owned(), String::from_utf8(bytes.to_vec()).unwrap()))
        .collect()
}

/// The values of an attribute, unescaped.
fn values(html: &str, attribute: &str) -> Vec<String> {
    html.split(&format!(" {attribute}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect()
}

/// The path that `link` on the page at `path` leads to.
fn join(path: &str, link: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{link} on {path} leaves the site"),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor_of_the_site() {
    links_lead_somewhere(&STARTER_PAGES);
}

#[test]
fn every_link_of_a_site_with_pdfs_leads_to_a_file_and_an_anchor() {
    links_lead_somewhere(&STARTER_SITE);
}

#[track_caller]
fn links_lead_somewhere(site: &Outputs) {
    let pages = pages_of(site);
    let mut seen = 0;
    for (path, html) in &pages {
        for link in values(html, "href").into_iter().chain(values(html, "src")) {
            if link.starts_with("https:") || link.starts_with("mailto:") || link.starts_with("tel:") {
                continue;
            }
            seen += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            // The page for what is not there is shown at any address: it alone counts from the server's root.
            let target = match file.strip_prefix('/') {
                Some(file) if path == "404.html" => file.to_owned(),
                _ if file.is_empty() => path.clone(),
                _ => join(path, file),
            };
            assert!(site.get(&target).is_some(), "{path} links to {link}");
            if !anchor.is_empty() {
                let ids = values(&pages[&target], "id");
                assert!(ids.iter().any(|id| id == anchor), "{path} links to {link}");
            }
        }
    }
    assert!(seen > 500, "only {seen} links were looked at");
}

#[test]
fn the_addresses_of_pages_and_pdfs_that_others_keep_are_there() {
    for path in [
        "index.html",
        "policies/intake.html",
        "policies/intake.pdf",
        "curricula/csp-core.html",
        "curricula/csp-core/safety-protocols.html",
        "specifications/cca-csp.html",
        "guide/index.html",
        "guide/deadlines.html",
        "guide/whom-to-call.html",
        "guide/glossary.html",
        "director.html",
        "trainer.html",
        "staff.html",
        "404.html",
        "coverage.html",
        "coverage.json",
        "coverage.csv",
        "crosswalk.xlsx",
        "handbook.pdf",
    ] {
        assert!(STARTER_SITE.get(path).is_some(), "{path}");
    }
    let page = &pages()["specifications/cca-csp.html"];
    assert!(values(page, "id").contains(&"components/6/4/3".to_owned()));
}

#[test]
fn an_id_is_unique_on_a_page() {
    for (path, html) in pages() {
        let ids = values(&html, "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_inline_runs() {
    for (path, html) in pages() {
        assert!(html.contains("default-src 'none'"), "{path}");
        for start in html.split("<script").skip(1) {
            assert!(start.starts_with(" src=\""), "{path} has an inline script");
        }
        for bad in ["<style", " style=\"", " onclick=", " onload=", "javascript:", "<iframe", "<form"] {
            assert!(!html.contains(bad), "{path} has {bad}");
        }
        for source in values(&html, "src") {
            assert!(!source.contains("//"), "{path} fetches {source}");
        }
    }
    for (path, bytes) in STARTER_PAGES.iter().filter(|(path, _)| path.ends_with(".css")) {
        let css = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(!css.contains("@import") && !css.contains("http"), "{path}");
    }
}

#[test]
fn every_page_can_be_read_without_seeing_it() {
    for (path, html) in pages() {
        let language = if path.ends_with(".es.html") { "es" } else { "en-US" };
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path} has one title");
        assert_eq!(html.matches("<main").count(), 1, "{path}");
        assert!(html.contains("class=\"skip\" href=\"#page_main\""), "{path}");
        let levels: Vec<u32> = html
            .match_indices("<h")
            .filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10))
            .collect();
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{path}: a heading is skipped: {levels:?}");
        }
    }
}

#[test]
fn a_citation_says_what_it_is() {
    let page = &pages()["policies/intake.html"];
    let names: Vec<String> =
        values(page, "aria-label").into_iter().filter(|name| name.contains(": meets CCA CSP ")).collect();
    assert!(names.len() >= 5, "{names:?}");
    assert!(names[0].starts_with("1: meets CCA CSP Written policies 2, "), "{}", names[0]);
}
