//! A question of a knowledge check as it is written.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::spanned::Spanned;

/// A question of a knowledge check.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct QuestionSource {
    /// Its id: lowercase letters, digits, hyphens. When not set, it is made of the question's words.
    pub(crate) id: Option<Spanned<String>>,
    /// The question, a line of Markdown.
    #[schemars(required)]
    pub(crate) question: Option<Spanned<String>>,
    /// `one` right option (when not set), `several`, `true-false` or `open`.
    pub(crate) kind: Option<Spanned<String>>,
    /// The answers to choose from, 2 to 6.
    #[schemars(with = "Vec<OptionKinds>")]
    pub(crate) options: Vec<Spanned<OptionSource>>,
    /// The right option, in the same words as above; `true` or `false`; or a good answer to an open question.
    pub(crate) answer: Option<Spanned<String>>,
    /// Why that answer is right.
    pub(crate) why: Option<Spanned<String>>,
    /// The objectives of the unit that it tests, by their numbers: 1 is the first.
    pub(crate) tests: Vec<Spanned<i64>>,
    /// `practice` on the unit's page only, or `test` on paper and in exports only; both when not set.
    pub(crate) used_for: Option<Spanned<String>>,
    /// Whether readers see the options in another order than here; they do when not set.
    pub(crate) shuffle: Option<bool>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
}

/// An option as it is written: its words alone, or `{ text = "…", right = true, why = "…" }`.
#[derive(Debug)]
pub(crate) enum OptionSource {
    Words(String),
    Table(OptionTable),
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OptionTable {
    /// Its words, a line of Markdown.
    #[schemars(required)]
    pub(crate) text: Option<Spanned<String>>,
    /// Whether it is right; it is not when not set.
    pub(crate) right: bool,
    /// Why it is right or wrong.
    pub(crate) why: Option<Spanned<String>>,
}

/// What a schema says of an option.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)] // It is never read, only described.
enum OptionKinds {
    Words(String),
    Table(OptionTable),
}

impl OptionSource {
    pub(crate) fn is_right(&self) -> bool {
        match self {
            Self::Words(_) => false,
            Self::Table(table) => table.right,
        }
    }
}

impl<'de> Deserialize<'de> for OptionSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OptionVisitor)
    }
}

struct OptionVisitor;

impl<'de> Visitor<'de> for OptionVisitor {
    type Value = OptionSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a table with `text`, `right` and `why`")
    }

    fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<OptionSource, E> {
        Ok(OptionSource::Words(words.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OptionSource, A::Error> {
        OptionTable::deserialize(MapAccessDeserializer::new(map)).map(OptionSource::Table)
    }
}
