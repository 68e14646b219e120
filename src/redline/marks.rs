//! Marks at the ends of words become tokens of their own, so that a word stays the same when only what follows it changes.
//!
//! ```text
//! `log`, a citation, `.`  and  `log.`   differ in one token more than
//! `log`, a citation, `.`  and  `log`, `.`
//! ```

use crate::model::read_blocks::{ReadBlock, ReadLine, ReadToken, TokenKind};

const OPENING: [char; 6] = ['(', '[', '“', '‘', '"', '«'];
const CLOSING: [char; 12] = ['.', ',', ';', ':', '!', '?', ')', ']', '”', '’', '"', '»'];

/// The blocks of a version as [`compare`](super::compare) takes them. They read the same.
pub(crate) fn with_marks_apart(blocks: Vec<ReadBlock<'_>>) -> Vec<ReadBlock<'_>> {
    let line =
        |ReadLine { path, tokens }| ReadLine { path, tokens: tokens.into_iter().flat_map(parts).collect() };
    let block = |ReadBlock { key, lines, span }| ReadBlock {
        key,
        lines: lines.into_iter().map(line).collect(),
        span,
    };
    blocks.into_iter().map(block).collect()
}

/// `(log).` becomes `(`, `log` and `).`
fn parts(token: ReadToken<'_>) -> Vec<ReadToken<'_>> {
    let TokenKind::Word(word) = &token.kind else {
        return vec![token];
    };
    let inner = word.trim_start_matches(OPENING);
    let opening = word.len() - inner.len();
    let closing = opening + inner.trim_end_matches(CLOSING).len();
    if opening == closing || (opening == 0 && closing == word.len()) {
        return vec![token];
    }
    let pieces = [&word[..opening], &word[opening..closing], &word[closing..]];
    let mut is_spaced = token.is_spaced;
    let mut parts = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        let kind = TokenKind::Word(piece.to_owned());
        parts.push(ReadToken { kind, is_spaced: std::mem::take(&mut is_spaced), ..token.clone() });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> Vec<String> {
        let kind = TokenKind::Word(word.to_owned());
        let parts = parts(ReadToken { kind, is_struck: false, leads_to: None, is_spaced: true });
        assert!(parts[0].is_spaced && parts[1..].iter().all(|part| !part.is_spaced));
        let words = parts.into_iter().map(|part| match part.kind {
            TokenKind::Word(word) => word,
            other => panic!("{other:?}"),
        });
        words.collect()
    }

    #[test]
    fn marks_around_a_word_are_apart_and_those_within_are_not() {
        assert_eq!(split("(log)."), ["(", "log", ")."]);
        assert_eq!(split("5:00,"), ["5:00", ","]);
        assert_eq!(split("24-hour"), ["24-hour"]);
        assert_eq!(split("..."), ["..."]);
        assert_eq!(split("“Añadido”"), ["“", "Añadido", "”"]);
    }
}
