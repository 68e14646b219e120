//! Typst code that is generated, with a note of which of the author's lines each part comes from.

use std::ops::Range;

use crate::source::Span;

/// Typst code under construction. Words go in as string literals only, in which nothing is markup.
#[derive(Debug, Default)]
pub struct Code {
    text: String,
    places: Vec<(Range<usize>, Span)>,
}

impl Code {
    /// Adds code as it is.
    pub fn raw(&mut self, code: &str) {
        self.text.push_str(code);
    }

    /// Adds words as a string literal.
    pub fn string(&mut self, words: &str) {
        self.text.push('"');
        for c in words.chars() {
            match c {
                '"' | '\\' => {
                    self.text.push('\\');
                    self.text.push(c);
                }
                '\n' => self.text.push_str("\\n"),
                '\r' => {}
                // Typst would print nothing for a tab.
                '\t' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    /// Adds a call with named string arguments: `name(key: "value", …)`.
    pub fn call(&mut self, name: &str, arguments: &[(&str, &str)]) {
        self.raw(name);
        self.raw("(");
        self.arguments(arguments);
        self.raw(")");
    }

    /// Adds named string arguments: `key: "value", `.
    pub fn arguments(&mut self, arguments: &[(&str, &str)]) {
        for (key, value) in arguments {
            self.raw(key);
            self.raw(": ");
            self.string(value);
            self.raw(", ");
        }
    }

    /// Adds what `write` adds, and notes that it comes from `span`.
    pub fn from(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        write(self);
        self.places.push((start..self.text.len(), span));
    }

    /// The code as it is.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The code so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The code with `rules` before it, and the places sorted so that the innermost comes first.
    pub fn finish(mut self, rules: &str) -> (String, Places) {
        self.text.insert_str(0, rules);
        for (range, _) in &mut self.places {
            *range = range.start + rules.len()..range.end + rules.len();
        }
        self.places.sort_by_key(|(range, _)| range.len());
        (self.text, Places(self.places))
    }
}

/// Which of the author's lines a part of the code comes from.
#[derive(Debug, Default)]
pub struct Places(Vec<(Range<usize>, Span)>);

impl Places {
    /// The author's line that the code at `range` comes from.
    pub fn find(&self, range: &Range<usize>) -> Option<Span> {
        self.0
            .iter()
            .find(|(place, _)| place.start <= range.start && range.start < place.end.max(place.start + 1))
            .map(|(_, span)| *span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    #[test]
    fn words_cannot_become_code() {
        let mut code = Code::default();
        code.string("a \"b\" \\ #panic() [x] $y$\n");
        assert_eq!(code.finish("").0, r#""a \"b\" \\ #panic() [x] $y$\n""#);
    }

    #[test]
    fn a_tab_is_a_space() {
        let mut code = Code::default();
        code.string("Ages 18\t65");
        assert_eq!(code.finish("").0, r#""Ages 18 65""#);
    }

    #[test]
    fn the_innermost_place_is_found() {
        let mut files = Files::default();
        let file = files.add("a.md", "0123456789");
        let (outer, inner) = (Span::new(file, 0..9), Span::new(file, 3..4));
        let mut code = Code::default();
        code.from(outer, |code| {
            code.raw("list(");
            code.from(inner, |code| code.string("x"));
            code.raw(")");
        });
        let (_, places) = code.finish("#x\n");
        assert_eq!(places.find(&(9..10)), Some(inner));
        assert_eq!(places.find(&(4..5)), Some(outer));
        assert_eq!(places.find(&(1..2)), None);
        assert_eq!(places.find(&(90..91)), None);
    }
}
