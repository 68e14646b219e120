//! How a citation names a clause: `Components 6.4.3` for `components/6/4/3`.

use std::collections::BTreeMap;

use crate::load::{ClauseSource, ReadKeys};
use crate::source::{FileId, Placed, Span};

/// The label of each clause, in order, at the place where its first words are written.
pub(crate) fn labels(file: FileId, clauses: &[(Span, ReadKeys<ClauseSource>)]) -> Vec<Placed<String>> {
    let id = |clause: &ReadKeys<ClauseSource>| clause.keys.id.as_ref().map(|id| id.get_ref().clone());
    let own: BTreeMap<String, Placed<&str>> = clauses
        .iter()
        .filter_map(|(_, clause)| {
            let label = clause.keys.label.as_ref()?;
            Some((id(clause)?, Placed::new(label.get_ref().as_str(), Span::new(file, label.span()))))
        })
        .collect();
    let placed = |(table, clause): &(Span, ReadKeys<ClauseSource>)| {
        let span = clause.keys.id.as_ref().map_or(*table, |id| Span::new(file, id.span()));
        label(&Placed::new(id(clause).unwrap_or_default(), span), &own)
    };
    clauses.iter().map(placed).collect()
}

fn label(id: &Placed<String>, own: &BTreeMap<String, Placed<&str>>) -> Placed<String> {
    let parts: Vec<&str> = id.split('/').collect();
    let named = (1..=parts.len()).rev().find_map(|count| Some((count, own.get(&parts[..count].join("/"))?)));
    let (count, mut label, span) = match named {
        Some((count, name)) => (count, name.to_string(), name.span),
        None => (1, words(parts[0]), id.span),
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
    Placed::new(label, span)
}

fn words(part: &str) -> String {
    let spaced = part.replace('-', " ");
    let mut chars = spaced.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{FileId, Placed, Span, label};
    use std::collections::BTreeMap;

    #[test]
    fn a_label_reads_as_people_cite() {
        let placed = |text| Placed::new(text, Span::top(FileId::of("")));
        let own = BTreeMap::from([
            ("components".to_owned(), placed("Components")),
            ("training/topics".to_owned(), placed("Training topics")),
        ]);
        for (id, expected) in [
            ("components/6/4/3", "Components 6.4.3"),
            ("components/22/intro", "Components 22 intro"),
            ("training/topics/18", "Training topics 18"),
            ("written-policies/2", "Written policies 2"),
            ("3418.2/a", "3418.2(a)"),
            ("linkages/2/a", "Linkages 2(a)"),
        ] {
            let id = Placed::new(id.to_owned(), Span::top(FileId::of("")));
            assert_eq!(*label(&id, &own), expected);
        }
    }
}
