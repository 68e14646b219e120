//! The parts of a Word file as a tree: to say what is left out, every element must be seen.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};
use quick_xml::reader::NsReader;

/// No document that a person wrote is nested deeper, and it would exhaust the stack.
const DEEPEST: usize = 120;
/// The most elements, attributes and pieces of text in all parts of a file: each takes about 150 bytes of memory.
pub(crate) const MOST: usize = 3_000_000;
/// The most attributes in one element. Word writes a dozen.
const MOST_ATTRIBUTES: usize = 100;

/// The namespaces that we know, by the prefixes that Word itself uses; each has two addresses, an older and a strict one.
const NAMESPACES: [(&str, &str); 22] = [
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("r", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("m", "http://purl.oclc.org/ooxml/officeDocument/math"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("wp", "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("a", "http://purl.oclc.org/ooxml/drawingml/main"),
    ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("pic", "http://purl.oclc.org/ooxml/drawingml/picture"),
    ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
    ("dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"),
    ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("rel", "http://schemas.openxmlformats.org/package/2006/relationships"),
    ("xml", "http://www.w3.org/XML/1998/namespace"),
];

#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name with the prefix that Word uses, such as `w:p`; `?:name` in a namespace that is not ours.
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<XmlNode>,
}

/// A piece of what is in an element.
#[derive(Debug)]
pub(crate) enum XmlNode {
    Element(Element),
    Text(String),
}

impl Element {
    /// An attribute, by its name with prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// The first element in it of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element of this name below it, at any depth.
    pub(crate) fn find(&self, name: &str) -> Option<&Element> {
        self.elements()
            .find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// All elements of this name below it, at any depth.
    pub(crate) fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            } else {
                found.extend(element.all(name));
            }
        }
        found
    }

    /// `w:val` of the child of this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("w:val")
    }

    /// Whether a property that is on or off is there, and which; Word leaves out `w:val` where it is on.
    pub(crate) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.child(name)?.attribute("w:val").unwrap_or("1");
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    /// The words that a reader sees on the page, with spaces for tabs and between paragraphs.
    pub(crate) fn shown(&self) -> String {
        match self.name.as_str() {
            "w:instrText" | "w:delText" | "mc:Fallback" => String::new(),
            "w:tab" | "w:br" => " ".to_owned(),
            "w:t" => self.text(),
            name => {
                let words: String = self.elements().map(Self::shown).collect();
                if name == "w:p" { words + " " } else { words }
            }
        }
    }

    fn push_text(&self, into: &mut String) {
        for child in &self.children {
            match child {
                XmlNode::Text(text) => into.push_str(text),
                XmlNode::Element(element) => element.push_text(into),
            }
        }
    }
}

/// Why a part can't be read. Nobody fixes one by hand, so that no more is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XmlError {
    Malformed,
    /// It has more in it than `left` allows.
    TooMuch,
}

fn malformed<E>(_: E) -> XmlError {
    XmlError::Malformed
}

/// Reads a part. `left` is how many elements, attributes and texts the file may still have.
///
/// # Errors
/// Why it can't be read.
pub(crate) fn parse(text: &str, left: &mut usize) -> Result<Element, XmlError> {
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(malformed)?;
        *left = left.checked_sub(1).ok_or(XmlError::TooMuch)?;
        if open.len() > DEEPEST {
            return Err(XmlError::Malformed);
        }
        match event {
            Event::Start(start) => open.push(element(&start, &reader, left)?),
            Event::Empty(start) => {
                let element = element(&start, &reader, left)?;
                put(&mut open, XmlNode::Element(element))?;
            }
            Event::End(_) => {
                let done = open.pop().ok_or(XmlError::Malformed)?;
                put(&mut open, XmlNode::Element(done))?;
            }
            Event::Text(text) => add_text(&mut open, &text.xml10_content())?,
            Event::CData(text) => add_text(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref().map_err(malformed)? {
                    Some(letter) => letter,
                    // A document has no entities of its own: one that does is made to harm.
                    None => match reference.into_inner().as_ref() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return Err(XmlError::Malformed),
                    },
                };
                add_text(&mut open, letter.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return Err(XmlError::Malformed),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(mut root), true) => root
            .children
            .drain(..)
            .find_map(|node| match node {
                XmlNode::Element(element) => Some(element),
                XmlNode::Text(_) => None,
            })
            .ok_or(XmlError::Malformed),
        _ => Err(XmlError::Malformed),
    }
}

fn put(open: &mut [Element], node: XmlNode) -> Result<(), XmlError> {
    open.last_mut().ok_or(XmlError::Malformed)?.children.push(node);
    Ok(())
}

fn add_text(open: &mut [Element], text: &str) -> Result<(), XmlError> {
    let within = open.last_mut().ok_or(XmlError::Malformed)?;
    match within.children.last_mut() {
        Some(XmlNode::Text(before)) => before.push_str(text),
        _ => within.children.push(XmlNode::Text(text.to_owned())),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>, reader: &NsReader<&[u8]>, left: &mut usize) -> Result<Element, XmlError> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        if attributes.len() > MOST_ATTRIBUTES {
            return Err(XmlError::Malformed);
        }
        *left = left.checked_sub(1).ok_or(XmlError::TooMuch)?;
        let attribute = attribute.map_err(malformed)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(malformed)?;
        attributes.push((name(attribute.key, false, reader), value.into_owned()));
    }
    Ok(Element { name: name(start.name(), true, reader), attributes, children: Vec::new() })
}

fn name(name: QName<'_>, element: bool, reader: &NsReader<&[u8]>) -> String {
    let (namespace, local) = if element {
        reader.resolver().resolve_element(name)
    } else {
        reader.resolver().resolve_attribute(name)
    };
    let local: &str = local.into_inner();
    match namespace {
        ResolveResult::Unbound => local.to_owned(),
        ResolveResult::Bound(namespace) => {
            let prefix = NAMESPACES.iter().find(|(_, address)| *address == namespace.0);
            format!("{}:{local}", prefix.map_or("?", |(prefix, _)| prefix))
        }
        ResolveResult::Unknown(_) => format!("?:{local}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Element, XmlError> {
        super::parse(text, &mut 1000)
    }

    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn another_prefix_is_the_same_element() {
        let root = parse(&format!("<x:p xmlns:x='{W}' x:val='a &amp; b'><x:t>1 &lt; 2&#x2014;</x:t></x:p>"))
            .unwrap();
        assert_eq!(root.name, "w:p");
        assert_eq!(root.attribute("w:val"), Some("a & b"));
        assert_eq!(root.child("w:t").unwrap().text(), "1 < 2—");
    }

    #[test]
    fn an_entity_of_its_own_is_refused() {
        assert!(parse("<!DOCTYPE a [<!ENTITY b 'ha'>]><a>&b;</a>").is_err());
        assert!(parse("<a>&b;</a>").is_err());
    }

    #[test]
    fn what_is_cut_short_or_too_deep_is_refused() {
        assert!(parse("<a><b></b>").is_err());
        assert!(parse("").is_err());
        assert!(parse(&format!("{}{}", "<a>".repeat(200), "</a>".repeat(200))).is_err());
    }
}
