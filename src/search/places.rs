//! What can be found: the pages of the handbook, and in them every section, field, unit, clause and term.

use crate::model::document::{Block, Document, Inline, blocks_text, plain_text};
use crate::model::form::{Field, field_anchor, section_anchor};
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::view::curriculum::CurriculumPage;
use crate::view::form::FormPage;
use crate::view::guide::{Guide, GuideView};
use crate::view::policy::PolicyPage;
use crate::view::specification::{ClauseView, SpecificationPage};
use crate::view::{Pages, address};

/// What is found; results are grouped by it. The words for each are in `templates/html/search.html`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A policy, or a section of one.
    Policy,
    /// A form.
    Form,
    /// A section or field of a form.
    Field,
    /// A curriculum, or a unit of one.
    Unit,
    /// A specification, or a clause of one.
    Clause,
    /// A page of the guide, or a section of one.
    Guide,
    /// A term of the glossary.
    Term,
}

impl Kind {
    /// All, in the order of their numbers in the index.
    pub const ALL: [Self; 7] =
        [Self::Policy, Self::Form, Self::Field, Self::Unit, Self::Clause, Self::Guide, Self::Term];

    /// Its name in the template and in the index.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Form => "form",
            Self::Field => "field",
            Self::Unit => "unit",
            Self::Clause => "clause",
            Self::Guide => "guide",
            Self::Term => "term",
        }
    }
}

/// Something that is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// Its anchor; empty for the page itself.
    pub anchor: String,
    /// Numbers, ids and figures that people know it by.
    pub names: String,
    /// Its words.
    pub text: String,
}

/// A page with its places, of which the first is the page itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// At least one.
    pub places: Vec<Place>,
}

impl Page {
    fn new(url: String, kind: Kind, title: &str, number: &str, text: String) -> Self {
        let itself = place(kind, title, String::new(), number.to_owned(), text);
        Self { url, title: itself.title.clone(), places: vec![itself] }
    }

    /// The sections of a text; what stands before the first belongs to the page.
    fn add_sections(&mut self, kind: Kind, body: &Document) {
        for section in body.sections() {
            if section.id.is_empty() {
                self.places[0].text.push_str(&format!(" {}", text_of(section.own)));
            } else {
                let text = text_of(&section.own[1..]);
                self.places.push(place(kind, &section.title, section.id.to_owned(), String::new(), text));
            }
        }
    }
}

/// Every page that has something to find, in a lasting order.
#[must_use]
pub fn places(pages: &Pages<'_>) -> Vec<Page> {
    let policies = pages.policies.iter().map(policy);
    let forms = pages.forms.iter().map(form);
    let curricula = pages.curricula.iter().map(curriculum);
    let specifications = pages.specifications.iter().map(specification);
    let guide = pages.guide.pages.iter().map(guide_page);
    let mut all: Vec<Page> =
        policies.chain(forms).chain(curricula).chain(specifications).chain(guide).collect();
    all.extend([deadlines(&pages.guide), whom_to_call(&pages.guide), glossary(&pages.guide)]);
    all
}

fn policy(page: &PolicyPage<'_>) -> Page {
    let version = page.version;
    let lines = std::iter::once(&version.header.summary).chain(version.card.lines());
    let mut found =
        Page::new(page.row.url.clone(), Kind::Policy, &page.row.title, &page.row.number, join_lines(lines));
    found.add_sections(Kind::Policy, &version.body);
    found
}

fn form(page: &FormPage<'_>) -> Page {
    let version = page.version;
    let row = &page.list.row;
    let text = format!("{} {}", row.summary, page.list.due);
    let mut found = Page::new(row.url.clone(), Kind::Form, &row.title, &row.number, text);
    found.places.extend(version.identity.iter().map(field));
    for section in &version.sections {
        let (anchor, text) = (section_anchor(&section.id), text_of(&section.text.blocks));
        found.places.push(place(Kind::Field, &section.title, anchor, String::new(), text));
        found.places.extend(section.fields.iter().map(field));
    }
    found
}

fn field(field: &Field) -> Place {
    let labels = field.labels();
    let help = plain_text(&field.help);
    let words = std::iter::once(help.as_str()).chain(labels.into_iter().skip(1));
    place(Kind::Field, &field.label, field_anchor(&field.id), String::new(), join(words))
}

fn curriculum(page: &CurriculumPage<'_>) -> Page {
    let version = page.version;
    let lines = std::iter::once(&version.header.summary).chain(&version.notes);
    let text = format!("{} {} {}", join_lines(lines), version.audience, text_of(&version.opening));
    let mut found = Page::new(page.row.url.clone(), Kind::Unit, &page.row.title, &page.row.number, text);
    for (unit, row) in version.units.iter().zip(&page.units) {
        let questions = unit
            .questions
            .iter()
            .flat_map(|one| std::iter::once(&one.question).chain(&one.options).map(String::as_str));
        let text = format!("{} {} {}", join_lines(&unit.objectives), text_of(&unit.text), join(questions));
        found.places.push(place(Kind::Unit, &unit.title, row.anchor.clone(), String::new(), text));
    }
    found
}

fn specification(page: &SpecificationPage) -> Page {
    let row = &page.row;
    let text = format!("{} {}", row.publisher, row.jurisdiction);
    let names = format!("{} {}", row.short_title, row.id);
    let mut found = Page::new(row.url.clone(), Kind::Clause, &row.title, &names, text);
    // What people call it stands beside each clause, and is looked for with its number.
    found.title.clone_from(&row.short_title);
    found.places.extend(page.clauses.iter().map(clause));
    found
}

fn clause(clause: &ClauseView) -> Place {
    let figures = clause.figures.iter().flat_map(|figure| [figure.value.as_str(), figure.what.as_str()]);
    let names = format!("{} {} {}", clause.id, clause.citation, join(figures));
    let title = format!("{} {}", clause.label, clause.title);
    place(Kind::Clause, &title, clause.id.clone(), names, clause.summary.clone())
}

fn guide_page(view: &GuideView<'_>) -> Page {
    let mut found =
        Page::new(view.row.url.clone(), Kind::Guide, &view.row.title, "", view.row.summary.clone());
    found.add_sections(Kind::Guide, &view.page.body);
    found
}

fn deadlines(guide: &Guide<'_>) -> Page {
    let mut found = Page::new(address::guide(DEADLINES), Kind::Guide, "Deadlines", "", String::new());
    for event in &guide.events {
        let figures: Vec<String> =
            event.figures.iter().map(|figure| format!("{} {}", figure.value, figure.what)).collect();
        let text = join(figures.iter().map(String::as_str));
        found.places.push(place(Kind::Guide, &event.name, event.anchor.clone(), String::new(), text));
    }
    found
}

fn whom_to_call(guide: &Guide<'_>) -> Page {
    let ours = guide.contacts.iter().map(|contact| format!("{} {}", contact.what, contact.value));
    let set = guide.telephones.iter().map(|figure| format!("{} {}", figure.what, figure.value));
    let numbers: Vec<String> = ours.chain(set).collect();
    let text = join(numbers.iter().map(String::as_str));
    Page::new(address::guide(WHOM_TO_CALL), Kind::Guide, "Whom to call", "telephone phone number", text)
}

fn glossary(guide: &Guide<'_>) -> Page {
    let mut found = Page::new(address::guide(GLOSSARY), Kind::Guide, "Glossary", "", String::new());
    for term in guide.terms {
        let title = match &term.short {
            Some(short) => format!("{} ({short})", term.term),
            None => term.term.clone(),
        };
        let names = join(term.also.iter().chain(&term.not).map(String::as_str));
        let meaning = plain_text(&term.meaning);
        found.places.push(place(Kind::Term, &title, term.anchor.clone(), names, meaning));
    }
    found
}

fn place(kind: Kind, title: &str, anchor: String, names: String, text: String) -> Place {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    Place { kind, title, anchor, names, text }
}

fn text_of(blocks: &[Block]) -> String {
    join(blocks_text(blocks).lines())
}

fn join_lines<'a>(lines: impl IntoIterator<Item = &'a Vec<Inline>>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| plain_text(line)).collect();
    join(lines.iter().map(String::as_str))
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
