//! Days and times in words: `June 1, 2026`, `1 de junio de 2026`, `1 hour 30 minutes`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DateWords {
    day: Sentence,
    month: Sentence,
    short_month: Sentence,
    months: [Word; 12],
    short_months: [Word; 12],
    pub(crate) as_of: Sentence,
    none: Word,
}

impl DateWords {
    pub(crate) fn months(&self) -> &[Word; 12] {
        &self.months
    }

    /// `November 23, 2026`.
    pub(crate) fn day(&self, date: Date) -> String {
        let month = name(&self.months, date);
        self.day.fill(&[("day", &date.day()), ("month", month), ("year", &date.year())])
    }

    /// The day, or a dash where there is none.
    pub(crate) fn day_or_none(&self, date: Option<Date>) -> String {
        date.map_or_else(|| self.none.to_string(), |date| self.day(date))
    }

    /// `November 2026`.
    pub(crate) fn month(&self, date: Date) -> String {
        self.month.fill(&[("month", name(&self.months, date)), ("year", &date.year())])
    }

    /// `Nov 2026`.
    pub(crate) fn short_month(&self, date: Date) -> String {
        self.short_month.fill(&[("month", name(&self.short_months, date)), ("year", &date.year())])
    }
}

fn name(months: &[Word; 12], date: Date) -> &Word {
    // A month of the calendar is 1 to 12.
    &months[usize::try_from(date.month() - 1).unwrap_or_default() % 12]
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeWords {
    minutes: Counted,
    hours: Counted,
    both: Sentence,
    short_minutes: Sentence,
    short_hours: Sentence,
    not_taught: Word,
}

impl TimeWords {
    pub(crate) fn minutes(&self, minutes: u32) -> String {
        self.minutes.fill(minutes as usize)
    }

    /// Minutes as people say them: `13 hours 30 minutes`.
    pub(crate) fn duration(&self, total: u32) -> String {
        let hours = |hours: u32| self.hours.fill(hours as usize);
        self.hours_and_minutes(total, &hours, &|minutes| self.minutes(minutes))
    }

    /// The same as a drawing has room for it: `13 h 30 min`.
    pub(crate) fn short_duration(&self, total: u32) -> String {
        if total == 0 {
            return self.not_taught.to_string();
        }
        let hours = |hours: u32| self.short_hours.fill(&[("count", &hours)]);
        self.hours_and_minutes(total, &hours, &|minutes| self.short_minutes.fill(&[("count", &minutes)]))
    }

    fn hours_and_minutes(
        &self,
        total: u32,
        hours: &dyn Fn(u32) -> String,
        minutes: &dyn Fn(u32) -> String,
    ) -> String {
        match (total / 60, total % 60) {
            (0, rest) => minutes(rest),
            (whole, 0) => hours(whole),
            (whole, rest) => self.both.fill(&[("hours", &hours(whole)), ("minutes", &minutes(rest))]),
        }
    }
}
