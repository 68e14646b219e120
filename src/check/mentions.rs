//! Which texts lead to which documents.

use std::collections::BTreeSet;

use crate::model::Handbook;
use crate::model::document::{Inline, Target, each_inline};
use crate::model::guide::GLOSSARY;
use crate::model::passages::Passage;

/// Kind and id of what links lead to.
pub type Linked = BTreeSet<(&'static str, String)>;

/// What the policies shown lead to.
pub fn by_policies(handbook: &Handbook) -> Linked {
    let mut linked = Linked::new();
    for policy in &handbook.policies {
        add(policy.current.passages(), ("policy", &policy.id), &mut linked);
    }
    linked
}

/// What any text shown leads to, links of a text to itself left out.
pub fn by_all(handbook: &Handbook) -> Linked {
    let mut linked = by_policies(handbook);
    for form in &handbook.forms {
        add(form.current.passages(), ("form", &form.id), &mut linked);
    }
    for one in &handbook.curricula {
        add(one.current.passages(), ("curriculum", &one.id), &mut linked);
    }
    for page in &handbook.guide {
        add(page.passages(), ("guide", &page.id), &mut linked);
    }
    add(handbook.glossary.passages(), ("guide", GLOSSARY), &mut linked);
    linked
}

fn add(passages: Vec<Passage<'_>>, from: (&str, &str), linked: &mut Linked) {
    for passage in passages {
        each_inline(passage.inlines(), &mut |inline| {
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
}
