//! Drawings.

use std::collections::HashMap;

use usvg::roxmltree::{Document, Node, NodeId, ParsingOptions};
use usvg::{Error, Group, ImageHrefResolver, ImageKind, Options, Tree, roxmltree};

use super::{PictureError, raster};

/// As in `usvg`, which counts what it copies for `use`, and not what it copies for patterns.
const MOST_PARTS: u64 = 1_000_000;
const DEEPEST: usize = 1000;
const TOO_MANY: &str = "it has too many parts, or they are nested too deeply";

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Reads a drawing, and the pictures that it holds itself.
pub(crate) fn open(bytes: &[u8]) -> Result<(), PictureError> {
    let document = document(bytes)?;
    // A printer may not care; browsers show nothing.
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(PictureError::Unreadable(format!(
            "its first element is not an `svg` with xmlns=\"{SVG}\""
        )));
    }
    let parts = SvgParts::new(&document).count(document.root(), 0);
    if parts.is_none_or(|parts| parts > MOST_PARTS) {
        return Err(PictureError::unreadable(TOO_MANY));
    }
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(explain)?;
    pictures_in(tree.root())
}

fn document(bytes: &[u8]) -> Result<Document<'_>, PictureError> {
    let text = std::str::from_utf8(bytes).map_err(|_| PictureError::unreadable("it is not UTF-8 text"))?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| explain(Error::ParsingFailed(error)))
}

fn explain(error: Error) -> PictureError {
    PictureError::Unreadable(match error {
        Error::NotAnUtf8Str | Error::MalformedGZip => "it is not UTF-8 text".to_owned(),
        Error::ElementsLimitReached | Error::ParsingFailed(roxmltree::Error::NodesLimitReached) => {
            TOO_MANY.to_owned()
        }
        Error::InvalidSize => "its width, height or viewBox is not valid".to_owned(),
        Error::ParsingFailed(error) => format!("it is not valid SVG: {error}"),
    })
}

fn pictures_in(group: &Group) -> Result<(), PictureError> {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => pictures_in(group)?,
            usvg::Node::Image(picture) => match picture.kind() {
                ImageKind::JPEG(bytes) => raster::jpeg(bytes)?,
                ImageKind::PNG(bytes) => raster::png(bytes)?,
                ImageKind::GIF(bytes) => raster::gif(bytes)?,
                ImageKind::WEBP(bytes) => raster::webp(bytes)?,
                // One of its roots, below.
                ImageKind::SVG(_) => {}
            },
            usvg::Node::Path(_) | usvg::Node::Text(_) => {}
        }
        // Patterns, masks, and drawings in the drawing.
        let mut found = Ok(());
        node.subroots(|group| {
            if found.is_ok() {
                found = pictures_in(group);
            }
        });
        found?;
    }
    Ok(())
}

/// Counts the parts of a drawing as often as they are drawn. In `<pattern id="b">` with two shapes that are filled with `url(#a)`, the
/// pattern `a` is drawn twice; thirty patterns of this kind, each filled with the one before, are drawn 2³⁰ times.
struct SvgParts<'a> {
    by_id: HashMap<&'a str, Node<'a, 'a>>,
    /// `None` while it is being counted: what leads back to itself is not drawn.
    counted: HashMap<NodeId, Option<u64>>,
}

impl<'a> SvgParts<'a> {
    fn new(document: &'a Document<'a>) -> Self {
        let with_id = document.descendants().filter_map(|node| Some((node.attribute("id")?, node)));
        Self { by_id: with_id.collect(), counted: HashMap::new() }
    }

    /// `None` where they are nested too deeply.
    fn count(&mut self, node: Node<'a, 'a>, depth: usize) -> Option<u64> {
        if let Some(counted) = self.counted.get(&node.id()) {
            return Some(counted.unwrap_or(0));
        }
        if depth > DEEPEST {
            return None;
        }
        self.counted.insert(node.id(), None);
        let mut parts: u64 = 1;
        for child in node.children().filter(Node::is_element) {
            parts = parts.saturating_add(self.count(child, depth + 1)?);
        }
        for id in references(node) {
            if let Some(target) = self.by_id.get(id).copied() {
                parts = parts.saturating_add(self.count(target, depth + 1)?);
            }
        }
        self.counted.insert(node.id(), Some(parts));
        Some(parts)
    }
}

/// The ids of what an element draws besides its children: `href="#id"`, `fill="url(#id)"` and the like.
fn references<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    let href = node.attribute("href").or_else(|| node.attribute((XLINK, "href")));
    let urls = node.attributes().flat_map(|attribute| attribute.value().split("url(#").skip(1));
    let urls = urls.filter_map(|rest| Some(rest.split_once(')')?.0));
    href.and_then(|href| href.strip_prefix('#')).into_iter().chain(urls)
}

/// The texts that a drawing shows, in order; empty where it cannot be read.
#[must_use]
pub(crate) fn texts(bytes: &[u8]) -> Vec<String> {
    let Ok(document) = document(bytes) else { return Vec::new() };
    let is_shown = |node: &Node<'_, '_>| {
        let mut around = node.ancestors();
        let is_text = around.clone().any(|one| one.has_tag_name("text"));
        is_text && !around.any(|one| one.attribute("display") == Some("none"))
    };
    let texts = document.descendants().filter(|node| node.is_text() && is_shown(node));
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(content: &str) -> Result<(), PictureError> {
        let start = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">"#;
        open(format!("{start}{content}</svg>").as_bytes())
    }

    #[test]
    fn patterns_in_patterns_are_counted_as_often_as_they_are_drawn() {
        let mut text =
            r#"<pattern id="p0" width="1" height="1"><rect width="1" height="1"/></pattern>"#.to_owned();
        for level in 1..30 {
            let shape = format!(r#"<rect width="1" height="1" fill="url(#p{})"/>"#, level - 1);
            text += &format!(r#"<pattern id="p{level}" width="1" height="1">{shape}{shape}</pattern>"#);
        }
        assert_eq!(opened(&text), Err(PictureError::unreadable(TOO_MANY)));
        assert_eq!(opened(r##"<g id="a"><use href="#a"/></g>"##), Ok(()));
    }

    #[test]
    fn what_is_nested_too_deeply_is_refused() {
        let nested = |levels| {
            format!("{}<rect width=\"1\" height=\"1\"/>{}", "<g>".repeat(levels), "</g>".repeat(levels))
        };
        assert_eq!(opened(&nested(900)), Ok(()));
        for levels in [2_000, 200_000] {
            assert_eq!(opened(&nested(levels)), Err(PictureError::unreadable(TOO_MANY)), "{levels}");
        }
    }

    #[test]
    fn texts_are_those_that_are_shown() {
        let text = r#"<svg><title>No</title><g display="none"><text>No</text></g><text>One <tspan>two</tspan></text></svg>"#;
        assert_eq!(texts(text.as_bytes()), ["One ", "two"]);
    }
}
