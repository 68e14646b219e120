//! Numbers with their units: `30, 60 and 90 days`, `1 hour and 30 minutes`, `24-hour care`.

use super::grammar::{Measure, SizedUnit, UnitName};
use super::numbers::{NumberRead, ReadNumber};
use super::reader::FigureReader;
use super::tokens::Token;
use super::{Amount, AmountUse, Quantity};

/// A number of something, with the position after its unit.
pub(super) struct ReadUnit {
    pub(crate) unit: SizedUnit,
    pub(crate) next: usize,
    /// `24-hour`
    is_joined: bool,
    is_plural: bool,
    is_short: bool,
}

impl ReadUnit {
    /// Whether this number of units may describe the next word, as in `24-hour care` and `24 hour care`.
    pub(super) fn may_describe(&self, number: Amount) -> bool {
        let is_several = Quantity::ONE.is_less_than(number.to);
        !self.is_plural && (self.is_joined || (is_several && !self.is_short))
    }
}

impl FigureReader<'_> {
    /// `$1,500`
    pub(super) fn money(&mut self, at: usize) -> Option<usize> {
        let (start, unit) = self.phrase(&self.grammar.units_before, at)?;
        let read = self.number(start)?;
        let NumberRead::Amount(number) = read.value else { return None };
        self.push(number.in_unit(*unit)?, AmountUse::Plain);
        Some(read.next)
    }

    /// `between 30 and 45 days`
    pub(super) fn between(&mut self, at: usize) -> Option<usize> {
        let words = &self.grammar.words;
        let (start, ()) = self.phrase(&words.between, at)?;
        let first = self.number(start)?;
        let (after_and, ()) = self.phrase(&words.and, first.next)?;
        let second = self.number(after_and)?;
        let (NumberRead::Amount(from), NumberRead::Amount(to)) = (first.value, second.value) else {
            return None;
        };
        let range = Amount { from: from.single()?, to: to.single()?, measure: None };
        Some(self.amount(range, second.next))
    }

    /// A number with its unit, or several with one: `30, 60 and 90 days`.
    pub(super) fn numbers(&mut self, at: usize) -> Option<usize> {
        if self.ordinal(at).is_some_and(|_| self.digit_starts(at)) {
            return None;
        }
        let first = self.number(at)?;
        let NumberRead::Amount(amount) = first.value else { return Some(self.unclear(at, &first)) };
        if let Some(next) = self.clock(amount, first.next) {
            return Some(next);
        }
        if self.is_in_name(first.next) {
            return Some(self.unclear(at, &ReadNumber { value: NumberRead::Unclear, next: first.next + 1 }));
        }
        let (others, last) = self.listed_numbers(first.next);
        match self.read_unit(last).filter(|_| !others.is_empty()) {
            Some(_) => {
                let mut next = last;
                for number in std::iter::once(amount).chain(others) {
                    next = self.amount(number, last);
                }
                Some(next)
            }
            None => Some(self.amount(amount, first.next)),
        }
    }

    /// Whether letters that are not a unit are joined to the number that ends at `at`: `5K`.
    pub(super) fn is_in_name(&self, at: usize) -> bool {
        let is_joined = self.is_glued(at) && matches!(self.token(at), Some(Token::Word(_)));
        is_joined && self.digit_starts(at - 1) && self.unit(at).is_none()
    }

    pub(super) fn digit_starts(&self, at: usize) -> bool {
        matches!(self.token(at), Some(Token::Digits(_)))
    }

    /// `, 60 and 90`: the numbers, if the last follows `and` or `or`.
    pub(super) fn listed_numbers(&self, at: usize) -> (Vec<Amount>, usize) {
        let words = &self.grammar.words;
        let mut numbers = Vec::new();
        let mut next = at;
        loop {
            let after_hyphen = next + usize::from(self.is_mark(next, '-') && self.is_glued(next));
            let after_comma = after_hyphen + usize::from(self.is_mark(after_hyphen, ','));
            let joined = self.phrase(&words.and, after_comma).or_else(|| self.phrase(&words.or, after_comma));
            let start = joined.map_or(after_comma, |(next, ())| next);
            let read = (start > after_hyphen).then(|| self.number(start)).flatten();
            let Some(ReadNumber { value: NumberRead::Amount(number), next: after }) = read else {
                return (Vec::new(), at);
            };
            numbers.push(number);
            next = after;
            if joined.is_some() {
                return (numbers, next);
            }
        }
    }

    /// States a number with the unit at `at`, if there is one.
    pub(super) fn amount(&mut self, number: Amount, at: usize) -> usize {
        let read = self.read_unit(at).and_then(|read| Some((number.in_unit(read.unit)?, read)));
        let Some((amount, read)) = read else {
            self.push(number, AmountUse::Plain);
            return at;
        };
        let describes = read.may_describe(number);
        let more = self.smaller_unit(amount, &read).filter(|_| !describes);
        let (amount, next) = more.unwrap_or((amount, read.next));
        let (used, next) = match self.rate(amount, next) {
            Some(next) => (AmountUse::Rate, next),
            None if describes && self.is_described(next) => (AmountUse::Describing, next),
            None => (AmountUse::Plain, next),
        };
        self.push(amount, used);
        next
    }

    /// Whether there is a word at `at`, and not one that makes the time before it a deadline, such as `limit`.
    pub(super) fn is_described(&self, at: usize) -> bool {
        let at = self.past_hyphen(at);
        let is_word = matches!(self.token(at), Some(Token::Word(_)));
        is_word && self.phrase(&self.grammar.words.deadline_after, at).is_none()
    }

    pub(super) fn read_unit(&self, at: usize) -> Option<ReadUnit> {
        let (next, UnitName { unit, is_short }) = self.unit(at)?;
        let is_joined = self.is_mark(at, '-') && self.is_glued(at);
        let is_plural = self.tokens[next - 1].written.ends_with(['s', '’', '\'']);
        Some(ReadUnit { unit, next, is_joined, is_plural, is_short })
    }

    /// The unit at `at`, after a hyphen and words such as `full`.
    pub(super) fn unit(&self, at: usize) -> Option<(usize, UnitName)> {
        let start = self.past_hyphen(at);
        let start = self
            .phrase(&self.grammar.words.fillers, start)
            .map_or(start, |(next, ())| self.past_hyphen(next));
        self.phrase(&self.grammar.units, start).map(|(next, name)| (next, *name))
    }

    /// Adds `and 30 minutes`, `and a half`.
    pub(super) fn smaller_unit(&self, amount: Amount, read: &ReadUnit) -> Option<(Amount, usize)> {
        let number = amount.single().filter(|_| read.unit.measure.is_time())?;
        if let Some((fraction, next)) =
            self.fraction_after(read.next).filter(|(_, next)| self.unit(*next).is_none())
        {
            let more = fraction.times(read.unit.size)?;
            return Some((Amount::exactly(number.plus(more)?, amount.measure), next));
        }
        let start = self.phrase(&self.grammar.words.and, read.next).map_or(read.next, |(next, ())| next);
        let (smaller, next) = self.counted_time(start)?;
        let more = smaller.single().filter(|_| smaller.measure == amount.measure)?;
        if !more.is_less_than(read.unit.size) {
            return None;
        }
        Some((Amount::exactly(number.plus(more)?, amount.measure), next))
    }

    /// The position after `a day` in `24 hours a day`.
    pub(super) fn rate(&self, amount: Amount, at: usize) -> Option<usize> {
        let words = &self.grammar.words;
        let at = self.past_hyphen(at);
        if let Some((start, ())) = self.phrase(&words.every, at) {
            let (period, next) = self.unit_of_time(start, Quantity::ONE)?;
            let fills = [(Measure::Minute, Measure::Day), (Measure::Day, Measure::Day)];
            return fills.contains(&(amount.measure?, period.measure?)).then_some(next);
        }
        let start = match self.phrase(&words.a, at).or_else(|| self.phrase(&words.per, at)) {
            Some((next, ())) => next,
            None => self.is_mark(at, '/').then_some(at + 1)?,
        };
        Some(self.unit_of_time(self.past_hyphen(start), Quantity::ONE)?.1)
    }
}
