//! Addresses of the site, from its root. They are a contract: people keep links to them.

use crate::model::{Anchor, DocumentId, DocumentKind};

pub(crate) const HOME: &str = "index.html";
/// The director's page.
pub(crate) const DIRECTOR: &str = "director.html";
/// The director's full lists; the page itself may show only their beginnings.
pub(crate) const DIRECTOR_LISTS: &str = "director-lists.html";
/// The trainer's page.
pub(crate) const TRAINER: &str = "trainer.html";
pub(crate) const STAFF: &str = "staff.html";
/// What a server shows where there is no page.
pub(crate) const NOT_FOUND: &str = "404.html";
pub(crate) const POLICIES: &str = "policies/index.html";
pub(crate) const SPECIFICATIONS: &str = "specifications/index.html";
pub(crate) const COVERAGE: &str = "coverage.html";
pub(crate) const COVERAGE_JSON: &str = "coverage.json";
pub(crate) const CROSSWALK_XLSX: &str = "crosswalk.xlsx";
pub(crate) const COVERAGE_CSV: &str = "coverage.csv";
/// When each document is due for review, for calendars.
pub(crate) const REVIEWS_ICS: &str = "reviews.ics";
/// Where a file of the folder `site` is published.
#[must_use]
pub(crate) fn site_file(path: &str) -> String {
    format!("assets/{}", path.strip_prefix("site/").unwrap_or(path))
}

pub(crate) const HANDBOOK_PDF: &str = "handbook.pdf";

/// The index of the search box.
pub(crate) const SEARCH_INDEX: &str = "search/index.js";

/// The texts of some pages, for the search box.
#[must_use]
pub(crate) fn search_texts(shelf: usize) -> String {
    format!("search/texts/{shelf}.js")
}

/// The folder of a kind of document.
fn folder(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Policy => "policies",
        DocumentKind::Form => "forms",
        DocumentKind::Curriculum => "curricula",
        DocumentKind::Guide => "guide",
    }
}

#[must_use]
pub(crate) fn page(kind: DocumentKind, id: &str) -> String {
    format!("{}/{id}.html", folder(kind))
}

/// Every document with more than one version.
pub(crate) const VERSIONS: &str = "versions.html";

/// What a handbook of another day has that is as of today.
pub(crate) const UNDATED: &str = "as-of-today.html";

/// The page of a version other than the current one; `version` is its date, or `draft`.
#[must_use]
pub(crate) fn version(kind: DocumentKind, id: &str, version: &str) -> String {
    format!("{}/{id}/{version}.html", folder(kind))
}

/// Such a version for print, in one of its editions, such as `-trainer`; the usual one has no name.
#[must_use]
pub(crate) fn version_pdf(kind: DocumentKind, id: &str, version: &str, edition: &str) -> String {
    format!("{}/{id}/{version}{edition}.pdf", folder(kind))
}

/// What changed with a version; `version` is its date, or `draft`.
#[must_use]
pub(crate) fn changes(kind: DocumentKind, id: &str, version: &str) -> String {
    format!("{}/{id}/{version}-changes.html", folder(kind))
}

/// The list of a document's versions.
#[must_use]
pub(crate) fn versions_of(kind: DocumentKind, id: &str) -> String {
    format!("{}/{id}/versions.html", folder(kind))
}

/// The page of a unit of a curriculum.
#[must_use]
pub(crate) fn unit(curriculum: &str, unit: &str) -> String {
    version(DocumentKind::Curriculum, curriculum, unit)
}

/// A place of a document, or its page.
#[must_use]
pub(crate) fn place(document: &DocumentId, anchor: Option<&Anchor>) -> String {
    if let (DocumentKind::Curriculum, Some(Anchor::Unit(id))) = (document.kind, anchor) {
        return unit(&document.id, id);
    }
    let page = page(document.kind, &document.id);
    anchor.map_or_else(|| page.clone(), |anchor| format!("{page}#{anchor}"))
}

#[must_use]
pub(crate) fn pdf(kind: DocumentKind, id: &str) -> String {
    format!("{}/{id}.pdf", folder(kind))
}

pub(crate) const FORMS: &str = "forms/index.html";

#[must_use]
pub(crate) fn form_large_print(id: &str) -> String {
    format!("forms/{id}-large-print.pdf")
}

/// A translation with its original beside it.
#[must_use]
pub(crate) fn form_side_by_side(id: &str) -> String {
    format!("forms/{id}-side-by-side.pdf")
}

/// More of the groups that repeat.
#[must_use]
pub(crate) fn form_continuation(id: &str) -> String {
    format!("forms/{id}-continuation.pdf")
}

pub(crate) const CURRICULA: &str = "curricula/index.html";

/// What belongs to a curriculum, for print: its `edition` is `-trainer`, `-form-b`, `-attendance` or `-certificate`.
#[must_use]
pub(crate) fn curriculum_pdf(id: &str, edition: &str) -> String {
    pdf(DocumentKind::Curriculum, &format!("{id}{edition}"))
}

/// The list of the guide's pages.
pub(crate) const GUIDE: &str = "guide/index.html";

#[must_use]
pub(crate) fn guide(id: &str) -> String {
    page(DocumentKind::Guide, id)
}

#[must_use]
pub(crate) fn specification(id: &str) -> String {
    format!("specifications/{id}.html")
}

/// A part of a large specification.
#[must_use]
pub(crate) fn specification_part(specification: &str, part: &str) -> String {
    // Alone, a part may have a name that Windows reserves.
    format!("specifications/{specification}/part-{part}.html")
}

/// What the revision of a day touches; `version` is its date.
#[must_use]
pub(crate) fn impact(specification: &str, version: &str) -> String {
    format!("specifications/{specification}/{version}-impact.html")
}

#[must_use]
pub(crate) fn impact_pdf(specification: &str, version: &str) -> String {
    format!("specifications/{specification}/{version}-impact.pdf")
}

/// A clause on its specification's page.
#[must_use]
pub(crate) fn clause(specification: &str, clause: &str) -> String {
    format!("specifications/{specification}.html#{clause}")
}

/// A picture, by its path in the handbook's folder.
#[must_use]
pub(crate) fn image(path: &str) -> String {
    format!("images/{}", path.strip_prefix("content/").unwrap_or(path))
}
