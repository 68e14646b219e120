//! `{{ organization.name }}`: the program's particulars in the place of their names.

use super::Lookup;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

/// The names of the placeholders in a text.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim()))
}

/// The text with every placeholder filled in. `place` tells where a part of the text is; it is asked in the order of the
/// text.
pub(crate) fn fill(
    text: &str,
    lookup: &dyn Lookup,
    place: &mut dyn FnMut(&str) -> Span,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        filled.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        let Some(end) = after.find("}}") else {
            findings.push(
                Diagnostic::new(FindingCode::OpenPlaceholder, place("{{"), "a placeholder is not closed")
                    .hint("write it as {{ organization.name }}"),
            );
            return filled;
        };
        let span = place(&rest[start..start + 2 + end + 2]);
        match lookup.value(after[..end].trim(), span) {
            Ok(value) => filled.push_str(&value),
            Err(finding) => {
                // Its name stays, so that the sentence is not called blank as well.
                filled.push_str(&rest[start..start + 2 + end + 2]);
                findings.push(finding);
            }
        }
        rest = &after[end + 2..];
    }
    filled.push_str(rest);
    filled
}
