//! The lists of a document: what is before their items, and with which number each goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::Element;

/// Word knows nine levels.
pub(crate) const DEEPEST: usize = 8;

/// What is before the items of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Bullet,
    /// A number, counted from `start`; `plain` when it is written 1, 2, 3.
    Number {
        /// The first one.
        start: u32,
        /// Whether it is a single number in digits.
        plain: bool,
    },
    None,
}

#[derive(Debug, Default)]
struct ListDefinition {
    levels: BTreeMap<usize, Mark>,
    /// The name by which it refers to another kind, whose levels are its own.
    same_as: Option<String>,
}

#[derive(Debug, Default)]
struct ListInstance {
    kind: String,
    overrides: BTreeMap<usize, Mark>,
    restarts: BTreeMap<usize, u32>,
}

/// The lists of a document, and how far they are counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    kinds: BTreeMap<String, ListDefinition>,
    /// Kinds by the name under which others refer to them.
    named: BTreeMap<String, String>,
    lists: BTreeMap<String, ListInstance>,
    counted: BTreeMap<(String, usize), u32>,
    begun: BTreeSet<(String, usize)>,
}

impl Numbering {
    pub(crate) fn new(part: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        for one in part.into_iter().flat_map(Element::elements) {
            match one.name.as_str() {
                "w:abstractNum" => {
                    let Some(id) = one.attribute("w:abstractNumId") else { continue };
                    let kind = ListDefinition {
                        levels: one.elements().filter_map(level).collect(),
                        same_as: one.value("w:numStyleLink").map(str::to_owned),
                    };
                    if let Some(name) = one.value("w:styleLink") {
                        numbering.named.insert(name.to_owned(), id.to_owned());
                    }
                    numbering.kinds.insert(id.to_owned(), kind);
                }
                "w:num" => {
                    let (Some(id), Some(kind)) = (one.attribute("w:numId"), one.value("w:abstractNumId"))
                    else {
                        continue;
                    };
                    let mut list = ListInstance { kind: kind.to_owned(), ..ListInstance::default() };
                    for change in one.elements().filter(|one| one.name == "w:lvlOverride") {
                        let Some(at) = change.attribute("w:ilvl").and_then(|at| at.parse().ok()) else {
                            continue;
                        };
                        list.overrides
                            .extend(change.elements().filter_map(level).map(|(_, mark)| (at, mark)));
                        if let Some(start) =
                            change.value("w:startOverride").and_then(|start| start.parse().ok())
                        {
                            list.restarts.insert(at, start);
                        }
                    }
                    numbering.lists.insert(id.to_owned(), list);
                }
                _ => {}
            }
        }
        numbering
    }

    /// What is before the items of this list at this level; `None` when there is no such list.
    pub(crate) fn mark(&self, list: &str, level: usize) -> Option<Mark> {
        let list = self.lists.get(list)?;
        if let Some(mark) = list.overrides.get(&level) {
            return Some(*mark);
        }
        let kind = self.kinds.get(&list.kind)?;
        let other = kind.same_as.as_ref().and_then(|name| self.kinds.get(self.named.get(name)?));
        let kind = other.unwrap_or(kind);
        kind.levels.get(&level).copied()
    }

    /// The number of the next item of this list at this level.
    pub(crate) fn next(&mut self, list: &str, level: usize, start: u32) -> u32 {
        let (kind, restart) = match self.lists.get(list) {
            Some(known) => (known.kind.clone(), known.restarts.get(&level).copied()),
            None => (list.to_owned(), None),
        };
        for deeper in level + 1..=DEEPEST {
            self.counted.remove(&(kind.clone(), deeper));
        }
        let first = self.begun.insert((list.to_owned(), level));
        let counted = self.counted.entry((kind, level)).or_insert(start.saturating_sub(1));
        match restart {
            Some(restart) if first => *counted = restart,
            _ => *counted = counted.saturating_add(1),
        }
        *counted
    }
}

fn level(element: &Element) -> Option<(usize, Mark)> {
    if element.name != "w:lvl" {
        return None;
    }
    let at = element.attribute("w:ilvl")?.parse().ok()?;
    let start = element.value("w:start").and_then(|start| start.parse().ok()).unwrap_or(1);
    let text = element.value("w:lvlText").unwrap_or_default();
    let mark = match element.value("w:numFmt") {
        Some("bullet") => Mark::Bullet,
        Some("none") => Mark::None,
        format => Mark::Number {
            start,
            plain: matches!(format, None | Some("decimal" | "decimalZero")) && text.matches('%').count() <= 1,
        },
    };
    Some((at, mark))
}

#[cfg(test)]
mod tests {
    use super::super::xml;
    use super::*;

    #[test]
    fn a_list_continues_after_a_paragraph_and_another_restarts() {
        let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let part = xml::parse(&format!(
            "<w:numbering xmlns:w='{w}'>
             <w:abstractNum w:abstractNumId='0'>
               <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>
               <w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>
             </w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
             <w:num w:numId='2'><w:abstractNumId w:val='0'/>
               <w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>
             </w:numbering>"
        ));
        let mut numbering = Numbering::new(Some(&part.unwrap()));
        assert_eq!(numbering.mark("1", 0), Some(Mark::Number { start: 1, plain: true }));
        assert_eq!(numbering.mark("1", 1), Some(Mark::Number { start: 1, plain: false }));
        assert_eq!(numbering.mark("9", 0), None);
        let numbers = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0)];
        let counted: Vec<u32> = numbers.iter().map(|(list, level)| numbering.next(list, *level, 1)).collect();
        assert_eq!(counted, [1, 1, 2, 2, 1, 1, 2]);
    }
}
