//! Every link of the text must lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::training_sheet;
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::markdown::slug;
use crate::model::guide::{DEADLINES, GLOSSARY, WHOM_TO_CALL};
use crate::model::passages::Passage;
use crate::model::text::{Inline, LinkTarget, each_inline};
use crate::model::{
    Anchor, AnchorSet, DocumentId, DocumentKind, DocumentVersions, Documents, FormVersion, NumberedHeading,
    TrainingSheet, TrainingSheets, Version, lasting,
};
use crate::source::Span;

/// Checks every link. `sheets` are the sheets of every curriculum, and `events` the anchors of the list of deadlines. `unreadable` is
/// there and could not be read: no link to it is at fault.
pub(crate) fn check(
    documents: Documents<'_>,
    sheets: &TrainingSheets<FormVersion>,
    events: &BTreeSet<String>,
    unreadable: &BTreeSet<DocumentId>,
    findings: &mut Findings,
) {
    let known = known(documents, events);
    let check = |lines: &[Passage<'_>], id: &DocumentId, anchors: &AnchorSet| {
        let links = Links { own: (id, anchors), known: &known, unreadable };
        let mut found = Vec::new();
        for line in lines {
            links.check(line.inlines(), &mut found);
        }
        found
    };
    let versioned: Vec<DocumentVersions<'_>> = documents.versioned().collect();
    let found = versioned.par_iter().flat_map_iter(|document| {
        let of_version =
            |version: &dyn Version| check(&version.lines(), &document.id, &version.anchors(&document.id));
        document.versions().flat_map(of_version).collect::<Vec<_>>()
    });
    findings.extend(found.collect::<Vec<_>>());
    for (id, lines) in documents.guide_lines() {
        if let Some(anchors) = known.get(&id) {
            findings.extend(check(&lines, &id, anchors));
        }
    }
    for sheet in TrainingSheet::ALL {
        // It is only printed, and has no places that a link could lead to.
        let lines = sheets.get(sheet).passages();
        findings.extend(check(&lines, &training_sheet::id(sheet), &AnchorSet::new()));
    }
}

/// The places of every document shown.
fn known(documents: Documents<'_>, events: &BTreeSet<String>) -> BTreeMap<DocumentId, AnchorSet> {
    let versioned = documents.versioned().map(|document| {
        let anchors = document.current.anchors(&document.id);
        (document.id, anchors)
    });
    let pages = documents.guide.iter().map(|page| {
        let id = DocumentKind::Guide.id(&page.id);
        let anchors = page.body.anchors(&id);
        (id, anchors)
    });
    let terms = documents.glossary.terms.iter().map(|term| Anchor::Term(term.anchor.clone()));
    let made = [
        (GLOSSARY, lasting(terms)),
        (DEADLINES, lasting(events.iter().cloned().map(Anchor::Event))),
        (WHOM_TO_CALL, AnchorSet::new()),
    ];
    let made = made.into_iter().map(|(id, anchors)| (DocumentKind::Guide.id(id), anchors));
    versioned.chain(pages).chain(made).collect()
}

/// What the links of one text may lead to.
struct Links<'a> {
    own: (&'a DocumentId, &'a AnchorSet),
    known: &'a BTreeMap<DocumentId, AnchorSet>,
    unreadable: &'a BTreeSet<DocumentId>,
}

impl Links<'_> {
    fn check(&self, line: &[Inline], findings: &mut Vec<Diagnostic>) {
        each_inline(line, &mut |inline| {
            if let Inline::Link { to, span, .. } = inline {
                findings.extend(self.problem(to, *span));
            }
        });
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
        let anchors = if document == self.own.0 { Some(self.own.1) } else { self.known.get(document) };
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
