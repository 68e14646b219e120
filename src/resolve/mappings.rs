//! Which clauses of different specifications ask the same: what clauses say in `same_as`, and the sets in `content/mappings`.
//!
//! Somebody compared two revisions. Where one of the clauses has another meaning since, or was split or removed, nobody knows whether the
//! mapping still holds: it counts for nothing, and is reported.

use toml::value::Datetime;

use super::cited_revisions::cites;
use super::header_fields::{Fields, calendar_day};
use super::lookup::Names;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{MappingFile, Sources, Spanned};
use crate::model::revision::RevisionAt;
use crate::model::{
    CitedPart, Cites, Clause, ClauseKey, Handle, Mapping, MappingKind, Revisions, SameAs, Track, track,
};
use crate::source::{Placed, Span};

pub(super) const KINDS: [(&str, MappingKind); 4] = [
    ("equal", MappingKind::Equal),
    ("subset", MappingKind::Subset),
    ("superset", MappingKind::Superset),
    ("overlaps", MappingKind::Overlaps),
];

/// What a word for `how` says.
pub(crate) fn mapping_kind(word: &str) -> Option<MappingKind> {
    KINDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
}

/// Every mapping between clauses for the service lines offered.
pub(super) fn mappings(
    sources: &Sources,
    revisions: &[Revisions],
    names: &Names<'_>,
    offered: &[Track],
    findings: &mut Findings,
) -> Vec<Mapping> {
    let mut reader = MappingReader { names, findings, mappings: Vec::new() };
    for (specification, one) in Handle::each(revisions) {
        for (clause, written) in Handle::each(&one.current().specification.clauses) {
            if track::meet(&written.tracks, offered) {
                let key = ClauseKey { specification: specification.in_same_order(), clause };
                written.same_as.iter().for_each(|same_as| reader.of_clause(key, same_as, one));
            }
        }
    }
    sources.mappings.iter().for_each(|file| reader.of_set(file));
    reader.mappings
}

/// One side of a mapping, as far as it is for a service line offered.
struct MappedSide {
    name: String,
    parts: Vec<CitedPart>,
    /// Whether it is one clause, which means what it meant in the revision that somebody compared.
    is_unchanged: bool,
}

struct MappingReader<'a> {
    names: &'a Names<'a>,
    findings: &'a mut Findings,
    mappings: Vec<Mapping>,
}

impl MappingReader<'_> {
    fn of_clause(&mut self, key: ClauseKey, same_as: &SameAs, revisions: &Revisions) {
        let SameAs { clause, how, cites } = same_as;
        let specification = &revisions.current().specification;
        let compared = match cites.get(&specification.id) {
            Some(day) => revisions.find(**day),
            None => Some(first_with(revisions, key.clause, same_as)),
        };
        let source = MappedSide {
            name: format!("{}/{}", specification.id, key.clause.of(&specification.clauses).id),
            parts: vec![CitedPart::whole(key)],
            is_unchanged: compared
                .is_some_and(|at| revisions.is_known_from(at, revisions.in_force, key.clause)),
        };
        if let Some(target) = self.side(clause, cites, clause.span) {
            self.add(&source, *how, &target, clause.span);
        }
    }

    fn of_set(&mut self, set: &MappingFile) {
        let MappingFile { file, head, pairs } = set;
        let keys = &head.keys;
        let mut fields = Fields {
            file: *file,
            top: Span::top(*file),
            what: "this set of mappings",
            unread: &head.unread,
            within: "",
            findings: self.findings,
        };
        fields.text("title", keys.title.as_ref());
        let source = fields.text("source", keys.source.as_ref());
        let target = fields.text("target", keys.target.as_ref());
        let cites = cites(keys.cites.as_ref(), *file);
        for (top, pair) in pairs {
            let mut fields = Fields {
                file: *file,
                top: *top,
                what: "this pair",
                unread: &pair.unread,
                within: "",
                findings: self.findings,
            };
            let from = fields.text("source", pair.keys.source.as_ref());
            let to = fields.text("target", pair.keys.target.as_ref());
            let how = fields.word("how", pair.keys.how.as_ref(), &KINDS);
            if source.is_empty() || target.is_empty() || from.is_empty() || to.is_empty() {
                continue;
            }
            let from = self.side(&format!("{}/{}", *source, *from), &cites, from.span);
            let to = self.side(&format!("{}/{}", *target, *to), &cites, to.span);
            if let (Some(from), Some(how), Some(to)) = (from, how, to) {
                self.add(&from, how, &to, *top);
            }
        }
    }

    /// `None` where there is no such clause, which is reported, or none that is offered.
    fn side(&mut self, name: &str, cites: &Cites, span: Span) -> Option<MappedSide> {
        match self.names.cited(name, cites, span) {
            Ok((parts, more)) => {
                self.findings.extend(more);
                let is_unchanged = self.names.is_unchanged(name, cites);
                Some(MappedSide { name: name.to_owned(), parts, is_unchanged })
            }
            Err(finding) => {
                self.findings.extend(finding);
                None
            }
        }
    }

    fn add(&mut self, source: &MappedSide, how: MappingKind, target: &MappedSide, span: Span) {
        for side in [source, target].into_iter().filter(|side| !side.is_unchanged) {
            self.findings.push(outdated(&side.name, how, span));
        }
        let is_sure = source.is_unchanged && target.is_unchanged;
        for from in &source.parts {
            for to in &target.parts {
                let mapping = Mapping { source: from.clone(), how, target: to.clone(), counts: false, span };
                let is_contradicted = self.contradicts_another(&mapping, (&source.name, &target.name));
                let counts = how == MappingKind::Equal && is_sure && !is_contradicted;
                self.mappings.push(Mapping { counts, ..mapping });
            }
        }
    }

    /// Whether an earlier mapping says something else of these two clauses: then neither counts, which is reported.
    fn contradicts_another(&mut self, mapping: &Mapping, (source, target): (&str, &str)) -> bool {
        let Mapping { source: from, how, target: to, counts: _, span } = mapping;
        let contradicts = |other: &&mut Mapping| {
            let said = if other.source == *from && other.target == *to {
                other.how
            } else if other.source == *to && other.target == *from {
                other.how.reversed()
            } else {
                return false;
            };
            said != *how
        };
        let Some(other) = self.mappings.iter_mut().find(contradicts) else { return false };
        other.counts = false;
        let message = format!("two mappings say different things of `{source}` and `{target}`");
        self.findings.push(
            Diagnostic::new(FindingCode::DoubtfulMapping, *span, message)
                .label(other.span, "the other")
                .hint("keep the one that is right; until then, what meets one clause doesn’t count for the other"),
        );
        true
    }
}

fn outdated(name: &str, how: MappingKind, span: Span) -> Diagnostic {
    let effect = match how {
        MappingKind::Equal => ", so what meets one no longer counts for the other",
        MappingKind::Subset | MappingKind::Superset | MappingKind::Overlaps => "",
    };
    let message = format!("`{name}` changed since somebody compared these two clauses{effect}");
    Diagnostic::new(FindingCode::DoubtfulMapping, span, message).hint(
        "compare them again; then correct `how` if need be, and write the revisions that you compared: `cites = { payer = 2027-01-01 }`",
    )
}

/// The oldest revision in which the clause said this of the other one.
fn first_with(revisions: &Revisions, clause: Handle<Clause>, wanted: &SameAs) -> RevisionAt {
    let (mut at, mut clause) = (revisions.in_force, clause);
    while at > 0 {
        let [before] = revisions.all[at].origin(clause).clauses.as_slice() else { break };
        let written = before.of(&revisions.all[at - 1].specification.clauses);
        let says_so = |one: &SameAs| one.how == wanted.how && one.clause.as_str() == wanted.clause.as_str();
        if !written.same_as.iter().any(says_so) {
            break;
        }
        (at, clause) = (at - 1, *before);
    }
    at
}

/// The days of `cites` in an entry of a list.
pub(super) fn cites_of_entry(
    written: Option<&Spanned<std::collections::BTreeMap<String, Spanned<Datetime>>>>,
    fields: &mut Fields<'_>,
) -> Cites {
    let entries = written.map(Spanned::get_ref).into_iter().flatten();
    entries
        .filter_map(|(id, day)| {
            fields.date("cites", Some(day));
            Some((id.clone(), Placed::new(calendar_day(day.get_ref())?, fields.span(day))))
        })
        .collect()
}
