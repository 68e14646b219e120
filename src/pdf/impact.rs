//! What a revision of a specification touches, on paper.

use super::documents::start;
use super::typst_source::TypstSource;
use super::typst_value::{array, call};
use crate::view::Pages;
use crate::view::impact::{ImpactClause, ImpactFigure, ImpactPage, ImpactPlace};

pub(super) fn impact(pages: &Pages<'_>, page: &ImpactPage) -> TypstSource {
    let mut source = TypstSource::default();
    start(&pages.shell, &page.title, &pages.shell.as_of, &mut source);
    source.import("impact.typ");
    let documents = page.to_read.iter().map(|document| document.title.as_str());
    let title = call("impact-title").arg(&page.title).arg(&page.lead).arg(&page.counts);
    source.show(title.arg(array(documents)));
    if page.clauses.is_empty() {
        source.show(call("no-impact"));
    }
    for clause in &page.clauses {
        one_clause(pages, clause, &mut source);
    }
    source
}

fn one_clause(pages: &Pages<'_>, clause: &ImpactClause, source: &mut TypstSource) {
    let ImpactClause { title, changes, before, then, citing, figures, next } = clause;
    source.show(call("impact-clause").arg(title).arg(changes).arg(array(before)).arg(then));
    if citing.is_empty() {
        source.show(call("not-cited"));
    } else {
        places(&pages.shell.words.columns.where_cited, citing, source);
    }
    for ImpactFigure { lead, places: stated } in figures {
        places(lead, stated, source);
    }
    if !next.is_empty() {
        source.show(call("impact-next").arg(next));
    }
}

fn places(title: &str, rows: &[ImpactPlace], source: &mut TypstSource) {
    let row = |ImpactPlace { title, url: _, what, at }: &ImpactPlace| array([title, what, at]);
    source.show(call("impact-places").arg(title).arg(array(rows.iter().map(row))));
}
