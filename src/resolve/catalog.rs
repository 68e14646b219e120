//! Catalog files become specifications.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::form_field::is_name;
use super::header_fields::Fields;
use super::label::labels;
use super::mappings;
use super::program::Program;
use super::version::bad_id;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::figures::Grammar;
use crate::load::{
    CatalogFile, ClauseSource, ElementSource, ElementTable, FigureSource, RemovedSource, SameAsSource,
    Sources, Spanned, WasSource,
};
use crate::markdown::slug;
use crate::memo::{Key, Memo};
use crate::model::{
    Authority, Clause, ClauseElement, ClauseKind, Date, ElementId, Event, EvidenceKind, Figure, FigureKind,
    FigureValue, Meaning, Reference, RemovedClause, SameAs, Specification, Track, Was,
};
use crate::names;
use crate::source::{Placed, Span};

const AUTHORITIES: [(&str, Authority); 3] =
    [("binding", Authority::Binding), ("draft", Authority::Draft), ("informative", Authority::Informative)];
const KINDS: [(&str, ClauseKind); 5] = [
    ("heading", ClauseKind::Heading),
    ("requirement", ClauseKind::Requirement),
    ("recommendation", ClauseKind::Recommendation),
    ("payment-condition", ClauseKind::PaymentCondition),
    ("informative", ClauseKind::Informative),
];
const MEANINGS: [(&str, Meaning); 2] = [("changed", Meaning::Changed), ("same", Meaning::Same)];
const FIGURES: [(&str, FigureKind); 6] = [
    ("deadline", FigureKind::Deadline),
    ("interval", FigureKind::Interval),
    ("ratio", FigureKind::Ratio),
    ("count", FigureKind::Count),
    ("hours", FigureKind::Hours),
    ("telephone", FigureKind::Telephone),
];

/// Reads the catalogs that earlier builds have not read.
pub(crate) fn specifications(
    sources: &Sources,
    program: &Program,
    memo: &Memo,
    findings: &mut Findings,
) -> Vec<Specification> {
    let known: Vec<Track> = program.known_tracks.keys().cloned().collect();
    let grammar = Grammar::for_language(program.language.language());
    let mut read = |file: &Arc<CatalogFile>| {
        let key = Key::of(&("specification", sources.files.get(file.file).key, &known, &program.language));
        let (read, found) = memo.get(key, || {
            let mut found = Findings::default();
            (Arc::new(specification(file, &known, grammar, &mut found)), found)
        });
        findings.append(found);
        Specification::clone(&read)
    };
    sources.catalogs.iter().map(&mut read).collect()
}

/// Reads one catalog. What is wrong becomes findings; the rest is kept.
fn specification(
    source: &CatalogFile,
    known_tracks: &[Track],
    grammar: &'static Grammar,
    findings: &mut Findings,
) -> Specification {
    let top = Span::top(source.file);
    let head = &source.head.keys;
    let mut fields = Fields {
        file: source.file,
        top,
        what: "this specification",
        unread: &source.head.unread,
        within: "",
        findings,
    };
    let id = fields.text("id", head.id.as_ref());
    if let Some(written) = head.id.as_ref().filter(|_| !id.is_empty() && *id != source.id) {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::new(
                FindingCode::IdIsNotFileName,
                span,
                match source.effective {
                    None => format!("the id is `{id}`, the file is called `{}.toml`", source.id),
                    Some(_) => format!("the id is `{id}`, the folder is called `{}`", source.id),
                },
            )
            .hint("give both the same name: citations use it"),
        );
    }
    if !names::is_id(&source.id) {
        fields.findings.push(bad_id(&source.id, top));
    }
    let authority =
        fields.word("authority", head.authority.as_ref(), &AUTHORITIES).unwrap_or(Authority::Binding);
    let revision = match source.effective {
        None => fields.required_date("revision", head.revision.as_ref()).unwrap_or(Date::MIN),
        Some(effective) => fields.date("revision", head.revision.as_ref()).unwrap_or(effective),
    };
    let defaults = Defaults {
        authority,
        tracks: fields.tracks(head.tracks.as_ref(), known_tracks),
        revised: fields.date("revised", head.revised.as_ref()).unwrap_or(revision),
        grammar,
    };
    let specification = Specification {
        id: source.id.clone(),
        title: fields.text("title", head.title.as_ref()),
        short_title: fields.text("short_title", head.short_title.as_ref()),
        publisher: fields.text("publisher", head.publisher.as_ref()),
        jurisdiction: fields.text("jurisdiction", head.jurisdiction.as_ref()),
        authority,
        revision,
        effective: source.effective.unwrap_or(revision),
        span: top,
        is_complete: head.complete.as_ref().is_none_or(|complete| *complete.get_ref()),
        ends: head
            .ends
            .as_ref()
            .and_then(|ends| Some(Placed::new(fields.date("ends", Some(ends))?, fields.span(ends)))),
        superseded_by: head.superseded_by.as_ref().map(|id| fields.text("superseded_by", Some(id))),
        history: fields.changes(&head.history, &|text, _, _| text.to_owned()),
        refers_to: head
            .refers_to
            .iter()
            .map(|entry| {
                let one = entry.get_ref();
                let place = one.note.as_ref().map_or(fields.span(entry), |note| fields.span(note));
                let note = one.note.as_ref().map(|note| note.get_ref().trim().to_owned());
                Reference {
                    title: fields
                        .within(entry, "refers_to.", "this document referred to")
                        .text("title", one.title.as_ref()),
                    note: Placed::new(note.unwrap_or_default(), place),
                    at_hand: one.at_hand,
                }
            })
            .collect(),
        clauses: Vec::new(),
        removed: head.removed.iter().map(|one| removed(one, &mut fields)).collect(),
    };
    let clauses = clauses(source, &defaults, known_tracks, findings);
    Specification { clauses, ..specification }
}

fn removed(entry: &Spanned<RemovedSource>, fields: &mut Fields<'_>) -> RemovedClause {
    let mut fields = fields.within(entry, "removed.", "this removed clause");
    let RemovedSource { id, reason } = entry.get_ref();
    RemovedClause { id: fields.text("id", id.as_ref()), reason: fields.text("reason", reason.as_ref()) }
}

/// What a clause takes from its specification if it doesn't set its own.
struct Defaults {
    authority: Authority,
    tracks: Vec<Track>,
    revised: Date,
    grammar: &'static Grammar,
}

fn clauses(
    source: &CatalogFile,
    defaults: &Defaults,
    known_tracks: &[Track],
    findings: &mut Findings,
) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let labels = labels(source.file, &source.clauses);
    for ((table, written), label) in source.clauses.iter().zip(labels) {
        let mut fields = Fields {
            file: source.file,
            top: *table,
            what: "this clause",
            unread: &written.unread,
            within: "",
            findings,
        };
        let clause = clause(&written.keys, label, defaults, known_tracks, &mut fields);
        if clause.id.is_empty() {
            continue;
        }
        if let Some(first) = seen.insert(clause.id.to_lowercase(), clause.span) {
            findings.push(
                Diagnostic::new(
                    FindingCode::DuplicateClause,
                    clause.span,
                    format!("two clauses have the id `{}`", clause.id),
                )
                .label(first, "the other")
                .hint("an id is the clause's place in the original: item, bullet, dash"),
            );
            continue;
        }
        if let Some((parent, _)) = clause.id.rsplit_once('/')
            && !seen.contains_key(&parent.to_lowercase())
        {
            findings.push(
                Diagnostic::new(
                    FindingCode::OrphanClause,
                    clause.span,
                    format!("`{}` belongs under `{parent}`, which is not listed before it", clause.id),
                )
                .hint(format!("add a clause `{parent}` of kind heading, or correct the id")),
            );
        }
        clauses.push(clause);
    }
    check_former_ids(&clauses, findings);
    findings.extend(to_be_summarized(&clauses));
    clauses
}

/// One finding for all clauses that nobody has summarized yet: after an import, they are many.
fn to_be_summarized(clauses: &[Clause]) -> Option<Diagnostic> {
    let blank: Vec<&Clause> = clauses
        .iter()
        .filter(|clause| clause.summary.is_empty() && clause.kind != ClauseKind::Heading)
        .collect();
    let first = blank.first()?;
    let message = match blank.len() {
        1 => format!("the clause `{}` is still to be summarized", first.id),
        many => format!("{many} clauses are still to be summarized; the first is `{}`", first.id),
    };
    Some(Diagnostic::new(FindingCode::ToBeSummarized, first.summary.span, message).hint(
        "write in `summary` what it asks, in your own words: pages show it, and nobody can tell from a citation alone what is met",
    ))
}

/// An id that a clause had belongs to it alone. One that another clause has now is no mistake of the file's author: only a revision of
/// its own can say which of the two a citation means.
fn check_former_ids(clauses: &[Clause], findings: &mut Findings) {
    let present: BTreeMap<&str, Span> =
        clauses.iter().map(|clause| (clause.id.as_str(), clause.span)).collect();
    let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
    for clause in clauses {
        for id in &clause.formerly {
            if let Some(other) = present.get(id.as_str()) {
                findings.push(reused_id(clause, id, *other));
            } else if let Some(other) = taken.insert(id, clause.span) {
                findings.push(
                    Diagnostic::new(
                        FindingCode::DuplicateClause,
                        clause.span,
                        format!("`{}` was called `{id}`, and so is or was another clause", clause.id),
                    )
                    .label(other, "the other")
                    .hint("list an old id under the one clause that took it over"),
                );
            }
        }
    }
}

fn reused_id(clause: &Clause, id: &str, other: Span) -> Diagnostic {
    Diagnostic::new(
        FindingCode::MovedClause,
        clause.span,
        format!("`{}` was called `{id}`, which is another clause now", clause.id),
    )
    .label(other, "the clause with that id")
    .hint("citations of it may mean either, so they aren’t confirmed: put the old catalog back, and make this one a revision with `was`")
}

fn clause(
    written: &ClauseSource,
    label: Placed<String>,
    defaults: &Defaults,
    known_tracks: &[Track],
    fields: &mut Fields<'_>,
) -> Clause {
    let id = fields.text("id", written.id.as_ref());
    let span = id.span;
    if !id.is_empty() && !is_clause_id(&id) {
        fields.findings.push(bad_clause_id(&id, span));
    }
    let kind = fields.word("kind", written.kind.as_ref(), &KINDS);
    let own_revised = fields.date("revised", written.revised.as_ref());
    let title = fields.text_or_blank("title", written.title.as_ref());
    let title = if title.is_empty() { Placed::new(label.to_string(), title.span) } else { title };
    Clause {
        label,
        title,
        summary: fields.text_or_blank("summary", written.summary.as_ref()),
        needs: needs(written, kind, span, fields),
        elements: elements(&written.elements, fields),
        met_by: written.met_by.as_ref().map(|id| fields.text("met_by", Some(id))),
        same_as: written.same_as.iter().filter_map(|one| same_as(one, fields)).collect(),
        // Read as one that binds, so that what cites it is not blamed.
        kind: kind.unwrap_or(ClauseKind::Requirement),
        tracks: match &written.tracks {
            Some(_) => fields.tracks(written.tracks.as_ref(), known_tracks),
            None => defaults.tracks.clone(),
        },
        figures: written
            .figures
            .iter()
            .map(|one| figure(one, defaults.grammar, fields))
            .filter(|figure| !figure.written.is_empty())
            .collect(),
        revised: own_revised.unwrap_or(defaults.revised),
        own_revised,
        authority: match &written.authority {
            Some(_) => fields
                .word("authority", written.authority.as_ref(), &AUTHORITIES)
                .unwrap_or(defaults.authority),
            None => defaults.authority,
        },
        source: fields.text("source", written.source.as_ref()),
        formerly: formerly(written, fields),
        was: was(written.was.as_ref(), fields),
        meaning: match &written.meaning {
            Some(_) => fields.word("meaning", written.meaning.as_ref(), &MEANINGS),
            None => None,
        },
        sentence: written.sentence.as_ref().map(|sentence| sentence.get_ref().clone()),
        id: id.into_inner(),
        span,
    }
}

fn same_as(entry: &Spanned<SameAsSource>, fields: &mut Fields<'_>) -> Option<SameAs> {
    let mut fields = fields.within(entry, "same_as.", "this entry of `same_as`");
    let SameAsSource { clause, how, cites } = entry.get_ref();
    let clause = fields.text("clause", clause.as_ref());
    let how = fields.word("how", how.as_ref(), &mappings::KINDS);
    let cites = mappings::cites_of_entry(cites.as_ref(), &mut fields);
    (!clause.is_empty()).then_some(SameAs { clause, how: how?, cites })
}

/// Its elements, each with an id that no other has.
fn elements(written: &[Spanned<ElementSource>], fields: &mut Fields<'_>) -> Vec<ClauseElement> {
    let mut elements: Vec<ClauseElement> = Vec::new();
    let mut taken = BTreeMap::new();
    for one in written {
        let span = fields.span(one);
        let (id, label) = match one.get_ref() {
            ElementSource::Label(label) => (slug(label), label.trim()),
            ElementSource::Table(ElementTable { id, label }) => (id.clone(), label.trim()),
        };
        if label.is_empty() {
            fields.findings.push(
                Diagnostic::new(FindingCode::BlankKey, span, "this element has no label")
                    .hint("write what the clause asks for, such as `\"Date of birth\"`"),
            );
        } else if is_name(&id, span, &mut taken, "element", fields.findings) {
            let label = Placed::new(label.to_owned(), span);
            elements.push(ClauseElement { id: ElementId(id.into()), label });
        }
    }
    elements
}

fn formerly(written: &ClauseSource, fields: &mut Fields<'_>) -> Vec<String> {
    for id in written.formerly.iter().filter(|id| !is_clause_id(id.get_ref())) {
        let span = fields.span(id);
        fields.findings.push(bad_clause_id(id.get_ref(), span));
    }
    written.formerly.iter().map(|id| id.get_ref().clone()).collect()
}

fn was(written: Option<&Spanned<WasSource>>, fields: &mut Fields<'_>) -> Was {
    match written.map(|was| (was.get_ref(), fields.span(was))) {
        None => Was::SameId,
        Some((WasSource::New, _)) => Was::New,
        Some((WasSource::Ids(ids), span)) => Was::Ids(Placed::new(ids.clone(), span)),
    }
}

fn bad_clause_id(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::BadClauseId, span, format!("`{id}` is not a clause id"))
        .hint("an id is a path of lowercase letters, digits, periods and hyphens: components/6/4/3")
}

fn needs(
    clause: &ClauseSource,
    kind: Option<ClauseKind>,
    span: Span,
    fields: &mut Fields<'_>,
) -> Vec<EvidenceKind> {
    let written = clause.needs.as_ref();
    // What could not be read, or depends on an unknown kind, has been reported.
    let unreadable = kind.is_none() || fields.unread.iter().any(|key| key == "needs");
    let kind = kind.unwrap_or(ClauseKind::Requirement);
    let words = written.map(|list| list.get_ref().as_slice()).unwrap_or_default();
    let known = EvidenceKind::ALL.map(|kind| (kind.word(), kind));
    let mut needs: Vec<EvidenceKind> = words
        .iter()
        .filter_map(|word| {
            let span = fields.span(word);
            fields.known_word("needs", word.get_ref(), span, &known)
        })
        .collect();
    needs.sort_unstable();
    needs.dedup();
    if unreadable {
        return needs;
    }
    if kind.takes_evidence() && words.is_empty() && clause.met_by.is_none() {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::NoNeeds,
                span,
                format!("this {} does not say what evidence it takes", kind.word()),
            )
            .hint("add `needs = [\"policy\"]`, or form, training, record, or several"),
        );
    } else if !kind.takes_evidence() && !words.is_empty() {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::NeedlessNeeds,
                span,
                format!("a clause of kind {} takes no evidence", kind.word()),
            )
            .hint("remove `needs`, or correct `kind`"),
        );
    }
    needs
}

fn figure(entry: &Spanned<FigureSource>, grammar: &Grammar, fields: &mut Fields<'_>) -> Figure {
    let mut fields = fields.within(entry, "figures.", "this figure");
    let source = entry.get_ref();
    let written = fields.text("value", source.value.as_ref());
    let kind = fields.word("kind", source.kind.as_ref(), &FIGURES).unwrap_or(FigureKind::Count);
    Figure {
        value: FigureValue::read(&written, kind, grammar),
        written,
        kind,
        what: fields.text("what", source.what.as_ref()),
        event: source.event.as_ref().and_then(|event| {
            let name = fields.text("event", Some(event));
            (!name.is_empty()).then(|| Event { anchor: slug(&name), name })
        }),
    }
}

fn is_clause_id(id: &str) -> bool {
    id.split('/').all(|part| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
    })
}
