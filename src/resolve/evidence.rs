//! What cites a clause, with the words that stand around it.

use crate::model::document::{blocks_text, citations};
use crate::model::{Date, Evidence, EvidenceKind, Policy, Standing};

/// The evidence of the policies, in reading order.
pub fn collect(policies: &[Policy], today: Date) -> Vec<Evidence> {
    policies.iter().flat_map(|policy| of_policy(policy, today)).collect()
}

fn of_policy(policy: &Policy, today: Date) -> Vec<Evidence> {
    let version = &policy.current;
    let standing = Standing { in_force: version.in_force(today), reviewed: version.reviewed };
    let mut evidence = Vec::new();
    for section in version.body.sections() {
        // A citation in a heading speaks of all that stands under it, subsections included.
        let in_heading = if section.id.is_empty() { 0 } else { citations(&section.own[..1]).len() };
        for (at, citation) in citations(section.own).into_iter().enumerate() {
            let blocks = if at < in_heading { section.whole } else { section.own };
            evidence.push(Evidence {
                kind: EvidenceKind::Policy,
                clause: citation.clause,
                document: policy.id.clone(),
                document_title: version.title.clone(),
                anchor: citation.anchor.clone(),
                title: if section.title.is_empty() { version.title.clone() } else { section.title.clone() },
                standing,
                passage: blocks_text(blocks),
                span: citation.span,
            });
        }
    }
    evidence
}
