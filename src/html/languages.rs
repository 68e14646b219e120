//! Says of the words of a page in which language and direction they are, where that is not the page's own.
//!
//! A finished page is looked through, so that titles, labels and cells are found wherever a template puts them:
//! `<p>ភាសាខ្មែរ: free</p>` becomes `<p><span lang="km">ភាសាខ្មែរ</span>: free</p>`, and a paragraph that begins in Arabic
//! gets `dir="rtl"`.

use crate::words::Language;
use crate::writing_systems::{Direction, WritingSystem, direction, runs};

/// Elements that run in the direction of their first letter.
const LINES: [&str; 20] = [
    "p",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "figcaption",
    "legend",
    "label",
    "caption",
    "summary",
    "blockquote",
    "pre",
];

/// Elements with no words of a page's text in them.
const OPAQUE: [&str; 6] = ["title", "script", "style", "textarea", "select", "svg"];

/// The page with its languages, which is in `language` itself. A page in one writing system is as it was.
pub(crate) fn mark(page: String, language: &Language) -> String {
    if !page.chars().any(|c| !c.is_ascii() && WritingSystem::of(c).is_some()) {
        return page;
    }
    let mut marker = Marker { language, additions: Vec::new(), open: Vec::new() };
    marker.read(&page);
    marker.write(&page)
}

struct Marker<'p> {
    language: &'p Language,
    /// What is added before which byte of the page.
    additions: Vec<(usize, String)>,
    /// The elements around this place that run in the direction of their first letter.
    open: Vec<OpenElement<'p>>,
}

struct OpenElement<'p> {
    name: &'p str,
    /// Where an attribute can be added; `None` once a letter has come, or when the template gives a direction.
    undecided: Option<usize>,
}

impl<'p> Marker<'p> {
    fn read(&mut self, page: &'p str) {
        let mut at = 0;
        while at < page.len() {
            let rest = &page[at..];
            at += if rest.starts_with("<!--") {
                rest.find("-->").map_or(rest.len(), |end| end + 3)
            } else if rest.starts_with('<') {
                let tag = &rest[..tag_end(rest)];
                self.tag(tag, at);
                tag.len() + opaque(tag, &rest[tag.len()..])
            } else {
                let text = &rest[..rest.find('<').unwrap_or(rest.len())];
                self.text(text, at);
                text.len()
            };
        }
    }

    fn tag(&mut self, tag: &'p str, at: usize) {
        let name = name(tag);
        if !LINES.contains(&name) {
            return;
        }
        if tag.starts_with("</") {
            // What was left open within it ends, too.
            if let Some(open) = self.open.iter().rposition(|line| line.name == name) {
                self.open.truncate(open);
            }
        } else {
            let own = tag.contains(" dir=");
            self.open.push(OpenElement { name, undecided: (!own).then_some(at + tag.len() - 1) });
        }
    }

    fn text(&mut self, text: &'p str, at: usize) {
        if let Some(direction) = direction(text) {
            for place in self.open.iter_mut().filter_map(|line| line.undecided.take()) {
                if direction == Direction::RightToLeft {
                    self.additions.push((place, " dir=\"rtl\"".to_owned()));
                }
            }
        }
        let mut at = at;
        for run in runs(text) {
            let attributes = run.system.map(|system| self.attributes(system, run.text)).unwrap_or_default();
            if !attributes.is_empty() {
                self.additions.push((at, format!("<span{attributes}>")));
                self.additions.push((at + run.text.len(), "</span>".to_owned()));
            }
            at += run.text.len();
        }
    }

    fn attributes(&self, system: &WritingSystem, words: &str) -> String {
        let language = system.language(words).filter(|language| self.language.language() != *language);
        let mut attributes = language.map(|language| format!(" lang=\"{language}\"")).unwrap_or_default();
        if system.direction == Direction::RightToLeft {
            attributes.push_str(" dir=\"rtl\"");
        }
        attributes
    }

    fn write(mut self, page: &str) -> String {
        // Additions at one place stay in their order: the end of one run comes before the start of the next.
        self.additions.sort_by_key(|(at, _)| *at);
        let mut written = String::with_capacity(page.len() + 1024);
        let mut from = 0;
        for (at, addition) in &self.additions {
            written.push_str(&page[from..*at]);
            written.push_str(addition);
            from = *at;
        }
        written.push_str(&page[from..]);
        written
    }
}

/// How many bytes after this tag are no text.
fn opaque(tag: &str, rest: &str) -> usize {
    let name = name(tag);
    if tag.starts_with("</") || tag.ends_with("/>") || !OPAQUE.contains(&name) {
        return 0;
    }
    rest.find(&format!("</{name}")).unwrap_or(rest.len())
}

/// Where the tag at the start of `html` ends; `>` in an attribute's value doesn't end it.
fn tag_end(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(page: &str) -> String {
        mark(page.to_owned(), &Language::english())
    }

    #[test]
    fn words_in_other_letters_say_their_language() {
        assert_eq!(marked("<p>ភាសាខ្មែរ: free</p>"), "<p><span lang=\"km\">ភាសាខ្មែរ</span>: free</p>");
        assert_eq!(
            marked("<b title=\"中 > 文\">中文</b><br>한국어"),
            "<b title=\"中 > 文\"><span lang=\"zh\">中文</span></b><br><span lang=\"ko\">한국어</span>"
        );
    }

    #[test]
    fn a_line_that_begins_right_to_left_runs_so() {
        assert_eq!(
            marked("<ul><li>1. <b>עברית</b></li><li>Hebrew עברית</li></ul>"),
            "<ul dir=\"rtl\"><li dir=\"rtl\">1. <b><span lang=\"he\" dir=\"rtl\">עברית</span></b></li>\
             <li>Hebrew <span lang=\"he\" dir=\"rtl\">עברית</span></li></ul>"
        );
        assert_eq!(marked("<p dir=\"auto\">é नेपाली</p>"), "<p dir=\"auto\">é नेपाली</p>");
    }

    #[test]
    fn what_is_no_text_stays_as_it_is() {
        for page in [
            "<title>ខ្មែរ</title>",
            "<script>let a = \"中\" < 1;</script>",
            "<!-- <p>中 -->",
            "<textarea>中</textarea>",
            "<svg><text>中</text></svg>",
            "<p>Plain, Nguyễn</p>",
            "<p title='中",
        ] {
            assert_eq!(marked(page), page);
        }
    }

    #[test]
    fn the_language_of_the_page_is_not_said_again() {
        assert_eq!(mark("<p>ខ្មែរ</p>".to_owned(), &Language::parse("km").unwrap()), "<p>ខ្មែរ</p>");
    }
}
