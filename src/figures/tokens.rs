//! A text cut into numbers, words and marks: `2-day` is 2, `-`, `day`, each next to the one before.

use unicode_normalization::UnicodeNormalization;

use super::Quantity;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `30`, `1,000`, `1 000`, `1.5`.
    Digits(Quantity),
    /// In lowercase, without an apostrophe and what follows it: `Hour’s` is `hour`. A number that can't be read,
    /// such as `3.2.1`, is a word too.
    Word(String),
    Mark(char),
}

#[derive(Debug)]
pub(super) struct PlacedToken {
    pub(crate) token: Token,
    /// Whether nothing is between it and the token before.
    pub(crate) is_glued: bool,
    pub(crate) written: String,
}

pub(super) fn tokens(text: &str) -> Vec<PlacedToken> {
    let mut cutter = Cutter { chars: text.nfc().filter(|c| !is_invisible(*c)).collect(), at: 0 };
    let mut tokens = Vec::new();
    let mut is_glued = false;
    while let Some(c) = cutter.peek(0) {
        if c.is_whitespace() && c != '\n' {
            cutter.at += 1;
            is_glued = false;
            continue;
        }
        if cutter.skip_optional_plural() {
            tokens.last_mut().into_iter().for_each(|last: &mut PlacedToken| last.written.push('s'));
            continue;
        }
        let start = cutter.at;
        let token = cutter.token(c);
        let written = cutter.chars[start..cutter.at].iter().collect();
        tokens.push(PlacedToken { token, is_glued, written });
        is_glued = true;
    }
    tokens
}

/// Soft hyphens, and what joins or separates letters without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

struct Cutter {
    chars: Vec<char>,
    at: usize,
}

impl Cutter {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn is_digit(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|c| c.is_ascii_digit())
    }

    fn is_letter(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(char::is_alphabetic)
    }

    /// `day(s)` is `day`.
    fn skip_optional_plural(&mut self) -> bool {
        let is_plural = self.chars[self.at..].starts_with(&['(', 's', ')'])
            && self.at.checked_sub(1).is_some_and(|before| self.chars[before].is_alphabetic());
        if is_plural {
            self.at += 3;
        }
        is_plural
    }

    fn token(&mut self, first: char) -> Token {
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_alphabetic() {
            return Token::Word(self.word());
        }
        self.at += 1;
        match first {
            // Characters that look alike and mean the same become one.
            '\u{2010}' | '\u{2011}' => Token::Mark('-'),
            '\u{2012}' | '\u{2013}' | '\u{2212}' => Token::Mark('–'),
            '\u{2044}' => Token::Mark('/'),
            // Fractions of one character and signs of units are words of the grammar.
            c if c.is_numeric() || matches!(c, '%' | '$') => Token::Word(c.to_string()),
            c => Token::Mark(c),
        }
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while self.is_letter(0) || (self.is_digit(0) && !word.is_empty()) {
            word.extend(self.chars[self.at].to_lowercase());
            self.at += 1;
        }
        if word.chars().count() == 1 && self.peek(0) == Some('.') && self.is_letter(1) {
            return self.abbreviation(word);
        }
        if matches!(self.peek(0), Some('\'' | '’')) {
            self.at += 1;
            while self.is_letter(0) {
                self.at += 1;
            }
        }
        word
    }

    /// `a.m.` is `am`.
    fn abbreviation(&mut self, mut word: String) -> String {
        while self.peek(0) == Some('.') && self.is_letter(1) && !self.is_letter(2) {
            word.extend(self.chars[self.at + 1].to_lowercase());
            self.at += 2;
        }
        if word.chars().count() > 1 && self.peek(0) == Some('.') {
            self.at += 1;
        }
        word
    }

    fn number(&mut self) -> Token {
        let start = self.at;
        let mut digits = self.digits();
        if digits.len() <= 3 && !digits.starts_with('0') {
            while self.is_group_of_thousands() {
                self.at += 1;
                digits.push_str(&self.digits());
            }
        }
        if self.peek(0) == Some('.') && self.is_digit(1) {
            self.at += 1;
            digits.push('.');
            digits.push_str(&self.digits());
        }
        // With more digits after it, as in `3.2.1` or `1,5`, it is not a number.
        let mut is_number = true;
        while matches!(self.peek(0), Some('.' | ',')) && self.is_digit(1) {
            is_number = false;
            self.at += 1;
            self.digits();
        }
        match Quantity::from_digits(&digits).filter(|_| is_number) {
            Some(quantity) => Token::Digits(quantity),
            None => Token::Word(self.chars[start..self.at].iter().collect()),
        }
    }

    fn digits(&mut self) -> String {
        let start = self.at;
        while self.is_digit(0) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    /// `,000` or ` 000`, and no fourth digit.
    fn is_group_of_thousands(&self) -> bool {
        let separates = |c: char| c == ',' || (c.is_whitespace() && c != '\n');
        self.peek(0).is_some_and(separates) && (1..=3).all(|at| self.is_digit(at)) && !self.is_digit(4)
    }
}
