//! The figures that a sentence states, as it writes them: `two (2) weeks` is `2 weeks`.

use super::draft::DraftFigure;
use crate::figures::{self, Amount, AmountUse, Grammar, Statement};
use crate::model::FigureKind;

/// The most words of a figure.
const LONGEST: usize = 9;

/// The figures of a sentence, in its order; `what` is what they are about, as far as a program can tell.
pub(super) fn figures_found(sentence: &str, grammar: &Grammar, what: &str) -> Vec<DraftFigure> {
    let context = figures::read(sentence, grammar);
    let states_any =
        context.iter().any(|one| !matches!(one, Statement::Word(_) | Statement::Stop | Statement::Per));
    if !states_any && !sentence.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let mut found: Vec<DraftFigure> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let figure = (1..=LONGEST.min(words.len() - at)).rev().find_map(|length| {
            let written = tidy(&words[at..at + length]);
            Some((length, kind(&written, grammar, &context)?, written))
        });
        let Some((length, kind, value)) = figure else {
            at += 1;
            continue;
        };
        if !found.iter().any(|one| one.value == value) {
            let what = if what.is_empty() { "to be described" } else { what };
            found.push(DraftFigure { value, kind, what: what.to_owned(), event: None });
        }
        at += length;
    }
    found
}

/// The words without the figure that repeats a number word, and without the marks around them.
fn tidy(words: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        let digits = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        match digits.filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())) {
            Some(digits) if !kept.is_empty() => {
                kept.pop();
                kept.push(digits);
            }
            _ => kept.push(word),
        }
    }
    kept.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && c != '$' && c != '%').to_owned()
}

/// What kind of figure the words are, if they are one and nothing else.
fn kind(written: &str, grammar: &Grammar, context: &[Statement]) -> Option<FigureKind> {
    if is_telephone(written) {
        return Some(FigureKind::Telephone);
    }
    let statements = figures::read(written, grammar);
    match statements.as_slice() {
        [Statement::Amount(amount, AmountUse::Repeated) | Statement::Frequency(amount)] => {
            amount.measure.map(|_| FigureKind::Interval)
        }
        [Statement::Amount(amount, AmountUse::Rate)] => amount.measure.map(|_| FigureKind::Hours),
        [Statement::Amount(amount, AmountUse::Plain | AmountUse::DueOn)] => {
            amount.measure.and_then(|_| in_context(*amount, context))
        }
        [Statement::Clock(_), Statement::Clock(_)] => Some(FigureKind::Hours),
        [Statement::Amount(first, _), rest @ .., Statement::Amount(last, _)] => {
            let is_ratio = rest.contains(&Statement::Per) && rest.len() < 5 && !written.contains([',', ';']);
            let counts = first.measure.is_none() && last.measure.is_none();
            (is_ratio && counts).then_some(FigureKind::Ratio)
        }
        _ => None,
    }
}

/// `24 hours` is no deadline where the sentence has `24-hour care`.
fn in_context(amount: Amount, context: &[Statement]) -> Option<FigureKind> {
    let mut uses = context.iter().filter_map(|one| match one {
        Statement::Amount(other, used) if *other == amount => Some(*used),
        _ => None,
    });
    uses.find_map(|used| match used {
        AmountUse::Plain | AmountUse::DueOn => Some(FigureKind::Deadline),
        AmountUse::Repeated => Some(FigureKind::Interval),
        AmountUse::Rate => Some(FigureKind::Hours),
        AmountUse::Describing => None,
    })
}

/// `866-420-9332`, `(866) 420-9332`
fn is_telephone(written: &str) -> bool {
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    matches!(digits, 10 | 11)
        && written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b' ' | b'(' | b')' | b'+'))
}
