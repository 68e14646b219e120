//! The encoding of the font that viewers set typed letters in: one byte a letter.
//!
//! It is `WinAnsiEncoding`, with the letters of Polish and Vietnamese at the bytes that have none there and in the place of signs that nobody
//! types into a form. Each has its name from the Adobe Glyph List, as PDF/A asks for; viewers find the letter by this name when they set
//! a field anew, so `Nguyễn` stays `Nguyễn` in what Firefox saves. The signs that made way are in any font that a viewer falls back on;
//! these letters often aren't.

use lopdf::Object;

/// The first byte with a letter.
pub(super) const FIRST: u8 = 1;

/// The letters 0x80 to 0x9f of `WinAnsiEncoding` (ISO 32000-1, annex D); those without one are bullets.
const UPPER: [char; 32] = [
    '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•', '•', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
];

/// What differs from `WinAnsiEncoding`: byte, letter and its name in the Adobe Glyph List, in the order of the bytes.
#[rustfmt::skip]
const OWN: [(u8, char, &str); 71] = [
    (0x01, 'Ą', "Aogonek"), (0x02, 'ą', "aogonek"), (0x03, 'Ć', "Cacute"), (0x04, 'ć', "cacute"),
    (0x05, 'Ę', "Eogonek"), (0x06, 'ę', "eogonek"), (0x07, 'Ł', "Lslash"), (0x08, 'ł', "lslash"),
    (0x0b, 'Ń', "Nacute"), (0x0c, 'ń', "nacute"), (0x0e, 'Ś', "Sacute"), (0x0f, 'ś', "sacute"),
    (0x10, 'Ź', "Zacute"), (0x11, 'ź', "zacute"), (0x12, 'Ż', "Zdotaccent"), (0x13, 'ż', "zdotaccent"),
    (0x14, 'ả', "ahookabove"), (0x15, 'ạ', "adotbelow"), (0x16, 'ă', "abreve"), (0x17, 'ằ', "abrevegrave"),
    (0x18, 'ắ', "abreveacute"), (0x19, 'ẳ', "abrevehookabove"), (0x1a, 'ẵ', "abrevetilde"), (0x1b, 'ặ', "abrevedotbelow"),
    (0x1c, 'ầ', "acircumflexgrave"), (0x1d, 'ấ', "acircumflexacute"), (0x1e, 'ẩ', "acircumflexhookabove"), (0x1f, 'ẫ', "acircumflextilde"),
    (0x7f, 'ậ', "acircumflexdotbelow"), (0x81, 'ẻ', "ehookabove"), (0x82, 'ẽ', "etilde"), (0x83, 'ẹ', "edotbelow"),
    (0x84, 'ề', "ecircumflexgrave"), (0x86, 'ế', "ecircumflexacute"), (0x87, 'ể', "ecircumflexhookabove"), (0x88, 'ễ', "ecircumflextilde"),
    (0x89, 'ệ', "ecircumflexdotbelow"), (0x8b, 'ỉ', "ihookabove"), (0x8d, 'ĩ', "itilde"), (0x8f, 'ị', "idotbelow"),
    (0x90, 'ỏ', "ohookabove"), (0x98, 'ọ', "odotbelow"), (0x99, 'ồ', "ocircumflexgrave"), (0x9b, 'ố', "ocircumflexacute"),
    (0x9d, 'ổ', "ocircumflexhookabove"), (0x9f, 'ỗ', "ocircumflextilde"), (0xa2, 'ộ', "ocircumflexdotbelow"), (0xa4, 'ơ', "ohorn"),
    (0xa5, 'ờ', "ohorngrave"), (0xa6, 'ớ', "ohornacute"), (0xa8, 'ở', "ohornhookabove"), (0xa9, 'ỡ', "ohorntilde"),
    (0xac, 'ợ', "ohorndotbelow"), (0xad, 'ủ', "uhookabove"), (0xae, 'ũ', "utilde"), (0xaf, 'ụ', "udotbelow"),
    (0xb2, 'ư', "uhorn"), (0xb3, 'ừ', "uhorngrave"), (0xb4, 'ứ', "uhornacute"), (0xb6, 'ử', "uhornhookabove"),
    (0xb8, 'ữ', "uhorntilde"), (0xb9, 'ự', "uhorndotbelow"), (0xbc, 'ỳ', "ygrave"), (0xbe, 'ỷ', "yhookabove"),
    (0xd0, 'ỹ', "ytilde"), (0xd7, 'ỵ', "ydotbelow"), (0xde, 'đ', "dcroat"), (0xf0, 'Đ', "Dcroat"),
    (0xf7, 'Ă', "Abreve"), (0xfe, 'Ơ', "Ohorn"), (0xff, 'Ư', "Uhorn"),
];

/// The letter that a byte stands for.
fn letter(byte: u8) -> Option<char> {
    match OWN.iter().find(|(own, _, _)| *own == byte) {
        Some((_, letter, _)) => Some(*letter),
        None => match byte {
            0..0x20 | 0x7f => None,
            0x80..=0x9f => Some(UPPER[usize::from(byte) - 0x80]),
            byte => Some(char::from(byte)),
        },
    }
}

/// The letters of all bytes from [`FIRST`].
pub(super) fn letters() -> impl Iterator<Item = Option<char>> {
    (FIRST..=0xff).map(letter)
}

/// A text in this encoding; `None` when it has letters beyond it.
pub(crate) fn encode(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| (FIRST..=0xff).find(|byte| letter(*byte) == Some(c))).collect()
}

/// `[1 /Aogonek /aogonek … 11 /lslash …]`: a byte, and the names from there on.
pub(super) fn differences() -> Vec<Object> {
    let mut list = Vec::new();
    let mut next = None;
    for (byte, _, name) in OWN {
        if next != Some(byte) {
            list.push(i64::from(byte).into());
        }
        list.push(Object::Name(name.into()));
        next = byte.checked_add(1);
    }
    list
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, dictionary};

    use super::super::font::glyph;
    use super::*;

    #[test]
    fn names_in_polish_and_vietnamese_are_written_letter_by_letter() {
        assert_eq!(encode("Señor “x”"), Some(b"Se\xf1or \x93x\x94".to_vec()));
        for name in ["Phạm Thị Nguyễn Đặng", "Łucja Świętość", "Trường"] {
            assert!(encode(name).is_some(), "{name}");
        }
        assert_eq!(encode("Dvořák"), None);
    }

    #[test]
    fn each_byte_has_one_letter_and_the_font_has_it() {
        let mut found = std::collections::BTreeSet::new();
        for c in letters().flatten().filter(|c| *c != '•') {
            assert!(found.insert(c), "{c} twice");
            assert!(glyph(c).is_some(), "{c} is not in the font");
        }
        assert!(OWN.is_sorted_by_key(|(byte, _, _)| *byte));
    }

    #[test]
    fn each_name_is_in_the_adobe_glyph_list_with_its_letter() {
        let encoding = dictionary! { "BaseEncoding" => "WinAnsiEncoding", "Differences" => differences() };
        let font = dictionary! { "Type" => "Font", "Subtype" => "TrueType", "Encoding" => encoding };
        let document = Document::new();
        let read = font.get_font_encoding(&document).unwrap();
        for (byte, letter, name) in OWN {
            assert_eq!(read.bytes_to_string(&[byte]).unwrap(), letter.to_string(), "{name}");
        }
    }

    #[test]
    fn a_line_end_is_no_letter() {
        assert_eq!(encode("\n"), None);
        assert_eq!(encode("\r\t"), None);
    }
}
