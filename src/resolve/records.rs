//! The records of the handbook file: papers of somebody else's that meet clauses while they are in force.

use super::cited_revisions::cites_of_waiver;
use super::header_fields::Fields;
use super::lookup::Names;
use super::periods;
use crate::diagnostic::Findings;
use crate::load::{RecordSource, Sources, Spanned};
use crate::model::{Confirmation, KeptRecord};
use crate::source::{Placed, Span};

/// All of them, in force or not.
pub(super) fn records(sources: &Sources, names: &Names<'_>, findings: &mut Findings) -> Vec<KeptRecord> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let mut records = Vec::new();
    for entry in &source.keys.records {
        let written = entry.get_ref();
        let top = Span::new(*file, written.clause.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = Fields {
            file: *file,
            top,
            what: "this record",
            unread: &source.unread,
            within: "records.",
            findings: &mut *findings,
        };
        records.extend(record(written, names, &mut fields));
    }
    records
}

fn record(written: &RecordSource, names: &Names<'_>, fields: &mut Fields<'_>) -> Option<KeptRecord> {
    let RecordSource { what, clause, cites, number, since, until, kept } = written;
    let what = fields.text("what", what.as_ref());
    let kept = fields.text("kept", kept.as_ref());
    let clause = fields.text("clause", clause.as_ref());
    fields.date("cites", cites.as_ref());
    let period = periods::period(since.as_ref(), until.as_ref(), fields);
    let number = number
        .as_ref()
        .map(|number| Placed::new(number.get_ref().trim().to_owned(), fields.span(number)))
        .filter(|number| !number.is_empty());
    if what.is_empty() || kept.is_empty() || clause.is_empty() {
        return None;
    }
    let cites = cites_of_waiver(&clause, cites.as_ref(), fields.file);
    match names.cited(&clause, &cites, fields.top) {
        Ok((parts, more)) => {
            fields.findings.extend(more);
            let is_confirmed = names.is_unchanged(&clause, &cites);
            let confirmation = if is_confirmed { Confirmation::Confirmed } else { Confirmation::Unconfirmed };
            Some(KeptRecord { what, parts, number, period, kept, confirmation, span: fields.top })
        }
        Err(finding) => {
            fields.findings.extend(finding);
            None
        }
    }
}
