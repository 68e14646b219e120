//! The second stage: ids become things, citations become clauses, links become places.

mod acronyms;
mod catalog;
mod curriculum;
mod documents;
mod elsewhere;
mod evidence;
mod form;
mod form_field;
mod guide;
mod header_fields;
mod in_force;
mod label;
mod links;
mod lookup;
mod mail;
mod options;
mod outline;
mod policy;
mod program;
mod rules;
mod training_sheet;
mod version;

use std::collections::BTreeSet;

use crate::diagnostic::Findings;
use crate::load::{Sources, Spanned};
use crate::markdown::Lookup;
use crate::memo::Memo;
use crate::model::guide::OTHER_FIGURES;
use crate::model::{Date, FigureKind, Handbook, Specification, Track, Waiver, each_clause, track};
use crate::source::Span;
use documents::{DocumentReader, ReadDocuments};
use elsewhere::Elsewhere;
use lookup::Names;
use outline::Outlines;

/// Resolves what was read, as of `today`. What is wrong becomes findings; the rest is kept, so that later stages can look
/// for more.
#[must_use]
pub fn resolve(sources: &Sources, today: Date, memo: &Memo) -> (Handbook, Findings) {
    let mut findings = Findings::default();
    // What is offered.
    let program = program::program(sources, &mut findings);
    let elsewhere = Elsewhere::new(sources, &program, today);
    // What names mean.
    let specifications = catalog::specifications(sources, &program, memo, &mut findings);
    let names = Names::new(&specifications, sources, &program, &elsewhere);
    // The documents, and where their links lead.
    let reader =
        DocumentReader { sources, program: &program, elsewhere: &elsewhere, names: &names, today, memo };
    let documents = reader.read_all(&mut findings);
    let contacts = guide::contacts(sources, &names, &program.values, &mut findings);
    let waivers = waivers(sources, &names, &mut findings);
    let rules = rules::settings(sources, &mut findings);
    let events = events(&specifications, &program.offered, &waivers);
    let outlines = Outlines::new(documents.all(), &documents.sheets, events, today, memo);
    links::check(&outlines, &sources.unreadable.documents, &mut findings);
    drop(names);
    let ReadDocuments { policies, forms, curricula, sheets, guide, glossary } = documents;
    let handbook = Handbook {
        file: sources.config.clone(),
        tracks: program.tracks(),
        title: program.title,
        language: program.language,
        words: program.words.clone(),
        accent: program.accent,
        paper: program.paper,
        as_of: today,
        values: program.values,
        contacts,
        waivers,
        rules,
        specifications,
        policies,
        forms,
        curricula,
        sheets,
        form_tasks: program.form_tasks,
        guide,
        glossary,
        evidence: outlines.evidence(),
        evidence_to_come: outlines.evidence_to_come(),
        linked: outlines.linked(),
        images: outlines.pictures(),
    };
    (handbook, findings)
}

fn waivers(sources: &Sources, names: &Names<'_>, findings: &mut Findings) -> Vec<Waiver> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let mut waivers = Vec::new();
    for entry in &source.keys.waivers {
        let written = entry.get_ref();
        let top = Span::new(*file, written.clause.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = header_fields::Fields {
            file: *file,
            top,
            what: "this waiver",
            unread: &source.unread,
            within: "waivers.",
            findings,
        };
        let clause = fields.text("clause", written.clause.as_ref());
        let reason = fields.text("reason", written.reason.as_ref());
        if clause.is_empty() || reason.is_empty() {
            continue;
        }
        match names.clause(&clause, top) {
            Ok((clause, more)) => {
                findings.extend(more);
                waivers.push(Waiver { clause, reason, span: top });
            }
            Err(finding) => findings.extend(finding),
        }
    }
    waivers
}

/// The anchors of the list of deadlines.
fn events(specifications: &[Specification], offered: &[Track], waivers: &[Waiver]) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (key, clause) in each_clause(specifications) {
        let waived = waivers.iter().any(|waiver| waiver.clause == key);
        if clause.binds() && track::meet(&clause.tracks, offered) && !waived {
            let figures = clause.figures.iter().filter(|figure| figure.kind != FigureKind::Telephone);
            anchors.extend(
                figures.map(|figure| {
                    figure.event.as_ref().map_or(OTHER_FIGURES, |event| &event.anchor).to_owned()
                }),
            );
        }
    }
    anchors
}
