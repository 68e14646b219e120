//! Anchors: short names for places in a page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use unicode_normalization::UnicodeNormalization;

use crate::model::Anchor;

/// Letters and digits of `text` in lower case, with a hyphen for all between them. An accent that is a letter of its own (`e` and U+0301,
/// as macOS writes `é`) gives the same.
#[must_use]
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfc() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_end_matches('-');
    if trimmed.is_empty() { "section".to_owned() } else { trimmed.to_owned() }
}

/// Anchors that the page around a text has for itself, besides those that begin with [`PAGE`].
const RESERVED: [&str; 3] = ["clauses-covered", "revision-history", "topics"];
/// What the anchors of the parts of a page begin with.
const PAGE: &str = "page_";

/// Whether the page around a text may have this anchor for itself.
pub(super) fn is_reserved(anchor: &str) -> bool {
    anchor.starts_with(PAGE) || RESERVED.contains(&anchor)
}

/// Anchors already taken in a document.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    taken: BTreeSet<String>,
    /// How often each wanted anchor was numbered, so that ten thousand of one name are not tried one by one.
    numbered: BTreeMap<String, usize>,
}

impl Anchors {
    /// Takes `wanted`; `false` when it is taken already.
    pub(crate) fn take(&mut self, wanted: &str) -> bool {
        !is_reserved(wanted) && self.taken.insert(wanted.to_owned())
    }

    /// Takes `wanted`, or `wanted-2` and so on.
    pub(crate) fn unique(&mut self, wanted: &str) -> String {
        self.first_free(wanted, str::to_owned)
    }

    /// Takes the first free one of the anchors of `wanted`, `wanted-2` and so on.
    pub(super) fn unique_citation(&mut self, wanted: &str) -> Anchor {
        self.first_free(wanted, |name| Anchor::Citation(name.to_owned()))
    }

    fn first_free<A: Display>(&mut self, wanted: &str, anchor: impl Fn(&str) -> A) -> A {
        let first = anchor(wanted);
        let key = first.to_string();
        if self.take(&key) {
            return first;
        }
        loop {
            let count = self.numbered.entry(key.clone()).or_insert(1);
            *count += 1;
            let next = anchor(&format!("{wanted}-{count}"));
            if self.take(&next.to_string()) {
                return next;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_a_reader_would_type() {
        assert_eq!(slug("What’s due, and when?"), "whats-due-and-when");
        assert_eq!(slug("¿Qué?"), "qué");
        assert_eq!(slug("!"), "section");
        assert_eq!(slug("Cafe\u{301} y servicios"), "café-y-servicios");
    }

    /// The templates of pages that show an author's text, and whatever they have in them.
    #[test]
    fn what_the_pages_need_for_themselves_is_reserved() {
        for template in ["base", "policy", "guide_page", "curriculum", "form", "form_parts"] {
            let path = format!("{}/templates/html/{template}.html", env!("CARGO_MANIFEST_DIR"));
            let html = std::fs::read_to_string(path).unwrap();
            let ids = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for id in ids.filter(|id| !id.contains("{{")) {
                assert!(is_reserved(id), "{template}.html has #{id} for itself");
            }
        }
    }

    #[test]
    fn a_second_one_is_numbered() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("purpose"), "purpose");
        assert_eq!(anchors.unique("purpose"), "purpose-2");
        assert_eq!(anchors.unique("clauses-covered"), "clauses-covered-2");
    }
}
