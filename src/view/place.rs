//! The place of a page in the site: the way to it, its neighbors, its version, and where to report a mistake on it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use serde::Serialize;

use super::address;
use super::document::DocumentRow;
use crate::words::FixedWords;

const NOT_IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LinkView {
    pub(crate) title: String,
    /// Its page, from the site's root.
    pub(crate) url: String,
}

impl LinkView {
    #[must_use]
    pub(crate) fn new(title: &str, url: &str) -> Self {
        Self { title: title.to_owned(), url: url.to_owned() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PagePlace {
    /// Its address, from the site's root.
    pub(crate) path: String,
    pub title: String,
    /// The pages above it, the start page first.
    pub(crate) trail: Vec<LinkView>,
    /// The page before it in its list.
    pub(crate) before: Option<LinkView>,
    /// The page after it in its list.
    pub(crate) after: Option<LinkView>,
    /// Its version, such as `CSP-02, effective November 23, 2026`; empty where it has none.
    pub(crate) version: String,
    /// When it was last reviewed, and by whom where that is recorded; empty where it has no reviews.
    pub(crate) reviewed: String,
    /// The address of a message about a mistake on the page; `None` if the program has no address for them.
    pub(crate) report: Option<String>,
}

/// A page of a list: its link, its version, its last review.
pub(crate) type SeriesPage = (LinkView, String, String);

pub(crate) struct Places<'a> {
    pub(crate) words: &'a FixedWords,
    /// Where mistakes are reported, if the program says so.
    pub(crate) report_to: Option<&'a str>,
}

impl Places<'_> {
    #[must_use]
    pub(crate) fn home(&self, title: &str) -> PagePlace {
        self.place(LinkView::new(title, address::HOME), Vec::new(), String::new())
    }

    /// A page right below the start page. `version` is what it says about its age, such as a day.
    #[must_use]
    pub(crate) fn top(&self, title: &str, url: &str, version: &str) -> PagePlace {
        self.place(LinkView::new(title, url), vec![self.home_link()], version.to_owned())
    }

    /// The pages below the list `above`, in their order.
    #[must_use]
    pub(crate) fn series(&self, above: &LinkView, entries: &[SeriesPage]) -> Vec<PagePlace> {
        self.series_below(std::slice::from_ref(above), entries)
    }

    /// The pages below all of `above`, in their order.
    #[must_use]
    pub(crate) fn series_below(&self, above: &[LinkView], entries: &[SeriesPage]) -> Vec<PagePlace> {
        let link = |at: usize| entries.get(at).map(|(link, ..)| link.clone());
        let trail = [&[self.home_link()], above].concat();
        let place = |(at, (own, version, reviewed)): (usize, &SeriesPage)| PagePlace {
            before: at.checked_sub(1).and_then(link),
            after: link(at + 1),
            reviewed: reviewed.clone(),
            ..self.place(own.clone(), trail.clone(), version.clone())
        };
        entries.iter().enumerate().map(place).collect()
    }

    /// A page about one version, or about all versions, of a document: `above` are the pages below the start page that lead to it.
    #[must_use]
    pub(crate) fn version(
        &self,
        own: LinkView,
        above: Vec<LinkView>,
        version: String,
        reviewed: String,
    ) -> PagePlace {
        let trail = [vec![self.home_link()], above].concat();
        PagePlace { reviewed, ..self.place(own, trail, version) }
    }

    fn home_link(&self) -> LinkView {
        LinkView::new(&self.words.titles.home, address::HOME)
    }

    fn place(&self, own: LinkView, trail: Vec<LinkView>, version: String) -> PagePlace {
        let subject =
            if version.is_empty() { own.title.clone() } else { format!("{} ({version})", own.title) };
        let report = self.report_to.map(|to| {
            let page = self.words.site.reported_page.fill(&[("address", &own.url)]);
            let body = format!("{page}\r\n");
            format!("mailto:{to}?subject={}&body={}", encoded(&subject), encoded(&body))
        });
        PagePlace {
            path: own.url,
            title: own.title,
            trail,
            before: None,
            after: None,
            version,
            reviewed: String::new(),
            report,
        }
    }
}

/// A policy, form or curriculum in its list.
#[must_use]
pub(crate) fn entry(row: &DocumentRow) -> SeriesPage {
    let version = format!("{}, {}", row.number, row.version);
    (LinkView::new(&row.title, &row.url), version, row.last_review.clone())
}

/// A text as the query of a `mailto:` address has it (RFC 6068).
fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NOT_IN_QUERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_are_those_of_the_list() {
        let entries: Vec<SeriesPage> =
            ["a", "b", "c"].map(|name| (LinkView::new(name, name), String::new(), String::new())).to_vec();
        let words = FixedWords::english();
        let places = Places { words: &words, report_to: None }.series(&LinkView::new("All", "all"), &entries);
        let titles: Vec<_> = places
            .iter()
            .map(|place| [&place.before, &place.after].map(|one| one.as_ref().map(|one| one.title.as_str())))
            .collect();
        assert_eq!(titles, [[None, Some("b")], [Some("a"), Some("c")], [Some("b"), None]]);
    }

    #[test]
    fn a_report_says_which_page_and_version_and_breaks_out_of_nothing() {
        let words = FixedWords::english();
        let place = Places { words: &words, report_to: Some("a@example.org") }.top("“Q&A”?", "q.html", "v 1");
        assert_eq!(
            place.report.as_deref(),
            Some(
                "mailto:a@example.org?subject=%E2%80%9CQ%26A%E2%80%9D%3F%20%28v%201%29&body=Page%3A%20q.html%0D%0A"
            )
        );
    }
}
