//! Single values.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::ProblemKind;
use super::data::Data;
use crate::model::form::Entry;

/// What is on a line; `None` where nothing is.
pub(crate) fn line(entry: Entry, value: &Data) -> Result<Option<String>, ProblemKind> {
    let text = match (entry, value) {
        (Entry::Number, Data::Number(number)) => number.to_string(),
        (_, Data::Text(text)) => clean(text)?.trim().to_owned(),
        (Entry::Number, _) => return Err(ProblemKind::NotNumber),
        _ => return Err(ProblemKind::NotText),
    };
    if text.contains('\n') {
        return Err(ProblemKind::SeveralLines);
    }
    if text.is_empty() {
        return Ok(None);
    }
    match entry {
        Entry::Text => Ok(Some(text)),
        Entry::Date => date(&text).map(Some),
        Entry::Number => {
            let plain = text.strip_prefix('-').unwrap_or(&text);
            let good = plain.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
                && plain.chars().any(|c| c.is_ascii_digit());
            if good { Ok(Some(text)) } else { Err(ProblemKind::NotNumber) }
        }
        Entry::Phone => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if (10..=20).contains(&digits) { Ok(Some(text)) } else { Err(ProblemKind::NotTelephone) }
        }
    }
}

/// What is on several lines; `None` where nothing is.
pub(crate) fn paragraph(value: &Data) -> Result<Option<String>, ProblemKind> {
    let Data::Text(text) = value else {
        return Err(ProblemKind::NotText);
    };
    let text = clean(text)?.trim_end().to_owned();
    Ok((!text.trim().is_empty()).then_some(text))
}

/// A day as `mm/dd/yyyy`.
fn date(text: &str) -> Result<String, ProblemKind> {
    let day = if text.contains('/') {
        Date::strptime("%m/%d/%Y", text).ok()
    } else {
        text.parse::<Date>().ok().filter(|day| day.to_string() == text)
    };
    match day {
        Some(day) if day.year() >= 1000 => Ok(day.strftime("%m/%d/%Y").to_string()),
        _ => Err(ProblemKind::NotDate),
    }
}

/// Letters with their marks in one, and one kind of line end.
pub(super) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ").nfc().collect()
}

/// The same without control characters.
fn clean(text: &str) -> Result<String, ProblemKind> {
    let text = tidy(text);
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(ProblemKind::ControlCharacter);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(entry: Entry, value: &serde_json::Value) -> Result<Option<String>, ProblemKind> {
        super::line(entry, &data(value))
    }

    fn data(value: &serde_json::Value) -> Data {
        serde_json::from_str(&value.to_string()).unwrap()
    }

    #[test]
    fn a_day_is_written_in_two_ways_and_printed_in_one() {
        for written in ["2026-02-03", "02/03/2026", "2/3/2026"] {
            assert_eq!(line(Entry::Date, &json!(written)), Ok(Some("02/03/2026".to_owned())), "{written}");
        }
        for wrong in ["2026-02-30", "13/1/2026", "soon", "20260203", "2/3/26"] {
            assert!(line(Entry::Date, &json!(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_letter_and_its_marks_are_one() {
        assert_eq!(line(Entry::Text, &json!("e\u{302}\u{303}")), Ok(Some("ễ".to_owned())));
    }

    #[test]
    fn numbers_and_telephones() {
        assert_eq!(line(Entry::Number, &json!(12.5)), Ok(Some("12.5".to_owned())));
        assert!(line(Entry::Number, &json!("twelve")).is_err());
        assert!(line(Entry::Phone, &json!("(617) 555-0100 ext. 4")).is_ok());
        assert!(line(Entry::Phone, &json!("555-0100")).is_err());
    }

    #[test]
    fn blank_is_nothing() {
        assert_eq!(line(Entry::Text, &json!("  ")), Ok(None));
        assert_eq!(paragraph(&data(&json!("\n"))), Ok(None));
    }

    #[test]
    fn a_line_is_one_line() {
        assert!(line(Entry::Text, &json!("a\nb")).is_err());
        assert!(line(Entry::Text, &json!("a\u{7}")).is_err());
        assert!(line(Entry::Text, &json!(true)).is_err());
    }
}
