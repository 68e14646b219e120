//! The starter handbook that `clausebook init` writes.

use rust_embed::RustEmbed;

const HANDBOOK: &[u8] = include_bytes!("../../handbook.toml");

#[derive(RustEmbed)]
#[folder = "content"]
#[prefix = "content/"]
struct Content;

/// The files of the starter, by path from the handbook's folder.
#[must_use]
pub fn starter() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("handbook.toml".to_owned(), HANDBOOK.to_vec())];
    for path in Content::iter() {
        if let Some(file) = Content::get(&path) {
            files.push((path.into_owned(), file.data.into_owned()));
        }
    }
    files
}
