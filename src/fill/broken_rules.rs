//! The rules of a form, checked on what is filled in: conditions, days that follow other days, ranges and formats.

use jiff::civil::Date;

use super::{Problem, ProblemKind};
use crate::model::form::{
    Answer, Answers, DayFrom, DayRule, DayUnit, Format, Item, Parts, RuleSite, Rules, Sheet, Slot,
    written_day, written_number,
};

/// Every answer that breaks a rule of its field.
#[must_use]
pub(crate) fn broken_rules(sheet: &Sheet<'_>, answers: &Answers, today: Date) -> Vec<Problem> {
    let check = RuleCheck { sheet, answers, today };
    sheet.items().flat_map(|item| check.item(item)).collect()
}

struct RuleCheck<'a> {
    sheet: &'a Sheet<'a>,
    answers: &'a Answers,
    today: Date,
}

impl RuleCheck<'_> {
    fn item(&self, item: &Item<'_>) -> Vec<Problem> {
        // Its fields are looked at one by one.
        if matches!(item.parts, Parts::Groups(_)) {
            return Vec::new();
        }
        let rules = &item.field.rules;
        let mut slots = Vec::new();
        item.parts.push_slots(&mut slots);
        let problem = |slot: &Slot, kind| Problem { place: slot.name.clone(), kind };
        if let Some(condition) = item.ruled_out_by(self.answers) {
            let condition = condition.to_owned();
            let answered = slots.into_iter().find(|slot| self.answers.contains_key(&slot.name));
            let not_asked = ProblemKind::NotAsked { condition };
            return answered.map(|slot| problem(slot, not_asked)).into_iter().collect();
        }
        let site = item.site();
        let wrong = |rules, site, slot: &Slot| {
            let Some(Answer::Text(text)) = self.answers.get(&slot.name) else { return None };
            self.value(rules, site, text).map(|kind| problem(slot, kind))
        };
        match &item.parts {
            Parts::One(slot) => {
                wrong(rules, site, slot).or_else(|| self.wrong_sum(item, slot)).into_iter().collect()
            }
            Parts::Signature(signing) => wrong(rules, site, &signing.date).into_iter().collect(),
            Parts::Table { table, rows } => {
                let mut problems = Vec::new();
                for row in rows {
                    if let Some(condition) = row.ruled_out_by(item.site(), self.answers) {
                        let condition = condition.to_owned();
                        let answered = row.cells.iter().find(|cell| self.answers.contains_key(&cell.name));
                        problems
                            .extend(answered.map(|cell| problem(cell, ProblemKind::NotAsked { condition })));
                        continue;
                    }
                    let cells = table.columns.iter().zip(&row.cells);
                    problems.extend(cells.filter_map(|(column, cell)| {
                        let row = cell.name.strip_suffix(column.id.as_str()).unwrap_or_default();
                        wrong(&column.rules, RuleSite { row, ..site }, cell)
                    }));
                }
                problems
            }
            Parts::Choice { .. } | Parts::Choices { .. } | Parts::Groups(_) => Vec::new(),
        }
    }

    /// A sum that nobody gets by adding up the answers.
    fn wrong_sum(&self, item: &Item<'_>, slot: &Slot) -> Option<Problem> {
        let score = item.field.kind.score()?;
        let Some(Answer::Text(text)) = self.answers.get(&slot.name) else { return None };
        let range = self.sheet.sum(item, score, self.answers);
        let is_right = written_number(text).is_some_and(|sum| range.has(sum));
        (!is_right).then(|| Problem { place: slot.name.clone(), kind: ProblemKind::WrongSum })
    }

    fn value(&self, rules: &Rules, site: RuleSite<'_>, text: &str) -> Option<ProblemKind> {
        // When it is due is for people to know, and who may write it was checked before.
        let Rules { only_if: _, not_before, not_after, due: _, least, most, format, digits, letters } = rules;
        let number = || written_number(text);
        // Bounds are small.
        #[allow(clippy::cast_precision_loss)]
        let beyond = |bound: &i64, is_beyond: fn(f64, f64) -> bool| {
            number().is_some_and(|number| is_beyond(number, *bound as f64))
        };
        if let Some(rule) =
            not_after.as_ref().filter(|rule| self.is_off(rule, site, text, |day, end| day > end))
        {
            return Some(ProblemKind::TooLate(limit(rule)));
        }
        if let Some(rule) =
            not_before.as_ref().filter(|rule| self.is_off(rule, site, text, |day, end| day < end))
        {
            return Some(ProblemKind::TooEarly(limit(rule)));
        }
        if let Some(least) = least.filter(|least| beyond(least, |number, least| number < least)) {
            return Some(ProblemKind::TooSmall(least));
        }
        if let Some(most) = most.filter(|most| beyond(most, |number, most| number > most)) {
            return Some(ProblemKind::TooLarge(most));
        }
        if let Some(count) = digits.filter(|count| !has_digits(text, *count)) {
            return Some(ProblemKind::NotDigits(count));
        }
        if let Some(count) = letters.filter(|count| text.chars().count() > *count) {
            return Some(ProblemKind::TooManyLetters(count));
        }
        format.filter(|format| !is_written(text, *format)).map(ProblemKind::NotFormat)
    }

    fn is_off(&self, rule: &DayRule, site: RuleSite<'_>, text: &str, is_off: fn(Date, Date) -> bool) -> bool {
        let days = written_day(text).zip(rule.day(site, self.answers, self.today));
        days.is_some_and(|(day, end)| is_off(day, end))
    }
}

/// A day of a rule in words: `12 months after member-signature/date`.
fn limit(rule: &DayRule) -> String {
    let DayRule { from, count, unit } = rule;
    let from = match from {
        DayFrom::Today => "today",
        DayFrom::Field { place, question: _ } => place.path.as_str(),
    };
    let (one, many) = match unit {
        DayUnit::Days => ("day", "days"),
        DayUnit::BusinessDays => ("business day", "business days"),
        DayUnit::Weeks => ("week", "weeks"),
        DayUnit::Months => ("month", "months"),
        DayUnit::Years => ("year", "years"),
    };
    let unit = if count.abs() == 1 { one } else { many };
    match count {
        0 => from.to_owned(),
        1.. => format!("{count} {unit} after {from}"),
        _ => format!("{} {unit} before {from}", count.unsigned_abs()),
    }
}

fn has_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_written(text: &str, format: Format) -> bool {
    match format {
        Format::Time => is_time(text),
        Format::Money => is_money(text),
        Format::Email => is_email(text),
    }
}

/// `9 am`, `9:30 a.m.`, `14:05`
fn is_time(text: &str) -> bool {
    let small = text.to_lowercase().replace('.', "");
    let half = small.strip_suffix("am").or_else(|| small.strip_suffix("pm")).map(str::trim_end);
    let (clock, hours) = half.map_or((small.as_str(), 0..=23), |clock| (clock, 1..=12));
    let (hour, minute) = clock.split_once(':').unwrap_or((clock, if half.is_some() { "00" } else { "" }));
    let number =
        |text: &str| text.parse::<u8>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    number(hour).is_some_and(|hour| hours.contains(&hour))
        && minute.len() == 2
        && number(minute).is_some_and(|minute| minute < 60)
}

/// `12`, `$1,250.00`
fn is_money(text: &str) -> bool {
    let plain = text.trim_start_matches('$').trim_start();
    let (dollars, cents) = plain.split_once('.').unwrap_or((plain, "00"));
    let groups: Vec<&str> = dollars.split(',').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped =
        groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    groups.iter().all(|group| digits(group)) && grouped && cents.len() == 2 && digits(cents)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let dotted = host.split('.').all(|part| !part.is_empty()) && host.contains('.');
    !name.is_empty() && dotted && !text.contains(char::is_whitespace) && !host.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_money_and_addresses_as_people_write_them() {
        for text in ["9 am", "9:30 a.m.", "12:05 PM", "14:05", "0:00"] {
            assert!(is_time(text), "{text}");
        }
        for text in ["9", "25:00", "13 pm", "9:5", "soon", "9:60 am", "+9:00"] {
            assert!(!is_time(text), "{text}");
        }
        for text in ["12", "$12", "12.50", "$1,250.00", "1250"] {
            assert!(is_money(text), "{text}");
        }
        for text in ["", "$", "12.5", "1,25", "12 dollars", "-12"] {
            assert!(!is_money(text), "{text}");
        }
        assert!(is_email("a.b@example.org"));
        for text in ["a", "a@b", "@b.org", "a@b.", "a b@c.org", "a@b@c.org"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
