//! A calendar as calendar programs read it (RFC 5545): lines of at most 75 bytes, ended by CR and LF, in which some characters are
//! escaped. `Intake; visits` on a day becomes:
//!
//! ```text
//! BEGIN:VEVENT
//! UID:policy-intake@handbook.toml.clausebook
//! DTSTAMP:20260301T000000Z
//! DTSTART;VALUE=DATE:20270301
//! SUMMARY:Review CSP-02 Intake\; visits
//! END:VEVENT
//! ```

use crate::model::Date;

/// The most bytes of a line, without its end.
const LONGEST_LINE: usize = 75;

/// Something to do on a day.
pub(super) struct CalendarEntry {
    /// The same for every edition of the entry, so that a calendar which has it changes it.
    pub(super) uid: String,
    /// When it became what it is. Not the day of the build: then an unchanged handbook would have another calendar each day.
    pub(super) changed: Date,
    pub(super) day: Date,
    pub(super) summary: String,
    pub(super) description: String,
}

/// A calendar with these entries. Calendar programs show its name.
pub(super) fn calendar(name: &str, entries: &[CalendarEntry]) -> String {
    let mut text = CalendarText::default();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Clausebook//Reviews//EN", "CALSCALE:GREGORIAN"]
    {
        text.line(line);
    }
    text.words("X-WR-CALNAME", name);
    for CalendarEntry { uid, changed, day, summary, description } in entries {
        text.line("BEGIN:VEVENT");
        text.words("UID", uid);
        text.line(&format!("DTSTAMP:{}T000000Z", digits(*changed)));
        text.line(&format!("DTSTART;VALUE=DATE:{}", digits(*day)));
        text.words("SUMMARY", summary);
        text.words("DESCRIPTION", description);
        // A day with a review is not a busy day.
        text.line("TRANSP:TRANSPARENT");
        text.line("END:VEVENT");
    }
    text.line("END:VCALENDAR");
    text.0
}

fn digits(day: Date) -> String {
    day.to_string().replace('-', "")
}

#[derive(Default)]
struct CalendarText(String);

impl CalendarText {
    fn words(&mut self, key: &str, words: &str) {
        let mut line = format!("{key}:");
        for c in words.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.line(&line);
    }

    /// Goes on in the next line, after a space, where the line would be too long. No character is divided.
    fn line(&mut self, line: &str) {
        let mut room = LONGEST_LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST_LINE - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entry(summary: &str) -> String {
        let day = date(2027, 3, 1);
        let (uid, description) = ("policy-a@b".to_owned(), String::new());
        calendar(
            "Reviews",
            &[CalendarEntry { uid, changed: day, day, summary: summary.to_owned(), description }],
        )
    }

    #[test]
    fn a_long_line_goes_on_after_a_space_and_no_letter_is_divided() {
        let words = "Supervisión ".repeat(20);
        let text = entry(&words);
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE && !line.contains('\n')));
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{words}\r\n")));
    }

    #[test]
    fn what_means_something_in_a_calendar_is_escaped() {
        assert!(entry("a;b,c\\d\ne\r\u{7}").contains("SUMMARY:a\\;b\\,c\\\\d\\ne\r\n"));
    }
}
