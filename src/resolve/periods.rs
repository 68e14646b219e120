//! The days on which a value, a waiver or a service line of the handbook file holds: `since` and `until`, both days included.

use toml::value::Datetime;

use super::header_fields::Fields;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::Spanned;
use crate::model::{Date, Dating, HoldingPeriod};
use crate::source::Span;

/// An entry with the days on which it holds, and its place.
pub(super) type DatedEntry<T> = (T, HoldingPeriod, Span);

/// Reads the days of an entry. Where they can't be read, it holds on every day: that has been reported.
pub(super) fn period(
    since: Option<&Spanned<Datetime>>,
    until: Option<&Spanned<Datetime>>,
    fields: &mut Fields<'_>,
) -> HoldingPeriod {
    let period = HoldingPeriod { since: fields.date("since", since), until: fields.date("until", until) };
    if let (HoldingPeriod { since: Some(first), until: Some(last) }, Some(written)) = (period, until)
        && last < first
    {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::new(FindingCode::BadDate, span, "`until` is before `since`")
                .hint("`since` is the first day on which it holds, `until` the last"),
        );
        return HoldingPeriod::default();
    }
    period
}

/// What holds on `day` among entries of one thing, and what is said about its days. Entries with a day in common are reported;
/// `name` names the thing.
pub(super) fn on_day<T>(
    entries: Vec<DatedEntry<T>>,
    name: &str,
    day: Date,
    fields: &mut Fields<'_>,
) -> (Option<T>, Dating) {
    overlaps(&entries, name, fields);
    let has_dates = entries.iter().any(|(_, period, _)| period.is_dated());
    let found = entries.into_iter().find(|(_, period, _)| period.has(day)).map(|(entry, ..)| entry);
    let dating = match (has_dates, &found) {
        (false, _) => Dating::Undated,
        (true, Some(_)) => Dating::Dated,
        (true, None) => Dating::NotThen,
    };
    (found, dating)
}

fn overlaps<T>(entries: &[DatedEntry<T>], name: &str, fields: &mut Fields<'_>) {
    for (at, (_, period, span)) in entries.iter().enumerate() {
        let earlier = entries[..at]
            .iter()
            .find(|(_, other, _)| (period.is_dated() || other.is_dated()) && period.overlaps(*other));
        if let Some((_, _, other)) = earlier {
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::OverlappingDates,
                    *span,
                    format!("two entries for {name} hold on the same day"),
                )
                .label(*other, "the other")
                .hint("let one end on the day before the other begins: `until = 2026-12-31` and `since = 2027-01-01`"),
            );
        }
    }
}
