//! The language of a handbook.

use std::fmt;

use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

/// A language as a tag (BCP 47), such as `en-US`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Language(LanguageIdentifier);

impl Language {
    /// `None` where the text is not the tag of a language. `es_us` is `es-US`.
    #[must_use]
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let tag: LanguageIdentifier = tag.parse().ok()?;
        // No language has a longer name, and `und` means no language.
        let language = tag.language.as_str();
        (language.len() <= 3 && !tag.language.is_empty()).then_some(Self(tag))
    }

    /// American English.
    #[must_use]
    pub(crate) fn english() -> Self {
        Self(LanguageIdentifier::from_parts(
            unic_langid::subtags::Language::from_bytes(b"en").unwrap_or_default(),
            None,
            unic_langid::subtags::Region::from_bytes(b"US").ok(),
            &[],
        ))
    }

    /// The language without its country: `en`.
    #[must_use]
    pub(crate) fn language(&self) -> &str {
        self.0.language.as_str()
    }

    /// The country; `None` for a larger region, such as the Latin America of `es-419`.
    #[must_use]
    pub(crate) fn country(&self) -> Option<&str> {
        self.0.region.as_ref().map(unic_langid::subtags::Region::as_str).filter(|region| region.len() == 2)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_it_is_meant() {
        let read = |tag: &str| Language::parse(tag).map(|language| language.to_string());
        for (tag, meant) in
            [("en-US", "en-US"), ("es", "es"), ("es_us", "es-US"), ("zh-hans-CN", "zh-Hans-CN")]
        {
            assert_eq!(read(tag).as_deref(), Some(meant), "{tag}");
        }
        for tag in ["", "english", "Spanish (US)", "e", "en-", "en-US-", "und", "12"] {
            assert_eq!(read(tag), None, "{tag}");
        }
        assert_eq!(Language::english().to_string(), "en-US");
    }

    #[test]
    fn a_region_is_a_country_only_where_it_is_one() {
        let country = |tag| Language::parse(tag).unwrap().country().map(str::to_owned);
        assert_eq!(country("es-US").as_deref(), Some("US"));
        assert_eq!(country("es-419"), None);
        assert_eq!(country("es"), None);
    }
}
