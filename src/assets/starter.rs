//! The starter handbook that `clausebook init` writes.

use std::borrow::Cow;

use rust_embed::{EmbeddedFile, RustEmbed};

/// The handbook files: one for Massachusetts, one for the District of Columbia.
const HANDBOOKS: [(&str, &[u8]); 2] = [
    ("handbook.toml", include_bytes!("../../handbook.toml")),
    ("handbook-dc.toml", include_bytes!("../../handbook-dc.toml")),
];

/// Handbooks are shared; who has read them is not.
const GIT_IGNORE: (&str, &[u8]) =
    (".gitignore", b"# Who has read what: `people_folder` in the handbook file. Handbooks are shared, this is not.\n/people/\n# The publishers' words, which `clausebook import` and `diff` compare. They are not ours to share.\n/content/specifications/*/*.txt\n");

#[derive(RustEmbed)]
#[folder = "content"]
#[prefix = "content/"]
struct ContentFolder;

#[derive(RustEmbed)]
#[folder = "forms"]
#[prefix = "forms/"]
struct Forms;

#[derive(RustEmbed)]
#[folder = "schemas"]
#[prefix = "schemas/"]
struct Schemas;

/// The files of the starter, by path from the handbook's folder.
#[must_use]
pub fn starter() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = HANDBOOKS
        .iter()
        .chain([&GIT_IGNORE])
        .map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()))
        .collect();
    let mut add = |path: Cow<'static, str>, file: Option<EmbeddedFile>| {
        files.extend(file.map(|file| (path.into_owned(), file.data.into_owned())));
    };
    ContentFolder::iter().for_each(|path| add(path.clone(), ContentFolder::get(&path)));
    Forms::iter().for_each(|path| add(path.clone(), Forms::get(&path)));
    Schemas::iter().for_each(|path| add(path.clone(), Schemas::get(&path)));
    files
}
