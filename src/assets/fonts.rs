//! The fonts of the printed pages. Nothing is taken from the computer, so that every computer prints the same.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;
use typst_kit::fonts::FontStore;

/// Source Sans 3, upright and italic, from weight 200 to 900.
static FILES: [&[u8]; 2] = [
    include_bytes!("../../templates/pdf/fonts/SourceSans3.ttf"),
    include_bytes!("../../templates/pdf/fonts/SourceSans3-Italic.ttf"),
];

/// Letters that are typed into the fields of a form. See the README beside the file.
pub const TYPED_FONT: &[u8] = include_bytes!("../../templates/pdf/fonts/ClausebookFormSans-Regular.ttf");

/// The fonts, parsed once.
pub static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    for file in FILES {
        store.extend(Font::iter(Bytes::new(file)).map(|font| {
            let info = font.info().clone();
            (font, info)
        }));
    }
    store
});

/// Whether the printed pages have a letter for `c`.
#[must_use]
pub fn has_glyph(c: char) -> bool {
    FONTS.book().info(0).is_some_and(|info| info.coverage.contains(u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::has_glyph;

    #[test]
    fn the_letters_of_the_members_languages_are_there() {
        for c in "ễịơÁñłòșçãăđ–—’“”•§".chars() {
            assert!(has_glyph(c), "{c}");
        }
        assert!(!has_glyph('🙂'));
    }
}
