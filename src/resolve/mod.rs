//! The second stage: ids become things, citations become clauses, links become places.

mod acronyms;
mod catalogue;
mod curriculum;
mod evidence;
mod field;
mod fields;
mod form;
mod guide;
mod label;
mod links;
mod lookup;
mod mail;
mod options;
mod policy;
mod program;
mod rules;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{Family, Sources, Spanned, VersionFile};
use crate::markdown::Lookup;
use crate::memo::{Key, Memo};
use crate::model::document::{Inline, each_inline};
use crate::model::guide::OTHER_FIGURES;
use crate::model::{
    ClauseKey, Curriculum, Date, FigureKind, Form, Glossary, GuidePage, Handbook, Header, Policy,
    Specification, Track, Versioned, Waiver, track,
};
use crate::names;
use crate::source::Span;
use lookup::Names;
use version::{Reader, Versioning};

/// Resolves what was read, as of `today`. What is wrong becomes findings; the rest stands, so that later stages can look
/// for more.
#[must_use]
pub fn resolve(sources: &Sources, today: Date, memo: &Memo) -> (Handbook, Findings) {
    let mut findings = Findings::default();
    let program = program::program(sources, &mut findings);
    let known: Vec<Track> = program.known_tracks.keys().cloned().collect();
    let specifications: Vec<Specification> = sources
        .catalogues
        .iter()
        .map(|file| {
            let key = Key::of(&("specification", sources.files.get(file.file).key, &known));
            let (specification, found) = memo.get(key, || {
                let mut found = Findings::default();
                (Arc::new(catalogue::specification(file, &known, &mut found)), found)
            });
            findings.append(found);
            Specification::clone(&specification)
        })
        .collect();
    let mut elsewhere = BTreeSet::new();
    collect_elsewhere(&sources.policies, Family::Policy, today, &program, &mut elsewhere);
    collect_elsewhere(&sources.forms, Family::Form, today, &program, &mut elsewhere);
    collect_elsewhere(&sources.curricula, Family::Curriculum, today, &program, &mut elsewhere);
    guide::collect_elsewhere(sources, &program, &mut elsewhere);
    let names = Names::new(&specifications, sources, &program, &elsewhere);
    let reader = Reader {
        files: &sources.files,
        known_tracks: &known,
        offered: &program.offered,
        names: &names,
        form_tasks: &program.form_tasks,
        today,
        key: key(sources, &elsewhere, today),
        memo,
    };
    let glossary = guide::glossary(&reader, sources, &mut findings);
    let acronyms = acronyms::Acronyms::new(&glossary);
    let policies = shown(
        &sources.policies,
        &|versions, findings| policy::policy(&reader, &acronyms, versions, findings),
        &|id| elsewhere.contains(&(Family::Policy, id.to_owned())),
        |version| &version.header,
        &mut findings,
    );
    let forms = shown(
        &sources.forms,
        &|versions, findings| form::form(&reader, versions, findings),
        &|id| elsewhere.contains(&(Family::Form, id.to_owned())),
        |version| &version.header,
        &mut findings,
    );
    let curricula = shown(
        &sources.curricula,
        &|versions, findings| curriculum::curriculum(&reader, versions, findings),
        &|id| elsewhere.contains(&(Family::Curriculum, id.to_owned())),
        |version| &version.header,
        &mut findings,
    );
    let pages = guide::pages(&reader, &acronyms, sources, &elsewhere, &mut findings);
    let contacts = guide::contacts(sources, &names, &program.values, &mut findings);
    let waivers = waivers(sources, &names, &mut findings);
    let rules = rules::settings(sources, &mut findings);
    let guide = links::Guide {
        pages: &pages,
        glossary: &glossary,
        events: events(&specifications, &program.offered, &waivers),
    };
    let documents =
        links::Documents { policies: &policies, forms: &forms, curricula: &curricula, guide: &guide };
    links::check(&documents, &sources.unreadable, &mut findings);
    drop(names);
    let evidence = evidence::collect(&policies, &forms, &curricula, today);
    let handbook = Handbook {
        evidence: evidence.shown,
        evidence_to_come: evidence.to_come,
        images: images(&policies, &forms, &curricula, &pages, &glossary),
        title: program.title,
        language: program.language,
        accent: program.accent,
        paper: program.paper,
        as_of: today,
        tracks: program
            .offered
            .iter()
            .filter_map(|track| {
                let name = program.known_tracks.get(track)?;
                Some((track.clone(), name.clone()))
            })
            .collect(),
        values: program.values,
        contacts,
        waivers,
        rules,
        specifications,
        policies,
        forms,
        curricula,
        form_tasks: program.form_tasks,
        guide: pages,
        glossary,
    };
    (handbook, findings)
}

/// Stands for everything that the reading of a version depends on, but for its own file.
fn key(sources: &Sources, elsewhere: &BTreeSet<(Family, String)>, today: Date) -> Key {
    let file = |id| sources.files.get(id).key;
    let catalogues: Vec<Key> = sources.catalogues.iter().map(|catalogue| file(catalogue.file)).collect();
    Key::of(&(
        sources.handbook.as_ref().map(|(id, _)| file(*id)),
        catalogues,
        sources.glossary.as_ref().map(|(id, _)| file(*id)),
        elsewhere,
        &sources.unreadable,
        sources.images.keys().collect::<Vec<_>>(),
        today,
    ))
}

/// The versions of each policy or form, by id.
fn by_id<S>(files: &[VersionFile<S>]) -> BTreeMap<&str, Vec<&VersionFile<S>>> {
    let mut by_id: BTreeMap<&str, Vec<&VersionFile<S>>> = BTreeMap::new();
    for file in files {
        by_id.entry(&file.id).or_default().push(file);
    }
    by_id
}

/// The ids of what is for service lines that are not offered: a link to it is words.
fn collect_elsewhere<S: Versioning>(
    files: &[VersionFile<S>],
    family: Family,
    today: Date,
    program: &program::Program,
    elsewhere: &mut BTreeSet<(Family, String)>,
) {
    for (id, versions) in by_id(files) {
        let keys = version::stands(&versions, today).map(|at| versions[at].source.keys());
        let tracks: Vec<Track> = keys
            .and_then(|keys| keys.tracks)
            .map(|tracks| tracks.get_ref().iter().map(|track| Track(track.get_ref().clone())).collect())
            .unwrap_or_default();
        // A name that is none is reported where it stands.
        let tracks: Vec<Track> =
            tracks.into_iter().filter(|track| program.known_tracks.contains_key(track)).collect();
        if !track::meet(&tracks, &program.offered) {
            elsewhere.insert((family, id.to_owned()));
        }
    }
}

/// Reads the versions of one document.
type Read<'r, S, V> = dyn Fn(&[&VersionFile<S>], &mut Findings) -> Option<Versioned<V>> + Sync + 'r;

/// The documents for the service lines offered, by number.
fn shown<S: Send + Sync, V: Send + Sync>(
    files: &[VersionFile<S>],
    read: &Read<'_, S, V>,
    is_elsewhere: &dyn Fn(&str) -> bool,
    header: impl Fn(&V) -> &Header,
    findings: &mut Findings,
) -> Vec<Versioned<V>> {
    let documents: Vec<(&str, Vec<&VersionFile<S>>)> = by_id(files).into_iter().collect();
    let read: Vec<(Option<Versioned<V>>, Findings)> = documents
        .par_iter()
        .map(|(id, versions)| {
            let mut findings = Findings::default();
            if !names::is_id(id) {
                findings.push(bad_id(id, Span::top(versions[0].file)));
            }
            (read(versions, &mut findings), findings)
        })
        .collect();
    let mut shown = Vec::new();
    for ((id, _), (one, found)) in documents.iter().zip(read) {
        findings.append(found);
        shown.extend(one.filter(|_| !is_elsewhere(id)));
    }
    shown.sort_by_cached_key(|one| (natural(&header(&one.current).number), one.id.clone()));
    check_numbers(&shown, header, findings);
    shown
}

/// A key by which `P-9` comes before `P-10`.
fn natural(number: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut rest = number;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (digits, after) = after.split_at(digits);
        parts.push((0, word.to_owned()));
        parts.push((digits.parse().unwrap_or(u64::MAX), String::new()));
        rest = after;
    }
    parts
}

fn check_numbers<V>(sorted: &[Versioned<V>], header: impl Fn(&V) -> &Header, findings: &mut Findings) {
    for pair in sorted.windows(2) {
        let [one, other] = pair else { continue };
        let (first, second) = (header(&one.current), header(&other.current));
        if !first.number.is_empty() && first.number == second.number {
            findings.push(
                Diagnostic::new(
                    FindingCode::DuplicateNumber,
                    second.span,
                    format!("`{}` and `{}` have the same number, {}", one.id, other.id, first.number),
                )
                .label(first.span, "the other")
                .hint("give one of them another number"),
            );
        }
    }
}

fn waivers(sources: &Sources, names: &Names<'_>, findings: &mut Findings) -> Vec<Waiver> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let mut waivers = Vec::new();
    for entry in &source.keys.waivers {
        let written = entry.get_ref();
        let top = Span::new(*file, written.clause.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = fields::Fields {
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
    for (specification, one) in specifications.iter().enumerate() {
        for (clause, one) in one.clauses.iter().enumerate() {
            let key = ClauseKey { specification, clause };
            let waived = waivers.iter().any(|waiver| waiver.clause == key);
            if one.binds() && track::meet(&one.tracks, offered) && !waived {
                let figures = one.figures.iter().filter(|figure| figure.kind != FigureKind::Telephone);
                anchors.extend(figures.map(|figure| {
                    figure.event.as_ref().map_or(OTHER_FIGURES, |event| &event.anchor).to_owned()
                }));
            }
        }
    }
    anchors
}

/// The pictures that the text shows, each once.
fn images(
    policies: &[Policy],
    forms: &[Form],
    curricula: &[Curriculum],
    pages: &[GuidePage],
    glossary: &Glossary,
) -> Vec<String> {
    let policies = policies.iter().flat_map(|one| one.current.passages());
    let forms = forms.iter().flat_map(|one| one.current.passages());
    let curricula = curricula.iter().flat_map(|one| one.current.passages());
    let pages = pages.iter().flat_map(GuidePage::passages);
    let mut paths = BTreeSet::new();
    for passage in policies.chain(forms).chain(curricula).chain(pages).chain(glossary.passages()) {
        each_inline(passage.inlines(), &mut |inline| {
            if let Inline::Image { path, .. } = inline {
                paths.insert(path.clone());
            }
        });
    }
    paths.into_iter().collect()
}

fn bad_id(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::BadId, span, format!("`{id}` cannot be an id"))
        .hint("use lowercase letters, digits and hyphens, at most 60: it becomes a file name and an address")
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_are_counted_not_spelled() {
        let mut numbers = ["P-10", "P-9", "A-2.10", "A-2.9", "P-1"];
        numbers.sort_by_cached_key(|number| natural(number));
        assert_eq!(numbers, ["A-2.9", "A-2.10", "P-1", "P-9", "P-10"]);
    }
}
