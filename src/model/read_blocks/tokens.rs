//! Lines become tokens.

use unicode_normalization::UnicodeNormalization;

use super::{ReadToken, TokenKind};
use crate::model::CitedPart;
use crate::model::form::Cover;
use crate::model::text::{Citation, Inline, LinkTarget};

/// The words of a text without marks.
pub(super) fn of_text<'a>(text: &str) -> Vec<ReadToken<'a>> {
    let mut tokens = Tokens::default();
    tokens.text(text, WordStyle::default());
    tokens.found
}

/// The tokens of a line of Markdown.
pub(super) fn of_line(line: &[Inline]) -> Vec<ReadToken<'_>> {
    let mut tokens = Tokens::default();
    tokens.line(line, WordStyle::default());
    tokens.found
}

/// The clauses that something says it meets.
pub(super) fn of_covers<'a>(covers: &[Cover]) -> Vec<ReadToken<'a>> {
    let mut tokens = Tokens::default();
    for Cover { part, span: _ } in covers {
        tokens.push(TokenKind::Citation(part.clone()), WordStyle::default());
    }
    tokens.found
}

/// How the words of a part of a line are shown.
#[derive(Clone, Copy, PartialEq, Default)]
struct WordStyle<'a> {
    is_struck: bool,
    leads_to: Option<&'a LinkTarget>,
}

#[derive(Default)]
struct Tokens<'a> {
    found: Vec<ReadToken<'a>>,
    is_after_space: bool,
}

impl<'a> Tokens<'a> {
    fn line(&mut self, line: &'a [Inline], manner: WordStyle<'a>) {
        for inline in line {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(text, manner),
                Inline::Emphasis(text)
                | Inline::Strong(text)
                | Inline::Link { to: LinkTarget::Term(_), text, span: _ } => self.line(text, manner),
                Inline::Strikethrough(text) => self.line(text, WordStyle { is_struck: true, ..manner }),
                Inline::Link { to, text, span: _ } => {
                    self.line(text, WordStyle { leads_to: Some(to), ..manner });
                }
                Inline::Image { path, alt, source, span: _ } => {
                    self.push(TokenKind::Picture { path, alt, source }, manner);
                }
                Inline::Citation(Citation { clause, element, number: _, anchor: _, span: _ }) => {
                    let part = CitedPart { clause: *clause, element: element.clone() };
                    self.push(TokenKind::Citation(part), manner);
                }
                Inline::Break => self.is_after_space = true,
            }
        }
    }

    /// Words of one manner that touch are one word: `over*time*` is `overtime`.
    fn text(&mut self, text: &str, manner: WordStyle<'a>) {
        for (at, part) in text.split(char::is_whitespace).enumerate() {
            self.is_after_space |= at > 0;
            if part.is_empty() {
                continue;
            }
            let part: String = part.nfc().collect();
            match self.found.last_mut() {
                Some(ReadToken { kind: TokenKind::Word(word), is_struck, leads_to, is_spaced: _ })
                    if !self.is_after_space
                        && manner == (WordStyle { is_struck: *is_struck, leads_to: *leads_to }) =>
                {
                    word.push_str(&part);
                }
                _ => self.push(TokenKind::Word(part), manner),
            }
        }
    }

    fn push(&mut self, kind: TokenKind<'a>, WordStyle { is_struck, leads_to }: WordStyle<'a>) {
        let is_spaced = std::mem::take(&mut self.is_after_space) && !self.found.is_empty();
        self.found.push(ReadToken { kind, is_struck, leads_to, is_spaced });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read_blocks::words_of;

    fn text(words: &str) -> Inline {
        Inline::Text(words.into())
    }

    #[test]
    fn words_that_touch_are_one_word_and_stress_is_not_read() {
        let line =
            [text("Paid  over"), Inline::Emphasis(vec![text("time,")]), Inline::Break, text("always.")];
        let tokens = of_line(&line);
        let words: Vec<&TokenKind<'_>> = tokens.iter().map(|token| &token.kind).collect();
        let word = |word: &str| TokenKind::Word(word.to_owned());
        assert_eq!(words, [&word("Paid"), &word("overtime,"), &word("always.")]);
        assert_eq!(words_of(&tokens), "Paid overtime, always.");
    }

    #[test]
    fn what_is_struck_out_is_another_word() {
        let line = [Inline::Strikethrough(vec![text("24")]), text("12 hours")];
        let struck: Vec<bool> = of_line(&line).iter().map(|token| token.is_struck).collect();
        assert_eq!(struck, [true, false, false]);
    }

    #[test]
    fn an_accent_is_the_same_however_it_is_stored() {
        assert_eq!(of_text("Sí"), of_text("Si\u{301}"));
    }
}
