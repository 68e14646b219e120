//! Says of a page in which language and direction its words are, where that is not the page's own, and of the page which way it runs.
//!
//! A finished page is looked through, so that titles, labels and cells are found wherever a template puts them:
//! `<p>ភាសាខ្មែរ: free</p>` becomes `<p><span lang="km">ភាសាខ្មែរ</span>: free</p>`, and a paragraph that begins in Arabic
//! gets `dir="rtl"`. In an Arabic handbook `<html>` gets it, and a paragraph that begins in Latin letters gets `dir="ltr"`.

use crate::words::Language;
use crate::writing_systems::{Direction, WritingSystem, direction, direction_of_language, runs};

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

/// Elements that are looked at for what is within them.
const CONTAINERS: [&str; 3] = ["div", "nav", "table"];

/// The class of a box that runs as the words of its author, and that of the program's own word at its top.
const CALLOUT: &str = "class=\"callout ";
const CALLOUT_WORD: &str = "class=\"callout-word\"";

/// The page with its languages, which is in `language` itself. A page in one writing system is as it was, unless it runs right to left.
pub(crate) fn mark(page: String, language: &Language) -> String {
    let direction = direction_of_language(&language.to_string());
    let is_plain = || !page.chars().any(|c| !c.is_ascii() && WritingSystem::of(c).is_some());
    if direction == Direction::LeftToRight && is_plain() {
        return page;
    }
    let mut marker = Marker { language, direction, additions: Vec::new(), open: Vec::new() };
    marker.read(&page);
    marker.write(&page)
}

struct Marker<'p> {
    language: &'p Language,
    /// Which way the page runs.
    direction: Direction,
    /// What is added before which byte of the page.
    additions: Vec<(usize, String)>,
    /// The elements around this place that may run another way.
    open: Vec<OpenElement<'p>>,
}

struct OpenElement<'p> {
    name: &'p str,
    /// Where an attribute can be added; `None` when the template gives a direction.
    end_of_tag: Option<usize>,
    direction: ElementDirection,
}

/// Which way an element runs.
#[derive(Clone, Copy, PartialEq)]
enum ElementDirection {
    /// As what is around it.
    Inherited,
    /// As its first letter, which has not come yet.
    Undecided,
    Decided(Direction),
    /// A table's: as its cells, where all that have letters run this way, and else as what is around it.
    OfCells(Option<Direction>),
    /// Of the program's own word at the top of a callout: as the callout, which it says nothing about.
    OfCallout,
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
        let end_of_tag = at + tag.len() - 1;
        if name == "html" && !tag.starts_with("</") {
            self.page_direction(tag, end_of_tag);
        }
        if !LINES.contains(&name) && !CONTAINERS.contains(&name) {
            return;
        }
        if tag.starts_with("</") {
            // What was left open within it ends, too.
            if let Some(open) = self.open.iter().rposition(|element| element.name == name) {
                if let ElementDirection::OfCells(Some(direction)) = self.open[open].direction {
                    self.add_direction(open, direction);
                }
                self.open.truncate(open);
            }
        } else {
            let has_own = tag.contains(" dir=");
            // Menus run as the page: what is between their entries belongs to no entry.
            let is_in_menu = self.open.iter().any(|element| element.name == "nav");
            let runs_as_page = has_own || is_in_menu;
            let direction = if runs_as_page { ElementDirection::Inherited } else { direction_of(name, tag) };
            self.open.push(OpenElement { name, end_of_tag: (!has_own).then_some(end_of_tag), direction });
        }
    }

    fn page_direction(&mut self, tag: &str, end_of_tag: usize) {
        if self.direction == Direction::RightToLeft && !tag.contains(" dir=") {
            self.additions.push((end_of_tag, " dir=\"rtl\"".to_owned()));
        }
    }

    fn text(&mut self, text: &'p str, at: usize) {
        let is_of_callout = self.open.iter().any(|one| one.direction == ElementDirection::OfCallout);
        if let Some(direction) = direction(text)
            && !is_of_callout
        {
            self.decide(direction);
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

    /// Lets everything around the first letter of a line run as it does.
    fn decide(&mut self, direction: Direction) {
        let mut around = self.direction;
        let mut table = None;
        for at in 0..self.open.len() {
            match self.open[at].direction {
                ElementDirection::Undecided => {
                    if let Some(table) = table.filter(|_| matches!(self.open[at].name, "td" | "th")) {
                        self.count_cell(table, direction);
                    }
                    if direction != self.direction || direction != around {
                        self.add_direction(at, direction);
                    }
                    self.open[at].direction = ElementDirection::Decided(direction);
                    around = direction;
                }
                ElementDirection::Decided(decided) => around = decided,
                ElementDirection::OfCells(_) => table = Some(at),
                ElementDirection::Inherited | ElementDirection::OfCallout => {}
            }
        }
    }

    fn count_cell(&mut self, table: usize, direction: Direction) {
        let is_mixed = matches!(self.open[table].direction, ElementDirection::OfCells(Some(other)) if other != direction);
        self.open[table].direction =
            if is_mixed { ElementDirection::Inherited } else { ElementDirection::OfCells(Some(direction)) };
    }

    fn add_direction(&mut self, at: usize, direction: Direction) {
        let value = match direction {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        };
        let is_table_of_page = self.open[at].name == "table" && direction == self.direction;
        if let Some(place) = self.open[at].end_of_tag.filter(|_| !is_table_of_page) {
            self.additions.push((place, format!(" dir=\"{value}\"")));
        }
    }

    fn attributes(&self, system: &WritingSystem, words: &str) -> String {
        let language = system.language(words).filter(|language| self.language.language() != *language);
        let mut attributes = language.map(|language| format!(" lang=\"{language}\"")).unwrap_or_default();
        // Within a line that runs so, too, it would cut the line: words in Latin letters on both sides of it would change places.
        if system.direction == Direction::RightToLeft && self.around() == Direction::LeftToRight {
            attributes.push_str(" dir=\"rtl\"");
        }
        attributes
    }

    /// Which way the line runs that is read.
    fn around(&self) -> Direction {
        let decided = self.open.iter().rev().find_map(|element| match element.direction {
            ElementDirection::Decided(direction) => Some(direction),
            _ => None,
        });
        decided.unwrap_or(self.direction)
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

/// Which way an element of this name runs, as its tag says.
fn direction_of(name: &str, tag: &str) -> ElementDirection {
    if tag.contains(CALLOUT_WORD) {
        ElementDirection::OfCallout
    } else if LINES.contains(&name) || tag.contains(CALLOUT) {
        ElementDirection::Undecided
    } else if name == "table" {
        ElementDirection::OfCells(None)
    } else {
        ElementDirection::Inherited
    }
}

/// How many bytes after this tag aren't text.
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
            "<ul dir=\"rtl\"><li dir=\"rtl\">1. <b><span lang=\"he\">עברית</span></b></li>\
             <li dir=\"ltr\">Hebrew <span lang=\"he\" dir=\"rtl\">עברית</span></li></ul>"
        );
        assert_eq!(marked("<p dir=\"auto\">é नेपाली</p>"), "<p dir=\"auto\">é नेपाली</p>");
    }

    #[test]
    fn a_line_within_one_of_the_other_direction_says_its_own() {
        assert_eq!(
            marked("<ul><li>עברית</li><li>English</li><li>5</li></ul>"),
            "<ul dir=\"rtl\"><li dir=\"rtl\"><span lang=\"he\">עברית</span></li><li dir=\"ltr\">English</li><li>5</li></ul>"
        );
    }

    #[test]
    fn a_table_runs_as_all_of_its_cells_do_and_a_callout_as_the_words_of_its_author() {
        let marks = |page: &str| {
            let marked = marked(page);
            let tags = marked.split('<').filter(|tag| tag.contains(" dir=") && !tag.starts_with("span"));
            tags.map(|tag| tag[..tag.find([' ', '>']).unwrap()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(marks("<table><tr><td>עברית</td><td>5</td></tr></table>"), ["table", "td"]);
        assert_eq!(marks("<table><tr><td>עברית</td><td>English</td></tr></table>"), ["td"]);
        assert_eq!(
            marks(
                "<div class=\"callout note-box\"><p class=\"callout-word\">Note</p><p>עברית</p></div><p>a</p>"
            ),
            ["div", "p"]
        );
    }

    #[test]
    fn a_menu_runs_as_the_page() {
        assert_eq!(
            marked("<nav><ol><li>Home</li><li>עברית</li></ol></nav>"),
            "<nav><ol><li>Home</li><li><span lang=\"he\" dir=\"rtl\">עברית</span></li></ol></nav>"
        );
    }

    #[test]
    fn a_page_in_arabic_runs_right_to_left_and_only_other_lines_say_so() {
        let arabic = Language::parse("ar-EG").unwrap();
        assert_eq!(
            mark(
                "<html lang=\"ar-EG\"><p>خدمات</p><p>English خدمات</p><table><td>خدمات</td></table>"
                    .to_owned(),
                &arabic
            ),
            "<html lang=\"ar-EG\" dir=\"rtl\"><p>خدمات</p><p dir=\"ltr\">English <span dir=\"rtl\">خدمات</span></p><table><td>خدمات</td></table>"
        );
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
