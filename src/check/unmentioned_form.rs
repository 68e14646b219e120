//! No policy links to a form, so no policy says when to use it, and nobody is bound to. Links of the policies that the handbook shows
//! count, in their text, card and summary; those of curricula, forms and guide pages explain a form and bind nobody to it.

use super::{Context, Rule, mentions};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::DocumentKind;

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnmentionedForm, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let linked = mentions::by_policies(context.handbook);
    let forms = context.handbook.forms.iter();
    forms
        .filter(|form| !linked.contains(&DocumentKind::Form.id(&form.id)))
        .map(|form| {
            let header = &form.current.header;
            Diagnostic::new(RULE.code, header.span, format!("no policy mentions the form “{}”", header.title))
                .hint(format!(
                    "link to it where a policy says when it is used: [{}]({})",
                    header.title,
                    DocumentKind::Form.id(&form.id)
                ))
        })
        .collect()
}
