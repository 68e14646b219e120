//! The clock of this computer, and the time zone in which it is read. All time zones are in the program: what day it is must not depend
//! on whether a computer has a list of them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// Seconds since 1970, UTC, that replace the clock, as reproducible builds have agreed:
/// <https://reproducible-builds.org/specs/source-date-epoch/>.
pub(crate) const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Today, where the reader is.
pub(crate) fn today() -> Date {
    let fixed = std::env::var(EPOCH)
        .ok()
        .and_then(|seconds| seconds.trim().parse().ok())
        .and_then(|seconds| Timestamp::from_second(seconds).ok());
    fixed.map_or_else(now, |instant| instant.to_zoned_datetime(TimeZone::UTC)).date()
}

/// The time, where the reader is.
#[must_use]
pub(crate) fn now() -> ZonedDateTime {
    ZonedDateTime::now()
}

/// The value of the variable `TZ` when it is not a time zone: then the clock is read in UTC.
#[must_use]
pub(crate) fn unknown_zone() -> Option<String> {
    let written = std::env::var_os("TZ")?;
    TimeZone::try_system().is_err().then(|| written.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZoneDatabase;

    #[test]
    fn time_zones_are_in_the_program() {
        let zones = TimeZoneDatabase::bundled();
        for name in ["America/New_York", "US/Eastern", "EST5EDT", "Pacific/Kiritimati", "UTC"] {
            assert!(zones.get(name).is_ok(), "{name}");
        }
    }
}
