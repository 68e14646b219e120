//! What a drawing may hold: shapes, text, looks, and pictures within it. Whatever else there is, a browser may run it or fetch it when the
//! file is opened by itself. The file is read as XML, as browsers do: `<x:script>` is a script whatever `x` is, and words in a text are only
//! words.

use std::fmt;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::allowed::{OF_EDITORS, is_attribute, is_element};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What a drawing has that it may not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Forbidden {
    pub(crate) part: ForbiddenPart,
    /// Where it begins, in bytes.
    pub(crate) at: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ForbiddenPart {
    Element(String),
    Attribute(String),
    /// A link to something that is not in the drawing.
    Link(String),
    /// What in a style can fetch or run something.
    Style(&'static str),
    /// `<?xml-stylesheet …?>`.
    Instruction(String),
    /// `<!DOCTYPE svg [ … ]>`.
    Entities,
    /// What can't be read, nobody can vouch for.
    NotXml,
}

impl fmt::Display for ForbiddenPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(name) => write!(f, "the element `{name}`"),
            Self::Attribute(name) => write!(f, "the attribute `{name}`"),
            Self::Link(name) => write!(f, "an attribute `{name}` that leads out of the picture"),
            Self::Style(what) => write!(f, "a style with `{what}`"),
            Self::Instruction(name) => write!(f, "the instruction `{name}`"),
            Self::Entities => f.write_str("entities of its own"),
            Self::NotXml => f.write_str("a mistake in its XML"),
        }
    }
}

/// The first thing in a drawing that it may not have.
pub(crate) fn forbidden(bytes: &[u8]) -> Option<Forbidden> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = NsReader::from_str(&text);
    // The text of the style that is being read.
    let mut style: Option<String> = None;
    loop {
        let at = usize::try_from(reader.buffer_position()).map_or(bytes.len(), |at| at.min(bytes.len()));
        let event = reader.read_event();
        let found = match &event {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                if matches!(event, Ok(Event::Start(_))) && start.local_name().into_inner() == "style" {
                    style = Some(String::new());
                }
                in_element(start, &reader)
            }
            Ok(Event::Text(text)) => add(&mut style, text),
            Ok(Event::CData(text)) => add(&mut style, text),
            // A character by its number would hide what is written.
            Ok(Event::GeneralRef(_)) => style.as_ref().map(|_| ForbiddenPart::Style("&")),
            Ok(Event::End(_)) => style.take().and_then(|style| reaching(&style)).map(ForbiddenPart::Style),
            Ok(Event::PI(instruction)) if instruction.target().starts_with("xml-") => {
                Some(ForbiddenPart::Instruction(instruction.target().to_owned()))
            }
            Ok(Event::DocType(declared)) => declared.contains('[').then_some(ForbiddenPart::Entities),
            Ok(Event::Eof) => return None,
            Err(_) => Some(ForbiddenPart::NotXml),
            Ok(Event::PI(_) | Event::Decl(_) | Event::Comment(_)) => None,
        };
        if let Some(part) = found {
            return Some(Forbidden { part, at });
        }
    }
}

fn add(style: &mut Option<String>, text: &str) -> Option<ForbiddenPart> {
    if let Some(style) = style {
        style.push_str(text);
    }
    None
}

fn in_element(start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Option<ForbiddenPart> {
    let written = || start.name().into_inner().to_owned();
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    let name = name.into_inner();
    match namespace {
        ResolveResult::Bound(namespace) if is_of_an_editor(namespace.into_inner()) => return None,
        ResolveResult::Bound(namespace) if namespace.into_inner() == SVG && is_element(name) => {}
        // Nothing to a browser, whatever it is called.
        ResolveResult::Unbound => return None,
        _ => return Some(ForbiddenPart::Element(written())),
    }
    start.attributes().find_map(|attribute| match attribute {
        Ok(attribute) => in_attribute(name, &attribute, reader),
        Err(_) => Some(ForbiddenPart::NotXml),
    })
}

fn in_attribute(element: &str, attribute: &Attribute<'_>, reader: &NsReader<&[u8]>) -> Option<ForbiddenPart> {
    if attribute.key.as_namespace_binding().is_some() {
        return None;
    }
    let written = attribute.key.into_inner();
    let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
    let name = name.into_inner();
    let is_allowed = match namespace {
        ResolveResult::Unbound => is_allowed(name),
        ResolveResult::Bound(namespace) => match namespace.into_inner() {
            XLINK => true,
            XML => name != "base",
            other if is_of_an_editor(other) => return None,
            _ => false,
        },
        ResolveResult::Unknown(_) => false,
    };
    let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
        return Some(ForbiddenPart::NotXml);
    };
    if !is_allowed {
        return Some(ForbiddenPart::Attribute(written.to_owned()));
    }
    if name == "href" {
        return (!stays_inside(element, value.trim())).then(|| ForbiddenPart::Link(written.to_owned()));
    }
    let is_text = matches!(name, "id" | "class") || is_of_the_page(name);
    if is_text { None } else { reaching(&value).map(ForbiddenPart::Style) }
}

fn is_of_an_editor(namespace: &str) -> bool {
    OF_EDITORS.iter().any(|start| namespace.starts_with(start))
}

fn is_allowed(name: &str) -> bool {
    name == "href" || is_of_the_page(name) || is_attribute(name)
}

/// What scripts and screen readers read, and nothing draws.
fn is_of_the_page(name: &str) -> bool {
    name.starts_with("data-") || name.starts_with("aria-")
}

/// Whether a link leads to a part of the drawing, or is itself the picture that an `image` shows.
fn stays_inside(element: &str, link: &str) -> bool {
    let is_shown = matches!(element, "image" | "feImage");
    link.starts_with('#') || (is_shown && link.to_lowercase().starts_with("data:image/"))
}

/// Names of what fetches or runs something in a style, besides `url`.
const REACHING: [&str; 10] = [
    "\\",
    "@import",
    "image(",
    "image-set(",
    "src(",
    "element(",
    "paint(",
    "expression(",
    "-moz-binding",
    "javascript:",
];

/// What in a style reaches out of the drawing. `url(#id)` and `url(data:…)` stay in it. A backslash would hide how a name is written.
fn reaching(style: &str) -> Option<&'static str> {
    let style = without_comments(&style.to_lowercase());
    if let Some(found) = REACHING.iter().copied().find(|name| style.contains(name)) {
        return Some(found);
    }
    let mut links = style.split("url(").skip(1);
    let leads_out = |link: &str| {
        let link = link.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        !link.starts_with('#') && !link.starts_with("data:")
    };
    links.any(leads_out).then_some("url(")
}

fn without_comments(style: &str) -> String {
    let mut kept = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:ink=\"http://www.inkscape.org/namespaces/inkscape\">{inside}</svg>"
        )
    }

    fn found(inside: &str) -> Option<String> {
        forbidden(drawing(inside).as_bytes()).map(|forbidden| forbidden.part.to_string())
    }

    #[test]
    fn what_runs_or_leads_elsewhere_is_found_however_it_is_written() {
        for (inside, what) in [
            ("<script>1</script>", "the element `script`"),
            ("<x:script>1</x:script>", "the element `x:script`"),
            ("<foreignObject/>", "the element `foreignObject`"),
            ("<h:iframe srcdoc='&lt;script&gt;'/>", "the element `h:iframe`"),
            ("<rect><set attributeName='onclick' to='run()'/></rect>", "the element `set`"),
            ("<unknown xmlns='urn:something'/>", "the element `unknown`"),
            ("<rect\n onload = 'run()'/>", "the attribute `onload`"),
            ("<rect xml:base='https://example.org'/>", "the attribute `xml:base`"),
            (
                "<image href=\"https://example.org/a.png\"/>",
                "an attribute `href` that leads out of the picture",
            ),
            (
                "<a xlink:href='j&#97;vascript:run()'/>",
                "an attribute `xlink:href` that leads out of the picture",
            ),
            ("<use href='data:image/svg+xml,x'/>", "an attribute `href` that leads out of the picture"),
            ("<a style=\"fill: url(JavaScript:run())\"/>", "a style with `javascript:`"),
            ("<rect fill='url( \"https://example.org/a.svg#b\")'/>", "a style with `url(`"),
            ("<style>@im/**/port 'a.css'; rect { fill: red }</style>", "a style with `@import`"),
            ("<style><![CDATA[@import url(a.css)]]></style>", "a style with `@import`"),
            ("<style>&#64;import 'a.css'</style>", "a style with `&`"),
            ("<style>rect { fill: u\\72l(https://example.org) }</style>", "a style with `\\`"),
            ("<rect></g>", "a mistake in its XML"),
        ] {
            assert_eq!(found(inside).as_deref(), Some(what), "{inside}");
        }
        for (text, what) in [
            ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", ForbiddenPart::Entities),
            ("<?xml-stylesheet href='#s'?><svg/>", ForbiddenPart::Instruction("xml-stylesheet".to_owned())),
        ] {
            assert_eq!(forbidden(text.as_bytes()).map(|forbidden| forbidden.part), Some(what), "{text}");
        }
    }

    #[test]
    fn words_looks_and_parts_of_the_picture_itself_do_nothing() {
        for inside in [
            "<text>based on = fine, href=here, &lt;script></text>",
            "<!-- <script> --><path id=\"p\" d=\"M0 0\"/><use href=\"#p\"/>",
            "<image href=\"data:image/png;base64,AA==\"/>",
            "<style>rect { fill: url(#a); /* url(https://example.org) */ }</style>",
            "<rect ink:label='x' aria-label='C:\\' style='fill:url(\"#a\");stroke-width:2' fill='url(#b)'/>",
            "<ink:grid anything='goes'/>",
            "<filter id='f'><feGaussianBlur stdDeviation='2'/></filter>",
        ] {
            assert_eq!(found(inside), None, "{inside}");
        }
        let declared = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>";
        assert_eq!(forbidden(format!("{declared}{}", drawing("")).as_bytes()), None);
    }
}
