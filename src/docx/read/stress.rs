//! Bold, italic and links as Markdown can say them. It takes stars and underscores for signs only where they touch words on the right
//! side. Where Markdown would not take the signs, the stress is shortened or dropped; the words stay.
//!
//! | In Word, `{bold}` and `<italic>` | Kept                  | Why                                                             |
//! |----------------------------------|-----------------------|-----------------------------------------------------------------|
//! | `{Call }the team`                | `{Call} the team`     | `**Call **the` is not bold: a space is before the closing signs |
//! | `Say {“stop”}now`                | `Say {“stop}”now`     | `”**now` does not close: a mark before the signs, a word after  |
//! | `{over}<time>`                   | `{over}time`          | `**over***time*`: three stars in a row are read in another way  |

use std::rc::Rc;

/// A letter with its looks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StyledLetter {
    pub(crate) c: char,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Where it leads, as it is written.
    pub(crate) link: Option<Rc<str>>,
}

impl StyledLetter {
    pub(crate) fn plain(c: char) -> Self {
        Self { c, bold: false, italic: false, link: None }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Takes away the looks that Markdown cannot say; see the table at the top of this file.
pub(crate) fn settle(mut letters: Vec<StyledLetter>) -> Vec<StyledLetter> {
    trim(
        &mut letters,
        |a, b| a.link == b.link,
        |letter| letter.link.is_some(),
        |letter| letter.link = None,
        false,
    );
    let same_bold = |a: &StyledLetter, b: &StyledLetter| a.link == b.link && a.bold == b.bold;
    trim(&mut letters, same_bold, |letter| letter.bold, |letter| letter.bold = false, true);
    let same =
        |a: &StyledLetter, b: &StyledLetter| a.link == b.link && a.bold == b.bold && a.italic == b.italic;
    trim(&mut letters, same, |letter| letter.italic, |letter| letter.italic = false, true);
    // Italic at the very edge of bold that touches a word: two signs in a row would not be taken.
    let mut at = 0;
    while at < letters.len() {
        let end = run(&letters, at, &same);
        if letters[at].italic {
            let (before, after) = (at.checked_sub(1).map(|i| &letters[i]), letters.get(end));
            let edge = |other: Option<&StyledLetter>| {
                other.is_some_and(|other| {
                    other.link == letters[at].link
                        && (is_word(other.c) || other.italic)
                        && other.bold != letters[at].bold
                })
            };
            let word = |other: Option<&StyledLetter>| {
                other.is_some_and(|other| {
                    other.link == letters[at].link && other.bold == letters[at].bold && is_word(other.c)
                })
            };
            // A star next to the stars of bold would be read as one of them.
            let touches = |other: Option<&StyledLetter>| {
                other.is_some_and(|other| other.link == letters[at].link && other.bold != letters[at].bold)
            };
            let unclear = (word(before) && touches(after)) || (word(after) && touches(before));
            if edge(before) || edge(after) || unclear {
                letters[at..end].iter_mut().for_each(|letter| letter.italic = false);
            }
        }
        at = end;
    }
    letters
}

fn run(letters: &[StyledLetter], at: usize, same: &impl Fn(&StyledLetter, &StyledLetter) -> bool) -> usize {
    at + letters[at..].iter().take_while(|letter| same(letter, &letters[at])).count()
}

/// Takes spaces off the ends of each run, and with `flanks` signs that touch a word there.
fn trim(
    letters: &mut [StyledLetter],
    same: impl Fn(&StyledLetter, &StyledLetter) -> bool,
    is: impl Fn(&StyledLetter) -> bool,
    clear: impl Fn(&mut StyledLetter),
    flanks: bool,
) {
    let mut at = 0;
    while at < letters.len() {
        let end = run(letters, at, &same);
        if is(&letters[at]) {
            let (mut first, mut last) = (at, end);
            loop {
                let before = first.checked_sub(1).map(|i| &letters[i]).filter(|b| b.link == letters[at].link);
                let after = letters.get(last).filter(|a| a.link == letters[at].link);
                let word =
                    |other: Option<&StyledLetter>| flanks && other.is_some_and(|other| is_word(other.c));
                // After a bracket, these would begin a citation or a footnote.
                let sign = !flanks && first < last && matches!(letters[first].c, '@' | '^');
                if first < last
                    && (sign
                        || letters[first].c.is_whitespace()
                        || (!is_word(letters[first].c) && word(before)))
                {
                    first += 1;
                } else if first < last
                    && (letters[last - 1].c.is_whitespace() || (!is_word(letters[last - 1].c) && word(after)))
                {
                    last -= 1;
                } else {
                    break;
                }
            }
            letters[at..first].iter_mut().for_each(&clear);
            letters[last..end].iter_mut().for_each(&clear);
        }
        at = end;
    }
}

/// The sign for italic: an underscore, or a star where it touches a word.
pub(crate) fn sign(text: &str, rest: &[StyledLetter]) -> char {
    let first = &rest[0];
    let end = rest.iter().take_while(|l| l.link == first.link && l.bold == first.bold && l.italic).count();
    let after = rest.get(end).filter(|after| after.link == first.link && after.bold == first.bold);
    let before = text.chars().next_back().is_some_and(is_word);
    if before || after.is_some_and(|after| is_word(after.c)) { '*' } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the stress of a text in which `{…}` is bold and `<…>` italic.
    fn settled(text: &str) -> String {
        let (mut bold, mut italic) = (false, false);
        let mut letters = Vec::new();
        for c in text.chars() {
            match c {
                '{' | '}' => bold = c == '{',
                '<' | '>' => italic = c == '<',
                c => letters.push(StyledLetter { bold, italic, ..StyledLetter::plain(c) }),
            }
        }
        let mut marked = String::new();
        let mut before = StyledLetter::plain(' ');
        for letter in settle(letters).into_iter().chain([StyledLetter::plain(' ')]) {
            let changes = [
                (before.italic && !letter.italic, '>'),
                (before.bold && !letter.bold, '}'),
                (!before.bold && letter.bold, '{'),
                (!before.italic && letter.italic, '<'),
            ];
            marked.extend(changes.into_iter().filter_map(|(is_new, sign)| is_new.then_some(sign)));
            marked.push(letter.c);
            before = letter;
        }
        marked.trim_end().to_owned()
    }

    #[test]
    fn stress_that_markdown_cannot_say_is_shortened_or_dropped() {
        assert_eq!(settled("{Call }the team"), "{Call} the team");
        assert_eq!(settled("Say {“stop”}now"), "Say {“stop}”now");
        assert_eq!(settled("{over}<time>"), "{over}time");
    }

    #[test]
    fn stress_that_markdown_can_say_stays() {
        for text in ["{Call} the <team>", "{re}apply", "Say {“stop”} now", "{Call <now>} and wait"] {
            assert_eq!(settled(text), text);
        }
    }
}
