//! How far the policies of the handbook are adopted: on the cover and the adoption page of the printed book.

use std::collections::BTreeSet;

use super::document;
use crate::model::{DocumentKind, Handbook, Header};
use crate::words::Word;

/// Nothing where there are no policies.
#[derive(Debug)]
pub(crate) struct AdoptionView {
    /// How many of the policies are in force, in a sentence; empty where there are none.
    pub(crate) standing: String,
    pub(crate) policies: Vec<AdoptedPolicy>,
    /// Who is to approve the policies, each once.
    pub(crate) signers: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct AdoptedPolicy {
    pub(crate) number: String,
    pub(crate) title: String,
    /// `In force`.
    pub(crate) standing: Word,
    /// Who approved it and when; empty where nobody has.
    pub(crate) approval: String,
}

#[must_use]
pub(super) fn adoption(handbook: &Handbook) -> AdoptionView {
    let headers: Vec<(&str, &Header)> =
        handbook.policies.iter().map(|policy| (policy.id.as_str(), &policy.current.header)).collect();
    let mut known = BTreeSet::new();
    let signers = headers.iter().map(|(_, header)| header.approver.to_string());
    let signers = signers.filter(|name| !name.is_empty() && known.insert(name.clone())).collect();
    AdoptionView {
        standing: standing(&headers, handbook),
        policies: headers.iter().map(|(id, header)| policy(id, header, handbook)).collect(),
        signers,
    }
}

fn policy(id: &str, header: &Header, handbook: &Handbook) -> AdoptedPolicy {
    let row = document::row(&DocumentKind::Policy.id(id), header, handbook);
    AdoptedPolicy {
        number: row.number,
        title: row.title,
        standing: row.standing.word,
        approval: header
            .approval
            .as_ref()
            .map(|_| document::approval(header, &handbook.words))
            .unwrap_or_default(),
    }
}

fn standing(headers: &[(&str, &Header)], handbook: &Handbook) -> String {
    let words = &handbook.words;
    let in_force = headers.iter().filter(|(_, header)| header.in_force(handbook.as_of));
    let in_force: Vec<&Header> = in_force.map(|(_, header)| *header).collect();
    let last =
        in_force.iter().filter_map(|header| header.approval.as_ref()).map(|approval| approval.on).max();
    match last {
        _ if headers.is_empty() => String::new(),
        None => words.book.not_adopted.to_string(),
        Some(day) if in_force.len() == headers.len() => {
            words.book.adopted.fill(&[("day", &words.dates.day(day))])
        }
        Some(_) => words.book.adopted_in_part.fill(&[("count", &in_force.len()), ("all", &headers.len())]),
    }
}
