//! Values that people type on the command line, and their placeholders in commands to paste.

use jiff::civil::Date;

use crate::names;

/// In a command to paste, the placeholder for a person whom only the reader knows. It is refused as a name
/// (`docs/decisions/placeholders-are-refused.md`).
pub(crate) const APPROVER: &str = "NAME OF APPROVER";
/// In a command to paste, the placeholder for a day that only the reader knows. It is refused as a day.
pub(crate) const DAY: &str = "YYYY-MM-DD";

/// What examples have in the place of a name.
const PLACEHOLDERS: [&str; 4] = [APPROVER, "NAME OF REVIEWER", "NAME", "WHO"];

/// Why a value is refused. Completes clap's "invalid value … for …: ".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TypedError {
    /// A placeholder for a name.
    PlaceholderName(String),
    /// A name without a letter.
    NoLetters,
    /// It has no words.
    NoSentence,
    /// A placeholder for a day.
    PlaceholderDay(String),
    /// It is not a day of the calendar, or not written in full.
    NotADay,
    /// It is not a number of days or weeks.
    NotAPeriod,
    /// A name for a document that not every computer can store.
    NotAnId,
    /// It is not the tag of a language.
    NotALanguage,
}

impl std::fmt::Display for TypedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PlaceholderName(name) => write!(
                f,
                "replace {name} with the name or office of who did it, such as \"Board of Directors\""
            ),
            Self::NoLetters => {
                write!(
                    f,
                    "a name needs letters. Write the name or office of who did it, such as \"Board of Directors\""
                )
            }
            Self::NoSentence => write!(f, "write a sentence, such as \"The telephone number was wrong.\""),
            Self::PlaceholderDay(day) => write!(f, "replace {day} with the day, such as 2026-12-01"),
            Self::NotAnId => {
                write!(f, "use lowercase letters, digits and hyphens, at most 60, such as telehealth")
            }
            Self::NotALanguage => write!(f, "write the tag of a language, such as es or pt-BR"),
            Self::NotAPeriod => write!(f, "write a number of days or weeks, such as 90d or 12w"),
            Self::NotADay => write!(f, "write a date as year-month-day, such as 2026-12-01"),
        }
    }
}

impl std::error::Error for TypedError {}

/// A name or an office.
pub(crate) fn person(text: &str) -> Result<String, TypedError> {
    let name = text.trim();
    if PLACEHOLDERS.contains(&name) {
        return Err(TypedError::PlaceholderName(name.to_owned()));
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err(TypedError::NoLetters);
    }
    Ok(name.to_owned())
}

/// A sentence that says something.
pub(crate) fn sentence(text: &str) -> Result<String, TypedError> {
    let sentence = text.trim();
    if sentence.chars().any(char::is_alphanumeric) && sentence != "SENTENCE" {
        Ok(sentence.to_owned())
    } else {
        Err(TypedError::NoSentence)
    }
}

/// A day as people type it: `2026-12-01` and no other way to write it.
pub(crate) fn day(text: &str) -> Result<Date, TypedError> {
    if [DAY, "DATE"].contains(&text) {
        return Err(TypedError::PlaceholderDay(text.to_owned()));
    }
    let day = text.parse::<Date>().map_err(|_| TypedError::NotADay)?;
    if day.to_string() == text && day.year() > 0 { Ok(day) } else { Err(TypedError::NotADay) }
}

/// A number of days as people type it: `90d`, `12w`, `90`.
pub(crate) fn days(text: &str) -> Result<i32, TypedError> {
    let (number, days) = match text.trim().strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.trim().strip_suffix('d').unwrap_or(text.trim()), 1),
    };
    let number = number.parse::<u16>().map_err(|_| TypedError::NotAPeriod)?;
    Ok(i32::from(number) * days)
}

/// A version as people type it: the day on which it takes effect, or `draft`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VersionTyped {
    Of(Date),
    Draft,
}

impl VersionTyped {
    pub(crate) fn of(effective: Option<Date>) -> Self {
        effective.map_or(Self::Draft, Self::Of)
    }
}

impl std::fmt::Display for VersionTyped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Of(day) => day.fmt(f),
            Self::Draft => f.write_str("draft"),
        }
    }
}

pub(crate) fn version(text: &str) -> Result<VersionTyped, TypedError> {
    if text == "draft" { Ok(VersionTyped::Draft) } else { day(text).map(VersionTyped::Of) }
}

/// The name of a new document.
pub(crate) fn id(text: &str) -> Result<String, TypedError> {
    if names::is_id(text) { Ok(text.to_owned()) } else { Err(TypedError::NotAnId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_letters_and_is_no_placeholder() {
        for name in ["…", "123", "", "  ", "—", "🙂", APPROVER, " NAME OF REVIEWER ", "WHO"] {
            assert!(person(name).is_err(), "{name}");
        }
        for name in ["Board", "Дирекція", "主任", " Dr. A. 2 "] {
            assert_eq!(person(name).as_deref(), Ok(name.trim()));
        }
    }

    #[test]
    fn a_period_is_days_or_weeks() {
        for (text, number) in [("90d", 90), ("90", 90), ("12w", 84), ("0", 0)] {
            assert_eq!(days(text), Ok(number), "{text}");
        }
        for text in ["", "d", "-1", "3m", "1.5", "DAYS", "99999"] {
            assert!(days(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_is_written_in_full() {
        assert!(day("2026-12-01").is_ok());
        for text in [DAY, "DATE", "2026-12-1", "20261201", "2026-02-30", "-000001-01-01", "…"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
