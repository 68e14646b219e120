//! Numbers as printable letters that need no escape in a script: `#` to `[` end a number, `]` to `~` go on.

const LAST: usize = 57;
const MORE: usize = 34;
const FIRST_LAST: u8 = b'#';
const FIRST_MORE: u8 = b']';

pub(crate) fn push(number: usize, into: &mut String) {
    push_more(number / LAST, into);
    into.push(letter(FIRST_LAST, number % LAST));
}

/// What comes before the last letter, the first letters first.
fn push_more(rest: usize, into: &mut String) {
    if rest > 0 {
        push_more(rest / MORE, into);
        into.push(letter(FIRST_MORE, rest % MORE));
    }
}

fn letter(first: u8, digit: usize) -> char {
    char::from(first + u8::try_from(digit).unwrap_or_default())
}

/// The words, which are sorted, each without what it shares with the one before it; a space between them.
pub(crate) fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut coded = String::new();
    let mut before = "";
    for word in words {
        let (mut shared, mut bytes) = (0, 0);
        for (a, b) in word.chars().zip(before.chars()) {
            // JavaScript counts in UTF-16, and the number is one letter.
            if a != b || shared + a.len_utf16() >= LAST {
                break;
            }
            shared += a.len_utf16();
            bytes += a.len_utf8();
        }
        if !coded.is_empty() {
            coded.push(' ');
        }
        push(shared, &mut coded);
        coded.push_str(&word[bytes..]);
        before = word;
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<usize> {
        let mut numbers = Vec::new();
        let mut begun = 0;
        for byte in text.bytes() {
            if byte >= FIRST_MORE {
                begun = begun * MORE + usize::from(byte - FIRST_MORE);
            } else {
                numbers.push(begun * LAST + usize::from(byte - FIRST_LAST));
                begun = 0;
            }
        }
        numbers
    }

    #[test]
    fn numbers_come_out_as_they_went_in() {
        let all: Vec<usize> = (0..4000).chain([65_891, 65_892, 1_000_000, usize::MAX / 64]).collect();
        let mut text = String::new();
        for number in &all {
            push(*number, &mut text);
        }
        assert_eq!(numbers(&text), all);
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte)));
    }

    #[test]
    fn small_numbers_are_one_letter() {
        let mut text = String::new();
        push(56, &mut text);
        assert_eq!(text, "[");
        push(57, &mut text);
        assert_eq!(text, "[^#");
    }

    #[test]
    fn a_word_leaves_out_what_it_shares() {
        assert_eq!(words(["intake", "intakes", "into", "qué"].into_iter()), "#intake )s &o #qué");
    }
}
