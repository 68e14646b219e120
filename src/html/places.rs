//! The place of each page in the site.

use crate::model::DocumentKind;
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::view::document::DocumentRow;
use crate::view::impact::ImpactPage;
use crate::view::place::{LinkView, PagePlace, Places, SeriesPage, entry};
use crate::view::redline::RedlinePage;
use crate::view::specification::SpecificationPage;
use crate::view::versions::{VersionLinks, VersionList};
use crate::view::{OtherPages, Pages, address};
use crate::words::TitlesWords;

pub(crate) struct SitePlaces {
    pub(crate) home: PagePlace,
    pub(crate) director: PagePlace,
    pub(crate) director_lists: PagePlace,
    pub(crate) trainer: PagePlace,
    pub(crate) staff: PagePlace,
    pub(crate) not_found: PagePlace,
    pub(crate) coverage: PagePlace,
    pub(crate) policies: PagePlace,
    pub(crate) forms: PagePlace,
    pub(crate) curricula: PagePlace,
    pub(crate) specifications: PagePlace,
    pub(crate) guide: PagePlace,
    pub(crate) each_policy: Vec<PagePlace>,
    pub(crate) each_form: Vec<PagePlace>,
    pub(crate) each_curriculum: Vec<PagePlace>,
    /// The units of each curriculum.
    pub(crate) each_unit: Vec<Vec<PagePlace>>,
    pub(crate) each_specification: Vec<PagePlace>,
    pub(crate) undated: PagePlace,
    pub(crate) versions: VersionPlaces,
    pub(crate) redlines: Vec<PagePlace>,
    pub(crate) impacts: Vec<PagePlace>,
    /// The pages of the parts of each specification.
    pub(crate) parts: Vec<Vec<PagePlace>>,
    /// The pages that are made, then those that are written.
    pub(crate) each_guide_page: Vec<PagePlace>,
}

/// The places of versions besides the current ones, and of the lists of versions.
pub(crate) struct VersionPlaces {
    pub(crate) policies: Vec<PagePlace>,
    pub(crate) forms: Vec<PagePlace>,
    pub(crate) curricula: Vec<PagePlace>,
    pub(crate) lists: Vec<PagePlace>,
    pub(crate) ended: Vec<PagePlace>,
    pub(crate) moved: Vec<PagePlace>,
    pub(crate) all: PagePlace,
}

impl VersionPlaces {
    fn new(pages: &Pages<'_>, places: &Places<'_>, today: &str) -> Self {
        let OtherPages { policies, forms, curricula, lists, ended, moved } = &pages.others;
        let (titles, say) = (&places.words.titles, &places.words.versions);
        let above = |kind: DocumentKind| above(kind, titles);
        let version = |kind: DocumentKind, row: &DocumentRow, links: &VersionLinks| {
            let title = links.notice.as_ref().map_or(row.title.as_str(), |notice| &notice.title);
            let document = LinkView::new(&row.title, &address::page(kind, &row.id));
            let (_, version, reviewed) = entry(row);
            places.version(LinkView::new(title, &row.url), vec![above(kind), document], version, reviewed)
        };
        let list = |list: &VersionList| {
            let title = say.all_of.fill(&[("title", &list.document.title)]);
            let trail = vec![above(list.id.kind), list.document.clone()];
            places.version(LinkView::new(&title, &list.url), trail, String::new(), String::new())
        };
        let below = |kind: DocumentKind, own: LinkView| {
            places.version(own, vec![above(kind)], String::new(), String::new())
        };
        Self {
            policies: policies
                .iter()
                .map(|page| version(DocumentKind::Policy, &page.row, &page.versions))
                .collect(),
            forms: forms
                .iter()
                .map(|page| version(DocumentKind::Form, &page.list.row, &page.versions))
                .collect(),
            curricula: curricula
                .iter()
                .map(|page| version(DocumentKind::Curriculum, &page.row, &page.versions))
                .collect(),
            lists: lists.iter().map(list).collect(),
            ended: ended.iter().map(|page| below(page.id.kind, page.list.document.clone())).collect(),
            moved: moved.iter().map(|page| below(page.kind, LinkView::new(&say.moved, &page.url))).collect(),
            all: places.top(&say.all, address::VERSIONS, today),
        }
    }
}

/// The list of the documents of a kind.
pub(super) fn above(kind: DocumentKind, titles: &TitlesWords) -> LinkView {
    match kind {
        DocumentKind::Form => LinkView::new(&titles.forms, address::FORMS),
        DocumentKind::Curriculum => LinkView::new(&titles.training, address::CURRICULA),
        DocumentKind::Policy => LinkView::new(&titles.policies, address::POLICIES),
        DocumentKind::Guide => LinkView::new(&titles.guide, address::GUIDE),
    }
}

/// The units of a curriculum: below its page.
fn units(page: &CurriculumPage<'_>, places: &Places<'_>) -> Vec<PagePlace> {
    let above = above(DocumentKind::Curriculum, &places.words.titles);
    let (curriculum, version, reviewed) = entry(&page.row);
    let entry = |unit: &UnitRow| (LinkView::new(&unit.title, &unit.url), version.clone(), reviewed.clone());
    let units: Vec<SeriesPage> = page.units.iter().map(entry).collect();
    places.series_below(&[above, curriculum], &units)
}

/// What changed with a version: below the page of its document.
fn redline(page: &RedlinePage<'_>, places: &Places<'_>) -> PagePlace {
    let (say, title) = (&places.words.redline, &page.row.title);
    let lead = say.lead.fill(&[("old", &page.old.name), ("new", &page.new.name)]);
    let kind = page.document.kind;
    let document = LinkView::new(title, &address::page(kind, &page.document.id));
    let trail = vec![above(kind, &places.words.titles), document];
    let own = LinkView::new(&say.title.fill(&[("title", title)]), &page.url);
    places.version(own, trail, lead, String::new())
}

/// What a revision touches: below the page of its specification.
fn impact(page: &ImpactPage, places: &Places<'_>, today: &str) -> PagePlace {
    let list = LinkView::new(&places.words.titles.specifications, address::SPECIFICATIONS);
    let trail = vec![list, page.specification.clone()];
    places.version(LinkView::new(&page.title, &page.url), trail, today.to_owned(), String::new())
}

/// The pages of the parts of a specification, each with its neighbors.
fn parts(page: &SpecificationPage, places: &Places<'_>) -> Vec<PagePlace> {
    let list = LinkView::new(&places.words.titles.specifications, address::SPECIFICATIONS);
    let trail = [list, LinkView::new(&page.row.short_title, &page.row.url)];
    let links: Vec<LinkView> = page.parts.iter().map(|part| LinkView::new(&part.title, &part.url)).collect();
    let version = places.words.specifications.text_of.fill(&[("day", &page.row.revision)]);
    let place = |(at, own): (usize, &LinkView)| PagePlace {
        before: at.checked_sub(1).and_then(|at| links.get(at)).cloned(),
        after: links.get(at + 1).cloned(),
        ..places.version(own.clone(), trail.to_vec(), version.clone(), String::new())
    };
    links.iter().enumerate().map(place).collect()
}

impl SitePlaces {
    /// Finds the place of every page.
    pub(crate) fn new(pages: &Pages<'_>) -> Self {
        let shell = &pages.shell;
        let (words, titles) = (&shell.words, &shell.words.titles);
        let places = Places { words, report_to: Some(shell.report_to.as_str()).filter(|to| !to.is_empty()) };
        let today = words.dates.as_of.fill(&[("day", &shell.as_of)]);
        let list = |title: &str, url: &str| places.top(title, url, "");
        let policies: Vec<SeriesPage> = pages.policies.iter().map(|page| entry(&page.row)).collect();
        let forms: Vec<SeriesPage> = pages.forms.iter().map(|page| entry(&page.list.row)).collect();
        let curricula: Vec<SeriesPage> = pages.curricula.iter().map(|page| entry(&page.row)).collect();
        let specifications: Vec<SeriesPage> = pages
            .specifications
            .iter()
            .map(|page| {
                let link = LinkView::new(&page.row.short_title, &page.row.url);
                (link, words.specifications.text_of.fill(&[("day", &page.row.revision)]), String::new())
            })
            .collect();
        // In the order of the list of the guide: what is looked up, then what is read.
        let mut guide: Vec<SeriesPage> = [
            (&titles.deadlines, DEADLINES),
            (&titles.whom_to_call, WHOM_TO_CALL),
            (&titles.glossary, GLOSSARY),
        ]
        .map(|(title, id)| (LinkView::new(title, &address::guide(id)), String::new(), String::new()))
        .to_vec();
        let written = pages.guide.rows().into_iter();
        guide.extend(written.map(|row| (LinkView::new(&row.title, &row.url), String::new(), String::new())));
        let series = |title: &str, url: &str, entries: &[SeriesPage]| {
            places.series(&LinkView::new(title, url), entries)
        };
        Self {
            home: places.home(&shell.title),
            director: places.top(&titles.directors, address::DIRECTOR, &today),
            director_lists: places.top(&titles.director_lists, address::DIRECTOR_LISTS, &today),
            trainer: places.top(&titles.trainers, address::TRAINER, ""),
            staff: places.top(&titles.staff, address::STAFF, ""),
            not_found: places.top(&titles.not_found, address::NOT_FOUND, ""),
            coverage: places.top(&titles.coverage, address::COVERAGE, &today),
            policies: list(&titles.policies, address::POLICIES),
            forms: list(&titles.forms, address::FORMS),
            curricula: list(&titles.training, address::CURRICULA),
            specifications: list(&titles.specifications, address::SPECIFICATIONS),
            guide: list(&titles.guide, address::GUIDE),
            undated: places.top(&words.versions.undated, address::UNDATED, &today),
            versions: VersionPlaces::new(pages, &places, &today),
            redlines: pages.redlines.iter().map(|page| redline(page, &places)).collect(),
            parts: pages.specifications.iter().map(|page| parts(page, &places)).collect(),
            impacts: pages.impacts.iter().map(|page| impact(page, &places, &today)).collect(),
            each_policy: series(&titles.policies, address::POLICIES, &policies),
            each_form: series(&titles.forms, address::FORMS, &forms),
            each_curriculum: series(&titles.training, address::CURRICULA, &curricula),
            each_unit: pages.curricula.iter().map(|page| units(page, &places)).collect(),
            each_specification: series(&titles.specifications, address::SPECIFICATIONS, &specifications),
            each_guide_page: series(&titles.guide, address::GUIDE, &guide),
        }
    }
}
