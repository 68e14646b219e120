//! Which texts lead to which documents.

use std::collections::BTreeSet;

use crate::model::{DocumentId, DocumentKind, Handbook};

pub(crate) type Linked<'h> = BTreeSet<&'h DocumentId>;

/// What the policies shown lead to.
pub(crate) fn by_policies(handbook: &Handbook) -> Linked<'_> {
    let policies = handbook.linked.iter().filter(|(own, _)| own.kind == DocumentKind::Policy);
    policies.flat_map(|(_, linked)| &**linked).collect()
}

/// What any text shown leads to, links of a text to itself left out.
pub(crate) fn by_all(handbook: &Handbook) -> Linked<'_> {
    let linked = handbook.linked.iter();
    linked.flat_map(|(own, linked)| linked.iter().filter(move |other| *other != own)).collect()
}
