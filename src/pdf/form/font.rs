//! The font of what is typed into fields, as PDF objects.
//!
//! Viewers set typed letters in a simple font, whose encoding has 255 of them (see `super::encoding`). Texts with other letters, such as
//! ř, are set here in a second font object over the same file, which knows every glyph; where a viewer sets them anew, it takes a font of
//! its own.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::LazyLock;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use ttf_parser::Face;

use super::encoding::{FIRST, differences, letters};
use crate::assets::TYPED_FONT;

/// The name of the font in the file; a prefix that marks a subset would keep viewers from typing with it.
const NAME: &str = "ClausebookFormSans-Regular";

static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(TYPED_FONT, 0).ok());

/// The glyph of a letter, and its width in thousandths of the size.
pub(crate) fn glyph(c: char) -> Option<(u16, f32)> {
    let face = FACE.as_ref()?;
    let glyph = face.glyph_index(c)?;
    let advance = f32::from(face.glyph_hor_advance(glyph)?);
    Some((glyph.0, advance * 1000.0 / f32::from(face.units_per_em())))
}

/// The width of a text, in points.
pub(crate) fn width(text: &str, size: f32) -> f32 {
    text.chars().filter_map(glyph).map(|(_, width)| width).sum::<f32>() * size / 1000.0
}

/// The font objects of one file.
pub(crate) struct FieldFonts {
    /// With the standard encoding: what fields name.
    pub(crate) simple: ObjectId,
    /// With every letter of the texts that it was made for.
    pub(crate) wide: Option<ObjectId>,
}

impl FieldFonts {
    /// Adds the font to a document. `wide` are letters beyond the standard encoding that are set in it.
    pub(crate) fn add(document: &mut Document, wide: &BTreeSet<char>) -> Option<Self> {
        let face = FACE.as_ref()?;
        let scale = 1000.0 / f32::from(face.units_per_em());
        let mut file = Stream::new(
            dictionary! { "Length1" => i64::try_from(TYPED_FONT.len()).ok()? },
            TYPED_FONT.to_vec(),
        );
        file.compress().ok()?;
        let file = document.add_object(file);
        let bounds = face.global_bounding_box();
        let corners = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        let corners: Vec<Object> = corners.iter().map(|c| (f32::from(*c) * scale).round().into()).collect();
        let descriptor = document.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => NAME,
            // Nonsymbolic.
            "Flags" => 32,
            "FontBBox" => corners,
            "ItalicAngle" => 0,
            "Ascent" => (f32::from(face.ascender()) * scale).round(),
            "Descent" => (f32::from(face.descender()) * scale).round(),
            "CapHeight" => (f32::from(face.capital_height().unwrap_or(660)) * scale).round(),
            "StemV" => 84,
            "FontFile2" => file,
        });
        let width_of = |c: Option<char>| c.and_then(glyph).map_or(0.0, |(_, width)| width);
        let widths: Vec<Object> = letters().map(|c| width_of(c).into()).collect();
        let encoding = document.add_object(dictionary! {
            "Type" => "Encoding",
            "BaseEncoding" => "WinAnsiEncoding",
            "Differences" => differences(),
        });
        let codes = (FIRST..=0xff).zip(letters()).filter_map(|(byte, c)| Some((format!("{byte:02X}"), c?)));
        let unicode = to_unicode("<00> <FF>", &codes.collect::<Vec<_>>());
        let unicode = document.add_object(Stream::new(dictionary! {}, unicode.into_bytes()));
        let simple = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "TrueType",
            "BaseFont" => NAME,
            "FirstChar" => i64::from(FIRST),
            "LastChar" => 0xff,
            "Widths" => widths,
            "Encoding" => encoding,
            "ToUnicode" => unicode,
            "FontDescriptor" => descriptor,
        });
        let wide = (!wide.is_empty()).then(|| wide_font(document, descriptor, wide));
        Some(Self { simple, wide })
    }
}

fn wide_font(document: &mut Document, descriptor: ObjectId, letters: &BTreeSet<char>) -> ObjectId {
    let mut glyphs: Vec<(u16, char, f32)> =
        letters.iter().filter_map(|c| glyph(*c).map(|(id, width)| (id, *c, width))).collect();
    glyphs.sort_by_key(|(id, _, _)| *id);
    glyphs.dedup_by_key(|(id, _, _)| *id);
    let widths: Vec<Object> = glyphs
        .iter()
        .flat_map(|(id, _, width)| {
            [Object::Integer(i64::from(*id)), Object::Array(vec![Object::Real(*width)])]
        })
        .collect();
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => NAME,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "CIDToGIDMap" => "Identity",
        "DW" => 500,
        "W" => widths,
        "FontDescriptor" => descriptor,
    });
    let codes: Vec<(String, char)> = glyphs.iter().map(|(id, c, _)| (format!("{id:04X}"), *c)).collect();
    let unicode = to_unicode("<0000> <FFFF>", &codes);
    let unicode = document.add_object(Stream::new(dictionary! {}, unicode.into_bytes()));
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => NAME,
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => unicode,
    })
}

/// The letter of each code, so that what is shown can be copied and read aloud (ISO 32000-1, 9.10.3). Codes are written in hexadecimal,
/// and `range` has all of them.
fn to_unicode(range: &str, codes: &[(String, char)]) -> String {
    let mut map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n{range}\nendcodespacerange\n",
    );
    for some in codes.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", some.len());
        for (code, c) in some {
            let mut units = [0; 2];
            let _ = write!(map, "<{code}> <");
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_the_members_languages_are_there() {
        for c in "ễịơÁñłòșçãăđĩùẹ–—’“”•".chars() {
            assert!(glyph(c).is_some(), "{c}");
        }
        assert!(glyph('漢').is_none());
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        assert!((width("nnnn", 10.0) - 4.0 * width("n", 10.0)).abs() < 0.001);
        assert!(width("W", 10.0) > width("i", 10.0));
    }
}
