//! How a handbook looks: the templates, styles and fonts in the binary, and the project's own that replace them.

mod fonts;
mod starter;

pub use fonts::Origin;
pub(crate) use fonts::{DocumentFonts, HandbookFonts, PageFont, TYPED_FONT, UsedFont, has_glyph};
pub(crate) use starter::Starter;
pub use starter::starter;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates"]
#[prefix = "templates/"]
#[exclude = "pdf/fonts/*"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "site"]
#[prefix = "site/"]
struct SiteFolder;

/// Templates and the files of the site, by path from the handbook's folder.
#[derive(Debug, Clone)]
pub struct Assets {
    files: BTreeMap<String, Cow<'static, [u8]>>,
    fonts: Arc<HandbookFonts>,
}

impl Assets {
    /// Ours, with the project's own of the same names in their place, and with no fonts but the built-in ones.
    #[must_use]
    pub fn new(own: BTreeMap<String, Arc<[u8]>>) -> Self {
        let mut files = BTreeMap::new();
        for path in Templates::iter() {
            if let Some(file) = Templates::get(&path) {
                files.insert(path.into_owned(), file.data);
            }
        }
        for path in SiteFolder::iter() {
            if let Some(file) = SiteFolder::get(&path) {
                files.insert(path.into_owned(), file.data);
            }
        }
        for (path, bytes) in own {
            files.insert(path, Cow::Owned(bytes.to_vec()));
        }
        Self { files, fonts: Arc::default() }
    }

    /// The same with these fonts at hand.
    #[must_use]
    pub(crate) fn with_fonts(self, fonts: Arc<HandbookFonts>) -> Self {
        Self { fonts, ..self }
    }

    #[must_use]
    pub(crate) fn fonts(&self) -> &Arc<HandbookFonts> {
        &self.fonts
    }

    /// The file at a path from the handbook's folder, such as `site/logo.svg`.
    pub(crate) fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Cow::as_ref)
    }

    /// Whether a file is as we made it: the handbook's own files may be copies of ours.
    pub(crate) fn is_ours(&self, path: &str) -> bool {
        let ours = SiteFolder::get(path).or_else(|| Templates::get(path));
        ours.is_some_and(|ours| self.file(path) == Some(&*ours.data))
    }

    /// Whether a file of the handbook is in the place of one of ours, or beside them.
    #[must_use]
    pub(crate) fn are_own(&self, folder: &str) -> bool {
        self.files.iter().any(|(path, bytes)| path.starts_with(folder) && matches!(bytes, Cow::Owned(_)))
    }

    /// The files below `folder` (which ends with `/`), by the rest of their path.
    pub(crate) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.files.iter().filter_map(move |(path, bytes)| Some((path.strip_prefix(folder)?, bytes.as_ref())))
    }
}
