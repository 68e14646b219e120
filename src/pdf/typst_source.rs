//! The Typst source of one document, printed from values, with a note of which of the author's lines each part comes from. This is the
//! only place that writes Typst's brackets, commas and quotes.

use std::ops::Range;

use super::typst_value::{TypstCall, TypstValue};
use crate::source::Span;
use crate::writing_systems::Direction;

/// Typst source under construction: statements, one after the other.
#[derive(Debug, Default)]
pub(crate) struct TypstSource {
    text: String,
    origins: Vec<(Range<usize>, Span)>,
}

impl TypstSource {
    /// `#import "look.typ": *`
    pub(super) fn import(&mut self, file: &str) {
        self.text.push_str("#import ");
        self.string(file);
        self.text.push_str(": *\n");
    }

    /// Sets everything after it in a style: `#show: page-style.with(paper: "a4", )`
    pub(super) fn style(&mut self, style: &TypstCall) {
        self.text.push_str("#show: ");
        self.transformation(style);
    }

    /// Sets what matches the pattern in a style: `#show regex("[α-ω]+"): in-letters.with("el", )`
    pub(super) fn style_of_matches(&mut self, pattern: &str, style: &TypstCall) {
        self.text.push_str("#show regex(");
        self.string(pattern);
        self.text.push_str("): ");
        self.transformation(style);
    }

    /// Adds what the value shows: `#summary({"Who comes first"; }, )`
    pub(super) fn show(&mut self, value: impl Into<TypstValue>) {
        self.text.push('#');
        self.value(&value.into());
        self.text.push('\n');
    }

    /// Begins a part whose styles end with it.
    pub(super) fn begin_scope(&mut self) {
        self.text.push_str("#[\n");
    }

    pub(super) fn end_scope(&mut self) {
        self.text.push_str("]\n");
    }

    /// Adds code that no author has a word in.
    pub(super) fn fixed(&mut self, code: &'static str) {
        self.text.push_str(code);
    }

    /// All of it, as it would be with no rules before it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The whole source of the document, with `rules` before it, and where its parts come from.
    pub(super) fn finish(mut self, rules: &Self) -> (String, Origins) {
        self.text.insert_str(0, &rules.text);
        for (range, _) in &mut self.origins {
            *range = range.start + rules.text.len()..range.end + rules.text.len();
        }
        self.origins.sort_by_key(|(range, _)| range.len());
        (self.text, Origins(self.origins))
    }

    fn transformation(&mut self, style: &TypstCall) {
        let TypstCall { function, positional, named } = style;
        self.text.push_str(function);
        self.text.push_str(".with");
        self.arguments(positional, named);
        self.text.push('\n');
    }

    fn value(&mut self, value: &TypstValue) {
        match value {
            TypstValue::None => self.text.push_str("none"),
            TypstValue::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            TypstValue::Number(number) => self.text.push_str(&number.to_string()),
            TypstValue::Str(words) => self.string(words),
            TypstValue::Constant(name) => self.text.push_str(name),
            TypstValue::Content { direction, parts } => self.content(*direction, parts),
            TypstValue::Array(items) => self.arguments(items, &[]),
            // `()` is an array.
            TypstValue::Dict(entries) if entries.is_empty() => self.text.push_str("(:)"),
            TypstValue::Dict(entries) => self.arguments(&[], entries),
            TypstValue::Call(TypstCall { function, positional, named }) => {
                self.text.push_str(function);
                self.arguments(positional, named);
            }
            TypstValue::At(span, value) => self.placed(*span, value),
        }
    }

    fn placed(&mut self, span: Span, value: &TypstValue) {
        let start = self.text.len();
        self.value(value);
        self.origins.push((start..self.text.len(), span));
    }

    /// `("one", key: "two", )`. With the comma at its end, one item makes an array and not a value in brackets.
    fn arguments(&mut self, positional: &[TypstValue], named: &[(&str, TypstValue)]) {
        self.text.push('(');
        for value in positional {
            self.value(value);
            self.text.push_str(", ");
        }
        for (key, value) in named {
            self.text.push_str(key);
            self.text.push_str(": ");
            self.value(value);
            self.text.push_str(", ");
        }
        self.text.push(')');
    }

    /// `{"Call "; strong({"now"; }, ); }`
    fn content(&mut self, direction: Option<Direction>, parts: &[TypstValue]) {
        self.text.push('{');
        match direction {
            Some(Direction::RightToLeft) => self.text.push_str("set text(dir: rtl); "),
            Some(Direction::LeftToRight) => self.text.push_str("set text(dir: ltr); "),
            None => {}
        }
        if parts.is_empty() {
            self.text.push_str("[]");
        }
        for part in parts {
            self.value(part);
            self.text.push_str("; ");
        }
        self.text.push('}');
    }

    /// A string literal, in which nothing is markup or code.
    fn string(&mut self, words: &str) {
        self.text.push('"');
        for c in words.chars() {
            match c {
                '"' | '\\' => self.text.extend(['\\', c]),
                '\n' => self.text.push_str("\\n"),
                '\r' => {}
                // Typst would print nothing for a tab.
                '\t' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }
}

/// Which of the author's lines a part of the source comes from; the smallest part comes first.
#[derive(Debug, Default)]
pub(crate) struct Origins(Vec<(Range<usize>, Span)>);

impl Origins {
    /// The author's lines that the source at `range` comes from.
    pub(super) fn find(&self, range: &Range<usize>) -> Option<Span> {
        self.0
            .iter()
            .find(|(part, _)| part.start <= range.start && range.start < part.end.max(part.start + 1))
            .map(|(_, span)| *span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::typst_value::{array, call, content, dict, directed};
    use super::*;
    use crate::source::Files;

    fn printed(value: impl Into<TypstValue>) -> String {
        let mut source = TypstSource::default();
        source.show(value);
        source.text
    }

    #[test]
    fn words_cannot_become_code() {
        assert_eq!(printed("a \"b\" \\ #panic() [x] $y$\n"), "#\"a \\\"b\\\" \\\\ #panic() [x] $y$\\n\"\n");
    }

    #[test]
    fn a_tab_is_a_space() {
        assert_eq!(printed("Ages 18\t65"), "#\"Ages 18 65\"\n");
    }

    #[test]
    fn every_value_is_read_by_typst_as_what_it_is() {
        for (value, code) in [
            (TypstValue::from(None::<&str>), "none"),
            (true.into(), "true"),
            (7_u8.into(), "7"),
            (TypstValue::Constant("left"), "left"),
            (array::<&str>([]), "()"),
            (array(["alone"]), "(\"alone\", )"),
            (dict([]), "(:)"),
            (dict([("as-of", "today".into())]), "(as-of: \"today\", )"),
            (call("image").arg("/a.png").named("alt", "A").into(), "image(\"/a.png\", alt: \"A\", )"),
            (content([]), "{[]}"),
            (content(["Call ".into(), call("linebreak").into()]), "{\"Call \"; linebreak(); }"),
            (directed(Direction::RightToLeft, ["x".into()]), "{set text(dir: rtl); \"x\"; }"),
        ] {
            assert_eq!(printed(value), format!("#{code}\n"));
            let (errors, _) = typst::syntax::parse_code(code).errors_and_warnings();
            assert!(errors.is_empty(), "{code}: {errors:?}");
        }
    }

    #[test]
    fn the_innermost_place_is_found() {
        let mut files = Files::default();
        let file = files.add("a.md", "0123456789");
        let (outer, inner) = (Span::new(file, 0..9), Span::new(file, 3..4));
        let mut source = TypstSource::default();
        source.show(call("list").arg(TypstValue::from("x").at(inner)).at(outer));
        let mut rules = TypstSource::default();
        rules.fixed("#x\n");
        let (text, origins) = source.finish(&rules);
        assert_eq!(text, "#x\n#list(\"x\", )\n");
        assert_eq!(origins.find(&(9..10)), Some(inner));
        assert_eq!(origins.find(&(4..5)), Some(outer));
        assert_eq!(origins.find(&(1..2)), None);
        assert_eq!(origins.find(&(90..91)), None);
    }

    #[test]
    fn what_is_nested_deeply_is_printed_on_a_small_stack() {
        let deep = || {
            let words = TypstValue::from("words");
            let nested = (0..1_000).fold(words, |inner, _| content([call("emph").arg(inner).into()]));
            printed(nested).matches("emph").count()
        };
        let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(deep).unwrap();
        assert_eq!(thread.join().unwrap(), 1_000);
    }
}
