//! Anchors: short names for places in a page.

use std::collections::{BTreeMap, BTreeSet};

/// Letters and digits of `text` in lower case, with a hyphen for all between them.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_end_matches('-');
    if trimmed.is_empty() { "section".to_owned() } else { trimmed.to_owned() }
}

/// Anchors that the page around a text has for itself.
const RESERVED: [&str; 4] = ["page_main", "page_toc", "clauses-covered", "revision-history"];

/// Anchors already taken in a document.
#[derive(Debug)]
pub struct Anchors {
    taken: BTreeSet<String>,
    /// How often each wanted anchor was numbered, so that ten thousand of one name are not tried one by one.
    numbered: BTreeMap<String, usize>,
}

impl Default for Anchors {
    fn default() -> Self {
        Self { taken: RESERVED.map(str::to_owned).into(), numbered: BTreeMap::new() }
    }
}

impl Anchors {
    /// Takes `wanted`; `false` when it is taken already.
    pub fn take(&mut self, wanted: &str) -> bool {
        self.taken.insert(wanted.to_owned())
    }

    /// Takes `wanted`, or `wanted-2` and so on.
    pub fn unique(&mut self, wanted: &str) -> String {
        let mut anchor = wanted.to_owned();
        while !self.take(&anchor) {
            let count = self.numbered.entry(wanted.to_owned()).or_insert(1);
            *count += 1;
            anchor = format!("{wanted}-{count}");
        }
        anchor
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
    }

    #[test]
    fn a_second_one_is_numbered() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("purpose"), "purpose");
        assert_eq!(anchors.unique("purpose"), "purpose-2");
        assert_eq!(anchors.unique("clauses-covered"), "clauses-covered-2");
    }
}
