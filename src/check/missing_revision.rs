//! A document cites a revision, or was read against one, that is not at hand as it was then: its file is gone, or was edited in place.
//! Nobody knows what its citations meant, so none of them is confirmed.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{CitedRevisions, Header, RevisionMark, Revisions, Version};
use crate::source::{Placed, Span};

pub(crate) const RULE: Rule = Rule { code: FindingCode::MissingRevision, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let documents = context.handbook.documents().versioned();
    let headers: Vec<&Header> =
        documents.flat_map(|document| document.versions().map(Version::header).collect::<Vec<_>>()).collect();
    headers.into_iter().flat_map(|header| of_header(header, context)).collect()
}

fn of_header(header: &Header, context: &Context<'_>) -> Vec<Diagnostic> {
    let CitedRevisions { cites, read_against } = &header.revisions;
    let mut findings = Vec::new();
    for (id, cited) in cites {
        match revisions(id, context) {
            None => findings.push(unknown(id, cited.span)),
            Some(known) if known.find(**cited).is_none() => findings.push(
                Diagnostic::new(
                    RULE.code,
                    cited.span,
                    format!(
                        "this file uses the ids of `{id}` of {}, and that revision is not at hand",
                        **cited
                    ),
                )
                .hint(bring_back(id, &cited.to_string())),
            ),
            Some(_) => {}
        }
    }
    for (id, read) in read_against {
        match revisions(id, context) {
            None => findings.push(unknown(id, read.span)),
            Some(known) if read.iter().all(|mark| known.at_hand(mark).is_none()) => {
                findings.extend(lost(id, read, known));
            }
            Some(_) => {}
        }
    }
    findings
}

fn revisions<'c>(id: &str, context: &Context<'c>) -> Option<&'c Revisions> {
    context.handbook.revisions.iter().find(|one| one.current().specification.id == id)
}

fn unknown(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(RULE.code, span, format!("there is no specification `{id}`"))
        .hint("correct the name, or remove it from this key")
}

/// Nothing that the text was read against is there as it was; `None` where that was reported with the key.
fn lost(id: &str, read: &Placed<Vec<RevisionMark>>, known: &Revisions) -> Option<Diagnostic> {
    let newest = read.iter().max()?;
    let day = newest.effective;
    Some(match known.find(day) {
        None => Diagnostic::new(
            RULE.code,
            read.span,
            format!("somebody read this text against `{id}` of {day}, and that revision is not at hand"),
        )
        .hint(bring_back(id, &day.to_string())),
        Some(_) => Diagnostic::new(
            RULE.code,
            read.span,
            format!("the catalog `{id}` of {day} was changed after somebody read this text against it"),
        )
        .hint(format!("put the old file back; what is new belongs in a revision of its own: clausebook revise specification:{id} --effective DATE"))
        .hint("until then, or until somebody has read the text against it again, what cites it is unconfirmed: clausebook review NAME --read-clauses --by \"…\" --on DATE"),
    })
}

fn bring_back(id: &str, day: &str) -> String {
    format!(
        "bring the old file back as `content/specifications/{id}/{day}.toml`; until then, what cites it is unconfirmed"
    )
}
