//! Which texts lead to which documents.

use std::collections::BTreeSet;

use crate::model::{DocumentId, Handbook, documents_linked};

pub(crate) type Linked = BTreeSet<DocumentId>;

/// What the policies shown lead to.
pub(crate) fn by_policies(handbook: &Handbook) -> Linked {
    let policies = handbook.policies.iter();
    policies.flat_map(|policy| documents_linked(&policy.current.passages())).cloned().collect()
}

/// What any text shown leads to, links of a text to itself left out.
pub(crate) fn by_all(handbook: &Handbook) -> Linked {
    let mut linked = Linked::new();
    for (own, lines) in handbook.documents().lines_shown() {
        linked.extend(documents_linked(&lines).into_iter().filter(|other| **other != own).cloned());
    }
    linked
}
