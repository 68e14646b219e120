//! How a citation names a clause: `Components 6.4.3` for `components/6/4/3`.

use std::collections::BTreeMap;

use crate::load::{ClauseSource, Read};
use crate::source::Span;

/// The label of each clause, in order.
pub fn labels(clauses: &[(Span, Read<ClauseSource>)]) -> Vec<String> {
    let id = |clause: &Read<ClauseSource>| clause.keys.id.as_ref().map(|id| id.get_ref().clone());
    let own: BTreeMap<String, &str> = clauses
        .iter()
        .filter_map(|(_, clause)| Some((id(clause)?, clause.keys.label.as_ref()?.get_ref().as_str())))
        .collect();
    clauses.iter().map(|(_, clause)| label(&id(clause).unwrap_or_default(), &own)).collect()
}

fn label(id: &str, own: &BTreeMap<String, &str>) -> String {
    let parts: Vec<&str> = id.split('/').collect();
    let named = (1..=parts.len()).rev().find_map(|count| Some((count, *own.get(&parts[..count].join("/"))?)));
    let (count, mut label) = match named {
        Some((count, name)) => (count, name.to_owned()),
        None => (1, words(parts[0])),
    };
    let mut after_number = false;
    for part in &parts[count..] {
        let number = part.bytes().all(|b| b.is_ascii_digit());
        if number && after_number {
            label.push('.');
            label.push_str(part);
        } else if part.len() == 1 && !number {
            label.push_str(&format!("({part})"));
        } else {
            label.push(' ');
            label.push_str(part);
        }
        after_number = number;
    }
    label
}

fn words(part: &str) -> String {
    let spaced = part.replace('-', " ");
    let mut chars = spaced.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::label;
    use std::collections::BTreeMap;

    #[test]
    fn a_label_reads_as_people_cite() {
        let own = BTreeMap::from([
            ("components".to_owned(), "Components"),
            ("training/topics".to_owned(), "Training topics"),
        ]);
        for (id, expected) in [
            ("components/6/4/3", "Components 6.4.3"),
            ("components/22/intro", "Components 22 intro"),
            ("training/topics/18", "Training topics 18"),
            ("written-policies/2", "Written policies 2"),
            ("3418.2/a", "3418.2(a)"),
            ("linkages/2/a", "Linkages 2(a)"),
        ] {
            assert_eq!(label(id, &own), expected);
        }
    }
}
