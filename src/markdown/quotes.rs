//! Which way quotation marks and apostrophes curl. Markdown decides by the characters beside them in the source; readers see others: in
//! `{{ organization.name }}'s` and `**Maria**'s` the apostrophe follows a letter, not a brace or a star.

use pulldown_cmark::Event;
use std::ops::Range;

use super::letters::{Leaf, Letter};

/// Turns the quotation marks among the events as readers see them.
pub(super) fn curl(leaves: &[Leaf], events: &mut [(Event<'_>, Range<usize>)], text: &str) {
    for (event, mark) in leaves.iter().flat_map(|leaf| curled(leaf, text)) {
        events[event].0 = Event::Text(mark.to_string().into());
    }
}

/// The quotation marks of a leaf as they should be, with the places of their events.
fn curled(leaf: &Leaf, text: &str) -> Vec<(usize, char)> {
    let letters = &leaf.letters;
    if !leaf.has_others() || !letters.iter().any(|letter| quotation_mark(letter, text).is_some()) {
        return Vec::new();
    }
    let seen = seen(letters);
    let mut curled: Vec<(usize, char)> = Vec::new();
    let mut single: Option<usize> = None;
    let mut double = false;
    for (at, letter) in letters.iter().enumerate() {
        let Some(mark) = quotation_mark(letter, text) else { continue };
        let before = at.checked_sub(1).map(|before| seen[before]);
        let after = seen.get(at + 1).copied();
        let closes = before.is_some_and(is_ink) && after.is_none_or(|after| after != Seen::Word);
        let opens = after.is_some_and(is_ink) && before.is_none_or(|before| before != Seen::Word);
        let turned = if mark == '\'' {
            if closes && let Some(open) = single.take() {
                curled[open].1 = '‘';
            } else if opens {
                single = Some(curled.len());
            }
            '’'
        } else if closes && double {
            double = false;
            '”'
        } else {
            double |= opens;
            '“'
        };
        curled.push((letter.event, turned));
    }
    curled
}

/// What is beside a quotation mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Space,
    Sign,
    Word,
}

fn is_ink(seen: Seen) -> bool {
    seen != Seen::Space
}

/// What readers see of each letter: of a placeholder its value, of code or a picture the thing itself.
fn seen(letters: &[Letter]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = letters
        .iter()
        .map(|letter| match letter.c {
            c if c.is_ascii_alphanumeric() || letter.is_thing() => Seen::Word,
            c if c.is_whitespace() => Seen::Space,
            c if is_sign(c) => Seen::Sign,
            _ => Seen::Word,
        })
        .collect();
    let pair = |at: usize, brace: char| {
        letters[at].is(brace) && letters.get(at + 1).is_some_and(|next| next.is(brace))
    };
    let mut at = 0;
    while let Some(start) = (at..letters.len()).find(|at| pair(*at, '{')) {
        let Some(end) = (start..letters.len()).find(|at| pair(*at, '}')) else { break };
        seen[start..end + 2].fill(Seen::Word);
        at = end + 2;
    }
    seen
}

fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3011}')
        || "¡¿«»§¶·".contains(c)
}

fn quotation_mark(letter: &Letter, text: &str) -> Option<char> {
    if !matches!(letter.mark()?, '‘' | '’' | '“' | '”') {
        return None;
    }
    text[letter.at..].chars().next().filter(|written| matches!(written, '\'' | '"'))
}
