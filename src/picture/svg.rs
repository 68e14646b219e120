//! Drawings.

use usvg::roxmltree::{Document, ParsingOptions};
use usvg::{Group, ImageHrefResolver, ImageKind, Node, Options, Tree};

use super::{Trouble, raster};

/// Reads a drawing, and the pictures that it holds itself.
pub fn open(bytes: &[u8]) -> Result<(), Trouble> {
    let text = std::str::from_utf8(bytes).map_err(Trouble::broken)?;
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(text, &options).map_err(Trouble::broken)?;
    pictures_in(tree.root())
}

fn pictures_in(group: &Group) -> Result<(), Trouble> {
    for node in group.children() {
        match node {
            Node::Group(group) => pictures_in(group)?,
            Node::Image(picture) => match picture.kind() {
                ImageKind::JPEG(bytes) => raster::jpeg(bytes)?,
                ImageKind::PNG(bytes) => raster::png(bytes)?,
                ImageKind::GIF(bytes) => raster::gif(bytes)?,
                ImageKind::WEBP(bytes) => raster::webp(bytes)?,
                // One of its roots, below.
                ImageKind::SVG(_) => {}
            },
            Node::Path(_) | Node::Text(_) => {}
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

/// The texts of a drawing, in order; empty where it cannot be read.
#[must_use]
pub fn texts(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return Vec::new() };
    let drawn = |node: &usvg::roxmltree::Node<'_, '_>| node.ancestors().any(|one| one.has_tag_name("text"));
    let texts = document.descendants().filter(|node| node.is_text() && drawn(node));
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}
