//! The values that Typst code is made of. They are built from small parts and printed in one place (`typst_source`):
//!
//! ```text
//! call("section").arg(2_u8).arg("intake#purpose").arg(content(["Purpose".into()]))
//! section(2, "intake#purpose", {"Purpose"; }, )
//! ```

use crate::source::Span;
use crate::words::Word;
use crate::writing_systems::Direction;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TypstValue {
    None,
    Bool(bool),
    Number(u64),
    /// Words. Nothing in them is markup or code.
    Str(String),
    /// A name that Typst knows, e.g. `left`.
    Constant(&'static str),
    /// Parts that are set one after the other.
    Content {
        /// `None` where they run as what is around them.
        direction: Option<Direction>,
        parts: Vec<TypstValue>,
    },
    Array(Vec<TypstValue>),
    Dict(Vec<(&'static str, TypstValue)>),
    Call(TypstCall),
    /// What comes from these lines of the author's.
    At(Span, Box<TypstValue>),
}

/// A call of a function of Typst or of the print template.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TypstCall {
    pub(super) function: &'static str,
    pub(super) positional: Vec<TypstValue>,
    pub(super) named: Vec<(&'static str, TypstValue)>,
}

pub(super) fn call(function: &'static str) -> TypstCall {
    TypstCall { function, positional: Vec::new(), named: Vec::new() }
}

pub(super) fn array<V: Into<TypstValue>>(items: impl IntoIterator<Item = V>) -> TypstValue {
    TypstValue::Array(items.into_iter().map(Into::into).collect())
}

/// An array whose items are of different kinds, e.g. a row of a table.
pub(super) fn tuple<const N: usize>(items: [TypstValue; N]) -> TypstValue {
    TypstValue::Array(items.into())
}

pub(super) fn dict(entries: impl IntoIterator<Item = (&'static str, TypstValue)>) -> TypstValue {
    TypstValue::Dict(entries.into_iter().collect())
}

pub(super) fn content(parts: impl IntoIterator<Item = TypstValue>) -> TypstValue {
    TypstValue::Content { direction: None, parts: parts.into_iter().collect() }
}

pub(super) fn directed(direction: Direction, parts: impl IntoIterator<Item = TypstValue>) -> TypstValue {
    TypstValue::Content { direction: Some(direction), parts: parts.into_iter().collect() }
}

impl TypstCall {
    pub(super) fn arg(mut self, value: impl Into<TypstValue>) -> Self {
        self.positional.push(value.into());
        self
    }

    pub(super) fn args(mut self, values: impl IntoIterator<Item = TypstValue>) -> Self {
        self.positional.extend(values);
        self
    }

    pub(super) fn named(mut self, key: &'static str, value: impl Into<TypstValue>) -> Self {
        self.named.push((key, value.into()));
        self
    }

    pub(super) fn at(self, span: Span) -> TypstValue {
        TypstValue::from(self).at(span)
    }
}

impl TypstValue {
    /// The same value, with the author's lines that it comes from.
    pub(super) fn at(self, span: Span) -> Self {
        Self::At(span, Box::new(self))
    }
}

impl From<TypstCall> for TypstValue {
    fn from(call: TypstCall) -> Self {
        Self::Call(call)
    }
}

impl From<&str> for TypstValue {
    fn from(words: &str) -> Self {
        Self::Str(words.to_owned())
    }
}

impl From<&Word> for TypstValue {
    fn from(words: &Word) -> Self {
        Self::Str(words.to_string())
    }
}

impl From<&String> for TypstValue {
    fn from(words: &String) -> Self {
        Self::Str(words.clone())
    }
}

impl From<String> for TypstValue {
    fn from(words: String) -> Self {
        Self::Str(words)
    }
}

impl From<bool> for TypstValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for TypstValue {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u8> for TypstValue {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for TypstValue {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// `none` where there is nothing.
impl<V: Into<TypstValue>> From<Option<V>> for TypstValue {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}
