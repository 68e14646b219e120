//! Every link of the text must lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::outline::{Outline, Outlines};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::markdown::slug;
use crate::model::guide::GLOSSARY;
use crate::model::text::LinkTarget;
use crate::model::{Anchor, AnchorSet, DocumentId, DocumentKind, NumberedHeading};
use crate::source::Span;

/// Checks every link. `unreadable` is there and could not be read: no link to it is at fault.
pub(crate) fn check(outlines: &Outlines, unreadable: &BTreeSet<DocumentId>, findings: &mut Findings) {
    let known = outlines.places();
    for document in &outlines.versioned {
        for outline in document.versions() {
            let links = Links { own: (&document.id, &outline.anchors), known: &known, unreadable };
            findings.extend(links.check(outline));
        }
    }
    for (id, outline) in &outlines.sheets {
        let links = Links { own: (id, &outline.anchors), known: &known, unreadable };
        findings.extend(links.check(outline));
    }
    for (id, outline) in &outlines.guide {
        if let Some(anchors) = known.get(id) {
            let links = Links { own: (id, anchors), known: &known, unreadable };
            findings.extend(links.check(outline));
        }
    }
}

/// Checks the links of a text that isn't among the outlines, such as a translation of the document `id`.
pub(super) fn check_text(
    id: &DocumentId,
    text: &Outline,
    outlines: &Outlines,
    unreadable: &BTreeSet<DocumentId>,
    findings: &mut Findings,
) {
    let known = outlines.places();
    let links = Links { own: (id, &text.anchors), known: &known, unreadable };
    findings.extend(links.check(text));
}

/// What the links of one text may lead to.
struct Links<'a> {
    own: (&'a DocumentId, &'a AnchorSet),
    known: &'a BTreeMap<&'a DocumentId, &'a AnchorSet>,
    unreadable: &'a BTreeSet<DocumentId>,
}

impl Links<'_> {
    fn check(&self, outline: &Outline) -> Vec<Diagnostic> {
        outline.links.iter().filter_map(|(to, span)| self.problem(to, *span)).collect()
    }

    fn problem(&self, to: &LinkTarget, span: Span) -> Option<Diagnostic> {
        let (document, anchor) = match to {
            LinkTarget::External(_) | LinkTarget::Term(_) => return None,
            LinkTarget::Here(anchor) => (self.own.0, Some(anchor)),
            LinkTarget::Document { document, anchor } => (document, anchor.as_ref()),
        };
        if self.unreadable.contains(document) {
            return None;
        }
        let anchors =
            if document == self.own.0 { Some(self.own.1) } else { self.known.get(document).copied() };
        let Some(anchors) = anchors else {
            return Some(self.no_document(document, span));
        };
        let anchor = anchor?;
        match anchors.get(anchor) {
            Some(None) => None,
            Some(Some(heading)) => Some(numbered(anchor, heading, span)),
            None => Some(no_place(document, anchor, anchors, span)),
        }
    }

    fn no_document(&self, document: &DocumentId, span: Span) -> Diagnostic {
        let DocumentId { kind, id } = document;
        let known = self.known.keys().filter(|other| other.kind == *kind);
        let ids: Vec<&str> = known.map(|other| other.id.as_str()).collect();
        let hint = match nearest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `{}`?", kind.id(near)),
            None if ids.is_empty() => format!("there is no {} yet", kind.word()),
            None => format!("the {} are: {}", kind.plural(), ids.join(", ")),
        };
        let message = format!("there is no {} `{id}`", kind.word());
        Diagnostic::new(FindingCode::BrokenLink, span, message).hint(hint)
    }
}

fn no_place(document: &DocumentId, anchor: &Anchor, anchors: &AnchorSet, span: Span) -> Diagnostic {
    let DocumentId { kind, id } = document;
    let (place, places) = match kind {
        DocumentKind::Form => ("section or field", "its places are"),
        DocumentKind::Curriculum => ("unit", "its units are"),
        DocumentKind::Guide if id == GLOSSARY => ("term", "its terms are"),
        DocumentKind::Policy | DocumentKind::Guide => ("heading", "its headings are"),
    };
    let names: BTreeSet<String> = anchors.keys().map(Anchor::to_string).collect();
    let hint = match nearest(&anchor.to_string(), names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `#{near}`?"),
        None if names.is_empty() => "it has no place that a link could lead to".to_owned(),
        None => {
            let listed = anchors.keys().filter(|anchor| !matches!(anchor, Anchor::Citation(_)));
            let listed: BTreeSet<String> = listed.map(|anchor| format!("#{anchor}")).collect();
            format!("{places}: {}", Vec::from_iter(listed).join(", "))
        }
    };
    let message = format!("the {} `{id}` has no {place} `#{anchor}`", kind.word());
    Diagnostic::new(FindingCode::BrokenLink, span, message).hint(hint)
}

/// A link to one of several headings with the same words.
fn numbered(anchor: &Anchor, heading: &NumberedHeading, span: Span) -> Diagnostic {
    let NumberedHeading { level, title, section } = heading;
    let section = section.as_deref().unwrap_or("section");
    let renamed = format!("{} {title} {{#{}-{section}}}", "#".repeat(usize::from(*level)), slug(title));
    Diagnostic::new(
        FindingCode::NumberedAnchor,
        span,
        format!("`#{anchor}` counts the headings with the same words: if one is added or removed, this link leads elsewhere"),
    )
    .hint(format!("give that heading its own name, such as `{renamed}`, and link to it"))
}
