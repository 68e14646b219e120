//! Which headings of a text are for service lines that are not offered. Links must know before any text is read.

use super::{Input, LinkEnd, Lookup, NoPicture, limit_mark, parse};
use crate::diagnostic::Diagnostic;
use crate::model::text::LinkTarget;
use crate::model::{Anchor, CitedPart, DocumentId};
use crate::source::Span;

/// The headings that `text` has for others only; `is_offered` says whether readers have what is for a service line.
pub(crate) fn headings(input: Input<'_>, is_offered: &dyn Fn(&str) -> bool) -> Vec<Anchor> {
    if !may_limit_headings(input.text) {
        return Vec::new();
    }
    let anchors =
        |is_offered: &dyn Fn(&str) -> bool| parse(input, &OnlyLines { is_offered }).0.anchors(input.own);
    let shown = anchors(is_offered);
    anchors(&|_| true).into_keys().filter(|anchor| !shown.contains_key(anchor)).collect()
}

/// Whether a line that may be a heading has a mark: a quick look, for most texts have none.
fn may_limit_headings(text: &str) -> bool {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_underlined =
            lines.peek().is_some_and(|next| next.starts_with("---") || next.starts_with("==="));
        if (line.trim_start().starts_with('#') || is_underlined) && limit_mark::may_have_marks(line) {
            return true;
        }
    }
    false
}

/// Knows service lines and nothing else.
struct OnlyLines<'a> {
    is_offered: &'a dyn Fn(&str) -> bool,
}

impl Lookup for OnlyLines<'_> {
    fn clauses(&self, _: &str, _: Span) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
        Err(None)
    }

    fn value(&self, name: &str, _: Span) -> Result<String, Diagnostic> {
        Ok(name.to_owned())
    }

    fn link_end(&self, _: &DocumentId, _: &LinkTarget) -> LinkEnd {
        LinkEnd::Shown
    }

    fn offers(&self, line: &str, _: Span) -> Result<bool, Diagnostic> {
        Ok((self.is_offered)(line))
    }

    fn image(&self, path: &str) -> Result<String, NoPicture> {
        Ok(path.to_owned())
    }
}
