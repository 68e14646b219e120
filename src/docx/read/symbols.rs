//! Characters: which the handbook prints, and which are replaced by others.

/// What a character becomes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SymbolMeaning {
    As(char),
    Words(&'static str),
    /// Nothing: it only tells where a line may end.
    Nothing,
    /// It cannot be printed, and nothing can replace it.
    Unprintable,
}

/// Characters that the printed pages may lack, and what says the same.
const INSTEAD: [(char, &str); 30] = [
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('☐', "[ ]"),
    ('☑', "[x]"),
    ('☒', "[x]"),
    ('✓', "[yes]"),
    ('✔', "[yes]"),
    ('✗', "[no]"),
    ('✘', "[no]"),
    ('➔', "→"),
    ('➢', "→"),
    ('⇒', "→"),
    ('●', "•"),
    ('○', "•"),
    ('■', "•"),
    ('▪', "•"),
    ('□', "[ ]"),
    ('◆', "•"),
    ('☎', "telephone"),
    ('→', "->"),
    ('←', "<-"),
    ('≤', "at most"),
    ('≥', "at least"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('′', "'"),
    ('◻', "[ ]"),
    ('★', "*"),
    ('❖', "•"),
    ('✉', "mail"),
];

/// What a character becomes where the pages print the characters for which `prints` is true.
pub(crate) fn plain(c: char, prints: &dyn Fn(char) -> bool) -> SymbolMeaning {
    match c {
        '\n' | '\r' | '\t' => return SymbolMeaning::As(' '),
        // A soft hyphen, joiners, marks of direction, and what text cannot hold.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => {
            return SymbolMeaning::Nothing;
        }
        _ if c.is_control() => return SymbolMeaning::Nothing,
        _ if c.is_whitespace() || prints(c) => return SymbolMeaning::As(c),
        _ => {}
    }
    match INSTEAD.iter().find(|(own, _)| *own == c) {
        Some((_, words)) => SymbolMeaning::Words(words),
        None => SymbolMeaning::Unprintable,
    }
}

/// A character of Word's fonts of symbols; `None` where it is not known.
pub(crate) fn symbol(font: &str, code: u32) -> Option<char> {
    // These fonts put their signs into an area for private use, 0xF000 above.
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_lowercase();
    let known: &[(u32, char)] = if font.starts_with("wingdings 2") {
        &[(0x4f, '✗'), (0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x53, '☒'), (0x54, '☒'), (0xa3, '☐')]
    } else if font.starts_with("wingdings") && !font.starts_with("wingdings 3") {
        &[
            (0x28, '☎'),
            (0x29, '☎'),
            (0x2a, '✉'),
            (0x46, '→'),
            (0x4a, '☺'),
            (0x4c, '☹'),
            (0x6c, '●'),
            (0x6d, '○'),
            (0x6e, '■'),
            (0x6f, '□'),
            (0x71, '□'),
            (0x72, '□'),
            (0x73, '◆'),
            (0x74, '◆'),
            (0x75, '◆'),
            (0x76, '❖'),
            (0x77, '◆'),
            (0x9e, '•'),
            (0x9f, '•'),
            (0xa7, '▪'),
            (0xa8, '☐'),
            (0xab, '★'),
            (0xb2, '★'),
            (0xd8, '➢'),
            (0xe0, '→'),
            (0xe8, '➔'),
            (0xf0, '⇒'),
            (0xfa, '◆'),
            (0xfb, '✗'),
            (0xfc, '✓'),
            (0xfd, '☒'),
            (0xfe, '☑'),
        ]
    } else if font.starts_with("wingdings 3") {
        return None;
    } else if font.starts_with("webdings") {
        &[(0x61, '✓'), (0x63, '□'), (0x67, '■'), (0x6e, '●'), (0x72, '✗')]
    } else if font.starts_with("symbol") {
        if let Some(greek) = greek(code) {
            return Some(greek);
        }
        &[
            (0xb7, '•'),
            (0xa3, '≤'),
            (0xb3, '≥'),
            (0xb1, '±'),
            (0xb4, '×'),
            (0xb8, '÷'),
            (0xb0, '°'),
            (0xae, '→'),
            (0xac, '←'),
            (0xb9, '≠'),
            (0xa2, '′'),
            (0xe3, '©'),
            (0xe2, '®'),
            (0xe4, '™'),
            (0xd3, '©'),
            (0xd2, '®'),
            (0xd4, '™'),
        ]
    } else {
        return char::from_u32(code).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
    };
    known.iter().find(|(own, _)| *own == code).map(|(_, sign)| *sign)
}

/// The font Symbol has Greek letters in the places of Latin ones, and digits and marks in their own.
fn greek(code: u32) -> Option<char> {
    const CAPITALS: [char; 26] = [
        'Α', 'Β', 'Χ', 'Δ', 'Ε', 'Φ', 'Γ', 'Η', 'Ι', 'ϑ', 'Κ', 'Λ', 'Μ', 'Ν', 'Ο', 'Π', 'Θ', 'Ρ', 'Σ', 'Τ',
        'Υ', 'ς', 'Ω', 'Ξ', 'Ψ', 'Ζ',
    ];
    const SMALL: [char; 26] = [
        'α', 'β', 'χ', 'δ', 'ε', 'φ', 'γ', 'η', 'ι', 'ϕ', 'κ', 'λ', 'μ', 'ν', 'ο', 'π', 'θ', 'ρ', 'σ', 'τ',
        'υ', 'ϖ', 'ω', 'ξ', 'ψ', 'ζ',
    ];
    let letter = u8::try_from(code).ok().filter(u8::is_ascii)?;
    match letter {
        b'A'..=b'Z' => Some(CAPITALS[usize::from(letter - b'A')]),
        b'a'..=b'z' => Some(SMALL[usize::from(letter - b'a')]),
        b'0'..=b'9' | b' '..=b'!' | b'(' | b')' | b'+' | b',' | b'.'..=b'/' | b':'..=b'?' => {
            Some(char::from(letter))
        }
        b'*' => Some('∗'),
        b'-' => Some('−'),
        _ => None,
    }
}

/// Whether letters in this font are signs.
pub(crate) fn is_of_symbols(font: &str) -> bool {
    let font = font.to_lowercase();
    font == "symbol" || font.starts_with("wingdings") || font == "webdings"
}

/// A sign of the area for private use, where its font got lost: bullets, ticks and boxes.
pub(crate) fn private(c: char) -> Option<char> {
    let code = u32::from(c);
    if !(0xf000..=0xf0ff).contains(&code) {
        return None;
    }
    symbol("wingdings", code).or_else(|| symbol("symbol", code))
}

/// Raised or lowered digits as characters of their own, and the ends of `1st`, `2nd` as they are; `None` where there are
/// no such characters.
pub(crate) fn raised(text: &str, above: bool) -> Option<String> {
    const ABOVE: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const BELOW: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let word = text.trim();
    if word.is_empty() || (above && matches!(word, "st" | "nd" | "rd" | "th" | "®" | "™" | "©")) {
        return Some(text.to_owned());
    }
    text.chars()
        .map(|c| {
            c.to_digit(10).and_then(|digit| if above { ABOVE } else { BELOW }.get(digit as usize).copied())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_printed_is_replaced_or_reported() {
        let prints = |c: char| c.is_ascii() || c == '•';
        assert_eq!(plain('a', &prints), SymbolMeaning::As('a'));
        assert_eq!(plain('\u{a0}', &prints), SymbolMeaning::As('\u{a0}'));
        assert_eq!(plain('\u{ad}', &prints), SymbolMeaning::Nothing);
        assert_eq!(plain('☐', &prints), SymbolMeaning::Words("[ ]"));
        assert_eq!(plain('🙂', &prints), SymbolMeaning::Unprintable);
    }

    #[test]
    fn symbols_are_known_with_and_without_the_private_area() {
        assert_eq!(symbol("Wingdings", 0xf0a8), Some('☐'));
        assert_eq!(symbol("Symbol", 0xb7), Some('•'));
        assert_eq!(symbol("Wingdings", 0xf021), None);
        assert_eq!(symbol("Arial", 0x41), Some('A'));
        assert_eq!(symbol("Arial", 0xf041), Some('A'));
    }

    #[test]
    fn raised_digits_keep_their_meaning() {
        assert_eq!(raised("2", true).as_deref(), Some("²"));
        assert_eq!(raised("2", false).as_deref(), Some("₂"));
        assert_eq!(raised("st", true).as_deref(), Some("st"));
        assert_eq!(raised("note", true), None);
    }
}
