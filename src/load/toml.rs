//! Reading TOML so that every mistake of a file is reported, not only the first.

use std::ops::Range;

use serde::de::{DeserializeOwned, Error, Visitor};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::source::{FileId, Span};

/// A TOML table with the places of its keys.
pub(crate) type TomlTable<'i> = Spanned<DeTable<'i>>;

/// Parses `text`; what is not TOML becomes findings, the rest is kept.
pub(crate) fn parse<'i>(text: &'i str, file: FileId, findings: &mut Findings) -> TomlTable<'i> {
    let (table, errors) = DeTable::parse_recoverable(text);
    findings.extend(errors.iter().map(|error| {
        let at = error.span().unwrap_or(0..0);
        Diagnostic::new(
            FindingCode::TomlSyntax,
            Span::new(file, at),
            format!("this is not valid TOML: {}", error.message()),
        )
        .hint("write text in double quotes, dates without quotes (2026-11-23), lists in [ ] with commas")
    }));
    table
}

/// Takes the tables of the list `key` out of `table` and reads each; `what` is such as `a unit`.
pub(crate) fn read_tables<S: DeserializeOwned + Default>(
    table: &mut TomlTable<'_>,
    key: &str,
    what: &str,
    file: FileId,
    findings: &mut Findings,
) -> Vec<(Span, ReadKeys<S>)> {
    take_tables(table, key, file, findings)
        .into_iter()
        .map(|table| (Span::new(file, table.span()), read(table, what, file, findings)))
        .collect()
}

/// Takes the tables of the list `key` out of `table`, so that each can be read by itself.
fn take_tables<'i>(
    table: &mut TomlTable<'i>,
    key: &str,
    file: FileId,
    findings: &mut Findings,
) -> Vec<TomlTable<'i>> {
    let Some(value) = table.get_mut().remove(key) else {
        return Vec::new();
    };
    let span = value.span();
    let DeValue::Array(items) = value.into_inner() else {
        findings.push(
            Diagnostic::new(
                FindingCode::MistypedKey,
                Span::new(file, span),
                format!("`{key}` must be a list of tables"),
            )
            .hint(format!("start each entry with a line `[[{key}]]`")),
        );
        return Vec::new();
    };
    let mut tables = Vec::new();
    for item in items {
        let span = item.span();
        match item.into_inner() {
            DeValue::Table(entry) => tables.push(Spanned::new(span, entry)),
            _ => findings.push(
                Diagnostic::new(
                    FindingCode::MistypedKey,
                    Span::new(file, span),
                    format!("each entry of `{key}` must be a table"),
                )
                .hint(format!("start each entry with a line `[[{key}]]`")),
            ),
        }
    }
    tables
}

/// What was read of a table.
#[derive(Debug, Default)]
pub(crate) struct ReadKeys<T> {
    /// The keys that fit.
    pub(crate) keys: T,
    /// Names of the keys that did not, and have been reported, such as `owner` or `organization.telephone`.
    pub(crate) unread: Vec<String>,
}

/// More findings than this in one table are one mistake, and looking for them all would take minutes.
const MOST: usize = 100;

/// Reads a table into `T`. Each entry that does not fit becomes a finding and is left out, so that the others are still read.
///
/// `what` names the table for people, such as `a policy header`.
pub(crate) fn read<T: DeserializeOwned + Default>(
    table: TomlTable<'_>,
    what: &str,
    file: FileId,
    findings: &mut Findings,
) -> ReadKeys<T> {
    read_beside(&[], table, what, file, findings)
}

/// Takes the keys of `T` out of `table` and reads them. The second is for the rest, whose authors see both as one table.
pub(crate) fn read_both<T: DeserializeOwned + Default, U: DeserializeOwned + Default>(
    mut table: TomlTable<'_>,
    what: &str,
    file: FileId,
    findings: &mut Findings,
) -> (ReadKeys<T>, ReadKeys<U>) {
    let keys = keys_of::<T>();
    let mut own = Spanned::new(table.span(), DeTable::new());
    for key in keys {
        if let Some((key, value)) = table.get_mut().remove_entry(*key) {
            own.get_mut().insert(key, value);
        }
    }
    (read(own, what, file, findings), read_beside(keys, table, what, file, findings))
}

/// The same as [`read`], for a part of a table that has the keys `others` as well.
fn read_beside<T: DeserializeOwned + Default>(
    others: &[&str],
    mut table: TomlTable<'_>,
    what: &str,
    file: FileId,
    findings: &mut Findings,
) -> ReadKeys<T> {
    let mut unread = Vec::new();
    while unread.len() < MOST {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(keys) => return ReadKeys { keys, unread },
            Err(error) => error,
        };
        let at = error.span().unwrap_or_else(|| table.span());
        let span = Span::new(file, at.clone());
        let culprit = remove_at(table.get_mut(), &at);
        // What isn't TOML has been reported already.
        let known =
            findings.iter().any(|known| known.code == FindingCode::TomlSyntax && touch(known.span, span));
        if !known {
            let message = unknown_key::<T>(error.message(), others, what, span);
            findings
                .push(message.unwrap_or_else(|| explain(error.message(), culprit.as_deref(), what, span)));
        }
        match culprit {
            Some(key) => unread.push(key),
            None => break,
        }
    }
    ReadKeys { keys: T::default(), unread }
}

/// Removes the innermost entry that holds `at`, and returns its name. A table of its own, `[card]`, does not span its entries.
fn remove_at(table: &mut DeTable<'_>, at: &Range<usize>) -> Option<String> {
    for (key, value) in table.iter_mut() {
        if let Some(inner) = remove_within(value.get_mut(), at) {
            return Some(format!("{}.{inner}", key.get_ref()));
        }
    }
    let holds = |span: Range<usize>| covers(&span, at);
    let found = table.iter().find(|(key, value)| holds(key.span()) || holds(value.span()));
    let key = found.map(|(key, _)| key.get_ref().to_string())?;
    table.remove(key.as_str());
    Some(key)
}

fn remove_within(value: &mut DeValue<'_>, at: &Range<usize>) -> Option<String> {
    match value {
        DeValue::Table(table) => remove_at(table, at),
        DeValue::Array(items) => items.iter_mut().find_map(|item| remove_within(item.get_mut(), at)),
        _ => None,
    }
}

fn touch(a: Span, b: Span) -> bool {
    a.file == b.file && a.start <= b.end && b.start <= a.end
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The finding about a key that nobody knows, if serde's sentence is about one. It names the known ones, `others` with those of `T`.
fn unknown_key<T: DeserializeOwned>(
    message: &str,
    others: &[&str],
    what: &str,
    span: Span,
) -> Option<Diagnostic> {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (unknown, known) = quoted.split_first().filter(|_| message.starts_with("unknown field"))?;
    // A table within has keys of its own.
    let others = if known == keys_of::<T>() { others } else { &[] };
    let known = [others, known].concat();
    let finding =
        Diagnostic::new(FindingCode::UnknownKey, span, format!("`{unknown}` is not a key of {what}"));
    Some(match nearest(unknown, known.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint(format!("the keys are: {}", known.join(", "))),
    })
}

/// The keys of a struct, as serde knows them.
fn keys_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut keys = StructKeys(&[]);
    // It asks for the keys, and is refused the values.
    drop(T::deserialize(&mut keys));
    keys.0
}

struct StructKeys(&'static [&'static str]);

impl<'de> serde::Deserializer<'de> for &mut StructKeys {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.0 = fields;
        Err(Self::Error::custom("only the keys are wanted"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("this is not a struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Turns serde's sentence into one for the author of the file.
fn explain(message: &str, key: Option<&str>, what: &str, span: Span) -> Diagnostic {
    let (found, wanted) = message.rsplit_once("expected ").unwrap_or((message, ""));
    // What the author has to write, and how; what serde calls a struct is a table here.
    let (wanted, hint) = match wanted {
        "a string" => ("a text", "write text in double quotes"),
        "a TOML datetime" | "year or hour" => ("a date", "write a date without quotes: 2026-11-23"),
        "i64" => ("a whole number", "write a whole number without quotes: 12"),
        "a boolean" => ("true or false", "write true or false, without quotes"),
        "a sequence" => ("a list", "write a list in square brackets: [\"one\", \"two\"]"),
        other if other.starts_with("struct ") || other == "a map" => (
            "a table",
            "write it as a table, with its keys below a line `[name]`; each entry of a list below `[[name]]`",
        ),
        other => (other, "write it as the README's example shows"),
    };
    let what_is_there = found
        .trim_start_matches("invalid type: ")
        .trim_end_matches(", ")
        .replace("sequence", "a list")
        .replace("map", "a table")
        .replace("string ", "the text ")
        .replace("integer ", "the number ");
    let name = key.map_or_else(|| what.to_owned(), |key| format!("`{key}` of {what}"));
    Diagnostic::new(
        FindingCode::MistypedKey,
        span,
        format!("{name} must be {wanted}, but is {what_is_there}"),
    )
    .hint(hint)
}
