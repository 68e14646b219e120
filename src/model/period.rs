//! The days on which something of the handbook file holds.

use super::Date;

/// From a day, until a day, or both; both days belong to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct HoldingPeriod {
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
}

impl HoldingPeriod {
    #[must_use]
    pub(crate) fn has(self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether any day is said: what has none is taken for true on every day.
    #[must_use]
    pub(crate) fn is_dated(self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// Whether some day is in both.
    #[must_use]
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let starts_before_end = |one: Self, other: Self| match (one.since, other.until) {
            (Some(since), Some(until)) => since <= until,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

/// What the handbook file says about the days of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dating {
    /// It has no dates, so it is that of today on every day.
    Undated,
    /// It has dates, and holds on the day of the handbook.
    Dated,
    /// It has dates, and none of them is the day of the handbook.
    NotThen,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_days_belong_to_a_period() {
        let (first, last) = (date(2026, 1, 1), date(2026, 12, 31));
        let year = HoldingPeriod { since: Some(first), until: Some(last) };
        assert!(year.has(first) && year.has(last));
        assert!(!year.has(date(2025, 12, 31)) && !year.has(date(2027, 1, 1)));
        assert!(HoldingPeriod::default().has(first));
    }

    #[test]
    fn periods_that_follow_each_other_do_not_overlap() {
        let until = HoldingPeriod { since: None, until: Some(date(2026, 12, 31)) };
        let since = HoldingPeriod { since: Some(date(2027, 1, 1)), until: None };
        assert!(!until.overlaps(since) && !since.overlaps(until));
        let earlier = HoldingPeriod { since: Some(date(2026, 12, 31)), until: None };
        assert!(until.overlaps(earlier) && earlier.overlaps(until));
        assert!(HoldingPeriod::default().overlaps(until) && until.overlaps(until));
    }
}
