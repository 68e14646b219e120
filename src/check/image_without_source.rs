//! A picture in a paragraph of its own does not say where it comes from. A reader cannot judge it, and the program cannot show that it
//! may use it. The source is in quotation marks after the file's name, and is printed below the picture:
//! `![A map of the county](map.png "Source: County planning office, 2025")`.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::passages::Passage;
use crate::model::text::Inline;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ImageWithoutSource, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context.texts.iter().flat_map(|one| one.facts.pictures_without_source.iter().cloned()).collect()
}

pub(super) fn of_passages(passages: &[Passage<'_>]) -> Vec<Diagnostic> {
    passages.iter().filter_map(|passage| finding(passage.inlines())).collect()
}

fn finding(line: &[Inline]) -> Option<Diagnostic> {
    let [Inline::Image { path, source, span, .. }] = line else { return None };
    source.is_empty().then(|| {
        let name = path.rsplit('/').next().unwrap_or(path);
        Diagnostic::new(RULE.code, *span, format!("the picture `{name}` does not say where it comes from")).hint(
            format!("write it in quotation marks after the file name: ![…]({name} \"Source: …\"); it is printed below the picture"),
        )
    })
}
