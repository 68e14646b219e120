//! A page a role: what a director, a trainer and staff come for.

use tera::Value;

use super::places::SitePlaces;
use super::{Job, Site};
use crate::view::Pages;

/// The pages of the roles.
pub fn jobs(site: &Site<'_>, pages: &Pages<'_>, places: &SitePlaces) -> Vec<Job> {
    let director = Value::from_serializable(&pages.director);
    let trainer = Value::from_serializable(&pages.trainer);
    let events = Value::from_serializable(&pages.guide.events);
    vec![
        site.page(&places.director, "director.html", &[("director", director)]),
        site.page(&places.trainer, "trainer.html", &[("trainer", trainer)]),
        site.page(&places.staff, "staff.html", &[("events", events)]),
    ]
}
