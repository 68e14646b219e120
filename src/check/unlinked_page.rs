//! No other text leads to a guide page, a curriculum, or a policy that meets no clause. The lists name it, and whoever does not know that
//! it is there will not look there. A policy that meets a clause is reached from the clause; forms have a rule of their own
//! (`unmentioned-form`).

use super::{Context, Rule, mentions};
use crate::diagnostic::{Diagnostic, FindingCode};

pub const RULE: Rule = Rule { code: FindingCode::UnlinkedPage, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let linked = mentions::by_all(handbook);
    let cites = |id: &str| handbook.evidence.iter().any(|evidence| evidence.document == id);
    let policies = handbook.policies.iter().filter(|policy| !cites(&policy.id));
    let policies =
        policies.map(|one| ("policy", "policy", &one.id, &one.current.header.title, one.current.header.span));
    let curricula = handbook.curricula.iter();
    let curricula = curricula
        .map(|one| ("curriculum", "curriculum", &one.id, &one.current.header.title, one.current.header.span));
    let pages = handbook.guide.iter().map(|page| ("guide", "guide page", &page.id, &page.title, page.span));
    policies
        .chain(curricula)
        .chain(pages)
        .filter(|(kind, _, id, ..)| !linked.contains(&(*kind, (*id).clone())))
        .map(|(kind, word, id, title, span)| {
            Diagnostic::new(RULE.code, span, format!("no other text links to the {word} “{title}”"))
                .hint(format!("link to it where its readers are: [{title}]({kind}:{id})"))
        })
        .collect()
}
