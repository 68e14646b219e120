//! Every link of the text must lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::Family;
use crate::markdown::slug;
use crate::model::document::{AnchorOrigin, Block, Inline, Target, citations, each_inline, plain_text};
use crate::model::guide;
use crate::model::passages::Passage;
use crate::model::{Curriculum, Form, Glossary, GuidePage, Policy};
use crate::source::Span;

/// The anchors of a document. Beside one that has a number, the name that its heading could have instead, with its marks:
/// `### Deadlines {#deadlines-urgent}`.
type Anchors = BTreeMap<String, Option<String>>;

/// The anchors of every policy and form shown.
type Known = BTreeMap<(Family, String), Anchors>;

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
    fn anchors(&self) -> impl Iterator<Item = (String, Anchors)> {
        let terms = lasting(self.glossary.terms.iter().map(|term| term.anchor.clone()));
        let pages = self.pages.iter().map(|page| (page.id.clone(), anchors(&page.body.blocks)));
        let made = [(guide::GLOSSARY, terms), (guide::DEADLINES, lasting(self.events.iter().cloned()))];
        let made = made.into_iter().chain([(guide::WHOM_TO_CALL, Anchors::new())]);
        pages.chain(made.map(|(id, anchors)| (id.to_owned(), anchors)))
    }

    /// Everything that a reader sees, with the id of its page.
    fn passages(&self) -> impl Iterator<Item = (&str, Passage<'_>)> {
        let pages =
            self.pages.iter().flat_map(|page| page.passages().into_iter().map(|one| (page.id.as_str(), one)));
        pages.chain(self.glossary.passages().into_iter().map(|one| (guide::GLOSSARY, one)))
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
        known.insert((Family::Form, form.id.clone()), lasting(form.current.anchors()));
    }
    for curriculum in *curricula {
        known.insert((Family::Curriculum, curriculum.id.clone()), lasting(curriculum.current.anchors()));
    }
    known.extend(guide.anchors().map(|(id, anchors)| ((Family::Guide, id), anchors)));
    let mut check = |passage: Passage<'_>, own: (Family, &str, &Anchors)| {
        each_inline(passage.inlines(), &mut |inline| {
            if let Inline::Link { to, span, .. } = inline
                && let Some(problem) = problem((to, *span), own, &known, unreadable)
            {
                findings.push(problem);
            }
        });
    };
    for policy in *policies {
        for version in policy.versions() {
            let own = anchors(&version.body.blocks);
            let own = (Family::Policy, policy.id.as_str(), &own);
            version.passages().into_iter().for_each(|passage| check(passage, own));
        }
    }
    for form in *forms {
        for version in form.versions() {
            let own = lasting(version.anchors());
            let own = (Family::Form, form.id.as_str(), &own);
            version.passages().into_iter().for_each(|passage| check(passage, own));
        }
    }
    for curriculum in *curricula {
        for version in curriculum.versions() {
            let own = lasting(version.anchors());
            let own = (Family::Curriculum, curriculum.id.as_str(), &own);
            version.passages().into_iter().for_each(|passage| check(passage, own));
        }
    }
    let own: BTreeMap<String, Anchors> = guide.anchors().collect();
    for (id, passage) in guide.passages() {
        if let Some(anchors) = own.get(id) {
            check(passage, (Family::Guide, id, anchors));
        }
    }
}

fn lasting(anchors: impl Iterator<Item = String>) -> Anchors {
    anchors.map(|anchor| (anchor, None)).collect()
}

fn anchors(blocks: &[Block]) -> Anchors {
    let mut anchors = lasting(citations(blocks).iter().map(|citation| citation.anchor.clone()));
    // The anchors of the headings that the next one is below, by their levels.
    let mut above: Vec<(u8, &str)> = Vec::new();
    for block in blocks {
        let Block::Heading { level, id, origin, text, .. } = block else { continue };
        above.retain(|(other, _)| other < level);
        let renamed = (*origin == AnchorOrigin::Numbered).then(|| {
            let title = plain_text(text);
            let section = above.last().map_or("section", |(_, id)| id);
            format!("{} {title} {{#{}-{section}}}", "#".repeat(usize::from(*level)), slug(&title))
        });
        anchors.insert(id.clone(), renamed);
        above.push((*level, id));
    }
    anchors
}

fn problem(
    (to, span): (&Target, Span),
    own: (Family, &str, &Anchors),
    known: &Known,
    unreadable: &BTreeSet<(Family, String)>,
) -> Option<Diagnostic> {
    let broken = |message: String, hint: String| {
        Some(Diagnostic::new(FindingCode::BrokenLink, span, message).hint(hint))
    };
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
        return broken(format!("there is no {what} `{id}`"), hint);
    };
    let anchor = anchor?;
    if let Some(renamed) = anchors.get(anchor) {
        return renamed.as_ref().map(|renamed| numbered(anchor, renamed, span));
    }
    let (place, places) = match family {
        Family::Form => ("section or field", "its places are"),
        Family::Curriculum => ("unit", "its units are"),
        Family::Guide if id == guide::GLOSSARY => ("term", "its terms are"),
        _ => ("heading", "its headings are"),
    };
    let hint = match nearest(anchor, anchors.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => {
            let listed = anchors.keys().filter(|anchor| !anchor.starts_with("cites-"));
            format!("{places}: {}", listed.map(|anchor| format!("#{anchor}")).collect::<Vec<_>>().join(", "))
        }
    };
    broken(format!("the {what} `{id}` has no {place} `#{anchor}`"), hint)
}

/// A link to one of several headings with the same words.
fn numbered(anchor: &str, renamed: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        FindingCode::NumberedAnchor,
        span,
        format!("`#{anchor}` counts the headings with the same words: if one is added or removed, this link leads elsewhere"),
    )
    .hint(format!("give that heading its own name, such as `{renamed}`, and link to it"))
}
