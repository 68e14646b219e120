//! Whether a text states a figure: "30 days" stands in "within thirty (30) days".

use crate::model::{Figure, FigureKind};

/// Words for numbers. Compounds such as "twenty-four" are their sum.
const NUMBERS: [(&str, u32); 28] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("once", 1),
];

/// Units whose plural means the same.
const UNITS: [&str; 12] = [
    "minute", "hour", "day", "week", "month", "quarter", "year", "worker", "member", "person", "location",
    "time",
];

/// Ways to say how often, each with the one that stands for it.
const INTERVALS: [(&str, &str); 9] = [
    ("each", "every"),
    ("every quarter", "quarterly"),
    ("every 3 month", "quarterly"),
    ("every year", "yearly"),
    ("every 12 month", "yearly"),
    ("annually", "yearly"),
    ("annual", "yearly"),
    ("every month", "monthly"),
    ("every week", "weekly"),
];

/// Whether `text` states the figure, in digits or in words.
#[must_use]
pub fn states(text: &str, figure: &Figure) -> bool {
    if figure.kind == FigureKind::Telephone {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = digits(&figure.value);
        let mut runs = text.split(|c: char| !(c.is_ascii_digit() || " -.()+/".contains(c)));
        return !wanted.is_empty() && runs.any(|run| digits(run).contains(&wanted));
    }
    let plain = |text: &str| format!(" {} ", words(text).join(" "));
    let canonical = |text: &str| canonical_interval(plain(text));
    plain(text).contains(&plain(&figure.value)) || canonical(text).contains(&canonical(&figure.value))
}

fn canonical_interval(mut text: String) -> String {
    for (way, standing_for) in INTERVALS {
        text = text.replace(&format!(" {way} "), &format!(" {standing_for} "));
    }
    text
}

/// The words of a text in lower case, numbers as digits, units in the singular, without what stands between hours.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm").replace(":00", "");
    let mut words: Vec<String> = Vec::new();
    let mut tens = false;
    for word in spelled(&text) {
        for part in split_number(&word) {
            let number = NUMBERS
                .iter()
                .find(|(name, _)| *name == part)
                .map(|(_, number)| *number)
                .or_else(|| part.parse().ok());
            match number {
                Some(number) => {
                    let last = words.last().and_then(|last| last.parse::<u32>().ok());
                    match last {
                        // "two (2)" says it twice.
                        Some(last) if last == number => {}
                        Some(last) if tens && last % 10 == 0 && number < 10 => {
                            words.pop();
                            words.push((last + number).to_string());
                        }
                        _ => words.push(number.to_string()),
                    }
                    tens = (20..100).contains(&number) && part.parse::<u32>().is_err();
                }
                None if matches!(part, "to" | "until" | "through") => {}
                None => {
                    let singular = part.strip_suffix('s').filter(|unit| UNITS.contains(unit));
                    words.push(singular.unwrap_or(part).to_owned());
                    tens = false;
                }
            }
        }
    }
    words
}

/// The words of a text; a point or comma between digits is a part of the number.
fn spelled(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        let within = digit(at.checked_sub(1)) && digit(Some(at + 1));
        match (c, words.last_mut()) {
            (',', _) if within => {}
            (c, Some(word)) if c.is_alphanumeric() || (c == '.' && within) => word.push(c),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `9am` is two words.
fn split_number(word: &str) -> impl Iterator<Item = &str> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, rest) = word.split_at(digits);
    [number, rest].into_iter().filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Placed, Span};

    fn figure(value: &str, kind: FigureKind) -> Figure {
        let placed = |text: &str| Placed::new(text.to_owned(), Span::top(FileId::of("a")));
        Figure { value: placed(value), kind, what: placed("x"), event: None }
    }

    #[test]
    fn a_figure_is_found_however_it_is_written() {
        for (value, text) in [
            ("30 days", "We write thirty (30) days before."),
            ("30 days", "a 30-day notice"),
            ("2 weeks", "within two weeks of the first visit"),
            ("24 hours", "in twenty-four hours"),
            ("1 business day", "Within one business day"),
            ("quarterly", "Update it every three months."),
            ("quarterly", "once each quarter"),
            ("12 months", "at least every 12 months"),
            ("9 am to 5 pm", "from 9:00 a.m. until 5:00 p.m."),
            ("9 am to 5 pm", "9am–5pm"),
            ("40 hours", "open forty hours a week"),
        ] {
            assert!(states(text, &figure(value, FigureKind::Deadline)), "{value} in {text}");
        }
    }

    #[test]
    fn another_figure_is_not_taken_for_it() {
        for (value, text) in [
            ("30 days", "within 20 days"),
            ("30 days", "130 days"),
            ("3 days", "thirty days"),
            ("2 weeks", "two weekends"),
            ("1 business day", "one day"),
            ("12 months", "in 12 weeks"),
            ("2 weeks", "1.2 weeks"),
            ("2 weeks", "1,002 weeks"),
        ] {
            assert!(!states(text, &figure(value, FigureKind::Deadline)), "{value} in {text}");
        }
    }

    #[test]
    fn a_telephone_number_is_its_digits() {
        let number = figure("866-420-9332", FigureKind::Telephone);
        assert!(states("Call (866) 420-9332.", &number));
        assert!(!states("Call 866-420-9333.", &number));
        assert!(!states("In room 866 there are 420 chairs and 9332 books.", &number));
    }
}
