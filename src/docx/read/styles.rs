//! What the styles of a document mean. Their ids differ from language to language; the names that Word gives its own do not.

use std::collections::BTreeMap;

use super::xml::Element;

/// No chain of styles is longer, unless it runs in a circle.
const LONGEST: usize = 24;

/// What a paragraph of a style is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StyleKind {
    Title,
    /// A heading, of level 1 to 9.
    Heading(u8),
    /// A line of a table of contents.
    Contents,
    Quote,
    /// An item of a list, by the name of its style.
    Item {
        numbered: bool,
        /// How many lists it is within, from 0.
        level: usize,
    },
    Plain,
}

/// What a style says of paragraphs or letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RunLook {
    pub(crate) bold: Option<bool>,
    pub(crate) italic: Option<bool>,
    pub(crate) hidden: Option<bool>,
    pub(crate) struck: Option<bool>,
    pub(crate) font: Option<String>,
    /// In half points.
    pub(crate) size: Option<u32>,
}

impl RunLook {
    /// What the properties `w:rPr` say.
    pub(crate) fn of(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else {
            return Self::default();
        };
        Self {
            bold: properties.switch("w:b"),
            italic: properties.switch("w:i"),
            hidden: properties.switch("w:vanish"),
            struck: properties.switch("w:strike").or(properties.switch("w:dstrike")),
            font: properties
                .child("w:rFonts")
                .and_then(|fonts| fonts.attribute("w:ascii").or(fonts.attribute("w:hAnsi")))
                .map(str::to_owned),
            size: properties.value("w:sz").and_then(|size| size.parse().ok()),
        }
    }

    /// This, and what `below` says where this says nothing.
    pub(crate) fn over(&self, below: &Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            hidden: self.hidden.or(below.hidden),
            struck: self.struck.or(below.struck),
            font: self.font.clone().or_else(|| below.font.clone()),
            size: self.size.or(below.size),
        }
    }
}

/// A style with all that it takes from others.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    pub(crate) kind: StyleKind,
    /// Whether it is a heading by its name, and not only by an outline level, which programs give to any text.
    pub(crate) is_named: bool,
    pub(crate) is_centered: bool,
    pub(crate) look: RunLook,
    /// The list that its paragraphs belong to: id and level.
    pub(crate) list: Option<(Option<String>, Option<usize>)>,
    /// Whether its paragraphs are to the right of others.
    pub(crate) indented: bool,
}

struct StyleSource {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    is_centered: Option<bool>,
    look: RunLook,
    list: Option<(Option<String>, Option<usize>)>,
    indented: Option<bool>,
}

#[derive(Default)]
pub(crate) struct Styles {
    written: BTreeMap<String, StyleSource>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    pub(crate) fn new(part: Option<&Element>) -> Self {
        let mut styles = Self::default();
        for one in part.into_iter().flat_map(Element::elements).filter(|one| one.name == "w:style") {
            let Some(id) = one.attribute("w:styleId") else { continue };
            let paragraph = one.child("w:pPr");
            if one.attribute("w:type") == Some("paragraph")
                && matches!(one.attribute("w:default"), Some("1" | "true" | "on"))
            {
                styles.usual = Some(id.to_owned());
            }
            let written = StyleSource {
                name: one.value("w:name").unwrap_or(id).trim().to_lowercase(),
                based_on: one.value("w:basedOn").map(str::to_owned),
                outline: paragraph.and_then(|p| p.value("w:outlineLvl")).and_then(|level| level.parse().ok()),
                is_centered: paragraph.and_then(centered),
                look: RunLook::of(one.child("w:rPr")),
                list: paragraph.and_then(list),
                indented: paragraph.and_then(indented),
            };
            styles.written.insert(id.to_owned(), written);
        }
        styles
    }

    /// The style of this id; the usual one where a paragraph names none.
    pub(crate) fn get(&self, id: Option<&str>) -> Style {
        let mut style = Style {
            kind: StyleKind::Plain,
            is_named: false,
            is_centered: false,
            look: RunLook::default(),
            list: None,
            indented: false,
        };
        let mut kind = None;
        let mut indented = None;
        let mut centered = None;
        let mut next = id.or(self.usual.as_deref());
        for _ in 0..LONGEST {
            let Some(id) = next else { break };
            let Some(written) = self.written.get(id) else {
                if kind.is_none() {
                    kind = by_name(&id.to_lowercase());
                    style.is_named = kind.is_some();
                }
                break;
            };
            if kind.is_none() {
                kind = by_name(&written.name);
                style.is_named = kind.is_some();
            }
            // The usual style is that of the text, whatever level it says. Level 9 is Word's word for text that isn't a heading.
            if self.usual.as_deref() != Some(id) {
                kind = kind.or(match written.outline {
                    Some(level @ 0..=8) => Some(StyleKind::Heading(level + 1)),
                    Some(_) => Some(StyleKind::Plain),
                    None => None,
                });
            }
            centered = centered.or(written.is_centered);
            style.look = style.look.over(&written.look);
            // The nearest style that says something of the list or its level says it.
            if let Some((id, level)) = &written.list {
                let (own_id, own_level) = style.list.take().unwrap_or_default();
                style.list = Some((own_id.or_else(|| id.clone()), own_level.or(*level)));
            }
            indented = indented.or(written.indented);
            next = written.based_on.as_deref();
        }
        style.kind = kind.unwrap_or(StyleKind::Plain);
        style.indented = indented.unwrap_or(false);
        style.is_centered = centered.unwrap_or(false);
        style
    }
}

/// What Word's own styles are called, in every language.
fn by_name(name: &str) -> Option<StyleKind> {
    let name = name.replace(' ', "");
    if let Some(level) = name.strip_prefix("heading") {
        return match level.parse() {
            Ok(level @ 1..=9) => Some(StyleKind::Heading(level)),
            _ => None,
        };
    }
    for (start, numbered) in [("listbullet", false), ("listnumber", true)] {
        // Word’s own are called `List Bullet`, `List Bullet 2` and so on.
        if let Some(rest) = name.strip_prefix(start) {
            let level = rest.parse::<usize>().map_or(0, |level| level.saturating_sub(1));
            return Some(StyleKind::Item { numbered, level });
        }
    }
    match name.as_str() {
        "title" => Some(StyleKind::Title),
        "quote" | "intensequote" => Some(StyleKind::Quote),
        "tocheading" | "contentsheading" => Some(StyleKind::Contents),
        _ if name.strip_prefix("toc").is_some_and(|rest| rest.parse::<u8>().is_ok()) => {
            Some(StyleKind::Contents)
        }
        _ => None,
    }
}

/// The list and level that the properties `w:pPr` name.
pub(crate) fn list(properties: &Element) -> Option<(Option<String>, Option<usize>)> {
    let list = properties.child("w:numPr")?;
    let level = list.value("w:ilvl").and_then(|level| level.parse().ok());
    Some((list.value("w:numId").map(str::to_owned), level))
}

/// Whether the properties `w:pPr` center a paragraph.
pub(crate) fn centered(properties: &Element) -> Option<bool> {
    Some(properties.value("w:jc")? == "center")
}

/// Whether the properties `w:pPr` move a paragraph to the right.
pub(crate) fn indented(properties: &Element) -> Option<bool> {
    let indent = properties.child("w:ind")?;
    let left = indent.attribute("w:left").or(indent.attribute("w:start"))?;
    Some(left.parse::<f64>().is_ok_and(|left| left > 0.0))
}

#[cfg(test)]
mod tests {
    use super::super::xml;
    use super::*;

    fn styles(body: &str) -> Styles {
        let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        Styles::new(Some(
            &xml::parse(&format!("<w:styles xmlns:w='{w}'>{body}</w:styles>"), &mut 1000).unwrap(),
        ))
    }

    #[test]
    fn a_heading_is_known_in_another_language_and_through_another_style() {
        let styles = styles(
            "<w:style w:type='paragraph' w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>
             <w:style w:type='paragraph' w:styleId='Ours'><w:name w:val='Policy section'/><w:basedOn w:val='berschrift2'/></w:style>
             <w:style w:type='paragraph' w:styleId='Own'><w:name w:val='Own'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>",
        );
        assert_eq!(styles.get(Some("berschrift2")).kind, StyleKind::Heading(2));
        assert_eq!(styles.get(Some("Ours")).kind, StyleKind::Heading(2));
        assert_eq!(styles.get(Some("Own")).kind, StyleKind::Heading(1));
        assert_eq!(styles.get(Some("Heading3")).kind, StyleKind::Heading(3));
        assert_eq!(styles.get(None).kind, StyleKind::Plain);
    }

    #[test]
    fn the_outline_level_of_the_usual_style_makes_no_headings() {
        let styles = styles(
            "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>
             <w:style w:type='paragraph' w:styleId='Body'><w:name w:val='Body'/><w:basedOn w:val='Normal'/></w:style>",
        );
        assert_eq!(styles.get(None).kind, StyleKind::Plain);
        assert_eq!(styles.get(Some("Body")).kind, StyleKind::Plain);
    }

    #[test]
    fn styles_in_a_circle_end() {
        let styles = styles(
            "<w:style w:styleId='A'><w:name w:val='A'/><w:basedOn w:val='B'/></w:style>
             <w:style w:styleId='B'><w:name w:val='B'/><w:basedOn w:val='A'/><w:rPr><w:b/></w:rPr></w:style>",
        );
        assert_eq!(styles.get(Some("A")).look.bold, Some(true));
    }
}
