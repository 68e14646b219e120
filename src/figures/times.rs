//! Lengths of time in a sentence: how often, by when, how old.

use super::amounts::ReadUnit;
use super::grammar::UnitName;
use super::numbers::NumberRead;
use super::reader::FigureReader;
use super::tokens::Token;
use super::{Amount, AmountUse, Quantity, Statement};

/// A length of time that comes again and again.
pub(super) enum Period {
    /// `every 12 months`
    Counted(Amount),
    /// `annually`, `every year`
    Named(Amount),
    /// `a year`, `per year`: after `once` and the like.
    One(Amount),
}

impl FigureReader<'_> {
    /// `by the second business day`
    pub(super) fn due_on(&mut self, at: usize) -> Option<usize> {
        let (start, ()) = self.phrase(&self.grammar.words.deadline_before, at)?;
        let (next, number) = self.ordinal(start)?;
        let read = self.read_unit(next)?;
        let amount = read.unit.amount(Quantity::whole(number)).filter(|_| read.unit.measure.is_time())?;
        self.push(amount, AmountUse::DueOn);
        Some(read.next)
    }

    pub(super) fn ordinal(&self, at: usize) -> Option<(usize, u64)> {
        if let Some((next, number)) = self.phrase(&self.grammar.ordinals, at) {
            return Some((next, *number));
        }
        let Token::Digits(number) = self.token(at)? else { return None };
        let (next, ()) =
            self.phrase(&self.grammar.words.ordinal_endings, at + 1).filter(|_| self.is_glued(at + 1))?;
        Some((next, number.to_whole()?))
    }

    /// `every 12 months`, `each year`, `annually`, `twice a year`, `once every two weeks`
    pub(super) fn repeated(&mut self, at: usize) -> Option<usize> {
        let (times, start) = match self.times(at) {
            Some((next, number)) => (number, self.per_in(next)),
            None => (Quantity::ONE, at),
        };
        let (period, next) = self.period(start)?;
        let statement = match period {
            Period::Counted(amount) if times == Quantity::ONE => {
                Statement::Amount(amount, AmountUse::Repeated)
            }
            Period::One(_) if start == at => return None,
            Period::Counted(amount) | Period::Named(amount) | Period::One(amount) => {
                let each = amount.single()?.divided_by(times)?;
                Statement::Frequency(Amount::exactly(each, amount.measure))
            }
        };
        self.statements.push(statement);
        Some(next)
    }

    /// `twice`, `three times`
    pub(super) fn times(&self, at: usize) -> Option<(usize, Quantity)> {
        if let Some((next, number)) = self.phrase(&self.grammar.times, at) {
            return Some((next, Quantity::whole(*number)));
        }
        let read = self.number(at)?;
        let NumberRead::Amount(amount) = read.value else { return None };
        let (next, ()) = self.phrase(&self.grammar.words.times, read.next)?;
        Some((next, amount.single()?))
    }

    /// `once in every year`
    pub(super) fn per_in(&self, at: usize) -> usize {
        self.phrase(&self.grammar.words.r#in, at).map_or(at, |(next, ())| next)
    }

    pub(super) fn period(&self, at: usize) -> Option<(Period, usize)> {
        if let Some((next, amount)) = self.phrase(&self.grammar.frequencies, at) {
            return Some((Period::Named(*amount), next));
        }
        let words = &self.grammar.words;
        if let Some((start, ())) = self.phrase(&words.every, at) {
            if let Some((amount, next)) = self.counted_time(start) {
                return Some((Period::Counted(amount), next));
            }
            let (start, number) = match self.phrase(&words.other, start) {
                Some((next, ())) => (next, Quantity::whole(2)),
                None => (start, Quantity::ONE),
            };
            let (amount, next) = self.unit_of_time(start, number)?;
            return Some((Period::Named(amount), next));
        }
        let start = self.phrase(&words.per, at).or_else(|| self.phrase(&words.a, at))?.0;
        let (amount, next) = self.unit_of_time(start, Quantity::ONE)?;
        Some((Period::One(amount), next))
    }

    pub(super) fn unit_of_time(&self, at: usize, number: Quantity) -> Option<(Amount, usize)> {
        let (next, UnitName { unit, .. }) = self.unit(at)?;
        Some((unit.amount(number).filter(|_| unit.measure.is_time())?, next))
    }

    /// `12 months`, `three to six months`
    pub(super) fn counted_time(&self, at: usize) -> Option<(Amount, usize)> {
        let read = self.number(at)?;
        let NumberRead::Amount(number) = read.value else { return None };
        let ReadUnit { unit, next, .. } = self.read_unit(read.next)?;
        Some((number.in_unit(unit).filter(|_| unit.measure.is_time())?, next))
    }

    /// `noon`
    pub(super) fn named_time(&mut self, at: usize) -> Option<usize> {
        let (next, minutes) = self.phrase(&self.grammar.clock, at)?;
        self.statements.push(Statement::Clock(*minutes));
        Some(next)
    }

    /// `age 65`
    pub(super) fn age(&mut self, at: usize) -> Option<usize> {
        let (start, ()) = self.phrase(&self.grammar.words.age_before, at)?;
        let read = self.number(start)?;
        let NumberRead::Amount(number) = read.value else { return None };
        if self.unit(read.next).is_some() {
            return None;
        }
        self.push(number.in_unit(self.grammar.age_unit)?, AmountUse::Plain);
        Some(read.next)
    }

    /// `within a week`, `an hour and a half`
    pub(super) fn one_of_unit(&mut self, at: usize) -> Option<usize> {
        let words = &self.grammar.words;
        let leads = self.phrase(&words.before_one, at);
        let start = leads.map_or(at, |(next, ())| next);
        let (after_a, ()) = self.phrase(&words.a, start)?;
        let (next, UnitName { unit, .. }) =
            self.unit(after_a).filter(|(_, name)| name.unit.measure.is_time())?;
        let more = self.fraction_after(next);
        if leads.is_none() && more.is_none() {
            return None;
        }
        let (fraction, next) = more.unwrap_or((Quantity::ZERO, next));
        let amount = unit.amount(Quantity::ONE.plus(fraction)?)?;
        if leads.is_some() {
            self.word(at);
        }
        self.push(amount, AmountUse::Plain);
        Some(next)
    }
}
