//! The versions of a document: what the page of one says about the others, and the lists of all.

use serde::Serialize;

use super::address;
use super::document;
use super::place::LinkView;
use super::words::{self, StateView};
use crate::memo::Keyed;
use crate::model::curriculum::Unit;
use crate::model::{
    AnswersShown, Date, DocumentEnd, DocumentId, DocumentKind, EndedDocument, EndedDocuments, Handbook,
    Header, Version, VersionStatus, Versioned,
};
use crate::words::Sentence;

/// What the page of a version says about the versions of its document.
#[derive(Debug, Clone, Hash, Serialize)]
pub(crate) struct VersionLinks {
    #[serde(skip)]
    pub(crate) status: VersionStatus,
    /// What a version is that is not the one shown at the document's own address.
    pub(crate) notice: Option<VersionNotice>,
    /// Announces the versions to come, with links to them.
    pub(crate) next: Vec<LinkView>,
    /// That the document ends or has ended.
    pub(crate) end: Option<EndView>,
    /// The list of all versions, from the site's root; `None` where the document has one version.
    pub(crate) all: Option<String>,
    /// What changed with this version, from the site's root; `None` where there is no other to compare it with.
    pub(crate) changes: Option<String>,
}

/// What the page of another version says at its top, and the page of the current version.
#[derive(Debug, Clone, Hash, Serialize)]
pub(crate) struct VersionNotice {
    /// What the page is called, such as `Intake: version of January 1, 2027`.
    pub(crate) title: String,
    pub(crate) words: String,
    /// How it looks: `past`, `to-come` or `draft`.
    pub(crate) look: &'static str,
    /// The page of the current version, from the site's root; `None` on that page.
    pub(crate) current: Option<String>,
}

/// The end of a document, as its pages tell it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct EndView {
    /// On which day.
    pub(crate) words: String,
    pub(crate) why: String,
    /// What takes its place, with a link to it.
    pub(crate) successor: Option<LinkView>,
}

/// What is at the address of a document that has ended.
#[derive(Debug, Serialize)]
pub(crate) struct EndedPage {
    #[serde(skip)]
    pub(crate) id: DocumentId,
    pub(crate) number: String,
    pub(crate) end: EndView,
    /// Its versions.
    pub(crate) list: VersionList,
}

/// What is at an address that a document had before.
#[derive(Debug, Serialize)]
pub(crate) struct MovedPage {
    /// From the site's root.
    pub(crate) url: String,
    /// The document, at its present address.
    pub(crate) to: LinkView,
    #[serde(skip)]
    pub(crate) kind: DocumentKind,
}

/// All versions of a document that has more than one, or has ended.
#[derive(Debug, Serialize)]
pub(crate) struct VersionList {
    /// The page of the document.
    pub(crate) document: LinkView,
    /// The list of its versions.
    pub(crate) url: String,
    pub(crate) number: String,
    #[serde(skip)]
    pub(crate) id: DocumentId,
    /// The newest first.
    pub(crate) rows: Vec<VersionRow>,
}

/// A version in a list.
#[derive(Debug, Serialize)]
pub(crate) struct VersionRow {
    /// The day on which it takes effect, or that it is a draft.
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) pdf: String,
    pub(crate) standing: StateView,
    /// Who approved it and when.
    pub(crate) approval: String,
    /// What changed with it; empty where its history doesn't say.
    pub(crate) change: String,
}

/// What the document's own page says about its other versions.
#[must_use]
pub(crate) fn links<V: Version>(document: &Versioned<V>, handbook: &Handbook) -> VersionLinks {
    let kind = document.current.kind();
    let (say, dates) = (&handbook.words.versions, &handbook.words.dates);
    let next = document.others.iter().filter_map(|other| {
        let words = match other.status {
            VersionStatus::Upcoming { on } => say.next_upcoming.fill(&[("day", &dates.day(on))]),
            VersionStatus::Waiting { on } if on <= handbook.as_of => {
                say.next_late.fill(&[("day", &dates.day(on))])
            }
            VersionStatus::Waiting { on } => say.next_waiting.fill(&[("day", &dates.day(on))]),
            VersionStatus::Draft => say.next_draft.to_string(),
            VersionStatus::Shown
            | VersionStatus::Superseded { .. }
            | VersionStatus::Ended { .. }
            | VersionStatus::NeverInForce => return None,
        };
        let name = name(other.version.header());
        Some(LinkView::new(&words, &address::version(kind, &document.id, &name)))
    });
    // There is nothing but a draft, which only the preview shows.
    let is_draft = document.current.header().effective.is_none();
    let notice = is_draft.then(|| VersionNotice {
        title: document.current.header().title.to_string(),
        words: say.draft.to_string(),
        look: "draft",
        current: None,
    });
    VersionLinks {
        status: VersionStatus::Shown,
        notice,
        next: next.collect(),
        end: document.current.header().end.as_ref().map(|end| end_view(end, &say.ends, handbook)),
        all: (!document.others.is_empty()).then(|| address::versions_of(kind, &document.id)),
        changes: replaced(document)
            .filter(|_| has_changes(kind, handbook))
            .map(|_| address::changes(kind, &document.id, &name(document.current.header()))),
    }
}

/// What the page of another version says.
#[must_use]
pub(crate) fn links_of_other<V: Version>(
    document: &Versioned<V>,
    header: &Header,
    status: VersionStatus,
    handbook: &Handbook,
) -> VersionLinks {
    let kind = document.current.kind();
    let (say, dates) = (&handbook.words.versions, &handbook.words.dates);
    let (words, look) = match status {
        VersionStatus::Shown => (String::new(), "current"),
        VersionStatus::Upcoming { on } => (say.upcoming.fill(&[("day", &dates.day(on))]), "to-come"),
        VersionStatus::Waiting { on } if on <= handbook.as_of => {
            (say.late.fill(&[("day", &dates.day(on))]), "to-come")
        }
        VersionStatus::Waiting { on } => (say.waiting.fill(&[("day", &dates.day(on))]), "to-come"),
        VersionStatus::Draft => (say.draft.to_string(), "draft"),
        VersionStatus::Superseded { on } => (say.superseded.fill(&[("day", &dates.day(on))]), "past"),
        // That is said with the reason.
        VersionStatus::Ended { on: _ } => (String::new(), "past"),
        VersionStatus::NeverInForce => (say.never_in_force.to_string(), "past"),
    };
    let title = match header.effective {
        Some(day) => say.version_of.fill(&[("title", &*header.title), ("day", &dates.day(day))]),
        None => say.draft_of.fill(&[("title", &*header.title)]),
    };
    let ended = handbook.ended.end_of(&kind.id(&document.id)).filter(|_| !status.is_to_come());
    let current = Some(address::page(kind, &document.id)).filter(|_| ended.is_none());
    VersionLinks {
        status,
        notice: Some(VersionNotice { title, words, look, current }),
        next: Vec::new(),
        end: match (ended, &header.end) {
            (Some(end), _) => Some(end_view(end, &say.ended, handbook)),
            (None, Some(end)) if status.is_to_come() => Some(end_view(end, &say.ends, handbook)),
            (None, _) => None,
        },
        all: Some(address::versions_of(kind, &document.id)),
        changes: (status.is_to_come() && has_changes(kind, handbook))
            .then(|| address::changes(kind, &document.id, &name(header))),
    }
}

/// Whether what changed with versions has pages. Of curricula these tell answers.
fn has_changes(kind: DocumentKind, handbook: &Handbook) -> bool {
    kind != DocumentKind::Curriculum || handbook.answers == AnswersShown::All
}

/// `say` tells of the day.
fn end_view(end: &DocumentEnd, say: &Sentence, handbook: &Handbook) -> EndView {
    let DocumentEnd { on, why, successor } = end;
    EndView {
        words: say.fill(&[("day", &handbook.words.dates.day(*on))]),
        why: why.to_string(),
        successor: successor.as_ref().and_then(|successor| link_to(successor, handbook)),
    }
}

/// A link to a document, which may have ended.
fn link_to(document: &DocumentId, handbook: &Handbook) -> Option<LinkView> {
    let page =
        || handbook.guide.iter().find(|page| document.kind == DocumentKind::Guide && page.id == document.id);
    let title = handbook.title_of(document).or_else(|| Some(page()?.title.as_str()))?;
    Some(LinkView::new(title, &address::page(document.kind, &document.id)))
}

/// The pages at the addresses of documents that have ended.
#[must_use]
pub(crate) fn ended(handbook: &Handbook) -> Vec<EndedPage> {
    let mut pages = Vec::new();
    let EndedDocuments { policies, forms, curricula } = &handbook.ended;
    pages.extend(policies.iter().filter_map(|one| ended_page(one, handbook)));
    pages.extend(forms.iter().filter_map(|one| ended_page(one, handbook)));
    pages.extend(curricula.iter().filter_map(|one| ended_page(one, handbook)));
    pages
}

fn ended_page<V: Version>(ended: &EndedDocument<V>, handbook: &Handbook) -> Option<EndedPage> {
    let header = ended.document.current.header();
    Some(EndedPage {
        id: ended.document.current.kind().id(&ended.document.id),
        number: header.number.to_string(),
        end: end_view(header.end.as_ref()?, &handbook.words.versions.ended, handbook),
        list: ended_list(ended, handbook),
    })
}

/// The pages at addresses that documents had before.
#[must_use]
pub(crate) fn moved(handbook: &Handbook) -> Vec<MovedPage> {
    let renamed = handbook.renamed.iter();
    let page = |(former, present): (&DocumentId, &DocumentId)| {
        let url = address::page(former.kind, &former.id);
        Some(MovedPage { url, to: link_to(present, handbook)?, kind: former.kind })
    };
    let mut pages: Vec<MovedPage> = renamed.filter_map(page).collect();
    pages.extend(moved_units(handbook));
    pages
}

/// The pages at addresses that units had: of a curriculum of another name, of one that has ended, and of another version. The first leads
/// to the unit; the others, which nobody teaches any more, to the curriculum.
fn moved_units(handbook: &Handbook) -> Vec<MovedPage> {
    let kind = DocumentKind::Curriculum;
    let mut pages: Vec<MovedPage> = Vec::new();
    let current = |id: &str| handbook.curricula.iter().find(|one| one.id == id);
    let mut add = |url: String, to: LinkView| {
        if !pages.iter().any(|page| page.url == url) {
            pages.push(MovedPage { url, to, kind });
        }
    };
    for (former, present) in handbook.renamed.iter().filter(|(former, _)| former.kind == kind) {
        for unit in current(&present.id).into_iter().flat_map(|one| &one.current.units) {
            let to = LinkView::new(&unit.title, &address::unit(&present.id, &unit.id));
            add(address::unit(&former.id, &unit.id), to);
        }
    }
    let ended = handbook.ended.curricula.iter().map(|one| &one.document);
    for curriculum in handbook.curricula.iter().chain(ended) {
        let taught: &[Unit] = current(&curriculum.id).map_or(&[], |one| &one.current.units);
        let others = curriculum.others.iter().filter(|other| other.status.is_past());
        let versions = others.map(|other| &*other.version).chain([&*curriculum.current]);
        let gone = versions.flat_map(|version| &version.units);
        for unit in gone.filter(|unit| taught.iter().all(|own| own.id != unit.id)) {
            let title = &curriculum.current.header.title;
            let to = LinkView::new(title, &address::page(kind, &curriculum.id));
            add(address::unit(&curriculum.id, &unit.id), to);
        }
    }
    pages
}

/// The version that the current one replaced, if it has a page.
#[must_use]
pub(crate) fn replaced<V: Version>(document: &Versioned<V>) -> Option<&Keyed<V>> {
    let effective = document.current.header().effective;
    let others = document.others.iter().filter(|other| {
        matches!(other.status, VersionStatus::Superseded { .. })
            && other.version.header().effective < effective
    });
    others.map(|other| &other.version).max_by_key(|version| version.header().effective)
}

/// How the address of a version names it: `2027-01-01`, or `draft`.
#[must_use]
pub(crate) fn name(header: &Header) -> String {
    header.effective.map_or_else(|| "draft".to_owned(), |day| day.to_string())
}

/// How readers call a version beside others: `January 1, 2027`, or `Draft`.
pub(crate) fn day(header: &Header, handbook: &Handbook) -> String {
    let words = &handbook.words;
    header.effective.map_or_else(|| words.standing.draft.to_string(), |day| words.dates.day(day))
}

/// Every document with more than one version, in the order of kinds and numbers.
#[must_use]
pub(crate) fn lists(handbook: &Handbook) -> Vec<VersionList> {
    let mut lists = Vec::new();
    add(&handbook.policies, handbook, &mut lists);
    add(&handbook.forms, handbook, &mut lists);
    add(&handbook.curricula, handbook, &mut lists);
    let EndedDocuments { policies, forms, curricula } = &handbook.ended;
    lists.extend(policies.iter().map(|one| ended_list(one, handbook)));
    lists.extend(forms.iter().map(|one| ended_list(one, handbook)));
    lists.extend(curricula.iter().map(|one| ended_list(one, handbook)));
    lists
}

/// The versions of a document that has ended.
fn ended_list<V: Version>(ended: &EndedDocument<V>, handbook: &Handbook) -> VersionList {
    let document = &ended.document;
    let rows = ended.pages().map(|other| {
        let header = other.version.header();
        (header.effective, row(document, header, other.status, handbook))
    });
    list(document, rows.collect())
}

fn add<V: Version>(documents: &[Versioned<V>], handbook: &Handbook, lists: &mut Vec<VersionList>) {
    for document in documents.iter().filter(|document| !document.others.is_empty()) {
        let current: &V = &document.current;
        let (kind, header) = (current.kind(), current.header());
        let shown = VersionRow {
            url: address::page(kind, &document.id),
            pdf: address::pdf(kind, &document.id),
            ..row(document, header, VersionStatus::Shown, handbook)
        };
        let others = document.others.iter();
        let mut rows: Vec<(Option<Date>, VersionRow)> = others
            .map(|other| {
                let header = other.version.header();
                (header.effective, row(document, header, other.status, handbook))
            })
            .collect();
        rows.push((header.effective, shown));
        lists.push(list(document, rows));
    }
}

fn list<V: Version>(document: &Versioned<V>, mut rows: Vec<(Option<Date>, VersionRow)>) -> VersionList {
    // The newest first; a draft, which has no date yet, before all.
    rows.sort_by_key(|(effective, _)| std::cmp::Reverse(effective.unwrap_or(Date::MAX)));
    let (kind, header) = (document.current.kind(), document.current.header());
    VersionList {
        document: LinkView::new(&header.title, &address::page(kind, &document.id)),
        url: address::versions_of(kind, &document.id),
        number: header.number.to_string(),
        id: kind.id(&document.id),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn row<V: Version>(
    document: &Versioned<V>,
    header: &Header,
    status: VersionStatus,
    handbook: &Handbook,
) -> VersionRow {
    let (kind, name) = (document.current.kind(), name(header));
    let newest = header.history.first();
    VersionRow {
        name: day(header, handbook),
        url: address::version(kind, &document.id, &name),
        pdf: address::version_pdf(kind, &document.id, &name, ""),
        standing: words::standing_of(status, header, handbook),
        approval: document::approval(header, &handbook.words),
        change: newest.map(|change| document::change_text(change, &handbook.words)).unwrap_or_default(),
    }
}
