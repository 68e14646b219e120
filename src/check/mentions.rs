//! Which texts lead to which documents.

use std::collections::BTreeSet;

use crate::model::Handbook;
use crate::model::document::{Inline, Target, each_inline};

/// Kind and id of what links lead to.
pub type Linked = BTreeSet<(&'static str, String)>;

/// What the policies shown lead to.
pub fn by_policies(handbook: &Handbook) -> Linked {
    let mut linked = Linked::new();
    for policy in &handbook.policies {
        policy.current.each_line(&mut |line| add(line, ("policy", &policy.id), &mut linked));
    }
    linked
}

/// What any text shown leads to, links of a text to itself left out.
pub fn by_all(handbook: &Handbook) -> Linked {
    let mut linked = by_policies(handbook);
    for form in &handbook.forms {
        form.current.each_line(&mut |line| add(line, ("form", &form.id), &mut linked));
    }
    for one in &handbook.curricula {
        one.current.each_line(&mut |line| add(line, ("curriculum", &one.id), &mut linked));
    }
    for page in &handbook.guide {
        page.each_line(&mut |line| add(line, ("guide", &page.id), &mut linked));
    }
    handbook.glossary.each_line(&mut |line| add(line, ("guide", "glossary"), &mut linked));
    linked
}

fn add(line: &[Inline], from: (&str, &str), linked: &mut Linked) {
    each_inline(line, &mut |inline| {
        let Inline::Link { to, .. } = inline else { return };
        let (kind, id) = match to {
            Target::Policy { id, .. } => ("policy", id),
            Target::Form { id, .. } => ("form", id),
            Target::Curriculum { id, .. } => ("curriculum", id),
            Target::Guide { id, .. } => ("guide", id),
            Target::External(_) | Target::Here(_) | Target::Term(_) => return,
        };
        if from != (kind, id.as_str()) {
            linked.insert((kind, id.clone()));
        }
    });
}
