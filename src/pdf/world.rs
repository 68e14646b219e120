//! What Typst sees while it sets one document: the code, the looks, the pictures and the fonts. No disk, no network, no clock.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::fonts::FontStore;

/// One library for all documents: Typst keeps its work by the library's hash.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Without it, Typst has no way to know that the first cell of a row is its heading.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The name of the code. No file has it: it is rebuilt for each document.
static MAIN: LazyLock<FileId> = LazyLock::new(|| {
    let path = VirtualPath::new("main.typ").expect("a plain name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
});

/// Files that documents share, by path.
#[derive(Default, Clone)]
pub(crate) struct SharedFiles {
    files: BTreeMap<String, Bytes>,
    /// The looks, parsed once: Typst asks for them each time it looks at what it has made before.
    looks: BTreeMap<String, Source>,
}

impl SharedFiles {
    /// Adds a file of the looks, such as `look.typ`.
    pub(crate) fn add_look(&mut self, path: &str, text: &str) {
        if let Ok(name) = VirtualPath::new(path) {
            let id = RootedPath::new(VirtualRoot::Project, name).intern();
            self.looks.insert(path.to_owned(), Source::new(id, text.to_owned()));
        }
    }

    /// Adds another file, such as a picture.
    pub(crate) fn add(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.files.insert(path.into(), Bytes::new(bytes));
    }
}

pub(crate) struct TypstWorld {
    main: Source,
    shared: Arc<SharedFiles>,
    fonts: Arc<FontStore>,
    today: Date,
}

impl TypstWorld {
    pub(crate) fn new(code: String, shared: Arc<SharedFiles>, fonts: Arc<FontStore>, today: Date) -> Self {
        Self { main: Source::new(*MAIN, code), shared, fonts, today }
    }

    pub(crate) fn main_id(&self) -> FileId {
        self.main.id()
    }

    fn shared_file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        self.shared.files.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }
}

impl World for TypstWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        if let Some(look) = self.shared.looks.get(id.get().vpath().get_without_slash()) {
            return Ok(look.clone());
        }
        let bytes = self.shared_file(id)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.shared_file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let (year, month, day) = (
            i32::from(self.today.year()),
            u8::try_from(self.today.month()).ok()?,
            u8::try_from(self.today.day()).ok()?,
        );
        Datetime::from_ymd(year, month, day)
    }
}
