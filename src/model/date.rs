//! Dates and intervals as policies state them.

use jiff::ToSpan;
pub use jiff::civil::Date;

/// `November 23, 2026`, as American readers write it.
#[must_use]
pub fn long_date(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}

/// `months` months after `date`; the last day of a month stays the last day. `None` past year 9999.
#[must_use]
pub(crate) fn months_after(date: Date, months: u32) -> Option<Date> {
    date.checked_add(i64::from(months).months()).ok()
}
