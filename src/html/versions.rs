//! The pages of versions besides the current ones, and the lists of versions.

use rayon::prelude::*;
use tera::Value;

use super::places::SitePlaces;
use super::{PageRenderer, RenderedPage};
use crate::view::OtherPages;

/// Nothing where no document has more than one version, has ended or has had another id.
pub(super) fn jobs(
    site: &PageRenderer<'_>,
    others: &OtherPages<'_>,
    places: &SitePlaces,
) -> Vec<RenderedPage> {
    let OtherPages { policies, forms, curricula, lists, ended, moved } = others;
    let places = &places.versions;
    let mut jobs: Vec<RenderedPage> = policies
        .par_iter()
        .zip(&places.policies)
        .map(|(one, place)| site.remembered(place, one.key, || site.policy_page(one, place)))
        .collect();
    jobs.par_extend(
        forms
            .par_iter()
            .zip(&places.forms)
            .map(|(one, place)| site.remembered(place, one.key, || site.form_page(one, place))),
    );
    jobs.par_extend(
        curricula
            .par_iter()
            .zip(&places.curricula)
            .map(|(one, place)| site.remembered(place, one.key, || site.curriculum_version_page(one, place))),
    );
    jobs.par_extend(
        lists
            .par_iter()
            .zip(&places.lists)
            .map(|(list, place)| site.page_of(place, "versions_of_one.html", "list", list)),
    );
    jobs.par_extend(
        ended
            .par_iter()
            .zip(&places.ended)
            .map(|(page, place)| site.page_of(place, "ended.html", "ended", page)),
    );
    jobs.par_extend(
        moved
            .par_iter()
            .zip(&places.moved)
            .map(|(page, place)| site.page_of(place, "moved.html", "moved", page)),
    );
    if !lists.is_empty() {
        let own = [("lists", Value::from_serializable(lists))];
        jobs.push(site.page(&places.all, "versions.html", &own));
    }
    jobs
}
