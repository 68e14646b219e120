//! The places of a file that name a document which gets another id, as its author wrote them.
//!
//! ```text
//! [Intake](policy:intake#consent)     [Intake](policy:admission#consent)
//! [intake]: policy:intake             [intake]: policy:admission
//! ![Map](../intake/map.png)           ![Map](../admission/map.png)
//! successor = "policy:intake"         successor = "policy:admission"
//! use = "core#rights"                 use = "basics#rights"
//! `[Intake](policy:intake)`           (code, which stays)
//! ```

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::links::image_path;
use super::parser;
use crate::model::{DocumentId, DocumentKind};

/// A document gets another id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentRenaming<'a> {
    pub(crate) from: &'a DocumentId,
    pub(crate) to: &'a str,
    /// Its old and its new title, which links may quote; `None` where it keeps its title.
    pub(crate) title: Option<(&'a str, &'a str)>,
}

/// Bytes of a file that are replaced, and what takes their place.
type Replacement<'a> = (Range<usize>, &'a str);

/// The parts of a file in which documents are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NamingContext {
    Markdown,
    /// Its strings may be Markdown, or a name alone.
    Toml,
}

impl<'a> DocumentRenaming<'a> {
    /// A Markdown file, whose header is at `header` and whose text is at `body`, with the new id.
    pub(crate) fn in_markdown_file(
        &self,
        path: &str,
        text: &str,
        header: Range<usize>,
        body: Range<usize>,
    ) -> String {
        let mut changes = self.in_toml_part(path, text, header);
        let code: Vec<Range<usize>> = code_ranges(&text[body.clone()])
            .into_iter()
            .map(|range| range.start + body.start..range.end + body.start)
            .collect();
        let mut places = self.names(text, body.clone(), NamingContext::Markdown);
        places.extend(self.pictures(path, text, body));
        places.retain(|(place, _)| !code.iter().any(|code| code.contains(&place.start)));
        changes.extend(places);
        Self::replaced(text, changes)
    }

    /// A TOML file with the new id.
    pub(crate) fn in_toml_file(&self, path: &str, text: &str) -> String {
        Self::replaced(text, self.in_toml_part(path, text, 0..text.len()))
    }

    /// A template, style or script with the new addresses.
    pub(crate) fn in_look(&self, text: &str) -> String {
        let id = &self.from.id;
        let mut places = self.names(text, 0..text.len(), NamingContext::Toml);
        let address = format!("{}/{id}", addresses(self.from.kind));
        for (at, _) in text.match_indices(&address) {
            let end = at + address.len();
            let ends_there = text[end..].starts_with(['.', '/']);
            let begins_there = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
            if ends_there && begins_there {
                places.push((end - id.len()..end, self.to));
            }
        }
        Self::replaced(text, places)
    }

    fn in_toml_part(&self, path: &str, text: &str, part: Range<usize>) -> Vec<Replacement<'a>> {
        let mut places = self.names(text, part.clone(), NamingContext::Toml);
        if path.starts_with(&format!("{}/", self.from.kind.folder())) {
            places.extend(self.values_of("successor", &['"', '\''], text, part.clone()));
            places.extend(self.values_of("use", &['#'], text, part));
        }
        places
    }

    /// Values such as `successor = "intake"` in a document of the same kind; one of `ends` comes after the id.
    fn values_of(&self, key: &str, ends: &[char], text: &str, part: Range<usize>) -> Vec<Replacement<'a>> {
        let mut places = Vec::new();
        let mut start = part.start;
        for line in text[part].split_inclusive('\n') {
            let value = line.trim_start().strip_prefix(key).map(str::trim_start);
            let value = value.and_then(|rest| rest.strip_prefix('=')).map(str::trim_start);
            if let Some(rest) = value.and_then(|rest| rest.strip_prefix(['"', '\'']))
                && let Some(after) = rest.strip_prefix(self.from.id.as_str())
                && after.starts_with(ends)
            {
                let at = start + (line.len() - rest.len());
                places.push((at..at + self.from.id.len(), self.to));
            }
            start += line.len();
        }
        places
    }

    /// Where the id is, in each link and name.
    fn names(&self, text: &str, part: Range<usize>, context: NamingContext) -> Vec<Replacement<'a>> {
        let DocumentId { kind, id } = self.from;
        let (scheme, wanted) = (kind.scheme(), format!(":{id}"));
        let mut places = Vec::new();
        for (at, _) in text[part.clone()].match_indices(&wanted) {
            let colon = part.start + at;
            let place = colon + 1..colon + wanted.len();
            let Some(begin) = colon.checked_sub(scheme.len()).filter(|begin| *begin >= part.start) else {
                continue;
            };
            let is_scheme = text.get(begin..colon).is_some_and(|word| word.eq_ignore_ascii_case(scheme));
            let ends =
                text[place.end..].chars().next().is_none_or(|c| "#)>\"'?".contains(c) || c.is_whitespace());
            if is_scheme && ends && is_named(&text[..begin], context) {
                places.extend(self.quoted_title(&text[..begin]));
                places.push((place, self.to));
            }
        }
        places
    }

    /// Where the id is, in each path of a picture in the folder of the document.
    fn pictures(&self, path: &str, text: &str, part: Range<usize>) -> Vec<Replacement<'a>> {
        let DocumentId { kind, id } = self.from;
        let (wanted, folder) = (format!("/{id}/"), format!("{}/{id}/", kind.folder()));
        let mut places = Vec::new();
        for (at, _) in text[part.clone()].match_indices(&wanted) {
            let at = part.start + at;
            let begin = text[..at].rfind(['(', '<', '\n']).map_or(0, |found| found + 1);
            let end = text[at..].find([')', '>', '\n', ' ']).map_or(text.len(), |found| at + found);
            let written = text[begin..end].trim();
            if image_path(path, written).is_some_and(|path| path.starts_with(&folder)) {
                places.push((at + 1..at + 1 + id.len(), self.to));
            }
        }
        places
    }

    /// The title of the document, if it is all the words of the link whose address begins after `before`.
    fn quoted_title(&self, before: &str) -> Option<Replacement<'a>> {
        let (old, new) = self.title?;
        let words = before.strip_suffix('<').unwrap_or(before).strip_suffix("](")?;
        let start = words.strip_suffix(old)?;
        start.ends_with('[').then_some((start.len()..words.len(), new))
    }

    fn replaced(text: &str, mut places: Vec<Replacement<'a>>) -> String {
        places.sort_by_key(|(place, _)| place.start);
        places.dedup();
        let mut changed = String::with_capacity(text.len());
        let mut done = 0;
        for (place, new) in places {
            changed.push_str(&text[done..place.start]);
            changed.push_str(new);
            done = place.end;
        }
        changed.push_str(&text[done..]);
        changed
    }
}

/// Whether the address of a link, or in TOML a name, begins after `before`.
fn is_named(before: &str, context: NamingContext) -> bool {
    let bare = before.strip_suffix('<').unwrap_or(before);
    let spaced = bare.trim_end_matches([' ', '\t']);
    bare.ends_with("](")
        || spaced.ends_with("]:")
        || (context == NamingContext::Toml && before.ends_with(['"', '\'']))
}

/// The parts of a text that are code: what looks like a link there is none.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let events = pulldown_cmark::Parser::new_ext(text, parser::options()).into_offset_iter();
    let code = events.filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))));
    code.map(|(_, range)| range).collect()
}

/// The folder of the site with the pages of a kind, as a template may name it.
fn addresses(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Policy => "policies",
        DocumentKind::Form => "forms",
        DocumentKind::Curriculum => "curricula",
        DocumentKind::Guide => "guide",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str) -> String {
        let from = DocumentKind::Policy.id("intake");
        let renaming = DocumentRenaming { from: &from, to: "admission", title: None };
        renaming.in_markdown_file("content/policies/lab/2026-01-01.md", text, 0..0, 0..text.len())
    }

    #[test]
    fn links_get_the_new_name_and_nothing_else_does() {
        for (before, after) in [
            ("[A](policy:intake)", "[A](policy:admission)"),
            ("[A](Policy:intake#a)", "[A](Policy:admission#a)"),
            ("[A](<policy:intake> \"Intake\")", "[A](<policy:admission> \"Intake\")"),
            ("[A][i]\n\n[i]: policy:intake\n", "[A][i]\n\n[i]: policy:admission\n"),
            ("![A](../intake/a.png)", "![A](../admission/a.png)"),
        ] {
            assert_eq!(renamed(before), after);
        }
        for text in [
            "[A](policy:intake-2)",
            "[A](form:intake)",
            "policy:intake",
            "`[A](policy:intake)`",
            "```\n[A](policy:intake)\n```\n",
            "![A](../../curricula/intake/a.png)",
            "say \"policy:intake\"",
        ] {
            assert_eq!(renamed(text), text);
        }
    }

    #[test]
    fn a_title_is_changed_where_a_link_quotes_it() {
        let from = DocumentKind::Policy.id("intake");
        let renaming =
            DocumentRenaming { from: &from, to: "admission", title: Some(("Intake", "Admission")) };
        let text = "Intake: [Intake](policy:intake), [the Intake](policy:intake), [Intake](policy:lab).";
        let expected =
            "Intake: [Admission](policy:admission), [the Intake](policy:admission), [Intake](policy:lab).";
        assert_eq!(renaming.in_markdown_file("content/guide/a.md", text, 0..0, 0..text.len()), expected);
    }

    #[test]
    fn strings_of_toml_are_links_or_names() {
        let from = DocumentKind::Policy.id("intake");
        let renaming = DocumentRenaming { from: &from, to: "admission", title: None };
        let text = "successor = \"intake\"\nother = 'policy:intake'\nhelp = \"See [A](policy:intake#b).\"\nid = \"intake\"\n";
        let expected = "successor = \"admission\"\nother = 'policy:admission'\nhelp = \"See [A](policy:admission#b).\"\nid = \"intake\"\n";
        assert_eq!(renaming.in_toml_file("content/policies/lab/x.md", text), expected);
        let kept = renaming.in_toml_file("forms/plan/x.toml", "successor = \"intake\"\n");
        assert_eq!(kept, "successor = \"intake\"\n");
    }

    #[test]
    fn templates_get_the_new_addresses() {
        let from = DocumentKind::Policy.id("intake");
        let renaming = DocumentRenaming { from: &from, to: "admission", title: None };
        let text = "<a href=\"{{ root }}policies/intake.html\"> policies/intake/versions.html policies/intake-2.html";
        let expected = "<a href=\"{{ root }}policies/admission.html\"> policies/admission/versions.html policies/intake-2.html";
        assert_eq!(renaming.in_look(text), expected);
    }
}
