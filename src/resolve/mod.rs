//! The second stage: ids become things, citations become clauses, links become places.

mod catalogue;
mod evidence;
mod fields;
mod label;
mod links;
mod lookup;
mod policy;
mod program;

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::diagnostic::{Diagnostic, Findings};
use crate::load::{PolicyFile, Sources};
use crate::markdown::Lookup;
use crate::model::document::{Inline, each_inline, each_line};
use crate::model::{Date, Handbook, Policy, Specification, Track, Waiver, track};
use crate::names;
use crate::source::Span;
use lookup::Names;

/// Resolves what was read, as of `today`. What is wrong becomes findings; the rest stands, so that later stages can look
/// for more.
pub fn resolve(sources: &Sources, today: Date) -> (Handbook, Findings) {
    let mut findings = Findings::default();
    let program = program::program(sources, &mut findings);
    let known: Vec<Track> = program.known_tracks.keys().cloned().collect();
    let specifications: Vec<Specification> =
        sources.catalogues.iter().map(|file| catalogue::specification(file, &known, &mut findings)).collect();
    let names =
        Names::new(&specifications, &sources.unreadable, &program, sources.images.keys().map(String::as_str));
    let reader = policy::Reader { files: &sources.files, known_tracks: &known, names: &names, today };
    let (mut policies, elsewhere) = policies(sources, &program.offered, &reader, &mut findings);
    policies.sort_by_cached_key(|policy| (natural(&policy.current.number), policy.id.clone()));
    check_numbers(&policies, &mut findings);
    let others = links::Others { unreadable: &sources.unreadable, elsewhere: &elsewhere };
    links::check(&policies, &others, &mut findings);
    let waivers = waivers(sources, &names, &mut findings);
    drop(names);
    let evidence = evidence::collect(&policies, today);
    let handbook = Handbook {
        evidence: evidence.shown,
        evidence_to_come: evidence.to_come,
        images: images(&policies),
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
        waivers,
        specifications,
        policies,
    };
    (handbook, findings)
}

/// The policies for the service lines offered, and the ids of the others.
fn policies(
    sources: &Sources,
    offered: &[Track],
    reader: &policy::Reader<'_>,
    findings: &mut Findings,
) -> (Vec<Policy>, BTreeSet<String>) {
    let mut by_id: BTreeMap<&str, Vec<&PolicyFile>> = BTreeMap::new();
    for file in &sources.policies {
        by_id.entry(&file.id).or_default().push(file);
    }
    let mut shown = Vec::new();
    let mut elsewhere = BTreeSet::new();
    for (id, versions) in by_id {
        if !names::is_id(id) {
            findings.push(bad_id(id, Span::top(versions[0].file)));
        }
        let Some(policy) = reader.policy(&versions, findings) else {
            continue;
        };
        if track::meet(&policy.current.tracks, offered) {
            shown.push(policy);
        } else {
            elsewhere.insert(id.to_owned());
        }
    }
    (shown, elsewhere)
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

fn check_numbers(policies: &[Policy], findings: &mut Findings) {
    for pair in policies.windows(2) {
        let [first, second] = pair else { continue };
        if !first.current.number.is_empty() && first.current.number == second.current.number {
            findings.push(
                Diagnostic::error(
                    "duplicate-number",
                    second.current.span,
                    format!(
                        "the policies `{}` and `{}` have one number, {}",
                        first.id, second.id, first.current.number
                    ),
                )
                .label(first.current.span, "the other")
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

/// The pictures that the text shows, each once.
fn images(policies: &[Policy]) -> Vec<String> {
    let mut paths = BTreeSet::new();
    for policy in policies {
        each_line(&policy.current.body.blocks, &mut |line| {
            each_inline(line, &mut |inline| {
                if let Inline::Image { path, .. } = inline {
                    paths.insert(path.clone());
                }
            });
        });
    }
    paths.into_iter().collect()
}

fn bad_id(id: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bad-id", span, format!("`{id}` cannot be an id"))
        .hint("use small letters, digits and hyphens, at most 60: it becomes a file name and an address")
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
