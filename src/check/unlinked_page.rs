//! No other text leads to a guide page, a curriculum, or a policy that meets no clause. The lists name it, and whoever does not know that
//! it is there will not look there. A policy that meets a clause is reached from the clause; forms have a rule of their own
//! (`unmentioned-form`).

use std::collections::BTreeSet;

use super::{Context, Rule, mentions};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{DocumentId, DocumentKind};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnlinkedPage, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let linked = mentions::by_all(handbook);
    let citing: BTreeSet<&DocumentId> = handbook.evidence.iter().map(|one| &one.document).collect();
    let documents = handbook.documents().versioned().filter(|document| match document.id.kind {
        DocumentKind::Policy => !citing.contains(&document.id),
        DocumentKind::Form => false,
        DocumentKind::Curriculum | DocumentKind::Guide => true,
    });
    let documents = documents.map(|document| {
        let header = document.current.header();
        (document.id, &header.title, header.span)
    });
    let pages = handbook.guide.iter().map(|page| (DocumentKind::Guide.id(&page.id), &page.title, page.span));
    documents
        .chain(pages)
        .filter(|(id, ..)| !linked.contains(id))
        .map(|(id, title, span)| {
            let message = format!("no other text links to the {} “{title}”", id.kind.word());
            Diagnostic::new(RULE.code, span, message)
                .hint(format!("link to it where its readers are: [{title}]({id})"))
        })
        .collect()
}
