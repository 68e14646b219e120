//! What a header says of revisions: whose ids the file cites, and which of them somebody read it against.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::value::Datetime;

use super::header_fields::{Fields, calendar_day};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{SourceHeader, Spanned};
use crate::model::{CitedRevisions, Cites, RevisionMark};
use crate::source::{FileId, Placed, Span};

type WrittenCites = Spanned<BTreeMap<String, Spanned<Datetime>>>;

/// Says nothing of any specification.
pub(crate) fn no_cites() -> &'static Cites {
    static NONE: LazyLock<Cites> = LazyLock::new(Cites::new);
    &NONE
}

/// The revisions whose ids a file uses, without those that are no day.
pub(crate) fn cites(written: Option<&WrittenCites>, file: FileId) -> Cites {
    let entries = written.map(Spanned::get_ref).into_iter().flatten();
    entries
        .filter_map(|(id, day)| {
            Some((id.clone(), Placed::new(calendar_day(day.get_ref())?, Span::new(file, day.span()))))
        })
        .collect()
}

/// The revision whose id the clause of a waiver is.
pub(crate) fn cites_of_waiver(clause: &str, written: Option<&Spanned<Datetime>>, file: FileId) -> Cites {
    let specification = clause.split('/').next().unwrap_or_default().to_owned();
    let cited = written.and_then(|day| {
        let span = Span::new(file, day.span());
        Some((specification, Placed::new(calendar_day(day.get_ref())?, span)))
    });
    cited.into_iter().collect()
}

/// The same as [`cites`], with findings, and what the text was read against.
pub(crate) fn read(keys: &SourceHeader, fields: &mut Fields<'_>) -> CitedRevisions {
    for day in keys.cites.as_ref().map(Spanned::get_ref).into_iter().flatten().map(|(_, day)| day) {
        fields.date("cites", Some(day));
    }
    let mut read_against = BTreeMap::new();
    for (id, written) in keys.read_against.as_ref().map(Spanned::get_ref).into_iter().flatten() {
        let span = fields.span(written);
        let marks = RevisionMark::parse_all(written.get_ref());
        if marks.is_none() {
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::MissingRevision,
                    span,
                    format!("nobody knows which revision `{}` is", written.get_ref()),
                )
                .hint("clausebook review writes this key: remove the entry, and record a review"),
            );
        }
        // It is there: the text was read, and nobody knows against what.
        read_against.insert(id.clone(), Placed::new(marks.unwrap_or_default(), span));
    }
    CitedRevisions { cites: cites(keys.cites.as_ref(), fields.file), read_against }
}
