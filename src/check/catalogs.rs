//! The catalogs that count now or later: of each specification the revision in force and those to come. Nobody changes an older one any more.

use super::Context;
use crate::model::{Authority, Clause, Revisions, Specification};

pub(super) fn of_today<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Specification> {
    let handbook = context.handbook;
    handbook.revisions.iter().flat_map(Revisions::not_past).map(|one| &one.specification)
}

/// The clauses that evidence has to meet.
pub(super) fn duties<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Clause> {
    of_today(context).flat_map(|one| &one.clauses).filter(|clause| clause.binds())
}

/// The clauses that bind or explain what binds.
pub(super) fn binding<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Clause> {
    let clauses = of_today(context).flat_map(|one| &one.clauses);
    clauses.filter(|clause| clause.authority == Authority::Binding)
}
