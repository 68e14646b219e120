//! The guide on paper: chapters of the whole handbook.

use super::body::{Reach, Writer, in_guide, label};
use super::code::Code;
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::source::texts;
use crate::view::Pages;
use crate::view::guide::{FigureRow, GuideView};
use crate::view::place::LinkView;

/// What stands before the policies: the pages, whom to call, deadlines.
pub fn before(pages: &Pages<'_>, code: &mut Code) {
    for page in &pages.guide.pages {
        chapter(page, code);
    }
    whom_to_call(pages, code);
    deadlines(pages, code);
}

fn title(page: &str, title: &str, code: &mut Code) {
    code.raw("#");
    code.call("guide-title", &[("name", &label(&in_guide(page), "")), ("title", title)]);
    code.raw("\n");
}

fn chapter(page: &GuideView<'_>, code: &mut Code) {
    let document = in_guide(&page.page.id);
    let writer = Writer { document: &document, citations: &page.citations, reach: Reach::Whole };
    code.from(page.page.span, |code| {
        title(&page.page.id, &page.row.title, code);
        code.raw("#summary(");
        writer.line(&page.page.summary, code);
        code.raw(")\n");
    });
    code.raw("#{\n");
    writer.blocks(&page.page.body.blocks, code);
    code.raw("}\n");
}

fn whom_to_call(pages: &Pages<'_>, code: &mut Code) {
    title(WHOM_TO_CALL, "Whom to call", code);
    code.raw("#contacts((");
    for contact in &pages.contacts {
        code.raw("(");
        code.string(&contact.what);
        code.raw(", ");
        code.string(&contact.value);
        code.raw("), ");
    }
    code.raw("))\n");
    if !pages.guide.telephones.is_empty() {
        code.raw("#figure-heading(\"\", \"Numbers that a clause names\")\n");
        figures("Number", &pages.guide.telephones, code);
    }
}

fn deadlines(pages: &Pages<'_>, code: &mut Code) {
    title(DEADLINES, "Deadlines", code);
    if pages.guide.events.is_empty() {
        code.raw("#nothing-yet()\n");
    }
    for event in &pages.guide.events {
        code.raw("#figure-heading(");
        code.string(&label(&in_guide(DEADLINES), &event.anchor));
        code.raw(", ");
        code.string(&event.name);
        code.raw(")\n");
        figures("Figure", &event.figures, code);
    }
}

fn figures(heading: &str, rows: &[FigureRow], code: &mut Code) {
    let titles =
        |links: &[LinkView]| links.iter().map(|link| link.title.as_str()).collect::<Vec<_>>().join("; ");
    code.raw("#figures(");
    code.string(heading);
    code.raw(", (");
    for row in rows {
        code.raw("(");
        for part in [&row.value, &row.what, &titles(&row.clauses), &titles(&row.passages)] {
            code.string(part);
            code.raw(", ");
        }
        code.raw("), ");
    }
    code.raw("))\n");
}

/// The glossary, which stands behind the policies.
pub fn glossary(pages: &Pages<'_>, code: &mut Code) {
    title(GLOSSARY, "Glossary", code);
    if pages.guide.terms.is_empty() {
        code.raw("#nothing-yet()\n");
    }
    let document = in_guide(GLOSSARY);
    let writer = Writer { document: &document, citations: &[], reach: Reach::Whole };
    code.raw("#glossary((");
    for term in pages.guide.terms {
        code.from(term.span, |code| {
            code.raw("(");
            code.string(&label(&document, &term.anchor));
            code.raw(", ");
            code.string(&term.term);
            code.raw(", ");
            code.string(term.short.as_ref().map_or("", |short| short.as_str()));
            code.raw(", ");
            writer.line(&term.meaning, code);
            code.raw(", ");
            code.string(&texts(&term.not).join(", "));
            code.raw(")");
        });
        code.raw(", ");
    }
    code.raw("), (");
    for pair in pages.guide.confused {
        code.from(pair.span, |code| {
            code.raw("(");
            code.string(&texts(&pair.terms).join(", "));
            code.raw(", ");
            writer.line(&pair.why, code);
            code.raw(")");
        });
        code.raw(", ");
    }
    code.raw("))\n");
}
