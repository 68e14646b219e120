//! The pages `docs/first-hour.md`, `docs/a-policys-life.md` and `docs/specifications.md` tell the truth.

use crate::replay::replay;

#[test]
fn the_first_hour_goes_as_the_page_says() {
    replay("docs/first-hour.md");
}

#[test]
fn a_policys_life_goes_as_the_page_says() {
    replay("docs/a-policys-life.md");
}

#[test]
fn a_specification_comes_in_as_the_page_says() {
    replay("docs/specifications.md");
}
