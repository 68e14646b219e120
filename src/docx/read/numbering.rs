//! The lists of a document: what is before their items, and how far each is counted.
//!
//! ```text
//! numFmt decimal, lvlText "%1."       Number(3)          Markdown counts the same
//! numFmt decimal, lvlText "%1.%2"     Label("2.3")       the label becomes words of the item
//! numFmt lowerLetter, lvlText "(%3)"  Label("(b)")
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::text::ItemMark;
use super::xml::Element;

/// Word knows nine levels.
pub(crate) const DEEPEST: usize = 8;

/// How a level writes its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberStyle {
    Bullet,
    Nothing,
    Decimal,
    /// 01, 02.
    DecimalZero,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

#[derive(Debug, Clone)]
struct WordListLevel {
    start: u32,
    style: NumberStyle,
    /// Such as `%1.%2`: the numbers of this level and those above.
    text: String,
    /// Whether the numbers of the levels above are written in digits, however they are written there.
    is_legal: bool,
    /// Counting starts again after an item of a level above this one; 0 for never. `None`: after any above its own.
    restarts_below: Option<usize>,
}

#[derive(Debug, Default)]
struct ListDefinition {
    levels: BTreeMap<usize, WordListLevel>,
    /// The name by which it refers to another definition, whose levels are its own.
    same_as: Option<String>,
}

#[derive(Debug, Default)]
struct ListInstance {
    definition: String,
    overrides: BTreeMap<usize, WordListLevel>,
    restarts: BTreeMap<usize, u32>,
}

/// The lists of a document, and how far they are counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    definitions: BTreeMap<String, ListDefinition>,
    /// Definitions by the name under which others refer to them.
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
                "w:abstractNum" => numbering.define(one),
                "w:num" => numbering.add(one),
                _ => {}
            }
        }
        numbering
    }

    fn define(&mut self, written: &Element) {
        let Some(id) = written.attribute("w:abstractNumId") else { return };
        let definition = ListDefinition {
            levels: written.elements().filter_map(level).collect(),
            same_as: written.value("w:numStyleLink").map(str::to_owned),
        };
        if let Some(name) = written.value("w:styleLink") {
            self.named.insert(name.to_owned(), id.to_owned());
        }
        self.definitions.insert(id.to_owned(), definition);
    }

    fn add(&mut self, written: &Element) {
        let (Some(id), Some(definition)) = (written.attribute("w:numId"), written.value("w:abstractNumId"))
        else {
            return;
        };
        let mut list = ListInstance { definition: definition.to_owned(), ..ListInstance::default() };
        for change in written.elements().filter(|one| one.name == "w:lvlOverride") {
            let Some(at) = change.attribute("w:ilvl").and_then(|at| at.parse().ok()) else { continue };
            list.overrides.extend(change.elements().filter_map(level).map(|(_, own)| (at, own)));
            if let Some(start) = change.value("w:startOverride").and_then(|start| start.parse().ok()) {
                list.restarts.insert(at, start);
            }
        }
        self.lists.insert(id.to_owned(), list);
    }

    pub(crate) fn has(&self, list: &str, level: usize) -> bool {
        self.level(list, level).is_some()
    }

    /// The name under which all lists that are counted together are known.
    pub(crate) fn counted_as<'a>(&'a self, list: &'a str) -> &'a str {
        self.lists.get(list).map_or(list, |known| known.definition.as_str())
    }

    fn level(&self, list: &str, level: usize) -> Option<&WordListLevel> {
        let list = self.lists.get(list)?;
        if let Some(own) = list.overrides.get(&level) {
            return Some(own);
        }
        let definition = self.definitions.get(&list.definition)?;
        let other = definition.same_as.as_ref().and_then(|name| self.definitions.get(self.named.get(name)?));
        other.unwrap_or(definition).levels.get(&level)
    }

    /// Counts the next item of this list at this level, and what is before it; `None` where there is nothing.
    pub(crate) fn next(&mut self, list: &str, level: usize) -> Option<ItemMark> {
        let number = self.count(list, level);
        // A list that isn't defined is one by the name of its style.
        let Some(own) = self.level(list, level) else { return Some(ItemMark::Number(number)) };
        match own.style {
            NumberStyle::Bullet => Some(ItemMark::Bullet),
            NumberStyle::Nothing if own.text.trim().is_empty() => None,
            NumberStyle::Decimal if own.is_plain(level) => Some(ItemMark::Number(number)),
            _ => Some(self.label(list, own)).filter(|label| !label.is_empty()).map(ItemMark::Label),
        }
    }

    fn count(&mut self, list: &str, level: usize) -> u32 {
        let key = self.counted_as(list).to_owned();
        for deeper in level + 1..=DEEPEST {
            let below = self.level(list, deeper).and_then(|own| own.restarts_below).unwrap_or(deeper);
            if level < below {
                self.counted.remove(&(key.clone(), deeper));
            }
        }
        let start = self.level(list, level).map_or(1, |own| own.start);
        let restart = self.lists.get(list).and_then(|known| known.restarts.get(&level).copied());
        let is_first = self.begun.insert((list.to_owned(), level));
        let counted = self.counted.entry((key, level)).or_insert(start.saturating_sub(1));
        match restart {
            Some(restart) if is_first => *counted = restart,
            _ => *counted = counted.saturating_add(1),
        }
        *counted
    }

    /// `%1.%2` with its numbers.
    fn label(&self, list: &str, own: &WordListLevel) -> String {
        let key = self.counted_as(list);
        let mut label = String::new();
        let mut letters = own.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let of = letters.peek().and_then(|next| next.to_digit(10)).filter(|of| letter == '%' && *of > 0);
            let Some(of) = of else {
                label.push(letter);
                continue;
            };
            letters.next();
            let level = of as usize - 1;
            let Some(other) = self.level(list, level) else { continue };
            let number = self.counted.get(&(key.to_owned(), level)).copied().unwrap_or(other.start);
            let style = if own.is_legal { NumberStyle::Decimal } else { other.style };
            label.push_str(&style.write(number));
        }
        label.trim().to_owned()
    }
}

impl WordListLevel {
    /// Whether Markdown would write the same: `3.` or `3)`.
    fn is_plain(&self, level: usize) -> bool {
        let number = format!("%{}", level + 1);
        self.text.is_empty()
            || self.text.trim().strip_prefix(&number).is_some_and(|rest| matches!(rest, "" | "." | ")"))
    }
}

impl NumberStyle {
    fn of(name: Option<&str>) -> Self {
        match name {
            Some("bullet") => Self::Bullet,
            Some("none") => Self::Nothing,
            Some("decimalZero") => Self::DecimalZero,
            Some("lowerLetter") => Self::LowerLetter,
            Some("upperLetter") => Self::UpperLetter,
            Some("lowerRoman") => Self::LowerRoman,
            Some("upperRoman") => Self::UpperRoman,
            _ => Self::Decimal,
        }
    }

    fn write(self, number: u32) -> String {
        match self {
            Self::Bullet | Self::Nothing => String::new(),
            Self::Decimal => number.to_string(),
            Self::DecimalZero => format!("{number:02}"),
            Self::LowerLetter => letters(number).to_lowercase(),
            Self::UpperLetter => letters(number),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::UpperRoman => roman(number),
        }
    }
}

/// A, B … Z, AA, BB: as Word counts with letters.
fn letters(number: u32) -> String {
    let Some(at) = number.checked_sub(1).filter(|at| *at < 26 * 20) else { return number.to_string() };
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    std::iter::repeat_n(letter, at as usize / 26 + 1).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

fn level(element: &Element) -> Option<(usize, WordListLevel)> {
    if element.name != "w:lvl" {
        return None;
    }
    let number = |name: &str| element.value(name).and_then(|value| value.parse().ok());
    let own = WordListLevel {
        start: number("w:start").unwrap_or(1),
        style: NumberStyle::of(element.value("w:numFmt")),
        text: element.value("w:lvlText").unwrap_or_default().to_owned(),
        is_legal: element.switch("w:isLgl") == Some(true),
        restarts_below: number("w:lvlRestart").map(|level| level as usize),
    };
    Some((element.attribute("w:ilvl")?.parse().ok()?, own))
}

#[cfg(test)]
mod tests {
    use super::super::xml;
    use super::*;

    fn numbering(body: &str) -> Numbering {
        let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let part = xml::parse(&format!("<w:numbering xmlns:w='{w}'>{body}</w:numbering>"), &mut 1000);
        Numbering::new(Some(&part.unwrap()))
    }

    fn level(at: usize, format: &str, text: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    #[test]
    fn a_list_continues_after_a_paragraph_and_another_restarts() {
        let levels = [level(0, "decimal", "%1."), level(1, "decimal", "%2)")].concat();
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
             <w:num w:numId='2'><w:abstractNumId w:val='0'/>
               <w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
        ));
        assert!(numbering.has("1", 0) && !numbering.has("9", 0));
        let numbers = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0)];
        let counted: Vec<Option<ItemMark>> =
            numbers.iter().map(|(list, level)| numbering.next(list, *level)).collect();
        assert_eq!(counted, [1, 1, 2, 2, 1, 1, 2].map(|number| Some(ItemMark::Number(number))));
    }

    #[test]
    fn labels_of_several_parts_letters_and_roman_numbers_are_written_as_word_shows_them() {
        let levels = [
            level(0, "upperRoman", "Article %1"),
            level(1, "decimal", "%1.%2").replace("<w:numFmt", "<w:isLgl/><w:numFmt"),
            level(2, "lowerLetter", "(%3)"),
        ];
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
            levels.concat()
        ));
        let labels: Vec<String> = [0, 1, 1, 2, 2, 0, 0, 0, 1, 2]
            .into_iter()
            .map(|level| match numbering.next("1", level) {
                Some(ItemMark::Label(label)) => label,
                other => format!("{other:?}"),
            })
            .collect();
        let expected = [
            "Article I",
            "1.1",
            "1.2",
            "(a)",
            "(b)",
            "Article II",
            "Article III",
            "Article IV",
            "4.1",
            "(a)",
        ];
        assert_eq!(labels, expected);
        assert_eq!((letters(27), letters(0)), ("AA".to_owned(), "0".to_owned()));
    }
}
