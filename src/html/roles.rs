//! A page a role: what a director, a trainer and staff come for.

use rayon::prelude::*;

use super::places::SitePlaces;
use super::{PageRenderer, RenderedPage};
use crate::view::Pages;

#[derive(Clone, Copy)]
enum RolePage {
    Director,
    DirectorLists,
    Trainer,
    Staff,
}

pub(crate) fn jobs<'a>(
    site: &'a PageRenderer<'_>,
    pages: &'a Pages<'_>,
    places: &'a SitePlaces,
) -> impl ParallelIterator<Item = RenderedPage> + 'a {
    let roles = [RolePage::Director, RolePage::DirectorLists, RolePage::Trainer, RolePage::Staff];
    let roles = roles.into_par_iter().filter(|role| match role {
        RolePage::DirectorLists => pages.director.is_cut(),
        RolePage::Director | RolePage::Trainer | RolePage::Staff => true,
    });
    roles.map(|role| match role {
        RolePage::Director => site.page_of(&places.director, "director.html", "director", &pages.director),
        RolePage::DirectorLists => {
            site.page_of(&places.director_lists, "director_lists.html", "director", &pages.director)
        }
        RolePage::Trainer => site.page_of(&places.trainer, "trainer.html", "trainer", &pages.trainer),
        RolePage::Staff => site.page_of(&places.staff, "staff.html", "events", &pages.guide.events),
    })
}
