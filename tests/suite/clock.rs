//! What day it is: that of the time zone in `TZ`, on every computer.

use std::process::Command;

use crate::support::Sandbox;

/// The day that a new policy bears when `TZ` is `zone`, and what was said beside it.
fn day(zone: &str) -> (String, String) {
    let sandbox = Sandbox::with_small();
    let output = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["new", "policy", "telehealth", "book"])
        .current_dir(sandbox.path(""))
        .env_remove("SOURCE_DATE_EPOCH")
        .env("TZ", zone)
        // A computer without files of time zones.
        .env("TZDIR", sandbox.path("nothing"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let policy = sandbox.read("book/content/policies/telehealth/draft.md");
    let day = policy.split("\ndate = ").nth(1).unwrap().lines().next().unwrap();
    (day.to_owned(), said)
}

/// The days of both zones at one moment.
fn days(one: &str, other: &str) -> [String; 2] {
    loop {
        let (first, said) = day(one);
        assert!(!said.contains("TZ"), "{said}");
        let (second, said) = day(other);
        assert!(!said.contains("TZ"), "{said}");
        // Unless it was midnight in between.
        if day(one).0 == first {
            return [first, second];
        }
    }
}

#[test]
fn a_zone_may_be_named_or_spelled_out() {
    for same in ["EST5EDT", ":America/New_York", "EST5EDT,M3.2.0,M11.1.0", "US/Eastern"] {
        let [named, other] = days("America/New_York", same);
        assert_eq!(named, other, "{same}");
    }
    // 26 hours apart: never the same day.
    for [east, west] in [["Pacific/Kiritimati", "Etc/GMT+12"], ["EAST-14", "WEST12"]] {
        let [east, west] = days(east, west);
        assert!(east > west, "{east} {west}");
    }
}

#[test]
fn a_zone_that_is_unknown_is_said_and_the_day_is_that_of_utc() {
    let (_, said) = day("America/Springfield");
    assert!(said.contains("TZ is `America/Springfield`") && said.contains("UTC"), "{said}");
    assert_eq!(said.matches("America/Springfield").count(), 1, "{said}");
}
