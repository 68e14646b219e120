//! The second stage: ids become things, citations become clauses, links become places.

mod acronyms;
mod approval;
mod approved_texts;
mod catalog;
mod cited_revisions;
mod clauses;
mod confirmation;
mod curriculum;
mod documents;
mod elsewhere;
mod ends;
mod evidence;
mod fact_sources;
mod form;
mod form_alert;
mod form_default;
mod form_field;
mod form_rows;
mod form_rule;
mod form_score;
mod guide;
mod header_fields;
mod header_records;
mod in_force;
mod label;
mod links;
mod lookup;
mod mail;
mod mappings;
mod options;
mod outline;
mod periods;
mod policy;
mod program;
mod question;
mod records;
mod revisions;
mod rules;
mod staff_roles;
mod timeline;
mod training_sheet;
mod translation;
mod used_units;
mod version;

pub(crate) use approved_texts::{changed_texts, citation_places, copy_path, texts_to_record};
pub(crate) use cited_revisions::{cites, cites_of_waiver};
pub(crate) use mappings::mapping_kind;
pub(crate) use translation::originals_to_record;

use std::collections::BTreeSet;

use crate::diagnostic::Findings;
use crate::load::{Sources, Spanned};
use crate::memo::Memo;
use crate::model::guide::OTHER_FIGURES;
use crate::model::text::{Inline, each_inline};
use crate::model::{
    Anchor, AnchorSet, AnswersShown, CitedPart, Date, Dating, DocumentId, DocumentVersions, FigureKind,
    Handbook, HoldingPeriod, LOGOS, Specification, Track, Version, Viewpoint, Waiver, each_clause, track,
};
use crate::source::{FileId, Placed, Span};
use confirmation::Confirmations;
use documents::{DocumentReader, ReadDocuments};
use elsewhere::Elsewhere;
use evidence::OpenClauses;
use header_fields::Fields;
use lookup::{Names, PastPlaces};
use outline::Outlines;
use periods::DatedEntry;

/// Resolves what was read, from a point of view. What is wrong becomes findings; the rest is kept, so that later stages can look
/// for more.
#[must_use]
pub fn resolve(sources: &Sources, view: Viewpoint, memo: &Memo) -> (Handbook, Findings) {
    let mut findings = Findings::default();
    // What is offered.
    let program = program::program(sources, view.today, &mut findings);
    let elsewhere = Elsewhere::new(sources, &program, view);
    ends::check(sources, &mut findings);
    // What names mean.
    let catalogs = catalog::specifications(sources, &program, memo, &mut findings);
    let revisions = revisions::revisions(catalogs, view.today, &mut findings);
    let specifications: Vec<Specification> =
        revisions.iter().map(|one| one.current().specification.clone()).collect();
    let names = Names::new(&revisions, sources, &program, &elsewhere);
    // The documents, and where their links lead.
    let reader =
        DocumentReader { sources, program: &program, elsewhere: &elsewhere, names: &names, view, memo };
    let mut documents = reader.read_all(&mut findings);
    let contacts = guide::contacts(sources, &names, &program.values, &mut findings);
    let waivers = waivers(sources, &names, view.today, &mut findings);
    let records = records::records(sources, &names, &mut findings);
    let mappings = mappings::mappings(sources, &revisions, &names, &program.offered, &mut findings);
    let rules = rules::settings(sources, &mut findings);
    let people_folder = staff_roles::people_folder(sources, &mut findings);
    let staff_roles = staff_roles::staff_roles(sources, &mut findings);
    let session_forms = staff_roles::session_forms(sources);
    let events = events(&specifications, &program.offered, &waivers, view.today);
    let outlines = Outlines::new(documents.all(), &documents.sheets, events, view.today, memo);
    links::check(&outlines, &sources.unreadable.documents, &mut findings);
    // What readers don't see yet earns nothing.
    let is_hidden = |document: &DocumentId| elsewhere.is_hidden_draft(document);
    let confirmations = Confirmations::new(documents.all(), &revisions);
    let evidence = confirmations.of_all(outlines.evidence(&is_hidden));
    let evidence_to_come = confirmations.of_all(outlines.evidence_to_come(&is_hidden));
    let translations = reader.translations(&documents, &outlines, &mut findings);
    let language_notices = translation::notices(sources, &program);
    let places = PastPlaces::new(outlines.places().into_iter().map(own_places).collect());
    reader.add_others(&mut documents, &places);
    let ended = reader.ended(&mut documents, &places);
    let mut images = outlines.pictures();
    images.extend(images_of(documents.all().versioned().flat_map(|document| document.others)));
    images.extend(images_of(ended.versioned().flat_map(DocumentVersions::with_pages)));
    images.sort();
    images.dedup();
    let open = OpenClauses::new(&revisions, &program.offered, &evidence, view.today);
    let evidence_removed = reader.removed(&documents, &ended, &places, &open);
    drop(names);
    let ReadDocuments { policies, forms, curricula, sheets, guide, glossary, .. } = documents;
    let handbook = Handbook {
        file: sources.config.clone(),
        tracks: program.tracks(),
        not_offered: track::NotOffered { lines: program.lines_not_offered(), documents: elsewhere.titles() },
        undated_tracks: program.undated_tracks,
        title: program.title,
        language: program.language,
        words: program.words.clone(),
        accent: program.accent,
        logo: logo(sources),
        paper: program.paper,
        page_codes: program.page_codes,
        drawn_signatures: program.drawn_signatures,
        as_of: view.today,
        is_today: view.today == view.calendar,
        values: program.values,
        contacts,
        waivers,
        records,
        mappings,
        common: sources.common.clone(),
        people_folder,
        staff_roles,
        session_forms,
        answers: AnswersShown::All,
        acknowledged: None,
        rules,
        specifications,
        revisions,
        policies,
        forms,
        curricula,
        ended,
        renamed: elsewhere.ends().renamed().clone(),
        sheets,
        form_tasks: program.form_tasks,
        guide,
        glossary,
        translations,
        language_notices,
        evidence,
        evidence_to_come,
        evidence_removed,
        linked: outlines.linked(),
        images,
    };
    (handbook, findings)
}

/// The waivers that hold on `day`.
fn waivers(sources: &Sources, names: &Names<'_>, day: Date, findings: &mut Findings) -> Vec<Waiver> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    // Entries for one clause, in the order of the first.
    let mut by_clause: Vec<(CitedPart, Vec<DatedEntry<Waiver>>)> = Vec::new();
    for entry in &source.keys.waivers {
        let written = entry.get_ref();
        let top = Span::new(*file, written.clause.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = waiver_fields(*file, top, &source.unread, findings);
        let clause = fields.text("clause", written.clause.as_ref());
        let reason = fields.text("reason", written.reason.as_ref());
        fields.date("cites", written.cites.as_ref());
        let period = periods::period(written.since.as_ref(), written.until.as_ref(), &mut fields);
        if clause.is_empty() || reason.is_empty() {
            continue;
        }
        let cites = cites_of_waiver(&clause, written.cites.as_ref(), *file);
        match names.cited(&clause, &cites, top) {
            Ok((parts, more)) => {
                findings.extend(more);
                let dating = if period.is_dated() { Dating::Dated } else { Dating::Undated };
                for part in parts {
                    let waiver = Waiver {
                        part: part.clone(),
                        reason: reason.clone(),
                        dating,
                        until: period.until,
                        span: top,
                    };
                    match by_clause.iter_mut().find(|(other, _)| *other == part) {
                        Some((_, entries)) => entries.push((waiver, period, top)),
                        None => by_clause.push((part, vec![(waiver, period, top)])),
                    }
                }
            }
            Err(finding) => findings.extend(finding),
        }
    }
    let on_day = |(_, entries): (CitedPart, Vec<DatedEntry<Waiver>>)| {
        let mut fields = waiver_fields(*file, Span::top(*file), &source.unread, findings);
        let periods: Vec<HoldingPeriod> = entries.iter().map(|(_, period, _)| *period).collect();
        let goes_on = |last: Date| last.tomorrow().is_ok_and(|next| periods.iter().any(|one| one.has(next)));
        let waiver = periods::on_day(entries, "the waiver of this clause", day, &mut fields).0;
        waiver.map(|waiver| Waiver { until: waiver.until.filter(|last| !goes_on(*last)), ..waiver })
    };
    by_clause.into_iter().filter_map(on_day).collect()
}

fn waiver_fields<'f>(
    file: FileId,
    top: Span,
    unread: &'f [String],
    findings: &'f mut Findings,
) -> Fields<'f> {
    Fields { file, top, what: "this waiver", unread, within: "waivers.", findings }
}

/// The anchors of the list of deadlines.
fn events(
    specifications: &[Specification],
    offered: &[Track],
    waivers: &[Waiver],
    today: Date,
) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (key, clause) in each_clause(specifications) {
        let waived = waivers.iter().any(|waiver| waiver.part == CitedPart::whole(key));
        let has_ended = key.specification.of(specifications).has_ended(today);
        if clause.binds() && track::meet(&clause.tracks, offered) && !waived && !has_ended {
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

/// The names of the places of a document.
fn own_places((document, places): (&DocumentId, &AnchorSet)) -> (DocumentId, BTreeSet<Anchor>) {
    (document.clone(), places.keys().cloned().collect())
}

/// The pictures that versions show.
fn images_of<'a>(versions: impl Iterator<Item = &'a dyn Version>) -> Vec<String> {
    let mut paths = Vec::new();
    for line in versions.flat_map(Version::lines) {
        each_inline(line.inlines(), &mut |inline| {
            if let Inline::Image { path, .. } = inline {
                paths.push(path.clone());
            }
        });
    }
    paths
}

fn logo(sources: &Sources) -> Option<Placed<String>> {
    let path = LOGOS.into_iter().find(|path| sources.images.contains_key(*path))?;
    Some(Placed::new(path.to_owned(), Span::top(sources.files.find(path)?)))
}
