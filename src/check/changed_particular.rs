//! A particular that is a part of what was approved, such as a period, has another value now. The documents stay approved: their own
//! words are the same. One warning names the particular and all of them.

use std::collections::BTreeMap;

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Version;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ChangedParticular, look };

/// Titles that a message names.
const MOST_TITLES: usize = 10;

/// Titles of documents by what a particular was when they were approved.
type TitlesByValue<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let mut changed: BTreeMap<&str, TitlesByValue<'_>> = BTreeMap::new();
    for document in handbook.documents().versioned() {
        for header in document.versions().map(Version::header) {
            let recorded = header.approval.as_ref().and_then(|approval| approval.recorded.as_ref());
            for (name, old) in recorded.into_iter().flat_map(|recorded| &recorded.values) {
                let now = handbook.values.get(name).filter(|now| now.is_recorded(name));
                if now.is_some_and(|now| now.text != *old) {
                    changed.entry(name).or_default().entry(old).or_default().push(&header.title);
                }
            }
        }
    }
    changed.iter().filter_map(|(name, titles)| finding(context, name, titles)).collect()
}

fn finding(context: &Context<'_>, name: &str, titles: &TitlesByValue<'_>) -> Option<Diagnostic> {
    let value = context.handbook.values.get(name)?;
    let was: Vec<String> =
        titles.iter().map(|(old, titles)| format!("“{old}” when {}", approved(titles))).collect();
    let message = format!("`{name}` was {}, and is “{}” now", was.join(" and "), value.text);
    Some(Diagnostic::new(RULE.code, value.span, message).hint(
        "if the new value was approved, record that for these documents: clausebook approve NAMES --minor --change \"…\" --by \"…\" --on DATE; otherwise put the old value back",
    ).hint("a value that changes without approval, such as a telephone number, is written as { value = \"…\", kind = \"contact\" }"))
}

/// `“Intake” and “Records” were approved`
fn approved(titles: &[&str]) -> String {
    let quoted: Vec<String> = titles.iter().take(MOST_TITLES).map(|title| format!("“{title}”")).collect();
    let more = titles.len().saturating_sub(MOST_TITLES);
    match (quoted.as_slice(), more) {
        ([only], 0) => format!("{only} was approved"),
        ([others @ .., last], 0) => format!("{} and {last} were approved", others.join(", ")),
        (_, 1) => format!("{} and 1 more document were approved", quoted.join(", ")),
        (_, more) => format!("{} and {more} more documents were approved", quoted.join(", ")),
    }
}
