//! The guide: its pages, the glossary, whom to call.

use std::collections::BTreeMap;

use super::cited_revisions;
use super::elsewhere::Elsewhere;
use super::header_fields::Fields;
use super::lookup::Names;
use super::version::{Reading, VersionReader, bad_id};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{ConfusedSource, GlossarySource, GuideFile, ReadKeys, Sources, Spanned, TermSource};
use crate::markdown::{Lookup, slug};
use crate::memo::{Key, Keyed};
use crate::model::guide::{Confused, GLOSSARY, GuideReaders, MADE, Term};
use crate::model::{Contact, DocumentKind, Glossary, GuidePage, HandbookValue, track};
use crate::names;
use crate::source::{FileId, Placed, Span};

const READERS: [(&str, GuideReaders); 2] =
    [("everybody", GuideReaders::Everybody), ("authors", GuideReaders::Authors)];

/// The pages for the service lines offered, by order.
pub(crate) fn pages(
    reading: &Reading<'_>,
    sources: &Sources,
    elsewhere: &Elsewhere,
    findings: &mut Findings,
) -> Vec<Keyed<GuidePage>> {
    let mut pages = Vec::new();
    for file in &sources.guide {
        let own = DocumentKind::Guide.id(&file.id);
        let noted = findings.len();
        let cites = cited_revisions::cites(file.header.keys.cites.as_ref(), file.file);
        let page = reading
            .remembered(&own, file.file, findings, |reader, found| page(&reader.citing(&cites), file, found));
        if elsewhere.has(&own) {
            findings.forget(FindingCode::SentNowhere, noted);
        } else {
            pages.push(page);
        }
    }
    pages.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    pages
}

pub(super) fn page(reader: &VersionReader<'_>, written: &GuideFile, findings: &mut Findings) -> GuidePage {
    let top = Span::top(written.file);
    let keys = &written.header.keys;
    if MADE.contains(&written.id.as_str()) {
        findings.push(
            Diagnostic::new(
                FindingCode::ReservedId,
                top,
                format!("the guide page `{}` is made automatically", written.id),
            )
            .hint("give this file another name"),
        );
    } else if !names::is_id(&written.id) {
        findings.push(bad_id(&written.id, top));
    }
    let mut fields = Fields {
        file: written.file,
        top,
        what: "this guide page’s header",
        unread: &written.header.unread,
        within: "",
        findings,
    };
    let title = reader.words("title", keys.title.as_ref(), &mut fields);
    let summary = reader.sentence("summary", keys.summary.as_ref(), &mut fields);
    if keys.order.is_none() {
        fields.missing("order");
    }
    let readers = match &keys.readers {
        Some(_) => fields.word("readers", keys.readers.as_ref(), &READERS),
        None => None,
    };
    fields.tracks(keys.tracks.as_ref(), reader.background.known_tracks);
    let sources = reader.fact_sources(&keys.sources, &mut fields);
    let mut body = reader.document(&written.body, findings);
    reader.background.acronyms.link(&mut body);
    if body.blocks.is_empty() {
        findings.push(
            Diagnostic::new(FindingCode::EmptyPage, top, "this guide page has no text")
                .hint("write it below the second `+++` line, in sections that begin with `##`"),
        );
    }
    GuidePage {
        id: written.id.clone(),
        title: if title.is_empty() { Placed::new(written.id.clone(), title.span) } else { title },
        summary,
        order: keys.order.as_ref().map_or(i64::MAX, |order| *order.get_ref()),
        readers: readers.unwrap_or(GuideReaders::Everybody),
        body,
        sources,
        span: top,
    }
}

/// The glossary, for the service lines offered.
pub(crate) fn glossary(reading: &Reading<'_>, sources: &Sources, findings: &mut Findings) -> Keyed<Glossary> {
    let Some((file, source)) = &sources.glossary else {
        return Keyed::new(Key::of(&()), Glossary::default());
    };
    let own = DocumentKind::Guide.id(GLOSSARY);
    reading.remembered(&own, *file, findings, |reader, found| read_glossary(&reader, *file, source, found))
}

fn read_glossary(
    reader: &VersionReader<'_>,
    file: FileId,
    source: &ReadKeys<GlossarySource>,
    findings: &mut Findings,
) -> Glossary {
    let mut fields = Fields {
        file,
        top: Span::top(file),
        what: "the glossary",
        unread: &source.unread,
        within: "",
        findings,
    };
    let mut terms = Vec::new();
    for entry in &source.keys.terms {
        let mut fields = fields.within(entry, "term.", "this term");
        terms.extend(term(reader, entry.get_ref(), &mut fields));
    }
    let mut confused = Vec::new();
    for entry in &source.keys.confused {
        let mut fields = fields.within(entry, "confused.", "this entry");
        confused.extend(pair(reader, entry.get_ref(), &mut fields));
    }
    terms.sort_by_cached_key(|term: &Term| (term.term.to_lowercase(), term.span));
    refuse_twins(&terms, findings);
    Glossary { terms, confused }
}

/// A term, unless it has no name or is for service lines that are not offered.
fn term(reader: &VersionReader<'_>, written: &TermSource, fields: &mut Fields<'_>) -> Option<Term> {
    let noted = fields.findings.len();
    let name = reader.words("term", written.term.as_ref(), fields);
    let span = name.span;
    let meaning = reader.sentence("meaning", written.meaning.as_ref(), fields);
    let short = written.short.as_ref().map(|short| fields.text("short", Some(short)));
    let mut words = |key, list: &[Spanned<String>]| -> Vec<Placed<String>> {
        let words = list.iter().map(|word| fields.text(key, Some(word)));
        words.filter(|word| !word.is_empty()).collect()
    };
    let (also, not) = (words("also", &written.also), words("not", &written.not));
    let tracks = fields.tracks(written.tracks.as_ref(), reader.background.known_tracks);
    if name.is_empty() || !track::meet(&tracks, reader.background.offered) {
        fields.findings.forget(FindingCode::SentNowhere, noted);
        return None;
    }
    Some(Term {
        anchor: slug(&name),
        term: name,
        short: short.filter(|short| !short.is_empty()),
        meaning,
        also,
        not,
        span,
    })
}

fn pair(reader: &VersionReader<'_>, written: &ConfusedSource, fields: &mut Fields<'_>) -> Option<Confused> {
    let why = reader.sentence("why", written.why.as_ref(), fields);
    let Some(list) = &written.terms else {
        fields.missing("terms");
        return None;
    };
    let span = fields.span(list);
    let terms: Vec<Placed<String>> =
        list.get_ref().iter().map(|term| fields.text("terms", Some(term))).collect();
    if terms.len() < 2 {
        fields.findings.push(
            Diagnostic::new(FindingCode::NoPair, span, "one term alone can't be confused")
                .hint("list two or more: `terms = [\"safety plan\", \"safety protocol\"]`"),
        );
        return None;
    }
    let reason = crate::model::text::plain_text(&why);
    Some(Confused { terms, why, reason, span })
}

/// A term or an acronym that is there twice would have two meanings and one place.
fn refuse_twins(sorted: &[Term], findings: &mut Findings) {
    let mut seen: Vec<(&str, &str, Span)> = Vec::new();
    for term in sorted {
        seen.push(("term", &term.anchor, term.span));
        seen.extend(term.short.as_ref().map(|short| ("acronym", short.as_str(), term.span)));
    }
    seen.sort_unstable();
    for pair in seen.windows(2) {
        let [(what, name, first), (other_what, other, second)] = pair else { continue };
        if (what, name) == (other_what, other) {
            findings.push(
                Diagnostic::new(
                    FindingCode::DuplicateTerm,
                    *second,
                    format!("the {what} `{name}` is in the glossary twice"),
                )
                .label(*first, "the other")
                .hint("merge the two entries, or give each its own `tracks`"),
            );
        }
    }
}

pub(crate) fn contacts(
    sources: &Sources,
    names: &Names<'_>,
    values: &BTreeMap<String, HandbookValue>,
    findings: &mut Findings,
) -> Vec<Contact> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let mut contacts = Vec::new();
    for entry in &source.keys.contacts {
        let written = entry.get_ref();
        let top = Span::new(*file, written.what.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = Fields {
            file: *file,
            top,
            what: "this entry of [[contacts]]",
            unread: &source.unread,
            within: "contacts.",
            findings,
        };
        let what = fields.text("what", written.what.as_ref());
        let name = fields.text("value", written.value.as_ref());
        if what.is_empty() || name.is_empty() {
            continue;
        }
        let span = name.span;
        match names.value(&name, span) {
            // One that is blank has been reported; a line without a number helps nobody.
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                let set = values.get(name.as_str()).map_or(span, |value| value.span);
                contacts.push(Contact { what, value: Placed::new(text, set) });
            }
            Err(finding) => findings.push(finding),
        }
    }
    contacts
}
