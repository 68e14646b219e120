//! Reads a text from one end to the other and says what it states.

use std::ops::Range;

use super::grammar::{Grammar, PhraseTable};
use super::tokens::{PlacedToken, Token, tokens};
use super::{Amount, AmountUse, QuotedText, Statement};

pub(super) struct FigureReader<'g> {
    pub(crate) grammar: &'g Grammar,
    pub(crate) tokens: Vec<PlacedToken>,
    pub(crate) statements: Vec<Statement>,
}

impl<'g> FigureReader<'g> {
    pub(crate) fn new(text: &str, grammar: &'g Grammar) -> Self {
        Self { grammar, tokens: tokens(text), statements: Vec::new() }
    }

    pub(crate) fn read(mut self) -> Vec<Statement> {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.read_at(at);
        }
        self.statements
    }

    /// The same, with the words of each statement.
    pub(crate) fn read_quoted(mut self) -> QuotedText {
        let mut words: Vec<String> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let next = self.read_at(at);
            let written = self.written(at..next);
            words.resize(self.statements.len(), written);
            at = next;
        }
        QuotedText { statements: self.statements, words }
    }

    fn written(&self, tokens: Range<usize>) -> String {
        let mut text = String::new();
        for token in &self.tokens[tokens] {
            if !token.is_glued && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&token.written);
        }
        text
    }

    /// Reads what begins at `at`; of several that may, the one that says most. Returns the position after it.
    fn read_at(&mut self, at: usize) -> usize {
        if let Some(mark) = self.mark(at) {
            // A comma or a dash may be part of a figure: "Monday–Friday", "9 am, 5 pm".
            if !matches!(mark, ',' | '-' | '–') {
                self.statements.push(Statement::Stop);
            }
            return at + 1;
        }
        let readers = [
            Self::due_on,
            Self::repeated,
            Self::named_time,
            Self::age,
            Self::one_of_unit,
            Self::money,
            Self::between,
            Self::numbers,
            Self::per,
            Self::between_words,
        ];
        readers.iter().find_map(|read| read(self, at)).unwrap_or_else(|| self.word(at))
    }

    pub(super) fn push(&mut self, amount: Amount, used: AmountUse) {
        self.statements.push(Statement::Amount(amount, used));
    }

    /// `for every`, and `every` before a number.
    fn per(&mut self, at: usize) -> Option<usize> {
        let words = &self.grammar.words;
        let counted = |next: usize| self.number(next).is_some();
        let next = match self.phrase(&words.per, at) {
            Some((next, ())) => next,
            None => self.phrase(&words.every, at).map(|(next, ())| next).filter(|next| counted(*next))?,
        };
        self.statements.push(Statement::Per);
        Some(next)
    }

    /// `Monday to Friday` and `Monday–Friday` are the same.
    fn between_words(&mut self, at: usize) -> Option<usize> {
        self.phrase(&self.grammar.words.to, at).map(|(next, ())| next)
    }

    /// A word, with the digits that are joined to it: `P-12`.
    pub(super) fn word(&mut self, at: usize) -> usize {
        let mut next = at + 1;
        while self.is_glued(next) && (self.starts_with_digit(next) || self.is_hyphen_before_digit(next)) {
            next += 1;
        }
        let ends_ordinal =
            self.digit_starts(at) && self.phrase(&self.grammar.words.ordinal_endings, next).is_some();
        next += usize::from(ends_ordinal && self.is_glued(next));
        let root = match self.token(at) {
            Some(Token::Word(word)) if next == at + 1 => self.grammar.root(word).to_owned(),
            _ => self.tokens[at..next].iter().map(|one| one.written.to_lowercase()).collect(),
        };
        self.statements.push(Statement::Word(root));
        next
    }

    // ---- What is at a position ----

    fn is_hyphen_before_digit(&self, at: usize) -> bool {
        self.is_mark(at, '-') && self.is_glued(at + 1) && self.starts_with_digit(at + 1)
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at).map(|one| &one.token)
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.token(at) {
            Some(Token::Mark(mark)) => Some(*mark),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.mark(at) == Some(mark)
    }

    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|one| one.is_glued)
    }

    /// A sign such as `½` or `%`.
    pub(super) fn is_sign(&self, at: usize) -> bool {
        matches!(self.token(at), Some(Token::Word(word)) if !word.starts_with(char::is_alphabetic))
    }

    pub(super) fn starts_with_digit(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|one| one.written.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// The position after a hyphen that joins two words, else `at`.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        let joins = self.is_mark(at, '-') && self.is_glued(at) && self.is_glued(at + 1);
        at + usize::from(joins)
    }

    /// The longest phrase of a table that begins at `at`: the position after it, and what it means.
    pub(super) fn phrase<'t, T>(&self, table: &'t PhraseTable<T>, at: usize) -> Option<(usize, &'t T)> {
        let mut ends = Vec::new();
        let mut next = at;
        let words = std::iter::from_fn(|| {
            let Token::Word(word) = self.token(next)? else { return None };
            ends.push(next + 1);
            next = self.past_hyphen(next + 1);
            Some(self.grammar.root(word))
        });
        let (count, meaning) = table.longest_at(words)?;
        Some((ends[count - 1], meaning))
    }
}
