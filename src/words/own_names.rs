//! Languages by their own names: `templates/languages.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Language;
use super::text::{Sentence, Word};

/// A language as its speakers call it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KnownLanguage {
    /// Without a country.
    pub(crate) tag: String,
    pub(crate) name: Word,
    /// That help in this language is free.
    pub(crate) notice: Sentence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageList {
    language: Vec<KnownLanguage>,
}

static LANGUAGES: LazyLock<Vec<KnownLanguage>> = LazyLock::new(|| {
    // A test reads it.
    let list: LanguageList =
        toml::from_str(include_str!("../../templates/languages.toml")).expect("a built-in file is TOML");
    list.language
});

/// Every language that is known, in the order of the file.
pub(crate) fn known() -> &'static [KnownLanguage] {
    &LANGUAGES
}

/// What the speakers of a language call it, such as `Español`; its tag where that isn't known.
#[must_use]
pub(crate) fn own_name(language: &Language) -> String {
    let found = known().iter().find(|one| one.tag == language.language());
    found.map_or_else(|| language.to_string(), |one| one.name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_own_name_in_every_country() {
        let name = |tag: &str| own_name(&Language::parse(tag).unwrap());
        assert_eq!([name("es"), name("es-US"), name("ht")], ["Español", "Español", "Kreyòl ayisyen"]);
        assert_eq!(name("yo"), "yo");
    }

    #[test]
    fn every_notice_names_the_telephone() {
        for language in known() {
            let notice = language.notice.fill(&[("telephone", &"617-555-0100")]);
            assert!(notice.contains("617-555-0100"), "{}", language.tag);
            assert!(Language::parse(&language.tag).is_some(), "{}", language.tag);
        }
    }
}
