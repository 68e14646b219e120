//! Every link of the text must lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Findings, nearest};
use crate::load::Family;
use crate::model::document::{Block, Inline, Target, citations, each_inline};
use crate::model::guide;
use crate::model::{Curriculum, Form, Glossary, GuidePage, Policy};

/// The anchors of every policy and form shown.
type Known = BTreeMap<(Family, String), BTreeSet<String>>;

/// Everything that has links.
pub struct Documents<'a> {
    /// The policies.
    pub policies: &'a [Policy],
    /// The forms.
    pub forms: &'a [Form],
    /// The curricula.
    pub curricula: &'a [Curriculum],
    /// The guide.
    pub guide: &'a Guide<'a>,
}

/// The guide, and the places in its pages that are made.
pub struct Guide<'a> {
    /// Its pages.
    pub pages: &'a [GuidePage],
    /// The glossary.
    pub glossary: &'a Glossary,
    /// The anchors of the list of deadlines.
    pub events: BTreeSet<String>,
}

impl Guide<'_> {
    fn anchors(&self) -> impl Iterator<Item = (String, BTreeSet<String>)> {
        let terms = self.glossary.terms.iter().map(|term| term.anchor.clone()).collect();
        let pages = self.pages.iter().map(|page| (page.id.clone(), anchors(&page.body.blocks)));
        let made = [(guide::GLOSSARY, terms), (guide::DEADLINES, self.events.clone())];
        let made = made.into_iter().chain([(guide::WHOM_TO_CALL, BTreeSet::new())]);
        pages.chain(made.map(|(id, anchors)| (id.to_owned(), anchors)))
    }

    /// Every line, with the id of its page.
    fn each_line<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a [Inline])) {
        for page in self.pages {
            page.each_line(&mut |line| visit(&page.id, line));
        }
        self.glossary.each_line(&mut |line| visit(guide::GLOSSARY, line));
    }
}

/// Checks every link. `unreadable` is there and could not be read: no link to it is at fault.
pub fn check(documents: &Documents<'_>, unreadable: &BTreeSet<(Family, String)>, findings: &mut Findings) {
    let Documents { policies, forms, curricula, guide } = documents;
    let mut known: Known = BTreeMap::new();
    for policy in *policies {
        known.insert((Family::Policy, policy.id.clone()), anchors(&policy.current.body.blocks));
    }
    for form in *forms {
        known.insert((Family::Form, form.id.clone()), form.current.anchors().collect());
    }
    for curriculum in *curricula {
        known.insert((Family::Curriculum, curriculum.id.clone()), curriculum.current.anchors().collect());
    }
    known.extend(guide.anchors().map(|(id, anchors)| ((Family::Guide, id), anchors)));
    let mut check_line = |line: &[Inline], own: (Family, &str, &BTreeSet<String>)| {
        each_inline(line, &mut |inline| {
            if let Inline::Link { to, span, .. } = inline
                && let Some(problem) = problem(to, own, &known, unreadable)
            {
                findings.push(Diagnostic::error("broken-link", *span, problem.0).hint(problem.1));
            }
        });
    };
    for policy in *policies {
        for version in policy.versions() {
            let own = anchors(&version.body.blocks);
            let own = (Family::Policy, policy.id.as_str(), &own);
            version.each_line(&mut |line| check_line(line, own));
        }
    }
    for form in *forms {
        for version in form.versions() {
            let own = version.anchors().collect();
            version.each_line(&mut |line| check_line(line, (Family::Form, &form.id, &own)));
        }
    }
    for curriculum in *curricula {
        for version in curriculum.versions() {
            let own = version.anchors().collect();
            version.each_line(&mut |line| check_line(line, (Family::Curriculum, &curriculum.id, &own)));
        }
    }
    let own: BTreeMap<String, BTreeSet<String>> = guide.anchors().collect();
    guide.each_line(&mut |id, line| {
        if let Some(anchors) = own.get(id) {
            check_line(line, (Family::Guide, id, anchors));
        }
    });
}

fn anchors(blocks: &[Block]) -> BTreeSet<String> {
    let headings = blocks.iter().filter_map(|block| match block {
        Block::Heading { id, .. } => Some(id.clone()),
        _ => None,
    });
    headings.chain(citations(blocks).iter().map(|citation| citation.anchor.clone())).collect()
}

fn problem(
    to: &Target,
    own: (Family, &str, &BTreeSet<String>),
    known: &Known,
    unreadable: &BTreeSet<(Family, String)>,
) -> Option<(String, String)> {
    let (family, id, anchor) = match to {
        Target::External(_) | Target::Term(_) => return None,
        Target::Here(anchor) => (own.0, own.1, Some(anchor)),
        Target::Policy { id, anchor } => (Family::Policy, id.as_str(), anchor.as_ref()),
        Target::Form { id, anchor } => (Family::Form, id.as_str(), anchor.as_ref()),
        Target::Curriculum { id, anchor } => (Family::Curriculum, id.as_str(), anchor.as_ref()),
        Target::Guide { id, anchor } => (Family::Guide, id.as_str(), anchor.as_ref()),
    };
    let (what, scheme, all) = match family {
        Family::Form => ("form", "form", "the forms are"),
        Family::Curriculum => ("curriculum", "curriculum", "the curricula are"),
        Family::Guide => ("guide page", "guide", "the guide pages are"),
        _ => ("policy", "policy", "the policies are"),
    };
    let key = (family, id.to_owned());
    if unreadable.contains(&key) {
        return None;
    }
    let anchors = if (family, id) == (own.0, own.1) { Some(own.2) } else { known.get(&key) };
    let Some(anchors) = anchors else {
        let ids: Vec<&str> =
            known.keys().filter(|(other, _)| *other == family).map(|(_, id)| id.as_str()).collect();
        let hint = match nearest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `{scheme}:{near}`?"),
            None if ids.is_empty() => format!("there is no {what} yet"),
            None => format!("{all}: {}", ids.join(", ")),
        };
        return Some((format!("there is no {what} `{id}`"), hint));
    };
    let anchor = anchor?;
    if anchors.contains(anchor) {
        return None;
    }
    let (place, places) = match family {
        Family::Form => ("section or field", "its places are"),
        Family::Curriculum => ("unit", "its units are"),
        Family::Guide if id == guide::GLOSSARY => ("term", "its terms are"),
        _ => ("heading", "its headings are"),
    };
    let hint = match nearest(anchor, anchors.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => {
            let listed = anchors.iter().filter(|anchor| !anchor.starts_with("cites-"));
            format!("{places}: {}", listed.map(|anchor| format!("#{anchor}")).collect::<Vec<_>>().join(", "))
        }
    };
    Some((format!("the {what} `{id}` has no {place} `#{anchor}`"), hint))
}
