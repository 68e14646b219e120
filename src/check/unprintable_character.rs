//! No font at hand has a character: it would print as an empty box, and PDF/UA and PDF/A forbid that. For a letter of another
//! writing system the finding names a font that has it.

use std::collections::BTreeSet;

use super::letters::Letters;
use super::texts;
use super::{Context, ReadText, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::passages::Passage;
use crate::source::Span;

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnprintableCharacter, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let mut strange = Strange { context, places: Letters::new(context.files), found: BTreeSet::new() };
    context.texts.iter().for_each(|one| strange.document(one));
    texts::besides_documents(handbook).for_each(|passages| strange.passages(&passages));
    strange.found.into_iter().map(|(span, c)| finding(c, span, context)).collect()
}

fn finding(c: char, span: Span, context: &Context<'_>) -> Diagnostic {
    let message = format!("the character {c:?} (U+{:04X}) cannot be printed", u32::from(c));
    let finding = Diagnostic::new(RULE.code, span, message);
    if is_invisible(c) {
        finding.hint("it is invisible: delete the text here, and type it again")
    } else {
        finding.hint((context.remedy)(c))
    }
}

/// Whether nobody would see the character in an editor.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether Unicode leaves it to each font what the character is.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Characters that cannot be printed, so far, each with its place.
struct Strange<'c> {
    context: &'c Context<'c>,
    places: Letters<'c>,
    found: BTreeSet<(Span, char)>,
}

impl Strange<'_> {
    /// Looks at a document. Its facts say which characters it has, not which can be printed: that depends on the fonts.
    fn document(&mut self, document: &ReadText<'_>) {
        if document.facts.unusual.iter().any(|c| !self.prints(*c)) {
            self.passages(&document.text.passages());
        }
    }

    /// Looks at passages, and notes the first of each that has one.
    fn passages(&mut self, passages: &[Passage<'_>]) {
        for passage in passages.iter().filter(|passage| passage.is_printed()) {
            let letters = passage.letters();
            // All are looked up, so that the next cell of a table finds its own.
            let mut strange = letters.chars().filter(|c| !self.prints(*c)).collect::<Vec<_>>().into_iter();
            let Some(first) = strange.next() else { continue };
            let found = (self.place(first, &letters, passage.span), first);
            strange.for_each(|c| {
                self.places.find(c, passage.span);
            });
            self.found.insert(found);
        }
    }

    /// Where a character of a passage is written: in the passage, or in a particular that it names.
    fn place(&mut self, c: char, letters: &str, passage: Span) -> Span {
        if let Some(written) = self.places.find(c, passage) {
            return written;
        }
        let mut values = self.context.handbook.values.values();
        let Some(value) = values.find(|value| value.text.contains(c) && letters.contains(&value.text)) else {
            return passage;
        };
        // Wherever the particular is named, it is the same character.
        Letters::new(self.context.files).find(c, value.span).unwrap_or(value.span)
    }

    fn prints(&self, c: char) -> bool {
        match c {
            c if c.is_ascii_graphic() => true,
            // Both standards forbid them, whether a font has a letter for them or not; and U+1680 is the one space that is a mark.
            '\0' | '\u{feff}' | '\u{fffe}' | '\u{1680}' => false,
            c if is_private(c) => false,
            c if c.is_control() => c.is_whitespace(),
            c => c.is_whitespace() || (self.context.prints)(c),
        }
    }
}

/// The characters of the printed passages that a font might lack.
pub(super) fn unusual(passages: &[Passage<'_>]) -> BTreeSet<char> {
    let mut letters = BTreeSet::new();
    for passage in passages.iter().filter(|passage| passage.is_printed()) {
        let shown = passage.letters();
        if !shown.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            letters.extend(shown.chars().filter(|c| !c.is_ascii_graphic() && *c != ' '));
        }
    }
    letters
}
