//! What is recorded of a version in its header: its approval, and the end of its document.

use super::ends;
use super::header_fields::Fields;
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{SourceHeader, Spanned};
use crate::model::fingerprint::{BadFingerprint, Fingerprint};
use crate::model::version::{ApprovedText, RecordedText, TextConfirmation};
use crate::model::{Approval, DocumentEnd};
use crate::source::Span;

impl VersionReader<'_> {
    pub(super) fn approval(&self, keys: &SourceHeader, fields: &mut Fields<'_>) -> Option<Approval> {
        let on = self.past("approved_on", keys.approved_on.as_ref(), fields);
        if fields.unread.iter().any(|key| key.starts_with("approved_")) {
            return None;
        }
        match (&keys.approved_by, &keys.approved_on) {
            (None, None) if keys.approved_text.is_none() => None,
            (Some(written), Some(_)) => {
                let by = self.words("approved_by", Some(written), fields);
                if by.trim().is_empty() {
                    let span = fields.span(written);
                    fields.findings.push(
                        Diagnostic::new(FindingCode::HalfApproval, span, "an approval must say by whom")
                            .hint("write the name or the title of the person who approved it"),
                    );
                    return None;
                }
                let recorded = Self::recorded(keys, fields);
                let text =
                    if recorded.is_some() { ApprovedText::Unchanged } else { ApprovedText::NotRecorded };
                Some(Approval { by, on: on?, recorded, text, confirmed: self.confirmed(keys, fields) })
            }
            (by, date) => {
                let by = by.as_ref().map(|by| fields.span(by));
                let date = date.as_ref().map(|date| fields.span(date));
                let span = by.or(date).unwrap_or(fields.top);
                fields.findings.push(
                    Diagnostic::new(FindingCode::HalfApproval, span, "an approval has a name and a date")
                        .hint("write both `approved_by` and `approved_on`, or neither"),
                );
                None
            }
        }
    }

    /// When and why its document ends.
    pub(super) fn end(&self, keys: &SourceHeader, fields: &mut Fields<'_>) -> Option<DocumentEnd> {
        let Some(written) = &keys.ends else {
            if keys.ends_because.is_some() || keys.successor.is_some() {
                fields.missing("ends");
            }
            return None;
        };
        let on = fields.date("ends", Some(written))?;
        let why = self.words("ends_because", keys.ends_because.as_ref(), fields);
        let successor = keys.successor.as_ref().map(|written| ends::successor(self.own, written.get_ref()));
        Some(DocumentEnd { on, why, successor })
    }

    /// The text that an approval is for.
    fn recorded(keys: &SourceHeader, fields: &mut Fields<'_>) -> Option<RecordedText> {
        let written = keys.approved_text.as_ref()?;
        let fingerprint = match Fingerprint::parse(written.get_ref()) {
            Ok(fingerprint) => fingerprint,
            Err(reason) => {
                fields.findings.push(bad_fingerprint(reason, fields.span(written)));
                return None;
            }
        };
        let values = keys.approved_values.as_ref().map(Spanned::get_ref).into_iter().flatten();
        let values = values.map(|(name, text)| (format!("values.{name}"), text.clone())).collect();
        Some(RecordedText { fingerprint, values })
    }

    /// Who says what an approval is for.
    fn confirmed(&self, keys: &SourceHeader, fields: &mut Fields<'_>) -> Option<TextConfirmation> {
        let written = keys.text_confirmed_by.as_ref()?;
        let by = self.words("text_confirmed_by", Some(written), fields);
        let on = match &keys.text_confirmed_on {
            Some(on) => self.past("text_confirmed_on", Some(on), fields),
            None => {
                fields.missing("text_confirmed_on");
                None
            }
        };
        Some(TextConfirmation { by, on: on? })
    }
}

fn bad_fingerprint(reason: BadFingerprint, span: Span) -> Diagnostic {
    let (message, hint) = match reason {
        BadFingerprint::Newer => (
            "`approved_text` was written by a newer Clausebook, so nobody knows whether this text is the approved one",
            "install the newest Clausebook",
        ),
        BadFingerprint::Damaged => (
            "`approved_text` was changed by hand, so nobody knows whether this text is the approved one",
            "put the file back as it was when it was approved: a copy is in `.clausebook/approved`",
        ),
    };
    Diagnostic::new(FindingCode::BadFingerprint, span, message).hint(hint)
}
