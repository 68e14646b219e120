//! Answers that are printed in the blank form. Nothing that a person decides, agrees to, or vouches for may be there before they come.

use super::header_fields::Fields;
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{FieldSource, Spanned};
use crate::model::form::{DefaultAnswer, Entry, Field, FieldKind, Options, written_number};
use crate::source::{Placed, Span};

/// Words of options and questions with which a person decides or agrees.
const DECIDING: [&str; 37] = [
    "accept",
    "accepts",
    "agree",
    "agreed",
    "agrees",
    "allow",
    "allows",
    "approve",
    "approves",
    "authorize",
    "authorizes",
    "consent",
    "consents",
    "declined",
    "declines",
    "decline",
    "permit",
    "permits",
    "refuse",
    "refuses",
    "understand",
    "understands",
    "want",
    "wants",
    "wish",
    "wishes",
    "acepta",
    "acepto",
    "autoriza",
    "autorizo",
    "consiento",
    "permite",
    "permito",
    "quiere",
    "quiero",
    "rechaza",
    "entiendo",
];
const YES_OR_NO: [&str; 4] = ["yes", "no", "sí", "si"];

/// The default of a field, unless a person must give the answer.
pub(super) fn default(
    reader: &VersionReader<'_>,
    written: &FieldSource,
    kind: &FieldKind,
    label: &str,
    fields: &mut Fields<'_>,
) -> Option<DefaultAnswer> {
    let default = written.default.as_ref()?;
    let span = fields.span(default);
    if let Some(why) = refusal(written, kind, label) {
        fields.findings.push(decided(span, why));
        return None;
    }
    match kind {
        FieldKind::Choice(options) => {
            let choice = super::form_rule::meant(&options.listed, default.get_ref(), span, fields)?;
            Some(DefaultAnswer::Chosen(choice))
        }
        _ => text(reader, default, kind, span, fields).map(DefaultAnswer::Text),
    }
}

/// Notes that the fields of a section that isn't for everybody have no defaults.
pub(super) fn refuse_in_section(kept: &[Field], fields: &mut Fields<'_>) {
    for field in kept.iter().flat_map(Field::with_inner).filter(|field| field.default.is_some()) {
        fields.findings.push(decided(field.span, "this section isn't filled in for everybody"));
    }
}

fn decided(span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(FindingCode::DefaultDecides, span, format!("this field can't have a default: {why}"))
        .hint("remove `default`: somebody has to give this answer")
}

/// Why a field has no default.
fn refusal(written: &FieldSource, kind: &FieldKind, label: &str) -> Option<&'static str> {
    let of_kind = match kind {
        FieldKind::Checkbox | FieldKind::Choices(_) => {
            Some("a checked box says that somebody agreed to or did something")
        }
        FieldKind::Signature { .. } => Some("people sign for themselves"),
        FieldKind::Line(Entry::Date) => Some("a day is written by whoever knows it"),
        FieldKind::Table(_) | FieldKind::Score(_) | FieldKind::Group(_) => {
            Some("only a text, number, telephone number or choice has one")
        }
        FieldKind::Choice(options) => of_choice(options, written, label),
        FieldKind::Line(Entry::Text | Entry::Number | Entry::Phone) | FieldKind::Paragraph { .. } => None,
    };
    let is_required = written.required.as_ref().is_some_and(|required| *required.get_ref());
    of_kind
        .or(is_required.then_some("it is required, and would pass unread"))
        .or(written.only_if.as_ref().map(|_| "it is filled in only under a condition"))
        .or(written.from.as_ref().map(|_| "its value comes from another form"))
}

fn of_choice(options: &Options, written: &FieldSource, label: &str) -> Option<&'static str> {
    let decides = |text: &str| has(text, &DECIDING);
    if decides(label) || options.listed.iter().any(|one| decides(&one.label) || has(&one.label, &YES_OR_NO)) {
        return Some("with this choice, a person decides something");
    }
    if options.listed.iter().any(|one| one.points.is_some()) || !written.alerts.is_empty() {
        return Some("its answer counts in a score or raises an alert");
    }
    None
}

fn has(text: &str, words: &[&str]) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}

fn text(
    reader: &VersionReader<'_>,
    default: &Spanned<String>,
    kind: &FieldKind,
    span: Span,
    fields: &mut Fields<'_>,
) -> Option<Placed<String>> {
    let text = reader.filled(default.get_ref().trim(), span, fields.findings);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let (is_right, hint) = match kind {
        FieldKind::Line(Entry::Number) => {
            (written_number(&text).is_some(), "write a number in quotes, such as \"1\"")
        }
        FieldKind::Line(Entry::Phone) => {
            ((10..=20).contains(&digits), "write a telephone number with its area code")
        }
        FieldKind::Paragraph { .. } => (!text.is_empty(), "write it between the quotes, or remove `default`"),
        _ => (
            !text.is_empty() && !text.contains('\n'),
            "write one line between the quotes, or remove `default`",
        ),
    };
    if !is_right {
        fields.findings.push(
            Diagnostic::new(FindingCode::FormRule, span, "`default` is not an answer to this field")
                .hint(hint),
        );
    }
    is_right.then(|| Placed::new(text, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_consent_are_found_as_words() {
        assert!(has("The Member agrees.", &DECIDING) && has("Sí, claro", &YES_OR_NO));
        assert!(!has("Agreement number", &DECIDING) && !has("None of these", &YES_OR_NO));
    }
}
