//! Puts the properties of a Word file into the order that its schema asks for. The library writes them in its own order, which Word
//! puts up with and Microsoft's validator does not:
//!
//! ```text
//! <w:pPr><w:rPr><w:ins /></w:rPr><w:pStyle w:val="Quote" /></w:pPr>
//! <w:pPr><w:pStyle w:val="Quote" /><w:rPr><w:ins /></w:rPr></w:pPr>
//! ```

use quick_xml::Reader;
use quick_xml::events::Event;

/// The children of an element in the order of the schema (ECMA-376, part 1). What isn't in its list comes last, as it was.
fn order_of(element: &str) -> &'static [&'static str] {
    match element {
        "w:pPr" => &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:widowControl",
            "w:numPr",
            "w:suppressLineNumbers",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:jc",
            "w:textAlignment",
            "w:outlineLvl",
            "w:rPr",
        ],
        "w:numPr" => &["w:ilvl", "w:numId"],
        "w:rPr" => &[
            "w:ins",
            "w:del",
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:caps",
            "w:strike",
            "w:dstrike",
            "w:vanish",
            "w:color",
            "w:spacing",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
            "w:vertAlign",
            "w:lang",
            "w:specVanish",
        ],
        "w:style" => &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:link",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
            "w:trPr",
            "w:tcPr",
        ],
        "w:tblPr" => &[
            "w:tblStyle",
            "w:tblStyleRowBandSize",
            "w:tblStyleColBandSize",
            "w:tblW",
            "w:jc",
            "w:tblInd",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
        ],
        "w:trPr" => &["w:cantSplit", "w:trHeight", "w:tblHeader", "w:ins", "w:del"],
        "w:sectPr" => &["w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar", "w:cols", "w:titlePg"],
        "w:settings" => &["w:zoom"],
        _ => &[],
    }
}

/// An element that isn't closed yet.
struct UnclosedElement {
    name: String,
    /// Its opening tag.
    opening: String,
    /// Names and texts; what is no element has no name.
    children: Vec<(String, String)>,
}

impl UnclosedElement {
    fn closed(mut self, closing: &str) -> (String, String) {
        let order = order_of(&self.name);
        if self.name == "w:pPr" {
            // Styles have none there, not even an empty one.
            self.children.retain(|(name, text)| name != "w:rPr" || text != "<w:rPr />");
        }
        if self.name == "w:style" {
            self.children.iter_mut().for_each(|(_, text)| without_table_width(text));
        }
        if !order.is_empty() {
            let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
            self.children.sort_by_key(|(name, _)| rank(name));
        }
        let mut text = self.opening;
        self.children.iter().for_each(|(_, child)| text.push_str(child));
        text.push_str(closing);
        (self.name, text)
    }
}

/// A style of tables says nothing of their width.
fn without_table_width(text: &mut String) {
    if let Some(start) = text.find("<w:tblW ")
        && let Some(length) = text[start..].find("/>")
    {
        text.replace_range(start..start + length + 2, "");
    }
}

/// The same part of a Word file with its properties in order. What can't be read is left as it is.
pub(super) fn in_schema_order(part: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(part) {
        Ok(xml) => ordered(&xml).unwrap_or(xml).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

fn ordered(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let root = UnclosedElement { name: String::new(), opening: String::new(), children: Vec::new() };
    let mut open = vec![root];
    loop {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let raw = xml.get(start..usize::try_from(reader.buffer_position()).ok()?)?;
        let done = match event {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                open.push(UnclosedElement { name, opening: raw.to_owned(), children: Vec::new() });
                continue;
            }
            Event::End(_) => open.pop()?.closed(raw),
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                // The schema has no type for the width of a column.
                let raw =
                    if name == "w:gridCol" { raw.replace(" w:type=\"dxa\"", "") } else { raw.to_owned() };
                (name, raw)
            }
            Event::Eof => break,
            _ => (String::new(), raw.to_owned()),
        };
        open.last_mut()?.children.push(done);
    }
    match open.as_slice() {
        [_] => Some(open.pop()?.closed("").1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_in_the_order_of_the_schema_and_nothing_else_moves() {
        let xml = "<w:p><w:pPr><w:rPr><w:del /><w:ins /></w:rPr><w:numPr><w:numId /><w:ilvl /></w:numPr><w:pStyle /></w:pPr>\
                   <w:r><w:t>a &amp; b</w:t></w:r><w:del /><w:ins /></w:p>";
        assert_eq!(
            ordered(xml).unwrap(),
            "<w:p><w:pPr><w:pStyle /><w:numPr><w:ilvl /><w:numId /></w:numPr><w:rPr><w:ins /><w:del /></w:rPr></w:pPr>\
             <w:r><w:t>a &amp; b</w:t></w:r><w:del /><w:ins /></w:p>"
        );
    }

    #[test]
    fn what_is_no_xml_stays_as_it_is() {
        assert_eq!(in_schema_order(b"<a><b></a>".to_vec()), b"<a><b></a>");
    }
}
