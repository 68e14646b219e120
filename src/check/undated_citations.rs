//! Documents in force that don't say which revision of a specification they cite and were read against. They are judged by dates: the
//! publisher's against those of reviews.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode, Severity};
use crate::model::{Date, DocumentId, DocumentVersions, Evidence, Revisions};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UndatedCitations, look };

/// Documents that the message names.
const NAMED: usize = 3;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let mut undated: Vec<&DocumentId> = Vec::new();
    let mut has_changed = false;
    let is_in_force = |document: &DocumentVersions<'_>| document.current.header().in_force(handbook.as_of);
    for document in handbook.documents().versioned().filter(is_in_force) {
        let header = document.current.header();
        let is_undated = |one: &&Evidence| {
            let id = &handbook.specification(one.clause).id;
            one.document == document.id
                // A unit of another curriculum cites there.
                && one.span.file == header.span.file
                && !header.revisions.cites.contains_key(id)
                && !header.revisions.read_against.contains_key(id)
        };
        let mut cited = handbook.evidence.iter().filter(is_undated).peekable();
        if let Some(first) = cited.peek() {
            undated.push(&first.document);
        }
        has_changed |= cited.any(|one| changed(one.clause.specification.beside(&handbook.revisions)));
    }
    finding(&undated, has_changed, context).into_iter().collect()
}

/// Whether its clauses may have other ids than when a document was written.
fn changed(revisions: &Revisions) -> bool {
    let specification = &revisions.current().specification;
    let is_edited_in_place =
        |revised: Option<Date>| revised.is_some_and(|revised| revised > specification.revision);
    revisions.all.len() > 1
        || specification.clauses.iter().any(|clause| is_edited_in_place(clause.own_revised))
}

fn finding(undated: &[&DocumentId], has_changed: bool, context: &Context<'_>) -> Option<Diagnostic> {
    let first = undated.first()?;
    let named: Vec<String> = undated.iter().take(NAMED).map(ToString::to_string).collect();
    let rest = if undated.len() > NAMED { ", …" } else { "" };
    let message = match undated.len() {
        1 => format!("{first} doesn’t say which revision of a specification it was read against"),
        several => format!(
            "{several} documents don’t say which revision of a specification they were read against: {}{rest}",
            named.join(", ")
        ),
    };
    let finding = Diagnostic::new(RULE.code, context.handbook_file, message)
        .hint("they are judged by dates, and a citation may come to mean another clause when the publisher renumbers; record what was read: clausebook review NAME --read-clauses --by \"…\" --on DATE");
    let severity = if has_changed { Severity::Warning } else { RULE.code.usual_level() };
    Some(finding.at_level(severity))
}
