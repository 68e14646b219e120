//! Whether pictures can be printed: each is tried by itself before a whole handbook is set.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::date;
use typst_layout::PagedDocument;

use super::press::options;
use super::queue;
use super::world::{SharedFiles, TypstWorld};
use crate::assets::HandbookFonts;
use crate::memo::{Key, Keyed, Memo};
use crate::picture::{self, PictureError, PictureKind};

/// At the same time: a picture of the largest size takes half a gigabyte.
const OPENED_AT_ONCE: usize = 2;

/// A page with nothing but a picture, with the fonts of all pages.
const PAGE: &str = "#set document(title: \"Picture\")\n#set text(font: \"Source Sans 3\", lang: \"en\")\n#image(\"picture.svg\", alt: \"Picture\", width: 100%, height: 100%, fit: \"contain\")\n";

/// What is wrong with the pictures at the paths `used`. What `memo` has of earlier builds is not opened again.
pub(crate) fn pictures<'a>(
    used: &BTreeSet<&'a str>,
    images: &BTreeMap<String, Keyed<[u8]>>,
    prints: &(dyn Fn(char) -> bool + Sync),
    memo: &Memo,
) -> BTreeMap<&'a str, PictureError> {
    let waiting: Vec<(&str, &Keyed<[u8]>, PictureKind)> = used
        .iter()
        .filter_map(|path| {
            let bytes = images.get(*path)?;
            // What is not a picture of its name is reported at its file.
            Some((*path, bytes, PictureKind::of(path, bytes)?))
        })
        .collect();
    if waiting.is_empty() {
        return BTreeMap::new();
    }
    let opened = queue::each(waiting, OPENED_AT_ONCE, |(path, bytes, kind)| {
        let key = Key::of(&("picture", kind, bytes.key));
        (path, memo.get(key, || trouble(kind, bytes, prints)))
    });
    opened.into_iter().filter_map(|(path, trouble)| Some((path, trouble?))).collect()
}

fn trouble(kind: PictureKind, bytes: &[u8], prints: &dyn Fn(char) -> bool) -> Option<PictureError> {
    let tried = catch_unwind(AssertUnwindSafe(|| {
        picture::open(kind, bytes)?;
        match kind {
            PictureKind::Svg => refusal(bytes).map_or(Ok(()), |said| Err(explain(bytes, said, prints))),
            PictureKind::Png | PictureKind::Jpeg | PictureKind::Gif => Ok(()),
        }
    }));
    match tried {
        Ok(opened) => opened.err(),
        Err(_) => Some(PictureError::Unreadable("its data are damaged".to_owned())),
    }
}

/// What Typst says, for people, when it can't print a drawing.
fn refusal(bytes: &[u8]) -> Option<String> {
    let mut shared = SharedFiles::default();
    shared.add("picture.svg", bytes.to_vec());
    let day = date(2000, 1, 1);
    // The words of a document decide on its fonts, and those of its pictures don't: only the built-in font is sure to be there.
    let fonts = HandbookFonts::default().of_document("").store;
    let document = TypstWorld::new(PAGE.to_owned(), Arc::new(shared), fonts, day);
    let compiled = typst::compile::<PagedDocument>(&document);
    let printed = compiled.output.and_then(|paged| typst_pdf::pdf(&paged, &options("picture", day)));
    let said = match printed {
        Ok(_) => compiled.warnings,
        Err(errors) => errors,
    };
    said.first().map(|first| first.message.to_string())
}

/// Why a drawing cannot be printed: most often a character that no font has. Typst says so of a whole text.
fn explain(bytes: &[u8], said: String, prints: &dyn Fn(char) -> bool) -> PictureError {
    let texts = picture::texts(bytes);
    let strange = texts.iter().flat_map(|text| text.chars()).find(|&c| !c.is_whitespace() && !prints(c));
    strange.map_or(PictureError::Unprintable(said), PictureError::Character)
}
