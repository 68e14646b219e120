//! What cites a clause, with the words that stand around it.

use crate::model::document::{blocks_text, citations};
use crate::model::{Date, Evidence, EvidenceKind, Policy, PolicyVersion, Standing};

/// The evidence of a handbook.
pub struct Collected {
    /// Of the versions shown.
    pub shown: Vec<Evidence>,
    /// Of the versions to come.
    pub to_come: Vec<Evidence>,
}

/// The evidence of the policies, in reading order.
pub fn collect(policies: &[Policy], today: Date) -> Collected {
    let of = |policy: &Policy, version: &PolicyVersion| of_version(&policy.id, version, today);
    Collected {
        shown: policies.iter().flat_map(|policy| of(policy, &policy.current)).collect(),
        to_come: policies
            .iter()
            .flat_map(|policy| policy.later.iter().flat_map(move |version| of(policy, version)))
            .collect(),
    }
}

fn of_version(id: &str, version: &PolicyVersion, today: Date) -> Vec<Evidence> {
    let standing = Standing { in_force: version.in_force(today), reviewed: version.reviewed };
    let mut evidence = Vec::new();
    for section in version.body.sections() {
        // A citation in a heading speaks of all that stands under it, subsections included.
        let in_heading = if section.id.is_empty() { 0 } else { citations(&section.own[..1]).len() };
        for (at, citation) in citations(section.own).into_iter().enumerate() {
            let blocks = if at < in_heading { section.whole } else { section.own };
            let title = if section.title.is_empty() { &version.title } else { &section.title };
            evidence.push(Evidence {
                kind: EvidenceKind::Policy,
                clause: citation.clause,
                document: id.to_owned(),
                document_title: version.title.clone(),
                anchor: citation.anchor.clone(),
                title: title.clone(),
                standing,
                passage: blocks_text(blocks),
                span: citation.span,
            });
        }
    }
    evidence
}
