//! What can be found: the pages of the handbook, and in them every section, field, unit, clause and term.

use crate::model::Anchor;
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::model::passages::{Part, Passage, Role, Shown};
use crate::model::text::plain_text;
use crate::view::curriculum::CurriculumPage;
use crate::view::document::DocumentRow;
use crate::view::form::FormPage;
use crate::view::guide::{ContactView, FigureRow, Guide, GuideView};
use crate::view::policy::PolicyPage;
use crate::view::specification::{ClauseView, SpecificationPage};
use crate::view::translation::TranslatedPages;
use crate::view::{Pages, address};
use crate::words::{FixedWords, own_name};

/// What is found; results are grouped by it. The words for each are in `templates/html/search.html`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchKind {
    /// A policy, or a section of one.
    Policy,
    Form,
    /// A section or field of a form.
    Field,
    /// A curriculum, or a unit of one.
    Unit,
    /// A specification, or a clause of one.
    Clause,
    /// A guide page, or a section of one.
    Guide,
    Term,
    /// A figure that a clause sets, or a number to call.
    Figure,
}

impl SearchKind {
    /// All, in the order of their numbers in the index.
    pub(crate) const ALL: [Self; 8] = [
        Self::Policy,
        Self::Form,
        Self::Field,
        Self::Unit,
        Self::Clause,
        Self::Guide,
        Self::Term,
        Self::Figure,
    ];

    /// Its name in the template and in the index.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Form => "form",
            Self::Field => "field",
            Self::Unit => "unit",
            Self::Clause => "clause",
            Self::Guide => "guide",
            Self::Term => "term",
            Self::Figure => "figure",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPlace {
    pub kind: SearchKind,
    pub title: String,
    /// Its anchor; empty for the page itself.
    pub anchor: String,
    /// Numbers, ids and figures that people know it by.
    pub names: String,
    pub text: String,
}

/// A page with its places, of which the first is the page itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub url: String,
    pub title: String,
    /// Its language, where it isn't the handbook's.
    pub language: Option<PageLanguage>,
    /// At least one.
    pub places: Vec<SearchPlace>,
}

/// The language of a translated page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLanguage {
    /// BCP 47.
    pub tag: String,
    /// As its speakers call it.
    pub name: String,
}

impl Page {
    fn new(url: String, kind: SearchKind, title: &str, number: &str, text: String) -> Self {
        let itself = place(kind, title, String::new(), number.to_owned(), text);
        Self { url, title: itself.title.clone(), language: None, places: vec![itself] }
    }

    /// The text of a document, part by part; what belongs to no part with a place of its own belongs to the page.
    fn add(&mut self, kind: SearchKind, passages: &[Passage<'_>]) {
        for part in passages.chunk_by(|one, next| one.part == next.part) {
            let [first, ..] = part else { continue };
            let text = text_of(part);
            match anchor(first.part) {
                None => self.places[0].text = join([self.places[0].text.as_str(), &text]),
                Some(anchor) => {
                    self.places.push(place(kind, &first.text(), anchor, String::new(), text));
                }
            }
        }
    }
}

/// Every page that has something to find, in a lasting order.
#[must_use]
pub fn places(pages: &Pages<'_>) -> Vec<Page> {
    let policies = pages.policies.iter().map(policy);
    let forms = pages.forms.iter().map(form);
    let curricula = pages.curricula.iter().flat_map(curriculum);
    let specifications = pages.specifications.iter().map(specification);
    let guide = pages.guide.pages.iter().map(guide_page);
    let mut all: Vec<Page> =
        policies.chain(forms).chain(curricula).chain(specifications).chain(guide).collect();
    let words = &pages.shell.words;
    all.extend([
        deadlines(&pages.guide, words),
        whom_to_call(&pages.guide, words),
        glossary(&pages.guide, words),
    ]);
    // After the originals: what two languages call the same is found in the handbook's own first.
    all.extend(pages.translations.iter().flat_map(translated));
    all
}

/// The pages in another language, by their words in that language.
fn translated(pages: &TranslatedPages<'_>) -> Vec<Page> {
    let TranslatedPages { shell, policies, forms, guide } = pages;
    let found = policies.iter().map(policy).chain(forms.iter().map(form)).chain(guide.iter().map(guide_page));
    let language = PageLanguage { tag: shell.language.to_string(), name: own_name(&shell.language) };
    found.map(|page| Page { language: Some(language.clone()), ..page }).collect()
}

fn policy(page: &PolicyPage<'_>) -> Page {
    let row = &page.row;
    let mut found = Page::new(row.url.clone(), SearchKind::Policy, &row.title, &row.number, String::new());
    found.add(SearchKind::Policy, &page.version.passages());
    found
}

fn form(page: &FormPage<'_>) -> Page {
    let row = &page.list.row;
    let mut found = Page::new(row.url.clone(), SearchKind::Form, &row.title, &row.number, String::new());
    found.add(SearchKind::Field, &page.version.passages());
    found
}

/// A curriculum, and each of its units with a page of its own.
fn curriculum(page: &CurriculumPage<'_>) -> Vec<Page> {
    let row = &page.row;
    let passages = page.version.passages();
    let (units, own): (Vec<Passage<'_>>, Vec<Passage<'_>>) =
        passages.into_iter().partition(|one| matches!(one.part, Part::Unit(_)));
    let mut found = Page::new(row.url.clone(), SearchKind::Unit, &row.title, &row.number, String::new());
    found.add(SearchKind::Unit, &own);
    let units = units.chunk_by(|one, next| one.part == next.part);
    [found].into_iter().chain(units.filter_map(|part| unit(row, part))).collect()
}

/// A unit by its passages, of which the first is its title.
fn unit(row: &DocumentRow, part: &[Passage<'_>]) -> Option<Page> {
    let [first, ..] = part else { return None };
    let Part::Unit(id) = first.part else { return None };
    let itself = place(SearchKind::Unit, &first.text(), String::new(), String::new(), text_of(part));
    Some(Page { url: address::unit(&row.id, id), title: first.text(), language: None, places: vec![itself] })
}

fn specification(page: &SpecificationPage) -> Page {
    let row = &page.row;
    let text = format!("{} {}", row.publisher, row.jurisdiction);
    let names = format!("{} {}", row.short_title, row.id);
    let mut found = Page::new(row.url.clone(), SearchKind::Clause, &row.title, &names, text);
    // Its short title is next to each clause on the page, and people search for it with the clause's number.
    found.title.clone_from(&row.short_title);
    found.places.extend(page.clauses.iter().map(clause));
    found
}

fn clause(clause: &ClauseView) -> SearchPlace {
    let figures = clause.figures.iter().flat_map(|figure| [figure.value.as_str(), figure.what.as_str()]);
    let names = format!("{} {} {}", clause.id, clause.citation, join(figures));
    let title = format!("{} {}", clause.label, clause.title);
    place(SearchKind::Clause, &title, clause.id.clone(), names, clause.summary.clone())
}

fn guide_page(view: &GuideView<'_>) -> Page {
    let mut found = Page::new(view.row.url.clone(), SearchKind::Guide, &view.row.title, "", String::new());
    found.add(SearchKind::Guide, &view.page.passages());
    found
}

fn deadlines(guide: &Guide<'_>, words: &FixedWords) -> Page {
    let mut found =
        Page::new(address::guide(DEADLINES), SearchKind::Guide, &words.titles.deadlines, "", String::new());
    for event in &guide.events {
        let figures: Vec<String> =
            event.figures.iter().map(|figure| format!("{} {}", figure.value, figure.what)).collect();
        let text = join(figures.iter().map(String::as_str));
        found.places.push(place(SearchKind::Guide, &event.name, event.anchor.clone(), String::new(), text));
        found.places.extend(event.figures.iter().map(|row| figure(row, &words.search.asks_figure)));
    }
    found
}

fn whom_to_call(guide: &Guide<'_>, words: &FixedWords) -> Page {
    let ours = guide.contacts.iter().map(|contact| format!("{} {}", contact.what, contact.value));
    let set = guide.telephones.iter().map(|figure| format!("{} {}", figure.what, figure.value));
    let numbers: Vec<String> = ours.chain(set).collect();
    let text = join(numbers.iter().map(String::as_str));
    let (title, names) = (&words.titles.whom_to_call, &words.guide.number_names);
    let mut found = Page::new(address::guide(WHOM_TO_CALL), SearchKind::Guide, title, names, text);
    found.places.extend(guide.contacts.iter().map(|ContactView { what, value, anchor, telephone: _ }| {
        place(
            SearchKind::Figure,
            &format!("{what}: {value}"),
            anchor.clone(),
            names.to_string(),
            String::new(),
        )
    }));
    found.places.extend(guide.telephones.iter().map(|row| figure(row, names)));
    found
}

/// A row of figures. `asks` are the words by which people ask for it and that it need not have, such as "days" for two weeks.
fn figure(row: &FigureRow, asks: &str) -> SearchPlace {
    let clauses = row.clauses.iter().map(|clause| clause.title.as_str());
    let passages = row.passages.iter().map(|passage| passage.title.as_str());
    let text = join(clauses.chain(passages));
    let title = format!("{}: {}", row.value, row.what);
    place(SearchKind::Figure, &title, row.anchor.clone(), asks.to_owned(), text)
}

fn glossary(guide: &Guide<'_>, words: &FixedWords) -> Page {
    let mut found =
        Page::new(address::guide(GLOSSARY), SearchKind::Guide, &words.titles.glossary, "", String::new());
    for term in guide.terms {
        let title = match &term.short {
            Some(short) => format!("{} ({short})", term.term),
            None => term.term.to_string(),
        };
        let names = join(term.also.iter().chain(&term.not).map(|word| word.as_str()));
        let meaning = plain_text(&term.meaning);
        found.places.push(place(SearchKind::Term, &title, term.anchor.clone(), names, meaning));
    }
    found
}

fn place(kind: SearchKind, title: &str, anchor: String, names: String, text: String) -> SearchPlace {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    SearchPlace { kind, title, anchor, names, text }
}

/// The place of a part on its page; `None` for what is found as the page itself.
fn anchor(part: Part<'_>) -> Option<String> {
    match part {
        Part::Head | Part::Opening => None,
        Part::Under(anchor) | Part::Term(anchor) | Part::Clause(anchor) => Some(anchor.to_owned()),
        Part::Section(id) => Some(Anchor::Section(id.to_owned()).to_string()),
        Part::Field(id) => Some(Anchor::Field(id.to_owned()).to_string()),
        Part::Unit(id) => Some(Anchor::Unit(id.to_owned()).to_string()),
    }
}

/// What is found of a part besides its title.
fn text_of(part: &[Passage<'_>]) -> String {
    let title = part.iter().take(1).filter(|first| matches!(first.role, Role::Title | Role::Heading)).count();
    let texts: Vec<String> = part[title..].iter().filter(|one| is_searched(one)).map(Passage::text).collect();
    join(texts.iter().map(String::as_str))
}

/// Whether the words of a passage are found: its author's own, on the site.
fn is_searched(passage: &Passage<'_>) -> bool {
    let text = passage.role.is_prose() || passage.role == Role::Code;
    text && passage.role != Role::Alternative && matches!(passage.shown, Shown::Everywhere | Shown::OnScreen)
}

/// Lines as one, with a point between those that end without one.
fn join<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines.into_iter().map(str::trim).filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', ':', '?', '!', ';', ',']) { " " } else { " · " });
        }
        text.push_str(line);
    }
    text
}
