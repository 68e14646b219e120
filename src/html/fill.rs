//! The filter `fill` of page templates: a sentence of the fixed words with its gaps filled in.
//!
//! ```text
//! {{ words.policies.none | fill }}                A policy is a file in `content`.  →  A policy is a file in <code>content</code>.
//! {{ words.home.all_of_the_policies | fill(count=3) }}   takes the sentence for three
//! ```

use std::fmt::Write;

use pulldown_cmark_escape::escape_html;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::words::{SentencePiece, pieces};

pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("fill", fill);
}

/// A sentence, or a table with one for one and one for other counts. Words are escaped, and so is what fills a gap, unless the template
/// says that it is HTML.
#[expect(clippy::needless_pass_by_value, reason = "a filter is called so")]
fn fill(sentence: &Value, gaps: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let sentence = match sentence.as_map() {
        None => sentence.as_str(),
        Some(_) => {
            let count: usize = gaps.must_get("count")?;
            sentence.get_from_path(if count == 1 { "one" } else { "other" }).and_then(Value::as_str)
        }
    };
    let sentence =
        sentence.ok_or_else(|| tera::Error::message("`fill` takes a sentence of the fixed words"))?;
    let mut html = String::new();
    for part in parts(sentence) {
        part.write(&gaps, &mut html)?;
    }
    Ok(Value::safe_string(&html))
}

/// A part of a sentence of a page.
enum SentencePart<'s> {
    Plain(&'s str),
    Strong(&'s str),
    Code(&'s str),
    Link { words: &'s str, to: &'s str },
}

impl SentencePart<'_> {
    fn write(&self, gaps: &Kwargs, html: &mut String) -> TeraResult<()> {
        // Writing to a string cannot fail.
        match self {
            Self::Plain(words) => filled(words, gaps, html)?,
            Self::Strong(words) => {
                html.push_str("<strong>");
                filled(words, gaps, html)?;
                html.push_str("</strong>");
            }
            Self::Code(words) => {
                html.push_str("<code>");
                filled(words, gaps, html)?;
                html.push_str("</code>");
            }
            Self::Link { words, to } => {
                html.push_str("<a href=\"");
                let _ = escape_html(&mut *html, gaps.must_get::<&str>(to)?);
                html.push_str("\">");
                filled(words, gaps, html)?;
                html.push_str("</a>");
            }
        }
        Ok(())
    }
}

fn filled(words: &str, gaps: &Kwargs, html: &mut String) -> TeraResult<()> {
    for piece in pieces(words) {
        let _ = match piece {
            SentencePiece::Words(words) => escape_html(&mut *html, words),
            SentencePiece::Gap(name) => {
                let value: &Value = gaps.must_get(name)?;
                match value.as_str() {
                    Some(text) if !value.is_safe() => escape_html(&mut *html, text),
                    _ => write!(html, "{value}"),
                }
            }
        };
    }
    Ok(())
}

/// `Open **this**, or [that](place).` is `Open `, strong `this`, `, or `, a link `that`, `.`.
fn parts(sentence: &str) -> Vec<SentencePart<'_>> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((before, part, after)) = next_mark(rest) {
        parts.push(SentencePart::Plain(before));
        parts.push(part);
        rest = after;
    }
    parts.push(SentencePart::Plain(rest));
    parts
}

fn next_mark(text: &str) -> Option<(&str, SentencePart<'_>, &str)> {
    text.char_indices().find_map(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let (part, after) = mark(rest)?;
        Some((before, part, after))
    })
}

/// The mark at the start of a text, and what comes after it.
fn mark(text: &str) -> Option<(SentencePart<'_>, &str)> {
    if let Some(rest) = text.strip_prefix("**") {
        let (words, after) = rest.split_once("**")?;
        return Some((SentencePart::Strong(words), after));
    }
    if let Some(rest) = text.strip_prefix('`') {
        let (words, after) = rest.split_once('`')?;
        return Some((SentencePart::Code(words), after));
    }
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (to, after) = rest.split_once(')')?;
    Some((SentencePart::Link { words, to }, after))
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::*;

    fn rendered(template: &str, words: Value) -> String {
        let mut tera = Tera::new();
        register(&mut tera);
        tera.add_raw_template("page.html", template).unwrap();
        let mut context = Context::new();
        context.insert_value("words", words);
        tera.render("page.html", &context).unwrap()
    }

    #[test]
    fn gaps_and_marks_become_html_and_words_stay_words() {
        let sentence = Value::normal_string("**A** <b> `c {e}` [d](to) {e}");
        assert_eq!(
            rendered("{{ words | fill(to=\"x?a&b\", e=\"<i>\") }}", sentence.clone()),
            "<strong>A</strong> &lt;b&gt; <code>c &lt;i&gt;</code> <a href=\"x?a&amp;b\">d</a> &lt;i&gt;"
        );
        assert!(rendered("{{ words | fill(to=1 ~ \"\", e=\"<i>\" | safe) }}", sentence).ends_with(" <i>"));
    }

    #[test]
    fn a_count_chooses_its_sentence() {
        let words =
            Value::from_serializable(&serde_json::json!({ "one": "one day", "other": "{count} days" }));
        assert_eq!(
            rendered("{{ words | fill(count=1) }}, {{ words | fill(count=2) }}", words),
            "one day, 2 days"
        );
    }
}
