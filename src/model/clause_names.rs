//! What clauses are called in each revision of their specification. An approval is for a text, and a citation in it counts as the clause
//! that it means: the text is the approved one when it would read the same with the ids of another revision.
//!
//! ```text
//! approved      We answer calls [@payer/items/1].                    the ids of 2026-01-01
//! the file now  We answer calls [@payer/items/2; @payer/items/3].    the ids of 2027-01-01, in which items/1 was split
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::element::{CitedPart, ElementId, name_of};
use super::specification::ClauseKey;

/// What every clause of every revision is called.
#[derive(Debug, Clone, Default, Hash)]
pub(crate) struct ClauseNames {
    own: BTreeMap<ClauseKey, OwnNames>,
    translations: Vec<Translation>,
}

#[derive(Debug, Clone, Hash)]
struct OwnNames {
    specification: String,
    /// As citations write them: its id, then those it had before.
    names: Vec<String>,
}

/// The names of clauses in one revision of a specification.
#[derive(Debug, Clone, Hash)]
pub(crate) struct Translation {
    pub(crate) specification: String,
    /// For each clause of another revision: those that it is in this one.
    pub(crate) names: BTreeMap<ClauseKey, Vec<NamedThere>>,
}

/// The name of a clause in a revision, and its elements there.
#[derive(Debug, Clone, Hash)]
pub(crate) struct NamedThere {
    pub(crate) name: String,
    pub(crate) elements: Vec<ElementId>,
}

impl NamedThere {
    /// The name of the clause or, where its `element` is meant, of that, if it has one.
    fn name(&self, element: Option<&ElementId>) -> Option<String> {
        let is_there = element.is_none_or(|element| self.elements.contains(element));
        is_there.then(|| name_of(&self.name, element))
    }
}

/// A name for each part that is cited; several for one that was merged or split.
pub(crate) type Naming = BTreeMap<CitedPart, Vec<String>>;

/// Namings that are tried for one block.
const MOST_NAMINGS: usize = 256;

impl ClauseNames {
    pub(crate) fn add(&mut self, clause: ClauseKey, specification: &str, names: Vec<String>) {
        self.own.insert(clause, OwnNames { specification: specification.to_owned(), names });
    }

    pub(crate) fn add_translation(&mut self, translation: Translation) {
        self.translations.push(translation);
    }

    /// Its name in its own revision.
    pub(crate) fn own(&self, part: &CitedPart) -> String {
        let clause = self.own.get(&part.clause).and_then(|own| own.names.first());
        name_of(clause.map_or("", String::as_str), part.element.as_ref())
    }

    /// What these parts of clauses may have been called when a text was approved. All of one specification have the ids of one revision.
    pub(crate) fn namings(&self, parts: &BTreeSet<CitedPart>) -> impl Iterator<Item = Naming> {
        let specifications: BTreeSet<&str> = parts
            .iter()
            .filter_map(|part| Some(self.own.get(&part.clause)?.specification.as_str()))
            .collect();
        let revisions: Vec<Vec<Option<&Translation>>> = specifications
            .into_iter()
            .map(|id| {
                let of_one = self.translations.iter().filter(|one| one.specification == id);
                std::iter::once(None).chain(of_one.map(Some)).collect()
            })
            .collect();
        combinations(revisions)
            .take(MOST_NAMINGS)
            .flat_map(|chosen| {
                let chosen: Vec<&Translation> = chosen.into_iter().flatten().collect();
                let spellings = parts.iter().map(|part| self.spellings(part, &chosen)).collect();
                let named = |names: Vec<Vec<String>>| parts.iter().cloned().zip(names).collect();
                combinations(spellings).take(MOST_NAMINGS).map(named).collect::<Vec<Naming>>()
            })
            .take(MOST_NAMINGS)
    }

    /// The ways to name a part with the ids of the chosen revision of its specification, or of its own.
    fn spellings(&self, part: &CitedPart, chosen: &[&Translation]) -> Vec<Vec<String>> {
        let CitedPart { clause, element } = part;
        let element = element.as_ref();
        let Some(own) = self.own.get(clause) else { return vec![Vec::new()] };
        let named_there = |names: &Vec<NamedThere>| -> Vec<String> {
            names.iter().filter_map(|one| one.name(element)).collect()
        };
        let there = chosen
            .iter()
            .find(|translation| translation.specification == own.specification)
            .and_then(|translation| translation.names.get(clause))
            .map(named_there)
            .filter(|names| !names.is_empty());
        match there.as_deref() {
            None => own.names.iter().map(|name| vec![name_of(name, element)]).collect(),
            Some([only]) => vec![vec![only.clone()]],
            // Of several that were merged, the text may have cited one.
            Some(several) => {
                std::iter::once(several.to_vec()).chain(several.iter().map(|one| vec![one.clone()])).collect()
            }
        }
    }
}

/// Each way to choose one of each list.
pub(super) fn combinations<T: Clone>(lists: Vec<Vec<T>>) -> impl Iterator<Item = Vec<T>> {
    let count = lists.iter().fold(1, |product: usize, list| product.saturating_mul(list.len()));
    (0..count).map(move |number| {
        // The digits of `number` choose an entry of each list.
        let mut rest = number;
        lists
            .iter()
            .map(|list| {
                let entry = list[rest % list.len()].clone();
                rest /= list.len();
                entry
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn one_of_each_list_is_chosen_in_every_way() {
        let all: Vec<Vec<u8>> = combinations(vec![vec![1, 2], vec![3], vec![4, 5]]).collect();
        assert_eq!(all, [[1, 3, 4], [2, 3, 4], [1, 3, 5], [2, 3, 5]]);
        assert_eq!(combinations(vec![vec![1], Vec::new()]).count(), 0);
        assert_eq!(combinations(Vec::<Vec<u8>>::new()).count(), 1);
    }
}
